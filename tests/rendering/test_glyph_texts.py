"""What a glyph stands for is worked out from what it is drawn for."""

from layout.rendering.glyph_texts import DrawnText, needs_actual_text, texts_of_glyphs


def test_each_glyph_of_a_plain_run_stands_for_its_character():
    """As many glyphs as characters: they go in pairs."""
    assert texts_of_glyphs([DrawnText(gids=(5, 7), text="版心")]) == {5: "版", 7: "心"}


def test_one_glyph_may_stand_for_several_characters():
    """A two-em dash is one glyph, its text two characters."""
    assert texts_of_glyphs([DrawnText(gids=(9,), text="——")]) == {9: "——"}


def test_the_ligature_in_a_word_gets_what_its_neighbours_leave():
    """Letters known from elsewhere are taken off both ends of a word."""
    known = [DrawnText(gids=(1, 2, 3), text="ocf"), DrawnText(gids=(4,), text="e")]
    texts = texts_of_glyphs([*known, DrawnText(gids=(1, 8, 2, 4), text="office")])
    assert texts[8] == "ffi"


def test_a_word_with_two_unknown_glyphs_tells_nothing():
    """Where it is not clear which glyph is what, none is guessed."""
    texts = texts_of_glyphs([DrawnText(gids=(8, 9), text="ffifl")])
    assert texts == {}
    assert needs_actual_text((8, 9), "ffifl", texts)


def test_the_commoner_text_of_a_shared_glyph_wins():
    """〓 for a character that no face has: the one missing most often goes without saying."""
    drawn = [
        DrawnText(gids=(3,), text="甲", count=2),
        DrawnText(gids=(3,), text="乙", count=5),
    ]
    texts = texts_of_glyphs(drawn)
    assert texts == {3: "乙"}
    assert needs_actual_text((3,), "甲", texts)
    assert not needs_actual_text((3,), "乙", texts)


def test_of_two_texts_as_common_the_first_in_order_wins():
    """The choice does not depend on the order in which pages are read."""
    one, two = DrawnText(gids=(3,), text="⼀"), DrawnText(gids=(3,), text="一")
    assert texts_of_glyphs([one, two]) == texts_of_glyphs([two, one])
