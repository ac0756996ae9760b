"""A new edition folder is complete, correct, and never written over another."""

import datetime as dt
from pathlib import Path

import pytest

from layout.content import load_edition
from layout.content.scaffold import SPECIMEN, new_edition
from layout.diagnostics import Language
from layout.errors import ContentError

DAY = dt.date(2026, 2, 3)


def test_a_new_edition_has_no_problems(tmp_path):
    """Two tabloid pages of the day asked for, without a single remark."""
    written = new_edition(tmp_path / "content" / "2026-02-03", DAY)
    edition = load_edition(tmp_path / "content" / "2026-02-03")
    assert (edition.head.date, edition.head.style) == (DAY, "tabloid")
    assert [page.number for page in edition.head.pages] == [1, 2]
    assert [len(edition.articles_of(number)) for number in (1, 2)] == [8, 8]
    assert edition.remarks == ()
    assert written[0] == tmp_path / "content" / "2026-02-03" / "edition.yaml"
    assert all(path.is_file() for path in written)


def test_the_copy_fills_its_pages(tmp_path):
    """About three thousand characters a page, beside headlines and furniture."""
    new_edition(tmp_path / "e", DAY)
    edition = load_edition(tmp_path / "e")
    for number in (1, 2):
        texts = (block.text for a in edition.articles_of(number) for block in a.body)
        assert 2900 < sum(len("".join(text.split())) for text in texts) < 3500


def test_nothing_else_is_written(tmp_path):
    """No temporary folders stay behind."""
    new_edition(tmp_path / "e", DAY)
    assert [path.name for path in tmp_path.iterdir()] == ["e"]
    assert (tmp_path / "e").stat().st_mode & 0o777 == 0o755


def test_only_the_date_differs(tmp_path):
    """The specimen itself, less its date."""
    new_edition(tmp_path / "e", DAY)
    for path in SPECIMEN.rglob("*.*"):
        made = (tmp_path / "e" / path.relative_to(SPECIMEN)).read_text(encoding="utf-8")
        text = path.read_text(encoding="utf-8")
        assert made == text.replace("date: 2000-01-01", "date: 2026-02-03")


def test_an_empty_folder_is_taken(tmp_path, monkeypatch):
    """Also when it is the current one."""
    place = tmp_path / "e"
    place.mkdir()
    monkeypatch.chdir(place)
    assert new_edition(Path(), DAY)[0] == Path("edition.yaml")
    assert (place / "edition.yaml").is_file()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path, monkeypatch):
    """A file or a folder that is not empty."""
    monkeypatch.chdir(tmp_path)
    Path("e").mkdir()
    Path("e/mine.txt").write_text("x")
    for name in ("e", "e/mine.txt"):
        with pytest.raises(ContentError) as caught:
            new_edition(Path(name), DAY)
        assert caught.value.text(Language.EN) == (
            f"{name}: something is here already; it is not overwritten\n  hint: choose a new folder"
        )
    assert [path.name for path in Path("e").iterdir()] == ["mine.txt"]


def test_a_place_that_cannot_be_written(tmp_path, monkeypatch):
    """A file in the place of a parent folder."""
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("x")
    with pytest.raises(ContentError) as caught:
        new_edition(Path("file/e"), DAY)
    assert caught.value.text(Language.EN).startswith("file/e: cannot be written: ")
