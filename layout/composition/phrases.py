"""A headline's text in, the places where a line may end and what each costs out.

    breaks                   text -> Break(offset, cost, tier)
    ├─ _words                users' words and marks as they stand, the rest by the segmenter
    ├─ _common_bounds        where the segmenter cuts the text as a whole
    └─ _cost                 two neighbouring words -> how well they part

Costs are on one scale: 0 parts two phrases, 2 a verb from its object, 4 an adjective from
its noun, 6 and more reads badly. Conventions of the trade; CLREQ asks only that headings be
broken by sense.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate, pairwise
from typing import Final


class Tier(IntEnum):
    """How a break stands to the rules that are not weighed against balance."""

    SOUND = 0
    DOUBTFUL = 1
    """Between words in one reading of the text, inside one in another."""
    INSIDE_PAIR = 2
    """Inside 《》, “” or （）."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A place where a line of a headline may end."""

    offset: int
    """Where the next line starts; white space before it belongs to neither line."""
    cost: float
    tier: Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """A word as the segmenter sees it; ``tag`` is its part of speech (ICTCLAS letters)."""

    text: str
    tag: str


_OPEN: Final = "“‘（《〈「『【〔〖[(﹁﹃"
_CLOSE: Final = "”’）》〉」』】〕〗])﹂﹄"
_NOT_FIRST: Final = _CLOSE + "、，。．：；！？·・‧～–/／,.;:!?%％‰℃…+＋"
_NOT_LAST: Final = _OPEN + "·・‧～–/／￥$＄"
_AFTER: Final = {"：": 0.0, "，": 0.0, "；": 0.0, "。": 0.0, "！": 0.0, "？": 0.0, "、": 2.0}
"""Marks after which a line ends well; after 、 a list goes on."""

_NUMERALS: Final = "0123456789０１２３４５６７８９〇零一二三四五六七八九十百千万亿两几数多余半第"
_MEASURES: Final = (
    "个名位项家条座起件场次届期年月日号时点分秒天周岁人户只头匹棵株亩公顷米厘里吨克千克斤公斤"
    "元角度倍成批处所间套台辆架艘部本篇册张幅枚层级类种样份笔步轮代字万亿"
)
_WESTERN: Final = re.compile(r"[A-Za-z0-9Ａ-Ｚａ-ｚ０-９][A-Za-z0-9Ａ-Ｚａ-ｚ０-９.,'&+\-]*")
_SCORE: Final = re.compile(f"[{_NUMERALS}]+比[{_NUMERALS}]+")
_MARK: Final = re.compile("[^\\w\\s]|_")
_ATTACHED: Final = frozenset("的地得了着过们之所")
"""Characters that lean on what stands before them."""

_SUFFIXES: Final = frozenset("人师期家员者界学厂站区队团奖节馆院型式率性化感力观热潮法案权")
"""Characters that, alone after a noun, are the end of a longer noun: 修复|师, 返青|期."""

_COMPLEMENTS: Final = frozenset("到出成住完掉")
"""Characters that, alone after a verb, tell its result: 观测|到."""

_STARTERS: Final = re.compile(
    "多[地国省家]|各[地级界国]|[我全本][国省市县区州]|他们?|她们?|我们|今[年天]|目前|近日"
)
"""Words that open a clause: a line ends well before them, less well after them."""

