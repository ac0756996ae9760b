"""The Markdown body of an article to paragraphs, subheads, quotations, items, tables, verse."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from markdown_it.token import Token

from layout.content.findings import Findings
from layout.content.footnotes import Footnotes
from layout.content.markdown_inline import PLACE_HOLDER, InlineReader, Piece, raw_html
from layout.content.markdown_rules import MAX_NESTING, newspaper_markdown
from layout.content.model import BlockKind, BodyBlock, Inline
from layout.content.source import SourceText, without_comments
from layout.diagnostics import Message, SourceSpan

BULLET = "●"

_COMMENT_SPACE = PLACE_HOLDER + " \t"
_WIDE_INDENT = re.compile(r"^[ \t]*[\u3000\u00a0][ \t\u3000\u00a0]*", re.MULTILINE)
_WIDE_GAP = re.compile(
    r"^([ \t]*(?:#{1,6}|[-*+]|\d{1,3}[.)]|>))[ \t]*[\u3000\u00a0][ \t\u3000\u00a0]*", re.MULTILINE
)
_TABLE_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_CELL_END = re.compile(r"(?<!\\)((?:\\\\)*)\|")


def read_body(
    source: SourceText, findings: Findings, *, first_line: int = 1, is_poem: bool = False
) -> tuple[BodyBlock, ...]:
    """Read the lines of an article from ``first_line`` on.

    Markdown as CommonMark and ``markdown_rules`` have it. In a poem every line of the
    source is a line of verse; elsewhere a hard line break (two spaces or a backslash at
    the line's end) makes verse. What cannot be set is told in ``findings``.
    """
    return _BodyReader(source, findings, first_line, is_poem=is_poem).read()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    """What an inline token stands in."""

    kind: BlockKind = BlockKind.PARAGRAPH
    marker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Places:
    """Where the lines of a token's content stand in the file."""

    source: SourceText
    line: int
    """The line of the file that the first line of the content is from."""
    starts: tuple[int, ...]
    """The offsets at which the texts of the lines start in the lines of the file."""
    held: list[str]

    def line_start(self, row: int) -> SourceSpan:
        """The place where a line of the content starts."""
        return self.source.span(self.line + row, self.starts[row] + 1)

    def at(self, offset: int) -> SourceSpan:
        """The place of a character of the content."""
        row, inside = 0, offset
        while inside > len(self.held[row]) and row < len(self.held) - 1:
            inside -= len(self.held[row]) + 1
            row += 1
        lead = len(self.held[row]) - len(self.held[row].lstrip())
        return self.source.span(self.line + row, self.starts[row] + max(inside - lead, 0) + 1)


def _start(line: str, text: str) -> int:
    """Where a line's text starts in it, behind indents and marks."""
    stripped = line.rstrip()
    at = len(stripped) - len(text) if stripped.endswith(text) else line.find(text)
    return max(at, 0)


class _BodyReader:
    def __init__(
        self, source: SourceText, findings: Findings, first_line: int, *, is_poem: bool
    ) -> None:
        self._source = source
        self._findings = findings
        self._first_line = first_line
        self._is_poem = is_poem
        self._notes = Footnotes(findings)
        self._lines: list[str] = []
        self._blocks: list[BodyBlock] = []
        self._stanzas = 0
        self._quotes = 0
        self._marker = ""
        self._label: str | None = None
        self._is_heading = False

    def read(self) -> tuple[BodyBlock, ...]:
        """The blocks in order, footnotes at the end."""
        text = self._plain_lines()
        self._lines = text.split("\n")
        deepest: Token | None = None
        for token in newspaper_markdown().parse(text):
            if token.level >= MAX_NESTING - 1 and token.map:
                deepest = deepest or token
            self._take(token)
        if deepest is not None and deepest.map:
            self._findings.error("NESTING", self._span(deepest.map[0]), *_NESTING)
        return (*self._blocks, *self._notes.blocks())

    def _plain_lines(self) -> str:
        """The body with comments blanked and wide indents made narrow; nothing moves."""
        text = "\n".join(self._source.lines[self._first_line - 1 :])
        text = _WIDE_INDENT.sub(_blank, _open_comments(text))
        return _WIDE_GAP.sub(lambda match: match[1] + _blank(match)[len(match[1]) :], text)

    def _take(self, token: Token) -> None:
        match token.type:
            case "inline":
                self._take_inline(token)
            case "heading_open" | "heading_close":
                self._is_heading = token.nesting > 0
            case "blockquote_open" | "blockquote_close":
                self._quotes += token.nesting
            case "list_item_open":
                self._marker = token.info + token.markup if token.info else BULLET
            case "list_item_close":
                self._marker = ""
            case "note_open":
                self._label = str(token.meta["label"])
            case "note_close":
                self._label = None
            case "table_rows":
                self._take_table(token)
            case "html_block":
                tag = token.content.strip().split("\n")[0]
                self._findings.error("RAW_HTML", self._span_of(token), *raw_html(tag))
            case "fence":
                self._findings.error("CODE_BLOCK", self._span_of(token), *_CODE_BLOCK)
            case _:  # a separator, or the frame of what is handled above
                pass

    # -- places ------------------------------------------------------------------------

    def _span(self, line: int, column: int | None = 1) -> SourceSpan:
        return self._source.span(self._first_line + line, column)

    def _span_of(self, token: Token) -> SourceSpan:
        line = token.map[0] if token.map else 0
        text = self._lines[line]
        return self._span(line, len(text) - len(text.lstrip()) + 1)

    def _places(self, token: Token) -> "_Places":
        top = token.map[0] if token.map else 0
        held = token.content.split("\n")
        starts = tuple(
            _start(self._lines[top + row], text.lstrip()) for row, text in enumerate(held)
        )
        return _Places(source=self._source, line=self._first_line + top, starts=starts, held=held)

    # -- text --------------------------------------------------------------------------

    def _pieces(
        self, token: Token, places: "_Places", soft_break: Callable[[bool], bool]
    ) -> list[Piece]:
        reader = InlineReader(places.at, self._notes, self._findings)
        return reader.read(token, soft_break=soft_break)

    def _take_inline(self, token: Token) -> None:
        if self._label is not None:
            self._define_note(token, self._label)
            return
        context, places = self._context(), self._places(token)
        is_verse = self._is_poem and context.kind is BlockKind.PARAGRAPH
        pieces = self._pieces(token, places, lambda is_broken: is_verse or is_broken)
        is_verse = is_verse or (len(pieces) > 1 and context.kind is BlockKind.PARAGRAPH)
        self._stanzas += is_verse
        for piece in pieces:
            if inlines := piece.inlines():
                self._blocks.append(self._block(piece, inlines, context, places, is_verse=is_verse))

    def _context(self) -> _Context:
        marker, self._marker = self._marker, ""
        if self._quotes:
            return _Context(kind=BlockKind.QUOTE, marker=marker)
        if self._is_heading:
            return _Context(kind=BlockKind.SUBHEAD)
        return _Context(kind=BlockKind.ITEM, marker=marker) if marker else _Context()

    def _block(
        self,
        piece: Piece,
        inlines: tuple[Inline, ...],
        context: _Context,
        places: "_Places",
        *,
        is_verse: bool,
    ) -> BodyBlock:
        kind = context.kind
        if is_verse or (piece.opens and kind is BlockKind.ITEM):
            kind = BlockKind.VERSE
        return BodyBlock(
            kind=kind,
            inlines=inlines,
            marker="" if piece.opens else context.marker,
            stanza=self._stanzas if kind is BlockKind.VERSE else 0,
            span=places.line_start(piece.line),
        )

    def _define_note(self, token: Token, label: str) -> None:
        places = self._places(token)
        pieces = self._pieces(token, places, lambda _: False)
        runs = Piece(line=0, opens=False)
        for piece in pieces:
            for run in piece.runs:
                runs.add(run)
        self._notes.define(label, runs.inlines(), places.line_start(0))

    # -- tables ------------------------------------------------------------------------

    def _take_table(self, token: Token) -> None:
        lines = token.content.split("\n")
        if len(lines) < 2 or not _TABLE_RULE.fullmatch(lines[1].strip()):
            self._findings.error("TABLE_HEAD", self._span_of(token), *_TABLE_HEAD)
            return
        top = token.map[0] if token.map else 0
        numbers = [0, *range(2, len(lines))]
        cells = [_cells(lines[number]) for number in numbers]
        for number, row in zip(numbers, cells, strict=True):
            if len(row) != len(cells[0]):
                self._report_cells(self._span(top + number), len(row), len(cells[0]))
        rows = tuple(
            tuple(self._cell(cell, top + number) for cell in row)
            for number, row in zip(numbers, cells, strict=True)
        )
        self._blocks.append(BodyBlock(kind=BlockKind.TABLE, rows=rows, span=self._span_of(token)))

    def _cell(self, text: str, line: int) -> tuple[Inline, ...]:
        (token,) = newspaper_markdown().parseInline(text)
        token.map = [line, line + 1]
        return self._pieces(token, self._places(token), lambda _: False)[0].inlines()

    def _report_cells(self, span: SourceSpan, count: int, wanted: int) -> None:
        self._findings.error(
            "TABLE_CELLS",
            span,
            Message(
                zh=f"这一行有 {count} 格，表头有 {wanted} 格",
                en=f"this row has {count} cells, the head has {wanted}",
            ),
            Message(
                zh="补齐或删去格子；格里的竖线写成“\\|”",
                en="add or take away cells; write “\\|” for a bar inside a cell",
            ),
        )


def _open_comments(text: str) -> str:
    """The text with comments made place-holders, which are dropped when text is set.

    Before the text of a line they are spaces, after it nothing, lest they change what the
    line is.
    """
    if "<!--" not in text:
        return text
    lines = without_comments(text, PLACE_HOLDER).split("\n")
    for number, line in enumerate(lines):
        if PLACE_HOLDER in line:
            shown = line.rstrip(_COMMENT_SPACE)
            lead = len(shown) - len(shown.lstrip(_COMMENT_SPACE))
            lines[number] = " " * lead + shown[lead:]
    return "\n".join(lines)


def _blank(match: re.Match[str]) -> str:
    """Spaces for everything but line ends."""
    return re.sub(r"[^\n]", " ", match[0])


def _cells(row: str) -> list[str]:
    """The cells of a table row; a bar after a backslash belongs to the text."""
    text = row.strip().removeprefix("|")
    cells: list[str] = []
    start = 0
    for match in _CELL_END.finditer(text):
        cells.append(text[start : match.end() - 1].strip())
        start = match.end()
    if text[start:].strip():
        cells.append(text[start:].strip())
    return cells


_NESTING = (
    Message(zh="列表或引文嵌套太深", en="lists or quotations are nested too deep"),
    Message(zh="最多嵌套几层", en="a few levels are the most"),
)
_CODE_BLOCK = (
    Message(zh="报纸不排代码块（```）", en="a code block (```) is not set"),
    Message(zh="改写成普通段落", en="write plain paragraphs"),
)
_TABLE_HEAD = (
    Message(
        zh="以“|”开头的行是表格，但第二行不是“|---|---|”",
        en="lines that start with “|” are a table, but the second is not “|---|---|”",
    ),
    Message(
        zh="在表头下加一行“|---|---|”；不是表格则写成“\\|”",
        en="add a line “|---|---|” below the head; write “\\|” if it is no table",
    ),
)
