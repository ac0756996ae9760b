"""Editions kept and restored: the same bytes, or what is not the same; and the commands."""

import json
import shutil
import subprocess
import zipfile
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from layout.archive.keep import Archive, keep
from layout.archive.model import Tool, Writer
from layout.archive.store import DiskStore, open_store
from layout.archiving import keep_edition, restore_edition
from layout.errors import ArchiveError

NAME = "banxin-daily/2026-01-01"
WRITER = Writer(host="here", process=1)


@pytest.fixture(scope="module")
def add(finished, content):
    """The command that adds the sample; what it says in JSON."""
    from typer.testing import CliRunner

    from layout.cli import app

    def add(*words):
        given = ("archive", "add", finished, "--content", content, "--json", "--jobs", 1, *words)
        told = CliRunner().invoke(app, list(map(str, given)), catch_exceptions=False)
        assert told.exit_code == 0, told.output
        return json.loads(told.stdout)

    return add


@pytest.fixture(scope="module")
def kept_once(tmp_path_factory, add):
    """An archive with the sample in it, added and signed by the command."""
    place = tmp_path_factory.mktemp("archiving")
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (place / "key.pem").write_bytes(pem)
    told = add("--archive", place / "archive", "--sign", place / "key.pem")
    assert told["signed"] is True
    return place / "archive"


@pytest.fixture(scope="module")
def once_in_bucket(add, new_bucket, tmp_path_factory):
    """An archive in a bucket with the sample in it, added by the command."""
    place = tmp_path_factory.mktemp("in-bucket")
    url, index = new_bucket(), place / "index.sqlite"
    told = add("--archive", url, "--index", index)
    assert (told["number"], told["signed"]) == (1, False)
    return Archive(store=open_store(url, place / "cache"), index=index, writer=WRITER)


@pytest.fixture(params=["folder", "bucket"])
def store(request, kept_once):
    """Where those bags lie."""
    if request.param == "folder":
        return DiskStore(kept_once)
    return request.getfixturevalue("once_in_bucket").store


@pytest.fixture(params=["folder", "bucket"])
def run(request, banxin, kept_once):
    """A command on that archive, on a disk and in a bucket."""
    at = ("--archive", str(kept_once))
    if request.param == "bucket":
        archive = request.getfixturevalue("once_in_bucket")
        at = ("--archive", archive.store.url, "--index", str(archive.index))

    def run(command, *words):
        place = at[:2] if command in ("show", "restore", "export") else at
        return banxin("archive", command, *map(str, words), *place)

    return run


def test_a_snapshot_has_the_archive_profile(kept_once, finished, validator):
    """The PDF/A files lie beside those that were published; veraPDF accepts them."""
    data = kept_once / "banxin-daily/2026/2026-01-01/data"
    assert (data / "screen/01.pdf").read_bytes() == (finished / "01.pdf").read_bytes()
    assert json.loads((data / "archive/edition.json").read_bytes())["profile"] == "archive"
    words = [validator("verapdf"), "--flavour", "3a", "--format", "text"]
    told = subprocess.run(  # noqa: S603 - the validator of the tests
        [*words, data / "archive/01.pdf"], capture_output=True, text=True, check=False
    )
    assert told.stdout.startswith("PASS")


def test_restoring_gives_the_same_bytes(store, tmp_path, options):
    """Every file of both builds; the versions are those of then."""
    done = restore_edition(store, NAME, tmp_path / "again", options, ())
    assert (done.differing, done.fonts, done.styles) == ((), (), ())
    names = {name.partition("/")[2] for name in done.files}
    assert names == {
        *("01.pdf", "02.pdf", "edition.pdf", "edition.json", "report.json", "report.txt"),
    }
    assert len(done.files) == 2 * len(names)
    assert (tmp_path / "again/content/2026-01-01/edition.yaml").is_file()
    with pytest.raises(ArchiveError, match="something there already"):
        restore_edition(store, NAME, tmp_path / "again", options, ())


