"""The sample edition in every profile, read by the validators and readers of the field."""

import json
import re
import subprocess
import unicodedata
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageMath

from layout.cli import PROFILES
from layout.rendering.profiles import PRESS_PROFILES, ProfileName

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "content" / "2026-01-01"
NAMES = ("01.pdf", "02.pdf", "edition.pdf")


def build(folder, out, profile):
    from layout.console import machine_cache, machine_fonts
    from layout.pipeline import BuildOptions
    from layout.pipeline import build as build_edition

    options = BuildOptions(
        out=out, cache=machine_cache(), font_folders=machine_fonts(), profile=profile, jobs=1
    )
    return build_edition(folder, options).folder


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The folder of the sample in a profile; each is made once."""
    made = {}

    def of(profile):
        if profile is ProfileName.PRESS and not any(Path(p).is_file() for p in PRESS_PROFILES):
            pytest.skip("no ICC profile of a press: install libgs-common")
        if profile not in made:
            made[profile] = build(SAMPLE, tmp_path_factory.mktemp(profile.value), profile)
        return made[profile]

    return of


def run(*words):
    done = subprocess.run(words, check=False, capture_output=True, text=True)  # noqa: S603 - ours
    return done.returncode, done.stdout, done.stderr


def verdicts(verapdf, files):
    """What veraPDF says of files by the standards they claim; one start of Java for all."""
    _, told, _ = run(verapdf, "--format", "text", "-v", *map(str, files))
    return told.splitlines()


def test_the_command_line_knows_the_profiles():
    """Its words are those of rendering."""
    assert list(PROFILES) == [name.value for name in ProfileName]


def test_the_files_keep_to_their_standards(built, validator):
    """VeraPDF passes the archive as PDF/A-3a and PDF/UA-1, the screen as PDF/UA-1."""
    archive, screen = built(ProfileName.ARCHIVE), built(ProfileName.SCREEN)
    files = [archive / "02.pdf", archive / "edition.pdf", screen / "edition.pdf"]
    assert verdicts(validator("verapdf"), files) == [
        f"PASS {archive / '02.pdf'} 3a",
        f"PASS {archive / '02.pdf'} ua1",
        f"PASS {archive / 'edition.pdf'} 3a",
        f"PASS {archive / 'edition.pdf'} ua1",
        f"PASS {screen / 'edition.pdf'} ua1",
    ]


def test_traditional_and_vertical_archives_keep_to_their_standards(tmp_path, validator):
    """A paper in Traditional Chinese, and one with vertical columns: PDF/A-3a and PDF/UA-1."""
    verapdf = validator("verapdf")
    resources = ROOT / "tests" / "resources"
    files = [
        build(resources / name, tmp_path / name, ProfileName.ARCHIVE) / "edition.pdf"
        for name in ("taiwan", "shapes")
    ]
    assert verdicts(verapdf, files) == [
        f"PASS {file} {standard}" for file in files for standard in ("3a", "ua1")
    ]


def test_the_archive_has_its_sources_in_it(built):
    """Every file the edition was made from, as it was, with relationship Source."""
    with pikepdf.open(built(ProfileName.ARCHIVE) / "edition.pdf") as pdf:
        held = {name: pdf.attachments[name] for name in pdf.attachments}
        assert {"edition.yaml", "paper.yaml"} <= set(held)
        for path in SAMPLE.rglob("*.md"):
            name = path.relative_to(SAMPLE).as_posix()
            assert held[name].get_file().read_bytes() == path.read_bytes()
        assert {str(item.AFRelationship) for item in pdf.Root.AF} == {"/Source"}
    with pikepdf.open(built(ProfileName.ARCHIVE) / "02.pdf") as pdf:
        assert not any(name.startswith("01/") and name.endswith(".md") for name in pdf.attachments)


@pytest.mark.parametrize("profile", list(ProfileName))
def test_other_readers_have_nothing_to_say(built, validator, profile):
    """Qpdf and Ghostscript read every file without a warning."""
    qpdf, gs = validator("qpdf"), validator("gs")
    for name in NAMES:
        file = str(built(profile) / name)
        status, told, warned = run(qpdf, "--check", file)
        assert (status, warned) == (0, ""), told
        assert run(gs, "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=nullpage", file) == (0, "", "")


@pytest.mark.parametrize("profile", list(ProfileName))
def test_the_same_bytes_every_time(built, tmp_path, profile):
    """Two builds of a profile are equal, X-4's identifier and the attachments' dates included."""
    again = build(SAMPLE, tmp_path, profile)
    for file in sorted(built(profile).iterdir()):
        assert (again / file.name).read_bytes() == file.read_bytes(), file.name


# ----------------------------------------------------------------- what other readers copy

READERS = {
    "pdftotext": ("pdftotext", "-raw", "-enc", "UTF-8", "{file}", "-"),
    "MuPDF": ("mutool", "draw", "-q", "-F", "txt", "-o", "-", "{file}"),
}


def bare(text):
    """Without white space, invisible characters and hyphens, which end lines or do not."""
    hyphens = "-\u00ad\u2010\ufffe\x02"
    kept = (c for c in text if not c.isspace() and c not in hyphens)
    return "".join(c for c in kept if unicodedata.category(c) != "Cf")


def read_by(reader, file, validator):
    if reader == "pdfium":
        with pypdfium2.PdfDocument(file) as document:
            return "".join(page.get_textpage().get_text_range() for page in document)
    command, *words = READERS[reader]
    status, told, _ = run(validator(command), *(word.format(file=file) for word in words))
    assert status == 0
    return told


@pytest.mark.parametrize("reader", ["pdftotext", "MuPDF", "pdfium"])
@pytest.mark.parametrize("profile", list(ProfileName))
def test_copied_text_is_the_copy(built, validator, profile, reader):
    """Character by character, column after column, story after story."""
    folder = built(profile)
    record = json.loads((folder / "edition.json").read_text("utf-8"))
    legs = [
        bare("".join(line["text"] for line in leg["lines"]))
        for page in record["pages"]
        for block in page["blocks"]
        for leg in block["text_columns"]
    ]
    assert sum(len(leg) for leg in legs) > 5000
    read, at = bare(read_by(reader, folder / "edition.pdf", validator)), 0
    for leg in legs:
        found = read.find(leg, at)
        assert found >= 0, leg
        at = found + len(leg)


JUMP_LINE = re.compile(r"（(下转|上接)第\d+版）")


def own_paragraphs(characters):
    """So much plain copy of our own editions."""
    found, marks = [], re.compile(r"[*#|>\[\]!`{}_~^<$\\-]|^\d")
    for path in sorted((ROOT / "content").rglob("*.md")):
        text = path.read_text("utf-8").split("---\n", 2)[-1]
        found += [part for part in text.split("\n\n") if len(part) > 60 and not marks.search(part)]
    while characters > 0:
        characters -= len(found[0])
        yield found.pop(0).replace("\n", "")


@pytest.fixture(scope="session")
def jumping(tmp_path_factory):
    """An edition whose lead goes on from its first page to the second, and the lead's text."""
    folder = tmp_path_factory.mktemp("jumping") / "2026-01-01"
    for name in ("01", "02"):
        (folder / name).mkdir(parents=True)
    (folder / "edition.yaml").write_text(
        "paper: {name: 报, slug: b}\ndate: 2026-01-01\nstyle: tabloid\n"
        "pages:\n  - {number: 1}\n  - {number: 2}\n",
        "utf-8",
    )
    copy = list(own_paragraphs(6400))
    lead, others = copy[:-6], copy[-6:]
    story = "---\nheadline: 一篇长稿\njump: 2\n---\n" + "\n\n".join(lead) + "\n"
    (folder / "01/lead.md").write_text(story, "utf-8")
    for k, text in enumerate(others):
        story = f"---\nheadline: 第{k}篇短稿\n---\n{text}\n"
        (folder / f"02/short-{k}.md").write_text(story, "utf-8")
    return folder, bare("".join(lead))


