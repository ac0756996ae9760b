"""Figures of pages made by hand, and what ``report.json`` tells of them."""

import json
from dataclasses import replace

import pytest
from pydantic import TypeAdapter

from layout.makeup.model import BlockType, NearMiss, PlacedBlock, SearchAccount
from layout.record import report_record, report_text
from layout.record.geometry import crossings, gutter_rows, seams
from layout.record.metrics import MEASURES, page_metrics
from layout.record.report_model import ReportRecord


@pytest.fixture
def tiled(page):
    """The page with blocks of the given cells (column, row, columns, rows) and nothing else."""

    def make(*cells):
        grid = page.grid
        blocks = tuple(
            PlacedBlock(
                id=f"b{k}",
                kind=BlockType.ARTICLE,
                column=column,
                row=row,
                columns=columns,
                rows=rows,
                rect=grid.rect(column, row, columns, rows),
            )
            for k, (column, row, columns, rows) in enumerate(cells)
        )
        return replace(page, blocks=blocks)

    return make


def figures(page):
    return {metric.id: metric.value for metric in page_metrics(page)}


def test_the_fill_is_the_share_of_the_cells(tiled):
    """Four columns by ten rows."""
    assert figures(tiled((0, 0, 4, 10)))["F1"] == 1
    assert figures(tiled((0, 0, 4, 5)))["F1"] == 0.5


def test_four_quarters_break_every_taboo_of_the_grid(tiled):
    """A seam, a gutter as high as the page, and a crossing; no figure of them is its target's."""
    page = tiled((0, 0, 2, 5), (2, 0, 2, 5), (0, 5, 2, 5), (2, 5, 2, 5))
    told = {metric.id: metric for metric in page_metrics(page)}
    assert (told["T2"].value, told["T3"].value, told["T4"].value) == (1, 1, 1)
    assert (told["T2"].ok, told["T3"].ok, told["T4"].ok) == (True, False, False)


def test_bricks_break_none(tiled):
    """No straight gap is longer than half the page, no four corners meet."""
    page = tiled((0, 0, 2, 5), (2, 0, 2, 5), (0, 5, 1, 5), (1, 5, 3, 5))
    assert crossings(page.blocks) == 0
    assert gutter_rows(page.blocks, 4, 10) == 5
    assert seams(page.blocks, 4) == 1
    assert seams(tiled((0, 0, 2, 4), (2, 0, 2, 6), (0, 4, 2, 6), (2, 6, 2, 4)).blocks, 4) == 0


def test_sizes_are_held_against_ranks(page):
    """τ is 1 where sizes fall with ranks, -1 where they rise; the pair counts as inverted."""
    lead = next(block for block in page.blocks if block.rank == 1)
    part = lead.parts[0]
    small = replace(lead, id="x", rank=2, parts=(replace(part, size_pt=part.size_pt / 2),))
    good = replace(page, blocks=(lead, small))
    bad = replace(page, blocks=(replace(lead, rank=2), replace(small, rank=1)))
    assert (figures(good)["H1"], figures(good)["H1a"], figures(good)["H3"]) == (1, 0, 2)
    assert (figures(bad)["H1"], figures(bad)["H1a"], figures(bad)["H3"]) == (-1, 1, 0.5)


def test_every_figure_has_a_name_and_a_target():
    """Ids are given once."""
    ids = [measure.id for measure in MEASURES]
    assert len(set(ids)) == len(ids)
    assert all(measure.name and measure.target for measure in MEASURES)


def test_the_report_tells_how_the_layout_was_come_by(edition, page):
    """Tries, price and the layouts that came next; in JSON and in words."""
    miss = NearMiss(cost=9.5, faults=1, moved=("01-lead",))
    account = SearchAccount(tried=3, cost=7.25, faults=0, near_misses=(miss,), left_out=("x",))
    told = replace(page, account=account)
    held = [article for article in edition.articles if article.page is None]
    record = report_record(edition, [told], held, [])
    TypeAdapter(ReportRecord).validate_python(json.loads(json.dumps(record)), strict=False)
    (one,) = record["pages"]
    assert one["search"] is not None
    assert one["search"]["near_misses"] == [{"cost": 9.5, "faults": 1, "moved": ["01-lead"]}]
    assert record["held"] == ["pool-held"]
    assert one["fill"] == {"cells": 40, "covered": 20, "blank_lines": 1}
    text = report_text(edition, [told], [])
    assert "代价 7.2，犯忌 0 处" in text
    assert "第 2 方案代价 9.5，犯忌 1 处，另排 01-lead" in text
