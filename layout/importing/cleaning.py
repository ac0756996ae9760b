"""Text repairs for foreign copy: each a named rule that can be switched off and is reported.

clean
├─ _finders        rule -> the edits it wants in a text
├─ _unprotected    no edit touches a web or mail address
└─ _applied        edits -> text, count, first example
"""

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from layout.diagnostics import Message
from layout.importing.model import Change, CleaningRule

ALL_RULES: Final = frozenset(CleaningRule)
HEADLINE_RULES: Final = ALL_RULES - {
    CleaningRule.HAN_SPACES,
    CleaningRule.WESTERN_SPACES,
    CleaningRule.GAPS,
}
"""A space inside a headline or byline parts its members and is the editor's own."""

_HAN: Final = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_FULL_MARKS: Final = "，。、；：？！（）《》〈〉「」『』【】〔〕〖〗"
_SOFT_MARKS: Final = "“”‘’…—"
_WIDE: Final = _HAN + _FULL_MARKS + _SOFT_MARKS + "％○"
_WIDE_CHAR: Final = re.compile(f"[{_WIDE}]")
_HAN_CHAR: Final = re.compile(f"[{_HAN}]")
_ADDRESS: Final = re.compile(
    r"(?:https?://|ftp://|www\.)[!-~]*[A-Za-z0-9/]"
    r"|[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|(?<![A-Za-z0-9.])(?:[A-Za-z0-9-]+\.)+(?:com|cn|net|org|gov|edu|tw|hk)(?![A-Za-z0-9])"
)
_NUMERALS: Final = "〇○零一二三四五六七八九十百千"
_CONTEXT_CHARS: Final = 6
_MAX_PASSES: Final = 16
"""A repair may uncover another (a mark beside a mark); real copy settles in two passes."""


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    new: str


_Finder = Callable[[str], Iterator[_Edit]]


def clean(
    text: str, rules: AbstractSet[CleaningRule] = ALL_RULES
) -> tuple[str, tuple[Change, ...]]:
    """Repair one paragraph of foreign text.

    Args:
        text: One paragraph, or one line of a headline; no line breaks.
        rules: The rules that apply, in the order of ``CleaningRule``.

    Returns:
        The text and one change for every rule that found something, without a place.

    """
    changes: list[Change] = []
    for _ in range(_MAX_PASSES):
        found = len(changes)
        for rule in CleaningRule:
            edits = _unprotected(_FINDERS[rule](text), text) if rule in rules else []
            if edits:
                text, change = _applied(rule, text, edits)
                changes.append(change)
        if len(changes) == found:
            break
    return text, merged(changes)


def merged(changes: Iterable[Change]) -> tuple[Change, ...]:
    """One change a code and place, with the sum of the counts and the first example.

    Changes that carry whole text (anything but a cleaning rule) stay apart.
    """
    sums: dict[object, Change] = {}
    for number, change in enumerate(changes):
        is_rule = isinstance(change.code, CleaningRule)
        key = (change.code, change.span) if is_rule else number
        if key in sums:
            count = sums[key].count + change.count
            sums[key] = Change(
                code=change.code,
                message=change.message,
                count=count,
                before=sums[key].before,
                after=sums[key].after,
                span=change.span,
            )
        else:
            sums[key] = change
    return tuple(sums.values())


def has_han(text: str) -> bool:
    """Whether a text holds any Han character."""
    return _HAN_CHAR.search(text) is not None


def _unprotected(edits: Iterable[_Edit], text: str) -> list[_Edit]:
    """The edits that change something and lie outside every address."""
    wanted = sorted(
        (edit for edit in edits if text[edit.start : edit.end] != edit.new),
        key=lambda edit: edit.start,
    )
    if not wanted:
        return []
    kept_out = [match.span() for match in _ADDRESS.finditer(text)]
    return [e for e in wanted if not any(e.start < end and e.end > at for at, end in kept_out)]


def _applied(rule: CleaningRule, text: str, edits: list[_Edit]) -> tuple[str, Change]:
    pieces, at = [], 0
    for edit in edits:
        pieces += [text[at : edit.start], edit.new]
        at = edit.end
    first = edits[0]
    lead = text[max(0, first.start - _CONTEXT_CHARS) : first.start]
    tail = text[first.end : first.end + _CONTEXT_CHARS]
    change = Change(
        code=rule,
        message=_MESSAGES[rule],
        count=len(edits),
        before=lead + text[first.start : first.end] + tail,
        after=lead + first.new + tail,
    )
    return "".join([*pieces, text[at:]]), change


# ---------------------------------------------------------------- single characters


