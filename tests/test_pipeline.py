"""Whole builds: the same bytes anywhere, nothing half written, nothing lost on the way."""

import datetime as dt
import json
import os
import random
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from layout import cli, pipeline
from layout.content import load_edition
from layout.content.scaffold import SPECIMEN, new_edition
from layout.project import data_folder
from layout.shaping.model import FaceKey, Role

DAY = dt.date(2026, 2, 3)
SONG = FaceKey(role=Role.SONG)
JUMP = re.compile(r"（(?:下转|上接)第\d+版）")


@dataclass(frozen=True, kw_only=True)
class Build:
    """What one run of the command said and wrote."""

    exit_code: int
    stderr: str
    folder: Path

    @property
    def record(self):
        return json.loads((self.folder / "edition.json").read_text("utf-8"))

    def page(self, number):
        return next(page for page in self.record["pages"] if page["number"] == number)

    def findings(self, code):
        return [found for found in self.record["diagnostics"] if found["code"] == code]

    def lines_of(self, article):
        """The lines of an article, jump lines among them, page by page in reading order."""
        return [
            line["text"]
            for page in self.record["pages"]
            for block in page["blocks"]
            if block["article"] == article
            for leg in block["text_columns"]
            for line in leg["lines"]
        ]


@pytest.fixture
def edition(tmp_path):
    """The folder of the specimen edition, for a test to change."""
    new_edition(tmp_path / "e", DAY)
    return tmp_path / "e"


@pytest.fixture
def build(tmp_path, banxin):
    """Builds an edition folder in this process, in one."""

    def run(folder, *words):
        out = tmp_path / "out"
        result = banxin("build", str(folder), "--out", str(out), "--jobs", "1", "--quiet", *words)
        made = out / "banxin-daily" / DAY.isoformat()
        return Build(exit_code=result.exit_code, stderr=result.stderr, folder=made)

    return run


def copy_of(characters, seed):
    """Paragraphs of the specimen's own sentences in a new order, so long at least."""
    draw = random.Random(seed)
    text = "".join(
        path.read_text("utf-8").rpartition("---\n")[2] for path in sorted(SPECIMEN.rglob("*.md"))
    )
    sentences = re.findall(r"[^。\n#*>]{6,60}。", text)
    paragraphs, count = [], 0
    while count < characters:
        paragraphs.append("".join(draw.sample(sentences, draw.randint(2, 6))))
        count += len(paragraphs[-1])
    return paragraphs


def write_article(path, paragraphs, head="headline: 一篇凑数的稿件"):
    path.write_text(f"---\n{head}\n---\n" + "\n\n".join(paragraphs) + "\n", encoding="utf-8")


