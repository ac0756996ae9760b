"""An article and a measure in, its galley out (毛条): every block of the body set in lines.

compose_article
└─ _Setter.setting       by kind of block
   ├─ _paragraph         two em of indent, the dateline run in before the first one
   ├─ _subhead           rows of white above, lines parted by sense
   ├─ _item _note        a mark, the text hanging beside it
   ├─ _verse             one line each, turned over deeper in
   └─ set_table          see ``tabular``
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Final

from layout.composition.headline import headline_settings
from layout.composition.model import ComposedLine, Galley, LineKind, ParagraphSetting
from layout.composition.paragraph import BEST_ONLY, set_line, set_paragraph, set_tables
from layout.composition.rules import Align, Cells, LineRules, Reach
from layout.composition.tables import LineTables, tabulate
from layout.composition.tabular import TableSetter
from layout.content.model import Article, BlockKind, BodyBlock, Inline
from layout.shaping.model import FaceKey
from layout.shaping.shape import Shaper, TextRun
from layout.sidemarks import Level
from layout.style.model import Style
from layout.units import fits

NOTE_MARK_EM: Final = 0.6
NOTE_MARK_RISE_EM: Final = 0.35
"""A note's mark in the text: small, and raised to the height of the characters."""

_LEVELS: Final = {
    Level.BASE: (1.0, 0.0),
    Level.SUPER: (0.6, 0.35),
    Level.SUB: (0.6, -0.12),
}
"""Size and rise of text, raised and lowered: m², H₂O; figures keep within the em cell."""

_WORD_JOINER: Final = "\u2060"
"""Holds a note's mark to what stands before it (UAX #14, LB11); it has no width and no ink."""


VERSE_INDENT_EM: Final = 2.0
VERSE_TURNOVER_EM: Final = 2.0
"""How much deeper the rest of a line of verse stands that is longer than the measure."""

SUBHEAD_LINES: Final = 3

MARKER_STEP_EM: Final = 0.5
MARKER_AIR_EM: Final = 0.1
"""White between the mark of an item and its text, at least."""

_ENDS_ITSELF: Final = "：:）)】］]〕—―"
"""A dateline that ends with one of these needs no space before the text."""

_KINDS: Final = {
    BlockKind.PARAGRAPH: LineKind.TEXT,
    BlockKind.SUBHEAD: LineKind.SUBHEAD,
    BlockKind.QUOTE: LineKind.QUOTE,
    BlockKind.ITEM: LineKind.ITEM,
    BlockKind.TABLE: LineKind.TABLE,
    BlockKind.VERSE: LineKind.VERSE,
    BlockKind.NOTE: LineKind.NOTE,
}


class KnownTables:
    """The tables of paragraphs by text and rules; how far ways may reach changes none of them."""

    def __init__(self) -> None:
        self._known: dict[tuple[tuple[TextRun, ...], LineRules], LineTables | None] = {}

    def tables(
        self, runs: tuple[TextRun, ...], shaper: Shaper, rules: LineRules
    ) -> LineTables | None:
        """The tables of a paragraph; None of one without text."""
        key = runs, replace(rules, reach=Reach.GOOD)
        if key not in self._known:
            clusters = shaper.clusters(runs, rules)
            self._known[key] = tabulate(clusters, rules) if clusters else None
        found = self._known[key]
        return found if found is None or found.rules == rules else replace(found, rules=rules)

    def forget(self) -> None:
        """Shape every paragraph anew when it is asked for again."""
        self._known.clear()


def compose_article(
    article: Article,
    *,
    style: Style,
    shaper: Shaper,
    rules: LineRules,
    measure_em: float,
    script: str,
    known: KnownTables | None = None,
) -> Galley:
    """Set an article's body at one measure.

    Args:
        article: Its body blocks and its dateline, which is run in before the text of the
            first paragraph unless that has it already.
        style: Faces, indent and subheads.
        shaper: Makes the clusters.
        rules: How lines are set.
        measure_em: Length of the lines in em of the body type, i.e. characters a line.
        script: ``SC`` or ``TC``: whose glyphs.
        known: Paragraphs shaped before, for another measure.

    Returns:
        One setting a block, in order; ``paragraph`` counts them from 0. A subhead begins
        with its blank rows unless it is the first block.

    """
    blocks = _with_dateline_block(article)
    setter = _Setter(
        style=style,
        shaper=shaper,
        rules=rules,
        measure_em=measure_em,
        script=script,
        blocks=blocks,
        known=known or KnownTables(),
    )
    opening = next((k for k, block in enumerate(blocks) if _may_open(block)), None)
    settings = []
    for index, block in enumerate(blocks):
        before = blocks[index - 1] if index else None
        dateline = article.head.dateline if index == opening else ""
        settings.append(setter.setting(block, index, before, dateline.strip()))
    return Galley(article=article.id, measure_em=measure_em, paragraphs=tuple(settings))


