"""A made-up page in figures, each with its target: what the report tells of how good it is.

Harrington et al. (2004) and Balinsky et al. (2009) measure pages in general; the targets are
those of newspaper make-up. A figure of which a page has nothing (no picture, one headline) is
left out.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import sqrt
from typing import Final

from layout.composition.model import LineKind
from layout.makeup.model import (
    BlockType,
    Grid,
    PageLayout,
    PartRole,
    PlacedBlock,
    PlacedLine,
    TextPart,
)
from layout.record.geometry import (
    crossings,
    gutter_rows,
    on_grid,
    seams,
    stories_of,
    tombstones,
)
from layout.units import EPSILON, pt_to_mm

TOP_RANKS = 3
COVER_LEAST = 0.55
"""A headline narrower than this share of its block does not cover its text (题压文)."""
PARTS_OF_HEAD = (PartRole.KICKER, PartRole.HEADLINE, PartRole.DECK, PartRole.BYLINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One figure of a page."""

    id: str
    name: str
    value: float
    target: str
    ok: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measure:
    id: str
    name: str
    least: float | None
    most: float | None
    of: Callable[[PageLayout], float | None]

    @property
    def target(self) -> str:
        if self.least is not None and self.least == self.most:
            return f"{self.least:g}"
        least = f"≥ {self.least:g}" if self.least is not None else ""
        most = f"≤ {self.most:g}" if self.most is not None else ""
        return "，".join(word for word in (least, most) if word)

    def holds(self, value: float) -> bool:
        return (self.least is None or value >= self.least - EPSILON) and (
            self.most is None or value <= self.most + EPSILON
        )


def page_metrics(page: PageLayout) -> tuple[Metric, ...]:
    """All figures of a page that can be taken of it."""
    found = []
    for measure in MEASURES:
        value = measure.of(page)
        if value is not None:
            found.append(
                Metric(
                    id=measure.id,
                    name=measure.name,
                    value=round(value, 4) + 0.0,
                    target=measure.target,
                    ok=measure.holds(value),
                )
            )
    return tuple(found)


# -- fill ------------------------------------------------------------------------------


def _fill(page: PageLayout) -> float:
    cells = sum(block.columns * block.rows for block in on_grid(page))
    return cells / (page.grid.columns * page.grid.rows)


def _blank(page: PageLayout) -> float | None:
    return max((float(block.blank_lines) for block in stories_of(page)), default=None)


def _overset(page: PageLayout) -> float:
    return float(sum(finding.code == "OVERSET" for finding in page.diagnostics))


def _residual(page: PageLayout) -> float | None:
    """The most that a body line is off the baseline grid, in pt."""
    leading = page.grid.leading_pt
    offsets = [
        placed.baseline_pt - page.grid.y_pt
        for block in stories_of(page)
        if not any(part.vertical for part in block.parts)
        for leg in block.text_columns
        for placed in leg.lines
    ]
    if not offsets:
        return None
    return max(abs((o - offsets[0] + leading / 2) % leading - leading / 2) for o in offsets)


# -- structure -------------------------------------------------------------------------


def _tombstones(page: PageLayout) -> float:
    return float(tombstones(stories_of(page)))


def _seams(page: PageLayout) -> float:
    return float(seams(stories_of(page), page.grid.columns))


def _gutter(page: PageLayout) -> float:
    grid = page.grid
    return gutter_rows(on_grid(page), grid.columns, grid.rows) / grid.rows


def _crossings(page: PageLayout) -> float:
    return float(crossings(stories_of(page)))


def _doglegs(page: PageLayout) -> float:
    """Stories whose legs begin at different rows without a picture over the lower ones."""
    return float(
        sum(
            1
            for block in stories_of(page)
            if not block.pictures and len({round(leg.bbox.y, 2) for leg in block.text_columns}) > 1
            if not any(part.vertical for part in block.parts)
        )
    )


# -- hierarchy -------------------------------------------------------------------------


