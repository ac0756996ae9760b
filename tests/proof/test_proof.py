"""Deliberate defects in finished files are found; good files are passed in silence."""

import datetime as dt
import hashlib
import json
import re
import shutil
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from layout.console import machine_cache, machine_fonts
from layout.content.scaffold import new_edition
from layout.errors import ProofError
from layout.pipeline import BuildOptions, build
from layout.proof import proof_edition
from layout.proof.model import Tools
from layout.proof.waivers import read_waivers
from layout.rendering.profiles import PRESS_PROFILES, ProfileName

PAGE, EDITION = "01.pdf", "edition.pdf"


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    """What ``banxin new`` writes, and a picture: two pages with links from one to the other."""
    folder = tmp_path_factory.mktemp("content") / "new"
    new_edition(folder, dt.date(2026, 1, 1))
    lead = folder / "01" / "01-from-copy-to-page.md"
    picture = "pictures: [{file: forme.png, caption: 一版活字。, credit: 本报, crop: 0.3}]\nrank: 1"
    lead.write_text(lead.read_text("utf-8").replace("rank: 1", picture), "utf-8")
    across = Image.linear_gradient("L").resize((1200, 900))
    forme = Image.merge("RGB", (across, across.rotate(180), across.point(lambda v: v // 2)))
    forme.save(folder / "01" / "forme.png")
    return folder


@pytest.fixture(scope="module")
def finished(content, tmp_path_factory):
    """The edition in a profile; each is made once."""
    made = {}

    def of(profile):
        if profile is ProfileName.PRESS and not any(Path(p).is_file() for p in PRESS_PROFILES):
            pytest.skip("no ICC profile of a press: install libgs-common")
        if profile not in made:
            options = BuildOptions(
                out=tmp_path_factory.mktemp(profile.value),
                cache=machine_cache(),
                font_folders=machine_fonts(),
                profile=profile,
            )
            made[profile] = build(content, options).folder
        return made[profile]

    return of


def codes(folder, tools=None):
    report = proof_edition(folder, **({"tools": tools} if tools else {}))
    return {finding.diagnostic.code for finding in report.findings}


@pytest.mark.parametrize("profile", [ProfileName.SCREEN, ProfileName.PRESS, ProfileName.ARCHIVE])
def test_good_files_are_passed_in_silence(finished, profile):
    """Not a warning either."""
    assert codes(finished(profile)) == set()


# -------------------------------------------------------------------------------- defects


def in_stream(change):
    """A defect in the page's own content stream."""

    def damage(pdf):
        contents = pdf.pages[0].Contents
        stream = contents[1] if isinstance(contents, pikepdf.Array) else contents
        before = stream.read_bytes()
        after = change(before)
        assert after != before
        stream.write(after)

    return damage


def drop_a_line(data):
    """The third text object loses its last line."""
    at = [match.span() for match in re.finditer(rb"\[<[0-9a-f<>. -]{60,}>\]TJ", data)][-1]
    return data[: at[0]] + data[at[1] :]


def move_a_line(data):
    """The last line goes down six pixels."""
    found = list(re.finditer(rb"(1 0 0 -1 [\d.]+ )([\d.]+)( Tm\n?\[<[0-9a-f<>. -]{60,})", data))[-1]
    lower = f"{float(found[2]) + 6:g}".encode()
    return data[: found.start(2)] + lower + data[found.end(2) :]


def drop_the_picture(data):
    return re.sub(rb"/\S+ Do", b"", data, count=1)


def set_box(name, change):
    def damage(pdf):
        page = pdf.pages[0]
        page[name] = pikepdf.Array([change(float(side)) for side in page[name]])

    return damage


def fonts(pdf):
    return [font for font in pdf.pages[0].Resources.Font.values() if "/DescendantFonts" in font]


def drop_the_font_file(pdf):
    descriptor = fonts(pdf)[0].DescendantFonts[0].FontDescriptor
    for key in ("/FontFile2", "/FontFile3"):
        if key in descriptor:
            del descriptor[key]


def same_font_names(pdf):
    for font in fonts(pdf):
        font.BaseFont = pikepdf.Name("/AAAAAA+Same")


def wrong_character(pdf):
    """版 is copied as 板."""
    for font in fonts(pdf):
        table = font.ToUnicode.read_bytes()
        font.ToUnicode.write(table.replace(b"<7248>", b"<677f>"))


def drop_to_unicode(pdf):
    del fonts(pdf)[0]["/ToUnicode"]


def coarse_picture(pdf):
    image = next(iter(pdf.pages[0].get_images().values()))
    image.write(bytes(3 * 20 * 15))
    image.Width, image.Height, image.BitsPerComponent = 20, 15, 8
    image.ColorSpace = pikepdf.Name.DeviceRGB
    for key in ("/Decode", "/DecodeParms"):
        if key in image:
            del image[key]


def rgb_picture(pdf):
    next(iter(pdf.pages[0].get_images().values())).ColorSpace = pikepdf.Name.DeviceRGB


def links(pdf):
    return [link for page in pdf.pages for link in page.obj.get("/Annots", ())]


def dead_link(pdf):
    next(link for link in links(pdf) if "/Dest" in link).Dest = pikepdf.String("nowhere")


def link_off_the_page(pdf):
    links(pdf)[0].Rect = pikepdf.Array([-500, -500, -400, -400])


def drop_alt(pdf):
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        if "/Alt" in element:
            del element["/Alt"]
        kids = element.get("/K", [])
        waiting += [kid for kid in kids if isinstance(kid, pikepdf.Dictionary)]


def drop_from_root(key):
    def damage(pdf):
        del pdf.Root[key]

    return damage


def other_title(pdf):
    pdf.docinfo.Title = "另一张报"


def turned(pdf):
    pdf.pages[0].Rotate = 90


def script(pdf):
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.beep()")


def append(data):
    return lambda before: before + b"\n" + data


SCREEN, PRESS, ARCHIVE = ProfileName.SCREEN, ProfileName.PRESS, ProfileName.ARCHIVE

DEFECTS = {
    "a dropped line": (SCREEN, PAGE, in_stream(drop_a_line), "PROOF_TEXT"),
    "a moved line": (SCREEN, PAGE, in_stream(move_a_line), "PROOF_MOVED"),
    "a dropped picture": (SCREEN, PAGE, in_stream(drop_the_picture), "PROOF_PICTURE"),
    "a coarse picture": (SCREEN, PAGE, coarse_picture, "PROOF_RESOLUTION"),
    "a wrong character": (SCREEN, PAGE, wrong_character, "PROOF_TEXT"),
    "a font not embedded": (SCREEN, PAGE, drop_the_font_file, "PROOF_FONT_NOT_EMBEDDED"),
    "fonts of one name": (SCREEN, PAGE, same_font_names, "PROOF_FONT_NAME"),
    "a font without text": (SCREEN, PAGE, drop_to_unicode, "PROOF_TO_UNICODE"),
    "a link to nowhere": (SCREEN, EDITION, dead_link, "PROOF_LINK_DEAD"),
    "a link off the page": (SCREEN, EDITION, link_off_the_page, "PROOF_LINK_PLACE"),
    "no outline": (SCREEN, EDITION, drop_from_root("/Outlines"), "PROOF_OUTLINE"),
    "no tags": (SCREEN, PAGE, drop_from_root("/StructTreeRoot"), "PROOF_UNTAGGED"),
    "no language": (ARCHIVE, PAGE, drop_from_root("/Lang"), "PROOF_LANG"),
    "a picture without words": (ARCHIVE, PAGE, drop_alt, "PROOF_NO_ALT"),
    "another title": (ARCHIVE, PAGE, other_title, "PROOF_TITLE"),
    "no output intent": (ARCHIVE, PAGE, drop_from_root("/OutputIntents"), "PROOF_INTENT"),
    "a turned page": (SCREEN, PAGE, turned, "PROOF_TURNED"),
    "a trim box too small": (PRESS, PAGE, set_box("/TrimBox", lambda x: x * 0.99), "PROOF_BOX"),
    "no bleed": (PRESS, PAGE, set_box("/BleedBox", lambda x: max(x, 0)), "PROOF_BOX"),
    "a script": (PRESS, PAGE, script, "PROOF_CONFORMANCE"),
    "an RGB rule": (PRESS, PAGE, in_stream(append(b"1 0 0 rg 9 9 9 1 re f")), "PROOF_SCREEN_COLOR"),
    "an RGB picture": (PRESS, PAGE, rgb_picture, "PROOF_SCREEN_COLOR"),
    "type in colour": (
        PRESS,
        PAGE,
        in_stream(lambda data: data.replace(b"0 0 0 1 scn", b"0 1 1 0 scn")),
        "PROOF_COLORED_TEXT",
    ),
    "too much ink": (PRESS, PAGE, in_stream(append(b"1 1 1 1 k 9 9 9 1 re f")), "PROOF_INK"),
}


def damaged(folder, out, name, damage):
    """A copy of an edition with a defect in one file, whose hash the record knows."""
    shutil.copytree(folder, out)
    with pikepdf.open(folder / name) as pdf:
        damage(pdf)
        pdf.save(out / name)
    record = json.loads((out / "edition.json").read_text("utf-8"))
    for page in record["pages"]:
        page["sha256"] = hashlib.sha256((out / page["pdf"]).read_bytes()).hexdigest()
    (out / "edition.json").write_text(json.dumps(record), "utf-8")
    return out


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_found(finished, tmp_path, name):
    """And the finding says which file it is in."""
    profile, file, damage, code = DEFECTS[name]
    report = proof_edition(damaged(finished(profile), tmp_path / "out", file, damage))
    found = [finding.diagnostic for finding in report.findings]
    assert code in {diagnostic.code for diagnostic in found}
    assert {str(diagnostic.span) for diagnostic in found} <= {file, PAGE}
    assert not report.is_clean


def test_text_in_colour_is_found_in_the_separations(finished, tmp_path, validator):
    """Cyan below black: nothing a look at the page would show."""
    tools = Tools(ghostscript=validator("gs"))
    assert codes(finished(PRESS), tools) == set()
    change = in_stream(lambda data: data.replace(b"0 0 0 1 scn", b"1 0 0 1 scn"))
    bad = damaged(finished(PRESS), tmp_path / "out", PAGE, change)
    assert codes(bad, tools) == {"PROOF_COLORED_TEXT"}


def test_verapdf_is_asked_where_it_is(finished, tmp_path, validator):
    """A glyph's width that is not the font's breaks PDF/A; no check of ours would find it."""
    tools = Tools(verapdf=validator("verapdf"))

    def wrong_widths(pdf):
        for font in fonts(pdf):
            font.DescendantFonts[0].DW = 777

    bad = damaged(finished(ARCHIVE), tmp_path / "out", PAGE, wrong_widths)
    report = proof_edition(bad, tools=tools)
    told = [f.diagnostic.message.en for f in report.findings if f.diagnostic.span.file == PAGE]
    assert any(text.startswith("breaks veraPDF 3a") for text in told)


def test_files_that_are_missing_or_exchanged_are_found(finished, tmp_path):
    """Each by its own code."""
    out = tmp_path / "out"
    shutil.copytree(finished(SCREEN), out)
    (out / PAGE).unlink()
    shutil.copy(out / EDITION, out / "02.pdf")
    assert {"PROOF_FILE", "PROOF_HASH", "PROOF_PAGES"} <= codes(out)


def test_copy_that_is_not_on_the_pages_is_found(finished, tmp_path):
    """The record has the article as it was written."""
    out = tmp_path / "out"
    shutil.copytree(finished(SCREEN), out)
    record = json.loads((out / "edition.json").read_text("utf-8"))
    record["articles"][0]["body"][0]["runs"][0]["text"] += "还有一句。"
    (out / "edition.json").write_text(json.dumps(record), "utf-8")
    assert codes(out) == {"PROOF_COPY"}


def test_a_folder_without_an_edition_is_an_error(tmp_path):
    """It says what to do."""
    with pytest.raises(ProofError, match="no finished edition"):
        proof_edition(tmp_path)


# ------------------------------------------------------------------------------- command line


def test_the_command_tells_a_table_or_json_and_fails_on_errors(banxin, finished, tmp_path):
    """Exit 0 in good order, 1 with an error left."""
    good = banxin("proof", str(finished(PRESS)))
    assert good.exit_code == 0
    assert re.search(r"^boxes +pikepdf +0 +0$", good.stdout, re.MULTILINE)
    bad = damaged(finished(PRESS), tmp_path / "out", PAGE, script)
    told = banxin("proof", str(bad), "--json")
    assert told.exit_code == 1
    report = json.loads(told.stdout)
    assert (report["clean"], report["profile"]) == (False, "press")
    assert [(f["code"], f["file"], f["page"]) for f in report["findings"]] == [
        ("PROOF_CONFORMANCE", PAGE, None)
    ]


def test_what_was_looked_at_can_be_accepted(banxin, finished, tmp_path):
    """With a reason; a waiver that nothing answers to is told."""
    bad = damaged(finished(PRESS), tmp_path / "out", PAGE, script)
    waivers = tmp_path / "waivers.yaml"
    waivers.write_text(
        "waivers:\n- {code: PROOF_CONFORMANCE, reason: 印厂同意}\n"
        "- {code: PROOF_INK, reason: 旧的}\n",
        "utf-8",
    )
    told = banxin("proof", str(bad), "--waivers", str(waivers), "--json")
    report = json.loads(told.stdout)
    assert (told.exit_code, report["clean"]) == (0, True)
    assert [(w["code"], w["reason"]) for w in report["waived"]] == [
        ("PROOF_CONFORMANCE", "印厂同意")
    ]
    assert [f["code"] for f in report["findings"]] == ["PROOF_WAIVER_UNUSED"]


@pytest.mark.parametrize(
    "text", ["- {code: PROOF_INK}\n", "- {code: X, reason: ''}\n", "- {reason: a, code: b, x: 1}\n"]
)
def test_a_waiver_needs_a_reason(tmp_path, text):
    """And a code, and nothing else; the error has the line."""
    path = tmp_path / "waivers.yaml"
    path.write_text(f"waivers:\n{text}", "utf-8")
    with pytest.raises(ProofError) as caught:
        read_waivers(path)
    (finding,) = caught.value.findings
    assert finding.span.line == 2
