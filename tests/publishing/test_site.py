"""The site as a whole: what is written, when, and that it holds together."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from layout.diagnostics import Language
from layout.errors import PublishError
from layout.publishing import edition as edition_module
from layout.publishing import publish
from layout.publishing import site as site_module
from layout.publishing.model import SiteOptions
from layout.publishing.scripts import value_of

OPTIONS = SiteOptions(address="https://example.org/paper")
MOST_SCRIPT_AND_STYLE = 60_000
MOST_FIRST_PAGE = 400_000
MOST_MEMORY_KB = 300 * 1024
YEAR = 365
MEASURED = """
import re, sys
from pathlib import Path
from layout.publishing import publish
from layout.publishing import site as site_module
from layout.publishing.model import SiteOptions
publish([Path(sys.argv[1])], Path(sys.argv[2]), SiteOptions(address="https://example.org/paper"))
print(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
"""
"""Publishes, and prints the most memory it held, in KiB."""


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.targets, self.ids = set(), set()

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if "id" in values:
            self.ids.add(values["id"])
        is_absolute = tag == "link" and values.get("rel") == "canonical"
        for name in ("href", "src", "action"):
            if values.get(name) and not is_absolute:
                self.targets.add(values[name])
        for one in values.get("srcset", "").split(","):
            if one.strip():
                self.targets.add(one.split()[0])


def snapshot(folder):
    """Every file with its bytes and when it was written."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def dead_links(folder):
    """Links of pages that lead to no file, or to no place in it."""
    pages = {}
    for path in folder.rglob("*.htm*"):
        links = _Links()
        links.feed(path.read_text(encoding="utf-8"))
        pages[path.resolve()] = links
    dead = []
    for path, links in pages.items():
        for target in links.targets:
            parts = urlsplit(target)
            if parts.scheme:
                continue
            file = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            ids = pages[file].ids if file in pages else set()
            is_place = not parts.fragment or parts.fragment in ids
            if not file.is_file() or not is_place:
                dead.append(f"{path.name}: {target}")
    return dead


def test_every_link_leads_somewhere(site):
    """Pages, pictures, files and the places in pages that links name."""
    assert dead_links(site) == []


def test_the_zip_is_a_site_of_its_own(site, tmp_path):
    """Unpacked anywhere it holds together: pages, search and the month's list."""
    with zipfile.ZipFile(site / "html/2026-01/01/edition.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    assert dead_links(tmp_path) == []
    front = re.search(r"URL=([^\"]+)", (tmp_path / "index.html").read_text(encoding="utf-8"))[1]
    assert (tmp_path / front).is_file()
    assert value_of((tmp_path / "search/months.js").read_bytes()) == ["2026-01"]
    assert value_of((tmp_path / "html/2026-01/period.js").read_bytes())["days"] == [1]


def test_the_old_names(site):
    """The paths that crawlers know."""
    folder = site / "html/2026-01/01"
    assert (folder / "node_1.htm").is_file()
    assert len(list(folder.glob("content_*.htm"))) == 15
    assert (site / "html/2026-01/period.xml").is_file()


def test_a_light_first_page(site):
    """Script and style stay small, and a front page comes before its sharp picture is asked for."""
    assets = sum(path.stat().st_size for path in (site / "assets").iterdir())
    assert assets < MOST_SCRIPT_AND_STYLE
    folder = site / "html/2026-01/01"
    first = sum((folder / name).stat().st_size for name in ("node_1.htm", "page_1.webp"))
    assert first + assets < MOST_FIRST_PAGE


def test_publishing_again_writes_nothing(editions, tmp_path):
    """What stands as it would be is left alone."""
    out = editions["small"](tmp_path / "out", "2026-01-02").parent
    publish([out], tmp_path / "www", OPTIONS)
    before = snapshot(tmp_path / "www")
    again = publish([out], tmp_path / "www", OPTIONS)
    assert (again.written, again.unchanged) == ((), 1)
    assert snapshot(tmp_path / "www") == before


def test_the_same_editions_make_the_same_bytes(editions, tmp_path):
    """Two sites of the same editions are equal, in whatever steps they came."""
    out = tmp_path / "out"
    folders = [editions["small"](out, day) for day in ("2025-12-31", "2026-01-02", "2026-01-03")]
    publish([out], tmp_path / "a", OPTIONS)
    for folder in reversed(folders):
        publish([folder], tmp_path / "b", OPTIONS)
    one, other = snapshot(tmp_path / "a"), snapshot(tmp_path / "b")
    assert {name: data for name, (data, _) in one.items()} == {
        name: data for name, (data, _) in other.items()
    }


def test_one_more_edition_rewrites_what_names_it(editions, tmp_path):
    """The new folder, the lists of its month and year, the first page, the feeds: no more."""
    out = tmp_path / "out"
    for day in ("2025-11-30", "2025-12-31", "2026-01-02"):
        editions["small"](out, day)
    publish([out], tmp_path / "www", OPTIONS)
    before = snapshot(tmp_path / "www")
    editions["small"](out, "2026-01-03")
    done = publish([out], tmp_path / "www", OPTIONS)
    after = snapshot(tmp_path / "www")
    changed = {name for name in after if after[name] != before.get(name)}
    own = {name for name in changed if name.startswith("html/2026-01/03/")}
    assert changed - own == {
        "calendar-2026.htm",
        "feed.atom",
        "feed.json",
        "feeds/page_1.atom",
        "feeds/page_1.json",
        "html/2026-01/period.js",
        "html/2026-01/period.xml",
        "index.html",
        "opds.xml",
        "opds/2026.xml",
        "paperindex.htm",
        "search/2026-01/0.js",
        "search/2026-01/index.js",
        "sitemap-2026-01.xml",
        "sitemap.xml",
    }
    assert set(done.written) == (changed - own) | {"html/2026-01/03"}
    assert done.unchanged == 3


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="memory is read from /proc")
def test_a_year_in_one_run(editions, tmp_path):
    """365 editions take no more memory than a few do; one more rewrites what names it."""
    out, site = tmp_path / "out", tmp_path / "www"
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(YEAR)]
    for day in days:
        editions["small"](out, day.isoformat(), sheet_pt=(40.0, 60.0))
    told = subprocess.run(  # noqa: S603 - this Python
        [sys.executable, "-c", MEASURED, str(out), str(site)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(list(site.glob("html/*/*/issue.json"))) == YEAR
    assert int(told.stdout) <= MOST_MEMORY_KB
    times = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
    editions["small"](out, "2026-01-01", sheet_pt=(40.0, 60.0))
    done = publish([out], site, OPTIONS)
    changed = [path for path, time in times.items() if path.stat().st_mtime_ns != time]
    assert done.unchanged == YEAR
    assert sorted(path.relative_to(site).as_posix() for path in changed) == [
        "calendar-2025.htm",
        "feed.atom",
        "feed.json",
        "feeds/page_1.atom",
        "feeds/page_1.json",
        "html/2025-12/period.js",
        "index.html",
        "opds.xml",
        "paperindex.htm",
        "search.htm",
        "search/months.js",
        "sitemap.xml",
    ]


def test_a_corrected_edition_takes_the_old_one_s_place(editions, tmp_path):
    """Other copy under the same date: the folder is new, nothing of the old one is left."""
    publish([editions["small"](tmp_path / "a", "2026-01-02")], tmp_path / "www", OPTIONS)
    (tmp_path / "www/html/2026-01/02/left.txt").write_text("?", encoding="utf-8")
    again = editions["small"](tmp_path / "b", "2026-01-02", text="改过的正文。")
    publish([again], tmp_path / "www", OPTIONS)
    folder = tmp_path / "www/html/2026-01/02"
    assert "改过的正文。" in next(folder.glob("content_*.htm")).read_text(encoding="utf-8")
    assert not (folder / "left.txt").exists()


def test_a_failure_leaves_the_old_edition(editions, tmp_path, monkeypatch):
    """An edition appears whole or not at all."""
    out = tmp_path / "out"
    publish([editions["small"](out / "a", "2026-01-02")], tmp_path / "www", OPTIONS)
    before = snapshot(tmp_path / "www")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(edition_module, "write_zip", full)
    other = editions["small"](out / "b", "2026-01-02", text="另一种正文。")
    with pytest.raises(OSError, match="No space"):
        publish([other], tmp_path / "www", OPTIONS)
    assert snapshot(tmp_path / "www") == before


def test_a_broken_run_is_made_good(editions, tmp_path, monkeypatch):
    """A run that ends before the lists are written leaves nothing that the next does not mend."""
    out, site = tmp_path / "out", tmp_path / "www"
    editions["small"](out / "a", "2026-01-02")
    publish([out], site, OPTIONS)
    editions["small"](out / "b", "2026-01-03", text="新来的一篇。")
    with monkeypatch.context() as patch:
        patch.setattr(site_module, "_write_around", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            publish([out], site, OPTIONS)
    again = publish([out], site, OPTIONS)
    assert again.unchanged == 2
    assert "search/2026-01/0.js" in again.written
    publish([out], tmp_path / "fresh", OPTIONS)
    one, other = snapshot(site), snapshot(tmp_path / "fresh")
    assert {n: data for n, (data, _) in one.items()} == {n: data for n, (data, _) in other.items()}


def test_pages_without_stories(editions, tmp_path):
    """A page of advertisements alone is published all the same, e-book and search too."""
    folder = editions["small"](tmp_path / "out", "2026-01-02")
    record = json.loads((folder / "edition.json").read_text(encoding="utf-8"))
    record["pages"][0]["blocks"], record["articles"] = [], []
    (folder / "edition.json").write_text(json.dumps(record), encoding="utf-8")
    publish([folder], tmp_path / "www", OPTIONS)
    assert dead_links(tmp_path / "www") == []
    with zipfile.ZipFile(tmp_path / "www/html/2026-01/02/edition.epub") as book:
        assert "EPUB/cover.xhtml" in book.namelist()


def test_another_paper_is_refused(editions, tmp_path):
    """Two papers would take each other's dates."""
    publish([editions["small"](tmp_path / "a", "2026-01-02")], tmp_path / "www", OPTIONS)
    other = editions["small"](tmp_path / "b", "2026-01-03", slug="other")
    with pytest.raises(PublishError, match="one paper"):
        publish([other], tmp_path / "www", OPTIONS)


def test_one_date_comes_once(editions, tmp_path):
    """Two different editions of a day are not chosen between; a copy of one is no matter."""
    one = editions["small"](tmp_path / "a", "2026-01-02")
    shutil.copytree(one, tmp_path / "copy")
    publish([one, tmp_path / "copy"], tmp_path / "www", OPTIONS)
    other = editions["small"](tmp_path / "b", "2026-01-02", text="不同。")
    with pytest.raises(PublishError, match="twice"):
        publish([one, other], tmp_path / "www", OPTIONS)


def test_an_archive_shows_its_last_make_for_the_screen(editions, tmp_path):
    """Of the makes of a date the newest, of its profiles the one for reading."""
    archive = tmp_path / "archive" / "banxin-daily" / "2026"
    for name, profile, text in (
        ("2026-01-02", "screen", "旧的。"),
        ("2026-01-02-2", "archive", "存档的。"),
        ("2026-01-02-2", "screen", "新的。"),
        ("2026-01-02-10", "screen", "最新的。"),
    ):
        made = editions["small"](tmp_path / name / profile, "2026-01-02", text=text)
        record = (made / "edition.json").read_text(encoding="utf-8")
        told = record.replace('"profile": "screen"', f'"profile": "{profile}"')
        (made / "edition.json").write_text(told, encoding="utf-8")
        shutil.copytree(made, archive / name / "data" / profile)
        (archive / name / "bagit.txt").write_text("BagIt-Version: 1.0\n", encoding="utf-8")
    for newest, text in (("2026-01-02-10", "最新的。"), ("2026-01-02-2", "新的。")):
        publish([tmp_path / "archive"], tmp_path / "www", OPTIONS)
        story = next((tmp_path / "www/html/2026-01/02").glob("content_*.htm"))
        assert text in story.read_text(encoding="utf-8")
        shutil.rmtree(archive / newest)


def test_nothing_to_publish_is_told(tmp_path):
    """An empty folder, and one that is not there."""
    with pytest.raises(PublishError, match="no finished edition"):
        publish([tmp_path], tmp_path / "www", OPTIONS)
    with pytest.raises(PublishError, match="no such folder"):
        publish([tmp_path / "none"], tmp_path / "www", OPTIONS)
    assert not (tmp_path / "www").exists()


def test_an_edition_of_another_version_is_not_dropped_in_silence(editions, tmp_path):
    """It stays on the site, and whoever publishes is told that lists lack it."""
    site = tmp_path / "www"
    publish([editions["small"](tmp_path / "a", "2026-01-02")], site, OPTIONS)
    (site / "html/2026-01/02/issue.json").write_text("{}", encoding="utf-8")
    done = publish([editions["small"](tmp_path / "b", "2026-01-03")], site, OPTIONS)
    (finding,) = done.diagnostics
    assert finding.code == "ISSUE_LEFT_OUT"
    assert (site / "html/2026-01/02/node_1.htm").is_file()


def test_calendars_lead_to_real_issues_only(site):
    """A link for each day with an issue, in the page of its year."""
    text = (site / "calendar-2026.htm").read_text(encoding="utf-8")
    assert re.findall(r'<td><a href="([^"]+)"', text) == [
        "html/2026-02/02/node_1.htm",
        "html/2026-01/01/node_1.htm",
    ]
    assert 'href="calendar-2025.htm"' in text


def test_english_interface(editions, tmp_path):
    """Buttons and labels in English, the copy as it is."""
    options = SiteOptions(interface=Language.EN)
    publish([editions["small"](tmp_path / "a", "2026-01-02")], tmp_path / "www", options)
    text = (tmp_path / "www/html/2026-01/02/node_1.htm").read_text(encoding="utf-8")
    assert '<span lang="en" data-w="page_nav">Pages</span>' in text
    assert "Friday, 2 January 2026" in text
    assert "短讯一则" in text


def test_every_word_has_both_languages():
    """No button is without its other name, and the same values go into both."""
    from layout.publishing.words import word_table

    for key, words in word_table().items():
        assert set(words) == {"zh", "en"}, key
        fields = [set(re.findall(r"\{(\w+)\}", text)) for text in words.values()]
        assert fields[0] == fields[1], key


def test_the_command(banxin, editions, tmp_path):
    """It tells what it wrote, and as JSON."""
    out = editions["small"](tmp_path / "out", "2026-01-02").parent
    done = banxin("publish", str(out), str(tmp_path / "www"), "--json")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert "html/2026-01/02" in told["written"]
    assert told["unchanged"] == 0
    wrong = banxin("publish", str(out))
    assert wrong.exit_code == 2
    lost = banxin("publish", str(tmp_path / "none"), str(tmp_path / "www"))
    assert (lost.exit_code, "no such folder" in lost.stderr) == (1, True)


def test_sources_are_not_touched(editions, tmp_path):
    """Publishing reads editions only."""
    folder = editions["small"](tmp_path / "out", "2026-01-02")
    before = snapshot(folder)
    publish([folder], tmp_path / "www", OPTIONS)
    assert snapshot(folder) == before
    assert Path(tmp_path / "www/html/2026-01/02/01.pdf").read_bytes() == before["01.pdf"][0]
