"""The taboos of a whole page, on placements made by hand."""

from dataclasses import dataclass

import pytest

from layout.makeup.score import score_page
from layout.makeup.slicing import Choice, Placement


@dataclass(frozen=True)
class Plain:
    boxed: bool = False


def place(item, column, row, columns, rows, *, head=None, boxed=False):
    choice = Choice(columns=columns, rows=rows, cost=0.0, head=head, payload=Plain(boxed=boxed))
    return Placement(item=item, choice=choice, column=column, row=row)


@pytest.fixture
def score(style):
    """Scores placements with the style's prices, columns parted by a rule."""

    def make(*placements, columns=4, rows=20, box_limit=2):
        box = style.box.model_copy(update={"limit": box_limit})
        return score_page(
            placements, columns=columns, rows=rows, style=style.model_copy(update={"box": box})
        )

    return make


def test_a_gutter_through_the_whole_page_is_a_taboo(score):
    """通天缝: two halves with nothing across; the longest straight gap is all rows."""
    found = score(place(0, 0, 0, 2, 20), place(1, 2, 0, 2, 20))
    assert found.gutter == 1.0
    assert found.cost >= 60


def test_a_story_across_shortens_the_gutter(score, style):
    """A headline over both halves for half the page leaves half the gutter."""
    found = score(place(0, 0, 0, 4, 10), place(1, 0, 10, 2, 10), place(2, 2, 10, 2, 10))
    assert found.gutter == 0.5
    assert found.cost < style.makeup.gutter


def test_seams_are_rows_that_nothing_crosses(score, style):
    """通线: three stories in full width make two of them; one is let pass."""
    three = [place(0, 0, 0, 4, 7), place(1, 0, 7, 4, 7), place(2, 0, 14, 4, 6)]
    assert score(*three).seams == 2
    more = score(*three).cost - score(three[0], place(1, 0, 7, 4, 13)).cost
    assert more == style.makeup.seam + style.makeup.each_seam


def test_staggered_feet_make_no_seam(score):
    """断版 is mended where a neighbour stands across the line."""
    found = score(
        place(0, 0, 0, 2, 8), place(1, 0, 8, 2, 12), place(2, 2, 0, 2, 12), place(3, 2, 12, 2, 8)
    )
    assert (found.seams, found.crossings) == (0, 0)


def test_four_corners_in_one_point_are_a_crossing(score):
    """十字缝."""
    found = score(*(place(2 * y + x, 2 * x, 10 * y, 2, 10) for x in (0, 1) for y in (0, 1)))
    assert (found.crossings, found.seams, found.gutter) == (1, 1, 1.0)


@pytest.mark.parametrize(
    ("left", "right", "count"),
    [((0, 4), (0, 3), 1), ((0, 4), (2, 5), 0), ((0, 4), None, 0), (None, None, 0)],
)
def test_headlines_side_by_side_on_one_row_are_tombstones(score, left, right, count):
    """碰题: open headlines that begin on the same row; a frame or a shift parts them."""
    found = score(place(0, 0, 0, 2, 20, head=left), place(1, 2, 0, 2, 20, head=right))
    assert found.tombstones == count


def test_rows_of_headlines_count_from_the_page(score):
    """A headline below a picture butts against that of a block which starts lower."""
    found = score(place(0, 0, 0, 2, 20, head=(5, 8)), place(1, 2, 5, 2, 15, head=(0, 3)))
    assert found.tombstones == 1


def test_boxes_beyond_the_limit_cost(score, style):
    """Two frames are free, each more has its price."""
    rows = range(0, 20, 5)
    boxes = [place(k, 0, row, 4, 4, boxed=True) for k, row in enumerate(rows)]
    free = [place(k, 0, row, 4, 4) for k, row in enumerate(rows)]
    assert score(*boxes).boxes == 4
    assert score(*boxes).cost - score(*free).cost == 2 * style.makeup.box
    assert score(*boxes, box_limit=4).cost == score(*free).cost


def test_frames_do_not_touch(score, style):
    """Two that share an edge have their price, two that meet in a corner do not."""
    one, other = place(0, 0, 0, 2, 10, boxed=True), place(1, 2, 5, 2, 10, boxed=True)
    apart = place(1, 2, 10, 2, 10, boxed=True)
    free = score(one, place(1, 2, 5, 2, 10))
    assert score(one, other).cost - free.cost == style.makeup.touching_boxes
    assert score(one, other).touching_boxes == 1
    assert score(one, apart).touching_boxes == 0


def test_the_lead_belongs_on_top(score, style):
    """The first story lower than another costs; any other may stand there."""
    high = [place(0, 0, 0, 4, 10), place(1, 0, 10, 4, 10)]
    low = [place(1, 0, 0, 4, 10), place(0, 0, 10, 4, 10)]
    assert score(*low).disorder == 1
    assert score(*low).cost - score(*high).cost == style.makeup.lead_low + style.makeup.order


def test_an_empty_page(score):
    """Nothing stands anywhere: one long gutter, and seams between all rows."""
    found = score()
    assert (found.gutter, found.seams, found.crossings) == (1.0, 19, 0)
