"""Pictures and advertisements: found, measured, and told when they cannot be used."""

import csv
import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from layout.content.findings import Findings
from layout.content.pictures import PictureShelf
from layout.diagnostics import Language, SourceSpan

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "pictures"


def picture(kind="PNG", size=(6, 4), **options):
    """The bytes of a small picture."""
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind, **options)
    return out.getvalue()


def turned(orientation):
    """A JPEG of six by four pixels with an EXIF orientation."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return picture("JPEG", exif=exif)


def pdf(width=200, height=100):
    """A PDF of one empty page."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(width, height))
        made.save(out)
    return out.getvalue()


def with_picture(name):
    return f"---\nheadline: 题\npictures:\n  - {{caption: 图, file: {name}}}\n---\n正文。\n"


@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (6, 4)), (3, (6, 4)), (6, (4, 6)), (8, (4, 6)), (0, (6, 4))]
)
def test_sizes_are_those_shown(load, orientation, size):
    """A turned photograph has width and height exchanged."""
    edition = load({"01/lead.md": with_picture("a.jpg"), "01/a.jpg": turned(orientation)})
    (found,) = edition.articles[0].pictures
    assert (found.width_px, found.height_px) == size
    assert str(found.span) == "e/01/lead.md:4:24"
    assert (found.path, found.head.caption) == (Path("e/01/a.jpg"), "图")


def test_the_articles_own_folder_comes_first(load):
    """Then the edition folder; a path may also lead to another folder of the edition."""
    files = {"01/a.png": picture(size=(1, 1)), "a.png": picture(size=(2, 2))}
    files |= {"b.png": picture(size=(3, 3)), "pool/图 一.png": picture(size=(4, 4))}
    for name, width in (("a.png", 1), ("b.png", 3), ("../pool/图 一.png", 4), ("../a.png", 2)):
        edition = load({"01/lead.md": with_picture(name), **files})
        assert edition.articles[0].pictures[0].width_px == width


def test_names_in_another_normal_form(load):
    """Some file systems write é as two characters."""
    edition = load({"01/lead.md": with_picture("cafe\u0301.png"), "01/caf\u00e9.png": picture()})
    assert edition.articles[0].pictures[0].width_px == 6


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.jpg", "JPEG"),
        ("a.JPEG", "JPEG"),
        ("a.png", "PNG"),
        ("a.tif", "TIFF"),
        ("a.webp", "WEBP"),
        ("a.gif", "GIF"),
        ("a.bmp", "BMP"),
    ],
)
def test_formats_that_can_be_printed(load, name, kind):
    """And the names they may have."""
    edition = load({"01/lead.md": with_picture(name), f"01/{name}": picture(kind)})
    assert edition.articles[0].pictures[0].height_px == 4


FETCH = "  hint: fetch the original again"
KINDS = "  hint: use JPEG, PNG, TIFF, WebP, AVIF, GIF or BMP"
SMALLER = "  hint: make it smaller; 30 megapixels fill a whole page"
HUGE_GIF = b"GIF89a" + (65535).to_bytes(2, "little") * 2 + b"\0\0\0" + b"," + bytes(9) + b"\2\0;"


@pytest.mark.parametrize(
    ("name", "data", "message", "hint"),
    [
        ("a.jpg", b"<html>404</html>", "“a.jpg” is no picture we can use", KINDS),
        ("a.jpg", b"", "“a.jpg” is no picture we can use", KINDS),
        ("a.jpg", picture(), "“a.jpg” is a PNG file in truth", "  hint: rename it to “a.png”"),
        ("a.jpg", picture("JPEG")[:-2], "“a.jpg” is damaged or cut short", FETCH),
        ("a.png", picture()[:-12], "“a.png” is damaged or cut short", FETCH),
        ("a.gif", picture("GIF")[:-1], "“a.gif” is damaged or cut short", FETCH),
        ("a.webp", picture("WEBP")[:-4], "“a.webp” is damaged or cut short", FETCH),
        ("a.gif", HUGE_GIF, "“a.gif” has over 150 megapixels", SMALLER),
        (
            "a.psd",
            b"8BPS\0\1" + bytes(6) + b"\0\3\0\0\0\4\0\0\0\4\0\10\0\3" + bytes(16),
            "“a.psd” is no picture we can use",
            KINDS,
        ),
    ],
)
def test_files_that_cannot_be_used(problems, name, data, message, hint):
    """Not pictures, damaged, wrongly named, far too large."""
    assert problems({"01/lead.md": with_picture(name), f"01/{name}": data}) == [
        f"e/01/lead.md:4:24: {message}",
        hint,
    ]


def test_a_picture_that_is_not_there(problems):
    """A name nearly the same is offered; capital letters count."""
    files = {"01/Bridge.jpg": picture("JPEG")}
    assert problems({"01/lead.md": with_picture("bridge.jpg"), **files}) == [
        "e/01/lead.md:4:24: there is no file “bridge.jpg”",
        "  hint: is it “Bridge.jpg”?",
    ]
    assert problems({"01/lead.md": with_picture("storm.jpg")}) == [
        "e/01/lead.md:4:24: there is no file “storm.jpg”",
        "  hint: put it beside the article, or into the edition folder",
    ]


@pytest.mark.parametrize("name", ["../../a.png", "/etc/passwd", "../../e2/a.png"])
def test_a_picture_outside_the_edition(problems, name):
    """Whether it is there or not."""
    files = {"01/lead.md": with_picture(name), "../a.png": picture()}
    assert problems(files) == [
        f"e/01/lead.md:4:24: the file “{name}” lies outside the edition",
        "  hint: put the file into the edition folder",
    ]


