"""A CSV file beside an article to the checked data of its chart (RFC 4180)."""

import csv
import math
from pathlib import Path
from typing import Final

from layout.content.chart_model import Chart, ChartData, ChartKind, Series
from layout.content.findings import Findings
from layout.content.source import read_source, shown_path
from layout.diagnostics import Message, SourceSpan

NOMINAL_PX: Final = (10_000, 6_000)
"""Of a chart that is not drawn yet."""
MOST_LABELS: Final = {ChartKind.BAR: 24, ChartKind.LINE: 400, ChartKind.SHARE: 6}
MOST_SERIES: Final = {ChartKind.BAR: 1, ChartKind.LINE: 3, ChartKind.SHARE: 1}


def read_chart(head: Chart, path: Path, span: SourceSpan, findings: Findings) -> ChartData | None:
    """Read and check the data of a chart.

    Args:
        head: What the article says of it.
        path: The CSV file: names in the first row and the first column, numbers elsewhere.
        span: Where the article names the file.
        findings: Take what is wrong: ``CHART_DATA`` with file and line.

    """
    text = read_source(path, shown_path(path), findings)
    if text is None:
        return None
    rows = [
        (number, [cell.strip() for cell in row])
        for number, row in enumerate(csv.reader(text.lines), 1)
        if any(cell.strip() for cell in row)
    ]
    told = _fault(head, rows)
    if told is not None:
        line, message = told
        findings.error(
            "CHART_DATA",
            text.span(line, 1),
            message,
            Message(
                zh="首行写栏名，以下每行一个项目和它的数，如“新闻纸,45”",
                en="names in the first row, then an item and its numbers a row: Newsprint,45",
            ),
        )
        return None
    names, body = rows[0][1][1:], [row for _, row in rows[1:]]
    series = tuple(
        Series(name=name, values=tuple(_number(row[k]) for row in body))
        for k, name in enumerate(names, 1)
    )
    labels = tuple(row[0] for row in body)
    if head.mark and head.mark not in (*labels, *names):
        findings.error(
            "CHART_DATA",
            span,
            Message(zh=f"数据里没有“{head.mark}”", en=f"the data have no “{head.mark}”"),
            Message(zh="mark 写一个项目的名字", en="mark is the name of an item"),
        )
        return None
    return ChartData(head=head, path=path, labels=labels, series=series)


def _fault(head: Chart, rows: list[tuple[int, list[str]]]) -> tuple[int, Message] | None:
    """The line of the first fault, and what it is."""
    if len(rows) < 2 or len(rows[0][1]) < 2:
        return 1, Message(zh="没有数据", en="there are no data")
    width, items = len(rows[0][1]), len(rows) - 1
    most, series = MOST_LABELS[head.kind], MOST_SERIES[head.kind]
    if items > most or width - 1 > series:
        return rows[0][0], Message(
            zh=f"{head.kind.value} 图最多 {most} 项、{series} 列数",
            en=f"a {head.kind.value} chart has at most {most} items and {series} columns",
        )
    for number, row in rows[1:]:
        values = [_number(cell) for cell in row[1:]]
        if len(row) != width or not all(map(math.isfinite, values)):
            return number, Message(zh="每一项都要有数", en="every item needs its numbers")
        if head.kind is not ChartKind.LINE and min(values) < 0:
            return number, Message(zh="柱和份额不能是负数", en="bars and shares are not negative")
    if head.kind is ChartKind.SHARE and sum(_number(row[1]) for _, row in rows[1:]) <= 0:
        return rows[1][0], Message(zh="份额之和是零", en="the shares sum to nothing")
    return None


def _number(cell: str) -> float:
    """A number with or without marks between thousands; not a number where it is none."""
    try:
        return float(cell.replace(",", "").replace("，", ""))
    except ValueError:
        return math.nan
