"""The e-book of an edition, and the pages of the site, before the checkers their fields trust."""

import subprocess
import zipfile

import pytest
from lxml import etree

from layout.publishing.issues import read_issue

XHTML = "{http://www.w3.org/1999/xhtml}"
DAY = "html/2026-01/01"


@pytest.fixture(scope="module")
def book(site):
    with zipfile.ZipFile(site / DAY / "edition.epub") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_first_item_tells_what_it_is(site):
    """``mimetype`` comes first and is not packed (OCF 3.3)."""
    with zipfile.ZipFile(site / DAY / "edition.epub") as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_stories_come_in_the_order_of_the_pages(book, sample):
    """In the spine and in the contents, which name the pages too."""
    issue = read_issue(sample)
    files = [f"story_{story.number}.xhtml" for story in issue.stories]
    package = etree.fromstring(book["EPUB/package.opf"])
    items = {i.get("id"): i.get("href") for i in package.iter("{*}item")}
    spine = [items[ref.get("idref")] for ref in package.iter("{*}itemref")]
    assert spine == ["cover.xhtml", *files]
    contents = etree.fromstring(book["EPUB/nav.xhtml"]).find(f".//{XHTML}nav")
    linked = [a.get("href") for a in contents.iter(f"{XHTML}a")]
    assert linked == ["cover.xhtml", *files]
    assert [span.text for span in contents.iter(f"{XHTML}span")] == [p.label for p in issue.pages]


def test_text_is_whole(book, sample):
    """Every block of every story stands in its document."""
    for story in read_issue(sample).stories:
        root = etree.fromstring(book[f"EPUB/story_{story.number}.xhtml"])
        text = "".join("".join(root.itertext()).split())
        for block in story.blocks:
            assert "".join(block.text.split()) in text


def test_epubcheck(validator, site):
    """No errors and no warnings."""
    command = [validator("epubcheck"), "--failonwarnings", str(site / DAY / "edition.epub")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_html_checker(validator, site):
    """Nu finds no error in any page of the site."""
    pages = sorted(str(path) for path in site.rglob("*.htm*"))
    command = [validator("vnu"), "--errors-only", *pages]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert (done.returncode, done.stderr) == (0, "")
