"""What ``edition.json`` says of a page made by hand."""

import pytest
from pydantic import TypeAdapter

from layout.diagnostics import Diagnostic, Message, Severity, SourceSpan
from layout.record import edition_record
from layout.record.model import EditionRecord
from layout.rendering.profiles import SCREEN_PPI


@pytest.fixture
def record(edition, page):
    finding = Diagnostic(
        code="UNDERSET",
        severity=Severity.ERROR,
        message=Message(zh="不足", en="short"),
        hint=Message(zh="补", en="add"),
        span=SourceSpan(file=str(edition.folder / "01/lead.md"), line=2, column=1),
        page=1,
    )
    return edition_record(
        edition,
        pages=[page],
        sha256={1: "ab" * 32},
        fonts=[],
        findings=[finding],
        generator={"name": "banxin", "version": "9.9"},
        profile="screen",
        most_ppi=150.0,
    )


def test_the_record_is_what_its_types_say(record):
    """Every key is there, and every value of its type."""
    assert TypeAdapter(EditionRecord).validate_python(record, strict=True) == record


def test_the_edition(record):
    """Paper, date, issue; keys of the paper that are empty are left out."""
    assert record["schema"] == "banxin/edition/1"
    assert record["paper"] == {
        "name": "版心日报",
        "slug": "banxin-daily",
        "website": "example.org",
    }
    assert (record["date"], record["issue"], record["profile"]) == ("2021-04-30", 7, "screen")


def test_a_page(record):
    """Its file, sheet, type area and grid, in pt from the top left of the sheet."""
    (page,) = record["pages"]
    assert (page["number"], page["name"], page["pdf"]) == (1, "要闻", "01.pdf")
    assert page["sha256"] == "ab" * 32
    assert page["trim_pt"] == (420.0, 600.0)
    assert page["type_area_pt"] == (10.0, 20.0, 390.0, 120.0)
    assert page["grid"]["origin_pt"] == (10.0, 20.0)
    assert [block["kind"] for block in page["blocks"]] == ["folio_line", "article"]


def test_a_block(record):
    """Cells, corners clockwise from the top left, frame, blank lines."""
    block = record["pages"][0]["blocks"][1]
    assert (block["column"], block["row"], block["columns"], block["rows"]) == (1, 2, 2, 10)
    assert block["polygon_pt"] == [(10.0, 20.0), (210.0, 20.0), (210.0, 140.0), (10.0, 140.0)]
    assert (block["boxed"], block["locked"], block["blank_lines"]) == (True, False, 1)
    assert block["headline"] == {
        "text": "甲乙\n丙丁",
        "lines": ["甲乙", "丙丁"],
        "size_pt": 26.0,
        "bbox_pt": (20.0, 5.0, 52.0, 52.0),
        "vertical": False,
    }
    assert (block["deck"]["text"], block["kicker"], block["byline"]) == ("戊", None, None)


def test_a_line(record):
    """Where its first character starts, indent and all; four decimals."""
    (leg,) = record["pages"][0]["blocks"][1]["text_columns"]
    first, second, _ = leg["lines"]
    assert (first["x_pt"], first["baseline_pt"]) == (28.0, 0.3333)
    assert (first["width_pt"], first["measure_pt"]) == (45.0, 90.0)
    assert (first["first"], first["last"], first["paragraph"]) == (True, True, 0)
    assert (second["first"], second["last"], second["paragraph"]) == (False, False, 1)


def test_a_picture(record):
    """Its frame, its cutline, and no more pixels an inch than are kept in the file."""
    (picture,) = record["pages"][0]["blocks"][1]["pictures"]
    assert picture["bbox_pt"] == (1.0, 2.0, 30.0, 20.0)
    assert (picture["caption"], picture["ppi"]) == ("图说", SCREEN_PPI)
    assert picture["caption_bbox_pt"] == (20.0, 5.0, 16.0, 16.0)


def test_articles(record):
    """Pages it stands on; characters set, white space and jump lines left out."""
    lead, held = record["articles"]
    assert (lead["id"], lead["source"], lead["rank"]) == ("01-lead", "01/lead.md", 1)
    assert (lead["pages"], lead["characters"]) == ([1], 10)
    assert (held["id"], held["pages"], held["characters"]) == ("pool-held", [], 0)


def test_an_article_as_written(record):
    """The record holds the copy itself, by the numbers that the lines on the pages name."""
    lead = record["articles"][0]
    assert (lead["deck"], lead["kicker"], lead["byline"], lead["kind"]) == ("戊", "", [], "news")
    assert lead["body"] == [
        {"kind": "paragraph", "paragraph": 0, "runs": [{"text": "天地玄黄。"}]},
        {"kind": "paragraph", "paragraph": 1, "runs": [{"text": "宇宙洪荒。"}]},
    ]


def test_findings_name_files_inside_the_edition(record):
    """The record is the same wherever the folder lies."""
    assert record["diagnostics"] == [
        {
            "code": "UNDERSET",
            "severity": "error",
            "page": 1,
            "block": None,
            "message": "不足",
            "span": "01/lead.md:2:1",
            "hint": "补",
        }
    ]
