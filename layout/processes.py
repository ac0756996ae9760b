"""Work handed to another process that starts as a copy of this one."""

import multiprocessing
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Final, Generic, TypeVar

from layout.diagnostics import Diagnostic, Message
from layout.errors import NewspaperError

Result = TypeVar("Result")

GC_THRESHOLD: Final = 1_000_000
"""A build makes many small values and few cycles: looking for cycles less often saves a tenth."""


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
        self._process = context.Process(target=_answer, args=(work, there), daemon=True)
        self._process.start()
        there.close()

    def result(self) -> Result:
        """Wait for the result.

        Raises:
            NewspaperError: What the work raised there, or that the process died.
            RuntimeError: The work broke; the text shows where.

        """
        try:
            answer: Result | _Failure = self._here.recv()
        except EOFError as error:
            zh, en = "另一个进程意外终止，没有结果", "the other process died without a result"
            raise ProcessDiedError(Message(zh=zh, en=en)) from error
        finally:
            self._here.close()
            self._process.join()
        if not isinstance(answer, _Failure):
            return answer
        if answer.findings:
            raise NewspaperError(answer.findings[0].message, findings=answer.findings)
        raise RuntimeError(answer.trace)


def _answer(work: Callable[[], Result], there: Connection) -> None:
    """What the other process does: work, and send the result or the reason there is none."""
    try:
        there.send(work())
    except NewspaperError as error:
        there.send(_Failure(findings=error.findings))
    except BaseException:  # noqa: BLE001 - whatever it was, it is raised again over there
        there.send(_Failure(trace=traceback.format_exc()))
    there.close()
