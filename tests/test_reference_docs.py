"""The reference documents name every key and every code, and none that is not there."""

import ast
import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from layout.content.model import (
    Ad,
    ArticleHead,
    EditionHead,
    HouseRule,
    Lock,
    Page,
    Paper,
    Picture,
    Waiver,
)
from layout.style.model import Style

ROOT = Path(__file__).resolve().parent.parent
CODE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
BASE = {"ERROR"}
"""Of the class of all errors; nothing is raised with it."""


def _document(name):
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def _coded(text):
    """What stands in back quotes in a document."""
    return {
        word for quoted in re.findall(r"`([^`\n]+)`", text) for word in re.split(r"[\s,]+", quoted)
    }


def _codes_in(path):
    """The codes of findings and errors a module names."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        values = []
        if isinstance(node, ast.Call):
            values = [key.value for key in node.keywords if key.arg == "code"]
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            if name in ("error", "warning", "note", "_note"):
                values += node.args[:1]
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "code":
            values = [node.value]
        for value in values:
            if isinstance(value, ast.Constant) and CODE.fullmatch(str(value.value)):
                yield value.value


def _keys_of(model, path=""):
    """The dotted keys of a style, ranks and faces left out."""
    for name, field in model.model_fields.items():
        kinds = (field.annotation, *getattr(field.annotation, "__args__", ()))
        inner = next((k for k in kinds if isinstance(k, type) and issubclass(k, BaseModel)), None)
        if inner is None or inner.__name__ == "FaceChoice":
            yield f"{path}{name}"
        else:
            yield from _keys_of(inner, f"{path}{name}.")


CODES = {code for path in (ROOT / "layout").rglob("*.py") for code in _codes_in(path)} - BASE


def test_every_code_is_explained():
    """And nothing is explained that no run says."""
    told = {
        word
        for name in ("content.md", "makeup.md")
        for word in _coded(_document(name))
        if CODE.fullmatch(word)
    }
    assert {"OVERSET", "YAML_SYNTAX", "FONT_NOT_FOUND", "DASH"} < CODES
    assert told - {"DIR"} == CODES


@pytest.mark.parametrize("model", [EditionHead, Page, Paper, Ad, ArticleHead, Picture, Lock])
def test_every_key_of_the_content_is_named(model):
    """Each key of ``edition.yaml`` and of front matter."""
    told = _coded(_document("content.md"))
    missing = {name for name in model.model_fields if not {name, f"{name}:"} & told}
    assert missing == set()


@pytest.mark.parametrize("model", [HouseRule, Waiver])
def test_every_key_of_a_house_rule_is_named(model):
    """Each key of the rank table."""
    told = _coded(_document("makeup.md"))
    assert {name for name in model.model_fields if not {name, f"{name}:"} & told} == set()


def test_every_key_of_a_style_is_named():
    """By its own name or with those around it."""
    told = _coded(_document("style.md"))
    names = {part for word in told for part in (word, word.rpartition(".")[2])}
    missing = {key for key in _keys_of(Style) if key.rpartition(".")[2] not in names}
    assert missing == set()


@pytest.mark.parametrize(
    "name", ["content.md", "text.md", "makeup.md", "style.md", "algorithms.md"]
)
def test_documents_are_short_and_their_links_lead_somewhere(name):
    """At most 150 lines; files they point to exist."""
    text = _document(name)
    links = re.findall(r"\]\(([^)#]+)\)", text)
    assert len(text.splitlines()) < 150
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
