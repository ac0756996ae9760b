"""An edition and the leading of its style in, findings where marks between lines collide out."""

from dataclasses import dataclass
from typing import Final

from layout.content.model import BodyBlock, Edition, Inline
from layout.diagnostics import Diagnostic, Message, Severity
from layout.sidemarks import (
    DOT_DOWN_EM,
    DOT_DOWN_LINED_EM,
    DOT_EM,
    LINE_DOWN_EM,
    READING_EM,
    READING_RISE_EM,
    WAVE_EM,
    is_zhuyin,
)
from layout.style.model import Style
from layout.units import fits

HAN_ABOVE_EM: Final = 0.84
HAN_BELOW_EM: Final = 0.08
"""How far Han characters reach above and below the baseline with their ink."""

LETTER_ABOVE_EM: Final = 0.8
"""How far small letters with a tone mark reach above theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reach:
    """How far a block's lines reach from their baselines, up and down."""

    above_em: float
    below_em: float


def crowded_lines(edition: Edition, style: Style) -> tuple[Diagnostic, ...]:
    """The blocks whose 拼音 meets the line above: the leading has no room for it.

    CLREQ, handling_interlinear_punctuation, asks for half an em between lines, and five
    eighths where both sides have marks; here it is reckoned from what the marks cover.
    """
    leading_em = style.grid.leading_pt / style.grid.type_size_pt
    found: list[Diagnostic] = []
    for article in edition.articles:
        before = _Reach(above_em=HAN_ABOVE_EM, below_em=HAN_BELOW_EM)
        for block in article.body:
            reach = _reach(block)
            needed_em = reach.above_em + max(reach.below_em, before.below_em)
            if reach.above_em > HAN_ABOVE_EM and not fits(needed_em, leading_em):
                found.append(_crowded(block, needed_em, leading_em))
            before = reach
    return tuple(found)


def _reach(block: BodyBlock) -> _Reach:
    runs = [run for row in block.rows for cell in row for run in cell] or block.inlines
    return _Reach(
        above_em=max((_above_em(run) for run in runs), default=HAN_ABOVE_EM),
        below_em=max((_below_em(run) for run in runs), default=HAN_BELOW_EM),
    )


def _above_em(run: Inline) -> float:
    if run.reading and not is_zhuyin(run.reading):
        return READING_RISE_EM + LETTER_ABOVE_EM * READING_EM
    return HAN_ABOVE_EM


def _below_em(run: Inline) -> float:
    if run.beside is None:
        return HAN_BELOW_EM
    if run.beside.dotted:
        return DOT_EM + (DOT_DOWN_LINED_EM if run.beside.line else DOT_DOWN_EM)
    return LINE_DOWN_EM + WAVE_EM


def _crowded(block: BodyBlock, needed_em: float, leading_em: float) -> Diagnostic:
    return Diagnostic(
        code="MARK_LEADING",
        severity=Severity.WARNING,
        span=block.span,
        message=Message(
            zh=f"拼音与上一行相碰：行高 {leading_em:.2f} 字，要 {needed_em:.2f} 字",
            en=f"the readings touch the line above: the leading is {leading_em:.2f} em, "
            f"{needed_em:.2f} em are needed",
        ),
        hint=Message(
            zh="加大版式的 leading_pt，或把读音写进正文：北京（Běijīng）",
            en="raise leading_pt in the style, or put the reading into the text in brackets",
        ),
    )
