"""``report.json``: the report for programs, with every figure of every page."""

from collections.abc import Sequence

from layout.content.model import Article, Edition
from layout.diagnostics import Diagnostic
from layout.makeup.model import PageLayout, PartRole, PlacedBlock
from layout.record.edition_json import diagnostic_record
from layout.record.geometry import on_grid
from layout.record.metrics import page_metrics
from layout.record.report_model import (
    BlockReport,
    FillReport,
    MetricReport,
    PageReport,
    ReportRecord,
    SearchReport,
)
from layout.units import rounded

SCHEMA = "banxin/report/1"


def report_record(
    edition: Edition,
    pages: Sequence[PageLayout],
    held: Sequence[Article],
    findings: Sequence[Diagnostic],
) -> ReportRecord:
    """Everything ``report.json`` tells."""
    return {
        "schema": SCHEMA,
        "paper": edition.head.paper.name,
        "date": edition.head.date.isoformat(),
        "pages": [_page(page) for page in pages],
        "held": [article.id for article in held],
        "diagnostics": [diagnostic_record(found, edition.folder) for found in findings],
    }


def _page(page: PageLayout) -> PageReport:
    return {
        "number": page.number,
        "name": page.name,
        "fill": _fill(page),
        "search": _search(page),
        "why": list(page.story),
        "metrics": [
            MetricReport(
                id=metric.id,
                name=metric.name,
                value=metric.value,
                target=metric.target,
                ok=metric.ok,
            )
            for metric in page_metrics(page)
        ],
        "blocks": [_block(block) for block in on_grid(page)],
    }


def _fill(page: PageLayout) -> FillReport:
    cells = page.grid.columns * page.grid.rows
    return {
        "cells": cells,
        "covered": sum(block.columns * block.rows for block in on_grid(page)),
        "blank_lines": sum(block.blank_lines for block in page.blocks),
    }


def _search(page: PageLayout) -> SearchReport | None:
    account = page.account
    if account is None:
        return None
    return {
        "is_kept": account.is_kept,
        "tried": account.tried,
        "is_spent": account.is_spent,
        "empty_rows": account.empty_rows,
        "cost": rounded(account.cost),
        "faults": account.faults,
        "left_out": list(account.left_out),
        "changed": list(account.changed),
        "near_misses": [
            {"cost": rounded(miss.cost), "faults": miss.faults, "moved": list(miss.moved)}
            for miss in account.near_misses
        ],
    }


def _block(block: PlacedBlock) -> BlockReport:
    headline = block.part(PartRole.HEADLINE)
    return {
        "id": block.id,
        "kind": block.kind.value,
        "rank": block.rank,
        "title": block.title,
        "column": block.column,
        "row": block.row,
        "columns": block.columns,
        "rows": block.rows,
        "headline_pt": rounded(headline.size_pt) if headline else None,
        "boxed": block.boxed,
        "locked": block.locked,
    }
