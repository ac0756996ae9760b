"""A snapshot taken out of an archive: its sources to build from, or a set for a library."""

import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from layout.archive.bag import check_bag, payload_of
from layout.archive.findings import Fault, unreadable
from layout.archive.mets import METS
from layout.archive.model import Logged, Tool
from layout.archive.shelf import find_snapshot
from layout.archive.snapshot import SNAPSHOT
from layout.archive.store import Store, fetch, read_bytes
from layout.diagnostics import Message, SourceSpan
from layout.errors import ArchiveError

SOURCES: Final = ("content/", "style/")
"""What a library does not need: the pages are complete without."""
_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest date a ZIP can have; a set made twice is the same file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """A snapshot on this machine."""

    payload: Path
    source: Path
    """The edition folder."""
    style: Path
    profiles: tuple[str, ...]
    tools: tuple[Tool, ...]
    styles: tuple[tuple[str, str], ...]
    """Files of the style and their SHA-512, by name."""


def sound_snapshot(store: Store, name: str) -> tuple[str, Logged]:
    """The bag a name stands for, every byte of it checked.

    Raises:
        ArchiveError: There is none, or it is not what was put in.

    """
    paper, logged = find_snapshot(store, name)
    bag = f"{paper}/{logged.entry.bag}"
    faults = tuple(check_bag(store, bag, logged.entry.tagmanifest_sha512))
    if faults:
        raise damaged(bag, faults)
    return bag, logged


def damaged(bag: str, faults: tuple[Fault, ...]) -> ArchiveError:
    """A snapshot that is not what was put in."""
    return ArchiveError(
        Message(zh="快照已损坏", en="the snapshot is damaged"),
        SourceSpan(file=bag),
        findings=[fault.diagnostic() for fault in faults],
    )


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A path to make a file or folder at, which takes its place when it is complete.

    If something fails, nothing is at the target.

    Raises:
        ArchiveError: There is something at its place already.

    """
    if target.exists():
        raise ArchiveError(
            Message(zh="目标已存在", en="there is something there already"),
            SourceSpan(file=str(target)),
            Message(zh="换一个文件夹名", en="name another folder"),
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield made / target.name
        (made / target.name).rename(target)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def unpack(store: Store, bag: str, target: Path) -> Unpacked:
    """Copy a bag to this machine and say what is in it."""
    fetch(store, bag, target)
    payload = target / "data"
    try:
        told = json.loads((payload / SNAPSHOT).read_bytes())
        return Unpacked(
            payload=payload,
            source=payload / told["source"],
            style=payload / "style",
            profiles=tuple(told["profiles"]),
            tools=tuple(Tool(**tool) for tool in told["made_with"]),
            styles=tuple(sorted(told["style"].items())),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise unreadable(f"{bag}/data/{SNAPSHOT}", str(error)) from error


def differing_files(kept: Path, made: Path) -> tuple[str, ...]:
    """Files of two folders that are not the same to the byte, or are in one only."""
    names = {
        path.relative_to(folder).as_posix()
        for folder in (kept, made)
        for path in folder.rglob("*")
        if path.is_file()
    }
    return tuple(sorted(name for name in names if _hash(kept / name) != _hash(made / name)))


def export(store: Store, name: str, target: Path, *, with_sources: bool = False) -> Path:
    """Write a set for a library: METS, ALTO, pictures, PDFs; a ZIP if the name ends so.

    Args:
        store: Where the bags lie.
        name: The snapshot.
        target: The folder or ZIP to write; must not be there yet.
        with_sources: Whether the articles, pictures and style it was made from go along.

    Raises:
        ArchiveError: There is no such snapshot, it is damaged, or the target is there already.

    """
    bag, _ = sound_snapshot(store, name)
    names = [
        inner.removeprefix("data/")
        for inner in sorted(payload_of(store, bag))
        if with_sources or not inner.removeprefix("data/").startswith(SOURCES)
    ]
    is_zip = target.suffix.lower() == ".zip"
    with beside(target) as made:
        place = made.with_name("set") if is_zip else made
        for inner in names:
            data = read_bytes(store, f"{bag}/data/{inner}")
            if inner == "mets.xml" and not with_sources:
                data = _without_sources(data)
            path = place / inner
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        if is_zip:
            _zip(place, made)
    return target


def _zip(folder: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, path.read_bytes())


def _without_sources(data: bytes) -> bytes:
    """METS that no longer speaks of the sources."""
    root = etree.fromstring(data)
    names = {"m": METS}
    for group in root.findall(".//m:fileGrp[@USE='SOURCES']", names):
        gone = {file.get("ID") for file in group.findall("m:file", names)}
        for pointer in root.findall(".//m:fptr", names):
            if pointer.get("FILEID") in gone:
                _drop(pointer)
        _drop(group)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def changed_versions(
    then: tuple[Tool, ...], now: tuple[Tool, ...]
) -> Mapping[str, tuple[str, str]]:
    """Programs whose version is another one now: name to then and now; empty for none."""
    before, after = {t.name: t.version for t in then}, {t.name: t.version for t in now}
    return {
        name: (before.get(name, ""), after.get(name, ""))
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    }
