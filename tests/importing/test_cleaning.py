"""Text repairs: what each rule does, what it leaves alone, and what it reports."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.cleaning.characters import RADICAL_PAIRS
from layout.cleaning.edits import is_prose
from layout.cleaning.repair import ALL_RULES, HEADLINE_RULES
from layout.content.repairs import CleaningRule
from layout.diagnostics import Language, Message
from layout.importing.cleaning import clean
from layout.importing.model import Change, Editing

R = CleaningRule


@pytest.mark.parametrize(
    ("rule", "dirty", "tidy"),
    [
        (R.ENTITIES, "&ldquo;好&rdquo;&nbsp;的&#8212;", "“好”\u00a0的—"),
        (R.INVISIBLE, "春\u200b耕\ufeff生\u00ad产\x7f", "春耕生产"),
        (R.SPACES, "甲\u00a0乙\u2003丙\t丁", "甲 乙 丙 丁"),
        (R.COMPATIBILITY, "⼀⻚⻓城︰更好﹐", "一页长城：更好,"),
        (R.MISSING, "李\ue123明\ufffd", "李〓明〓"),
        (R.FULL_WIDTH, "２０２１年ＡＢｃ１２：３０，３．１４", "2021年ABc12:30，3.14"),
        (R.TILDES, "1~3月，京〜沪∼", "1～3月，京～沪～"),
        (R.ELLIPSES, "好。。。这...那…后······", "好……这……那……后……"),
        (R.DASHES, "他--来了──这－－", "他——来了——这——"),
        (R.QUOTES, "他说\"好\"，'对'，it's", "他说“好”，‘对’，it's"),
        (R.MARKS, "年来,在市:对;好?行!(附)", "年来，在市：对；好？行！（附）"),
        (R.SPREAD_WORDS, "主\u3000\u3000旨：公示", "主旨：公示"),
        (R.SPREAD_WORDS, "局\u3000\u3000長\u3000陳介山", "局長\u3000陳介山"),
        (R.SPREAD_WORDS, "第一章  总 则", "第一章  总则"),
        (R.HAN_SPACES, "其中选树 “工匠” “标兵”，各 10名。", "其中选树“工匠”“标兵”，各 10名。"),
        (R.WESTERN_SPACES, "制度 20 项，用 Python 写。", "制度20项，用Python写。"),
        (R.GAPS, "第一条 为了", "第一条\u3000为了"),
        (R.BLANKS, "甲  乙 \u3000 丙", "甲 乙\u3000丙"),
        (R.EDGES, "\u3000\u3000段首 ", "段首"),
    ],
)
def test_each_rule_alone(rule, dirty, tidy):
    """A rule switched on alone makes its own repairs and no others."""
    text, changes = clean(dirty, frozenset({rule}))
    assert text == tidy
    assert [change.code for change in changes] == [rule]


@pytest.mark.parametrize(
    "text",
    [
        "比分3:1，时间12:30，共1,000元，占3.14%。",
        "网址http://www.a_b.com/x,y.html?q=1;2",
        "邮箱zhang.san@example.com",
        "He said: hello, world (twice)!",
        "五,八○○户",
        "「直角引號」與『單引號』。",
        "卡尔.马克思",
        "一.加强领导",
        "rock'n'roll与D’Annunzio",
        "北京—上海，第2版/第3版",
        "F=(4.2×r)+(0.0054×A)",
        "-----",
    ],
)
def test_what_looks_like_dirt_and_is_not(text):
    """Numbers, addresses, Western sentences, Chinese number groups and dashes stay."""
    assert clean(text) == (text, ())


def test_a_change_tells_how_often_and_shows_the_first():
    """The count is of places, the example has a few characters around it."""
    _, changes = clean("以来,在市委领导下,各级工会,努力", frozenset({R.MARKS}))
    assert [(c.code, c.count, c.before, c.after) for c in changes] == [
        (R.MARKS, 3, "以来,在市委领导下", "以来，在市委领导下")
    ]
    assert changes[0].message.zh == "半角标点改为全角"
    assert changes[0].span is None


def test_rules_can_be_switched_off():
    """Without a rule its dirt stays."""
    assert clean("以来,在⼀市", ALL_RULES - {R.MARKS})[0] == "以来,在一市"
    assert clean("以来,在", frozenset())[0] == "以来,在"


def test_the_space_inside_a_headline_is_kept():
    """It parts the two halves of a headline; marks and radicals are repaired all the same."""
    assert clean("统筹发展 保障春耕", HEADLINE_RULES)[0] == "统筹发展 保障春耕"
    assert clean("统筹发展, 保障⼀切", HEADLINE_RULES)[0] == "统筹发展，保障一切"


@pytest.mark.parametrize(
    ("dirty", "tidy"),
    [
        (
            "本报讯（记者 李明 通讯员 王强）昨日 ，开工。",
            "本报讯（记者 李明 通讯员 王强）昨日，开工。",
        ),
        ("工人在车间 忙碌。 张三 摄", "工人在车间忙碌。 张三 摄"),
        ("第一条 为了 保障权利，制定。", "第一条\u3000为了保障权利，制定。"),
        ("浙省撫轅抄 六月二十日知府張球稟知", "浙省撫轅抄\u3000六月二十日知府張球稟知"),
    ],
)
def test_spaces_that_part_members(dirty, tidy):
    """Names in a credit, 第一条 and copy without stops keep their gaps."""
    assert clean(dirty)[0] == tidy


def test_copy_without_stops_is_not_prose():
    """A stop in sixty characters or so makes running text."""
    assert is_prose("今天开会，明天开工。")
    assert not is_prose("知府張球稟知火藥局差" * 8 + "，")
    assert not is_prose("主任委員 陳裕璋")


@pytest.mark.parametrize("text", ['他说"好', "'他说", '"甲"乙"'])
def test_quotation_marks_without_a_partner_stay(text):
    """Guessing where a quotation ends is not the program's business."""
    assert clean(text)[0] == text


def test_radicals_stand_before_their_characters():
    """Each pair is a radical form and a character outside every compatibility block."""
    for radical, plain in zip(RADICAL_PAIRS[::2], RADICAL_PAIRS[1::2], strict=True):
        assert 0x2E80 <= ord(radical) <= 0x2EF3
        assert 0x4E00 <= ord(plain) <= 0x9FFF


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="中国三，。“”…—·　 ,.:;?!()-~\"'12Ab第条、（）《》", max_size=40))
def test_cleaning_twice_changes_nothing_more(text):
    """What has been cleaned is clean, and no Han character or letter is lost."""
    once, _ = clean(text)
    again, changes = clean(once)
    assert (again, changes) == (once, ())
    kept = "中国三第条12Ab"
    assert [c for c in once if c in kept] == [c for c in text if c in kept]


def test_a_change_as_it_is_printed():
    """Place, words, how often, and the sample with its line breaks shown."""
    change = Change(
        code=Editing.SPLIT,
        message=Message(zh="分篇", en="split"),
        count=2,
        before="甲\n" + "乙" * 60,
        after="丙",
    ).at("a.txt", 3)
    sample = "甲⏎" + "乙" * 35 + "……" + "乙" * 9
    assert change.text(Language.ZH) == f"a.txt:3: 分篇 ×2：{sample} → 丙"
    assert change.text(Language.EN) == f"a.txt:3: split ×2: {sample} → 丙"
