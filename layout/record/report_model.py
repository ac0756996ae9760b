"""The shape of ``report.json``; its JSON Schema is made from these types."""

from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from layout.record.model import DiagnosticRecord


class FillReport(TypedDict):
    """How full a page is: cells of the grid, those that are covered, rows blank at feet."""

    cells: int
    covered: int
    blank_lines: int


class NearMissReport(TypedDict):
    """A layout that was not chosen: its price, its faults, the stories it puts elsewhere."""

    cost: float
    faults: int
    moved: list[str]


class SearchReport(TypedDict):
    """How a layout was come by; lower costs are better."""

    is_kept: bool
    tried: int
    is_spent: bool
    empty_rows: int
    cost: float
    faults: int
    left_out: list[str]
    changed: list[str]
    near_misses: list[NearMissReport]


class MetricReport(TypedDict):
    """A figure of a page and its target."""

    id: str
    name: str
    value: float
    target: str
    ok: bool


class BlockReport(TypedDict):
    """What stands in which cells."""

    id: str
    kind: str
    rank: int | None
    title: str
    column: int
    row: int
    columns: int
    rows: int
    headline_pt: float | None
    boxed: bool
    locked: bool


class PageReport(TypedDict):
    """A page."""

    number: int
    name: str
    fill: FillReport
    search: SearchReport | None
    why: list[str]
    metrics: list[MetricReport]
    blocks: list[BlockReport]


class ReportRecord(TypedDict):
    """The whole file; ``held`` has the articles that no page took."""

    schema: str
    paper: str
    date: str
    pages: list[PageReport]
    held: list[str]
    diagnostics: list[DiagnosticRecord]
