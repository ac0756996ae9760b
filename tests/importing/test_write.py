"""What is written reads back the same, and folders come whole or not at all."""

from datetime import date as Date

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.content import load_edition
from layout.content.model import ArticleHead, ArticleKind, BlockKind, EditionHead, Page, Paper
from layout.errors import ImportSourceError
from layout.importing.escaping import markdown_body, markdown_table, markdown_text, yaml_scalar
from layout.importing.model import CopyArticle, CopyBlock, PlannedArticle, PlannedEdition
from layout.importing.write import write_edition

PIECES = [
    *"中文，。“”1.-+*_`#>|\\[](){}<>!&~=:^/'\"%",
    *[
        "1. ",
        "2) ",
        "- ",
        "+ ",
        "# ",
        "## ",
        "> ",
        "***",
        "---",
        "===",
        "[x]: y",
        "[^1]",
        "[^1]: n",
    ],
    *["![a](b)", "[a](b)", "<!-- c -->", "<b>", "<http://a.b>", "&amp;", "&#35;", "~~a~~", "```"],
    *["| - |", "**a**", "__a__", "a_b_c", "C#", "2021. ", "true", "null", " "],
]
nasty = (
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=10)
    .map(lambda pieces: " ".join("".join(pieces).split()))
    .filter(lambda text: 0 < len(text) <= 55)
)


def planned(*articles, page=None):
    head = EditionHead(
        paper=Paper(name="某报", slug="mb"),
        date=Date(2021, 4, 30),
        pages=(page or Page(number=1),),
    )
    items = tuple(
        PlannedArticle(path=f"01/{n:03}.md", article=item) for n, item in enumerate(articles, 1)
    )
    return PlannedEdition(head=head, articles=items)


@settings(max_examples=150, deadline=None)
@given(texts=st.lists(nasty, min_size=1, max_size=4), cells=st.lists(nasty, min_size=2, max_size=2))
def test_any_text_reads_back_the_same(tmp_path_factory, texts, cells):
    """What looks like markup or YAML is text, in paragraphs, subheads, cells and heads."""
    bars = tuple(cell.replace("|", "｜") for cell in cells)
    blocks = (
        *(CopyBlock(text=text) for text in texts),
        CopyBlock(kind=BlockKind.SUBHEAD, text=texts[0]),
        CopyBlock(kind=BlockKind.TABLE, rows=(tuple(cells), tuple(reversed(cells)))),
    )
    head = ArticleHead(
        kicker=texts[0],
        headline="\n".join(texts[:2]),
        deck=texts[-1],
        byline=tuple(texts),
        dateline=texts[0],
        rank=1,
    )
    page = Page(number=1, name=texts[0], headlines=("\n".join(texts),))
    folder = tmp_path_factory.mktemp("edition") / "out"
    write_edition(planned(CopyArticle(head=head, blocks=blocks), page=page), folder)
    edition = load_edition(folder)
    (article,) = edition.articles
    assert edition.head.pages == (page,)
    assert article.head == head
    read = [(block.kind, block.text) for block in article.body]
    assert read[:-1] == [(block.kind, block.text) for block in blocks[:-1]]
    assert read[-1] == (BlockKind.TABLE, "\t".join(bars) + "\n" + "\t".join(reversed(bars)))


def test_an_article_as_it_is_written(tmp_path):
    """The parts of a head come in their order, a line break in a literal block."""
    article = CopyArticle(
        head=ArticleHead(
            kicker="引题", headline="主题一\n主题二", deck="——副题", byline=("●张三",), rank=2
        ),
        blocks=(
            CopyBlock(text="1. 第一段"),
            CopyBlock(kind=BlockKind.SUBHEAD, text="小标题"),
            CopyBlock(kind=BlockKind.TABLE, rows=(("甲", "乙"), ("1|2",))),
        ),
        remarks=("published: 1905",),
    )
    files = write_edition(planned(article), tmp_path / "out")
    assert files == ("edition.yaml", "01/001.md")
    assert (tmp_path / "out/01/001.md").read_text(encoding="utf-8") == (
        "---\n# published: 1905\nkicker: 引题\nheadline: |-\n  主题一\n  主题二\ndeck: ——副题\n"
        "byline:\n  - ●张三\nrank: 2\n---\n"
        "1\\. 第一段\n\n## 小标题\n\n| 甲 | 乙 |\n| --- | --- |\n| 1｜2 |  |\n"
    )


