"""What has become of the editions of a batch, and the file that tells of it after a crash."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from layout.diagnostics import Message

JOURNAL: Final = "batch.jsonl"


class State(StrEnum):
    """How an edition of a batch came out."""

    MADE = "made"
    FLAWED = "flawed"
    """Its files are written, with errors that its report names."""
    FAILED = "failed"
    """Nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one edition.

    Args:
        folder: The edition folder, as given.
        state: How it came out.
        key: Names the input it was made from; empty where that changed meanwhile.
        place: The folder of its files.
        errors: What is wrong with it, each as it is printed.
        is_from_before: Whether the journal tells of it: it was not made again.

    """

    folder: Path
    state: State
    key: str = ""
    place: str = ""
    errors: tuple[Message, ...] = ()
    is_from_before: bool = False


class Journal:
    """The editions finished under one output folder, one JSON object a line.

    Of two lines for one folder, or for one place, the later one counts.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._done: dict[str, Outcome] = {}
        self._owners: dict[str, str] = {}
        for outcome in _read(path):
            self._note(outcome)

    def outcome(self, folder: Path, key: str) -> Outcome | None:
        """What an earlier run made of the same input, where its files still stand."""
        found = self._done.get(str(folder))
        if found is None or found.key != key or self._owners[found.place] != str(folder):
            return None
        return found if (Path(found.place) / "edition.json").is_file() else None

    def add(self, outcome: Outcome) -> None:
        """Tell of a finished edition; the line is on the disk when this returns."""
        self._note(outcome)
        entry = {
            "folder": str(outcome.folder),
            "key": outcome.key,
            "place": outcome.place,
            "state": outcome.state.value,
            "errors": [[error.zh, error.en] for error in outcome.errors],
        }
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a+b") as sink:
            starts = b"" if _ends_whole(self._path) else b"\n"
            sink.write(starts + json.dumps(entry, ensure_ascii=False).encode() + b"\n")
            sink.flush()
            os.fsync(sink.fileno())

    def _note(self, outcome: Outcome) -> None:
        self._done[str(outcome.folder)] = outcome
        self._owners[outcome.place] = str(outcome.folder)


def _read(path: Path) -> Iterator[Outcome]:
    """The outcomes of a journal; a line that a crash cut short is passed over."""
    if not path.is_file():
        return
    for line in path.read_bytes().splitlines():
        try:
            entry = json.loads(line)
            yield Outcome(
                folder=Path(entry["folder"]),
                state=State(entry["state"]),
                key=str(entry["key"]),
                place=str(entry["place"]),
                errors=tuple(Message(zh=str(zh), en=str(en)) for zh, en in entry["errors"]),
                is_from_before=True,
            )
        except (ValueError, KeyError, TypeError):
            continue


def _ends_whole(path: Path) -> bool:
    """Whether a journal's last line has its end."""
    with path.open("rb") as source:
        size = source.seek(0, os.SEEK_END)
        source.seek(max(size - 1, 0))
        return source.read(1) in (b"", b"\n")
