"""All the ways one article may stand on the grid: width, exact height, dress and price.

    variants
      _recipes            headline zone x pictures x rows of text x frame
        legs_of           which rows of which columns hold text

A variant is exact: its text fills its legs, each at most one row short, because the
composer can give or take a line here and there (``flow.line_range``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest
from math import ceil, floor
from typing import overload

from layout.composition.desk import Desk
from layout.content.model import Article, ArticleKind
from layout.makeup.art import ArtPlace, art_plans
from layout.makeup.beside import beside_variants, head_places
from layout.makeup.body import LONGEST_LEG, Body, Notch, Text, bodies
from layout.makeup.copy import Copy, copy_paragraphs
from layout.makeup.flow import line_range
from layout.makeup.grey import bare_grey_cost, grey_cost, is_plain
from layout.makeup.head import (
    FILL_LEAST,
    MAX_SPREAD_EM,
    HeadPlan,
    head_plans,
    headline_style,
)
from layout.makeup.measure import Measure, measures
from layout.makeup.model import Grid
from layout.makeup.pulls import is_asked, pulls_of
from layout.makeup.shape import Guest, Pull, Variant
from layout.makeup.upright import upright_variants
from layout.style.model import HeadPlace, Style
from layout.units import EPSILON, mm_to_pt

TALLEST = 3.0
"""Height of a block over its width, at most."""
WIDEST = 4.0
"""Width of a block over its height, at most."""
AIR_COST = (0.0, 1.0, 3.0, 7.0, 16.0)
"""Rows of white that a headline does not need."""
BOX_COST = 4.0
PULL_COST = 6.0
"""A sentence taken out of the copy to break its grey."""
PULL_MISSED = 25.0
"""A block without the quotes that its editor has written."""
ODD_COST = 3.0
"""Legs that are not the page's columns (破栏), for news."""
CALM_GAIN = 3.0
CALM_KINDS = (ArticleKind.COMMENTARY, ArticleKind.FEATURE)
MOST_BOXED_CHARACTERS = 700
"""Longer copy is not framed unless the editor asks for it: a frame sets off small pieces."""
MOST_VERSES_A_COLUMN = 24
"""A poem of so many verses stands in one column: verse does not run over several."""
MOST_OTHERS = 6
"""Other recipes kept for the same cells."""
MOST_GUESTS = 5
"""Ways to set a piece in another's corner that are tried at each width."""
MOST_BODIES = 4
"""Bodies of one height looked into."""
PLAIN: tuple[HeadPlace, ...] = ("over",)
"""Where a headline can stand that fits nowhere else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Zone:
    """A headline zone with its white."""

    head: HeadPlan
    rows: int
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recipe:
    """A zone over a body, not yet written out."""

    rows: int
    cost: float
    zone: _Zone
    body: Body


def variants(
    copy: Copy,
    *,
    grid: Grid,
    style: Style,
    desk: Desk,
    most_rows: int,
    is_loose: bool = False,
    cells: tuple[int, int] | None = None,
) -> tuple[Variant, ...]:
    """Every useful variant of an article, the cheapest for each width, height and frame.

    Args:
        copy: The article or the part of it.
        grid: The page's grid.
        style: The house style.
        desk: Sets what is asked for.
        most_rows: Rows of the hole.
        is_loose: Whether any width will do, and strips too, for a page that has a hole
            otherwise. So it is for copy that nothing else holds.
        cells: The only columns and rows asked for.

    """
    lock = copy.article.head.lock
    is_any = is_loose and (lock is None or lock.columns is None)
    least = _picture_columns(copy, grid)
    widths = range(least, grid.columns + 1) if is_any else _widths(copy, grid, style)
    if copy.article.head.direction == "vertical" and not copy.is_continued:
        sizes = [(k, _heights(k, grid, most_rows, None, cells)) for k in widths]
        return tuple(upright_variants(copy, sizes, grid=grid, style=style, desk=desk))
    if copy.guest is not None:
        return tuple(_notched(copy, copy.guest, widths, grid, style, desk, most_rows, cells))
    for places in (head_places(copy, style), PLAIN):

        def level(
            at: tuple[int, int] | None, places: tuple[HeadPlace, ...] = places
        ) -> Iterator[Variant]:
            return _level(copy, widths, places, grid, style, desk, most_rows, at, is_loose=is_loose)

        found = tuple(level(cells))
        if found or (cells and next(level(None), None)):
            return found
    if is_loose:
        return ()
    return variants(
        copy, grid=grid, style=style, desk=desk, most_rows=most_rows, is_loose=True, cells=cells
    )


def _level(
    copy: Copy,
    widths: range,
    places: tuple[HeadPlace, ...],
    grid: Grid,
    style: Style,
    desk: Desk,
    most_rows: int,
    cells: tuple[int, int] | None,
    *,
    is_loose: bool,
) -> Iterator[Variant]:
    """The variants of level lines at some widths, with the headline in any of some places."""
    least = 1 if is_loose or copy.is_continued else None
    for columns in widths:
        allowed = _heights(columns, grid, most_rows, least, cells)
        if not allowed:
            continue
        for boxed in _frames(copy, grid, style, is_loose=is_loose):
            if "over" in places:
                for measure in measures(columns, grid=grid, style=style, boxed=boxed):
                    yield from _dressed(
                        copy, measure, grid, style, desk, allowed, is_loose=is_loose
                    )
            yield from _beside(copy, columns, places, allowed, grid, style, desk, boxed=boxed)


def _notched(
    copy: Copy,
    guest: Article,
    widths: range,
    grid: Grid,
    style: Style,
    desk: Desk,
    most_rows: int,
    cells: tuple[int, int] | None,
) -> Iterator[Variant]:
    """The ways to set an article with a framed piece in its lower or upper right corner."""
    framed: list[Variant] = []
    for columns in range(1, max(widths)):
        measure = next(measures(columns, grid=grid, style=style, boxed=True))
        allowed = _heights(columns, grid, most_rows, None)
        found = _dressed(Copy(article=guest), measure, grid, style, desk, allowed)
        framed += nsmallest(MOST_GUESTS, found, key=lambda variant: variant.cost)
    for columns in widths:
        measure = next(measures(columns, grid=grid, style=style, boxed=False))
        allowed = _heights(columns, grid, most_rows, None, cells)
        if not allowed:
            continue
        best: dict[int, Variant] = {}
        for inner in framed:
            if inner.columns >= columns:
                continue
            for variant in _dressed(copy, measure, grid, style, desk, allowed, inner):
                if variant.rows not in best or variant.cost < best[variant.rows].cost:
                    best[variant.rows] = variant
        yield from best.values()


def _beside(
    copy: Copy,
    columns: int,
    places: tuple[HeadPlace, ...],
    allowed: range,
    grid: Grid,
    style: Style,
    desk: Desk,
    *,
    boxed: bool,
) -> Iterator[Variant]:
    """The variants with the headline at the left, as far as they are allowed or asked for."""
    for place in places:
        if place != "over":
            yield from beside_variants(
                copy, columns, place, allowed, grid=grid, style=style, desk=desk, boxed=boxed
            )


def _dressed(
    copy: Copy,
    measure: Measure,
    grid: Grid,
    style: Style,
    desk: Desk,
    allowed: range,
    guest: Variant | None = None,
    *,
    is_loose: bool = False,
) -> Iterator[Variant]:
    """The variants of one measure: the cheapest recipe for each height."""
    heights: dict[int, list[_Recipe]] = {}
    for recipe in _recipes(copy, measure, grid, style, desk, allowed, guest, is_loose=is_loose):
        heights.setdefault(recipe.rows, []).append(recipe)
    for recipes in heights.values():
        best, *others = _apart(recipes, measure, style)
        written = _Written(copy, measure, style, guest, others)
        yield _variant(best, copy, measure, style, guest, written)


class _Written(Sequence[Variant]):
    """Recipes that are written out when they are first looked at, which few are."""

    def __init__(
        self,
        copy: Copy,
        measure: Measure,
        style: Style,
        guest: Variant | None,
        recipes: list[_Recipe],
    ) -> None:
        self._told = copy, measure, style, guest
        self._recipes = recipes
        self._variants: tuple[Variant, ...] = ()

    def __len__(self) -> int:
        return len(self._recipes)

    def __iter__(self) -> Iterator[Variant]:
        return iter(self._all())

    @overload
    def __getitem__(self, index: int) -> Variant: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Variant, ...]: ...

    def __getitem__(self, index: int | slice) -> Variant | tuple[Variant, ...]:
        return self._all()[index]

    def _all(self) -> tuple[Variant, ...]:
        if len(self._variants) < len(self._recipes):
            copy, measure, style, guest = self._told
            self._variants = tuple(
                _variant(recipe, copy, measure, style, guest) for recipe in self._recipes
            )
        return self._variants


def _apart(recipes: list[_Recipe], measure: Measure, style: Style) -> Iterator[_Recipe]:
    """The cheapest recipe, then the next ones whose legs differ.

    Where some have quotes their grey is looked at beforehand.
    """
    seen: set[tuple[int, ...]] = set()
    is_grey = any(recipe.body.pulls for recipe in recipes)

    def price(recipe: _Recipe) -> float:
        grey = bare_grey_cost(recipe.body.legs, measure.columns, style) if is_grey else 0.0
        return recipe.cost + grey

    for recipe in sorted(recipes, key=price):
        lengths = recipe.body.lengths
        if lengths not in seen:
            seen.add(lengths)
            yield recipe
        if len(seen) > MOST_OTHERS:
            return


def _widths(copy: Copy, grid: Grid, style: Style) -> range:
    article = copy.article
    ladder = headline_style(copy, style)
    least, most = ladder.min_columns, min(ladder.max_columns, grid.columns)
    lines = sum(len(block.text) for block in article.body) / style.grid.chars
    if lines > most * LONGEST_LEG * 0.6 or article.pictures or copy.is_continued:
        most = grid.columns
    if article.head.kind is ArticleKind.POEM and len(article.body) <= MOST_VERSES_A_COLUMN:
        most = 1
    least = max(least, _picture_columns(copy, grid))
    lock = article.head.lock
    if lock is not None and lock.columns is not None:
        return range(min(lock.columns, grid.columns), min(lock.columns, grid.columns) + 1)
    return range(min(least, grid.columns), max(most, min(least, grid.columns)) + 1)


def _picture_columns(copy: Copy, grid: Grid) -> int:
    """The columns that an article's pictures need, as its editor says."""
    needs = (picture.head.min_columns for picture in copy.pictures)
    return min(grid.columns, max(needs, default=1))


