"""Work handed to another process that starts as a copy of this one."""

import multiprocessing
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Final, Generic, Self, TypeVar

from layout.diagnostics import Diagnostic, Message
from layout.errors import NewspaperError

Task = TypeVar("Task")
Result = TypeVar("Result")

GC_THRESHOLD: Final = 1_000_000
"""A build makes many small values and few cycles: looking for cycles less often saves a tenth."""


_READY: Final = "ready"


class ProcessDiedError(NewspaperError):
    """The other process ended without an answer."""

    code = "PROCESS"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failure:
    """Why the other process has no result: findings to report, or where it broke."""

    findings: tuple[Diagnostic, ...] = ()
    trace: str = ""


def can_divide(jobs: int) -> bool:
    """Whether work may be handed over: copying a running process is safe on Linux alone."""
    return jobs > 1 and sys.platform == "linux"


class Promise(Generic[Result]):
    """A result that another process is working on."""

    def __init__(self, work: Callable[[], Result]) -> None:
        context = multiprocessing.get_context("fork")
        self._here, there = context.Pipe(duplex=False)
        self._process = context.Process(target=_answer_once, args=(work, there), daemon=True)
        self._process.start()
        there.close()

    def result(self) -> Result:
        """Wait for the result.

        Raises:
            NewspaperError: What the work raised there, or that the process died.
            RuntimeError: The work broke; the text shows where.

        """
        try:
            answer: Result | _Failure = _received(self._here)
        finally:
            self._here.close()
            self._process.join()
        return _without_failure(answer)


class Standby(Generic[Task, Result]):
    """A process that makes itself ready while this one does other work, and then is handed tasks.

    Leaving the context ends it, whatever it is doing.

    Args:
        get_ready: Called there at once; returns what does a task.

    """

    def __init__(self, get_ready: Callable[[], Callable[[Task], Result]]) -> None:
        context = multiprocessing.get_context("fork")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_stand_by, args=(get_ready, there, self._here))
        self._process.start()
        there.close()
        self._is_ready: bool | None = None

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the other process."""
        self._here.close()
        self._process.terminate()
        self._process.join()

    def is_ready(self) -> bool:
        """Whether tasks can be handed over: waits until the other process is ready or gives up."""
        if self._is_ready is None:
            try:
                self._is_ready = self._here.recv() == _READY
            except EOFError:
                self._is_ready = False
        return bool(self._is_ready)

    def result(self, task: Task) -> Result:
        """Hand over a task and wait for its result.

        Raises:
            NewspaperError: What the work raised there, or that the process died.
            RuntimeError: The work broke; the text shows where.

        """
        try:
            self._here.send(task)
        except BrokenPipeError as error:
            raise _died() from error
        answer: Result | _Failure = _received(self._here)
        return _without_failure(answer)


def _received(pipe: Connection) -> Any:
    try:
        return pipe.recv()
    except EOFError as error:
        raise _died() from error


def _died() -> ProcessDiedError:
    zh, en = "另一个进程意外终止，没有结果", "the other process died without a result"
    return ProcessDiedError(Message(zh=zh, en=en))


def _without_failure(answer: Result | _Failure) -> Result:
    """The answer, where it is one."""
    if not isinstance(answer, _Failure):
        return answer
    if answer.findings:
        raise NewspaperError(answer.findings[0].message, findings=answer.findings)
    raise RuntimeError(answer.trace)


def _stand_by(
    get_ready: Callable[[], Callable[[Task], Result]], there: Connection, here: Connection
) -> None:
    """What a process on standby does; it ends where it cannot get ready or is left alone."""
    here.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process is told, and ends this one
    try:
        work = get_ready()
    except (OSError, ImportError, NewspaperError):
        return  # whoever does the work instead will meet it too, and tell
    there.send(_READY)
    while True:
        try:
            task = there.recv()
        except EOFError:
            return
        _answer(lambda: work(task), there)  # noqa: B023 - called before the next task


def _answer(work: Callable[[], Result], there: Connection) -> None:
    """Work, and send the result or the reason there is none."""
    try:
        there.send(work())
    except NewspaperError as error:
        there.send(_Failure(findings=error.findings))
    except BaseException:  # noqa: BLE001 - whatever it was, it is raised again over there
        there.send(_Failure(trace=traceback.format_exc()))


def _answer_once(work: Callable[[], Result], there: Connection) -> None:
    """What the other process of a promise does."""
    _answer(work, there)
    there.close()
