"""Repairs of single characters: invisible, compatibility, private and full-width ones."""

import html
import unicodedata
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from layout.cleaning.edits import Edit, replacing


def invisible(text: str) -> Iterator[Edit]:
    """Zero-width characters, soft hyphens, direction marks and controls, but for the tab."""
    for place, char in enumerate(text):
        if unicodedata.category(char) in ("Cc", "Cf") and char != "\t":
            yield Edit(place, place + 1, "")


# U+2E80–2EFF has almost no decompositions; these are the forms that text taken from PDF files
# holds where a whole character is meant, each before the character it stands for (after
# EquivalentUnifiedIdeograph of the Unicode Character Database).
RADICAL_PAIRS: Final = (
    "⺅亻⺉刂⺒巳⺓幺⺔彑⺕彐⺖忄⺘扌⺙攵⺛旡⺜日⺝月⺠民⺡氵⺢氺⺣灬⺤爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺯糹⺰纟⺲罒"
    "⺶羊⺷羊⺹耂⺻聿⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青"
    "⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀"
)
_RADICALS: Final = MappingProxyType(dict(zip(RADICAL_PAIRS[::2], RADICAL_PAIRS[1::2], strict=True)))
_SMALL_FORMS: Final = MappingProxyType({"︰": "：", "︙": "…", "︱": "—", "︲": "–"})


_COMPATIBILITY: Final = (
    "[\u2e80-\u2fdf\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe32\ufe35-\ufe44"
    "\ufe50-\ufe6b\uff61-\uff64\U0002f800-\U0002fa1f]"
)


def _compatible(char: str) -> str:
    """The plain character that a compatibility character stands for."""
    known = _RADICALS.get(char) or _SMALL_FORMS.get(char)
    return known or unicodedata.normalize("NFKC", char)


def _narrow(text: str) -> str:
    return "".join(chr(ord(char) - 0xFEE0) for char in text)


entities = replacing(r"&(?:[a-zA-Z]{2,8}|#\d{2,6});", html.unescape)
odd_spaces = replacing("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f]", " ")
compatibility = replacing(_COMPATIBILITY, _compatible)
missing = replacing("[\ue000-\uf8ff\ufffd\U000f0000-\U000ffffd\U00100000-\U0010fffd]", "〓")
full_width = replacing("[０-９Ａ-Ｚａ-ｚ]|(?<=[0-9０-９])[．：](?=[0-9０-９])", _narrow)
