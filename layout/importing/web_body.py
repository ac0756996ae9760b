"""The body of a 数字报 article in HTML -> copy: paragraphs, subheads, lists, tables, verse, notes.

Old pages know paragraphs and line breaks alone; where a page tells more, the block carries
its Markdown.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from layout.content.model import BlockKind
from layout.importing.escaping import escaped_opening, escaped_run
from layout.importing.model import CopyBlock
from layout.importing.web_tree import Node

_BLANK: Final = " \t\r\n\u00a0\u3000"
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_FRAMES: Final = ("div", "founder-content", "section", "center", "font", "span", "td", "tr")
_BULLETS: Final = "●•·-*"
_NUMBER: Final = re.compile(r"\d{1,3}[.)]")
_BAR: Final = "｜"
_TAGS: Final = ("em", "u", "cite", "sup", "sub", "ruby", "rt")
"""Marks beside the text, which an edition folder writes as HTML does."""


def read_web_body(root: Node) -> tuple[CopyBlock, ...]:
    """The blocks of an article's text, in order."""
    notes = _note_labels(root)
    return tuple(block for block in _blocks(root, notes) if block.text or block.rows)


def _note_labels(root: Node) -> dict[str, str]:
    """The labels of notes by the fragment their marks link to."""
    marks = (n for n in root.all("a") if "marker" in n.classes and "id" in n.attributes)
    return {f"#{mark.attributes['id']}": str(number) for number, mark in enumerate(marks, 1)}


def _blocks(node: Node, notes: dict[str, str]) -> Iterator[CopyBlock]:
    loose: list[Node | str] = []
    stanza = 0
    for child in node.children:
        if isinstance(child, str) or not _is_block(child):
            loose.append(child)
            continue
        yield from _paragraphs(loose, notes)
        loose = []
        stanza += "verse" in child.classes
        yield from _block(child, notes, stanza)
    yield from _paragraphs(loose, notes)


def _is_block(node: Node) -> bool:
    if node.tag in ("p", "ul", "ol", "table", "blockquote", *_HEADINGS):
        return True
    return node.tag in _FRAMES and any(_is_block(n) for n in node.children if isinstance(n, Node))


def _block(node: Node, notes: dict[str, str], stanza: int) -> Iterator[CopyBlock]:
    if "verse" in node.classes:
        yield _verse(node, notes, stanza)
    elif "note" in node.classes:
        yield from _note(node, notes)
    elif node.tag in _HEADINGS:
        markdown = f"## {_marked(node, notes)}"
        yield CopyBlock(kind=BlockKind.SUBHEAD, text=_plain(node), markdown=markdown)
    elif node.tag in ("ul", "ol"):
        for item in node.all("li"):
            yield _item(item, notes)
    elif node.tag == "table":
        yield from _table(node, notes)
    elif node.tag == "blockquote":
        for line in node.all("p") or [node]:
            text = _plain(line)
            yield CopyBlock(kind=BlockKind.QUOTE, text=text, markdown="> " + _marked(line, notes))
    elif node.tag == "p":
        yield from _paragraphs(node.children, notes)
    else:
        yield from _blocks(node, notes)


def _paragraphs(children: Sequence[Node | str], notes: dict[str, str]) -> Iterator[CopyBlock]:
    """Text cut at its line breaks, as pages without ``<p>`` have it."""
    line: list[Node | str] = []
    for child in [*children, Node(tag="br")]:
        if isinstance(child, Node) and child.tag == "br":
            whole = Node(tag="p", children=line)
            if text := _plain(whole):
                yield CopyBlock(text=text, markdown=_told(whole, text, notes))
            line = []
        else:
            line.append(child)


def _told(node: Node, text: str, notes: dict[str, str]) -> str:
    """The Markdown of a paragraph, where it says more than its text."""
    if not any(child.tag in ("strong", "b", "i", "a", *_TAGS) for child in node.nodes()):
        return ""
    markdown = escaped_opening(_marked(node, notes))
    return "" if markdown == text else markdown


def _plain(node: Node) -> str:
    return " ".join(node.text.split("\n")).strip(_BLANK)


