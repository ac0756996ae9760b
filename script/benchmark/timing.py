"""Runs commands in turn and measures each run: wall and processor time, memory, failures."""

import os
import shutil
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmark.peers import Contender

SAMPLE_SECONDS = 0.02
KIB_PER_MIB = 1024


class RunFailedError(Exception):
    """A command did not end well; the message is what it printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run. Memory over all processes is None where it was not sampled."""

    wall_s: float
    cpu_s: float
    largest_mib: float
    all_mib: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Medians of one contender; ratios are medians of the ratios to ours within a round."""

    name: str
    wall_s: float
    cpu_s: float
    wall_ratio: float
    cpu_ratio: float
    largest_mib: float
    all_mib: float
    pdf_kib: float


def _children(pid: int) -> list[int]:
    """The processes a process has started and that still run."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(c) for thread in threads for c in (thread / "children").read_text().split()]
    except OSError:  # it has ended meanwhile
        return []


def _family(pid: int) -> Iterator[int]:
    yield pid
    for child in _children(pid):
        yield from _family(child)


def _pss_kib(pid: int) -> int:
    """The proportional set size of a process; 0 once it has ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:  # it has ended meanwhile
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)


class _MemoryWatch(threading.Thread):
    """Samples the memory of a process and all it starts, until told to stop."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._done = threading.Event()
        self.peak_kib = 0

    def run(self) -> None:
        while not self._done.wait(SAMPLE_SECONDS):
            self.peak_kib = max(self.peak_kib, sum(map(_pss_kib, _family(self._pid))))

    def stop(self) -> int:
        self._done.set()
        self.join()
        return self.peak_kib


def _clear(output: Path) -> None:
    if output.is_dir():
        shutil.rmtree(output)
    output.unlink(missing_ok=True)


def family_pss_mib(pid: int) -> float:
    """The proportional set size of a process and all it has started."""
    return sum(map(_pss_kib, _family(pid))) / KIB_PER_MIB


def run_once(
    contender: Contender, *, sample_memory: bool = False, statuses: tuple[int, ...] = (0,)
) -> Run:
    """Run a command in a fresh process on a clean output; its children count as its own."""
    _clear(contender.output)
    contender.before()
    log = contender.output.with_suffix(".log")
    with log.open("wb") as sink:
        start = time.perf_counter()
        process = subprocess.Popen(
            contender.command, stdin=subprocess.DEVNULL, stdout=sink, stderr=subprocess.STDOUT
        )
        watch = _MemoryWatch(process.pid) if sample_memory else None
        if watch:
            watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall_s = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    peak_kib = watch.stop() if watch else None
    if process.returncode not in statuses or not contender.pdf.exists():
        raise RunFailedError(f"{contender.name}: {process.returncode}\n{log.read_text()}")
    return Run(
        wall_s=wall_s,
        cpu_s=usage.ru_utime + usage.ru_stime,
        largest_mib=usage.ru_maxrss / KIB_PER_MIB,
        all_mib=None if peak_kib is None else peak_kib / KIB_PER_MIB,
    )


def run_rounds(contenders: tuple[Contender, ...], rounds: int) -> tuple[Result, ...]:
    """Run all in turn, round after round, so that a change of the machine's pace hits all alike.

    The first round is not counted: it warms the caches, and memory is sampled in it.
    """
    first = {c.name: run_once(c, sample_memory=True) for c in contenders}
    counted = [{c.name: run_once(c) for c in contenders} for _ in range(rounds)]
    base = contenders[0].name
    return tuple(
        Result(
            name=c.name,
            wall_s=statistics.median(r[c.name].wall_s for r in counted),
            cpu_s=statistics.median(r[c.name].cpu_s for r in counted),
            wall_ratio=statistics.median(r[base].wall_s / r[c.name].wall_s for r in counted),
            cpu_ratio=statistics.median(r[base].cpu_s / r[c.name].cpu_s for r in counted),
            largest_mib=statistics.median(r[c.name].largest_mib for r in counted),
            all_mib=first[c.name].all_mib or 0.0,
            pdf_kib=c.pdf.stat().st_size / KIB_PER_MIB,
        )
        for c in contenders
    )
