"""A small edition and a page made by hand, for what is said of them."""

import pytest

from layout.composition.model import ComposedLine, LineKind
from layout.content import load_edition
from layout.makeup.model import (
    BlockType,
    Grid,
    PageLayout,
    PartRole,
    PlacedBlock,
    PlacedLine,
    PlacedPicture,
    Rect,
    TextColumn,
    TextPart,
)
from layout.shaping.model import CharClass, Cluster, FaceKey, Role

SONG = FaceKey(role=Role.SONG)
FILES = {
    "edition.yaml": (
        "paper: {name: 版心日报, slug: banxin-daily, website: example.org}\n"
        "date: 2021-04-30\nissue: 7\npages: [{number: 1, name: 要闻}, {number: 2}]\n"
    ),
    "01/lead.md": "---\nheadline: |\n  甲乙\n  丙丁\ndeck: 戊\n---\n天地玄黄。\n\n宇宙洪荒。\n",
    "pool/held.md": "---\nheadline: 留存\n---\n日月盈昃。\n",
}


@pytest.fixture
def edition(tmp_path):
    """Two pages, one article on the first, one in the pool."""
    for name, text in FILES.items():
        path = tmp_path / "e" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_edition(tmp_path / "e")


def composed(text, **values):
    clusters = tuple(
        Cluster(text=char, char_class=CharClass.HAN, advance_em=1.0, face=SONG, glyphs=())
        for char in text
    )
    count = len(clusters)
    return ComposedLine(
        clusters=clusters, advances_em=(1.0,) * count, shifts_em=(0.0,) * count, **values
    )


def placed(line, x, baseline, size=9.0):
    return PlacedLine(line=line, x_pt=x, baseline_pt=baseline, size_pt=size, measure_pt=90.0)


def part(role, lines, size):
    rows = tuple(placed(composed(text), 20.0, 30.0 + 30 * k, size) for k, text in enumerate(lines))
    box = Rect(x=20.0, y=5.0, width=2 * size, height=2 * size)
    return TextPart(role=role, text="\n".join(lines), lines=rows, size_pt=size, bbox=box)


@pytest.fixture
def page(edition):
    """The lead of the edition as placed: two lines, a jump line, a picture; and a folio line."""
    lines = (
        placed(composed("天地玄黄。", indent_em=2.0), 10.0, 1 / 3),
        placed(composed("宇宙 洪荒。", paragraph=1, first=False, last=False), 10.0, 52.0),
        placed(composed("（下转第2版）", kind=LineKind.JUMP, paragraph=-1), 10.0, 64.0),
    )
    picture = PlacedPicture(
        path=edition.folder / "x.png",
        file="x.png",
        bbox=Rect(x=1.00004, y=2.0, width=30.0, height=20.0),
        crop=(0.0, 0.0, 1.0, 1.0),
        ppi=999.0,
        alt="图说",
        cutline=part(PartRole.CUTLINE, ["图说"], 8.0),
    )
    lead = PlacedBlock(
        id="a-01-lead",
        kind=BlockType.ARTICLE,
        article="01-lead",
        rank=1,
        boxed=True,
        column=1,
        row=2,
        columns=2,
        rows=10,
        rect=Rect(x=10.0, y=20.0, width=200.0, height=120.0),
        title="甲乙 丙丁",
        parts=(part(PartRole.HEADLINE, ["甲乙", "丙丁"], 26.0), part(PartRole.DECK, ["戊"], 12.0)),
        pictures=(picture,),
        text_columns=(TextColumn(bbox=Rect(x=10.0, y=40.0, width=90.0, height=36.0), lines=lines),),
        blank_lines=1,
    )
    folio = PlacedBlock(
        id="p1-folio",
        kind=BlockType.FOLIO_LINE,
        column=0,
        row=-3,
        columns=4,
        rows=2,
        rect=Rect(x=0.0, y=0.0, width=400.0, height=24.0),
    )
    grid = Grid(
        columns=4,
        rows=10,
        column_width_pt=90.0,
        column_gap_pt=10.0,
        leading_pt=12.0,
        type_size_pt=9.0,
        x_pt=10.0,
        y_pt=20.0,
    )
    return PageLayout(
        number=1,
        name="要闻",
        width_pt=420.0,
        height_pt=600.0,
        type_area=Rect(x=10.0, y=20.0, width=390.0, height=120.0),
        grid=grid,
        blocks=(folio, lead),
        story=("搜索 3 种局面",),
    )
