"""Nameplate, folio lines, masthead, contents and ads: their words and their places."""

import datetime as dt
from itertools import pairwise

import pytest

from layout.makeup.furniture import (
    ContentsEntry,
    advertisement,
    contents,
    date_ear,
    date_text,
    folio_line,
    lunar_text,
    masthead,
    nameplate,
    terms_of,
)
from layout.makeup.model import BlockType
from layout.units import fits

PAPER = """\
paper:
  {name: 版心日报, slug: banxin-daily, latin_name: BANXIN RIBAO, supervisor: 甲, publisher: 乙,
   cn: CN 00-0000, postal_code: 0-00, website: example.org, address: 某路一号, postcode: 137000,
   phone: 000-1, copyright: 版权所有。}
date: 2026-01-01
issue: 4521
weather: 晴
style: tabloid
pages:
  - {number: 1, name: 要闻, editors: {责任编辑: 丙, 校对: 丁}}
  - {number: 2, name: 副刊, editors: {责任编辑: 丙, 校对: 丁}}
  - {number: 3}
"""


@pytest.fixture
def head(edition):
    """The head of an edition of three pages."""
    return edition({"edition.yaml": PAPER, "01/a.md": "---\nheadline: 题\n---\n文。\n"}).head


@pytest.fixture
def made(head, grid, style, desk):
    """Makes a piece of furniture for a page."""

    def make(piece, number=1):
        page = next(page for page in head.pages if page.number == number)
        return piece(head, page, grid=grid, style=style, desk=desk)

    return make


def texts(block):
    return [part.text for part in block.parts]


def is_inside(block):
    """Whether every part stands in its block, across."""
    return all(
        fits(block.rect.x, part.bbox.x) and fits(part.bbox.right, block.rect.right)
        for part in block.parts
    )


def test_a_date_as_a_paper_prints_it():
    """Figures, no zeros before them, the day of the week."""
    assert date_text(dt.date(2026, 1, 1)) == "2026年1月1日 星期四"
    assert date_text(dt.date(2021, 4, 30)) == "2021年4月30日 星期五"


@pytest.mark.parametrize(
    ("date", "said"),
    [
        (dt.date(2026, 3, 5), "农历丙午年正月十七 惊蛰"),
        (dt.date(2025, 7, 25), "农历乙巳年闰六月初一"),
        (dt.date(2026, 2, 17), "农历丙午年正月初一"),
        (dt.date(1872, 4, 30), ""),
    ],
)
def test_the_lunar_date(date, said):
    """Year by its stems and branches, leap months, solar terms; none before the tables begin."""
    assert lunar_text(date, terms_of("zh-CN")) == said


def test_the_lunar_date_in_traditional_characters():
    """農曆, 驚蟄."""
    assert lunar_text(dt.date(2026, 3, 5), terms_of("zh-TW")) == "農曆丙午年正月十七 驚蟄"


def test_a_nameplate_in_the_middle_has_ears(head, grid, style, desk):
    """A calendar leaf at its left, the contents at its right; the day is told once."""
    plate = style.furniture.nameplate.model_copy(update={"columns": 3, "place": "centre"})
    furniture = style.furniture.model_copy(update={"nameplate": plate})
    centred = style.model_copy(update={"furniture": furniture})
    options = {"grid": grid, "style": centred, "desk": desk}
    block = nameplate(head, head.pages[0], **options)
    ear = date_ear(head, head.pages[0], **options)
    entries = [ContentsEntry(page=2, title="题", block=None)]
    right = contents(entries, number=1, lang="zh-CN", **options)
    assert [(b.column, b.columns) for b in (ear, block, right)] == [(0, 1), (1, 3), (4, 1)]
    assert texts(ear) == ["2026年1月", "1", "星期四", "农历乙巳年冬月十三", "晴"]
    assert "2026年1月1日 星期四" not in texts(block)
    assert is_inside(ear)
    assert date_ear(head, head.pages[0], grid=grid, style=style, desk=desk) is None


def test_a_code_of_the_website(head, grid, style, desk):
    """Dark modules inside a square at the right of the name, with white around them."""
    plate = style.furniture.nameplate.model_copy(update={"qr_pt": 48.0})
    furniture = style.furniture.model_copy(update={"nameplate": plate})
    coded = style.model_copy(update={"furniture": furniture})
    block = nameplate(head, head.pages[0], grid=grid, style=coded, desk=desk)
    assert len(block.boxes) > 100
    name = block.parts[0].bbox
    left = min(box.bbox.x for box in block.boxes)
    assert name.right < left
    assert max(box.bbox.right for box in block.boxes) < block.rect.right
    silent = coded.furniture.nameplate.model_copy(update={"qr_pt": 0.0})
    furniture = style.furniture.model_copy(update={"nameplate": silent})
    plain = style.model_copy(update={"furniture": furniture})
    assert nameplate(head, head.pages[0], grid=grid, style=plain, desk=desk).boxes == ()


def test_the_nameplate(made, grid):
    """Name, Latin name, three lines of data, the last with who is answerable."""
    block = made(nameplate)
    assert texts(block) == [
        "版心日报",
        "BANXIN RIBAO",
        *("2026年1月1日 星期四", "农历乙巳年冬月十三", "晴"),
        *("第01版 要闻", "今日3版", "总第4521期"),
        *("国内统一连续出版物号 CN 00-0000", "邮发代号 0-00"),
        *("主管：甲", "主办：乙"),
    ]
    assert (block.kind, block.column, block.row) == (BlockType.NAMEPLATE, 0, 0)
    assert block.rect == grid.rect(0, 0, 3, 13)
    assert block.parts[0].lines[0].color == "accent"
    assert is_inside(block)
    tops = [part.bbox.y for part in block.parts]
    assert tops == sorted(tops)
    assert block.parts[-1].bbox.bottom < block.rect.bottom


