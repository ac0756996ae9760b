"""The desk in a real browser, before a server that watches an edition being written."""

import shutil
import socket
import subprocess
import threading
import time
import urllib.request

import pytest
import uvicorn
from playwright.sync_api import expect

from layout import console, pipeline
from layout.choice import write_lock
from layout.diagnostics import Language
from layout.preview import WarmPress
from layout.project import data_folder
from layout.serving import Hub, make_app
from layout.serving.draw import draw

SAMPLE = data_folder("templates").parent / "content" / "2026-01-01"
WIDE, NARROW = (1440, 900), (1024, 768)
WAIT_MS = 30_000
"""How long the browser may take; nothing here asks how fast it is."""
SHOWN = "document.querySelector('#sheet img').getAttribute('src')"


@pytest.fixture(scope="module")
def server(tmp_path_factory, validator):
    """The address of a server, and the folder it watches."""
    validator("chromium")
    folder = tmp_path_factory.mktemp("desk") / "day"
    shutil.copytree(SAMPLE, folder)
    shutil.copyfile(SAMPLE.parent / "paper.yaml", folder.parent / "paper.yaml")
    press = WarmPress(folder, console.machine_cache(), console.machine_fonts())
    assert press.update().errors == ()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = make_app(Hub(press), Language.EN)
    running = uvicorn.Server(
        uvicorn.Config(
            app, host="127.0.0.1", port=port, log_level="error", timeout_graceful_shutdown=1
        )
    )
    thread = threading.Thread(target=running.run)
    thread.start()
    while not running.started:
        assert thread.is_alive()
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}/", folder, press
    running.should_exit = True
    thread.join()


@pytest.fixture
def folder(server):
    """The edition; put back as it was afterwards, and shown so."""
    _, folder, press = server
    yield folder
    before = press.state
    changed = False
    wanted = {path.relative_to(SAMPLE): path for path in SAMPLE.rglob("*") if path.is_file()}
    for path in folder.rglob("*"):
        if path.is_file() and path.relative_to(folder) not in wanted:
            path.unlink()
            changed = True
    for name, path in wanted.items():
        place = folder / name
        if not place.is_file() or place.read_bytes() != path.read_bytes():
            place.parent.mkdir(exist_ok=True)
            shutil.copyfile(path, place)
            changed = True
    until = time.monotonic() + 30
    while changed and (press.state is before or press.state.errors):
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.fixture
def desk(browser, server):
    """Opens the desk at a page; whatever its script complains of is an error."""
    contexts, complaints = [], []
    expect.set_options(timeout=WAIT_MS)

    def open_desk(path="", size=WIDE, **values):
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="en-GB", **values
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda told: complaints.append(told.text))
        page.goto(server[0] + path, wait_until="domcontentloaded")
        page.locator("#sheet img").wait_for()
        page.locator("body[data-version]").wait_for()
        return page

    yield open_desk
    for context in contexts:
        context.close()
    assert complaints == []


def story_of(server, number):
    """The file of a page's first story."""
    _, folder, press = server
    name = next(b.article for b in press.state.shot(number).layout.blocks if b.article)
    return folder / dict(press.state.sources)[name]


def correct(path):
    """Exchange the last mark of a story."""
    text = path.read_text(encoding="utf-8")
    end = text.rindex("。")
    path.write_text(text[:end] + "！" + text[end + 1 :], encoding="utf-8")


@pytest.mark.usefixtures("folder")
def test_a_saved_change_swaps_the_page(desk, server):
    """The picture becomes another without a reload; page, scroll and overlays stay."""
    page = desk("#2")
    page.evaluate("window.kept = true")
    page.locator("input[value=grid]").check(force=True)
    page.locator("#sheet").evaluate("sheet => sheet.scrollTop = 120")
    before = page.evaluate(SHOWN)
    correct(story_of(server, 2))
    expect(page.locator("#sheet img")).not_to_have_attribute("src", before)
    assert page.evaluate("window.kept")
    assert page.evaluate(SHOWN).startswith("/pages/2.jpg")
    assert page.locator("#sheet").evaluate("sheet => sheet.scrollTop") == 120
    assert page.locator("#sheet .grid").is_visible()
    assert page.locator("#sheet img").evaluate("image => image.complete && image.naturalWidth > 0")


def test_overlays_are_switched(desk):
    """Grid, blocks and ranks are shown one by one and hidden again."""
    page = desk()
    for name in ("grid", "blocks", "ranks"):
        layer = page.locator(f"#sheet g.{name}")
        assert layer.is_hidden()
        page.get_by_label(name.capitalize(), exact=True).check(force=True)
        assert layer.is_visible()
        page.get_by_label(name.capitalize(), exact=True).uncheck(force=True)
        assert layer.is_hidden()


def test_broken_yaml_is_told_and_mended(desk, folder, server):
    """The last good page stays under the error; its place opens the text at the line."""
    page = desk("#2")
    before, story = page.evaluate(SHOWN), story_of(server, 2)
    text = story.read_text(encoding="utf-8")
    story.write_text(text.replace("---\n", "---\nkicker: [oops\n", 1), encoding="utf-8")
    place = page.locator("#found .error a")
    place.wait_for()
    assert place.inner_text() == f"{story.relative_to(folder).as_posix()}:2"
    assert page.locator("[role=alert]").inner_text()
    assert page.evaluate(SHOWN) == before
    place.click()
    marked = page.frame_locator("iframe").locator("#mark")
    assert marked.inner_text() == "kicker: [oops"
    story.write_text(text, encoding="utf-8")
    expect(page.locator("#found .error")).to_have_count(0)
    expect(page.locator("[role=alert]")).to_be_empty()
    assert page.evaluate(SHOWN) == before


