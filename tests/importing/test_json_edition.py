"""JSON editions: dates, heads, tables, crossheads, hard-wrapped lines, faults."""

import json
from datetime import date as Date

import pytest

from layout.content.model import ArticleKind, BlockKind
from layout.diagnostics import Language
from layout.errors import ImportSourceError
from layout.importing.heads import HEADLINE_CHARS
from layout.importing.json_edition import read_json
from layout.importing.model import UNNAMED_PAPER, Editing


def edition(*articles, date="2021-04-30", page=None, **more):
    page = {"no": None, "name": "要闻", "articles": list(articles), **(page or {})}
    return read_json(json.dumps({"date": date, "pages": [page], **more}), "source.json")


def only(**article):
    return edition(article).pages[0].articles[0]


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("2006-10-03", Date(2006, 10, 3)),
        ("2010-07", Date(2010, 7, 1)),
        ("1905", Date(1905, 1, 1)),
        ("1880-1904", Date(1880, 1, 1)),
    ],
)
def test_the_first_day_of_a_date(date, day):
    """A month, a year and a span of years begin on their first day, and the report says so."""
    read = edition({"headline": "题", "paragraphs": ["文"]}, date=date, paper="某报")
    assert read.date == day
    chosen = [change.before for change in read.changes if change.code is Editing.CHOSEN]
    assert chosen == ([] if date == day.isoformat() else [date])


def test_the_parts_of_a_head():
    """引题, 主题, 副题 and 署名 keep the spaces that part them."""
    article = only(
        kicker="行政規則",
        headline="統籌發展 保障春耕",
        subhead="某字第1號",
        author="部長 何明",
        paragraphs=["修正,並 自即日生效。"],
        published="2021-04-29",
    )
    head = article.head
    assert (head.kicker, head.headline, head.deck) == ("行政規則", "統籌發展 保障春耕", "某字第1號")
    assert (head.byline, head.dateline) == (("部長 何明",), "")
    assert article.blocks[0].text == "修正，並自即日生效。"
    assert article.remarks == ("published: 2021-04-29",)


def test_an_agency_for_an_author_is_a_dateline():
    """本報訊 signs nobody."""
    assert only(headline="题", author="本報訊", paragraphs=["文"]).head.dateline == "本報訊"


def test_no_headline_makes_a_brief():
    """Nothing is invented for a headline; the report says what was made of the piece."""
    article = only(headline=None, paragraphs=["浙省撫轅抄"])
    assert (article.head.headline, article.head.kind) == ("", ArticleKind.BRIEF)
    assert [change.code for change in article.changes] == [Editing.READ_AS]


def test_a_headline_without_copy_goes_to_the_list():
    """No page can hold it; the page's list of headlines keeps it and the report tells it."""
    read = edition(
        {"headline": None, "paragraphs": [" ", ""]},
        {"headline": "图片新闻", "subhead": "副题", "paragraphs": None},
        {"headline": "题", "paragraphs": ["文"]},
    )
    (page,) = read.pages
    assert [article.head.headline for article in page.articles] == ["题"]
    assert page.headlines == ("图片新闻",)
    assert [c.before for c in read.changes if c.code is Editing.DROPPED] == ["图片新闻\n副题"]


def test_a_file_without_copy_is_an_error():
    """Pages of headlines alone make no edition."""
    with pytest.raises(ImportSourceError, match="holds no article"):
        edition({"headline": "题", "paragraphs": []})


def test_crossheads_and_tables_stand_where_the_source_has_them():
    """A table follows the paragraph of its number; one number alone is a subhead."""
    article = only(
        headline="题",
        paragraphs=["第一章  总 则", "第一条 为了发展，制定。", "二", "文。"],
        crossheads=[0],
        tables=[
            {
                "after_paragraph": 1,
                "rows": [["表头"], ["甲", "乙"], ["甲组\n乙组", "3"], ["注：略"]],
            },
            {"after_paragraph": 9, "rows": [["末", "表"]]},
        ],
    )
    assert [(block.kind, block.text) for block in article.blocks] == [
        (BlockKind.SUBHEAD, "第一章\u3000总则"),
        (BlockKind.PARAGRAPH, "第一条\u3000为了发展，制定。"),
        (BlockKind.PARAGRAPH, "表头"),
        (BlockKind.TABLE, ""),
        (BlockKind.PARAGRAPH, "注：略"),
        (BlockKind.SUBHEAD, "二"),
        (BlockKind.PARAGRAPH, "文。"),
        (BlockKind.TABLE, ""),
    ]
    assert article.blocks[3].rows == (("甲", "乙"), ("甲组\u3000乙组", "3"))


def test_rows_of_a_table_are_made_equally_long():
    """A short row inside a table is filled with empty cells."""
    rows = [["甲", "乙", "丙"], ["合计"], ["1", "2", "3"]]
    article = only(headline="题", paragraphs=["文"], tables=[{"after_paragraph": 0, "rows": rows}])
    assert article.blocks[1].rows[1] == ("合计", "", "")


def test_a_long_headline_is_cut_at_a_mark():
    """No text is lost: the rest of the headline leads the deck."""
    first = "某部公告：預告「某某辦法、某某準則及某某條例之部分條文修正草案」"
    headline = f"{first}，" + "並自公告日起三十日內陳述意見" * 8
    assert len(headline) > HEADLINE_CHARS
    article = only(headline=headline, subhead="字號", paragraphs=["文"])
    assert article.head.headline == first
    assert article.head.deck.startswith("並自公告日起")
    assert (article.head.headline + article.blocks[0].text).replace("\n", "") != headline
    change = next(change for change in article.changes if change.code is Editing.SPLIT)
    assert (change.before, change.after) == (headline, first)


