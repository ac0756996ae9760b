"""Headlines beside their copy, odd measures, pieces in a corner: exact, in order, apart."""

import pytest

from layout.content.model import Page
from layout.makeup.copy import Copy
from layout.makeup.corners import parted, with_guests, without_host
from layout.makeup.model import PartRole
from layout.makeup.page import make_up
from layout.makeup.place import place_variant
from layout.makeup.settle import LOST_LINES, Settler
from layout.makeup.variants import variants


@pytest.fixture
def placed(grid, style, desk):
    """The variants of some copy, each with its block at column 0, row 10."""

    def make(part, styled=style):
        settler = Settler(styled, desk)
        found = []
        for variant in variants(part, grid=grid, style=styled, desk=desk, most_rows=60):
            settled = settler.settled(variant)
            if settled.copy.cost < LOST_LINES:
                best = settled.variant
                block = place_variant(best, settled.copy, column=0, row=10, grid=grid, style=styled)
                found.append((best, block))
        return found

    return make


def _check(block, grid):
    """Legs of whole characters on the page's rows, inside the block, nothing on anything."""
    boxes = [leg.bbox for leg in block.text_columns]
    boxes += [part.bbox for part in block.parts] + [picture.bbox for picture in block.pictures]
    assert not any(_overlap(a, b) for k, a in enumerate(boxes) for b in boxes[:k])
    for box in boxes:
        assert box.x >= block.rect.x - 1e-6
        assert box.right <= block.rect.right + 1e-6
        assert box.bottom <= block.rect.bottom + 1e-6
    for leg in block.text_columns:
        chars = leg.bbox.width / grid.type_size_pt
        assert chars == pytest.approx(round(chars))
        assert round(chars) >= 10
        rows = (leg.bbox.y - grid.y_pt) / grid.leading_pt
        assert rows == pytest.approx(round(rows))


def _text(block):
    lines = [line for leg in block.text_columns for line in leg.lines]
    return "".join("".join(line.line.text for line in lines).split())


class TestHeadBesideCopy:
    """竖题 and 左题."""

    @pytest.mark.parametrize("place", ["upright", "left"])
    def test_it_stands_left_of_all_copy(self, copy, placed, grid, prose, place):
        """As asked for; the copy is whole and in order."""
        part = copy(head=f"headline: 竖题的用处\nheadline_place: {place}\nrank: 4", body=prose(300))
        found = placed(part)
        assert found
        for variant, block in found:
            assert variant.head_place == place
            head = block.part(PartRole.HEADLINE)
            assert head.vertical == (place == "upright")
            assert head.bbox.right < min(leg.bbox.x for leg in block.text_columns)
            assert _text(block) == "".join(prose(300).split())
            _check(block, grid)

    def test_one_down_the_page_butts_against_no_other(self, copy, placed, prose):
        """It is read another way, so no 碰题 is counted."""
        part = copy(head="headline: 竖题的用处\nheadline_place: upright\nrank: 4", body=prose(300))
        assert all(variant.head_span is None for variant, _ in placed(part))

    def test_the_style_allows_it_for_short_headlines_only(self, copy, placed, prose, style):
        """Four to nine characters, without kicker and deck."""
        ladder = style.headlines[4].model_copy(update={"places": ("over", "upright")})
        styled = style.model_copy(update={"headlines": {**style.headlines, 4: ladder}})
        for head, wanted in (
            ("headline: 竖题的用处", {"over", "upright"}),
            ("headline: 竖题的用处\ndeck: 一种排法", {"over"}),
            ("headline: 标题太长就不能竖着排在文旁", {"over"}),
        ):
            part = copy(head=f"{head}\nrank: 4", body=prose(300))
            assert {variant.head_place for variant, _ in placed(part, styled)} == wanted

    def test_what_cannot_be_is_told(self, edition, style, desk, prose):
        """A headline far too long for the height stands over the copy, with a finding."""
        head = "headline: 二十个字的标题不能从上到下排在三行文字的旁边\nheadline_place: upright"
        made = make_up_first(edition({"01/a.md": f"---\n{head}\n---\n{prose(300)}\n"}), style, desk)
        assert "HEAD_PLACE" in {finding.code for finding in made.diagnostics}


