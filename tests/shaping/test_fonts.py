"""The font library: which file serves a role, what is said when another must."""

import os
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

from layout.diagnostics import Language, Severity
from layout.errors import FontError, FontNotFoundError, UnreadableFontError
from layout.project import data_folder
from layout.shaping.fonts import FontLibrary
from layout.shaping.model import FaceKey, Role

MANIFEST = """
[families.serif]
SC = ["Test Serif SC"]
TC = ["Test Serif TC"]
weights = [400, 500, 900]
apt = "fonts-test-serif"
brew = "font-test-serif"

[families.kai]
SC = ["Test Kai"]
weights = [400]

[families.none]
SC = ["Not There"]
weights = [400]
apt = "fonts-none"

[roles]
song = ["none", "serif"]
biaosong = ["serif"]
hei = ["none"]
kai = ["kai"]
fangsong = ["none"]
latin = ["serif"]
latin-sans = ["serif"]

[stand_ins]
fangsong = "kai"
"""


def square(pen):
    pen.moveTo((0, 0))
    pen.lineTo((0, 800))
    pen.lineTo((800, 800))
    pen.lineTo((800, 0))
    pen.closePath()


def font(family, weight=400, *, cff=False, cff2=False, variable=False):
    """A font of three square glyphs."""
    builder = FontBuilder(1000, isTTF=not (cff or cff2))
    names = [".notdef", "zhong", "wen"]
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord("中"): "zhong", ord("文"): "wen"})
    if cff or cff2:
        shapes = {}
        for name in names:
            pen = T2CharStringPen(None if cff2 else 1000, None, CFF2=cff2)
            square(pen)
            shapes[name] = pen.getCharString()
        if cff:
            builder.setupCFF(family.replace(" ", ""), {"FullName": family}, shapes, {})
    else:
        shapes = {}
        for name in names:
            pen = TTGlyphPen(None)
            square(pen)
            shapes[name] = pen.glyph()
        builder.setupGlyf(shapes)
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable(
        {
            "familyName": family,
            "styleName": "Regular",
            "psName": f"{family.replace(' ', '')}-Regular",
            "version": "Version 1.25;made for a test",
        }
    )
    builder.setupOS2(usWeightClass=weight, sCapHeight=733)
    builder.setupPost()
    if variable or cff2:
        builder.setupFvar([("wght", 200, weight, 900, "Weight")], [])
    if cff2:
        builder.setupCFF2(shapes, regions=[{"wght": (0.0, 1.0, 1.0)}])
    if variable:
        wide = [(0, 0), (100, 0), (100, 0), (0, 0)] + [(0, 0)] * 4
        builder.setupGvar({"zhong": [variation(wide)]})
    builder.font["head"].created = builder.font["head"].modified = 0
    return builder.font


def variation(deltas):
    from fontTools.ttLib.tables.TupleVariation import TupleVariation

    return TupleVariation({"wght": (0.0, 1.0, 1.0)}, deltas)


@pytest.fixture
def room(tmp_path):
    """A folder with a manifest and an empty font folder."""
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts.toml").write_text(MANIFEST, "utf-8")
    return tmp_path


def library(room):
    return FontLibrary.discover(room / "fonts.toml", room / "cache", [room / "fonts"])


def key(role=Role.SONG, weight=400, script="SC"):
    return FaceKey(role=role, weight=weight, script=script)


def test_a_single_face_file_serves_as_it_is(room):
    """A file of one face is used where it lies, with its version and SHA-256."""
    path = room / "fonts" / "serif.ttf"
    font("Test Serif SC").save(path)
    file = library(room).file(key())
    assert file.path == file.source == path
    assert (file.family, file.version, file.weight) == ("Test Serif SC", "1.25", 400)
    assert len(file.sha256) == 64


