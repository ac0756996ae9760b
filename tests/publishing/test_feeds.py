"""Feeds, catalogue and sitemaps are what their standards ask for, and lead to the site."""

import json
from pathlib import Path

import pytest
from lxml import etree

from layout.publishing import publish
from layout.publishing.model import SiteOptions

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OPEN_ACCESS = "http://opds-spec.org/acquisition/open-access"
ADDRESS = "https://example.org/paper/"
FEEDS = ("feed.atom", "feeds/page_1.atom", "feeds/page_2.atom", "opds.xml", "opds/2026.xml")


@pytest.fixture(scope="module")
def atom_schema():
    path = Path(__file__).parent.parent / "resources" / "atom.rng"
    return etree.RelaxNG(etree.parse(path))


def links(entry, rel):
    return [link.get("href") for link in entry.iter(f"{ATOM}link") if link.get("rel") == rel]


@pytest.mark.parametrize("name", FEEDS)
def test_atom_is_valid(site, atom_schema, name):
    """Every feed and every page of the catalogue is Atom, its ids unlike each other."""
    tree = etree.parse(site / name)
    atom_schema.assertValid(tree)
    ids = [element.text for element in tree.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids)
    assert all(text.startswith("tag:example.org,") for text in ids)
    is_signed = [tree.find(f"{ATOM}author") is not None]
    is_signed += [entry.find(f"{ATOM}author") is not None for entry in tree.iter(f"{ATOM}entry")]
    assert is_signed[0] or all(is_signed[1:])


def test_the_schema_is_no_sieve(site, atom_schema):
    """A feed without an id, or with a day for a moment, is refused."""
    for name, text in (("id", None), ("updated", "2026-01-01")):
        tree = etree.parse(site / "feed.atom")
        element = tree.find(f"{ATOM}{name}")
        if text is None:
            element.getparent().remove(element)
        else:
            element.text = text
        assert not atom_schema.validate(tree)


def test_feeds_lead_to_the_stories(site):
    """Newest first, of the paper or of one page, each link a file of the site."""
    for name, pages in (("feed.atom", {"要闻", "综合", "头版新闻", "版面课"}),):
        entries = list(etree.parse(site / name).iter(f"{ATOM}entry"))
        days = [entry.findtext(f"{ATOM}published") for entry in entries]
        assert days == sorted(days, reverse=True)
        labels = {entry.find(f"{ATOM}category").get("term").split("：")[1] for entry in entries}
        assert labels == pages
        for entry in entries:
            (href,) = links(entry, "alternate")
            assert (site / href.removeprefix(ADDRESS)).is_file()
    second = etree.parse(site / "feeds/page_2.atom")
    terms = {element.get("term") for element in second.iter(f"{ATOM}category")}
    assert terms == {"第02版：综合", "第02版：版面课"}


