"""A word and its reading in, one cluster out: 拼音 along the word, 注音 beside each character.

A word with a reading is one cluster, so that no line parts it (JLREQ, group-ruby); of a
longer word each character may have a reading of its own instead.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from layout.shaping.model import CharClass, Cluster, ClusterPart
from layout.sidemarks import READING_ACROSS_EM, READING_RISE_EM

READING_AIR_EM: Final = 0.1
"""The white between the readings of two words that follow one another."""

OVERHANG_EM: Final = 0.125
"""How far a reading may reach over a character on either side that has none itself."""

SYMBOL_EM: Final = 0.3
"""Size of 注音 symbols over their base: three and a tone beside one character."""

SYMBOL_CELL_EM: Final = 1.5
"""A character with its symbols: 1em and half of it (CLREQ, positioning of zhuyin)."""

_SYMBOL_ACROSS_EM: Final = 0.65
"""The middle of the column of symbols to the right of a vertical line's middle."""

_TONE_IN_EM: Final = 0.08
"""The middle of a tone mark to the right of the column of symbols."""

_TONE_DOWN_EM: Final = 0.06
"""The middle of a tone mark below the top of the last symbol."""

_LIGHT_EM: Final = 0.12
"""The height that the dot of the light tone takes above the first symbol."""

_ASCENT_EM: Final = 0.88
"""How far the em cell of a Han character reaches above its baseline."""

_TONES: Final = frozenset("ˊˇˋˉ")
_LIGHT_TONE: Final = "˙"

Ink = Callable[[Cluster], tuple[float, float, float, float]]
"""The ink box of a cluster's glyphs (left, bottom, right, top), in em of its own size."""


def with_reading(base: Sequence[Cluster], reading: Sequence[Cluster], *, vertical: bool) -> Cluster:
    """A word with 拼音 along it: above a level line, to the right of a vertical one.

    The shorter of both stands in the middle; a shorter word is spread, half as much at its
    ends as between its characters (JLREQ, group-ruby).
    """
    scale = base[0].size_em
    own, other = _width(base), _width(reading) + READING_AIR_EM * scale
    step = max(0.0, other - own) / len(base)
    start = max(0.0, own - other) / 2 + READING_AIR_EM * scale / 2
    across = (READING_ACROSS_EM if vertical else READING_RISE_EM) * scale
    return _whole(
        base,
        parts=_row(base, step / 2, step, 0.0),
        reading=_row(reading, start, 0.0, across),
        advance_em=max(own, other),
    )


def overhung(clusters: Sequence[Cluster]) -> tuple[Cluster, ...]:
    """The clusters of a paragraph, readings wider than their words reaching over neighbours.

    Only where plain characters stand on both sides: a reading that begins a line is moved
    in by as much, and must meet no other there.
    """
    found = list(clusters)
    for k in range(1, len(clusters) - 1):
        whole = clusters[k]
        lead_em = whole.base[0].along_em if whole.base else 0.0
        if lead_em > 0.0 and _is_plain(clusters[k - 1]) and _is_plain(clusters[k + 1]):
            reach_em = min(lead_em, OVERHANG_EM * whole.size_em)
            found[k] = replace(
                whole,
                base=_moved(whole.base, -reach_em),
                reading=_moved(whole.reading, -reach_em),
                advance_em=whole.advance_em - 2 * reach_em,
            )
    return tuple(found)


