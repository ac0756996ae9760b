"""Headlines: broken between phrases, balanced, as their writer broke them if they did."""

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from layout.composition.headline import BALANCE_LEAST, headline_settings
from layout.composition.phrases import Tier, breaks
from layout.composition.rules import NEWSPAPER, TAIWAN
from layout.shaping.model import FaceKey, Role

GOLDEN = tomllib.loads(
    (Path(__file__).parent.parent / "resources" / "headlines.toml").read_text("utf-8")
)
FACE = FaceKey(role=Role.BIAOSONG, weight=900)


@pytest.fixture(scope="module")
def shaper(square_shaper):
    return square_shaper


def settings(shaper, text, **options):
    return headline_settings(text, shaper=shaper, face=FACE, rules=NEWSPAPER, **options)


def lines_of(shaper, text, count, words=()):
    """The lines of the setting with so many of them."""
    found = settings(shaper, text, words=words, max_lines=count)
    setting = next(setting for setting in found if len(setting.lines) == count)
    return [line.text for line in setting.lines]


def accepted(ways):
    return [["".join(line.split()) for line in way.split("|")] for way in ways]


def golden():
    for name, count in (("two", 2), ("three", 3)):
        for ways in GOLDEN[name]:
            yield pytest.param(ways, count, (), id=ways[0])
    for entry in GOLDEN["terms"]:
        ways = entry["accepted"]
        yield pytest.param(ways, 2, tuple(entry["words"]), id=ways[0])


@pytest.mark.parametrize(("ways", "count", "words"), list(golden()))
def test_a_headline_is_broken_as_a_sub_editor_would(shaper, ways, count, words):
    """Over 150 headlines, each with the breaks that are right for it."""
    text = ways[0].replace("|", "")
    assert lines_of(shaper, text, count, words) in accepted(ways)


def test_known_misreadings_still_keep_words_whole(shaper):
    """Where the best break is missed, no number, pair or mark is broken for it."""
    for name, count in (("hard", 2), ("hard_three", 3)):
        for ways in GOLDEN[name]:
            lines = lines_of(shaper, ways[0].replace("|", ""), count)
            for line in lines:
                assert line[0] not in "，。：、！？》”）的了"
                assert line[-1] not in "《“（"


def test_one_line_comes_first_and_costs_nothing(shaper):
    """Then the best of two lines, then of three, as many as are asked for."""
    found = settings(shaper, "全市新能源汽车产量同比增长38.6%", max_lines=3)
    assert [len(setting.lines) for setting in found] == [1, 2, 3]
    assert found[0].cost == 0
    assert found[1].cost > 0
    assert [len(s.lines) for s in settings(shaper, "全市新能源汽车产量", max_lines=1)] == [1]


def test_breaks_of_the_writer_are_kept(shaper):
    """A headline with line breaks has one setting: its own lines."""
    (setting,) = settings(shaper, "忠诚党的事业\n竭诚服务职工推动工会工作\n", max_lines=3)
    assert [line.text for line in setting.lines] == ["忠诚党的事业", "竭诚服务职工推动工会工作"]
    assert setting.cost == 0
    assert setting.width_em == pytest.approx(12.0)


def test_lines_keep_the_balance(shaper):
    """A short line is drawn out a little until it has 0.7 of the longest."""
    (_, two) = settings(shaper, "通榆县委党校扎实开展党史学习教育")
    short, long = two.lines
    assert [short.text, long.text] == ["通榆县委党校", "扎实开展党史学习教育"]
    assert short.width_em == pytest.approx(BALANCE_LEAST * long.width_em)
    assert long.width_em == pytest.approx(10.0)
    assert two.width_em == long.width_em


def test_a_space_is_an_em_on_one_line_and_gone_where_the_line_breaks(shaper):
    """劳动精神 不可遗失."""
    one, two = settings(shaper, "劳动精神 不可遗失")
    assert one.lines[0].text == "劳动精神\u3000不可遗失"
    assert one.width_em == pytest.approx(9.0)
    assert [line.text for line in two.lines] == ["劳动精神", "不可遗失"]


