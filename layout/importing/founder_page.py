"""The lines of one 数字报 article page -> its page line, list of headlines, article, footer.

read_page
├─ _kinds            what each line is: page, navigation, date, footer, text
├─ _zones            header (标题导航) | article | footer
├─ _head             引题, 主题, 副题, 署名 out of the lines before the body
└─ _body             paragraphs, subheads, verse; the dateline is lifted out
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date as Date
from enum import Enum, auto
from itertools import accumulate, pairwise
from typing import Final

from layout.content.model import ArticleHead, ArticleKind, BlockKind
from layout.diagnostics import Message
from layout.importing.cleaning import HEADLINE_RULES, clean, has_han, merged
from layout.importing.model import Change, CleaningRule, CopyArticle, CopyBlock, Editing

_BLANK: Final = " \t\u00a0\u3000\ufeff\u200b"
_PAGE: Final = re.compile(
    r"第\s*([A-Za-z]?)\s*([0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})\s*版\s*[:：]?\s*(.{0,20})"
)
_DATE: Final = re.compile(
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
_EDITORS: Final = re.compile(
    r"(本版责任编辑|责任编辑|責任編輯|本版编辑|编辑|編輯|美编|美編|校对|校對|版式|责编|组版)\s*[:：]\s*"
    r"([\u4e00-\u9fff·]{2,4}(?:[ \u3000、][\u4e00-\u9fff·]{2,4}(?!\s*[:：]))*)\s*"
)
_DECK: Final = re.compile("(?:——|─|―|--|—)")
_BYLINE: Final = re.compile(
    r"[●○■□◆◇▲△★☆◎⊙•][^。！？]{1,40}$"
    r"|(?:本报|本報|见习|特约|实习)?(?:首席)?(?:记者|記者|通讯员|通訊員|评论员|评论員)[^。！？，,]{1,40}$"
    r"|(?:作者|撰文|摄影|文图|图文|文[/／]图?|图[/／]文?)\s*[:：/／ ]?\s*[^。！？，,]{2,30}$"
)
_SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "张劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧蕭蔣葉蘇魏呂盧鐘譚陸賈韋鄒閻龍陶賀顧龔萬錢嚴湯"
)
_NAMES: Final = re.compile(
    f"[{_SURNAMES}][\u4e00-\u9fff]{{1,3}}(?:[ \u3000\u00a0]+[{_SURNAMES}][\u4e00-\u9fff]{{1,3}}){{0,4}}"
)
"""A line of bare names, each with one of the commonest surnames before it."""
_DATELINE: Final = re.compile(
    r"(?:本报讯|本報訊|本报[^，。：（(\s]{1,12}(?:讯|电)|(?:据)?新华社[^，。：（(\s]{1,20}(?:电|讯)"
    r"|(?:据)?中新社[^，。：（(\s]{1,20}电|(?:据)?中央社[^，。：（(\s]{1,20}電)"
    r"(?:\s*[（(][^）)]{1,60}[）)])?[ \u3000:：]*"
)
_SENTENCE_END: Final = re.compile(r"[。！？…；：!?;:][”’」』）)]*$")
_NO_SUBHEAD: Final = re.compile(r"[。！？…；：，、!?;:,.”’」』）)》]$|[:：]|^图[①-⑩为]")
_HEAD_LINES: Final = 14
"""No head of an article has more lines, blank ones included."""
_LONG_CHARS: Final = 50
_SUBHEAD_CHARS: Final = 22
_VERSE_CHARS: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class FounderPage:
    """What one text told."""

    file: str
    number: int | None = None
    name: str = ""
    date: Date | None = None
    editors: tuple[tuple[str, str], ...] = ()
    headlines: tuple[str, ...] = ()
    article: CopyArticle | None = None
    footer: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


class _Kind(Enum):
    BLANK = auto()
    PAGE = auto()
    NAVIGATION = auto()
    DATE = auto()
    EDITORS = auto()
    FOOTER = auto()
    TEXT = auto()


_WORDS: Final = (_Kind.FOOTER, _Kind.TEXT)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    kind: _Kind
    text: str


@dataclass(slots=True)
class _Notes:
    """Collects the changes of one text."""

    file: str
    rules: frozenset[CleaningRule]
    changes: list[Change] = field(default_factory=list)

    def cleaned(self, line: _Line, *, headline: bool = False) -> str:
        rules = self.rules & HEADLINE_RULES if headline else self.rules
        text, found = clean(line.text, rules)
        self.changes += [change.at(self.file) for change in found]
        return text

    def tell(self, code: Editing, zh: str, en: str, line: _Line, after: str = "") -> None:
        change = Change(code=code, message=Message(zh=zh, en=en), before=line.text, after=after)
        self.changes.append(change.at(self.file, line.number))


def read_page(text: str, file: str, rules: frozenset[CleaningRule]) -> FounderPage:
    """Take one saved article page apart.

    Args:
        text: All its text, line by line.
        file: Its name, for the report.
        rules: The cleaning rules that apply.

    Returns:
        What was found; a text without an article has None for it.

    """
    notes = _Notes(file, rules)
    lines = [_Line(n, _kind(raw), raw.strip(_BLANK)) for n, raw in enumerate(_rows(text), 1)]
    head, copy, foot = _zones(lines)
    number, name = _page_line(lines, notes)
    above, under = _at_page_line(head)
    listed = tuple(notes.cleaned(line, headline=True) for line in under)
    article = _article(copy, listed, notes)
    for line in lines:
        if line.kind is _Kind.NAVIGATION:
            notes.tell(Editing.DROPPED, "删去网页导航", "navigation of the web page dropped", line)
    return FounderPage(
        file=file,
        number=number,
        name=name,
        date=_first_date(lines),
        editors=_editors(lines),
        headlines=listed,
        article=article,
        footer=tuple(line.text for line in [*above, *foot] if line.kind in _WORDS),
        changes=merged(notes.changes),
    )


def _at_page_line(head: Sequence[_Line]) -> tuple[list[_Line], list[_Line]]:
    """The words above the page line (the site's own) and those under it (标题导航)."""
    lines = list(head)
    place = next((n for n, line in enumerate(lines) if line.kind is _Kind.PAGE), -1)
    return lines[: place + 1], [line for line in lines[place + 1 :] if line.kind is _Kind.TEXT]


def same_words(one: str, other: str) -> bool:
    """Whether two lines have the same letters and Han, marks and spaces aside."""
    return re.sub(r"\W", "", one) == re.sub(r"\W", "", other)


def _rows(text: str) -> list[str]:
    return re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text).split("\n")


