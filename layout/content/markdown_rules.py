"""The dialect of Markdown that articles are written in: CommonMark, less what no page has.

Differences from CommonMark, each for the sake of Chinese copy:

- Emphasis may touch Chinese marks: ``**据悉：**今年`` is bold although ``：`` stands inside;
  ``**`` may even have spaces inside. Otherwise whether ``*`` or ``_`` opens or closes is
  told by white space alone, for ``_`` also by ASCII letters and digits, so that
  ``file_name`` stays whole.
- Indented paragraphs are paragraphs, not code; underlines make no headings; link
  definitions, entities, numbers of more than three digits (``2021. ``) and markers without
  a text are plain text.
- A numbered item may follow a paragraph without an empty line.
- A table is a run of lines that start with ``|``.
- Footnotes: ``[^1]`` in the text and ``[^1]: …`` on a line of its own.

Inline tokens carry the offset they start at in ``meta["at"]``.
"""

import functools
import re
from typing import TYPE_CHECKING, Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType

if TYPE_CHECKING:
    from markdown_it.ruler import RuleOptionsType

MAX_NESTING = 40
"""Lists and quotations inside each other; the parser drops what nests deeper."""

_SILENT = True
"""How a rule of the parser is asked whether it would match."""

_SEPARATOR = re.compile(r"([-*_=])(?:[ \t]*\1){2,}[ \t]*")
_MARKER = re.compile(r"(?:[-*+]|\d+[.)])(?:[ \t]|$)")
_ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])[ \t]+\S")
_NOTE_TEXT = re.compile(r"\[\^([^\]\n]+)\]:[ \t]*")
_NOTE_MARK = re.compile(r"\[\^([^\]\n]+)\]")


@functools.cache
def newspaper_markdown() -> MarkdownIt:
    """The parser; made once, it keeps no state between texts."""
    return _NewspaperMarkdown()


class _NewspaperMarkdown(MarkdownIt):
    def __init__(self) -> None:
        super().__init__("commonmark", {"maxNesting": MAX_NESTING})
        self.inline = _PlacedInline()
        self.inline.ruler.before("link", "note_mark", _note_mark)
        self.inline.ruler.disable(["entity", "linkify"])
        self.block.ruler.disable(["code", "lheading", "reference"])
        self.block.ruler.enable("table")
        above: RuleOptionsType = {"alt": ["paragraph", "blockquote", "list"]}
        self.block.ruler.at("table", _table_rows, above)
        self.block.ruler.at("hr", _separator, above)
        self.block.ruler.at("list", _list, {"alt": ["paragraph", "blockquote"]})
        self.block.ruler.before("list", "no_item", _no_item, {"alt": ["list"]})
        self.block.ruler.before("list", "note_text", _note_text, above)

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002 (overrides the parser's)
        """Every link is taken for one; which are allowed is said where they are read."""
        return True


class _PlacedState(StateInline):
    """The state of the inline parser; tokens learn where they start."""

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta["at"] = self.pos
        return token

    def scanDelims(self, start: int, _can_split_word: bool) -> Scanned:  # noqa: N802, FBT001 (overrides the parser's)
        marker, end = self.src[start], start
        while end < self.posMax and self.src[end] == marker:
            end += 1
        before = self.src[start - 1] if start else " "
        after = self.src[end] if end < self.posMax else " "
        is_double = marker == "*" and end - start > 1
        can_open = is_double or not after.isspace()
        can_close = is_double or not before.isspace()
        if marker == "_":
            can_open &= not _is_ascii_word(before)
            can_close &= not _is_ascii_word(after)
        return Scanned(can_open, can_close, end - start)


class _PlacedInline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = _PlacedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _is_ascii_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _line(state: StateBlock, number: int) -> str:
    """A line without its indentation and without the marks of what it stands in."""
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _separator(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001 (the parser's signature)
    """A line of ``---``, ``***``, ``___`` or ``===``."""
    if not _SEPARATOR.fullmatch(_line(state, start)):
        return False
    if not silent:
        state.line = start + 1
        state.push("hr", "hr", 0).map = [start, state.line]
    return True


def _table_rows(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 (the parser's signature)
    """Lines that start with ``|``, as one token that holds them."""
    if not _line(state, start).startswith("|"):
        return False
    if silent:
        return True
    stop = start
    while (
        stop < end and state.sCount[stop] >= state.blkIndent and _line(state, stop).startswith("|")
    ):
        stop += 1
    token = state.push("table_rows", "table", 0)
    token.map = [start, stop]
    token.content = "\n".join(_line(state, number) for number in range(start, stop))
    state.line = stop
    return True


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 (the parser's signature)
    """Lists as in CommonMark, but any number up to three digits may follow a paragraph.

    A marker without a text is no item.
    """
    if not _ITEM.match(_line(state, start)):
        return False
    return list_block(state, start, end, silent) or (silent and state.parentType == "paragraph")


def _no_item(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001 (the parser's signature)
    """Ends a list where a line has the marker of an item but is none."""
    line = _line(state, start)
    return silent and bool(_MARKER.match(line)) and not _ITEM.match(line)


def _note_text(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 (the parser's signature)
    """A footnote: ``[^label]: text``, on to the next empty line or other block."""
    if (match := _NOTE_TEXT.match(_line(state, start))) is None:
        return False
    if silent:
        return True
    terminators = state.md.block.ruler.getRules("paragraph")
    stop = start + 1
    while stop < end and not state.isEmpty(stop):
        if any(rule(state, stop, end, _SILENT) for rule in terminators):
            break
        stop += 1
    first = _line(state, start)[match.end() :]
    rest = [_line(state, number) for number in range(start + 1, stop)]
    state.push("note_open", "", 1).meta["label"] = match[1]
    token = state.push("inline", "", 0)
    token.content = "\n".join([first, *rest]).strip()
    token.map, token.children = [start, stop], []
    state.push("note_close", "", -1)
    state.line = stop
    return True


def _note_mark(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (the parser's signature)
    """The mark of a footnote in the text: ``[^label]``."""
    if (match := _NOTE_MARK.match(state.src, state.pos, state.posMax)) is None:
        return False
    if not silent:
        state.push("note_mark", "", 0).content = match[1]
    state.pos = match.end()
    return True
