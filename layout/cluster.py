"""The workers of a Dask cluster as makers of editions; needs the extra ``cluster``.

Every worker sees the same folders under the same paths, and has this program, its fonts and
its libraries in the same versions.
"""

import contextlib
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from distributed import Client
from distributed.scheduler import KilledWorker

from layout.batch import Task, make_one
from layout.diagnostics import Message
from layout.errors import NewspaperError
from layout.journal import Outcome

CONNECT_SECONDS: Final = 10
TASKS_A_THREAD: Final = 2
"""Under way at a time: one is made, one waits beside the worker."""

_ONE_AT_A_TIME = threading.Lock()


class ClusterError(NewspaperError):
    """A cluster cannot be reached."""

    code = "BATCH"


class ClusterWorkers:
    """The workers behind a scheduler; a worker that dies costs its own tasks only.

    Args:
        client: Connected to the scheduler.

    """

    losses: tuple[type[BaseException], ...] = (KilledWorker, CancelledError)
    lifetime = None

    def __init__(self, client: Client) -> None:
        self._client = client

    @contextlib.contextmanager
    def executor(self, *, is_alone: bool) -> Iterator[Executor]:
        """The cluster's own executor; tasks do not disturb one another, alone or not."""
        del is_alone
        with self._client.get_executor(pure=False) as executor:
            yield executor

    def room(self) -> int:
        """Two tasks a thread of the workers that are there now."""
        threads: dict[str, int] = self._client.nthreads()
        return TASKS_A_THREAD * max(1, sum(threads.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeThere:
    """Makes an edition on a worker as if it stood in the folder where the batch was started."""

    cwd: Path

    def __call__(self, task: Task) -> Outcome:
        """One edition at a time in a process, however many threads a worker has."""
        with _ONE_AT_A_TIME, contextlib.chdir(self.cwd):
            return make_one(task)


@contextlib.contextmanager
def cluster_workers(address: str) -> Iterator[ClusterWorkers]:
    """Connect to a scheduler.

    Args:
        address: Such as ``tcp://10.0.0.1:8786``.

    Raises:
        ClusterError: Nobody answers there.

    """
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        zh, en = f"连不上调度器 {address}", f"no scheduler answers at {address}"
        raise ClusterError(Message(zh=zh, en=en)) from error
    with client:
        yield ClusterWorkers(client)
