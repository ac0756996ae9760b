"""A finished edition as the web shows it, and what a publishing run reports.

Geometry in pt, origin at the top left of the trimmed page, y downwards, as in
``edition.json``.
"""

from dataclasses import dataclass
from datetime import date as Date
from pathlib import Path
from typing import Final

from layout.content.model import BlockKind, Paper
from layout.diagnostics import Diagnostic, Language

ISSUE_FOLDER: Final = "html/{day:%Y-%m}/{day:%d}"
"""Where an edition lies in the site; the names of the 数字报 that crawlers know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOptions:
    """What is said of a site as a whole."""

    address: str = ""
    """Where the site will stand, such as https://example.org/paper/; empty if not known."""
    interface: Language = Language.ZH
    """The language of buttons and labels before a reader chooses."""

    def absolute(self, path: str) -> str:
        """The address of a path inside the site; the path itself where no address is known."""
        return f"{self.address.rstrip('/')}/{path}" if self.address else path


@dataclass(frozen=True, slots=True, kw_only=True)
class Rect:
    """A rectangle on a page."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run of text in one dress."""

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""
    note: str = ""
    """The label, when the run is a footnote mark."""
    dateline: bool = False
    dotted: bool = False
    """着重号."""
    line: str = ""
    """``name`` (专名号) or ``book`` (书名号), with ``stretch`` to tell neighbours apart."""
    stretch: int = 0
    level: str = ""
    """``super`` or ``sub``."""
    reading: str = ""
    """拼音 or 注音, which is not part of the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryBlock:
    """A paragraph, subhead, quotation, list item, table, line of verse or footnote."""

    kind: BlockKind
    runs: tuple[Run, ...] = ()
    marker: str = ""
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()
    stanza: int = 0

    @property
    def text(self) -> str:
        """All its characters in the order they are set, cells and rows parted by a space."""
        if self.rows:
            return " ".join(plain(cell) for row in self.rows for cell in row)
        return self.marker + plain(self.runs)


def plain(runs: tuple[Run, ...]) -> str:
    """The characters of runs."""
    return "".join(run.text for run in runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture of a story and where it is printed."""

    name: str
    """The file's name in the edition's folder on the site."""
    caption: str
    credit: str
    page: int
    bbox: Rect
    ppi: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A part of a page that one story covers (热区)."""

    page: int
    polygon: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where on the pages a stretch of a story's text stands."""

    start: int
    length: int
    page: int
    bbox: Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An article with all its parts joined."""

    number: int
    """Names its page on the site, ``content_N.htm``; the same however the edition changes."""
    id: str
    rank: int
    kicker: str
    headline: str
    deck: str
    byline: tuple[str, ...]
    column: str
    kind: str
    blocks: tuple[StoryBlock, ...]
    figures: tuple[Figure, ...]
    areas: tuple[Area, ...]
    fields: tuple[str, ...] = ()
    """What a search looks through: head, captions, then the body block by block."""
    places: tuple[Place, ...] = ()
    """In the order of the text; offsets count the fields joined by line feeds."""

    @property
    def page(self) -> int:
        """The page it begins on."""
        return self.areas[0].page

    @property
    def pages(self) -> tuple[int, ...]:
        """All pages it stands on."""
        return tuple(dict.fromkeys(area.page for area in self.areas))

    @property
    def title(self) -> str:
        """The headline in one line, or the first words of a piece without one."""
        if self.headline:
            return " ".join(self.headline.split())
        text = next((field for field in self.fields if field), self.id)
        return text if len(text) <= TITLE_CHARS else text[: TITLE_CHARS - 1] + "…"

    @property
    def file(self) -> str:
        """The name of its page on the site."""
        return f"content_{self.number}.htm"

    @property
    def summary(self) -> str:
        """The first words of the body."""
        kinds = (BlockKind.PARAGRAPH, BlockKind.VERSE, BlockKind.ITEM, BlockKind.QUOTE)
        text = " ".join(block.text for block in self.blocks if block.kind in kinds)
        return text if len(text) <= SUMMARY_CHARS else text[: SUMMARY_CHARS - 1] + "…"


TITLE_CHARS: Final = 20
SUMMARY_CHARS: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePage:
    """A page of an edition (版)."""

    number: int
    name: str
    lang: str
    editors: tuple[tuple[str, str], ...]
    width_pt: float
    height_pt: float
    pdf: Path

    @property
    def file(self) -> str:
        """The name of its page on the site."""
        return f"node_{self.number}.htm"

    @property
    def label(self) -> str:
        """第01版：头版新闻."""
        return f"第{self.number:02d}版" + (f"：{self.name}" if self.name else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """An edition, read from what a build wrote."""

    folder: Path
    paper: Paper
    date: Date
    number: int | None
    """总期号."""
    lang: str
    pages: tuple[IssuePage, ...]
    stories: tuple[Story, ...]
    """In the order of the pages."""

    @property
    def path(self) -> str:
        """Its folder inside the site."""
        return ISSUE_FOLDER.format(day=self.date)

    def page_of(self, story: Story) -> IssuePage:
        """The page a story begins on."""
        return next(page for page in self.pages if page.number == story.page)

    def stories_of(self, page: int) -> tuple[Story, ...]:
        """The stories that stand on a page, in its order."""
        return tuple(story for story in self.stories if page in story.pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a run did to the site; paths inside it, forward slashes."""

    site: Path
    written: tuple[str, ...]
    unchanged: int
    """How many editions stood already as they are."""
    diagnostics: tuple[Diagnostic, ...] = ()
