"""A house style (版式): page, grid, faces, sizes, rules. Read from a style file, never changed.

Lengths that an editor measures with a ruler are in mm, type and rules in pt; ratios are
of the size named. See ``docs/style.md``.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from layout.shaping.model import FaceKey, Role
from layout.units import mm_to_pt

Size = Annotated[float, Field(gt=0)]
"""A length that is something: a sheet, a size of type, a leading."""
Stroke = Annotated[float, Field(ge=0)]
"""The width of a rule; 0 draws none."""
Ratio = Annotated[float, Field(gt=0, le=1)]
Price = Annotated[float, Field(ge=0)]
"""What a fault of the page costs; a step down the ladder of sizes costs 1.5."""
Count = Annotated[int, Field(ge=1)]


class _Style(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class FaceChoice(_Style):
    """A face: role and weight."""

    role: Role
    weight: Annotated[int, Field(ge=100, le=900)] = 400

    def key(self, script: str) -> FaceKey:
        """The face for one script."""
        return FaceKey(role=self.role, weight=self.weight, script=script)


class PageSize(_Style):
    """The trimmed page and the place of the type area (版心) on it."""

    width_mm: Size
    height_mm: Size
    head_margin_mm: Stroke
    """天头, to the top of the type area."""
    left_margin_mm: Stroke
    type_area_width_mm: Size
    """版心宽; the column gaps follow from it."""


class GridStyle(_Style):
    """The grid: columns of whole characters, rows of one leading."""

    columns: Annotated[int, Field(ge=1, le=12)]
    chars: Annotated[int, Field(ge=8, le=48)]
    """Characters a line (字)."""
    rows: Annotated[int, Field(ge=20, le=200)]
    type_size_pt: Size
    leading_pt: Size


class TextStyle(_Style):
    """How a small part is set: face, size, colour."""

    face: FaceChoice
    size_pt: Size
    color: str = "black"


HeadPlace: TypeAlias = Literal["over", "upright", "left"]
"""Where a headline stands: 题在文上, 竖题 or 左题."""


class HeadlineStyle(_Style):
    """The headline of one rank: sizes to choose from, the best first, and its dress."""

    sizes_pt: Annotated[tuple[Size, ...], Field(min_length=1)]
    """字号 that may be used for this rank."""
    face: FaceChoice
    max_lines: Count = 2
    kicker_ratio: Ratio = 0.5
    deck_ratio: Ratio = 0.5
    min_columns: Count = 1
    max_columns: Count = 8
    places: Annotated[tuple[HeadPlace, ...], Field(min_length=1)] = ("over",)
    """Where it may stand without being asked for."""


class BoxStyle(_Style):
    """加框: frame and measure."""

    stroke_pt: Stroke = 0.5
    color: str = "black"
    measure_loss_chars: Annotated[int, Field(ge=0, le=4)] = 1
    """Characters each column of a boxed block is narrower."""
    tint_color: str = "tint"
    """底纹: what lies under a framed piece that asks for it."""
    tinted: tuple[str, ...] = ()
    """Kinds of piece that have it whenever they are framed."""
    legs: dict[Count, tuple[Count, ...]] = {}
    """破栏: for a framed block of so many columns, in how many legs it may be set."""
    limit: Annotated[int, Field(ge=0)] = 2
    """Boxes a page may have before they cost dear."""


class MakeupStyle(_Style):
    """拼版: what a make-up editor dislikes on a page, as prices, and how far he looks."""

    states: Count = 5000
    """Rectangles looked into for one page; when they are spent the best page found stands."""
    gutter_limit: Ratio = 0.7
    """通天缝: share of the page's rows that a straight gap between blocks may run."""
    gutter: Price = 90.0
    gutter_free: Ratio = 0.5
    """Share of the rows that a straight gap may run and cost nothing."""
    long_gutter: Price = 50.0
    """The whole height of the page, where a gap runs on beyond that."""
    seams: Annotated[int, Field(ge=0)] = 1
    """通线: rows at which everything may end, straight across the page."""
    seam: Price = 200.0
    """One more of them."""
    each_seam: Price = 2.0
    """Any of them."""
    crossing: Price = 45.0
    """十字缝: four stories meet in a point."""
    tombstone: Price = 30.0
    """碰题: two open headlines side by side with nothing between."""
    ruled_tombstone: Price = 4.0
    """The same with a column rule between; three times that if they begin on one row."""
    box: Price = 60.0
    """A frame beyond ``box.limit``."""
    touching_boxes: Price = 40.0
    """Two frames that share an edge."""
    mirror: Price = 1.5
    """The more important part stands right of the other."""
    lead_low: Price = 30.0
    """The first story does not stand on top."""
    lead_right: Price = 30.0
    """The first story does not stand at the left."""
    order: Price = 6.0
    """A story that a less important one overshadows."""
    grey_mm: Size = 150.0
    """灰板: side of the largest square of nothing but text that is let pass."""
    grey: Price = 3.0
    """A millimetre more."""
    blank_share: Ratio = 0.005
    """Rows that may stay empty at the feet of columns, of all rows of all columns."""
    blank_line: Price = 20.0
    """One more of them."""
    loose: Price = 15.0
    """A width that the story's rank does not ask for."""


