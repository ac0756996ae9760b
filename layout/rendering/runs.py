"""Placed lines in, the operators that draw their glyphs where they belong out.

    RunWriter
      operators          lines -> text objects, one for each stretch of one colour
        _level_line      pen to the right; one TJ for each stretch of one dress
        _upright_line    pen downwards; a matrix for every character
      _ink               a cluster once: font, codes, natural widths
      lettering          the same lines as paths

Coordinates are CSS pixels, y downwards, from the corner of the element that holds the
lines: what WeasyPrint has set up when it asks a replaced element to draw itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from layout.composition.model import ComposedLine
from layout.makeup.model import PlacedLine
from layout.rendering.beside import Frame, paths_beside
from layout.rendering.glyph_texts import needs_actual_text
from layout.rendering.lettering import lettering_of
from layout.rendering.pdf_fonts import EditionFont, FontBook, copied_text, utf16_hex
from layout.shaping.model import CharClass, Cluster, ClusterPart, Glyph
from layout.units import EPSILON, pt_to_px

EM_ASCENT: Final = 0.88
"""How far the em cell of a Han character reaches above its baseline (ideographic em-box)."""

_LEVEL: Final = "1 0 0 -1"
_TURNED: Final = "0 1 1 0"
"""A quarter turn clockwise."""

_VERTICAL_ORIGIN_EM: Final = -0.5
"""A glyph shaped down the page has its offset from the pen about an ascent below it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operators:
    """Text objects in one colour."""

    color: str
    """A colour role."""
    data: bytes
    are_paths: bool = False
    """Whether they are paths in place of text."""


@dataclass(frozen=True, slots=True)
class _Dress:
    """What a TJ cannot change."""

    font: str
    size_em: float
    rise_em: float


@dataclass(frozen=True, slots=True)
class _Piece:
    """Glyphs that follow one another by their natural widths; lengths in em of the line."""

    offset_em: float
    codes: str
    width_em: float
    lift_em: float


@dataclass(frozen=True, slots=True)
class _Ink:
    """A cluster, ready to be drawn."""

    dress: _Dress
    pieces: tuple[_Piece, ...]
    actual: str
    """UTF-16 in hexadecimal where copying must give another text than the codes say."""
    plain: _Piece | None
    """The only piece of a cluster that needs nothing but its codes."""


_NOTHING: Final = _Ink(_Dress("", 1.0, 0.0), (), "", None)


class _Moves(dict[float, str]):
    """Adjustments to the right, in thousandths of an em, as a TJ writes them."""

    def __missing__(self, gap: float) -> str:
        self[gap] = text = f">{-gap:g}<"
        return text


