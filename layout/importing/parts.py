"""An article longer than an edition takes -> parts （一）（二）, cut between blocks if it can be.

parts
├─ _short_blocks     over-long paragraphs cut at sentences, over-long tables between rows
└─ _groups           blocks in runs of up to ARTICLE_CHARS
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from layout.content.model import BlockKind
from layout.diagnostics import Message
from layout.importing.escaping import markdown_body
from layout.importing.model import Change, CopyArticle, CopyBlock, Editing

ARTICLE_CHARS: Final = 60_000
"""The most an article's file may hold, marks of Markdown counted, white space not."""
_PIECE_CHARS: Final = 20_000
"""Characters of a cut paragraph or table; escapes at most double them."""


def parts(article: CopyArticle) -> tuple[CopyArticle, ...]:
    """Split an over-long article.

    Returns:
        The article alone, or its parts: each bears its number behind the headline, kicker and
        deck stand on the first.

    """
    if _size(article.blocks) <= ARTICLE_CHARS:
        return (article,)
    groups = list(_groups([short for block in article.blocks for short in _short_blocks(block)]))
    return tuple(
        _part(article, number, group, len(groups)) for number, group in enumerate(groups, 1)
    )


def _part(
    article: CopyArticle, number: int, blocks: Sequence[CopyBlock], count: int
) -> CopyArticle:
    mark = f"（{_chinese(number)}）"
    update = {"headline": f"{article.head.headline}{mark}"}
    if number > 1:
        update |= {"kicker": "", "deck": ""}
    told = Message(zh="长稿分篇", en="long article split into parts")
    change = Change(code=Editing.SPLIT, message=told, count=count, after=mark)
    return replace(
        article,
        head=article.head.model_copy(update=update),
        blocks=tuple(blocks),
        changes=(*article.changes, change) if number == 1 else (change,),
    )


def _size(blocks: Sequence[CopyBlock]) -> int:
    return len("".join(markdown_body(blocks).split()))


def _groups(blocks: Sequence[CopyBlock]) -> Iterator[list[CopyBlock]]:
    group: list[CopyBlock] = []
    size = 0
    for block in blocks:
        more = _size((block,))
        if group and size + more > ARTICLE_CHARS:
            yield group
            group, size = [], 0
        group.append(block)
        size += more
    yield group


# ---------------------------------------------------------------- over-long blocks


def _short_blocks(block: CopyBlock) -> Iterator[CopyBlock]:
    """The block, or pieces of it, none over ``ARTICLE_CHARS``."""
    if _size((block,)) <= ARTICLE_CHARS:
        yield block
    elif block.kind is BlockKind.TABLE:
        yield from _tables(block.rows)
    else:
        yield from (replace(block, text=piece) for piece in _pieces(block.text))


def _tables(rows: Sequence[tuple[str, ...]]) -> Iterator[CopyBlock]:
    """Tables of some rows each, all under the same head; a huge row is paragraphs."""
    head, held = rows[0], list(rows[:1])
    for row in rows[1:]:
        if sum(map(len, row)) > _PIECE_CHARS:
            yield CopyBlock(kind=BlockKind.TABLE, rows=tuple(held))
            yield from (CopyBlock(text=piece) for cell in row for piece in _pieces(cell))
            held = [head]
        elif sum(len(cell) for kept in (*held, row) for cell in kept) > _PIECE_CHARS:
            yield CopyBlock(kind=BlockKind.TABLE, rows=tuple(held))
            held = [head, row]
        else:
            held.append(row)
    if len(held) > 1:
        yield CopyBlock(kind=BlockKind.TABLE, rows=tuple(held))


def _pieces(text: str) -> Iterator[str]:
    """A text in pieces of up to ``_PIECE_CHARS``, cut after the last sentence in each."""
    while len(text) > _PIECE_CHARS:
        ends = [match.end() for match in re.finditer("[。！？；]", text[:_PIECE_CHARS])]
        cut = ends[-1] if ends else _PIECE_CHARS
        yield text[:cut]
        text = text[cut:]
    if text:
        yield text


def _chinese(number: int) -> str:
    """1 to 99 in Chinese figures, more in Arabic."""
    if number > 99:
        return str(number)
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
