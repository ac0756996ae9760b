"""The HTML of a page: structure, order, escaping, links."""

from xml.etree import ElementTree as ET

import pytest

from layout.composition.model import LineKind
from layout.errors import RenderError, TemplateError
from layout.makeup.model import Box, Line, PartRole, PlacedPicture, Rect
from layout.project import data_folder
from layout.rendering.html import PageLinks, PageTexts, cells_of_row, page_markup
from layout.rendering.pictures import key_of
from layout.rendering.template import write_html

COLORS = {"black": "#000", "accent": "#c00", "grey": "#888", "tint": "#eee"}
TEXTS = PageTexts(
    title="版心日报 <试>",
    author="版心 & 社",
    generator="banxin",
    created="2021-04-30T00:00:00+08:00",
    lang="zh-CN",
    label="第1版 “要闻”",
)


def markup(page, *, anchors=(), targets=(), parts=None):
    links = PageLinks(anchors=frozenset(anchors), targets=frozenset(targets), parts=parts or {})
    keys = [key_of(picture) for block in page.blocks for picture in block.pictures]
    return page_markup(
        page,
        texts=TEXTS,
        colors=COLORS,
        links=links,
        addresses={key: f"picture:{index}" for index, key in enumerate(keys)},
    )


def html(page, *, templates=None, **options):
    return write_html(markup(page, **options), templates or data_folder("templates"))


def tree(page, **options):
    return ET.fromstring(html(page, **options))  # noqa: S314 - our own markup


def outline(element):
    """Tags of elements that draw something, in order, as nested lists."""
    return [(child.tag, child.get("class"), child.text) for child in element]


def test_a_page_is_well_formed_and_tells_what_it_is(sorts):
    """Title, author and names in the outline come through whatever they hold."""
    root = tree(sorts.page(sorts.block()))
    assert root.get("lang") == "zh-CN"
    assert root.findtext("head/title") == "版心日报 <试>"
    assert root.find("body/main").get("title") == "第1版 “要闻”"
    meta = {m.get("name"): m.get("content") for m in root.findall("head/meta")}
    assert meta["author"] == "版心 & 社"
    assert meta["dcterms.created"] == "2021-04-30T00:00:00+08:00"


def test_the_size_of_the_page_is_written_to_four_decimals(sorts):
    """390 mm are 1105.5118 pt."""
    root = tree(sorts.page(width=1105.511811, height=1544.881889))
    assert root.findtext("head/style") == "@page { size: 1105.5118pt 1544.8819pt }"


def test_parts_come_first_then_the_columns(sorts):
    """Reading order is the order of the page's blocks, parts and lines."""
    body = [
        sorts.placed(sorts.line("一二", paragraph=0), baseline=60),
        sorts.placed(sorts.line("三四", paragraph=1, kind=LineKind.SUBHEAD), baseline=72),
    ]
    parts = (
        sorts.part("版心", role=PartRole.KICKER),
        sorts.part("日报", role=PartRole.HEADLINE),
        sorts.part("甲乙", role=PartRole.BYLINE),
    )
    root = tree(sorts.page(sorts.block(body, parts=parts), sorts.block(name="a2", title="")))
    first, second = root.findall("body/main/article")
    assert outline(first) == [
        ("p", "kicker", "版心"),
        ("h1", "headline", "日报"),
        ("p", "byline", "甲乙"),
        ("p", "text", "一二"),
        ("h2", "subhead", "三四"),
    ]
    assert (first.get("id"), first.get("title")) == ("a1", "要闻")
    assert second.get("title") is None


def test_headings_leave_no_level_out(sorts):
    """Headlines are h1, subheads below one h2; before any headline h1 (ISO 14289-1, 7.4.2)."""
    subhead = [sorts.placed(sorts.line("三四", kind=LineKind.SUBHEAD))]
    with_headline = sorts.block(subhead, parts=(sorts.part("版心"),), rank=2)
    bare = sorts.block(subhead, name="a0")
    page = tree(sorts.page(bare, with_headline))
    assert [element.text for element in page.iter("h1")] == ["三四", "版心"]
    assert [element.text for element in page.iter("h2")] == ["三四"]


def test_a_paragraph_over_two_columns_is_one_element(sorts):
    """The break of a column is no break of a paragraph."""
    one = [sorts.placed(sorts.line("一二", paragraph=4))]
    two = [
        sorts.placed(sorts.line("三", paragraph=4, first=False)),
        sorts.placed(sorts.line("四", paragraph=5)),
    ]
    page = sorts.page(sorts.block(one, two))
    assert outline(tree(page).find(".//article")) == [("p", "text", "一二三"), ("p", "text", "四")]
    assert [len(run.lines) for run in markup(page).runs] == [2, 1]


