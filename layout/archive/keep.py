"""Snapshots put into an archive, so that a kill at any moment leaves all of one or none of it.

keep
  recover               what an earlier writer left half done is finished or undone
  the bag is made in the staging folder, beside the archive
  the journal says which bag and which line of the log are to come
  the bag is put in place, the line is added to the log: from here on the snapshot is in
  the index takes it in, the journal goes

The journal (``pending.json``) names one snapshot. If its bag is whole, recovery adds the line;
if not, it removes what there is of the bag.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from layout import __version__
from layout.archive.bag import Seal, check_bag, seal_bag
from layout.archive.findings import LOOK_INTO_IT, no_archive, taken, unreadable
from layout.archive.index import (
    add_edition,
    clear,
    count_of,
    editions,
    remove_index,
    writing,
)
from layout.archive.log import FIRST, append_line, line_of, papers_of, read_log
from layout.archive.model import EditionFacts, Entry, Logged, Make, Writer
from layout.archive.sign import signature_file, signed
from layout.archive.snapshot import make_payload, read_facts, read_record
from layout.archive.store import Store, locked, read_bytes
from layout.diagnostics import SourceSpan
from layout.errors import ArchiveError, IndexBrokenError

PENDING: Final = "pending.json"
GUIDE: Final = "README.txt"
_GUIDE_TEXT: Final = """\
报纸档案 / A newspaper archive

每期一个 BagIt 包（RFC 8493）：报纸/年/日期[-版本]/。不用本程序也能核对：
Each edition is a BagIt bag (RFC 8493): PAPER/YEAR/DATE[-VERSION]/. To check it without any
program of ours:

    cd PAPER/YEAR/DATE && sha512sum -c manifest-sha512.txt tagmanifest-sha512.txt

PAPER/log.txt 每行记一个快照：第一栏是其后 JSON 的 SHA-512；"tagmanifest_sha512" 是该包
tagmanifest-sha512.txt 的 SHA-512；"previous" 是上一行的第一栏。
Each line of PAPER/log.txt is a snapshot: first the SHA-512 of the JSON that follows it;
"tagmanifest_sha512" is that of the bag's tagmanifest-sha512.txt; "previous" is the first column
of the line before. Line N, and its signature if there is one (Ed25519 over the whole line):

    sed -n Np log.txt | cut -d' ' -f3- | tr -d '\\n' | sha512sum
    sed -n Np log.txt | tr -d '\\n' > line
    openssl pkeyutl -verify -pubin -inkey public.pem -rawin -in line -sigfile signatures/00000N.sig

data/mets.xml 说明包内各文件；data/alto/ 是各版文字及其在版面上的位置。
data/mets.xml tells what is in a bag; data/alto/ has the text of each page with its boxes.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A snapshot that is in."""

    paper: str
    entry: Entry
    is_signed: bool

    @property
    def bag(self) -> str:
        """Where its bag lies in the archive."""
        return f"{self.paper}/{self.entry.bag}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What was found half done: finished, or undone."""

    paper: str
    bag: str
    is_finished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """An archive to write to: where its bags lie, where its index, and who writes."""

    store: Store
    index: Path
    writer: Writer
    breaks_lock: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """The journal: the line that is to be added, and its signature."""

    logged: Logged
    signature: bytes


def keep(
    archive: Archive, make: Make, *, key: Ed25519PrivateKey | None = None, jobs: int = 1
) -> Kept:
    """Add a snapshot of an edition.

    Args:
        archive: Where to.
        make: The edition, its sources and what made it.
        key: What to sign with, if it is to be signed.
        jobs: Processes to use.

    Raises:
        ArchiveError: Somebody else is writing, the disk is full, the log is damaged, the place
            of the snapshot is taken, or a file of the edition cannot be read. Everything that was
            in the archive still is.

    """
    store = archive.store
    with locked(store, archive.writer, breaks=archive.breaks_lock):
        recover(archive)
        record = read_record(make.builds[0])
        paper = record["paper"]["slug"]
        entries = _sound_log(store, paper)
        versions = [row.entry.version for row in entries if row.entry.date == record["date"]]
        version = max(versions, default=0) + 1
        bag = bag_name(record["date"], version)
        identifier = f"{paper}/{bag}"
        if store.has(identifier):
            raise taken(f"{store.url}/{identifier}")
        staged = store.staging()
        facts, payload = make_payload(make, staged / "data", identifier=identifier, jobs=jobs)
        seal = seal_bag(staged, _bag_info(make, facts, identifier), payload)
        logged = _line_of_log(make, facts, seal, entries, bag=bag, version=version)
        signature = signed(logged, key) if key else b""
        if not store.has(GUIDE):
            store.write(GUIDE, _GUIDE_TEXT.encode())
        store.write(f"{paper}/{PENDING}", _journal(Pending(logged=logged, signature=signature)))
        store.publish(staged, f"{paper}/{bag}")
        _commit(store, paper, Pending(logged=logged, signature=signature))
        _index(archive, paper, [(facts, logged)])
        store.remove(f"{paper}/{PENDING}")
    return Kept(paper=paper, entry=logged.entry, is_signed=bool(signature))


def recover(archive: Archive) -> tuple[Recovered, ...]:
    """Finish or undo what an earlier writer left; the caller keeps other writers out."""
    done = _settle(archive.store)
    for one in done:
        _index(archive, one.paper, [])
        archive.store.remove(f"{one.paper}/{PENDING}")
    return done


