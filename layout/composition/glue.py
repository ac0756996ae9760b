"""Clusters in, the white between them out: natural, least and most, by the rules.

A line is bodies (glyphs less their blanks) with white between them. ``glue_between`` says
what white two neighbours have and which of it may shrink or grow, in which step; the
steps are those of CLREQ, procedures_for_inter-character_spacing_reduction and _expansion.
"""

import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from layout.composition.rules import (
    AdjacentMarks,
    Autospace,
    CombineUpright,
    Interpunct,
    LineEnd,
    LineRules,
    LineStart,
    PunctStyle,
    StackedMarks,
    TextOrientation,
)
from layout.shaping.charclass import EXCLAMATIONS, GapClass, gap_class, is_combining
from layout.shaping.model import CharClass, Cluster


class Step(IntEnum):
    """The order in which white gives way (CLREQ, spacing reduction)."""

    WORD_SPACE = 2
    INTERPUNCT = 3
    BRACKET = 4
    COMMA = 5
    GAP = 6
    STOP = 7


class Kind(IntEnum):
    """Where a mark keeps its white: what decides about two of them side by side."""

    NONE = 0
    OPENING = 1
    CLOSING = 2
    MIDDLE = 3
    FIXED = 4
    """A mark without white of its own."""


_STEPS: Final = {
    CharClass.OPEN: Step.BRACKET,
    CharClass.CLOSE: Step.BRACKET,
    CharClass.COMMA: Step.COMMA,
    CharClass.STOP: Step.STOP,
    CharClass.INTERPUNCT: Step.INTERPUNCT,
}
_MARKS: Final = frozenset(_STEPS)
_DASHES: Final = frozenset((CharClass.DASH, CharClass.CONNECTOR))
_UNSTRETCHED: Final = frozenset((CharClass.CONNECTOR, CharClass.SOLIDUS))
"""Never letter-spaced (CLREQ, spacing expansion)."""

_HALVED: Final = frozenset((LineEnd.HALF, LineEnd.OPTICAL))

KAIMING_INTERPUNCT_EM: Final = 0.125
"""Blank at each side of a ¾em interpunct."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of white that may change: natural width, what it may lose and gain, in em."""

    step: Step
    natural_em: float
    take_em: float
    add_em: float


