"""Plain text -> YAML scalars and Markdown that read back as the same text.

YAML is written so that a reader of the simplest kind agrees with a full one: no escapes in
quotes, a literal block where a value holds both kinds of quotation marks or line breaks.
Markdown follows CommonMark 0.31 with GFM tables: every mark that could be read as markup is
escaped, at the line's start also what would open a list, heading, quotation or note.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final
from unicodedata import category

from layout.content.model import BlockKind
from layout.importing.model import CopyBlock

_PLAIN: Final = re.compile(
    r"[^\x00-\x7f\u00a0\u2028\u2029\ufeff][^\x00-\x1f:#\"'{}\[\]&*!|>%@`,\\]*"
)
_NAME: Final = re.compile(
    r"(?!(?:true|false|null|yes|no|on|off|y|n)$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
)
_MARKUP: Final = re.compile(r"[\\`*_\[\]<~|]|&(?=[#A-Za-z])|(?<=<)!|!(?=\[)|#+$")
_OPENING: Final = re.compile(
    r"(?:#{1,6}(?=[ \t]|$)|[-+](?=[ \t]|$)|>|[-=:]+$|[-=:](?=[ \t]*[-=:]))"
)
_NUMBERED: Final = re.compile(r"([0-9]{1,9})([.)])(?=[ \t]|$)")
_BAR: Final = "｜"
"""Stands for | inside a cell, where an escaped bar is not portable."""


def yaml_scalar(text: str, indent: int) -> str:
    """A string as the value of a key or an item of a list.

    Args:
        text: Any text; controls but line breaks are left out.
        indent: Columns the lines of a literal block are set in.

    Returns:
        The scalar, without a final line break.

    """
    text = without_controls(text).strip("\n ")
    if "\n" in text or ("'" in text and ('"' in text or "\\" in text)):
        margin = " " * indent
        return "|-" + "".join(
            f"\n{margin}{line.strip()}" for line in text.split("\n") if line.strip()
        )
    if _PLAIN.fullmatch(text) or _NAME.fullmatch(text):
        return text
    return f"'{text}'" if '"' in text or "\\" in text else f'"{text}"'


def without_controls(text: str) -> str:
    """The text less what neither YAML nor a page can hold: controls but the line feed."""
    return "".join(char for char in text if char == "\n" or category(char) not in ("Cc", "Cs"))


def markdown_body(blocks: Sequence[CopyBlock]) -> str:
    """The body of an article, a block a paragraph; ends with a line break unless empty."""
    groups = list(_grouped(blocks))
    return "\n\n".join(groups) + "\n" if groups else ""


def _grouped(blocks: Sequence[CopyBlock]) -> Iterator[str]:
    """Markdown of each block; the lines of a stanza stand together."""
    for (is_verse, _), group in groupby(blocks, key=_stanza):
        if is_verse:
            yield "\n".join(markdown_text(block.text) for block in group)
        else:
            yield from map(_block, group)


def _stanza(block: CopyBlock) -> tuple[bool, int]:
    return block.kind is BlockKind.VERSE and not block.markdown, block.stanza


def _block(block: CopyBlock) -> str:
    if block.markdown:
        return block.markdown
    if block.kind is BlockKind.TABLE:
        return markdown_table(block.rows)
    text = markdown_text(block.text)
    if block.kind is BlockKind.SUBHEAD:
        return f"## {text} ##" if text.endswith("#") else f"## {text}"
    return f"> {text}" if block.kind is BlockKind.QUOTE else text


def markdown_text(text: str) -> str:
    """One line of text with its markup marks escaped."""
    return escaped_opening(_inline(text))


def escaped_run(text: str) -> str:
    """A piece of a line with its markup marks escaped; spaces at its ends stay."""
    return _MARKUP.sub(_escaped, without_controls(text))


def escaped_opening(markdown: str) -> str:
    """Markdown of one line, with what would make it a list, heading or quotation escaped."""
    opening = _OPENING.match(markdown)
    if opening:
        return _escaped(opening) + markdown[opening.end() :]
    is_numbered = _NUMBERED.match(markdown)
    return _NUMBERED.sub(r"\1\\\2", markdown, count=1) if is_numbered else markdown


def _inline(text: str) -> str:
    return _MARKUP.sub(_escaped, without_controls(" ".join(text.split("\n"))).strip())


def _escaped(match: re.Match[str]) -> str:
    return "".join(f"\\{char}" for char in match.group())


def markdown_table(rows: Sequence[Sequence[str]]) -> str:
    """A GFM table, its first row the head; every row has as many cells as the longest."""
    width = max(map(len, rows))
    lines = [_row([*row, *[""] * (width - len(row))]) for row in rows]
    return "\n".join([lines[0], "| " + " | ".join(["---"] * width) + " |", *lines[1:]])


def _row(cells: Sequence[str]) -> str:
    texts = (_inline(cell.replace("|", _BAR)) for cell in cells)
    return "| " + " | ".join(f"\\{text}" if set(text) == {"-"} else text for text in texts) + " |"
