"""Crawlers written for the old 数字报 pages read ours and get back exactly what is printed.

The crawler here knows nothing but the public form: ``period.xml``, ``PagePicMap``, the
comment of properties and the text between ``enpcontent`` comments.
"""

import html
import json
import re
from xml.etree.ElementTree import fromstring

import pytest

from layout.publishing.issues import read_issue

DAY = "html/2026-01/01"


class Crawler:
    """Reads a folder of saved pages by regular expressions, as such programs do."""

    def __init__(self, site, day):
        self.folder = site / day
        self.month = site / day.rsplit("/", 1)[0]

    def issues(self):
        text = (self.month / "period.xml").read_bytes()
        root = fromstring(text)  # noqa: S314 - written by the program under test
        return {p.findtext("period_date"): p.findtext("front_page") for p in root.iter("period")}

    def page(self, name):
        text = (self.folder / name).read_text(encoding="utf-8")
        area_map = re.search(r"<map[^>]*pagepicmap.*?</map>", text, re.IGNORECASE | re.DOTALL)[0]
        picture = re.search(r'<img[^>]*usemap="#PagePicMap"[^>]*>', text, re.IGNORECASE)[0]
        areas = re.findall(
            r'<area[^>]*coords="([^"]+)"[^>]*href="([^"]+)"', area_map, re.IGNORECASE
        )
        return {
            "areas": [(href, [int(n) for n in coords.split(",")]) for coords, href in areas],
            "width": int(re.search(r'width="(\d+)"', picture)[1]),
            "next": re.findall(r'class="next"[^>]*href="(node_\d+\.htm)"', text),
            "pages": re.findall(r'class="pageLink" href="(node_\d+\.htm)"[^>]*>([^<]+)<', text),
        }

    def article(self, name):
        text = (self.folder / name).read_text(encoding="utf-8")
        told = re.search(r"<!--enpproperty (.*?)/enpproperty-->", text, re.DOTALL)[1]
        body = re.search(r"<!--enpcontent-->(.*?)<!--/enpcontent-->", text, re.DOTALL)[1]
        field = dict(re.findall(r"<(\w+)>(.*?)</\1>", told, re.DOTALL))
        plain = {
            key: html.unescape(re.sub(r"<br\s*/?>", "\n", value)) for key, value in field.items()
        }
        paragraphs = re.findall(r"<p[^>]*>(.*?)</p>", body, re.DOTALL)
        return {
            **plain,
            "pagenum": re.search(r"<founder-pagenum>(\d+)</founder-pagenum>", text)[1],
            "paragraphs": [html.unescape(re.sub(r"<[^>]+>", "", p)) for p in paragraphs],
        }


@pytest.fixture(scope="module")
def crawler(site):
    return Crawler(site, DAY)


@pytest.fixture(scope="module")
def issue(sample):
    return read_issue(sample)


def test_the_month_lists_its_issues(crawler):
    """Its days with their front pages, and no others."""
    assert crawler.issues() == {"2026-01-01": "node_1.htm"}


def test_the_way_in(site):
    """``paperindex.htm`` sends a crawler to the newest front page."""
    text = (site / "paperindex.htm").read_text(encoding="utf-8")
    assert re.search(r'URL=(.*)"', text)[1] == "html/2026-02/02/node_1.htm"


def test_pages_follow_each_other(crawler, issue):
    """下一版 leads through the issue; 版面导航 names every page with its number."""
    assert crawler.page("node_1.htm")["next"] == ["node_2.htm"]
    assert crawler.page("node_2.htm")["next"] == []
    assert crawler.page("node_1.htm")["pages"] == [(page.file, page.label) for page in issue.pages]


def test_areas_are_those_of_the_page(crawler, sample):
    """Every block of a story, to the pixel of the picture, leads to its story."""
    record = json.loads((sample / "edition.json").read_text(encoding="utf-8"))
    stories = {story.id: story.file for story in read_issue(sample).stories}
    for page in record["pages"]:
        seen = crawler.page(f"node_{page['number']}.htm")
        scale = seen["width"] / page["trim_pt"][0]
        wanted = [
            (
                stories[block["article"]],
                [round(value * scale) for point in block["polygon_pt"] for value in point],
            )
            for block in page["blocks"]
            if block["article"]
        ]
        assert sorted(seen["areas"]) == sorted(wanted)


def test_articles_come_back_exactly(crawler, issue):
    """Headline, kicker, deck, author, date, page and paragraphs."""
    for story in issue.stories:
        seen = crawler.article(story.file)
        page = next(page for page in issue.pages if page.number == story.page)
        assert (seen["title"], seen["introtitle"]) == (story.headline, story.kicker)
        assert (seen["subtitle"], seen["author"]) == (story.deck, " ".join(story.byline))
        assert seen["date"] == "2026-01-01 00:00:00.0"
        assert (seen["nodeid"], seen["nodename"]) == (str(page.number), page.name)
        assert int(seen["pagenum"]) == page.number
        kinds = ("paragraph", "quote", "note")
        paragraphs = [block.text for block in story.blocks if block.kind.value in kinds]
        if story.kind != "poem":
            assert seen["paragraphs"] == paragraphs


def test_a_jumped_article_is_whole(site):
    """A crawler sees one article with areas on both pages, its text joined."""
    crawler = Crawler(site, "html/2026-02/02")
    hrefs = [{href for href, _ in crawler.page(f"node_{n}.htm")["areas"]} for n in (1, 2)]
    (lead,) = hrefs[0] & hrefs[1]
    seen = crawler.article(lead)
    assert seen["paragraphs"][1] == "子丑寅卯辰巳午未申酉戌亥" * 2
    assert seen["author"] == "●甲某 乙某"


def test_hyphens_do_not_end_the_comment(editions, tmp_path):
    """A headline with ``-->`` comes back whole."""
    from layout.publishing.legacy import article_property

    headline = "甲--><b>乙</b>"
    issue = read_issue(editions["small"](tmp_path, "2026-01-02", headline=headline))
    told = str(article_property(issue, issue.stories[0], "u", ""))
    assert "--" not in told
    assert html.unescape(re.search("<title>(.*?)</title>", told)[1]) == headline
