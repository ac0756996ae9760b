"""All the ways one article may stand on the grid: width, exact height, dress and price.

    variants
      _recipes            headline zone x pictures x rows of text x frame
        legs_of           which rows of which columns hold text

A variant is exact: its text fills its legs, each at most one row short, because the
composer can give or take a line here and there (``flow.line_range``).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import nsmallest
from math import ceil, floor

from layout.composition.desk import Desk
from layout.content.model import ArticleKind
from layout.makeup.art import ArtPlace, ArtPlan, art_plans
from layout.makeup.copy import Copy, copy_paragraphs
from layout.makeup.flow import line_range
from layout.makeup.grey import grey_cost, is_plain
from layout.makeup.head import HeadPlan, head_plans, headline_style
from layout.makeup.model import Grid
from layout.makeup.shape import Leg, Variant
from layout.makeup.upright import upright_variants
from layout.style.model import Style
from layout.units import EPSILON

LEAST_LEG = 5
"""Rows of the shortest leg where a block has several (短腿)."""
BELOW_PICTURE = 6
"""Rows of text under a picture, or none."""
TALLEST = 3.0
"""Height of a block over its width, at most."""
WIDEST = 4.0
"""Width of a block over its height, at most."""
LONGEST_LEG = 70
AIR_COST = (0.0, 0.3, 1.5, 4.0)
BOX_COST = 2.0
STRETCH_COST = 0.5
"""A line more or fewer than the galley's natural count."""
SHORT_COST = 0.5
MOST_BOXED_CHARACTERS = 700
"""Longer copy is not framed unless the editor asks for it: a frame sets off small pieces."""
MOST_VERSES_A_COLUMN = 24
"""A poem of so many verses stands in one column: verse does not run over several."""
MOST_OTHERS = 6
"""Other recipes kept for the same cells."""
MOST_BODIES = 4
"""Bodies of one height looked into."""
LEAST_PART_ROWS = 20
"""Rows of a part before a jump, and about what must be left after it."""
CUT_COST = 30.0
"""A small part costs more than a large one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """What the body asks for at one measure: fewest, natural and most lines."""

    fewest: int
    natural: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Zone:
    """A headline zone with its white."""

    head: HeadPlan
    rows: int
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """Text and pictures."""

    rows: int
    cost: float
    legs: tuple[Leg, ...]
    art: ArtPlan | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recipe:
    """A zone over a body, not yet written out."""

    rows: int
    cost: float
    zone: _Zone
    body: _Body


def variants(
    copy: Copy, *, grid: Grid, style: Style, desk: Desk, most_rows: int, is_loose: bool = False
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

    """
    widths = range(1, grid.columns + 1) if is_loose else _widths(copy, grid, style)
    if copy.article.head.direction == "vertical" and not copy.is_continued:
        sizes = [(k, _heights(k, grid, most_rows, None)) for k in widths]
        return tuple(upright_variants(copy, sizes, grid=grid, style=style, desk=desk))
    found: list[Variant] = []
    for columns in widths:
        for boxed in _frames(copy):
            least = 1 if is_loose or copy.is_continued else None
            allowed = _heights(columns, grid, most_rows, least)
            found += _dressed(copy, columns, grid, style, desk, allowed, boxed=boxed)
    if found or is_loose:
        return tuple(found)
    return variants(copy, grid=grid, style=style, desk=desk, most_rows=most_rows, is_loose=True)


def _dressed(
    copy: Copy,
    columns: int,
    grid: Grid,
    style: Style,
    desk: Desk,
    allowed: range,
    *,
    boxed: bool,
) -> Iterator[Variant]:
    """The variants of one width, framed or not: the cheapest recipe for each height."""
    heights: dict[int, list[_Recipe]] = {}
    for recipe in _recipes(copy, columns, grid, style, desk, boxed=boxed):
        if recipe.rows in allowed:
            heights.setdefault(recipe.rows, []).append(recipe)
    for recipes in heights.values():
        best, *others = (
            _variant(recipe, copy, columns, style, boxed=boxed) for recipe in _apart(recipes)
        )
        yield replace(best, others=tuple(others))


def _apart(recipes: list[_Recipe]) -> Iterator[_Recipe]:
    """The cheapest recipe, then the next ones whose legs differ."""
    seen: set[tuple[int, ...]] = set()
    for recipe in sorted(recipes, key=lambda recipe: recipe.cost):
        lengths = tuple(leg.rows for leg in recipe.body.legs)
        if lengths not in seen:
            seen.add(lengths)
            yield recipe
        if len(seen) > MOST_OTHERS:
            return


