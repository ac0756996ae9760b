"""Ten thousand editions in the index of an archive: how fast they are searched, added, checked."""

import datetime as dt
import gc
import json
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from layout import pipeline
from layout.archive.index import add_edition, writing
from layout.archive.keep import Archive, Kept, keep
from layout.archive.log import FIRST
from layout.archive.model import (
    ArticleText,
    EditionFacts,
    Entry,
    Logged,
    Make,
    PageFacts,
    Place,
    Tool,
    Writer,
)
from layout.archive.search import Query, search
from layout.archive.snapshot import read_facts
from layout.archive.store import DiskStore
from layout.archive.verify import verify
from layout.console import machine_cache, machine_fonts
from layout.processes import GC_THRESHOLD

PAGES = 8
FIRST_DAY = dt.date(1990, 1, 1)
PAPER = "synthetic"
SEARCHES = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured; times in seconds, sizes in MiB.

    Processor seconds are those of all processes that had a part, as a machine may be shared.
    """

    editions: int
    articles: int
    characters: int
    index_mib: float
    fill_s: float
    search_median_s: float
    search_p99_s: float
    add_s: float
    add_cpu_s: float
    verify_mib_per_s: float
    verify_mib_per_cpu_s: float
    memory_mib: float
    """Most that this process held while it searched, added and checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What some work took, and on how much."""

    wall_s: float
    cpu_s: float
    size_mib: float


def measure(sample: Path, job: Path, place: Path, editions: int) -> Figures:
    """Fill an index, if it is not there from before, and measure.

    Args:
        sample: The edition whose words are shuffled into all others.
        job: An edition folder of eight pages, to add.
        place: Where archives and index are made.
        editions: How many the index holds.

    """
    gc.set_threshold(GC_THRESHOLD)  # as the commands do
    own = _finish(sample, place / "out")
    store = DiskStore(place / "sample")
    archive = Archive(store=store, index=place / "sample.sqlite", writer=Writer(host="", process=0))
    if not store.has("README.txt"):
        keep(archive, _make(sample, own))
    paper = own.parent.name
    facts = read_facts(store, f"{paper}/{own.name[:4]}/{own.name}")
    index = place / f"{editions}.sqlite"
    fill_s = fill(index, facts, editions)
    articles, characters = _count(index)
    times = _search_times(index, facts)
    adds, checked = _add_and_verify(job, place, index)
    return Figures(
        editions=editions,
        articles=articles,
        characters=characters,
        index_mib=round(index.stat().st_size / 2**20, 1),
        fill_s=round(fill_s, 1),
        search_median_s=round(statistics.median(times), 4),
        search_p99_s=round(statistics.quantiles(times, n=100)[98], 4),
        add_s=round(statistics.median(spent.wall_s for spent in adds), 3),
        add_cpu_s=round(statistics.median(spent.cpu_s for spent in adds), 3),
        verify_mib_per_s=round(checked.size_mib / checked.wall_s, 1),
        verify_mib_per_cpu_s=round(checked.size_mib / checked.cpu_s, 1),
        memory_mib=round(_most_memory_mib(), 1),
    )


def fill(index: Path, facts: EditionFacts, editions: int) -> float:
    """Fill an index with editions of the sample's sentences; the seconds it took, 0 if it was."""
    if index.exists():
        return 0.0
    sentences = _sentences(facts)
    lengths = [len(article.text) for article in facts.articles]
    chance = random.Random(1)  # noqa: S311 - the same text every time
    part = index.with_suffix(".part")
    part.unlink(missing_ok=True)
    start = time.perf_counter()
    for first in range(0, editions, 500):
        with writing(part) as base:
            for number in range(first, min(first + 500, editions)):
                edition = _synthetic(facts, number, sentences, lengths, chance)
                add_edition(base, edition, _logged(edition, number))
    with writing(part):
        pass
    part.rename(index)
    return time.perf_counter() - start


def _sentences(facts: EditionFacts) -> list[str]:
    text = "".join(article.text for article in facts.articles)
    return [piece for piece in re.split(r"(?<=[。！？；，])", text) if piece.strip()]


def _synthetic(
    facts: EditionFacts,
    number: int,
    sentences: list[str],
    lengths: list[int],
    chance: random.Random,
) -> EditionFacts:
    """An edition of eight pages with as many articles a page as the sample has, as long."""
    a_page = max(1, round(len(lengths) / len(facts.pages)))
    pages = tuple(
        replace(facts.pages[k % len(facts.pages)], number=k + 1, name=f"第{k + 1}版")
        for k in range(PAGES)
    )
    articles = tuple(
        _article(facts, page, k, sentences, chance.choice(lengths), chance)
        for page in pages
        for k in range(a_page)
    )
    date = (FIRST_DAY + dt.timedelta(days=number)).isoformat()
    return replace(facts, paper=PAPER, date=date, issue=number + 1, pages=pages, articles=articles)


