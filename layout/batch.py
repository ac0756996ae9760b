"""Many edition folders in, their finished editions out, over processes or a cluster.

make_editions        each edition once: what an earlier run finished is not made again
  _Run.next_task     the next edition that has to be made and has a place of its own
  _Run.over          editions over one executor; those lost with a process come back
  make_one           in a process that makes several: one edition
"""

import gc
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

from layout.content import load_head
from layout.diagnostics import Diagnostic, Language, Message, Severity, SourceSpan
from layout.errors import NewspaperError
from layout.inputs import read_inputs
from layout.journal import JOURNAL, Journal, Outcome, State
from layout.pipeline import BuildOptions, build
from layout.processes import GC_THRESHOLD

EDITIONS_PER_PROCESS: Final = 50
"""A process is replaced after about so many, so that what libraries keep cannot add up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One edition to make; ``key`` names the input as it stood when the task was given."""

    folder: Path
    options: BuildOptions
    key: str


class Workers(Protocol):
    """Those who make the editions."""

    losses: tuple[type[BaseException], ...]
    """What a future raises whose worker has died."""

    @property
    def lifetime(self) -> int | None:
        """How many tasks an executor is given before another takes its place; None for all."""

    def executor(self, *, is_alone: bool) -> AbstractContextManager[Executor]:
        """Something that takes tasks; alone, one at a time, so that it takes nobody with it."""

    def room(self) -> int:
        """How many tasks should be under way at a time."""


class LocalProcesses:
    """Processes of this machine; one that dies takes the others with it.

    All of them are replaced together, after so many tasks each: the executor's own
    ``max_tasks_per_child`` may wait for ever for a process that has ended (Python 3.11 to 3.14).
    """

    losses: tuple[type[BaseException], ...] = (BrokenExecutor,)

    def __init__(
        self, count: int, start: str = "spawn", per_process: int = EDITIONS_PER_PROCESS
    ) -> None:
        self._count = count
        self._start = start
        self._per_process = per_process

    @property
    def lifetime(self) -> int | None:
        """A share for every process."""
        return self._count * self._per_process

    def executor(self, *, is_alone: bool) -> AbstractContextManager[Executor]:
        """A new pool of processes."""
        return ProcessPoolExecutor(
            max_workers=1 if is_alone else self._count,
            mp_context=multiprocessing.get_context(self._start),
            initializer=gc.set_threshold,
            initargs=(GC_THRESHOLD,),
        )

    def room(self) -> int:
        """One task a process: of those under way, one has killed a process that died."""
        return self._count


def make_editions(
    folders: Sequence[Path],
    options: BuildOptions,
    workers: Workers,
    *,
    retries: int = 2,
    told: Callable[[Outcome], None] = lambda _outcome: None,
    make: Callable[[Task], Outcome] | None = None,
) -> tuple[Outcome, ...]:
    """Make many editions; one that fails does not stop the others.

    Args:
        folders: The edition folders; one named twice is made once.
        options: As for each of them.
        workers: Who makes them.
        retries: How often an edition is tried again when its process dies.
        told: Called with each outcome as it is known.
        make: Makes one edition there; ``make_one`` if left out.

    """
    run = _Run(folders, options, told, make or make_one)
    while run.waiting:
        with workers.executor(is_alone=False) as executor:
            lost = run.over(executor, workers)
        for task in lost:
            run.alone(task, workers, retries)
    return tuple(run.outcomes[folder] for folder in dict.fromkeys(folders))


