"""The headline zone: sizes of the rank, lines that cover their text, parts in order."""

import pytest

from layout.makeup.head import (
    FILL_BEST,
    LEAD_GROWTH,
    LEAST_SIZE_PT,
    MAX_SPREAD_EM,
    head_plans,
    headline_style,
)
from layout.makeup.model import PartRole
from layout.units import fits

HEAD = "column: 版面课\nkicker: 引题在上\nheadline: {}\ndeck: ——副题在下\nbyline: [●本报记者, 甲乙]"


@pytest.fixture
def plans(copy, grid, style, desk):
    def make(head, columns, **values):
        width = grid.width(columns)
        return head_plans(copy(head, **values), width_pt=width, style=style, desk=desk)

    return make


def headline_of(plan):
    return next(part for part in plan.parts if part.role is PartRole.HEADLINE)


@pytest.mark.parametrize("columns", [1, 2, 3, 5])
@pytest.mark.parametrize("rank", [1, 4, 7])
def test_every_line_fits_its_width(plans, grid, rank, columns):
    """Whatever the rank and the width, parts stand inside the zone, one under the other."""
    for plan in plans(HEAD.format("一期报纸怎样从稿件变成版面") + f"\nrank: {rank}", columns):
        last = 0.0
        for part in plan.parts:
            for line in part.lines:
                assert line.x_pt >= -1e-6
                assert fits(line.x_pt + line.line.width_em * part.size_pt, grid.width(columns))
                assert line.baseline_pt > last
                last = line.baseline_pt
        assert last <= plan.height_pt
        assert plan.rows * grid.leading_pt > plan.height_pt


def test_parts_stand_in_order(plans):
    """专栏, 引题, 主题, 副题, 署名."""
    for plan in plans(HEAD.format("标题"), 3):
        assert [part.role for part in plan.parts] == [
            PartRole.COLUMN,
            PartRole.KICKER,
            PartRole.HEADLINE,
            PartRole.DECK,
            PartRole.BYLINE,
        ]


def test_sizes_are_those_of_the_rank(plans, style):
    """Or a little larger, but well below the lead's; the cheapest first, one for each height."""
    found = plans("headline: 两行标题正好放得下\nrank: 2", 3)
    sizes = [headline_of(plan).size_pt for plan in found]
    assert min(sizes) >= min(style.headline(2).sizes_pt)
    assert 1.15 * max(sizes) <= min(style.headline(1).sizes_pt)
    assert [plan.cost for plan in found] == sorted(plan.cost for plan in found)
    assert len({plan.rows for plan in found}) == len(found)


def test_a_lead_grows_rather_than_being_spread(plans, style):
    """By a quarter of its largest size at most, where it is too narrow for its text."""
    found = plans("headline: 短标题六字\nrank: 1", 5)
    largest = max(headline_of(plan).size_pt for plan in found)
    most = max(style.headline(1).sizes_pt)
    assert most < largest <= LEAD_GROWTH * most


def test_a_spread_headline_has_half_an_em_between_its_characters_at_most(plans):
    """均排: a few points more than its characters, no more than what covers the text."""
    for plan in plans("headline: 短标题\nrank: 4", 3):
        line, *_ = headline_of(plan).lines
        assert max(line.line.advances_em) <= 1 + MAX_SPREAD_EM + 1e-9


def test_briefs_and_later_parts_have_small_headlines(copy, style):
    """A ladder of their own, whatever their rank."""
    assert headline_style(copy("headline: 题\nrank: 1"), style) == style.headline(1)
    for kind in ("brief", "poem", "notice"):
        assert headline_style(copy(f"headline: 题\nkind: {kind}\nrank: 1"), style) == style.brief
    assert headline_style(copy("headline: 题\nrank: 1", came_from=1), style) == style.brief


def test_a_later_part_has_its_headline_only(plans):
    """Kicker, deck and byline stand where the article begins."""
    (plan, *_) = plans(HEAD.format("标题"), 3, came_from=1)
    assert [part.role for part in plan.parts] == [PartRole.HEADLINE]


def test_a_short_headline_is_spread(plans, grid):
    """均排: white between its characters until it covers its text, or as much as looks well."""
    (plan, *_) = plans("headline: 求实创新\nrank: 3", 3)
    part = headline_of(plan)
    (line,) = part.lines
    *inner, last = line.line.advances_em
    assert last == 1.0
    assert inner == pytest.approx([inner[0]] * 3)
    assert 1 < inner[0] <= 1 + MAX_SPREAD_EM + 1e-9
    fill = line.line.width_em * part.size_pt / grid.width(3)
    assert fill == pytest.approx(FILL_BEST[0]) or inner[0] == pytest.approx(1 + MAX_SPREAD_EM)


def test_a_long_headline_is_not_spread(plans):
    """Lines that cover their text stand solid."""
    (plan, *_) = plans("headline: 这一行标题够长不必拉开\nrank: 4", 2)
    (line,) = headline_of(plan).lines
    assert set(line.line.advances_em) == {1.0}


def test_lines_are_centred(plans, grid):
    """As much white at the left as at the right."""
    for plan in plans(HEAD.format("标题居中"), 3):
        for part in plan.parts:
            for line in part.lines:
                right = grid.width(3) - line.x_pt - line.line.width_em * part.size_pt
                assert right == pytest.approx(line.x_pt)


def test_breaks_of_the_editor_are_kept(plans):
    """A headline written in two lines is set in these two."""
    for plan in plans("headline: |\n  一枚活字走了近千年\n  才走到你眼前这一行\nrank: 1", 4):
        assert [line.line.text for line in headline_of(plan).lines] == [
            "一枚活字走了近千年",
            "才走到你眼前这一行",
        ]


@pytest.mark.parametrize("characters", [30, 60, 120])
def test_a_headline_too_long_for_its_rank_is_set_all_the_same(plans, grid, characters):
    """Smaller, then in more lines, never below 五号, never wider than its text, nothing lost."""
    text = ("把很长的标题也排进去不丢一个字" * 8)[:characters]
    for plan in plans(f"headline: {text}\nrank: 1", 1):
        part = headline_of(plan)
        assert part.size_pt >= LEAST_SIZE_PT
        assert "".join(line.line.text for line in part.lines) == text
        assert all(fits(x.line.width_em * part.size_pt, grid.width(1)) for x in part.lines)


def test_no_headline(plans):
    """A photo without one still has its other parts; without any the zone is one row."""
    head = "kind: photo\npictures: [{file: p.png}]"
    (plan,) = plans(head, 2, pictures=[("p.png", 300, 200)])
    assert (plan.parts, plan.rows, plan.has_headline) == ((), 1, False)
