"""Everything in an archive held against everything that should be: bags, logs, index, files.

verify
  read_log              the chain, and signatures
  _stray                bags in no log
  check_bag             every byte of each snapshot, read once
    check_file          the PDFs open, the boxes lie on their pages
  _check_index          what the index has is what the bags say
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from layout.archive.bag import check_bag
from layout.archive.check_file import check_file
from layout.archive.findings import Fault, fault
from layout.archive.index import IndexedEdition, article_rows, articles_of, editions, reading
from layout.archive.keep import read_pending, require_archive
from layout.archive.log import log_file, read_log
from layout.archive.model import Logged
from layout.archive.sign import check_signatures
from layout.archive.snapshot import read_facts
from layout.archive.store import Store
from layout.diagnostics import Message
from layout.errors import ArchiveError, IndexBrokenError
from layout.processes import Promise, can_divide


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a check came to."""

    snapshots: int
    size_bytes: int
    faults: tuple[Fault, ...]
    pending: tuple[str, ...]
    """Snapshots that a writer is adding or left half added; the next one finishes or undoes it."""


def verify(
    store: Store,
    index: Path,
    *,
    key: Ed25519PublicKey | None = None,
    jobs: int = 1,
) -> Verified:
    """Check a whole archive; nothing is changed.

    Args:
        store: Where its bags lie.
        index: Its index.
        key: The public key, where signatures are to be checked.
        jobs: Processes to use; a bucket is read over several connections instead.

    Raises:
        ArchiveError: There is no archive, and no index that knows of one.

    """
    if not index.is_file():
        require_archive(store)
    faults: list[Fault] = []
    entries: dict[str, tuple[Logged, ...]] = {}
    pending: set[str] = set()
    known_before = _indexed(index, [])
    for paper in store.folders(""):
        bags = _bags(store, paper)
        pending |= _pending(store, paper)
        entries[paper], found = read_log(store, paper)
        faults += found
        faults += _stray(store, paper, bags, entries[paper], pending)
        if key is not None and entries[paper]:
            faults += check_signatures(store, paper, entries[paper], key)
        faults += _check_bags(store, paper, entries[paper], jobs)
    for paper in entries:
        pending |= _pending(store, paper)
    faults += _check_index(store, index, entries, pending, known_before)
    return Verified(
        snapshots=sum(map(len, entries.values())),
        size_bytes=sum(row.entry.size_bytes for rows in entries.values() for row in rows),
        faults=tuple(faults),
        pending=tuple(sorted(pending)),
    )


def _check_bags(
    store: Store, paper: str, entries: tuple[Logged, ...], jobs: int
) -> Iterator[Fault]:
    """The faults of every snapshot, in the order of the log."""
    count = min(jobs, len(entries)) if can_divide(jobs) and store.at_once == 1 else 1

    def share(first: int) -> list[list[Fault]]:
        return [
            list(check_bag(store, f"{paper}/{row.bag}", row.tagmanifest_sha512, look=check_file))
            for row in (logged.entry for logged in entries[first::count])
        ]

    others = [Promise(partial(share, first)) for first in range(1, count)]
    shares = [share(0), *(other.result() for other in others)]
    for number in range(len(entries)):
        yield from shares[number % count][number // count]


def _bags(store: Store, paper: str) -> list[str]:
    return [
        f"{year}/{bag}"
        for year in store.folders(paper)
        if year != "signatures"
        for bag in store.folders(f"{paper}/{year}")
    ]


def _pending(store: Store, paper: str) -> set[str]:
    pending = read_pending(store, paper)
    return {f"{paper}/{pending.logged.entry.bag}"} if pending else set()


def _stray(
    store: Store, paper: str, bags: list[str], entries: tuple[Logged, ...], pending: set[str]
) -> Iterator[Fault]:
    """Bags that no line of the log names."""
    logged = {row.entry.bag for row in entries}
    if not entries and not pending and not store.has(log_file(paper)):
        zh, en = "日志不见了", "the log is gone"
        yield fault("LOG_MISSING", log_file(paper), zh, en)
    for bag in bags:
        if bag not in logged and f"{paper}/{bag}" not in pending:
            zh, en = "日志里没有这个快照", "no line of the log names this snapshot"
            yield fault("BAG_STRAY", f"{paper}/{bag}", zh, en)


# -- the index -----------------------------------------------------------------------------


def _indexed(index: Path, faults: list[Fault]) -> list[IndexedEdition]:
    try:
        with reading(index) as base:
            return editions(base)
    except IndexBrokenError as error:
        told = error.findings[0]
        faults.append(
            Fault(what="INDEX_BROKEN", place=str(index), message=told.message, hint=told.hint)
        )
        return []


def _check_index(
    store: Store,
    index: Path,
    entries: dict[str, tuple[Logged, ...]],
    pending: set[str],
    known_before: list[IndexedEdition],
) -> Iterator[Fault]:
    """The index has the snapshots of the logs, with the words their bags have."""
    if not any(entries.values()) and not index.is_file():
        return
    faults: list[Fault] = []
    known = {row.bag: row for row in _indexed(index, faults)}
    yield from faults
    if faults:
        return
    logged = {f"{paper}/{row.entry.bag}": row for paper, rows in entries.items() for row in rows}
    for row in known_before:
        if row.bag not in logged:
            zh = "索引里有，日志里没有：快照连同日志行被删"
            en = "the index has it and no log does: a snapshot and its line were removed"
            yield fault("BAG_REMOVED", row.bag, zh, en)
    for bag, line in logged.items():
        if bag not in known:
            if bag not in pending:
                yield _indexfault(bag, "索引里没有", "the index does not have it")
        elif known[bag].sha512 != line.sha512:
            zh, en = "索引所记的日志行不同", "the index knows another line of the log"
            yield _indexfault(bag, zh, en)
        else:
            yield from _check_words(store, index, known[bag])


def _check_words(store: Store, index: Path, edition: IndexedEdition) -> Iterator[Fault]:
    try:
        wanted = article_rows(read_facts(store, edition.bag))
    except ArchiveError:
        return  # the bag's own check has told what is wrong with it
    with reading(index) as base:
        if articles_of(base, edition.id) != wanted:
            zh, en = "索引里的文字与快照不同", "the index has other words than the snapshot"
            yield _indexfault(edition.bag, zh, en)


def _indexfault(bag: str, zh: str, en: str) -> Fault:
    return Fault(
        what="INDEX_DIFFERS",
        place=bag,
        message=Message(zh=zh, en=en),
        hint=Message(zh="重建：banxin archive reindex", en="make it anew: banxin archive reindex"),
    )