_BADLY_FIRST: Final = {
    "与": 7.0,
    "和": 7.0,
    "及": 7.0,
    "以及": 5.0,
    "跟": 7.0,
    "同": 4.0,
    "或": 7.0,
    "而": 5.0,
    "并": 3.0,
    "也": 3.0,
    "都": 3.0,
    "就": 3.0,
    "上": 8.0,
    "中": 8.0,
    "下": 8.0,
    "内": 8.0,
    "里": 8.0,
    "外": 8.0,
    "间": 8.0,
    "后": 7.0,
    "前": 7.0,
    "时": 7.0,
    "以上": 8.0,
    "以下": 8.0,
    "以来": 8.0,
    "以内": 8.0,
    "左右": 8.0,
    "期间": 7.0,
}
_BADLY_LAST: Final = {
    "的": 5.0,
    "把": 11.0,
    "被": 11.0,
    "将": 8.0,
    "让": 8.0,
    "使": 8.0,
    "令": 8.0,
    "不": 12.0,
    "没": 12.0,
    "未": 12.0,
    "是": 7.0,
    "为": 8.0,
    "在": 10.0,
    "有": 6.0,
    "无": 8.0,
    "达": 7.0,
    "至": 9.0,
    "到": 7.0,
    "向": 9.0,
    "从": 11.0,
    "对": 9.0,
    "就": 8.0,
    "以": 9.0,
    "由": 9.0,
    "因": 8.0,
    "用": 6.0,
    "按": 9.0,
    "给": 7.0,
    "于": 9.0,
    "可": 7.0,
    "能": 7.0,
    "要": 7.0,
    "应": 7.0,
    "会": 5.0,
    "等": 1.0,
    "了": 2.0,
    "着": 3.0,
    "过": 2.0,
}
_TITLES: Final = frozenset(
    re.findall(
        r"\w+",
        "同志 先生 女士 主席 总书记 书记 总理 总统 部长 省长 市长 县长 区长 乡长 镇长 村长 主任 "
        "局长 处长 院长 校长 院士 教授 博士 医生 老师 记者 代表 委员 将军 大使 一行",
    )
)

_BEFORE_STARTER: Final = 0.8
_AFTER_STARTER: Final = 5.0
_WORD_IN_TWO: Final = 12.0
_NEUTRAL: Final = 2.5

_BY_TAGS: Final = {
    # Subject before predicate: the best place after a mark.
    "nv": 0.5,
    "nd": 0.5,
    "np": 0.8,
    "nr": 1.0,
    "na": 1.0,
    "nb": 2.8,
    "nt": 1.0,
    "nm": 2.0,
    "nn": 3.6,
    "nf": 8.0,
    # Verb before object.
    "vn": 2.2,
    "vv": 1.6,
    "vm": 2.4,
    "vp": 2.2,
    "va": 2.4,
    "vr": 2.4,
    "vd": 1.5,
    "vt": 2.0,
    "vf": 7.0,
    # Adjective before noun or verb.
    "an": 4.5,
    "av": 5.0,
    "aa": 4.5,
    "bn": 4.5,
    "bb": 4.5,
    # Numbers with their measure words before what they count.
    "mn": 5.5,
    "ma": 5.5,
    "mb": 5.5,
    "mv": 1.0,
    "mp": 1.5,
    "md": 1.0,
    # Pronouns as subjects.
    "rv": 1.0,
    "rd": 1.0,
    "rn": 3.5,
    "rp": 1.5,
    # Times and places.
    "tv": 1.2,
    "tn": 1.8,
    "td": 1.2,
    "tr": 1.2,
    "fv": 1.0,
    "fn": 2.5,
    "fd": 1.0,
    "ff": 1.5,
    "fm": 1.0,
    # Set phrases of four characters stand for clauses.
    "ii": 0.6,
    "iv": 0.8,
    "vi": 1.2,
    "in": 1.2,
    "ni": 0.8,
    "id": 0.8,
    "ai": 1.5,
    "ia": 1.0,
}
"""Cost by part of speech of the words before and after (see ``_group``)."""

_ONE_CHARACTER_LAST: Final = 3.0
"""What a word of one character at a line end costs more: 打|好, 访|民情."""

_GROUP_LIMITS: Final = {"d": 5.0, "p": 10.0, "c": 10.0, "h": 12.0}
"""Function words that must not end a line: adverbs, prepositions, conjunctions, prefixes."""


def breaks(text: str, words: Sequence[str] = ()) -> tuple[Break, ...]:
    """Where a headline may be broken, in order, with what each place costs.

    No place is inside a word, a number, a number and its measure word, a user's word or a
    Western word, before a mark that cannot start a line or after one that cannot end it.

    Args:
        text: A headline, or the part of one between forced breaks; no newline.
        words: Names and terms that must stay whole (用户词典).

    """
    plain = "".join(text.split())
    places = [k for k, char in enumerate(text) if not char.isspace()]
    marked = phrase_spaces(text)
    spaces = {index for index, place in enumerate(places) if place in marked}
    common = _common_bounds(plain)
    found = []
    for index, cost in _priced(plain, spaces, words):
        inside = _depth(plain, index) > 0
        doubtful = index not in common and index not in spaces
        tier = Tier.INSIDE_PAIR if inside else Tier.DOUBTFUL if doubtful else Tier.SOUND
        found.append(Break(offset=places[index], cost=cost, tier=tier))
    return tuple(found)


