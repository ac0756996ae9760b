"""The make-up bench in short: what must hold for every random page."""

import importlib
from pathlib import Path

import pytest

from layout.composition.desk import Desk
from layout.composition.nominal import NominalFace
from layout.composition.rules import NEWSPAPER
from layout.shaping.shape import Shaper

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / "content" / "2026-01-01"
INSIDE, FRONT = 8, 4


def square_desk(_edition, style):
    shaper = Shaper(lambda key: NominalFace(key=key))
    return Desk(style=style, shaper=shaper, rules=NEWSPAPER, words=())


@pytest.fixture(scope="module")
def bench():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "script")
        yield importlib.import_module


@pytest.fixture(scope="module")
def outcomes(bench):
    """A dozen pages made up, front pages among them."""
    run = bench("benchmark.makeup").run_random
    return [
        *run(INSIDE, SAMPLE, square_desk, is_front=False),
        *run(FRONT, SAMPLE, square_desk, is_front=True),
    ]


def test_nothing_overlaps_and_nothing_is_lost(outcomes):
    """Every cell is taken once at most, every character of a story on the page is printed."""
    assert len(outcomes) == INSIDE + FRONT
    for outcome in outcomes:
        for figures in (outcome.alone, outcome.helped):
            assert (figures.overlaps, figures.lost) == (0, 0), outcome.name


def test_pages_fill(outcomes):
    """With a filler or a story held every page is full; alone nearly all are."""
    assert all(outcome.fills_helped for outcome in outcomes)
    assert sum(outcome.fills for outcome in outcomes) >= len(outcomes) - 1


def test_headlines_follow_the_ranks(outcomes):
    """No headline of the first three is smaller than one below it."""
    assert [o.name for o in outcomes if o.fills and o.alone.inversions] == []


def test_pages_are_the_same_every_time(bench):
    """Figures of two days can be compared: the same seed gives the same page."""
    module = bench("benchmark.random_pages")
    first, second = (list(module.random_pages(6, is_front=False)) for _ in range(2))
    assert first == second
    assert {page.items for page in module.random_pages(200, is_front=False)} == set(module.ITEMS)


def test_every_style_of_the_house_is_tried(bench):
    """A new folder under templates/ is benched without further words."""
    names = {style.name for style in bench("benchmark.random_pages").house_styles()}
    assert {path.parent.name for path in (ROOT / "templates").glob("*/style.yaml")} <= names


def test_the_table_names_every_target(bench, outcomes):
    """Shares, counts and seconds, one a line."""
    text = bench("benchmark.makeup").table("x", outcomes)
    for name in ("no human act", "overlaps", "crossing", "gutter", "seam", "Kendall", "seconds"):
        assert name in text
