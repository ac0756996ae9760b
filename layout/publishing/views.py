"""Editions -> the pages people read: page view, reading view, search, downloads, lists.

Each function of ``Views`` returns one page of HTML; nothing is written here, so a live
preview may show the same pages.
"""

import json
from calendar import Calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from functools import cache
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from layout.content.model import Paper
from layout.diagnostics import Language
from layout.project import data_folder
from layout.publishing.legacy import area_coords, article_property, founder_property
from layout.publishing.linked import issue_data, story_data
from layout.publishing.manifest import IssueCard, StoryCard
from layout.publishing.markup import body_html, headline_html
from layout.publishing.model import (
    Area,
    Figure,
    Issue,
    IssuePage,
    SiteOptions,
    Story,
)
from layout.publishing.words import WEEKDAYS, Words, date_text, month_text

ROOT: Final = "../../../"
"""From an edition's folder to the site's."""
SITE_FOLDER: Final = "site"
_FACTS: Final = (
    ("主管", "supervisor"),
    ("主办", "publisher"),
    ("国内统一连续出版物号", "cn"),
    ("邮发代号", "postal_code"),
    ("地址", "address"),
    ("邮编", "postcode"),
    ("电话", "phone"),
)
_SHORT_DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A picture file and its size in pixels."""

    name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageShots:
    """A page's picture in two sizes."""

    small: Shot
    sharp: Shot


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spot:
    """A story's areas on one page."""

    story: Story
    headline: Markup
    polygons: tuple[str, ...]
    coords: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Map:
    """A page in outline, with one story's areas."""

    page: IssuePage
    own: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A file in the list of downloads."""

    name: str
    size: str
    word: str = ""
    label: str = ""


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(data_folder("templates") / SITE_FOLDER),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """Makes the pages of one site."""

    options: SiteOptions
    words: Words = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", Words(interface=self.options.interface))

    # -- an edition ---------------------------------------------------------------------

    def page(self, issue: Issue, page: IssuePage, shots: PageShots) -> str:
        """The page view (版面图): the page's picture with an area over each story."""
        at = issue.pages.index(page)
        scale = shots.small.width / page.width_pt
        url = self.options.absolute(f"{issue.path}/{page.file}")
        return self._render(
            "node.html.j2",
            kind="node",
            title=f"{page.label}_{issue.paper.name}_{issue.date.isoformat()}",
            description="；".join(story.title for story in issue.stories_of(page.number)),
            page_url=url,
            picture_url=self.options.absolute(f"{issue.path}/{shots.small.name}"),
            linked_data=_json(issue_data(issue, page, self.options)),
            page=page,
            page_title=page.label,
            before=issue.pages[at - 1] if at else None,
            after=issue.pages[at + 1] if at + 1 < len(issue.pages) else None,
            small=shots.small,
            sharp=shots.sharp,
            spots=[_spot(story, page, scale) for story in issue.stories_of(page.number)],
            **{**_of_issue(issue), "lang": page.lang},
        )

    def story(self, issue: Issue, story: Story, figures: Mapping[str, Shot]) -> str:
        """The reading view: the whole story, its parts joined."""
        at = issue.stories.index(story)
        page = issue.page_of(story)
        url = self.options.absolute(f"{issue.path}/{story.file}")
        picture = story.figures[0].name if story.figures else ""
        picture_url = self.options.absolute(f"{issue.path}/{picture}") if picture else ""
        return self._render(
            "story.html.j2",
            kind="story-page",
            title=f"{story.title}_{issue.paper.name}",
            description=story.summary,
            page_url=url,
            picture_url=picture_url,
            linked_data=_json(story_data(issue, story, self.options)),
            property=article_property(issue, story, url, picture),
            founder=founder_property(issue, story),
            page=page,
            story=story,
            kicker=headline_html(story.kicker),
            headline=headline_html(story.headline or story.title),
            deck=headline_html(story.deck),
            body=body_html(story.blocks, table=self.words.text("table")),
            figures=[_figure(figure, figures[figure.name], story) for figure in story.figures],
            maps=[_map(issue, story, number) for number in story.pages],
            before=issue.stories[at - 1] if at else None,
            after=issue.stories[at + 1] if at + 1 < len(issue.stories) else None,
            **{**_of_issue(issue), "lang": page.lang},
        )

    def issue_search(self, issue: Issue, *, has_others: bool) -> str:
        """The search of one edition, and of all where there are others."""
        return self._render(
            "search.html.j2",
            kind="search",
            title=f"{self.words.text('search')}_{issue.paper.name}_{issue.date.isoformat()}",
            has_others=has_others,
            **_of_issue(issue),
        )

    def downloads(self, issue: Issue, *, whole: Sequence[FileRow], pages: Sequence[FileRow]) -> str:
        """The files of an edition."""
        return self._render(
            "downloads.html.j2",
            kind="downloads",
            title=f"{self.words.text('downloads')}_{issue.paper.name}_{issue.date.isoformat()}",
            whole=whole,
            pages=pages,
            **_of_issue(issue),
        )

    # -- the site -----------------------------------------------------------------------

    def home(self, latest: IssueCard) -> str:
        """The site's first page: the newest edition."""
        pages = [
            {
                "number": page.number,
                "label": page.label,
                "file": page.file,
                "stories": [story for story in latest.stories if story.page == page.number],
            }
            for page in latest.pages
        ]
        return self._render(
            "home.html.j2",
            kind="home",
            title=latest.paper.name,
            description=latest.paper.latin_name,
            page_url=self.options.absolute(""),
            latest={
                "path": latest.path,
                "day": latest.day,
                "number": latest.number,
                "cover": latest.cover,
                "cover_width": latest.cover_width,
                "cover_height": latest.cover_height,
                "pages": pages,
            },
            cover_alt=f"{date_text(latest.day, self.options.interface)} {latest.pages[0].label}",
            **_of_site(latest),
        )

    def search(self, latest: IssueCard) -> str:
        """The search of all editions."""
        return self._render(
            "search.html.j2",
            kind="search",
            title=f"{self.words.text('search')}_{latest.paper.name}",
            **_of_site(latest),
        )

    def calendar(
        self, year: int, days: Mapping[Date, str], years: Iterable[int], latest: IssueCard
    ) -> str:
        """往期回顾: the months of a year; only days with an edition lead anywhere."""
        months = sorted({(day.year, day.month) for day in days}, reverse=True)
        is_zh = self.options.interface is Language.ZH
        return self._render(
            "calendar.html.j2",
            kind="calendar",
            title=f"{self.words.text('issues')} {year}_{latest.paper.name}",
            shown=year,
            years=[
                {"year": other, "file": calendar_file(other)}
                for other in sorted(years, reverse=True)
            ],
            weekdays=list(WEEKDAYS) if is_zh else list(_SHORT_DAYS),
            months=[self._month(*month, days) for month in months],
            **_of_site(latest),
        )

    def _month(self, year: int, month: int, days: Mapping[Date, str]) -> dict[str, object]:
        weeks = Calendar().monthdatescalendar(year, month)
        return {
            "name": f"{year}-{month:02d}",
            "title": month_text(year, month, self.options.interface),
            "weeks": [[self._cell(day, month, days) for day in week] for week in weeks],
        }

    def _cell(self, day: Date, month: int, days: Mapping[Date, str]) -> dict[str, object]:
        if day.month != month:
            return {"day": "", "path": "", "label": ""}
        label = date_text(day, self.options.interface)
        return {"day": day.day, "path": days.get(day, ""), "label": label}

    def _render(self, template: str, **values: object) -> str:
        shared: dict[str, object] = {
            "w": self.words,
            "facts": _FACTS,
            "description": "",
            "absolute": bool(self.options.address),
        }
        return _environment().get_template(template).render({**shared, **values})