def _frames(copy: Copy, grid: Grid, style: Style, *, is_loose: bool) -> tuple[bool, ...]:
    """Without a frame, with one, or in either way."""
    article = copy.article
    if copy.is_continued:
        return (False,)
    if article.head.box in ("always", "tint") or article.head.kind is ArticleKind.NOTICE:
        return (True,)
    characters = sum(len(block.text) for block in article.body)
    if (
        article.head.box == "never"
        or article.head.kind is ArticleKind.PHOTO
        or copy.page_rank == 1
        or (
            characters > MOST_BOXED_CHARACTERS
            and not is_loose
            and not _is_bare(copy, characters, grid, style)
        )
    ):
        return (False,)
    return (False, True)


def _is_bare(copy: Copy, characters: int, grid: Grid, style: Style) -> bool:
    """Whether the headline is too short for the width that the copy needs; a frame holds both."""
    length = max(map(len, copy.article.head.headline.split("\n")))
    size_pt = max(headline_style(copy, style).sizes_pt)
    covered = size_pt * (length + MAX_SPREAD_EM * (length - 1)) / FILL_LEAST
    least = ceil(characters / style.grid.chars / LONGEST_LEG)
    return length > 0 and covered < grid.width(min(least, grid.columns))


def _heights(
    columns: int,
    grid: Grid,
    most_rows: int,
    least: int | None,
    cells: tuple[int, int] | None = None,
) -> range:
    """Rows a block of some columns may have without being a strip or a pillar; of the asked."""
    if cells is not None and columns != cells[0]:
        return range(0)
    width = grid.width(columns)
    if least is None:
        least = ceil(width / WIDEST / grid.leading_pt - EPSILON)
    most = floor(TALLEST * width / grid.leading_pt + EPSILON) if grid.columns > 1 else most_rows
    found = range(least, min(most, most_rows) + 1)
    if cells is None:
        return found
    return range(cells[1], cells[1] + 1) if cells[1] in found else range(0)


