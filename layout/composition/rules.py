"""How lines are to be set: prohibitions, widths of marks, gaps, edges, alignment; one value."""

from dataclasses import dataclass, replace
from enum import Flag, StrEnum, auto
from typing import Final


class Script(StrEnum):
    """Which glyph shapes of the marks are in use: they decide where a mark keeps its white."""

    HANS = "Hans"
    """Mainland China: 、，。；： in the lower left."""
    HANT = "Hant"
    """Taiwan and Hong Kong: 、，。；： centred, ！？ fill their em."""
    JA = "Jpan"
    """Japan: 、。 in the lower left, ：； centred."""


class WritingMode(StrEnum):
    """Direction of the line."""

    HORIZONTAL = "horizontal-tb"
    VERTICAL = "vertical-rl"


class TextOrientation(StrEnum):
    """How Western letters stand in vertical lines (CSS Writing Modes 4)."""

    MIXED = "mixed"
    UPRIGHT = "upright"


class CombineUpright(StrEnum):
    """Whether short numbers of a vertical line share one em (CSS Writing Modes 4, 直中横)."""

    NONE = "none"
    DIGITS = "digits"
    """Figures of one or two digits share one em, a single letter stands upright, words lie."""
    ALL = "all"


class Kinsoku(StrEnum):
    """Levels of line-edge prohibition (CLREQ, prohibition_rules_for_line_start_end)."""

    UNICODE = "unicode"
    """No level: UAX #14 and CSS ``line-break`` alone decide."""
    NONE = "none"
    BASIC = "basic"
    GB = "gb"
    """GB/T 15834-2011, 5.1."""
    STRICT = "strict"


class LineBreak(StrEnum):
    """CSS Text 3 ``line-break``, under the level."""

    AUTO = "auto"
    LOOSE = "loose"
    NORMAL = "normal"
    STRICT = "strict"
    ANYWHERE = "anywhere"


class WordBreak(StrEnum):
    """CSS Text 4 ``word-break``."""

    NORMAL = "normal"
    KEEP_ALL = "keep-all"
    BREAK_ALL = "break-all"
    BREAK_WORD = "break-word"
    AUTO_PHRASE = "auto-phrase"


class PunctStyle(StrEnum):
    """Widths of single marks inside a line (CLREQ issue 278; names of the trade)."""

    PLAIN = "plain"
    """1em, never changed."""
    QUANJIAO = "quanjiao"
    """全角式: 1em, may shrink to ½em."""
    HANGMOBANJIAO = "hangmobanjiao"
    """行末半角式: as 全角式, and two marks side by side keep 2em until room is needed."""
    KAIMING = "kaiming"
    """开明式: marks that end a sentence 1em, all others ½em."""
    BANJIAO = "banjiao"
    """半角式: all ½em."""


class Interpunct(StrEnum):
    """Width of the 间隔号."""

    STYLE = "style"
    """As the style has it: 1em, in 开明式 and 半角式 ¾em."""
    GB = "gb"
    """½em, whatever the style (GB/T 15834-2011, 5.1.7)."""


class AdjacentMarks(StrEnum):
    """What two marks side by side lose."""

    KEEP = "keep"
    CSS = "css"
    """CSS Text 4, fullwidth-collapsing: brackets, quotes, commas and stops, not ！？."""
    CLREQ = "clreq"
    """CLREQ, h-adjustment_of_adjacent_punctuation_marks: every mark."""
    TRIM_ALL = "trim-all"
    """CSS ``trim-all``: every mark loses its blank wherever it stands."""


class LineStart(StrEnum):
    """What an opening mark at the start of a line does with its leading blank."""

    KEEP = "keep"
    TRIM = "trim"
    TRIM_LATER = "trim-later"
    """Trimmed except on first lines (CSS ``space-first``)."""


class LineEnd(StrEnum):
    """What a mark at the end of a line does with its trailing blank."""

    KEEP = "keep"
    FIT = "fit"
    """Trimmed where it would not fit otherwise (CSS ``text-spacing-trim: normal``)."""
    TRIM = "trim"
    """Trimmed for closing marks (CSS ``trim-both``)."""
    HALF = "half"
    """Always half an em (GB/T 15834-2011, 5.1.10); a centred mark loses both its blanks."""
    OPTICAL = "optical"
    """Half an em too, but a centred mark stands with its middle on the edge of the column."""


