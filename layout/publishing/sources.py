"""Folders -> the finished editions in them: one a date, the newest of an archive, for the screen.

An archive keeps every make of a date (``2026-01-01``, ``2026-01-01-2``) and every profile it
was made in; the web shows the last one, in the profile that is for reading on screens.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date
from pathlib import Path
from typing import Final

from layout.diagnostics import Message, SourceSpan
from layout.errors import PublishError
from layout.publishing.issues import RECORD

PROFILES: Final = ("screen", "archive", "press", "large-print")
"""The profiles, the best to show first."""
_BAG: Final = "bagit.txt"
"""Stands at the top of a snapshot (RFC 8493)."""
_VERSION: Final = re.compile(r"\d{4}-\d{2}-\d{2}-(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A finished edition among the sources."""

    folder: Path
    slug: str
    day: Date
    profile: str
    version: int
    """Which make of an archive's date it is; 0 outside of archives."""
    record: bytes

    @property
    def rank(self) -> tuple[int, int]:
        """The greater, the better to show."""
        place = PROFILES.index(self.profile) if self.profile in PROFILES else len(PROFILES)
        return self.version, -place


def finished_editions(sources: Sequence[Path]) -> list[Source]:
    """What builds wrote, oldest first.

    Raises:
        PublishError: A source is missing, none holds an edition, a record is damaged, or two
            different editions claim one date.

    """
    found: dict[Date, Source] = {}
    for edition in _all(sources):
        other = found.get(edition.day)
        if other is None or edition.rank > other.rank:
            found[edition.day] = edition
        elif edition.rank == other.rank and edition.record != other.record:
            raise PublishError(
                Message(
                    zh=f"{edition.day} 有两种版本：{other.folder} 与 {edition.folder}",
                    en=f"{edition.day} is there twice: {other.folder} and {edition.folder}",
                ),
                SourceSpan(file=str(edition.folder / RECORD)),
                Message(zh="只给出其中一个", en="name one of them only"),
            )
    if not found:
        raise PublishError(
            Message(zh="没有找到成报（edition.json）", en="no finished edition (edition.json)"),
            SourceSpan(file=str(sources[0]) if sources else "."),
            Message(zh="先用 banxin build 生成", en="make one with banxin build first"),
        )
    return [found[day] for day in sorted(found)]


def _all(sources: Sequence[Path]) -> Iterator[Source]:
    for source in sources:
        if not source.is_dir():
            told = Message(zh="没有这个文件夹", en="no such folder")
            raise PublishError(told, SourceSpan(file=str(source)))
        for path in sorted(source.rglob(RECORD)):
            if not any(part.startswith(".") for part in path.relative_to(source).parts):
                yield _source(path)


def _source(path: Path) -> Source:
    data = path.read_bytes()
    try:
        match json.loads(data):
            case {"paper": {"slug": str(slug)}, "date": str(day), "profile": str(profile)}:
                return Source(
                    folder=path.parent,
                    slug=slug,
                    day=Date.fromisoformat(day),
                    profile=profile,
                    version=_version(path),
                    record=data,
                )
    except ValueError:
        pass
    told = Message(zh="不是版面记录", en="not the record of an edition")
    raise PublishError(told, SourceSpan(file=str(path)))


def _version(path: Path) -> int:
    """Which make of its date a snapshot is, by its folder's name."""
    bag = next((parent for parent in path.parents if (parent / _BAG).is_file()), None)
    if bag is None:
        return 0
    match = _VERSION.fullmatch(bag.name)
    return int(match[1]) if match else 1
