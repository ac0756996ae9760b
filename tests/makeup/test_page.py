"""Whole pages of generated editions: what holds for any page, and what is said of odd ones."""

import random

import pytest

from layout.composition.model import LineKind
from layout.makeup import finished, make_up_pages
from layout.makeup.art import ArtPlace
from layout.makeup.model import BlockType, PartRole
from layout.makeup.place import baseline_of, place_variant
from layout.makeup.settle import Settler
from layout.makeup.variants import variants
from layout.units import fits

KINDS = ["news"] * 6 + ["commentary", "feature", "brief", "brief", "poem", "notice"]
HEADLINES = (
    "老街口的粮店重新开门",
    "一条河的四十年",
    "菜价为什么早晨便宜",
    "县城夜校第一课",
    "雨前收完最后一垄麦",
)


def article(draw, prose, rank, *, page):
    """An article of chance length and dress, its picture if it has one."""
    kind = draw.choice(KINDS) if rank > 1 else "news"
    size = {"brief": 90, "poem": 80, "notice": 120}.get(kind, draw.choice([250, 400, 700, 1100]))
    head = [f"headline: {draw.choice(HEADLINES)}", f"kind: {kind}", f"rank: {rank}"]
    head += ["kicker: 引题一行"] * (draw.random() < 0.5) + ["deck: ——副题一行"] * (
        draw.random() < 0.5
    )
    head += ["byline: [●本报记者]"] * (draw.random() < 0.6)
    pictures = []
    if kind in ("news", "feature") and draw.random() < 0.3:
        name = f"{page:02d}/p{rank}.png"
        pictures.append((name, draw.randint(600, 1500), draw.randint(500, 1200)))
        head.append(f"pictures: [{{file: p{rank}.png, caption: 图说一句。, credit: 本报}}]")
    body = prose(size, seed=draw.randint(0, 10**6))
    if kind == "poem":
        body = "春眠不觉晓\n处处闻啼鸟\n\n夜来风雨声\n花落知多少"
    elif draw.random() < 0.3:
        first, _, rest = body.partition("\n\n")
        body = f"{first}\n\n## 小标题一行\n\n{rest or first}"
    return "---\n{}\n---\n{}\n".format("\n".join(head), body), pictures


@pytest.fixture(params=range(10))
def pages(request, edition, style, desk, prose):
    """The edition and the pages of one seed: two pages, a pool, now and then an ad."""
    draw = random.Random(request.param)
    files, pictures = {}, []
    for page in (1, 2):
        for rank in range(1, draw.randint(4, 9)):
            name = f"{page:02d}/{rank}.md"
            files[name], more = article(draw, prose, rank, page=page)
            pictures += more
    for rank in range(1, draw.randint(1, 5)):
        files[f"pool/{rank}.md"] = f"---\nheadline: 待用\nrank: {rank}\n---\n{prose(300, rank)}\n"
    more = "fillers: [{text: 少说空话，多办实事。}]\n" * (request.param % 2)
    whole = edition(files, pages=2, pictures=pictures, more=more)
    made = make_up_pages(whole, style=style, desk=desk)
    return whole, finished(whole, made, style=style, desk=desk), made


def test_a_picture_in_a_frame_clears_its_text(copy, grid, style, desk, prose):
    """No leg of a framed story stands beside or under the picture over its right-hand legs."""
    head = "headline: 加框的图文\nbox: always\npictures: [{file: p.png}]"
    story = copy(head, prose(900), pictures=[("p.png", 900, 600)])
    found = variants(story, grid=grid, style=style, desk=desk, most_rows=82)
    right = [v for v in found if v.art is not None and v.art.place is ArtPlace.RIGHT]
    assert right
    for variant in right:
        settled = Settler(style, desk).settled(variant)
        block = place_variant(
            settled.variant, settled.copy, column=0, row=0, grid=grid, style=style
        )
        (picture,) = block.pictures
        for leg in block.text_columns:
            is_beside = fits(leg.bbox.right, picture.bbox.x)
            assert is_beside or fits(picture.bbox.bottom, leg.bbox.y)


AD = "pages: [{{number: 1, ads: [{{file: ad.png, columns: 5, rows: {}}}]}}]"


