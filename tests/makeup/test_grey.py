"""灰板: the largest square of text, and that the search keeps away from it."""

import re
import shutil
from pathlib import Path

import pytest

from layout.composition.desk import Desk
from layout.composition.model import LineKind
from layout.composition.nominal import NominalFace
from layout.composition.rules import NEWSPAPER
from layout.content import load_edition
from layout.importing import import_source
from layout.makeup import make_up_pages
from layout.makeup.grey import grey_cost, grey_price, largest_square_pt
from layout.makeup.settle import Settler
from layout.makeup.variants import variants
from layout.project import data_folder
from layout.shaping.shape import Shaper
from layout.style import load_style
from layout.units import mm_to_pt

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / "content" / "2026-01-01"
SEEDS = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
PAPER = "paper: {name: 版心日报, slug: banxin-daily}\ndate: 2026-01-01\n"


def grey_mm(page):
    """The side of the largest square of plain lines on a finished page."""
    grid = page.grid
    columns = [0] * grid.columns
    for block in page.blocks:
        for leg in block.text_columns:
            column = round((leg.bbox.x - grid.x_pt) / (grid.x(1) - grid.x(0)))
            for placed in leg.lines:
                if placed.line.kind is LineKind.TEXT:
                    row = int((placed.baseline_pt - grid.y_pt) // grid.leading_pt)
                    columns[column] |= 1 << row
    sides = [0.0]
    for first in range(grid.columns):
        for last in range(first, grid.columns):
            runs = "".join(
                "x" if all(rows >> row & 1 for rows in columns[first : last + 1]) else " "
                for row in range(grid.rows)
            ).split()
            longest = max(map(len, runs), default=0) * grid.leading_pt
            sides.append(min(grid.width(last - first + 1), longest))
    return max(sides) / mm_to_pt(1.0)


def test_a_square_is_bound_by_its_shorter_side(style):
    """Two columns of thirty rows are as wide as two columns; of five rows, as high as five."""
    width = 2 * style.column_width_pt + style.column_gap_pt
    thirty, five = (1 << 30) - 1, (1 << 5) - 1
    assert largest_square_pt([thirty, thirty], style) == pytest.approx(width)
    assert largest_square_pt([five, five], style) == 5 * style.grid.leading_pt
    assert largest_square_pt([0, 0], style) == 0


def test_a_row_that_is_not_text_parts_the_grey(style):
    """A subhead in the middle of a column halves its square."""
    parted = ((1 << 41) - 1) ^ (1 << 20)
    assert largest_square_pt([parted] * 5, style) == 20 * style.grid.leading_pt


def test_only_what_is_over_the_limit_costs(style):
    """A millimetre over the limit has its price, a small square none."""
    limit = mm_to_pt(style.makeup.grey_mm)
    assert grey_price(limit - 1, style) == 0
    assert grey_price(limit + mm_to_pt(1), style) == pytest.approx(style.makeup.grey)


def test_a_long_story_is_dearer_as_a_slab(copy, grid, style, desk, prose):
    """Of one story's shapes a flat one without a large square costs nothing for its grey."""
    story = copy("headline: 一篇长稿的标题\nrank: 2", prose(2000))
    found = variants(story, grid=grid, style=style, desk=desk, most_rows=82, is_loose=True)
    settler = Settler(style, desk)
    costs = {}
    for variant in found:
        settled = settler.settled(variant)
        price = grey_cost(settled.variant, style, settled.copy)
        costs.setdefault(variant.columns, []).append(price)
    assert max(costs[4]) > 0
    assert min(costs[5]) == 0


OTHERS = (
    "01/01-movable-type",
    "01/03-punctuation",
    "02/02-press",
    "02/05-headlines",
    "01/05-archive",
    "01/06-horizontal",
    "02/06-pictures",
)


@pytest.mark.skipif(not SEEDS, reason="no shared folder with the seed beside the checkout")
def test_the_seed_as_second_lead_of_a_front_page(tmp_path):
    """A grey 综述 of 2,861 characters among seven stories: no square of text over 150 mm."""
    import_source(SEEDS[0], tmp_path / "seed")
    (seed,) = (tmp_path / "seed").glob("*/*.md")
    folder = tmp_path / "edition"
    (folder / "01").mkdir(parents=True)
    (folder / "edition.yaml").write_text(
        f"{PAPER}style: broadsheet\npages: [{{number: 1}}]\n", encoding="utf-8"
    )
    names = [*OTHERS[:1], None, *OTHERS[1:]]
    for rank, name in enumerate(names, start=1):
        path = seed if name is None else SAMPLE / f"{name}.md"
        text = re.sub(r"^rank:.*\n", "", path.read_text("utf-8"), flags=re.MULTILINE)
        text = text.replace("---\n", f"---\nrank: {rank}\n", 1)
        (folder / "01" / f"{rank}.md").write_text(text, encoding="utf-8")
    for picture in SAMPLE.glob("*/*.png"):
        shutil.copy(picture, folder / "01")
    edition = load_edition(folder)
    templates = data_folder("templates")
    style = load_style("broadsheet", templates=templates, beside=templates)
    shaper = Shaper(lambda key: NominalFace(key=key))
    desk = Desk(style=style, shaper=shaper, rules=NEWSPAPER, words=())
    (page,) = make_up_pages(edition, style=style, desk=desk).pages
    stories = [block for block in page.blocks if block.article]
    assert len(stories) == len(names)
    assert {d.code for d in page.diagnostics} <= {"UNDERSET", "PICTURE_COARSE", "PULLED"}
    assert grey_mm(page) <= 150
