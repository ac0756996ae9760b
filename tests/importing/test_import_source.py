"""A source is known by its looks; real sources come in whole where they are at hand."""

import json
import unicodedata
from datetime import date as Date
from pathlib import Path

import pytest

from layout.cleaning.edits import has_han
from layout.content import load_edition
from layout.diagnostics import Language
from layout.errors import ImportSourceError
from layout.importing import import_source
from layout.importing.model import Editing

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
SOURCES = [*sorted(SHARED.glob("seeds/*.txt")), *sorted(SHARED.glob("corpus/*/*.json"))]
PAGE = (
    "第0{n}版:要闻\n上一篇 下一篇 2021年4月30日 放大 缩小\n"
    "第{n}题\n\n正文在此，写了一句完整的话。\n"
)
EDITION = {"date": "2021", "pages": [{"articles": [{"headline": "题", "paragraphs": ["文"]}]}]}

real_source = pytest.mark.parametrize("source", SOURCES or [None], ids=lambda p: p and p.stem)


def bare_han(text):
    """The Han characters of a text, compatibility forms made plain, full-width ones narrow."""
    return [char for char in unicodedata.normalize("NFKC", text) if has_han(char)]


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from strings(item if key not in ("origin", "note", "kind") else "")


def test_a_text(tmp_path):
    """A .txt is an article page."""
    (tmp_path / "page.txt").write_text(PAGE.format(n=1), encoding="utf-8")
    report = import_source(tmp_path / "page.txt", tmp_path / "out")
    assert report.folder == tmp_path / "out"
    assert report.files == ("edition.yaml", "01/001.md")
    assert load_edition(report.folder).head.date == Date(2021, 4, 30)


def test_a_folder_of_texts(tmp_path):
    """A folder of .txt is one edition with all its pages."""
    for n in (2, 1):
        (tmp_path / f"{n}.txt").write_text(PAGE.format(n=n), encoding="utf-8")
    report = import_source(tmp_path, tmp_path / "out", style="tabloid")
    assert report.files == ("edition.yaml", "01/001.md", "02/001.md")
    assert load_edition(report.folder).head.style == "tabloid"


def test_a_json_edition(tmp_path):
    """A .json is an edition."""
    (tmp_path / "e.json").write_text(json.dumps(EDITION), encoding="utf-8")
    report = import_source(tmp_path / "e.json", tmp_path / "out")
    assert load_edition(report.folder).articles[0].head.headline == "题"
    assert [change.after for change in report.changes][:1] == ["2021-01-01"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encodings(tmp_path, encoding):
    """Sites of the time were written in GBK as often as in UTF-8."""
    (tmp_path / "page.txt").write_bytes(PAGE.format(n=1).encode(encoding))
    report = import_source(tmp_path / "page.txt", tmp_path / "out")
    assert load_edition(report.folder).articles[0].head.headline == "第1题"


def test_the_date_in_a_name(tmp_path):
    """A text without a date may have it in the name of its file or folder."""
    folder = tmp_path / "20210430"
    folder.mkdir()
    text = "标题在此\n\n正文在此，写了一句完整的话。\n"
    (folder / "a.txt").write_text(text, encoding="utf-8")
    report = import_source(folder / "a.txt", tmp_path / "out")
    assert load_edition(report.folder).head.date == Date(2021, 4, 30)


@pytest.mark.parametrize("name", ["page.docx", "none.txt", "."])
def test_what_is_not_understood(tmp_path, name):
    """The hint lists what is."""
    (tmp_path / "page.docx").write_bytes(b"PK")
    with pytest.raises(ImportSourceError) as caught:
        import_source(tmp_path / name, tmp_path / "out")
    assert "hint: understood: an edition's pages of a 数字报" in caught.value.text(Language.EN)
    assert not (tmp_path / "out").exists()


def test_bytes_in_no_encoding(tmp_path):
    """Bytes that are no text are told, not replaced."""
    (tmp_path / "page.txt").write_bytes(b"\xff\xff\xff\x00\x81")
    with pytest.raises(ImportSourceError, match="unknown encoding"):
        import_source(tmp_path / "page.txt", tmp_path / "out")


def test_the_same_source_makes_the_same_bytes(tmp_path):
    """Two imports of one source are alike."""
    (tmp_path / "e.json").write_text(json.dumps(EDITION), encoding="utf-8")
    reports = [import_source(tmp_path / "e.json", tmp_path / name) for name in ("a", "b")]
    for file in reports[0].files:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


@real_source
def test_a_real_source_comes_in_whole(source, tmp_path):
    """Every Han character of the source is in the edition or in a reported change."""
    if source is None:
        pytest.skip("no real sources beside the checkout")
    report = import_source(source, tmp_path / "out")
    edition = load_edition(report.folder)
    assert len(edition.articles) == len(report.files) - 1
    text = source.read_text(encoding="utf-8")
    had = "".join(strings(json.loads(text))) if source.suffix == ".json" else text
    written = "".join((report.folder / file).read_text(encoding="utf-8") for file in report.files)
    told = "".join(c.before for c in report.changes if isinstance(c.code, Editing))
    missing = dict.fromkeys(bare_han(had), 0)
    for char in bare_han(had):
        missing[char] += 1
    for char in bare_han(written + told):
        missing[char] = missing.get(char, 0) - 1
    assert {char: n for char, n in missing.items() if n > 0} == {}
