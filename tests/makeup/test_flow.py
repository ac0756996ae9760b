"""Copy into legs: feet even, no widows, nothing lost."""

from layout.composition.model import ComposedLine, LineKind, ParagraphSetting
from layout.makeup.flow import WIDOW, flow, line_range


def lines(count: int, paragraph: int, kind: LineKind = LineKind.TEXT) -> tuple[ComposedLine, ...]:
    return tuple(
        ComposedLine(
            clusters=(),
            advances_em=(),
            shifts_em=(),
            kind=kind,
            paragraph=paragraph,
            first=k == 0,
            last=k == count - 1,
        )
        for k in range(count)
    )


def paragraph(number: int, *counts: int) -> ParagraphSetting:
    ways = tuple((count - counts[0], lines(count, number)) for count in counts)
    return ParagraphSetting(
        kind=LineKind.TEXT,
        paragraph=number,
        ways=ways,
        costs=tuple(abs(count - counts[0]) * 1.0 for count in counts),
    )


def test_legs_fill_exactly() -> None:
    """Twelve lines go into three legs of four."""
    found = flow((paragraph(0, 5), paragraph(1, 7)), (4, 4, 4))

    assert found is not None
    assert [len(leg) for leg in found.legs()] == [4, 4, 4]
    assert found.blank_lines == 0


def test_the_last_legs_are_short_first() -> None:
    """Ten lines in three legs of four leave the last two a line short."""
    found = flow((paragraph(0, 10),), (4, 4, 4))

    assert found is not None
    assert [len(leg) for leg in found.legs()] == [4, 3, 3]
    assert found.blank_lines == 2


def test_a_widow_is_avoided_by_a_looser_paragraph() -> None:
    """A paragraph that would leave its last line at a head is set a line longer."""
    tight, free = paragraph(0, 5), paragraph(0, 5, 6)

    bad = flow((tight, paragraph(1, 3)), (4, 4))
    good = flow((free, paragraph(1, 3)), (5, 4))

    assert bad is not None and bad.cost >= WIDOW
    assert good is not None and good.cost < WIDOW
    assert not any(leg[0].last and not leg[0].first for leg in good.legs()[1:])


def test_no_way_to_fill_is_none() -> None:
    """Copy that is too long or too short by more than the feet allow does not flow."""
    assert flow((paragraph(0, 12),), (4, 4)) is None
    assert flow((paragraph(0, 4),), (4, 4)) is None


def test_the_white_above_a_subhead_is_dropped_at_a_head() -> None:
    """A leg starts with the subhead itself, and never ends with one."""
    head = ParagraphSetting(
        kind=LineKind.SUBHEAD,
        paragraph=1,
        ways=((0, (*lines(1, 1, LineKind.BLANK), *lines(1, 1, LineKind.SUBHEAD))),),
        costs=(0.0,),
    )

    found = flow((paragraph(0, 4), head, paragraph(2, 3)), (4, 4))

    assert found is not None
    assert found.legs()[1][0].kind is LineKind.SUBHEAD
    assert [len(leg) for leg in found.legs()] == [4, 4]


def test_line_range_counts_the_ways() -> None:
    """Fewest, natural and most lines are the sums over the paragraphs."""
    assert line_range((paragraph(0, 5, 4, 6), paragraph(1, 3, 4))) == (7, 8, 10)
