"""An issue -> the files its search reads; the issues of a month -> theirs."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from layout.publishing import grams
from layout.publishing.model import Issue, IssuePage, Place, Story
from layout.publishing.scripts import Json, script, value_of

PARTS: Final = 10_000
"""Places are told in so many parts of the page's width and height."""


def issue_search(issue: Issue) -> Iterator[tuple[str, bytes]]:
    """The files of an issue's search with their names: index, its parts, texts by page."""
    day = issue.date.isoformat()
    numbers = sorted({story.page for story in issue.stories})
    by_page = [[story for story in issue.stories if story.page == page] for page in numbers]
    index = grams.entries(("\n".join(story.fields) for story in unit) for unit in by_page)
    yield from _index_files(f"{day}/grams", [(day, page) for page in numbers], grams.files(index))
    pages = {page.number: page for page in issue.pages}
    for number, stories in zip(numbers, by_page, strict=True):
        yield f"text_{number}.js", script(f"{day}/text/{number}", _texts(pages, stories))


def month_search(
    month: str, folders: Mapping[str, Path], stamp: str
) -> Iterator[tuple[str, bytes]]:
    """The files of a month's search.

    Args:
        month: Such as 2026-01.
        folders: The ``search`` folder of every issue of the month by its date, in order.
        stamp: Tells what the issues are made from; kept in the index.

    """
    units: list[tuple[str, int]] = []
    indexes = []
    for folder in folders.values():
        own, count = _issue_index(folder)
        indexes.append(_entries(folder, count, len(units)))
        units += own
    files = grams.files(grams.merged(indexes))
    yield from _index_files(f"{month}/grams", units, files, stamp)


def month_stamp(folder: Path) -> str:
    """The stamp in a month's index; empty where there is none."""
    path = folder / "index.js"
    match value_of(path.read_bytes()) if path.is_file() else None:
        case {"stamp": str(stamp)}:
            return stamp
        case _:
            return ""


def _index_files(
    key: str,
    units: Sequence[tuple[str, int]],
    files: Iterator[grams.IndexFile],
    stamp: str = "",
) -> Iterator[tuple[str, bytes]]:
    first: list[Json] = []
    for number, file in enumerate(files):
        first.append(file.first)
        yield f"{number}.js", script(f"{key}/{number}", file.text)
    told: dict[str, Json] = {"first": first, "units": [list(unit) for unit in units]}
    yield "index.js", script(key, {**told, "stamp": stamp} if stamp else told)


def _issue_index(folder: Path) -> tuple[list[tuple[str, int]], int]:
    """The units of an issue's index and the number of its files."""
    match value_of((folder / "index.js").read_bytes()):
        case {"first": list(first), "units": list(units)}:
            return [_unit(unit) for unit in units], len(first)
        case _:
            raise ValueError(f"{folder}: not an index")


def _unit(value: Json) -> tuple[str, int]:
    match value:
        case [str(day), int(page)]:
            return day, page
        case _:
            raise ValueError("not a page of an index")


def _entries(folder: Path, count: int, shift: int) -> Iterator[grams.Entry]:
    """The entries of an issue's index, its pages numbered from ``shift``."""
    for number in range(count):
        text = value_of((folder / f"{number}.js").read_bytes())
        for entry in grams.parsed(str(text)):
            units = tuple(unit + shift for unit in entry.units)
            yield grams.Entry(pair=entry.pair, units=units)


def _texts(pages: Mapping[int, IssuePage], stories: Sequence[Story]) -> Json:
    """What is searched of the stories that begin on a page, and where it stands."""
    used = sorted({place.page for story in stories for place in story.places}) or [
        story.page for story in stories[:1]
    ]
    return {
        "pages": {
            str(number): {
                "label": pages[number].label,
                "ratio": round(pages[number].height_pt / pages[number].width_pt, 4),
            }
            for number in sorted({*used, *(story.page for story in stories)})
        },
        "stories": [
            {
                "number": story.number,
                "title": story.title,
                "text": "\n".join(story.fields),
                "places": [
                    value for place in story.places for value in _place(place, pages[place.page])
                ],
            }
            for story in stories
        ],
    }


def _place(place: Place, page: IssuePage) -> tuple[int, ...]:
    across, down = PARTS / page.width_pt, PARTS / page.height_pt
    box = place.bbox
    return (
        place.start,
        place.length,
        place.page,
        round(box.x * across),
        round(box.y * down),
        round(box.width * across),
        round(box.height * down),
    )
