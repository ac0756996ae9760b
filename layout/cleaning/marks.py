"""Repairs of marks: tildes, ellipses, dashes, quotation marks, half-width marks beside Han."""

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from layout.cleaning.edits import HAN, NUMERALS, Edit, has_han, replacing, wide_after, wide_before

_OTHER_TILDES: Final = replacing("[〜∼]", "～")
_PLAIN_TILDE: Final = re.compile(f"(?<=[0-9%℃{HAN}])~(?=[0-9{HAN}])")


def tildes(text: str) -> Iterator[Edit]:
    """〜 and ∼ everywhere, ~ between figures or Han: ～ (GB/T 15834, 4.13)."""
    yield from _OTHER_TILDES(text)
    for match in _PLAIN_TILDE.finditer(text) if "~" in text else ():
        yield Edit(match.start(), match.end(), "～")


def ellipses(text: str) -> Iterator[Edit]:
    """Runs of dots in Chinese: an ellipsis of six dots (GB/T 15834, 4.11)."""
    wide = re.compile("。{3,}|．{3,}|·{3,}|・{3,}")
    for match in re.finditer(r"。{3,}|．{3,}|·{3,}|・{3,}|\.{3,}|…+", text):
        dots = match.group()
        beside = wide_before(text, match.start()) or wide_after(text, match.end())
        if dots[0] == "…":
            new = dots if len(dots) % 2 == 0 else "…" * (2 if len(dots) == 3 else len(dots) + 1)
        else:
            new = "……"
        if wide.match(dots) or beside:
            yield Edit(match.start(), match.end(), new)


def dashes(text: str) -> Iterator[Edit]:
    """Runs of hyphens or rules after Han, or before it at the start: —— (GB/T 15834, 4.10)."""
    for match in re.finditer("[─━―－-]{2,}", text):
        at_start = match.start() == 0 and wide_after(text, match.end())
        inside = wide_before(text, match.start())
        if match.group() != text.strip() and len(match.group()) <= 4 and (at_start or inside):
            yield Edit(match.start(), match.end(), "——")


def quotes(text: str) -> Iterator[Edit]:
    """Double marks, then single ones, each only if all of them find a partner."""
    if not has_han(text):
        return
    double = _paired(text, '"＂', "“", "”")
    single = _paired(text, "'＇", "‘", "’")
    yield from [*double, *single]


def _paired(text: str, straight: str, opening: str, closing: str) -> list[Edit]:
    if not any(char in text for char in straight):
        return []
    is_open, edits = False, []
    for place, char in enumerate(text):
        if char in straight and not _is_apostrophe(text, place):
            edits.append(Edit(place, place + 1, closing if is_open else opening))
            is_open = not is_open
        elif char == opening or (char == closing and not _is_apostrophe(text, place)):
            is_open = char == opening
    return [] if is_open else edits


def _is_apostrophe(text: str, place: int) -> bool:
    around = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
    letters = sum(char.isascii() and char.isalnum() for char in around)
    return text[place] in "'＇’" and letters == len(around) > 0


_FULL: Final = MappingProxyType(dict(zip(",:;?!().", "，：；？！（）。", strict=True)))
_HALF_WIDTH: Final = re.compile(r"[,.:;?!()] *")
_COMMA_STYLE: Final = re.compile(f"[{HAN}],[{HAN}]")
_GROUPED: Final = re.compile(f"(?<=[{NUMERALS}]),(?=[{NUMERALS}]{{3}}(?![{NUMERALS}]))")


def half_width_marks(text: str) -> Iterator[Edit]:
    """Half-width marks that touch Han or enclose it, with the spaces after a stop."""
    if not _HALF_WIDTH.search(text):
        return
    grouped = {match.start() for match in _GROUPED.finditer(text)}
    brackets = _bracket_edits(text)
    comma_style = _COMMA_STYLE.search(text) is not None
    for match in _HALF_WIDTH.finditer(text):
        mark = match.group()[0]
        if mark in "()":
            wanted = match.start() in brackets
        elif mark == ".":
            wanted = _is_full_stop(text, match.start(), comma_style=comma_style)
        else:
            before = wide_before(text, match.start())
            wanted = before or wide_after(text, match.end())
            wanted = wanted and match.start() not in grouped
        if wanted:
            end = match.start() + 1 if mark in "()" else match.end()
            yield Edit(match.start(), end, _FULL[mark])


def _is_full_stop(text: str, place: int, *, comma_style: bool) -> bool:
    """Whether a dot ends a Chinese sentence; 一. and the dot of a foreign name do not."""
    lead, after = text[:place].rstrip(" "), text[place + 1 : place + 2]
    if not wide_before(text, place) or not lead.strip(NUMERALS + "（）"):
        return False
    return after in ("", " ", "”", "’", "」", "』", "）") or (comma_style and has_han(after))


def _bracket_edits(text: str) -> frozenset[int]:
    """Places of the half-width brackets that enclose or touch Han."""
    found: set[int] = set()
    opened: list[int] = []
    for place, char in enumerate(text):
        if char == "(":
            opened.append(place)
        elif char == ")" and opened:
            start = opened.pop()
            beside = wide_before(text, start) or wide_after(text, place + 1)
            if beside or has_han(text[start:place]):
                found |= {start, place}
        elif char == ")" and (wide_before(text, place) or wide_after(text, place + 1)):
            found.add(place)
    found |= {p for p in opened if wide_before(text, p) or wide_after(text, p + 1)}
    return frozenset(found)
