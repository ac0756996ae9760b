"""Corrections of an eight-page edition: from saving a file to the event in the browser's ear."""

import http.client
import json
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

EDITS = 30
PORT = 8791
START_S = 120


def measure(edition: Path, work: Path) -> dict[str, float]:
    """Seconds of thirty edits; each exchanges one mark in a story, page after page."""
    folder = work / "edition"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(edition, folder)
    server = subprocess.Popen(
        [sys.executable, "-m", "layout", "serve", str(folder), "--port", str(PORT), "--quiet"]
    )
    try:
        return _edits(folder)
    finally:
        server.terminate()
        server.wait()


def _edits(folder: Path) -> dict[str, float]:
    events = _connected()
    _next(events)
    time.sleep(1)
    stories = sorted(folder.glob("*/*.md"))
    seconds = list[float]()
    for k in range(EDITS):
        story = stories[k * 7 % len(stories)]
        text = story.read_text(encoding="utf-8")
        at = text.rindex("。")
        began = time.perf_counter()
        story.write_text(text[:at] + "！" + text[at + 1 :], encoding="utf-8")
        told = _next(events)
        seconds.append(time.perf_counter() - began)
        if not told["redrawn"]:
            raise RuntimeError(f"{story}: no page was drawn")
    return {
        "edits": EDITS,
        "median_s": round(statistics.median(seconds), 3),
        "fastest_s": round(min(seconds), 3),
        "slowest_s": round(max(seconds), 3),
    }


def _connected() -> http.client.HTTPResponse:
    for _ in range(START_S * 2):
        link = http.client.HTTPConnection("127.0.0.1", PORT)
        try:
            link.request("GET", "/events")
            return link.getresponse()
        except ConnectionRefusedError:
            time.sleep(0.5)
    raise RuntimeError("the server did not start")


def _next(events: http.client.HTTPResponse) -> dict[str, list[int]]:
    line = b""
    while not line.startswith(b"data: "):
        line = events.readline()
    told: dict[str, list[int]] = json.loads(line.removeprefix(b"data: "))
    return told
