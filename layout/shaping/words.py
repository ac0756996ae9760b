"""The letters of a Western word in, the pieces it may fall into at a line's end out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import groupby
from typing import Final

import pyphen

LONG_PIECE_LETTERS: Final = 8
"""Longer pieces of words become one cluster a letter, so that even they can be cut by force."""

HYPHENATED_LETTERS: Final = 6
"""Shorter words are never divided."""

HYPHENATED_CAPITALS: Final = 10
"""Nor are shorter words in capitals: most are names made of initials."""

LEFT_LETTERS: Final = 2
RIGHT_LETTERS: Final = 3
"""Letters before and after a hyphen, at least."""

_ADDRESS: Final = re.compile(r"@|/|_|\bwww\.|\.\w+\.\w")
"""What tells an address, in which a hyphen would be read as its own."""

_NAMES: Final = re.compile(r"[^\W\d_a-z]?[^\W\d_A-Z]+|[^\W\d_]+")
"""The names inside a word run together, such as NewYork."""

_VOWELS: Final = frozenset("aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿœ")
_DIGRAPHS: Final = frozenset(("ch", "ck", "gh", "ph", "qu", "sh", "th", "wh"))


class Division(StrEnum):
    """What a word piece ends with where a line ends after it."""

    NONE = "none"
    SYLLABLE = "syllable"
    """A hyphen, where a dictionary divides the word."""
    ROUGH = "rough"
    """A hyphen, in a word no dictionary knows: names, other languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordCut:
    """A piece of a word; ``start`` and ``end`` count letters with their marks."""

    start: int
    end: int
    division: Division = Division.NONE


def word_cuts(letters: Sequence[str], *, hyphenated: bool) -> Iterator[WordCut]:
    """Where a word may fall apart: signs stand alone, words divide at syllables.

    Args:
        letters: Its letters and signs, each with its combining marks.
        hyphenated: Whether words may be divided. Addresses never are; their letters stand
            alone, so that a line may cut them where nothing else helps.

    """
    is_address = bool(_ADDRESS.search("".join(letters)))
    start = 0
    for alnum, group in groupby(letters, key=lambda letter: letter[0].isalnum()):
        part = list(group)
        end = start + len(part)
        if not alnum or (is_address and hyphenated):
            yield from (WordCut(start=k, end=k + 1) for k in range(start, end))
        else:
            yield from _syllables(part, start, hyphenated=hyphenated)
        start = end


def _syllables(letters: list[str], start: int, *, hyphenated: bool) -> Iterator[WordCut]:
    word = "".join(letters)
    places: dict[int, Division] = {}
    if hyphenated and len(word) == len(letters):
        for name in _NAMES.finditer(word):
            inner = _hyphen_places(name.group())
            places |= {name.start() + place: division for place, division in inner.items()}
    begin = 0
    for end in (*places, len(letters)):
        whole = end - begin <= LONG_PIECE_LETTERS
        for stop in (end,) if whole else range(begin + 1, end + 1):
            division = places.get(stop, Division.NONE)
            yield WordCut(start=start + begin, end=start + stop, division=division)
            begin = stop


@cache
def _hyphenator() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US", left=LEFT_LETTERS, right=RIGHT_LETTERS)


def _hyphen_places(word: str) -> dict[int, Division]:
    """Where a word may be divided, in order: as English, else, and in names, by the look of it."""
    least = HYPHENATED_CAPITALS if word.isupper() else HYPHENATED_LETTERS
    if not word.isalpha() or len(word) < least or not (word[1:].islower() or word.isupper()):
        return {}
    plain = word.lower()
    positions = _hyphenator().positions(plain) if word.isascii() else ()
    known = {int(place) for place in positions}
    if known and word.islower():
        return dict.fromkeys(sorted(known), Division.SYLLABLE)
    rough = {
        place
        for place in _rough_places(plain)
        if all(abs(place - other) >= RIGHT_LETTERS for other in known)
    }
    return {
        place: Division.SYLLABLE if place in known else Division.ROUGH
        for place in sorted(known | rough)
    }


def _rough_places(word: str) -> Iterator[int]:
    """Before a consonant that a vowel follows, digraphs kept whole, a vowel before it."""
    for at in range(LEFT_LETTERS, len(word) - RIGHT_LETTERS + 1):
        place = at - 1 if word[at - 1 : at + 1] in _DIGRAPHS else at
        is_onset = word[at] not in _VOWELS and word[at + 1] in _VOWELS
        if is_onset and place >= LEFT_LETTERS and _VOWELS.intersection(word[:place]):
            yield place
