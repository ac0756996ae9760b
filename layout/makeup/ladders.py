"""Sizes of a page's headlines where some are too long for their ladders (长题).

A long title (of an act, an announcement) is set in two or three lines of a smaller size.
So that the order of sizes still tells the order of the stories (大小倒置), those below it
get no larger ones. Pages of shorter headlines keep the style's ladders.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, inf
from typing import Final

from layout.composition.desk import Desk
from layout.content.model import ArticleKind
from layout.makeup.copy import Copy
from layout.makeup.head import LEAD_OVER_NEXT, headline_style
from layout.makeup.model import Grid
from layout.memory import Memory
from layout.style.model import HeadlineStyle, Style

LONG_LINES: Final = 3
"""Lines of a long title."""
USUAL_SHARE: Final = 0.5
"""Share of the page's width that a story usually has; a lead has more."""
LEAD_SHARE: Final = 0.66
STEPPED_RANKS: Final = 3
"""Stories that have a size each."""
LEAD_STEP: Final = 5
"""The lead's size is no lower than that of so many steps above the style's smallest."""
STEP_PT: Final = 1.0
FULL_LINES: Final = 0.9
"""How full the lines of a long title are: they end between phrases."""


@dataclass(frozen=True, slots=True)
class _Fit:
    """The largest size a headline can have, and whether its ladder's lines are too few."""

    size_pt: float
    is_long: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fits:
    """What fits of the headlines of a page, by rank."""

    fits: tuple[_Fit, ...]


def laddered(
    copy: Sequence[Copy],
    grid: Grid,
    style: Style,
    desk: Desk,
    lang: str,
    memory: Memory | None = None,
) -> list[Copy]:
    """The copy with the ladders of its page, where a title is too long for its own.

    Args:
        copy: What may stand on the page.
        grid: The page's grid.
        style: The house style.
        desk: Sets the headlines.
        lang: The page's language.
        memory: What fitted in earlier runs.

    """
    told = sorted((part for part in copy if _is_ranked(part)), key=lambda part: part.page_rank)
    inputs = ([(part.article.head, part.page_rank) for part in told], grid, style, lang, desk.words)
    known = memory.get(_Fits, *inputs) if memory else None
    if known is None:
        known = _Fits(fits=tuple(_fitting(part, grid, style, desk) for part in told))
        if memory:
            memory.put(known, *inputs)
    fitting = known.fits
    if not any(fit.is_long for fit in fitting):
        return list(copy)
    ladders = _shared_out(told, fitting, style)
    lowest = [min(ladder.sizes_pt) for ladder in ladders]
    dressed = {
        part.article.id: replace(part, ladder=ladder, lesser_pt=tuple(lowest[place + 1 :]))
        for place, (part, ladder) in enumerate(zip(told, ladders, strict=True))
    }
    return [part if part.is_continued else dressed.get(part.article.id, part) for part in copy]


def _shared_out(told: Sequence[Copy], fitting: Sequence[_Fit], style: Style) -> list[HeadlineStyle]:
    """Ladders whose sizes fit and fall from story to story, the first three by a step each."""
    steps = sorted({size for rung in _rungs(style) for size in rung.sizes_pt})
    ladders, cap = list[HeadlineStyle](), inf
    for place, (part, fit) in enumerate(zip(told, fitting, strict=True)):
        ladder = headline_style(part, style)
        floor_pt = steps[min(len(steps) - 1, max(0, LEAD_STEP - place))]
        most_pt = max(floor_pt, min(cap, fit.size_pt))
        sizes = tuple(size for size in ladder.sizes_pt if size <= most_pt)
        sizes = sizes or (max((step for step in steps if step <= most_pt), default=steps[0]),)
        lines = max(ladder.max_lines, LONG_LINES if fit.is_long else 0)
        ladders.append(ladder.model_copy(update={"sizes_pt": sizes, "max_lines": lines}))
        cap = min(sizes)
        if place == 0:
            cap /= LEAD_OVER_NEXT
        elif place < STEPPED_RANKS:
            cap -= STEP_PT
    return ladders


def _is_ranked(part: Copy) -> bool:
    head = part.article.head
    is_apart = head.kind in (ArticleKind.PHOTO, ArticleKind.POEM, ArticleKind.NOTICE)
    return bool(head.headline) and not part.is_continued and not is_apart


def _rungs(style: Style) -> list[HeadlineStyle]:
    return [*style.headlines.values(), style.brief]


def _fitting(part: Copy, grid: Grid, style: Style, desk: Desk) -> _Fit:
    """The largest size at which a headline fits the width that a story of its rank has.

    In the lines of its ladder, or, where it is too long for those, in three.
    """
    ladder = headline_style(part, style)
    share = LEAD_SHARE if part.page_rank == 1 else USUAL_SHARE
    columns = min(grid.columns, max(ladder.min_columns, ceil(share * grid.columns)))
    text, width_pt = part.article.head.headline, grid.width(columns)
    settings = desk.headlines(text, ladder.face, ladder.max_lines)
    narrowest = min(setting.width_em for setting in settings)
    if width_pt / narrowest >= min(ladder.sizes_pt):
        return _Fit(max(ladder.sizes_pt), is_long=False)
    length = max(desk.label(line, ladder.face).width_em for line in text.split("\n"))
    return _Fit(LONG_LINES * FULL_LINES * width_pt / length, is_long=True)
