"""What an earlier run has made, for a stage to ask before it makes it again."""

from pathlib import Path
from typing import Protocol, TypeVar

Kept = TypeVar("Kept")


class Memory(Protocol):
    """Results by what they were made from; an answer is the value that was put in."""

    def get(self, kind: type[Kept], *inputs: object) -> Kept | None:
        """The result made from the same inputs; None where there is none."""
        ...

    def has(self, kind: type[object], *inputs: object) -> bool:
        """Whether there is a result made from the same inputs, without reading it."""
        ...

    def put(self, value: object, *inputs: object) -> None:
        """Keep a result."""
        ...

    def file(self, path: Path) -> str:
        """A name of what a file holds."""
        ...


class NoMemory:
    """Remembers nothing."""

    def get(self, kind: type[Kept], *inputs: object) -> Kept | None:  # noqa: ARG002 - as asked
        """Nothing."""
        return None

    def has(self, kind: type[object], *inputs: object) -> bool:  # noqa: ARG002 - as asked
        """No."""
        return False

    def put(self, value: object, *inputs: object) -> None:
        """Forget it."""

    def file(self, path: Path) -> str:
        """Its path: nothing is looked up by it."""
        return path.as_posix()
