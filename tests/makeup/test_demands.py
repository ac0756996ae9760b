"""Locks and company: a story stands where its editor says, or the page says why it cannot."""

import pytest

from layout.makeup import make_up_pages
from layout.makeup.neighbours import Cells, companies, touch

SIZES = (1300, 900, 600, 300)


@pytest.fixture
def page(edition, style, desk, prose):
    """A page of four stories and some with heads of their own; heads by id, 300 characters."""

    def make(heads, *, sizes=SIZES):
        files = {
            f"01/{k}.md": f"---\nheadline: 第{k}篇稿件\n{heads.get(f'01-{k}', '')}\n---\n"
            f"{prose(size, k)}\n"
            for k, size in enumerate(sizes)
        }
        for name, head in heads.items():
            path = f"01/{name.removeprefix('01-')}.md"
            if path not in files:
                files[path] = f"---\nheadline: 另一篇\n{head}\n---\n{prose(300, 7)}\n"
        (made,) = make_up_pages(edition(files), style=style, desk=desk).pages
        return made

    return make


def block_of(page, article):
    (block,) = [block for block in page.blocks if block.article == article]
    return block


def cells(page, article):
    block = block_of(page, article)
    return Cells(
        article=article,
        column=block.column,
        row=block.row,
        columns=block.columns,
        rows=block.rows,
    )


def broken(page, code="LOCK_BROKEN"):
    return [finding for finding in page.diagnostics if finding.code == code]


def test_a_lock_fixes_rows_too(page):
    """A story of so many columns and rows has exactly these."""
    free = block_of(page({"01-9": ""}), "01-9")
    rows = free.rows + 1
    made = page({"01-9": f"lock: {{columns: {free.columns}, rows: {rows}}}"})
    block = block_of(made, "01-9")
    assert (block.columns, block.rows) == (free.columns, rows)
    assert broken(made) == []


@pytest.mark.parametrize(
    ("lock", "why"),
    [
        ("{column: 4, columns: 3}", "the page has 5 columns; the lock reaches column 7"),
        ("{column: 0, row: 2}", "rows 0 to 12 are the nameplate's; the first free row is 13"),
        ("{row: 80, rows: 5}", "the page has 82 rows; the lock reaches row 85"),
        ("{columns: 2, rows: 60}", "its copy does not fill 60 rows; the nearest it fills are"),
    ],
)
def test_an_impossible_lock_names_the_conflict(page, lock, why):
    """Off the page, on the nameplate, or in a size that the copy does not fill."""
    (finding,) = broken(page({"01-9": f"lock: {lock}"}))
    assert why in finding.message.en
    assert finding.span is not None
    assert finding.span.line == 3


def test_two_locks_on_one_place_name_each_other(page):
    """The later of two stories that want the same cells."""
    lock = "lock: {column: 0, row: 13, columns: 1}"
    found = broken(page({"01-8": lock, "01-9": lock}))
    assert found
    assert all("is locked to the same cells: column 0, row 13" in d.message.en for d in found)


@pytest.mark.parametrize("other", ["01-1", "01-3"])
def test_stories_kept_together_touch(page, other):
    """They share an edge, and the page is full all the same."""
    made = page({"01-9": f"keep_together: {other}"})
    assert touch(cells(made, "01-9"), cells(made, other))
    assert made.diagnostics == ()


def test_stories_kept_apart_do_not_touch(page):
    """Whatever else the page looks like."""
    free = page({"01-9": ""})
    near = [b.article for b in free.blocks if b.article and b.article != "01-9"]
    near = [name for name in near if touch(cells(free, "01-9"), cells(free, name))]
    made = page({"01-9": f"keep_apart: {near[0]}"})
    assert not touch(cells(made, "01-9"), cells(made, near[0]))


def test_wishes_that_contradict_each_other_are_told(page):
    """Together and apart."""
    made = page({"01-9": "keep_together: 01-3\nkeep_apart: 01-3"})
    (finding,) = broken(made, "KEEP_BROKEN")
    assert finding.message.en == "“另一篇” and “第3篇稿件” touch"


def test_edges_touch_and_corners_do_not():
    """A shared stretch of an edge is needed."""
    at = [(0, 0), (2, 0), (2, 5), (0, 5), (3, 0)]
    first, right, corner, below, away = (
        Cells(article="x", column=c, row=r, columns=2, rows=5) for c, r in at
    )
    assert [touch(first, other) for other in (right, below)] == [True, True]
    assert [touch(first, other) for other in (corner, away)] == [False, False]


def test_company_is_kept_in_one_group(edition):
    """A with B and B with C: all three, in the page's order."""
    head = "---\nheadline: 题\n{}\n---\n文。\n"
    wishes = {"1": "keep_together: 01-2", "2": "keep_together: [01-3]", "3": "", "4": ""}
    files = {f"01/{k}.md": head.format(wish) for k, wish in wishes.items()}
    assert companies(edition(files).articles) == [("01-1", "01-2", "01-3")]
