"""Published editions -> Atom and JSON Feed of stories, OPDS of editions, sitemaps.

Ids are tag URIs (RFC 4151), so they stay when the site moves; links are absolute where the
site's address is known, else relative to the feed (RFC 4287 takes both).
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date
from typing import Final
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from layout.content.model import Paper
from layout.publishing.manifest import IssueCard, StoryCard
from layout.publishing.model import SiteOptions

ATOM: Final = "http://www.w3.org/2005/Atom"
DC: Final = "http://purl.org/dc/terms/"
SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
ACQUISITION: Final = "application/atom+xml;profile=opds-catalog;kind=acquisition"
NAVIGATION: Final = "application/atom+xml;profile=opds-catalog;kind=navigation"
OPEN_ACCESS: Final = "http://opds-spec.org/acquisition/open-access"
COVER: Final = "http://opds-spec.org/image"
THUMBNAIL: Final = "http://opds-spec.org/image/thumbnail"
_NO_AUTHORITY: Final = "banxin.invalid"
_FEEDS_SINCE: Final = Date(2000, 1, 1)
"""The day in a feed's own name, which is the same for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A story in a feed."""

    card: IssueCard
    story: StoryCard

    @property
    def path(self) -> str:
        """Its page inside the site."""
        return f"{self.card.path}/{self.story.file}"


def items_of(cards: Iterable[IssueCard], page: int | None = None) -> Iterator[Item]:
    """The stories of editions, those of one page if it is named."""
    for card in cards:
        for story in card.stories:
            if page in (None, story.page):
                yield Item(card=card, story=story)


# -- Atom ---------------------------------------------------------------------------------


def atom(
    path: str, title: str, items: Sequence[Item], newest: IssueCard, options: SiteOptions
) -> bytes:
    """A feed of stories (RFC 4287).

    Args:
        path: Where it lies in the site.
        title: Its name.
        items: The stories, newest first.
        newest: The edition the feed is as new as.
        options: For addresses.

    """
    links = Links(path=path, options=options)
    paper = newest.paper
    feed = _feed(path, title, newest.day, paper, links)
    author = SubElement(feed, "author")
    SubElement(author, "name").text = paper.name
    _link(feed, rel="alternate", type="text/html", href=links.to("index.html"))
    if paper.copyright:
        SubElement(feed, "rights").text = paper.copyright
    for item in items:
        _entry(feed, item, links)
    return _xml(feed)


def _entry(feed: Element, item: Item, links: "Links") -> None:
    card, story = item.card, item.story
    entry = SubElement(feed, "entry")
    SubElement(entry, "id").text = tag(card.paper, card.day, f"content/{story.number}")
    SubElement(entry, "title").text = story.title
    SubElement(entry, "updated").text = moment(card.day)
    SubElement(entry, "published").text = moment(card.day)
    _link(entry, rel="alternate", type="text/html", href=links.to(item.path))
    for name in story.byline:
        author = SubElement(entry, "author")
        SubElement(author, "name").text = name
    SubElement(entry, "category", term=_page_label(card, story.page))
    if story.summary:
        SubElement(entry, "summary").text = story.summary


def json_feed(
    path: str, title: str, items: Sequence[Item], newest: IssueCard, options: SiteOptions
) -> bytes:
    """A feed of stories (JSON Feed 1.1); arguments as for ``atom``."""
    links = Links(path=path, options=options)
    feed: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": links.to("index.html"),
        "feed_url": links.to(path),
        "language": newest.lang,
        "authors": [{"name": newest.paper.name}],
        "items": [_json_item(item, links) for item in items],
    }
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def _json_item(item: Item, links: "Links") -> dict[str, object]:
    card, story = item.card, item.story
    told: dict[str, object] = {
        "id": tag(card.paper, card.day, f"content/{story.number}"),
        "url": links.to(item.path),
        "title": story.title,
        "content_text": story.summary or story.title,
        "date_published": moment(card.day),
        "tags": [_page_label(card, story.page)],
    }
    if story.byline:
        told["authors"] = [{"name": name} for name in story.byline]
    if story.picture:
        told["image"] = links.to(f"{card.path}/{story.picture}")
    return told


# -- OPDS ---------------------------------------------------------------------------------


def opds_root(path: str, cards_by_year: Sequence[IssueCard], options: SiteOptions) -> bytes:
    """The catalogue's first page (OPDS 1.2): a shelf a year; takes a year's newest edition."""
    paper = cards_by_year[0].paper
    links = Links(path=path, options=options)
    feed = _feed(path, paper.name, cards_by_year[0].day, paper, links, kind=NAVIGATION)
    for card in cards_by_year:
        entry = SubElement(feed, "entry")
        SubElement(entry, "id").text = tag(paper, card.day, f"opds/{card.day.year}")
        SubElement(entry, "title").text = f"{paper.name} {card.day.year}"
        SubElement(entry, "updated").text = moment(card.day)
        SubElement(entry, "content", type="text").text = f"{card.day.year}"
        shelf = links.to(opds_file(card.day.year))
        _link(entry, rel="subsection", type=ACQUISITION, href=shelf)
    return _xml(feed)


