r"""The log of a paper: one line a snapshot, each line holding the hash of the line before.

A line is a SHA-512 in hex, two blanks, and a JSON object; the hash is that of the object's
text. So ``sed -n 3p log.txt | cut -d' ' -f3- | tr -d '\n' | sha512sum`` checks a line without
this program, and an edited, dropped or exchanged line breaks the chain at its place.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Final

from layout.archive.bag import sha512
from layout.archive.findings import Fault
from layout.archive.model import Entry, Logged
from layout.archive.store import Store, read_bytes
from layout.diagnostics import Message

LOG: Final = "log.txt"
FIRST: Final = "0" * 128
"""What the first line has for the hash of the line before."""

_FIELDS = {
    field: (int if field in {"number", "version", "files", "size_bytes"} else str)
    for field in Entry.__dataclass_fields__
}


def log_file(paper: str) -> str:
    """Where the log of a paper lies."""
    return f"{paper}/{LOG}"


def line_of(entry: Entry) -> Logged:
    """The line that says an entry."""
    told = json.dumps(asdict(entry), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = sha512(told.encode())
    return Logged(entry=entry, line=f"{digest}  {told}", sha512=digest)


def read_log(store: Store, paper: str) -> tuple[tuple[Logged, ...], tuple[Fault, ...]]:
    """The lines of a log that can be read, and what is wrong with the log."""
    name = log_file(paper)
    try:
        text = read_bytes(store, name).decode("utf-8", "replace")
    except FileNotFoundError:
        return (), ()
    entries: list[Logged] = []
    faults: list[Fault] = []
    if text and not text.endswith("\n"):
        faults.append(_fault(f"{name}:{text.count(chr(10)) + 1}", "行尾缺换行", "no line end"))
    previous = FIRST
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        logged = _parsed(line)
        if logged is None:
            zh, en = "这一行不是日志所写", "this line was not written by the archive"
            faults.append(_fault(f"{name}:{number}", zh, en))
            previous = ""
            continue
        faults += _check_line(logged, line, number, previous, f"{name}:{number}")
        entries.append(logged)
        previous = logged.sha512
    return tuple(entries), tuple(faults)


def append_line(store: Store, paper: str, logged: Logged) -> None:
    """Write a log with one more line; the new log takes the old one's place whole."""
    name = log_file(paper)
    try:
        before = read_bytes(store, name)
    except FileNotFoundError:
        before = b""
    store.write(name, before + logged.line.encode() + b"\n")


def papers_of(store: Store) -> tuple[str, ...]:
    """The papers that have a log."""
    return tuple(name for name in store.folders("") if store.has(log_file(name)))


def _parsed(line: str) -> Logged | None:
    digest, _, told = line.partition("  ")
    try:
        values = json.loads(told)
    except ValueError:
        return None
    if not isinstance(values, dict) or values.keys() != _FIELDS.keys():
        return None
    if any(not isinstance(values[field], kind) for field, kind in _FIELDS.items()):
        return None
    return Logged(entry=Entry(**values), line=line, sha512=digest)


def _check_line(
    logged: Logged, line: str, number: int, previous: str, place: str
) -> Iterator[Fault]:
    if logged.sha512 != sha512(line.partition("  ")[2].encode()):
        zh, en = "这一行被改过：哈希不符", "this line was edited: its hash does not fit"
        yield _fault(place, zh, en)
    elif logged.entry.number != number or logged.entry.previous != previous:
        zh, en = "与上一行接不上：有行被改、被删或调换", "does not follow the line before it"
        yield _fault(place, zh, en)


def _fault(place: str, zh: str, en: str) -> Fault:
    return Fault(what="LOG_CHANGED", place=place, message=Message(zh=zh, en=en))
