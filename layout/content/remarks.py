"""Text as typed to remarks on what a proof-reader would mark; the text itself is left alone.

Each sort of slip is remarked once an article, at its first place, with the number of its
places. Marks as GB/T 15834 has them.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from layout.content.findings import Findings
from layout.content.model import Article, ArticleKind
from layout.content.source import SourceText, without_comments
from layout.diagnostics import Message, Severity, SourceSpan


def is_han(char: str) -> bool:
    """Han characters, and 〇."""
    return "\u3400" <= char <= "\u9fff" or char == "\u3007" or char >= "\U00020000"


def is_wide(char: str) -> bool:
    """Han characters and the marks that stand among them."""
    is_mark = "\u3000" < char <= "\u303f" or "\uff01" <= char <= "\uff65"
    return is_mark or is_han(char) or char in _OPEN_WIDE


_OPEN_WIDE: Final = frozenset("\u2018\u2019\u201c\u201d\u2014\u2026")


def _is_ascii_mark(char: str) -> bool:
    return "!" <= char <= "~"


Neighbours: TypeAlias = Callable[[str, str, str], bool]
"""Whether what was found is a slip: the character before, what was found, the one after.

Line ends, the ends of the text, and what is no text are white space.
"""


def _always(_before: str, _found: str, _after: str) -> bool:
    return True


def _beside_wide(before: str, _found: str, after: str) -> bool:
    return is_wide(before) or is_wide(after)


def _between_han(before: str, _found: str, after: str) -> bool:
    return is_han(before) and is_han(after)


def _is_half_width(before: str, found: str, after: str) -> bool:
    """A full stop also ends sentences of code and figures, brackets also hold Western words."""
    if found == ".":
        return is_han(before) and (is_wide(after) or after.isspace())
    if found == "(":
        return is_wide(before) and is_wide(after)
    if found == ")":
        return is_wide(before) and (is_wide(after) or after.isspace())
    after_han = is_wide(before) and not _is_ascii_mark(after)
    return after_han or (is_han(after) and not _is_ascii_mark(before))


def _is_doubled(_before: str, found: str, _after: str) -> bool:
    """``。。。`` is an ellipsis, and up to three ``！`` or ``？`` are a matter of tone."""
    if set(found) <= {"！", "？"}:
        return len(found) > 3
    return not set(found) & {"！", "？"} and (set(found) != {"。"} or len(found) == 2)


def _is_no_dash(before: str, found: str, after: str) -> bool:
    if found == "—":
        if before.isdigit() and after.isdigit():
            return False  # a connector between figures, as in 1911—1949 (GB/T 15834, 4.13)
        return not (after == " " or (after.isascii() and after.isalpha()))
    return found[0] == "-" and not (_is_ascii_mark(before) or _is_ascii_mark(after))


def _is_no_ellipsis(before: str, found: str, _after: str) -> bool:
    if found[0] in ".…":
        return is_wide(before) and found != "……"
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slip:
    """A sort of slip: how it looks, and what to say of it; ``{}`` is what was found."""

    code: str
    severity: Severity
    pattern: re.Pattern[str]
    message: Message
    hint: Message
    applies: Neighbours = _always


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    """A stretch of text to look through, and where it starts."""

    text: str
    span: SourceSpan
    is_value: bool = False
    """Whether it is a value of the head, whose place stands for all of its characters."""

    def place(self, offset: int) -> SourceSpan:
        """The place of a character."""
        if self.is_value:
            return self.span
        before = self.text[:offset]
        line = (self.span.line or 1) + before.count("\n")
        return SourceSpan(file=self.span.file, line=line, column=offset - before.rfind("\n"))


def remark_on(article: Article, source: SourceText, body_line: int, findings: Findings) -> None:
    """Remark on the head and the body of one article; the body starts at ``body_line``."""
    typed = _Copy(text="\n".join(source.lines[body_line - 1 :]), span=source.span(body_line, 1))
    body = _Copy(text=_NOT_TEXT.sub(_blank, without_comments(typed.text, "\t")), span=typed.span)
    head = tuple(_head_values(article))
    for slip in _SLIPS:
        _remark(slip, (body, *head), findings)
    for slip in _BODY_SLIPS:
        _remark(slip, (body,), findings)
    for slip in _MARKUP_SLIPS:
        _remark(slip, (typed,), findings)
    if article.head.kind is not ArticleKind.POEM:
        _tell(
            _JOINED_LINES, [p for p in _places(_JOINED_LINES, (typed,)) if _is_joined(p)], findings
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A slip where it stands."""

    copy: _Copy
    match: re.Match[str]


