"""Pages one after the other: own articles, the pool, and what goes on overleaf."""

import pytest

from layout.composition.model import LineKind
from layout.makeup import finished, held_over, is_divisible, make_up_pages
from layout.makeup.model import BlockType


@pytest.fixture
def made(edition, style, desk, prose):
    """Makes up an edition; articles as path: (characters, head)."""

    def make(articles, *, pages=2, numbers=None):
        files = {
            name: f"---\nheadline: 第{k}篇稿件\n{head}\n---\n{prose(size, seed=k)}\n"
            for k, (name, (size, head)) in enumerate(articles.items())
        }
        whole = edition(files, pages=pages)
        return whole, make_up_pages(whole, style=style, desk=desk, numbers=numbers)

    return make


def on_page(pages, number):
    """Ids of the articles on a page."""
    page = next(page for page in pages.pages if page.number == number)
    return {block.article for block in page.blocks if block.article}


def lines_of(pages, article):
    return [
        placed.line
        for page in pages.pages
        for block in page.blocks
        if block.article == article
        for leg in block.text_columns
        for placed in leg.lines
    ]


OWN = {f"0{page}/{k}.md": (size, "") for page in (1, 2) for k, size in enumerate((1200, 900, 500))}


def test_own_articles_stand_on_their_page(made):
    """The folder says the page."""
    _, pages = made(OWN)
    assert on_page(pages, 1) == {"01-0", "01-1", "01-2"}
    assert on_page(pages, 2) == {"02-0", "02-1", "02-2"}


def test_the_pool_fills_up(made):
    """Pool articles by rank where there is room; each on one page, or held over."""
    pool = {f"pool/{k}.md": (400 + 60 * k, f"rank: {k + 1}") for k in range(8)}
    whole, pages = made({**OWN, **pool})
    placed = [on_page(pages, 1), on_page(pages, 2), {article.id for article in pages.held}]
    assert sum(len(ids) for ids in placed) == len(set().union(*placed)) == len(whole.articles)
    assert placed[0] > {"01-0", "01-1", "01-2"}
    found = held_over(pages.held)
    assert [d.code for d in found] == ["HELD"] * len(pages.held)
    assert all(d.span is not None and d.span.line == 2 for d in found)


def test_only_editions_without_a_pool_divide(made):
    """Pages that take from one pool depend on each other."""
    assert is_divisible(made(OWN)[0])
    assert not is_divisible(made({**OWN, "pool/1.md": (300, "")})[0])
    assert not is_divisible(made({"01/0.md": (300, "")}, pages=1)[0])


def test_pages_made_alone_are_the_same(made):
    """An edition divided between processes comes out as one that is not."""
    _, both = made(OWN)
    for number in (1, 2):
        _, alone = made(OWN, numbers=[number])
        (page,) = alone.pages
        (other,) = [p for p in both.pages if p.number == number]
        assert [(b.id, b.rect) for b in page.blocks] == [(b.id, b.rect) for b in other.blocks]


@pytest.mark.parametrize("size", [4200, 5500])
def test_a_long_story_goes_on_overleaf(made, size):
    """Jump lines at both ends; the lines in between are those of the article, in order, once."""
    articles = {"01/0.md": (size, "rank: 1"), "02/1.md": (700, ""), "02/2.md": (500, "")}
    whole, pages = made(articles)
    lines = [line for line in lines_of(pages, "01-0") if line.kind is not LineKind.BLANK]
    text = "".join(line.text for line in lines if line.kind is not LineKind.JUMP)
    jumps = [line.text for line in lines if line.kind is LineKind.JUMP]
    assert jumps == ["（下转第2版）", "（上接第1版）"]
    assert text == "".join(block.text for block in whole.articles[0].body)
    ids = [b.id for page in pages.pages for b in page.blocks if b.article == "01-0"]
    assert ids == ["a-01-0", "a-01-0-from-1"]
    assert pages.rest is None


def test_a_story_that_must_not_jump_is_left_out(made):
    """``jump: never``: whole or not at all."""
    _, pages = made({"01/0.md": (6000, "jump: never"), "02/1.md": (700, "")})
    assert lines_of(pages, "01-0") == []
    assert "OVERSET" in [d.code for page in pages.pages for d in page.diagnostics]


def test_the_front_page_lists_the_others(made, style, desk):
    """导读: the stories of the other pages, the most important first, with links that lead."""
    whole, pages = made(OWN)
    front, other = finished(whole, pages, style=style, desk=desk)
    (block,) = [b for b in front.blocks if b.kind is BlockType.CONTENTS]
    ids = {b.id for b in other.blocks}
    links = [part.link for part in block.parts if part.link]
    assert links == ["#a-02-0", "#a-02-1", "#a-02-2"]
    assert all(link.removeprefix("#") in ids for link in links)
    assert [b.kind for b in front.blocks[:2]] == [BlockType.NAMEPLATE, BlockType.CONTENTS]
