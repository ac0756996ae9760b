"""The copy of a story -> HTML of its body, alike for the site, the feeds and the e-book.

body_html
├─ _grouped    items of a list, lines of a stanza stand together
└─ _runs       strong, emphasis, links, marks of notes
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from markupsafe import Markup

from layout.content.model import BlockKind
from layout.publishing.model import Run, StoryBlock

_BREAK: Final = Markup("<br>")
_LINED: Final = {"name": Markup("<u>{}</u>"), "book": Markup("<cite>{}</cite>")}
_SUPER: Final = Markup("<sup>{}</sup>")
_SUB: Final = Markup("<sub>{}</sub>")
_DOTTED: Final = Markup("<em>{}</em>")
_EMPHASIS: Final = Markup("<i>{}</i>")
_STRONG: Final = Markup("<strong>{}</strong>")
_DATELINE: Final = Markup('<span class="dateline">{}</span>')
_SECOND: Final = re.compile(r' id="(ref\d+)"')


def body_html(blocks: Sequence[StoryBlock], *, table: str = "表格") -> Markup:
    """The blocks in order; ``table`` names a table to those who cannot see it."""
    notes = _note_numbers(blocks)
    parts = (_group(kind, list(group), notes, table) for kind, group in _grouped(blocks))
    html = Markup("\n").join(parts)
    met: set[str] = set()

    def once(match: re.Match[str]) -> str:
        is_known = match[1] in met
        met.add(match[1])
        return "" if is_known else match[0]

    return Markup(_SECOND.sub(once, html))  # noqa: S704 - markup less an attribute


def headline_html(headline: str) -> Markup:
    """A headline with its line breaks."""
    return _BREAK.join(headline.split("\n"))


def xhtml(html: Markup) -> Markup:
    """The same for a reader of XML."""
    return Markup(str(html).replace("<br>", "<br/>"))  # noqa: S704 - markup stays markup


def _note_numbers(blocks: Iterable[StoryBlock]) -> dict[str, int]:
    """The notes by their marks."""
    marks = (block.marker for block in blocks if block.kind is BlockKind.NOTE)
    return {mark: number for number, mark in enumerate(marks, 1)}


def _grouped(
    blocks: Sequence[StoryBlock],
) -> Iterator[tuple[BlockKind, Iterator[StoryBlock]]]:
    for key, group in groupby(blocks, key=lambda block: (block.kind, block.stanza)):
        yield key[0], group


def _group(
    kind: BlockKind, blocks: Sequence[StoryBlock], notes: dict[str, int], table: str
) -> Markup:
    match kind:
        case BlockKind.ITEM:
            items = (Markup("<li>{}</li>").format(_marked(block, notes)) for block in blocks)
            return Markup('<ul class="items">\n{}\n</ul>').format(Markup("\n").join(items))
        case BlockKind.VERSE:
            lines = (_runs(block.runs, notes) for block in blocks)
            return Markup('<p class="verse">{}</p>').format(_BREAK.join(lines))
        case BlockKind.QUOTE:
            lines = (Markup("<p>{}</p>").format(_marked(block, notes)) for block in blocks)
            return Markup("<blockquote>\n{}\n</blockquote>").format(Markup("\n").join(lines))
        case _:
            return Markup("\n").join(_block(block, notes, table) for block in blocks)


def _block(block: StoryBlock, notes: dict[str, int], table: str) -> Markup:
    match block.kind:
        case BlockKind.SUBHEAD:
            return Markup("<h2>{}</h2>").format(_runs(block.runs, notes))
        case BlockKind.TABLE:
            return _table(block, notes, table)
        case BlockKind.NOTE:
            number = notes[block.marker]
            back = Markup('<a class="marker" href="#ref{}" id="note{}">{}</a>')
            return Markup('<p class="note">{}{}</p>').format(
                back.format(number, number, block.marker), _runs(block.runs, {})
            )
        case _:
            return Markup("<p>{}</p>").format(_runs(block.runs, notes))


def _marked(block: StoryBlock, notes: dict[str, int]) -> Markup:
    """The text of an item behind its mark."""
    mark = Markup('<span class="marker">{}</span>').format(block.marker) if block.marker else ""
    return Markup("{}{}").format(mark, _runs(block.runs, notes))


def _table(block: StoryBlock, notes: dict[str, int], name: str) -> Markup:
    head, *rows = block.rows
    cells = Markup("").join(
        Markup('<th scope="col">{}</th>').format(_runs(cell, notes)) for cell in head
    )
    lines = Markup("\n").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(Markup("<td>{}</td>").format(_runs(cell, notes)) for cell in row)
        )
        for row in rows
    )
    return Markup(
        '<div class="table" role="region" aria-label="{}" tabindex="0"><table>\n'
        "<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n</table></div>"
    ).format(name, cells, lines)


def _runs(runs: Iterable[Run], notes: dict[str, int]) -> Markup:
    """The runs in order; those under one line (专名号, 书名号) in one element."""
    parts = []
    for (line, _), group in groupby(runs, key=lambda run: (run.line, run.stretch)):
        html = Markup("").join(_run(run, notes) for run in group)
        parts.append(_LINED[line].format(html) if line else html)
    return Markup("").join(parts)


def _run(run: Run, notes: dict[str, int]) -> Markup:
    if run.note and run.text in notes:
        mark = Markup('<sup><a id="ref{}" href="#note{}">{}</a></sup>')
        number = notes[run.text]
        return mark.format(number, number, run.text)
    html = Markup("{}").format(run.text)
    if run.reading:
        html = Markup("<ruby>{}<rt>{}</rt></ruby>").format(html, run.reading)
    for is_so, dress in (
        (run.level == "super", _SUPER),
        (run.level == "sub", _SUB),
        (run.dotted, _DOTTED),
        (run.emphasis, _EMPHASIS),
        (run.strong, _STRONG),
        (run.dateline, _DATELINE),
    ):
        html = dress.format(html) if is_so else html
    return Markup('<a href="{}">{}</a>').format(run.link, html) if run.link else html