def label_line(text: str, *, face: FaceKey, shaper: Shaper, rules: LineRules) -> ComposedLine:
    """One line at its natural width, in em of its own size: furniture, credits, figures."""
    clusters = shaper.clusters([TextRun(text=text, face=face)], rules)
    if not clusters:
        return ComposedLine(clusters=(), advances_em=(), shifts_em=())
    return set_line(clusters, rules)


def wrapped_lines(
    text: str, *, face: FaceKey, shaper: Shaper, rules: LineRules, measure_em: float
) -> tuple[ComposedLine, ...]:
    """A small text broken into lines no wider than the measure, not justified.

    A line break in the text is kept; lengths are in em of the text's own size.
    """
    ragged = replace(rules, align=Align.START)
    lines: list[ComposedLine] = []
    for piece in text.splitlines():
        clusters = shaper.clusters([TextRun(text=piece.strip(), face=face)], ragged)
        setting = set_paragraph(clusters, measure_em=measure_em, rules=ragged, looseness=BEST_ONLY)
        lines += setting.lines
    return tuple(lines)


def _may_open(block: BodyBlock) -> bool:
    return block.kind is BlockKind.PARAGRAPH


def _with_dateline_block(article: Article) -> tuple[BodyBlock, ...]:
    """The body, with a paragraph in front for a dateline that no paragraph can take in."""
    body = article.body
    if not article.head.dateline.strip() or any(map(_may_open, body)):
        return body
    return (BodyBlock(kind=BlockKind.PARAGRAPH, span=article.span_of("dateline")), *body)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setter:
    """Sets the blocks of one article."""

    style: Style
    shaper: Shaper
    rules: LineRules
    measure_em: float
    script: str
    blocks: tuple[BodyBlock, ...]
    known: KnownTables

    def setting(
        self, block: BodyBlock, index: int, before: BodyBlock | None, dateline: str
    ) -> ParagraphSetting:
        """One block's setting; ``before`` is the block above it."""
        match block.kind:
            case BlockKind.SUBHEAD:
                rows = self.style.subhead.rows_above if before is not None else 0
                return _below(self._subhead(block, index), rows)
            case BlockKind.TABLE:
                return self._table(block, index)
            case BlockKind.VERSE:
                return _below(self._verse(block, index), _opens_stanza(block, before))
            case BlockKind.NOTE:
                is_first = before is not None and before.kind is not BlockKind.NOTE
                return _below(self._note(block, index), int(is_first))
            case _:
                return self._text(block, index, dateline)

    def _key(self, kind: BlockKind) -> FaceKey:
        faces = {
            BlockKind.SUBHEAD: self.style.subhead.face,
            BlockKind.QUOTE: self.style.quote,
            BlockKind.NOTE: self.style.quote,
        }
        return faces.get(kind, self.style.body).key(self.script)

    def _runs(
        self, inlines: Sequence[Inline], base: FaceKey, size_em: float = 1.0
    ) -> list[TextRun]:
        return [self._run(inline, base, size_em) for inline in inlines if inline.text]

    def _run(self, inline: Inline, base: FaceKey, size_em: float) -> TextRun:
        if inline.note is not None:
            return TextRun(
                text=_WORD_JOINER + inline.text,
                face=base,
                size_em=NOTE_MARK_EM * size_em,
                rise_em=NOTE_MARK_RISE_EM * size_em,
            )
        face = base
        if inline.strong:
            face = self.style.strong.key(self.script)
        elif inline.emphasis:
            face = self.style.emphasis.key(self.script)
        scale, rise_em = _LEVELS[inline.level]
        return TextRun(
            text=inline.text,
            face=face,
            size_em=scale * size_em,
            rise_em=rise_em * size_em,
            beside=inline.beside,
            reading=inline.reading,
        )

    # ------------------------------------------------------------------ running text

    def _text(self, block: BodyBlock, index: int, dateline: str) -> ParagraphSetting:
        """A paragraph, an item or a paragraph of a quotation."""
        runs = self._runs(block.inlines, self._key(block.kind))
        if block.marker:
            return self._hanging(block, runs, index)
        if dateline:
            runs = self._dated(runs, dateline)
        kind = _KINDS[block.kind]
        tables = self.known.tables(tuple(runs), self.shaper, self.rules)
        if tables is None:
            return set_paragraph(
                (), measure_em=self.measure_em, rules=self.rules, kind=kind, paragraph=index
            )
        return set_tables(
            tables,
            measure_em=self.measure_em,
            kind=kind,
            paragraph=index,
            first_indent_em=float(self.style.indent_em),
        )

    def _dated(self, runs: list[TextRun], dateline: str) -> list[TextRun]:
        """The dateline (电头) in its face before the text, or as far as the text begins with it."""
        face = self.style.dateline.key(self.script)
        if "".join(run.text for run in runs).startswith(dateline):
            return list(_faced(runs, len(dateline), face))
        gap = "" if dateline[-1] in _ENDS_ITSELF or not runs else "\u3000"
        return [TextRun(text=dateline, face=face), TextRun(text=gap, face=face), *runs]

    def _hanging(self, block: BodyBlock, runs: list[TextRun], index: int) -> ParagraphSetting:
        """A mark at the edge, the text in line to its right."""
        mark = self._marker(block)
        hang_em = max(
            _hang_em(self._marker(other)) for other in self.blocks if _is_like(other, block)
        )
        if self.rules.cells is Cells.GRID:
            hang_em = float(ceil(hang_em))
        setting = set_paragraph(
            self.shaper.clusters(runs, self.rules),
            measure_em=self.measure_em,
            rules=self.rules,
            kind=_KINDS[block.kind],
            paragraph=index,
            first_indent_em=hang_em,
            hanging_indent_em=hang_em,
        )
        ways = tuple((delta, _marked(lines, mark)) for delta, lines in setting.ways)
        return replace(setting, ways=ways)

    def _marker(self, block: BodyBlock) -> ComposedLine:
        run = TextRun(text=block.marker, face=self._key(block.kind))
        line = set_line(self.shaper.clusters([run], self.rules), self.rules)
        return replace(line, kind=_KINDS[block.kind])

    def _note(self, block: BodyBlock, index: int) -> ParagraphSetting:
        """A footnote: a paragraph in the face of quotations that opens with its mark."""
        face = self._key(block.kind)
        mark = TextRun(text=block.marker, face=face)
        runs = [mark, *self._runs(block.inlines, face)]
        return set_paragraph(
            self.shaper.clusters(runs, self.rules),
            measure_em=self.measure_em,
            rules=self.rules,
            kind=LineKind.NOTE,
            paragraph=index,
            first_indent_em=float(self.style.indent_em),
        )

    # ------------------------------------------------------------------ lines of their own

    def _subhead(self, block: BodyBlock, index: int) -> ParagraphSetting:
        lines = [
            replace(line, indent_em=self._subhead_indent_em(line))
            for line in self._subhead_lines(block)
        ]
        last = len(lines) - 1
        told = tuple(
            replace(line, kind=LineKind.SUBHEAD, paragraph=index, first=k == 0, last=k == last)
            for k, line in enumerate(lines)
        )
        return ParagraphSetting(
            kind=LineKind.SUBHEAD, paragraph=index, ways=((0, told),), costs=(0.0,)
        )

    def _subhead_lines(self, block: BodyBlock) -> Sequence[ComposedLine]:
        """One line where it fits, else the most sensible ones that do, else as they come."""
        face = self._key(BlockKind.SUBHEAD)
        clusters = self.shaper.clusters(self._runs(block.inlines, face), self.rules)
        whole = set_line(clusters, self.rules)
        if fits(whole.width_em, self.measure_em):
            return (whole,)
        settings = headline_settings(
            block.text, shaper=self.shaper, face=face, rules=self.rules, max_lines=SUBHEAD_LINES
        )
        narrow = [setting for setting in settings if fits(setting.width_em, self.measure_em)]
        if narrow:
            return narrow[0].lines
        ragged = replace(self.rules, align=Align.START)
        return set_paragraph(
            clusters, measure_em=self.measure_em, rules=ragged, looseness=BEST_ONLY
        ).lines

    def _subhead_indent_em(self, line: ComposedLine) -> float:
        room_em = max(0.0, self.measure_em - line.width_em)
        if self.style.subhead.align == "center":
            return room_em / 2
        return min(room_em, float(self.style.indent_em))

    def _verse(self, block: BodyBlock, index: int) -> ParagraphSetting:
        runs = self._runs(block.inlines, self._key(block.kind))
        return set_paragraph(
            self.shaper.clusters(runs, self.rules),
            measure_em=self.measure_em,
            rules=replace(self.rules, align=Align.START),
            kind=LineKind.VERSE,
            paragraph=index,
            first_indent_em=VERSE_INDENT_EM,
            hanging_indent_em=VERSE_INDENT_EM + VERSE_TURNOVER_EM,
            looseness=BEST_ONLY,
        )

    def _table(self, block: BodyBlock, index: int) -> ParagraphSetting:
        head = self.style.strong.key(self.script)
        rows = [
            [self._runs(cell, head if number == 0 else self._key(block.kind)) for cell in row]
            for number, row in enumerate(block.rows)
        ]
        setter = TableSetter(shaper=self.shaper, rules=self.rules, measure_em=self.measure_em)
        lines = tuple(replace(line, paragraph=index) for line in setter.lines(rows))
        return ParagraphSetting(
            kind=LineKind.TABLE, paragraph=index, ways=((0, lines),), costs=(0.0,)
        )


