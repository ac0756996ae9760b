"""A good folder becomes an Edition, value for value."""

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from layout.content import load_edition
from layout.content.model import (
    Article,
    ArticleHead,
    BlockKind,
    BodyBlock,
    EditionHead,
    Inline,
    Page,
    Paper,
)
from layout.diagnostics import SourceSpan

HEAD = "---\nheadline: 标题\n---\n"


def span(line, column):
    return SourceSpan(file="e/01/lead.md", line=line, column=column)


def test_an_article_is_read_with_its_places(load):
    """Id, hash, rank, head, body and places of one article."""
    text = "---\nheadline: 标题\nrank: 2\n---\n正文。\n"
    edition = load({"01/lead.md": text})
    assert edition.articles == (
        Article(
            id="01-lead",
            source="01/lead.md",
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            page=1,
            rank=2,
            head=ArticleHead(headline="标题", rank=2),
            body=(
                BodyBlock(
                    kind=BlockKind.PARAGRAPH, inlines=(Inline(text="正文。"),), span=span(5, 1)
                ),
            ),
            spans=(("", span(1, 1)), ("headline", span(2, 1)), ("rank", span(3, 1))),
        ),
    )


def test_the_head_of_an_edition_is_read(load):
    """Fields that are left out have the defaults of the model."""
    edition = load()
    assert edition.head == EditionHead(
        paper=Paper(name="版心日报", slug="banxin-daily"),
        date=dt.date(2021, 4, 30),
        pages=(Page(number=1, name="头版"),),
    )
    assert edition.folder == Path("e")
    assert edition.remarks == ()


def test_span_of_a_field_that_is_not_written_is_the_top_of_the_file(load):
    """Messages about what is missing point at the first line."""
    (article,) = load().articles
    assert article.span_of("headline") == span(2, 1)
    assert article.span_of("deck") == span(1, 1)


def test_text_stays_as_typed(load):
    """What YAML takes for numbers, dates or truth is text where text is wanted."""
    edition = load(
        {
            "edition.yaml": "paper: {name: no, slug: a, postcode: 037000, phone: 1:30, cn: 1e3,"
            " postal_code: 2021-04-30}\ndate: 2021-4-3\nissue: 0012\npages: [{number: 1}]\n",
            "01/lead.md": "---\nheadline: 2021\nkicker: true\ndeck: ~\n---\n正文。\n",
        }
    )
    paper, head = edition.head.paper, edition.articles[0].head
    assert (paper.name, paper.postcode, paper.phone, paper.cn) == ("no", "037000", "1:30", "1e3")
    assert paper.postal_code == "2021-04-30"
    assert (edition.head.date, edition.head.issue) == (dt.date(2021, 4, 3), 12)
    assert (head.headline, head.kicker, head.deck) == ("2021", "true", "")


def test_a_headline_keeps_its_line_break(load):
    """A block scalar gives lines; white space at its ends goes."""
    edition = load({"01/lead.md": "---\nheadline: |\n  上行\n  下行\n---\n正文。\n"})
    assert edition.articles[0].head.headline == "上行\n下行"


def test_one_byline_needs_no_list(load):
    """A single name is a list of one."""
    edition = load({"01/lead.md": "---\nheadline: 题\nbyline: ●张三\n---\n正文。\n"})
    assert edition.articles[0].head.byline == ("●张三",)


def test_articles_come_in_file_order_the_pool_last(load):
    """Numbered folders by number, each by file name, then the pool."""
    edition = load(
        {
            "edition.yaml": "paper: {name: 报, slug: b}\ndate: 2021-04-30\n"
            "pages: [{number: 2}, {number: 10}, {number: 1}]\n",
            "10/a.md": HEAD + "十",
            "2/b.md": HEAD + "二",
            "2/a.md": HEAD + "一",
            "pool/storm.md": HEAD + "池",
            "pool/deep/er.md": HEAD + "深",
            "01/.draft.md": "---\nnonsense",
        }
    )
    assert [(a.id, a.page) for a in edition.articles] == [
        ("01-lead", 1),
        ("2-a", 2),
        ("2-b", 2),
        ("10-a", 10),
        ("pool-deep-er", None),
        ("pool-storm", None),
    ]


