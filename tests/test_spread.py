"""An edition in a style whose pages hold less than its own: the same copy on more pages."""

import datetime as dt
import json
from pathlib import Path

import pytest

from layout.content import load_edition
from layout.content.model import PageKind
from layout.content.spread import is_of_single_pages, spread

ROOT = Path(__file__).resolve().parent.parent
SPECIMEN = ROOT / "content" / "2026-03-05"


@pytest.fixture(scope="module")
def specimen():
    return load_edition(SPECIMEN)


def test_each_page_is_followed_by_pages_of_its_sections(specimen):
    """Own copy and standby copy of a section may stand on its page and the one that goes on."""
    pages = spread(specimen, 1).head.pages
    assert [page.number for page in pages] == list(range(1, 17))
    assert [page.name for page in pages[:4]] == ["要闻", "要闻（续）", "源流", "源流（续）"]
    assert all({"page-2", "源流"} <= set(page.sections) for page in pages[2:4])
    assert [page.lang for page in pages[12:]] == ["zh-TW"] * 4
    assert pages[13].name == "直排與檔案（續）"


def test_leads_open_their_pages(specimen):
    """The first story of a page stays on the first of those it becomes, unless told otherwise."""
    leads = {specimen.articles_of(page)[0].id: 2 * page - 1 for page in range(1, 9)}
    bound = {one.id: one.page for one in spread(specimen, 1).articles if one.page is not None}
    assert bound == leads
    loose = spread(specimen, 1, leads_stay=False).articles
    assert all(one.page is None for one in loose)


def test_dropped_pages_leave_no_gap(specimen):
    """The pages after one that was not needed move up."""
    pages = spread(specimen, 1, {2, 16}).head.pages
    assert [page.number for page in pages] == list(range(1, 15))
    assert pages[1].name == "源流"


def test_wide_pages_are_seen(specimen):
    """A double truck stands on two numbers, which a spread edition would move."""
    wide = specimen.head.pages[1].model_copy(update={"kind": PageKind.DOUBLE_TRUCK})
    head = specimen.head.model_copy(update={"pages": (specimen.head.pages[0], wide)})
    assert is_of_single_pages(specimen)
    assert not is_of_single_pages(type(specimen)(folder=SPECIMEN, head=head, articles=()))


def test_a_style_of_smaller_pages_spreads_the_sample(tmp_path):
    """Two pages of a tabloid go on four of a campus paper, no story lost, and a note says so."""
    from layout.console import machine_cache, machine_fonts
    from layout.pipeline import BuildOptions, build

    options = BuildOptions(
        out=tmp_path, cache=machine_cache(), font_folders=machine_fonts(), style="campus"
    )
    built = build(ROOT / "content" / "2026-01-01", options)
    codes = {finding.code for finding in built.diagnostics}
    assert "SPREAD" in codes
    assert not codes & {"OVERSET", "HELD"}
    record = json.loads((built.folder / "edition.json").read_text("utf-8"))
    assert record["date"] == dt.date(2026, 1, 1).isoformat()
    assert [page["number"] for page in record["pages"]] == [1, 2, 3, 4]
    assert all(article["pages"] for article in record["articles"])
