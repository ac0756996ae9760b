"""A house style (版式): page, grid, faces, sizes, rules. Read from a style file, never changed.

Lengths that an editor measures with a ruler are in mm, type and rules in pt; ratios are
of the size named. See ``docs/style.md``.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from layout.shaping.model import FaceKey, Role
from layout.units import mm_to_pt


class _Style(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FaceChoice(_Style):
    """A face: role and weight."""

    role: Role
    weight: int = 400

    def key(self, script: str) -> FaceKey:
        """The face for one script."""
        return FaceKey(role=self.role, weight=self.weight, script=script)


class PageSize(_Style):
    """The trimmed page and the place of the type area (版心) on it."""

    width_mm: float
    height_mm: float
    head_margin_mm: float
    """天头, to the top of the type area."""
    left_margin_mm: float
    type_area_width_mm: float
    """版心宽; the column gaps follow from it."""


class GridStyle(_Style):
    """The grid: columns of whole characters, rows of one leading."""

    columns: Annotated[int, Field(ge=1, le=12)]
    chars: Annotated[int, Field(ge=8, le=48)]
    """Characters a line (字)."""
    rows: Annotated[int, Field(ge=20, le=200)]
    type_size_pt: float
    leading_pt: float


class TextStyle(_Style):
    """How a small part is set: face, size, colour."""

    face: FaceChoice
    size_pt: float
    color: str = "black"


class HeadlineStyle(_Style):
    """The headline of one rank: sizes to choose from, the best first, and its dress."""

    sizes_pt: tuple[float, ...]
    """字号 that may be used for this rank."""
    face: FaceChoice
    max_lines: int = 2
    kicker_ratio: float = 0.5
    deck_ratio: float = 0.5
    air_rows: tuple[int, ...] = (1, 2, 3)
    """题空: rows of white the headline zone may have beyond its type."""
    min_columns: int = 1
    max_columns: int = 8


class BoxStyle(_Style):
    """加框: frame and measure."""

    stroke_pt: float = 0.5
    color: str = "black"
    measure_loss_chars: int = 1
    """Characters each column of a boxed block is narrower."""
    rows: int = 2
    """Rows the frame costs, top and bottom together."""
    limit: int = 2
    """Boxes a page may have before they cost dear."""


class RuleStyle(_Style):
    """栏线 and 文间线."""

    column_rule_pt: float = 0.0
    cutoff_rule_pt: float = 0.25
    color: str = "grey"


class NameplateStyle(_Style):
    """报头 on page 1."""

    rows: int
    columns: int
    """Columns it takes from the left; the rest of its rows is the ear."""
    name_size_pt: float
    name_face: FaceChoice
    color: str = "accent"
    place: Literal["left", "centre"] = "left"


class FurnitureStyle(_Style):
    """Everything that returns on every page."""

    nameplate: NameplateStyle
    folio: TextStyle
    masthead: TextStyle
    ear: TextStyle


class SubheadStyle(_Style):
    """小标题: a row of its own, with white above."""

    face: FaceChoice
    rows_above: int = 1
    align: Literal["start", "center"] = "center"


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
    byline: TextStyle
    cutline: TextStyle
    kicker: FaceChoice
    deck: FaceChoice
    column_head: TextStyle
    headlines: dict[int, HeadlineStyle]
    """By rank; a rank that is not listed uses the last one."""
    brief: HeadlineStyle
    box: BoxStyle
    rules: RuleStyle
    furniture: FurnitureStyle
    colors: dict[str, str]
    """Colour roles (black, grey, accent, tint, paper) to CSS colours."""
    indent_em: int = 2
    punct_style: str = "kaiming"

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
