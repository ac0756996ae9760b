"""``issue.json`` of a published edition: what the rest of the site needs to know of it."""

from datetime import date as Date
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from layout.content.model import Paper
from layout.publishing.model import ISSUE_FOLDER, Issue

MANIFEST: Final = "issue.json"


class _Card(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StoryCard(_Card):
    """A story in a list."""

    number: int
    title: str
    kicker: str
    deck: str
    byline: tuple[str, ...]
    page: int
    summary: str
    file: str
    picture: str


class PageCard(_Card):
    """A page in a list."""

    number: int
    label: str
    file: str
    pdf: str


class FileCard(_Card):
    """A file to download."""

    name: str
    size: int


class IssueCard(_Card):
    """A published edition; ``digest`` tells what it was made from."""

    digest: str
    paper: Paper
    day: Date
    number: int | None
    lang: str
    cover: str
    cover_width: int
    cover_height: int
    cover_jpeg: str
    pages: tuple[PageCard, ...]
    stories: tuple[StoryCard, ...]
    epub: FileCard
    pdf: FileCard | None

    @property
    def path(self) -> str:
        """Its folder inside the site."""
        return ISSUE_FOLDER.format(day=self.day)

    @property
    def label(self) -> str:
        """版心日报 2026-01-01."""
        return f"{self.paper.name} {self.day.isoformat()}"


def issue_pages(issue: Issue) -> tuple[PageCard, ...]:
    """The pages of an edition as its card names them."""
    return tuple(
        PageCard(number=page.number, label=page.label, file=page.file, pdf=page.pdf.name)
        for page in issue.pages
    )


def issue_stories(issue: Issue) -> tuple[StoryCard, ...]:
    """The stories of an edition as its card names them."""
    return tuple(
        StoryCard(
            number=story.number,
            title=story.title,
            kicker=" ".join(story.kicker.split()),
            deck=" ".join(story.deck.split()),
            byline=story.byline,
            page=story.page,
            summary=story.summary,
            file=story.file,
            picture=story.figures[0].name if story.figures else "",
        )
        for story in issue.stories
    )


def read_card(folder: Path) -> IssueCard | None:
    """The card of an edition's folder on the site; None where there is none of this version."""
    path = folder / MANIFEST
    if not path.is_file():
        return None
    try:
        return IssueCard.model_validate_json(path.read_bytes())
    except ValueError:
        return None


def published(site: Path) -> list[Path]:
    """The folders of all editions of a site, oldest first."""
    found = site.glob(f"html/[0-9][0-9][0-9][0-9]-[0-9][0-9]/[0-9][0-9]/{MANIFEST}")
    return sorted(path.parent for path in found)
