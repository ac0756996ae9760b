"""What stage 4 returns: a page on which everything has its place.

Geometry in pt; the origin is the top left corner of the trimmed page, y runs downwards.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from layout.composition.model import ComposedLine
from layout.diagnostics import Diagnostic
from layout.pickling import quickly_pickled
from layout.units import EPSILON


@quickly_pickled
@dataclass(frozen=True, slots=True, kw_only=True)
class Rect:
    """A rectangle; y downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    def union(self, other: "Rect") -> "Rect":
        """The smallest rectangle around both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Rect(
            x=x,
            y=y,
            width=max(self.right, other.right) - x,
            height=max(self.bottom, other.bottom) - y,
        )


@quickly_pickled
@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLine:
    """A composed line on the page."""

    line: ComposedLine
    x_pt: float
    """Where the line's measure starts (its indent comes on top); a vertical line's middle."""
    baseline_pt: float
    """Of a vertical line, where its measure starts."""
    size_pt: float
    measure_pt: float
    color: str = "black"
    """A colour role of the style: black, accent, grey, paper."""


class PartRole(StrEnum):
    """The texts of a block that are not body copy."""

    KICKER = "kicker"
    HEADLINE = "headline"
    DECK = "deck"
    BYLINE = "byline"
    COLUMN = "column"
    """专栏 head."""
    CUTLINE = "cutline"
    LABEL = "label"
    """Furniture: a piece of the nameplate, a folio line, a masthead, the word 广告."""
    JUMP = "jump"
    PULL = "pull"
    """摘句: words of the copy once more, between hairlines; furniture to a reader who listens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPart:
    """A headline, kicker, deck, byline, cutline or label."""

    role: PartRole
    text: str
    lines: tuple[PlacedLine, ...]
    size_pt: float
    bbox: Rect
    """The em boxes of its lines."""
    vertical: bool = False
    link: str | None = None
    """The id of a block (``#…``) or an address the part leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPicture:
    """A picture in its frame; ``crop`` is the part shown, as fractions of the source."""

    path: Path
    file: str
    """As the article names it."""
    bbox: Rect
    crop: tuple[float, float, float, float]
    """Left, top, right, bottom."""
    ppi: float
    alt: str
    cutline: TextPart | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextColumn:
    """One leg of body copy; lines from the top, each on a row of the page's grid."""

    bbox: Rect
    lines: tuple[PlacedLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A rule, drawn from one point to another."""

    x0: float
    y0: float
    x1: float
    y1: float
    width_pt: float
    color: str = "black"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A frame or a tint; ``stroke_pt`` 0 draws no frame."""

    bbox: Rect
    stroke_pt: float = 0.0
    stroke: str = "black"
    fill: str | None = None


class BlockType(StrEnum):
    """What stands in a block; the words of ``edition.json``."""

    ARTICLE = "article"
    PICTURE = "picture"
    AD = "ad"
    FILLER = "filler"
    NAMEPLATE = "nameplate"
    EAR = "ear"
    FOLIO_LINE = "folio_line"
    CONTENTS = "contents"
    MASTHEAD = "masthead"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedBlock:
    """A block on the page: the cells it takes and everything drawn in them."""

    id: str
    """Unique in the edition; also the anchor links go to."""
    kind: BlockType
    column: int
    row: int
    columns: int
    rows: int
    rect: Rect
    article: str | None = None
    rank: int | None = None
    boxed: bool = False
    locked: bool = False
    continued: bool = False
    """Whether it is a later part of its article."""
    title: str = ""
    """What outline and links call it."""
    parts: tuple[TextPart, ...] = ()
    """In reading order."""
    pictures: tuple[PlacedPicture, ...] = ()
    text_columns: tuple[TextColumn, ...] = ()
    lines: tuple[Line, ...] = ()
    boxes: tuple[Box, ...] = ()
    blank_lines: int = 0
    notch: Rect | None = None
    """What another block takes of its cells, at its right edge."""
    notch_cells: int = 0

    @property
    def cells(self) -> int:
        """Cells of the page it takes."""
        return self.columns * self.rows - self.notch_cells

    @property
    def outline(self) -> tuple[tuple[float, float], ...]:
        """Its corners, clockwise from the top left, the notch left out."""
        rect, notch = self.rect, self.notch
        left, right = rect.x, rect.right
        if notch is None:
            return ((left, rect.y), (right, rect.y), (right, rect.bottom), (left, rect.bottom))
        inner = [(right, notch.y), (notch.x, notch.y), (notch.x, notch.bottom)]
        if notch.bottom < rect.bottom - EPSILON:
            inner += [(right, notch.bottom), (right, rect.bottom)]
        return ((left, rect.y), (right, rect.y), *inner, (left, rect.bottom))

    def part(self, role: PartRole) -> TextPart | None:
        """The first part of a role."""
        return next((part for part in self.parts if part.role is role), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The page's cells: columns across, rows of one leading down."""

    columns: int
    rows: int
    column_width_pt: float
    column_gap_pt: float
    leading_pt: float
    type_size_pt: float
    x_pt: float
    y_pt: float
    """Top left of row 0."""

    def x(self, column: int) -> float:
        """The left edge of a column."""
        return self.x_pt + column * (self.column_width_pt + self.column_gap_pt)

    def y(self, row: float) -> float:
        """The upper edge of a row."""
        return self.y_pt + row * self.leading_pt

    def width(self, columns: int) -> float:
        """The width of so many columns with the gaps between them."""
        return columns * (self.column_width_pt + self.column_gap_pt) - self.column_gap_pt

    def rect(self, column: int, row: int, columns: int, rows: int) -> Rect:
        """The cells of a block."""
        return Rect(
            x=self.x(column),
            y=self.y(row),
            width=self.width(columns),
            height=rows * self.leading_pt,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A layout that was not chosen: its price, its faults, the stories it puts elsewhere."""

    cost: float
    faults: int
    moved: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAccount:
    """How a page's layout was come by; lower costs are better."""

    is_kept: bool = False
    """Whether it is the one of ``layout.lock``."""
    tried: int = 0
    is_spent: bool = False
    """Whether the budget ended the search."""
    empty_rows: int = 0
    cost: float = 0.0
    faults: int = 0
    left_out: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    """Stories that were changed since the layout was accepted."""
    near_misses: tuple[NearMiss, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLayout:
    """One page, made up."""

    number: int
    name: str
    width_pt: float
    height_pt: float
    type_area: Rect
    grid: Grid
    blocks: tuple[PlacedBlock, ...]
    """In reading order."""
    lines: tuple[Line, ...] = ()
    """Column rules and cutoff rules between blocks."""
    lang: str = "zh-CN"
    """BCP 47 tag of the page's text."""
    diagnostics: tuple[Diagnostic, ...] = ()
    story: tuple[str, ...] = ()
    """Why this page, in editors' words, for the report."""
    account: SearchAccount | None = None