@pytest.mark.usefixtures("folder")
def test_a_half_written_character_is_told(desk, server):
    """Bytes that are no UTF-8 are an error with its file; the page comes back with the text."""
    page = desk("#2")
    story = story_of(server, 2)
    data = story.read_bytes()
    story.write_bytes(data[:-3] + "字".encode()[:2])
    page.locator("#found .error a").first.wait_for()
    story.write_bytes(data)
    expect(page.locator("#found .error")).to_have_count(0)


def test_stories_come_and_go(desk, folder):
    """A new file stands on its page as soon as it is saved; a removed one goes."""
    page = desk("#2")
    areas = page.locator("#sheet .areas a")
    count = areas.count()
    new = folder / "02" / "99-new.md"
    new.write_text("---\nheadline: 刚到的消息\nkind: brief\n---\n" + "新到。" * 30 + "\n", "utf-8")
    page.locator('#sheet a[href="/source/02/99-new.md"]').wait_for(state="attached")
    new.unlink()
    page.locator('#sheet a[href="/source/02/99-new.md"]').wait_for(state="detached")
    assert areas.count() == count


def test_fewer_pages(desk, folder, server):
    """A page taken out of ``edition.yaml`` goes; whoever looked at it sees the front page."""
    last = server[2].state.shots[-1].layout.number
    page = desk(f"#{last}")
    head = folder / "edition.yaml"
    text = head.read_text(encoding="utf-8")
    shutil.rmtree(next(folder.glob(f"{last:02}")))
    head.write_text(text[: text.index(f"  - number: {last}")], encoding="utf-8")
    expect(page.locator("#pages a")).to_have_count(last - 1)
    expect(page.locator("#pages a[aria-current]")).to_have_text("1")
    expect(page.locator("[role=alert]")).to_be_empty()


def test_other_layouts_side_by_side(desk, folder):
    """The page as it stands and others; the accepted one is written to the lock and shown."""
    page = desk("#1")
    before = page.evaluate(SHOWN)
    page.locator("#layouts").click()
    figures = page.locator("dialog figure")
    figures.first.wait_for()
    assert figures.count() >= 2
    tops = {round(figure.bounding_box()["y"]) for figure in figures.all()}
    assert len(tops) == 1
    chosen = figures.nth(1).locator("img").get_attribute("src").partition("?")[2]
    figures.nth(1).locator("button").click()
    expect(page.locator("#sheet img")).not_to_have_attribute("src", before)
    assert page.evaluate(SHOWN) == f"/pages/1.jpg?{chosen}"
    assert (folder / "layout.lock").is_file()
    assert page.locator("dialog").is_hidden()


def test_the_keyboard_does_all(desk):
    """Arrows turn pages, Tab reaches a story, Enter opens its text, Escape closes it."""
    page = desk("#1")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#pages a[aria-current]")).to_have_text("2")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#pages a[aria-current]")).to_have_text("1")
    page.locator("#layouts").focus()
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.areas a')"):
            break
    assert page.evaluate("document.activeElement.matches('.areas a')")
    page.keyboard.press("Enter")
    page.frame_locator("iframe").locator("h1").wait_for()
    page.keyboard.press("Escape")
    assert page.locator("#text").is_hidden()


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_accessibility(desk, barriers, size, scheme):
    """Axe finds nothing on the desk, with a text open, and among layouts; nothing overflows."""
    page = desk("?lang=zh#1", size, color_scheme=scheme, bypass_csp=True)
    page.locator(".areas a").first.focus()
    page.keyboard.press("Enter")
    page.frame_locator("iframe").locator("h1").wait_for()
    assert barriers(page) == []
    page.locator("#layouts").click()
    page.locator("dialog figure").first.wait_for()
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_another_language_keeps_the_page(desk):
    """The desk in the other language opens where the reader was."""
    page = desk("#2")
    page.get_by_text("中文").click()
    page.locator("#sheet img").wait_for()
    assert page.locator("#name").inner_text().startswith("第 2 版")
    assert page.locator("html").get_attribute("lang") == "zh"


def test_markup(server, validator, tmp_path):
    """The Nu HTML checker finds nothing in the desk, its style and a text."""
    address, _, press = server
    source = press.state.sources[0][1]
    files = []
    for name, path in (("desk.html", ""), ("text.html", f"source/{source}?line=2")):
        with urllib.request.urlopen(address + path) as answer:  # noqa: S310 - http it is
            (tmp_path / name).write_bytes(answer.read())
        files.append(str(tmp_path / name))
    command = [validator("vnu"), "--errors-only", "--also-check-css", *files]
    style = data_folder("templates") / "serving" / "static" / "serve.css"
    done = subprocess.run(  # noqa: S603 - our own files
        [*command, str(style)], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.returncode == 0


def test_the_preview_is_the_page_of_a_build(desk, folder, server, tmp_path):
    """With the layouts accepted, a build after a correction makes the pages the desk shows."""
    _, _, press = server
    page = desk("#2")
    before = page.evaluate(SHOWN)
    correct(story_of(server, 2))
    expect(page.locator("#sheet img")).not_to_have_attribute("src", before)
    write_lock(folder, press.layouts)
    out = pipeline.build(
        folder,
        pipeline.BuildOptions(
            out=tmp_path, cache=console.machine_cache(), font_folders=console.machine_fonts()
        ),
    ).folder
    for shot in press.state.shots:
        pdf = (out / f"{shot.layout.number:02}.pdf").read_bytes()
        assert draw(shot.layout, pdf).digest == shot.digest