@pytest.mark.parametrize("profile", list(ProfileName))
def test_a_story_that_jumps_is_read_on_over_the_page(jumping, tmp_path, validator, profile):
    """Its lines are the copy, character by character, and each reader has them in that order."""
    folder, copy = jumping
    if profile is ProfileName.PRESS and not any(Path(p).is_file() for p in PRESS_PROFILES):
        pytest.skip("no ICC profile of a press: install libgs-common")
    done = build(folder, tmp_path, profile)
    record = json.loads((done / "edition.json").read_text("utf-8"))
    blocks = [
        (page["number"], block)
        for page in record["pages"]
        for block in page["blocks"]
        if block["article"] == "01-lead"
    ]
    assert len({number for number, _ in blocks}) > 1
    legs = [
        bare("".join(t for line in leg["lines"] if not JUMP_LINE.fullmatch(t := line["text"])))
        for _, block in blocks
        for leg in block["text_columns"]
    ]
    assert "".join(legs) == copy
    for reader in ("pdftotext", "MuPDF", "pdfium"):
        read, at = bare(read_by(reader, done / "edition.pdf", validator)), 0
        for leg in filter(None, legs):
            found = read.find(leg, at)
            assert found >= 0, (reader, leg)
            at = found + len(leg)


def test_large_print_has_all_copy_on_more_pages(built):
    """Body of 13.5 pt instead of 9, no story lost, every rank kept."""
    usual, large = (
        json.loads((built(profile) / "edition.json").read_text("utf-8"))
        for profile in (ProfileName.SCREEN, ProfileName.LARGE_PRINT)
    )
    assert len(large["pages"]) > len(usual["pages"])
    assert {page["grid"]["type_size_pt"] for page in large["pages"]} == {13.5}
    told = [[(a["id"], a["rank"]) for a in record["articles"]] for record in (usual, large)]
    assert told[0] == told[1]
    assert all(article["pages"] for article in large["articles"])
    assert [page["number"] for page in large["pages"]] == list(range(1, len(large["pages"]) + 1))


