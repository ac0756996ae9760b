"""A style is a file: what an editor changes in a copy needs no code, and pages still fill."""

import re
from pathlib import Path

import pytest

from layout.composition.desk import Desk
from layout.composition.nominal import NominalFace
from layout.composition.rules import NEWSPAPER
from layout.content import load_edition
from layout.makeup.model import BlockType
from layout.makeup.plan import make_up_pages
from layout.project import data_folder
from layout.shaping.shape import Shaper
from layout.style import load_style

ROOT = Path(__file__).resolve().parents[2]
PLATE = r"nameplate: \{rows: 13, columns: 3, (.*) place: left"
CHANGES = {
    "larger body": {
        "chars: 14": "chars: 12",
        "rows: 82": "rows: 75",
        "type_size_pt: 9 ": "type_size_pt: 10 ",
        "leading_pt: 12 ": "leading_pt: 13 ",
    },
    "four columns": {"columns: 5 ": "columns: 4 ", "chars: 14": "chars: 18"},
    "another accent": {'accent: "#b3261e"': 'accent: "#0b5394"'},
    "centred nameplate": {PLATE: r"nameplate: {rows: 13, columns: 3, \1 place: centre"},
    "vertical nameplate": {
        PLATE: r"nameplate: {rows: 50, contents_rows: 18, columns: 1, \1 place: vertical"
    },
    "type 5 % larger": {
        "chars: 14": "chars: 13",
        "rows: 82": "rows: 78",
        "type_size_pt: 9 ": "type_size_pt: 9.45 ",
        "leading_pt: 12 ": "leading_pt: 12.6 ",
    },
    "type 5 % smaller": {
        "chars: 14": "chars: 15",
        "rows: 82": "rows: 86",
        "type_size_pt: 9 ": "type_size_pt: 8.55 ",
        "leading_pt: 12 ": "leading_pt: 11.4 ",
    },
}


@pytest.fixture(scope="module")
def edition():
    return load_edition(ROOT / "content" / "2026-03-05")


def copied(folder, changes):
    """The tabloid's file in a folder of its own, changed."""
    text = (data_folder("templates") / "tabloid" / "style.yaml").read_text("utf-8")
    for old, new in changes.items():
        text, count = re.subn(old, new, text)
        assert count == 1, old
    (folder / "style.yaml").write_text(text, "utf-8")
    return load_style(str(folder), templates=data_folder("templates"), beside=folder)


def front(edition, style):
    desk = Desk(
        style=style,
        shaper=Shaper(lambda key: NominalFace(key=key)),
        rules=NEWSPAPER,
        words=edition.head.words,
    )
    return make_up_pages(edition, style=style, desk=desk, numbers=[1]).pages[0]


def covered(page):
    """How often each cell of the grid is taken; a vertical nameplate holds its 导读 free."""
    taken = [[0] * page.grid.columns for _ in range(page.grid.rows)]
    for block in page.blocks:
        for row in range(max(0, block.row), min(block.row + block.rows, page.grid.rows)):
            for column in range(block.column, block.column + block.columns):
                taken[row][column] += 1
    return taken


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_copy_still_fills_the_page(edition, tmp_path, name):
    """Every cell below the nameplate is taken once; a story that finds no room is told of."""
    style = copied(tmp_path, CHANGES[name])
    page = front(edition, style)
    plate = style.furniture.nameplate
    codes = {finding.code for finding in page.diagnostics}
    assert "UNDERSET" not in codes
    standing = {block.article for block in page.blocks}
    out = [a for a in edition.articles_of(1) if a.id not in standing]
    assert len(out) == sum(f.code == "OVERSET" for f in page.diagnostics)
    taken = covered(page)
    for row in range(page.grid.rows):
        for column in range(page.grid.columns):
            is_head = row < plate.rows and (column < plate.columns or plate.place != "vertical")
            assert is_head or taken[row][column] == 1, (row, column)


def test_copy_stands_beside_a_vertical_nameplate(edition, tmp_path):
    """The lead begins on the first row, right of the name; a level one has its rows alone."""
    style = copied(tmp_path, CHANGES["vertical nameplate"])
    page = front(edition, style)
    lead = min((b for b in page.blocks if b.kind is BlockType.ARTICLE), key=lambda b: b.rank)
    plate = next(b for b in page.blocks if b.kind is BlockType.NAMEPLATE)
    assert (lead.row, plate.row, plate.column) == (0, 0, 0)
    assert lead.column >= plate.columns
    assert plate.rows == style.furniture.nameplate.rows - style.furniture.nameplate.contents_rows
