"""All the ways one article may stand on the grid: width, exact height, dress and price.

    variants
      _recipes            headline zone x pictures x rows of text x frame
        legs_of           which rows of which columns hold text

A variant is exact: its text fills its legs, each at most one row short, because the
composer can give or take a line here and there (``flow.line_range``).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from layout.composition.desk import Desk
from layout.composition.model import ParagraphSetting
from layout.content.model import Article, ArticleKind
from layout.makeup.art import ArtPlace, ArtPlan, art_plans
from layout.makeup.copy import Copy, copy_paragraphs
from layout.makeup.flow import line_range
from layout.makeup.head import HeadPlan, head_plans, headline_style
from layout.makeup.model import Grid
from layout.style.model import Style

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
MOST_OTHERS = 6
LEAST_PART_ROWS = 20
"""Rows of a part before a jump, and about what must be left after it."""
CUT_COST = 30.0
"""A small part costs more than a large one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """Rows of one column for text, from the block's top left cell."""

    column: int
    row: int
    rows: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Variant:
    """One way to set an article, so many columns wide and so many rows high."""

    copy: Copy
    end: int | None = None
    """Where the part stops, in lines of the galley; None for the article's end."""
    columns: int
    rows: int
    boxed: bool
    head: HeadPlan
    head_row: int
    head_rows: int
    art: ArtPlan | None
    art_row: int
    legs: tuple[Leg, ...]
    measure_chars: int
    cost: float
    others: tuple["Variant", ...] = ()
    """Other recipes for the same cells, dearer, whose copy may run better."""

    @property
    def article(self) -> Article:
        """The article it sets."""
        return self.copy.article

    @cached_property
    def head_span(self) -> tuple[int, int] | None:
        """Rows of an open headline that may butt against a neighbour's (碰题)."""
        if self.boxed or not self.head.has_headline:
            return None
        return (self.head_row, self.head_row + self.head_rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """What the body asks for at one measure."""

    paragraphs: tuple[ParagraphSetting, ...]
    fewest: int
    natural: int
    most: int


def variants(
    copy: Copy, *, grid: Grid, style: Style, desk: Desk, most_rows: int
) -> tuple[Variant, ...]:
    """Every useful variant of an article, the cheapest for each width, height and frame.

    An article that no variant can hold is cut, where there is a page for the rest.
    """
    found = _whole_variants(copy, grid, style, desk, most_rows)
    if not found and copy.goes_to is not None and copy.article.head.jump != "never":
        return tuple(cut_variants(copy, grid=grid, style=style, desk=desk, most_rows=most_rows))
    return found


def _whole_variants(
    copy: Copy, grid: Grid, style: Style, desk: Desk, most_rows: int
) -> tuple[Variant, ...]:
    found: dict[tuple[int, int, bool], list[Variant]] = {}
    for columns in _widths(copy, grid, style):
        for boxed in _frames(copy):
            for variant in _recipes(copy, columns, grid, style, desk, boxed=boxed):
                if _shapely(variant, grid) and variant.rows <= most_rows:
                    found.setdefault((columns, variant.rows, boxed), []).append(variant)
    return tuple(_with_others(recipes) for recipes in found.values())


def _with_others(recipes: list[Variant]) -> Variant:
    """The cheapest recipe, with the next ones whose legs differ."""
    ordered = sorted(recipes, key=lambda variant: variant.cost)
    kept: dict[tuple[Leg, ...], Variant] = {}
    for variant in ordered:
        kept.setdefault(variant.legs, variant)
        if len(kept) > MOST_OTHERS:
            break
    return replace(ordered[0], others=tuple(kept.values())[1:])


def cut_variants(
    copy: Copy, *, grid: Grid, style: Style, desk: Desk, most_rows: int
) -> Iterator[Variant]:
    """Parts of an article of every useful size: whatever does not fit goes to another page."""
    galley = desk.galley(copy.article, float(style.grid.chars))
    left = galley.line_count - copy.start
    for columns in range(max(1, grid.columns - 3), grid.columns + 1):
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
                    legs=tuple(Leg(column=k, row=head.rows, rows=depth) for k in range(columns)),
                    measure_chars=style.grid.chars,
                    cost=head.cost + CUT_COST * (1 - room / (grid.columns * most_rows)),
                )