def test_the_nearest_weight_serves_and_is_reported(room):
    """A published weight that is not installed is a warning with a hint, another a note."""
    font("Test Serif SC", 400).save(room / "fonts" / "regular.ttf")
    font("Test Serif SC", 900).save(room / "fonts" / "black.ttf")
    fonts = library(room)
    assert fonts.file(key(weight=500)).weight == 400
    assert fonts.file(key(weight=800)).weight == 900
    medium, heavy = fonts.diagnostics
    assert (medium.code, medium.severity) == ("FONT_WEIGHT", Severity.WARNING)
    assert "fonts-test-serif" in medium.text(Language.EN)
    assert (heavy.severity, heavy.hint) == (Severity.NOTE, None)
    assert heavy.message.zh == "Test Serif SC 没有字重 800，用 900"


def test_of_two_weights_as_near_the_heavier_serves(room):
    """Printing thins type, so 650 between 400 and 900 is 900."""
    font("Test Serif SC", 400).save(room / "fonts" / "regular.ttf")
    font("Test Serif SC", 900).save(room / "fonts" / "black.ttf")
    assert library(room).file(key(weight=650)).weight == 900


def test_a_stand_in_serves_a_missing_role(room):
    """Without 仿宋 the 楷 face stands in, and the report says so."""
    font("Test Kai").save(room / "fonts" / "kai.ttf")
    fonts = library(room)
    assert fonts.file(key(Role.FANGSONG)).family == "Test Kai"
    (finding,) = fonts.diagnostics
    assert finding.code == "FONT_STAND_IN"
    assert finding.message.en == "no font serves the role fangsong; Test Kai stands in"


def test_the_other_script_serves_before_nothing_does(room):
    """Traditional copy is set in a Simplified family where there is no other."""
    font("Test Kai").save(room / "fonts" / "kai.ttf")
    fonts = library(room)
    assert fonts.file(key(Role.KAI, script="TC")).family == "Test Kai"
    assert [finding.code for finding in fonts.diagnostics] == ["FONT_SCRIPT"]


def test_a_role_without_fonts_is_an_error_with_an_install_hint(room):
    """The error names the families and how each package manager installs one."""
    with pytest.raises(FontNotFoundError) as caught:
        library(room).file(key(Role.HEI))
    assert "Not There" in caught.value.text(Language.ZH)
    assert "hint: install: apt install fonts-none" in caught.value.text(Language.EN)


def test_a_face_is_taken_out_of_its_collection_once(room):
    """The face gets a file of its own in the cache, with a family of its own."""
    collection = TTCollection()
    collection.fonts = [font("Test Serif TC"), font("Test Serif SC")]
    collection.save(room / "fonts" / "serif.ttc")
    file = library(room).file(key())
    assert file.source.name == "serif.ttc"
    assert file.path.parent == room / "cache"
    alone = TTFont(file.path)
    assert alone["name"].getDebugName(1) == "TestSerifSC-Regular"
    assert alone.getBestCmap()[ord("中")] == "zhong"
    before = file.path.stat().st_mtime_ns
    assert library(room).file(key()) == file
    assert file.path.stat().st_mtime_ns == before


def test_extraction_gives_the_same_bytes_again(room):
    """A cache thrown away comes back byte for byte."""
    collection = TTCollection()
    collection.fonts = [font("Test Serif TC"), font("Test Serif SC")]
    collection.save(room / "fonts" / "serif.ttc")
    first = library(room).file(key()).path
    data = first.read_bytes()
    first.unlink()
    assert library(room).file(key()).path.read_bytes() == data


def test_a_weight_is_frozen_out_of_a_variable_font(room):
    """A variable family serves every weight of its axis, each from a static file."""
    font("Test Serif SC", 400, variable=True).save(room / "fonts" / "serif-vf.ttf")
    fonts = library(room)
    file = fonts.file(key(weight=900))
    static = TTFont(file.path)
    assert "fvar" not in static
    assert static["OS/2"].usWeightClass == 900
    assert file.postscript_name == "TestSerifSC-Black" == static["name"].getDebugName(6)
    glyph = static["glyf"]["zhong"]
    assert (glyph.xMin, glyph.xMax) == (0, 900)
    assert fonts.file(key(weight=100)).weight == 200
    assert [finding.severity for finding in fonts.diagnostics] == [Severity.NOTE]


