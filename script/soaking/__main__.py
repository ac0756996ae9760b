"""The command ``script/soak``: kill -9 in the middle of add, reindex and restore, over and over.

After each kill the archive is checked as ``banxin archive verify`` does, and every snapshot that
was in before must still be; the next writer has to finish or undo what the killed one left.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from layout import pipeline
from layout.archive.keep import Archive, keep, reindex
from layout.archive.log import read_log
from layout.archive.model import Make, Tool, Writer
from layout.archive.store import DiskStore
from layout.archive.verify import verify
from layout.archiving import Keeping, keep_edition, restore_edition
from layout.console import machine_cache, machine_fonts
from layout.diagnostics import Language
from layout.errors import NewspaperError

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / "content" / "2026-01-01"
MOST_SNAPSHOTS = 12
"""A larger archive makes way for a new one, so that checking it does not take all the time."""


@dataclass(kw_only=True)
class Soak:
    """An archive under attack, and what has been found."""

    place: Path
    finished: Path
    keeping: Keeping
    chance: random.Random
    number: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    outcomes: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    @property
    def root(self) -> Path:
        """The archive's folder."""
        return self.place / f"archive-{self.number}"

    @property
    def archive(self) -> Archive:
        """The archive to write to."""
        return Archive(
            store=DiskStore(self.root),
            index=self.root / "index.sqlite",
            writer=Writer(host="soak", process=os.getpid()),
        )

    def lines(self) -> list[str]:
        """The lines of the paper's log."""
        return [row.line for row in read_log(self.archive.store, self.paper)[0]]

    @property
    def paper(self) -> str:
        """The sample's paper."""
        return self.finished.parent.name

    def add(self) -> None:
        """What ``banxin archive add`` does."""
        keep_edition(self.archive, self.finished, self.keeping)

    def write(self) -> None:
        """The part of it that writes: nothing is built."""
        make = Make(
            builds=(self.finished,),
            content=self.keeping.content,
            style=(("style.yaml", b"name: soak\n"),),
            tools=self.keeping.tools,
            added=self.keeping.added,
        )
        keep(self.archive, make)

    def reindex(self) -> None:
        """What ``banxin archive reindex`` does."""
        reindex(self.archive)

    def restore(self) -> None:
        """What ``banxin archive restore`` does."""
        target = self.place / "restored"
        shutil.rmtree(target, ignore_errors=True)
        name = f"{self.paper}/{self.finished.name}-1"
        keeping = self.keeping
        done = restore_edition(self.archive.store, name, target, keeping.options, keeping.tools)
        if not done.is_equal:
            raise SystemExit(3)


def main() -> int:
    """Kill as often as asked for and print the count."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="banxin-soak-") as place:
        soak = _begin(Path(place), arguments.seed)
        for count in range(1, arguments.kill + 1):
            _round(soak)
            if sys.stderr.isatty():
                print(f"\r{count}/{arguments.kill}", end="", file=sys.stderr)
        _finish(soak)
    told = ", ".join(f"{name} {count}" for name, count in sorted(soak.outcomes.items()))
    print(f"seed {arguments.seed}: {told}")
    for problem in soak.problems:
        print(problem)
    print(f"{arguments.kill} kills, {len(soak.problems)} problems")
    return 1 if soak.problems else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/soak",
        description="在写档案的半途强行终止进程，再核对档案。"
        "Kills writers of an archive at random moments and checks what is left.",
    )
    parser.add_argument("--kill", type=int, default=200, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    return parser.parse_args()


def _begin(place: Path, seed: int) -> Soak:
    """Build the sample and time each writer once, undisturbed."""
    options = pipeline.BuildOptions(
        out=place / "out", cache=machine_cache(), font_folders=machine_fonts()
    )
    finished = pipeline.build(SAMPLE, options).folder
    keeping = Keeping(
        content=SAMPLE,
        options=options,
        tools=(Tool(name="soak", version="1"),),
        added="2026-01-01T00:00:00Z",
    )
    chance = random.Random(seed)  # noqa: S311 - moments to kill at, no secrets
    soak = Soak(place=place, finished=finished, keeping=keeping, chance=chance)
    for work in (soak.add, soak.write, soak.reindex, soak.restore):
        start = time.perf_counter()
        work()
        soak.seconds[work.__name__] = time.perf_counter() - start
    return soak


def _round(soak: Soak) -> None:
    """Start a writer, kill it, look."""
    before = soak.lines()
    works = (soak.add, soak.write, soak.write, soak.write, soak.reindex, soak.restore)
    work = soak.chance.choice(works)
    moment = soak.chance.uniform(0, 1.4 * soak.seconds[work.__name__])
    status = _run_and_kill(work, moment)
    was_killed = os.WIFSIGNALED(status)
    if not was_killed and os.WEXITSTATUS(status):
        soak.problems.append(f"{work.__name__}: failed, without being killed")
    soak.outcomes[f"{work.__name__} {'killed' if was_killed else 'ended first'}"] += 1
    _look(soak, before, f"{work.__name__} killed after {moment:.3f} s")
    if len(before) >= MOST_SNAPSHOTS:
        shutil.rmtree(soak.root)
        soak.number += 1
        soak.add()


def _run_and_kill(work: Callable[[], None], moment: float) -> int:
    """Do some work in another process, which gets SIGKILL after some seconds; how it ended."""
    process = os.fork()
    if process == 0:
        os.setpgid(0, 0)
        _work(work)
    time.sleep(moment)
    ended, status = os.waitpid(process, os.WNOHANG)
    if not ended:
        os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
    return status


def _work(work: Callable[[], None]) -> None:
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def _look(soak: Soak, before: list[str], what: str) -> None:
    after = soak.lines()
    if after[: len(before)] != before:
        soak.problems.append(f"{what}: a snapshot that was there is gone")
    done = verify(soak.archive.store, soak.archive.index)
    soak.problems += [
        f"{what}: {fault.place}: {fault.message.text(Language.EN)}" for fault in done.faults
    ]


def _finish(soak: Soak) -> None:
    """An undisturbed writer leaves nothing half done."""
    before = soak.lines()
    try:
        soak.add()
    except NewspaperError as error:
        soak.problems.append(f"the last add: {error.text(Language.EN)}")
    _look(soak, before, "the last add")
    if verify(soak.archive.store, soak.archive.index).pending:
        soak.problems.append("the last add left a journal")


if __name__ == "__main__":
    sys.exit(main())
