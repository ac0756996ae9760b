"""What stands in an archive, by paper and date: snapshots by name, issue numbers, counts."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from layout.archive.findings import no_snapshot
from layout.archive.index import IndexedEdition, editions, reading
from layout.archive.log import read_log
from layout.archive.model import Logged
from layout.archive.store import Store

MOST_MISSING: Final = 10_000
"""A jump of more numbers than this is a new count, not a gap."""

_NAME = re.compile(r"([a-z0-9][a-z0-9-]*)/(?:\d{4}/)?(\d{4}-\d\d-\d\d)(?:-(\d+))?/?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuity:
    """The issue numbers (总期号) of a paper: what is missing, double or out of order."""

    paper: str
    missing: tuple[int, ...]
    doubles: tuple[tuple[int, tuple[str, ...]], ...]
    """A number and the dates that share it."""
    backwards: tuple[str, ...]
    """Dates whose number is lower than that of the date before."""
    without: int
    """Editions that have no number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much an archive holds."""

    papers: int
    editions: int
    versions: int
    pages: int
    articles: int
    files: int
    size_bytes: int
    first: str
    last: str
    continuity: tuple[Continuity, ...]


def find_snapshot(store: Store, name: str) -> tuple[str, Logged]:
    """The paper and the log line that a name such as ``paper/2026-01-01-2`` stands for.

    Without a version the newest is meant.

    Raises:
        ArchiveError: There is no such snapshot.

    """
    match = _NAME.fullmatch(name)
    if match is None:
        raise no_snapshot(store.url, name)
    paper, date, version = match[1], match[2], match[3]
    found = [row for row in read_log(store, paper)[0] if row.entry.date == date]
    if version:
        found = [row for row in found if row.entry.version == int(version)]
    if not found:
        raise no_snapshot(store.url, name)
    return paper, max(found, key=lambda row: row.entry.version)


def shelf(index: Path, paper: str = "") -> tuple[IndexedEdition, ...]:
    """The snapshots of an archive or of one paper, by paper, date and version."""
    with reading(index) as base:
        return tuple(row for row in editions(base) if paper in ("", row.paper))


def counts(rows: Sequence[IndexedEdition]) -> Counts:
    """How much some snapshots hold."""
    newest = [row for row in rows if row.is_newest]
    dates = sorted(row.date for row in rows)
    return Counts(
        papers=len({row.paper for row in rows}),
        editions=len(newest),
        versions=len(rows),
        pages=sum(row.pages for row in newest),
        articles=sum(row.articles for row in newest),
        files=sum(row.files for row in rows),
        size_bytes=sum(row.size_bytes for row in rows),
        first=dates[0] if dates else "",
        last=dates[-1] if dates else "",
        continuity=tuple(continuity(rows)),
    )


def continuity(rows: Sequence[IndexedEdition]) -> Iterator[Continuity]:
    """The issue numbers of each paper, as its newest versions have them."""
    for paper in dict.fromkeys(row.paper for row in rows):
        own = sorted(
            (row for row in rows if row.paper == paper and row.is_newest), key=lambda row: row.date
        )
        numbered = [(row.issue, row.date) for row in own if row.issue is not None]
        numbers = sorted({issue for issue, _ in numbered})
        shared = [number for number, count in Counter(n for n, _ in numbered).items() if count > 1]
        yield Continuity(
            paper=paper,
            missing=tuple(_missing(numbers)),
            doubles=tuple(
                (number, tuple(date for issue, date in numbered if issue == number))
                for number in sorted(shared)
            ),
            backwards=tuple(
                date for (before, _), (issue, date) in pairwise(numbered) if issue < before
            ),
            without=len(own) - len(numbered),
        )


def _missing(numbers: Sequence[int]) -> Iterator[int]:
    for before, number in pairwise(numbers):
        if number - before <= MOST_MISSING:
            yield from range(before + 1, number)