def calendar_file(year: int) -> str:
    """The name of a year's page of past issues."""
    return f"calendar-{year}.htm"


def _of_issue(issue: Issue) -> dict[str, object]:
    """What every page of an edition shows."""
    return {
        "issue": issue,
        "paper": _paper(issue.paper),
        "lang": issue.lang,
        "root": ROOT,
        "calendar": calendar_file(issue.date.year),
    }


def _of_site(latest: IssueCard) -> dict[str, object]:
    """What every page of the site itself shows."""
    return {
        "issue": None,
        "paper": _paper(latest.paper),
        "lang": latest.lang,
        "root": "",
        "calendar": calendar_file(latest.day.year),
    }


def _paper(paper: Paper) -> dict[str, str]:
    return {key: str(value) for key, value in paper.model_dump().items()}


def _json(value: object) -> Markup:
    """JSON inside a script element."""
    text = json.dumps(value, ensure_ascii=False, indent=1).replace("<", "\\u003c")
    return Markup(text)  # noqa: S704 - no markup is left in it


def _points(area: Area) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in area.polygon)


def _spot(story: Story, page: IssuePage, pixels_per_pt: float) -> _Spot:
    areas = [area for area in story.areas if area.page == page.number]
    return _Spot(
        story=story,
        headline=headline_html(story.headline or story.title),
        polygons=tuple(map(_points, areas)),
        coords=tuple(area_coords(area, pixels_per_pt) for area in areas),
    )


def _map(issue: Issue, story: Story, number: int) -> _Map:
    page = next(page for page in issue.pages if page.number == number)
    areas = [(one, area) for one in issue.stories_of(number) for area in one.areas]
    here = [(one, area) for one, area in areas if area.page == number]
    return _Map(
        page=page,
        own=tuple(_points(area) for one, area in here if one is story),
        others=tuple(_points(area) for one, area in here if one is not story),
    )


def _figure(figure: Figure, shot: Shot, story: Story) -> dict[str, object]:
    return {
        "name": figure.name,
        "width": shot.width,
        "height": shot.height,
        "alt": figure.caption or story.title,
        "caption": figure.caption,
        "credit": figure.credit,
    }


__all__ = ["FileRow", "PageShots", "Shot", "StoryCard", "Views", "calendar_file"]
