"""One line's clusters in, one set line out: where every glyph stands (行内调整).

``set_span`` trims the edges, measures, and gives the room to the white of the line in the
order of CLREQ: ``_shrink`` step by step, ``_grow`` marks and gaps first, then all gaps
equally. A line that cannot fill its measure is left as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from layout.composition.cost import LETTER_LIMIT_EM, LETTER_SQUEEZE_EM, LIMIT_EM
from layout.composition.glue import TIGHT, Glue, Part, Step, drops_lead, lead_part, tail_part
from layout.composition.model import ComposedLine, LineKind
from layout.composition.rules import Align
from layout.composition.tables import LineTables, closes, hangs_first, letter_gaps, opens_late
from layout.shaping.model import CharClass, Cluster
from layout.units import EPSILON

_SHRINK_ORDER: Final = tuple((step,) for step in Step)
"""CLREQ, procedures_for_inter-character_spacing_reduction."""

_GROW_ORDER: Final = (
    (Step.BRACKET, Step.COMMA, Step.STOP, Step.INTERPUNCT),
    (Step.WORD_SPACE,),
    (Step.GAP,),
)
"""Narrowed marks take their em back first; then CLREQ's expansion, steps 1 and 2."""


SHY_EM: Final = 0.002
"""How far short of its lost blank a mark is shifted."""

GAP_CEILING_EM: Final = 0.5
"""CLREQ, spacing expansion, step 2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSlot:
    """Where a line goes and what it is; without a measure it keeps its natural width."""

    measure_em: float | None = None
    indent_em: float = 0.0
    align: Align = Align.JUSTIFY
    kind: LineKind = LineKind.TEXT
    paragraph: int = 0
    first: bool = True
    last: bool = True
    forced: bool = False
    hangs: bool = False
    """Whether its last mark hangs out, where that is for the paragraph to choose."""

    @property
    def is_filled(self) -> bool:
        """Whether the line is to fill its measure."""
        return self.align is Align.FILL or (self.align is Align.JUSTIFY and not self.last)


@dataclass(slots=True)
class _Span:
    """A line at work: the white before each cluster's body and after it."""

    clusters: tuple[Cluster, ...]
    bodies: Sequence[float]
    glues: Sequence[Glue]
    """Between the clusters, one less than there are."""
    flexible: list[tuple[int, Glue]]
    """The glues that can shrink or grow before all gaps do, with their index."""
    leads: list[float]
    afters: list[float]
    edge_part: Part | None = None
    """The white before the last cluster, where the line's end has taken it."""
    hang_start: int = 0
    hang_end: int = 0
    has_letters: bool = True
    """Whether Western words may be taken apart where nothing else fills the line."""
    squeeze_em: float = 0.0
    """What every gap may lose where all other white is spent."""
    added: list[Cluster] = field(default_factory=list)

    def width_em(self) -> float:
        """Everything but hanging marks."""
        stop = len(self.leads) - self.hang_end
        begin = self.hang_start
        inner = sum(self.leads[begin:stop]) + sum(self.afters[begin:stop])
        return inner + sum(self.bodies[begin:stop]) + sum(c.advance_em for c in self.added)


def _shift_em(lost_em: float) -> float:
    """How far a mark is drawn to the left for the blank it has lost before its ink.

    A hair less than all: of ，“ both glyphs would start at one point, and a reader that
    sorts glyphs by their place would copy them in the wrong order.
    """
    return SHY_EM - lost_em if lost_em > SHY_EM else 0.0


def set_span(tables: LineTables, start: int, end: int, slot: LineSlot) -> ComposedLine:
    """Set the clusters from ``start`` to before ``end`` as one line.

    Spaces at the end are left out, a hyphen is put where the line ends inside a word. The
    line is justified where ``slot`` asks for it or where it must shrink to fit, and its
    white can take it.
    """
    span = _span(tables, start, end, slot, eager=slot.is_filled)
    left = 0.0
    if slot.measure_em is not None:
        room = slot.measure_em - slot.indent_em - span.width_em()
        if room < -EPSILON and not slot.is_filled:
            span = _span(tables, start, end, slot, eager=True)
            room = slot.measure_em - slot.indent_em - span.width_em()
        left = _adjust(span, room, slot)
    indent = slot.indent_em
    if slot.align is Align.CENTER:
        indent += max(0.0, left) / 2
    elif slot.align is Align.END:
        indent += max(0.0, left)
    bare = zip(span.leads, span.bodies, span.afters, strict=True)
    advances = [lead + body + after for lead, body, after in bare]
    shifted = zip(span.leads, span.clusters, strict=True)
    shifts = [_shift_em(cluster.blank_before_em - lead) for lead, cluster in shifted]
    for cluster in span.added:
        advances.append(cluster.advance_em)
        shifts.append(0.0)
    return ComposedLine(
        clusters=(*span.clusters, *span.added),
        advances_em=tuple(advances),
        shifts_em=tuple(shifts),
        indent_em=indent,
        kind=slot.kind,
        paragraph=slot.paragraph,
        first=slot.first,
        last=slot.last,
        justified=slot.measure_em is not None and slot.is_filled and abs(left) <= EPSILON,
        hang_start=span.hang_start,
        hang_end=span.hang_end,
        vertical=tables.rules.is_vertical,
        forced=slot.forced or left < -EPSILON,
    )


