"""Pages one after the other: own articles, the pool, and what goes on overleaf."""

import re

import pytest

from layout.composition.model import LineKind
from layout.makeup import finished, held_over, is_divisible, make_up_pages, pages_dropped
from layout.makeup.model import BlockType, PartRole


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


def test_only_editions_whose_pool_is_not_shared_divide(made, edition):
    """Pages that may take the same pool story depend on each other."""
    assert is_divisible(made(OWN)[0])
    assert not is_divisible(made({**OWN, "pool/1.md": (300, "")})[0])
    assert not is_divisible(made({"01/0.md": (300, "")}, pages=1)[0])
    named = "paper: {name: 报, slug: b}\ndate: 2026-01-01\nstyle: tabloid\npages:\n"
    named += "  - {number: 1, name: 要闻}\n  - {number: 2, name: 副刊}\n"
    story = "---\nheadline: 题\nsection: 副刊\n---\n文。\n"
    assert is_divisible(edition({"edition.yaml": named, "01/0.md": story, "pool/1.md": story}))


def test_copy_on_standby_may_be_left_over(made):
    """备稿 that no page took is told in a note, other copy as an error."""
    pool = {"pool/8.md": (900, "standby: true"), "pool/9.md": (900, "")}
    _, pages = made({**{f"01/{k}.md": (1400, "") for k in range(3)}, **pool}, pages=1)
    found = {d.code: d.severity.value for d in held_over(pages.held)}
    assert found == {"STANDBY": "note", "HELD": "error"}


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


HEAD = "paper: {name: 版心日报, slug: banxin-daily}\ndate: 2026-01-01\nstyle: tabloid\npages:\n"


def story(prose, size, head="", seed=1):
    return f"---\nheadline: 第{seed}篇稿件\n{head}\n---\n{prose(size, seed)}\n"


def test_pool_stories_go_to_the_page_of_their_section(edition, style, desk, prose):
    """By ``sections`` or the page's name."""
    pages = "".join(
        f"  - {{number: {k + 1}, {key}}}\n"
        for k, key in enumerate(("name: 头版", "name: 经济", "sections: [文化, 体育]"))
    )
    sections = {"经济": 2, "文化": 3, "体育": 3, "": 1}
    files = {
        f"pool/{k}{name}.md": story(prose, 700 + 100 * k, f"section: {name}", seed=k + 1)
        for k in range(2)
        for name in sections
    }
    whole = edition({"edition.yaml": HEAD + pages, **files})
    pages = make_up_pages(whole, style=style, desk=desk)
    told = {article.id: sections[article.head.section] for article in whole.articles}
    placed = {name: page.number for page in pages.pages for name in on_page(pages, page.number)}
    of_sections = {name: number for name, number in placed.items() if name[-1] not in "01"}
    assert len(of_sections) >= 5
    assert {name: told[name] for name in of_sections} == of_sections


def test_a_page_without_copy_is_dropped(edition, style, desk, prose):
    """Only where it is optional; the nameplate counts the pages that are left."""
    pages = "".join(f"  - {{number: {k}, optional: {str(k > 1).lower()}}}\n" for k in (1, 2, 3))
    files = {f"pool/{k}.md": story(prose, 800, seed=k) for k in range(1, 5)}
    whole = edition({"edition.yaml": HEAD + pages, **files})
    made = make_up_pages(whole, style=style, desk=desk)
    assert 3 in made.dropped
    front, *_ = finished(whole, made, style=style, desk=desk)
    (plate,) = [block for block in front.blocks if block.kind is BlockType.NAMEPLATE]
    count = f"今日{3 - len(made.dropped)}版"
    assert any(count in part.text for part in plate.parts)
    assert [note.page for note in pages_dropped(made.dropped)] == list(made.dropped)


def test_the_rest_of_a_story_goes_where_its_editor_says(made):
    """``jump: 3``: the jump lines name pages 3 and 1, and page 2 has none of it."""
    articles = {
        "01/0.md": (4500, "rank: 1\njump: 3"),
        **{f"0{page}/{k}.md": (700, "") for page in (2, 3) for k in (1, 2)},
    }
    _, pages = made(articles, pages=3)
    jumps = [line.text for line in lines_of(pages, "01-0") if line.kind is LineKind.JUMP]
    assert jumps == ["（下转第3版）", "（上接第1版）"]
    assert "01-0" not in on_page(pages, 2)


def test_a_pool_page_has_a_lead_of_its_own(edition, style, desk, prose):
    """The first pool story of a page without stories of its own is dressed as its lead."""
    ranks = (31, 32, 33)
    files = {f"pool/{k}.md": story(prose, 900, f"rank: {k}", seed=k) for k in ranks}
    whole = edition({"edition.yaml": f"{HEAD}  - {{number: 1}}\n", **files})
    (page,) = make_up_pages(whole, style=style, desk=desk).pages
    sizes = [
        part.size_pt
        for block in sorted(page.blocks, key=lambda block: block.rank or 0)
        if block.article and (part := block.part(PartRole.HEADLINE))
    ]
    assert len(sizes) == 3
    assert sizes[0] >= min(style.headline(1).sizes_pt)
    assert sizes[0] > sizes[1] > sizes[2]


def test_copy_is_cut_only_as_its_author_allows(edition, style, desk, prose):
    """Whole paragraphs from the foot, no more than the share, each told with its characters."""
    files = {
        f"01/{k}.md": story(prose, size, f"rank: {k + 1}\ncut: 0.3\njump: never", seed=k + 1)
        for k, size in enumerate((1700, 1400, 1100, 700))
    }
    whole = edition(files)
    made = make_up_pages(whole, style=style, desk=desk)
    told = {
        d.block.removeprefix("a-"): int(re.search(r"删 (\d+) 字", d.message.zh)[1])
        for d in made.pages[0].diagnostics
        if d.code == "CUT"
    }
    assert told
    for article in whole.articles:
        if article.id not in on_page(made, 1):
            continue
        text = "".join(line.text for line in lines_of(made, article.id))
        paragraphs = [block.text for block in article.body]
        assert text in {"".join(paragraphs[: k + 1]) for k in range(len(paragraphs))}
        lost = len("".join(paragraphs)) - len(text)
        assert lost == told.get(article.id, 0)
        assert lost <= 0.3 * len("".join(paragraphs))
