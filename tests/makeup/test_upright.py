"""竖排框: lines down the page, from right to left, in tiers."""

import pytest

from layout.makeup.model import PartRole
from layout.makeup.parts import cut_variants
from layout.makeup.place import place_variant
from layout.makeup.settle import Settler
from layout.makeup.variants import variants

HEAD = "headline: 竖排的字怎么站\ndirection: vertical\nbyline: 林衡"


@pytest.fixture
def made(copy, grid, style, desk, prose):
    """Every variant of a vertical piece, each set down at column 1, row 4."""

    def make(head=HEAD, body=None, pictures=()):
        part = copy(head=head, body=body or prose(420), pictures=pictures)
        found = variants(part, grid=grid, style=style, desk=desk, most_rows=60)
        settler = Settler(style, desk)
        blocks = []
        for variant in found:
            settled = settler.settled(variant)
            blocks.append(
                place_variant(
                    settled.variant, settled.copy, column=1, row=4, grid=grid, style=style
                )
            )
        return blocks

    return make


def test_every_line_stands_and_follows_from_right_to_left(made):
    """Lines keep their order from the right edge of each tier, tiers from the top."""
    blocks = made()
    assert len(blocks) > 8
    for block in blocks:
        tops = [leg.bbox.y for leg in block.text_columns]
        assert tops == sorted(tops)
        for leg in block.text_columns:
            middles = [line.x_pt for line in leg.lines]
            assert middles == sorted(middles, reverse=True)
            assert all(line.line.vertical for line in leg.lines)


def test_no_character_is_lost(made, prose):
    """The tiers read one after the other are the copy."""
    text = "".join(prose(420).split())
    for block in made():
        lines = [line for leg in block.text_columns for line in leg.lines]
        assert "".join("".join(line.line.text for line in lines).split()) == text


def test_all_stands_inside_the_frame_and_nothing_on_anything_else(made):
    """Head, tiers and frame; a frame takes whole cells."""
    for block in made():
        assert block.boxed
        parts = [part.bbox for part in block.parts]
        boxes = [*parts, *(leg.bbox for leg in block.text_columns)]
        assert all(_is_inside(box, block.rect) for box in boxes)
        assert not any(_overlap(a, b) for k, a in enumerate(boxes) for b in boxes[:k])


def test_the_headline_stands_at_the_right(made):
    """It is read first, and so is set down before the copy."""
    block = made()[0]
    head = block.part(PartRole.HEADLINE)
    assert head.vertical
    assert head.bbox.x > max(leg.bbox.right for leg in block.text_columns)


def test_tiers_are_whole_characters_high_and_end_within_a_line(made):
    """So the feet are even: no tier is more than one line short."""
    for block in made():
        for leg in block.text_columns:
            chars = leg.bbox.height / 9
            assert chars == pytest.approx(round(chars))
            assert 8 <= round(chars) <= 24


def test_verse_stands_in_one_tier_hardly_longer_than_its_lines(made):
    """The frame of a poem is no taller than the poem needs."""
    verse = "一扇窗开在纸上\n风从右边吹来\n把字一个一个\n吹落到底"
    blocks = made(head="headline: 窗\nkind: poem\ndirection: vertical", body=verse)
    assert blocks
    assert {len(block.text_columns) for block in blocks} == {1}
    assert all(block.rect.height < (9 + 4) * 9 + 2 * 12 for block in blocks)


def test_a_picture_stands_beside_the_lowest_tiers(made):
    """It touches neither them nor the frame; no more of it is cropped than is allowed."""
    head = HEAD + "\npictures: [{file: a.png, caption: 字架, crop: 0.2}]"
    blocks = made(head=head, pictures=[("01/a.png", 900, 700)])
    assert blocks
    for block in blocks:
        (picture,) = block.pictures
        left, top, right, bottom = picture.crop
        assert (right - left) * (bottom - top) >= 0.8 - 1e-9
        assert _is_inside(picture.bbox, block.rect)
        assert not any(_overlap(picture.bbox, leg.bbox) for leg in block.text_columns)
        assert not any(_overlap(picture.cutline.bbox, leg.bbox) for leg in block.text_columns)


def test_a_vertical_piece_is_never_cut(copy, grid, style, desk, prose):
    """It has no page to go on to."""
    part = copy(head=HEAD, body=prose(4000), goes_to=2)
    assert cut_variants(part, grid=grid, style=style, desk=desk, most_rows=60) == ()


def _is_inside(box, rect):
    return (
        box.x >= rect.x
        and box.right <= rect.right
        and box.y >= rect.y
        and box.bottom <= rect.bottom
    )


def _overlap(one, two):
    wide = min(one.right, two.right) - max(one.x, two.x)
    high = min(one.bottom, two.bottom) - max(one.y, two.y)
    return wide > 1e-6 and high > 1e-6