class RunWriter:
    """Writes lines with the fonts of one edition; knows every cluster it has seen."""

    def __init__(self, book: FontBook) -> None:
        self._book = book
        self._inks: dict[Cluster, _Ink] = {}
        self._dresses: dict[_Dress, _Dress] = {}
        self._moves = _Moves()

    def learn(self, clusters: Iterable[Cluster]) -> None:
        """Make clusters ready before they are drawn."""
        for cluster in clusters:
            self._ink(cluster)

    def operators(
        self, lines: tuple[PlacedLine, ...], *, x_pt: float, y_pt: float
    ) -> tuple[Operators, ...]:
        """The text objects of some lines of one element.

        Args:
            lines: In reading order.
            x_pt: The left edge of the element.
            y_pt: Its upper edge.

        Returns:
            Text objects to be drawn one after the other.

        """
        return tuple(
            Operators(color=color, data=b"\n".join(self._text_object(tuple(stretch), x_pt, y_pt)))
            for color, stretch in groupby(lines, key=lambda line: line.color)
        )

    def lettering(
        self, lines: tuple[PlacedLine, ...], *, x_pt: float, y_pt: float
    ) -> tuple[Operators, ...]:
        """Some lines as paths.

        Args:
            lines: In reading order.
            x_pt: The left edge of the element.
            y_pt: Its upper edge.

        """
        made: list[Operators] = []
        for color, stretch in groupby(lines, key=lambda line: line.color):
            text, *beside = self._text_object(tuple(stretch), x_pt, y_pt)
            paths = b"\n".join([lettering_of(text, self._book.named), *beside])
            made.append(Operators(color=color, data=paths, are_paths=True))
        return tuple(made)

    def _text_object(self, lines: tuple[PlacedLine, ...], x_pt: float, y_pt: float) -> list[bytes]:
        """A text object; after it the paths of the marks beside its characters."""
        drawn: list[str] = []
        paths: list[str] = []
        for placed in lines:
            x, y = pt_to_px(placed.x_pt - x_pt), pt_to_px(placed.baseline_pt - y_pt)
            size = pt_to_px(placed.size_pt)
            draw = self._upright_line if placed.line.vertical else self._level_line
            drawn += draw(placed.line, x, y, size)
            frame = Frame(x=x, y=y, size=size, vertical=placed.line.vertical)
            paths += paths_beside(placed.line, frame)
        text = "\n".join(["BT", *_without_repeated_fonts(drawn), "ET"])
        return [part.encode("ascii") for part in (text, *paths)]

    def _level_line(self, line: ComposedLine, x: float, y: float, size: float) -> list[str]:
        # 50,000 characters pass here: what nearly all of them are, one piece in the dress of
        # the one before, is drawn without a call.
        pen = _Pen(x, y, size)
        inks, parts, moves = self._inks, pen.parts, self._moves
        dress, scale, at_em = pen.dress, 1000.0, 0.0
        start_em = line.indent_em
        for cluster, advance, shift in zip(
            line.clusters, line.advances_em, line.shifts_em, strict=True
        ):
            ink = inks.get(cluster) or self._ink(cluster)
            if ink.dress is dress and ink.plain is not None:
                piece = ink.plain
                gap = round((start_em + shift + piece.offset_em - at_em) * scale, 1)
                if gap:
                    parts.append(moves[gap])
                    at_em += gap / scale
                parts.append(piece.codes)
                at_em += piece.width_em
            elif ink.pieces:
                pen.at_em = at_em
                pen.draw(ink, start_em + shift)
                dress, scale, at_em = pen.dress, pen.scale, pen.at_em
            elif cluster.base:
                pen.at_em = at_em
                for part, rise in placed_parts(cluster, line):
                    pen.draw(self._raised(part.cluster, rise), start_em + shift + part.along_em)
                dress, scale, at_em = pen.dress, pen.scale, pen.at_em
            start_em += advance
        return pen.lifted()

    def _upright_line(self, line: ComposedLine, x: float, y: float, size: float) -> list[str]:
        out: list[str] = []
        pen = line.indent_em
        for cluster, advance, shift in zip(
            line.clusters, line.advances_em, line.shifts_em, strict=True
        ):
            top = y + (pen + shift) * size
            parts = placed_parts(cluster, line) if cluster.base else ()
            for part, across in parts:
                out += self._upright_sort(
                    part.cluster, x + across * size, top + part.along_em * size, size
                )
            if not parts:
                out += self._upright_sort(cluster, x, top, size)
            pen += advance
        return out

    def _upright_sort(self, cluster: Cluster, x: float, top: float, size: float) -> Iterator[str]:
        """One cluster of a vertical line; what is raised stands to the right."""
        ink = self._inks.get(cluster) or self._ink(cluster)
        if ink.pieces:
            yield _font(ink.dress.font, size * ink.dress.size_em)
            yield from [_actual_text(ink.actual)] if ink.actual else []
            yield from self._upright(cluster, ink, x + cluster.rise_em * size, top, size)
            yield from ["EMC"] if ink.actual else []

    def _upright(
        self, cluster: Cluster, ink: _Ink, x: float, top: float, size: float
    ) -> Iterator[str]:
        """One cluster of a vertical line: on its side, side by side, or in cells of its own."""
        if _is_turned(cluster):
            yield from _turned(ink, x, top, size)
            return
        own = size * cluster.size_em
        codes = self._book.font(cluster.face).hex_codes
        abreast = _is_abreast(cluster)
        for glyph in self._book.glyphs(cluster):
            left, height = (glyph.x_em, EM_ASCENT) if abreast else _cell_origin(glyph)
            position = f"{number(x + left * own)} {number(top + height * own)}"
            yield f"{_LEVEL} {position} Tm[<{codes[glyph.gid]}>]TJ"
            top += glyph.advance_em * own

    def _raised(self, cluster: Cluster, rise_em: float) -> _Ink:
        """A cluster of a reading, out of the line."""
        ink = self._inks.get(cluster) or self._ink(cluster)
        if not rise_em or not ink.pieces:
            return ink
        dress = replace(ink.dress, rise_em=ink.dress.rise_em + rise_em)
        return replace(ink, dress=self._dresses.setdefault(dress, dress), plain=None)

    def _ink(self, cluster: Cluster) -> _Ink:
        glyphs = self._book.glyphs(cluster)
        if not glyphs:
            ink = _NOTHING
        else:
            font = self._book.font(cluster.face)
            dress = _Dress(font.name, cluster.size_em, cluster.rise_em)
            text = copied_text(cluster)
            actual = needs_actual_text((glyph.gid for glyph in glyphs), text, font.texts)
            pieces = tuple(_pieces(glyphs, cluster.size_em, font))
            is_plain = not actual and len(pieces) == 1 and not pieces[0].lift_em
            ink = _Ink(
                dress=self._dresses.setdefault(dress, dress),
                pieces=pieces,
                actual=utf16_hex(text) if actual else "",
                plain=pieces[0] if is_plain else None,
            )
        self._inks[cluster] = ink
        return ink


