"""What a make-up editor would count on a finished page, from its blocks alone."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from layout.composition.model import LineKind
from layout.content.model import Article
from layout.makeup.furniture.nameplate import closed_columns
from layout.makeup.model import BlockType, Box, PageLayout, PartRole, PlacedBlock, Rect, TextPart
from layout.style.model import NameplateStyle

STORIES = (BlockType.ARTICLE, BlockType.PICTURE)
FURNITURE = (BlockType.NAMEPLATE, BlockType.CONTENTS, BlockType.EAR)
UNRANKED = ("photo", "filler", "poem", "ad")
SAME_SIZE_PT = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFigures:
    """One page's figures; shares are of 1, lengths in mm."""

    empty_cells: int
    overlaps: int
    """Cells taken twice."""
    lost: int
    """Characters of the stories on the page that are not on it."""
    held: int
    """Stories left out."""
    fillers: int
    tombstones: int
    """碰题 with nothing between, a rule neither."""
    ruled_tombstones: int
    """The same with only a column rule between."""
    crossings: int
    gutter: float
    seams: int
    inversions: int
    tau: float
    lead_ratio: float
    least_cover: float
    """题压文: the narrowest open headline over its text."""
    blank_rows: int
    leg_rows: int
    grey_mm: float
    odd_shapes: int
    """Blocks narrower than 1:3 or wider than 4:1."""


def figures_of(page: PageLayout, articles: Sequence[Article], style: NameplateStyle) -> PageFigures:
    """Count one page; ``articles`` are those it was asked to take, ``style`` the nameplate's."""
    grid = page.grid
    taken = Counter(cell for block in page.blocks for cell in _cells(block))
    owner = {cell: block for block in page.blocks for cell in _cells(block)}
    plate = _plate(page, style)
    top = plate.rows if plate.columns == grid.columns else 0
    inside = [(c, r) for c in range(grid.columns) for r in range(grid.rows)]
    inside = [(c, r) for c, r in inside if c >= plate.columns or r >= plate.rows]
    stories = [block for block in page.blocks if block.kind in STORIES]
    ruled, open_ = _tombstones(page, stories)
    sizes = _sizes(stories, {article.id: article for article in articles})
    wrong, right, inversions = _order(sizes)
    heads = sorted((size for _, size in sizes[1:]), reverse=True)
    return PageFigures(
        empty_cells=sum(cell not in taken for cell in inside),
        overlaps=sum(count - 1 for count in taken.values()),
        lost=sum(lost_characters(article, stories) for article in articles),
        held=len({article.id for article in articles} - {block.article for block in stories}),
        fillers=sum(block.kind is BlockType.FILLER for block in page.blocks),
        tombstones=open_,
        ruled_tombstones=ruled,
        crossings=_crossings(owner, grid.columns, top, grid.rows),
        gutter=_gutter(owner, grid.columns, top, grid.rows),
        seams=_seams(owner, grid.columns, top, grid.rows),
        inversions=inversions,
        tau=(right - wrong) / max(1, right + wrong) if right + wrong else 1.0,
        lead_ratio=sizes[0][1] / heads[0] if heads else 2.0,
        least_cover=min((_cover(block) for block in stories if not block.boxed), default=1.0),
        blank_rows=sum(block.blank_lines for block in stories),
        leg_rows=len(inside),
        grey_mm=_grey_mm(page, stories),
        odd_shapes=sum(not 1 / 3 <= b.rect.width / b.rect.height <= 4 for b in stories),
    )


def _cells(block: PlacedBlock) -> Iterator[tuple[int, int]]:
    for column in range(block.column, block.column + block.columns):
        for row in range(max(0, block.row), block.row + block.rows):
            yield (column, row)


def _characters(text: str) -> int:
    return sum(unicodedata.category(char)[0] in "LN" for char in text)


def lost_characters(article: Article, stories: Sequence[PlacedBlock]) -> int:
    """Letters and digits of a story that these blocks, where it has any, do not have."""
    own = [block for block in stories if block.article == article.id]
    if not own:
        return 0
    set_lines = (p.line for b in own for leg in b.text_columns for p in leg.lines)
    lines = (line.text for line in set_lines if line.kind is not LineKind.JUMP)
    return _characters("".join(block.text for block in article.body)) - _characters("".join(lines))


def _headline(block: PlacedBlock) -> TextPart | None:
    return block.part(PartRole.HEADLINE)


def _tombstones(page: PageLayout, stories: Sequence[PlacedBlock]) -> tuple[int, int]:
    """Pairs of open headlines side by side: with a rule between, and without one."""
    ruled, bare = 0, 0
    for one in stories:
        for two in stories:
            if one.column + one.columns != two.column or one.article == two.article:
                continue
            between = _between(page, one, two)
            if between is None:
                continue
            is_parted = any(
                line.x0 == line.x1
                and between.x <= line.x0 <= between.right
                and min(line.y1, between.bottom) - max(line.y0, between.y) > 0.9 * between.height
                for line in (*page.lines, *one.lines, *two.lines)
            )
            ruled, bare = ruled + is_parted, bare + (not is_parted)
    return ruled, bare


