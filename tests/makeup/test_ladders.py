"""Long titles share out the sizes of their page."""

import pytest

from layout.makeup.copy import Copy
from layout.makeup.head import headline_style
from layout.makeup.ladders import LONG_LINES, laddered

LONG = "关于修正建筑物防火避难性能设计计划书申请认可要点第二点以及第三点规定并自即日生效的令"


@pytest.fixture
def ladders(edition, grid, style, desk):
    def make(*headlines):
        files = {
            f"01/{rank:02d}.md": f"---\nheadline: {text}\nrank: {rank}\n---\n正文。\n"
            for rank, text in enumerate(headlines, start=1)
        }
        copy = [Copy(article=article) for article in edition(files).articles]
        return laddered(copy, grid, style, desk, "zh-CN")

    return make


def test_short_headlines_keep_the_ladders_of_the_style(ladders):
    """Nothing changes on a page whose headlines fit."""
    assert [part.ladder for part in ladders("短标题六字", "另一个标题")] == [None, None]


def test_sizes_fall_from_story_to_story(ladders, style):
    """A long title stands in three lines; those below it get no larger type."""
    made = ladders(LONG, "短标题六字", LONG, "又一个短标题", LONG)
    lowest = [min(headline_style(part, style).sizes_pt) for part in made]
    assert lowest == sorted(lowest, reverse=True)
    assert lowest[0] > lowest[1] > lowest[2]
    assert made[0].ladder.max_lines == LONG_LINES
    assert made[0].lesser_pt == tuple(lowest[1:])
