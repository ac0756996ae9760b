"""The editor's choice among layouts: proposals side by side, and the accepted one kept.

A build keeps the pages of ``layout.lock`` where they still fit, makes the others, and writes
the lock when a layout is accepted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from layout.content.model import Edition
from layout.diagnostics import Message, SourceSpan
from layout.errors import MakeupError
from layout.makeup import MadePages
from layout.makeup.accepted import LOCK_FILE, Accepted, AcceptedPage, lock_text, read_lock
from layout.makeup.model import PageLayout


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept:
    """Which proposal is accepted, of one page or of all; proposals count from 1."""

    proposal: int
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How many layouts are asked for, which are accepted, and for which pages."""

    proposals: int = 1
    accept: tuple[Accept, ...] = ()
    pages: frozenset[int] | None = None

    def wanted(self, page: int) -> int:
        """The proposal that is taken for a page."""
        own = (a.proposal for a in self.accept if a.page == page)
        is_meant = self.pages is None or page in self.pages
        every = (a.proposal for a in self.accept if a.page is None and is_meant)
        return next(own, next(every, 1))

    def most(self, page: int) -> int:
        """How many layouts of a page have to be made."""
        is_meant = self.pages is None or page in self.pages
        return max(self.proposals if is_meant else 1, self.wanted(page))


def kept_layout(edition: Edition, wish: Wish) -> Accepted:
    """The accepted layout, less the pages of which other layouts are asked for.

    Raises:
        ContentError: ``layout.lock`` cannot be read.

    """
    path = edition.folder / LOCK_FILE
    if not path.is_file():
        return Accepted()
    accepted = read_lock(path.read_text("utf-8"), path.as_posix())
    kept = (page for page in accepted.pages if wish.most(page.number) == 1)
    return replace(accepted, pages=tuple(kept))


def with_choice(edition: Edition, made: MadePages, wish: Wish) -> MadePages:
    """The pages with the layouts that are accepted in their places.

    Raises:
        MakeupError: A page has not so many layouts.

    """
    for accept in wish.accept:
        count = max((len(all_) for all_ in _of_page(made, accept.page)), default=0)
        if accept.proposal > count:
            raise _no_such(edition, accept, count)
    pages = [
        all_[min(wish.wanted(all_[0].layout.number), len(all_)) - 1].layout
        for all_ in made.proposals
    ]
    return replace(made, pages=tuple(pages))


def accepted_layout(made: MadePages, wish: Wish) -> Accepted:
    """What ``layout.lock`` is to hold."""
    pages: list[AcceptedPage] = [
        all_[min(wish.wanted(all_[0].layout.number), len(all_)) - 1].accepted
        for all_ in made.proposals
    ]
    return Accepted(pages=tuple(sorted(pages, key=lambda page: page.number)))


def proposed(made: MadePages, wish: Wish, place: int) -> tuple[MadePages, frozenset[int]]:
    """The pages with the layouts of one place in the order, and the numbers of those that changed.

    A page that has not so many layouts keeps its best.
    """
    pages, numbers = list[PageLayout](), set[int]()
    for every in made.proposals:
        number = every[0].layout.number
        has = place <= min(len(every), wish.most(number))
        pages.append(every[place - 1 if has else 0].layout)
        numbers |= {number} if has else set()
    return replace(made, pages=tuple(pages)), frozenset(numbers)


def write_lock(folder: Path, accepted: Accepted) -> Path:
    """Write ``layout.lock`` whole or not at all."""
    path = folder / LOCK_FILE
    made = path.with_name(f".{LOCK_FILE}.new")
    made.write_text(lock_text(accepted), encoding="utf-8", newline="\n")
    made.replace(path)
    return path


def _of_page(made: MadePages, page: int | None) -> Sequence[Sequence[object]]:
    return [all_ for all_ in made.proposals if page in (None, all_[0].layout.number)]


def _no_such(edition: Edition, accept: Accept, count: int) -> MakeupError:
    zh, en = ("各版", "the pages") if accept.page is None else (f"第{accept.page}版", "the page")
    return MakeupError(
        Message(
            zh=f"{zh}只有 {count} 种版式，没有第 {accept.proposal} 种",
            en=f"{en} has {count} layouts; there is no number {accept.proposal}",
        ),
        SourceSpan(file=edition.folder.as_posix()),
        Message(zh="看 proposals/ 里的版样再选", en="choose among the layouts in proposals/"),
    )
