"""A variant settled: of the recipes for the same cells, the one whose copy runs best."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from layout.composition.desk import Desk
from layout.composition.model import ComposedLine, LineKind, ParagraphSetting
from layout.makeup.body import lengths_of
from layout.makeup.copy import copy_paragraphs
from layout.makeup.flow import WIDOW, Flow, flow
from layout.makeup.grey import grey_cost, is_plain
from layout.makeup.shape import Variant
from layout.style.model import Style

LOST_LINES = 1e6
LOOSE_LEGS = 5e3
RUNT = 150.0
"""A paragraph that ends with a single character (孤字) at this measure."""
GOOD_ENOUGH = 26.0
"""A recipe that costs no more is taken without looking at the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The recipe chosen, how its copy runs, and what both cost."""

    variant: Variant
    copy: Flow
    cost: float
    """Beyond the price of the variant that was asked about."""


class Settler:
    """Runs copy through legs; every answer is kept."""

    def __init__(self, style: Style, desk: Desk) -> None:
        self._style = style
        self._desk = desk
        self._settled: dict[Variant, Settled] = {}
        self._flows: dict[tuple[object, ...], Flow] = {}

    def settled(self, variant: Variant) -> Settled:
        """The best of a variant and its alternatives."""
        if variant not in self._settled:
            self._settled[variant] = self._settle(variant)
        return self._settled[variant]

    def prime(self, settled: Settled) -> None:
        """Take an answer of an earlier run."""
        self._settled[settled.variant] = settled

    def _settle(self, variant: Variant) -> Settled:
        best: Settled | None = None
        for recipe in (variant, *variant.others):
            copy = self._flow(recipe)
            cost = copy.cost + recipe.cost - variant.cost
            if not is_plain(recipe.article):
                cost += grey_cost(recipe, self._style, copy)
            if recipe.guest is not None:
                cost += self.settled(recipe.guest.variant).cost
            if best is None or cost < best.cost:
                best = Settled(variant=recipe, copy=copy, cost=cost)
            if best.cost < GOOD_ENOUGH:
                break
        assert best is not None  # noqa: S101 - the variant itself is always looked at
        return best

    def _flow(self, variant: Variant) -> Flow:
        lengths = lengths_of(variant.text_legs)
        full = frozenset(k for k, leg in enumerate(variant.text_legs) if leg.is_full)
        key = (
            variant.article.id,
            len(variant.article.body),
            variant.copy.start,
            variant.end,
            variant.measure_chars,
            variant.upright is not None,
            lengths,
            full,
        )
        if key not in self._flows:
            self._flows[key] = self._run(variant, lengths, full)
        return self._flows[key]

    def _run(self, variant: Variant, lengths: tuple[int, ...], full: frozenset[int]) -> Flow:
        if not lengths:
            return Flow(pieces=(), lengths=(), cost=0.0, blank_lines=0)
        desk = self._desk.upright if variant.upright else self._desk
        paragraphs = self._paragraphs(variant, desk)
        found = flow(paragraphs, lengths, full)
        if found is None or found.cost >= WIDOW:
            reached = flow(self._paragraphs(variant, desk.reaching), lengths, full)
            if reached is not None and (found is None or reached.cost < found.cost):
                found = reached
        if found is not None:
            return replace(found, cost=found.cost + RUNT * sum(map(_ends_in_runt, found.pieces)))
        return _poured([p.lines for p in paragraphs], lengths)

    def _paragraphs(self, variant: Variant, desk: Desk) -> tuple[ParagraphSetting, ...]:
        return copy_paragraphs(
            variant.copy,
            chars=variant.measure_chars,
            end=variant.end,
            style=self._style,
            desk=desk,
        )


def _poured(pieces: list[Sequence[ComposedLine]], lengths: tuple[int, ...]) -> Flow:
    """Without a good filling: leg after leg; the cost tells whether lines are left over."""
    lines, room = sum(map(len, pieces)), sum(lengths)
    return Flow(
        pieces=tuple(pieces),
        lengths=lengths,
        cost=LOST_LINES if room < lines else LOOSE_LEGS,
        blank_lines=max(0, room - lines),
    )


def _ends_in_runt(lines: Sequence[ComposedLine]) -> bool:
    """Whether the last of several lines holds one character, marks aside."""
    if len(lines) < 2 or lines[-1].kind not in (LineKind.TEXT, LineKind.ITEM):
        return False
    return sum(char.isalnum() for char in lines[-1].text) <= 1