def test_blank_lines_draw_nothing(sorts):
    """The white above a subhead is not an element."""
    blank = sorts.placed(sorts.line("", kind=LineKind.BLANK))
    page = sorts.page(sorts.block([blank, sorts.placed("一")]))
    assert len(markup(page).runs) == 1


def test_items_make_a_list_and_quotations_a_quotation(sorts):
    """Consecutive items stand in one list."""
    lines = [
        sorts.placed(sorts.line(char, paragraph=index, kind=kind))
        for index, (char, kind) in enumerate(
            [
                ("一", LineKind.ITEM),
                ("二", LineKind.ITEM),
                ("三", LineKind.QUOTE),
                ("四", LineKind.ITEM),
            ]
        )
    ]
    article = tree(sorts.page(sorts.block(lines))).find(".//article")
    assert [child.tag for child in article] == ["ul", "blockquote", "ul"]
    assert [item.text for item in article[0]] == ["一", "二"]


def test_a_table_has_rows_and_cells(sorts):
    """Wide white parts cells; the first row is the head; a row of two lines is one cell."""
    head = sorts.line([sorts.cluster("甲"), sorts.space(2.0), sorts.cluster("乙")])
    row = sorts.line(
        [
            sorts.cluster("一"),
            sorts.space(0.3),
            sorts.cluster("二"),
            sorts.space(1.0),
            sorts.cluster("三"),
        ]
    )
    turned = [sorts.line("四", last=False), sorts.line("五", first=False)]
    lines = [sorts.placed(_with(line, kind=LineKind.TABLE)) for line in (head, row, *turned)]
    table = tree(sorts.page(sorts.block(lines))).find(".//table")
    assert [[(cell.tag, cell.text) for cell in row] for row in table] == [
        [("th", "甲"), ("th", "乙")],
        [("td", "一 二"), ("td", "三")],
        [("td", "四五")],
    ]


def test_cells_stay_where_they_are(sorts):
    """Cutting a row into cells moves no glyph."""
    line = sorts.line([sorts.cluster("甲"), sorts.space(2.0), sorts.cluster("乙")], indent_em=0.5)
    (first,), (second,) = cells_of_row([sorts.placed(line)])
    assert (first.line.indent_em, second.line.indent_em) == (0.5, 3.5)


def _with(line, **changes):
    from dataclasses import replace

    return replace(line, **changes)


def test_nothing_in_an_article_becomes_markup(sorts):
    """Angle brackets, ampersands and quotation marks stay text."""
    evil = "<b>&\"'</b>"
    clusters = [sorts.cluster(char, gids=[1]) for char in evil]
    block = sorts.block([sorts.placed(sorts.line(clusters))], name='a"><script>', title=evil)
    root = tree(sorts.page(block))
    article = root.find(".//article")
    assert (article.get("id"), article.get("title")) == ('a"><script>', evil)
    assert article.find("p").text == evil
    assert root.findall(".//b") == root.findall(".//script") == []


def test_what_xml_cannot_hold_is_replaced_in_the_words(sorts):
    """Control characters and halves of surrogate pairs would end the run."""
    clusters = [sorts.cluster(char, gids=[1]) for char in "一\x0b\ud800\uffff二"]
    block = sorts.block([sorts.placed(sorts.line(clusters))])
    assert tree(sorts.page(block)).find(".//p").text == "一\ufffd\ufffd\ufffd二"


class TestLinks:
    """A link to a block of the same file, to another file, to nowhere, to the web."""

    def page(self, sorts, link):
        return sorts.page(sorts.block(parts=(sorts.part("版", link=link, x=30, baseline=40),)))

    def test_a_link_has_the_place_of_its_text(self, sorts):
        """Relative to the block at 10, 10."""
        page = self.page(sorts, "#a2")
        anchor = tree(page, anchors=["a2"], targets=["a2"]).find(".//a")
        assert anchor.get("href") == "#a2"
        assert anchor.get("style") == "left:20.0pt;top:21.2pt;width:80.0pt;height:10.0pt"
        (run,) = markup(page, anchors=["a2"], targets=["a2"]).runs
        assert (run.tag, run.x_pt, run.y_pt) == ("a", 30.0, 31.2)

    def test_a_link_into_another_file_is_left_out(self, sorts):
        """The block is in the edition, not in this file: no fault."""
        made = markup(self.page(sorts, "#a2"), targets=["a2"])
        assert "href" not in html(self.page(sorts, "#a2"), targets=["a2"])
        assert made.diagnostics == ()

    def test_a_link_to_nowhere_is_told(self, sorts):
        """No block of the edition has that id."""
        (finding,) = markup(self.page(sorts, "#a9")).diagnostics
        assert (finding.code, finding.page, finding.block) == ("LINK_DEAD", 1, "a1")

    @pytest.mark.parametrize(
        "link", ["javascript:alert(1)", "file:///etc/passwd", "ftp://x.org/", "http://", "//x"]
    )
    def test_only_the_web_may_be_linked_to(self, sorts, link):
        """Everything else is left out, and told."""
        made = markup(self.page(sorts, link))
        assert "href" not in html(self.page(sorts, link))
        assert [finding.code for finding in made.diagnostics] == ["LINK_SCHEME"]

    def test_addresses_of_the_web_are_kept(self, sorts):
        """With their ampersands."""
        root = tree(self.page(sorts, "https://example.org/?a=1&b=2"))
        assert root.find(".//a").get("href") == "https://example.org/?a=1&b=2"

    def test_jump_lines_lead_to_the_other_part(self, sorts):
        """（上接…） stands first and leads back, （下转…） leads on."""
        jump = {"kind": LineKind.JUMP, "paragraph": -1}
        lines = [
            sorts.placed(sorts.line("一", **jump)),
            sorts.placed(sorts.line("二", paragraph=3)),
            sorts.placed(sorts.line("三", **jump)),
        ]
        page = sorts.page(sorts.block(lines, name="b", article="x"))
        ids = ["a", "b", "c"]
        root = tree(page, anchors=ids, targets=ids, parts={"x": ids})
        assert [(a.text, a.get("href")) for a in root.findall(".//a")] == [
            ("一", "#a"),
            ("三", "#c"),
        ]