def with_symbols(
    base: Sequence[Cluster], syllables: Sequence[Sequence[Cluster]], ink: Ink, *, vertical: bool
) -> Cluster:
    """A word with 注音 to the right of each character, in level and vertical lines alike.

    Args:
        base: The characters.
        syllables: The symbols of each, shaped for a level line; or all in one.
        ink: Tells where a tone mark has its ink.
        vertical: Whether the line runs downwards: then the symbols stand outside of it.

    """
    cells = [[cluster] for cluster in base] if len(syllables) == len(base) else [list(base)]
    columns = syllables if len(cells) == len(syllables) else [list(chain.from_iterable(syllables))]
    parts: list[ClusterPart] = []
    reading: list[ClusterPart] = []
    pen_em, scale = 0.0, base[0].size_em
    for cell, symbols in zip(cells, columns, strict=True):
        width_em = _width(cell)
        parts += _row(cell, pen_em, 0.0, 0.0)
        place = _Column(pen_em=pen_em, width_em=width_em, scale=scale, vertical=vertical)
        reading += place.stacked(symbols, ink)
        pen_em += width_em if vertical else width_em + (SYMBOL_CELL_EM - 1.0) * scale
    return _whole(base, parts=tuple(parts), reading=tuple(reading), advance_em=pen_em)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """Where the symbols of one character stand; lengths in em of the line."""

    pen_em: float
    width_em: float
    scale: float
    vertical: bool

    def stacked(self, symbols: Sequence[Cluster], ink: Ink) -> list[ClusterPart]:
        """Symbols one below the other around the middle of the character, tone marks aside."""
        cell = SYMBOL_EM * self.scale
        letters = [s for s in symbols if s.text not in _TONES and s.text != _LIGHT_TONE]
        top = len(letters) * cell / 2  # above the middle of the character
        found: list[ClusterPart] = []
        for symbol in symbols:
            if symbol.text == _LIGHT_TONE:
                found.append(self._inked(symbol, ink, cell / 2, self._light_em(top, letters)))
            elif symbol.text in _TONES:
                right = cell + _TONE_IN_EM * self.scale
                height = top + cell - _TONE_DOWN_EM * self.scale
                found.append(self._inked(symbol, ink, right, height))
            else:
                middle = (cell - symbol.advance_em) / 2
                found.append(self._part(symbol, middle, top))
                top -= cell
        return found

    def _light_em(self, top: float, letters: Sequence[Cluster]) -> float:
        """The height of the light tone's dot above the first symbol, wherever it is written."""
        first = max(top, len(letters) * SYMBOL_EM * self.scale / 2)
        return first + _LIGHT_EM * self.scale / 2

    def _inked(self, mark: Cluster, ink: Ink, right: float, up: float) -> ClusterPart:
        """A mark with the middle of its ink at a place of the column."""
        left, bottom, ink_right, top = (value * mark.size_em for value in ink(mark))
        across = right - (left + ink_right) / 2
        return self._part(mark, across, up + _ASCENT_EM * mark.size_em - (bottom + top) / 2)

    def _part(self, cluster: Cluster, right: float, up: float) -> ClusterPart:
        """A cluster whose cell starts ``right`` in the column and ends ``up`` above the middle."""
        if self.vertical:
            column = _SYMBOL_ACROSS_EM * self.scale - SYMBOL_EM * self.scale / 2
            middle = column + right + cluster.advance_em / 2
            return ClusterPart(
                cluster=cluster,
                along_em=self.pen_em + self.width_em / 2 - up,
                across_em=middle,
            )
        baseline = (_ASCENT_EM - 0.5) * self.scale + up - _ASCENT_EM * cluster.size_em
        return ClusterPart(
            cluster=cluster, along_em=self.pen_em + self.width_em + right, across_em=baseline
        )


def _width(clusters: Sequence[Cluster]) -> float:
    return sum(cluster.advance_em for cluster in clusters)


def _row(
    clusters: Sequence[Cluster], start_em: float, gap_em: float, across_em: float
) -> tuple[ClusterPart, ...]:
    """Clusters one after the other."""
    found: list[ClusterPart] = []
    for cluster in clusters:
        found.append(ClusterPart(cluster=cluster, along_em=start_em, across_em=across_em))
        start_em += cluster.advance_em + gap_em
    return tuple(found)


def _whole(
    base: Sequence[Cluster],
    *,
    parts: tuple[ClusterPart, ...],
    reading: tuple[ClusterPart, ...],
    advance_em: float,
) -> Cluster:
    first = next((c for c in base if c.char_class is CharClass.HAN), base[0])
    return Cluster(
        text="".join(cluster.text for cluster in base),
        char_class=first.char_class,
        advance_em=advance_em,
        face=first.face,
        glyphs=(),
        size_em=first.size_em,
        rise_em=first.rise_em,
        beside=first.beside,
        base=parts,
        reading=reading,
    )


def _is_plain(cluster: Cluster) -> bool:
    return cluster.char_class is CharClass.HAN and not cluster.base


def _moved(parts: tuple[ClusterPart, ...], by_em: float) -> tuple[ClusterPart, ...]:
    return tuple(replace(part, along_em=part.along_em + by_em) for part in parts)
