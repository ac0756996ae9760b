"""The headline zone of a block: 专栏, 引题, 主题, 副题 and 署名 at one width, in whole rows.

Parts are centred over the text they head (题压文); the sizes come from the rank's ladder in
the style file. Offsets are in pt from the zone's top left corner.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil, floor

from layout.composition.desk import Desk
from layout.composition.model import ComposedLine, HeadlineSetting
from layout.content.model import Article, ArticleKind
from layout.makeup.copy import Copy
from layout.makeup.model import PartRole
from layout.style.model import FaceChoice, HeadlineStyle, Style
from layout.units import fits

EM_ASCENT = 0.88
"""The baseline's depth in the em box of an ideographic face (OpenType ``ideo`` metrics)."""

LINE_PITCH = 1.2
"""Headline lines, baseline to baseline, in em."""
PAD_TOP_ROWS = 0.7
PAD_FOOT_ROWS = 0.4
PART_GAP_PT = 3.0
LEAST_SIZE_PT = 10.5
"""五号; smaller type is no headline."""
FILL_LEAST = 0.56
"""A headline narrower than this share of its text does not cover it (题压文不足)."""
BARE_COST = 600.0
"""Of a headline that does not cover its text: taken only where nothing else fills the page."""
FILL_BEST = (0.62, 0.97)
MOST_SPREAD_GAPS = 14
"""Longer headlines are never spread."""
MAX_SPREAD_EM = 0.5
"""Most white between the characters of a spread headline (均排)."""
FREE_SPREAD_EM = 0.2
SPREAD_COST = 16.0
"""An em of white between characters, beyond what passes unnoticed."""
OUTRANKED_COST = 20.0
"""A rank below whose headlines are all larger."""
LEAD_GROWTH = 1.25
"""How much larger than its ladder a lead may be set rather than spread."""
LOOSE_GROWTH = 1.5
"""The same on a page that has a fault otherwise."""
LEAD_OVER_NEXT = 1.15
"""A lead's headline over the next, at least, where the one shrinks or the other grows."""
GROWN_COST = 0.5
CONTINUED_GROWTH = 1.75
"""How much larger than its ladder the head of a later part may be set, which has no rank."""
SHRUNK = 0.88
"""The size below a ladder, for a page that does not fill otherwise."""
SHRUNK_COST = 8.0
MOST_LINES = 10
"""Lines of the longest titles in the narrowest columns."""
CRAMPED_COST = 60.0
"""A long title in a column so narrow that it breaks the order of sizes."""
MORE_LINES_COST = 10.0
"""A line more than the ladder allows, on such a page."""
FRAMED_PAD_ROWS = 0.1
"""White over a headline in a frame, which stands off its cells already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadLine:
    """One line of a part: where it starts and its baseline, from the zone's corner.

    Of a vertical line ``x_pt`` is its middle and ``baseline_pt`` its upper end.
    """

    line: ComposedLine
    x_pt: float
    baseline_pt: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadPart:
    """A part of the zone with its lines."""

    role: PartRole
    text: str
    size_pt: float
    color: str
    lines: tuple[HeadLine, ...]
    vertical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadPlan:
    """One way to set the headline zone at one width."""

    parts: tuple[HeadPart, ...]
    height_pt: float
    """Of the type alone, from the first em box to the last."""
    rows: int
    """Least rows, with the least white."""
    cost: float
    width_pt: float = 0.0
    """Of a zone beside the copy; one over it is as wide as the block."""

    @property
    def is_upright(self) -> bool:
        """Whether its lines run down the page."""
        return any(part.vertical for part in self.parts)

    @property
    def headline_pt(self) -> float:
        """Size of the headline; 0 where there is none."""
        sizes = (part.size_pt for part in self.parts if part.role is PartRole.HEADLINE)
        return next(sizes, 0.0)

    @property
    def has_headline(self) -> bool:
        """Whether there is a headline to butt against another."""
        return any(part.role is PartRole.HEADLINE for part in self.parts)


def head_plans(
    copy: Copy,
    *,
    width_pt: float,
    style: Style,
    desk: Desk,
    boxed: bool = False,
    is_loose: bool = False,
) -> tuple[HeadPlan, ...]:
    """The ways to set an article's headline zone at a width, the cheapest first.

    Args:
        copy: The article or the part of it.
        width_pt: Of the zone.
        style: The house style.
        desk: Sets what is asked for.
        boxed: Whether it stands in a frame, which ties a headline to its text however
            narrow it is, and has white of its own.
        is_loose: Whether sizes and lines beyond the ladder may be had at a price.

    """
    article, ladder = copy.article, headline_style(copy, style)
    text = article.head.headline
    if not text:
        sides = _side_parts(article, ladder, 0.0, width_pt, style, desk)
        return (_assemble(sides, style, 0.0, boxed=boxed),)
    least_pt, most_pt = _limits_pt(copy, ladder, style, is_loose=is_loose)
    found = _headlines(
        text,
        ladder,
        width_pt,
        desk,
        least_pt=least_pt,
        most_pt=most_pt,
        keeps_size=copy.ladder is not None,
    )
    plans: dict[int, HeadPlan] = {}
    sized: dict[float, dict[PartRole, HeadPart]] = {}
    for size_pt, lines, cost in found:
        dear = cost + OUTRANKED_COST * _outranked(size_pt, copy, ladder, style)
        if boxed and dear >= BARE_COST:
            dear -= BARE_COST
        if size_pt not in sized:
            sized[size_pt] = {}
            if not copy.is_continued:
                sized[size_pt] = _side_parts(article, ladder, size_pt, width_pt, style, desk)
        part = _centred(PartRole.HEADLINE, text, lines, size_pt, "black", width_pt)
        plan = _assemble(_in_order(part, sized[size_pt]), style, dear, boxed=boxed)
        if plan.rows not in plans or plan.cost < plans[plan.rows].cost:
            plans[plan.rows] = plan
    return tuple(sorted(plans.values(), key=lambda plan: plan.cost))


def pad_top_rows(*, boxed: bool) -> float:
    """Rows of white over a headline zone, at least."""
    return FRAMED_PAD_ROWS if boxed else PAD_TOP_ROWS


def headline_style(copy: Copy, style: Style) -> HeadlineStyle:
    """The rank's ladder or the page's; briefs and later parts have a small one of their own."""
    article = copy.article
    if copy.ladder is not None:
        return copy.ladder
    if copy.is_continued or article.head.kind in (
        ArticleKind.BRIEF,
        ArticleKind.POEM,
        ArticleKind.NOTICE,
    ):
        return style.brief
    return style.headline(copy.page_rank)


def _headlines(
    text: str,
    ladder: HeadlineStyle,
    width_pt: float,
    desk: Desk,
    *,
    least_pt: float,
    most_pt: float,
    keeps_size: bool,
) -> Iterator[tuple[float, tuple[ComposedLine, ...], float]]:
    """(size, lines, cost) of every setting that fits the width; at least one."""
    settings = desk.headlines(text, ladder.face, ladder.max_lines)
    found = False
    for step, size_pt in enumerate(ladder.sizes_pt):
        for setting in settings:
            if fits(setting.width_em * size_pt, width_pt):
                found = True
                yield _covering(setting, size_pt, width_pt, 1.5 * step)
    yield from _grown(settings, max(ladder.sizes_pt), most_pt, width_pt)
    if least_pt:
        yield from _beyond(text, ladder, settings, least_pt, width_pt, desk)
    if not found:
        forced = _longer if keeps_size else _forced
        yield from forced(text, ladder, settings, width_pt, desk)


def _limits_pt(
    copy: Copy, ladder: HeadlineStyle, style: Style, *, is_loose: bool
) -> tuple[float, float]:
    """The smallest size that a headline may shrink to, the largest it may grow to.

    Neither passes those of other ranks. A lead may grow beyond its ladder, and shrink below
    it; the smallest is 0 where nothing beyond the ladder may be had.
    """
    if copy.is_continued or copy.ladder is not None:
        growth = CONTINUED_GROWTH if copy.is_continued else 1.0
        return 0.0, growth * max(ladder.sizes_pt)
    rungs, rank = style.headlines, copy.page_rank
    if ladder is not style.headline(rank):
        return min(ladder.sizes_pt) if is_loose else 0.0, max(ladder.sizes_pt)
    better = [min(rung.sizes_pt) for other, rung in rungs.items() if other < rank]
    if not better:
        lesser = [max(rung.sizes_pt) for other, rung in rungs.items() if other > rank]
        growth = LOOSE_GROWTH if is_loose else LEAD_GROWTH
        least = LEAD_OVER_NEXT * max(lesser, default=LEAST_SIZE_PT)
        return least if is_loose else 0.0, growth * max(ladder.sizes_pt)
    most = min(better)
    if len(better) == 1:
        most = floor(2 * most / LEAD_OVER_NEXT) / 2
    return min(ladder.sizes_pt) if is_loose else 0.0, max(most, *ladder.sizes_pt)


def _outranked(size_pt: float, copy: Copy, ladder: HeadlineStyle, style: Style) -> int:
    """How many lesser ranks always have larger headlines than this one (大小倒置)."""
    if copy.ladder is not None:
        return sum(other > size_pt + 0.5 for other in copy.lesser_pt)
    if ladder is not style.headline(copy.page_rank):
        return 0
    lesser = (rung for rank, rung in style.headlines.items() if rank > copy.page_rank)
    return sum(min(rung.sizes_pt) > size_pt + 0.5 for rung in lesser)


def _covering(
    setting: HeadlineSetting, size_pt: float, width_pt: float, price: float
) -> tuple[float, tuple[ComposedLine, ...], float]:
    """A setting with the white it needs to cover its text, and what that costs."""
    lines = spread_lines(setting, size_pt, width_pt)
    gaps = max(1, max(len(line.clusters) for line in lines) - 1)
    extra = (max(line.width_em for line in lines) - setting.width_em) / gaps
    price += setting.cost + _fill_cost(lines, size_pt, width_pt)
    return size_pt, lines, price + SPREAD_COST * max(0.0, extra - FREE_SPREAD_EM)


def _grown(
    settings: tuple[HeadlineSetting, ...], size_pt: float, most_pt: float, width_pt: float
) -> Iterator[tuple[float, tuple[ComposedLine, ...], float]]:
    """A headline too narrow for its text in a larger size, as far as it may grow."""
    for setting in settings:
        wanted = FILL_BEST[0] * width_pt / setting.width_em
        larger = min(most_pt, 2 * ceil(wanted / 2))
        if larger >= size_pt + 1 and fits(setting.width_em * larger, width_pt):
            yield _covering(setting, larger, width_pt, GROWN_COST)


def _beyond(
    text: str,
    ladder: HeadlineStyle,
    settings: tuple[HeadlineSetting, ...],
    least_pt: float,
    width_pt: float,
    desk: Desk,
) -> Iterator[tuple[float, tuple[ComposedLine, ...], float]]:
    """A size below the ladder, and the least size on a line more than it allows."""
    least = min(ladder.sizes_pt)
    smaller = max(least_pt, round(2 * SHRUNK * least) / 2)
    for setting in settings:
        if smaller < least and fits(setting.width_em * smaller, width_pt):
            yield _covering(setting, smaller, width_pt, SHRUNK_COST)
    for setting in desk.headlines(text, ladder.face, ladder.max_lines + 1):
        is_new = len(setting.lines) > ladder.max_lines
        if is_new and fits(setting.width_em * least, width_pt):
            yield _covering(setting, least, width_pt, MORE_LINES_COST)


def _forced(
    text: str,
    ladder: HeadlineStyle,
    settings: tuple[HeadlineSetting, ...],
    width_pt: float,
    desk: Desk,
) -> Iterator[tuple[float, tuple[ComposedLine, ...], float]]:
    """When no good setting fits: smaller than the ladder, or more lines than wished."""
    least = min(ladder.sizes_pt)
    narrowest = min(settings, key=lambda setting: setting.width_em)
    size_pt = min(least, int(width_pt / narrowest.width_em * 2) / 2)
    is_small = size_pt >= max(LEAST_SIZE_PT, 0.75 * least)
    if is_small:
        yield size_pt, narrowest.lines, 12.0 + (least - size_pt)
    more = desk.headlines(text, ladder.face, ladder.max_lines + 1)
    wider = [setting for setting in more if fits(setting.width_em * least, width_pt)]
    if wider:
        best = min(wider, key=lambda setting: setting.cost)
        yield least, best.lines, 14.0 + best.cost
    if is_small or wider:
        return
    size_pt = max(LEAST_SIZE_PT, 0.75 * least)
    lines = desk.wrapped(text.replace("\n", " "), ladder.face, width_pt / size_pt)
    yield size_pt, lines, 20.0


def _longer(
    text: str,
    ladder: HeadlineStyle,
    settings: tuple[HeadlineSetting, ...],
    width_pt: float,
    desk: Desk,
) -> Iterator[tuple[float, tuple[ComposedLine, ...], float]]:
    """The same where sizes are shared out over the page: more lines before less type."""
    least = min(ladder.sizes_pt)
    for setting in desk.headlines(text, ladder.face, ladder.max_lines + 1):
        if fits(setting.width_em * least, width_pt):
            yield least, setting.lines, MORE_LINES_COST + setting.cost
            return
    lines = desk.wrapped(text.replace("\n", " "), ladder.face, width_pt / least)
    widest = max(line.width_em for line in lines)
    if len(lines) <= MOST_LINES and fits(widest * least, width_pt):
        yield least, lines, MORE_LINES_COST * (len(lines) - ladder.max_lines)
        return
    for size_pt, lines, cost in _forced(text, ladder, settings, width_pt, desk):
        yield size_pt, lines, cost + CRAMPED_COST


def spread_lines(
    setting: HeadlineSetting, size_pt: float, width_pt: float
) -> tuple[ComposedLine, ...]:
    """A short headline is set wider (均排) until it covers its text or its height, no more.

    All its lines alike.
    """
    want_em = (FILL_LEAST + 0.005) * width_pt / size_pt
    gaps = max(len(line.clusters) for line in setting.lines) - 1
    if setting.width_em >= want_em or not 1 <= gaps <= MOST_SPREAD_GAPS:
        return setting.lines
    extra = min(MAX_SPREAD_EM, (want_em - setting.width_em) / gaps)
    return tuple(
        replace(
            line, advances_em=(*(a + extra for a in line.advances_em[:-1]), line.advances_em[-1])
        )
        for line in setting.lines
    )


def _fill_cost(lines: tuple[ComposedLine, ...], size_pt: float, width_pt: float) -> float:
    fill = max(line.width_em for line in lines) * size_pt / width_pt
    if fill < FILL_LEAST:
        return BARE_COST + 60.0 * (FILL_LEAST - fill)
    return 6.0 * max(0.0, FILL_BEST[0] - fill) + 10.0 * max(0.0, fill - FILL_BEST[1])


def _side_parts(
    article: Article,
    ladder: HeadlineStyle,
    size_pt: float,
    width_pt: float,
    style: Style,
    desk: Desk,
) -> dict[PartRole, HeadPart]:
    """专栏, 引题, 副题 and 署名, those the article has."""
    head = article.head
    parts: dict[PartRole, HeadPart] = {}
    base = size_pt or max(ladder.sizes_pt)
    if head.column:
        choice = style.column_head
        parts[PartRole.COLUMN] = _small(
            PartRole.COLUMN, head.column, choice.face, choice.size_pt, choice.color, width_pt, desk
        )
    for role, text, face, ratio in (
        (PartRole.KICKER, head.kicker, style.kicker, ladder.kicker_ratio),
        (PartRole.DECK, head.deck, style.deck, ladder.deck_ratio),
    ):
        if text:
            wish = round(2 * ratio * base) / 2
            parts[role] = _small(
                role, text, face, max(LEAST_SIZE_PT, wish), "black", width_pt, desk
            )
    if head.byline:
        text, choice = " ".join(head.byline), style.byline
        parts[PartRole.BYLINE] = _small(
            PartRole.BYLINE, text, choice.face, choice.size_pt, choice.color, width_pt, desk
        )
    return parts


def _small(
    role: PartRole,
    text: str,
    face: FaceChoice,
    size_pt: float,
    color: str,
    width_pt: float,
    desk: Desk,
) -> HeadPart:
    """A secondary part: on one line if a little smaller type allows it, else on several."""
    flat = text.replace("\n", " ")
    width_em = desk.label(flat, face).width_em
    if not fits(width_em * size_pt, width_pt):
        smaller = int(2 * width_pt / width_em) / 2
        size_pt = smaller if smaller >= max(LEAST_SIZE_PT, 0.8 * size_pt) else size_pt
    if fits(width_em * size_pt, width_pt):
        lines: tuple[ComposedLine, ...] = (desk.label(flat, face),)
    else:
        size_pt = max(LEAST_SIZE_PT if role is not PartRole.BYLINE else size_pt, 0.8 * size_pt)
        lines = desk.wrapped(flat, face, width_pt / size_pt)
    return _centred(role, text, lines, size_pt, color, width_pt)


def _centred(
    role: PartRole,
    text: str,
    lines: tuple[ComposedLine, ...],
    size_pt: float,
    color: str,
    width_pt: float,
) -> HeadPart:
    """Lines under each other, each centred; baselines from the part's own top."""
    pitch = LINE_PITCH * size_pt
    placed = tuple(
        HeadLine(
            line=line,
            x_pt=(width_pt - line.width_em * size_pt) / 2,
            baseline_pt=EM_ASCENT * size_pt + k * pitch,
        )
        for k, line in enumerate(lines)
    )
    return HeadPart(role=role, text=text, size_pt=size_pt, color=color, lines=placed)


