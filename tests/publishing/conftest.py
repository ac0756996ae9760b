"""Finished editions to publish: the sample as built, and small ones whose record is made here."""

import json
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from layout import console, pipeline
from layout.project import data_folder
from layout.publishing import publish
from layout.publishing.model import SiteOptions

SAMPLE = data_folder("templates").parent / "content" / "2026-01-01"
ADDRESS = "https://example.org/paper"
SHEET_PT = (200.0, 300.0)
LINE_CHARS = 10
SIZE_PT, LEADING_PT = 9.0, 12.0
PAPER = {
    "name": "版心日报",
    "slug": "banxin-daily",
    "website": "https://example.org",
    "copyright": "版权所有。未经许可，不得转载。",
}


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """The sample edition's finished files."""
    out = tmp_path_factory.mktemp("sample")
    options = pipeline.BuildOptions(
        out=out, cache=console.machine_cache(), font_folders=console.machine_fonts()
    )
    return pipeline.build(SAMPLE, options).folder


@pytest.fixture(scope="session")
def site(sample, tmp_path_factory):
    """The sample and two small editions on a site: the day before, and one of the next month."""
    folder = tmp_path_factory.mktemp("site") / "www"
    out = tmp_path_factory.mktemp("others")
    sources = [sample, small_edition(out, "2025-12-31"), jumping_edition(out, "2026-02-02")]
    publish(sources, folder, SiteOptions(address=ADDRESS))
    return folder


def small_edition(
    out, day, text="天地玄黄，宇宙洪荒。", headline="短讯一则", sheet_pt=SHEET_PT, **paper
):
    """An edition of one page with one story, as a build would have written it."""
    story = _story("01-short", headline, [text], {1: [text]})
    return _written(out, day, [story], pages=1, paper={**PAPER, **paper}, sheet_pt=sheet_pt)


def jumping_edition(out, day):
    """Two pages; the lead is cut in the middle of a paragraph and goes on on page 2."""
    first, second = "甲乙丙丁戊己庚辛壬癸" * 3, "子丑寅卯辰巳午未申酉戌亥" * 2
    lead = _story(
        "01-lead",
        "转版的头条\n分作两行",
        [first, second],
        {1: [first, second[:10]], 2: [None, second[10:]]},
        kicker="引题在上",
        deck="——副题在下",
        byline=["●甲某 乙某"],
        dateline="本报讯",
    )
    other = _story(
        "02-other", "第二版的稿子", ["日月盈昃，辰宿列张。"], {2: ["日月盈昃，辰宿列张。"]}
    )
    held = {**_story("pool-held", "没有排下的", ["寒来暑往。"], {})["article"], "pages": []}
    folder = _written(out, day, [lead, other], pages=2, paper=PAPER)
    record = json.loads((folder / "edition.json").read_text(encoding="utf-8"))
    record["articles"].append(held)
    (folder / "edition.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return folder


def _story(name, headline, paragraphs, printed, **head):
    """An article's record and its blocks by page; a paragraph that is None is not there."""
    dateline = head.get("dateline", "")
    article = {
        "id": name,
        "source": f"{name.replace('-', '/', 1)}.md",
        "sha256": "0" * 64,
        "headline": headline,
        "rank": 1,
        "pages": sorted(printed),
        "characters": sum(map(len, paragraphs)),
        "kicker": "",
        "deck": "",
        "byline": [],
        "dateline": "",
        "column": "",
        "kind": "news",
        "pictures": [],
        "body": [
            {"kind": "paragraph", "paragraph": n, "runs": [{"text": text}]}
            for n, text in enumerate(paragraphs)
        ],
        **head,
    }
    blocks = {}
    for page, texts in printed.items():
        lines = [
            line
            for n, text in enumerate(texts)
            if text
            for line in _lines(n, (f"{dateline}\u3000" if dateline and n == 0 else "") + text)
        ]
        blocks[page] = (headline if page == min(printed) else "", lines)
    return {"article": article, "blocks": blocks}


def _lines(paragraph, text):
    """The lines of a paragraph; what stands at their ends of white is not told."""
    pieces = [text[at : at + LINE_CHARS] for at in range(0, len(text), LINE_CHARS)]
    return [
        {
            "text": piece.strip(),
            "x_pt": 20.0,
            "width_pt": SIZE_PT * len(piece.strip()),
            "measure_pt": SIZE_PT * LINE_CHARS,
            "paragraph": paragraph,
            "first": n == 0,
            "last": n == len(pieces) - 1,
        }
        for n, piece in enumerate(pieces)
    ]


def _block(story, page, row):
    headline, lines = story["blocks"][page]
    y = 40.0 + row * 120
    placed = [{**line, "baseline_pt": y + 20 + LEADING_PT * n} for n, line in enumerate(lines)]
    box = (20.0, y, 100.0, 16.0)
    head = {"text": headline, "lines": headline.split("\n"), "size_pt": 16.0, "bbox_pt": box}
    return {
        "id": f"a-{story['article']['id']}-{page}",
        "kind": "article",
        "article": story["article"]["id"],
        "rank": 1,
        "boxed": False,
        "locked": False,
        "column": 0,
        "row": row,
        "columns": 1,
        "rows": 10,
        "polygon_pt": [(20.0, y), (180.0, y), (180.0, y + 110), (20.0, y + 110)],
        "headline": {**head, "vertical": False} if headline else None,
        "kicker": None,
        "deck": None,
        "byline": None,
        "pictures": [],
        "text_columns": [{"bbox_pt": (20.0, y, 90.0, 100.0), "lines": placed}],
        "blank_lines": 0,
    }


def _written(out, day, stories, *, pages, paper, sheet_pt=SHEET_PT):
    folder = Path(out) / paper["slug"] / day
    folder.mkdir(parents=True)
    grid = {
        "columns": 1,
        "rows": 20,
        "column_width_pt": 90.0,
        "column_gap_pt": 9.0,
        "leading_pt": LEADING_PT,
        "type_size_pt": SIZE_PT,
        "origin_pt": (20.0, 20.0),
    }
    told = []
    for number in range(1, pages + 1):
        own = [story for story in stories if number in story["blocks"]]
        (folder / f"{number:02}.pdf").write_bytes(_pdf(sheet_pt))
        told.append(
            {
                "number": number,
                "name": "要闻" if number == 1 else "综合",
                "lang": "zh-CN",
                "editors": {"责任编辑": "张三"},
                "pdf": f"{number:02}.pdf",
                "sha256": "0" * 64,
                "trim_pt": SHEET_PT,
                "type_area_pt": (20.0, 20.0, 160.0, 260.0),
                "grid": grid,
                "blocks": [_block(story, number, row) for row, story in enumerate(own)],
            }
        )
    record = {
        "schema": "banxin/edition/1",
        "generator": {"name": "banxin", "version": "0"},
        "profile": "screen",
        "paper": paper,
        "date": day,
        "issue": 7,
        "lang": "zh-CN",
        "fonts": [],
        "pages": told,
        "articles": [story["article"] for story in stories],
        "diagnostics": [],
    }
    text = json.dumps(record, ensure_ascii=False)
    (folder / "edition.json").write_text(text, encoding="utf-8")
    return folder


@cache
def _pdf(sheet_pt):
    """A white page."""
    from io import BytesIO

    data = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=sheet_pt)
        pdf.save(data, deterministic_id=True)
    return data.getvalue()


@pytest.fixture(scope="session")
def editions():
    """Makers of small editions."""
    return {"small": small_edition, "jumping": jumping_edition}
