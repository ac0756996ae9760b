"""The text of a page is all that is printed on it, each character once, at its place."""

import json
from pathlib import Path

import pytest
from lxml import etree

from layout.archive.alto import NAMESPACE
from layout.archive.article_text import article_texts
from layout.archive.mets import METS, XLINK
from layout.archive.model import Glyph, PdfPage, TextRole, printed
from layout.archive.page_text import page_text
from layout.archive.pdf_pages import read_pdf_page

SCHEMAS = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "schemas"

needs_schemas = pytest.mark.skipif(
    not SCHEMAS.is_dir(), reason="the published schemas are not beside the checkout"
)


@pytest.fixture(scope="module")
def record(finished):
    """The sample's record."""
    return json.loads((finished / "edition.json").read_bytes())


@pytest.fixture(scope="module")
def pdfs(finished, record):
    """The sample's pages as PDFium reads them."""
    return [read_pdf_page(finished / page["pdf"]) for page in record["pages"]]


@pytest.fixture(scope="module")
def pages(record, pdfs):
    """The sample's pages as text."""
    return [page_text(page, pdf) for page, pdf in zip(record["pages"], pdfs, strict=True)]


def texts(page):
    return [text for area in page.areas for text in area.texts]


def test_every_character_of_the_pdf_is_in_one_line(pages, pdfs):
    """None twice, none left out, furniture and note marks among them."""
    for page, pdf in zip(pages, pdfs, strict=True):
        told = sorted(c for t in texts(page) for ln in t.lines for w in ln.words for c in w.text)
        assert told == sorted(glyph.char for glyph in pdf.glyphs)


def test_the_words_of_a_line_spell_it(pages, record):
    """Every line of body copy in the record is there, and its words are its characters."""
    for page, told in zip(pages, record["pages"], strict=True):
        lines = [ln for t in texts(page) if t.role is TextRole.BODY for ln in t.lines]
        assert [printed(ln.text) for ln in lines] == [
            "".join(w.text for w in ln.words) for ln in lines
        ]
        wanted = [
            printed(row["text"])
            for block in told["blocks"]
            for column in block["text_columns"]
            for row in column["lines"]
            if row["paragraph"] >= 0
        ]
        assert sorted(printed(ln.text) for ln in lines) == sorted(wanted)


def test_boxes_are_where_the_record_has_the_lines(pages, record):
    """A line begins at its x and stands on its baseline, to a quarter of a point."""
    lines = {}
    for page in pages:
        for text in texts(page):
            lines |= {(page.number, printed(ln.text)): ln.box for ln in text.lines}
    compared = 0
    for page in record["pages"]:
        for block in page["blocks"]:
            for column in block["text_columns"]:
                for row in column["lines"]:
                    box = lines.get((page["number"], printed(row["text"])))
                    if box is None or row["text"][0] in "“《（‘":
                        continue
                    compared += 1
                    assert abs(box.x_pt - row["x_pt"]) < 0.25
                    assert abs(box.y_pt + 0.88 * box.height_pt - row["baseline_pt"]) < 0.5
    assert compared > 300


def test_paragraphs_read_as_they_were_written(pages, record):
    """Blanks that a line lost where it broke are back; only tables are read off the page."""
    articles = {one.id: one.text.split("\n") for one in article_texts(record, pages)}
    for row in record["articles"]:
        for block in row["body"]:
            text = " ".join(bare_blank("".join(run["text"] for run in block["runs"])).split())
            if text and block["kind"] in ("paragraph", "subhead", "verse"):
                assert any(line.endswith(text) for line in articles[row["id"]]), text


def bare_blank(text):
    """A text without format characters."""
    return text.replace("\u2060", "")


def test_every_line_of_an_article_has_its_place(pages, record):
    """Places begin where their lines do, and rise."""
    for one in article_texts(record, pages):
        starts = [place.offset for place in one.places]
        assert starts == sorted(set(starts))
        assert starts[0] == 0
        assert one.pages