def cut_variants(
    copy: Copy, *, grid: Grid, style: Style, desk: Desk, most_rows: int
) -> tuple[Variant, ...]:
    """Parts of an article of every useful size: whatever does not fit goes to another page.

    None where there is no page for the rest, the article must not be cut or is too short.
    """
    head = copy.article.head
    if copy.goes_to is None or head.jump == "never" or not copy.article.body:
        return ()
    if head.direction == "vertical":
        return ()
    return tuple(_parts(copy, grid, style, desk, most_rows))


def _parts(copy: Copy, grid: Grid, style: Style, desk: Desk, most_rows: int) -> Iterator[Variant]:
    galley = desk.galley(copy.article, float(style.grid.chars))
    left = galley.line_count - copy.start
    for columns in range(min(2, grid.columns), grid.columns + 1):
        heads = head_plans(copy, width_pt=grid.width(columns), style=style, desk=desk)
        for head in heads[:2]:
            for rows in range(LEAST_PART_ROWS, most_rows + 1):
                depth = rows - head.rows
                room = columns * depth
                jumps = 1 + copy.is_continued
                if depth < LEAST_PART_ROWS or room - jumps > left - LEAST_PART_ROWS:
                    continue
                yield Variant(
                    copy=copy,
                    end=copy.start + room - jumps,
                    columns=columns,
                    rows=rows,
                    boxed=False,
                    head=head,
                    head_row=0,
                    head_rows=head.rows,
                    art=None,
                    art_row=0,
                    text_row=head.rows,
                    text_legs=tuple(Leg(column=k, row=0, rows=depth) for k in range(columns)),
                    measure_chars=style.grid.chars,
                    cost=head.cost + CUT_COST * (1 - room / (grid.columns * most_rows)),
                )


def _widths(copy: Copy, grid: Grid, style: Style) -> range:
    article = copy.article
    ladder = headline_style(copy, style)
    least, most = ladder.min_columns, min(ladder.max_columns, grid.columns)
    lines = sum(len(block.text) for block in article.body) / style.grid.chars
    if lines > most * LONGEST_LEG * 0.6 or article.pictures or copy.is_continued:
        most = grid.columns
    if article.head.kind is ArticleKind.POEM and len(article.body) <= MOST_VERSES_A_COLUMN:
        most = 1
    least = max(least, *(p.head.min_columns for p in article.pictures), 1)
    lock = article.head.lock
    if lock is not None and lock.columns is not None:
        return range(min(lock.columns, grid.columns), min(lock.columns, grid.columns) + 1)
    return range(min(least, grid.columns), max(most, min(least, grid.columns)) + 1)


def _frames(copy: Copy) -> tuple[bool, ...]:
    article = copy.article
    if copy.is_continued:
        return (False,)
    if article.head.box == "always" or article.head.kind is ArticleKind.NOTICE:
        return (True,)
    characters = sum(len(block.text) for block in article.body)
    if (
        article.head.box == "never"
        or article.head.kind is ArticleKind.PHOTO
        or copy.page_rank == 1
        or characters > MOST_BOXED_CHARACTERS
    ):
        return (False,)
    return (False, True)


def _heights(columns: int, grid: Grid, most_rows: int, least: int | None) -> range:
    """Rows a block of some columns may have without being a strip or a pillar."""
    width = grid.width(columns)
    if least is None:
        least = ceil(width / WIDEST / grid.leading_pt - EPSILON)
    most = floor(TALLEST * width / grid.leading_pt + EPSILON) if grid.columns > 1 else most_rows
    return range(least, min(most, most_rows) + 1)