# ------------------------------------------------------------------------------ the press

INKS = ("Cyan", "Magenta", "Yellow", "Black")
PPI = 100


@pytest.fixture(scope="session")
def plates(built, validator, tmp_path_factory):
    """The separations of page 1, ink as levels 0 to 255."""
    out = tmp_path_factory.mktemp("plates")
    gs = validator("gs")
    file = built(ProfileName.PRESS) / "01.pdf"
    words = ("-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=tiffsep", f"-r{PPI}", "-dOverprint=/simulate")
    assert run(gs, *words, f"-sOutputFile={out}/p.tif", str(file))[0] == 0
    return {
        ink: Image.open(out / f"p({ink}).tif").convert("L").point(lambda level: 255 - level)
        for ink in INKS
    }


def boxes(page):
    return {name: [float(side) for side in page[f"/{name}"]] for name in ("MediaBox", "TrimBox")}


def part(page, plate, x, y, width, height):
    """A part of a plate; points from the top left of the trimmed page."""
    media, trim = boxes(page)["MediaBox"], boxes(page)["TrimBox"]
    left, top = trim[0] - media[0] + x, media[3] - trim[3] + y
    sides = (left, top, left + width, top + height)
    return plate.crop(tuple(round(side * PPI / 72) for side in sides))


@pytest.fixture
def page(built):
    with pikepdf.open(built(ProfileName.PRESS) / "01.pdf") as pdf:
        yield pdf.pages[0]


def test_the_boxes_of_a_press_page(page):
    """275 x 390 mm, 3 mm of bleed, marks beyond; exact to a hundredth of a point."""
    width, height, bleed = 275 / 25.4 * 72, 390 / 25.4 * 72, 3 / 25.4 * 72
    assert [float(side) for side in page.TrimBox] == pytest.approx([0, 0, width, height], abs=0.01)
    assert [float(side) for side in page.BleedBox] == pytest.approx(
        [-bleed, -bleed, width + bleed, height + bleed], abs=0.01
    )
    assert all(abs(edge) > bleed + 20 for edge in boxes(page)["MediaBox"][:2])


def test_text_is_on_the_black_plate_alone(built, plates, page):
    """A column of body copy leaves nothing on the other plates."""
    record = json.loads((built(ProfileName.PRESS) / "edition.json").read_text("utf-8"))
    columns = [
        leg["bbox_pt"] for block in record["pages"][0]["blocks"] for leg in block["text_columns"]
    ]
    assert columns
    for bbox in columns:
        levels = {ink: part(page, plate, *bbox).getextrema()[1] for ink, plate in plates.items()}
        assert levels["Black"] > 200
        assert [levels[ink] for ink in INKS[:3]] == [0, 0, 0]


