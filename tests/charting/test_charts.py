"""Data beside an article become a drawing in the style's colours, told in words as well."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from layout.charting import with_charts
from layout.content import load_edition
from layout.errors import ContentError
from layout.style import load_style
from layout.style.model import Style

ROOT = Path(__file__).resolve().parents[2]
EDITION = """
paper: {{name: 试报, slug: trial}}
date: 2026-03-05
style: tabloid
pages: [{{number: 1, name: 要闻, lang: {lang}}}]
"""
BARS = "纸,克\n新闻纸,45\n复印纸,80\n"
YEARS = "年,甲,乙\n1980,10,5\n2000,-20,7.5\n2020,35,9\n"


@pytest.fixture
def style():
    return load_style("tabloid", templates=ROOT / "templates", beside=ROOT)


@pytest.fixture
def shelf():
    from layout.console import machine_cache, machine_fonts
    from layout.pipeline import open_library
    from layout.shaping.faces import FaceShelf

    return FaceShelf(open_library(machine_cache(), machine_fonts()))


def folder(path, data, chart, lang="zh-CN", caption=""):
    """An edition with one article that has a chart."""
    (path / "01").mkdir()
    (path / "edition.yaml").write_text(EDITION.format(lang=lang), "utf-8")
    (path / "01" / "paper.csv").write_text(data, "utf-8")
    told = f"pictures: [{{file: paper.csv, {caption}chart: {{{chart}}}}}]"
    story = f"---\nheadline: 纸\n{told}\n---\n一段话。\n"
    (path / "01" / "story.md").write_text(story, "utf-8")
    return path


def picture(tmp_path, shelf, style: Style, data, chart, lang="zh-CN", caption=""):
    edition = load_edition(folder(tmp_path, data, chart, lang, caption))
    drawn = with_charts(edition, style, shelf, tmp_path / "cache")
    return drawn.articles[0].pictures[0]


def shapes(found, tag):
    return ET.parse(found.path).getroot().iter(f"{{http://www.w3.org/2000/svg}}{tag}")  # noqa: S314


def test_bars_are_as_long_as_their_numbers(tmp_path, shelf, style):
    """The one marked has the accent colour, the others are grey."""
    found = picture(tmp_path, shelf, style, BARS, "mark: 复印纸")
    bars = [(float(bar.get("width")), bar.get("fill")) for bar in shapes(found, "rect")]
    assert bars[0][0] / bars[1][0] == pytest.approx(45 / 80, rel=1e-3)
    assert [fill for _, fill in bars] == [style.colors["grey"], style.colors["accent"]]


def test_the_words_tell_every_number(tmp_path, shelf, style):
    """Who hears the page read gets the data, in the page's script."""
    found = picture(tmp_path, shelf, style, BARS, "unit: 克", "zh-TW", "caption: 定量。, ")
    assert found.alt == "長條圖（克）：定量。新闻纸 45，复印纸 80"


def test_lines_rise_with_their_numbers(tmp_path, shelf, style):
    """Two series are two lines; what is less stands lower, below nothing too."""
    found = picture(tmp_path, shelf, style, YEARS, "kind: line, mark: 乙")
    one, two = (line for line in shapes(found, "path") if line.get("fill") == "none")
    heights = [[float(at.split()[1]) for at in re.findall(r"[ML] ?([\d.]+ [\d.]+)", line.get("d"))]
               for line in (one, two)]  # fmt: skip
    assert heights[0][2] < heights[0][0] < heights[0][1]
    assert [line.get("stroke") for line in (one, two)] == [
        style.colors["black"],
        style.colors["accent"],
    ]


def test_shares_fill_one_bar(tmp_path, shelf, style):
    """Pieces are as wide as their shares of a thousand units."""
    found = picture(tmp_path, shelf, style, "级,字\n一,3500\n二,3000\n三,1605\n", "kind: share")
    pieces = [float(p.get("width")) for p in shapes(found, "rect") if p.get("height") == "68.0"]
    assert pieces == pytest.approx([431.8, 370.1, 198.0], abs=0.1)


def test_a_copied_style_recolours_them(tmp_path, shelf, style):
    """No colour is in the program."""
    blue = style.model_copy(update={"colors": {**style.colors, "accent": "#123456"}})
    found = picture(tmp_path, shelf, blue, BARS, "kind: bar")
    assert "#123456" in found.path.read_text("utf-8")


@pytest.mark.parametrize(
    ("data", "chart", "line"),
    [
        ("纸,克\n新闻纸,很轻\n", "kind: bar", 2),
        ("纸,克\n新闻纸,45\n复印纸\n", "kind: bar", 3),
        ("纸,克\n新闻纸,-1\n", "kind: share", 2),
        ("纸\n", "kind: bar", 1),
        ("纸,克,两\n新闻纸,1,2\n", "kind: bar", 1),
    ],
)
def test_wrong_data_are_told_by_line(tmp_path, data, chart, line):
    """The file, the line, and what is wanted."""
    with pytest.raises(ContentError) as caught:
        load_edition(folder(tmp_path, data, chart))
    found = next(f for f in caught.value.findings if f.code == "CHART_DATA")
    assert found.span.file.endswith("paper.csv")
    assert found.span.line == line


def test_an_unknown_mark_is_told(tmp_path):
    """A name that the data do not have marks nothing."""
    with pytest.raises(ContentError):
        load_edition(folder(tmp_path, BARS, "mark: 羊皮纸"))