# ---------------------------------------------------------------- lines and zones


def _kind(raw: str) -> _Kind:
    text = raw.strip(_BLANK)
    if not text:
        return _Kind.BLANK
    if _PAGE.fullmatch(text):
        return _Kind.PAGE
    if _is_navigation(text):
        return _Kind.NAVIGATION
    if _DATE.fullmatch(text):
        return _Kind.DATE
    if _FOOTER.search(text) and len(text) < 4 * _LONG_CHARS:
        return _Kind.FOOTER
    if _EDITORS.match(text) and not _EDITORS.sub("", text).strip(_BLANK):
        return _Kind.EDITORS
    return _Kind.TEXT


def _is_navigation(text: str) -> bool:
    """Words of the web page alone, with the arrows and figures around them."""
    rest, words = _NAVIGATION.subn(" ", text)
    bare = _LEFTOVER.fullmatch(_DATE.sub("", rest)) is not None
    return bare and (words > 0 or re.fullmatch(r"[34◀▶←→]", text) is not None)


def _zones(lines: Sequence[_Line]) -> tuple[list[_Line], list[_Line], list[_Line]]:
    """Header, article and footer: the article is the fullest stretch between navigation.

    A stretch right under the article's own bar (上一篇 下一篇, 放大 缩小) comes first, for a
    list of headlines may be longer than a short article. Lines of the footer's kind inside the
    article, such as the address in a notice, are its text.
    """
    bars = [n for n, line in enumerate(lines) if line.kind is _Kind.NAVIGATION]
    bounds = list(zip([-1, *bars], [*bars, len(lines)], strict=True))
    under = [pair for pair in bounds if pair[0] >= 0 and _BAR.search(lines[pair[0]].text)]
    fullest = [
        max(group, key=lambda pair: _fill(lines, pair)) for group in (under, bounds) if group
    ]
    start, end = next((pair for pair in fullest if _fill(lines, pair)), bounds[-1])
    last = end
    while last > start + 1 and lines[last - 1].kind in (_Kind.FOOTER, _Kind.BLANK):
        last -= 1
    copy = [
        replace(line, kind=_Kind.TEXT) if line.kind is _Kind.FOOTER else line
        for line in lines[start + 1 : last]
    ]
    return list(lines[: start + 1]), copy, list(lines[last:])


def _fill(lines: Sequence[_Line], bounds: tuple[int, int]) -> int:
    """How much text stands between two places."""
    stretch = lines[bounds[0] + 1 : bounds[1]]
    return sum(len(line.text) for line in stretch if line.kind is _Kind.TEXT)


