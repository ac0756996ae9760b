"""Real copy at the measures of real columns: full lines, small gaps, no 孤字."""

import json
import re
from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from pathlib import Path

import pytest

from layout.composition.model import ComposedLine
from layout.composition.paragraph import set_paragraph
from layout.composition.rules import NEWSPAPER, TAIWAN, LineRules
from layout.shaping.model import CharClass, Cluster

Shape = Callable[..., tuple[Cluster, ...]]

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
CHARACTERS = 20_000

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no texts under {CORPUS}")


def essays() -> Iterator[str]:
    """Prose, whose lines in the files are not its paragraphs: cut to the length of news."""
    for path in sorted((CORPUS / "luxun-essays").glob("*.json")):
        text = "".join(_paragraphs(path))
        yield from re.findall(".{1,230}", text)


def gazette() -> Iterator[str]:
    """Official copy in Traditional Chinese."""
    for path in sorted((CORPUS / "ey-gazette").glob("*.json")):
        yield from (text.strip() for text in _paragraphs(path) if len(text) > 40)


def _paragraphs(path: Path) -> list[str]:
    pages = json.loads(path.read_text(encoding="utf-8"))["pages"]
    return [p for page in pages for article in page["articles"] for p in article["paragraphs"]]


def compose(
    shape: Shape, texts: Iterator[str], measure_em: float, rules: LineRules
) -> list[tuple[ComposedLine, ...]]:
    found: list[tuple[ComposedLine, ...]] = []
    size = 0
    for text in texts:
        clusters = shape(text, rules)
        setting = set_paragraph(
            clusters, measure_em=measure_em, rules=rules, first_indent_em=2.0, looseness=(0,)
        )
        found.append(setting.lines)
        size += len(text)
        if size > CHARACTERS:
            break
    return found


def gaps(line: ComposedLine) -> list[float]:
    """White between the Han characters of a line."""
    pairs = zip(pairwise(line.clusters), line.advances_em, strict=False)
    return [
        advance - 1.0
        for (one, two), advance in pairs
        if one.char_class is CharClass.HAN and two.char_class is CharClass.HAN
    ]


@needs_corpus
@pytest.mark.parametrize("measure_em", [13, 14, 17, 21])
def test_prose_is_set_full_and_close(shape: Shape, measure_em: int) -> None:
    """All lines full; 99 of 100 gaps stay within a twentieth of an em."""
    paragraphs = compose(shape, essays(), measure_em, NEWSPAPER)
    inner = [line for lines in paragraphs for line in lines[:-1]]
    assert all(line.justified for line in inner)
    white = sorted(gap for line in inner for gap in gaps(line))
    assert white[round(0.99 * (len(white) - 1))] <= 0.05
    assert white[-1] <= 0.125


@needs_corpus
def test_no_line_is_a_single_character(shape: Shape) -> None:
    """孤字不成行."""
    for lines in compose(shape, essays(), 13, NEWSPAPER):
        if len(lines) > 1:
            last = lines[-1].text
            assert sum(char.isalnum() for char in last) >= 2, last


@needs_corpus
def test_traditional_copy_is_set_full(shape: Shape) -> None:
    """Centred marks, the same facts."""
    texts = islice(gazette(), 150)
    for lines in compose(shape, texts, 17, TAIWAN):
        assert all(line.justified for line in lines[:-1])
        cut = [line for line in lines if line.forced]
        assert all(line.clusters[-1].char_class is CharClass.WEST for line in cut)
