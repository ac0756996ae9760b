"""Corrections of an eight-page edition: from saving a file to the new page in a browser."""

import os
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError

if TYPE_CHECKING:  # a tool of the tests, needed for this measure only
    from playwright.sync_api import Page

EDITS = 30
PORT = 8791
START_S = 120
PAUSE_S = 0.3
"""Between two corrections, for what the first has left to do."""
WATCH = """() => {
  window.swapped = new Promise((done) => {
    const seen = new MutationObserver(() => {
      seen.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => done(true)));
    });
    seen.observe(document.getElementById("sheet"), { childList: true });
  });
}"""
"""Told when the page has been exchanged and painted."""


def measure(edition: Path, work: Path) -> dict[str, float]:
    """Seconds of thirty edits; each exchanges one mark in a story, page after page."""
    folder = work / "edition"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(edition, folder)
    server = subprocess.Popen(
        [sys.executable, "-m", "layout", "serve", str(folder), "--port", str(PORT), "--quiet"]
    )
    try:
        _wait_for_server()
        return _in_browser(folder, server.pid)
    finally:
        server.terminate()
        server.wait()


def _in_browser(folder: Path, server: int) -> dict[str, float]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - needed here only

    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        try:
            return _edits(folder, page, server)
        finally:
            browser.close()


def _edits(folder: Path, page: "Page", server: int) -> dict[str, float]:
    stories = sorted(folder.glob("*/*.md"))
    seconds, cpu = list[float](), list[float]()
    for k in range(EDITS):
        story = stories[k * 7 % len(stories)]
        _show(page, int(story.parent.name))
        time.sleep(PAUSE_S)
        page.evaluate(WATCH)
        text = story.read_text(encoding="utf-8")
        at = text.rindex("。")
        spent, began = _cpu_s(server), time.perf_counter()
        story.write_text(text[:at] + "！" + text[at + 1 :], encoding="utf-8")
        page.evaluate("window.swapped")
        seconds.append(time.perf_counter() - began)
        cpu.append(_cpu_s(server) - spent)
    return {
        "edits": EDITS,
        "median_s": round(statistics.median(seconds), 3),
        "fastest_s": round(min(seconds), 3),
        "slowest_s": round(max(seconds), 3),
        "server_cpu_median_s": round(statistics.median(cpu), 3),
    }


def _show(page: "Page", number: int) -> None:
    """Open a page of the edition and wait for its picture."""
    address = f"http://127.0.0.1:{PORT}/#{number}"
    page.goto(address, wait_until="domcontentloaded")
    page.wait_for_selector(f'#sheet img[src^="/pages/{number}.jpg"]')


def _cpu_s(process: int) -> float:
    """What a process and its threads have used of the processors."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _wait_for_server() -> None:
    for _ in range(START_S * 2):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/state"):
                return
        except URLError:
            time.sleep(0.5)
    raise RuntimeError("the server did not start")