def phrase_spaces(text: str) -> frozenset[int]:
    """Where a phrase starts after white space.

    Spaces between Western words are not phrase boundaries, nor are those that draw a short
    title out (春　雪).
    """
    pieces = list(re.finditer(r"\S+", text))
    return frozenset(
        after.start()
        for before, after in pairwise(pieces)
        if min(len(before.group()), len(after.group())) > 1
        and not (_is_western(before.group()[-1]) and _is_western(after.group()[0]))
    )


def _priced(plain: str, spaces: set[int], users: Sequence[str]) -> Iterator[tuple[int, float]]:
    words = tuple(_words(plain, spaces, users))
    ends = tuple(accumulate(len(word.text) for word in words))
    for before, after, index in zip(words, words[1:], ends, strict=False):
        if _is_forbidden(plain, index):
            continue
        if index in spaces:
            yield index, 0.0
            continue
        cost = _cost(before, after)
        if cost is not None:
            yield index, cost


def _is_forbidden(plain: str, index: int) -> bool:
    before, after = plain[index - 1], plain[index]
    if before in _NOT_LAST or after in _NOT_FIRST:
        return True
    return before == after and before in "—…⋯"


def _depth(plain: str, index: int) -> int:
    """How many pairs are open before an offset."""
    head = plain[:index]
    opened = sum(head.count(mark) for mark in _OPEN)
    return opened - sum(head.count(mark) for mark in _CLOSE)


# ---------------------------------------------------------------------- words


def _cut(text: str) -> list[str]:
    # Loading the dictionary takes a tenth of a second, and not every run has headlines.
    import rjieba  # noqa: PLC0415

    return list(rjieba.cut(text, True))  # noqa: FBT003 - the binding takes no keyword


def _tagged(text: str) -> list[tuple[str, str]]:
    import rjieba  # noqa: PLC0415

    return list(rjieba.tag(text, True))  # noqa: FBT003 - the binding takes no keyword


def _common_bounds(plain: str) -> frozenset[int]:
    """Where the segmenter ends words when it knows neither spaces nor users' words."""
    folded = "".join(chr(ord(c) - 0xFEE0) if "０" <= c <= "ｚ" else c for c in plain)
    return frozenset(accumulate(map(len, _cut(folded))))


def _words(plain: str, spaces: set[int], users: Sequence[str]) -> Iterator[_Word]:
    """The words of a text without white space, none of them across a place in ``spaces``."""
    cuts = sorted({0, *spaces, len(plain)})
    for start, end in pairwise(cuts):
        yield from _joined(tuple(_piece_words(plain[start:end], users)))


def _piece_words(piece: str, users: Sequence[str]) -> Iterator[_Word]:
    fixed = [re.escape(word) for word in sorted(filter(None, users), key=len, reverse=True)]
    whole = "|".join([*fixed, _SCORE.pattern, _WESTERN.pattern])
    at = 0
    for match in re.finditer(whole, piece):
        yield from _segmented(piece[at : match.start()])
        yield _Word(text=match.group(), tag=_fixed_tag(match.group(), users))
        at = match.end()
    yield from _segmented(piece[at:])


def _fixed_tag(text: str, users: Sequence[str]) -> str:
    if text in users:
        return "nz"
    if _SCORE.fullmatch(text):
        return "t"  # a score says how a match was won, as a time says when
    return "m" if text[0] in _NUMERALS else "nz"


def _segmented(piece: str) -> Iterator[_Word]:
    if piece:
        for text, tag in _tagged(piece):
            yield _Word(text=text, tag="x" if _MARK.fullmatch(text) else tag)


def _joined(words: Sequence[_Word]) -> Iterator[_Word]:
    """Numbers with what counts them, characters with what they lean on, as one word."""
    kept: list[_Word] = []
    for word in words:
        if kept and _leans(kept[-1], word):
            kept[-1] = _Word(text=kept[-1].text + word.text, tag=_joint_tag(kept[-1], word))
        else:
            kept.append(word)
    yield from (_as_used(before, word, after) for before, word, after in _neighbours(kept))


def _joint_tag(before: _Word, after: _Word) -> str:
    if "m" in (before.tag, after.tag):
        return "m"
    return "n" if after.text in _SUFFIXES else before.tag


