"""Everything in an archive held against everything that should be: bags, logs, index, files.

verify
  _check_paper          the log's chain and signatures, bags in no log, each snapshot
    _check_snapshot     every byte, the PDFs open, the boxes lie on their pages
  _check_index          what the index has is what the bags say
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from lxml import etree

from layout.archive.alto import NAMESPACE
from layout.archive.bag import check_bag
from layout.archive.findings import Fault, fault
from layout.archive.index import IndexedEdition, article_rows, articles_of, editions, reading
from layout.archive.keep import read_pending
from layout.archive.log import log_file, read_log
from layout.archive.model import Logged
from layout.archive.pdf_pages import open_pdf
from layout.archive.sign import check_signatures
from layout.archive.snapshot import read_facts
from layout.archive.store import Store, read_bytes
from layout.diagnostics import Message
from layout.errors import ArchiveError, IndexBrokenError

SLACK_PX: Final = 0.5
"""Boxes are rounded to hundredths, the picture to whole pixels."""


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
    begin: Callable[[str], None] = lambda _bag: None,
) -> Verified:
    """Check a whole archive; nothing is changed.

    Args:
        store: Where its bags lie.
        index: Its index.
        key: The public key, where signatures are to be checked.
        begin: Called with the name of each snapshot as it begins.

    """
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
        for logged in entries[paper]:
            bag = f"{paper}/{logged.entry.bag}"
            begin(bag)
            faults += check_bag(store, bag, logged.entry.tagmanifest_sha512)
            faults += _check_files(store, bag)
    for paper in entries:
        pending |= _pending(store, paper)
    faults += _check_index(store, index, entries, pending, known_before)
    return Verified(
        snapshots=sum(map(len, entries.values())),
        size_bytes=sum(row.entry.size_bytes for rows in entries.values() for row in rows),
        faults=tuple(faults),
        pending=tuple(sorted(pending)),
    )


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


def _check_files(store: Store, bag: str) -> Iterator[Fault]:
    """The PDFs of a bag open, and the boxes of its pages lie on them."""
    for name in store.files(f"{bag}/data"):
        inner = name.removeprefix(f"{bag}/data/")
        if inner.endswith(".pdf") and not inner.startswith(("content/", "style/")):
            yield from _check_pdf(store, name)
        elif inner.startswith("alto/"):
            yield from _check_alto(store, name)


def _check_pdf(store: Store, name: str) -> Iterator[Fault]:
    try:
        document = open_pdf(read_bytes(store, name), name)
    except ArchiveError as error:
        yield Fault(what="PDF_BROKEN", place=name, message=error.findings[0].message)
        return
    if not len(document):
        yield fault("PDF_BROKEN", name, "PDF 没有页", "the PDF has no page")
    document.close()


def _check_alto(store: Store, name: str) -> Iterator[Fault]:
    try:
        tree = etree.fromstring(read_bytes(store, name))
    except etree.XMLSyntaxError as error:
        message = Message(zh=f"XML 有错：{error}", en=f"broken XML: {error}")
        yield Fault(what="ALTO_BROKEN", place=name, message=message)
        return
    page = tree.find(f".//{{{NAMESPACE}}}Page")
    if page is None:
        yield fault("ALTO_BROKEN", name, "没有版面", "there is no page in it")
        return
    try:
        outside = _outside(page)
    except ValueError as error:
        yield fault("ALTO_BROKEN", name, f"数字有错：{error}", f"a broken number: {error}")
        return
    if outside is not None:
        place = f"{name}#{outside.get('ID')}"
        yield fault("BOX_OUTSIDE", place, "文字框超出版面", "a box runs off the page")


def _outside(page: etree._Element) -> etree._Element | None:
    """The first box that runs off its page; ``ValueError`` where a side is no number.

    A loop: XPath takes eight times as long to turn the sides into numbers.
    """
    right = float(page.get("WIDTH", "0")) + SLACK_PX
    bottom = float(page.get("HEIGHT", "0")) + SLACK_PX
    for element in page.iter():
        get = element.get
        if get("HPOS") is None:
            continue
        x, y = float(get("HPOS", "")), float(get("VPOS", ""))
        x_end, y_end = x + float(get("WIDTH", "")), y + float(get("HEIGHT", ""))
        is_inside = x >= -SLACK_PX and y >= -SLACK_PX and x_end <= right and y_end <= bottom
        if not is_inside:  # a side that is not a number lies nowhere
            return element
    return None


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