def test_a_missing_rank_follows_the_one_before(load):
    """Ranks count on from the last in the same folder; the pool counts for itself."""
    edition = load(
        {
            "01/lead.md": HEAD + "一",
            "01/m.md": "---\nheadline: 题\nrank: 5\n---\n二",
            "01/n.md": HEAD + "三",
            "pool/x.md": HEAD + "四",
        }
    )
    assert [a.rank for a in edition.articles] == [1, 5, 6, 1]
    assert [a.id for a in edition.articles_of(1)] == ["01-lead", "01-m", "01-n"]
    assert [a.id for a in edition.pool] == ["pool-x"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("01/头条 新闻.md", "01-头条-新闻"),
        ("01/Storm_Warning (2).md", "01-storm-warning-2"),
        ("01/a—b.md", "01-a-b"),
    ],
)
def test_slugs_keep_letters_of_any_script(load, name, slug):
    """Signs and spaces become hyphens, Han characters stay, capitals become small."""
    edition = load({"01/lead.md": None, name: HEAD + "文"})
    assert edition.articles[0].id == slug


def test_the_paper_may_have_a_file_of_its_own(load):
    """Beside the edition folder or in it."""
    edition = load(
        {
            "edition.yaml": "paper: ../paper.yaml\ndate: 2021-04-30\npages: [{number: 1}]\n",
            "../paper.yaml": "name: 版心日报\nslug: banxin-daily\n",
        }
    )
    assert edition.head.paper == Paper(name="版心日报", slug="banxin-daily")


def test_byte_order_mark_and_line_ends_do_not_matter(load):
    """A file from another system reads as any other; its hash is that of its bytes."""
    data = b"\xef\xbb\xbf" + "---\r\nheadline: 标题\r\n---\r\n一\r\n二\r\n\r\n三\r\n".encode()
    (article,) = load({"01/lead.md": data}).articles
    assert [block.text for block in article.body] == ["一二", "三"]
    assert [str(block.span) for block in article.body] == ["e/01/lead.md:4:1", "e/01/lead.md:7:1"]
    assert article.sha256 == hashlib.sha256(data).hexdigest()


def test_a_page_needs_no_folder(load):
    """A page without articles of its own may be filled from the pool."""
    edition = load(
        {
            "edition.yaml": "paper: {name: 报, slug: b}\ndate: 2021-04-30\n"
            "pages: [{number: 1}, {number: 2}]\n"
        }
    )
    assert edition.articles_of(2) == ()


def test_the_same_folder_reads_the_same_twice(folder):
    """Nothing in an edition depends on anything but its files."""
    place = folder({"pool/a.md": HEAD + "甲", "01/b.md": HEAD + "乙"})
    assert load_edition(place) == load_edition(place)


def test_an_eight_page_edition_loads_quickly(folder):
    """64 articles of 850 characters; the bound is ten times what it takes."""
    import time

    text = HEAD + "## 小标题\n\n" + "\n\n".join(["这是一段有一百多个字的正文，" * 10] * 6)
    pages = ", ".join(f"{{number: {n}}}" for n in range(1, 9))
    place = folder(
        {
            "edition.yaml": f"paper: {{name: 报, slug: b}}\ndate: 2021-04-30\npages: [{pages}]\n",
            **{f"{n:02d}/a{k}.md": text for n in range(1, 9) for k in range(8)},
            "01/lead.md": None,
        }
    )
    started = time.perf_counter()
    edition = load_edition(place)
    assert len(edition.articles) == 64
    assert time.perf_counter() - started < 1.2
