"""Pull quotes (摘句): a sentence of the story set large between hairlines in one of its legs.

pulls_of
└─ _sentences      the editor's own, or the one that stands best alone

They break the grey of long copy. The editor writes them in the front matter; where he has
not and a block would be one grey square, make-up may take a sentence out of the copy.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil

from layout.composition.desk import Desk
from layout.content.model import Article, ArticleKind, BlockKind
from layout.makeup.copy import Copy
from layout.makeup.shape import Leg, Pull, PullSpot
from layout.style.model import Style

LEAST_APART = 8
"""Rows of text above and below a quote, at least."""
PITCH_EM = 1.4
"""Its lines, baseline to baseline."""
PAD_EM = 0.7
"""White between text and hairline, and between hairline and quote."""
SHORTEST, WANTED, LONGEST = 12, 22, 36
"""Characters of a sentence that may stand alone."""
LEANING = tuple("这那其他她它此该并而但因所也还又则即于")
"""A sentence that begins so leans on the one before."""
QUIET_KINDS = (ArticleKind.BRIEF, ArticleKind.POEM, ArticleKind.NOTICE, ArticleKind.PHOTO)
"""Pieces that make-up takes no quote from."""
_SENTENCE = re.compile(r"[^。！？；\s]+[。！？]”?")


def is_asked(article: Article) -> bool:
    """Whether the editor has written the quotes."""
    return isinstance(article.head.pull, tuple) and bool(article.head.pull)


def pulls_of(copy: Copy, *, chars: int, style: Style, desk: Desk) -> tuple[Pull, ...]:
    """The quotes a story may show in legs of so many characters."""
    if copy.is_continued or copy.guest is not None:
        return ()
    return tuple(_set(text, chars, style, desk) for text in _sentences(copy.article, style))


def with_pulls(
    legs: Sequence[Leg], pulls: Sequence[Pull]
) -> tuple[tuple[Leg, ...], tuple[PullSpot, ...]] | None:
    """The legs with room for quotes in the middle of some, spread over the block.

    Args:
        legs: The legs of a block, one a column.
        pulls: The quotes, in their order.

    Returns:
        The legs, those with a quote in two; and where the quotes stand. None where a leg
        would be too short.

    """
    count, spots = len(legs), dict[int, PullSpot]()
    for k, pull in enumerate(pulls):
        wanted = (k + 1) * count // (len(pulls) + 1)
        free = [j for j in range(count) if j not in spots and _holds(legs[j], pull)]
        if not free:
            return None
        j = min(free, key=lambda j: (abs(j - wanted), -j))
        row = legs[j].row + (legs[j].rows - pull.rows) // 2
        spots[j] = PullSpot(pull=pull, column=legs[j].column, row=row)
    parted: list[Leg] = []
    for j, leg in enumerate(legs):
        if j not in spots:
            parted.append(leg)
            continue
        spot = spots[j]
        foot = spot.row + spot.pull.rows
        parted.append(replace(leg, rows=spot.row - leg.row, is_full=True))
        parted.append(replace(leg, row=foot, rows=leg.row + leg.rows - foot))
    return tuple(parted), tuple(spots[j] for j in sorted(spots))


def _holds(leg: Leg, pull: Pull) -> bool:
    return leg.rows - pull.rows >= 2 * LEAST_APART


def _set(text: str, chars: int, style: Style, desk: Desk) -> Pull:
    size = style.pull.size_pt
    measure_pt = chars * style.grid.type_size_pt
    lines = desk.wrapped(text, style.pull.face, measure_pt / size)
    height = size * (1 + PITCH_EM * (len(lines) - 1) + 4 * PAD_EM)
    return Pull(text=text, lines=lines, rows=ceil(height / style.grid.leading_pt))


def _sentences(article: Article, style: Style) -> tuple[str, ...]:
    told = article.head.pull
    if isinstance(told, tuple):
        return told
    if told == "never" or not style.pull.auto or article.head.kind in QUIET_KINDS:
        return ()
    found = list(_candidates(article))
    return (min(found, key=lambda one: one[0])[1],) if found else ()


def _candidates(article: Article) -> Iterator[tuple[float, str]]:
    """Sentences that may stand alone, with how ill they do; what someone says does best."""
    paragraphs = [block.text for block in article.body if block.kind is BlockKind.PARAGRAPH]
    for k, text in enumerate(paragraphs):
        for match in _SENTENCE.finditer(text):
            sentence = match[0].removesuffix("。")
            if not SHORTEST <= len(sentence) <= LONGEST or not _is_whole(sentence):
                continue
            ill = abs(len(sentence) - WANTED) + 8.0 * (k == 0)
            ill += 12.0 * sentence.startswith(LEANING) + 10.0 * any(c in "（：" for c in sentence)
            ill += 2.0 * sum(char.isdigit() for char in sentence)
            yield ill, sentence


def _is_whole(sentence: str) -> bool:
    """Whether its marks come in pairs."""
    return all(sentence.count(a) == sentence.count(b) for a, b in ("“”", "‘’", "（）", "《》"))
