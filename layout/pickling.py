"""Frozen dataclasses with slots in, the same classes with a quick way through ``pickle`` out.

Pages go from process to process and into the cache as tens of thousands of small values; what
``dataclasses`` gives them looks every field up anew for every value.
"""

from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter
from typing import TypeVar

Class = TypeVar("Class", bound=type)


def quickly_pickled(cls: Class) -> Class:
    """Give a frozen dataclass with two or more slots its own state methods."""
    names = tuple(field.name for field in fields(cls))
    read = attrgetter(*names)
    writers = tuple(cls.__dict__[name].__set__ for name in names)

    def getstate(self: object) -> object:
        return read(self)

    def setstate(self: object, state: Sequence[object]) -> None:
        for write, value in zip(writers, state, strict=True):
            write(self, value)

    for name, method in (("__getstate__", getstate), ("__setstate__", setstate)):
        setattr(cls, name, method)
    return cls
