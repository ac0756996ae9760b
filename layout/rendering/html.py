"""A page layout in, the elements of the page and the lines they will draw out.

    page_markup
      _block             article, section: head, pictures, body, foot
        _part            headline, kicker, deck, byline, cutline, label, jump line
        _body            paragraphs over all columns, subheads, lists, tables
      _shapes            rules, frames and tints as empty boxes

The words in the HTML are there to be read and searched; what the PDF shows are the lines,
drawn by the elements whose ``data-run`` names them. Everything that comes from an article
reaches the template as a value and is escaped there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import Final
from urllib.parse import urlsplit

from layout.composition.model import LineKind
from layout.diagnostics import Diagnostic, Message, Severity
from layout.errors import RenderError
from layout.makeup.model import (
    BlockType,
    Box,
    Line,
    PageLayout,
    PartRole,
    PlacedBlock,
    PlacedLine,
    PlacedPicture,
    Rect,
    TextPart,
)
from layout.rendering.model import PictureKey
from layout.rendering.pictures import key_of
from layout.rendering.runs import EM_ASCENT
from layout.shaping.model import CharClass
from layout.units import rounded

STYLE_SHEET: Final = "page.css"

_STORIES: Final = frozenset({BlockType.ARTICLE, BlockType.PICTURE})
_ARTICLES: Final = _STORIES | {BlockType.FILLER, BlockType.AD}

LETTERING_PT: Final = 24.0
"""From this size on what stands in a nameplate is lettering: it holds register in colour."""

CELL_GAP_EM: Final = 0.5
"""The least white between the cells of a row."""

_BODY_TAGS: Final = {
    LineKind.SUBHEAD: "h2",
    LineKind.QUOTE: "blockquote",
    LineKind.ITEM: "li",
    LineKind.TABLE: "td",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """An element that draws lines; a link has a place, relative to its block."""

    key: int
    tag: str
    role: str
    href: str = ""
    rect: Rect | None = None
    span: int = 1
    """Columns a cell of a table takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRun:
    """What an element draws: lines on the page, reckoned from the element's corner."""

    tag: str
    lines: tuple[PlacedLine, ...]
    x_pt: float
    y_pt: float
    is_lettering: bool = False
    """Whether it is a piece of artwork, as the name of the paper is."""
    is_outlined: bool = False
    """Whether it is paths and no text in any file: a search finds its words in the copy, once."""

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(placed.line.text for placed in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A rule, frame or tint; ``rect`` is relative to what holds it."""

    rect: Rect
    fill: str = ""
    stroke: str = ""
    stroke_pt: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture with its cutline."""

    src: str
    alt: str
    rect: Rect
    cutline: Run | None


class GroupKind(StrEnum):
    """How the runs of a body hang together."""

    TEXT = "text"
    LIST = "list"
    TABLE = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Runs of a body in one structure element; ``rows`` of a table, ``runs`` of all else."""

    kind: GroupKind
    runs: tuple[Run, ...] = ()
    rows: tuple[tuple[Run, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block as the template sees it; ``rect`` is on the page."""

    id: str
    kind: str
    tag: str
    label: str
    """What the outline calls it; empty for what is not in it."""
    rect: Rect
    shapes: tuple[Shape, ...]
    head: tuple[Run, ...]
    pictures: tuple[Figure, ...]
    body: tuple[Group, ...]
    foot: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTexts:
    """What is said of a page as a document."""

    title: str
    author: str
    generator: str
    created: str
    """W3C date and time."""
    lang: str
    label: str
    """What the outline calls the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLinks:
    """What a page may lead to."""

    anchors: frozenset[str]
    """Ids of blocks that are in the same file; links to others are left out."""
    parts: Mapping[str, Sequence[str]]
    """Article -> ids of its blocks in the edition, from its beginning on."""
    targets: frozenset[str]
    """Ids of all blocks of the edition; a link to any other is a fault."""
    are_live: bool = True
    """Whether there are links at all: a press file has none (ISO 15930-7, 6.18)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFrame:
    """All of a page but its words: what the template puts in their places."""

    texts: PageTexts
    width_pt: float
    height_pt: float
    shapes: tuple[Shape, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMarkup:
    """A page ready to be written as HTML; ``runs[k]`` is what the element of run k draws."""

    frame: PageFrame
    runs: tuple[DrawnRun, ...]
    diagnostics: tuple[Diagnostic, ...]


def page_markup(
    page: PageLayout,
    *,
    texts: PageTexts,
    colors: Mapping[str, str],
    links: PageLinks,
    addresses: Mapping[PictureKey, str],
) -> PageMarkup:
    """Find the elements of a page, and what they draw.

    Args:
        page: The page, made up.
        texts: Title, author, date, names in the outline.
        colors: The style's colours by role.
        links: What the page may lead to.
        addresses: Under which address the page asks for a picture.

    Raises:
        RenderError: A colour role is unknown, or a rule neither level nor upright.

    """
    writer = _Writer(colors, links, addresses, page.number)
    blocks = tuple(writer.block(block) for block in page.blocks)
    frame = PageFrame(
        texts=texts,
        width_pt=rounded(page.width_pt),
        height_pt=rounded(page.height_pt),
        shapes=tuple(writer.shapes(page.lines, (), Rect(x=0, y=0, width=0, height=0))),
        blocks=blocks,
    )
    return PageMarkup(frame=frame, runs=tuple(writer.runs), diagnostics=tuple(writer.diagnostics))


class _Writer:
    """Turns the blocks of one page into values for the template, numbering what they draw."""

    def __init__(
        self,
        colors: Mapping[str, str],
        links: PageLinks,
        addresses: Mapping[PictureKey, str],
        page_number: int,
    ) -> None:
        self._colors = colors
        self._links = links
        self._addresses = addresses
        self._page_number = page_number
        self.runs: list[DrawnRun] = []
        self.diagnostics: list[Diagnostic] = []
        self._has_headline = False

    def block(self, block: PlacedBlock) -> Block:
        corner = _rounded(block.rect)
        foot_jumps = [part for part in block.parts if _is_after_text(part, block)]
        head = [part for part in block.parts if part not in foot_jumps]
        return Block(
            id=block.id,
            kind=block.kind.value,
            tag="article" if block.kind in _ARTICLES else "section",
            label=_one_line(block.title) if block.kind in _STORIES else "",
            rect=corner,
            shapes=tuple(self.shapes(block.lines, block.boxes, corner)),
            head=tuple(self._part(part, block, corner) for part in head),
            pictures=tuple(self._figure(picture, block, corner) for picture in block.pictures),
            body=tuple(self._body(block, corner)),
            foot=tuple(self._part(part, block, corner) for part in foot_jumps),
        )

    def shapes(self, lines: Iterable[Line], boxes: Iterable[Box], corner: Rect) -> Iterator[Shape]:
        """Tints and frames first, so that rules lie upon them."""
        for box in boxes:
            yield Shape(
                rect=_relative(box.bbox, corner),
                fill=self._color(box.fill) if box.fill else "",
                stroke=self._color(box.stroke) if box.stroke_pt else "",
                stroke_pt=rounded(box.stroke_pt),
            )
        for line in lines:
            yield Shape(rect=_relative(_inked(line), corner), fill=self._color(line.color))

    def _color(self, role: str) -> str:
        if role not in self._colors:
            raise RenderError(
                Message(zh=f"版式没有颜色“{role}”", en=f"the style has no colour “{role}”")
            )
        return self._colors[role]

    def _run(
        self,
        tag: str,
        role: str,
        lines: Sequence[PlacedLine],
        corner: Rect,
        href: str = "",
        *,
        is_lettering: bool = False,
        is_outlined: bool = False,
    ) -> Run:
        for placed in lines:
            self._color(placed.color)
        rect = _relative(_bounds(lines), corner) if href else None
        drawn = DrawnRun(
            tag="a" if href else tag,
            lines=tuple(lines),
            x_pt=corner.x + (rect.x if rect else 0),
            y_pt=corner.y + (rect.y if rect else 0),
            is_lettering=is_lettering,
            is_outlined=is_outlined,
        )
        self.runs.append(drawn)
        return Run(key=len(self.runs) - 1, tag=tag, role=role, href=href, rect=rect)

    def _part(self, part: TextPart, block: PlacedBlock, corner: Rect) -> Run:
        tag = "p"
        if part.role is PartRole.HEADLINE:
            tag = "h1"
            self._has_headline = True
        elif part.role is PartRole.CUTLINE:
            tag = "figcaption"
        href = self._href(part, block)
        return self._run(
            tag,
            part.role.value,
            part.lines,
            corner,
            href,
            is_lettering=_is_lettering(part, block),
            is_outlined=part.role is PartRole.PULL,
        )

    def _figure(self, picture: PlacedPicture, block: PlacedBlock, corner: Rect) -> Figure:
        cutline = picture.cutline
        return Figure(
            src=self._addresses[key_of(picture)],
            alt=_one_line(picture.alt) or picture.file,
            rect=_relative(picture.bbox, corner),
            cutline=self._part(cutline, block, corner) if cutline and cutline.lines else None,
        )

    def _body(self, block: PlacedBlock, corner: Rect) -> Iterator[Group]:
        lines = [
            placed
            for column in block.text_columns
            for placed in column.lines
            if placed.line.clusters
        ]
        paragraphs = (
            (kind, list(own))
            for (kind, _), own in groupby(
                lines, key=lambda placed: (placed.line.kind, placed.line.paragraph)
            )
        )
        for kind, group in groupby(paragraphs, key=lambda paragraph: paragraph[0]):
            members = [own for _, own in group]
            if kind is LineKind.TABLE:
                yield from (self._table(own, corner) for own in members)
                continue
            tag = self._body_tag(kind)
            runs = tuple(
                self._run(tag, kind.value, own, corner, self._jump(own, block, lines[0]))
                for own in members
            )
            is_list = kind is LineKind.ITEM
            yield Group(kind=GroupKind.LIST if is_list else GroupKind.TEXT, runs=runs)

    def _body_tag(self, kind: LineKind) -> str:
        """The tag of a body's lines; the first heading of a document is of the first level.

        A level must not be left out on the way down (ISO 14289-1, 7.4.2).
        """
        if kind is LineKind.SUBHEAD and not self._has_headline:
            return "h1"
        return _BODY_TAGS.get(kind, "p")

    def _table(self, lines: Sequence[PlacedLine], corner: Rect) -> Group:
        """A row for every line that begins one; the first row is the head.

        Rows come out with as many columns as the longest: the last cell of a shorter one takes
        what is left (ISO 14289-1, 7.5).
        """
        rows: list[list[PlacedLine]] = []
        for placed in lines:
            if placed.line.first or not rows:
                rows.append([])
            rows[-1].append(placed)
        cells = [cells_of_row(row) for row in rows]
        columns = max(len(row) for row in cells)
        runs = [
            [self._run("td" if index else "th", "table", cell, corner) for cell in row]
            for index, row in enumerate(cells)
        ]
        for row in runs:
            row[-1] = replace(row[-1], span=columns - len(row) + 1)
        return Group(kind=GroupKind.TABLE, rows=tuple(tuple(row) for row in runs))

    def _href(self, part: TextPart, block: PlacedBlock) -> str:
        """Where a part leads: a block of the same file, or an address of the web."""
        link = part.link
        if not link or not part.lines or not self._links.are_live:
            return ""
        if link.startswith("#"):
            if link[1:] not in self._links.targets:
                self._note(
                    "LINK_DEAD",
                    Message(zh=f"链接无处可去：{link}", en=f"the link {link} leads nowhere"),
                    block,
                )
            return self._inner(link[1:])
        if not _is_web_address(link):
            self._note(
                "LINK_SCHEME",
                Message(
                    zh=f"链接 {link} 不是 http 或 https 地址，已略去",
                    en=f"the link {link} is no http or https address and was left out",
                ),
                block,
            )
            return ""
        return link

    def _inner(self, target: str) -> str:
        return f"#{target}" if target in self._links.anchors else ""

    def _jump(self, own: Sequence[PlacedLine], block: PlacedBlock, first: PlacedLine) -> str:
        """Where a jump line leads: from a body's head to the part before, else to the next."""
        parts = self._links.parts.get(block.article or "", ())
        is_link = own[0].line.kind is LineKind.JUMP and self._links.are_live
        if not is_link or block.id not in parts:
            return ""
        at = parts.index(block.id) + (-1 if own[0] is first else 1)
        return self._inner(parts[at]) if 0 <= at < len(parts) else ""

    def _note(self, code: str, message: Message, block: PlacedBlock) -> None:
        self.diagnostics.append(
            Diagnostic(
                code=code,
                severity=Severity.WARNING,
                message=message,
                page=self._page_number,
                block=block.id,
            )
        )


def _is_web_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def body_children(block: PlacedBlock) -> tuple[int, int]:
    """How many children a block's element has before its body, and how many after."""
    after = sum(_is_after_text(part, block) for part in block.parts)
    shapes = len(block.lines) + len(block.boxes)
    return shapes + len(block.parts) - after + len(block.pictures), after


def _is_after_text(part: TextPart, block: PlacedBlock) -> bool:
    """A jump line at an article's end is read after its text, one at its head before."""
    columns = [column for column in block.text_columns if column.lines]
    if part.role is not PartRole.JUMP or not columns:
        return False
    last = columns[-1].lines[-1]
    return part.bbox.bottom > last.baseline_pt


def _is_lettering(part: TextPart, block: PlacedBlock) -> bool:
    """The name in a nameplate is drawn, and its data lines are set."""
    return block.kind is BlockType.NAMEPLATE and part.size_pt >= LETTERING_PT


def _bounds(lines: Sequence[PlacedLine]) -> Rect:
    """The em boxes of some lines, over their whole measures."""
    first, *others = (_em_box(placed) for placed in lines)
    for other in others:
        first = first.union(other)
    return first


def _em_box(placed: PlacedLine) -> Rect:
    size, line = placed.size_pt, placed.line
    if line.vertical:
        length = (line.indent_em + line.width_em) * size
        return Rect(
            x=placed.x_pt - size / 2, y=placed.baseline_pt, width=size, height=max(length, size)
        )
    width = max(placed.measure_pt, line.width_em * size, size)
    return Rect(x=placed.x_pt, y=placed.baseline_pt - EM_ASCENT * size, width=width, height=size)


def _inked(line: Line) -> Rect:
    """What a rule covers: half its width on either side of its path."""
    half = line.width_pt / 2
    if line.x0 == line.x1:
        top, foot = sorted((line.y0, line.y1))
        return Rect(x=line.x0 - half, y=top, width=line.width_pt, height=foot - top)
    if line.y0 == line.y1:
        left, right = sorted((line.x0, line.x1))
        return Rect(x=left, y=line.y0 - half, width=right - left, height=line.width_pt)
    raise RenderError(Message(zh="线条既不水平也不竖直", en="a rule is neither level nor upright"))


def cells_of_row(row: Sequence[PlacedLine]) -> list[list[PlacedLine]]:
    """The cells of a table row set as one line; a row of more lines is one cell.

    White of half an em and more parts cells: inside one, spaces are narrower.
    """
    if len(row) > 1:
        return [list(row)]
    placed, cells, start_em = row[0], [], row[0].line.indent_em
    line, begin, pen_em = placed.line, 0, start_em
    for index, (cluster, advance) in enumerate(zip(line.clusters, line.advances_em, strict=True)):
        pen_em += advance
        if cluster.char_class is CharClass.SPACE and advance >= CELL_GAP_EM:
            cells.append([_cell(placed, begin, index, start_em)])
            begin, start_em = index + 1, pen_em
    cells.append([_cell(placed, begin, len(line.clusters), start_em)])
    return cells


def _cell(placed: PlacedLine, begin: int, end: int, start_em: float) -> PlacedLine:
    line = placed.line
    part = replace(
        line,
        clusters=line.clusters[begin:end],
        advances_em=line.advances_em[begin:end],
        shifts_em=line.shifts_em[begin:end],
        indent_em=start_em,
    )
    return replace(placed, line=part)


def _relative(rect: Rect, corner: Rect) -> Rect:
    return Rect(
        x=rounded(rect.x - corner.x),
        y=rounded(rect.y - corner.y),
        width=rounded(rect.width),
        height=rounded(rect.height),
    )


def _rounded(rect: Rect) -> Rect:
    return _relative(rect, Rect(x=0.0, y=0.0, width=0.0, height=0.0))