class _Pen:
    """Draws the clusters of one level line; lengths in em of the line."""

    __slots__ = ("_out", "_size", "_x", "_y", "at_em", "dress", "parts", "scale")

    def __init__(self, x: float, y: float, size: float) -> None:
        self._x, self._y, self._size = x, y, size
        self._out: list[str] = []
        self.parts: list[str] = []
        """Codes and, between them, adjustments."""
        self.dress = _NOTHING.dress
        self.scale = 1000.0
        self.at_em = 0.0
        """Where the next glyph would stand without an adjustment."""

    def draw(self, ink: _Ink, start_em: float) -> None:
        """Draw one cluster."""
        if not ink.pieces:
            return
        if ink.dress is not self.dress:
            self._put_on(ink.dress, start_em + ink.pieces[0].offset_em)
        if ink.actual:
            self._show()
            self._out.append(_actual_text(ink.actual))
        for piece in ink.pieces:
            gap = round((start_em + piece.offset_em - self.at_em) * self.scale, 1)
            if gap:
                self.parts.append(f">{-gap:g}<")
                self.at_em += gap / self.scale
            self.at_em += piece.width_em
            if piece.lift_em:
                self._show()
                lift = number(piece.lift_em * self._size)
                self._out.append(f"{lift} Ts[<{piece.codes}>]TJ 0 Ts")
            else:
                self.parts.append(piece.codes)
        if ink.actual:
            self._show()
            self._out.append("EMC")

    def lifted(self) -> list[str]:
        """All that has been drawn."""
        self._show()
        return self._out

    def _put_on(self, dress: _Dress, at_em: float) -> None:
        self._show()
        self.dress, self.at_em, self.scale = dress, at_em, 1000 / dress.size_em
        size = self._size
        self._out.append(_font(dress.font, size * dress.size_em))
        x, y = self._x + at_em * size, self._y - dress.rise_em * size
        self._out.append(f"{_LEVEL} {number(x)} {number(y)} Tm")

    def _show(self) -> None:
        if self.parts:
            self._out.append(f"[<{''.join(self.parts)}>]TJ".replace("<>", ""))
            self.parts.clear()