def test_a_long_deck_goes_into_the_body():
    """It becomes the first paragraph."""
    deck = "一九九五年某市人民代表大会通过 " * 10
    article = only(headline="题", subhead=deck, paragraphs=["文"])
    assert article.head.deck == ""
    assert article.blocks[0].text.startswith("一九九五年某市人民代表大会通过\u3000一九九五年")
    assert article.blocks[1].text == "文"


WRAPPED = [
    "一",
    "这是一行从整齐排印的书页里断开的文字因此每一行的长短都差",
    "不多而在句子中间就停住了读者一看便知道应当接到下一行去才",
    "对。只有到了段落的末尾，才会短下来。",
    "第二段也是这样断开的，它的每一行也都很满，直到段尾为止不",
    "多不少恰好二十八个字的样子这就是断行的书稿常有的情形了啊",
    "可是标点会使它短一点。",
]


def test_hard_wrapped_lines_are_joined():
    """Lines that are full and stop in mid-sentence go on; a short one ends its paragraph."""
    article = only(headline="题", paragraphs=WRAPPED)
    assert [block.text for block in article.blocks] == [
        "一",
        "".join(WRAPPED[1:4]),
        "".join(WRAPPED[4:]),
    ]
    joined = next(change for change in article.changes if change.code is Editing.JOINED)
    assert joined.count == 4


def test_short_copy_is_joined_where_its_page_is_hard_wrapped():
    """Copy of three lines shows no width of its own; its neighbours on the page do."""
    short = {"headline": "短", "paragraphs": [*WRAPPED[1:3], "对。"]}
    full = {"headline": "题", "paragraphs": WRAPPED}
    assert len(edition(short).pages[0].articles[0].blocks) == 3
    page = edition(full, {**full, "headline": "又"}, {**full, "headline": "再"}, short).pages[0]
    assert [block.text for block in page.articles[3].blocks] == ["".join(short["paragraphs"])]


def test_lists_and_whole_paragraphs_are_not_joined():
    """Items begin anew, and paragraphs that end with a stop are whole."""
    paragraphs = [
        f"第{n}条 本条规定的事项由有关部门按照各自的职责负责实施。" for n in "一二三四五六"
    ]
    article = only(headline="题", paragraphs=paragraphs)
    assert len(article.blocks) == 6
    assert Editing.JOINED not in [change.code for change in article.changes]


def test_a_headline_that_several_articles_bear_is_the_kicker():
    """The article's own is the short line it begins with."""
    shared = {"headline": "某人《集子》"}
    page = edition(
        {**shared, "paragraphs": ["第一篇的题目", "文章的第一段。"]},
        {**shared, "paragraphs": ["文章直接开始，没有题目。", "第二段。"]},
    ).pages[0]
    first, second = page.articles
    assert (first.head.kicker, first.head.headline) == ("某人《集子》", "第一篇的题目")
    assert first.blocks[0].text == "文章的第一段。"
    assert (second.head.kicker, second.head.headline) == ("", "某人《集子》")


def test_paper_and_language():
    """Slug out of the source's name, language out of its script, origin kept as a remark."""
    meta = {"source": "Some_Gazette", "script": "zh-Hant", "origin": "来源说明", "licence": "许可"}
    read = edition({"headline": "題", "paragraphs": ["文"]}, paper="某公報", meta=meta)
    assert (read.paper.name, read.paper.slug, read.lang) == ("某公報", "some-gazette", "zh-TW")
    assert read.remarks == ("来源说明", "许可")
    nameless = edition({"headline": "题", "paragraphs": ["国家发展"]})
    assert (nameless.paper.name, nameless.lang) == (UNNAMED_PAPER, "zh-CN")


@pytest.mark.parametrize(
    ("no", "number"), [("04", 4), (5, 5), ("A06", 6), (None, None), ("x", None)]
)
def test_page_numbers(no, number):
    """Numbers may be written as text."""
    assert (
        edition({"headline": "题", "paragraphs": ["文"]}, page={"no": no}).pages[0].number == number
    )


def test_faults_are_told_with_their_places():
    """Every fault of the shape, by its path in the file; then what is expected."""
    text = json.dumps({"date": "2021", "pages": [{"articles": [{"paragraphs": "文"}]}, 3]})
    with pytest.raises(ImportSourceError) as caught:
        read_json(text, "bad.json")
    told = caught.value.text(Language.EN).splitlines()
    assert told[0].startswith("bad.json: pages/0/articles/0/paragraphs: ")
    assert told[2].startswith("bad.json: pages/1: ")
    assert told[1].startswith("  hint: expected {paper, date, pages")


@pytest.mark.parametrize("date", ["", "soon", "2021-13", "2021-02-30"])
def test_a_date_that_is_none(date):
    """It is named, with the forms that are understood."""
    with pytest.raises(ImportSourceError, match="not a date"):
        edition({"headline": "题", "paragraphs": ["文"]}, date=date)


def test_text_that_is_no_json():
    """The place of the fault is line and column."""
    with pytest.raises(ImportSourceError) as caught:
        read_json('{\n  "date": }', "bad.json")
    assert caught.value.text(Language.ZH).startswith("bad.json:2:11: 不是有效的 JSON")
