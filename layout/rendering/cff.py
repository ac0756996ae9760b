"""The bytes of a CFF font program in, its names and glyph numbering out.

See Adobe Technical Note 5176, The Compact Font Format Specification.
"""

import itertools
from dataclasses import dataclass
from typing import Final

_CHARSET: Final = 15
_ROS: Final = (12, 30)
_SINGLE_BYTE_LIMIT: Final = 21
"""Bytes up to this one are operators in a DICT."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CffProgram:
    """What a PDF writer must know of a CFF font program."""

    name: str
    cids: tuple[int, ...] | None
    """The CID of each glyph of a CID-keyed font; None where glyphs have names."""


def read_cff(data: bytes, glyph_count: int) -> CffProgram:
    """Read the header of a bare CFF font program.

    Args:
        data: A ``CFF `` table.
        glyph_count: How many glyphs the font has, from ``maxp``.

    """
    names, after = _index(data, data[2])
    dicts, _ = _index(data, after)
    top = _dict(dicts[0])
    cids = _charset(data, top[(_CHARSET,)], glyph_count) if _ROS in top else None
    return CffProgram(name=names[0].decode("latin-1"), cids=cids)


def rename_in_place(data: bytes, name: str) -> bytes:
    """Set the font's name inside the program where it is as long as the one it has.

    Faces taken out of a collection share one program, which has the name of the first of
    them; a longer or shorter name would move every offset, so it is left.
    """
    names, _ = _index(data, data[2])
    old, new = names[0], name.encode("latin-1")
    if len(old) != len(new):
        return data
    at = data.index(old, data[2])
    return data[:at] + new + data[at + len(old) :]


def _index(data: bytes, at: int) -> tuple[list[bytes], int]:
    count = int.from_bytes(data[at : at + 2], "big")
    if not count:
        return [], at + 2
    size = data[at + 2]
    base = at + 3 + size * (count + 1) - 1
    ends = [
        base + int.from_bytes(data[at + 3 + size * i : at + 3 + size * (i + 1)], "big")
        for i in range(count + 1)
    ]
    return [data[a:b] for a, b in itertools.pairwise(ends)], ends[-1]


def _dict(data: bytes) -> dict[tuple[int, ...], int]:
    """Operators with their last integer operand; reals are skipped, no caller wants them."""
    found: dict[tuple[int, ...], int] = {}
    at, operand = 0, 0
    while at < len(data):
        first = data[at]
        if first <= _SINGLE_BYTE_LIMIT:
            length = 2 if first == 12 else 1
            found[tuple(data[at : at + length])] = operand
            operand = 0
        else:
            operand, length = _number(data, at)
        at += length
    return found


def _number(data: bytes, at: int) -> tuple[int, int]:
    """An operand and its length in bytes (section 4, table 3)."""
    first = data[at]
    if first == 28:
        return int.from_bytes(data[at + 1 : at + 3], "big", signed=True), 3
    if first == 29:
        return int.from_bytes(data[at + 1 : at + 5], "big", signed=True), 5
    if first == 30:
        end = next(i for i in range(at + 1, len(data)) if data[i] & 0x0F == 0x0F)
        return 0, end - at + 1
    if first <= 246:
        return first - 139, 1
    if first <= 250:
        return (first - 247) * 256 + data[at + 1] + 108, 2
    return -(first - 251) * 256 - data[at + 1] - 108, 2


def _charset(data: bytes, at: int, glyph_count: int) -> tuple[int, ...]:
    """CIDs by glyph (section 13); glyph 0 is CID 0 and not stored."""
    if at <= 2:
        return tuple(range(glyph_count))  # a predefined charset means nothing for CIDs
    kind, at = data[at], at + 1
    cids = [0]
    if kind == 0:
        cids += (
            int.from_bytes(data[at + 2 * i : at + 2 * i + 2], "big") for i in range(glyph_count - 1)
        )
        return tuple(cids)
    width = kind  # ranges count what follows their first CID in one byte or two
    while len(cids) < glyph_count:
        first = int.from_bytes(data[at : at + 2], "big")
        left = int.from_bytes(data[at + 2 : at + 2 + width], "big")
        cids += range(first, first + left + 1)
        at += 2 + width
    return tuple(cids[:glyph_count])
