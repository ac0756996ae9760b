"""Indented JSON, written fast."""

import json

import pytest

from layout.json_text import indented


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        "一、“二”\n\t\\",
        {"a": 1, "b": [], "c": {}, "d": None, "e": True, "f": 1.25, "g": 1e22},
        {
            "版": [{"x": 1.0, "线": [[1, 2], [3], []]}, "字", (1, 2, ({},))],
            "k": {"a": {"b": "\u2028"}},
        },
        [[[]], [{}], [{"a": []}]],
    ],
)
def test_it_is_what_the_library_writes(value: object) -> None:
    """The text is that of ``json.dumps`` with an indent of one."""
    assert indented(value) == json.dumps(value, ensure_ascii=False, indent=1)


def test_what_is_not_json_is_refused() -> None:
    """A value that JSON cannot hold is an error, and no text."""
    with pytest.raises(TypeError):
        indented({"a": [{"b": {1, 2}}]})
