"""What a preview shows: pages as pictures, what was found, and what the last change cost."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from layout.diagnostics import Diagnostic
from layout.makeup.model import PageLayout


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A page, and its picture as a JPEG file."""

    layout: PageLayout
    picture: bytes
    digest: str
    """Changes when the picture does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """An edition as it is shown.

    Where ``errors`` are told, the pages are the last that could be made.
    """

    version: int = 0
    title: str = ""
    shots: tuple[Shot, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    errors: tuple[Diagnostic, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    """Of each article its id and its file in the edition folder."""
    relaid: tuple[int, ...] = ()
    """Pages that were made up anew for this version."""
    redrawn: tuple[int, ...] = ()
    """Pages whose pictures are others than in the version before."""

    def shot(self, number: int) -> Shot | None:
        """The page of a number."""
        return next((shot for shot in self.shots if shot.layout.number == number), None)


class Preview(Protocol):
    """An edition kept in memory; calls come one at a time."""

    @property
    def folder(self) -> Path:
        """The edition folder."""
        ...

    @property
    def state(self) -> State:
        """What is shown now."""
        ...

    @property
    def watched(self) -> tuple[Path, ...]:
        """Folders to watch with all that is in them, and single files elsewhere."""
        ...

    def update(self, changed: Collection[Path] = ()) -> State:
        """Read the edition again and make what has changed."""
        ...

    def propose(self, number: int) -> tuple[Shot, ...]:
        """Other layouts of a page, the best first."""
        ...

    def accept(self, number: int, place: int) -> bool:
        """Keep a layout last proposed, counted from 1; whether there is such a one."""
        ...
