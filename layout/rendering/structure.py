"""WeasyPrint's structure tree in, one in which a reader hears stories and nothing else out.

mend_structure       every page's blocks beside the elements WeasyPrint has made of them
  _hide              nameplates, folio lines, mastheads: artifacts
  _hide_pulls        quotes that say again what the copy says: artifacts
  _join              a story's parts on later pages: in the element it begins in
  _drop_empty        rules, frames and tints: no elements
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import pydyf

from layout.composition.model import LineKind
from layout.makeup.model import BlockType, PageLayout, PartRole, PlacedBlock, PlacedLine
from layout.rendering.html import body_children
from layout.rendering.weasyprint_hooks import content_of, pages_of

_FURNITURE: Final = frozenset({BlockType.NAMEPLATE, BlockType.FOLIO_LINE, BlockType.MASTHEAD})

_JOINED: Final = frozenset({LineKind.TEXT, LineKind.QUOTE})
"""What is one element however many columns and pages it runs over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A block and its element; ``sheet`` is the index of its page in the file."""

    block: PlacedBlock
    element: pydyf.Dictionary
    sheet: int


def mend_structure(pdf: pydyf.PDF, pages: Sequence[PageLayout]) -> None:
    """Hide furniture, join what jumps parted, drop elements without content.

    To be called before content streams are compressed.

    Args:
        pdf: The file, its structure tree built (ISO 32000-2, 14.7).
        pages: Its pages in the order of the file.

    """
    tree = _Tree(pdf)
    stories: dict[str, list[_Part]] = {}
    for sheet, page in enumerate(pages):
        for part in tree.parts(sheet, page):
            if part.block.kind in _FURNITURE:
                _hide(tree, part)
            elif part.block.article:
                stories.setdefault(part.block.article, []).append(part)
    for parts in stories.values():
        for part in parts:
            _hide_pulls(tree, part)
        _join(tree, parts)
    tree.drop_empty(tree.document)


class _Tree:
    """The structure tree of a file, and the way from marked content back to it."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self._pdf = pdf
        root = self.at(pdf.catalog["StructTreeRoot"])
        self.document = self.at(root["K"][0])
        self._owners: list[pydyf.Array] = self.at(root["ParentTree"])["Nums"][1::2]
        self._pages = pages_of(pdf)

    def at(self, reference: bytes) -> pydyf.Dictionary:
        """The object a reference leads to."""
        return self._pdf.objects[int(reference.split()[0])]

    def children(self, element: pydyf.Dictionary) -> list[pydyf.Dictionary]:
        """What an element holds, its marked content left out."""
        return [self.at(kid) for kid in element.get("K", ()) if isinstance(kid, bytes)]

    def parts(self, sheet: int, page: PageLayout) -> list[_Part]:
        """The blocks of a page, which come last among the elements of its ``main``."""
        main = self.at(self.document["K"][sheet])
        elements = self.children(main)[len(main["K"]) - len(page.blocks) :]
        return [
            _Part(block=block, element=element, sheet=sheet)
            for block, element in zip(page.blocks, elements, strict=True)
        ]

    def own(self, element: pydyf.Dictionary, sheet: int, marks: Sequence[int]) -> None:
        """Make marked content of a page an element's."""
        for mark in marks:
            self._owners[sheet][mark] = element.reference

    def make_artifacts(self, sheet: int, marks: frozenset[int]) -> None:
        """Take marked content of a page out of the tree (ISO 32000-2, 14.8.2.2)."""
        stream = content_of(self._pdf, self._pages[sheet]).stream
        for index, item in enumerate(stream):
            if isinstance(item, pydyf.Dictionary) and item.get("MCID") in marks:
                stream[index - 1] = "/Artifact"
                stream[index] = pydyf.Dictionary({"Type": "/Pagination"})
        for mark in marks:
            self._owners[sheet][mark] = "null"

    def has_link(self, element: pydyf.Dictionary) -> bool:
        """Whether an annotation is below an element: those have to be tagged."""
        return element.get("Type") == "/OBJR" or any(
            self.has_link(child) for child in self.children(element)
        )

    def marks(self, element: pydyf.Dictionary) -> Iterator[int]:
        """All marked content below an element."""
        for kid in element["K"]:
            if isinstance(kid, int):
                yield kid
            else:
                yield from self.marks(self.at(kid))

    def drop_empty(self, element: pydyf.Dictionary) -> None:
        """Leave out elements that hold nothing; an empty cell keeps its place in a table."""
        kept = pydyf.Array()
        for kid in element["K"]:
            child = self.at(kid) if isinstance(kid, bytes) else None
            if child is not None and "K" in child:
                self.drop_empty(child)
                if not child["K"] and child["S"] not in ("/TD", "/TH"):
                    child.clear()
                    continue
            kept.append(kid)
        element["K"] = kept