def test_cff2_becomes_cff(room):
    """A PDF holds CFF, not CFF2, so a frozen OpenType variable font has a CFF table."""
    font("Test Serif SC", 400, cff2=True).save(room / "fonts" / "serif-vf.otf")
    static = TTFont(library(room).file(key(weight=500)).path)
    assert "CFF " in static
    assert "CFF2" not in static


def test_the_index_spares_reading_unchanged_files(room, monkeypatch):
    """A second run takes faces and SHA-256 from the index; a changed file is read again."""
    path = room / "fonts" / "serif.ttf"
    font("Test Serif SC").save(path)
    first = library(room).file(key())

    def forbidden(*_args, **_kwargs):
        raise AssertionError

    with monkeypatch.context() as patch:
        patch.setattr("layout.shaping.fontindex._read", forbidden)
        patch.setattr("layout.shaping.fontindex._sha256", forbidden)
        assert library(room).file(key()) == first
    font("Test Serif SC", cff=True).save(path)
    os.utime(path, ns=(1, 1))
    assert library(room).file(key()).sha256 != first.sha256


def test_an_unreadable_index_is_made_anew(room):
    """The index is only a memory."""
    font("Test Serif SC").save(room / "fonts" / "serif.ttf")
    library(room)
    (room / "cache" / "fonts.json").write_text("{", "utf-8")
    assert library(room).file(key()).family == "Test Serif SC"


def test_damaged_font_files_serve_nothing(room):
    """A file that is no font is passed over."""
    (room / "fonts" / "broken.otf").write_bytes(b"OTTO\0\1")
    font("Test Serif SC").save(room / "fonts" / "serif.ttf")
    assert library(room).file(key()).source.name == "serif.ttf"


def test_rows_come_in_the_order_of_the_roles(room):
    """`banxin fonts` and `edition.json` list faces by role, weight and script."""
    font("Test Serif SC").save(room / "fonts" / "serif.ttf")
    font("Test Kai").save(room / "fonts" / "kai.ttf")
    rows = library(room).rows([key(Role.KAI), key(Role.SONG), key(Role.KAI)])
    assert [row.key.role for row in rows] == [Role.SONG, Role.KAI]


def test_a_manifest_must_name_every_role(room):
    """A manifest without a role, or with a mistake, is an error in both languages."""
    manifest = room / "fonts.toml"
    manifest.write_text(MANIFEST.replace('kai = ["kai"]', ""), "utf-8")
    with pytest.raises(FontError) as caught:
        library(room)
    assert "缺少：kai" in caught.value.text(Language.ZH)
    manifest.write_text("[roles", "utf-8")
    with pytest.raises(FontError):
        library(room)


def test_a_collection_cut_short_is_reported(room):
    """A collection whose tables are missing cannot serve, and the error names the file."""
    collection = TTCollection()
    collection.fonts = [font("Test Serif TC"), font("Test Serif SC")]
    path = room / "fonts" / "serif.ttc"
    collection.save(path)
    fonts = library(room)
    path.write_bytes(path.read_bytes()[:400])
    with pytest.raises(UnreadableFontError) as caught:
        fonts.file(key())
    assert "serif.ttc" in caught.value.text(Language.EN)


def test_the_shipped_manifest_is_sound(tmp_path):
    """fonts/fonts.toml reads, and with no font folder every role lacks its fonts."""
    manifest = data_folder("fonts") / "fonts.toml"
    fonts = FontLibrary.discover(manifest, tmp_path, [Path("/nowhere")])
    for role in Role:
        with pytest.raises(FontNotFoundError):
            fonts.file(key(role))


def test_a_cache_that_cannot_be_written_is_reported(room):
    """The error names the place; nothing half written is left."""
    (room / "cache").write_text("a file where the folder should be", "utf-8")
    font("Test Serif SC").save(room / "fonts" / "serif.ttf")
    with pytest.raises(FontError) as caught:
        library(room)
    assert "cannot write the font cache" in caught.value.text(Language.EN)


def test_a_font_taken_away_meanwhile_is_reported(room):
    """A file that was there when the folders were searched may be gone when it is wanted."""
    path = room / "fonts" / "serif.ttf"
    font("Test Serif SC").save(path)
    fonts = library(room)
    path.unlink()
    with pytest.raises(UnreadableFontError):
        fonts.file(key())
