"""The command line: help, exit status, located messages, and nothing written for bad input."""

import json
import re
from pathlib import Path

import pytest
import typer.main

from layout.cli import app

COMMANDS = sorted(typer.main.get_command(app).commands)
FILES = ["01.pdf", "02.pdf", "edition.json", "edition.pdf", "report.json", "report.txt"]

EDITION = """\
paper: {name: 版心日报, slug: banxin-daily}
date: 2021-04-30
pages:
  - {number: 1, name: 头版}
"""


def article(head="headline: 标题", body="正文。\n"):
    return f"---\n{head}\n---\n{body}"


def write(folder, files):
    """An edition folder of one page and one short article, some of its files exchanged."""
    for name, text in {"edition.yaml": EDITION, "01/lead.md": article(), **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def picture(file):
    return article(f"headline: 标题\npictures:\n  - {{file: {file}}}")


# name: files, what is said in Chinese, what is said in English
BAD_INPUT = {
    "missing-picture": (
        {"01/lead.md": picture("bridge.jpg")},
        "e/01/lead.md:4:12: 找不到文件“bridge.jpg”",
        "e/01/lead.md:4:12: there is no file “bridge.jpg”",
    ),
    "bad-yaml": (
        {"01/lead.md": article("headline: [标题")},
        "e/01/lead.md:2:11: 括号没有结束，或缺逗号",
        "e/01/lead.md:2:11: a bracket is not closed, or a comma is missing",
    ),
    "unknown-key": (
        {"01/lead.md": article("headline: 标题\nheadlines: 标题")},
        "e/01/lead.md:3:1: 没有“headlines”这个键",
        "e/01/lead.md:3:1: unknown key “headlines”",
    ),
    "wrong-date": (
        {"edition.yaml": EDITION.replace("04-30", "02-30")},
        "e/edition.yaml:2:7: “date”的值不对：2021-02-30",
        "e/edition.yaml:2:7: wrong value for “date”: 2021-02-30",
    ),
    "empty-article": (
        {"01/lead.md": article(body="")},
        "e/01/lead.md:2:1: 稿件没有正文，也没有图片",
        "e/01/lead.md:2:1: the article has no text and no picture",
    ),
    "headline-of-200": (
        {"01/lead.md": article("headline: " + "题" * 200)},
        "e/01/lead.md:2:11: “headline”有 200 字，最多 120 字",
        "e/01/lead.md:2:11: “headline” has 200 characters; 120 are the most",
    ),
    "article-of-100000": (
        {"01/lead.md": article(body="字" * 100_000)},
        "e/01/lead.md:4:1: 稿件有 100000 字，排不下，最多 60000 字",
        "e/01/lead.md:4:1: the article has 100000 characters and cannot fit; 60000 are the most",
    ),
    "no-pages": (
        {"edition.yaml": re.sub(r"pages:.*", "pages: []\n", EDITION, flags=re.DOTALL)},
        "e/edition.yaml:3:8: “pages”的值不对：[…]",
        "e/edition.yaml:3:8: wrong value for “pages”: […]",
    ),
    "one-slug-twice": (
        {"01/big news.md": article(), "01/big-news.md": article()},
        "e/01/big-news.md: 稿件代号“01-big-news”与 e/01/big news.md 相同",
        "e/01/big-news.md: the slug “01-big-news” is also that of e/01/big news.md",
    ),
    "outside-the-edition": (
        {"01/lead.md": picture("../../secret.png")},
        "e/01/lead.md:4:12: 文件“../../secret.png”不在期文件夹内",
        "e/01/lead.md:4:12: the file “../../secret.png” lies outside the edition",
    ),
}


@pytest.fixture
def here(tmp_path, monkeypatch):
    """The current folder, so that messages name the edition folder ``e``."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


# -- help ------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example(banxin, command):
    """Every command says what it does and how it is typed."""
    result = banxin(command, "--help")
    assert result.exit_code == 0
    assert f"Example: banxin {command} " in result.stdout


def test_help_lists_the_commands(banxin):
    """Both ways to ask, and the version."""
    assert all(command in banxin("-h").stdout for command in COMMANDS)
    assert re.fullmatch(r"banxin \d+\.\d+\.\d+\n", banxin("--version").stdout)


# -- bad input -------------------------------------------------------------------------


@pytest.mark.parametrize("name", BAD_INPUT)
@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_bad_input_is_located(here, banxin, name, command, lang):
    """File, line, column, what is wrong and what to do; exit 1, and nothing written."""
    files, chinese, english = BAD_INPUT[name]
    write(here / "e", files)
    words = ["--out", "out"] if command == "build" else []
    result = banxin(command, "e", "--lang", lang, *words)
    message, hint, *rest = result.stderr.splitlines()
    assert message == {"zh": chinese, "en": english}[lang]
    assert hint.startswith({"zh": "  提示: ", "en": "  hint: "}[lang])
    assert (result.exit_code, result.stdout, rest) == (1, "", [])
    assert not (here / "out").exists()


def test_every_problem_is_told_at_once(here, banxin):
    """An editor mends all of them before the next try."""
    write(
        here / "e", {"edition.yaml": EDITION.replace("04-30", "02-30"), "01/b.md": article("x: 1")}
    )
    told = banxin("check", "e").stderr
    assert re.findall(r"^e/\S+(?=:\d+:\d+: )", told, re.MULTILINE) == [
        "e/01/b.md",
        "e/01/b.md",
        "e/edition.yaml",
    ]


def test_the_locale_gives_the_language(here, banxin, monkeypatch):
    """A Chinese system speaks Chinese without being asked."""
    write(here / "e", {"01/lead.md": article(body="")})
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "稿件没有正文" in banxin("check", "e").stderr


def test_problems_as_json(here, banxin):
    """The same findings for a program to read, on stdout."""
    write(here / "e", {"01/lead.md": article(body="")})
    result = banxin("check", "e", "--json", "--lang", "en")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == [
        {
            "code": "EMPTY_ARTICLE",
            "severity": "error",
            "span": "e/01/lead.md:2:1",
            "page": None,
            "message": "the article has no text and no picture",
            "hint": "write the text after the head",
        }
    ]


def test_no_style_of_that_name(here, banxin):
    """The styles there are come with the message."""
    write(here / "e", {"edition.yaml": EDITION + "style: nope\n"})
    result = banxin("build", "e", "--out", "out")
    assert result.exit_code == 1
    assert "there is no style “nope”" in result.stderr
    assert "broadsheet, campus, tabloid, traditional" in result.stderr
    assert not (here / "out").exists()


# -- wrong usage -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["nope"],
        ["build"],
        ["build", "e", "--profile", "newsprint"],
        ["build", "e", "--pages", "one"],
        ["build", "e", "--pages", "3-1"],
        ["build", "e", "--pages", "0"],
        ["build", "e", "--pages", "1-1000000000"],
        ["build", "e", "--jobs", "-1"],
        ["check", "e", "--lang", "fr"],
        ["new", "e", "--date", "2026-02-30"],
        ["compose"],
        ["compose", "字", "--measure", "0"],
    ],
    ids=" ".join,
)
def test_wrong_usage(here, banxin, words):
    """Exit 2 and a line that says how the command goes."""
    result = banxin(*words)
    assert result.exit_code == 2
    assert result.stderr.startswith("Usage: banxin")
    assert list(here.iterdir()) == []


def test_a_page_the_edition_does_not_have(here, banxin):
    """Pages asked for by number are pages of ``edition.yaml``."""
    write(here / "e", {})
    result = banxin("build", "e", "--pages", "1,9", "--out", "out")
    assert result.exit_code == 1
    assert result.stderr == (
        "e/edition.yaml: there is no page 9\n  hint: pages of this edition: 1\n"
    )
    assert not (here / "out").exists()


# -- building --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def specimen(tmp_path_factory):
    """A folder with what ``banxin new`` makes, for every test of this module."""
    return tmp_path_factory.mktemp("specimen") / "e"


def test_new_then_build(specimen, banxin):
    """A new edition builds as it stands: exit 0, nothing on stderr, five files."""
    made = banxin("new", str(specimen), "--date", "2026-02-03")
    assert made.exit_code == 0
    assert all(Path(line).is_file() for line in made.stdout.splitlines())
    out = specimen.parent / "out"
    result = banxin("build", str(specimen), "--out", str(out), "--jobs", "1")
    folder = out / "banxin-daily" / "2026-02-03"
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [str(folder / name) for name in FILES]
    assert sorted(path.name for path in folder.iterdir()) == FILES
    assert all(path.stat().st_size for path in folder.iterdir())
    assert [path.name for path in folder.parent.iterdir()] == ["2026-02-03"]


def test_new_leaves_what_is_there(specimen, banxin):
    """An edition is never written over another."""
    result = banxin("new", str(specimen))
    assert result.exit_code == 1
    assert "something is here already" in result.stderr


def test_check_tells_what_is_there(specimen, banxin):
    """Pages and articles, and no word on stderr."""
    result = banxin("check", str(specimen), "--lang", "zh")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{specimen}：2 版，16 篇，没有错误\n"


def test_one_page_quietly(specimen, banxin):
    """``--pages`` makes the files of those pages only, ``--quiet`` says nothing of them."""
    out = specimen.parent / "one"
    words = ["--out", str(out), "--pages", "2-2", "--quiet", "--jobs", "1"]
    result = banxin("build", str(specimen), *words)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    made = out / "banxin-daily" / "2026-02-03"
    assert sorted(path.name for path in made.iterdir()) == [
        "02.pdf",
        "edition.json",
        "edition.pdf",
        "report.json",
        "report.txt",
    ]
    record = json.loads((made / "edition.json").read_text("utf-8"))
    assert [page["number"] for page in record["pages"]] == [2]


def test_a_result_for_programs(here, banxin):
    """``--json`` names folder, files and findings; a hole on the page is exit 1."""
    write(here / "e", {})
    result = banxin("build", "e", "--out", "out", "--json", "--jobs", "1")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert told["folder"] == "out/banxin-daily/2021-04-30"
    assert told["files"] == ["01.pdf", "edition.json", "edition.pdf", "report.json", "report.txt"]
    assert ("UNDERSET", "error", 1) in [
        (finding["code"], finding["severity"], finding["page"]) for finding in told["diagnostics"]
    ]


def test_a_place_that_cannot_be_written(here, banxin):
    """What the system says, and no traceback."""
    write(here / "e", {})
    (here / "file").write_text("", encoding="utf-8")
    result = banxin("build", "e", "--out", "file", "--jobs", "1")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == ["file/banxin-daily: Not a directory"]


# -- other commands --------------------------------------------------------------------


def test_compose_shows_lines(banxin):
    """One line a set line, with what was squeezed or stretched."""
    result = banxin("compose", "版心是书页上印字的部分，四周的白边不算。", "--measure", "8")
    assert result.exit_code == 0
    lines = [line.split("\t")[0].strip("\u3000") for line in result.stdout.splitlines()]
    assert "".join(lines) == "版心是书页上印字的部分，四周的白边不算。"
    assert len(lines) == 3


def test_compose_as_json(banxin):
    """Advances of a line add up to its width."""
    lines = json.loads(banxin("compose", "版心（版面中心）", "--measure", "5", "--json").stdout)
    assert "".join(line["text"] for line in lines) == "版心（版面中心）"
    for line in lines:
        assert sum(line["advances_em"]) == pytest.approx(line["width_em"])


def test_compose_batch_round_trip(banxin):
    """One answer a question, in order; a bad question is answered, not fatal."""
    asked = [
        {"id": "a", "text": "你好，世界。", "measure_em": 4, "profile": {"kinsoku": "gb"}},
        {"id": "b", "text": "甲", "measure_em": None, "profile": {"colour": "red"}},
        {"id": "c", "text": "甲\n乙", "measure_em": None, "profile": {}},
    ]
    lines = "".join(json.dumps(question) + "\n" for question in asked)
    result = banxin("compose", "--batch", stdin=lines)
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [answer["id"] for answer in answers] == ["a", "b", "c"]
    assert [bool(answer.get("error")) for answer in answers] == [False, True, False]
    assert "".join(line["text"] for line in answers[0]["lines"]) == "你好，世界。"
    assert [line["text"] for line in answers[2]["lines"]] == ["甲", "乙"]


def test_fonts_are_listed(banxin):
    """Role, weight, family, version, file and hash of each face, one a line."""
    rows = [line.split("\t") for line in banxin("fonts").stdout.splitlines()]
    assert all(len(row) == 6 for row in rows)
    assert {row[0] for row in rows} >= {"song", "hei", "kai", "biaosong", "latin"}
    told = json.loads(banxin("fonts", "--json").stdout)
    assert [list(row.values()) for row in told] == rows
    assert all(re.fullmatch("[0-9a-f]{64}", row["sha256"]) for row in told)
