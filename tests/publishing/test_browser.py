"""The site in a real browser, opened from its folder as a reader would."""

import json
from pathlib import Path
from urllib.parse import quote

import pytest

from layout.publishing.issues import read_issue

DAY = "html/2026-01/01"
WIDE, NARROW = (1440, 900), (390, 844)
both_widths = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1440", "390"])
KINDS = ("home", "page", "story", "table", "verse", "calendar", "search", "found", "downloads")


@pytest.fixture(scope="module")
def issue(sample):
    return read_issue(sample)


@pytest.fixture
def reader(browser, site):
    """Opens pages of the site in a window; whatever a script complains of is an error."""
    contexts, complaints = [], []

    def open_page(path, size=WIDE, **values):
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **values)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda told: complaints.append(told.text))
        page.goto(f"{site.as_uri()}/{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def path_of(kind, issue):
    """A page of each kind."""
    titled = {story.title: story.file for story in issue.stories}
    paths = {
        "home": "index.html",
        "calendar": "calendar-2026.htm",
        "page": f"{DAY}/node_1.htm",
        "story": f"{DAY}/{issue.stories[0].file}",
        "table": f"{DAY}/{titled['小五号字到底有多大']}",
        "verse": f"{DAY}/{titled['字架前']}",
        "search": "search.htm",
        "found": f"{DAY}/search.htm?q={quote('活字')}",
        "downloads": f"{DAY}/downloads.htm",
    }
    return paths[kind]


def phrase_over_a_column_break(issue):
    """Six characters of a story, three at the foot of a column and three at the next one's head."""
    for story in issue.stories:
        text = "\n".join(story.fields)
        for before, after in zip(story.places, story.places[1:], strict=False):
            is_break = after.bbox.y < before.bbox.y and after.start == before.start + before.length
            words = text[after.start - 3 : after.start + 3]
            if is_break and before.length > 5 and after.length > 5 and words.isalpha():
                return story, words
    raise AssertionError("no column of the sample ends inside a paragraph")


@both_widths
def test_an_area_opens_its_story(reader, issue, size):
    """A click on an area leads to the story that stands there."""
    page = reader(f"{DAY}/node_1.htm", size)
    for story in (issue.stories_of(1)[0], issue.stories_of(1)[3], issue.stories_of(1)[-1]):
        page.locator(f"#a{story.number}").click()
        assert page.url.endswith(story.file)
        assert page.locator("h1").inner_text() == (story.headline or story.title)
        page.go_back()


@both_widths
def test_the_keyboard_does_the_same(reader, issue, size):
    """Tab reaches the areas in the order of the page, Enter opens, arrows turn the page."""
    page = reader(f"{DAY}/node_1.htm", size)
    first = issue.stories_of(1)[0]
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == f"a{first.number}":
            break
    outline = page.evaluate(
        "getComputedStyle(document.activeElement.querySelector('polygon')).stroke"
    )
    assert outline == "rgb(156, 28, 31)"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{first.file}")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**/{issue.stories[1].file}")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**/{first.file}")


@both_widths
def test_pages_and_stories_follow_each_other(reader, issue, size):
    """下一版 上一版, 下一篇 上一篇, and back to the place on the page."""
    page = reader(f"{DAY}/node_1.htm", size)
    page.locator("a[rel=next]").click()
    assert page.url.endswith("node_2.htm")
    page.locator("a[rel=prev]").click()
    assert page.url.endswith("node_1.htm")
    page.locator(".headlines a").first.click()
    page.locator(".turn.under .next").click()
    assert page.url.endswith(issue.stories[1].file)
    page.locator(".turn.over .prev").click()
    assert page.url.endswith(issue.stories[0].file)
    page.locator(".where").click()
    assert page.url.endswith(f"node_1.htm#a{issue.stories[0].number}")


def test_the_type_size_is_kept(reader, issue):
    """放大 survives a reload and holds on other pages; 默认 takes it back."""
    size = "parseFloat(getComputedStyle(document.querySelector('.text')).fontSize)"
    page = reader(f"{DAY}/{issue.stories[0].file}")
    usual = page.evaluate(size)
    page.locator("[data-do=larger]").click()
    page.locator("[data-do=larger]").click()
    large = page.evaluate(size)
    page.reload()
    assert page.evaluate(size) == large > usual
    page.goto(page.url.replace(issue.stories[0].file, issue.stories[1].file))
    assert page.evaluate(size) == large
    page.locator("[data-do=smaller]").click()
    assert usual < page.evaluate(size) < large
    page.locator("[data-do=default]").click()
    page.reload()
    assert page.evaluate(size) == usual


def test_dark_and_english_are_kept(reader):
    """Both choices hold after a reload."""
    page = reader(f"{DAY}/node_1.htm", color_scheme="light")
    page.locator("[data-do=scheme]").click()
    page.locator("[data-do=language]").click()
    page.reload()
    dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert dark == "rgb(23, 22, 20)"
    assert page.locator(".pages h2").inner_text() == "Pages"
    assert page.locator("time").inner_text() == "Thursday, 1 January 2026"


@both_widths
def test_a_phrase_over_a_column_break_is_found_on_the_page(reader, issue, size):
    """The search finds it, and its place opens: two stretches marked, in two columns."""
    story, words = phrase_over_a_column_break(issue)
    page = reader(f"{DAY}/node_1.htm", size)
    page.locator("#q").fill(words)
    page.keyboard.press("Enter")
    page.locator(".hits li").first.wait_for()
    assert page.locator(".hits .title").all_inner_texts() == [story.title]
    assert page.locator(".hits mark").inner_text() == words
    page.locator(".hits .spot").click()
    hits = page.locator(".hit")
    hits.first.wait_for()
    boxes = [box.bounding_box() for box in hits.all()]
    area = page.locator(f"#a{story.number}").bounding_box()
    assert len(boxes) == 2
    assert boxes[0]["x"] < boxes[1]["x"]
    assert boxes[0]["y"] > boxes[1]["y"]
    for box in boxes:
        assert area["x"] - 1 <= box["x"] <= area["x"] + area["width"]
        assert area["y"] - 1 <= box["y"] <= area["y"] + area["height"]


