"""JSON lines in, JSON lines out: what the composer does to a text, offset by offset.

``run`` → ``answer`` reads one request → ``_Composition`` sets its paragraphs (a newline in
the text ends one) at the measure and on unlimited lines, and tells what was done.
"""

import json
import math
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from layout.composition.breakpoints import break_flags, own_lines
from layout.composition.glue import is_mark
from layout.composition.justify import LineSlot, set_span
from layout.composition.model import ComposedLine
from layout.composition.nominal import NominalFace
from layout.composition.paragraph import set_paragraph
from layout.composition.profile import Profile, ProfileError, read_profile
from layout.composition.rules import Align, Kinsoku, LineBreak
from layout.composition.tables import LineTables, hangs, hangs_first, tabulate
from layout.diagnostics import Message
from layout.shaping.model import CharClass, Cluster, FaceKey, Role
from layout.shaping.shape import Shaper, TextRun
from layout.units import rounded

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

INDENT_EM: Final = 2.0
NARROW_INDENT_EM: Final = 1.0
NARROW_EM: Final = 10.0
"""Below this many characters a line the indent is 1em (CLREQ, first_line_indents)."""

_KEYS: Final = frozenset(("id", "text", "measure_em", "lang", "writing_mode", "profile"))
_SONG: Final = FaceKey(role=Role.SONG)


def run(lines: Iterable[str], write: Callable[[str], object]) -> None:
    """Answer every request of a stream, in order; blank lines are passed over.

    Args:
        lines: JSON objects, one a line.
        write: Takes each answer with its newline.

    """
    for line in lines:
        if line.strip():
            write(answer(line) + "\n")


