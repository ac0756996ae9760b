"""Galleys as text."""

from collections.abc import Callable

from layout.composition.dump import dump
from layout.composition.model import Galley
from layout.composition.paragraph import set_paragraph
from layout.composition.rules import NEWSPAPER
from layout.shaping.model import Cluster


def test_one_row_a_line(shape: Callable[..., tuple[Cluster, ...]]) -> None:
    """x, y and width in em with four decimals, then the text."""
    setting = set_paragraph(
        shape("春眠不觉晓，处处闻啼鸟。"), measure_em=7, rules=NEWSPAPER, first_indent_em=2.0
    )
    galley = Galley(article="spring", measure_em=7, paragraphs=(setting,))
    assert dump(galley) == (
        "2.0000 0.0000 5.0000 春眠不觉\n0.0000 1.0000 7.0000 晓，处处闻啼鸟。\n"
    )
