"""The sample edition: it is sound, and its pages are those last looked at."""

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from pydantic import TypeAdapter

from layout import cli, pipeline
from layout.content import load_edition
from layout.crew import make_pages
from layout.diagnostics import Severity
from layout.makeup import finished
from layout.makeup.dump import dump_page
from layout.project import data_folder
from layout.record.model import EditionRecord
from layout.shaping.faces import FaceShelf
from layout.style import load_style

SAMPLE = data_folder("templates").parent / "content" / "2026-01-01"
SHAPES = Path(__file__).parent / "resources" / "shapes"
TAIWAN = Path(__file__).parent / "resources" / "taiwan"
FOLDERS = {"sample": SAMPLE, "shapes": SHAPES, "taiwan": TAIWAN}
PAGES = [("sample", 1), ("sample", 2), ("shapes", 1), ("shapes", 2), ("taiwan", 1), ("taiwan", 2)]
DPI = 24
LEVELS = 8
"""Greys kept of a page's picture, so that it stays small."""
MOST_APART = 1 / 500
"""Share of pixels that may be more than one level of grey away: versions of poppler differ."""

needs_poppler = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="no pdftoppm here")


@cache
def _pages(name):
    """The pages of an edition as made up, by number."""
    folder = FOLDERS[name]
    edition = load_edition(folder)
    style = load_style(edition.head.style, templates=data_folder("templates"), beside=folder)
    library = pipeline.open_library(cli.machine_cache(), cli.machine_fonts())
    desk = pipeline.open_desk(edition, style, FaceShelf(library))
    made = make_pages(edition, style, desk, jobs=1)
    return {page.number: page for page in finished(edition, made.pages, style=style, desk=desk)}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder of an edition's finished files."""

    @cache
    def build(name):
        out = tmp_path_factory.mktemp("out")
        options = pipeline.BuildOptions(
            out=out, cache=cli.machine_cache(), font_folders=cli.machine_fonts()
        )
        return pipeline.build(FOLDERS[name], options).folder

    return build


@pytest.fixture
def same_fonts(built, references, name):
    """Skips where the references were made with other fonts: those set other pages."""
    record = json.loads((built(name) / "edition.json").read_text("utf-8"))
    rows = [f"{f['role']} {f['weight']} {f['family']} {f['sha256']}" for f in record["fonts"]]
    if not references.has_text(f"{name}.fonts.txt", "\n".join(rows) + "\n"):
        pytest.skip("the references were made with other fonts")


@pytest.mark.parametrize("name", FOLDERS)
def test_pages_are_full_and_clean(name):
    """Pages without an error, every cell taken once."""
    assert [(name, number) for number in sorted(_pages(name))] == [p for p in PAGES if p[0] == name]
    for page in _pages(name).values():
        assert [d.code for d in page.diagnostics if d.severity is Severity.ERROR] == []
        cells = [
            (column, row)
            for block in page.blocks
            for column in range(block.column, block.column + block.columns)
            for row in range(block.row, block.row + block.rows)
            if 0 <= row < page.grid.rows and not _is_in_notch(block, page.grid, column, row)
        ]
        assert len(cells) == len(set(cells)) == page.grid.columns * page.grid.rows


def _is_in_notch(block, grid, column, row):
    """Whether a cell of a block is that of the piece in its corner."""
    cell = grid.rect(column, row, 1, 1)
    notch = block.notch
    return notch is not None and cell.x >= notch.x - 1e-6 and notch.y < cell.bottom <= notch.bottom


@pytest.mark.parametrize("name", FOLDERS)
def test_the_record_keeps_to_its_schema(built, name):
    """``edition.json`` is what its types, and so the shipped schema, say."""
    record = json.loads((built(name) / "edition.json").read_text("utf-8"))
    TypeAdapter(EditionRecord).validate_json(json.dumps(record), strict=True)
    assert [(name, page["number"]) for page in record["pages"]] == [
        p for p in PAGES if p[0] == name
    ]
    assert all(article["pages"] for article in record["articles"])


@pytest.mark.parametrize(("name", "number"), PAGES)
@pytest.mark.usefixtures("same_fonts")
def test_places_are_those_last_looked_at(references, name, number):
    """Blocks, parts and legs stand where they stood."""
    references.check_text(f"{name}-{number:02d}.page.txt", dump_page(_pages(name)[number]))


@needs_poppler
@pytest.mark.parametrize(("name", "number"), PAGES)
@pytest.mark.usefixtures("same_fonts")
def test_pages_look_as_they_did(built, tmp_path, references, name, number):
    """A small picture of each page, in a few greys."""
    picture = _picture(built(name) / f"{number:02d}.pdf", tmp_path / "page")
    references.check_picture(f"{name}-{number:02d}.png", picture, _apart)


def _picture(pdf, stem):
    """A page at 24 dots an inch in eight greys."""
    command = ["pdftoppm", "-r", str(DPI), "-gray", "-singlefile", "-png", str(pdf), str(stem)]
    subprocess.run(command, check=True)  # noqa: S603 - a tool of the system
    step = 256 // LEVELS
    greys = [grey // step * 255 // (LEVELS - 1) for grey in range(256)]
    with Image.open(stem.with_suffix(".png")) as page:
        return page.convert("L").point(greys)


def _apart(one, two):
    """Whether two pictures differ by more than versions of the renderer do."""
    if one.size != two.size:
        return True
    counts = ImageChops.difference(one, two).histogram()
    far = sum(counts[255 // (LEVELS - 1) + 2 :])
    return far > MOST_APART * one.width * one.height