def _neighbours(words: Sequence[_Word]) -> Iterator[tuple[_Word | None, _Word, _Word | None]]:
    return zip((None, *words[:-1]), words, (*words[1:], None), strict=True)


def _as_used(before: _Word | None, word: _Word, after: _Word | None) -> _Word:
    """A verb that can be a noun is a verb after an adverb and before a number."""
    if word.tag != "vn":
        return word
    if (before and before.tag in ("d", "ad")) or (after and after.tag == "m"):
        return _Word(text=word.text, tag="v")
    return word


def _leans(before: _Word, after: _Word) -> bool:
    first, last = after.text[0], before.text[-1]
    if before.tag == "x" or after.tag == "x":
        return False
    if after.text in _ATTACHED:
        return after.text not in "的之所" or before.tag == "m"
    if after.text == "起" and before.tag in ("t", "m"):
        return True
    if after.text in _COMPLEMENTS and before.tag[0] == "v":
        return True
    if after.text == "好" and before.tag == "v" and len(before.text) == 1:
        return True
    if after.text in _SUFFIXES and len(before.text) > 1 and _group(before) in "nvi":
        return after.tag[0] != "v"
    if last in _NUMERALS and before.tag in ("m", "t", "x", "nz"):
        return after.tag in ("q", "m") or first in _MEASURES or _is_western(first)
    if before.tag == "m":
        return after.tag == "q" or after.text in ("以上", "以下", "左右", "以内", "多", "余")
    return before.tag == "nr" and after.tag == "nr" and len(before.text + after.text) <= 4


# ---------------------------------------------------------------------- costs


def _cost(before: _Word, after: _Word) -> float | None:
    """What parting two words costs; None where they never part."""
    if before.text in _AFTER:
        return _AFTER[before.text]
    if before.tag == "x" or after.tag == "x":
        return _mark_cost(before, after)
    left, right = _group(before), _group(after)
    parting = _BY_TAGS.get(left + right, _NEUTRAL)
    if _STARTERS.fullmatch(after.text):
        parting = min(parting, _BEFORE_STARTER)
    elif _STARTERS.fullmatch(before.text):
        parting = max(parting, _AFTER_STARTER)
    one = _ONE_CHARACTER_LAST if len(before.text) == 1 and left != "f" else 0.0
    costs = [parting + one]
    costs += (_BADLY_FIRST.get(after.text, 0.0), _BADLY_LAST.get(before.text, 0.0))
    costs.append(_GROUP_LIMITS.get(left, 0.0))
    if before.text.endswith("的"):
        costs.append(_BADLY_LAST["的"])
    if after.text in _ATTACHED or after.text.startswith(("之", "的")):
        costs.append(_WORD_IN_TWO)
    if after.text in _TITLES and before.tag.startswith("nr"):
        costs.append(9.0)
    if left == "m" and before.text[-1] in _NUMERALS:
        costs.append(_WORD_IN_TWO)
    return max(costs)


def _mark_cost(before: _Word, after: _Word) -> float:
    """Beside brackets, quotes and dashes."""
    if after.text[0] == "—":
        return 0.5
    if before.text[-1] in "—…⋯":
        return 1.0
    if before.text[-1] in _CLOSE and after.text[0] in _OPEN:
        return 1.0
    if before.text[-1] in _CLOSE:
        return max(1.5, _BADLY_FIRST.get(after.text, 0.0), _leaning(after))
    if after.text[0] in _OPEN:
        lean = _GROUP_LIMITS.get(_group(before), 0.0)
        one = 4.5 if len(before.text) == 1 else 0.0
        return max(2.0, _BADLY_LAST.get(before.text, 0.0), lean, one)
    return _NEUTRAL


def _leaning(after: _Word) -> float:
    return _WORD_IN_TWO if after.text[0] in _ATTACHED else 0.0


def _group(word: _Word) -> str:
    """One letter for a part of speech: n v a b d p c r m t f i h; verbs used as nouns are n."""
    tag = word.tag
    if tag in ("i", "l") and len(word.text) >= 4:
        return "i"
    if tag in ("vn", "an", "j", "s", "l", "i", "x", "eng", "q", "g") or tag[0] == "n":
        return "n"
    if tag in ("a", "ad", "ag"):
        return "a"
    return tag[0] if tag[0] in "vbdpcrmtfh" else "n"


def _is_western(char: str) -> bool:
    return _WESTERN.fullmatch(char) is not None