def test_vertical_lines_are_read_from_the_top(record):
    """Two lines from the right, figures abreast in one cell, a note of a smaller size beside."""
    column = {"bbox_pt": [0, 0, 40, 60], "vertical": True, "lines": []}
    for number, (text, x) in enumerate((("第12回", 30.0), ("春耕", 14.0))):
        place = {
            "x_pt": x,
            "baseline_pt": 10.0,
            "width_pt": 10.0 * (3 - number),
            "measure_pt": 30.0,
        }
        column["lines"].append(
            {"text": text, "paragraph": 0, "first": False, "last": False, **place}
        )
    block = {**record["pages"][0]["blocks"][0], "article": "one", "text_columns": [column]}
    block |= dict.fromkeys(("kicker", "headline", "deck", "byline")) | {"pictures": []}
    block["polygon_pt"] = [(0, 0), (40, 0), (40, 60), (0, 60)]
    page = {**record["pages"][0], "blocks": [block]}
    page["grid"] = {**page["grid"], "leading_pt": 16.0, "type_size_pt": 10.0}
    cells = [(25, 10, 10, "第"), (25, 20, 5, "1"), (30, 20, 5, "2"), (25, 30, 10, "回")]
    cells += [(9, 10, 10, "春"), (9, 20, 10, "耕"), (20, 11, 4, "注")]
    glyphs = tuple(Glyph(y + 8.8, x, y, width, width, char) for x, y, width, char in cells)
    pdf = PdfPage(glyphs=glyphs, picture=b"", picture_px=(40, 60))
    (area,) = page_text(page, pdf).areas
    body, other = area.texts
    assert [line.text for line in body.lines] == ["第12回", "春耕"]
    assert [line.box for line in body.lines] == [(25, 10, 10, 30), (9, 10, 10, 20)]
    assert [line.text for line in other.lines] == ["注"]


@needs_schemas
def test_alto_and_mets_fit_the_published_schemas(two_snapshots):
    """ALTO 4.4 for each page, METS 1.12.1 for the whole."""
    data = two_snapshots / "banxin-daily/2026/2026-01-01/data"
    for schema, files in (
        ("alto-4-4.xsd", sorted((data / "alto").iterdir())),
        ("mets-1-12-1.xsd", [data / "mets.xml"]),
    ):
        grammar = etree.XMLSchema(etree.parse(SCHEMAS / schema))
        for file in files:
            assert grammar.validate(etree.parse(file)), grammar.error_log


def test_mets_points_at_what_is_there(two_snapshots):
    """Every file it names lies in the bag; every block it points at is in the page's ALTO."""
    data = two_snapshots / "banxin-daily/2026/2026-01-01/data"
    root = etree.parse(data / "mets.xml")
    files = {}
    for file in root.iter(f"{{{METS}}}file"):
        files[file.get("ID")] = data / file[0].get(f"{{{XLINK}}}href")
        assert files[file.get("ID")].stat().st_size == int(file.get("SIZE"))
    blocks = {
        path: {e.get("ID") for e in etree.parse(path).iter() if e.get("ID")}
        for path in (data / "alto").iterdir()
    }
    areas = list(root.iter(f"{{{METS}}}area"))
    assert len(areas) > 60
    assert all(area.get("BEGIN") in blocks[files[area.get("FILEID")]] for area in areas)


def test_alto_boxes_count_the_pixels_of_the_picture(two_snapshots):
    """Width of the page in ALTO and of its picture are one; words lie inside their lines."""
    from PIL import Image

    data = two_snapshots / "banxin-daily/2026/2026-01-01/data"
    page = etree.parse(data / "alto/0001.xml").find(f".//{{{NAMESPACE}}}Page")
    with Image.open(data / "pictures/0001.jpg") as picture:
        assert picture.width == float(page.get("WIDTH"))
    for line in page.iter(f"{{{NAMESPACE}}}TextLine"):
        left, right = float(line.get("HPOS")), float(line.get("HPOS")) + float(line.get("WIDTH"))
        for word in line.iter(f"{{{NAMESPACE}}}String"):
            at = float(word.get("HPOS"))
            assert left - 0.1 <= at
            assert at + float(word.get("WIDTH")) <= right + 0.1
