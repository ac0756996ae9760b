"""Saved article pages of a 数字报: what becomes of every line."""

from collections import Counter
from datetime import date as Date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.cleaning.edits import has_han
from layout.content.model import ArticleKind, BlockKind
from layout.errors import ImportSourceError
from layout.importing.founder import read_founder
from layout.importing.model import Editing

BODY = (
    "4月29日,市委召开会议,研究部署下一阶段的重点工作。会议强调,要统筹好各项任务,"
    "确保全年目标如期完成。"
)
CLEAN_BODY = BODY.replace(",", "，")
BAR = "3上一篇\u00a0\u00a0下一篇4 2021年4月30日 放大\u00a0缩小\u00a0默认"
FOOT = """3上一篇  下一篇4

江城新闻网 http://www.jcxww.example.com
江城日报社版权所有。未经许可,不得转载或镜像。
地址:某省江城市滨江大路43号 邮编:100000 电话:010-12345678

关闭
"""
WHOLE = f"""第01版:头版新闻
下一版4

河湖清了 岸边绿了
图片新闻
齐心协力抓春耕
仓满粮丰保供应

版面导航

站内检索
{BAR}

齐心协力抓春耕
仓满粮丰保供应

——2020年以来全市粮食工作综述

●于山林 刘水

{BODY}

{BODY}

{FOOT}"""


def read(*texts, day=None):
    return read_founder([(f"{n}.txt", text) for n, text in enumerate(texts)], day=day)


def only(text, day=None):
    (page,) = read(text, day=day).pages
    (article,) = page.articles
    return article


def test_a_whole_page():
    """Page line, list of headlines, headline, deck, byline, body and date are told apart."""
    edition = read(WHOLE)
    (page,) = edition.pages
    (article,) = page.articles
    assert (edition.date, edition.lang) == (Date(2021, 4, 30), "zh-CN")
    assert (page.number, page.name) == (1, "头版新闻")
    assert article.head.headline == "齐心协力抓春耕\n仓满粮丰保供应"
    assert article.head.deck == "——2020年以来全市粮食工作综述"
    assert article.head.byline == ("●于山林 刘水",)
    assert [block.text for block in article.blocks] == [CLEAN_BODY] * 2


def test_the_list_of_headlines_is_kept_with_its_line_breaks():
    """Rows that are one known headline make one entry; the list's order is kept."""
    (page,) = read(WHOLE).pages
    assert page.headlines == (
        "河湖清了 岸边绿了",
        "图片新闻",
        "齐心协力抓春耕\n仓满粮丰保供应",
    )


def test_the_footer_makes_the_paper():
    """Name out of the copyright line, slug out of the address, the site's name as a remark."""
    edition = read(WHOLE)
    paper = edition.paper
    assert (paper.name, paper.slug) == ("江城日报", "jcxww")
    assert paper.website == "http://www.jcxww.example.com"
    assert paper.copyright == "江城日报社版权所有。未经许可，不得转载或镜像。"
    assert paper.address == "某省江城市滨江大路43号"
    assert (paper.postcode, paper.phone) == ("100000", "010-12345678")
    assert edition.remarks == ("江城新闻网",)


def test_navigation_and_arrows_are_dropped_and_told():
    """Every dropped line is in the report, whole, with its place."""
    dropped = [c for c in read(WHOLE).changes if c.code is Editing.DROPPED]
    assert [change.before for change in dropped] == [
        "下一版4",
        "版面导航",
        "站内检索",
        BAR,
        "3上一篇  下一篇4",
        "关闭",
    ]
    assert str(dropped[0].span) == "0.txt:2"


def test_cleaning_is_told_once_a_rule_and_file():
    """A hundred commas make one line of the report."""
    marks = [
        c for c in read(WHOLE).changes if c.code == "marks" and c.before.startswith("4月29日,")
    ]
    assert [change.count for change in marks] == [8]
    assert str(marks[0].span) == "0.txt"


@pytest.mark.parametrize(
    "line",
    ["2021年04月30日", "2021-04-30 星期五", "2021/4/30", "2021.4.30", "2021年4月30日（星期五）"],
)
def test_dates(line):
    """A date may stand in a line of its own, in several forms, with its weekday."""
    text = f"第2版：要闻\n上一篇 下一篇\n{line}\n放大 缩小 默认\n标题在此\n\n{BODY}\n"
    assert read(text).date == Date(2021, 4, 30)
    assert only(text).head.headline == "标题在此"


