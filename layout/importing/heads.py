"""Heads that are too long for a page -> heads that fit, with no text lost."""

from dataclasses import replace
from typing import Final

from layout.content.repairs import CleaningRule
from layout.diagnostics import Message
from layout.importing.cleaning import clean
from layout.importing.model import Change, CopyArticle, CopyBlock, Editing

HEADLINE_CHARS: Final = 116
"""A longer headline is cut in two; a longer kicker or deck goes into the body. An edition
takes 120; the rest is room for the number of a part, such as （十二）."""
_CUT_CHARS: Final = 60
_LEAST_CHARS: Final = 12


def with_fitting_head(article: CopyArticle, rules: frozenset[CleaningRule]) -> CopyArticle:
    """Cut a long headline into headline and deck, move a long kicker or deck into the body.

    Args:
        article: The article as its source has it.
        rules: The repairs for what becomes running text.

    Returns:
        The article with no part of its head longer than ``HEADLINE_CHARS``.

    """
    article = _with_short_headline(article)
    for field, zh, en in (
        ("deck", "副题过长，移作首段", "long deck made the first paragraph"),
        ("kicker", "引题过长，移作首段", "long kicker made the first paragraph"),
    ):
        text = article.head.deck if field == "deck" else article.head.kicker
        if len(text) > HEADLINE_CHARS:
            told = Change(code=Editing.MOVED, message=Message(zh=zh, en=en), before=text)
            article = _moved_into_body(article, field, told, rules)
    return article


def _with_short_headline(article: CopyArticle) -> CopyArticle:
    headline = article.head.headline
    if len(headline) <= HEADLINE_CHARS:
        return article
    cut = _cut_place(headline)
    first, rest = headline[:cut].rstrip("，、；： \n"), headline[cut:].lstrip()
    deck = "\n".join(part for part in (rest, article.head.deck) if part)
    told = Message(zh="标题过长，后半移作副题", en="long headline cut; its rest leads the deck")
    change = Change(code=Editing.SPLIT, message=told, before=headline, after=first)
    head = article.head.model_copy(update={"headline": first, "deck": deck})
    return replace(article, head=head, changes=(*article.changes, change))


def _cut_place(headline: str) -> int:
    """After the mark nearest to ``_CUT_CHARS`` outside brackets and quotes, else any mark."""
    depth = 0
    outside: list[int] = []
    inside: list[int] = []
    for place, char in enumerate(headline[: HEADLINE_CHARS - 1], 1):
        depth += (char in "「『《〈（“‘【") - (char in "」』》〉）”’】")
        if char in "，；：。！？、 \n":
            (inside if depth else outside).append(place)
    marks = [place for place in outside if place >= _LEAST_CHARS]
    marks = marks or [place for place in inside if place >= _LEAST_CHARS] or [HEADLINE_CHARS]
    return min(marks, key=lambda place: (abs(place - _CUT_CHARS), place))


def _moved_into_body(
    article: CopyArticle, field: str, told: Change, rules: frozenset[CleaningRule]
) -> CopyArticle:
    lines = [clean(line, rules) for line in told.before.split("\n")]
    blocks = (CopyBlock(text=text) for text, _ in lines)
    repairs = (change for _, changes in lines for change in changes)
    return replace(
        article,
        head=article.head.model_copy(update={field: ""}),
        blocks=(*blocks, *article.blocks),
        changes=(*article.changes, told, *repairs),
    )
