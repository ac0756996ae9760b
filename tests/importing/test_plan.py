"""Page folders, pool, page numbers and over-long articles."""

from datetime import date as Date

import pytest

from layout.content.model import ArticleHead, BlockKind, Paper
from layout.errors import ImportSourceError
from layout.importing.model import CopyArticle, CopyBlock, CopyEdition, CopyPage, Editing
from layout.importing.parts import ARTICLE_CHARS, _chinese, _size, parts
from layout.importing.plan import PAGE_ARTICLES, planned


def article(chars=100, paragraphs=1, headline="标题"):
    return CopyArticle(
        head=ArticleHead(headline=headline),
        blocks=tuple(CopyBlock(text="文" * chars) for _ in range(paragraphs)),
    )


def plan(*pages, style="broadsheet"):
    edition = CopyEdition(
        paper=Paper(name="某报", slug="mb"), date=Date(2021, 4, 30), lang="zh-CN", pages=pages
    )
    return planned(edition, style)


def numbers(edition):
    return [page.number for page in edition.head.pages]


def paths(edition):
    return [item.path for item in edition.articles]


def test_a_page_that_fits_keeps_its_articles():
    """One folder a page, files and ranks in the source's order."""
    edition = plan(
        CopyPage(number=1, name="头版", headlines=("甲",), articles=(article(), article())),
        CopyPage(number=2, articles=(article(),)),
    )
    assert paths(edition) == ["01/001.md", "01/002.md", "02/001.md"]
    assert [item.article.head.rank for item in edition.articles] == [1, 2, 1]
    assert (edition.head.pages[0].name, edition.head.pages[0].headlines) == ("头版", ("甲",))
    assert edition.changes == ()


@pytest.mark.parametrize(
    ("style", "chars", "pages"),
    [("broadsheet", 8998, [1]), ("broadsheet", 9000, [1, 2]), ("tabloid", 9000, [1, 2, 3])],
)
def test_more_copy_than_a_page_goes_to_the_pool(style, chars, pages):
    """As many pages are declared as the copy asks for, by what a page of the style holds."""
    edition = plan(CopyPage(number=None, name="要闻", articles=(article(chars),)), style=style)
    assert numbers(edition) == pages
    assert paths(edition) == (["01/001.md"] if pages == [1] else ["pool/0001.md"])
    assert {page.name for page in edition.head.pages} == {"要闻"}


def test_too_many_articles_go_to_the_pool():
    """Thirteen articles are more than a page, however short."""
    edition = plan(CopyPage(number=1, articles=tuple(article() for _ in range(PAGE_ARTICLES + 1))))
    assert paths(edition)[-1] == f"pool/{PAGE_ARTICLES + 1:04}.md"
    assert [(page.number, page.optional) for page in edition.head.pages] == [(1, False), (2, True)]
    assert [change.code for change in edition.changes] == [Editing.MOVED]


def test_sections_without_numbers_are_not_pages():
    """They go to the pool together, told apart; pages that may be dropped wait for the copy."""
    sections = tuple(
        CopyPage(number=None, name=name, articles=(article(size),) * 4)
        for name, size in (("甲", 900), ("乙", 1500))
    )
    edition = plan(*sections)
    assert [item.article.head.section for item in edition.articles] == ["甲"] * 4 + ["乙"] * 4
    assert [page.optional for page in edition.head.pages] == [False, True]
    assert paths(edition)[-1] == "pool/0008.md"


def test_ranks_run_through_the_pool():
    """Articles of all crowded pages follow each other."""
    crowded = tuple(article(5000, headline=name) for name in "甲乙")
    edition = plan(CopyPage(number=1, articles=crowded), CopyPage(number=2, articles=crowded))
    assert paths(edition) == [f"pool/{n:04}.md" for n in (1, 2, 3, 4)]
    assert [item.article.head.rank for item in edition.articles] == [1, 2, 3, 4]


def test_numbers_are_kept_and_missing_ones_given():
    """A number given twice or not at all is the next free one; the report names each."""
    edition = plan(
        CopyPage(number=4, articles=(article(10000),)),
        CopyPage(number=5, articles=(article(),)),
        CopyPage(number=5, name="又五", articles=(article(),)),
        CopyPage(number=None, name="无号", articles=(article(),)),
    )
    assert numbers(edition) == [4, 5, 6, 7, 8]
    assert paths(edition) == ["pool/0001.md", "05/001.md", "07/001.md", "08/001.md"]
    chosen = [c.message.en for c in edition.changes if c.code is Editing.CHOSEN]
    assert chosen == ["page numbered 7", "page numbered 8"]


def test_an_over_long_article_is_split_between_paragraphs():
    """Parts bear （一）（二）, and kicker and deck stand on the first."""
    half = ARTICLE_CHARS // 2
    head = ArticleHead(headline="长稿", kicker="引题", deck="副题")
    long = CopyArticle(head=head, blocks=tuple(CopyBlock(text="文" * half) for _ in range(3)))
    edition = plan(CopyPage(number=1, articles=(long,)))
    heads = [item.article.head for item in edition.articles]
    assert [part.headline for part in heads] == ["长稿（一）", "长稿（二）"]
    assert [(part.kicker, part.deck) for part in heads] == [("引题", "副题"), ("", "")]
    assert [len(item.article.blocks) for item in edition.articles] == [2, 1]
    assert [str(c.span) for c in edition.changes if c.code is Editing.SPLIT] == [
        "pool/0001.md",
        "pool/0002.md",
    ]


def test_over_long_blocks_are_cut():
    """A paragraph is cut after a sentence, a table between rows with its head repeated."""
    sentence = "这是一句话。" * 12_000
    rows = (("甲", "乙"), *((str(n), "文" * 400) for n in range(200)), ("大", "文" * 30_000))
    long = CopyArticle(
        head=ArticleHead(headline="长稿"),
        blocks=(CopyBlock(text=sentence), CopyBlock(kind=BlockKind.TABLE, rows=rows)),
    )
    made = parts(long)
    assert all(_size(part.blocks) <= ARTICLE_CHARS for part in made)
    blocks = [block for part in made for block in part.blocks]
    paragraphs = [block.text for block in blocks if block.kind is BlockKind.PARAGRAPH]
    assert "".join(paragraphs) == sentence + "大" + "文" * 30_000
    assert all(text.endswith("。") for text in paragraphs[:4])
    tables = [block.rows for block in blocks if block.kind is BlockKind.TABLE]
    assert {table[0] for table in tables} == {("甲", "乙")}
    assert tuple(row for table in tables for row in table[1:]) == rows[1:-1]


def test_chinese_figures():
    """Parts are numbered as a paper numbers them."""
    numbers = [_chinese(number) for number in (1, 9, 10, 11, 20, 32)]
    assert numbers == ["一", "九", "十", "十一", "二十", "三十二"]


def test_more_pages_than_an_edition_has():
    """The source has to be divided; nothing is written."""
    with pytest.raises(ImportSourceError, match="1227 pages"):
        plan(CopyPage(number=1, articles=(article(8000, 1000),)))