def test_a_paper_that_says_little(edition, grid, style, desk):
    """Lines without data are left out; the masthead as a whole."""
    sparse = edition({"01/a.md": "---\nheadline: 题\n---\n文。\n"}).head
    page = sparse.pages[0]
    options = {"grid": grid, "style": style, "desk": desk}
    plate = nameplate(sparse, page, **options)
    assert texts(plate) == [
        "版心日报",
        *("2026年1月1日 星期四", "农历乙巳年冬月十三"),
        *("第01版", "今日1版", "总第3期"),
    ]
    assert masthead(sparse, page, **options) is None


def test_folio_lines_are_mirrored(made, grid):
    """The number stands outside: left on even pages, right on odd ones; the date inside."""
    even, odd = made(folio_line, 2), made(folio_line, 3)
    assert texts(even) == ["02　副刊", "版心日报", "2026年1月1日 星期四　责任编辑：丙　校对：丁"]
    assert texts(odd) == ["03", "版心日报", "2026年1月1日 星期四"]
    left, right = grid.x(0), grid.x(0) + grid.width(grid.columns)
    assert even.parts[0].bbox.x == pytest.approx(left)
    assert even.parts[2].bbox.right == pytest.approx(right)
    assert odd.parts[0].bbox.right == pytest.approx(right)
    assert odd.parts[2].bbox.x == pytest.approx(left)
    for block in (even, odd):
        assert (block.kind, block.row, block.rect.bottom <= grid.y(0)) == (
            BlockType.FOLIO_LINE,
            -3,
            True,
        )
        name = block.parts[1].bbox
        assert name.x + name.width / 2 == pytest.approx((left + right) / 2)
        assert is_inside(block)


def test_the_masthead(made, grid):
    """One line in the foot margin, set smaller where it would be too wide."""
    block = made(masthead, 2)
    assert texts(block) == ["example.org　版权所有。　地址：某路一号　邮编：137000　电话：000-1"]
    assert block.row == grid.rows
    assert block.parts[0].bbox.y > grid.y(grid.rows)
    assert is_inside(block)


def test_long_furniture_is_set_smaller(head, grid, style, desk):
    """Type shrinks until it fits its room."""
    paper = head.paper.model_copy(update={"copyright": "版权所有，" * 60})
    long = head.model_copy(update={"paper": paper})
    block = masthead(long, head.pages[0], grid=grid, style=style, desk=desk)
    assert block.parts[0].size_pt < style.furniture.masthead.size_pt
    assert is_inside(block)


def test_contents_lead_to_other_pages(grid, style, desk):
    """导读: page and headline of each story with a link, as many as the ear has room for."""
    entries = [
        ContentsEntry(page=2, title=f"第{k}篇稿件的标题有这样长要分成两行才放得下", block=f"a-{k}")
        for k in range(30)
    ]
    block = contents(entries, number=1, lang="zh-CN", grid=grid, style=style, desk=desk)
    assert block.rect == grid.rect(3, 0, 2, 13)
    title, *listed = block.parts
    assert (title.text, title.link) == ("导　读", None)
    assert [part.link for part in listed] == [f"#a-{k}" for k in range(len(listed))]
    assert listed[0].text.startswith("02版 第0篇稿件")
    assert 3 <= len(listed) < 30
    assert is_inside(block)
    for upper, lower in pairwise(listed):
        assert upper.bbox.bottom <= lower.bbox.y
    assert listed[-1].bbox.bottom < block.boxes[0].bbox.bottom


def test_no_ear_no_contents(grid, style, desk):
    """A nameplate of full width leaves none."""
    plate = style.furniture.nameplate.model_copy(update={"columns": 5})
    furniture = style.furniture.model_copy(update={"nameplate": plate})
    wide = style.model_copy(update={"furniture": furniture})
    assert contents([], number=1, lang="zh-CN", grid=grid, style=wide, desk=desk) is None


@pytest.mark.parametrize("size", [(1200, 300), (300, 1200), (600, 400)])
def test_an_ad_is_marked_and_keeps_its_shape(edition, grid, style, desk, size):
    """The word 广告 above it; the picture whole, inside its cells."""
    ad_line = "ads: [{file: ad.png, columns: 3, rows: 20}]"
    ads = f"paper: {{name: 报, slug: b}}\ndate: 2026-01-01\npages: [{{number: 1, {ad_line}}}]\n"
    files = {"edition.yaml": ads, "01/a.md": "---\nheadline: 题\n---\n文。\n"}
    (ad,) = edition(files, pictures=[("ad.png", *size)]).ads
    block = advertisement(
        ad, index=1, lang="zh-CN", column=1, row=62, grid=grid, style=style, desk=desk
    )
    (picture,) = block.pictures
    assert texts(block) == ["广告"]
    assert block.rect == grid.rect(1, 62, 3, 20)
    assert picture.crop == (0.0, 0.0, 1.0, 1.0)
    assert picture.bbox.width / picture.bbox.height == pytest.approx(size[0] / size[1])
    assert fits(block.rect.x, picture.bbox.x)
    assert fits(picture.bbox.right, block.rect.right)
    assert fits(picture.bbox.bottom, block.rect.bottom)
    assert picture.bbox.y >= block.parts[0].bbox.bottom
