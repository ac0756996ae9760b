"""The values of the archive: what is on a page, what can be searched, what the log says.

Lengths in pt, origin at the top left of the trimmed page, y downwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple
from unicodedata import category

from layout.units import rounded

ABOVE_EM: Final = 0.88
"""The top of the em box of Han faces over the baseline (the house's faces have its foot, OpenType
``ideo``, at 0.12 em below)."""


class Box(NamedTuple):
    """A rectangle of a page; a tuple, as a page has thousands of them."""

    x_pt: float
    y_pt: float
    width_pt: float
    height_pt: float

    @property
    def right_pt(self) -> float:
        """The right edge."""
        return self.x_pt + self.width_pt

    @property
    def bottom_pt(self) -> float:
        """The lower edge."""
        return self.y_pt + self.height_pt


def around(boxes: Iterable[Box]) -> Box:
    """The least box that holds some boxes, at least one."""
    held = tuple(boxes)
    left, top = min([box.x_pt for box in held]), min([box.y_pt for box in held])
    right = max([box.x_pt + box.width_pt for box in held])
    bottom = max([box.y_pt + box.height_pt for box in held])
    return Box(
        x_pt=rounded(left),
        y_pt=rounded(top),
        width_pt=rounded(right - left),
        height_pt=rounded(bottom - top),
    )


class Glyph(NamedTuple):
    """A character as it stands in a finished PDF, with its em box.

    Such tuples sort by line and from left to right. Blanks and marks without a body are none.
    """

    baseline_pt: float
    x_pt: float
    y_pt: float
    width_pt: float
    height_pt: float
    char: str

    @property
    def right_pt(self) -> float:
        """Where the next one stands if nothing is between."""
        return self.x_pt + self.width_pt


def printed(text: str) -> str:
    """The characters of a text that leave something on paper: no blanks, no format characters."""
    if text.isprintable() and " " not in text:  # no other blank and no format character is
        return text
    return "".join(c for c in text if not c.isspace() and category(c) not in ("Cc", "Cf"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfPage:
    """A page of a finished PDF: its characters, its picture as JPEG."""

    glyphs: tuple[Glyph, ...]
    picture: bytes
    picture_px: tuple[int, int]


class TextRole(StrEnum):
    """What a piece of text is on the page."""

    KICKER = "kicker"
    HEADLINE = "headline"
    DECK = "deck"
    BYLINE = "byline"
    BODY = "body"
    CAPTION = "caption"
    OTHER = "other"
    """Furniture, labels, marks: whatever the record of the edition does not name."""


class Word(NamedTuple):
    """A word of a line."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A line as set; its words leave out the blanks between them."""

    text: str
    words: tuple[Word, ...]
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """Lines that belong together: a headline, or what a column holds of one paragraph."""

    role: TextRole
    lines: tuple[TextLine, ...]
    paragraph: int | None = None

    @property
    def box(self) -> Box:
        """The box around its lines."""
        return around(line.box for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Illustration:
    """A picture as placed."""

    file: str
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A block of the make-up: an article's part on a page, or furniture."""

    id: str
    kind: str
    article: str | None
    box: Box
    texts: tuple[TextBlock, ...]
    illustrations: tuple[Illustration, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """Everything that is printed on a page, in reading order."""

    number: int
    name: str
    pdf: str
    width_pt: float
    height_pt: float
    areas: tuple[Area, ...]
    picture_px: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a text continues: from ``offset`` on, its characters stand in this box."""

    offset: int
    page: int
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleText:
    """An article as it can be found: its printed words with the place of every line.

    A passage (kicker, headline, deck, byline, each paragraph, each caption) is one line of
    ``text``; inside it blanks are single spaces.
    """

    id: str
    headline: str
    kind: str
    column: str
    authors: tuple[str, ...]
    people: tuple[str, ...]
    places_named: tuple[str, ...]
    text: str
    places: tuple[Place, ...]

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages it stands on."""
        return tuple(sorted({place.page for place in self.places}))


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """A page as the index knows it."""

    number: int
    name: str
    pdf: str
    width_pt: float
    height_pt: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionFacts:
    """An edition as the index knows it; read from its bag alone."""

    paper: str
    paper_name: str
    date: str
    issue: int | None
    pages: tuple[PageFacts, ...]
    articles: tuple[ArticleText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of a paper's log: a snapshot, and the line before it."""

    number: int
    bag: str
    """Folder of the bag, inside the paper's: ``2026/2026-01-01-2``."""
    date: str
    version: int
    added: str
    """UTC, ISO 8601."""
    manifest_sha512: str
    tagmanifest_sha512: str
    files: int
    size_bytes: int
    previous: str
    """Hash of the line before; 128 zeros for the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """An entry with the line that says it and that line's hash."""

    entry: Entry
    line: str
    sha512: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who writes, for a lock that others can read."""

    host: str
    process: int

    @property
    def mark(self) -> str:
        """What the lock says."""
        return f"{self.host} {self.process}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A program or library that had a part in an edition, and its version."""

    name: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Make:
    """An edition to be kept: what was built, and everything it was built from."""

    builds: tuple[Path, ...]
    """Folders of finished builds of one edition, the one that pages are read from first."""
    content: Path
    """The edition folder."""
    style: tuple[tuple[str, bytes], ...]
    """The files of the style and the templates, by name."""
    tools: tuple[Tool, ...]
    added: str
    """UTC, ISO 8601, to the second."""