def _between(page: PageLayout, one: PlacedBlock, two: PlacedBlock) -> Rect | None:
    """The room between two open headlines that share rows, where nothing fills it."""
    left, right = _headline(one), _headline(two)
    if left is None or right is None or left.vertical or right.vertical:
        return None
    if any(_framed(block.boxes) for block in (one, two)):
        return None
    top, foot = max(left.bbox.y, right.bbox.y), min(left.bbox.bottom, right.bbox.bottom)
    if foot - top < 0.5 * page.grid.leading_pt:
        return None
    room = Rect(x=left.bbox.right, y=top, width=right.bbox.x - left.bbox.right, height=foot - top)
    pictures = (p.bbox for b in (one, two) for p in b.pictures)
    is_filled = any(
        min(p.right, room.right) - max(p.x, room.x) > 1
        and min(p.bottom, room.bottom) - max(p.y, room.y) > room.height / 2
        for p in pictures
    )
    return None if is_filled else room


def _framed(boxes: Sequence[Box]) -> bool:
    return bool(boxes)


Owners = dict[tuple[int, int], PlacedBlock]


def _same(owner: Owners, one: tuple[int, int], two: tuple[int, int]) -> bool:
    return one in owner and owner[one] is owner.get(two)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plate:
    """The cells of the nameplate, its ears and contents, in the top left corner."""

    columns: int
    rows: int


def _plate(page: PageLayout, style: NameplateStyle) -> _Plate:
    """All columns, but for a vertical one, beside which stories stand."""
    if all(block.kind is not BlockType.NAMEPLATE for block in page.blocks):
        return _Plate(columns=page.grid.columns, rows=0)
    return _Plate(columns=closed_columns(style, page.grid.columns), rows=style.rows)


def _crossings(owner: Owners, columns: int, top: int, rows: int) -> int:
    """Points where four stories meet."""
    found = 0
    for c in range(1, columns):
        for r in range(top + 1, rows):
            four = {
                id(owner[cell])
                for cell in ((c - 1, r - 1), (c, r - 1), (c - 1, r), (c, r))
                if cell in owner and owner[cell].kind not in FURNITURE
            }
            found += len(four) == 4
    return found


def _gutter(owner: Owners, columns: int, top: int, rows: int) -> float:
    """The longest straight gap between columns, of the rows below the nameplate."""
    longest = 0
    for c in range(1, columns):
        run = 0
        for r in range(top, rows):
            run = 0 if _same(owner, (c - 1, r), (c, r)) else run + 1
            longest = max(longest, run)
    return longest / max(1, rows - top)


def _seams(owner: Owners, columns: int, top: int, rows: int) -> int:
    """Rows at which everything above ends, ads at the foot left out."""
    return sum(
        not any(_same(owner, (c, r - 1), (c, r)) for c in range(columns))
        and not all(owner[c, r].kind is BlockType.AD for c in range(columns) if (c, r) in owner)
        for r in range(top + 1, rows)
    )


def _sizes(stories: Sequence[PlacedBlock], articles: dict[str, Article]) -> list[tuple[int, float]]:
    """(rank, headline size) of every ranked story, by rank."""
    found = []
    for block in stories:
        article, head = articles.get(block.article or ""), _headline(block)
        if article is None or head is None or block.continued:
            continue
        if article.head.kind.value not in UNRANKED:
            found.append((article.rank, head.size_pt))
    return sorted(found)


def _order(sizes: Sequence[tuple[int, float]]) -> tuple[int, int, int]:
    """Pairs in the wrong order, in the right one, and wrong ones among the first three ranks."""
    wrong, right, inversions = 0, 0, 0
    top = sorted({rank for rank, _ in sizes})[:3]
    for k, (rank, size) in enumerate(sizes):
        for lower, other in sizes[k + 1 :]:
            if rank == lower:
                continue
            is_wrong = size < other - SAME_SIZE_PT
            wrong, right = wrong + is_wrong, right + (size > other + SAME_SIZE_PT)
            inversions += is_wrong and rank in top and lower in top
    return wrong, right, inversions


def _cover(block: PlacedBlock) -> float:
    """The headline's width, of the text's under it."""
    head = _headline(block)
    if head is None or head.vertical:
        return 1.0
    under = [leg.bbox for leg in block.text_columns if leg.lines and leg.bbox.y > head.bbox.y]
    left = min((box.x for box in under), default=block.rect.x)
    right = max((box.right for box in under), default=block.rect.right)
    return head.bbox.width / max(1.0, right - left)


def _grey_mm(page: PageLayout, stories: Sequence[PlacedBlock]) -> float:
    """The side of the largest square of nothing but text lines."""
    grid = page.grid
    grey: set[tuple[int, int]] = set()
    for block in stories:
        for leg in block.text_columns:
            column = round((leg.bbox.x - grid.x_pt) / (grid.column_width_pt + grid.column_gap_pt))
            span = max(1, round((leg.bbox.width + grid.column_gap_pt) / grid.width(1)))
            for placed in leg.lines:
                if placed.line.kind.value == "subhead":
                    continue
                row = int((placed.baseline_pt - grid.y_pt) // grid.leading_pt)
                grey.update((column + k, row) for k in range(span))
        if block.boxed:
            for column in range(block.column, block.column + block.columns):
                grey.discard((column, block.row))
                grey.discard((column, block.row + block.rows - 1))
    side = 0.0
    for a in range(grid.columns):
        for b in range(a, grid.columns):
            run = longest = 0
            for row in range(grid.rows):
                run = run + 1 if all((c, row) in grey for c in range(a, b + 1)) else 0
                longest = max(longest, run)
            side = max(side, min(grid.width(b - a + 1), longest * grid.leading_pt))
    return side / 72 * 25.4