_NOTHING: Final = Part(Step.STOP, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Glue:
    """The white between two neighbours: after the first, before the second, inserted gap.

    ``stretch`` is 1 where the last step of expansion, all gaps equally, may add white.
    The sums over the three parts are worked out once.
    """

    tail: Part
    lead: Part
    gap: Part
    stretch: int
    natural_em: float
    """All white, unjustified."""
    after_em: float
    """What of it follows the first cluster: its tail and the gap."""
    early_em: float
    """What it may lose in the steps up to the comma's."""
    late_em: float
    """What it may lose in the steps of the gap and the full stop."""
    add_em: float
    """What it may gain before all gaps are stretched."""


def make_glue(tail: Part, lead: Part, gap: Part, stretch: int) -> Glue:
    """Glue of three parts."""
    parts = (tail, lead, gap)
    return Glue(
        tail,
        lead,
        gap,
        stretch,
        tail.natural_em + lead.natural_em + gap.natural_em,
        tail.natural_em + gap.natural_em,
        sum(part.take_em for part in parts if part.step <= Step.COMMA),
        sum(part.take_em for part in parts if part.step > Step.COMMA),
        sum(part.add_em for part in parts),
    )


SOLID: Final = make_glue(_NOTHING, _NOTHING, _NOTHING, 1)
"""Two Han characters: nothing between them, white may come in."""

TIGHT: Final = make_glue(_NOTHING, _NOTHING, _NOTHING, 0)
"""Two pieces of one word."""


def kind_of(cluster: Cluster) -> Kind:
    """How a cluster behaves beside another mark; ideographic space is like a middle dot."""
    if cluster.char_class not in _MARKS:
        return Kind.MIDDLE if cluster.text == "\u3000" else Kind.NONE
    before, after = cluster.blank_before_em > 0, cluster.blank_after_em > 0
    if before and after:
        return Kind.MIDDLE
    if before:
        return Kind.OPENING
    return Kind.CLOSING if after else Kind.FIXED


def is_mark(cluster: Cluster) -> bool:
    """Whether a cluster is a Chinese mark, dashes and ellipses included."""
    return cluster.char_class in _MARKS or cluster.char_class in (
        CharClass.DASH,
        CharClass.ELLIPSIS,
    )


def lead_part(cluster: Cluster, rules: LineRules, *, full: bool = False) -> Part:
    """The white before the ink of a mark by itself; ``full`` keeps all of it (beside a dash)."""
    return _part(cluster, cluster.blank_before_em, rules, full=full)


def tail_part(cluster: Cluster, rules: LineRules, *, full: bool = False) -> Part:
    """The white after the ink of a mark by itself."""
    return _part(cluster, cluster.blank_after_em, rules, full=full)


def _part(cluster: Cluster, blank_em: float, rules: LineRules, *, full: bool) -> Part:
    step = _STEPS.get(cluster.char_class)
    if blank_em == 0 or step is None:
        return _NOTHING
    style = rules.punct_style
    if rules.adjacent is AdjacentMarks.TRIM_ALL and _is_css_mark(cluster):
        return _NOTHING
    if step is Step.INTERPUNCT and rules.interpunct is Interpunct.GB:
        return _NOTHING
    if style is PunctStyle.PLAIN:
        return Part(step, blank_em, 0.0, 0.0)
    if style in (PunctStyle.QUANJIAO, PunctStyle.HANGMOBANJIAO) or full:
        centred = step is not Step.INTERPUNCT and kind_of(cluster) is Kind.MIDDLE
        return Part(step, blank_em, blank_em * (rules.centred_take if centred else 1.0), 0.0)
    return _narrow_part(step, blank_em, style)


def _narrow_part(step: Step, blank_em: float, style: PunctStyle) -> Part:
    """开明式 and 半角式: ½em, which 开明式 lets grow to 1em again."""
    if step is Step.INTERPUNCT:
        return Part(step, min(blank_em, KAIMING_INTERPUNCT_EM), KAIMING_INTERPUNCT_EM, 0.0)
    if style is PunctStyle.BANJIAO:
        return _NOTHING
    if step is Step.STOP:
        return Part(step, blank_em, blank_em, 0.0)
    return Part(step, 0.0, 0.0, blank_em)


def _is_css_mark(cluster: Cluster) -> bool:
    """Whether CSS Text 4 lets a mark collapse: all but ！？ and middle dots."""
    return cluster.text[0] not in EXCLAMATIONS and kind_of(cluster) in (Kind.OPENING, Kind.CLOSING)


def glue_between(first: Cluster, second: Cluster, rules: LineRules) -> Glue:
    """The white between two neighbours of one line."""
    one, two = first.char_class, second.char_class
    if one is CharClass.WEST and two is CharClass.WEST:
        return TIGHT
    dotted = CharClass.INTERPUNCT
    after_open, before_stop = one is CharClass.OPEN, two in (CharClass.COMMA, CharClass.STOP)
    tail = tail_part(first, rules, full=two in _DASHES or (before_stop and one is dotted))
    lead = lead_part(second, rules, full=one in _DASHES or (after_open and two is dotted))
    if one in _DASHES and kind_of(second) is Kind.OPENING:
        lead = Part(lead.step, lead.natural_em, 0.0, 0.0)  # as JLREQ: a dash keeps its distance
    if is_stacked(first, second, rules):
        tail = _NOTHING
    elif rules.adjacent in (AdjacentMarks.CLREQ, AdjacentMarks.CSS) or _is_styled(rules):
        tail, lead = _collapsed(first, second, tail, lead, rules)
    return make_glue(tail, lead, _gap(first, second, rules), _stretch(first, second))


def _is_styled(rules: LineRules) -> bool:
    """全角, 开明 and 半角 compress two marks side by side; 行末半角 only when it must."""
    return rules.punct_style is not PunctStyle.PLAIN


def _collapsed(
    first: Cluster, second: Cluster, tail: Part, lead: Part, rules: LineRules
) -> tuple[Part, Part]:
    one, two = kind_of(first), kind_of(second)
    if rules.adjacent is AdjacentMarks.CSS and not (_collapses(first) and _collapses(second)):
        return _beside_narrow(first, second, tail, lead, rules)
    loses_lead = two is Kind.OPENING and one in (Kind.OPENING, Kind.CLOSING, Kind.MIDDLE)
    loses_tail = not loses_lead and two in (Kind.CLOSING, Kind.MIDDLE) and _hugs(one, rules)
    late = rules.punct_style is PunctStyle.HANGMOBANJIAO and rules.adjacent is AdjacentMarks.KEEP
    if late and (loses_lead or loses_tail):
        return tail, lead
    if loses_lead:
        return _steady(tail, rules), _NOTHING
    if loses_tail:
        return _NOTHING, lead
    return _beside_narrow(first, second, tail, lead, rules)


def _steady(tail: Part, rules: LineRules) -> Part:
    """What is left between two marks does not grow again; after a full stop 全角式 keeps it."""
    kept = rules.punct_style is PunctStyle.QUANJIAO and tail.step is Step.STOP
    return Part(tail.step, tail.natural_em, 0.0 if kept else tail.take_em, 0.0)


def _hugs(one: Kind, rules: LineRules) -> bool:
    """A centred mark hugs what closes it by CLREQ, not by CSS."""
    return one is Kind.CLOSING or (one is Kind.MIDDLE and rules.adjacent is AdjacentMarks.CLREQ)


def _collapses(cluster: Cluster) -> bool:
    return cluster.text[0] not in EXCLAMATIONS


def is_stacked(first: Cluster, second: Cluster, rules: LineRules) -> bool:
    """Whether two marks are of one row of ？！ (GB/T 15834-2011, 5.1.2)."""
    return (
        rules.stacked is StackedMarks.GB
        and first.text[0] in EXCLAMATIONS
        and second.text[0] in EXCLAMATIONS
    )


def _beside_narrow(
    first: Cluster, second: Cluster, tail: Part, lead: Part, rules: LineRules
) -> tuple[Part, Part]:
    """CSS Text 4, fullwidth-collapsing: beside a narrow bracket of the same sort."""
    if rules.adjacent is AdjacentMarks.KEEP:
        return tail, lead
    if kind_of(first) is Kind.CLOSING and _is_narrow(second, "Pe"):
        return _NOTHING, lead
    if kind_of(second) is Kind.OPENING and _is_narrow(first, "Ps"):
        return tail, _NOTHING
    return tail, lead


def _is_narrow(cluster: Cluster, category: str) -> bool:
    """A bracket of this general category that is no full-width mark."""
    if cluster.char_class in _MARKS or not cluster.text:
        return False
    return unicodedata.category(cluster.text[0]) == category


def _stretch(first: Cluster, second: Cluster) -> int:
    one, two = first.char_class, second.char_class
    if one in _UNSTRETCHED or two in _UNSTRETCHED:
        return 0
    if second.text == "\u3000":
        return 0  # a blank em is white itself: the gap around it opens once
    if CharClass.SPACE in (one, two) or not (first.glyphs and second.glyphs):
        return 0
    if CharClass.WEST in (one, two):
        return 0 if CharClass.OTHER in (one, two) else 1
    return 1


def space_glue(before: Cluster | None, space: Cluster, after: Cluster, rules: LineRules) -> Glue:
    """The white of a word space, which stands as the gap after a cluster without a body.

    Between Han and Western letters the typed space is the gap, not an addition to it
    (CLREQ, handling_western_text).
    """
    lead = lead_part(after, rules)
    replaced = Autospace.REPLACE in rules.autospace and before is not None
    if replaced and before is not None and wants_gap(before, after, rules):
        return make_glue(_NOTHING, lead, _gap(before, after, rules), 0)
    width = space.advance_em
    if Autospace.REPLACE in rules.autospace and before is not None and _has_white(before, after):
        return make_glue(_NOTHING, lead, _NOTHING, 0)
    part = Part(
        Step.WORD_SPACE,
        width,
        max(0.0, width - rules.word_space_min_em),
        max(0.0, rules.word_space_max_em - width),
    )
    return make_glue(_NOTHING, lead, part, 0)


def is_void_space(before: Cluster, after: Cluster, rules: LineRules) -> bool:
    """Whether a space was typed between two full-width marks, which ignore it."""
    replaced = Autospace.REPLACE in rules.autospace
    return replaced and before.char_class in _MARKS and after.char_class in _MARKS


def _has_white(before: Cluster, after: Cluster) -> bool:
    """Whether a full-width mark's own white stands where a space was typed."""
    closes = before.blank_after_em > 0 and kind_of(before) is Kind.CLOSING
    return closes or (after.blank_before_em > 0 and kind_of(after) is Kind.OPENING)


def _gap(first: Cluster, second: Cluster, rules: LineRules) -> Part:
    """The Han–Western gap (CLREQ, handling_western_text; CSS Text 4, text-autospace)."""
    if not rules.autospace or not wants_gap(first, second, rules):
        return _NOTHING
    scale = max(first.size_em, second.size_em)
    natural = rules.gap_em * scale
    return Part(
        Step.GAP,
        natural,
        natural - rules.gap_min_em * scale,
        max(0.0, rules.gap_max_em * scale - natural),
    )


def wants_gap(first: Cluster, second: Cluster, rules: LineRules) -> bool:
    """Whether one is Han and the other a Western letter or digit."""
    if CharClass.HAN not in (first.char_class, second.char_class) and not _stands_for_han(
        first, second, rules
    ):
        return False
    one, two = _side(_last_base(first.text), rules), _side(second.text[0], rules)
    west = _western(rules)
    han = (GapClass.IDEOGRAPH, GapClass.WIDE)
    if Autospace.WIDE_CLASSES not in rules.autospace:
        han = (GapClass.IDEOGRAPH, GapClass.IDEOGRAPH)
    return (one in han and two in west) or (one in west and two in han)


def _stands_for_han(first: Cluster, second: Cluster, rules: LineRules) -> bool:
    sides = (_side(first.text[0], rules), _side(second.text[0], rules))
    return GapClass.WIDE in sides or "\u3000" in (first.text, second.text)


def _side(char: str, rules: LineRules) -> GapClass:
    is_blank_cell = char == "\u3000" and Autospace.BLANK_EM in rules.autospace
    return GapClass.IDEOGRAPH if is_blank_cell else gap_class(char)


def _western(rules: LineRules) -> tuple[GapClass, ...]:
    upright = rules.text_orientation is TextOrientation.UPRIGHT
    if rules.is_vertical and (upright or rules.combine_upright is CombineUpright.ALL):
        return ()
    found: list[GapClass] = []
    if Autospace.ALPHA in rules.autospace:
        found.append(GapClass.ALPHA)
    if Autospace.NUMERIC in rules.autospace:
        found.append(GapClass.NUMERIC)
    return tuple(found)


def _last_base(text: str) -> str:
    """The last character that is no combining mark."""
    for char in reversed(text):
        if not is_combining(char):
            return char
    return text[0]


def start_lead_em(cluster: Cluster, rules: LineRules, *, first: bool) -> float:
    """The white kept before the first cluster of a line."""
    blank = cluster.blank_before_em
    if kind_of(cluster) is not Kind.OPENING or blank == 0:
        return lead_part(cluster, rules).natural_em
    keeps = rules.line_start is LineStart.KEEP
    if keeps or (rules.line_start is LineStart.TRIM_LATER and first):
        return lead_part(cluster, rules).natural_em
    return 0.0


def end_tail_em(cluster: Cluster, rules: LineRules, *, eager: bool = True) -> float:
    """The white after the last cluster of a line.

    GB/T 15834-2011, 5.1.10: a mark at the end of a line takes half an em. ``eager`` False
    keeps what the rules let go only where room is short.
    """
    if cluster.char_class is CharClass.INTERPUNCT and rules.line_end in _HALVED:
        return 0.0 if rules.is_vertical else -_air_em(cluster)
    if rules.line_end is LineEnd.HALF and cluster.char_class in _MARKS:
        return 0.0
    if rules.line_end is LineEnd.OPTICAL and cluster.char_class in _MARKS:
        stands_on_edge = kind_of(cluster) is Kind.MIDDLE and not drops_lead(cluster, rules)
        return -cluster.blank_after_em if stands_on_edge else 0.0
    trims = rules.line_end is LineEnd.TRIM or (eager and rules.line_end is LineEnd.FIT)
    if trims and _is_css_mark(cluster):
        return 0.0
    return tail_part(cluster, rules).natural_em


def _air_em(cluster: Cluster) -> float:
    """The white that widening a narrow dot to its cell has put after it."""
    drawn_em = cluster.glyphs[-1].x_em * cluster.size_em if cluster.glyphs else 0.0
    return max(0.0, drawn_em - cluster.blank_after_em)


def drops_lead(cluster: Cluster, rules: LineRules) -> bool:
    """Whether a line's last cluster gives up the white before its ink too: a centred mark."""
    if cluster.char_class not in _MARKS or kind_of(cluster) is not Kind.MIDDLE:
        return False
    is_dot = cluster.char_class is CharClass.INTERPUNCT
    return rules.line_end is LineEnd.HALF or (rules.line_end is LineEnd.OPTICAL and is_dot)
