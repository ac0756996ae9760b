"""Bags: whole by the standard's own tool, and every name kept as it was."""

import subprocess
import sys
from pathlib import Path

import pytest

from layout.archive.bag import check_bag, digests_of, payload_of, seal_bag
from layout.archive.keep import keep
from layout.archive.store import DiskStore

BAGIT = Path(sys.executable).with_name("bagit.py")

needs_bagit = pytest.mark.skipif(not BAGIT.is_file(), reason="the bagit package is not installed")


@needs_bagit
@pytest.mark.parametrize("bag", ["2026-01-01", "2026-01-01-2"])
def test_snapshots_are_valid_bags(two_snapshots, bag):
    """The BagIt command line alone finds every file and hash in order."""
    run = subprocess.run(  # noqa: S603 - our own Python
        [sys.executable, BAGIT, "--validate", two_snapshots / "banxin-daily/2026" / bag],
        check=False,
        capture_output=True,
        text=True,
    )
    assert (run.returncode, "is valid" in run.stderr) == (0, True)


@needs_bagit
def test_odd_names_are_escaped_as_the_standard_says(tmp_path):
    """A per cent sign, a line break and Chinese in a name (RFC 8493, 2.1.3)."""
    payload = tmp_path / "bag/data"
    payload.mkdir(parents=True)
    names = ["100%.txt", "a\nb.txt", "春耕 .md"]
    for name in names:
        (payload / name).write_text(name)
    bag = payload.parent
    seal = seal_bag(bag, {"Bag-Software-Agent": "test\n1"}, digests_of(payload))
    store = DiskStore(tmp_path)
    assert sorted(payload_of(store, "bag")) == sorted(f"data/{name}" for name in names)
    assert list(check_bag(store, "bag", seal.tagmanifest_sha512)) == []
    command = [sys.executable, BAGIT, "--validate", tmp_path / "bag"]
    run = subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - our own Python
    assert run.returncode == 0


def test_a_bag_holds_everything_the_edition_was_made_of(two_snapshots):
    """Sources, builds, pictures, text and descriptions; the paper's file beside the edition."""
    names = set(payload_of(DiskStore(two_snapshots), "banxin-daily/2026/2026-01-01"))
    assert names >= {
        "data/content/2026-01-01/edition.yaml",
        "data/content/2026-01-01/01/movable-type.png",
        "data/content/paper.yaml",
        "data/style/style.yaml",
        "data/screen/01.pdf",
        "data/screen/edition.pdf",
        "data/screen/edition.json",
        "data/pictures/0001.jpg",
        "data/alto/0002.xml",
        "data/mets.xml",
        "data/premis.xml",
        "data/articles.json",
        "data/snapshot.json",
    }


def test_the_same_edition_at_the_same_time_is_the_same_bag(two_snapshots, folder, make):
    """Same input, same bytes: two archives have the same first line."""
    keep(folder, make)
    first, other = (root / "banxin-daily/log.txt" for root in (two_snapshots, folder.store.root))
    assert first.read_text().splitlines()[0] == other.read_text().splitlines()[0]


def test_a_name_that_looks_escaped_comes_back_as_it_was(tmp_path):
    """A per cent sign before what could be an escape is escaped itself."""
    payload = tmp_path / "bag/data"
    payload.mkdir(parents=True)
    names = ["a%0Ab", "a%25b", "%", "%%0d"]
    for name in names:
        (payload / name).write_text(name)
    seal_bag(payload.parent, {}, digests_of(payload))
    found = payload_of(DiskStore(tmp_path), "bag")
    assert sorted(found) == sorted(f"data/{name}" for name in names)
