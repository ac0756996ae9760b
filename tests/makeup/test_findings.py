"""What make-up tells of a block that stands."""

from layout.composition.nominal import NominalFace
from layout.composition.paragraph import set_paragraph
from layout.composition.rules import NEWSPAPER
from layout.content.model import Page
from layout.diagnostics import Severity
from layout.makeup.findings import torn
from layout.makeup.model import BlockType, PlacedBlock, PlacedLine, Rect, TextColumn
from layout.shaping.model import FaceKey, Role
from layout.shaping.shape import Shaper, TextRun


def block_of(text):
    run = TextRun(text=text, face=FaceKey(role=Role.SONG))
    clusters = Shaper(lambda key: NominalFace(key=key)).clusters((run,), NEWSPAPER)
    lines = set_paragraph(clusters, measure_em=11, rules=NEWSPAPER).lines
    placed = tuple(
        PlacedLine(line=line, x_pt=0.0, baseline_pt=9.0, size_pt=9.0, measure_pt=99.0)
        for line in lines
    )
    rect = Rect(x=0.0, y=0.0, width=99.0, height=99.0)
    return PlacedBlock(
        id="a",
        kind=BlockType.ARTICLE,
        column=0,
        row=0,
        columns=1,
        rows=8,
        rect=rect,
        title="公告",
        text_columns=(TextColumn(bbox=rect, lines=placed),),
    )


def test_a_sum_that_is_parted_is_told():
    """A note names the page, the story and the end of the line; whole figures need none."""
    page = Page(number=3, name="公告")
    block = block_of("（二）外匯美金35,419,931,852.33元，每美元折合新臺幣")
    (note,) = torn(block, page)
    assert (note.code, note.severity, note.page) == ("PARTED", Severity.NOTE, 3)
    assert "“5,419,|”" in note.message.zh
    assert torn(block_of("天地玄黄宇宙洪荒日月盈昃辰宿列张"), page) == []
