"""A PDF that serves as a picture in, objects of another PDF that draw its first page out.

Advertisements come as PDFs. They stay what they are: vectors, their own fonts, their own
colours; the page becomes a form (ISO 32000-2, 8.10) and everything it uses goes along.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pydyf

from layout.diagnostics import Message, SourceSpan
from layout.errors import PictureError
from layout.makeup.model import Rect
from layout.rendering.pdf_fonts import deflated
from layout.rendering.separation import separate

if TYPE_CHECKING:
    import pikepdf

    from layout.rendering.inks import Inks

PDF_MEDIA_TYPE: Final = "application/pdf"
SVG_MEDIA_TYPE: Final = "image/svg+xml"
VECTOR_TYPES: Final = frozenset({PDF_MEDIA_TYPE, SVG_MEDIA_TYPE})
"""What is drawn as a form, not as pixels."""

PDF_HEADER: Final = b"%PDF-"

_LEFT_BEHIND: Final = frozenset({"/Parent", "/StructParent", "/StructParents", "/Length"})
"""What leads back into the other document, or is written anew."""


class PdfForm:
    """The first page of a PDF, cut to its trimmed size."""

    def __init__(self, data: bytes, span: SourceSpan, inks: Inks | None = None) -> None:
        """Read a PDF.

        Args:
            data: The file.
            span: What a message names.
            inks: What its colours are converted into; None leaves them as they are.

        Raises:
            PictureError: It is damaged, locked, has no pages, or cannot be separated.

        """
        import pikepdf  # noqa: PLC0415 - few editions have an ad in PDF

        try:
            self._pdf = pikepdf.open(io.BytesIO(data))
            if inks is not None:
                separate(self._pdf.pages[0], inks, span)
            self._form = self._pdf.pages[0].as_form_xobject()
            self.rect = _shown_rect(self._form)
        except (pikepdf.PdfError, pikepdf.PasswordError, IndexError, ValueError) as error:
            raise _unreadable(span) from error

    def part(self, crop: tuple[float, float, float, float]) -> Rect:
        """A part of the page: left, top, right, bottom as shares of it, from its top left."""
        left, top, right, bottom = crop
        whole = self.rect
        return Rect(
            x=whole.x + left * whole.width,
            y=whole.y + (1 - bottom) * whole.height,
            width=(right - left) * whole.width,
            height=(bottom - top) * whole.height,
        )

    def add_to(self, pdf: pydyf.PDF) -> bytes:
        """Copy the form into a PDF and give its reference."""
        reference: bytes = _Copier(pdf).indirect(self._form).reference
        return reference


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedForm:
    """A PDF that serves as a picture, and its name in content streams."""

    name: str
    form: PdfForm


def _shown_rect(form: pikepdf.Object) -> Rect:
    """The form's box after its own matrix, as the page that draws it sees it; y upwards."""
    left, bottom, right, top = (float(edge) for edge in form.BBox)
    a, b, c, d, e, f = (float(number) for number in form.get("/Matrix", (1, 0, 0, 1, 0, 0)))
    corners = [(x, y) for x in (left, right) for y in (bottom, top)]
    across = [a * x + c * y + e for x, y in corners]
    upwards = [b * x + d * y + f for x, y in corners]
    width, height = max(across) - min(across), max(upwards) - min(upwards)
    if width <= 0 or height <= 0:
        raise ValueError("a page without area")
    return Rect(x=min(across), y=min(upwards), width=width, height=height)


def _unreadable(span: SourceSpan) -> PictureError:
    return PictureError(
        Message(zh=f"PDF {span.file} 无法使用", en=f"the PDF {span.file} cannot be used"),
        span,
        Message(zh="请换上完好、未加密的 PDF", en="replace it with an undamaged, unencrypted PDF"),
    )


class _Raw(pydyf.Object):  # type: ignore[misc]  # pydyf ships no types
    """A number, name, string or other thing that is written as it was."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._data = data

    @property
    def data(self) -> bytes:
        """The bytes of the object."""
        return self._data


class _Copier:
    """Copies objects with all they refer to, each once."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self._pdf = pdf
        self._copied: dict[tuple[int, int], pydyf.Object] = {}

    def indirect(self, source: pikepdf.Object) -> pydyf.Object:
        """The copy of an object that others refer to."""
        key = source.objgen
        if key not in self._copied:
            copy = _empty(source)
            self._pdf.add_object(copy)
            self._copied[key] = copy
            self._fill(copy, source)
        return self._copied[key]

    def _value(self, source: object) -> object:
        import pikepdf  # noqa: PLC0415 - see PdfForm

        if not isinstance(source, pikepdf.Object):
            return _Raw(_scalar(source))
        if source.is_indirect:
            return self.indirect(source).reference
        copy = _empty(source)
        self._fill(copy, source)
        return copy

    def _fill(self, copy: pydyf.Object, source: pikepdf.Object) -> None:
        """Copy what an object holds; after it is known itself, for there are circles."""
        if isinstance(copy, pydyf.Array):
            copy.extend(self._value(item) for item in source)
            return
        holder = copy.extra if isinstance(copy, pydyf.Stream) else copy
        if isinstance(holder, dict):
            for key in sorted(source.keys()):
                if key not in _LEFT_BEHIND:
                    holder[_escaped(key)] = self._value(source[key])


def _empty(source: pikepdf.Object) -> pydyf.Object:
    """A copy of an object without what is in it."""
    import pikepdf  # noqa: PLC0415 - see PdfForm

    if isinstance(source, pikepdf.Stream):
        data = source.read_raw_bytes()
        if "/Filter" in source:
            return pydyf.Stream([data], pydyf.Dictionary())
        return deflated(data, pydyf.Dictionary())
    if isinstance(source, pikepdf.Dictionary):
        return pydyf.Dictionary()
    if isinstance(source, pikepdf.Array):
        return pydyf.Array()
    return _Raw(source.unparse())


def _scalar(value: object) -> bytes:
    """A number, a truth value or nothing."""
    if value is None:
        return b"null"
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, Decimal):
        return f"{value:f}".encode("ascii")
    return str(value).encode("ascii")


def _escaped(key: str) -> str:
    """A key without its solidus, as PDF writes it."""
    import pikepdf  # noqa: PLC0415 - see PdfForm

    return pikepdf.Name(key).unparse().decode("ascii").removeprefix("/")
