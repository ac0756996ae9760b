"""Finished editions and a folder in, a site out: only what has changed is written.

publish
├─ finished_editions   the folders that builds wrote, one a date   (sources.py)
├─ _digest             what an edition's pages depend on
├─ write_edition       one edition, whole or not at all   (edition.py)
└─ _write_around       lists, feeds, the search of all     (shelf.py)
"""

import os
import tempfile
from collections.abc import Callable, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final

from layout import __version__
from layout.diagnostics import Diagnostic, Message, Severity, SourceSpan
from layout.errors import PublishError
from layout.folders import new_folder
from layout.project import data_folder
from layout.publishing.edition import SEARCH, write_edition
from layout.publishing.issues import read_issue
from layout.publishing.manifest import IssueCard, published, read_card
from layout.publishing.model import ISSUE_FOLDER, Published, SiteOptions
from layout.publishing.search import month_stamp
from layout.publishing.shelf import by_month, month_files, search_stamp, site_files
from layout.publishing.sources import Source, finished_editions
from layout.publishing.views import SITE_FOLDER, Views

_MAKERS: Final = ("pypdfium2", "pillow", "jinja2")
"""Other versions of these may draw or write something else."""


def publish(
    sources: Sequence[Path],
    site: Path,
    options: SiteOptions,
    begin: Callable[[str], None] = lambda _day: None,
) -> Published:
    """Put finished editions on a site.

    Args:
        sources: Folders that hold what builds wrote, at any depth.
        site: The site's folder; editions it has already stay.
        options: What holds for the whole site.
        begin: Called with the date of each edition that is written.

    Returns:
        What was written; an edition that stands already as it would be is left alone.

    Raises:
        PublishError: No edition is found, one is damaged, or they are of several papers.

    """
    editions = finished_editions(sources)
    standing = [(folder, read_card(folder)) for folder in published(site)]
    _refuse_other_papers(editions, standing)
    views = Views(options=options)
    makers = _makers(options)
    written: list[str] = []
    for edition in editions:
        place = site / ISSUE_FOLDER.format(day=edition.day)
        digest = _digest(edition, makers)
        card = read_card(place)
        if card is not None and card.digest == digest:
            continue
        begin(edition.day.isoformat())
        issue = read_issue(edition.folder)
        with new_folder(place) as made:
            write_edition(issue, made, views, digest)
        written.append(issue.path)
    unchanged = len(editions) - len(written)
    cards, findings = _cards(site)
    written += _write_around(site, cards, views)
    return Published(site=site, written=tuple(written), unchanged=unchanged, diagnostics=findings)


def _refuse_other_papers(
    editions: Sequence[Source], standing: Sequence[tuple[Path, IssueCard | None]]
) -> None:
    """A site is one paper's; another's dates would take its places."""
    slugs = {edition.slug for edition in editions}
    slugs |= {card.paper.slug for _, card in standing if card is not None}
    if len(slugs) > 1:
        raise PublishError(
            Message(
                zh=f"一个网站只登一份报纸，这里有：{'、'.join(sorted(slugs))}",
                en=f"a site is of one paper; here are {', '.join(sorted(slugs))}",
            ),
            SourceSpan(file=str(editions[0].folder)),
            Message(zh="每份报纸用各自的网站文件夹", en="give each paper a site folder of its own"),
        )


# ---------------------------------------------------------------- what has changed


def _makers(options: SiteOptions) -> bytes:
    """Everything beside an edition that its pages are made from."""
    told = sha256(repr((__version__, options, [version(name) for name in _MAKERS])).encode())
    for path in sorted((data_folder("templates") / SITE_FOLDER).iterdir()):
        told.update(path.name.encode() + path.read_bytes())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        told.update(path.read_bytes())
    return told.digest()


def _digest(edition: Source, makers: bytes) -> str:
    told = sha256(makers + edition.record)
    for path in sorted(edition.folder.glob("*.pdf")):
        told.update(path.name.encode())
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                told.update(block)
    return told.hexdigest()


# ---------------------------------------------------------------- around the editions


def _cards(site: Path) -> tuple[list[IssueCard], tuple[Diagnostic, ...]]:
    """The cards of all editions of the site, oldest first, and those that cannot be read."""
    cards, findings = [], []
    for folder in published(site):
        if (card := read_card(folder)) is not None:
            cards.append(card)
            continue
        findings.append(
            Diagnostic(
                code="ISSUE_LEFT_OUT",
                severity=Severity.ERROR,
                message=Message(
                    zh="这一期由别的版本发布，未列入目录",
                    en="this issue was published by another version and is not listed",
                ),
                span=SourceSpan(file=str(folder)),
                hint=Message(zh="重新发布这一期", en="publish it again"),
            )
        )
    return cards, tuple(findings)


def _write_around(site: Path, cards: Sequence[IssueCard], views: Views) -> list[str]:
    """Lists, feeds and assets where they differ; the search of months that have changed."""
    written = [path for path, data in site_files(cards, views) if _write(site / path, data)]
    for month, own in by_month(cards):
        folder = site / "search" / month
        if month_stamp(folder) != search_stamp(own):
            written += _write_search(site, folder, own)
    return written


def _write_search(site: Path, folder: Path, cards: Sequence[IssueCard]) -> list[str]:
    """A month's search; its index, which bears the stamp, comes last."""
    searches = {card.day.isoformat(): site / card.path / SEARCH for card in cards}
    written, made = [], set()
    for path, data in month_files(cards, searches):
        made.add(site / path)
        if _write(site / path, data):
            written.append(path)
    for left in {*folder.glob("*.js")} - made:
        left.unlink()
    return written


def _write(path: Path, data: bytes) -> bool:
    """Put a file in place, whole; whether that was needed."""
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True
