"""Finished files appear all at once, or the old ones stand."""

from pathlib import Path

import pytest

from layout.record import replace_folder


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_new_folder_with_its_parents(tmp_path):
    """Files with their bytes, readable by all, and nothing beside them."""
    target = tmp_path / "paper" / "2026-01-01"
    replace_folder(target, {"a.txt": b"one", "b.bin": b"\x00"})
    assert {path.name: path.read_bytes() for path in target.iterdir()} == {
        "a.txt": b"one",
        "b.bin": b"\x00",
    }
    assert target.stat().st_mode & 0o777 == 0o755
    assert names(target.parent) == ["2026-01-01"]


def test_what_was_there_goes(tmp_path):
    """Files of an older build do not stay among the new ones."""
    target = tmp_path / "day"
    replace_folder(target, {"a": b"1", "stale": b"2"})
    replace_folder(target, {"a": b"3"})
    assert (names(target), (target / "a").read_bytes()) == (["a"], b"3")
    assert names(tmp_path) == ["day"]


def test_a_file_that_cannot_be_written_changes_nothing(tmp_path):
    """The old files stand, and the half-made folder is gone."""
    target = tmp_path / "day"
    replace_folder(target, {"a": b"1"})
    with pytest.raises(OSError, match="exists"):
        replace_folder(target, {"a": b"2", "a/folder": b""})
    assert (target / "a").read_bytes() == b"1"
    assert names(tmp_path) == ["day"]


def test_a_folder_that_cannot_be_moved_brings_the_old_one_back(tmp_path, monkeypatch):
    """Also where the last step fails."""
    target = tmp_path / "day"
    replace_folder(target, {"a": b"1"})
    move = Path.replace

    def fail(self, place):
        if place == target and not self.name.endswith("-old"):
            raise PermissionError(13, "not allowed", str(self))
        return move(self, place)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(PermissionError):
        replace_folder(target, {"a": b"2"})
    assert (target / "a").read_bytes() == b"1"
    assert names(tmp_path) == ["day"]