class TestOddMeasure:
    """破栏: a framed piece over three columns in two legs."""

    def test_two_legs_over_three_columns(self, copy, placed, grid, prose, style):
        """Longer lines of whole characters, white shared out left and right."""
        box = style.box.model_copy(update={"legs": {3: (2,)}})
        styled = style.model_copy(update={"box": box})
        head = "headline: 破栏的评论\nbox: always\nkind: commentary\nrank: 4"
        found = [
            (variant, block)
            for variant, block in placed(copy(head=head, body=prose(420)), styled)
            if variant.across is not None
        ]
        assert found
        for variant, block in found:
            assert (variant.columns, len(block.text_columns)) == (3, 2)
            assert variant.measure_chars > style.grid.chars
            left = block.text_columns[0].bbox.x - block.rect.x
            right = block.rect.right - block.text_columns[1].bbox.right
            assert left == pytest.approx(right)
            assert _text(block) == "".join(prose(420).split())
            _check(block, grid)


class TestCorner:
    """A comment in the lower or upper right corner of the article it is on."""

    @pytest.fixture
    def pair(self, edition, prose):
        """An article and the piece in its corner, as copy."""

        def make(corner="lower", guest="", host=""):
            articles = edition(
                {
                    "01/a.md": f"---\nheadline: 主稿的标题\nrank: 2\n{host}---\n{prose(900)}\n",
                    "01/b.md": (
                        f"---\nheadline: 短评\nrank: 5\ncorner_of: 01-a\ncorner: {corner}\n"
                        f"{guest}---\n{prose(70, seed=3)}\n"
                    ),
                }
            ).articles
            return [Copy(article=article) for article in articles]

        return make

    @pytest.mark.parametrize("corner", ["lower", "upper"])
    def test_the_copy_keeps_clear_of_the_corner(
        self, pair, placed, grid, style, desk, prose, corner
    ):
        """The piece takes whole cells; legs end above or begin below them; nothing is lost."""
        (joined,) = with_guests(pair(corner), grid, style, desk, 60)
        found = placed(joined)
        assert found
        for variant, block in found:
            notch = block.notch
            assert notch.right == pytest.approx(block.rect.right)
            if corner == "lower":
                assert notch.bottom == pytest.approx(block.rect.bottom)
            assert not any(_overlap(leg.bbox, notch) for leg in block.text_columns)
            assert _text(block) == "".join(prose(900).split())
            guest = variant.guest.variant
            assert guest.boxed
            assert block.cells == block.columns * block.rows - guest.columns * guest.rows
            _check(block, grid)

    def test_the_outline_leaves_the_corner_out(self, pair, placed, grid, style, desk):
        """Six corners with the notch at the foot, eight with it higher up."""
        for corner, count in (("lower", 6), ("upper", 8)):
            (joined,) = with_guests(pair(corner), grid, style, desk, 60)
            assert {len(block.outline) for _, block in placed(joined)} == {count}

    def test_one_that_has_no_host_stands_by_itself_and_says_so(self, pair, grid, style, desk):
        """A framed host takes no guest."""
        copy = pair(host="box: always\n")
        joined = with_guests(copy, grid, style, desk, 60)
        assert list(joined) == copy
        (finding,) = without_host(copy, joined, Page(number=1))
        assert finding.code == "CORNER"

    def test_what_is_left_out_is_two_articles_again(self, pair, grid, style, desk):
        """So none is lost from the list of what was held over."""
        copy = pair()
        joined = with_guests(copy, grid, style, desk, 60)
        assert len(joined) == 1
        assert [part.article.id for part in parted(joined)] == ["01-a", "01-b"]

    def test_both_stand_on_the_page(self, edition, style, desk, prose):
        """As two blocks, the piece after the article it stands in."""
        text = {
            "01/a.md": f"---\nheadline: 主稿的标题\n---\n{prose(900)}\n",
            "01/b.md": f"---\nheadline: 短评\ncorner_of: 01-a\n---\n{prose(70, seed=3)}\n",
        }
        made = make_up_first(edition(text), style, desk)
        blocks = {block.article: block for block in made.blocks if block.article}
        assert _overlap(blocks["01-b"].rect, blocks["01-a"].notch)
        assert blocks["01-b"].boxed


class TestTint:
    """底纹."""

    def test_it_lies_under_what_asks_for_it(self, copy, placed, prose):
        """With its frame."""
        for box, fill in (("tint", "tint"), ("always", None)):
            part = copy(head=f"headline: 来信\nbox: {box}\nrank: 5", body=prose(200))
            assert {block.boxes[0].fill for _, block in placed(part)} == {fill}


def make_up_first(edition, style, desk):
    page = edition.head.pages[0]
    copy = [Copy(article=article) for article in edition.articles]
    return make_up(edition, page, copy=copy, style=style, desk=desk).layout


def _overlap(one, two):
    wide = min(one.right, two.right) - max(one.x, two.x)
    high = min(one.bottom, two.bottom) - max(one.y, two.y)
    return wide > 1e-6 and high > 1e-6
