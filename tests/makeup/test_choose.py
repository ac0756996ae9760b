"""Which stories go on a page: all if they fill it, else the least is left out."""

import pytest

from layout.makeup.choose import Hole, choose
from layout.makeup.copy import Copy
from layout.makeup.entries import MOST_ITEMS, Story
from layout.makeup.settle import Settler
from layout.makeup.variants import variants

ROWS = 82


@pytest.fixture
def chosen(edition, grid, style, desk, prose):
    """Fills a page with articles of so many characters, the first ones its own."""

    def make(*sizes, ads=(), fillers=0, fixed=99, news=99):
        files = {
            f"01/{k:02d}.md": f"---\nheadline: 第{k}篇稿件的标题\nrank: {k + 1}\n"
            f"kind: {'news' if k < news else 'brief'}\n---\n{prose(size, seed=k)}\n"
            for k, size in enumerate(sizes)
        }
        stories = []
        for k, article in enumerate(edition(files).articles_of(1)):
            copy = Copy(article=article, fixed=k < fixed)
            found = variants(copy, grid=grid, style=style, desk=desk, most_rows=ROWS)
            stories.append(Story(copy=copy, variants=found))
        return choose(
            stories,
            Hole(columns=grid.columns, rows=ROWS, ads=tuple(ads)),
            fillers,
            style=style,
            settler=Settler(style, desk),
        )

    return make


def cells(chosen):
    return sorted(
        (column, row)
        for placed in chosen.placements
        for column in range(placed.column, placed.column + placed.choice.columns)
        for row in range(placed.row, placed.row + placed.choice.rows)
    )


def every_cell(rows=ROWS):
    return [(column, row) for column in range(5) for row in range(rows)]


def names(copies):
    return [copy.article.id for copy in copies]


FULL = (1300, 900, 600, 450, 300, 200)


def test_stories_that_fit_fill_the_page(chosen):
    """Every cell once, nobody left out."""
    found = chosen(*FULL)
    assert cells(found) == every_cell()
    assert (found.left_out, found.empty_rows) == ((), 0)


def test_the_least_important_is_left_out(chosen):
    """Too much copy loses the last story that makes the rest fit, never the lead."""
    found = chosen(*FULL, 1400)
    assert cells(found) == every_cell()
    assert names(found.left_out) == ["01-06"]


def test_a_story_of_the_page_goes_before_one_of_the_pool(chosen):
    """What belongs to the page is lost last."""
    found = chosen(*FULL, 1400, fixed=2)
    assert cells(found) == every_cell()
    assert all(not copy.fixed for copy in found.left_out)


def test_short_copy_leaves_the_foot_empty(chosen):
    """The filling is tidy above, and says how many rows are missing."""
    found = chosen(900, 500)
    assert found.left_out == ()
    assert 0 < found.empty_rows < ROWS
    assert cells(found) == every_cell(ROWS - found.empty_rows)


def test_fillers_are_used_where_copy_is_short(chosen):
    """补白 takes what is left, and only where it is needed."""
    found = chosen(1500, 900, 700, fillers=2)
    assert cells(found) == every_cell()
    assert [p.choice.payload.filler for p in found.placements].count(0) == 1
    full = chosen(*FULL, fillers=2)
    assert {placed.choice.payload.filler for placed in full.placements} == {None}


def test_ads_stand_at_the_foot(chosen):
    """Nothing below them, whatever is beside them."""
    found = chosen(1500, 1000, 800, 400, ads=[(5, 14)])
    (ad,) = [placed for placed in found.placements if placed.choice.payload.ad == 0]
    assert (ad.column, ad.row, ad.choice.columns, ad.choice.rows) == (0, ROWS - 14, 5, 14)
    assert cells(found) == every_cell()


def test_an_empty_page(chosen):
    """Without a story all rows are empty."""
    found = chosen(1)
    assert found.empty_rows == ROWS
    assert names(found.left_out) == ["01-00"]


def test_many_briefs_are_packed(chosen):
    """简讯: more stories than the search takes stand one under the other as one item."""
    found = chosen(1200, 500, 700, 450, *[30] * 6, news=4)
    packages = [p.choice.payload for p in found.placements if len(p.choice.payload.stories) > 1]
    assert found.left_out == ()
    assert sum(len(p.stories) for p in packages) == 6
    for package in packages:
        rows = [stacked.row for stacked in package.stories]
        assert rows == sorted(set(rows))


def test_what_the_search_cannot_take_is_left_out(chosen):
    """The stories of the least rank."""
    found = chosen(*[320] * (MOST_ITEMS + 3))
    assert set(names(found.left_out)) >= {f"01-{k:02d}" for k in range(MOST_ITEMS, MOST_ITEMS + 3)}
