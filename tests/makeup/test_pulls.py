"""摘句: quotes in the legs of long copy, the editor's own or one that make-up takes."""

import pytest

from layout.makeup.grey import bare_grey_cost
from layout.makeup.model import PartRole
from layout.makeup.page import grid_of
from layout.makeup.place import place_variant
from layout.makeup.pulls import LEAST_APART, with_pulls
from layout.makeup.settle import Settler
from layout.makeup.shape import Leg, Pull
from layout.makeup.variants import variants
from layout.project import data_folder
from layout.style import load_style


@pytest.fixture
def broadsheet(monkeypatch, desk):
    """Six columns of seventeen characters, where a long story is one grey square."""
    templates = data_folder("templates")
    style = load_style("broadsheet", templates=templates, beside=templates)
    monkeypatch.setattr(desk, "style", style)
    return style


@pytest.fixture
def best(broadsheet, desk):
    """The cheapest variant three columns wide, settled and placed."""

    def find(part):
        grid, settler = grid_of(broadsheet), Settler(broadsheet, desk)
        found = variants(part, grid=grid, style=broadsheet, desk=desk, most_rows=98)
        some = [settler.settled(v) for v in found if v.columns == 3 and not v.boxed]
        one = min(some, key=lambda settled: settled.variant.cost + settled.cost)
        block = place_variant(one.variant, one.copy, column=0, row=0, grid=grid, style=broadsheet)
        return one.variant, block

    return find


def quoted(block):
    return [part for part in block.parts if part.role is PartRole.PULL]


def test_long_copy_quotes_itself_in_its_own_words(copy, best, prose, broadsheet):
    """One sentence of it, in the middle leg, and no grey square is left; no line is lost."""
    part = copy("headline: 一篇很长的综述\nrank: 2", prose(2700))
    variant, block = best(part)
    (quote,) = quoted(block)
    assert quote.text in "".join(b.text for b in part.article.body)
    assert bare_grey_cost(variant.legs, variant.columns, broadsheet) == 0
    assert len(block.text_columns) == 3
    lines = "".join(p.line.text for leg in block.text_columns for p in leg.lines)
    assert lines == "".join(b.text for b in part.article.body)
    middle = block.text_columns[1]
    assert middle.bbox.y < quote.bbox.y < quote.bbox.bottom < middle.bbox.bottom
    size = broadsheet.grid.type_size_pt
    inside = [p for p in middle.lines if quote.bbox.y < p.baseline_pt < quote.bbox.bottom + size]
    assert not inside


@pytest.mark.parametrize("pull", ["never", "auto"])
def test_no_quote_where_none_is_wanted_or_needed(copy, best, prose, pull):
    """``pull: never``; and copy that is no grey square."""
    size = 2700 if pull == "never" else 900
    _, block = best(copy(f"headline: 一篇稿件\nrank: 2\npull: {pull}", prose(size)))
    assert not quoted(block)


def test_the_editor_s_quotes_stand(copy, best, prose):
    """However short the copy; each between two hairlines."""
    told = ["第一句话说在前头", "第二句话说在后头"]
    head = "headline: 一篇稿件\nrank: 2\npull: [{}]".format(", ".join(told))
    _, block = best(copy(head, prose(1500)))
    assert [part.text for part in quoted(block)] == told
    assert len(block.lines) == 4


def test_a_leg_too_short_holds_no_quote():
    """Enough rows are left above and below."""
    pull = Pull(text="话", lines=(), rows=6)
    legs = [Leg(column=k, row=0, rows=2 * LEAST_APART + 5) for k in range(3)]
    assert with_pulls(legs, [pull]) is None
    longer = [Leg(column=k, row=0, rows=2 * LEAST_APART + 6) for k in range(3)]
    parted, (spot,) = with_pulls(longer, [pull])
    assert [leg.rows for leg in parted] == [22, 8, 8, 22]
    assert (spot.column, spot.row) == (1, 8)
