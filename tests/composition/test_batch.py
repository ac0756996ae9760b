"""Requests as JSON lines, answers as JSON lines."""

import json

import pytest

from layout.composition.batch import answer, run


def ask(**request: object) -> dict[str, object]:
    found = json.loads(answer(json.dumps({"id": "x", "lang": "zh-Hans", **request})))
    assert found["id"] == "x"
    return found


def test_a_whole_answer() -> None:
    """Every field of the answer, on a text that has some of everything."""
    found = ask(
        text="中文AB，好。",
        measure_em=4.2,
        writing_mode="horizontal-tb",
        profile={
            "kinsoku": "gb",
            "text_autospace": "clreq",
            "punct_style": "quanjiao",
            "line_end": "gb",
            "hanging_punctuation": "clreq",
            "latin_em": 0.6,
        },
    )
    assert found == {
        "id": "x",
        "breaks": [1, 2, 5],
        "advances_em": [1.0, 1.25, 0.6, 0.6, 1.0, 1.0, 0.5],
        "gap_offsets": [2],
        "gaps_em": {"2": 0.25},
        "bodies_em": [
            [0.0, 1.0],
            [1.0, 2.0],
            [2.25, 2.85],
            [2.85, 3.45],
            [3.45, 3.95],
            [4.45, 5.45],
            [5.45, 5.95],
        ],
        "give_em": {"5": [0.5, 0.0]},
        "hangable": [4, 6],
        "in_run": [],
        "lines": [
            {
                "text": "中文AB，",
                "advances_em": [1.0, 1.25, 0.6, 0.6, 0.5],
                "indent_em": 0.0,
                "hang_start": 0,
                "hang_end": 0,
                "width_em": 3.95,
                "justified": False,
            },
            {
                "text": "好。",
                "advances_em": [1.0, 0.5],
                "indent_em": 0.0,
                "hang_start": 0,
                "hang_end": 0,
                "width_em": 1.5,
                "justified": False,
            },
        ],
        "error": None,
    }


def test_a_newline_is_a_forced_break() -> None:
    """It is in no line and has no advance; offsets count it; an empty line is not told."""
    found = ask(text="甲乙\n\n丙", measure_em=None, profile={})
    assert [line["text"] for line in found["lines"]] == ["甲乙", "丙"]
    assert found["breaks"] == [1]
    assert found["advances_em"] == [1.0, 1.0, 0.0, 0.0, 1.0]


def test_two_ellipses_have_a_line_to_themselves() -> None:
    """GB/T 15834-2011, 5.1.5."""
    found = ask(text="他写道…………然后", measure_em=9, profile={"kinsoku": "gb"})
    assert [line["text"] for line in found["lines"]] == ["他写道", "…………", "然后"]
    assert {3, 7} <= set(found["breaks"])


def test_combining_marks_have_no_advance() -> None:
    """What comes after a mark counts with its base."""
    found = ask(text="国\u0301X", measure_em=None, profile={"text_autospace": "normal"})
    assert found["advances_em"] == [1.125, 0.0, 0.5]


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        ({"text": "字", "profile": {"font": "x"}}, "unknown profile key 'font'"),
        ({"text": "字", "profile": {"kinsoku": "soft"}}, "unknown value 'soft' of kinsoku"),
        ({"text": "字", "profile": {"line_break": 3}}, "unknown value 3 of line_break"),
        ({"text": "字", "profile": {"latin_em": True}}, "unknown value True of latin_em"),
        (
            {"text": "字", "profile": {"text_autospace": "insert replace"}},
            "unknown value 'insert replace' of text_autospace",
        ),
        (
            {"text": "字", "profile": {"hanging_punctuation": "first first"}},
            "unknown value 'first first' of hanging_punctuation",
        ),
        (
            {"text": "字", "writing_mode": "sideways-lr"},
            "unknown value 'sideways-lr' of writing_mode",
        ),
        ({"text": 3}, "text must be a string"),
        ({"text": "字", "measure_em": 0}, "measure_em must be above 0, or null"),
        ({"text": "字", "profile": []}, None),
        ({"text": "字", "profile": [1]}, "profile must be an object"),
        ({"text": "字", "colour": 1}, "unknown key 'colour'"),
    ],
)
def test_what_is_unknown_is_told(request_: dict[str, object], error: str | None) -> None:
    """An unknown key or value is an error in the answer, not a crash."""
    assert ask(**request_)["error"] == error


def test_what_is_no_request_is_told() -> None:
    """A line that is no JSON object is answered too."""
    assert json.loads(answer("{")) == {"id": None, "error": "not JSON"}
    assert json.loads(answer("[]")) == {"id": None, "error": "not a JSON object"}


@pytest.mark.parametrize("value", ["none", "first", "last", "allow-end", "first allow-end last"])
def test_css_hanging_values(value: str) -> None:
    """Every value CSS Text 3 allows is understood."""
    assert ask(text="字", profile={"hanging_punctuation": value})["error"] is None


def test_a_stream_is_answered_in_order() -> None:
    """One object a line in, one object a line out; blank lines are nothing."""
    written: list[str] = []
    run(['{"id": 1, "text": "甲"}\n', "\n", '{"id": 2, "text": "乙"}\n'], written.append)
    assert [json.loads(line)["id"] for line in written] == [1, 2]
    assert all(line.endswith("\n") for line in written)


def test_justified_lines_fill_the_measure() -> None:
    """text_align justify sets by total fit."""
    text = "春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。"
    found = ask(text=text, measure_em=7, profile={"kinsoku": "gb", "text_align": "justify"})
    lines = found["lines"]
    assert [line["justified"] for line in lines] == [True] * (len(lines) - 1) + [False]
    assert all(line["width_em"] == 7.0 for line in lines[:-1])
