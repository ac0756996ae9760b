"""The lines of a saved 数字报 page, and what each is: page line, navigation, date, copy, footer.

read_lines      what each line is
zones           header (标题导航) | article | footer
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

BLANK: Final = " \t\u00a0\u3000\ufeff\u200b"
PAGE_LINE: Final = re.compile(
    r"第\s*([A-Za-z]?)\s*([0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})\s*版\s*[:：]?\s*(.{0,20})"
)
DATE_LINE: Final = re.compile(
    r"([12][0-9]{3})\s*[年./-]\s*([0-9]{1,2})\s*[月./-]\s*([0-9]{1,2})\s*日?"
    r"(?:\s*[（(]?(?:星期|周|週|禮拜|礼拜)[一二三四五六日天][）)]?)?"
)
_NAVIGATION: Final = re.compile(
    "上一篇|下一篇|上一版|下一版|上一期|下一期|版面导航|版面導航|版面概览|标题导航|標題導航|站内检索|站內檢索"
    "|返回首页|返回目录|首页|往期回顾|数字报首页|版面目录|放大|缩小|縮小|默认|默認|朗读|打印|收藏|分享到?"
    "|关闭|關閉|字号|字体|PDF版|PDF下载"
)
_BAR: Final = re.compile("上一篇|下一篇|放大|缩小|縮小")
_LEFTOVER: Final = re.compile(r"[34789\s\u00a0\u3000:：◀▶←→«»<>＜＞|｜【】\[\]+\-/·]*")
_FOOTER: Final = re.compile(
    "版权所有|版權所有|不得转载|不得轉載|镜像|技术支持|ICP备|ICP證|网安备|法律顾问"
    r"|^\s*(?:地\s*址|社\s*址|邮\s*编|电\s*话|邮发代号|国内统一|统一刊号|刊号|网\s*址)\s*[:：]"
    r"|^[^，。]{0,12}(?:https?://|www\.)\S+\s*$"
)
EDITORS_LINE: Final = re.compile(
    r"(本版责任编辑|责任编辑|責任編輯|本版编辑|编辑|編輯|美编|美編|校对|校對|版式|责编|组版)\s*[:：]\s*"
    r"([\u4e00-\u9fff·]{2,4}(?:[ \u3000、][\u4e00-\u9fff·]{2,4}(?!\s*[:：]))*)\s*"
)
_FOOTER_CHARS: Final = 200


class Kind(Enum):
    """What a line of a saved page is."""

    BLANK = auto()
    PAGE = auto()
    NAVIGATION = auto()
    DATE = auto()
    EDITORS = auto()
    FOOTER = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its number in the file, white space at its ends removed."""

    number: int
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Zones:
    """A page in three: what stands before its article, the article, what stands after."""

    header: tuple[Line, ...]
    article: tuple[Line, ...]
    footer: tuple[Line, ...]


def read_lines(text: str) -> tuple[Line, ...]:
    """The lines of a page, each with its kind."""
    rows = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text).split("\n")
    return tuple(Line(n, _kind(raw), raw.strip(BLANK)) for n, raw in enumerate(rows, 1))


def _kind(raw: str) -> Kind:
    text = raw.strip(BLANK)
    if not text:
        return Kind.BLANK
    if PAGE_LINE.fullmatch(text):
        return Kind.PAGE
    if _is_navigation(text):
        return Kind.NAVIGATION
    if DATE_LINE.fullmatch(text):
        return Kind.DATE
    if _FOOTER.search(text) and len(text) < _FOOTER_CHARS:
        return Kind.FOOTER
    if EDITORS_LINE.match(text) and not EDITORS_LINE.sub("", text).strip(BLANK):
        return Kind.EDITORS
    return Kind.TEXT


def _is_navigation(text: str) -> bool:
    """Words of the web page alone, with the arrows and figures around them."""
    rest, words = _NAVIGATION.subn(" ", text)
    bare = _LEFTOVER.fullmatch(DATE_LINE.sub("", rest)) is not None
    return bare and (words > 0 or re.fullmatch(r"[34◀▶←→]", text) is not None)


def zones(lines: Sequence[Line]) -> Zones:
    """Header, article and footer: the article is the fullest stretch between navigation.

    A stretch right under the article's own bar (上一篇 下一篇, 放大 缩小) comes first, for a
    list of headlines may be longer than a short article. Lines of the footer's kind inside the
    article, such as the address in a notice, are its text.
    """
    bars = [n for n, line in enumerate(lines) if line.kind is Kind.NAVIGATION]
    bounds = list(zip([-1, *bars], [*bars, len(lines)], strict=True))
    under = [pair for pair in bounds if pair[0] >= 0 and _BAR.search(lines[pair[0]].text)]
    fullest = [
        max(group, key=lambda pair: _fill(lines, pair)) for group in (under, bounds) if group
    ]
    start, end = next((pair for pair in fullest if _fill(lines, pair)), bounds[-1])
    last = end
    while last > start + 1 and lines[last - 1].kind in (Kind.FOOTER, Kind.BLANK):
        last -= 1
    copy = (
        replace(line, kind=Kind.TEXT) if line.kind is Kind.FOOTER else line
        for line in lines[start + 1 : last]
    )
    return Zones(header=tuple(lines[: start + 1]), article=tuple(copy), footer=tuple(lines[last:]))


def _fill(lines: Sequence[Line], bounds: tuple[int, int]) -> int:
    """How much text stands between two places."""
    stretch = lines[bounds[0] + 1 : bounds[1]]
    return sum(len(line.text) for line in stretch if line.kind is Kind.TEXT)


def same_words(one: str, other: str) -> bool:
    """Whether two lines have the same letters and Han, marks and spaces aside."""
    return re.sub(r"\W", "", one) == re.sub(r"\W", "", other)