def _remark(slip: _Slip, copies: Iterable[_Copy], findings: Findings) -> None:
    _tell(slip, _places(slip, copies), findings)


def _places(slip: _Slip, copies: Iterable[_Copy]) -> list[_Found]:
    places = []
    for copy in copies:
        text = copy.text
        for match in slip.pattern.finditer(text):
            start, end = match.span()
            before = text[start - 1] if start else "\n"
            after = text[end] if end < len(text) else "\n"
            if slip.applies(before, match[0], after):
                places.append(_Found(copy=copy, match=match))
    return places


def _is_joined(found: _Found) -> bool:
    """Whether an indented line goes on from the one above, which ends no block by itself."""
    above = found.copy.text[: found.match.start()].rpartition("\n")[2]
    return not (above.lstrip().startswith(("#", "|")) or above.endswith(("  ", "\\")))


def _tell(slip: _Slip, places: list[_Found], findings: Findings) -> None:
    """One remark for all places of a slip."""
    if not places:
        return
    copy, match = places[0].copy, places[0].match
    found, span = match[0].strip() or match[0], copy.place(match.start(match.lastindex or 0))
    message = Message(zh=slip.message.zh.format(found), en=slip.message.en.format(found))
    if len(places) > 1:
        message = Message(
            zh=f"{message.zh}（本稿共 {len(places)} 处）",
            en=f"{message.en} ({len(places)} places)",
        )
    if slip.severity is Severity.WARNING:
        findings.warning(slip.code, span, message, slip.hint)
    else:
        findings.note(slip.code, span, message, slip.hint)


# What is typed but not set, or is set for another reason than to be read: addresses of
# links, code, marks of notes, rows of dashes, bars of tables, numbers of items.
_NOT_TEXT: Final = re.compile(
    r"\]\([^)\n]{0,400}\)|<[^>\n]{0,200}>|`[^`\n]*`|\[\^[^\]\n]{1,100}\]:?"
    r"|https?://[!-~]+|(?<![!-~])[!-~]+@[!-~]+"
    r"|^[ \t]*(?:[-*_=][ \t]*){3,}$|^(?=[^\n]*\|)[ \t|:-]+$"
    r"|^[ \t\u3000]*(?:[-*+]|\d{1,3}[.)])[ \t\u3000]+|\\.|\*+",
    re.MULTILINE,
)


def _blank(match: re.Match[str]) -> str:
    """Tabs for everything but line ends, so that nothing moves."""
    return re.sub(r"[^\n]", "\t", match[0])


def _head_values(article: Article) -> Iterator[_Copy]:
    """The values of the head that are set as text."""
    head = article.head
    for name, text in (
        ("kicker", head.kicker),
        ("headline", head.headline),
        ("deck", head.deck),
        ("dateline", head.dateline),
        ("column", head.column),
    ):
        if text:
            yield _Copy(text=text, span=article.span_of(name), is_value=True)
    for picture in article.pictures:
        yield _Copy(text=picture.head.caption, span=picture.span, is_value=True)


# -- slips -----------------------------------------------------------------------------