def _article(
    facts: EditionFacts,
    page: PageFacts,
    number: int,
    sentences: list[str],
    length: int,
    chance: random.Random,
) -> ArticleText:
    text = "".join(chance.choices(sentences, k=1 + length // 12))[:length]
    box = facts.articles[0].places[0].box
    places = tuple(Place(offset=at, page=page.number, box=box) for at in range(0, len(text), 14))
    return replace(
        facts.articles[0],
        id=f"{page.number}-{number}",
        headline=text[:12],
        text=text,
        places=places,
    )


def _logged(facts: EditionFacts, number: int) -> Logged:
    entry = Entry(
        number=number + 1,
        bag=f"{facts.date[:4]}/{facts.date}",
        date=facts.date,
        version=1,
        added="2026-01-01T00:00:00Z",
        manifest_sha512=FIRST,
        tagmanifest_sha512=FIRST,
        files=1,
        size_bytes=1,
        previous=FIRST,
    )
    return Logged(entry=entry, line="", sha512=f"{number:0128x}")


def _count(index: Path) -> tuple[int, int]:
    with writing(index) as base:
        row = base.execute("SELECT count(*), sum(length(text)) FROM articles").fetchone()
    return int(row[0]), int(row[1])


def _search_times(index: Path, facts: EditionFacts) -> list[float]:
    """Seconds of searches for two characters: half are neighbours in the sample."""
    chance = random.Random(2)  # noqa: S311 - the same words every time
    text = "".join(article.text for article in facts.articles).replace("\n", "")
    times = []
    for number in range(SEARCHES):
        at = chance.randrange(len(text) - 1)
        other = chance.choice(text)
        phrase = text[at : at + 2] if number % 2 else text[at] + other
        start = time.perf_counter()
        search(index, Query(text=phrase))
        times.append(time.perf_counter() - start)
    return times


def _add_and_verify(job: Path, place: Path, index: Path) -> tuple[list[Spent], Spent]:
    """What it takes to add eight pages to the full index, and to check them.

    As the commands do it: with every core.
    """
    finished = _finish(job, place / "out")
    root = place / f"added-{time.time_ns()}"
    archive = Archive(store=DiskStore(root), index=index, writer=Writer(host="", process=0))
    jobs = os.cpu_count() or 1
    _forget_added(index)
    adds = [_spent(lambda: _size(keep(archive, _make(job, finished), jobs=jobs))) for _ in "123"]
    checked = _spent(lambda: verify(archive.store, place / "none.sqlite", jobs=jobs).size_bytes)
    _forget_added(index)
    shutil.rmtree(root)
    return adds, checked


def _forget_added(index: Path) -> None:
    """Leave the synthetic editions in the index; a run that was stopped may have left others."""
    with writing(index) as base:
        others = base.execute("SELECT id FROM editions WHERE paper != ?", (PAPER,)).fetchall()
        base.executemany("DELETE FROM articles WHERE edition = ?", others)
        base.executemany("DELETE FROM pages WHERE edition = ?", others)
        base.executemany("DELETE FROM names WHERE edition = ?", others)
        base.executemany("DELETE FROM editions WHERE id = ?", others)


def _size(kept: Kept) -> int:
    return kept.entry.size_bytes


def _spent(work: Callable[[], int]) -> Spent:
    """Do some work that tells how many bytes it was done on."""
    wall, cpu = time.perf_counter(), _cpu_s()
    size = work()
    return Spent(wall_s=time.perf_counter() - wall, cpu_s=_cpu_s() - cpu, size_mib=size / 2**20)


def _cpu_s() -> float:
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _most_memory_mib() -> float:
    """Of this process: those that build the editions are others, and not what is measured."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _finish(folder: Path, out: Path) -> Path:
    """Build an edition in another process, so that its memory is not ours."""
    code = (
        "import sys; from pathlib import Path; from benchmark.archive import build;"
        "print(build(Path(sys.argv[1]), Path(sys.argv[2])))"
    )
    command = [sys.executable, "-c", code, str(folder), str(out)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return Path(told.strip().splitlines()[-1])


def build(folder: Path, out: Path) -> Path:
    """The folder of a finished build."""
    options = pipeline.BuildOptions(
        out=out, cache=machine_cache(), font_folders=machine_fonts(), jobs=1
    )
    return pipeline.build(folder, options).folder


def _make(content: Path, finished: Path) -> Make:
    return Make(
        builds=(finished,),
        content=content,
        style=(),
        tools=(Tool(name="bench", version="1"),),
        added="2026-01-01T00:00:00Z",
    )


def told(figures: Figures) -> str:
    """The figures, one a line."""
    rows = {name: getattr(figures, name) for name in Figures.__dataclass_fields__}
    return "\n".join(f"{name}\t{json.dumps(value)}" for name, value in rows.items())


def as_json(figures: Figures) -> str:
    """The figures as JSON."""
    return json.dumps(asdict(figures), indent=1)
