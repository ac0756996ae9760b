"""Cards of the published editions -> the files of the site around them, path by path.

site_files
├─ asset_files      style and scripts
├─ _reading         first page, past issues, search of all
├─ _months          period.xml and its script, indexes of months
└─ _feeds           Atom, JSON Feed, OPDS, sitemaps
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Final

from layout.project import data_folder
from layout.publishing import feeds
from layout.publishing.legacy import paper_index, period_xml
from layout.publishing.manifest import IssueCard
from layout.publishing.scripts import Json, script
from layout.publishing.search import month_search
from layout.publishing.views import SITE_FOLDER, Views, calendar_file
from layout.publishing.words import word_table

ASSETS: Final = ("site.css", "site.js", "search.js")
FEED_ISSUES: Final = 10
"""Feeds tell the stories of so many editions, the newest."""

File = tuple[str, bytes]


def asset_files() -> Iterator[File]:
    """Style and scripts, and the words the scripts need."""
    folder = data_folder("templates") / SITE_FOLDER
    for name in ASSETS:
        yield f"assets/{name}", (folder / name).read_bytes()
    words = json.dumps(word_table(), ensure_ascii=False, separators=(",", ":"))
    yield "assets/words.js", f"window.banxinWords={words};\n".encode()


def site_files(cards: Sequence[IssueCard], views: Views) -> Iterator[File]:
    """Everything around the editions but the search, oldest edition first."""
    yield from asset_files()
    newest = cards[-1]
    yield "index.html", views.home(newest).encode()
    yield "search.htm", views.search(newest).encode()
    yield "paperindex.htm", paper_index(f"{newest.path}/{newest.pages[0].file}")
    yield from _calendars(cards, views)
    yield from _periods(cards)
    yield from _feeds(cards, views)
    yield "search/months.js", script("months", _months(cards))


def month_files(cards: Sequence[IssueCard], folders: Mapping[str, Path]) -> Iterator[File]:
    """The search of a month's issues; ``folders`` are those of their searches by date."""
    month = _month_of(cards[0])
    for name, data in month_search(month, folders, search_stamp(cards)):
        yield f"search/{month}/{name}", data


def by_month(cards: Sequence[IssueCard]) -> list[tuple[str, list[IssueCard]]]:
    """The issues of each month, in order."""
    return [(month, list(group)) for month, group in groupby(cards, key=_month_of)]


def search_stamp(cards: Sequence[IssueCard]) -> str:
    """What tells a month's search from one of other issues."""
    return sha256("".join(card.digest for card in cards).encode()).hexdigest()[:16]


def offline_files(card: IssueCard, search: Path, views: Views) -> Iterator[File]:
    """A site of one edition, as the ZIP has it: no feeds, and the front page comes first."""
    yield "index.html", paper_index(f"{card.path}/{card.pages[0].file}")
    yield "search.htm", views.search(card).encode()
    yield from _calendars([card], views)
    yield from _periods([card])
    yield "search/months.js", script("months", _months([card]))
    yield from month_files([card], {card.day.isoformat(): search})


def _month_of(card: IssueCard) -> str:
    return f"{card.day:%Y-%m}"


def _months(cards: Sequence[IssueCard]) -> list[Json]:
    """The months with editions, newest first."""
    months = dict.fromkeys(_month_of(card) for card in reversed(cards))
    return list(months)


def _calendars(cards: Sequence[IssueCard], views: Views) -> Iterator[File]:
    by_year = {year: list(group) for year, group in groupby(cards, key=lambda card: card.day.year)}
    for year, own in by_year.items():
        days = {card.day: f"{card.path}/{card.pages[0].file}" for card in own}
        html = views.calendar(year, days, by_year, cards[-1])
        yield calendar_file(year), html.encode()


def _periods(cards: Sequence[IssueCard]) -> Iterator[File]:
    months = by_month(cards)
    for place, (month, own) in enumerate(months):
        yield f"html/{month}/period.xml", period_xml(own)
        told: dict[str, Json] = {
            "days": [card.day.day for card in own],
            "front": {str(card.day.day): card.pages[0].file for card in own},
            "before": months[place - 1][0] if place else None,
            "after": months[place + 1][0] if place + 1 < len(months) else None,
        }
        yield f"html/{month}/period.js", script(f"period/{month}", told)


def _feeds(cards: Sequence[IssueCard], views: Views) -> Iterator[File]:
    options = views.options
    latest = list(reversed(cards[-FEED_ISSUES:]))
    newest = latest[0]
    items, name = list(feeds.items_of(latest)), newest.paper.name
    yield "feed.atom", feeds.atom("feed.atom", name, items, newest, options)
    yield "feed.json", feeds.json_feed("feed.json", name, items, newest, options)
    for page in newest.pages:
        own = list(feeds.items_of(latest, page.number))
        path, title = f"feeds/page_{page.number}", f"{name} {page.label}"
        yield f"{path}.atom", feeds.atom(f"{path}.atom", title, own, newest, options)
        yield f"{path}.json", feeds.json_feed(f"{path}.json", title, own, newest, options)
    years = [list(group) for _, group in groupby(reversed(cards), key=lambda card: card.day.year)]
    yield "opds.xml", feeds.opds_root("opds.xml", [year[0] for year in years], options)
    for year in years:
        path = feeds.opds_file(year[0].day.year)
        yield path, feeds.opds_year(path, year, options)
    if options.address:
        yield from _sitemaps(cards, views)


def _sitemaps(cards: Sequence[IssueCard], views: Views) -> Iterator[File]:
    months = by_month(cards)
    for month, own in months:
        yield feeds.sitemap_file(month), feeds.sitemap_month(own, views.options)
    newest = [(month, own[-1].day) for month, own in months]
    yield "sitemap.xml", feeds.sitemap_index(newest, views.options)
