"""Colours in the inks of a press: grey is black ink, nothing is over the limit of ink."""

from pathlib import Path

import pytest
from PIL import Image

from layout.diagnostics import SourceSpan
from layout.errors import StyleError
from layout.rendering.inks import BLACK_INK, Inks, most_ink, with_less_ink
from layout.rendering.model import PictureKey
from layout.rendering.pictures import prepare_picture
from layout.rendering.profiles import PRESS_PROFILES, PictureFinish

LIMIT = 2.4


@pytest.fixture(scope="module")
def inks():
    found = next((place for place in map(Path, PRESS_PROFILES) if place.is_file()), None)
    if found is None:
        pytest.skip("no ICC profile of a press: install libgs-common")
    return Inks(found.read_bytes(), limit=LIMIT)


def test_black_text_is_black_ink_alone(inks):
    """Not the four inks that a conversion would give."""
    assert inks.css("black", "#000000") == BLACK_INK
    assert inks.css("paper", "#fff") == "device-cmyk(0 0 0 0)"


def test_grey_is_black_ink_alone_and_darker_grey_is_more_of_it(inks):
    """By lightness, so that a screen's grey looks as light in print."""
    values = [inks.css("grey", f"#{level:02x}{level:02x}{level:02x}") for level in (200, 138, 60)]
    shares = [float(value[:-1].split()[-1]) for value in values]
    assert all(value.startswith("device-cmyk(0 0 0 ") for value in values)
    assert 0 < shares[0] < shares[1] < shares[2] < 1


def test_a_colour_is_converted_by_the_profile(inks):
    """Red is magenta and yellow."""
    cyan, magenta, yellow, _ = map(float, inks.css("accent", "#c81e1e")[12:-1].split())
    assert cyan < 0.3
    assert min(magenta, yellow) > 0.7


def test_a_style_may_give_a_colour_in_inks(inks):
    """Its numbers are kept; too much ink is an error with the colour's name."""
    own = Inks(inks._press.tobytes(), limit=LIMIT, kept={"accent": "device-cmyk(0 1 0.9 0)"})
    assert own.css("accent", "#123456") == "device-cmyk(0 1 0.9 0)"
    with pytest.raises(StyleError, match=r"accent asks for 390% of ink, over 240%"):
        inks.css("accent", "device-cmyk(1 1 1 0.9)")
    with pytest.raises(StyleError, match="cannot separate accent: teal"):
        inks.css("accent", "teal")


def test_type_is_black_ink_alone(inks):
    """Dark colours are full black, white and nearly white are left out, light ones are a tone."""
    dark = [inks.type_css("accent", color) for color in ("#b3261e", "#17694a", "#1a1a2e")]
    assert dark == [BLACK_INK] * 3
    assert inks.type_css("accent", "device-cmyk(0 1 0.9 0.1)") == BLACK_INK
    assert inks.type_css("paper", "#ffffff") == "device-cmyk(0 0 0 0)"
    assert inks.type_css("cream", "#fffbe0") == "device-cmyk(0 0 0 0)"
    assert inks.type_css("grey", "#8a8a8a") == inks.css("grey", "#8a8a8a")
    *colors, black = map(float, inks.type_css("sky", "#9ec3e6")[12:-1].split())
    assert colors == [0, 0, 0]
    assert 0.1 < black < 0.5


def test_no_profile_of_a_press_is_refused():
    """A text file, for example."""
    with pytest.raises(StyleError, match="no ICC profile of a four-colour press"):
        Inks(b"not a profile", limit=LIMIT)


@pytest.fixture
def dark(tmp_path):
    """Every dark colour there is, so that a press profile alone would give over 300 %."""
    across = Image.linear_gradient("L").point(lambda value: value // 4)
    image = Image.merge("RGB", [across, across.rotate(90), across.rotate(180)])
    image.save(tmp_path / "dark.png")
    image.resize((900, 900)).save(tmp_path / "dark.jpg", quality=70)
    return tmp_path


@pytest.mark.parametrize("name", ["dark.png", "dark.jpg"])
def test_pictures_have_no_more_ink_than_the_paper_takes(inks, dark, name):
    """Also after JPEG has smeared its edges: read back from what goes into the file."""
    key = PictureKey(path=dark / name, crop=(0, 0, 1, 1), width_pt=200, height_pt=200)
    made = prepare_picture(key, SourceSpan(file=name), PictureFinish(most_ppi=300, inks=inks))
    (dark / "made.jpg").write_bytes(made.data)
    with Image.open(dark / "made.jpg") as image:
        assert image.mode == "CMYK"
        assert 1.5 < most_ink(image) <= LIMIT


def test_a_picture_in_inks_keeps_its_black():
    """Only the colours give way: black text in a CMYK advertisement stays black."""
    image = Image.new("CMYK", (40, 40), (255, 255, 255, 255))
    image.paste((0, 0, 0, 255), (0, 0, 20, 40))
    less = with_less_ink(image, LIMIT)
    assert less.getpixel((5, 5)) == (0, 0, 0, 255)
    assert less.getpixel((30, 5))[3] == 255
    assert most_ink(less) == pytest.approx(LIMIT, abs=0.02)
    assert with_less_ink(less, LIMIT) is less


def test_a_grey_picture_is_printed_with_black_ink(inks, tmp_path):
    """One channel, which a press takes for its black plate."""
    Image.linear_gradient("L").resize((600, 600)).save(tmp_path / "grey.jpg")
    key = PictureKey(path=tmp_path / "grey.jpg", crop=(0, 0, 1, 1), width_pt=144, height_pt=144)
    made = prepare_picture(key, SourceSpan(file="grey.jpg"), PictureFinish(inks=inks))
    (tmp_path / "made.jpg").write_bytes(made.data)
    with Image.open(tmp_path / "made.jpg") as image:
        assert image.mode == "L"