def _recipes(
    copy: Copy,
    columns: int,
    grid: Grid,
    style: Style,
    desk: Desk,
    *,
    boxed: bool,
) -> Iterator[_Recipe]:
    """Headline zones times bodies, at one width."""
    chars = style.grid.chars - (style.box.measure_loss_chars if boxed else 0)
    width_pt = grid.width(columns) - (columns * style.grid.type_size_pt if boxed else 0.0)
    paragraphs = copy_paragraphs(copy, chars=chars, end=None, style=style, desk=desk)
    fewest, natural, most = line_range(paragraphs)
    text = _Text(fewest=fewest, natural=natural, most=most)
    zones = _zones(head_plans(copy, width_pt=width_pt, style=style, desk=desk))
    arts = art_plans(
        copy,
        columns=columns,
        measure_pt=chars * style.grid.type_size_pt,
        grid=grid,
        style=style,
        desk=desk,
    )
    bodies: dict[int, list[_Body]] = {}
    for art in arts or (None,):
        if boxed and art is not None and art.place is ArtPlace.TOP:
            continue
        for body in _bodies(text, columns, art):
            bodies.setdefault(body.rows, []).append(body)
    frame = 2 if boxed else 0
    dear = BOX_COST if boxed else 0.0
    for rows, alike in bodies.items():
        for body in nsmallest(MOST_BODIES, alike, key=lambda body: body.cost):
            for zone in zones:
                total, cost = rows + zone.rows + frame, body.cost + zone.cost + dear
                yield _Recipe(rows=total, cost=cost, zone=zone, body=body)


def _zones(heads: tuple[HeadPlan, ...]) -> list[_Zone]:
    """The cheapest headline zone of each height, white included."""
    best: dict[int, _Zone] = {}
    for head in heads:
        for air, price in enumerate(AIR_COST):
            zone = _Zone(head=head, rows=head.rows + air, cost=head.cost + price)
            if zone.rows not in best or zone.cost < best[zone.rows].cost:
                best[zone.rows] = zone
    return list(best.values())


def _variant(recipe: _Recipe, copy: Copy, columns: int, style: Style, *, boxed: bool) -> Variant:
    """A recipe written out."""
    zone, body, art = recipe.zone, recipe.body, recipe.body.art
    frame = 1 if boxed else 0
    band = art.rows if art and art.place is not ArtPlace.RIGHT else 0
    top = band if art and art.place is ArtPlace.TOP else 0
    text_row = frame + zone.rows + band
    made = Variant(
        copy=copy,
        columns=columns,
        rows=recipe.rows,
        boxed=boxed,
        head=zone.head,
        head_row=frame + top,
        head_rows=zone.rows,
        art=art,
        art_row=frame if top else frame + zone.rows,
        text_row=text_row,
        text_legs=body.legs,
        measure_chars=style.grid.chars - (style.box.measure_loss_chars if boxed else 0),
        cost=recipe.cost,
    )
    if not is_plain(copy.article):
        return made
    return replace(made, cost=made.cost + grey_cost(made, style))


def _bodies(text: _Text, columns: int, art: ArtPlan | None) -> Iterator[_Body]:
    """Text of each depth that it fills, with the pictures; legs start at the text's row 0."""
    price = art.cost if art else 0.0
    right = art if art is not None and art.place is ArtPlace.RIGHT else None
    band = art.rows if art is not None and right is None else 0
    if not text.natural:
        if right is None:
            yield _Body(rows=band, cost=price, legs=(), art=art)
        return
    taken = right.columns * right.rows if right else 0
    middle = (text.natural + taken) // columns
    for depth in range(max(1, middle - 4), middle + 6):
        legs = legs_of(depth, columns, right.columns if right else 0, right.rows if right else 0)
        if legs is None:
            continue
        room = sum(leg.rows for leg in legs)
        least = room - len(legs) + 1
        if least > text.most or room < text.fewest:
            continue
        lines = min(max(text.natural, least, text.fewest), room, text.most)
        cost = price + STRETCH_COST * abs(lines - text.natural) + SHORT_COST * (room - lines)
        rows = band + max(depth, right.rows if right else 0)
        yield _Body(rows=rows, cost=cost, legs=legs, art=art)


@lru_cache(maxsize=4096)
def legs_of(depth: int, columns: int, wide: int, high: int) -> tuple[Leg, ...] | None:
    """The legs of a body, or None where one would be too short.

    Args:
        depth: Rows of the body.
        columns: Columns of the body.
        wide: Columns under a picture at the top right, 0 without one.
        high: Rows of that picture.

    """
    legs = []
    for column in range(columns):
        is_under = column >= columns - wide
        top = high if is_under else 0
        rows = depth - top
        if is_under and rows in (0, 1):
            continue
        if rows <= (BELOW_PICTURE if is_under else 0):
            return None
        legs.append(Leg(column=column, row=top, rows=rows))
    if not legs or (len(legs) > 1 and min(leg.rows for leg in legs) <= LEAST_LEG):
        return None
    if max(leg.rows for leg in legs) > LONGEST_LEG:
        return None
    return tuple(legs)
