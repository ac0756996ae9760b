"""Saved 数字报 pages in HTML come in as copy: those of other papers, and our own sites whole."""

import json
from pathlib import Path

import pytest

from layout import console, pipeline
from layout.content import load_edition
from layout.content.model import BlockKind
from layout.errors import ImportSourceError
from layout.importing import import_source
from layout.importing.escaping import markdown_body
from layout.importing.web_body import read_web_body
from layout.importing.web_tree import read_html
from layout.publishing import publish
from layout.publishing.issues import shown_block
from layout.publishing.markup import body_html
from layout.publishing.model import SiteOptions
from layout.record.edition_json import body_record

SAMPLE = Path(__file__).resolve().parents[2] / "content" / "2026-01-01"

NODE = """<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=gbk"></HEAD><BODY>
<IMG src="../../../images/2017-10/13/02/x_brief.jpg" USEMAP=#PagePicMap>
<MAP NAME="PagePicMap">
<Area coords="1,1,9,1,9,9,1,9" shape="polygon" href="content_12.htm?div=-1">
<Area coords="1,11,9,11,9,19,1,19" shape="polygon" href="content_11.htm">
<Area coords="1,21,9,21,9,29,1,29" shape="polygon" href="content_12.htm?div=0">
</MAP>
<a id=pageLink href=node_2.htm>第01版：要闻</a><a id=pageLink href=node_3.htm>第02版：综合</a>
</BODY></HTML>"""

ARTICLE = """<html><body>
<!--enpproperty <articleid>{number}</articleid><date>2017-10-13 00:00:00.0</date>
<author>□本报记者 张三</author><title>{title}</title><keyword></keyword>
<subtitle>——副题</subtitle><introtitle><p>引题</p></introtitle><nodename>要闻</nodename>
/enpproperty-->
<div id=ozoom><founder-content><!--enpcontent-->{body}<!--/enpcontent--></founder-content></div>
</body></html>"""


def save(folder, name, text):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(text.encode("gb18030"))


@pytest.fixture
def saved(tmp_path):
    """A page and two articles of another paper, in its code page."""
    folder = tmp_path / "saved"
    body = "<P>　　第一段,有逗号。</P><P>　　第二段&ldquo;引语&rdquo;。</P>"
    save(folder, "node_2.htm", NODE)
    save(folder, "content_12.htm", ARTICLE.format(number=12, title="甲<BR>乙", body=body))
    loose = "　　一段没有标签的文字。<br><br>　　又是一段。"
    save(folder, "content_11.htm", ARTICLE.format(number=11, title="丙", body=loose))
    return folder


def test_pages_of_another_paper(saved, tmp_path):
    """Pages in the order of their areas; heads from the properties; copy is cleaned."""
    report = import_source(saved, tmp_path / "in")
    edition = load_edition(tmp_path / "in")
    first, second = edition.articles
    assert edition.head.date.isoformat() == "2017-10-13"
    assert [(page.number, page.name) for page in edition.head.pages] == [(1, "要闻")]
    head = first.head
    assert (head.kicker, head.headline, head.deck) == ("引题", "甲\n乙", "——副题")
    assert head.byline == ("□本报记者 张三",)
    assert [block.text for block in first.body] == ["第一段，有逗号。", "第二段“引语”。"]
    assert [block.text for block in second.body] == ["一段没有标签的文字。", "又是一段。"]
    assert any(change.code == "marks" for change in report.changes)


def test_a_folder_of_several_editions_is_not_guessed_at(saved, tmp_path):
    """The message names what there is."""
    for day in ("12", "13"):
        folder = tmp_path / "site" / "html" / "2017-10" / day
        folder.mkdir(parents=True)
        for path in saved.iterdir():
            (folder / path.name).write_bytes(path.read_bytes())
    with pytest.raises(ImportSourceError) as caught:
        import_source(tmp_path / "site", tmp_path / "in")
    assert "html/2017-10/12" in caught.value.findings[0].hint.en
    import_source(tmp_path / "site" / "html" / "2017-10" / "12", tmp_path / "in")


def test_web_pages_without_articles(tmp_path):
    """Some other site is told to be so."""
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "a.html").write_text("<p>文字</p>", encoding="utf-8")
    with pytest.raises(ImportSourceError, match="no article"):
        import_source(tmp_path / "saved", tmp_path / "in")


def built(folder, out):
    options = pipeline.BuildOptions(
        out=out, cache=console.machine_cache(), font_folders=console.machine_fonts()
    )
    made = pipeline.build(folder, options)
    return json.loads((made.folder / "edition.json").read_text(encoding="utf-8")), made.folder


def copy_of(record):
    """What readers get of an edition: pages, and their articles in the order of rank."""
    articles = sorted(record["articles"], key=lambda article: article["rank"])
    kept = ("headline", "kicker", "deck", "byline", "dateline", "column", "kind", "rank", "body")
    return [
        (
            page["number"],
            page["name"],
            page["editors"],
            [
                {key: article[key] for key in kept}
                | {"pictures": [(p["caption"], p["credit"]) for p in article["pictures"]]}
                for article in articles
                if article["pages"][0] == page["number"]
            ],
        )
        for page in record["pages"]
    ]


def test_our_own_site_comes_back_whole(tmp_path):
    """Published, imported and built again an edition is the same in text and order."""
    first, folder = built(SAMPLE, tmp_path / "out")
    publish([folder], tmp_path / "www", SiteOptions())
    import_source(tmp_path / "www", tmp_path / "in", style="tabloid")
    second, _ = built(tmp_path / "in", tmp_path / "again")
    assert copy_of(second) == copy_of(first)
    assert second["paper"] == first["paper"]
    assert (second["date"], second["issue"]) == (first["date"], first["issue"])


MARKED = """\
**粗**体，*楷*体，<em>着重</em>，<u>屈原</u><cite>离骚</cite>，m<sup>2</sup>，
<ruby>北<rt>běi</rt></ruby>京，[链接](https://example.org/a_b)，注[^1]，a\\*b，1\\. 不是列表。

- 一项
- **二**项

1. 甲
2. 乙

> 引语

## 小标题[^2]

| 号 | 点 |
| --- | --- |
| 初[^1] | **42** |

一行\\
又一行

[^1]: 注文*一*
[^2]: 注文二
"""


def test_everything_in_a_body_comes_back(tmp_path):
    """Dresses, marks, lists, tables, verse and notes, through HTML and back into copy."""

    def read(name, body):
        folder = tmp_path / name
        (folder / "01").mkdir(parents=True)
        head = "paper: {name: 报, slug: p}\ndate: 2026-01-02\npages: [{number: 1}]\n"
        (folder / "edition.yaml").write_text(head, encoding="utf-8")
        text = f"---\nheadline: 一题\n---\n{body}"
        (folder / "01/a.md").write_text(text, encoding="utf-8")
        return load_edition(folder).articles[0].body

    before = read("one", MARKED)
    html = body_html([shown_block(body_record(block, n)) for n, block in enumerate(before)])
    after = read("two", markdown_body(read_web_body(read_html(html))))
    assert {block.kind for block in before} == set(BlockKind)
    assert [(b.kind, b.marker, b.inlines, b.rows, b.stanza) for b in after] == [
        (b.kind, b.marker, b.inlines, b.rows, b.stanza) for b in before
    ]
