"""Copy with less at its foot: what the author's ``cut`` allows, by whole paragraphs.

A sub-editor cuts from the foot, since news tells the most important first. Subheads that
would end the copy go with their text, and so do footnotes whose marks are gone.
"""

from dataclasses import replace

from layout.content.model import BlockKind, BodyBlock
from layout.makeup.copy import Copy

CUTTABLE = (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE)
"""Poems and tables are whole or not at all."""


def cut_down(copy: Copy) -> tuple[Copy, ...]:
    """A copy with one paragraph less at its foot, with two less, and so on.

    The first paragraph always stays, and no more goes than the share that ``cut`` names.
    None of a later part: what is begun is ended.
    """
    article = copy.article
    if not article.head.cut or copy.is_continued:
        return ()
    allowed = article.head.cut * _characters(article.body)
    found: list[Copy] = []
    body = article.body
    while (shorter := _less(body)) is not None:
        lost = _characters(article.body) - _characters(shorter)
        if lost > allowed:
            break
        body = shorter
        found.append(
            replace(
                copy,
                article=replace(article, body=body),
                cut_characters=copy.cut_characters + lost,
            )
        )
    return tuple(found)


def _less(body: tuple[BodyBlock, ...]) -> tuple[BodyBlock, ...] | None:
    """A body without its last paragraph; None where only one is left or it must stay."""
    text = [block for block in body if block.kind is not BlockKind.NOTE]
    if sum(block.kind in CUTTABLE for block in text) < 2 or text[-1].kind not in CUTTABLE:
        return None
    kept = text[:-1]
    while kept and kept[-1].kind is BlockKind.SUBHEAD:
        kept.pop()
    if not any(block.kind in CUTTABLE for block in kept):
        return None
    marks = {run.text for block in kept for run in block.inlines if run.note is not None}
    notes = [block for block in body if block.kind is BlockKind.NOTE and block.marker in marks]
    return (*kept, *notes)


def _characters(body: tuple[BodyBlock, ...]) -> int:
    return sum(len(block.text) for block in body if block.kind is not BlockKind.NOTE)