def test_a_picture_that_is_a_link_to_the_outside(folder, problems, tmp_path):
    """Symbolic links are followed, but not out of the folder."""
    (tmp_path / "a.png").write_bytes(picture())
    (folder() / "01" / "b.png").symlink_to(tmp_path / "a.png")
    assert problems({"01/lead.md": with_picture("b.png")})[0] == (
        "e/01/lead.md:4:24: the file “b.png” lies outside the edition"
    )


EDITION = "paper: {name: 报, slug: b}\ndate: 2021-04-30\n"


def test_advertisements(load):
    """Pictures in pixels, a PDF in tenths of points; in the page's folder or the edition's."""
    ads = "{file: a.pdf, columns: 6, rows: 20}, {file: b.png, columns: 1, rows: 2}"
    edition = load(
        {
            "edition.yaml": EDITION + f"pages:\n  - number: 1\n    ads: [{ads}]\n",
            "a.pdf": pdf(),
            "01/b.png": picture(),
        }
    )
    first, second = edition.ads
    assert (first.page, first.width_px, first.height_px, first.head.rows) == (1, 2000, 1000, 20)
    assert str(first.span) == "e/edition.yaml:5:18"
    assert (second.path, second.width_px) == (Path("e/01/b.png"), 6)


def test_advertisements_that_cannot_be_used(problems):
    """Missing and damaged ones, at their places."""
    ads = "{file: a.pdf, columns: 6, rows: 20}, {file: b.png, columns: 1, rows: 2}"
    files = {"edition.yaml": EDITION + f"pages:\n  - number: 1\n    ads: [{ads}]\n"}
    assert problems({**files, "a.pdf": b"%PDF-1.7 no"}) == [
        "e/edition.yaml:5:18: “a.pdf” is damaged or cut short",
        FETCH,
        "e/edition.yaml:5:55: there is no file “b.png”",
        "  hint: put it beside the article, or into the edition folder",
    ]


def test_an_article_may_show_vectors(load):
    """A PDF and an SVG, by its viewBox or its width and height; ten pixels a point."""
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"/>'
    sized = b'<svg xmlns="http://www.w3.org/2000/svg" width="12mm" height="6mm"/>'
    for name, data in (("a.pdf", pdf(30, 20)), ("a.svg", drawing), ("b.svg", sized)):
        edition = load({"01/lead.md": with_picture(name), f"01/{name}": data})
        (found,) = edition.articles[0].pictures
        assert (found.width_px, found.height_px) in {(300, 200), (120, 60)}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<svg", "“a.svg” is damaged or cut short"),
        (b"<html/>", "“a.svg” is no SVG that tells its size"),
        (
            b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 5"/>',
            "“a.svg” is no SVG that tells its size",
        ),
    ],
)
def test_drawings_that_cannot_be_used(problems, data, told):
    """Each at its place."""
    found = problems({"01/lead.md": with_picture("a.svg"), "01/a.svg": data})
    assert found[0] == f"e/01/lead.md:4:24: {told}"


def test_a_filler_that_is_not_there(problems):
    """Fillers are looked for in the edition folder."""
    text = EDITION + "pages: [{number: 1}]\nfillers: [{file: leaf.png}]\n"
    assert problems({"edition.yaml": text})[0] == "e/edition.yaml:4:18: there is no file “leaf.png”"


def test_pictures_that_nothing_uses(load):
    """A note for each, advertisements and fillers left out."""
    text = EDITION + "pages: [{number: 1}]\nfillers: [{file: leaf.png}]\n"
    files = {"leaf.png": picture(), "01/b.png": picture(), "01/c.png": picture()}
    edition = load({"edition.yaml": text, "01/lead.md": with_picture("b.png"), **files})
    (remark,) = edition.remarks
    assert remark.text(Language.EN) == (
        "e/01/c.png: no article uses this picture\n"
        "  hint: name it in the head of an article: pictures: [{file: c.png}]"
    )


UNUSABLE = {
    "truncated_jpeg.jpg": "PICTURE_BROKEN",
    "truncated_end_chunk.png": "PICTURE_BROKEN",
    "broken.png": "PICTURE_BROKEN",
    "decompression_bomb.gif": "PICTURE_TOO_LARGE",
    "decompression_bomb.ico": "PICTURE_UNKNOWN",
    "hopper.psd": "PICTURE_UNKNOWN",
    "seeding-truncated-half.jpg": "PICTURE_BROKEN",
    "really-a-png.jpg": "PICTURE_MISLABELLED",
    "html-named.jpg": "PICTURE_UNKNOWN",
}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the collection of sample pictures is not here")
def test_a_collection_of_odd_pictures():
    """Every good file is measured as it is shown, every bad one is told for what it is."""
    findings = Findings()
    shelf = PictureShelf(SAMPLES, findings)
    with (SAMPLES / "MANIFEST.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found = shelf.take(row["file"], SAMPLES, SourceSpan(file=row["file"]))
            size = int(row["width"]), int(row["height"])
            size = size[::-1] if row["exif_orientation"] == "6" else size
            name = Path(row["file"]).name
            assert (found is None) == (name in UNUSABLE), name
            assert found is None or (found.width_px, found.height_px) == size, name
    told = {Path(d.span.file).name: d.code for d in findings.errors}
    assert told == UNUSABLE
