"""What holds for any text whatever: nothing lost, lines full, prohibitions kept."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layout.composition.breakpoints import break_flags
from layout.composition.model import ComposedLine
from layout.composition.paragraph import set_paragraph
from layout.composition.rules import NEWSPAPER, TAIWAN, Align, LineRules
from layout.shaping.model import Cluster

Shape = Callable[..., tuple[Cluster, ...]]

MARKS = "、，。．；：！？“”‘’（）《》「」『』【】—…·～／/-.,:;!?%"
SPACES = (" ", "\u3000")
SIZES = {"min_size": 1, "max_size": 160}
CHINESE = st.text(alphabet=st.sampled_from("国家发展和改革委员会今日公布二〇" * 3 + MARKS), **SIZES)
MIXED = st.text(
    alphabet=st.one_of(
        st.sampled_from("国民" * 8 + MARKS + "aWe1290 \u3000\u200b\u0301"),
        st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF),
    ),
    **SIZES,
)
ANY = st.text(
    alphabet=st.one_of(
        st.characters(max_codepoint=0xFFFF),
        st.characters(min_codepoint=0x20000, max_codepoint=0x323AF),
    ),
    **SIZES,
)
MEASURES = st.sampled_from([2.0, 5.0, 9.5, 13.0, 17.0, 21.0])
RULES = st.sampled_from([NEWSPAPER, TAIWAN, replace(NEWSPAPER, align=Align.START)])

fast = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)


def without_hyphens(line: ComposedLine) -> tuple[Cluster, ...]:
    """The line's clusters as they were given."""
    if len(line.clusters) > 1 and line.clusters[-2].hyphen is line.clusters[-1]:
        return line.clusters[:-1]
    return line.clusters


def given_back(lines: Sequence[ComposedLine]) -> str:
    return "".join(cluster.text for line in lines for cluster in without_hyphens(line))


@fast
@given(st.one_of(CHINESE, MIXED, ANY), MEASURES, RULES)
def test_nothing_is_lost_doubled_or_moved(
    shape: Shape, text: str, measure_em: float, rules: LineRules
) -> None:
    """The lines hold the clusters in order; only spaces at line ends are left out."""
    clusters = shape(text, rules)
    assert "".join(cluster.text for cluster in clusters) == text
    setting = set_paragraph(clusters, measure_em=measure_em, rules=rules, first_indent_em=1.0)
    for _, lines in setting.ways:
        rest = iter(text)
        for char in given_back(lines):
            for skipped in rest:
                if skipped == char:
                    break
                assert skipped in SPACES
        assert all(char in SPACES for char in rest)


@fast
@given(st.one_of(CHINESE, MIXED, ANY), MEASURES, st.sampled_from([NEWSPAPER, TAIWAN]))
def test_lines_fill_the_measure(
    shape: Shape, text: str, measure_em: float, rules: LineRules
) -> None:
    """Justified lines are exactly as wide as the measure, no other line is wider unless forced."""
    clusters = shape(text, rules)
    setting = set_paragraph(clusters, measure_em=measure_em, rules=rules, first_indent_em=1.0)
    for _, lines in setting.ways:
        for line in lines:
            width = line.indent_em + line.width_em
            if line.justified:
                assert abs(width - measure_em) < 1e-6
            elif not line.forced:
                assert width <= measure_em + 1e-6


@fast
@given(st.one_of(CHINESE, MIXED), st.sampled_from([9.5, 13.0, 17.0]))
def test_prohibitions_hold_unless_forced(shape: Shape, text: str, measure_em: float) -> None:
    """A line starts only where the rules allow it, at a hyphen, or by force and says so."""
    rules = NEWSPAPER
    setting = set_paragraph(shape(text, rules), measure_em=measure_em, rules=rules)
    flags = break_flags(text, rules)
    at = 0
    for line, following in zip(setting.lines, setting.lines[1:], strict=False):
        kept = without_hyphens(line)
        at = text.index("".join(cluster.text for cluster in kept), at)
        at += sum(len(cluster.text) for cluster in kept)
        at = text.index(following.clusters[0].text, at)
        assert flags[at] or line.forced or len(kept) < len(line.clusters), (at, text)


@fast
@given(st.integers(1, 400), st.integers(0, 3), st.sampled_from([5.0, 9.5, 13.0, 17.0]))
def test_nothing_is_forced_without_need(
    shape: Shape, count: int, every: int, measure_em: float
) -> None:
    """Text that can be set is set without force, every line but the last full."""
    text = "".join("国，"[: 1 + (every > 0 and k % (4 + every) == 3)] for k in range(count))
    setting = set_paragraph(
        shape(text), measure_em=measure_em, rules=NEWSPAPER, first_indent_em=2.0
    )
    for _, lines in setting.ways:
        assert not any(line.forced for line in lines)
        assert all(line.justified for line in lines[:-1])


@fast
@given(st.one_of(CHINESE, MIXED), st.sampled_from([13.0, 17.0]))
def test_han_is_never_squeezed_and_evenly_spread(
    shape: Shape, text: str, measure_em: float
) -> None:
    """Between Han characters of one line the white is the same, and never below solid."""
    setting = set_paragraph(shape(text), measure_em=measure_em, rules=NEWSPAPER)
    for line in setting.lines:
        gaps = [
            advance - 1.0
            for one, two, advance in zip(
                line.clusters, line.clusters[1:], line.advances_em, strict=False
            )
            if one.char_class is two.char_class and one.char_class.value == "han"
        ]
        assert all(gap > -1e-9 for gap in gaps)
        assert not gaps or max(gaps) - min(gaps) < 1e-9


@pytest.mark.parametrize(
    "text",
    [
        "国" * 20_000,
        "，" * 20_000,
        "“" * 20_000,
        "1" * 20_000,
        "\u200b" * 20_000,
        "国" + "\u0301" * 20_000,
        " " * 20_000,
        "a " * 10_000,
        "—" * 20_001,
        "https://example.com/" + "a-b_c/" * 3_000,
    ],
    ids=[
        "han",
        "commas",
        "quotes",
        "digits",
        "hidden",
        "marks",
        "spaces",
        "letters",
        "dash",
        "url",
    ],
)
def test_pathological_texts_are_set_whole(shape: Shape, text: str) -> None:
    """However long and odd, everything is there afterwards."""
    setting = set_paragraph(shape(text), measure_em=13.0, rules=NEWSPAPER, looseness=(0,))
    found = "".join(c.text for line in setting.lines for c in without_hyphens(line))
    assert found.replace(" ", "") == text.replace(" ", "")
