"""The footnotes of one article: marks in the order of the text, and the notes they point to."""

from dataclasses import dataclass

from layout.content.findings import Findings
from layout.content.model import BlockKind, BodyBlock, Inline
from layout.diagnostics import Message, SourceSpan

MAX_NOTES = 50
"""Circled numbers end at ㊿."""

# (first number, last number, code point of the first)
_CIRCLED = ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1))


def circled(number: int) -> str:
    """①, ②, … ㊿."""
    for first, last, code in _CIRCLED:
        if first <= number <= last:
            return chr(code + number - first)
    raise ValueError(f"no circled number for {number}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Note:
    inlines: tuple[Inline, ...]
    span: SourceSpan


class Footnotes:
    """Gives numbers to notes as they are met; tells marks and notes that miss each other."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._met: dict[str, SourceSpan] = {}
        self._numbers: dict[str, int] = {}
        self._notes: dict[str, _Note] = {}

    def mark(self, label: str, span: SourceSpan) -> str:
        """The mark of a note, at its first or a later place in the text."""
        self._met.setdefault(label, span)
        number = self._numbers.setdefault(label, len(self._met))
        return circled(number) if number <= MAX_NOTES else ""

    def define(self, label: str, inlines: tuple[Inline, ...], span: SourceSpan) -> None:
        """The text of a note."""
        if (before := self._notes.get(label)) is not None:
            self._findings.error(
                "NOTE_TWICE",
                span,
                Message(
                    zh=f"脚注“{label}”写了两次，前一次在第 {before.span.line} 行",
                    en=f"footnote “{label}” is written twice; the first is on "
                    f"line {before.span.line}",
                ),
                Message(zh="给其中一条换个名字", en="give one of them another label"),
            )
            return
        self._notes[label] = _Note(inlines=inlines, span=span)

    def blocks(self) -> tuple[BodyBlock, ...]:
        """The notes in the order of their marks."""
        self._report_strays()
        return tuple(
            BodyBlock(
                kind=BlockKind.NOTE,
                inlines=self._notes[label].inlines,
                marker=self.mark(label, self._notes[label].span),
                span=self._notes[label].span,
            )
            for label in self._met
            if label in self._notes
        )

    def _report_strays(self) -> None:
        for label, span in self._met.items():
            if label not in self._notes:
                self._findings.error(
                    "NOTE_MISSING",
                    span,
                    Message(zh=f"脚注“{label}”没有注文", en=f"footnote “{label}” has no text"),
                    Message(
                        zh=f"另起一行写“[^{label}]: 注文”",
                        en=f"write “[^{label}]: text” on a line of its own",
                    ),
                )
        for label, note in self._notes.items():
            if label not in self._met:
                self._findings.error(
                    "NOTE_UNUSED",
                    note.span,
                    Message(
                        zh=f"正文里没有脚注“{label}”的注号",
                        en=f"nothing in the text points to footnote “{label}”",
                    ),
                    Message(
                        zh=f"在被注的字后写“[^{label}]”，或删去注文",
                        en=f"write “[^{label}]” after the words it explains, or delete it",
                    ),
                )
        if len(self._met) > MAX_NOTES:
            self._findings.error(
                "TOO_MANY_NOTES",
                list(self._met.values())[MAX_NOTES],
                Message(
                    zh=f"脚注有 {len(self._met)} 条，最多 {MAX_NOTES} 条",
                    en=f"{len(self._met)} footnotes; {MAX_NOTES} are the most",
                ),
                Message(zh="把部分注文并入正文", en="work some of them into the text"),
            )
