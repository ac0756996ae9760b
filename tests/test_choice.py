"""The accepted layout is kept: a correction moves nothing else; proposals can be accepted."""

import datetime as dt
import json
import random
import re

import pikepdf
import pytest

from layout.content.scaffold import SPECIMEN, new_edition

DAY = dt.date(2026, 2, 3)


@pytest.fixture
def edition(tmp_path):
    """The specimen edition with a pool, for a test to change."""
    folder = tmp_path / "e"
    new_edition(folder, DAY)
    return folder


@pytest.fixture
def build(tmp_path, banxin):
    """Builds the edition and reads its record; errors of the run are not expected."""

    def run(folder, *words, exit_code=0):
        out = tmp_path / "out"
        result = banxin("build", str(folder), "--out", str(out), "--jobs", "1", "--quiet", *words)
        assert result.exit_code == exit_code, result.stderr
        made = out / "banxin-daily" / DAY.isoformat()
        return json.loads((made / "edition.json").read_text("utf-8")), made

    return run


def correct(path, old, new):
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def without_article(record, article):
    """The record less everything that is of one article, or a hash of a page."""
    kept = json.loads(json.dumps(record))
    for page in kept["pages"]:
        page["sha256"] = ""
        for block in page["blocks"]:
            if block["article"] == article:
                block["text_columns"] = []
    kept["articles"] = [a for a in kept["articles"] if a["id"] != article]
    return kept


def cells(record):
    keys = ("column", "row", "columns", "rows", "boxed")
    return {b["id"]: [b[k] for k in keys] for p in record["pages"] for b in p["blocks"]}


def correct_a_character(path):
    """Another character for one of the copy's."""
    head, mark, body = path.read_text("utf-8").rpartition("---\n")
    sentence = re.search(r"[\u4e00-\u9fff]{6}", body)
    assert sentence is not None
    wrong = sentence[0]
    path.write_text(head + mark + body.replace(wrong, wrong[:-1] + "某", 1), encoding="utf-8")


def test_one_corrected_character_moves_nothing_else(edition, build):
    """In ``edition.json`` only the lines of the stories corrected differ.

    One of a page's own, one that the pool has given it, and one that is held over, where the
    edition has more stories in the pool than it can print, and fillers.
    """
    head = (edition / "edition.yaml").read_text("utf-8")
    fillers = "" if "fillers:" in head else "fillers: [{text: 少说空话。}, {text: 多办实事。}]\n"
    (edition / "edition.yaml").write_text(head + fillers, encoding="utf-8")
    (edition / "pool").mkdir(exist_ok=True)
    copy = max((path.read_text("utf-8") for path in edition.glob("0[12]/*.md")), key=len)
    body = re.findall(r"(?m)^[\u4e00-\u9fff].{40,}$", copy.rpartition("---\n")[2])
    for k in range(6):
        text = "\n\n".join(body[k % len(body) :][: 2 + k])
        told = f"---\nheadline: 稿池里的第{k + 1}篇\nrank: {50 + k}\nstandby: true\n---\n{text}\n"
        (edition / f"pool/9{k}.md").write_text(told, encoding="utf-8")
    first, _ = build(edition, "--accept", "1")
    placed = {article["id"]: article for article in first["articles"]}
    own = next(name for name, told in placed.items() if name.startswith("01") and told["pages"])
    pool = {name: told for name, told in placed.items() if name.startswith("pool")}
    held = next(name for name, told in pool.items() if not told["pages"])
    given = [name for name, told in pool.items() if told["pages"]][:1]
    corrected = [own, held, *given]
    for name in corrected:
        correct_a_character(edition / placed[name]["source"])
    second, folder = build(edition)
    assert second != first
    one, two = first, second
    for name in corrected:
        one, two = without_article(one, name), without_article(two, name)
    for record in (one, two):  # a held story is told by its length
        record["diagnostics"] = [d for d in record["diagnostics"] if d["code"] != "STANDBY"]
    assert two == one
    assert cells(second) == cells(first)
    report = (folder / "report.txt").read_text("utf-8")
    assert "沿用 layout.lock 的版式" in report
    assert own in report.partition("改动的稿件：")[2]