@pytest.mark.parametrize("rows", [69, 200])
def test_no_advertisement_is_lost_without_a_word(edition, style, desk, prose, rows):
    """It stands on the page, or the page says that it does not."""
    files = {
        f"01/{k}.md": f"---\nheadline: 第{k}篇稿件\n---\n{prose(size, k)}\n"
        for k, size in enumerate((1300, 900, 600, 450, 300, 200))
    }
    head = f"paper: {{name: 报, slug: b}}\ndate: 2026-01-01\nstyle: tabloid\n{AD.format(rows)}\n"
    whole = edition({"edition.yaml": head, **files}, pictures=[("ad.png", 900, 300)])
    (page,) = make_up_pages(whole, style=style, desk=desk).pages
    placed = [block for block in page.blocks if block.kind is BlockType.AD]
    assert placed or any("ad.png" in d.message.en for d in page.diagnostics)


def test_a_filler_may_be_a_drawing(edition, style, desk, prose):
    """补白 with a file and no text."""
    files = {"01/1.md": f"---\nheadline: 一篇稿件\n---\n{prose(900)}\n"}
    whole = edition(files, pictures=[("f.png", 400, 400)], more="fillers: [{file: f.png}]\n")
    (page,) = make_up_pages(whole, style=style, desk=desk).pages
    assert [p.file for b in page.blocks for p in b.pictures] == ["f.png"]


def test_a_locked_story_stands_where_it_is_locked(edition, style, desk, prose):
    """Column and row as the editor has fixed them."""
    files = {
        f"01/{k}.md": f"---\nheadline: 第{k}篇稿件\n---\n{prose(size, k)}\n"
        for k, size in enumerate((1300, 900, 600, 300))
    }
    lock = "headline: 锁定\nlock: {column: 4, row: 13, columns: 1}"
    files["01/9.md"] = f"---\n{lock}\n---\n{prose(200)}\n"
    (page,) = make_up_pages(edition(files), style=style, desk=desk).pages
    (block,) = [block for block in page.blocks if block.article == "01-9"]
    assert block.locked
    assert (block.column, block.row, block.columns) == (4, 13, 1)


def stories(page):
    return [b for b in page.blocks if b.kind in (BlockType.ARTICLE, BlockType.PICTURE)]


def test_any_page(pages):
    """What holds whatever the copy: places, lines, text; each check says what it is of."""
    whole, layouts, made = pages
    for page in layouts:
        check_cells(page)
        check_parts(page)
        check_lines(page)
        check_findings(page)
    check_copy(whole, layouts, made)


def check_cells(page):
    """Blocks stand on whole cells of the type area, none on another; white is told."""
    taken = [
        (column, row)
        for block in page.blocks
        for column in range(block.column, block.column + block.columns)
        for row in range(block.row, block.row + block.rows)
        if block.kind not in (BlockType.FOLIO_LINE, BlockType.MASTHEAD)
    ]
    grid = page.grid
    inside = {(column, row) for column in range(grid.columns) for row in range(grid.rows)}
    assert len(taken) == len(set(taken))
    assert set(taken) <= inside
    if "UNDERSET" not in {d.code for d in page.diagnostics}:
        assert set(taken) == inside
    for block in page.blocks:
        assert block.rect == grid.rect(block.column, block.row, block.columns, block.rows)


def check_parts(page):
    """Everything in a block stands in its rectangle, nothing on anything else in it."""
    for block in page.blocks:
        boxes = [part.bbox for part in block.parts]
        for picture in block.pictures:
            boxes.append(picture.bbox)
            if picture.cutline:
                boxes.append(picture.cutline.bbox)
        boxes += [leg.bbox for leg in block.text_columns]
        for box in boxes:
            assert fits(block.rect.x, box.x), block.id
            assert fits(box.right, block.rect.right), block.id
            assert fits(block.rect.y, box.y), block.id
            assert fits(box.bottom, block.rect.bottom), block.id
        for k, one in enumerate(boxes):
            for two in boxes[k + 1 :]:
                apart = (
                    fits(one.right, two.x)
                    or fits(two.right, one.x)
                    or fits(one.bottom, two.y)
                    or fits(two.bottom, one.y)
                )
                assert apart, (block.id, one, two)