class Autospace(Flag):
    """Between what a gap is inserted (CSS Text 4, text-autospace)."""

    NONE = 0
    ALPHA = auto()
    """Han and Western letters."""
    NUMERIC = auto()
    """Han and digits."""
    WIDE_CLASSES = auto()
    """Bopomofo and ideographic description characters count as Han."""
    REPLACE = auto()
    """A word space typed there becomes the gap."""
    BLANK_EM = auto()
    """An ideographic space is a cell like a Han character's: Western letters keep off it too."""


class Hanging(Flag):
    """Which marks may stand outside the measure (CSS Text 3, hanging-punctuation)."""

    NONE = 0
    FIRST = auto()
    LAST = auto()
    ALLOW_END = auto()
    FORCE_END = auto()
    CLREQ_END = auto()
    """CLREQ: one stop or comma that would otherwise start a line; never beside another mark."""


class StackedMarks(StrEnum):
    """Widths of ？！ in a row."""

    KEEP = "keep"
    GB = "gb"
    """Two share 1em, three 2em (GB/T 15834-2011, 5.1.2)."""


class Orphans(StrEnum):
    """孤字: whether one character may be the whole of a last line."""

    ALLOW = "allow"
    CLREQ = "clreq"
    """The last line holds two Han characters or more."""


class Align(StrEnum):
    """How lines fill the measure."""

    START = "start"
    CENTER = "center"
    END = "end"
    JUSTIFY = "justify"
    FILL = "fill"
    """均排: like justify, the last line too."""


class Overflow(StrEnum):
    """What becomes of a run that no line can hold whole."""

    STAND = "stand"
    """It stands over the measure."""
    CUT = "cut"
    """It is cut: addresses after their signs, words anywhere, at last by force."""


class Cells(StrEnum):
    """Whether characters of neighbouring lines stand below each other."""

    FLOW = "flow"
    """Lines are filled; where a character stands depends on what is before it."""
    GRID = "grid"
    """纵横对齐: every Han character stands in a cell of one em, what else there is fills cells."""


class EndSpaces(StrEnum):
    """Which spaces a line leaves out at its end."""

    WORD = "word"
    """U+0020."""
    ALL = "all"
    """Ideographic spaces too."""


class Hyphenation(StrEnum):
    """Whether Western words may be divided at syllables."""

    NONE = "none"
    AUTO = "auto"


class Reach(StrEnum):
    """How loose the lines may be of a way with a line more or fewer than the best one."""

    GOOD = "good"
    """As loose as those of the best way."""
    LIMIT = "limit"
    """As loose as a good line may be at all: asked for where copy leaves a widow otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRules:
    """Everything the composer must know to set a line.

    Gaps are in em of the body type: ``gap_em`` natural, ``gap_min_em`` and ``gap_max_em``
    the bounds justification keeps to (CLREQ: at most ¼em natural; expansion to ½em).
    The defaults are the plainest setting: nothing is compressed, nothing is inserted.
    """

    script: Script = Script.HANS
    language: str = "zh"
    """BCP 47 tag for the break iterator."""
    writing_mode: WritingMode = WritingMode.HORIZONTAL
    text_orientation: TextOrientation = TextOrientation.MIXED
    combine_upright: CombineUpright = CombineUpright.NONE
    kinsoku: Kinsoku = Kinsoku.UNICODE
    line_break: LineBreak = LineBreak.STRICT
    word_break: WordBreak = WordBreak.NORMAL
    punct_style: PunctStyle = PunctStyle.PLAIN
    adjacent: AdjacentMarks = AdjacentMarks.KEEP
    stacked: StackedMarks = StackedMarks.KEEP
    interpunct: Interpunct = Interpunct.STYLE
    line_start: LineStart = LineStart.KEEP
    line_end: LineEnd = LineEnd.KEEP
    autospace: Autospace = Autospace.NONE
    gap_em: float = 0.125
    gap_min_em: float = 0.125
    gap_max_em: float = 0.5
    word_space_min_em: float = 0.25
    word_space_max_em: float = 0.5
    hanging: Hanging = Hanging.NONE
    overflow: Overflow = Overflow.STAND
    end_spaces: EndSpaces = EndSpaces.WORD
    orphans: Orphans = Orphans.ALLOW
    align: Align = Align.START
    hyphenation: Hyphenation = Hyphenation.NONE
    reach: Reach = Reach.GOOD
    cells: Cells = Cells.FLOW
    squeeze_em: float = 0.0
    """What every gap that may grow may lose too, where all other white is spent."""
    centred_take: float = 1.0
    """Share of a centred mark's white that justification may take from each side."""

    @property
    def is_vertical(self) -> bool:
        """Whether lines run downwards."""
        return self.writing_mode is WritingMode.VERTICAL