def _replacing(pattern: str, new: str | Callable[[str], str]) -> _Finder:
    """A rule that puts ``new`` for every match."""
    compiled = re.compile(pattern)

    def find(text: str) -> Iterator[_Edit]:
        for match in compiled.finditer(text):
            value = new if isinstance(new, str) else new(match.group())
            yield _Edit(match.start(), match.end(), value)

    return find


def _invisible(text: str) -> Iterator[_Edit]:
    for place, char in enumerate(text):
        if unicodedata.category(char) in ("Cc", "Cf") and char != "\t":
            yield _Edit(place, place + 1, "")


# U+2E80–2EFF has almost no decompositions; these are the forms that text taken from PDF files
# holds where a whole character is meant, each before the character it stands for (after
# EquivalentUnifiedIdeograph of the Unicode Character Database).
_RADICAL_PAIRS: Final = (
    "⺅亻⺉刂⺒巳⺓幺⺔彑⺕彐⺖忄⺘扌⺙攵⺛旡⺜日⺝月⺠民⺡氵⺢氺⺣灬⺤爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺯糹⺰纟⺲罒"
    "⺶羊⺷羊⺹耂⺻聿⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青"
    "⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀"
)
_RADICALS: Final = MappingProxyType(
    dict(zip(_RADICAL_PAIRS[::2], _RADICAL_PAIRS[1::2], strict=True))
)
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


# ---------------------------------------------------------------- context


def _wide_before(text: str, place: int) -> bool:
    """Whether the last character before a place, spaces aside, is Han or a full mark."""
    lead = text[:place].rstrip(" ")
    return bool(lead) and _WIDE_CHAR.match(lead[-1]) is not None


def _wide_after(text: str, place: int) -> bool:
    """Whether the first character from a place on, spaces aside, is Han or a full mark."""
    tail = text[place : place + _CONTEXT_CHARS].lstrip(" ")
    return bool(tail) and _WIDE_CHAR.match(tail[0]) is not None


def is_prose(text: str) -> bool:
    """Whether the text is running text with stops, so that its spaces mean nothing.

    Copy from before punctuation came into use, headings and lines of names part their
    members with spaces; there a space is kept.
    """
    stops = len(re.findall("[，。；！？]", text))
    return stops > 0 and len(_HAN_CHAR.findall(text)) <= 60 * stops


# ---------------------------------------------------------------- marks


def _tildes(text: str) -> Iterator[_Edit]:
    yield from _replacing("[〜∼]", "～")(text)
    for match in re.finditer(f"(?<=[0-9%℃{_HAN}])~(?=[0-9{_HAN}])", text):
        yield _Edit(match.start(), match.end(), "～")


def _ellipses(text: str) -> Iterator[_Edit]:
    wide = re.compile("。{3,}|．{3,}|·{3,}|・{3,}")
    for match in re.finditer(r"。{3,}|．{3,}|·{3,}|・{3,}|\.{3,}|…+", text):
        dots = match.group()
        beside = _wide_before(text, match.start()) or _wide_after(text, match.end())
        if dots[0] == "…":
            new = dots if len(dots) % 2 == 0 else "…" * (2 if len(dots) == 3 else len(dots) + 1)
        else:
            new = "……"
        if wide.match(dots) or beside:
            yield _Edit(match.start(), match.end(), new)


def _dashes(text: str) -> Iterator[_Edit]:
    for match in re.finditer("[─━―－-]{2,}", text):
        at_start = match.start() == 0 and _wide_after(text, match.end())
        inside = _wide_before(text, match.start())
        if match.group() != text.strip() and len(match.group()) <= 4 and (at_start or inside):
            yield _Edit(match.start(), match.end(), "——")


def _quotes(text: str) -> Iterator[_Edit]:
    """Double marks, then single ones, each only if all of them find a partner."""
    if not has_han(text):
        return
    double = _paired(text, '"＂', "“", "”")
    single = _paired(text, "'＇", "‘", "’")
    yield from [*double, *single]


def _paired(text: str, straight: str, opening: str, closing: str) -> list[_Edit]:
    is_open, edits = False, []
    for place, char in enumerate(text):
        if char in straight and not _is_apostrophe(text, place):
            edits.append(_Edit(place, place + 1, closing if is_open else opening))
            is_open = not is_open
        elif char == opening or (char == closing and not _is_apostrophe(text, place)):
            is_open = char == opening
    return [] if is_open else edits


def _is_apostrophe(text: str, place: int) -> bool:
    around = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
    letters = sum(char.isascii() and char.isalnum() for char in around)
    return text[place] in "'＇’" and letters == len(around) > 0