def check_lines(page):
    """Body lines keep to the grid and to their measure, and fill it unless their paragraph ends."""
    grid = page.grid
    baselines = {round(baseline_of(grid, row), 6) for row in range(grid.rows)}
    for block in stories(page):
        for leg in block.text_columns:
            last = 0.0
            for placed in leg.lines:
                line, size = placed.line, placed.size_pt
                assert round(placed.baseline_pt, 6) in baselines
                assert placed.baseline_pt > last
                last = placed.baseline_pt
                within = line.advances_em[: len(line.advances_em) - line.hang_end]
                width = (line.indent_em + sum(within)) * size
                assert fits(width, placed.measure_pt + 1e-3) or line.forced, line.text
                if line.justified:
                    assert width == pytest.approx(placed.measure_pt, abs=1e-3)
        check_feet(block, grid)


def check_feet(block, grid):
    """Legs end at one height or a row short; two rows where the next begins with a subhead."""
    legs = block.text_columns
    empty = [(leg.bbox.bottom - leg.lines[-1].baseline_pt) / grid.leading_pt for leg in legs]
    for k, rows in enumerate(empty):
        heads_next = k + 1 < len(legs) and legs[k + 1].lines[0].line.kind is LineKind.SUBHEAD
        assert rows - min(empty) < (2.01 if heads_next else 1.01), block.id


def check_copy(whole, layouts, made):
    """Every article is set once from beginning to end, or not at all and named."""
    named = {d.span.file for page in layouts for d in page.diagnostics if d.code == "OVERSET"}
    held = {article.id for article in made.held}
    for art in whole.articles:
        blocks = [b for page in layouts for b in stories(page) if b.article == art.id]
        lines = [p.line for b in blocks for leg in b.text_columns for p in leg.lines]
        text = "".join(line.text for line in lines if line.kind is not LineKind.JUMP)
        if not blocks:
            assert art.id in held or any(name.endswith(art.source) for name in named), art.id
            continue
        assert "".join(text.split()) == "".join("".join(b.text for b in art.body).split())
        first = blocks[0]
        assert first.part(PartRole.HEADLINE).text.strip() == art.head.headline.strip()
        assert len([p for b in blocks for p in b.pictures]) == len(art.pictures)


def check_findings(page):
    """Findings carry the page's number."""
    assert all(found.page == page.number for found in page.diagnostics)


TWO_PAGES = "paper: {{name: 报, slug: b}}\ndate: 2026-01-01\nstyle: tabloid\npages:\n{}\n"
ADS = ", ads: [{file: ad.png, columns: 5, rows: 40}]"


@pytest.mark.parametrize(
    ("height", "length", "full", "shown"),
    [(500, 5000, (), [1]), (900, 2800, (1,), [2]), (900, 2800, (1, 2), [])],
)
def test_pictures_of_a_cut_story(edition, style, desk, prose, height, length, full, shown):
    """They open its first part with their captions, or else the second; or that is an error."""
    pages = (f"  - {{number: {n}{ADS if n in full else ''}}}" for n in (1, 2))
    head = "headline: 长稿\npictures: [{file: a.png, caption: 图为桥。, min_columns: 4, crop: 0}]"
    files = {
        "edition.yaml": TWO_PAGES.format("\n".join(pages)),
        "01/a.md": f"---\n{head}\n---\n{prose(length)}\n",
        "02/b.md": f"---\nheadline: 短稿\n---\n{prose(500)}\n",
    }
    drawn = [("01/a.png", 900, height), ("ad.png", 900, 300)]
    made = make_up_pages(edition(files, pictures=drawn), style=style, desk=desk).pages
    blocks = [(page.number, b) for page in made for b in page.blocks if b.article == "01-a"]
    assert [number for number, _ in blocks] == [1, 2]
    found = [(number, p) for number, block in blocks for p in block.pictures]
    assert [(number, p.cutline.text) for number, p in found] == [(n, "图为桥。") for n in shown]
    codes = [d.code for page in made for d in page.diagnostics]
    assert ("PICTURE_LEFT_OUT" in codes) is not bool(shown)
