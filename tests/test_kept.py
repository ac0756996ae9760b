"""Kept builds: the same bytes without making them, and a miss for whatever has changed."""

import os
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from layout.cli import app
from layout.inputs import read_inputs
from layout.kept import KeptBuild, KeptValues

ARTICLE = "---\nheadline: 标题\n---\n正文一段。\n"
EDITION = "paper: ../paper.yaml\ndate: 2021-04-30\npages: [{number: 1, name: 头版}]\n"


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "content" / "e"
    (place / "01").mkdir(parents=True)
    (place / "01" / "lead.md").write_text(ARTICLE, "utf-8")
    (place / "edition.yaml").write_text(EDITION, "utf-8")
    (place.parent / "paper.yaml").write_text("name: 版心日报\nslug: daily\n", "utf-8")
    return place


def files_of(out):
    return {p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file()}


def run(folder, out, *more):
    result = CliRunner().invoke(
        app, ["build", str(folder), "--out", str(out), "--lang", "en", *more]
    )
    return result.exit_code, result.stderr, files_of(out)


def test_a_kept_build_is_the_build(folder, tmp_path, monkeypatch):
    """Exit status, findings and bytes are those of the build, and nothing is made."""
    fonts = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "banxin"
    monkeypatch.setenv("BANXIN_CACHE", str(tmp_path / "cache"))
    if fonts.is_dir():  # faces taken out before are not taken out again
        shutil.copytree(fonts, tmp_path / "cache", ignore=shutil.ignore_patterns("builds"))
    plain = run(folder, tmp_path / "plain", "--no-cache")
    assert not (tmp_path / "cache" / "builds").exists()
    first = run(folder, tmp_path / "first")
    monkeypatch.setattr("layout.pipeline.build", None)
    again = run(folder, tmp_path / "again")
    assert plain == first == again
    assert len(again[2]) > 4


def key(folder, fonts, words=("1",)):
    return read_inputs(folder, [fonts]).key(words)


def test_whatever_changes_makes_another_key(folder, tmp_path):
    """A byte of an article or of the paper's file, a new file, a font, an option."""
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    keys = [key(folder, fonts)]
    assert key(folder, fonts) == keys[0]
    (folder / "01" / "lead.md").write_text(ARTICLE.replace("一", "二"), "utf-8")
    keys.append(key(folder, fonts))
    (folder.parent / "paper.yaml").write_text("name: 版心晚报\nslug: daily\n", "utf-8")
    keys.append(key(folder, fonts))
    (folder / "layout.lock").write_text("", "utf-8")
    keys.append(key(folder, fonts))
    (fonts / "a.otf").write_bytes(b"1")
    keys.append(key(folder, fonts))
    keys.append(key(folder, fonts, ("2",)))
    assert len(set(keys)) == len(keys)


def kept(data):
    return KeptBuild(place="a", files={"f": data}, diagnostics=())


def test_a_damaged_entry_is_a_miss(tmp_path):
    """What is cut short is not restored."""
    builds = KeptValues(tmp_path)
    builds.put("k", kept(b"x" * 100))
    assert builds.get(KeptBuild, "k") == kept(b"x" * 100)
    assert builds.get(str, "k") is None
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-1])
    assert builds.get(KeptBuild, "k") is None


def test_the_longest_unused_go_first(tmp_path):
    """The entries stay within the limit; one that was read counts as new."""
    builds = KeptValues(tmp_path, limit_bytes=3000)
    for index, name in enumerate("ab"):
        builds.put(name, kept(b"x" * 1000))
        os.utime(tmp_path / f"{name}.kept", (index, index))
    assert builds.get(KeptBuild, "a") is not None
    builds.put("c", kept(b"x" * 1000))
    builds.shrink()
    assert [builds.get(KeptBuild, name) is None for name in "abc"] == [False, True, False]