def _ranked(page: PageLayout) -> list[tuple[int, float, PlacedBlock]]:
    """(rank, size of the headline, block) of the stories that have both, by rank."""
    heads = (
        (block.rank, block.part(PartRole.HEADLINE), block)
        for block in stories_of(page)
        if not block.continued
    )
    found = [(r, head.size_pt, block) for r, head, block in heads if r is not None and head]
    return sorted(found, key=lambda item: item[0])


def _tau(page: PageLayout) -> float | None:
    """Kendall's τ of size against rank; pairs of one rank or one size are left out."""
    signs = [
        1 if one[1] > two[1] else -1
        for one, two in combinations(_ranked(page), 2)
        if one[0] != two[0] and one[1] != two[1]
    ]
    return sum(signs) / len(signs) if signs else None


def _inversions(page: PageLayout) -> float | None:
    ranked = _ranked(page)[:TOP_RANKS]
    if len(ranked) < 2:
        return None
    pairs = combinations(ranked, 2)
    return float(sum(1 for one, two in pairs if one[0] != two[0] and one[1] < two[1]))


def _weight_order(page: PageLayout) -> float | None:
    """Spearman's ρ of visual weight against rank; upper and left places weigh more."""
    ranked = _ranked(page)
    if len(ranked) < 3:
        return None
    weights = [_weight(block, page) for _, _, block in ranked]
    order = sorted(range(len(weights)), key=lambda k: -weights[k])
    place = {k: n for n, k in enumerate(order)}
    n = len(weights)
    return 1 - 6 * sum((k - place[k]) ** 2 for k in range(n)) / (n * (n * n - 1))


def _weight(block: PlacedBlock, page: PageLayout) -> float:
    area = page.type_area
    down = (block.rect.y + block.rect.height / 2 - area.y) / area.height
    across = (block.rect.x + block.rect.width / 2 - area.x) / area.width
    return block.rect.width * block.rect.height * (2 - down) * (1.25 - across / 4)


def _lead(page: PageLayout) -> float | None:
    sizes = [size for _, size, _ in _ranked(page)]
    return sizes[0] / max(sizes[1:]) if len(sizes) > 1 else None


def _headlines(page: PageLayout) -> list[tuple[PlacedBlock, TextPart]]:
    heads = ((block, block.part(PartRole.HEADLINE)) for block in stories_of(page))
    return [(block, head) for block, head in heads if head is not None and not head.vertical]


def _balance_of_lines(page: PageLayout) -> float | None:
    shares = []
    for _, head in _headlines(page):
        widths = [placed.line.width_em for placed in head.lines]
        if len(widths) > 1:
            shares.append(min(widths) / max(widths))
    return min(shares, default=None)


def _covering(page: PageLayout) -> float | None:
    heads = [(block, head) for block, head in _headlines(page) if block.text_columns]
    if not heads:
        return None
    good = sum(1 for block, head in heads if _covers(block, head))
    return good / len(heads)


def _covers(block: PlacedBlock, head: TextPart) -> bool:
    """Whether a headline spans its text, or the legs that stand right of it."""
    left = min(leg.bbox.x for leg in block.text_columns)
    right = max(leg.bbox.right for leg in block.text_columns)
    is_side = head.bbox.right <= left + EPSILON
    return is_side or head.bbox.width >= COVER_LEAST * (right - left)


# -- pictures --------------------------------------------------------------------------


def _pictures(page: PageLayout) -> list[float]:
    return sorted(
        (p.bbox.width * p.bbox.height for b in stories_of(page) for p in b.pictures), reverse=True
    )


def _dominance(page: PageLayout) -> float | None:
    areas = _pictures(page)
    return areas[0] / areas[1] if len(areas) > 1 else None


def _art(page: PageLayout) -> float:
    return sum(_pictures(page)) / (page.type_area.width * page.type_area.height)


def _count(page: PageLayout) -> float:
    return float(len(_pictures(page)))


def _ppi(page: PageLayout) -> float | None:
    return min((p.ppi for b in stories_of(page) for p in b.pictures), default=None)


# -- legs, grey, balance ---------------------------------------------------------------


def _legs(page: PageLayout) -> Iterator[int]:
    for block in stories_of(page):
        if len(block.text_columns) > 1:
            yield from (len(leg.lines) for leg in block.text_columns)


