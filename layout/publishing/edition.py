"""One edition -> its folder on the site: pages, stories, pictures, search, downloads.

write_edition
├─ _page_pictures   every page in two sizes, figures cut from the pages
├─ _pages           page views and reading views
├─ issue_search     (search.py)
├─ epub_items       (epub.py)
└─ _offline         the ZIP: a site of this one edition
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image

from layout.publishing import pictures
from layout.publishing.epub import epub_items
from layout.publishing.manifest import (
    MANIFEST,
    FileCard,
    IssueCard,
    issue_pages,
    issue_stories,
)
from layout.publishing.model import Issue
from layout.publishing.search import issue_search
from layout.publishing.shelf import asset_files, offline_files
from layout.publishing.views import FileRow, PageShots, Shot, Views
from layout.publishing.zips import write_zip

EPUB: Final = "edition.epub"
ZIP: Final = "edition.zip"
PDF: Final = "edition.pdf"
COVER: Final = "cover.jpg"
SEARCH: Final = "search"
_ONLINE: Final = (EPUB, ZIP, PDF, COVER, MANIFEST)
"""What the ZIP leaves out."""
_REPLACED: Final = ("downloads.htm", "search.htm")
"""What is another page in the ZIP, which has no other issues and no ZIP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pictures:
    """The pictures of an edition as written."""

    pages: dict[int, PageShots]
    figures: dict[str, Shot]
    cover: bytes


def write_edition(issue: Issue, folder: Path, views: Views, digest: str) -> None:
    """Fill a folder with an edition.

    Args:
        issue: The edition.
        folder: An empty folder, which will take its place in the site.
        views: Makes the pages.
        digest: What the edition is made from, for its card.

    """
    shots = _page_pictures(issue, folder)
    for name, html in _pages(issue, views, shots):
        (folder / name).write_text(html, encoding="utf-8", newline="\n")
    (folder / SEARCH).mkdir()
    for name, data in issue_search(issue):
        (folder / SEARCH / name).write_bytes(data)
    for page in issue.pages:
        shutil.copyfile(page.pdf, folder / page.pdf.name)
    whole = issue.folder / PDF
    if whole.is_file():
        shutil.copyfile(whole, folder / PDF)
    (folder / COVER).write_bytes(shots.cover)
    write_zip(folder / EPUB, epub_items(issue, shots.cover, folder), issue.date)
    card = _card(issue, folder, shots, digest)
    (folder / MANIFEST).write_text(card.model_dump_json(indent=1) + "\n", encoding="utf-8")
    rows = _page_rows(issue, folder)
    write_zip(folder / ZIP, _offline(issue, folder, views, card, rows), issue.date)
    html = views.issue_search(issue, has_others=True)
    (folder / "search.htm").write_text(html, encoding="utf-8", newline="\n")
    html = views.downloads(issue, whole=_whole_rows(folder), pages=rows)
    (folder / "downloads.htm").write_text(html, encoding="utf-8", newline="\n")


def _page_pictures(issue: Issue, folder: Path) -> _Pictures:
    pages, figures, cover = {}, {}, b""
    for page in issue.pages:
        with pictures.open_page(page.pdf) as pdf:
            small = pictures.page_picture(pdf, pictures.SMALL_PX)
            pages[page.number] = _page_shots(folder, page.number, pdf, small)
            cover = cover or pictures.cover_jpeg(small)
            for story in issue.stories:
                for figure in story.figures:
                    if figure.page == page.number:
                        data, size = pictures.figure_jpeg(pdf, page, figure)
                        (folder / figure.name).write_bytes(data)
                        figures[figure.name] = Shot(name=figure.name, width=size[0], height=size[1])
    return _Pictures(pages=pages, figures=figures, cover=cover)


def _page_shots(folder: Path, number: int, pdf: pictures.PdfPage, small: Image.Image) -> PageShots:
    """A page's two pictures as files; a small page's one serves for both."""
    name = f"page_{number}.webp"
    (folder / name).write_bytes(pictures.small_webp(small))
    first = Shot(name=name, width=small.width, height=small.height)
    sharp = pictures.page_picture(pdf, pictures.SHARP_PX)
    if sharp.width <= small.width:
        return PageShots(small=first, sharp=first)
    name = f"page_{number}_sharp.webp"
    (folder / name).write_bytes(pictures.sharp_webp(sharp))
    return PageShots(small=first, sharp=Shot(name=name, width=sharp.width, height=sharp.height))


def _pages(issue: Issue, views: Views, shots: _Pictures) -> Iterator[tuple[str, str]]:
    for page in issue.pages:
        yield page.file, views.page(issue, page, shots.pages[page.number])
    for story in issue.stories:
        yield story.file, views.story(issue, story, shots.figures)


def _card(issue: Issue, folder: Path, shots: _Pictures, digest: str) -> IssueCard:
    small = shots.pages[issue.pages[0].number].small
    whole = folder / PDF
    return IssueCard(
        digest=digest,
        paper=issue.paper,
        day=issue.date,
        number=issue.number,
        lang=issue.lang,
        cover=small.name,
        cover_width=small.width,
        cover_height=small.height,
        cover_jpeg=COVER,
        pages=issue_pages(issue),
        stories=issue_stories(issue),
        epub=FileCard(name=EPUB, size=(folder / EPUB).stat().st_size),
        pdf=FileCard(name=PDF, size=whole.stat().st_size) if whole.is_file() else None,
    )


def _offline(
    issue: Issue, folder: Path, views: Views, card: IssueCard, rows: list[FileRow]
) -> Iterator[tuple[str, bytes | Path]]:
    """The edition's own files and the few of a site that lead to them."""
    yield from offline_files(card, folder / SEARCH, views)
    yield from asset_files()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in (*_ONLINE, *_REPLACED):
            yield f"{issue.path}/{name}", path
    search = views.issue_search(issue, has_others=False)
    yield f"{issue.path}/search.htm", search.encode()
    downloads = views.downloads(issue, whole=(), pages=rows)
    yield f"{issue.path}/downloads.htm", downloads.encode()


def _whole_rows(folder: Path) -> list[FileRow]:
    named = ((PDF, "edition_pdf"), (EPUB, "epub"), (ZIP, "zip"))
    return [
        FileRow(name=name, word=word, size=size_text(folder / name))
        for name, word in named
        if (folder / name).is_file()
    ]


def _page_rows(issue: Issue, folder: Path) -> list[FileRow]:
    return [
        FileRow(name=page.pdf.name, label=page.label, size=size_text(folder / page.pdf.name))
        for page in issue.pages
    ]


def size_text(path: Path) -> str:
    """The size of a file as people read it."""
    size = path.stat().st_size
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} KB"