def _recipes(
    copy: Copy,
    measure: Measure,
    grid: Grid,
    style: Style,
    desk: Desk,
    allowed: range,
    guest: Variant | None,
    *,
    is_loose: bool,
) -> Iterator[_Recipe]:
    """Headline zones times bodies, at one measure, of the heights that are allowed."""
    paragraphs = copy_paragraphs(copy, chars=measure.chars, end=None, style=style, desk=desk)
    fewest, natural, most = line_range(paragraphs)
    text = Text(fewest=fewest, natural=natural, most=most)
    heads = head_plans(
        copy,
        width_pt=measure.head_width_pt,
        style=style,
        desk=desk,
        boxed=measure.boxed,
        is_loose=is_loose,
    )
    arts = art_plans(
        copy,
        columns=measure.legs,
        measure_pt=measure.chars * style.grid.type_size_pt,
        grid=grid,
        style=style,
        desk=desk,
    )
    pulls = _pulls(copy, measure, natural, style, desk)
    is_long = is_loose and text.fewest > LONGEST_LEG * grid.columns
    longest = grid.rows if is_long else LONGEST_LEG
    alike: dict[int, list[Body]] = {}
    for art in arts or (None,):
        if measure.boxed and art is not None and art.place is ArtPlace.TOP:
            continue
        for some_pulls, price in pulls:
            for body in bodies(text, measure.legs, art, _notch(guest), some_pulls, longest=longest):
                dearer = replace(body, cost=body.cost + price) if price else body
                alike.setdefault(body.rows, []).append(dearer)
    frame = 2 if measure.boxed else 0
    dear = BOX_COST if measure.boxed else 0.0
    dear += _odd_cost(copy) if measure.across else 0.0
    dear += guest.cost if guest else 0.0
    zones = _zones(heads)
    for rows, some in alike.items():
        for body in _cheapest(some):
            for zone in zones:
                total, cost = rows + zone.rows + frame, body.cost + zone.cost + dear
                if total in allowed:
                    yield _Recipe(rows=total, cost=cost, zone=zone, body=body)