def _widths(copy: Copy, grid: Grid, style: Style) -> range:
    article = copy.article
    ladder = headline_style(copy, style)
    least, most = ladder.min_columns, min(ladder.max_columns, grid.columns)
    lines = sum(len(block.text) for block in article.body) / style.grid.chars
    if lines > most * LONGEST_LEG * 0.6 or article.pictures:
        most = grid.columns
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
    if article.head.box == "never" or article.head.kind is ArticleKind.PHOTO or article.rank == 1:
        return (False,)
    return (False, True)


def _shapely(variant: Variant, grid: Grid) -> bool:
    width, height = grid.width(variant.columns), variant.rows * grid.leading_pt
    return height <= TALLEST * width and width <= WIDEST * height


def _recipes(
    copy: Copy,
    columns: int,
    grid: Grid,
    style: Style,
    desk: Desk,
    *,
    boxed: bool,
) -> Iterator[Variant]:
    chars = style.grid.chars - (style.box.measure_loss_chars if boxed else 0)
    width_pt = grid.width(columns) - (columns * style.grid.type_size_pt if boxed else 0.0)
    paragraphs = copy_paragraphs(copy, chars=chars, end=None, style=style, desk=desk)
    fewest, natural, most = line_range(paragraphs)
    text = _Text(paragraphs=paragraphs, fewest=fewest, natural=natural, most=most)
    heads = head_plans(copy, width_pt=width_pt, style=style, desk=desk)
    arts: tuple[ArtPlan | None, ...] = art_plans(
        copy, columns=columns, grid=grid, style=style, desk=desk
    ) or (None,)
    frame = 1 if boxed else 0
    for art in arts:
        if boxed and art is not None and art.place is ArtPlace.TOP:
            continue
        for legs, text_rows, text_cost in _bodies(text, columns, art):
            for head in heads:
                for air, air_cost in enumerate(AIR_COST):
                    head_rows = head.rows + air
                    band = art.rows if art and art.place is not ArtPlace.RIGHT else 0
                    top = band if art and art.place is ArtPlace.TOP else 0
                    body_row = frame + head_rows + band
                    yield Variant(
                        copy=copy,
                        columns=columns,
                        rows=body_row + text_rows + frame,
                        boxed=boxed,
                        head=head,
                        head_row=frame + top,
                        head_rows=head_rows,
                        art=art,
                        art_row=_art_row(art, frame, head_rows),
                        legs=tuple(
                            Leg(column=leg.column, row=leg.row + body_row, rows=leg.rows)
                            for leg in legs
                        ),
                        measure_chars=chars,
                        cost=text_cost
                        + head.cost
                        + air_cost
                        + (art.cost if art else 0.0)
                        + (BOX_COST if boxed else 0.0),
                    )


def _art_row(art: ArtPlan | None, frame: int, head_rows: int) -> int:
    return frame if art and art.place is ArtPlace.TOP else frame + head_rows


def _bodies(
    text: _Text, columns: int, art: ArtPlan | None
) -> Iterator[tuple[tuple[Leg, ...], int, float]]:
    """(legs, rows, cost) of each depth the text fills; legs start at row 0 of the body."""
    if not text.paragraphs:
        beside = art is not None and art.place is ArtPlace.RIGHT
        if not beside:
            yield (), 0, 0.0
        return
    right = art if art is not None and art.place is ArtPlace.RIGHT else None
    taken = right.columns * right.rows if right else 0
    middle = (text.natural + taken) // columns
    for depth in range(max(1, middle - 4), middle + 6):
        legs = legs_of(depth, columns, right)
        if legs is None:
            continue
        room = sum(leg.rows for leg in legs)
        lines = min(room, max(text.natural, room - len(legs) + 1))
        if not max(text.fewest, room - len(legs) + 1) <= min(text.most, room):
            continue
        lines = min(max(lines, text.fewest), text.most)
        cost = STRETCH_COST * abs(lines - text.natural) + SHORT_COST * (room - lines)
        yield legs, max(depth, right.rows if right else 0), cost


def legs_of(depth: int, columns: int, right: ArtPlan | None) -> tuple[Leg, ...] | None:
    """The legs of a body so many rows deep, or None where one would be too short."""
    legs = []
    for column in range(columns):
        under = right is not None and column >= columns - right.columns
        top = right.rows if under and right is not None else 0
        rows = depth - top
        if under and rows in (0, 1):
            continue
        if rows <= (BELOW_PICTURE if under else 0):
            return None
        legs.append(Leg(column=column, row=top, rows=rows))
    if not legs or (len(legs) > 1 and min(leg.rows for leg in legs) <= LEAST_LEG):
        return None
    if max(leg.rows for leg in legs) > LONGEST_LEG:
        return None
    return tuple(legs)