def placed_parts(cluster: Cluster, line: ComposedLine) -> list[tuple[ClusterPart, float]]:
    """The parts of a word with a reading, in reading order, and how far out of the line each is.

    A reading that reaches over its word is moved in at the ends of a line.
    """
    over_em = min(0.0, cluster.reading[0].along_em) if cluster.reading else 0.0
    inward = 0.0
    if cluster is line.clusters[0]:
        inward = -over_em
    elif cluster is line.clusters[-1]:
        inward = over_em
    reading = [replace(part, along_em=part.along_em + inward) for part in cluster.reading]
    return [(part, part.across_em) for part in (*cluster.base, *reading)]


def _pieces(glyphs: tuple[Glyph, ...], size_em: float, font: EditionFont) -> Iterator[_Piece]:
    """The glyphs of a cluster, those joined that stand where natural widths put them."""
    pen, start, at, joined, lift = 0.0, 0.0, 0.0, "", 0.0
    for glyph in glyphs:
        wanted = pen + glyph.x_em
        if joined and (abs(wanted - at) > EPSILON or glyph.y_em != lift):
            yield _Piece(start * size_em, joined, (at - start) * size_em, lift * size_em)
            joined = ""
        if not joined:
            start, at, lift = wanted, wanted, glyph.y_em
        joined += font.hex_codes[glyph.gid]
        at += font.widths_em[glyph.gid]
        pen += glyph.advance_em
    yield _Piece(start * size_em, joined, (at - start) * size_em, lift * size_em)


def _without_repeated_fonts(operators: Iterable[str]) -> Iterator[str]:
    """A font stays set until another one is."""
    font = ""
    for operator in operators:
        if operator.endswith(" Tf"):
            if operator == font:
                continue
            font = operator
        yield operator


def _font(name: str, size: float) -> str:
    # Six decimals: what is rounded off a size adds up over a line.
    return f"/{name} {number(size, 6)} Tf"


def _actual_text(utf16: str) -> str:
    return f"/Span<</ActualText<feff{utf16}>>>BDC"


def _is_turned(cluster: Cluster) -> bool:
    """Western words lie on their side in a vertical line (CLREQ 2.2).

    What stands has been shaped down the page or moved left of the middle of the line.
    """
    if cluster.char_class is not CharClass.WEST or _is_abreast(cluster):
        return False
    glyph = cluster.glyphs[0]
    return glyph.y_em >= _VERTICAL_ORIGIN_EM and glyph.x_em >= 0


def _is_abreast(cluster: Cluster) -> bool:
    """Figures side by side in one em (直中横): only the last moves the pen on."""
    return len(cluster.glyphs) > 1 and cluster.glyphs[0].advance_em == 0


def _turned(ink: _Ink, x: float, top: float, size: float) -> list[str]:
    """A word on its side, the middle of its em on the middle of the line."""
    across = x - (EM_ASCENT - 0.5) * size * ink.dress.size_em
    return [
        f"{_TURNED} {number(across + piece.lift_em * size)}"
        f" {number(top + piece.offset_em * size)} Tm[<{piece.codes}>]TJ"
        for piece in ink.pieces
    ]


def _cell_origin(glyph: Glyph) -> tuple[float, float]:
    """A glyph's origin, in its own em, from the middle of the top edge of its cell.

    A glyph shaped down the page brings the way from there to its origin along; one shaped
    along a level line stands in the middle of its em cell.
    """
    if glyph.y_em < _VERTICAL_ORIGIN_EM:
        return glyph.x_em, -glyph.y_em
    return -0.5 * glyph.advance_em + glyph.x_em, EM_ASCENT - glyph.y_em


def number(value: float, decimals: int = 4) -> str:
    """A number as content streams show it, without what is nothing."""
    return repr(round(value, decimals)).removesuffix(".0")