class _Run:
    """One batch: what waits, what came out, which folder has which place."""

    def __init__(
        self,
        folders: Sequence[Path],
        options: BuildOptions,
        told: Callable[[Outcome], None],
        make: Callable[[Task], Outcome],
    ) -> None:
        self.waiting = deque(dict.fromkeys(folders))
        self.outcomes: dict[Path, Outcome] = {}
        self._options = replace(options, jobs=1)
        self._told = told
        self._make = make
        self._journal = Journal(options.out / JOURNAL)
        self._owners: dict[tuple[str, str], Path] = {}

    def over(self, executor: Executor, workers: Workers) -> list[Task]:
        """Make what waits, or as much as one executor may; give back what was lost with a worker.

        On a loss no more is begun.
        """
        flying: dict[Future[Outcome], Task] = {}
        lost: list[Task] = []
        left = workers.lifetime or len(self.waiting)
        while not lost and (flying or (self.waiting and left)):
            for task in self._tasks(min(left, workers.room() - len(flying))):
                left -= 1
                try:
                    flying[executor.submit(self._make, task)] = task
                except workers.losses:
                    lost.append(task)
            done = wait(flying, return_when=FIRST_COMPLETED).done if flying else ()
            for future in done:
                task = flying.pop(future)
                if not self._settled(future, task, workers):
                    lost.append(task)
        for future, task in flying.items():
            if not self._settled(future, task, workers):
                lost.append(task)
        return lost

    def alone(self, task: Task, workers: Workers, tries: int) -> None:
        """Try an edition again by itself, so many times."""
        for _ in range(tries):
            with workers.executor(is_alone=True) as executor:
                future = executor.submit(self._make, task)
                if self._settled(future, task, workers):
                    return
        zh, en = "制作它的进程意外终止", "the process that made it died"
        self._settle(_failed(task.folder, _finding(task.folder, Message(zh=zh, en=en))))

    def _tasks(self, count: int) -> Iterator[Task]:
        """The next editions that have to be made; the outcome of others is settled."""
        while count > 0 and self.waiting:
            if task := self._task(self.waiting.popleft()):
                count -= 1
                yield task

    def _task(self, folder: Path) -> Task | None:
        try:
            head = load_head(folder)
            key = _key(folder, self._options) if head else ""
        except OSError:  # told by whoever reads the edition whole
            head, key = None, ""
        if head:
            place = head.paper.slug, head.date.isoformat()
            owner = self._owners.setdefault(place, folder)
            if owner is not folder:
                self._settle(_failed(folder, _taken(folder, owner, "/".join(place))))
                return None
        if before := self._journal.outcome(folder, key):
            self._settle(before)
            return None
        return Task(folder=folder, options=self._options, key=key)

    def _settled(self, future: Future[Outcome], task: Task, workers: Workers) -> bool:
        """Take the outcome of a task that is done, or will be; False where it was lost."""
        try:
            outcome = future.result()
        except workers.losses:
            return False
        if outcome.state is not State.FAILED and task.key == _key(task.folder, self._options):
            outcome = replace(outcome, key=task.key)
        self._settle(outcome)
        return True

    def _settle(self, outcome: Outcome) -> None:
        self.outcomes[outcome.folder] = outcome
        if outcome.state is not State.FAILED and not outcome.is_from_before:
            self._journal.add(outcome)
        self._told(outcome)


def make_one(task: Task) -> Outcome:
    """One edition, in the process that is asked to."""
    try:
        built = build(task.folder, task.options)
    except NewspaperError as error:
        return _failed(task.folder, *error.findings)
    except OSError as error:
        text = Message(zh=str(error), en=str(error))
        return _failed(task.folder, _finding(task.folder, text))
    finally:
        gc.collect()
    return Outcome(
        folder=task.folder,
        state=State.MADE if built.is_clean else State.FLAWED,
        place=str(built.folder),
        errors=_errors(built.diagnostics),
    )


def _key(folder: Path, options: BuildOptions) -> str:
    words = ("batch", options.profile.value, options.style or "")
    return read_inputs(folder, options.font_folders).key(words)


def _taken(folder: Path, owner: Path, place: str) -> Diagnostic:
    """What to say of an edition that would overwrite another one of the run."""
    return _finding(
        folder,
        Message(
            zh=f"与 {owner.as_posix()} 是同一报纸同一天：都要写到 {place}",
            en=f"is of the same paper and day as {owner.as_posix()}: both belong in {place}",
        ),
        Message(
            zh="改 date 或 slug，或分两次写到不同的 --out",
            en="change date or slug, or make it in another run with another --out",
        ),
    )


def _finding(folder: Path, message: Message, hint: Message | None = None) -> Diagnostic:
    return Diagnostic(
        code="BATCH",
        severity=Severity.ERROR,
        message=message,
        span=SourceSpan(file=folder.as_posix()),
        hint=hint,
    )


def _failed(folder: Path, *findings: Diagnostic) -> Outcome:
    return Outcome(folder=folder, state=State.FAILED, errors=_errors(findings))


def _errors(findings: Sequence[Diagnostic]) -> tuple[Message, ...]:
    return tuple(
        Message(zh=finding.text(Language.ZH), en=finding.text(Language.EN))
        for finding in findings
        if finding.severity is Severity.ERROR
    )