def _cheapest(found: list[Body]) -> Iterator[Body]:
    """The cheapest bodies of one height, and as many with quotes, whose grey is broken."""
    for has_pulls in (False, True):
        some = (body for body in found if bool(body.pulls) is has_pulls)
        yield from nsmallest(MOST_BODIES, some, key=lambda body: body.cost)


def _pulls(
    copy: Copy, measure: Measure, lines: int, style: Style, desk: Desk
) -> list[tuple[tuple[Pull, ...], float]]:
    """Quotes that may stand in the legs, and their price: those asked for, or one, or none."""
    rows = lines / measure.legs
    found = pulls_of(copy, chars=measure.chars, style=style, desk=desk)
    if is_asked(copy.article):
        return [(found, 0.0), ((), PULL_MISSED)]
    width_pt = measure.legs * (style.column_width_pt + style.column_gap_pt)
    side_pt = min(width_pt, rows * style.grid.leading_pt)
    if not found or side_pt <= mm_to_pt(style.makeup.grey_mm):
        return [((), 0.0)]
    return [(found, PULL_COST), ((), 0.0)]


def _zones(heads: tuple[HeadPlan, ...]) -> list[_Zone]:
    """The cheapest headline zone of each height, white included."""
    best: dict[int, _Zone] = {}
    for head in heads:
        for air, price in enumerate(AIR_COST):
            zone = _Zone(head=head, rows=head.rows + air, cost=head.cost + price)
            if zone.rows not in best or zone.cost < best[zone.rows].cost:
                best[zone.rows] = zone
    return list(best.values())


def _odd_cost(copy: Copy) -> float:
    """Longer lines suit who has something to say; news is read quickly."""
    return -CALM_GAIN if copy.article.head.kind in CALM_KINDS else ODD_COST


def _notch(guest: Variant | None) -> Notch | None:
    if guest is None:
        return None
    is_upper = guest.article.head.corner == "upper"
    return Notch(columns=guest.columns, rows=guest.rows, is_upper=is_upper)


def _guest(guest: Variant | None, copy_row: int, foot: int, columns: int) -> Guest | None:
    """The piece in its corner: level with the copy's head or with its foot."""
    if guest is None:
        return None
    row = copy_row if guest.article.head.corner == "upper" else foot - guest.rows
    return Guest(variant=guest, column=columns - guest.columns, row=row)


def _variant(
    recipe: _Recipe,
    copy: Copy,
    measure: Measure,
    style: Style,
    guest: Variant | None,
    others: Sequence[Variant] = (),
) -> Variant:
    """A recipe written out."""
    zone, body, art = recipe.zone, recipe.body, recipe.body.art
    frame = 1 if measure.boxed else 0
    band = art.rows if art and art.place is not ArtPlace.RIGHT else 0
    top = band if art and art.place is ArtPlace.TOP else 0
    text_row = frame + zone.rows + band
    made = Variant(
        copy=copy,
        columns=measure.columns,
        rows=recipe.rows,
        boxed=measure.boxed,
        head=zone.head,
        head_row=frame + top,
        head_rows=zone.rows,
        art=art,
        art_row=frame if top else frame + zone.rows,
        text_row=text_row,
        text_legs=body.legs,
        measure_chars=measure.chars,
        cost=recipe.cost,
        across=measure.across,
        guest=_guest(guest, text_row, recipe.rows, measure.columns),
        pulls=body.pulls,
        others=others,
    )
    if not is_plain(copy.article):
        return made
    grey = grey_cost(made, style)
    return replace(made, cost=made.cost + grey) if grey else made
