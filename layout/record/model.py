"""The shape of ``edition.json``; its JSON Schema is made from these types.

Lengths in pt, origin at the top left of the trimmed page, y downwards; a ``bbox_pt`` is
x, y, width, height.
"""

from typing import NotRequired

from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

Point = tuple[float, float]
Bbox = tuple[float, float, float, float]


class GeneratorRecord(TypedDict):
    """The program that made the edition."""

    name: str
    version: str


class FontRecord(TypedDict):
    """A face that was used."""

    role: str
    weight: int
    family: str
    file: str
    version: str
    sha256: str


class PartRecord(TypedDict):
    """A headline, kicker, deck or byline as set."""

    text: str
    lines: list[str]
    size_pt: float
    bbox_pt: Bbox
    vertical: bool


class PictureRecord(TypedDict):
    """A picture as placed."""

    file: str
    bbox_pt: Bbox
    caption: str
    caption_bbox_pt: Bbox | None
    ppi: float


class LineRecord(TypedDict):
    """A line of body copy."""

    text: str
    x_pt: float
    baseline_pt: float
    width_pt: float
    measure_pt: float
    paragraph: int
    first: bool
    last: bool


class ColumnRecord(TypedDict):
    """A leg of body copy.

    In a vertical one a line's ``x_pt`` is its middle, ``baseline_pt`` where its first character
    starts; ``width_pt`` and ``measure_pt`` run down the page, lines follow from right to left.
    """

    bbox_pt: Bbox
    lines: list[LineRecord]
    vertical: NotRequired[bool]


class BlockRecord(TypedDict):
    """A block and what stands in it."""

    id: str
    kind: str
    article: str | None
    rank: int | None
    boxed: bool
    locked: bool
    column: int
    row: int
    columns: int
    rows: int
    polygon_pt: list[Point]
    headline: PartRecord | None
    kicker: PartRecord | None
    deck: PartRecord | None
    byline: PartRecord | None
    pulls: NotRequired[list[PartRecord]]
    """摘句: words of the copy set once more."""
    pictures: list[PictureRecord]
    text_columns: list[ColumnRecord]
    blank_lines: int


class GridRecord(TypedDict):
    """The page's grid; ``origin_pt`` is the top left of row 0."""

    columns: int
    rows: int
    column_width_pt: float
    column_gap_pt: float
    leading_pt: float
    type_size_pt: float
    origin_pt: Point


class PageRecord(TypedDict):
    """A page."""

    number: int
    name: str
    lang: str
    editors: dict[str, str]
    pdf: str
    sha256: str
    trim_pt: Point
    type_area_pt: Bbox
    grid: GridRecord
    blocks: list[BlockRecord]


class RunRecord(TypedDict):
    """A run of body text in one dress; ``note`` is the label of a footnote mark.

    ``line`` is name or book, ``stretch`` tells lined stretches of a paragraph apart;
    ``level`` is super or sub, ``reading`` the 拼音 or 注音 beside it.
    """

    text: str
    strong: NotRequired[bool]
    emphasis: NotRequired[bool]
    link: NotRequired[str]
    note: NotRequired[str]
    dotted: NotRequired[bool]
    line: NotRequired[str]
    stretch: NotRequired[int]
    level: NotRequired[str]
    reading: NotRequired[str]


class BodyRecord(TypedDict):
    """A block of an article's body; the lines on the pages name it by ``paragraph``."""

    kind: str
    paragraph: int
    runs: list[RunRecord]
    marker: NotRequired[str]
    rows: NotRequired[list[list[list[RunRecord]]]]
    stanza: NotRequired[int]


class CutlineRecord(TypedDict):
    """A picture of an article as its editors wrote it."""

    file: str
    caption: str
    credit: str


class ArticleRecord(TypedDict):
    """An article, as written, and the pages it stands on; none when it was held over."""

    id: str
    source: str
    sha256: str
    headline: str
    rank: int
    pages: list[int]
    characters: int
    kicker: str
    deck: str
    byline: list[str]
    dateline: str
    column: str
    kind: str
    pictures: list[CutlineRecord]
    body: list[BodyRecord]


class DiagnosticRecord(TypedDict):
    """A finding; ``span`` is ``file:line:column``."""

    code: str
    severity: str
    page: int | None
    block: str | None
    message: str
    span: str | None
    hint: str | None


class PressRecord(TypedDict):
    """What the printer was promised: ``ink_limit`` in percent, all inks together."""

    condition: str
    bleed_pt: float
    ink_limit: float


class EditionRecord(TypedDict):
    """The whole file."""

    schema: str
    generator: GeneratorRecord
    profile: str
    paper: dict[str, str]
    date: str
    issue: int | None
    lang: str
    fonts: list[FontRecord]
    pages: list[PageRecord]
    articles: list[ArticleRecord]
    diagnostics: list[DiagnosticRecord]
    press: NotRequired[PressRecord]