def painted_text(sheet):
    """What each text-showing operator paints with: render mode and colour operands."""
    mode, color, saved = 0, None, []
    for operands, operator in pikepdf.parse_content_stream(sheet):
        name = str(operator)
        if name == "q":
            saved.append((mode, color))
        elif name == "Q":
            mode, color = saved.pop()
        elif name == "Tr":
            mode = int(operands[0])
        elif name in ("scn", "sc", "k", "g", "rg"):
            color = tuple(float(value) for value in operands)
        elif name in ("TJ", "Tj"):
            yield mode, color


def test_no_text_operator_paints_in_colour(built):
    """Column heads and the title of the contents, too; the nameplate is no text."""
    with pikepdf.open(built(ProfileName.PRESS) / "edition.pdf") as pdf:
        shown = [item for sheet in pdf.pages for item in painted_text(sheet)]
    assert {color[:3] for _, color in shown} == {(0, 0, 0)}
    assert {mode for mode, _ in shown} == {0}


def test_only_pictures_and_the_name_of_the_paper_are_in_colour(built, plates, page):
    """What is set in type, heads and the contents included, leaves the colour plates empty."""
    record = json.loads((built(ProfileName.PRESS) / "edition.json").read_text("utf-8"))
    inked = {}
    for block in record["pages"][0]["blocks"]:
        xs, ys = zip(*block["polygon_pt"], strict=True)
        bbox = (min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
        levels = {part(page, plates[ink], *bbox).getextrema()[1] for ink in INKS[:3]}
        if not block["pictures"]:
            inked.setdefault(levels != {0}, set()).add(block["kind"])
    assert inked[True] == {"nameplate"}
    assert "article" in inked[False]


def test_marks_stand_on_every_plate(plates, page):
    """Crop marks, and crosses in the middle of each side, in registration colour."""
    _, _, width, height = boxes(page)["TrimBox"]
    middles = (
        (width / 2, -18),
        (width / 2, height + 18),
        (-18, height / 2),
        (width + 18, height / 2),
    )
    corners = ((0, -20), (width, height + 20), (-20, 0), (width + 20, height))
    for x, y in (*middles, *corners):
        for ink, plate in plates.items():
            mark = part(page, plate, x - 7, y - 7, 14, 14)
            assert mark.getextrema()[1] > 60, (ink, x, y)


def test_no_place_has_too_much_ink(plates, page):
    """240 % of the four inks together, from the separations; marks beyond the trim included."""
    _, _, width, height = boxes(page)["TrimBox"]
    c, m, y, k = (part(page, plates[ink], -40, -40, width + 80, height + 80) for ink in INKS)
    total = ImageMath.lambda_eval(
        lambda ink: ink["c"] + ink["m"] + ink["y"] + ink["k"], c=c, m=m, y=y, k=k
    )
    assert 150 < total.getextrema()[1] / 2.55 <= 240


def test_nothing_is_in_colours_of_the_screen(built):
    """No RGB colour in a content stream, no RGB picture; black text prints over."""
    with pikepdf.open(built(ProfileName.PRESS) / "edition.pdf") as pdf:
        for sheet in pdf.pages:
            operators = {str(op) for _, op in pikepdf.parse_content_stream(sheet)}
            assert not operators & {"rg", "RG"}
            assert {"scn", "gs"} <= operators
            states = sheet.Resources.ExtGState
            assert (states.Over.op, states.Over.OPM) == (True, 1)
            for image in sheet.get_images().values():
                assert image.ColorSpace in (pikepdf.Name.DeviceCMYK, pikepdf.Name.DeviceGray)


def test_the_output_intent_names_the_printing_condition(built):
    """PDF/X-4 (ISO 15930-7): identifier, registry and profile; the standard is told in XMP."""
    with pikepdf.open(built(ProfileName.PRESS) / "01.pdf") as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert str(intent.S) == "/GTS_PDFX"
        assert str(intent.OutputConditionIdentifier) == "CGATS TR 001"
        assert str(intent.RegistryName) == "http://www.color.org"
        assert intent.DestOutputProfile.read_bytes()[16:20] == b"CMYK"
        assert pdf.open_metadata()["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"
        assert (
            pdf.docinfo["/Trapped"] == pikepdf.Name.False_ or str(pdf.docinfo.Trapped) == "/False"
        )