_HOUSE_GAPS: Final = (
    Autospace.ALPHA
    | Autospace.NUMERIC
    | Autospace.WIDE_CLASSES
    | Autospace.REPLACE
    | Autospace.BLANK_EM
)

NEWSPAPER: Final = LineRules(
    kinsoku=Kinsoku.GB,
    punct_style=PunctStyle.KAIMING,
    adjacent=AdjacentMarks.CLREQ,
    stacked=StackedMarks.GB,
    interpunct=Interpunct.GB,
    line_start=LineStart.TRIM,
    line_end=LineEnd.HALF,
    autospace=_HOUSE_GAPS,
    gap_em=0.2,
    gap_min_em=0.125,
    gap_max_em=0.375,
    overflow=Overflow.CUT,
    end_spaces=EndSpaces.ALL,
    orphans=Orphans.CLREQ,
    align=Align.JUSTIFY,
    hyphenation=Hyphenation.AUTO,
)
"""A mainland newspaper: GB prohibitions, 开明式 marks, half-width marks at line ends, no 孤字."""

TAIWAN: Final = LineRules(
    script=Script.HANT,
    language="zh-Hant",
    kinsoku=Kinsoku.GB,
    punct_style=PunctStyle.QUANJIAO,
    adjacent=AdjacentMarks.CLREQ,
    line_start=LineStart.TRIM,
    line_end=LineEnd.OPTICAL,
    autospace=_HOUSE_GAPS,
    gap_em=0.2,
    gap_min_em=0.125,
    gap_max_em=0.375,
    overflow=Overflow.CUT,
    end_spaces=EndSpaces.ALL,
    orphans=Orphans.CLREQ,
    align=Align.JUSTIFY,
    hyphenation=Hyphenation.AUTO,
    centred_take=0.5,
)
"""A Taiwan newspaper: centred marks give way by half at most, brackets whole, ！？ not at all.

Closed up to half an em, a centred mark reaches into the cells beside it, and readers of the
finished file take two marks that overlap for one.
"""


def house_rules(
    lang: str, punct_style: PunctStyle, *, squeeze_em: float = 0.0, hanging: Hanging = Hanging.NONE
) -> LineRules:
    """A newspaper's rules in a language: the mainland's with the style's marks, or Taiwan's."""
    rules = replace(NEWSPAPER, punct_style=punct_style) if lang == "zh-CN" else TAIWAN
    return replace(rules, squeeze_em=squeeze_em, hanging=hanging)


def upright(rules: LineRules) -> LineRules:
    """The same house set in vertical lines (CLREQ, mixed text composition in vertical mode)."""
    return replace(
        rules,
        writing_mode=WritingMode.VERTICAL,
        combine_upright=CombineUpright.DIGITS,
        hyphenation=Hyphenation.NONE,
    )


def gridded(rules: LineRules) -> LineRules:
    """The same house on the em grid (CLREQ, handling_of_grid_alignment).

    Marks keep their em, nothing is stretched or divided; a stop that does not fit hangs, any
    other mark takes the character before it down and the line ends an em short.
    """
    return replace(
        rules,
        cells=Cells.GRID,
        punct_style=PunctStyle.PLAIN,
        adjacent=AdjacentMarks.KEEP,
        stacked=StackedMarks.KEEP,
        interpunct=Interpunct.STYLE,
        line_start=LineStart.KEEP,
        line_end=LineEnd.KEEP,
        autospace=Autospace.NONE,
        hanging=Hanging.CLREQ_END,
        align=Align.START,
        hyphenation=Hyphenation.NONE,
        squeeze_em=0.0,
    )