def opds_file(year: int) -> str:
    """The name of a year's shelf."""
    return f"opds/{year}.xml"


def opds_year(path: str, cards: Sequence[IssueCard], options: SiteOptions) -> bytes:
    """A year's editions, newest first: e-book and PDF of each."""
    newest = cards[0]
    links = Links(path=path, options=options)
    title = f"{newest.paper.name} {newest.day.year}"
    feed = _feed(path, title, newest.day, newest.paper, links, kind=ACQUISITION)
    _link(feed, rel="up", type=NAVIGATION, href=links.to("opds.xml"))
    for card in cards:
        _book(feed, card, links)
    return _xml(feed)


def _book(feed: Element, card: IssueCard, links: "Links") -> None:
    entry = SubElement(feed, "entry")
    SubElement(entry, "id").text = tag(card.paper, card.day, "issue")
    SubElement(entry, "title").text = card.label
    SubElement(entry, "updated").text = moment(card.day)
    author = SubElement(entry, "author")
    SubElement(author, "name").text = card.paper.publisher or card.paper.name
    SubElement(entry, "dcterms:language").text = card.lang
    SubElement(entry, "dcterms:issued").text = card.day.isoformat()
    SubElement(entry, "dcterms:publisher").text = card.paper.publisher or card.paper.name
    titles = [story.title for story in card.stories if story.page == card.pages[0].number]
    SubElement(entry, "summary").text = "；".join(titles)
    _link(entry, rel=COVER, type="image/jpeg", href=links.to(f"{card.path}/{card.cover_jpeg}"))
    _link(entry, rel=THUMBNAIL, type="image/jpeg", href=links.to(f"{card.path}/{card.cover_jpeg}"))
    epub = links.to(f"{card.path}/{card.epub.name}")
    _link(entry, rel=OPEN_ACCESS, type="application/epub+zip", href=epub)
    if card.pdf is not None:
        pdf = links.to(f"{card.path}/{card.pdf.name}")
        _link(entry, rel=OPEN_ACCESS, type="application/pdf", href=pdf)


# -- sitemaps -----------------------------------------------------------------------------


def sitemap_month(cards: Iterable[IssueCard], options: SiteOptions) -> bytes:
    """The pages of a month's editions (sitemaps.org 0.9)."""
    root = Element("urlset", xmlns=SITEMAP)
    for card in cards:
        for file in [page.file for page in card.pages] + [story.file for story in card.stories]:
            _place(root, "url", options.absolute(f"{card.path}/{file}"), card.day)
    return _xml(root)


def sitemap_index(months: Iterable[tuple[str, Date]], options: SiteOptions) -> bytes:
    """The sitemaps of the months, each with the day of its newest edition."""
    root = Element("sitemapindex", xmlns=SITEMAP)
    for month, newest in months:
        _place(root, "sitemap", options.absolute(sitemap_file(month)), newest)
    return _xml(root)


def sitemap_file(month: str) -> str:
    """The name of a month's sitemap."""
    return f"sitemap-{month}.xml"


def _place(root: Element, name: str, address: str, day: Date) -> None:
    place = SubElement(root, name)
    SubElement(place, "loc").text = address
    SubElement(place, "lastmod").text = day.isoformat()


# -- shared -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Addresses as a file of the site writes them."""

    path: str
    options: SiteOptions

    def to(self, target: str) -> str:
        """The address of a path inside the site."""
        if self.options.address:
            return self.options.absolute(target)
        return "../" * self.path.count("/") + target


def tag(paper: Paper, day: Date, name: str) -> str:
    """A name for good: the paper's site and the day it stood there (RFC 4151)."""
    host = urlsplit(paper.website if "//" in paper.website else f"//{paper.website}").hostname
    return f"tag:{host or _NO_AUTHORITY},{day.isoformat()}:{paper.slug}/{name}"


def moment(day: Date) -> str:
    """The beginning of a day, as feeds write it (RFC 3339); papers come out in Beijing time."""
    return f"{day.isoformat()}T00:00:00+08:00"


def _feed(
    path: str, title: str, updated: Date, paper: Paper, links: Links, kind: str = ""
) -> Element:
    # Prefixes are written out: the registry of the library is the whole program's.
    feed = Element("feed", {"xmlns": ATOM} | ({"xmlns:dcterms": DC} if kind else {}))
    SubElement(feed, "id").text = tag(paper, _FEEDS_SINCE, f"feed/{path}")
    SubElement(feed, "title").text = title
    SubElement(feed, "updated").text = moment(updated)
    _link(feed, rel="self", type=kind or "application/atom+xml", href=links.to(path))
    if kind:
        author = SubElement(feed, "author")
        SubElement(author, "name").text = paper.name
        _link(feed, rel="start", type=NAVIGATION, href=links.to("opds.xml"))
    return feed


def _page_label(card: IssueCard, number: int) -> str:
    return next(page.label for page in card.pages if page.number == number)


def _link(parent: Element, *, rel: str, type: str, href: str) -> None:  # noqa: A002 - Atom's word
    SubElement(parent, "link", rel=rel, type=type, href=href)


def _xml(root: Element) -> bytes:
    indent(root)
    data: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"