def _opens_stanza(block: BodyBlock, before: BodyBlock | None) -> int:
    """Rows of white above a line of verse: one between stanzas."""
    is_verse = before is not None and before.kind is BlockKind.VERSE
    return int(is_verse and before is not None and before.stanza != block.stanza)


def _below(setting: ParagraphSetting, rows: int) -> ParagraphSetting:
    """The setting with blank rows above it."""
    if not rows:
        return setting
    blank = ComposedLine(
        clusters=(),
        advances_em=(),
        shifts_em=(),
        kind=LineKind.BLANK,
        paragraph=setting.paragraph,
    )
    ways = tuple((delta, (*[blank] * rows, *lines)) for delta, lines in setting.ways)
    return replace(setting, ways=ways)


def _faced(runs: Sequence[TextRun], count: int, face: FaceKey) -> Iterator[TextRun]:
    """The runs with their first ``count`` characters in another face."""
    for run in runs:
        if count >= len(run.text) or (count > 0 and run.reading):
            yield replace(run, face=face)
        elif count > 0:
            yield replace(run, text=run.text[:count], face=face)
            yield replace(run, text=run.text[count:])
        else:
            yield run
        count -= len(run.text)


def _is_like(other: BodyBlock, block: BodyBlock) -> bool:
    """Whether two marks belong to one list, whose texts start at one place."""
    if other.kind is not block.kind or not other.marker:
        return False
    return other.marker[-1] == block.marker[-1]


def _hang_em(mark: ComposedLine) -> float:
    """Where the text beside a mark starts: the next half em that leaves some white.

    A mark on a whole em, such as ● and ①, has its own.
    """
    last = mark.clusters[-1]
    air_em = 0.0 if last.advance_em >= last.size_em else MARKER_AIR_EM
    steps = ceil((mark.width_em + air_em) / MARKER_STEP_EM - 1e-9)
    return max(1.0, steps * MARKER_STEP_EM)


def _marked(lines: Sequence[ComposedLine], mark: ComposedLine) -> tuple[ComposedLine, ...]:
    """The lines with a mark before the first one, which starts at the edge again."""
    if not lines:
        return (mark,)
    first = lines[0]
    advances = (*mark.advances_em[:-1], mark.advances_em[-1] + first.indent_em - mark.width_em)
    opened = replace(
        first,
        clusters=(*mark.clusters, *first.clusters),
        advances_em=(*advances, *first.advances_em),
        shifts_em=(*mark.shifts_em, *first.shifts_em),
        indent_em=0.0,
    )
    return (opened, *lines[1:])