def tree(folder):
    """Names and bytes of all files below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def placed(lines):
    return "".join("".join(lines).split())


# -- same input, same bytes ------------------------------------------------------------


def run_elsewhere(folder, jobs, **environment):
    """A build in a process of its own, as from another machine."""
    shutil.copytree(SPECIMEN, folder / "e")
    grain = random.Random(5).randbytes(600 * 400)
    Image.frombytes("L", (600, 400), grain).save(folder / "e" / "01" / "grain.png")
    story = folder / "e" / "01" / "01-from-copy-to-page.md"
    head = "pictures: [{file: grain.png, caption: 一图。}]\n"
    story.write_text(story.read_text("utf-8").replace("---\n", "---\n" + head, 1), "utf-8")
    shutil.copytree(folder / "e" / "02", folder / "e" / "03")
    with (folder / "e" / "edition.yaml").open("a", encoding="utf-8") as edition:
        edition.write("  - number: 3\n")
    for number in (1, 2, 3):  # a character without a face on each page
        last = max((folder / "e" / f"0{number}").glob("*.md"))
        last.write_text(last.read_text("utf-8") + f"\n{chr(0x1200 + number)}。\n", "utf-8")
    command = [sys.executable, "-m", "layout", "build", "e", "--jobs", jobs, "--quiet"]
    subprocess.run(  # noqa: S603 - our own program
        [*command, "--out", "out"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **environment},
        capture_output=True,
        check=False,
    )
    return tree(folder / "out")


def test_two_machines_make_the_same_bytes(tmp_path):
    """Folder, hash seed, time zone, language and number of processes leave no trace."""
    for name in ("one", "another"):
        (tmp_path / name).mkdir()
    seeds = {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "zh_CN.UTF-8"}
    others = {"PYTHONHASHSEED": "77", "TZ": "America/New_York", "LC_ALL": "C"}
    one = run_elsewhere(tmp_path / "one", "1", **seeds)
    another = run_elsewhere(tmp_path / "another", "2", **others)
    assert len(one) == 7
    report = one["banxin-daily/2000-01-01/report.txt"].decode()
    assert re.findall("U\\+120.", report) == ["U+1201", "U+1202", "U+1203"]
    assert list(one) == list(another)
    assert [name for name in one if one[name] != another[name]] == []


# -- files -----------------------------------------------------------------------------


def test_a_rebuild_leaves_no_stale_files_and_a_failure_no_trace(edition, build):
    """Pages that are gone from the edition go from the output; a bad edition changes nothing."""
    first = build(edition)
    assert first.exit_code == 0
    assert (first.folder / "02.pdf").is_file()
    shutil.rmtree(edition / "02")
    head = edition / "edition.yaml"
    head.write_text(head.read_text("utf-8").partition("  - number: 2")[0], "utf-8")
    second = build(edition)
    assert second.exit_code == 0
    names = ["01.pdf", "edition.json", "edition.pdf", "report.json", "report.txt"]
    assert sorted(path.name for path in second.folder.iterdir()) == names
    before = tree(second.folder)
    (edition / "01" / "02-type-cases.md").write_text("---\nheadline: [\n---\n字", "utf-8")
    assert build(edition).exit_code == 1
    assert tree(second.folder) == before
    assert [path.name for path in second.folder.parent.iterdir()] == [DAY.isoformat()]


# -- too much and too little copy ------------------------------------------------------


def test_an_overset_page_says_by_how_much(edition, build):
    """The article left out, its characters, where it stands; the files are written all the same."""
    paragraphs = copy_of(1500, seed=1)
    head = "headline: 放不下的长稿\njump: never\nrank: 9"
    write_article(edition / "02" / "99-more.md", paragraphs, head)
    made = build(edition)
    (found,) = made.findings("OVERSET")
    assert made.exit_code == 1
    assert (found["severity"], found["page"]) == ("error", 2)
    assert found["span"] == "02/99-more.md:2:1"
    assert f"{len(''.join(paragraphs))} 字" in found["message"]
    assert "放不下的长稿" in found["message"]
    assert f"{edition}/02/99-more.md:2:1: page 2 is overset" in made.stderr
    assert made.lines_of("02-99-more") == []
    assert (made.folder / "02.pdf").is_file()
    held = next(a for a in made.record["articles"] if a["id"] == "02-99-more")
    assert (held["pages"], held["characters"]) == ([], 0)


def test_an_underset_page_says_by_how_much(edition, build):
    """Rows left empty, and the characters that would fill them; the files are written."""
    for name in ("02-headline-weight", "04-margins", "03-pictures"):
        (edition / "02" / f"{name}.md").unlink()
    made = build(edition)
    (found,) = made.findings("UNDERSET")
    rows = int(re.search(r"空 (\d+) 行", found["message"])[1])
    assert made.exit_code == 1
    assert (found["severity"], found["page"]) == ("error", 2)
    assert 0 < rows < 60
    assert f"约 {rows * 5 * 14} 字" in found["hint"]
    assert f"page 2 is short of copy: {rows} rows empty at the foot" in made.stderr
    assert f"版脚空 {rows} 行" in (made.folder / "report.txt").read_text("utf-8")


def test_a_long_article_goes_on_overleaf(edition, build):
    """Both parts carry their jump line, and every character is set once, in order."""
    for name in ("02-type-cases", "03-line-starts", "04-song", "05-proofs"):
        (edition / "01" / f"{name}.md").unlink()
    for name in ("02-headline-weight", "03-pictures", "04-margins", "05-short"):
        (edition / "02" / f"{name}.md").unlink()
    paragraphs = copy_of(5600, seed=3)
    write_article(edition / "01" / "02-long.md", paragraphs, "headline: 一篇要转版的长稿\nrank: 2")
    made = build(edition)
    lines = made.lines_of("01-02-long")
    assert [line for line in lines if JUMP.fullmatch(line)] == ["（下转第2版）", "（上接第1版）"]
    assert placed(line for line in lines if not JUMP.fullmatch(line)) == "".join(paragraphs)
    entry = next(a for a in made.record["articles"] if a["id"] == "01-02-long")
    assert (entry["pages"], entry["characters"]) == ([1, 2], len("".join(paragraphs)))


def test_what_is_set_is_what_was_written(edition, build):
    """Every article of the edition, character for character."""
    made = build(edition)
    for article in load_edition(edition).articles:
        text = "".join(f"{block.marker}{block.text}" for block in article.body)
        assert placed(made.lines_of(article.id)) == placed(article.head.dateline + text)


# -- sorts and pictures ----------------------------------------------------------------


def test_a_character_without_a_face(edition, build):
    """The place in the file, the code, and 〓 on the page where it should stand."""
    story = edition / "01" / "04-song.md"
    text = story.read_text("utf-8").rstrip("\n")
    line = text.count("\n") + 1
    story.write_text(text + "此字\u1200无字可排。\n", "utf-8")
    made = build(edition)
    (found,) = made.findings("MISSING_SORT")
    assert made.exit_code == 1
    assert found["span"].startswith(f"01/04-song.md:{line}")
    assert "U+1200" in found["message"]
    assert "此字\u1200无字可排。" in placed(made.lines_of("01-04-song"))
    if shutil.which("pdftotext"):
        told = subprocess.run(  # noqa: S603 - a tool of the system
            ["pdftotext", str(made.folder / "01.pdf"), "-"],  # noqa: S607
            capture_output=True,
            check=True,
            text=True,
        )
        assert "此字" in told.stdout


def test_a_coarse_picture_is_remarked(edition, build):
    """Below 150 ppi on the page a picture is named, and set all the same."""
    Image.new("RGB", (220, 150), (120, 130, 140)).save(edition / "01" / "small.png")
    story = edition / "01" / "02-type-cases.md"
    head = "pictures: [{file: small.png, caption: 太小的图。}]\n"
    story.write_text(story.read_text("utf-8").replace("---\n", "---\n" + head, 1), "utf-8")
    made = build(edition)
    found, *_ = made.findings("PICTURE_COARSE")
    (picture,) = [p for b in made.page(1)["blocks"] for p in b["pictures"]]
    assert (found["severity"], found["page"]) == ("warning", 1)
    assert (found["block"], picture["file"]) == ("a-01-02-type-cases", "small.png")
    assert picture["ppi"] < 150
    assert f"{picture['ppi']:.0f} ppi" in found["message"]
    assert f"picture small.png has only {picture['ppi']:.0f} ppi" in made.stderr


def test_fonts_of_the_project_come_first(tmp_path, monkeypatch):
    """A file in ``fonts/`` serves before the same family on the system."""
    folders = cli.machine_fonts()
    usual = pipeline.open_library(cli.machine_cache(), folders).file(SONG)
    own = tmp_path / "fonts"
    own.mkdir()
    shutil.copy(data_folder("fonts") / "fonts.toml", own)
    (own / usual.source.name).symlink_to(usual.source)
    monkeypatch.setattr(pipeline, "data_folder", lambda name: tmp_path / name)
    found = pipeline.open_library(tmp_path / "cache", folders).file(SONG)
    assert (found.source.parent, found.sha256) == (own, usual.sha256)


# -- locks -----------------------------------------------------------------------------


def test_a_lock_that_cannot_be_kept_ends_the_run(edition, build):
    """The conflict is named with its place, and the edition made before stands."""
    before = tree(build(edition).folder)
    write_article(
        edition / "01" / "09-locked.md", copy_of(200, seed=2), "headline: 锁定\nlock: {column: 11}"
    )
    made = build(edition)
    assert made.exit_code == 1
    assert "09-locked.md:3:1: “锁定” cannot stand where it is locked: the page has" in made.stderr
    assert tree(made.folder) == before
