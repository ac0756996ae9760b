"""The clusters of an edition in, the text each glyph stands for when a reader copies it out.

A PDF gives every code of a font one text (``ToUnicode``, ISO 32000-2, 9.10.3). Most glyphs
stand for one text; where one stands for two in the same edition, such as 〓 for characters
that no face has, the commoner text wins and the other clusters must tell theirs
themselves (``ActualText``, 14.9.4).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

SOFT_HYPHEN: Final = "\u00ad"
"""What a glyph without text stands for: a hyphen that only the line end needs (14.8.2.2.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnText:
    """Glyphs of one font drawn together, what they say, and how often."""

    gids: tuple[int, ...]
    text: str
    count: int = 1


def texts_of_glyphs(drawn: Iterable[DrawnText]) -> dict[int, str]:
    """The text of every glyph of one font that is drawn."""
    votes: Counter[tuple[int, str]] = Counter()
    unclear: list[DrawnText] = []
    for item in drawn:
        if len(item.gids) == len(item.text):
            for gid, char in zip(item.gids, item.text, strict=True):
                votes[gid, char] += item.count
        elif len(item.gids) == 1:
            votes[item.gids[0], item.text] += item.count
        else:
            unclear.append(item)
    known = _elected(votes)
    for item in unclear:
        for index, text in _told(item.gids, item.text, known):
            votes[item.gids[index], text] += item.count
    return _elected(votes)


def needs_actual_text(gids: Iterable[int], text: str, texts: Mapping[int, str]) -> bool:
    """Whether glyphs, copied one by one, give another text than theirs."""
    return "".join(texts.get(gid, "") for gid in gids) != text


def _elected(votes: Mapping[tuple[int, str], int]) -> dict[int, str]:
    """The commonest text of every glyph; of two as common, the one that sorts first."""
    ranked = sorted(votes.items(), key=lambda item: (item[1], _backwards(item[0][1])))
    return {gid: text for (gid, text), _ in ranked}


def _backwards(text: str) -> tuple[int, ...]:
    return tuple(-ord(char) for char in text)


def _told(gids: Sequence[int], text: str, known: Mapping[int, str]) -> Iterable[tuple[int, str]]:
    """What a run with a ligature says of its one unknown glyph: known text is taken off both ends.

    Nothing where more than one glyph is left: the cluster will have to tell its text.
    """
    first, start = 0, 0
    while first < len(gids) and (own := known.get(gids[first])) and text.startswith(own, start):
        first, start = first + 1, start + len(own)
    last, end = len(gids), len(text)
    while last > first and (own := known.get(gids[last - 1])) and text.endswith(own, start, end):
        last, end = last - 1, end - len(own)
    return [(first, text[start:end])] if last - first == 1 and start < end else []
