"""Two pages across the fold, and the strip in it: made as pages are, counted as they are."""

import pytest

from layout.content import load_edition
from layout.content.model import Page, PageKind
from layout.errors import ContentError
from layout.makeup import finished, make_up_pages
from layout.makeup.kinds import page_count, style_of
from layout.makeup.model import BlockType
from layout.units import fits, mm_to_pt

PAGES = """pages:
  - {number: 1}
  - {number: 2, kind: double-truck, name: 特刊}
  - {number: 4}
  - {number: 5, kind: gutter}
"""
HEAD = f"paper: {{name: 版心日报, slug: banxin-daily}}\ndate: 2026-01-01\nstyle: tabloid\n{PAGES}"


@pytest.fixture(scope="module")
def sizes():
    return {
        "01": (1400, 900, 600, 300),
        "02": (2600, 1700, 1300, 1000, 800, 500),
        "04": (1500, 1100, 700, 500),
        "05": (180, 150, 200, 120, 160),
    }


@pytest.fixture
def made(edition, style, desk, prose, sizes):
    files = {
        f"{page}/{k}.md": f"---\nheadline: 第{k}篇稿件\n"
        + ("kind: brief\n" if page == "05" else "")
        + f"---\n{prose(size, k)}\n"
        for page, several in sizes.items()
        for k, size in enumerate(several)
    }
    whole = edition({"edition.yaml": HEAD, **files})
    pages = make_up_pages(whole, style=style, desk=desk)
    return finished(whole, pages, style=style, desk=desk)


def test_a_double_truck_is_two_pages_wide(made, style):
    """Twice the sheet, columns of the same characters from one outer margin to the other."""
    _, truck, page, _ = made
    assert truck.width_pt == pytest.approx(2 * page.width_pt)
    assert truck.grid.column_width_pt == page.grid.column_width_pt
    assert truck.grid.columns == 2 * page.grid.columns
    right = truck.width_pt - mm_to_pt(style.page.left_margin_mm)
    assert truck.type_area.right == pytest.approx(right)
    assert truck.grid.y_pt == page.grid.y_pt
    (folio,) = [b for b in truck.blocks if b.kind is BlockType.FOLIO_LINE]
    assert folio.title == "02-03 特刊"
    fold = truck.width_pt / 2
    assert any(b.rect.x < fold < b.rect.right for b in truck.blocks if b.article)


def test_the_strip_between_pages_is_one_column(made, style):
    """As wide as both inner margins; its column stays clear of the type areas beside it."""
    *_, strip = made
    assert strip.width_pt == pytest.approx(mm_to_pt(2 * style.page.left_margin_mm))
    assert strip.grid.columns == 1
    assert strip.grid.column_width_pt == pytest.approx(9 * strip.grid.type_size_pt)
    assert {b.columns for b in strip.blocks} == {1}
    assert all(b.article for b in strip.blocks)
    widest = max(
        line.x_pt + sum(line.line.advances_em[:end]) * line.size_pt
        for b in strip.blocks
        for leg in b.text_columns
        for line in leg.lines
        for end in [len(line.line.advances_em) - line.line.hang_end]
    )
    assert fits(widest, strip.type_area.right + 0.01)


def test_readers_count_a_double_truck_as_two(made):
    """And the strip as none: 今日4版."""
    front = made[0]
    (plate,) = [b for b in front.blocks if b.kind is BlockType.NAMEPLATE]
    assert any("今日4版" in part.text for b in front.blocks for part in b.parts), plate
    kinds = (PageKind.PAGE, PageKind.DOUBLE_TRUCK, PageKind.GUTTER)
    assert page_count(tuple(Page(number=1, kind=kind) for kind in kinds)) == 3


def test_a_page_keeps_its_style(style):
    """Only the other kinds have one of their own."""
    assert style_of(Page(number=1), style) is style


@pytest.mark.parametrize(
    ("pages", "why"),
    [
        ("[{number: 3, kind: double-truck}]", "cannot start on page 3"),
        ("[{number: 2, kind: double-truck}, {number: 3}]", "page 3 is listed twice"),
    ],
)
def test_a_double_truck_takes_two_numbers(tmp_path, pages, why):
    """An even one and the next."""
    text = HEAD.replace(PAGES, f"pages: {pages}\n")
    (tmp_path / "edition.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as raised:
        load_edition(tmp_path)
    assert any(why in finding.message.en for finding in raised.value.findings)
