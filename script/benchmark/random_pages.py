"""Seeded random pages for the make-up bench: stories of the sample's words in every style."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from PIL import Image

from benchmark.words import Words, sample_words
from layout.content.model import Edition
from layout.content.read import load_edition
from layout.makeup.furniture.nameplate import closed_columns
from layout.project import data_folder
from layout.style import load_style
from layout.style.model import HeadlineStyle, Style

ITEMS = (6, 7, 8, 9, 10)
FRONT_ITEMS = (5, 6, 7, 8)
FILL = (0.94, 1.01)
"""Copy a page gets, of what an editor reckons it holds."""
BODY_SHARE = 0.025
"""Least share of the page's cells that a story's text takes."""
PICTURE_SIZES = ((1800, 1200), (1600, 1200), (1200, 1500), (2000, 1125))
CAPTION = "本报资料图片。"
NEW_GRIDS = {"broadsheet": (8, 13), "tabloid": (4, 18)}
"""Column variants of the house's own formats: columns and characters a line."""
FILLERS = ("少说空话，多办实事。", "节约用水，从我做起。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A story as an editor reckons with it."""

    rank: int
    kind: str
    cells: int
    """Of body text."""
    has_kicker: bool
    has_deck: bool
    has_byline: bool
    picture: tuple[int, int] | None
    """Its size in pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomPage:
    """One page to fill."""

    seed: int
    style: Style
    is_front: bool
    drafts: tuple[Draft, ...]

    @property
    def items(self) -> int:
        """Stories of the page."""
        return len(self.drafts)


def house_styles() -> tuple[Style, ...]:
    """Every style of the house, and column variants of the two formats."""
    templates = data_folder("templates")
    names = sorted(path.parent.name for path in templates.glob("*/style.yaml"))
    styles = [load_style(name, templates=templates, beside=templates) for name in names]
    return (*styles, *(_recolumned(s) for s in styles if s.name in NEW_GRIDS))


def _recolumned(style: Style) -> Style:
    """The same sheet in other columns; what is counted in columns follows."""
    columns, chars = NEW_GRIDS[style.name]
    ratio = columns / style.grid.columns

    def rung(ladder: HeadlineStyle) -> HeadlineStyle:
        least = max(1, round(ladder.min_columns * ratio))
        most = max(least, math.ceil(ladder.max_columns * ratio))
        return ladder.model_copy(update={"min_columns": least, "max_columns": most})

    plate = style.furniture.nameplate
    plate = plate.model_copy(update={"columns": max(1, round(plate.columns * ratio))})
    return style.model_copy(
        update={
            "name": f"{style.name}-{columns}x{chars}",
            "grid": style.grid.model_copy(update={"columns": columns, "chars": chars}),
            "headlines": {rank: rung(ladder) for rank, ladder in style.headlines.items()},
            "brief": rung(style.brief),
            "furniture": style.furniture.model_copy(update={"nameplate": plate}),
        }
    )


def random_pages(count: int, *, is_front: bool, first: int = 0) -> Iterator[RandomPage]:
    """So many pages: styles in turn, items in turn, pictures on half; the same every time.

    ``first`` is the seed of the first of them: other seeds, other pages.
    """
    styles = house_styles()
    sizes = FRONT_ITEMS if is_front else ITEMS
    for seed in range(first, first + count):
        style = styles[seed % len(styles)]
        items = sizes[seed // len(styles) % len(sizes)]
        yield random_page(seed, style, items, is_front=is_front)


def random_page(seed: int, style: Style, items: int, *, is_front: bool) -> RandomPage:
    """A page of so many stories, whose copy about fills it."""
    chance = random.Random(f"{style.name} {items} {is_front} {seed}")  # noqa: S311 -- a dummy
    news = items - chance.choice((0, 0, 0, 1, 2))
    drafts = [_dress(chance, rank, is_brief=rank > news) for rank in range(1, items + 1)]
    if chance.random() < 0.5:
        pictured = chance.sample(range(min(5, items)), chance.choice((1, 1, 2, 2, 3)))
        drafts = [
            _with(d, picture=chance.choice(PICTURE_SIZES)) if k in pictured else d
            for k, d in enumerate(drafts)
        ]
    grid = style.grid
    plate = style.furniture.nameplate
    taken = closed_columns(plate, grid.columns) * plate.rows if is_front else 0
    room = (grid.columns * grid.rows - taken) * chance.uniform(*FILL)
    room -= sum(_fixed_cells(draft, style) for draft in drafts)
    weights = [chance.uniform(0.7, 1.3) * _weight(draft, items) for draft in drafts]
    least = BODY_SHARE * grid.columns * grid.rows
    cells = [max(least, room * weight / sum(weights)) for weight in weights]
    drafts = [_with(draft, cells=round(n)) for draft, n in zip(drafts, cells, strict=True)]
    return RandomPage(seed=seed, style=style, is_front=is_front, drafts=tuple(drafts))


def _with(draft: Draft, *, cells: int = 0, picture: tuple[int, int] | None = None) -> Draft:
    return Draft(
        rank=draft.rank,
        kind=draft.kind,
        cells=cells or draft.cells,
        has_kicker=draft.has_kicker,
        has_deck=draft.has_deck,
        has_byline=draft.has_byline,
        picture=picture or draft.picture,
    )


def _dress(chance: random.Random, rank: int, *, is_brief: bool) -> Draft:
    kind = "news"
    if rank > 2:
        kind = chance.choice(("news", "news", "news", "news", "commentary", "feature"))
    if is_brief:
        kind = "brief"
    is_full = kind != "brief"
    return Draft(
        rank=rank,
        kind=kind,
        cells=0,
        has_kicker=is_full and chance.random() < 0.4,
        has_deck=is_full and chance.random() < 0.4,
        has_byline=is_full and chance.random() < 0.6,
        picture=None,
    )


def _weight(draft: Draft, items: int) -> float:
    if draft.kind == "brief":
        return 0.25
    return 2.2 - 1.6 * (draft.rank - 1) / max(1, items - 1)


def _ladder(draft: Draft, style: Style) -> HeadlineStyle:
    return style.brief if draft.kind == "brief" else style.headline(draft.rank)


def _fixed_cells(draft: Draft, style: Style) -> float:
    """About the cells of headline zone and picture."""
    ladder, leading = _ladder(draft, style), style.grid.leading_pt
    size = ladder.sizes_pt[0]
    width = max(ladder.min_columns, min(ladder.max_columns, (style.grid.columns + 2) // 2))
    width = width if draft.rank <= 3 else max(1, width - 1)
    high = 1.25 * size + 14
    high += draft.has_kicker * (ladder.kicker_ratio * size * 1.2 + 3)
    high += draft.has_deck * (ladder.deck_ratio * size * 1.2 + 3) + draft.has_byline * 13
    cells = math.ceil(high / leading) * width
    if draft.picture is not None:
        span = max(1, style.grid.columns // 3)
        wide = span * style.column_width_pt + (span - 1) * style.column_gap_pt
        tall = wide * draft.picture[1] / draft.picture[0]
        cells += span * math.ceil(tall / leading + 1.5)
    return cells


def write_random_page(
    page: RandomPage, folder: Path, sample: Path, *, fillers: bool = False
) -> Edition:
    """The page as an edition, read from a folder that it is written to."""
    words = sample_words(sample, page.seed)
    folder.mkdir(parents=True)
    head: dict[str, object] = {
        "paper": {"name": "版心日报", "slug": "bench", "latin_name": "BANXIN RIBAO"},
        "date": "2026-01-02",
        "issue": 2,
        "pages": [{"number": 1}, {"number": 2}][: 1 if page.is_front else 2],
    }
    if fillers:
        head["fillers"] = [{"text": text} for text in FILLERS]
    (folder / "edition.yaml").write_text(_yaml(head), encoding="utf-8")
    number = 1 if page.is_front else 2
    place = folder / f"{number:02d}"
    place.mkdir()
    for draft in page.drafts:
        name = f"{draft.rank:02d}"
        if draft.picture is not None:
            Image.new("L", draft.picture, 128).save(place / f"{name}.png", compress_level=1)
        text = _article(draft, words, page.style.grid.chars)
        (place / f"{name}.md").write_text(text, encoding="utf-8")
    return load_edition(folder)


def _yaml(data: object) -> str:
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))


def _article(draft: Draft, words: Words, chars: int) -> str:
    head: dict[str, object] = {
        "headline": words.headlines.draw(),
        "kind": draft.kind,
        "rank": draft.rank,
    }
    if draft.has_kicker:
        head["kicker"] = words.phrases.draw()
    if draft.has_deck:
        head["deck"] = f"——{words.phrases.draw()}，{words.phrases.draw()}"
    if draft.has_byline:
        head["byline"] = ["●本报编辑部"]
    if draft.picture is not None:
        file = f"{draft.rank:02d}.png"
        head["pictures"] = [{"file": file, "caption": f"{words.phrases.draw()}。{CAPTION}"}]
    body = "\n\n".join(words.paragraphs(draft.cells, chars))
    return f"---\n{_yaml(head)}---\n{body}\n"
