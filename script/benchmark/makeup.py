"""``script/bench --makeup``: make up seeded random pages and say what became of them."""

import json
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median

from benchmark.page_figures import PageFigures, figures_of, lost_characters
from benchmark.random_pages import RandomPage, random_pages, write_random_page
from layout.composition.desk import Desk
from layout.content.model import Edition
from layout.content.read import load_edition
from layout.importing import import_source
from layout.makeup import MadePages, make_up_pages
from layout.makeup.model import PageLayout
from layout.pipeline import open_desk
from layout.project import data_folder
from layout.shaping.faces import FaceShelf
from layout.style import load_style
from layout.style.model import Style

OpenDesk = Callable[[Edition, Style], Desk]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One page made up: with its own copy alone, and with fillers at hand."""

    name: str
    style: str
    items: int
    alone: PageFigures
    helped: PageFigures
    seconds: float
    """Of the processor, for make-up and the text composed on the way."""

    @property
    def fills(self) -> bool:
        """Whether its own copy fills it, whole."""
        return _is_full(self.alone)

    @property
    def fills_helped(self) -> bool:
        """Whether it is full with fillers or one story held."""
        return self.helped.empty_cells == 0 and self.helped.held <= 1


def _is_full(figures: PageFigures) -> bool:
    return figures.empty_cells == 0 and figures.held == 0 and figures.fillers == 0


def run_random(
    count: int, sample: Path, open_page_desk: OpenDesk, *, is_front: bool, first: int = 0
) -> list[Outcome]:
    """Make up so many random pages."""
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        for k, page in enumerate(random_pages(count, is_front=is_front, first=first)):
            outcomes.append(_one(page, Path(folder) / str(k), sample, open_page_desk))
    return outcomes


def _one(page: RandomPage, folder: Path, sample: Path, open_page_desk: OpenDesk) -> Outcome:
    edition = write_random_page(page, folder, sample)
    number = 1 if page.is_front else 2
    desk = open_page_desk(edition, page.style)
    start = time.process_time()
    made = make_up_pages(edition, style=page.style, desk=desk, numbers=(number,))
    seconds = time.process_time() - start
    articles = edition.articles_of(number)
    plate = page.style.furniture.nameplate
    alone = figures_of(made.pages[0], articles, plate)
    helped = alone
    if not _is_full(alone):
        edition = write_random_page(page, folder.with_name(f"{folder.name}f"), sample, fillers=True)
        desk = open_page_desk(edition, page.style)
        made = make_up_pages(edition, style=page.style, desk=desk, numbers=(number,))
        helped = figures_of(made.pages[0], edition.articles_of(number), plate)
    return Outcome(
        name=f"{'front' if page.is_front else 'page'} {page.seed}",
        style=page.style.name,
        items=page.items,
        alone=alone,
        helped=helped,
        seconds=seconds,
    )


def run_corpus(sources: Iterable[Path], open_page_desk: OpenDesk) -> list[Outcome]:
    """Make up JSON editions whole; each page but an edition's last counts."""
    outcomes = []
    templates = data_folder("templates")
    for source in sorted(sources):
        with tempfile.TemporaryDirectory() as folder:
            import_source(source, Path(folder) / "edition")
            edition = load_edition(Path(folder) / "edition")
        style = load_style(edition.head.style, templates=templates, beside=templates)
        desk = open_page_desk(edition, style)
        start = time.process_time()
        made = make_up_pages(edition, style=style, desk=desk)
        seconds = (time.process_time() - start) / len(made.pages)
        lost = _lost_by_page(made, edition)
        outcomes += [
            _of_corpus(page, edition, f"{source.stem} {page.number}", style, seconds, lost)
            for page in made.pages
        ]
    return outcomes


def _lost_by_page(made: MadePages, edition: Edition) -> dict[int, int]:
    """Characters lost of the stories that begin on each page, later parts counted in.

    What the last page could not end is told by the run and is not lost.
    """
    lost: dict[int, int] = {}
    for article in edition.articles:
        pages = [p for p in made.pages if any(b.article == article.id for b in p.blocks)]
        if not pages or (made.rest is not None and made.rest.article.id == article.id):
            continue
        blocks = [block for page in pages for block in page.blocks]
        lost[pages[0].number] = lost.get(pages[0].number, 0) + lost_characters(article, blocks)
    return lost