def test_spaces_that_draw_a_title_out_are_no_phrase_boundaries():
    """春　雪 is one word."""
    assert breaks("春　雪") == ()


def test_marks_take_half_an_em(shaper):
    """Big marks with their full white would tear the line."""
    (setting,) = settings(shaper, "《种子》：“我们”的事", max_lines=1)
    assert setting.width_em == pytest.approx(2 + 2 + 2 + 5 * 0.5)


def test_centred_marks_keep_their_em(shaper):
    """In Taiwan 、，。 stand in the middle of theirs."""
    (setting,) = headline_settings(
        "春耕，秋收", shaper=shaper, face=FACE, rules=TAIWAN, max_lines=1
    )
    assert setting.width_em == pytest.approx(5.0)


def test_no_term_of_the_edition_is_broken():
    """The user's words stay whole, whatever the segmenter makes of them."""
    text = "版心日报社举行开放日"
    inside = {1, 2, 3}
    assert inside & {place.offset for place in breaks(text)}
    assert not inside & {place.offset for place in breaks(text, ("版心日报",))}


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("累计调水突破700亿立方米", "700亿立方米"),
        ("我市新增3所省级示范幼儿园", "3所"),
        ("一位乡村教师的日记", "一位"),
        ("一季度GDP同比增长5.3%", "5.3%"),
        ("2025年高考报名11月1日开始", "2025年"),
        ("人工智能+制造业加速融合", "能+"),
        ("弗拉基米尔·彼得罗夫访问我市", "弗拉基米尔·彼得罗夫"),
        ("中国女排三比零战胜日本队", "三比零"),
        ("走出大山——一所村小的变迁", "——"),
    ],
)
def test_some_things_are_never_parted(text, whole):
    """Numbers, numbers and their measure words, foreign names, scores, dashes."""
    start = text.index(whole)
    inside = set(range(start + 1, start + len(whole)))
    assert not inside & {place.offset for place in breaks(text)}


def test_pairs_are_parted_last_of_all():
    """A break inside quotes or a book title is told apart from sound ones."""
    text = "坚决打好“一城三区”建设开局之战"
    tiers = {place.offset: place.tier for place in breaks(text)}
    inside = {k for k in tiers if text.index("“") < k < text.index("”")}
    assert {tiers[k] for k in inside} <= {Tier.INSIDE_PAIR}
    assert tiers[text.index("建设")] is Tier.SOUND


def test_function_words_lean_on_the_right_side():
    """的 and 了 never begin a line, 把 never ends one cheaply, 和 begins one at a price."""
    costs = {place.offset: place.cost for place in breaks("他把论文写在大地上")}
    assert costs[2] > 9
    reader = "书店里的深夜读者"
    cheap = {place.offset for place in breaks(reader) if place.cost < 9}
    assert reader.index("的") not in cheap
    costs = {place.offset: place.cost for place in breaks("乡村教师和她的学生")}
    assert costs[4] > 5


def test_every_line_holds_what_the_text_has(shaper):
    """Nothing is lost or doubled, whatever the number of lines."""
    for ways in GOLDEN["two"]:
        text = ways[0].replace("|", "")
        for setting in settings(shaper, text, max_lines=3):
            joined = "".join("".join(line.text.split()) for line in setting.lines)
            assert joined == "".join(text.split())
            for line in setting.lines:
                assert line.width_em <= setting.width_em + 1e-6
                assert len(line.clusters) == len(line.advances_em) == len(line.shifts_em)


def test_breaks_rise():
    """Offsets come in the order of the text and lie inside it."""
    text = "坚持统筹发展和安全 全力保障好春耕生产"
    offsets = [place.offset for place in breaks(text)]
    assert all(a < b for a, b in pairwise(offsets))
    assert offsets[0] > 0
    assert offsets[-1] < len(text)
    assert min(breaks(text), key=lambda place: place.cost).offset == text.index("全力")
