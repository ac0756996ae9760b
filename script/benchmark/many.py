"""Many editions in one batch: memory as it goes on, and what a second process gains."""

import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from pathlib import Path

from benchmark.timing import family_pss_mib
from layout.journal import JOURNAL

FIRST = Date(2001, 1, 1)
ALONE = 24
"""Editions made by one process, to compare with."""
SETTLED = 50
"""Editions after which memory should not grow."""
PAUSE_S = 2.0
"""Between two looks at the memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What the processes of a batch held when so many editions were finished."""

    editions: int
    mib: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """One batch: seconds of the clock and of all processors, and the memory as it went on."""

    wall_s: float
    cpu_s: float
    looks: tuple[_Look, ...]


def measure(edition: Path, work: Path, count: int) -> dict[str, float | None]:
    """Make so many copies of an edition, each of its own day, over all processors.

    Memory is the proportional size of the command and all its processes, in MiB: the median
    over the editions from the fiftieth to the hundredth, and over the last fifty; null where
    the batch is too short. Efficiency compares the clock, and the processors' seconds: the
    first says little on a machine that does other work as well.
    """
    shutil.rmtree(work, ignore_errors=True)
    (work / "in").mkdir(parents=True)
    for beside in edition.parent.glob("*.yaml"):  # the paper's own file
        os.link(beside, work / "in" / beside.name)
    folders = [_copy(edition, work / "in" / str(k), k) for k in range(count)]
    cpus, few = os.cpu_count() or 1, min(ALONE, count)
    one = _run(folders[:few], work / "one", 1)
    every = _run(folders, work / "all", cpus)
    return {
        "editions": count,
        "processes": cpus,
        "wall_s_an_edition_one_process": round(one.wall_s / few, 3),
        "wall_s_an_edition": round(every.wall_s / count, 3),
        "cpu_s_an_edition_one_process": round(one.cpu_s / few, 3),
        "cpu_s_an_edition": round(every.cpu_s / count, 3),
        "efficiency": round(one.wall_s / few / (every.wall_s / count) / cpus, 3),
        "cpu_efficiency": round(one.cpu_s / few / (every.cpu_s / count), 3),
        "mib_settled": _median(every.looks, SETTLED, 2 * SETTLED),
        "mib_last": _median(every.looks, max(2 * SETTLED, count - SETTLED), count),
        "mib_most": round(max(look.mib for look in every.looks)),
    }


def _median(looks: tuple[_Look, ...], first: int, last: int) -> float | None:
    """The memory held while editions from one number to another were made."""
    some = [look.mib for look in looks if first <= look.editions <= last]
    return round(statistics.median(some)) if some else None


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


def _run(folders: list[Path], out: Path, jobs: int) -> _Batch:
    """One batch; what is seen of it is written beside its output as it goes on."""
    out.mkdir(parents=True)
    listed = out.with_suffix(".txt")
    listed.write_text("".join(f"{folder}\n" for folder in folders), encoding="utf-8")
    command = [sys.executable, "-m", "layout", "batch", "--list", str(listed), "--out", str(out)]
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--jobs", str(jobs)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    looks: list[_Look] = []
    done = threading.Event()

    def look() -> None:
        with out.with_suffix(".seen").open("w", encoding="utf-8") as sink:
            while not done.wait(PAUSE_S):
                looks.append(_Look(editions=_finished(out), mib=family_pss_mib(process.pid)))
                print(looks[-1].editions, round(looks[-1].mib), file=sink, flush=True)

    thread = threading.Thread(target=look)
    thread.start()
    _, status, usage = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    done.set()
    thread.join()
    if process.returncode not in (0, 1) or _finished(out) != len(folders):
        raise RuntimeError(f"banxin batch: {process.returncode}, {_finished(out)} editions made")
    return _Batch(wall_s=wall_s, cpu_s=usage.ru_utime + usage.ru_stime, looks=tuple(looks))


def _finished(out: Path) -> int:
    """The editions that the journal tells of."""
    path = out / JOURNAL
    return path.read_bytes().count(b"\n") if path.exists() else 0
