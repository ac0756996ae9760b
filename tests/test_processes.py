"""Work handed to other processes."""

import os
import sys
from collections.abc import Callable

import pytest

from layout.diagnostics import Message
from layout.errors import NewspaperError
from layout.processes import ProcessDiedError, Standby

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux")


def _halves() -> Callable[[int], int]:
    def half(number: int) -> int:
        if number % 2:
            raise NewspaperError(Message(zh="奇数", en="odd"))
        return number // 2

    return half


def test_a_process_on_standby_does_one_task_after_another() -> None:
    """It answers each, a refused one too, and goes on."""
    with Standby(_halves) as standby:
        assert standby.is_ready()
        assert standby.result(8) == 4
        with pytest.raises(NewspaperError, match="odd"):
            standby.result(3)
        assert standby.result(2) == 1


def test_one_that_cannot_get_ready_says_so() -> None:
    """A missing library is met again, and told, by whoever does the work instead."""

    def broken() -> Callable[[int], int]:
        raise OSError

    with Standby(broken) as standby:
        assert not standby.is_ready()


def test_one_that_dies_is_missed() -> None:
    """A process that ends in the middle of a task leaves no result."""

    def deadly() -> Callable[[int], int]:
        return os._exit

    with Standby(deadly) as standby:
        assert standby.is_ready()
        with pytest.raises(ProcessDiedError):
            standby.result(1)
