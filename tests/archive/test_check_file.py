"""One file of a bag, looked at by itself."""

import pytest

from layout.archive.check_file import check_file

SOUND = (
    '<alto><Layout><Page ID="p1" WIDTH="100.00" HEIGHT="200.00">'
    '<String ID="s1" HPOS="0.00" VPOS="0.00" WIDTH="100.40" HEIGHT="9.00"/>'
    '<String ID="s2" HPOS="10.00" VPOS="190.00" WIDTH="9.00" HEIGHT="10.00"/>'
    "</Page></Layout></alto>"
)


def faults(text: str, name: str = "data/alto/01.xml") -> list[tuple[str, str]]:
    """What and where."""
    look = check_file(f"bag/{name}", name)
    return [(one.what, one.place) for one in look(text.encode())] if look else []


def test_a_sound_page_is_passed():
    """Half a pixel over the edge is rounding."""
    assert faults(SOUND) == []


@pytest.mark.parametrize("order", ['VPOS="0.00" HPOS="0.00"', 'HPOS="0.00"  VPOS="0.00"'])
def test_attributes_may_come_in_another_order(order):
    """XML knows no order; the boxes are checked all the same."""
    other = SOUND.replace('HPOS="0.00" VPOS="0.00"', order)
    assert faults(other) == []
    assert faults(other.replace("100.40", "101.00")) == [("BOX_OUTSIDE", "bag/data/alto/01.xml#s1")]


@pytest.mark.parametrize(
    ("side", "to"),
    [
        ('HPOS="10.00"', 'HPOS="-1.00"'),
        ('HPOS="10.00"', 'HPOS="92.00"'),
        ('VPOS="190.00"', 'VPOS="190.60"'),
        ('VPOS="190.00"', 'VPOS="-0.60"'),
        ('HPOS="10.00"', 'HPOS="nan"'),
        ('WIDTH="9.00"', 'WIDTH="inf"'),
    ],
)
def test_a_box_off_the_page_is_named(side, to):
    """The first of them, by its id."""
    assert faults(SOUND.replace(side, to)) == [("BOX_OUTSIDE", "bag/data/alto/01.xml#s2")]


@pytest.mark.parametrize(
    "text",
    [
        SOUND.removesuffix("</alto>"),
        SOUND.replace('HPOS="10.00"', 'HPOS="ten"'),
        SOUND.replace('HPOS="10.00" ', 'HPOS="10.00" HPOS="11.00" '),
        SOUND.replace(' WIDTH="9.00"', ""),
        SOUND.replace("<Page ", "<Sheet ").replace("</Page>", "</Sheet>"),
        "",
    ],
)
def test_a_broken_file_is_named(text):
    """Not XML, a side missing or no number, no page."""
    assert faults(text) == [("ALTO_BROKEN", "bag/data/alto/01.xml")]


def test_a_pdf_that_does_not_open_is_named():
    """Those of the sources are as they were given."""
    assert faults("no PDF", "data/screen/01.pdf") == [("PDF_BROKEN", "bag/data/screen/01.pdf")]
    assert faults("no PDF", "data/content/2026-01-01/01/ad.pdf") == []