def test_no_date_takes_the_given_day_or_is_an_error():
    """The clock is no source of a date."""
    text = f"标题在此\n\n{BODY}\n"
    edition = read(text, day=Date(2021, 4, 30))
    assert edition.date == Date(2021, 4, 30)
    assert [c.after for c in edition.changes if c.code is Editing.CHOSEN] == [
        "2021-04-30",
        "未名报",
    ]
    with pytest.raises(ImportSourceError, match="no date"):
        read(text)


@pytest.mark.parametrize(
    ("line", "number", "name"),
    [
        ("第02版:综合新闻", 2, "综合新闻"),
        ("第 3 版：生态", 3, "生态"),
        ("第０４版：副刊", 4, "副刊"),
        ("第十二版 文化", 12, "文化"),
        ("第A03版：国际", 3, "国际"),
        ("第B02版：楼市", None, "B02 楼市"),
    ],
)
def test_page_lines(line, number, name):
    """Full-width, Chinese and lettered page numbers; other sections are numbered later."""
    (page,) = read(f"{line}\n{BAR}\n标题在此\n\n{BODY}\n").pages
    assert (page.number, page.name) == (number, name)


def test_kicker_above_and_deck_below_by_the_list():
    """What the list names is the headline; lines above are 引题, lines below 副题."""
    text = (
        f"第01版：要闻\n全市春耕现场会召开\n{BAR}\n\n统筹推进 再加力度\n全市春耕现场会召开\n"
        f"王市长出席并讲话\n□ 记者 王五 文/图\n{BODY}\n"
    )
    head = only(text).head
    assert (head.kicker, head.headline) == ("统筹推进 再加力度", "全市春耕现场会召开")
    assert (head.deck, head.byline) == ("王市长出席并讲话", ("□ 记者 王五 文/图",))


def test_kicker_without_a_list():
    """Of two blocks of short lines the first is 引题."""
    head = only(
        f"第01版\n{BAR}\n\n“我们的河”系列报道之一\n\n河湖清了\n岸边绿了\n\n本报记者 张三\n\n{BODY}"
    ).head
    assert (head.kicker, head.headline) == ("“我们的河”系列报道之一", "河湖清了\n岸边绿了")
    assert head.byline == ("本报记者 张三",)


def test_dateline_is_lifted_out():
    """电头 goes to the head with its names apart; the paragraph begins after it."""
    article = only(f"第01版\n{BAR}\n标题在此\n\n　　本报讯(记者 李明 王强) {BODY}")
    assert article.head.dateline == "本报讯（记者 李明 王强）"
    assert article.blocks[0].text == CLEAN_BODY


def test_subheads_in_the_body():
    """A short line without a final mark before a paragraph is 小标题; a telephone is not."""
    article = only(
        f"第01版\n{BAR}\n标题在此\n\n{BODY}\n\n一、服务到家门\n\n{BODY}\n电话：010-1234567\n{BODY}"
    )
    kinds = [block.kind for block in article.blocks]
    assert kinds[1] is BlockKind.SUBHEAD
    assert kinds.count(BlockKind.SUBHEAD) == 1


def test_verse_keeps_lines_and_stanzas():
    """Short lines without stops are a poem, its author a bare name under the headline."""
    lines = "风从江上来\n吹绿两岸的柳\n\n我在渡口等一条船\n等一个旧日的朋友"
    article = only(f"第04版：副刊\n{BAR}\n\n春天的诗\n李四\n\n{lines}\n\n{FOOT}")
    assert (article.head.kind, article.head.byline) == (ArticleKind.POEM, ("李四",))
    assert [block.stanza for block in article.blocks] == [0, 0, 1, 1]
    assert {block.kind for block in article.blocks} == {BlockKind.VERSE}


def test_a_picture_notice():
    """图片新闻 is an article of one caption; the photographer's credit keeps its gaps."""
    article = only(f"第01版\n图片新闻\n{BAR}\n\n图片新闻\n\n4月29日,工人在车间忙碌。 张三 摄\n")
    assert article.head.headline == "图片新闻"
    assert article.blocks[0].text == "4月29日，工人在车间忙碌。 张三 摄"


def test_a_headline_without_copy_goes_to_the_list():
    """A page that shows a picture alone leaves its headline in the list."""
    edition = read(WHOLE, f"第02版:影像\n{BAR}\n\n江上渔火\n\n{FOOT}")
    assert [len(page.articles) for page in edition.pages] == [1, 0]
    assert edition.pages[1].headlines == ("江上渔火",)
    assert "江上渔火" in [c.before for c in edition.changes if c.code is Editing.DROPPED]