def test_a_correction_without_a_lock_may_move_all(edition, build):
    """And a build with the lock is the build that was accepted, byte for byte on the pages."""
    _, folder = build(edition, "--accept", "1")
    before = {path.name: path.read_bytes() for path in folder.glob("*.pdf")}
    _, folder = build(edition)
    assert {path.name: path.read_bytes() for path in folder.glob("*.pdf")} == before


def test_a_layout_that_no_longer_fits_is_made_anew_and_told(edition, build):
    """The page that changed alone; the other keeps its cells."""
    first, _ = build(edition, "--accept", "1")
    story = max((edition / "02").glob("*.md"))
    draw = random.Random(4)
    more = re.findall(r"[^。\n#*>]{6,60}。", story.read_text("utf-8").rpartition("---\n")[2])
    story.write_text(
        story.read_text("utf-8") + "\n" + "".join(draw.choices(more, k=12)) + "\n", "utf-8"
    )
    out = edition.parent / "out" / "banxin-daily" / DAY.isoformat()
    try:
        second, _ = build(edition)
    except AssertionError:  # the page may be overset now; it is written all the same
        second = json.loads((out / "edition.json").read_text("utf-8"))
    (stale,) = [d for d in second["diagnostics"] if d["code"] == "LAYOUT_STALE"]
    assert (stale["page"], stale["severity"]) == (2, "warning")
    assert "填不好原来的" in stale["message"]
    own = {name for name in cells(first) if not name.startswith("a-02")}
    assert {k: v for k, v in cells(second).items() if k in own and k.startswith("a-01")} == {
        k: v for k, v in cells(first).items() if k in own and k.startswith("a-01")
    }


def test_proposals_stand_side_by_side_and_one_is_accepted(edition, build):
    """A sheet a page; the accepted proposal has other cells than the best, and stays."""
    first, folder = build(edition, "--proposals", "3")
    sheets = sorted((folder / "proposals").glob("*.pdf"))
    assert sheets
    number = int(sheets[0].stem)
    with pikepdf.open(sheets[0]) as pdf, pikepdf.open(folder / sheets[0].name) as page:
        assert len(pdf.pages) == 1
        wide = float(page.pages[0].trimbox[2])
        assert float(pdf.pages[0].mediabox[2]) >= 2 * wide
    second, folder = build(edition, "--accept", f"{number}:2")
    assert cells(second) != cells(first)
    assert not (folder / "proposals").exists()
    third, _ = build(edition)
    assert cells(third) == cells(second)


def test_a_layout_that_is_not_there_is_refused(edition, banxin):
    """With the number of those that are; nothing is written."""
    for story in sorted((edition / "02").glob("*.md"))[1:]:
        story.unlink()
    result = banxin("build", str(edition), "--out", str(edition / "out"), "--accept", "2:2")
    assert result.exit_code == 1
    assert "the page has 1 layouts; there is no number 2" in result.stderr
    assert not (edition / "out").exists()
    assert not (edition / "layout.lock").exists()


@pytest.mark.parametrize("text", ["", "{}", '{"format": "other", "pages": []}', '{"pages": 3}'])
def test_a_damaged_lock_is_named(edition, banxin, text):
    """The file, and what to do."""
    (edition / "layout.lock").write_text(text, encoding="utf-8")
    result = banxin("build", str(edition), "--out", str(edition / "out"))
    if text == "{}":
        assert result.exit_code == 0
        return
    assert result.exit_code == 1
    assert "layout.lock: layout.lock cannot be read" in result.stderr
    assert "hint: delete the file" in result.stderr


def test_what_is_no_number_is_a_wrong_use(banxin):
    """Exit status 2."""
    assert SPECIMEN.is_dir()
    assert banxin("build", str(SPECIMEN), "--accept", "best").exit_code == 2