def answer(line: str) -> str:
    """The answer to one request, as a JSON object on one line.

    What cannot be understood is told in the answer's ``error``, never raised.
    """
    told: dict[str, Json] = {"id": None}
    try:
        value = _parse(line)
        told["id"] = value.get("id")
        told |= _compose(_request(value))
        told["error"] = None
    except ProfileError as error:
        told["error"] = error.message.en
    return json.dumps(told, ensure_ascii=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """One request, checked."""

    text: str
    measure_em: float | None
    profile: Profile


def _parse(line: str) -> dict[str, Json]:
    try:
        value: Json = json.loads(line)
    except ValueError:
        raise ProfileError(Message(zh="不是 JSON", en="not JSON")) from None
    if not isinstance(value, dict):
        raise ProfileError(Message(zh="不是 JSON 对象", en="not a JSON object"))
    return value


def _request(value: dict[str, Json]) -> _Request:
    unknown = sorted(value.keys() - _KEYS)
    if unknown:
        raise ProfileError(Message(zh=f"未知的键 {unknown[0]!r}", en=f"unknown key {unknown[0]!r}"))
    measure = value.get("measure_em")
    if measure is not None and not _is_length(measure):
        raise ProfileError(
            Message(zh="measure_em 应为正数或 null", en="measure_em must be above 0, or null")
        )
    profile = value.get("profile") or {}
    if not isinstance(profile, dict):
        raise ProfileError(Message(zh="profile 应为对象", en="profile must be an object"))
    return _Request(
        text=_text(value, "text", None),
        measure_em=float(measure) if isinstance(measure, int | float) else None,
        profile=read_profile(
            profile,
            lang=_text(value, "lang", "zh"),
            writing_mode=_text(value, "writing_mode", "horizontal-tb"),
        ),
    )


def _is_length(value: Json) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and isinstance(value, int | float) and math.isfinite(value) and value > 0


def _text(value: Mapping[str, Json], key: str, default: str | None) -> str:
    found = value.get(key, default)
    if found is None and default is not None:
        return default
    if not isinstance(found, str):
        raise ProfileError(Message(zh=f"{key} 应为字符串", en=f"{key} must be a string"))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A paragraph of the text, or a part of one that stands on lines of its own."""

    start: int
    """Offset of its first code point in the text."""
    text: str
    tables: LineTables | None
    lines: tuple[ComposedLine, ...]
    natural: ComposedLine | None
    """All of it as one unlimited line; None when it is empty."""


def _compose(request: _Request) -> dict[str, Json]:
    profile, text = request.profile, request.text
    shaper = Shaper(lambda key: NominalFace(key=key, latin_em=profile.latin_em))
    pieces: list[_Piece] = []
    breaks: list[Json] = []
    start = 0
    for paragraph in text.split("\n"):
        own = _own_lines(paragraph, request)
        flags = break_flags(paragraph, profile.rules)
        inside = range(1, len(paragraph))
        breaks.extend(start + k for k in inside if flags[k] or k in own)
        bounds = sorted({0, *own, len(paragraph)})
        for begin, end in zip(bounds, bounds[1:] or [0], strict=False):
            pieces.append(_piece(paragraph[begin:end], start + begin, request, shaper))
        start += len(paragraph) + 1
    return _told(request, pieces, breaks)


def _own_lines(paragraph: str, request: _Request) -> tuple[int, ...]:
    """Offsets around doubled ellipses of Chinese texts that have lines to break."""
    rules = request.profile.rules
    lifted = rules.kinsoku is Kinsoku.NONE or rules.line_break is LineBreak.ANYWHERE
    if request.measure_em is None or lifted or not rules.language.lower().startswith("zh"):
        return ()
    return tuple(k for k in own_lines(paragraph) if 0 < k < len(paragraph))


def _piece(text: str, start: int, request: _Request, shaper: Shaper) -> _Piece:
    if not text:
        return _Piece(start=start, text=text, tables=None, lines=(_EMPTY,), natural=None)
    rules, indent = request.profile.rules, _indent_em(request)
    clusters = shaper.clusters((TextRun(text=text, face=_SONG),), rules)
    tables = tabulate(clusters, rules)
    natural = set_span(tables, 0, len(clusters), LineSlot(align=Align.START, indent_em=indent))
    lines: tuple[ComposedLine, ...] = (natural,)
    if request.measure_em is not None:
        setting = set_paragraph(
            clusters,
            measure_em=request.measure_em,
            rules=rules,
            first_indent_em=indent,
            looseness=(0,),
        )
        lines = tuple(setting.lines)
    return _Piece(start=start, text=text, tables=tables, lines=lines, natural=natural)


_EMPTY: Final = ComposedLine(clusters=(), advances_em=(), shifts_em=())


def _indent_em(request: _Request) -> float:
    if request.profile.indent is None:
        return 0.0
    narrow = request.measure_em is not None and request.measure_em < NARROW_EM
    return NARROW_INDENT_EM if narrow else INDENT_EM


def _told(request: _Request, pieces: list[_Piece], breaks: list[Json]) -> dict[str, Json]:
    size = len(request.text)
    advances, bodies = _unlimited(pieces, size)
    gaps = _gaps(pieces)
    marks = _Marks(pieces, request.profile)
    lines = [line for piece in pieces for line in piece.lines]
    return {
        "breaks": breaks,
        "advances_em": advances,
        "gap_offsets": [int(offset) for offset in gaps],
        "gaps_em": gaps,
        "bodies_em": bodies,
        "give_em": marks.give(),
        "hangable": marks.hangable(),
        "in_run": marks.in_run(),
        "lines": [_line(line) for line in lines if line.clusters] or [_line(_EMPTY)],
    }


def _line(line: ComposedLine) -> Json:
    advances = [a for pair in _by_character(line) for a in pair]
    return {
        "text": line.text,
        "advances_em": [rounded(a) for a in advances],
        "indent_em": rounded(line.indent_em),
        "hang_start": sum(len(c.text) for c in line.clusters[: line.hang_start]),
        "hang_end": sum(len(c.text) for c in line.clusters[len(line.clusters) - line.hang_end :]),
        "width_em": rounded(sum(rounded(a) for a in advances)),
        "justified": line.justified,
    }


def _by_character(line: ComposedLine) -> list[list[float]]:
    return [
        _parts(cluster, advance)
        for cluster, advance in zip(line.clusters, line.advances_em, strict=True)
    ]


def _parts(cluster: Cluster, advance_em: float) -> list[float]:
    """A cluster's advance by code point; what is added after it goes to its last base."""
    own = [glyph.advance_em * cluster.size_em for glyph in cluster.glyphs]
    size = len(cluster.text)
    if len(own) != size:
        return [advance_em, *[0.0] * (size - 1)]
    last = max((k for k, width in enumerate(own) if width > 0.0), default=0)
    own[last] += advance_em - sum(own)
    return own


def _unlimited(pieces: list[_Piece], size: int) -> tuple[list[Json], list[Json]]:
    """Advances and bodies by code point, each piece on one unlimited line."""
    advances: list[Json] = [0.0] * size
    bodies: list[Json] = [[0.0, 0.0]] * size
    for piece in pieces:
        if piece.natural is None or piece.tables is None:
            continue
        at, pen = piece.start, piece.natural.indent_em
        line = piece.natural
        for cluster, parts, shift in zip(
            line.clusters, _by_character(line), line.shifts_em, strict=True
        ):
            ink = pen + shift + cluster.blank_before_em
            for part in parts:
                advances[at] = rounded(part)
                end = ink + _body_em(cluster)
                bodies[at] = [rounded(ink), rounded(end)]
                ink, pen, at = end, pen + part, at + 1
        for cluster in piece.tables.clusters[len(line.clusters) :]:
            for k in range(len(cluster.text)):
                advances[at] = rounded(cluster.advance_em if k == 0 else 0.0)
                bodies[at] = [rounded(pen), rounded(pen)]
                at += 1
    return advances, bodies


def _body_em(cluster: Cluster) -> float:
    """Width of one code point less its blanks."""
    body = cluster.advance_em - cluster.blank_before_em - cluster.blank_after_em
    return body / len(cluster.text)


def _gaps(pieces: list[_Piece]) -> dict[str, Json]:
    """Han–Western gaps of the lines as set, by offset."""
    gaps: dict[str, Json] = {}
    for piece in pieces:
        if piece.tables is None:
            continue
        offsets, index = piece.start, 0
        clusters = piece.tables.clusters
        for line in piece.lines:
            while (
                index < len(clusters) and line.clusters and clusters[index] is not line.clusters[0]
            ):
                offsets += len(clusters[index].text)
                index += 1
            for k, cluster in enumerate(line.clusters):
                if (
                    k
                    and (gap := piece.tables.glues[index].gap).natural_em
                    and _is_gap(clusters, index)
                ):
                    gaps[str(offsets)] = rounded(gap.natural_em)
                offsets += len(cluster.text)
                index += 1
    return gaps


def _is_gap(clusters: tuple[Cluster, ...], index: int) -> bool:
    return clusters[index - 1].char_class is not CharClass.SPACE


class _Marks:
    """What the answer tells of marks, by code point."""

    def __init__(self, pieces: list[_Piece], profile: Profile) -> None:
        self._pieces = pieces
        self._rules = profile.rules

    def give(self) -> dict[str, Json]:
        """The blank at each offset that a style lets justification take and add."""
        found: dict[str, Json] = {}
        for piece, index, offset in self._places():
            if piece.tables is None:
                continue
            glue = piece.tables.glues[index]
            take = glue.tail.take_em + glue.lead.take_em
            add = glue.tail.add_em + glue.lead.add_em
            if index and (take or add):
                found[str(offset)] = [rounded(take), rounded(add)]
        return found

    def hangable(self) -> list[Json]:
        """Indices of marks that may hang."""
        return [
            offset
            for piece, index, offset in self._places()
            if piece.tables is not None and self._hangs(piece.tables, index)
        ]

    def _hangs(self, tables: LineTables, index: int) -> bool:
        cluster = tables.clusters[index]
        first = index == 0 and hangs_first(cluster, self._rules)
        return first or hangs(cluster, self._rules)

    def in_run(self) -> list[Json]:
        """Indices of marks beside another mark."""
        found: list[Json] = []
        for piece, index, offset in self._places():
            if piece.tables is None or not is_mark(piece.tables.clusters[index]):
                continue
            clusters = piece.tables.clusters
            beside = clusters[max(0, index - 1) : index] + clusters[index + 1 : index + 2]
            if any(is_mark(cluster) for cluster in beside):
                found.extend(offset + k for k in range(len(clusters[index].text)))
        return found

    def _places(self) -> Iterable[tuple[_Piece, int, int]]:
        """Every cluster: its piece, its index there, the offset of its first code point."""
        for piece in self._pieces:
            offset = piece.start
            for index, cluster in enumerate(piece.tables.clusters if piece.tables else ()):
                yield piece, index, offset
                offset += len(cluster.text)


if __name__ == "__main__":
    run(sys.stdin, sys.stdout.write)
