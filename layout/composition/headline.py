"""A headline's text in, the ways to set it in one line or several out.

    headline_settings
    ├─ phrases.breaks        where a line may end, and what it costs
    ├─ _best_split           the cheapest lines of some number, balanced where it can be
    └─ _set_line             clusters, half-width marks, a short line drawn out

Lines are at their natural width: nobody justifies a headline (CLREQ, handling of headings).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Final

from layout.composition.model import ComposedLine, HeadlineSetting
from layout.composition.paragraph import set_line
from layout.composition.phrases import Break, Tier, breaks, phrase_spaces
from layout.composition.rules import Align, Hyphenation, LineRules, Orphans, PunctStyle, Script
from layout.shaping.model import CharClass, Cluster, FaceKey
from layout.shaping.shape import Shaper, TextRun
from layout.units import fits

BALANCE_LEAST: Final = 0.7
"""The shortest line in widths of the longest: below, a headline limps."""

BALANCE_AIM: Final = 0.8

SPREAD_MOST_EM: Final = 0.2
"""White that may come between the characters of a short line to balance it."""

_UNEVEN_COST: Final = 4.0
"""Per share of width that the shortest line lacks, above the aim."""
_LIMPING_COST: Final = 7.0
"""The same below the aim."""
_SPREAD_COST: Final = 12.0
"""Per em of white drawn into a line."""
_SPREAD_BASE_COST: Final = 1.5
_UNUSED_SPACE_COST: Final = 12.0
"""For a space the writer put between phrases, passed over for a break elsewhere."""
_WORST_BREAK: Final = 9.0
"""Breaks as bad as this are not taken for the sake of balance."""
_TIER_COSTS: Final = {Tier.SOUND: 0.0, Tier.DOUBTFUL: 4.0, Tier.INSIDE_PAIR: 8.0}
_UNBALANCED_COST: Final = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Split:
    """One way to part a headline."""

    offsets: tuple[int, ...]
    """Where lines start, 0 and the end of the text included."""
    tier: Tier
    is_poor: bool
    """Unbalanced beyond what spreading mends, or broken where it reads badly."""
    cost: float

    @property
    def rank(self) -> tuple[Tier, bool, float, tuple[int, ...]]:
        """The order of preference, the same on every run."""
        return self.tier, self.is_poor, self.cost, self.offsets


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ruler:
    """A headline measured: sums up to each offset, marks at half an em, spaces left out."""

    widths_em: tuple[float, ...]
    gaps: tuple[int, ...]
    """Clusters before which white may come in."""


def headline_settings(
    text: str,
    *,
    shaper: Shaper,
    face: FaceKey,
    rules: LineRules,
    words: tuple[str, ...] = (),
    max_lines: int = 2,
) -> tuple[HeadlineSetting, ...]:
    """The good ways to set a headline.

    Args:
        text: The headline; line breaks in it are kept, and then there is one way only.
            White space is a phrase boundary, the best place to break.
        shaper: Makes the clusters.
        face: The face of the headline.
        rules: The edition's line rules; mainland marks take half an em in headlines.
        words: Names and terms that must not be broken (用户词典).
        max_lines: Most lines of a headline without breaks of its own.

    Returns:
        The one-line setting, then the best of two lines and so on, as far as there are
        places to break. Lengths are in em of the headline's own type; ``cost`` is 0 for
        one line and for breaks of the writer's own, else about 1 to 6 where lines part
        phrases and are of like length, 10 and more where they had to part badly.

    """
    own = _headline_rules(rules)
    forced = [line.strip() for line in text.splitlines() if line.strip()]
    if len(forced) > 1:
        return (_setting([_set_line(line, shaper, face, own) for line in forced], 0.0),)
    line = forced[0] if forced else text.strip()
    settings = [_setting([_set_line(line, shaper, face, own)], 0.0)]
    if max_lines > 1:
        ruler = _ruler(line, shaper, face, own)
        for split in _splits(line, words, ruler, max_lines):
            pieces = [line[a:b].strip() for a, b in pairwise(split.offsets)]
            lines = [_set_line(piece, shaper, face, own) for piece in pieces]
            settings.append(_setting(_drawn_out(lines), split.cost))
    return tuple(settings)


def _headline_rules(rules: LineRules) -> LineRules:
    """Marks on half an em where they keep to one side of it; centred ones stay as they are."""
    is_hans = rules.script is Script.HANS
    return replace(
        rules,
        punct_style=PunctStyle.BANJIAO if is_hans else rules.punct_style,
        hyphenation=Hyphenation.NONE,
        orphans=Orphans.ALLOW,
        align=Align.START,
    )


def _setting(lines: Sequence[ComposedLine], cost: float) -> HeadlineSetting:
    return HeadlineSetting(
        lines=tuple(lines), width_em=max(line.width_em for line in lines), cost=round(cost, 4)
    )


# ---------------------------------------------------------------------- where to part


def _splits(text: str, words: Sequence[str], ruler: _Ruler, max_lines: int) -> Iterator[_Split]:
    """The best split for each number of lines from two on."""
    places = breaks(text, words)
    for count in range(1, max_lines):
        candidates = (_split(text, chosen, ruler) for chosen in combinations(places, count))
        best = min(candidates, key=lambda split: split.rank, default=None)
        if best is not None:
            yield best


def _split(text: str, chosen: Sequence[Break], ruler: _Ruler) -> _Split:
    offsets = (0, *(place.offset for place in chosen), len(text))
    spaces = phrase_spaces(text)
    used = sum(place.offset in spaces for place in chosen)
    unused_cost = _UNUSED_SPACE_COST * (min(len(spaces), len(chosen)) - used)
    lines_em = [ruler.widths_em[b] - ruler.widths_em[a] for a, b in pairwise(offsets)]
    gaps = [ruler.gaps[b] - ruler.gaps[a] - 1 for a, b in pairwise(offsets)]
    balance_cost, is_balanced = _balance(lines_em, gaps)
    tier = max(place.tier for place in chosen)
    worst = max(place.cost for place in chosen) + unused_cost
    cost = sum(place.cost for place in chosen) + unused_cost + balance_cost + _TIER_COSTS[tier]
    return _Split(
        offsets=offsets,
        tier=tier,
        is_poor=not is_balanced or worst >= _WORST_BREAK,
        cost=cost if is_balanced else cost + _UNBALANCED_COST,
    )


def _balance(lines_em: Sequence[float], gaps: Sequence[int]) -> tuple[float, bool]:
    """What unequal lines cost, and whether they are balanced, drawn out if need be."""
    longest = max(lines_em)
    ratio = min(lines_em) / longest
    if ratio >= BALANCE_AIM:
        return _UNEVEN_COST * (1 - ratio), True
    if ratio >= BALANCE_LEAST:
        aim_cost = _UNEVEN_COST * (1 - BALANCE_AIM)
        return aim_cost + _LIMPING_COST * (BALANCE_AIM - ratio), True
    spread_em = max(
        (BALANCE_LEAST * longest - width) / max(1, count)
        for width, count in zip(lines_em, gaps, strict=True)
    )
    return _SPREAD_BASE_COST + _SPREAD_COST * spread_em, fits(spread_em, SPREAD_MOST_EM)


def _ruler(text: str, shaper: Shaper, face: FaceKey, rules: LineRules) -> _Ruler:
    clusters = shaper.clusters([TextRun(text=text, face=face)], rules)
    widths, gaps = [0.0], [0]
    for before, cluster in zip((None, *clusters), clusters, strict=False):
        width = cluster.advance_em - cluster.blank_before_em - cluster.blank_after_em
        is_space = cluster.char_class is CharClass.SPACE
        share = 0.0 if is_space else width / len(cluster.text)
        opens = not is_space and (before is None or _may_part(before, cluster))
        for index in range(len(cluster.text)):
            widths.append(widths[-1] + share)
            gaps.append(gaps[-1] + (opens and not index))
    return _Ruler(widths_em=tuple(widths), gaps=tuple(gaps))


# ---------------------------------------------------------------------- setting lines


def _set_line(text: str, shaper: Shaper, face: FaceKey, rules: LineRules) -> ComposedLine:
    clusters = shaper.clusters([TextRun(text=_spaced(text), face=face)], rules)
    return set_line(clusters, rules)


def _spaced(text: str) -> str:
    """White space between phrases becomes one em, between Western words it is left."""
    kept: list[str] = []
    for index, char in enumerate(text):
        if not char.isspace():
            kept.append(char)
        elif not text[index - 1].isspace():
            rest = text[index:].lstrip()
            is_western = text[index - 1].isascii() and rest[0].isascii()
            kept.append(" " if is_western else "\u3000")
    return "".join(kept)


def _drawn_out(lines: Sequence[ComposedLine]) -> list[ComposedLine]:
    """Short lines set wider until they are no shorter than the balance asks, if they can be."""
    least_em = BALANCE_LEAST * max(line.width_em for line in lines)
    return [_spread(line, least_em) for line in lines]


def _spread(line: ComposedLine, width_em: float) -> ComposedLine:
    gaps = [_may_part(a, b) for a, b in pairwise(line.clusters)]
    room_em = width_em - line.width_em
    if room_em <= 0 or not fits(room_em, SPREAD_MOST_EM * sum(gaps)):
        return line
    extra_em = room_em / sum(gaps)
    advances = [
        advance + extra_em * gap
        for advance, gap in zip(line.advances_em, (*gaps, False), strict=True)
    ]
    return replace(line, advances_em=tuple(advances))


def _may_part(before: Cluster, after: Cluster) -> bool:
    return not (before.char_class is CharClass.WEST and after.char_class is CharClass.WEST)
