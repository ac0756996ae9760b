"""House styles: those that ship, copies of them, and what is wrong with a style file."""

import shutil

import pytest

from layout.diagnostics import Language
from layout.errors import StyleError
from layout.project import data_folder
from layout.shaping.model import FaceKey, Role
from layout.style import load_style

TEMPLATES = data_folder("templates")
NAMES = sorted(path.parent.name for path in TEMPLATES.glob("*/style.yaml"))


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A copy of the tabloid style in the edition folder, with words exchanged."""
    monkeypatch.chdir(tmp_path)

    def make(*changes):
        shutil.copytree(TEMPLATES / "tabloid", tmp_path / "house", dirs_exist_ok=True)
        path = tmp_path / "house" / "style.yaml"
        text = path.read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path.write_text(text, "utf-8")
        return load_style("house", templates=TEMPLATES, beside=tmp_path)

    return make


@pytest.fixture
def problems(copy, tmp_path):
    """What is wrong with such a copy, as it is printed, the folder left out."""

    def find(*changes, language=Language.EN):
        with pytest.raises(StyleError) as caught:
            copy(*changes)
        return caught.value.text(language).replace(f"{tmp_path}/", "").split("\n")

    return find


# -- styles that ship ------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_columns_hold_whole_characters(name, tmp_path):
    """Columns and gaps make up the type area exactly, which lies on the sheet."""
    style = load_style(name, templates=TEMPLATES, beside=tmp_path)
    columns = style.grid.columns
    width = columns * style.column_width_pt + (columns - 1) * style.column_gap_pt
    assert style.name == name
    assert style.column_width_pt == style.grid.chars * style.grid.type_size_pt
    assert width / 72 * 25.4 == pytest.approx(style.page.type_area_width_mm)
    assert style.column_gap_pt >= style.grid.type_size_pt


@pytest.mark.parametrize("name", NAMES)
def test_headlines_of_two_ranks_never_share_a_size(name, tmp_path):
    """The order of the stories shows in the sizes of their headlines."""
    style = load_style(name, templates=TEMPLATES, beside=tmp_path)
    ladders = [style.headline(rank).sizes_pt for rank in sorted(style.headlines)]
    for upper, lower in zip(ladders, [*ladders[1:], style.brief.sizes_pt], strict=True):
        assert min(upper) > max(lower)
        assert list(upper) == sorted(upper, reverse=True)


def test_the_tabloid(tmp_path):
    """Five columns of fourteen characters by eighty-two rows, as the papers say."""
    grid = load_style("tabloid", templates=TEMPLATES, beside=tmp_path).grid
    assert (grid.columns, grid.chars, grid.rows) == (5, 14, 82)


def test_a_rank_without_a_ladder_has_the_last_one(copy):
    """Ranks go on, sizes end."""
    style = copy()
    assert style.headline(99) == style.headline(7) == style.headlines[7]


def test_faces_of_a_style(copy):
    """Each face once, in one script."""
    faces = copy().faces("TC")
    assert FaceKey(role=Role.SONG, weight=400, script="TC") in faces
    assert len(set(faces)) == len(faces)


def test_one_column_has_no_gap(copy):
    """A sheet of one column."""
    assert copy(("columns: 5 ", "columns: 1 ")).column_gap_pt == 0


# -- finding a style -------------------------------------------------------------------


def test_by_folder_or_by_file(copy, tmp_path):
    """A style may lie beside the articles, and be named either way."""
    style = copy(("title: 四开", "title: 本报"))
    by_file = load_style("house/style.yaml", templates=TEMPLATES, beside=tmp_path)
    assert style == by_file
    assert style.title == "本报"


def test_no_such_style(tmp_path):
    """The message lists those there are."""
    with pytest.raises(StyleError) as caught:
        load_style("nope", templates=TEMPLATES, beside=tmp_path)
    assert caught.value.text(Language.EN) == (
        f"there is no style “nope”\n  hint: there are: {', '.join(NAMES)}"
    )


# -- what is wrong ---------------------------------------------------------------------


def test_every_mistake_has_its_place(problems):
    """All in one run: a key too many, a wrong value, a key that is missing."""
    told = problems(
        ("width_mm: 275 ", "width_mm: -275"),
        ("role: song, weight: 400}\nstrong", "role: song, wieght: 400}\nstrong"),
        ("title: 四开\n", ""),
    )
    assert told == [
        "house/style.yaml:1:1: title: Field required",
        "house/style.yaml:8:13: page.width_mm: Input should be greater than 0",
        "house/style.yaml:22:28: body.wieght: Extra inputs are not permitted",
    ]


def test_in_chinese(problems):
    """The same in the other language."""
    assert problems(("indent_em: 2", "indnt: 2"), language=Language.ZH) == [
        "house/style.yaml:30:8: indnt：没有这个键"
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("columns: 5 ", "columns: 9 ", "9 columns of 14 characters leave -56.7 pt between columns"),
        ("chars: 14", "chars: 15", "5 columns of 15 characters leave 1.3 pt between columns"),
        ("rows: 82 ", "rows: 100", "the type area runs off the sheet"),
        ("left_margin_mm: 17.5", "left_margin_mm: 40", "the type area runs off the sheet"),
        ("leading_pt: 12", "leading_pt: 8", "the leading is smaller than the type"),
        ("nameplate: {rows: 13", "nameplate: {rows: 82", "the nameplate takes the whole page"),
        ("size_pt: 9, color: accent", "size_pt: 9, color: red", "no colour “red” in colors"),
        ('  tint: "#f1efe9"\n', "", "no colour “tint” in colors"),
        (
            'tint: "#f1efe9"',
            'tint: "#666666"',
            "the tint is too dark, body type has a contrast of 3.7",
        ),
        ("sizes_pt: [18]", "sizes_pt: []", "headlines.4.sizes_pt: Tuple should have at least 1"),
        ("punct_style: kaiming", "punct_style: css", "punct_style: Input should be 'kaiming'"),
    ],
)
def test_what_does_not_fit(problems, old, new, told):
    """Measures that contradict each other are told at the key to change."""
    first, *_ = problems((old, new))
    assert told in first
    assert first.startswith("house/style.yaml:")


@pytest.mark.parametrize("value", [".nan", ".inf", "-.inf", "0"])
def test_no_number_that_is_no_length(problems, value):
    """Sizes are finite and more than nothing."""
    (told,) = problems(("type_size_pt: 9 ", f"type_size_pt: {value} "))
    assert told.startswith("house/style.yaml:19:17: grid.type_size_pt: ")
