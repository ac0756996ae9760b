"""The rank table of a made-up house: obeyed where it can be, told where it cannot, waived aloud."""

import pytest

from layout.diagnostics import Severity
from layout.makeup import excused, house_findings, make_up_pages
from layout.makeup.model import PartRole

RULES = """house_rules:
  - {event: 巡游, grade: 大, page: 1, zone: [top, left], columns: [3, 4], headline_pt: 30,
     picture_columns: 2, frame: never, names: [甲公, 乙公]}
  - {event: 巡游, grade: 小, page: 1, zone: lower, columns: [2, 2], frame: always}
  - {event: 启事, page: 2, zone: [bottom, right]}
"""
PAPER = "name: 某报\nslug: mou\nhouse_rules_file: house.yaml\n"
PARADE = (
    "headline: 甲公乙公出巡\nevent: 巡游\ngrade: 大\npictures: [{file: p.png, caption: 甲公。}]"
)


@pytest.fixture
def made(edition, style, desk, prose):
    """Two pages and a pool; heads by path replace those of the usual stories."""

    def make(heads, *, pages="[{number: 1}, {number: 2}]"):
        sizes = {"01/1.md": 700, "01/2.md": 500, "02/1.md": 1300, "02/2.md": 900}
        sizes |= {f"pool/{k}.md": 250 + 40 * k for k in range(4, 9)}
        files = {
            path: f"---\n{heads.get(path, f'headline: 第{k}篇稿件')}\n---\n{prose(size, k)}\n"
            for k, (path, size) in enumerate({**sizes, **dict.fromkeys(heads, 500)}.items())
        }
        head = f"paper: paper.yaml\ndate: 2026-01-01\nstyle: tabloid\npages: {pages}\n"
        own = {"edition.yaml": head, "paper.yaml": PAPER, "house.yaml": RULES}
        whole = edition({**own, **files}, pictures=[("p.png", 1200, 800)])
        layouts = make_up_pages(whole, style=style, desk=desk).pages
        return whole, layouts

    return make


def found(whole, layouts):
    return [d.message.en.rpartition(": ")[2] for d in house_findings(whole, layouts)]


def block_of(layouts, article):
    ((page, block),) = [(p, b) for p in layouts for b in p.blocks if b.article == article]
    return page, block


def test_the_table_is_obeyed(made):
    """Page, zone, size, span, picture and frame of three stories of the pool."""
    small = "headline: 小巡\nevent: 巡游\ngrade: 小"
    notice = "headline: 启事一则\nevent: 启事"
    heads = {"pool/1.md": small, "pool/2.md": PARADE, "pool/3.md": notice}
    whole, layouts = made(heads)
    assert found(whole, layouts) == []
    page, block = block_of(layouts, "pool-2")
    plate = next(b for b in page.blocks if b.kind == "nameplate")
    assert (page.number, block.column, block.row) == (1, 0, plate.rows)
    assert 3 <= block.columns <= 4
    assert not block.boxed
    headline = block.part(PartRole.HEADLINE)
    assert headline is not None
    assert headline.size_pt >= 30
    assert block.pictures[0].bbox.width >= page.grid.width(2)
    page, block = block_of(layouts, "pool-1")
    assert (page.number, block.columns, block.boxed) == (1, 2, True)
    assert block.row + block.rows / 2 > page.grid.rows / 2
    page, block = block_of(layouts, "pool-3")
    assert (page.number, block.column + block.columns) == (2, page.grid.columns)
    assert block.row + block.rows == page.grid.rows


def test_what_breaks_the_table_is_told(made):
    """A story of page 2 that belongs on page 1, with its names in the wrong order."""
    head = PARADE.replace("甲公乙公", "乙公甲公")
    whole, layouts = made({"02/9.md": head.replace("p.png", "../p.png")})
    told = found(whole, layouts)
    assert "it belongs on page 1" in told
    assert "the names should be in the order 甲公, 乙公" in told
    assert {d.code for d in house_findings(whole, layouts)} == {"HOUSE_RULE"}


def test_a_waiver_keeps_its_reason(made):
    """The finding becomes a note with the reason; on another page nothing is excused."""
    waived = "[{number: 1}, {number: 2, waivers: [{rule: 巡游/大, reason: 版面调整}]}]"
    whole, layouts = made({"02/9.md": PARADE}, pages=waived)
    before = house_findings(whole, layouts)
    after = excused(whole, before)
    assert before
    assert {d.severity for d in before} == {Severity.ERROR}
    assert {d.severity for d in after} == {Severity.NOTE}
    assert all(d.message.zh.endswith("（豁免：版面调整）") for d in after)
    elsewhere = waived.replace("number: 1}", "number: 1, waivers: [{rule: 巡游/大, reason: x}]}")
    elsewhere = elsewhere.replace(", waivers: [{rule: 巡游/大, reason: 版面调整}]", "")
    whole, layouts = made({"02/9.md": PARADE}, pages=elsewhere)
    assert excused(whole, house_findings(whole, layouts)) == house_findings(whole, layouts)