def _page_line(lines: Sequence[_Line], notes: _Notes) -> tuple[int | None, str]:
    for line in lines:
        match = _PAGE.fullmatch(line.text) if line.kind is _Kind.PAGE else None
        if match:
            section, figures, name = match.groups()
            if section and section.upper() != "A":
                notes.tell(Editing.READ_AS, "版序另排", "section page numbered anew", line)
                return None, f"{section.upper()}{figures} {name}".strip()
            cleaned = _Line(line.number, line.kind, name)
            return _figure(figures), notes.cleaned(cleaned, headline=True)
    return None, ""


def _figure(figures: str) -> int:
    """A page number in Arabic, full-width or Chinese figures."""
    if figures.isdigit():
        return int(figures)
    tens, ten, ones = figures.rpartition("十")
    digits = "零一二三四五六七八九"
    return (digits.index(tens or "一") * 10 if ten else 0) + (digits.index(ones) if ones else 0)


def _first_date(lines: Sequence[_Line]) -> Date | None:
    for line in lines:
        if line.kind in (_Kind.NAVIGATION, _Kind.DATE) and (match := _DATE.search(line.text)):
            try:
                return Date(*(int(group) for group in match.groups()))
            except ValueError:
                continue
    return None


def _editors(lines: Sequence[_Line]) -> tuple[tuple[str, str], ...]:
    found = (line.text for line in lines if line.kind is _Kind.EDITORS)
    return tuple(
        (match.group(1), match.group(2).strip(_BLANK))
        for text in found
        for match in _EDITORS.finditer(text)
    )


# ---------------------------------------------------------------- head


def _article(zone: Sequence[_Line], listed: Sequence[str], notes: _Notes) -> CopyArticle | None:
    """The article of the zone, or None where it holds nothing but blanks."""
    lines = [line for line in zone if line.kind in (_Kind.TEXT, _Kind.BLANK)]
    while lines and lines[0].kind is _Kind.BLANK:
        lines.pop(0)
    if not lines:
        return None
    split = _body_start(lines, listed)
    head = _head(lines[:split], listed, notes)
    blocks, dateline = _body(lines[split:], notes)
    verse = any(block.kind is BlockKind.VERSE for block in blocks)
    kind = ArticleKind.POEM if verse else ArticleKind.NEWS
    if not head["headline"]:
        kind = ArticleKind.BRIEF
    return CopyArticle(
        head=ArticleHead(
            kicker=head["kicker"],
            headline=head["headline"],
            deck=head["deck"],
            byline=tuple(row for row in head["byline"].split("\n") if row),
            dateline=dateline,
            kind=kind,
        ),
        blocks=blocks,
    )


def _body_start(lines: Sequence[_Line], listed: Sequence[str]) -> int:
    """The first line of the body: what follows headline, deck and byline.

    Those are known by the page's list, a dash and a sign; where nothing is known, the first
    block of short lines is the head, and up to three of them before a full paragraph.
    """
    full = next((n for n, line in enumerate(lines) if _is_body_line(line.text)), len(lines))
    top = range(min(full, _HEAD_LINES))
    signed = [n for n in top if n and _is_signed(lines[n].text)]
    known = [n for n in top if any(same_words(lines[n].text, row) for row in listed)]
    if signed:
        return _past_names(lines, signed[-1] + 1)
    blocks = _blocks(lines[:full])
    if known:
        start = _past_names(lines, known[-1] + 1)
        between = [line for line in lines[start:full] if line.kind is _Kind.TEXT]
        return full if full < len(lines) and len(between) <= 1 else start
    if full < len(lines) and len(blocks) <= 3:
        return full
    return min(full, blocks[0] if blocks else full)


def _is_signed(text: str) -> bool:
    return bool(_BYLINE.match(text) or _DECK.match(text))


def _past_names(lines: Sequence[_Line], start: int) -> int:
    """Past a line of bare names under the headline."""
    for n in range(start, len(lines)):
        if lines[n].kind is _Kind.TEXT:
            return n + 1 if _NAMES.fullmatch(lines[n].text) else start
    return start


def _blocks(lines: Sequence[_Line]) -> list[int]:
    """Ends of the blocks of text that blank lines part."""
    kinds = [line.kind for line in lines] + [_Kind.BLANK]
    return [n for n in range(1, len(kinds)) if kinds[n] is _Kind.BLANK is not kinds[n - 1]]


def _is_body_line(text: str) -> bool:
    return len(text) > _LONG_CHARS or bool(text and _SENTENCE_END.search(text) and len(text) > 12)