def test_a_found_phrase_is_marked_in_its_story(reader, issue):
    """The reading view shows where it is."""
    story, words = phrase_over_a_column_break(issue)
    page = reader(f"{DAY}/search.htm?q={quote(words)}")
    page.locator(".hits .title").click()
    page.wait_for_url(f"**/{story.file}#find=*")
    marked = "[...CSS.highlights.get('found')].map(range => range.toString())"
    page.wait_for_function("CSS.highlights.has('found')")
    assert page.evaluate(marked) == [words]


def test_searching_all_issues(reader):
    """Every issue is found, the newest first; several words must all be there; or nothing is."""
    page = reader("search.htm")
    page.locator("#q").fill("副题在下 申酉戌亥子丑")
    page.keyboard.press("Enter")
    page.locator(".hits li").first.wait_for()
    assert page.locator(".hits .title").all_inner_texts() == ["转版的头条 分作两行"]
    page.locator("#q").fill("的")
    page.keyboard.press("Enter")
    page.locator(".hits .from").nth(3).wait_for()
    days = [text[:10] for text in page.locator(".hits .from").all_inner_texts()]
    assert days == sorted(days, reverse=True)
    page.locator("#q").fill("没有这样的话")
    page.keyboard.press("Enter")
    page.get_by_text("没有找到。").wait_for()


def test_a_search_loads_what_it_needs(reader, site):
    """A rare phrase asks for the parts of the index that name it and one text."""
    page = reader("search.htm")
    page.locator("#q").fill("宇宙洪荒")
    page.keyboard.press("Enter")
    page.locator(".hits li").first.wait_for()
    loaded = page.evaluate("[...document.scripts].map(script => script.src)")
    texts = [Path(src).name for src in loaded if "/text_" in src]
    assert texts == ["text_1.js"]
    assert all(Path(src.removeprefix("file://")).is_relative_to(site) for src in loaded)


@both_widths
def test_the_calendar_shows_days_with_issues(reader, size):
    """Only those lead anywhere, and lead right."""
    page = reader("calendar-2026.htm", size)
    assert page.locator(".month caption").all_inner_texts() == ["2026年2月", "2026年1月"]
    assert page.locator(".month td a").all_inner_texts() == ["2", "1"]
    page.locator(".month td a").last.click()
    assert page.url.endswith(f"{DAY}/node_1.htm")


def test_issues_before_and_after(reader):
    """上一期 and 下一期 lead over the months, and are not there at the ends."""
    page = reader(f"{DAY}/node_1.htm")
    page.locator(".issues .before").click()
    page.wait_for_url("**/2025-12/31/node_1.htm")
    page.locator(".issues .after").wait_for()
    assert page.locator(".issues .before").is_hidden()
    page.locator(".issues .after").click()
    page.locator(".issues .after").click()
    page.wait_for_url("**/2026-02/02/node_1.htm")


@both_widths
def test_it_reads_without_scripts(reader, issue, size):
    """Areas, text, pages, stories and past issues need none; no button is there in vain."""
    page = reader(f"{DAY}/node_1.htm", size, java_script_enabled=False)
    assert page.locator("button[data-do]:visible").count() == 0
    page.locator(f"#a{issue.stories[0].number}").click()
    assert page.locator(".text p").first.inner_text() == issue.stories[0].blocks[0].text
    page.locator(".turn.under .next").click()
    assert page.url.endswith(issue.stories[1].file)
    page.locator(".site a").nth(1).click()
    assert page.locator(".month td a").count() == 2


@pytest.mark.parametrize("kind", KINDS)
def test_accessibility(reader, issue, barriers, kind):
    """Axe finds nothing, narrow and light, wide and dark; nothing stands out sideways."""
    page = reader(path_of(kind, issue), NARROW, color_scheme="light")
    if kind == "found":
        page.locator(".hits li").first.wait_for()
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDE[0]


def test_the_whole_page_or_a_closer_look(reader):
    """细看版面 asks for the sharp picture and makes the page twice as wide."""
    page = reader(f"{DAY}/node_1.htm")
    width = page.locator(".paper").bounding_box()["width"]
    assert page.evaluate("document.querySelector('.paper img').currentSrc").endswith("page_1.webp")
    page.locator(".zoom").click()
    assert page.locator(".paper").bounding_box()["width"] > 1.9 * width
    sharp = "document.querySelector('.paper img').currentSrc.endsWith('page_1_sharp.webp')"
    page.wait_for_function(sharp)


def test_the_zip_works_from_its_folder(browser, site, tmp_path):
    """Unpacked, it opens at the front page, and its search finds what crosses nothing else."""
    import zipfile

    with zipfile.ZipFile(site / DAY / "edition.zip") as archive:
        archive.extractall(tmp_path)
    page = browser.new_page()
    page.goto(f"{tmp_path.as_uri()}/index.html")
    page.wait_for_url("**/node_1.htm")
    page.locator("#q").fill("活字")
    page.keyboard.press("Enter")
    page.locator(".hits li").first.wait_for()
    assert json.loads(page.evaluate("JSON.stringify([...document.scripts].length)")) > 3
    page.close()
