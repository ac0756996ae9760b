"""The design of a page drawn over it; the page itself is untouched."""

import datetime as dt
import json
from dataclasses import replace

import pikepdf
import pytest

from layout.console import machine_cache, machine_fonts
from layout.content.scaffold import new_edition
from layout.diagnostics import Message
from layout.pipeline import BuildOptions, build
from layout.proof import proof_edition
from layout.proof.model import Check, wrong
from layout.proof.overlay import Fault, draw_overlays, overlaid


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """The folder of a finished edition."""
    folder = tmp_path_factory.mktemp("overlay")
    new_edition(folder / "e", dt.date(2026, 1, 1))
    options = BuildOptions(out=folder / "out", cache=machine_cache(), font_folders=machine_fonts())
    return build(folder / "e", options).folder


def words_of(pdf):
    """What the overlay says: the strings shown in its face."""
    with pikepdf.open(pdf) as file:
        shown, is_own = [], False
        for operands, operator in pikepdf.parse_content_stream(file.pages[0]):
            if str(operator) == "Tf":
                is_own = operands[0] == "/BxOverlay"
            elif str(operator) == "Tj" and is_own:
                shown.append(str(operands[0]))
        return shown


def test_every_block_is_drawn_with_its_rank_and_cells(finished):
    """On a page of the same size; the page's own file stays as it was."""
    before = (finished / "01.pdf").read_bytes()
    record = json.loads((finished / "edition.json").read_text("utf-8"))
    paths = draw_overlays(finished, proof_edition(finished))
    assert [path.name for path in paths] == [page["pdf"] for page in record["pages"]]
    assert (finished / "01.pdf").read_bytes() == before
    shown = words_of(paths[0])
    for block in record["pages"][0]["blocks"]:
        cells = f"{block['columns']} x {block['rows']} at {block['column']}, {block['row']}"
        rank = f" rank {block['rank']}" if block["rank"] is not None else ""
        assert any(f"{rank}  {cells}" in text for text in shown)
    with pikepdf.open(finished / "01.pdf") as page, pikepdf.open(paths[0]) as drawn:
        assert drawn.pages[0].mediabox == page.pages[0].mediabox
        assert len(drawn.pages) == 1


def test_faults_are_written_on_the_page(finished):
    """Those of a proof on their page, and on no other."""
    report = proof_edition(finished)
    block = "a-01-04-song"
    fault = wrong(
        Check.TEXT, "TEXT_LOST", Message(zh="缺", en="x"), file="01.pdf", page=1, block=block
    )
    first, second = draw_overlays(finished, replace(report, findings=(fault,)))
    assert f"TEXT_LOST {block}" in words_of(first)
    assert not any("TEXT_LOST" in text for text in words_of(second))


def test_the_same_page_is_drawn_the_same(finished):
    """Byte for byte, and otherwise where there is a fault."""
    record = json.loads((finished / "edition.json").read_text("utf-8"))
    pdf, page = (finished / "01.pdf").read_bytes(), record["pages"][0]
    assert overlaid(pdf, page, ()) == overlaid(pdf, page, ())
    assert overlaid(pdf, page, (Fault(code="X", block=None),)) != overlaid(pdf, page, ())


def test_the_command_draws_them(finished, banxin):
    """``banxin proof OUT --overlay`` names the files."""
    result = banxin("proof", str(finished), "--overlay")
    assert result.exit_code == 0
    assert str(finished / "overlay" / "01.pdf") in result.stdout