def _head(lines: Sequence[_Line], listed: Sequence[str], notes: _Notes) -> dict[str, str]:
    """引题, 主题, 副题 and 署名 as text, lines parted by line breaks."""
    deck: list[str] = []
    byline: list[str] = []
    blocks: list[list[str]] = [[]]
    last = max((n for n, line in enumerate(lines) if line.kind is _Kind.TEXT), default=0)
    for n, line in enumerate(lines):
        text = notes.cleaned(line, headline=True)
        is_titled = blocks != [[]]
        is_named = n == last and _is_name_line(line.text, listed)
        if line.kind is _Kind.BLANK:
            blocks.append([])
        elif is_titled and _DECK.match(line.text):
            deck.append(text)
        elif is_titled and (_BYLINE.match(line.text) or is_named):
            byline.append(text)
        else:
            blocks[-1].append(text)
    titles = _titles([block for block in blocks if block], listed)
    parts = {
        "kicker": [],
        "headline": [],
        **titles,
        "deck": [*titles.get("deck", []), *deck],
        "byline": byline,
    }
    return {name: "\n".join(rows) for name, rows in parts.items()}


def _is_name_line(text: str, listed: Sequence[str]) -> bool:
    return _NAMES.fullmatch(text) is not None and not any(same_words(text, row) for row in listed)


def _titles(blocks: Sequence[Sequence[str]], listed: Sequence[str]) -> dict[str, list[str]]:
    """Which title lines are 主题: those that the page's list names, else the second block."""
    rows = [row for block in blocks for row in block]
    known = [n for n, row in enumerate(rows) if any(same_words(row, name) for name in listed)]
    if known:
        first, last = known[0], known[-1] + 1
        return {"kicker": rows[:first], "headline": rows[first:last], "deck": rows[last:]}
    if len(blocks) < 2:
        return {"headline": rows}
    rest = [row for block in blocks[2:] for row in block]
    return {"kicker": list(blocks[0]), "headline": list(blocks[1]), "deck": rest}


# ---------------------------------------------------------------- body


def _body(lines: Sequence[_Line], notes: _Notes) -> tuple[tuple[CopyBlock, ...], str]:
    """The blocks of the body and the dateline of its first paragraph."""
    rows = [line for line in lines if line.kind is _Kind.TEXT]
    texts = [notes.cleaned(line) for line in rows]
    if _is_verse(texts):
        notes.tell(Editing.READ_AS, "作诗歌处理", "read as verse", rows[0])
        return _verse(lines, texts), ""
    dateline = ""
    if texts and (match := _DATELINE.match(texts[0])) and match.end() < len(texts[0]):
        dateline = match.group().strip(" \u3000:：")
        texts[0] = texts[0][match.end() :]
        notes.tell(Editing.MOVED, "电头移入稿头", "dateline moved to the head", rows[0], dateline)
    blocks = []
    for n, text in enumerate(texts):
        following = texts[n + 1] if n + 1 < len(texts) else ""
        is_subhead = _is_subhead(text, following)
        if is_subhead:
            notes.tell(Editing.READ_AS, "作小标题处理", "read as a subhead", rows[n], text)
        kind = BlockKind.SUBHEAD if is_subhead else BlockKind.PARAGRAPH
        blocks.append(CopyBlock(kind=kind, text=text))
    return tuple(blocks), dateline


def _verse(lines: Sequence[_Line], texts: Sequence[str]) -> tuple[CopyBlock, ...]:
    """Lines of verse; empty lines part stanzas unless they stand after every line."""
    rows = [n for n, line in enumerate(lines) if line.kind is _Kind.TEXT]
    gaps = [after - before > 1 for before, after in pairwise(rows)]
    starts = [0, *(0 if all(gaps) else gap for gap in gaps)]
    numbers = accumulate(int(start) for start in starts)
    return tuple(
        CopyBlock(kind=BlockKind.VERSE, text=text, stanza=number)
        for text, number in zip(texts, numbers, strict=True)
    )


def _is_subhead(text: str, following: str) -> bool:
    """A short line without a final mark before a full paragraph."""
    short = len(text) <= _SUBHEAD_CHARS and has_han(text) and not _NO_SUBHEAD.search(text)
    return short and len(following) > _SUBHEAD_CHARS and _SENTENCE_END.search(following) is not None


def _is_verse(texts: Sequence[str]) -> bool:
    """Four lines or more, all short, and most of them without a full stop."""
    stopped = sum(text.endswith("。") for text in texts)
    return len(texts) >= 4 and max(map(len, texts)) <= _VERSE_CHARS and 2 * stopped <= len(texts)