def require_archive(store: Store) -> None:
    """See to it that a check of nothing is not taken for a clean one.

    Raises:
        ArchiveError: Nothing was ever added here.

    """
    if not store.has(GUIDE) and not store.folders(""):
        raise no_archive(store.url)


def reindex(archive: Archive) -> int:
    """Make the index anew from the bags; the old one serves until the new one is there.

    Returns:
        The number of snapshots in it.

    Raises:
        ArchiveError: There is no archive, somebody else is writing, the disk is full, or a bag
            cannot be read.

    """
    store, count = archive.store, 0
    require_archive(store)
    with locked(store, archive.writer, breaks=archive.breaks_lock):
        done = _settle(store)
        _drop_broken(archive.index)
        with writing(archive.index) as base:
            clear(base)
            for paper in papers_of(store):
                for logged in _sound_log(store, paper):
                    add_edition(base, read_facts(store, f"{paper}/{logged.entry.bag}"), logged)
                    count += 1
        for one in done:
            store.remove(f"{one.paper}/{PENDING}")
    return count


def read_pending(store: Store, paper: str) -> Pending | None:
    """The journal of a paper; None where nothing is half done."""
    name = f"{paper}/{PENDING}"
    try:
        data = read_bytes(store, name)
    except FileNotFoundError:
        return None
    try:
        told = json.loads(data)
        entry = Entry(**told["entry"])
        return Pending(logged=line_of(entry), signature=base64.b64decode(told["signature"]))
    except (ValueError, KeyError, TypeError) as error:
        raise unreadable(f"{store.url}/{name}", str(error)) from error


def bag_name(date: str, version: int) -> str:
    """Where a bag lies in its paper's folder."""
    ending = f"-{version}" if version > 1 else ""
    return f"{date[:4]}/{date}{ending}"


def _settle(store: Store) -> tuple[Recovered, ...]:
    """Bags and logs as they should be; the journals stay until the index is, too."""
    done = []
    for paper in store.folders(""):
        pending = read_pending(store, paper)
        if pending is None:
            continue
        entry = pending.logged.entry
        bag = f"{paper}/{entry.bag}"
        is_in = any(row.entry.bag == entry.bag for row in _sound_log(store, paper))
        is_whole = is_in or not any(check_bag(store, bag, entry.tagmanifest_sha512))
        if is_whole and not is_in:
            _commit(store, paper, pending)
        elif not is_whole:
            store.remove(bag)
        done.append(Recovered(paper=paper, bag=bag, is_finished=is_whole))
    return tuple(done)


def _bag_info(make: Make, facts: EditionFacts, identifier: str) -> dict[str, str]:
    return {
        "Bagging-Date": make.added[:10],
        "Bag-Group-Identifier": facts.paper,
        "Bag-Software-Agent": f"banxin {__version__}",
        "External-Description": f"{facts.paper_name} {facts.date}",
        "External-Identifier": identifier,
    }


def _line_of_log(
    make: Make,
    facts: EditionFacts,
    seal: Seal,
    entries: Sequence[Logged],
    *,
    bag: str,
    version: int,
) -> Logged:
    """The line that says a sealed bag is in."""
    return line_of(
        Entry(
            number=len(entries) + 1,
            bag=bag,
            date=facts.date,
            version=version,
            added=make.added,
            manifest_sha512=seal.manifest_sha512,
            tagmanifest_sha512=seal.tagmanifest_sha512,
            files=seal.files,
            size_bytes=seal.size_bytes,
            previous=entries[-1].sha512 if entries else FIRST,
        )
    )


def _commit(store: Store, paper: str, pending: Pending) -> None:
    """Put the signature in place, then the line: with it the snapshot is in."""
    if pending.signature:
        store.write(signature_file(paper, pending.logged.entry.number), pending.signature)
    append_line(store, paper, pending.logged)


def _index(archive: Archive, paper: str, added: Sequence[tuple[EditionFacts, Logged]]) -> None:
    """Bring the index up to the log; other snapshots it lacks are read from their bags."""
    entries = read_log(archive.store, paper)[0]
    known = {logged.sha512: facts for facts, logged in added}
    with writing(archive.index) as base:
        if count_of(base, paper) == len(entries) - len(known):
            missing = [row for row in entries if row.sha512 in known]
        else:
            there = {row.sha512 for row in editions(base)}
            missing = [row for row in entries if row.sha512 not in there]
        for row in missing:
            bag = f"{paper}/{row.entry.bag}"
            add_edition(base, known.get(row.sha512) or read_facts(archive.store, bag), row)


def _sound_log(store: Store, paper: str) -> tuple[Logged, ...]:
    """The lines of a log that nothing is wrong with.

    Raises:
        ArchiveError: Something is.

    """
    entries, faults = read_log(store, paper)
    if faults:
        raise ArchiveError(
            faults[0].message,
            SourceSpan(file=faults[0].place),
            LOOK_INTO_IT,
        )
    return entries


def _drop_broken(index: Path) -> None:
    """Delete an index that cannot be opened or is of another version."""
    if not index.exists():
        return
    try:
        with writing(index) as base:
            editions(base)
    except IndexBrokenError:
        remove_index(index)


def _journal(pending: Pending) -> bytes:
    told = {
        "entry": asdict(pending.logged.entry),
        "signature": base64.b64encode(pending.signature).decode(),
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
