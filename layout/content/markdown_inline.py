"""Inline Markdown tokens to runs of text, cut where a line is broken on purpose."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from layout.content.findings import Findings
from layout.content.footnotes import Footnotes
from layout.content.markdown_tags import OpenTags, mark_tag
from layout.content.model import Inline
from layout.diagnostics import Message, SourceSpan

ADDRESSES = ("http://", "https://", "mailto:")
"""Where a link may lead to."""

PLACE_HOLDER = "\ufffe"
"""What stands for a character that is in the file but not set; no file may hold it."""

# Marks that are full-width beside Han, whatever Unicode's table of widths leaves open.
_OPEN_WIDTH = frozenset("\u2018\u2019\u201c\u201d\u2014\u2026\u00b7")


@dataclass(slots=True)
class Piece:
    """A stretch of text without a break of its own."""

    line: int
    """In which line of the token it starts, from 0."""
    opens: bool
    """Whether a hard break stands before it."""
    runs: list[Inline] = field(default_factory=list)

    def add(self, run: Inline) -> None:
        """Append a run; runs in the same dress become one."""
        last = self.runs[-1] if self.runs else None
        if last and _may_merge(last) and _may_merge(run) and replace(last, text=run.text) == run:
            self.runs[-1] = replace(last, text=last.text + run.text)
        else:
            self.runs.append(run)

    def inlines(self) -> tuple[Inline, ...]:
        """The runs, white space at both ends left out."""
        runs = list(self.runs)
        while runs and not runs[0].text.strip():
            del runs[0]
        while runs and not runs[-1].text.strip():
            del runs[-1]
        if runs and runs[0].text[0].isspace():
            runs[0] = replace(runs[0], text=runs[0].text.lstrip())
        if runs and runs[-1].text[-1].isspace():
            runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip())
        return tuple(runs)


def _may_merge(run: Inline) -> bool:
    """A mark of a note and a word with its reading are runs of their own."""
    return not (run.note or run.reading)


def is_western(char: str) -> bool:
    """Whether a character is set with a space between it and the next word."""
    if "\uac00" <= char <= "\ud7a3":
        return True
    return char not in _OPEN_WIDTH and unicodedata.east_asian_width(char) not in "WF"


class InlineReader:
    """Reads the children of one inline token."""

    def __init__(
        self, place: Callable[[int], SourceSpan], notes: Footnotes, findings: Findings
    ) -> None:
        """``place`` turns an offset in the token's content into a place in the file."""
        self._place = place
        self._notes = notes
        self._findings = findings
        self._pieces = [Piece(line=0, opens=False)]
        self._line = 0
        self._is_joining = False
        self._strong = 0
        self._emphasis = 0
        self._link: str | None = None
        self._has_markup = False
        self._tags = OpenTags(findings)

    def read(self, token: Token, *, soft_break: Callable[[bool], bool]) -> list[Piece]:
        """The pieces of a token; ``soft_break`` tells whether a line end cuts like a hard one.

        It is asked with True once a hard break has been met.
        """
        for child in token.children or ():
            if child.type == "hardbreak":
                self._cut()
            elif child.type == "softbreak":
                self._line += 1
                if soft_break(len(self._pieces) > 1):
                    self._line -= 1
                    self._cut()
                else:
                    self._is_joining = True
            else:
                self._take(child)
        self._emit(self._tags.close_all())
        self._drop_last_break(token.content)
        return self._pieces

    def _drop_last_break(self, content: str) -> None:
        """A backslash at the very end asks for a line break where there is one anyway."""
        runs = self._pieces[-1].runs
        slashes = len(content) - len(content.rstrip("\\"))
        if slashes % 2 and runs and runs[-1].text.endswith("\\"):
            runs[-1] = replace(runs[-1], text=runs[-1].text[:-1])

    def _cut(self) -> None:
        self._line += 1
        self._is_joining = False
        self._pieces.append(Piece(line=self._line, opens=True))

    def _take(self, token: Token) -> None:
        match token.type:
            case "text" | "text_special" | "code_inline":
                self._add(token.content)
            case "strong_open" | "strong_close":
                self._strong += token.nesting
            case "em_open" | "em_close":
                self._emphasis += token.nesting
            case "link_open":
                self._open_link(token)
            case "link_close":
                self._link = None
            case "note_mark":
                self._emit(self._tags.rest())
                mark = self._notes.mark(token.content, self._at(token))
                self._join(mark)
                self._pieces[-1].add(Inline(text=mark, note=token.content))
            case "image":
                self._report_picture(token)
            case "html_inline" if mark_tag(token.content):
                self._emit(self._tags.take(token.content, self._at(token)))
            case "html_inline":
                self._report_markup(token)
            case "s_open":
                self._findings.error("STRIKETHROUGH", self._at(token), *_STRIKETHROUGH)
            case "s_close":
                pass
            case other:
                raise ValueError(f"unknown token {other}")

    def _at(self, token: Token) -> SourceSpan:
        return self._place(int(token.meta["at"]))

    def _add(self, typed: str) -> None:
        text = typed.replace(PLACE_HOLDER, "")
        run = Inline(
            text=text, strong=self._strong > 0, emphasis=self._emphasis > 0, link=self._link
        )
        self._emit(self._tags.dressed(run))

    def _emit(self, run: Inline | None) -> None:
        """Put a run behind the others, if it is anything."""
        if run is None or not run.text:
            return
        if self._is_joining:
            run = replace(run, text=run.text.lstrip())
            self._join(run.text)
        self._pieces[-1].add(run)

    def _join(self, text: str) -> None:
        """A line end in the source: nothing beside Han, a space between Western words."""
        runs = self._pieces[-1].runs
        if self._is_joining and runs and text:
            before = runs[-1].text.rstrip()
            is_apart = bool(before) and is_western(before[-1]) and is_western(text[0])
            runs[-1] = replace(runs[-1], text=before + " " * is_apart)
        self._is_joining = False

    def _open_link(self, token: Token) -> None:
        address = str(token.attrs.get("href", ""))
        if address.lower().startswith(ADDRESSES):
            self._link = address
            return
        is_bracketed = token.markup != "autolink"  # such a link is met after its bracket
        self._findings.error(
            "LINK_ADDRESS",
            self._place(int(token.meta["at"]) - is_bracketed),
            Message(
                zh=f"链接地址“{address}”不是网址",
                en=f"the link leads to “{address}”, no web address",
            ),
            Message(
                zh="写 http://、https:// 或 mailto: 开头的地址；若不是链接，把“[”写成“\\[”",
                en="start it with http://, https:// or mailto:; write “\\[” if it is no link",
            ),
        )

    def _report_picture(self, token: Token) -> None:
        self._findings.error(
            "BODY_PICTURE",
            self._at(token),
            Message(zh="正文里不能插图", en="a picture cannot stand in the text"),
            Message(
                zh=f"写进稿件头部：pictures: [{{file: {token.attrs.get('src', '')}, caption: …}}]",
                en="put it in the head of the article: "
                f"pictures: [{{file: {token.attrs.get('src', '')}, caption: …}}]",
            ),
        )

    def _report_markup(self, token: Token) -> None:
        """Once for each element: a closing tag after an opening one says nothing new."""
        is_closing = token.content.startswith("</")
        if not (is_closing and self._has_markup):
            self._findings.error("RAW_HTML", self._at(token), *raw_html(token.content))
        self._has_markup = True


def raw_html(tag: str) -> tuple[Message, Message]:
    """Message and hint for a piece of HTML."""
    shown = tag if len(tag) <= 24 else tag[:24] + "…"
    return (
        Message(zh=f"不能用 HTML：{shown}", en=f"HTML cannot be used: {shown}"),
        Message(
            zh="删去标签，改用 Markdown；若是正文里的“<”，写成“\\<”",
            en="delete the tag and use Markdown; write “\\<” for a “<” of the text",
        ),
    )


_STRIKETHROUGH = (
    Message(zh="报纸不排删除线（~~）", en="struck-out text (~~) is not set"),
    Message(zh="删去这些字，或把“~”写成“\\~”", en="delete the words, or write “\\~” for “~”"),
)
