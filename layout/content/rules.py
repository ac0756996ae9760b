"""Heads and articles that fit their models against what a page can hold: findings with places."""

from collections.abc import Iterator, Sequence
from typing import Final

from layout.content.findings import Findings
from layout.content.model import (
    MAX_COLUMNS,
    MAX_ROWS,
    Article,
    ArticleHead,
    ArticleKind,
    BlockKind,
    EditionHead,
    PageKind,
)
from layout.content.source import SourceText
from layout.content.yaml_source import YamlSource
from layout.diagnostics import Message, SourceSpan

MAX_HEADLINE_CHARS: Final = 120
"""A headline of six lines of twenty characters; more cannot be set as one."""
MAX_DECK_CHARS: Final = 240
MAX_ARTICLE_CHARS: Final = 60_000
"""Five broadsheet pages of nothing but text."""

WITH_HEADLINE: Final = frozenset({ArticleKind.NEWS, ArticleKind.COMMENTARY, ArticleKind.FEATURE})
"""Kinds of articles that cannot stand without a headline."""


def check_edition_head(head: EditionHead, source: YamlSource, findings: Findings) -> None:
    """Page numbers stand once, a double truck takes two; a filler is something."""
    first: dict[int, SourceSpan] = {}
    for number, span in _numbers(head, source, findings):
        if (before := first.setdefault(number, span)) is not span:
            findings.error(
                "DUPLICATE_PAGE",
                span,
                Message(
                    zh=f"第 {number} 版写了两次，前一次在第 {before.line} 行",
                    en=f"page {number} is listed twice; the first is on line {before.line}",
                ),
                Message(zh="改版次，或删去一个", en="change the number or delete one"),
            )
    for index, filler in enumerate(head.fillers):
        if not (filler.file or filler.text):
            findings.error(
                "EMPTY_FILLER",
                source.value_span(("fillers", index)),
                Message(zh="补白是空的", en="the filler is empty"),
                Message(zh="写 file 或 text", en="give it a file or a text"),
            )


def _numbers(
    head: EditionHead, source: YamlSource, findings: Findings
) -> Iterator[tuple[int, SourceSpan]]:
    """The numbers each page takes, with their places; a double truck starts on the left."""
    for index, page in enumerate(head.pages):
        span = source.value_span(("pages", index, "number"))
        yield page.number, span
        if page.kind is not PageKind.DOUBLE_TRUCK:
            continue
        yield page.number + 1, source.value_span(("pages", index, "kind"))
        if page.number % 2:
            findings.error(
                "DOUBLE_TRUCK",
                span,
                Message(
                    zh=f"跨版不能从第 {page.number} 版起，单号版在右",
                    en=f"a double truck cannot start on page {page.number}: odd pages lie right",
                ),
                Message(zh="从双号版起，如 2", en="start it on an even page, such as 2"),
            )


def check_neighbours(articles: Sequence[Article], findings: Findings) -> None:
    """The articles that others must stand beside, or apart from, are there."""
    known = {article.id for article in articles}
    for article in articles:
        for field in ("keep_together", "keep_apart"):
            for name in getattr(article.head, field):
                if name in known and name != article.id:
                    continue
                findings.error(
                    "KEEP_UNKNOWN",
                    article.span_of(field),
                    Message(
                        zh=f"没有别的稿件代号是“{name}”",
                        en=f"no other article has the id “{name}”",
                    ),
                    Message(
                        zh="代号是文件夹加文件名：01/lead.md 是 01-lead",
                        en="an id is folder and name: 01/lead.md is 01-lead",
                    ),
                )


def check_article(
    article: Article, source: YamlSource, pages: frozenset[int] | None, findings: Findings
) -> None:
    """An article has what its kind needs, and no more than a page can hold.

    ``pages`` are the page numbers of the edition; None where they are not known.
    """
    _check_substance(article, source, findings)
    _check_lengths(article, source, findings)
    _check_lock(article.head, source, findings)
    if pages is not None:
        _check_jump(article, source, pages, findings)