def test_an_edition_as_it_is_written(tmp_path):
    """Figures that are no numbers are quoted, remarks are comments."""
    edition = planned()
    head = edition.head.model_copy(
        update={
            "paper": Paper(name="某报", slug="mb", postcode="137000", website="http://a.example"),
            "pages": (
                Page(number=1, name="头版", editors={"校对": "张三"}, headlines=("甲", "乙")),
            ),
        }
    )
    write_edition(PlannedEdition(head=head, articles=(), remarks=("某新闻网",)), tmp_path / "out")
    assert (tmp_path / "out/edition.yaml").read_text(encoding="utf-8") == (
        "# 某新闻网\npaper:\n  name: 某报\n  slug: mb\n"
        '  website: "http://a.example"\n  postcode: "137000"\n'
        "date: 2021-04-30\nstyle: broadsheet\nlang: zh-CN\npages:\n"
        "  - number: 1\n    name: 头版\n    editors:\n      校对: 张三\n"
        "    headlines:\n      - 甲\n      - 乙\n"
    )


def test_stanzas_and_kinds(tmp_path):
    """A poem keeps its lines together by stanzas."""
    lines = [("风", 0), ("柳", 0), ("船", 1), ("友", 1)]
    blocks = tuple(CopyBlock(kind=BlockKind.VERSE, text=t, stanza=n) for t, n in lines)
    head = ArticleHead(headline="诗", kind=ArticleKind.POEM)
    write_edition(planned(CopyArticle(head=head, blocks=blocks)), tmp_path / "out")
    assert markdown_body(blocks) == "风\n柳\n\n船\n友\n"
    (article,) = load_edition(tmp_path / "out").articles
    assert [(block.kind, block.text) for block in article.body] == [
        (BlockKind.VERSE, text) for text, _ in lines
    ]


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("# 题", "\\# 题"),
        ("- 甲", "\\- 甲"),
        ("12) 乙", "12\\) 乙"),
        ("3.14 is", "3.14 is"),
        ("---", "\\-\\-\\-"),
        ("> 引", "\\> 引"),
        ("[x]: y", "\\[x\\]: y"),
        ("a*b_c`d|e\\f", "a\\*b\\_c\\`d\\|e\\\\f"),
        ("<!-- x -->", "\\<\\!-- x -->"),
        ("甲 & 乙 &amp;", "甲 & 乙 \\&amp;"),
        ("普通的话，没有记号。", "普通的话，没有记号。"),
    ],
)
def test_markdown_escapes(text, markdown):
    """Only what would be read as markup is escaped."""
    assert markdown_text(text) == markdown


def test_a_row_of_dashes_is_no_rule():
    """A cell of dashes does not make the row under the head of another table."""
    assert markdown_table((("甲", "乙"), ("-", "--"))).endswith("| \\- | \\-- |")


@pytest.mark.parametrize(
    ("text", "scalar"),
    [
        ("某报", "某报"),
        ("——2020年 综述", "——2020年 综述"),
        ("mb-2", "mb-2"),
        ("true", '"true"'),
        ("137000", '"137000"'),
        ("甲: 乙", '"甲: 乙"'),
        ("甲 #乙", '"甲 #乙"'),
        ('说"好"', "'说\"好\"'"),
        ("a\\b", "'a\\b'"),
        ("'a\"", "|-\n  'a\""),
        ("甲\n乙", "|-\n  甲\n  乙"),
    ],
)
def test_yaml_scalars(text, scalar):
    """Quoted whenever ambiguous, never with an escape, and read back by a full parser."""
    assert yaml_scalar(text, 2) == scalar
    assert yaml.safe_load(f"key: {scalar}") == {"key": text}


def test_a_used_folder_is_refused(tmp_path):
    """Nothing of an editor's is written over."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out/lead.md").write_text("稿", encoding="utf-8")
    with pytest.raises(ImportSourceError, match="no empty folder"):
        write_edition(planned(), tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out/lead.md").read_text(encoding="utf-8") == "稿"


def test_an_empty_folder_and_missing_parents_will_do(tmp_path):
    """The folder appears under its name only when it is whole."""
    (tmp_path / "out").mkdir()
    write_edition(planned(), tmp_path / "out")
    write_edition(planned(), tmp_path / "a/b")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "out"]
    assert (tmp_path / "a/b/edition.yaml").is_file()


def test_a_failed_write_leaves_nothing(tmp_path):
    """A file in the place of a parent folder is told, not half a folder left."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ImportSourceError, match="cannot be written"):
        write_edition(planned(), tmp_path / "file/out")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