def _in_order(headline: HeadPart, sides: dict[PartRole, HeadPart]) -> dict[PartRole, HeadPart]:
    order = (PartRole.COLUMN, PartRole.KICKER, PartRole.HEADLINE, PartRole.DECK, PartRole.BYLINE)
    parts = {**sides, PartRole.HEADLINE: headline}
    return {role: parts[role] for role in order if role in parts}


def _assemble(
    parts: dict[PartRole, HeadPart], style: Style, cost: float, *, boxed: bool = False
) -> HeadPlan:
    """Stack the parts and count the rows they need."""
    y = 0.0
    placed: list[HeadPart] = []
    for part in parts.values():
        gap = PART_GAP_PT + 0.12 * part.size_pt if placed else 0.0
        lines = tuple(replace(line, baseline_pt=line.baseline_pt + y + gap) for line in part.lines)
        placed.append(replace(part, lines=lines))
        y += gap + part.size_pt * (1 + LINE_PITCH * (len(part.lines) - 1))
    if not placed:
        return HeadPlan(parts=(), height_pt=0.0, rows=1, cost=cost)
    pads = (pad_top_rows(boxed=boxed) + PAD_FOOT_ROWS) * style.grid.leading_pt
    rows = ceil((y + pads) / style.grid.leading_pt - 0.05)
    return HeadPlan(parts=tuple(placed), height_pt=y, rows=rows, cost=cost)
