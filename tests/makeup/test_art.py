"""Pictures in a block: what a crop keeps, how much it takes, where frames stand."""

import random

import pytest

from layout.makeup.art import ArtPlace, art_plans
from layout.makeup.frames import GROUP_CROP, crop_window
from layout.units import fits


@pytest.fixture
def plans(copy, grid, style, desk):
    """The plans for pictures of some sizes in a block so many columns wide."""

    def make(columns, *sizes, more=""):
        names = [f"p{k}.png" for k in range(len(sizes))]
        items = ", ".join(f"{{file: {name}, caption: 图说一行。{more}}}" for name in names)
        made = copy(
            f"headline: 标题\npictures: [{items}]",
            pictures=[(name, *size) for name, size in zip(names, sizes, strict=True)],
        )
        return art_plans(
            made,
            columns=columns,
            measure_pt=grid.column_width_pt,
            grid=grid,
            style=style,
            desk=desk,
        )

    return make


# -- the window ------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(40))
def test_a_crop_keeps_its_focus(seed):
    """Any picture, any frame: the window has the frame's shape, lies inside, holds the focus."""
    draw = random.Random(seed)
    width, height = draw.randint(50, 4000), draw.randint(50, 4000)
    ratio, focus = draw.uniform(0.2, 5), (draw.random(), draw.random())
    left, top, right, bottom = crop_window(width, height, ratio, focus)
    assert (right - left) * width / ((bottom - top) * height) == pytest.approx(ratio)
    assert right - left == pytest.approx(1) or bottom - top == pytest.approx(1)
    for low, point, high in ((left, focus[0], right), (top, focus[1], bottom)):
        assert fits(0, low)
        assert fits(low, point)
        assert fits(point, high)
        assert fits(high, 1)


def test_a_crop_is_centred_on_the_focus_where_it_can_be():
    """Half the width of a picture around its middle, or around a point off it."""
    assert crop_window(200, 100, 1.0, (0.5, 0.5)) == pytest.approx((0.25, 0.0, 0.75, 1.0))
    assert crop_window(200, 100, 1.0, (0.6, 0.5)) == pytest.approx((0.35, 0.0, 0.85, 1.0))
    assert crop_window(200, 100, 1.0, (0.0, 0.5)) == pytest.approx((0.0, 0.0, 0.5, 1.0))


def test_a_frame_of_the_same_shape_takes_nothing_away():
    """The whole picture."""
    assert crop_window(300, 200, 1.5, (0.1, 0.9)) == pytest.approx((0.0, 0.0, 1.0, 1.0))


# -- plans -----------------------------------------------------------------------------


@pytest.mark.parametrize("crop", [0.0, 0.12, 0.3])
@pytest.mark.parametrize("size", [(900, 600), (600, 900), (1200, 500)])
def test_a_crop_takes_no_more_than_the_article_allows(plans, crop, size):
    """At every span and height; without a crop the height is rounded to the next row."""
    found = plans(4, size, more=f", crop: {crop}")
    assert found
    for plan in found:
        (frame,) = plan.frames
        kept = (frame.crop[2] - frame.crop[0]) * (frame.crop[3] - frame.crop[1])
        row = 12 / frame.height_pt
        assert 1 - kept <= max(crop, row) + 1e-6
        assert frame.width_pt / frame.height_pt == pytest.approx(
            (frame.crop[2] - frame.crop[0]) * size[0] / ((frame.crop[3] - frame.crop[1]) * size[1])
        )


def test_pictures_span_whole_columns(plans, grid):
    """Across the block over or under its headline, or over the right-hand legs."""
    found = plans(3, (900, 600))
    assert {(plan.place, plan.columns) for plan in found} == {
        (ArtPlace.RIGHT, 1),
        (ArtPlace.RIGHT, 2),
        (ArtPlace.BAND, 3),
        (ArtPlace.TOP, 3),
    }
    for plan in found:
        assert plan.frames[0].width_pt == pytest.approx(grid.width(plan.columns))


def test_least_columns_are_kept(plans):
    """An editor may ask for a picture of two columns or more."""
    assert {plan.columns for plan in plans(3, (900, 600), more=", min_columns: 2")} == {2, 3}
    assert {plan.columns for plan in plans(1, (900, 600), more=", min_columns: 2")} == {1}


def test_frames_and_cutlines_stand_inside_their_zone(plans, grid, style):
    """Whole rows: frame, cutline and air are no higher than the zone."""
    found = plans(4, (900, 600), (700, 700))
    assert found
    for plan in found:
        for frame in plan.frames:
            foot = frame.y_pt + frame.height_pt
            if frame.cutline:
                foot += 3 + style.cutline.size_pt * (1 + 1.25 * (len(frame.cutline) - 1))
            assert frame.x_pt >= 0
            assert fits(frame.x_pt + frame.width_pt, grid.width(plan.columns))
            assert frame.y_pt > 0
            assert fits(foot, plan.rows * grid.leading_pt)


def test_pictures_of_a_group_share_a_height(plans):
    """Two abreast without touching, neither cropped by more than a group may be."""
    found = plans(4, (900, 600), (900, 700))
    assert found
    for plan in found:
        one, two = plan.frames
        assert one.height_pt == two.height_pt
        assert one.width_pt == two.width_pt
        if one.y_pt == two.y_pt:
            assert two.x_pt > one.x_pt + one.width_pt
        for frame in plan.frames:
            kept = (frame.crop[2] - frame.crop[0]) * (frame.crop[3] - frame.crop[1])
            assert 1 - kept <= GROUP_CROP + 0.1


def test_a_coarse_picture_is_dear(plans):
    """The wider a picture of few pixels is shown, the more it costs."""
    fine = {plan.columns: plan for plan in plans(4, (3000, 2000)) if plan.place is ArtPlace.RIGHT}
    coarse = {plan.columns: plan for plan in plans(4, (300, 200)) if plan.place is ArtPlace.RIGHT}
    assert coarse[3].frames[0].ppi == pytest.approx(fine[3].frames[0].ppi / 10)
    assert coarse[3].cost > coarse[1].cost
    assert coarse[3].cost > fine[3].cost


def test_no_picture_no_plan(copy, grid, style, desk):
    """Also for the part of an article after a jump: its pictures are on the page before."""
    assert art_plans(copy(), columns=3, measure_pt=126.0, grid=grid, style=style, desk=desk) == ()
    head = "headline: 标题\npictures: [{file: p.png}]"
    later = copy(head, pictures=[("p.png", 300, 200)], came_from=1, start=20)
    assert art_plans(later, columns=3, measure_pt=126.0, grid=grid, style=style, desk=desk) == ()
