"""Fonts in a PDF: one code for a glyph in all files of an edition, the right width and text."""

import pydyf
import pytest

from layout.errors import RenderError, UnreadableFontError
from layout.rendering.model import FontSource
from layout.rendering.pdf_fonts import add_fonts
from layout.shaping.model import FaceKey, Role


def book_of(sorts, *clusters):
    return sorts.book(clusters)


def pdf_with(fonts):
    """Each font's dictionaries as text, by resource name."""
    pdf = pydyf.PDF()
    references = add_fonts(pdf, fonts)
    return pdf, references


def object_at(pdf, reference):
    return pdf.objects[int(reference.split()[0])]


def test_font_files_are_named_in_the_order_of_their_first_use(sorts):
    """Two faces in one file share a font."""
    twin = FaceKey(role=Role.FANGSONG)
    clusters = [
        sorts.cluster("版"),
        sorts.cluster("心", face=FaceKey(role=Role.HEI, weight=700)),
        sorts.cluster("日", face=twin),
    ]
    sources = (*sorts.job().fonts, FontSource(key=twin, path=sorts.cff))
    book = sorts.book(clusters, sources)
    assert [font.name for font in book.fonts] == ["B0", "B1"]
    assert book.font(twin) is book.font(clusters[0].face)


def test_the_fonts_of_a_page_keep_the_codes_of_the_edition(sorts):
    """Content streams mean the same in every file."""
    clusters = [sorts.cluster(char) for char in "版心日报要闻"]
    book = book_of(sorts, *clusters)
    (page,) = book.fonts_of(sorts.use(clusters[3:5]))
    whole = book.fonts[0]
    gids = [sorts.gid(char) for char in "报要"]
    assert [page.hex_codes[gid] for gid in gids] == [whole.hex_codes[gid] for gid in gids]
    assert len(page.font.data) < len(whole.font.data)
    assert page.font.tag != whole.font.tag


def test_a_page_without_a_face_has_no_font_for_it(sorts):
    """Only what is drawn is embedded."""
    one = sorts.cluster("版")
    other = sorts.cluster("版", face=FaceKey(role=Role.HEI, weight=700))
    assert [font.name for font in book_of(sorts, one, other).fonts_of(sorts.use([other]))] == ["B1"]


def test_widths_name_the_common_one_once(sorts):
    """DW is the em of Han; the half widths of letters stand in W, runs together."""
    book = book_of(sorts, *(sorts.cluster(char) for char in "版心日a b"))
    pdf, references = pdf_with(book.fonts)
    outer = object_at(pdf, references["B0"])
    inner = object_at(pdf, outer["DescendantFonts"][0])
    assert inner["DW"] == 1000
    codes = [book.fonts[0].font.codes[sorts.gid(char)] for char in " ab"]
    assert inner["W"].data == f"[{codes[0]} [500 500 500]]".encode()


@pytest.mark.parametrize(
    ("face", "subtype", "key"),
    [
        (FaceKey(role=Role.SONG), "/CIDFontType0", "FontFile3"),
        (FaceKey(role=Role.HEI, weight=700), "/CIDFontType2", "FontFile2"),
    ],
)
def test_programs_are_embedded_by_their_kind(sorts, face, subtype, key):
    """Bare CFF for CFF outlines, TrueType for the others; both named after their subset."""
    book = book_of(sorts, sorts.cluster("版", face=face))
    pdf, references = pdf_with(book.fonts)
    outer = object_at(pdf, references["B0"])
    inner = object_at(pdf, outer["DescendantFonts"][0])
    descriptor = object_at(pdf, inner["FontDescriptor"])
    assert (inner["Subtype"], outer["Encoding"]) == (subtype, "/Identity-H")
    assert key in descriptor
    assert ("CIDToGIDMap" in inner) == (key == "FontFile2")
    tag, _, name = str(outer["BaseFont"]).partition("+")
    assert tag == f"/{book.fonts[0].font.tag}"
    assert name.startswith("Square-")
    assert descriptor["FontName"] == outer["BaseFont"] == inner["BaseFont"]
    assert descriptor["CapHeight"] == 733


def test_every_code_has_its_text(sorts):
    """A dash of two characters, a ligature, a plain character."""
    clusters = [sorts.ligature("——"), sorts.ligature("fi"), sorts.cluster("版")]
    book = book_of(sorts, *clusters)
    pdf, references = pdf_with(book.fonts)
    stream = object_at(pdf, object_at(pdf, references["B0"])["ToUnicode"])
    assert stream.extra["Filter"] == "/FlateDecode"
    codes = [book.fonts[0].font.codes[cluster.glyphs[0].gid] for cluster in clusters]
    lines = unpacked(stream)
    assert "3 beginbfchar" in lines
    assert f"<{codes[0]:04x}> <20142014>" in lines
    assert f"<{codes[1]:04x}> <00660069>" in lines
    assert f"<{codes[2]:04x}> <{ord('版'):04x}>" in lines


def unpacked(stream):
    import zlib

    return zlib.decompress(stream.stream[0]).decode().splitlines()


def test_characters_beyond_the_basic_plane_are_written_as_surrogates(sorts):
    """ToUnicode is UTF-16."""
    book = book_of(sorts, sorts.cluster("𠮷", gids=[sorts.gid("〓")]))
    pdf, references = pdf_with(book.fonts)
    stream = object_at(pdf, object_at(pdf, references["B0"])["ToUnicode"])
    assert any(line.endswith("<d842dfb7>") for line in unpacked(stream))


def test_a_face_without_a_file_is_an_error(sorts):
    """The message names the face."""
    cluster = sorts.cluster("版", face=FaceKey(role=Role.KAI, weight=300, script="TC"))
    with pytest.raises(RenderError, match="kai 300 TC"):
        book_of(sorts, cluster)


def test_a_damaged_font_file_is_an_error(sorts, tmp_path):
    """A subset can only be taken from what can be read."""
    path = tmp_path / "broken.otf"
    path.write_bytes(b"no font")
    key = FaceKey(role=Role.KAI)
    cluster = sorts.cluster("版", face=key)
    with pytest.raises(UnreadableFontError):
        sorts.book([cluster], [FontSource(key=key, path=path)])