def _of_corpus(
    page: PageLayout,
    edition: Edition,
    name: str,
    style: Style,
    seconds: float,
    lost: Mapping[int, int],
) -> Outcome:
    on_page = {block.article for block in page.blocks}
    articles = [a for a in edition.articles if a.id in on_page]
    counted = figures_of(page, articles, style.furniture.nameplate)
    figures = replace(counted, lost=lost.get(page.number, 0))
    return Outcome(
        name=name,
        style=style.name,
        items=len(articles),
        alone=figures,
        helped=figures,
        seconds=seconds,
    )


def table(title: str, outcomes: Sequence[Outcome]) -> str:
    """The figures of some pages with their targets."""
    full = [o for o in outcomes if o.fills]
    made = [o.alone for o in full]
    lines = [f"{title}: {len(outcomes)} 版 pages"]

    def row(name: str, value: str, target: str) -> None:
        lines.append(f"  {name:<44} {value:>12}   {target}")

    row("满版，不用人手 fill, no human act", _share(o.fills for o in outcomes), ">= 97 %")
    row("补白或留存一篇 filler or one held", _share(o.fills_helped for o in outcomes), "100 %")
    row("压版 overlaps", str(sum(o.helped.overlaps for o in outcomes)), "0")
    row("失字 characters lost", str(sum(o.helped.lost for o in outcomes)), "0")
    if not made:
        return "\n".join(lines)
    row("无碰题 no headlines butting", _share(f.tombstones == 0 for f in made), ">= 98 %")
    row("并题只隔栏线 ruled apart only", _share(f.ruled_tombstones == 0 for f in made), "")
    row("无十字缝 no crossing", _share(f.crossings == 0 for f in made), ">= 95 %")
    row("无长缝 no gutter > 0.7", _share(f.gutter <= 0.7 for f in made), ">= 90 %")
    row("通线至多一条 <= 1 seam", _share(f.seams <= 1 for f in made), ">= 95 %")
    row("前三题号不倒置 top three in order", _share(f.inversions == 0 for f in made), "100 %")
    row("Kendall tau, least", f"{min(f.tau for f in made):.2f}", ">= 0.9")
    row("头条最大 lead >= 1.15 next", _share(f.lead_ratio >= 1.15 for f in made), "")
    row("题压文 headline over text", _share(f.least_cover >= 0.55 for f in made), "100 %")
    blank = sum(f.blank_rows for f in made) / max(1, sum(f.leg_rows for f in made))
    row("空行 blank lines, of rows", f"{100 * blank:.2f} %", "<= 0.5 %")
    row("灰板 grey <= 150 mm", _share(f.grey_mm <= 150 for f in made), "")
    row("不长不扁 no slivers", _share(f.odd_shapes == 0 for f in made), "")
    lines.append("  用时 seconds: items, pages, median, p90, max")
    for items in sorted({o.items for o in outcomes}):
        times = sorted(o.seconds for o in outcomes if o.items == items)
        p90 = times[min(len(times) - 1, int(0.9 * len(times)))]
        lines.append(
            f"  {items:>4} {len(times):>6} {median(times):>8.2f} {p90:>8.2f} {times[-1]:>8.2f}"
        )
    return "\n".join(lines)


def _share(facts: Iterable[bool]) -> str:
    values = list(facts)
    return f"{100 * sum(values) / max(1, len(values)):.1f} %"


def as_json(groups: Mapping[str, Sequence[Outcome]]) -> str:
    """Every page's figures."""
    data = {name: [asdict(outcome) for outcome in group] for name, group in groups.items()}
    return json.dumps(data, ensure_ascii=False, indent=1)


def real_desk(shelf: FaceShelf) -> OpenDesk:
    """Desks that set with the faces of this machine."""
    return lambda edition, style: open_desk(edition, style, shelf)