def _span(tables: LineTables, start: int, end: int, slot: LineSlot, *, eager: bool) -> _Span:
    """The line at its natural width; ``eager`` trims its edges where the rules only allow it."""
    last = max(tables.ends[end], start + 1) - 1
    clusters = tables.clusters[start : last + 1]
    glues = tables.glues[start + 1 : last + 1]
    span = _Span(
        clusters=clusters,
        bodies=tables.bodies[start : last + 1],
        glues=glues,
        flexible=[(k, g) for k, g in enumerate(glues) if g.add_em or g.early_em or g.late_em],
        leads=[0.0, *[glue.lead.natural_em for glue in glues]],
        afters=[*[glue.after_em for glue in glues], 0.0],
        has_letters=not tables.rules.is_vertical,
        squeeze_em=tables.rules.squeeze_em,
    )
    _trim_start(span, tables, start)
    _trim_end(span, tables, last, hangs=slot.hangs, eager=eager)
    hyphen = clusters[-1].hyphen
    if hyphen is not None and end == last + 1 and end < len(tables.clusters):
        span.added.append(hyphen)
        span.afters[-1] = 0.0
    return span


def _trim_start(span: _Span, tables: LineTables, start: int) -> None:
    if start == 0 and hangs_first(span.clusters[0], tables.rules):
        span.hang_start = 1
        span.leads[0] = lead_part(span.clusters[0], tables.rules).natural_em
    else:
        span.leads[0] = tables.start_em(start)


def _trim_end(span: _Span, tables: LineTables, last: int, *, hangs: bool, eager: bool) -> None:
    if span.clusters[-1].char_class is CharClass.HAN:
        return
    if (hangs or tables.hangs_at(last, eager=eager)) and len(span.leads) > 1:
        span.hang_end = 1
        span.edge_part = span.glues[-1].lead
        span.afters[-1] = tail_part(span.clusters[-1], tables.rules).natural_em
        return
    span.afters[-1] = tables.tail_em(last, eager=eager)
    if len(span.leads) > 1 and drops_lead(span.clusters[-1], tables.rules):
        span.leads[-1] = 0.0
        span.edge_part = span.glues[-1].lead


def _adjust(span: _Span, room_em: float, slot: LineSlot) -> float:
    """Give the room to the white of the line; what is left of it."""
    if room_em < -EPSILON:
        return _shrink(span, room_em)
    if room_em > 0.0 and slot.is_filled:
        return _grow(span, room_em)
    return room_em


def _shrink(span: _Span, room_em: float) -> float:
    """Take white in CLREQ's order, equally within a step."""
    for steps in _SHRINK_ORDER:
        able = _able(span, steps, shrink=True)
        total = sum(able_em for _, _, able_em in able)
        if total > 0.0:
            share = min(1.0, -room_em / total)
            for column, index, able_em in able:
                column[index] -= able_em * share
            room_em += total * share
        if room_em >= -EPSILON / 1000:
            return room_em
    return _squeeze(span, room_em)


def _squeeze(span: _Span, room_em: float) -> float:
    """Take a hair from all gaps, and from between the letters of words, where that is enough."""
    places = _closing(span)
    if places and -room_em <= span.squeeze_em * len(places) + EPSILON:
        return _take(span, dict.fromkeys(places, span.squeeze_em), room_em)
    if not any(cluster.char_class is CharClass.WEST for cluster in span.clusters):
        return room_em
    able = dict.fromkeys(_opened(span), LETTER_SQUEEZE_EM)
    if span.squeeze_em:
        able |= dict.fromkeys(_closing(span), span.squeeze_em)
    return _take(span, able, room_em)


def _take(span: _Span, able: dict[int, float], room_em: float) -> float:
    """Take what is missing from these gaps in proportion, if they have it; what is left of it."""
    total = sum(able.values())
    if not total or -room_em > total + EPSILON:
        return room_em
    for k, able_em in able.items():
        span.afters[k] += room_em * able_em / total
    return 0.0


def _grow(span: _Span, room_em: float) -> float:
    """Add white: to marks, word spaces and gaps up to their most, then to all gaps equally."""
    for steps in _GROW_ORDER:
        able = _able(span, steps, shrink=False)
        total = sum(able_em for _, _, able_em in able)
        if total > 0.0:
            share = min(1.0, room_em / total)
            for column, index, able_em in able:
                column[index] += able_em * share
            room_em -= total * share
        if room_em <= EPSILON / 1000:
            return room_em
    return _spread(span, room_em)


