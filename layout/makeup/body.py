"""Text and pictures of a block in legs: which rows of which legs hold text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from layout.makeup.art import ArtPlace, ArtPlan
from layout.makeup.pulls import with_pulls
from layout.makeup.shape import Leg, Pull, PullSpot

LEAST_LEG = 5
"""Rows of the shortest leg where a block has several (短腿)."""
BELOW_PICTURE = 6
"""Rows of text under a picture, or none."""
LONGEST_LEG = 70
WANTED_LEG = 10
"""Rows of a leg that reads well (about 3 to 25 cm is asked for)."""
FEW_LEGS = 2
SHALLOW_COST = 0.5
"""A row that the shortest of more legs lacks."""
STRETCH_COST = 0.5
"""A line more or fewer than the galley's natural count."""
SHORT_COST = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What the body asks for at one measure: fewest, natural and most lines."""

    fewest: int
    natural: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Text and pictures."""

    rows: int
    cost: float
    legs: tuple[Leg, ...]
    lengths: tuple[int, ...]
    """Rows of each leg."""
    art: ArtPlan | None
    pulls: tuple[PullSpot, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notch:
    """Cells of the right-hand columns that another piece takes, at the foot or at the top."""

    columns: int
    rows: int
    is_upper: bool = False


def bodies(
    text: Text,
    columns: int,
    art: ArtPlan | None,
    notch: Notch | None = None,
    pulls: Sequence[Pull] = (),
    *,
    longest: int = LONGEST_LEG,
) -> Iterator[Body]:
    """Text of each depth that it fills, with the pictures; legs start at the text's row 0.

    Args:
        text: What there is to set.
        columns: Legs side by side.
        art: Pictures over the right-hand legs or across all of them.
        notch: Cells of the right-hand legs that are not the text's.
        pulls: Quotes that stand in the legs.
        longest: Rows of a leg at most.

    """
    price = art.cost if art else 0.0
    right = art if art is not None and art.place is ArtPlace.RIGHT else None
    band = art.rows if art is not None and right is None else 0
    if not text.natural:
        if right is None:
            yield Body(rows=band, cost=price, legs=(), lengths=(), art=art)
        return
    tops, feet = _taken(columns, right, notch)
    taken = sum(tops) + sum(feet) + sum(pull.rows for pull in pulls)
    middle = (text.natural + taken) // columns
    for depth in range(max(1, middle - 4), middle + 6):
        legs = legs_of(depth, tops, feet, longest)
        if legs is None:
            continue
        spots: tuple[PullSpot, ...] = ()
        if pulls:
            parted = with_pulls(legs, pulls)
            if parted is None:
                continue
            legs, spots = parted
        lengths = lengths_of(legs)
        room = sum(lengths)
        least = room - (len(legs) - len(spots)) + 1
        if least > text.most or room < text.fewest:
            continue
        lines = min(max(text.natural, least, text.fewest), room, text.most)
        cost = price + STRETCH_COST * abs(lines - text.natural) + SHORT_COST * (room - lines)
        cost += _shallow_cost(lengths)
        rows = band + max(depth, right.rows if right else 0)
        yield Body(rows=rows, cost=cost, legs=legs, lengths=lengths, art=art, pulls=spots)


def lengths_of(legs: tuple[Leg, ...]) -> tuple[int, ...]:
    """Rows of each leg."""
    return tuple([leg.rows for leg in legs])


def _shallow_cost(lengths: tuple[int, ...]) -> float:
    """Copy spread so wide that the eye turns back after a few lines."""
    if len(lengths) <= FEW_LEGS:
        return 0.0
    return SHALLOW_COST * max(0, WANTED_LEG - min(lengths))


def _taken(
    columns: int, right: ArtPlan | None, notch: Notch | None
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Rows of each leg that a picture or a guest takes, above and below the text."""
    tops, feet = [0] * columns, [0] * columns
    for column in range(columns):
        if right is not None and column >= columns - right.columns:
            tops[column] += right.rows
        if notch is not None and column >= columns - notch.columns:
            (tops if notch.is_upper else feet)[column] += notch.rows
    return tuple(tops), tuple(feet)


@lru_cache(maxsize=4096)
def legs_of(
    depth: int, tops: tuple[int, ...], feet: tuple[int, ...], longest: int = LONGEST_LEG
) -> tuple[Leg, ...] | None:
    """The legs of a body, or None where one would be too short.

    Args:
        depth: Rows of the body.
        tops: Rows of each column that stand above its text.
        feet: Rows of each column that stand below it.
        longest: Rows of a leg at most.

    """
    legs = []
    for column, (top, foot) in enumerate(zip(tops, feet, strict=True)):
        rows = depth - top - foot
        if top and not foot and rows in (0, 1):
            continue
        if rows <= (BELOW_PICTURE if top or foot else 0):
            return None
        legs.append(Leg(column=column, row=top, rows=rows))
    if not legs or (len(legs) > 1 and min(leg.rows for leg in legs) <= LEAST_LEG):
        return None
    if max(leg.rows for leg in legs) > longest:
        return None
    return tuple(legs)