def test_an_address_inside_a_notice_is_its_text():
    """Only what follows the article is the footer."""
    article = only(f"第01版\n{BAR}\n\n招聘启事\n\n{BODY}\n地址：某市某路1号\n{BODY}\n\n{FOOT}")
    assert [block.text for block in article.blocks] == [
        CLEAN_BODY,
        "地址：某市某路1号",
        CLEAN_BODY,
    ]


def test_editors_and_the_site_above_the_page_line():
    """责任编辑 go to the page; the words above the page line may name the paper."""
    edition = read(
        f"江城日报数字报\n第3版：国际\n责任编辑：张三 校对：李四\n{BAR}\n标题在此\n\n{BODY}"
    )
    assert edition.pages[0].editors == (("责任编辑", "张三"), ("校对", "李四"))
    assert edition.paper.name == "江城日报"


def test_several_files_make_one_edition():
    """Pages by number, articles in the order of the list, the same article once."""
    second = WHOLE.replace("——2020年以来全市粮食工作综述\n\n●于山林 刘水\n", "").replace(
        f"{BAR}\n\n齐心协力抓春耕\n仓满粮丰保供应", f"{BAR}\n\n河湖清了 岸边绿了"
    )
    other = f"第02版：综合\n{BAR}\n另一版的稿\n\n{BODY}"
    edition = read(WHOLE, other, second, WHOLE)
    assert [page.number for page in edition.pages] == [1, 2]
    headlines = [article.head.headline for article in edition.pages[0].articles]
    assert headlines == ["河湖清了 岸边绿了", "齐心协力抓春耕\n仓满粮丰保供应"]


def test_texts_of_different_days_are_told():
    """The first date is taken, the others are in the report."""
    edition = read(WHOLE, WHOLE.replace("4月30日", "5月1日"))
    assert edition.date == Date(2021, 4, 30)
    assert [c.before for c in edition.changes if c.after == "2021-04-30"] == ["2021-05-01"]


def test_traditional_characters_make_another_language():
    """The script is told by characters that only one of them has."""
    body = "經過討論，會議認為這個計畫對東部發展與業務開拓應該有實質幫助，說明書隨後送達。"
    assert read(f"第01版\n{BAR}\n標題在此\n\n{body}").lang == "zh-TW"


@pytest.mark.parametrize("text", ["", "\n\n", "第01版:头版\n下一版4\n关闭\n"])
def test_nothing_to_import_is_an_error(text):
    """A page of navigation alone has no article."""
    with pytest.raises(ImportSourceError, match="no article"):
        read(text)


LINES = st.sampled_from(
    [
        *[
            "",
            "\u00a0",
            "第01版:头版",
            "下一版4",
            "版面导航",
            BAR,
            "3上一篇  下一篇4",
            "关闭",
            "2021年4月30日",
        ],
        *[
            "标题在此",
            "河湖清了 岸边绿了",
            "——副题一行",
            "●张三 李四",
            "李明",
            "本报记者 王五",
            "责任编辑：赵六",
        ],
        *[
            BODY,
            f"本报讯（记者 李明）{BODY}",
            "一、小标题",
            "风从江上来",
            "图片新闻",
            "地址：某市某路1号",
        ],
        *[
            "江城新闻网 http://www.jcxww.example.com",
            "江城日报社版权所有。未经许可,不得转载",
            "3",
            "电话：1",
        ],
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES, max_size=25))
def test_no_line_is_lost_whatever_their_order(lines):
    """Every Han character is in the edition or in a change that tells where it went."""
    try:
        edition = read("\n".join(lines), day=Date(2021, 4, 30))
    except ImportSourceError:
        return
    had = Counter(char for line in dict.fromkeys(lines) for char in line if has_han(char))
    words = [*edition.remarks, *edition.paper.model_dump().values()]
    for page in edition.pages:
        words += [page.name, *page.headlines, *(part for pair in page.editors for part in pair)]
        for article in page.articles:
            head = article.head
            words += [head.kicker, head.headline, head.deck, head.dateline, *head.byline]
            words += [block.text for block in article.blocks]
    words += [change.before for change in edition.changes if isinstance(change.code, Editing)]
    assert had - Counter(char for word in words for char in word) == Counter()
