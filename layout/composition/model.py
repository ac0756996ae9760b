"""What stage 3 returns: lines with a place for every glyph, and galleys of such lines.

Lengths in em of the type the line is set in; a line does not know its size in points or
where on the page it will stand, so one galley serves every block of its measure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from layout.shaping.model import Cluster


class LineKind(StrEnum):
    """What a line of a galley belongs to."""

    TEXT = "text"
    SUBHEAD = "subhead"
    QUOTE = "quote"
    ITEM = "item"
    TABLE = "table"
    VERSE = "verse"
    NOTE = "note"
    JUMP = "jump"
    """（下转第3版）, （上接第1版）."""
    BLANK = "blank"
    """An empty row, for the white above a subhead."""


@dataclass(frozen=True, kw_only=True)
class ComposedLine:
    """One set line.

    The pen starts at ``indent_em``; cluster k is drawn at the pen plus ``shifts_em[k]``
    and moves the pen on by ``advances_em[k]``. A justified line's indent and advances sum
    to the measure, hanging marks left out.
    """

    clusters: tuple[Cluster, ...]
    advances_em: tuple[float, ...]
    shifts_em: tuple[float, ...]
    """Usually 0; minus the blank an opening mark has lost before its ink."""
    indent_em: float = 0.0
    kind: LineKind = LineKind.TEXT
    paragraph: int = 0
    """Which block of the body it belongs to, from 0."""
    first: bool = True
    last: bool = True
    justified: bool = False
    hang_start: int = 0
    """Clusters that hang out before the measure."""
    hang_end: int = 0
    vertical: bool = False
    forced: bool = False
    """Its end cuts what should stay together, or it stands over the measure: nothing else fits."""

    @cached_property
    def text(self) -> str:
        """The characters of the line, as copied."""
        return "".join(cluster.text for cluster in self.clusters)

    @cached_property
    def width_em(self) -> float:
        """From the first cluster's start to the last one's end."""
        return sum(self.advances_em)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphSetting:
    """One body block set at one measure, in the ways that are good enough to print.

    ``ways`` maps a looseness to the lines: 0 is the best setting, -1 one line fewer, +1
    one line more, where they stay inside the quality limits.
    """

    kind: LineKind
    paragraph: int
    ways: tuple[tuple[int, Sequence[ComposedLine]], ...]
    """(looseness, lines), looseness 0 first. A line may be set only when it is looked at."""
    costs: tuple[float, ...]
    """How much worse than the best each way is; 0 for the first."""

    @property
    def lines(self) -> Sequence[ComposedLine]:
        """The best setting."""
        return self.ways[0][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Galley:
    """An article's body set at one measure (毛条)."""

    article: str
    measure_em: float
    paragraphs: tuple[ParagraphSetting, ...]

    @property
    def line_count(self) -> int:
        """Lines when every paragraph is set its best way."""
        return sum(len(paragraph.lines) for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadlineSetting:
    """One way to set a headline: its lines at no measure, and how good the breaks are."""

    lines: tuple[ComposedLine, ...]
    width_em: float
    """The widest line, in em of the headline's own size."""
    cost: float
