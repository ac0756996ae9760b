"""A PDF without its text and its fonts, and the file that comes of it once they are put in.

A shell is what the PDF engine has made of some pages: every object written out, but for the
text objects of content streams, which are holes, and the fonts, which come last. It depends on
where things stand and not on what the words are, so that a page whose words have changed
needs no engine where its shell is known.
"""

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import pydyf

from layout.diagnostics import Diagnostic
from layout.fingerprint import fingerprint
from layout.rendering.drawing import Hole
from layout.rendering.pdf_fonts import DEFLATE_LEVEL, EditionFont, add_fonts


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """A content stream: its object, the entries of its dictionary, and what it draws."""

    name: str
    """The same for the same entries and pieces."""
    number: int
    page: int
    """The number of the page whose text it draws."""
    entries: bytes
    """PDF syntax without the angle brackets around it."""
    pieces: tuple[bytes | Hole, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """The objects of a file; ``objects[k]`` is what stands between ``obj`` and ``endobj``."""

    version: str
    objects: tuple[bytes, ...]
    """Number 0 is free; content streams and the table of fonts are empty here."""
    streams: frozenset[int]
    canvases: tuple[Canvas, ...]
    fonts: int
    """The number of the table of fonts."""
    catalog: int
    info: bytes
    diagnostics: tuple[Diagnostic, ...] = ()


class _Written(pydyf.Object):  # type: ignore[misc]  # pydyf ships no types
    """An object that is written out already."""

    def __init__(self, data: bytes, *, is_stream: bool = False) -> None:
        super().__init__()
        self._data = data
        self._is_stream = is_stream

    @property
    def data(self) -> bytes:
        """What stands between ``obj`` and ``endobj``."""
        return self._data

    @property
    def compressible(self) -> bool:
        """Whether it may stand in an object stream (ISO 32000-2, 7.5.7)."""
        return not self._is_stream


def shell_of(pdf: pydyf.PDF, fonts: pydyf.Dictionary, version: str) -> Shell:
    """Take what a finished file holds, but for its fonts, out of the engine's hands.

    Args:
        pdf: The file; ``Hole`` objects stand in its content streams.
        fonts: Its table of fonts, one of its objects.
        version: Of PDF.

    """
    canvases: list[Canvas] = []
    written = [b""]
    streams: set[int] = set()
    for item in pdf.objects[1:]:
        is_stream = isinstance(item, pydyf.Stream)
        if is_stream:
            streams.add(item.number)
        if is_stream and any(isinstance(part, Hole) for part in item.stream):
            canvases.append(_canvas(item))
            written.append(b"")
        elif item is fonts:
            written.append(b"")
        else:
            written.append(_packed(item) if is_stream and item.compress else item.data)
    return Shell(
        version=version,
        objects=tuple(written),
        streams=frozenset(streams),
        canvases=tuple(canvases),
        fonts=fonts.number,
        catalog=pdf.catalog.number,
        info=pdf.info.data,
    )


def _canvas(stream: pydyf.Stream) -> Canvas:
    pieces: list[bytes | Hole] = []
    between: list[object] = []
    for item in stream.stream:
        if isinstance(item, Hole):
            if between:
                pieces.append(_joined(between))
                between = []
            pieces.append(item)
        else:
            between.append(item)
    if between:
        pieces.append(_joined(between))
    (page,) = {piece.page for piece in pieces if isinstance(piece, Hole)}
    entries = _entries(stream)
    return Canvas(
        name=fingerprint(entries, pieces),
        number=stream.number,
        page=page,
        entries=entries,
        pieces=tuple(pieces),
    )


def _joined(items: Sequence[object]) -> bytes:
    """Operators as a content stream has them, one a line."""
    data: bytes = pydyf.Stream(items).data
    return data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")


def _packed(stream: pydyf.Stream) -> bytes:
    return packed_stream(_joined(stream.stream), _entries(stream))


def _entries(stream: pydyf.Stream) -> bytes:
    """What a stream's dictionary has beside its length, without the angle brackets."""
    data: bytes = pydyf.Dictionary(stream.extra).data
    return data.removeprefix(b"<<").removesuffix(b">>")


def packed_stream(data: bytes, entries: bytes = b"") -> bytes:
    """A compressed stream object (ISO 32000-2, 7.3.8)."""
    packed = zlib.compress(data, DEFLATE_LEVEL)
    head = b"<<%s/Filter /FlateDecode/Length %d>>" % (entries, len(packed))
    return b"\n".join((head, b"stream", packed, b"endstream"))


def drawn(canvas: Canvas, text: Callable[[Hole], bytes]) -> bytes:
    """A content stream with its text, as a stream object."""
    pieces = (piece if isinstance(piece, bytes) else text(piece) for piece in canvas.pieces)
    return packed_stream(b"\n".join(pieces), canvas.entries)


def filled(shell: Shell, contents: Mapping[int, bytes], fonts: Sequence[EditionFont]) -> bytes:
    """The bytes of a file.

    Args:
        shell: All but text and fonts.
        contents: The stream object of every canvas, by its number.
        fonts: By their names in content streams.

    """
    pdf = pydyf.PDF()
    pdf.objects = pdf.objects[:1]
    for number, data in enumerate(shell.objects[1:], 1):
        known = contents.get(number, data)
        pdf.add_object(_Written(known, is_stream=number in shell.streams))
    table = pydyf.Dictionary(add_fonts(pdf, fonts))
    pdf.objects[shell.fonts] = table
    table.number = shell.fonts
    pdf.catalog = pdf.objects[shell.catalog]
    pdf.info = _Written(shell.info)
    target = BytesIO()
    pdf.write(target, shell.version, identifier=True, compress=True)
    return target.getvalue()