_SLIPS: Final = (
    _Slip(
        code="STRAIGHT_QUOTES",
        severity=Severity.WARNING,
        pattern=re.compile("[\"']"),
        applies=_beside_wide,
        message=Message(zh="中文里用了直引号 {}", en="straight quotation mark {} in Chinese text"),
        hint=Message(zh="改用“ ”或‘ ’", en="use “ ” or ‘ ’"),
    ),
    _Slip(
        code="HALF_WIDTH_MARK",
        severity=Severity.WARNING,
        pattern=re.compile(r"[,;:?!.()]"),
        applies=_is_half_width,
        message=Message(zh="汉字间用了半角标点 {}", en="half-width mark {} between Han characters"),
        hint=Message(zh="改用全角标点，。；：？！（）", en="use full-width marks ，。；：？！（）"),
    ),
    _Slip(
        code="DOUBLED_MARK",
        severity=Severity.WARNING,
        pattern=re.compile(r"[，、；：。！？]{2,}"),
        applies=_is_doubled,
        message=Message(zh="标点重复 {}", en="doubled punctuation {}"),
        hint=Message(zh="只留一个", en="keep one mark"),
    ),
    _Slip(
        code="DASH",
        severity=Severity.WARNING,
        pattern=re.compile(r"-{2,3}(?!-)|—+"),
        applies=_is_no_dash,
        message=Message(zh="破折号写成了 {}", en="{} in the place of a dash"),
        hint=Message(zh="破折号写两个：——", en="a Chinese dash is two of them: ——"),
    ),
    _Slip(
        code="ELLIPSIS",
        severity=Severity.WARNING,
        pattern=re.compile(r"\.{3,6}|。{3,}|·{3,}|…+"),
        applies=_is_no_ellipsis,
        message=Message(zh="省略号写成了 {}", en="{} in the place of an ellipsis"),
        hint=Message(zh="省略号写两个：……", en="a Chinese ellipsis is two of them: ……"),
    ),
    _Slip(
        code="INVISIBLE_CHARACTER",
        severity=Severity.WARNING,
        pattern=re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u00ad]"),
        message=Message(zh="有看不见的字符", en="a character that cannot be seen"),
        hint=Message(zh="多半是粘贴带来的，删去", en="it came with a paste; delete it"),
    ),
    _Slip(
        code="PRIVATE_CHARACTER",
        severity=Severity.WARNING,
        pattern=re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]"),
        message=Message(
            zh="自造字“{}”换一台机器就认不出", en="“{}” is a private character of some system"
        ),
        hint=Message(zh="改用标准字", en="use a character of the standard"),
    ),
)
_BODY_SLIPS: Final = (
    _Slip(
        code="SPACE_BETWEEN_HAN",
        severity=Severity.NOTE,
        pattern=re.compile("[ \u00a0]+"),
        applies=_between_han,
        message=Message(zh="汉字间有空格", en="a space between Han characters"),
        hint=Message(zh="没有用意就删去", en="delete it unless it is meant"),
    ),
)
_JOINED_LINES: Final = _Slip(
    code="JOINED_LINES",
    severity=Severity.WARNING,
    pattern=re.compile(r"\n(?<=[^\s]\n)(?P<at>\u3000+)(?=\S)"),
    message=Message(
        zh="行首空格不分段，这一行接排在上一行之后",
        en="an indent starts no paragraph; this line is joined to the one above",
    ),
    hint=Message(zh="段与段之间空一行", en="put an empty line between paragraphs"),
)
# Signs of a markup that was meant but is not there; looked for in the lines as typed.
_MARKUP_SLIPS: Final = (
    _Slip(
        code="HEADING_WITHOUT_SPACE",
        severity=Severity.WARNING,
        pattern=re.compile(r"^ {0,3}#{2,6}(?=[^#\s])", re.MULTILINE),
        message=Message(zh="“{}”后没有空格，不成小标题", en="“{}” without a space is no subhead"),
        hint=Message(zh="写成“## 小标题”", en="write “## subhead”"),
    ),
    _Slip(
        code="ENTITY",
        severity=Severity.WARNING,
        pattern=re.compile(r"&(?:#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]{1,31});"),
        message=Message(zh="“{}”会照原样排出", en="“{}” is set as it stands"),
        hint=Message(zh="直接写这个字符", en="write the character itself"),
    ),
    _Slip(
        code="COMMENT",
        severity=Severity.NOTE,
        pattern=re.compile(r"<!--"),
        message=Message(zh="注释不排", en="the comment is not set"),
        hint=Message(zh="发稿前可以删去", en="it may be deleted before press"),
    ),
    _Slip(
        code="SEPARATOR",
        severity=Severity.NOTE,
        pattern=re.compile(
            r"^[ \t]*(?:-(?:[ \t]*-){2,}|\*(?:[ \t]*\*){2,}|_(?:[ \t]*_){2,}|={3,})[ \t]*$",
            re.MULTILINE,
        ),
        message=Message(zh="分隔线不排", en="the line between paragraphs is not set"),
        hint=Message(zh="需要分节时用小标题“## ”", en="to part sections use a subhead, “## ”"),
    ),
)
