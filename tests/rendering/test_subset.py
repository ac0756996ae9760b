"""Subsets: the same codes draw the same shapes, from a small program, always."""

import io

import pytest
import uharfbuzz as hb
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from layout.errors import FontRightsError, UnreadableFontError
from layout.rendering.cff import read_cff, rename_in_place
from layout.rendering.subset import ProgramKind, subset_face, subset_of_subset

GLYPHS = 40


def box(pen, number):
    pen.moveTo((0, 0))
    pen.lineTo((0, 10 + number))
    pen.lineTo((100 + number, 10 + number))
    pen.lineTo((100 + number, 0))
    pen.closePath()


def make(path, kind):
    """A font whose glyph n is a box 100 + n wide; ``cid`` is CID-keyed."""
    builder = FontBuilder(1000, isTTF=kind == "truetype")
    names = [".notdef", *(f"g{n}" for n in range(1, GLYPHS))]
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({0x4E00 + n: name for n, name in enumerate(names)})
    shapes = {}
    for number, name in enumerate(names):
        if kind == "truetype":
            pen = TTGlyphPen(None)
            box(pen, number)
            shapes[name] = pen.glyph()
        else:
            width = None if kind == "cid" else 500 + number
            pen = T2CharStringPen(width, None, CFF2=kind == "cid")
            box(pen, number)
            shapes[name] = pen.getCharString()
    if kind == "truetype":
        builder.setupGlyf(shapes)
    elif kind == "named":
        builder.setupCFF("Test-Regular", {}, shapes, {})
    builder.setupHorizontalMetrics({name: (500 + n, 0) for n, name in enumerate(names)})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Test", "styleName": "Regular", "psName": "Test-Regular"})
    builder.setupOS2(usWeightClass=700, sCapHeight=733, fsType=8)
    builder.setupPost(italicAngle=-10)
    if kind == "cid":
        builder.setupFvar([("wght", 200, 400, 900, "Weight")], [])
        builder.setupCFF2(shapes, regions=[{"wght": (0.0, 1.0, 1.0)}])
    builder.save(path)
    if kind == "cid":
        freeze(path)
    return path


def freeze(path):
    """CFF2 made static comes out CID-keyed."""
    face = hb.Face(hb.Blob(path.read_bytes()))
    plan = hb.SubsetInput()
    plan.keep_everything()
    plan.flags |= hb.SubsetFlags.DOWNGRADE_CFF2
    plan.pin_axis_location(face, "wght", 700)
    path.write_bytes(plan.subset(face).blob.data)


@pytest.fixture(scope="module", params=["cid", "named", "truetype"])
def path(request, tmp_path_factory):
    return make(tmp_path_factory.mktemp("subset") / f"{request.param}.otf", request.param)


def outline(sfnt, gid):
    pen = RecordingPen()
    hb.Font(hb.Face(hb.Blob(sfnt))).draw_glyph_with_pen(gid, pen)
    return pen.value


def test_a_code_draws_the_glyph_it_was_given_for(path):
    """Through its code, every glyph keeps its outline and width."""
    font = subset_face(path, [7, 21, 39])
    whole = path.read_bytes()
    assert set(font.codes) == {0, 7, 21, 39}
    for gid, code in font.codes.items():
        assert outline(font.sfnt, font.glyphs[code]) == outline(whole, gid)
        assert font.widths[code] == 500 + gid


def test_a_page_keeps_the_codes_of_the_edition(path):
    """Codes written for the edition's font draw the same in the page's smaller one."""
    edition = subset_face(path, range(1, 30))
    page = subset_of_subset(edition, [edition.codes[gid] for gid in (3, 17, 29)])
    whole = path.read_bytes()
    assert page.codes == {gid: edition.codes[gid] for gid in (0, 3, 17, 29)}
    for gid, code in page.codes.items():
        assert outline(page.sfnt, page.glyphs[code]) == outline(whole, gid)
        assert page.widths[code] == 500 + gid
    assert len(page.data) < len(edition.data)
    assert page.tag != edition.tag


def test_the_same_glyphs_give_the_same_bytes(path):
    """In any order, from any container."""
    first = subset_face(path, [9, 4, 30])
    assert subset_face(path, (30, 4, 9, 9)) == first
    assert first.tag.isalpha()
    assert first.tag.isupper()
    assert len(first.tag) == 6


def test_only_tables_a_pdf_needs_are_kept(path):
    """CFF goes bare into the PDF, TrueType with the seven tables of ISO 32000-2, 9.9.1."""
    font = subset_face(path, [1, 2])
    if font.kind is ProgramKind.CFF:
        assert font.data[:1] == b"\1"
        assert read_cff(font.data, 3).name
    else:
        needed = {"glyf", "loca", "head", "hhea", "hmtx", "maxp"}
        assert set(TTFont(io.BytesIO(font.data)).reader.keys()) == needed
        assert font.glyphs == {code: code for code in font.codes.values()}


def test_the_descriptor_comes_from_the_face(path):
    """Height, angle, weight and permissions are the whole face's."""
    font = subset_face(path, [1])
    metrics = font.metrics
    assert (metrics.ascent, metrics.descent, metrics.cap_height) == (880, -120, 733)
    assert (metrics.italic_angle, metrics.weight, metrics.fs_type) == (-10, 700, 8)
    assert font.postscript_name == "Test-Regular"


def test_codes_of_a_cid_keyed_face_are_its_cids(tmp_path):
    """A CID-keyed program is addressed by CID, whatever the glyph's place in the subset."""
    font = subset_face(make(tmp_path / "cid.otf", "cid"), [7, 21])
    program = read_cff(font.data, 3)
    assert program.cids == (0, 7, 21)
    assert font.codes == {0: 0, 7: 7, 21: 21}
    assert font.glyphs == {0: 0, 7: 1, 21: 2}


def test_a_name_as_long_is_set_in_place(tmp_path):
    """Programs shared by a collection get the name of their own face."""
    font = subset_face(make(tmp_path / "named.otf", "named"), [1])
    assert read_cff(rename_in_place(font.data, "Best-Regular"), 2).name == "Best-Regular"
    assert rename_in_place(font.data, "Test-Bold") == font.data


def test_a_file_that_is_no_font_is_an_error(tmp_path):
    """Damaged files are reported by name."""
    broken = tmp_path / "broken.otf"
    broken.write_bytes(b"no font")
    with pytest.raises(UnreadableFontError) as caught:
        subset_face(broken, [1])
    assert "broken.otf" in caught.value.findings[0].message.zh


@pytest.mark.parametrize("rights", [0x0002, 0x0100, 0x0200])
def test_a_font_that_may_not_be_embedded_is_refused(tmp_path, rights):
    """Restricted, no subsets, bitmaps only (OpenType, OS/2 fsType); the hint says what to do."""
    path = make(tmp_path / "font.otf", "named")
    with TTFont(path) as font:
        font["OS/2"].fsType = rights
        font.save(path)
    with pytest.raises(FontRightsError, match=r"the licence of the font font\.otf forbids"):
        subset_face(path, [1])
