"""The composing desk in more than one language."""

import pytest

from layout.composition.desk import Desk, style_rules
from layout.composition.nominal import NominalFace
from layout.project import data_folder
from layout.shaping.shape import Shaper
from layout.style import load_style


@pytest.fixture
def desk():
    templates = data_folder("templates")
    style = load_style("tabloid", templates=templates, beside=templates)
    return Desk(
        style=style,
        shaper=Shaper(lambda key: NominalFace(key=key)),
        rules=style_rules("zh-CN", style),
        words=(),
    )


def test_a_page_in_the_same_language_keeps_the_desk(desk):
    """No second desk where the rules are the same."""
    assert desk.in_language("zh-CN") is desk


def test_a_page_in_traditional_chinese_has_a_desk_of_its_own(desk):
    """It sets in the Traditional face by Taiwan's rules."""
    taiwan = desk.in_language("zh-TW")
    assert taiwan is desk.in_language("zh-HK")
    face = desk.style.byline.face
    sorts = [each.label("門，戶", face).clusters for each in (desk, taiwan)]
    assert [{sort.face.script for sort in line} for line in sorts] == [{"SC"}, {"TC"}]