def _hide(tree: _Tree, part: _Part) -> None:
    """Make a piece of furniture artifacts, but for what leads somewhere."""
    kept = pydyf.Array()
    hidden = set[int]()
    for child in tree.children(part.element):
        if tree.has_link(child):
            kept.append(child.reference)
        else:
            hidden.update(tree.marks(child))
            _delete(tree, child)
    part.element["K"] = kept
    tree.make_artifacts(part.sheet, frozenset(hidden))


def _hide_pulls(tree: _Tree, part: _Part) -> None:
    """Make pull quotes artifacts, so that nothing is read twice.

    They come before the body among a block's parts, and no link leads from them.
    """
    block = part.block
    shapes = len(block.lines) + len(block.boxes)
    children = tree.children(part.element)
    pulls = [children[shapes + k] for k, own in enumerate(block.parts) if own.role is PartRole.PULL]
    for child in pulls:
        hidden = frozenset(tree.marks(child))
        child["K"] = pydyf.Array()
        tree.make_artifacts(part.sheet, hidden)


def _delete(tree: _Tree, element: pydyf.Dictionary) -> None:
    for child in tree.children(element):
        _delete(tree, child)
    element.clear()


def _join(tree: _Tree, parts: Sequence[_Part]) -> None:
    """Move a story's later parts into the element of the first, in reading order."""
    first, *later = parts
    before = first
    for part in later:
        _join_paragraph(tree, before, part)
        before = part
    for part in later:
        for child in tree.children(part.element):
            child["P"] = first.element.reference
            first.element["K"].append(child.reference)
        part.element["K"] = pydyf.Array()


def _join_paragraph(tree: _Tree, before: _Part, after: _Part) -> None:
    """Let a paragraph that runs on after a jump be one element."""
    ends, begins = _paragraphs(before.block), _paragraphs(after.block)
    trailing = _jumps(reversed(ends))
    leading = _jumps(begins)
    if trailing == len(ends) or leading == len(begins):
        return
    end, begin = ends[-1 - trailing], begins[leading]
    if begin[0].line.first or begin[0].line.kind not in _JOINED or _key(end[0]) != _key(begin[0]):
        return
    head = _body(tree, before)[-1 - trailing]
    rest = _body(tree, after)[leading]
    marks = [kid for kid in rest["K"] if isinstance(kid, int)]
    for mark in marks:
        head["K"].append(pydyf.Dictionary({"Type": "/MCR", "Pg": rest["Pg"], "MCID": mark}))
    tree.own(head, after.sheet, marks)
    rest["K"] = pydyf.Array()


def _body(tree: _Tree, part: _Part) -> list[pydyf.Dictionary]:
    before, after = body_children(part.block)
    elements = tree.children(part.element)
    return elements[before : len(elements) - after]


def _paragraphs(block: PlacedBlock) -> list[list[PlacedLine]]:
    lines = [
        placed for column in block.text_columns for placed in column.lines if placed.line.clusters
    ]
    return [list(own) for _, own in groupby(lines, key=_key)]


def _key(placed: PlacedLine) -> tuple[LineKind, int]:
    return placed.line.kind, placed.line.paragraph


def _jumps(paragraphs: Iterator[list[PlacedLine]] | Sequence[list[PlacedLine]]) -> int:
    """How many jump lines come first."""
    count = 0
    for own in paragraphs:
        if own[0].line.kind is not LineKind.JUMP:
            break
        count += 1
    return count
