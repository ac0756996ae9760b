"""Hairlines between blocks: beside each other, above each other, never at a frame."""

import pytest

from layout.makeup.model import BlockType, PlacedBlock
from layout.makeup.rules import rules_between


@pytest.fixture
def block(grid):
    def make(column, row, columns, rows, *, boxed=False, kind=BlockType.ARTICLE):
        return PlacedBlock(
            id=f"{column}-{row}",
            kind=kind,
            column=column,
            row=row,
            columns=columns,
            rows=rows,
            rect=grid.rect(column, row, columns, rows),
            boxed=boxed,
        )

    return make


@pytest.fixture
def rules(grid, style):
    return lambda *blocks: rules_between(blocks, grid=grid, style=style)


def test_a_column_rule_between_neighbours(grid, rules, block):
    """栏线: in the middle of the gap, as high as both stand beside each other."""
    (rule,) = rules(block(0, 0, 2, 20), block(2, 10, 3, 20))
    middle = (grid.x(1) + grid.column_width_pt + grid.x(2)) / 2
    assert rule.x0 == rule.x1 == pytest.approx(middle)
    assert grid.y(10) < rule.y0 < grid.y(11)
    assert rule.y1 == pytest.approx(grid.y(20))
    assert (rule.width_pt, rule.color) == (0.25, "grey")


def test_a_cutoff_rule_between_stories(grid, rules, block):
    """文间线: as wide as the lower story, just below the boundary."""
    lower = block(0, 20, 2, 10)
    (rule,) = rules(block(0, 0, 5, 20), lower)
    assert (rule.x0, rule.x1) == (lower.rect.x, lower.rect.right)
    assert rule.y0 == rule.y1
    assert grid.y(20) < rule.y0 < grid.y(20.5)


def test_a_frame_needs_no_rule(rules, block):
    """Neither beside it nor below it."""
    framed = block(0, 0, 2, 20, boxed=True)
    assert rules(framed, block(2, 0, 3, 20)) == ()
    assert rules(framed, block(0, 20, 2, 20)) == ()
    assert rules(block(0, 0, 2, 20), block(0, 20, 2, 20, boxed=True)) == ()


def test_blocks_that_do_not_touch_have_no_rule(rules, block):
    """Neighbours in columns, but one above the other; and rows with a hole between."""
    assert rules(block(0, 0, 2, 20), block(2, 20, 3, 20)) == ()
    assert rules(block(0, 0, 2, 20), block(0, 21, 2, 20)) == ()


def test_furniture_and_ads_have_lines_of_their_own(rules, block):
    """Only stories are parted."""
    plate = block(0, 0, 3, 13, kind=BlockType.NAMEPLATE)
    ad = block(3, 13, 2, 20, kind=BlockType.AD)
    assert rules(plate, block(0, 13, 3, 20), ad) == ()


def test_a_style_may_have_no_rules(grid, style, block):
    """A width of 0 draws none."""
    bare = style.model_copy(
        update={
            "rules": style.rules.model_copy(update={"column_rule_pt": 0.0, "cutoff_rule_pt": 0.0})
        }
    )
    blocks = [block(0, 0, 2, 20), block(2, 0, 3, 20), block(0, 20, 5, 9)]
    assert rules_between(blocks, grid=grid, style=bare) == ()
