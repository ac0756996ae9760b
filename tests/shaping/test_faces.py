"""Faces: glyphs, ink and advances in em, as HarfBuzz gives them."""

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen

from layout.errors import UnreadableFontError
from layout.shaping.faces import FaceShelf, HarfBuzzFace
from layout.shaping.model import FaceKey, Glyph, Role

FEATURES = """
languagesystem DFLT dflt;
languagesystem hani dflt;
feature ccmp { sub emdash emdash by twoemdash; } ccmp;
feature vert { sub parenleft by parenleft.vert; } vert;
feature halt { pos parenleft <-500 0 -500 0>; } halt;
"""

BOXES = {
    ".notdef": None,
    "zhong": (50, -70, 950, 830),
    "parenleft": (600, -100, 900, 850),
    "parenleft.vert": (50, 600, 950, 800),
    "emdash": (0, 350, 1000, 400),
    "twoemdash": (0, 350, 2000, 400),
    "space": None,
}
WIDTHS = {"twoemdash": 2000, "space": 250}
CHARACTERS = {"中": "zhong", "（": "parenleft", "—": "emdash", " ": "space"}


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A CFF font of a Han character, a bracket and a dash that ligates."""
    builder = FontBuilder(1000, isTTF=False)
    names = list(BOXES)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(char): name for char, name in CHARACTERS.items()})
    shapes = {}
    for name, box in BOXES.items():
        pen = T2CharStringPen(WIDTHS.get(name, 1000), None)
        if box:
            left, bottom, right, top = box
            pen.moveTo((left, bottom))
            for point in ((left, top), (right, top), (right, bottom)):
                pen.lineTo(point)
            pen.closePath()
        shapes[name] = pen.getCharString()
    builder.setupCFF("Test", {}, shapes, {})
    builder.setupHorizontalMetrics({name: (WIDTHS.get(name, 1000), 0) for name in names})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupVerticalMetrics(dict.fromkeys(names, (1000, 50)))
    builder.setupVerticalHeader()
    builder.setupVerticalOrigins({}, defaultVerticalOrigin=880)
    builder.setupNameTable({"familyName": "Test", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.addOpenTypeFeatures(FEATURES)
    file = tmp_path_factory.mktemp("faces") / "test.otf"
    builder.save(file)
    return file


@pytest.fixture(scope="module")
def face(path):
    return HarfBuzzFace(FaceKey(role=Role.SONG), path)


def test_a_han_character_is_one_em(face):
    """Its glyph, advance, ink and the face's reach come in em."""
    assert face.shape("中") == (Glyph(gid=1, advance_em=1.0),)
    assert face.ink_em("中") == pytest.approx((0.05, -0.07, 0.95, 0.83))
    assert face.advance_em("中中") == pytest.approx(2.0)
    assert (face.ascent_em, face.descent_em) == pytest.approx((0.88, -0.12))


def test_two_dashes_are_one_glyph_of_two_em(face):
    """—— comes as the face's own ligature."""
    assert face.shape("——") == (Glyph(gid=5, advance_em=2.0),)
    assert face.ink_em("——") == pytest.approx((0.0, 0.35, 2.0, 0.4))


def test_halt_halves_a_mark_on_its_blank_side(face):
    """An opening mark loses the white before its ink."""
    (glyph,) = face.shape("（", features=("halt",))
    assert (glyph.advance_em, glyph.x_em) == pytest.approx((0.5, -0.5))
    assert face.shape("（")[0].advance_em == pytest.approx(1.0)


def test_a_feature_can_be_turned_off(face):
    """A leading minus turns off what is on by itself."""
    assert [glyph.gid for glyph in face.shape("——", features=("-ccmp",))] == [4, 4]


def test_vertical_setting_turns_marks_and_advances_down(face):
    """The vert form, its advance downwards, its offset from a pen in mid-line."""
    (glyph,) = face.shape("（", vertical=True)
    assert (glyph.gid, glyph.advance_em) == (3, 1.0)
    assert (glyph.x_em, glyph.y_em) == pytest.approx((-0.5, -0.88))


def test_coverage_is_of_every_character(face):
    """A face has a text when it has all of it."""
    assert face.has("中（")
    assert not face.has("中文")
    assert face.gid("文") is None


def test_white_space_has_no_ink(face):
    """A space has an advance and an empty ink box."""
    assert face.ink_em(" ") == (0.0, 0.0, 0.0, 0.0)
    assert face.advance_em(" ") == pytest.approx(0.25)


def test_a_file_that_is_no_font_is_an_error(tmp_path):
    """Damaged and missing files are reported by name."""
    broken = tmp_path / "broken.otf"
    broken.write_bytes(b"no font")
    for file in (broken, tmp_path / "missing.otf"):
        with pytest.raises(UnreadableFontError) as caught:
            HarfBuzzFace(FaceKey(role=Role.SONG), file)
        assert file.name in caught.value.findings[0].message.en


def test_the_shelf_opens_a_face_once(path):
    """One face serves a key for a whole run."""

    class Library:
        def file(self, key):
            return type("File", (), {"key": key, "path": path})

    shelf = FaceShelf(Library())
    key = FaceKey(role=Role.HEI, weight=900)
    assert shelf(key) is shelf(key)
    assert shelf(key).key == key
    assert shelf(key).path == path