def _shortest_leg(page: PageLayout) -> float | None:
    return min((float(rows) for rows in _legs(page)), default=None)


def _longest_leg(page: PageLayout) -> float | None:
    return max((float(rows) for rows in _legs(page)), default=None)


def _below_picture(page: PageLayout) -> float | None:
    """Rows of the shortest leg right under a picture."""
    rows = [
        float(len(leg.lines))
        for block in stories_of(page)
        for picture in block.pictures
        for leg in block.text_columns
        if picture.bbox.bottom <= leg.bbox.y + EPSILON
        and picture.bbox.x < leg.bbox.right
        and leg.bbox.x < picture.bbox.right
        and len({round(other.bbox.y, 2) for other in block.text_columns}) > 1
    ]
    return min(rows, default=None)


def _grey(page: PageLayout) -> float | None:
    """Side of the largest square of a story's bare text, in mm."""
    sides = [
        _square_around(block, page.grid) if block.part(PartRole.PULL) else _square(block)
        for block in stories_of(page)
        if block.text_columns
    ]
    return pt_to_mm(max(sides)) if sides else None


def _square_around(block: PlacedBlock, grid: Grid) -> float:
    """The same where a quote stands in a leg: it breaks the rows of its own leg only."""
    legs = [
        {
            int((placed.baseline_pt - grid.y_pt) // grid.leading_pt)
            for placed in leg.lines
            if not _is_break(placed.line.kind)
        }
        for leg in block.text_columns
    ]
    side = 0.0
    for first in range(len(legs)):
        for last in range(first, len(legs)):
            rows = set.intersection(*legs[first : last + 1])
            width = block.text_columns[last].bbox.right - block.text_columns[first].bbox.x
            side = max(side, min(width, _longest_run(rows) * grid.leading_pt))
    return side


def _longest_run(rows: set[int]) -> int:
    longest = 0
    for row in rows:
        if row - 1 not in rows:
            end = row
            while end in rows:
                end += 1
            longest = max(longest, end - row)
    return longest


def _square(block: PlacedBlock) -> float:
    legs = block.text_columns
    width = max(leg.bbox.right for leg in legs) - min(leg.bbox.x for leg in legs)
    breaks = sorted(
        {placed.baseline_pt for leg in legs for placed in leg.lines if _is_break(placed.line.kind)}
    )
    edges = [min(leg.bbox.y for leg in legs), *breaks, max(leg.bbox.bottom for leg in legs)]
    tallest = max(b - a for a, b in pairwise(edges))
    return min(width, tallest)


def _is_break(kind: LineKind) -> bool:
    return kind not in (LineKind.TEXT, LineKind.ITEM, LineKind.BLANK, LineKind.JUMP)


def _aspect(page: PageLayout) -> float | None:
    shapes = [block.rect.width / block.rect.height for block in stories_of(page)]
    return max((max(shape / 4, 1 / shape / 3) for shape in shapes), default=None)


def _edges(page: PageLayout) -> float | None:
    """The share of stories whose left and right edges are those of columns."""
    grid, blocks = page.grid, stories_of(page)
    if not blocks:
        return None
    lefts = {round(grid.x(k), 2) for k in range(grid.columns)}
    rights = {round(grid.x(k) + grid.column_width_pt, 2) for k in range(grid.columns)}
    good = (round(b.rect.x, 2) in lefts and round(b.rect.right, 2) in rights for b in blocks)
    return sum(good) / len(blocks)


def _centroid(page: PageLayout) -> float | None:
    """How far the weight of headlines and pictures lies from the middle, as a share."""
    area, total, x, y = page.type_area, 0.0, 0.0, 0.0
    boxes = [p.bbox for b in stories_of(page) for p in b.pictures]
    boxes += [head.bbox for _, head in _headlines(page)]
    for box in boxes:
        weight = box.width * box.height
        total += weight
        x += weight * (box.x + box.width / 2)
        y += weight * (box.y + box.height / 2)
    if not total:
        return None
    across = (x / total - area.x) / area.width - 0.5
    down = (y / total - area.y) / area.height - 0.5
    return sqrt(across * across + down * down)


def _head_share(page: PageLayout) -> float:
    """Headline zones with their white, of the page."""
    cells = 0.0
    for block in stories_of(page):
        foot = max((p.bbox.bottom for p in block.parts if p.role in PARTS_OF_HEAD), default=None)
        if foot is not None:
            cells += block.rect.width * min(foot - block.rect.y, block.rect.height)
    return cells / (page.type_area.width * page.type_area.height)


def _ragged(page: PageLayout) -> float:
    """Lines that are not as wide as their measure; last lines of paragraphs aside."""
    return float(
        sum(
            1
            for block in stories_of(page)
            for leg in block.text_columns
            for placed in leg.lines
            if placed.line.kind is LineKind.TEXT and not placed.line.last
            if _is_ragged(placed)
        )
    )


def _is_ragged(placed: PlacedLine) -> bool:
    width_pt = (placed.line.indent_em + placed.line.width_em) * placed.size_pt
    return abs(width_pt - placed.measure_pt) > 0.01 * placed.size_pt


def _ads(page: PageLayout) -> float | None:
    """Rows under the highest advertisement that are not an advertisement's (广告压稿)."""
    ads = [b for b in page.blocks if b.kind is BlockType.AD]
    if not ads:
        return None
    lower = [s for s in stories_of(page) for a in ads if _is_under(s, a)]
    return float(len(lower))


def _is_under(story: PlacedBlock, ad: PlacedBlock) -> bool:
    beside = story.column < ad.column + ad.columns and ad.column < story.column + story.columns
    return beside and story.row >= ad.row + ad.rows


def _measure(
    name: str,
    zh: str,
    least: float | None,
    most: float | None,
    of: Callable[[PageLayout], float | None],
) -> _Measure:
    return _Measure(id=name, name=zh, least=least, most=most, of=of)


MEASURES: Final[Sequence[_Measure]] = (
    _measure("F1", "占满", 1, 1, _fill),
    _measure("F2", "一块栏脚空行最多", None, 1, _blank),
    _measure("F3", "排不下的稿件", 0, 0, _overset),
    _measure("F4", "基线偏差（点）", None, 0.05, _residual),
    _measure("T1", "碰题", 0, 0, _tombstones),
    _measure("T2", "通线", None, 1, _seams),
    _measure("T3", "最长直缝占版高", None, 0.7, _gutter),
    _measure("T4", "十字缝", 0, 0, _crossings),
    _measure("T5", "刀把形", None, 2, _doglegs),
    _measure("T6", "广告压稿", 0, 0, _ads),
    _measure("H1", "题号与轻重 τ", 0.9, None, _tau),
    _measure("H1a", "前三条大小倒置", 0, 0, _inversions),
    _measure("H2", "分量与轻重 ρ", 0.7, None, _weight_order),
    _measure("H3", "头条题号与次大之比", 1.15, None, _lead),
    _measure("H4", "双行题短行比长行", 0.7, None, _balance_of_lines),
    _measure("H5", "题压文", 1, 1, _covering),
    _measure("P1", "主图与次图之比", 2, None, _dominance),
    _measure("P2", "图占版面", 0.2, 0.4, _art),
    _measure("P3", "图数", 1, 4, _count),
    _measure("P4", "图的最低 ppi", 150, None, _ppi),
    _measure("L1", "最短一栏行数", 5, None, _shortest_leg),
    _measure("L1a", "最长一栏行数", None, 70, _longest_leg),
    _measure("L2", "图下文字行数", 6, None, _below_picture),
    _measure("L3", "灰板边长（毫米）", None, 150, _grey),
    _measure("L4", "块形（1 为 4∶1 或 1∶3）", None, 1, _aspect),
    _measure("A1", "边在栏上", 1, 1, _edges),
    _measure("A2", "重心偏离", None, 0.1, _centroid),
    _measure("W1", "题占版面", 0.12, 0.35, _head_share),
    _measure("C1", "行宽不等于栏宽的行", 0, 0, _ragged),
)
"""Every figure, its name, least and most; the names are those of make-up editors."""