_FULL: Final = MappingProxyType(dict(zip(",:;?!().", "，：；？！（）。", strict=True)))
_GROUPED: Final = re.compile(f"(?<=[{_NUMERALS}]),(?=[{_NUMERALS}]{{3}}(?![{_NUMERALS}]))")


def _marks(text: str) -> Iterator[_Edit]:
    grouped = {match.start() for match in _GROUPED.finditer(text)}
    brackets = _bracket_edits(text)
    comma_style = re.search(f"[{_HAN}],[{_HAN}]", text) is not None
    for match in re.finditer(r"[,.:;?!()] *", text):
        mark = match.group()[0]
        if mark in "()":
            wanted = match.start() in brackets
        elif mark == ".":
            wanted = _is_full_stop(text, match.start(), comma_style=comma_style)
        else:
            before = _wide_before(text, match.start())
            wanted = before or _wide_after(text, match.end())
            wanted = wanted and match.start() not in grouped
        if wanted:
            end = match.start() + 1 if mark in "()" else match.end()
            yield _Edit(match.start(), end, _FULL[mark])


def _is_full_stop(text: str, place: int, *, comma_style: bool) -> bool:
    """Whether a dot ends a Chinese sentence; 一. and the dot of a foreign name do not."""
    lead, after = text[:place].rstrip(" "), text[place + 1 : place + 2]
    if not _wide_before(text, place) or not lead.strip(_NUMERALS + "（）"):
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
            beside = _wide_before(text, start) or _wide_after(text, place + 1)
            if beside or has_han(text[start:place]):
                found |= {start, place}
        elif char == ")" and (_wide_before(text, place) or _wide_after(text, place + 1)):
            found.add(place)
    found |= {p for p in opened if _wide_before(text, p) or _wide_after(text, p + 1)}
    return frozenset(found)


# ---------------------------------------------------------------- spaces

_NUMBERED: Final = re.compile(
    f"(?:第[0-9{_NUMERALS}]+[编編章节節条條款项項目]"
    f"(?:之[{_NUMERALS}]+)?|[0-9{_NUMERALS}]+[、.．])[ \u3000]+"
)
_CREDIT: Final = re.compile(
    "（[^（）]{0,60}(?:记者|記者|通讯员|通訊員|摄影|攝影|供稿|作者|实习生)[^（）]{0,60}）"
    "|(?<=[。！？”）]) *[^，。！？]{2,24}(?:[摄攝]影?|文/?[图圖])(?:报道|報道)?）?$"
)
_SPREAD: Final = re.compile(f"(?<![{_HAN}])[{_HAN}](?:[ \u3000]+[{_HAN}])+(?![{_HAN}])")
_GAP: Final = re.compile(f"(?<=[{_HAN}]) +(?=[{_HAN}《「“])")
_HEADING_CHARS: Final = 16
"""In so short a line a single space between two characters spreads them too (总 则)."""
_BETWEEN: Final = re.compile(
    f"(?<=[{_WIDE}]) +(?=[{_WIDE}])|(?<=[{_FULL_MARKS}]) +| +(?=[{_FULL_MARKS}])"
)
_AT_STOPS: Final = re.compile("(?<=[，。、；：？！]) +| +(?=[，。、；：？！）》」』】])")
_WESTERN: Final = re.compile(f"(?<=[{_HAN}]) +(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%]) +(?=[{_HAN}])")


def _spread_words(text: str) -> Iterator[_Edit]:
    for match in _SPREAD.finditer(text):
        word = match.group()
        around = text[: match.start()][-1:] + text[match.end() :][:1]
        is_pair = len(word) == 3 and len(text) <= _HEADING_CHARS and not around.strip()
        if is_pair or re.search("\u3000|  ", word):
            yield _Edit(match.start(), match.end(), re.sub("[ \u3000]", "", word))


def _han_spaces(text: str) -> Iterator[_Edit]:
    yield from _closing_up(_BETWEEN if is_prose(text) else _AT_STOPS, text)


def _closing_up(pattern: re.Pattern[str], text: str) -> Iterator[_Edit]:
    """Edits that remove the spaces a pattern finds, but for those that part members.

    Kept are the space after 第一条 and the spaces in a credit such as （记者 李明 王强）.
    """
    numbered = _NUMBERED.match(text.lstrip(" \u3000"))
    indent = len(text) - len(text.lstrip(" \u3000"))
    start = indent + numbered.end() if numbered else 0
    credits_ = [match.span() for match in _CREDIT.finditer(text)]
    for match in pattern.finditer(text):
        inside = any(at <= match.start() < end for at, end in credits_)
        if match.start() >= start and not inside:
            yield _Edit(match.start(), match.end(), "")


