"""A variant settled: its copy runs through its legs, each at most one row short."""

import pytest

from layout.composition.model import LineKind
from layout.makeup.settle import LOST_LINES, Settler
from layout.makeup.variants import variants


@pytest.fixture
def settled(copy, grid, style, desk, prose):
    """Every variant of an article of some characters with what it settled on."""

    def make(characters, head="headline: 标题", seed=1, **values):
        article = copy(head, prose(characters, seed), **values)
        options = {"grid": grid, "style": style, "desk": desk, "most_rows": 82}
        settler = Settler(style, desk)
        return [(v, settler.settled(v)) for v in variants(article, **options)]

    return make


@pytest.mark.parametrize(("characters", "seed"), [(150, 1), (600, 2), (1200, 3)])
def test_no_line_is_lost_or_set_twice(settled, characters, seed):
    """The text of the lines is that of the article, in every variant the search may choose."""
    found = settled(characters, seed=seed)
    kept = [pair for pair in found if pair[1].cost < LOST_LINES]
    assert len(kept) > 0.9 * len(found) > 0
    for variant, made in kept:
        lines = [line for leg in made.copy.legs() for line in leg]
        text = "".join(block.text for block in variant.article.body)
        assert "".join(line.text for line in lines if line.kind is not LineKind.BLANK) == text


def test_legs_are_at_most_a_row_short(settled):
    """Feet are even."""
    for _, made in settled(600):
        rows = [leg.rows for leg in made.variant.text_legs]
        lines = [len(leg) for leg in made.copy.legs()]
        if made.cost < 1000:
            assert all(row - line in (0, 1) for row, line in zip(rows, lines, strict=True))
            assert sum(rows) - sum(lines) == made.copy.blank_lines


def test_the_best_recipe_for_the_same_cells_is_taken(settled):
    """What is chosen takes the cells asked for and costs no more than any other recipe."""
    for variant, made in settled(600):
        assert (made.variant.columns, made.variant.rows) == (variant.columns, variant.rows)
        assert made.variant in (variant, *variant.others)


def test_an_answer_is_kept(settled, style, desk):
    """The same variant settles once."""
    (variant, _), *_ = settled(300)
    settler = Settler(style, desk)
    assert settler.settled(variant) is settler.settled(variant)


def test_pictures_without_text_need_no_legs(copy, grid, style, desk):
    """A photo story has nothing to run."""
    head = "kind: photo\nheadline: 图\npictures: [{file: p.png}]"
    photo = copy(head, "", pictures=[("p.png", 900, 600)])
    found = variants(photo, grid=grid, style=style, desk=desk, most_rows=82)
    assert found
    for variant in found:
        made = Settler(style, desk).settled(variant)
        assert (made.copy.legs(), made.cost) == ((), 0.0)