def test_json_feed(site):
    """Version 1.1: what must be there is, and items are those of the Atom feed."""
    feed = json.loads((site / "feed.json").read_text(encoding="utf-8"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{ADDRESS}feed.json"
    assert feed["title"] == "版心日报"
    entries = list(etree.parse(site / "feed.atom").iter(f"{ATOM}entry"))
    assert [item["id"] for item in feed["items"]] == [
        entry.findtext(f"{ATOM}id") for entry in entries
    ]
    for item in feed["items"]:
        assert item["content_text"]
        assert (site / item["url"].removeprefix(ADDRESS)).is_file()
        assert item["date_published"].endswith("T00:00:00+08:00")


def test_the_catalogue_has_every_issue(site):
    """OPDS 1.2: a shelf a year, an e-book and a cover for every issue, all there."""
    root = etree.parse(site / "opds.xml")
    shelves = [href for entry in root.iter(f"{ATOM}entry") for href in links(entry, "subsection")]
    assert shelves == [f"{ADDRESS}opds/2026.xml", f"{ADDRESS}opds/2025.xml"]
    days = []
    for shelf in shelves:
        for entry in etree.parse(site / shelf.removeprefix(ADDRESS)).iter(f"{ATOM}entry"):
            days.append(entry.findtext("{http://purl.org/dc/terms/}issued"))
            files = links(entry, OPEN_ACCESS) + links(entry, "http://opds-spec.org/image")
            assert all((site / href.removeprefix(ADDRESS)).is_file() for href in files)
            assert files[0].endswith("edition.epub")
    assert days == ["2026-02-02", "2026-01-01", "2025-12-31"]


def test_sitemaps(site):
    """The index names a map a month; the maps name every page view and story."""
    index = etree.parse(site / "sitemap.xml")
    named = [loc.text.removeprefix(ADDRESS) for loc in index.iter(f"{SITEMAP}loc")]
    assert named == ["sitemap-2025-12.xml", "sitemap-2026-01.xml", "sitemap-2026-02.xml"]
    places = [
        loc.text.removeprefix(ADDRESS)
        for name in named
        for loc in etree.parse(site / name).iter(f"{SITEMAP}loc")
    ]
    pages = [
        path.relative_to(site).as_posix()
        for pattern in ("html/*/*/node_*.htm", "html/*/*/content_*.htm")
        for path in site.glob(pattern)
    ]
    assert sorted(places) == sorted(pages)


def test_without_an_address(editions, tmp_path, atom_schema):
    """Links are relative to the feed, and there is no sitemap, which may not have such."""
    publish([editions["small"](tmp_path / "out", "2026-01-02")], tmp_path / "www", SiteOptions())
    tree = etree.parse(tmp_path / "www/feeds/page_1.atom")
    atom_schema.assertValid(tree)
    (href,) = links(next(tree.iter(f"{ATOM}entry")), "alternate")
    assert (tmp_path / "www/feeds" / href).resolve().is_file()
    assert not (tmp_path / "www/sitemap.xml").exists()


def test_linked_data(site):
    """A story is a NewsArticle in an issue of a newspaper; a page tells of the issue."""
    from layout.publishing.manifest import read_card

    folder = site / "html/2026-02/02"
    lead = read_card(folder).stories[0]

    def told(name):
        text = (folder / name).read_text(encoding="utf-8")
        start = text.index('<script type="application/ld+json">') + 35
        return json.loads(text[start : text.index("</script>", start)])

    story = told(lead.file)
    assert (story["@type"], story["headline"]) == ("NewsArticle", "转版的头条 分作两行")
    assert [author["name"] for author in story["author"]] == ["甲某", "乙某"]
    assert (story["pagination"], story["datePublished"]) == ("1, 2", "2026-02-02")
    assert story["isPartOf"]["@type"] == "PublicationIssue"
    assert story["isPartOf"]["isPartOf"]["name"] == "版心日报"
    page = told("node_2.htm")
    assert [part["headline"] for part in page["hasPart"]] == [
        "转版的头条 分作两行",
        "第二版的稿子",
    ]


def test_open_graph(site):
    """What is shown of a link that is passed on: title, words, picture and address."""
    text = (site / "html/2026-01/01/node_1.htm").read_text(encoding="utf-8")
    assert f'<meta property="og:url" content="{ADDRESS}html/2026-01/01/node_1.htm">' in text
    assert f'content="{ADDRESS}html/2026-01/01/page_1.webp"' in text


def test_feeds_do_not_depend_on_the_rest_of_the_program(editions, tmp_path):
    """What others name the namespaces in the library's registry changes no byte."""
    from xml.etree import ElementTree as ET

    out = editions["small"](tmp_path / "out", "2026-01-02")
    publish([out], tmp_path / "a", SiteOptions())
    known = dict(ET._namespace_map)
    try:
        ET.register_namespace("", "http://purl.org/dc/terms/")
        ET.register_namespace("atom", "http://www.w3.org/2005/Atom")
        publish([out], tmp_path / "b", SiteOptions())
    finally:
        ET._namespace_map.clear()
        ET._namespace_map.update(known)
    for name in ("feed.atom", "opds.xml", "opds/2026.xml"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