class TestShapes:
    """Rules, frames and tints are boxes."""

    def areas(self, page, path):
        return [element.get("style") for element in tree(page).findall(path)]

    def test_a_rule_covers_half_its_width_on_either_side(self, sorts):
        """Level and upright, whichever end comes first."""
        level = Line(x0=90, y0=20, x1=10, y1=20, width_pt=2, color="grey")
        upright = Line(x0=50, y0=10, x1=50, y1=90, width_pt=0.5)
        assert self.areas(sorts.page(lines=(level, upright)), "body/main/div") == [
            "left:10.0pt;top:19.0pt;width:80.0pt;height:2.0pt;background:#888;",
            "left:49.75pt;top:10.0pt;width:0.5pt;height:80.0pt;background:#000;",
        ]

    def test_a_frame_lies_inside_its_box(self, sorts):
        """Relative to its block; a box may have a tint, a frame or both."""
        box = Box(bbox=Rect(x=10, y=10, width=50, height=40), stroke_pt=0.5, fill="tint")
        block = sorts.block(boxes=(box,))
        place = "left:0.0pt;top:0.0pt;width:50.0pt;height:40.0pt;"
        assert self.areas(sorts.page(block), ".//article/div") == [
            f"{place}background:#eee;border:0.5pt solid #000"
        ]

    def test_slanted_rules_are_refused(self, sorts):
        """A newspaper has none."""
        line = Line(x0=0, y0=0, x1=5, y1=5, width_pt=1)
        with pytest.raises(RenderError, match="neither level nor upright"):
            markup(sorts.page(lines=(line,)))

    def test_unknown_colours_are_refused(self, sorts):
        """A style that lacks a role cannot be printed."""
        rule = Line(x0=0, y0=0, x1=5, y1=0, width_pt=1, color="mauve")
        block = sorts.block([sorts.placed("一", color="mauve")])
        for page in (sorts.page(lines=(rule,)), sorts.page(block)):
            with pytest.raises(RenderError, match="mauve"):
                markup(page)


def test_a_picture_stands_with_its_cutline_in_a_figure(sorts, tmp_path):
    """Alt text and cutline go with the picture."""
    picture = PlacedPicture(
        path=tmp_path / "p.jpg",
        file="p.jpg",
        bbox=Rect(x=20, y=20, width=60, height=40),
        crop=(0, 0, 1, 1),
        ppi=200,
        alt="一座\n桥",
        cutline=sorts.part("一二", role=PartRole.CUTLINE),
    )
    figure = tree(sorts.page(sorts.block(pictures=(picture,)))).find(".//figure")
    assert figure.find("img").attrib == {
        "src": "picture:0",
        "alt": "一座 桥",
        "style": "left:10.0pt;top:10.0pt;width:60.0pt;height:40.0pt",
    }
    assert figure.find("figcaption").text == "一二"


def test_a_wrong_template_is_an_error_with_its_line(sorts, tmp_path):
    """Whether it cannot be read or asks for what there is not."""
    for text, place in (("\n{% for %}", "page.html.j2:2"), ("{{ page.nothing }}", "page.html.j2")):
        folder = tmp_path / str(len(text))
        folder.mkdir()
        (folder / "page.html.j2").write_text(text, "utf-8")
        with pytest.raises(TemplateError, match=place):
            html(sorts.page(), templates=folder)


def test_a_missing_template_is_an_error(sorts, tmp_path):
    """An empty folder is no set of templates."""
    with pytest.raises(TemplateError):
        html(sorts.page(), templates=tmp_path)
