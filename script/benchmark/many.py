"""Many editions in one batch: memory as it goes on, and what a second process gains."""

import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from datetime import date as Date
from datetime import timedelta
from pathlib import Path

from benchmark.timing import family_pss_mib

FIRST = Date(2001, 1, 1)
SETTLED = 50
"""Editions after which memory should not grow."""
ALONE = 24
"""Editions made by one process, to compare with."""


def measure(edition: Path, work: Path, count: int) -> dict[str, float]:
    """Make so many copies of an edition, each of its own day, over all processors.

    Memory is the proportional size of the command and all its processes, in MiB: the median
    over the editions up to the fiftieth from the end of their warm-up, and over the last fifty.
    """
    shutil.rmtree(work, ignore_errors=True)
    folders = [_copy(edition, work / "in" / str(k), k) for k in range(count)]
    cpus = os.cpu_count() or 1
    one, _ = _run(folders[: min(ALONE, count)], work / "one", 1)
    wall, seen = _run(folders, work / "all", cpus)
    half = max(1, len(seen) // 4)
    return {
        "editions": count,
        "processes": cpus,
        "seconds_an_edition_one_process": round(one / min(ALONE, count), 3),
        "seconds_an_edition": round(wall / count, 3),
        "efficiency": round(one / min(ALONE, count) / (wall / count) / cpus, 3),
        "mib_second_quarter": round(statistics.median(seen[half : 2 * half] or seen)),
        "mib_last_quarter": round(statistics.median(seen[-half:])),
        "mib_most": round(max(seen)),
    }


def _copy(edition: Path, folder: Path, number: int) -> Path:
    """The edition under another date; files are linked, but for the head."""
    shutil.copytree(edition, folder, copy_function=os.link)
    head = folder / "edition.yaml"
    text = head.read_text(encoding="utf-8")
    head.unlink()
    day = (FIRST + timedelta(days=number)).isoformat()
    lines = (f"date: {day}" if line.startswith("date:") else line for line in text.splitlines())
    head.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def _run(folders: list[Path], out: Path, jobs: int) -> tuple[float, list[float]]:
    """Seconds of one batch, and the memory of all its processes, twice a second."""
    out.mkdir(parents=True)
    listed = out.with_suffix(".txt")
    listed.write_text("".join(f"{folder}\n" for folder in folders), encoding="utf-8")
    command = [sys.executable, "-m", "layout", "batch", "--list", str(listed), "--out", str(out)]
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--jobs", str(jobs)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    seen: list[float] = []
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.5):
            seen.append(family_pss_mib(process.pid))

    thread = threading.Thread(target=look)
    thread.start()
    status = process.wait()
    wall = time.perf_counter() - began
    done.set()
    thread.join()
    if status not in (0, 1):
        raise RuntimeError(f"banxin batch: {status}")
    return wall, seen