class RuleStyle(_Style):
    """栏线 and 文间线."""

    column_rule_pt: Stroke = 0.0
    cutoff_rule_pt: Stroke = 0.25
    color: str = "grey"


class NameplateStyle(_Style):
    """报头 on page 1."""

    rows: Count
    columns: Count
    """Columns it takes from the left; the rest of its rows is the ear, unless it is vertical."""
    name_size_pt: Size
    name_face: FaceChoice
    color: str = "accent"
    place: Literal["left", "centre", "vertical"] = "left"
    """In the middle it has an ear at each side: a calendar leaf and the contents. 竖报头: the
    name runs down, data and contents under it, and copy stands beside all of it."""
    contents_rows: Annotated[int, Field(ge=0, le=100)] = 20
    """导读 under a vertical nameplate: how many of its rows it takes."""
    lunar: bool = True
    """Whether the lunar date and the solar term are told."""
    qr_pt: Annotated[float, Field(ge=0, le=200)] = 0
    """Side of a QR code of the paper's website; 0 for none."""


class FurnitureStyle(_Style):
    """Everything that returns on every page."""

    nameplate: NameplateStyle
    rule: Literal["heavy", "double"] = "heavy"
    """Under folio lines and the nameplate: one heavy rule, or 文武线, a heavy and a fine one."""
    folio: TextStyle
    masthead: TextStyle
    ear: TextStyle


class SubheadStyle(_Style):
    """小标题: a row of its own, with white above."""

    face: FaceChoice
    rows_above: Annotated[int, Field(ge=0, le=3)] = 1
    align: Literal["start", "center"] = "center"


class PullStyle(_Style):
    """摘句: a sentence of the story between hairlines in one of its legs."""

    face: FaceChoice = FaceChoice(role=Role.KAI)
    size_pt: Size = 13.0
    color: str = "black"
    rule_pt: Stroke = 0.5
    rule_color: str = "accent"
    auto: bool = True
    """Whether one may be taken from the copy where a story would be one grey square."""


class NameplateInk(StrEnum):
    """What the name of the paper is printed in, whose other type is in black ink alone."""

    COLOR = "color"
    """Its own colour, as outlines."""
    BLACK = "black"


