"""Texts -> the index a browser searches: which pages hold which pair of characters.

Chinese has no spaces, so every pair of neighbours is a key and a phrase is found by its
pairs; the texts themselves decide. The index of an issue points to its pages, that of a
month to the pages of its issues. Keys are in order and cut into files of about one size,
so a query loads a few of them.

A file holds ``|`` key postings ``|`` key postings …: keys are two characters, postings are
gaps between the numbers of pages to the base of 32, most significant digit first, all
digits but the last of a number shifted by 32.
"""

import heapq
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from typing import Final

DIGITS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
BASE: Final = 32
END: Final = "."
"""Stands in a key for what follows the last letter of a run, which may be looked for alone."""
FILE_CHARS: Final = 24_000
"""A file is cut when it has so many characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A pair of characters and the units that hold it, ascending."""

    pair: str
    units: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFile:
    """A stretch of the index."""

    first: str
    text: str


@cache
def _folded_char(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char).lower()
    return "".join(plain.split())


def folded(text: str) -> str:
    """A text as it is compared: compatible forms one, small letters, white space gone.

    Line feeds part fields and stay. The site's script does the same, character by character.
    """
    return "".join(char if char == "\n" else _folded_char(char) for char in text)


@cache
def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LN"


def pairs(text: str) -> set[str]:
    """Every two letters, Han or digits that stand together, and the last of each run."""
    plain = folded(text)
    found = set()
    for char, after in pairwise(plain + "\n"):
        if _is_letter(char):
            found.add(char + (after if _is_letter(after) else END))
    return found


def order(pair: str) -> bytes:
    """The key that sorts pairs as scripts compare them, by UTF-16 units."""
    return pair.encode("utf-16-be", "surrogatepass")


def entries(texts: Iterable[Iterable[str]]) -> list[Entry]:
    """The index of units, each of some texts; units are numbered from 0."""
    units: dict[str, list[int]] = {}
    for number, unit in enumerate(texts):
        for pair in {pair for text in unit for pair in pairs(text)}:
            units.setdefault(pair, []).append(number)
    return [Entry(pair=pair, units=tuple(units[pair])) for pair in sorted(units, key=order)]


def merged(indexes: Iterable[Iterable[Entry]]) -> Iterator[Entry]:
    """Many indexes as one; each is in order, and their units differ and ascend."""
    rows = heapq.merge(*indexes, key=lambda entry: order(entry.pair))
    for pair, group in groupby(rows, key=lambda entry: entry.pair):
        yield Entry(pair=pair, units=tuple(sorted(u for entry in group for u in entry.units)))


def files(index: Iterable[Entry]) -> Iterator[IndexFile]:
    """The index cut into files; at least one."""
    first, size = "", 0
    parts: list[str] = []
    for entry in index:
        if size >= FILE_CHARS:
            yield IndexFile(first=first, text="".join(parts))
            first, parts, size = "", [], 0
        first = first or entry.pair
        parts.append(f"|{entry.pair}{_postings(entry.units)}")
        size += len(parts[-1])
    yield IndexFile(first=first, text="".join(parts))


def parsed(text: str) -> Iterator[Entry]:
    """The entries of a file."""
    for item in text.split("|")[1:]:
        yield Entry(pair=item[:2], units=tuple(_numbers(item[2:])))


def _postings(units: Iterable[int]) -> str:
    before, parts = -1, []
    for unit in units:
        parts.append(_digits(unit - before - 1))
        before = unit
    return "".join(parts)


def _digits(number: int) -> str:
    text = DIGITS[number % BASE]
    while number := number // BASE:
        text = DIGITS[number % BASE + BASE] + text
    return text


def _numbers(text: str) -> Iterator[int]:
    unit, more = -1, 0
    for char in text:
        value = DIGITS.index(char)
        if value >= BASE:
            more = (more + value - BASE) * BASE
        else:
            unit, more = unit + more + value + 1, 0
            yield unit