def _western_spaces(text: str) -> Iterator[_Edit]:
    if is_prose(text):
        yield from _closing_up(_WESTERN, text)


def _gaps(text: str) -> Iterator[_Edit]:
    """What ``_han_spaces`` has left between Han, but in credits and between lone characters."""
    kept = [match.span() for pattern in (_CREDIT, _SPREAD) for match in pattern.finditer(text)]
    for match in _GAP.finditer(text):
        if not any(at <= match.start() < end for at, end in kept):
            yield _Edit(match.start(), match.end(), "\u3000")


def _edges(text: str) -> Iterator[_Edit]:
    blank = " \u3000\t"
    lead = len(text) - len(text.lstrip(blank))
    tail = len(text.rstrip(blank))
    if lead:
        yield _Edit(0, lead, "")
    if max(lead, tail) < len(text):
        yield _Edit(max(lead, tail), len(text), "")


_FINDERS: Final[Mapping[CleaningRule, _Finder]] = MappingProxyType(
    {
        CleaningRule.ENTITIES: _replacing(r"&(?:[a-zA-Z]{2,8}|#\d{2,6});", html.unescape),
        CleaningRule.INVISIBLE: _invisible,
        CleaningRule.SPACES: _replacing("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f]", " "),
        CleaningRule.COMPATIBILITY: _replacing(
            _COMPATIBILITY,
            _compatible,
        ),
        CleaningRule.MISSING: _replacing(
            "[\ue000-\uf8ff\ufffd\U000f0000-\U000ffffd\U00100000-\U0010fffd]", "〓"
        ),
        CleaningRule.FULL_WIDTH: _replacing(
            "[０-９Ａ-Ｚａ-ｚ]|(?<=[0-9０-９])[．：](?=[0-9０-９])", _narrow
        ),
        CleaningRule.TILDES: _tildes,
        CleaningRule.ELLIPSES: _ellipses,
        CleaningRule.DASHES: _dashes,
        CleaningRule.QUOTES: _quotes,
        CleaningRule.MARKS: _marks,
        CleaningRule.SPREAD_WORDS: _spread_words,
        CleaningRule.HAN_SPACES: _han_spaces,
        CleaningRule.WESTERN_SPACES: _western_spaces,
        CleaningRule.GAPS: _gaps,
        CleaningRule.BLANKS: _replacing(
            " *\u3000[ \u3000]+| +\u3000| {2,}", lambda run: "\u3000" if "\u3000" in run else " "
        ),
        CleaningRule.EDGES: _edges,
    }
)

_MESSAGES: Final[Mapping[CleaningRule, Message]] = MappingProxyType(
    {
        CleaningRule.ENTITIES: Message(zh="网页实体还原为字符", en="web entities made characters"),
        CleaningRule.INVISIBLE: Message(zh="删去不可见字符", en="invisible characters taken out"),
        CleaningRule.SPACES: Message(zh="特殊空格改为普通空格", en="odd spaces made plain"),
        CleaningRule.COMPATIBILITY: Message(
            zh="部首及兼容字改为通用字", en="radicals and compatibility forms made plain Han"
        ),
        CleaningRule.MISSING: Message(
            zh="无法显示的字改为缺字符〓", en="characters no font can show made 〓"
        ),
        CleaningRule.FULL_WIDTH: Message(
            zh="全角字母数字改为半角", en="full-width letters and digits made ASCII"
        ),
        CleaningRule.TILDES: Message(zh="浪纹号统一为～", en="tildes made ～"),
        CleaningRule.ELLIPSES: Message(zh="省略号统一为……", en="ellipses made ……"),
        CleaningRule.DASHES: Message(zh="破折号统一为——", en="dashes made ——"),
        CleaningRule.QUOTES: Message(
            zh="直引号改为成对引号", en="straight quotation marks made pairs"
        ),
        CleaningRule.MARKS: Message(zh="半角标点改为全角", en="half-width marks made full-width"),
        CleaningRule.SPREAD_WORDS: Message(zh="收拢撑开的词", en="spread words closed up"),
        CleaningRule.HAN_SPACES: Message(
            zh="删去汉字与标点间的空格", en="spaces beside Han and marks taken out"
        ),
        CleaningRule.WESTERN_SPACES: Message(
            zh="删去汉字与西文间的空格", en="spaces between Han and Western taken out"
        ),
        CleaningRule.GAPS: Message(
            zh="起分隔作用的空格改为全角空格", en="spaces that part members made one em"
        ),
        CleaningRule.BLANKS: Message(zh="连续空格并为一个", en="runs of spaces made one"),
        CleaningRule.EDGES: Message(
            zh="删去段首段尾空白", en="indents and trailing blanks removed"
        ),
    }
)