class PressStyle(_Style):
    """What the printer asks of press files."""

    icc: str = ""
    """ICC profile of the printing condition, beside the style file; empty: one of the system."""
    condition: str = "CGATS TR 001"
    """Name of the printing condition in its registry (OutputConditionIdentifier)."""
    registry: str = "http://www.color.org"
    condition_info: str = "SWOP coated web offset"
    bleed_mm: Annotated[float, Field(ge=0, le=20)] = 3.0
    ink_limit: Annotated[int, Field(ge=100, le=400)] = 240
    """Most ink in one place, of all four together, in percent (TAC)."""
    ppi: Annotated[float, Field(ge=100, le=600)] = 300.0
    sharpen: Annotated[int, Field(ge=0, le=300)] = 0
    """Unsharp mask for newsprint, in percent; 0 leaves pictures as they are."""
    colors: dict[str, str] = {}
    """Colour roles given in inks: ``device-cmyk(c m y k)``."""
    nameplate: NameplateInk = NameplateInk.COLOR


class LargePrintStyle(_Style):
    """放大: how much larger the large-print edition is set."""

    scale: Annotated[float, Field(gt=1, le=3)] = 1.5


class Style(_Style):
    """A whole house style."""

    name: str
    title: str
    page: PageSize
    grid: GridStyle
    body: FaceChoice
    strong: FaceChoice
    emphasis: FaceChoice
    quote: FaceChoice
    dateline: FaceChoice
    subhead: SubheadStyle
    pull: PullStyle = PullStyle()
    byline: TextStyle
    cutline: TextStyle
    kicker: FaceChoice
    deck: FaceChoice
    column_head: TextStyle
    headlines: Annotated[dict[Count, HeadlineStyle], Field(min_length=1)]
    """By rank; a rank that is not listed uses the last one."""
    brief: HeadlineStyle
    box: BoxStyle
    rules: RuleStyle
    makeup: MakeupStyle = MakeupStyle()
    furniture: FurnitureStyle
    colors: dict[str, str]
    """Colour roles (black, grey, accent, tint, paper) to CSS colours."""
    press: PressStyle = PressStyle()
    large_print: LargePrintStyle = LargePrintStyle()
    indent_em: Annotated[int, Field(ge=0, le=4)] = 2
    punct_style: Literal["kaiming", "quanjiao", "banjiao"] = "kaiming"
    """How wide marks are in Simplified copy: 开明式, 全角式, 半角式."""
    squeeze_em: Annotated[float, Field(ge=0, le=0.05)] = 0.018
    """What the gaps between characters may close up by, where that saves a loose line."""
    setting: Literal["flow", "grid"] = "flow"
    """Whether every character of the body stands in a cell of the em grid (纵横对齐)."""
    hanging: Literal["none", "marks"] = "marks"
    """Whether a stop or comma may stand outside its column (悬挂)."""

    def headline(self, rank: int) -> HeadlineStyle:
        """The headline style of a rank."""
        return self.headlines.get(rank, self.headlines[max(self.headlines)])

    def faces(self, script: str) -> tuple[FaceKey, ...]:
        """Every face the style names, for one script."""
        return tuple(dict.fromkeys(choice.key(script) for choice in _faces_in(self)))

    @property
    def column_width_pt(self) -> float:
        """栏宽."""
        return self.grid.chars * self.grid.type_size_pt

    @property
    def column_gap_pt(self) -> float:
        """栏距: what the columns leave of the type area."""
        columns = self.grid.columns
        room = mm_to_pt(self.page.type_area_width_mm) - columns * self.column_width_pt
        return room / (columns - 1) if columns > 1 else 0.0

    @property
    def page_chars(self) -> int:
        """版容: the characters of a page of nothing but text."""
        return self.grid.columns * self.grid.chars * self.grid.rows

    def color_places(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """Every colour role the style names, with the path of its key."""
        return tuple(_colors_in(self, ()))


def _faces_in(value: object) -> Iterator[FaceChoice]:
    """The face choices anywhere in a part of a style."""
    if isinstance(value, FaceChoice):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _faces_in(getattr(value, name))
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _faces_in(inner)


def _colors_in(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The colour roles anywhere in a part of a style."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            inner = getattr(value, name)
            if name.endswith("color") and isinstance(inner, str):
                yield (*path, name), inner
            else:
                yield from _colors_in(inner, (*path, name))