def _check_substance(article: Article, source: YamlSource, findings: Findings) -> None:
    head, top = article.head, source.value_span(())
    knows_kind = source.value.get("kind", head.kind) == head.kind
    has_text = any(block.kind is not BlockKind.NOTE for block in article.body)
    if not has_text and not head.pictures:
        findings.error(
            "EMPTY_ARTICLE",
            top,
            Message(zh="稿件没有正文，也没有图片", en="the article has no text and no picture"),
            Message(zh="在头部之后写正文", en="write the text after the head"),
        )
    if knows_kind and head.kind in WITH_HEADLINE and not head.headline:
        findings.error(
            "NO_HEADLINE",
            source.key_span(("headline",)),
            Message(zh="稿件没有标题", en="the article has no headline"),
            Message(
                zh="写 headline；没有标题的短稿写 kind: brief",
                en="write a headline, or kind: brief for a short item without one",
            ),
        )
    if head.kind is ArticleKind.PHOTO and not head.pictures:
        findings.error(
            "NO_PICTURE",
            source.value_span(("kind",)),
            Message(zh="图片新闻没有图片", en="a photo story without a picture"),
            Message(zh="写 pictures，或改 kind", en="write pictures, or change the kind"),
        )


def _check_lengths(article: Article, source: YamlSource, findings: Findings) -> None:
    for name, text, most in (
        ("kicker", article.head.kicker, MAX_HEADLINE_CHARS),
        ("headline", article.head.headline, MAX_HEADLINE_CHARS),
        ("deck", article.head.deck, MAX_DECK_CHARS),
    ):
        if (count := chars_of(text)) > most:
            findings.error(
                "LONG_HEADLINE",
                source.value_span((name,)),
                Message(
                    zh=f"“{name}”有 {count} 字，最多 {most} 字",
                    en=f"“{name}” has {count} characters; {most} are the most",
                ),
                Message(
                    zh=f"压缩 {count - most} 字，或移入正文",
                    en=f"cut {count - most} characters, or move them into the text",
                ),
            )


def has_fitting_length(text: SourceText, body_line: int, findings: Findings) -> bool:
    """Whether a body is short enough to be set at all; marks of Markdown count as text."""
    count = sum(chars_of(line) for line in text.lines[body_line - 1 :])
    if count <= MAX_ARTICLE_CHARS:
        return True
    findings.error(
        "LONG_ARTICLE",
        text.span(body_line, 1),
        Message(
            zh=f"稿件有 {count} 字，排不下，最多 {MAX_ARTICLE_CHARS} 字",
            en=f"the article has {count} characters and cannot fit; "
            f"{MAX_ARTICLE_CHARS} are the most",
        ),
        Message(zh="分成几篇，或删节", en="divide it into several articles, or cut it"),
    )
    return False


def chars_of(text: str) -> int:
    """How many characters are set: white space left out."""
    return len("".join(text.split()))


def _check_lock(head: ArticleHead, source: YamlSource, findings: Findings) -> None:
    if head.lock is None:
        return
    lock = head.lock
    for start, count, most, name in (
        (lock.column, lock.columns, MAX_COLUMNS, "columns"),
        (lock.row, lock.rows, MAX_ROWS, "rows"),
    ):
        if start is not None and count is not None and start + count > most:
            findings.error(
                "LOCK_OUTSIDE",
                source.value_span(("lock", name)),
                Message(
                    zh=f"锁定的位置超出版面：{start} + {count} 大于 {most}",
                    en=f"the locked place runs off the page: {start} + {count} is over {most}",
                ),
                Message(zh="栏和行从 0 数起", en="columns and rows count from 0"),
            )


def _check_jump(
    article: Article, source: YamlSource, pages: frozenset[int], findings: Findings
) -> None:
    jump = article.head.jump
    if not isinstance(jump, int):
        return
    if jump not in pages:
        message = Message(zh=f"转到第 {jump} 版，但本期没有这个版", en=f"no page {jump} to jump to")
    elif jump == article.page:
        message = Message(zh="不能转到本版", en="an article cannot jump to its own page")
    elif article.page is not None and jump < article.page:
        message = Message(
            zh=f"第 {jump} 版在本版之前，只能往后转",
            en=f"page {jump} comes before its own; an article jumps to a later page",
        )
    else:
        return
    listed = ", ".join(str(number) for number in sorted(pages))
    findings.error(
        "JUMP_PAGE",
        source.value_span(("jump",)),
        message,
        Message(zh=f"本期的版：{listed}", en=f"pages of this edition: {listed}"),
    )
