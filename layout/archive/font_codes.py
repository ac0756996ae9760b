"""The fonts of a PDF as this program writes them: codes to what they print, and how wide.

That is Type0 with codes of two bytes (``Identity-H``) and texts of their own (``ToUnicode``;
ISO 32000-2, 9.7 and 9.10.3).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from layout.archive.model import printed

if TYPE_CHECKING:
    import pikepdf

_FULL_EM: Final = 1000.0
_SOFT_HYPHEN: Final = "\u00ad"
"""What a hyphen at the end of a line is copied as (14.8.2.2.3); on paper it is a hyphen."""
_SECTION: Final = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_HEX: Final = re.compile(rb"<([0-9A-Fa-f]+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedFont:
    """A font as its codes print."""

    texts: dict[int, str]
    """Code to what it leaves on paper; blanks are left out."""
    widths_em: dict[int, float]
    other_em: float
    """The width of all other codes."""


def coded_font(font: "pikepdf.Object") -> CodedFont | None:
    """A font of a page; None if it is of another make."""
    if str(font.get("/Encoding")) != "/Identity-H" or "/ToUnicode" not in font:
        return None
    texts = _texts(font.ToUnicode.read_bytes())
    if texts is None:
        return None
    own = font.DescendantFonts[0]
    return CodedFont(
        texts=texts,
        widths_em=dict(_widths_em(list(own.get("/W", ())))),
        other_em=float(own.get("/DW", _FULL_EM)) / _FULL_EM,
    )


def _texts(cmap: bytes) -> dict[int, str] | None:
    """Code to text; None where the table is told in a way that this program does not use."""
    texts: dict[int, str] = {}
    for kind, section in _SECTION.findall(cmap):
        if b"[" in section:
            return None
        told = _HEX.findall(section)
        if kind == b"char":
            texts |= {int(code, 16): _text(text) for code, text in _by(told, 2)}
        else:
            for first, last, text in _by(told, 3):
                start, own = int(first, 16), int(text, 16)
                codes = range(start, int(last, 16) + 1)
                texts |= {code: _text(b"%04x" % (own + code - start)) for code in codes}
    return texts


def _by(told: Sequence[bytes], count: int) -> Iterator[tuple[bytes, ...]]:
    return zip(*[iter(told)] * count, strict=True)


def _text(utf16: bytes) -> str:
    text = bytes.fromhex(utf16.decode()).decode("utf-16-be")
    return "-" if text == _SOFT_HYPHEN else printed(text)


def _widths_em(told: "Sequence[pikepdf.Object]") -> Iterator[tuple[int, float]]:
    """The widths of a ``W`` array: a code and the widths from there, or two codes and one."""
    at = 0
    while at + 1 < len(told):
        first, second = int(told[at]), told[at + 1]
        try:
            row = list(second)
        except TypeError:
            width = float(told[at + 2]) / _FULL_EM
            yield from ((code, width) for code in range(first, int(second) + 1))
            at += 3
        else:
            yield from ((first + k, float(width) / _FULL_EM) for k, width in enumerate(row))
            at += 2
