"""Small values through pickle: the same values, by their own quick way."""

import pickle
from dataclasses import dataclass

from layout.pickling import quickly_pickled


@quickly_pickled
@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A value as stages hand them on."""

    x: float
    name: str = "a"


def test_a_value_comes_back_equal_and_frozen():
    """All fields, those with defaults too; nothing else is stored."""
    spot = Spot(x=1.5, name="b")
    back = pickle.loads(pickle.dumps(spot))  # noqa: S301 - its own bytes
    assert back == spot
    assert hash(back) == hash(spot)
    assert spot.__getstate__() == (1.5, "b")