def _spread(span: _Span, room_em: float) -> float:
    """Give the room to all gaps equally; Han–Western gaps take no more than ½em in all.

    Where that would open gaps wider than a good line has, letters open with them (均排).
    """
    places = _places(span)
    shares = _shares(span, places, room_em)
    if not shares or max(shares) > LIMIT_EM:
        letters = _opened(span)
        if letters:
            return _spread_wide(span, letters, room_em)
    for k, share_em in zip(places, shares, strict=True):
        span.afters[k] += share_em
    return 0.0 if places else room_em


def _places(span: _Span) -> list[int]:
    """The gaps that open in the last step of expansion."""
    last = len(span.glues) - span.hang_end
    return [k for k in range(span.hang_start, last) if span.glues[k].stretch]


def _closing(span: _Span) -> list[int]:
    """Of those, the gaps that may close up."""
    return [k for k in _places(span) if closes(span.glues[k])]


def _shares(span: _Span, places: list[int], room_em: float) -> list[float]:
    """What each gap takes of the room."""
    if not places:
        return []
    each = room_em / len(places)
    full = {k: _gap_room(span, k) for k in places if _is_capped(span, k)}
    full = {k: most for k, most in full.items() if each > most}
    others = len(places) - len(full)
    if full and others:
        each = (room_em - sum(full.values())) / others
    return [full.get(k, each) if others else each for k in places]


def _spread_wide(span: _Span, letters: list[int], room_em: float) -> float:
    """Open the gaps as far as a good line has them, then those between letters with them."""
    gaps = _places(span)
    if not gaps and room_em > LETTER_LIMIT_EM * len(letters):
        return room_em
    base = {k: min(LIMIT_EM, _gap_room(span, k)) if _is_capped(span, k) else LIMIT_EM for k in gaps}
    free = [*letters, *(k for k in gaps if not _is_capped(span, k))]
    each = (room_em - sum(base.values())) / len(free)
    for k, base_em in base.items():
        span.afters[k] += base_em
    for k in free:
        span.afters[k] += each
    return 0.0


def _opened(span: _Span) -> list[int]:
    """Take words apart into letters; the gaps between them, and word spaces, by index."""
    if not span.has_letters:
        return []
    found: list[int] = []
    clusters: list[Cluster] = []
    bodies: list[float] = []
    glues: list[Glue] = []
    leads: list[float] = []
    afters: list[float] = []
    last = len(span.clusters) - 1
    for k, cluster in enumerate(span.clusters):
        letters = _letters(cluster)
        found.extend(range(len(clusters), len(clusters) + len(letters) - 1))
        clusters += letters
        bodies += [letter.advance_em for letter in letters] if letters[1:] else [span.bodies[k]]
        blank = [0.0] * (len(letters) - 1)
        leads += [span.leads[k], *blank]
        afters += [*blank, span.afters[k]]
        glues += [TIGHT] * len(blank)
        if k < last:
            glues.append(span.glues[k])
            if opens_late(cluster, span.glues[k], span.clusters[k + 1]):
                found.append(len(clusters) - 1)
    span.clusters, span.bodies, span.glues = tuple(clusters), bodies, glues
    span.leads, span.afters = leads, afters
    stop = len(glues) - span.hang_end
    return [k for k in found if span.hang_start <= k < stop]


def _letters(cluster: Cluster) -> list[Cluster]:
    """A word as single letters, anything else as it is."""
    if not letter_gaps(cluster):
        return [cluster]
    pairs = zip(cluster.text, cluster.glyphs, strict=True)
    return [
        replace(cluster, text=char, glyphs=(glyph,), advance_em=glyph.advance_em * cluster.size_em)
        for char, glyph in pairs
    ]


def _is_capped(span: _Span, index: int) -> bool:
    """Whether a gap is one of Han and Western letters."""
    return span.glues[index].gap.natural_em > 0.0


def _gap_room(span: _Span, index: int) -> float:
    """What a Han–Western gap at its most may still take."""
    gap = span.glues[index].gap
    return max(0.0, GAP_CEILING_EM - gap.natural_em - gap.add_em)


def _able(
    span: _Span, steps: tuple[Step, ...], *, shrink: bool
) -> list[tuple[list[float], int, float]]:
    """The white of these steps that may change: column, index in it, by how much."""
    found: list[tuple[list[float], int, float]] = []
    for index, glue in span.flexible:
        places = ((span.afters, index), (span.leads, index + 1), (span.afters, index))
        for part, (column, at) in zip((glue.tail, glue.lead, glue.gap), places, strict=True):
            able_em = part.take_em if shrink else part.add_em
            if able_em > 0.0 and part.step in steps and part is not span.edge_part:
                found.append((column, at, able_em))
    return found
