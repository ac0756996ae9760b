"""The sample edition's sentences, permuted, as 64 stories and 16 pictures in given boxes."""

from dataclasses import asdict, dataclass
from pathlib import Path

from benchmark.words import Words, sample_words
from layout.content.read import load_edition

PAGES = 8
SEED = 20260101

COLUMNS = 6
CHARS = 17
TYPE_SIZE_PT = 9.0
LEADING_PT = 12.0
PAGE_MM = (390.0, 545.0)
TYPE_AREA_MM = (20.0, 30.0, 350.0)
"""Left, top and width of the type area, as in the house's broadsheet style."""

FILL = 0.93
"""How much of its box a story's estimated lines take."""
NAMEPLATE_ROWS = 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A place on the grid, in columns and rows."""

    column: int
    columns: int
    row: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A box for a story: its headline's rows at the top, its headline's size, its picture's box."""

    box: Box
    head_rows: int
    size_pt: float
    picture: Box | None = None

    @property
    def body_lines(self) -> int:
        """Lines of body its columns hold."""
        return (self.box.rows - self.head_rows) * self.box.columns


def _box(column: int, columns: int, row: int, rows: int) -> Box:
    return Box(column=column, columns=columns, row=row, rows=rows)


FRONT = (
    Place(box=_box(0, 4, 18, 32), head_rows=10, size_pt=48, picture=_box(4, 2, 18, 15)),
    Place(box=_box(4, 2, 34, 16), head_rows=7, size_pt=24),
    Place(box=_box(0, 3, 51, 25), head_rows=7, size_pt=28),
    Place(box=_box(3, 3, 51, 25), head_rows=7, size_pt=24),
    Place(box=_box(0, 2, 91, 24), head_rows=7, size_pt=22, picture=_box(0, 2, 77, 13)),
    Place(box=_box(2, 2, 77, 38), head_rows=6, size_pt=20),
    Place(box=_box(4, 2, 77, 18), head_rows=6, size_pt=18),
    Place(box=_box(4, 2, 96, 19), head_rows=6, size_pt=16),
)
INSIDE = (
    Place(box=_box(0, 4, 0, 38), head_rows=10, size_pt=48, picture=_box(4, 2, 0, 17)),
    Place(box=_box(4, 2, 18, 20), head_rows=7, size_pt=24),
    Place(box=_box(0, 3, 39, 30), head_rows=7, size_pt=28),
    Place(box=_box(3, 3, 39, 30), head_rows=7, size_pt=24),
    Place(box=_box(0, 2, 89, 26), head_rows=7, size_pt=22, picture=_box(0, 2, 70, 18)),
    Place(box=_box(2, 2, 70, 45), head_rows=6, size_pt=20),
    Place(box=_box(4, 2, 70, 22), head_rows=6, size_pt=18),
    Place(box=_box(4, 2, 93, 22), head_rows=6, size_pt=16),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of a story."""

    file: str
    caption: str
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story's words and its given place; the rank is its number on the page."""

    id: str
    rank: int
    place: Place
    kicker: str
    headline: str
    deck: str
    byline: str
    paragraphs: tuple[str, ...]
    picture: Picture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of stories."""

    number: int
    name: str
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What every typesetter gets."""

    paper: str
    pages: tuple[Page, ...]

    @property
    def stories(self) -> tuple[Story, ...]:
        """All stories, page by page."""
        return tuple(story for page in self.pages for story in page.stories)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """All pictures, page by page."""
        return tuple(story.picture for story in self.stories if story.picture is not None)

    @property
    def characters(self) -> int:
        """Characters of all bodies."""
        return sum(len(text) for story in self.stories for text in story.paragraphs)

    def as_data(self) -> dict[str, object]:
        """The job as plain data for a template."""
        return asdict(self)


def _story(words: Words, page: int, rank: int, place: Place) -> Story:
    name = f"p{page}s{rank}"
    picture = None
    if place.picture is not None:
        caption = f"{words.phrases.draw()}，{words.phrases.draw()}。"
        picture = Picture(file=f"{name}.jpg", caption=caption, box=place.picture)
    return Story(
        id=name,
        rank=rank,
        place=place,
        kicker=words.phrases.draw(),
        headline=words.headlines.draw(),
        deck=f"——{words.phrases.draw()}",
        byline="●本报编辑部",
        paragraphs=words.paragraphs(round(place.body_lines * FILL), CHARS),
        picture=picture,
    )


def make_job(sample: Path, pages: int = PAGES) -> Job:
    """The job made from a sample edition; the same sample gives the same job."""
    words = sample_words(sample, SEED)
    return Job(
        paper=load_edition(sample).head.paper.name,
        pages=tuple(
            Page(
                number=number,
                name=words.phrases.draw()[:4],
                stories=tuple(
                    _story(words, number, rank, place)
                    for rank, place in enumerate(FRONT if number == 1 else INSIDE, start=1)
                ),
            )
            for number in range(1, pages + 1)
        ),
    )
