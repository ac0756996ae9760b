"""The exact-fill search, on items with given sizes."""

import random
from dataclasses import dataclass, replace

import pytest

from layout.makeup.score import PageScore, score_page
from layout.makeup.slicing import Choice, Item, Search, Solution
from layout.project import data_folder
from layout.style import load_style


@dataclass(frozen=True)
class Plain:
    boxed: bool = False


def item(*sizes: tuple[int, int], cost: float = 0.0, at_foot: bool = False) -> Item[str]:
    choices = tuple(
        Choice(columns=wide, rows=high, cost=cost + k, head=(0, 2), payload="x")
        for k, (wide, high) in enumerate(sizes)
    )
    return Item(choices=choices, at_foot=at_foot)


def cells(solution: Solution[str]) -> list[tuple[int, int]]:
    return [
        (column, row)
        for placed in solution.placements
        for column in range(placed.column, placed.column + placed.choice.columns)
        for row in range(placed.row, placed.row + placed.choice.rows)
    ]


def test_two_items_side_by_side_fill_the_rectangle() -> None:
    """Where only widths add up, the cut goes down."""
    search = Search(items=[item((2, 5)), item((1, 5))], columns=3, rows=5)

    (best, *_) = search.solve(0b11, 5)

    assert sorted(cells(best)) == [(c, r) for c in range(3) for r in range(5)]
    assert {(p.item, p.column) for p in best.placements} == {(0, 0), (1, 2)}


def test_the_first_item_stands_on_top() -> None:
    """Of two stacked items the one of higher priority is the upper."""
    search = Search(items=[item((3, 4)), item((3, 6))], columns=3, rows=10)

    (best, *_) = search.solve(0b11, 10)

    assert [(p.item, p.row) for p in sorted(best.placements, key=lambda p: p.item)] == [
        (0, 0),
        (1, 4),
    ]


def test_what_does_not_fill_is_not_offered() -> None:
    """A set with no exact filling has no solution, and no bit at that height."""
    search = Search(items=[item((3, 4)), item((3, 5))], columns=3, rows=10)

    assert search.feasible(0b11) == 1 << 9
    assert search.solve(0b11, 10) == ()


def test_items_for_the_foot_have_nothing_below_them() -> None:
    """An ad, given last as it must be, ends at the last row."""
    items = [item((3, 6)), item((3, 5)), item((3, 4), at_foot=True)]
    search = Search(items=items, columns=3, rows=15)

    (best, *_) = search.solve(0b111, 15)

    assert next(p.row for p in best.placements if p.item == 2) == 11


@pytest.mark.parametrize("seed", range(12))
def test_every_solution_takes_every_cell_once(seed: int) -> None:
    """Fillings of random pages cover the rectangle without overlap."""
    draw = random.Random(seed)
    weights = [draw.uniform(1, 3) for _ in range(6)]
    items = []
    for weight in weights:
        area = weight / sum(weights) * 5 * 60
        sizes = [(w, round(area / w) + d) for w in range(1, 6) for d in range(-3, 4)]
        items.append(item(*[(w, h) for w, h in sizes if 3 <= h <= 60]))
    search = Search(items=items, columns=5, rows=60)

    solutions = search.solve(0b111111, 60)

    assert solutions
    for solution in solutions:
        assert sorted(cells(solution)) == [(c, r) for c in range(5) for r in range(60)]
        assert {p.item for p in solution.placements} == set(range(6))


def test_costs_rise() -> None:
    """Solutions come cheapest first."""
    items = [item((1, 4), (2, 4), (3, 4)), item((3, 4), (2, 4), (1, 4))]
    search = Search(items=items, columns=3, rows=4)

    costs = [solution.cost for solution in search.solve(0b11, 4)]

    assert len(costs) > 1
    assert costs == sorted(costs)


@pytest.fixture
def many() -> list[Item[str]]:
    """Eight items of chance sizes that fill five columns of sixty rows in many ways."""
    draw = random.Random(5)
    weights = [draw.uniform(1, 3) for _ in range(8)]
    items = []
    for weight in weights:
        area = weight / sum(weights) * 5 * 60
        sizes = [(w, round(area / w) + d) for w in range(1, 6) for d in range(-3, 4)]
        items.append(item(*[(w, h) for w, h in sizes if 3 <= h <= 60]))
    return items


@pytest.mark.parametrize("budget", [1, 100, 150, 400])
def test_a_budget_is_never_exceeded(many: list[Item[str]], budget: int) -> None:
    """Past it the best page found so far stands, whole, and the search says so."""
    search = Search(items=many, columns=5, rows=60, budget=budget)

    (best, *_) = search.solve(0xFF, 60)

    assert search.is_spent
    assert search.states <= max(budget, 12 * len(many))
    assert sorted(cells(best)) == [(c, r) for c in range(5) for r in range(60)]


def test_the_same_items_give_the_same_page(many: list[Item[str]]) -> None:
    """States are counted, not seconds, so a slow machine makes no other page."""
    first, second = (Search(items=many, columns=5, rows=60, budget=300) for _ in range(2))
    assert first.solve(0xFF, 60) == second.solve(0xFF, 60)


def test_four_corners_are_kept_apart() -> None:
    """十字缝 costs more than a row of headline white."""
    even, odd = item((2, 10)), item((2, 10), (2, 11), (2, 9))
    search = Search(items=[even, odd, odd, even], columns=4, rows=20)

    solutions = search.solve(0b1111, 20)

    assert score(solutions[0]).crossings == 0
    assert any(score(solution).crossings for solution in solutions)


def score(solution: Solution[str]) -> PageScore:
    templates = data_folder("templates")
    style = load_style("tabloid", templates=templates, beside=templates)
    placements = [
        replace(placed, choice=replace(placed.choice, payload=Plain()))
        for placed in solution.placements
    ]
    return score_page(placements, columns=4, rows=20, style=style)
