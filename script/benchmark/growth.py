"""What a page costs, and how that grows with pages, characters, stories and pictures."""

import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from benchmark.edition import write_edition
from benchmark.job import Job, Page, Story
from benchmark.peers import ours
from benchmark.timing import run_once

MOST_PAGES = 128
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 300" font-family="sans-serif"'
    ' font-size="12"><rect width="760" height="300" fill="#fff"/>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One edition: what was varied, how far, and what its build took."""

    varied: str
    count: int
    cpu_s: float
    wall_s: float
    all_mib: float


def measure(job: Job, folder: Path, most_pages: int) -> tuple[Point, ...]:
    """Build editions of growing size, each once; pages that run short are built all the same."""
    points: list[Point] = []
    for varied, count, some in _jobs(job, most_pages):
        shutil.rmtree(folder, ignore_errors=True)
        write_edition(some, folder / "edition")
        (folder / "out").mkdir()
        run = run_once(ours(folder, folder / "out"), sample_memory=True, statuses=(0, 1))
        points.append(
            Point(
                varied=varied,
                count=count,
                cpu_s=round(run.cpu_s, 2),
                wall_s=round(run.wall_s, 2),
                all_mib=round(run.all_mib or 0.0),
            )
        )
    return tuple(points)


def as_data(points: tuple[Point, ...]) -> list[dict[str, object]]:
    """The points as plain data."""
    return [asdict(point) for point in points]


def _jobs(job: Job, most_pages: int) -> Iterator[tuple[str, int, Job]]:
    count = 1
    while count <= most_pages:
        yield "pages", count, replace(job, pages=tuple(_pages(job, count)))
        count *= 2
    page = job.pages[1]
    for count in (2, 4, 6, 8):
        some = replace(page, number=1, stories=page.stories[:count])
        yield "stories", count, replace(job, pages=(some,))
    for share in (1, 2, 3, 4):
        some = replace(page, number=1, stories=tuple(_cut(s, share) for s in page.stories))
        short = replace(job, pages=(some,))
        yield "characters", short.characters, short
    for count in (0, 1, 2):
        some = replace(page, number=1, stories=tuple(_with_pictures(page, count)))
        yield "pictures", count, replace(job, pages=(some,))


def _pages(job: Job, count: int) -> Iterator[Page]:
    """The job's pages over and over, with numbers and article names of their own."""
    inside = job.pages[1:]
    for k in range(count):
        page = inside[(k - 1) % len(inside)] if k else job.pages[0]
        yield replace(
            page,
            number=k + 1,
            stories=tuple(replace(story, id=f"n{k + 1}{story.id}") for story in page.stories),
        )


def _cut(story: Story, share: int) -> Story:
    """So many quarters of a story's paragraphs."""
    kept = max(1, len(story.paragraphs) * share // 4)
    return replace(story, paragraphs=story.paragraphs[:kept])


def _with_pictures(page: Page, count: int) -> Iterator[Story]:
    left = count
    for story in page.stories:
        has = story.picture is not None and left > 0
        left -= has
        yield story if has else replace(story, picture=None)


def plot(points: tuple[Point, ...]) -> str:
    """Processor seconds and peak memory against pages, as SVG with both axes from zero."""
    some = [point for point in points if point.varied == "pages"]
    most = max(point.count for point in some)
    rows = (
        ("CPU s", "#1f5fa8", [point.cpu_s for point in some]),
        ("MiB", "#b3261e", [point.all_mib for point in some]),
    )
    parts = [HEAD]
    for place, (name, color, values) in enumerate(rows):
        parts += _panel(60 + 370 * place, name, color, [p.count for p in some], values, most)
    return "".join((*parts, "</svg>\n"))


def _panel(
    left: int, name: str, color: str, counts: list[int], values: list[float], most: int
) -> Iterator[str]:
    width, height, top = 290, 220, 30
    high = max(values)
    spots = [
        (left + width * count / most, top + height * (1 - value / high))
        for count, value in zip(counts, values, strict=True)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    yield f'<path d="M{left} {top}v{height}h{width}" fill="none" stroke="#555"/>'
    yield f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="2"/>'
    for x, y in spots:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>'
    yield f'<text x="{left}" y="20">{name}</text>'
    yield f'<text x="{left - 6}" y="{top + 8}" text-anchor="end">{high:.0f}</text>'
    yield f'<text x="{left - 6}" y="{top + height}" text-anchor="end">0</text>'
    yield f'<text x="{left + width}" y="{top + height + 18}" text-anchor="end">{most} pages</text>'
