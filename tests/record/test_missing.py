"""Characters that no face has are told with their place."""

from dataclasses import dataclass

import pytest

from layout.diagnostics import Language, Severity
from layout.record import missing_sorts
from layout.shaping.model import FaceKey, Role

SONG, KAI = FaceKey(role=Role.SONG), FaceKey(role=Role.KAI)


@dataclass(frozen=True, kw_only=True)
class Sort:
    char: str
    wanted: FaceKey = KAI
    used: FaceKey | None = None


@pytest.mark.parametrize(
    ("char", "place"),
    [("丙", "01/lead.md:2:1"), ("戊", "01/lead.md:5:1"), ("洪", "01/lead.md:9:1")],
    ids=["headline", "deck", "body"],
)
def test_the_first_place_of_a_character(edition, char, place):
    """The field of the head or the paragraph that holds it."""
    (found,) = missing_sorts(edition, [Sort(char=char)])
    assert (found.code, found.severity) == ("MISSING_SORT", Severity.ERROR)
    assert str(found.span) == f"{edition.folder}/{place}"
    assert found.text(Language.EN) == (
        f"{edition.folder}/{place}: no face has “{char}” (U+{ord(char):04X}); "
        "〓 stands for it on the page\n  hint: install a face that has it, or change it"
    )


def test_a_sort_from_another_face(edition):
    """Only for the record: the character is there."""
    (found,) = missing_sorts(edition, [Sort(char="洪", used=SONG)])
    assert (found.code, found.severity) == ("SUBSTITUTED_SORT", Severity.NOTE)
    assert found.message.text(Language.ZH) == "kai 没有“洪”（U+6D2A），用 song 排"


def test_a_character_of_the_furniture(edition):
    """What stands in no article has no place to name."""
    (found,) = missing_sorts(edition, [Sort(char="龘")])
    assert found.span is None


def test_findings_come_in_the_order_of_their_places(edition):
    """Whoever met a character first."""
    sorts = [Sort(char="洪"), Sort(char="盈"), Sort(char="丙"), Sort(char="丙", wanted=SONG)]
    places = [str(f.span).rpartition("e/")[2] for f in missing_sorts(edition, sorts)]
    assert places == ["01/lead.md:2:1", "01/lead.md:2:1", "01/lead.md:9:1", "pool/held.md:4:1"]
    assert missing_sorts(edition, sorts) == missing_sorts(edition, sorts[::-1])