def test_what_is_not_as_it_was_is_named(archive, finished, make, tmp_path, options, monkeypatch):
    """Another style in the program: the kept one is used, and the difference told."""
    keep(archive, replace(make, tools=(Tool(name="x", version="1"),)))
    monkeypatch.setattr("layout.archiving._style_files", lambda *_values: ())
    used = []

    def build(_source, out, profile, options):
        used.append(options.style)
        shutil.copytree(finished, out)
        (out / "report.txt").write_text(profile)
        return out

    monkeypatch.setattr("layout.archiving._build", build)
    done = restore_edition(
        archive.store, NAME, tmp_path / "again", options, (Tool(name="x", version="2"),)
    )
    assert done.differing == ("screen/report.txt",)
    assert len(done.files) > 4
    assert done.versions == {"x": ("1", "2")}
    assert done.styles == ("style/style.yaml",)
    assert used[0].endswith("style.yaml")


def test_an_edition_of_another_folder_is_not_kept(folder, finished, keeping, tmp_path):
    """A story was edited after the build: it says so and adds nothing."""
    other = tmp_path / "2026-01-01"
    shutil.copytree(keeping.content, other)
    shutil.copy(keeping.content.parent / "paper.yaml", tmp_path)
    lead = other / "01/01-movable-type.md"
    lead.write_text(lead.read_text("utf-8").replace("活字", "死字"), "utf-8")
    with pytest.raises(ArchiveError, match="not built from this folder"):
        keep_edition(folder, finished, replace(keeping, content=other))
    assert not folder.store.root.exists()


def test_the_commands_tell_what_is_there(run):
    """Text for people, JSON for programs."""
    assert run("list").stdout.startswith("banxin-daily/2026/2026-01-01\t1\t2\t15\t")
    assert json.loads(run("list", "--json").stdout)[0]["issue"] == 1
    assert "一枚活字走了近千年" in run("show", NAME).stdout
    shown = json.loads(run("show", NAME, "--json").stdout)
    assert {"python", "banxin", "weasyprint"} <= {tool["name"] for tool in shown["made_with"]}
    counted = json.loads(run("stats", "--json").stdout)
    assert (counted["editions"], counted["pages"], counted["articles"]) == (1, 2, 15)
    found = json.loads(run("search", "活字", "--json").stdout)
    assert found[0]["page"] == 1
    assert len(found[0]["bbox_pt"]) == 4
    assert "【活字】" in run("search", "活字").stdout
    assert run("verify").exit_code == 0
    assert run("reindex").exit_code == 0
    assert json.loads(run("search", "活字", "--json").stdout) == found


@pytest.mark.parametrize("target", ["set", "set.zip"])
def test_a_set_for_a_library_is_complete_without_the_sources(run, tmp_path, target):
    """METS names just what is there; a ZIP made twice is the same file."""
    from lxml import etree

    from layout.archive.mets import METS, XLINK

    assert run("export", NAME, tmp_path / target).exit_code == 0
    place = tmp_path / target
    if target.endswith(".zip"):
        run("export", NAME, tmp_path / "two.zip")
        assert place.read_bytes() == (tmp_path / "two.zip").read_bytes()
        place = tmp_path / "unzipped"
        zipfile.ZipFile(tmp_path / target).extractall(place)
    root = etree.parse(place / "mets.xml")
    named = {e.get(f"{{{XLINK}}}href") for e in root.iter(f"{{{METS}}}FLocat")}
    there = {p.relative_to(place).as_posix() for p in place.rglob("*") if p.is_file()}
    assert named | {"mets.xml", "premis.xml"} == there
    assert not any(name.startswith(("content", "style")) for name in there)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("show", "banxin-daily/1999-01-01"), "there is no snapshot"),
        (("show", "nonsense"), "there is no snapshot"),
        (("restore", "nonsense", "x"), "there is no snapshot"),
        (("search", ""), "nothing to look for"),
        (("add", "nowhere"), "cannot be read"),
    ],
)
def test_wrong_names_are_told_and_end_with_one(run, words, told, tmp_path, monkeypatch):
    """No traceback; what to write instead."""
    monkeypatch.chdir(tmp_path)
    result = run(*words)
    assert (result.exit_code, told in result.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_a_fault_ends_verify_with_one(banxin, two_snapshots, tmp_path):
    """The place is on stderr, and in the JSON."""
    root = tmp_path / "archive"
    shutil.copytree(two_snapshots, root)
    name = "banxin-daily/2026/2026-01-01/data/pictures/0001.jpg"
    (root / name).write_bytes(b"")
    result = banxin("archive", "verify", "--archive", str(root), "--json")
    assert result.exit_code == 1
    assert f"{name}: the content is not what the manifest says" in result.stderr
    assert json.loads(result.stdout)["faults"][0]["place"] == name