def _verse(node: Node, notes: dict[str, str], stanza: int) -> CopyBlock:
    lines: list[Node] = [Node(tag="p")]
    for child in node.children:
        if isinstance(child, Node) and child.tag == "br":
            lines.append(Node(tag="p"))
        else:
            lines[-1].children.append(child)
    return CopyBlock(
        kind=BlockKind.VERSE,
        text="\n".join(_plain(line) for line in lines),
        markdown="\\\n".join(escaped_opening(_marked(line, notes)) for line in lines),
        stanza=stanza,
    )


def _note(node: Node, notes: dict[str, str]) -> Iterator[CopyBlock]:
    mark, *rest = node.children
    label = notes.get(f"#{mark.attributes.get('id', '')}") if isinstance(mark, Node) else None
    if label is None:
        yield from _paragraphs(node.children, notes)
        return
    text = Node(tag="p", children=rest)
    markdown = f"[^{label}]: {_marked(text, notes)}"
    yield CopyBlock(kind=BlockKind.NOTE, text=_plain(node), markdown=markdown)


def _item(node: Node, notes: dict[str, str]) -> CopyBlock:
    mark, rest = _mark_of(node)
    sign = mark if _NUMBER.fullmatch(mark) else "-"
    body = Node(tag="p", children=[*rest])
    text = f"{mark}{_plain(body)}" if mark else _plain(body)
    markdown = f"{sign} {escaped_opening(_marked(body, notes))}"
    return CopyBlock(kind=BlockKind.ITEM, text=text, markdown=markdown)


def _mark_of(node: Node) -> tuple[str, Sequence[Node | str]]:
    first = node.children[0] if node.children else ""
    if isinstance(first, Node) and "marker" in first.classes:
        return first.text.strip(), node.children[1:]
    return _BULLETS[0], node.children


def _table(node: Node, notes: dict[str, str]) -> Iterator[CopyBlock]:
    rows = [[cell for cell in row.nodes() if cell.tag in ("td", "th")] for row in node.all("tr")]
    rows = [row for row in rows if row]
    width = max(map(len, rows), default=0)
    if width < 2:
        yield from (CopyBlock(text=_plain(row[0])) for row in rows)
        return
    texts = tuple(tuple(map(_plain, row)) + ("",) * (width - len(row)) for row in rows)
    lines = [_row([_marked(cell, notes) for cell in row], width) for row in rows]
    lines.insert(1, _row(["---"] * width, width))
    yield CopyBlock(kind=BlockKind.TABLE, rows=texts, markdown="\n".join(lines))


def _row(cells: Sequence[str], width: int) -> str:
    filled = [cell.replace("\\|", _BAR) for cell in cells] + [""] * (width - len(cells))
    return "| " + " | ".join(filled) + " |"


def _is_note(node: Node, notes: dict[str, str]) -> bool:
    """Whether an element holds the mark of a note, whose size goes without saying."""
    return any(link.attributes.get("href", "") in notes for link in node.all("a"))


def _marked(node: Node, notes: dict[str, str]) -> str:
    """The text of a node with the marks of Markdown for what is bold, stressed or linked."""
    return "".join(_runs(node.children, notes)).strip(_BLANK)


def _runs(children: Iterable[Node | str], notes: dict[str, str]) -> Iterator[str]:
    for child in children:
        if isinstance(child, str):
            yield escaped_run(child.replace("\n", " "))
            continue
        inside = "".join(_runs(child.children, notes))
        address = child.attributes.get("href", "")
        if child.tag in ("strong", "b") and inside.strip():
            yield f"**{inside}**"
        elif child.tag == "i" and inside.strip():
            yield f"*{inside}*"
        elif child.tag in _TAGS and inside.strip() and not _is_note(child, notes):
            yield f"<{child.tag}>{inside}</{child.tag}>"
        elif child.tag == "a" and address in notes:
            yield f"[^{notes[address]}]"
        elif child.tag == "a" and re.match(r"https?://|mailto:", address):
            yield f"[{inside}](<{address}>)"
        elif child.tag != "!":
            yield inside
