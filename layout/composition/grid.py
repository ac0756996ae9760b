"""Clusters in, the same on the em grid out (纵横对齐): every Han character in a cell of its own.

CLREQ, handling_of_grid_alignment: Western runs are padded at both sides to whole ems.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil
from typing import Final

from layout.shaping.model import CharClass, Cluster, Glyph

FIGURE_EM: Final = 0.5
"""Figures are half-width: two of them fill a cell."""

_HAIR_EM: Final = 1e-6

_LOOSE: Final = frozenset((CharClass.WEST, CharClass.OTHER, CharClass.SPACE))
"""What does not fill cells by itself."""


def on_grid(clusters: Sequence[Cluster]) -> tuple[Cluster, ...]:
    """Pad what does not fill whole cells; texts and their order stay.

    A word with the space behind it is one run, so that every line that starts with a word
    is on the grid too. A space beside Han characters has no width of its own: the padding
    parts them. Behind a word that is wider than a line and was cut, the rest of that line
    may be off the grid.
    """
    found: list[Cluster] = []
    for run in _runs(clusters):
        found += run if run[0].char_class not in _LOOSE else _padded(run)
    return tuple(found)


def _runs(clusters: Sequence[Cluster]) -> Iterator[list[Cluster]]:
    """Words, each with its space, and everything else by itself."""
    run: list[Cluster] = []
    for cluster in clusters:
        loose = cluster.char_class in _LOOSE and cluster.text != "\u3000"
        if run and (not loose or run[-1].char_class is CharClass.SPACE):
            yield run
            run = []
        if loose:
            run.append(cluster)
        else:
            yield [cluster]
    if run:
        yield run


def _padded(run: list[Cluster]) -> list[Cluster]:
    """The run with half of what it lacks of whole ems at either side."""
    if run[0].text == "\u3000":
        return run
    if run[0].char_class is CharClass.SPACE:
        return [replace(cluster, advance_em=0.0) for cluster in run]
    parts = [_with_figures(cluster) for cluster in run]
    natural_em = sum(part.advance_em for part in parts)
    pad_em = ceil(natural_em - _HAIR_EM) - natural_em
    last = len(parts) - (parts[-1].char_class is CharClass.SPACE) - 1
    parts[0] = _moved(parts[0], pad_em / 2)
    parts[last] = replace(parts[last], advance_em=parts[last].advance_em + pad_em / 2)
    return parts


def _with_figures(cluster: Cluster) -> Cluster:
    """The cluster with every figure in the middle of half an em."""
    if len(cluster.glyphs) != len(cluster.text) or not any(map(str.isdigit, cluster.text)):
        return cluster
    if cluster.size_em != 1.0:
        return cluster  # raised figures keep their own width
    glyphs = tuple(
        _in_cell(glyph) if char.isdigit() else glyph
        for char, glyph in zip(cluster.text, cluster.glyphs, strict=True)
    )
    return replace(cluster, glyphs=glyphs, advance_em=sum(glyph.advance_em for glyph in glyphs))


def _in_cell(glyph: Glyph) -> Glyph:
    air_em = (FIGURE_EM - glyph.advance_em) / 2
    return replace(glyph, x_em=glyph.x_em + air_em, advance_em=FIGURE_EM)


def _moved(cluster: Cluster, by_em: float) -> Cluster:
    """The cluster with so much white before it."""
    if not cluster.glyphs:
        return replace(cluster, advance_em=cluster.advance_em + by_em)
    inner_em = by_em / cluster.size_em
    first = cluster.glyphs[0]
    glyphs = (
        replace(first, x_em=first.x_em + inner_em, advance_em=first.advance_em + inner_em),
        *cluster.glyphs[1:],
    )
    return replace(cluster, glyphs=glyphs, advance_em=cluster.advance_em + by_em)
