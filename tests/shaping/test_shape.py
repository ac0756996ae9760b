"""Runs become clusters: shared, whole, in faces that have them."""

import pytest

from layout.composition.nominal import NominalFace
from layout.composition.rules import (
    NEWSPAPER,
    TAIWAN,
    CombineUpright,
    LineRules,
    TextOrientation,
    WritingMode,
    upright,
)
from layout.shaping.model import CharClass, Cluster, FaceKey, Glyph, Role
from layout.shaping.shape import GETA, Shaper, Substitution, TextRun

SONG = FaceKey(role=Role.SONG)
KAI = FaceKey(role=Role.KAI)
BOLD_HEI = FaceKey(role=Role.HEI, weight=700)


class PoorFace(NominalFace):
    """A face that lacks 鱻 and 龘, 龘 in every role; Latin lacks Han."""

    def has(self, text: str) -> bool:
        if self.key.role is Role.LATIN and any(char > "\u3000" for char in text):
            return False
        return "龘" not in text and ("鱻" not in text or self.key.role is Role.SONG)


class LigatureFace(NominalFace):
    """A face that joins f and i where it may, f and j always; its 间隔号 is narrow."""

    def shape(
        self, text: str, *, features: tuple[str, ...] = (), vertical: bool = False
    ) -> tuple[Glyph, ...]:
        if text == "·":
            return (Glyph(gid=1, advance_em=0.3),)
        joined = text if "-liga" in features else text.replace("fi", "f")
        return super().shape(joined.replace("fj", "f"), features=features, vertical=vertical)


@pytest.fixture
def shaper() -> Shaper:
    return Shaper(lambda key: NominalFace(key=key))


def shaped(shaper: Shaper, text: str, rules: LineRules = NEWSPAPER) -> tuple[Cluster, ...]:
    return shaper.clusters((TextRun(text=text, face=SONG),), rules)


def texts(clusters: tuple[Cluster, ...]) -> list[str]:
    return [cluster.text for cluster in clusters]


def test_one_cluster_a_character_shared_by_all(shaper: Shaper) -> None:
    """The same character in the same dress is the same object."""
    first, second, third = shaped(shaper, "国国民")
    assert first is second
    assert first is not third
    assert first.advance_em == 1.0


def test_dashes_and_ellipses_are_units_of_two_em(shaper: Shaper) -> None:
    """—— …… ⸺ are one cluster each (CLREQ, h-unbreakable_marks_punctuation)."""
    clusters = shaped(shaper, "他——说……好⸺吧…")
    assert texts(clusters) == ["他", "——", "说", "……", "好", "⸺", "吧", "…"]
    assert [clusters[k].advance_em for k in (1, 3, 5, 7)] == [2.0, 2.0, 2.0, 1.0]


def test_words_come_from_the_companion_face(shaper: Shaper) -> None:
    """Letters and figures beside 宋 are Latin, beside 黑 Latin sans, at the same weight."""
    (song,) = shaper.clusters((TextRun(text="Ab", face=SONG),), NEWSPAPER)
    (hei,) = shaper.clusters((TextRun(text="Ab", face=BOLD_HEI),), NEWSPAPER)
    assert song.face == FaceKey(role=Role.LATIN)
    assert hei.face == FaceKey(role=Role.LATIN_SANS, weight=700)


def test_shared_marks_are_chinese_in_chinese_text(shaper: Shaper) -> None:
    """Curly quotes take the Chinese face where the text has Han, the Latin face elsewhere."""
    opening = shaped(shaper, "他说“OK”")[2]
    assert (opening.text, opening.face, opening.char_class) == ("“", SONG, CharClass.OPEN)
    assert opening.blank_before_em == 0.5
    assert {cluster.face.role for cluster in shaped(shaper, "“OK”")} == {Role.LATIN}


def test_an_apostrophe_stays_with_its_word(shaper: Shaper) -> None:
    """’ between letters is no quotation mark."""
    faces = {cluster.face.role for cluster in shaped(shaper, "it’s好")[:-1]}
    assert faces == {Role.LATIN}


def test_combining_marks_stay_with_their_base(shaper: Shaper) -> None:
    """Marks and variation selectors have no cluster of their own."""
    assert texts(shaped(shaper, "国́X́葛\U000e0100中")) == ["国́", "X́", "葛\U000e0100", "中"]


def test_words_are_cut_where_they_may_be_divided(shaper: Shaper) -> None:
    """Syllables carry the hyphen that a line's end needs; short words stay whole."""
    clusters = shaped(shaper, "representative用URL")
    divided = [cluster.text for cluster in clusters if cluster.hyphen is not None]
    assert divided == ["rep", "re", "sen", "ta"]
    assert "".join(texts(clusters)) == "representative用URL"
    assert texts(clusters)[-1] == "URL"


def test_kerning_survives_cutting(shaper: Shaper) -> None:
    """Pieces of a word keep the advances the whole word was shaped with."""
    assert sum(cluster.advance_em for cluster in shaped(shaper, "representative")) == 7.0


def test_a_word_with_ligatures_is_not_torn() -> None:
    """A short word keeps its ligature; a long one goes by letters where it must."""
    shaper = Shaper(lambda key: LigatureFace(key=key))
    assert texts(shaped(shaper, "fine好")) == ["fine", "好"]
    assert len(shaped(shaper, "fine好")[0].glyphs) == 3
    long = texts(shaped(shaper, "fjordfjord好"))
    assert "".join(long) == "fjordfjord好"
    assert len(long) == 11


def test_a_word_that_may_be_divided_has_no_ligatures() -> None:
    """Its syllables keep their own letters."""
    shaper = Shaper(lambda key: LigatureFace(key=key))
    clusters = shaped(shaper, "magnificent好")
    assert [cluster.text for cluster in clusters if cluster.hyphen] == ["mag", "nif", "i"]
    assert all(len(cluster.glyphs) == len(cluster.text) for cluster in clusters)


def test_a_narrow_interpunct_is_widened() -> None:
    """½em on the mainland, 1em elsewhere, the dot in the middle."""
    shaper = Shaper(lambda key: LigatureFace(key=key))
    (dot,) = shaped(shaper, "约·翰")[1:2]
    assert (dot.advance_em, dot.glyphs[0].x_em) == (0.5, pytest.approx(0.1))
    (wide,) = shaped(shaper, "約·翰", TAIWAN)[1:2]
    assert (wide.advance_em, wide.blank_before_em) == (1.0, 0.25)


def test_a_missing_character_is_borrowed_and_recorded() -> None:
    """The fallback is 宋 400 of the same script; nobody sees an empty box."""
    shaper = Shaper(lambda key: PoorFace(key=key))
    (cluster,) = shaper.clusters((TextRun(text="鱻", face=KAI),), NEWSPAPER)
    assert cluster.face == SONG
    assert shaper.substitutions == (Substitution(char="鱻", wanted=KAI, used=SONG),)


def test_a_character_nobody_has_becomes_geta() -> None:
    """〓 is drawn, the text stays what it was."""
    shaper = Shaper(lambda key: PoorFace(key=key))
    (cluster,) = shaped(shaper, "龘")
    assert (cluster.text, len(cluster.glyphs)) == ("龘", 1)
    assert cluster.advance_em == 1.0
    assert shaper.substitutions == (Substitution(char="龘", wanted=SONG, used=None),)
    assert GETA == "〓"


def test_lone_surrogates_become_geta(shaper: Shaper) -> None:
    """Half a character is set as a missing sort."""
    assert texts(shaped(shaper, "中\ud800国")) == ["中", "\ud800", "国"]
    assert shaper.substitutions[0].used is None


def test_hidden_characters_have_no_width(shaper: Shaper) -> None:
    """Zero-width space and joiners draw nothing."""
    hidden = shaped(shaper, "中\u200b国")[1]
    assert (hidden.text, hidden.advance_em, hidden.glyphs) == ("\u200b", 0.0, ())


def test_runs_keep_their_size_and_rise(shaper: Shaper) -> None:
    """A note mark is smaller and raised; lengths are in em of the body."""
    run = TextRun(text="①", face=SONG, size_em=0.6, rise_em=0.3)
    (mark,) = shaper.clusters((run,), NEWSPAPER)
    assert (mark.advance_em, mark.size_em, mark.rise_em) == (0.6, 0.6, 0.3)


def test_upright_letters_take_an_em_each_in_vertical_lines(shaper: Shaper) -> None:
    """Letters stand one below the other, two figures side by side in one em."""
    rules = LineRules(writing_mode=WritingMode.VERTICAL, text_orientation=TextOrientation.UPRIGHT)
    clusters = shaped(shaper, "A股12月2021", rules)
    assert texts(clusters) == ["A", "股", "12", "月", "2", "0", "2", "1"]
    assert {cluster.advance_em for cluster in clusters} == {1.0}


def test_combined_words_take_one_em(shaper: Shaper) -> None:
    """text-combine-upright: all sets a word horizontally in one em."""
    rules = LineRules(writing_mode=WritingMode.VERTICAL, combine_upright=CombineUpright.ALL)
    clusters = shaped(shaper, "第100期", rules)
    assert texts(clusters) == ["第", "100", "期"]
    assert clusters[1].advance_em == 1.0


def test_short_figures_share_an_em_and_words_lie_in_the_houses_vertical_lines(
    shaper: Shaper,
) -> None:
    """12 and 5 and A take an em each, 1950 and a word keep their length along the line."""
    clusters = shaped(shaper, "12月5日A股1950年copy", upright(NEWSPAPER))
    assert [(c.text, c.advance_em) for c in clusters if c.text.isascii()] == [
        ("12", 1.0),
        ("5", 1.0),
        ("A", 1.0),
        ("1950", 2.0),
        ("copy", 2.0),
    ]


def test_vertical_lines_draw_other_quotation_marks() -> None:
    """GB/T 15834-2011, 5.2.3: “ ” become 『 』; the text stays as it was written."""
    drawn: list[str] = []

    class Watched(NominalFace):
        def shape(
            self, text: str, *, features: tuple[str, ...] = (), vertical: bool = False
        ) -> tuple[Glyph, ...]:
            drawn.append(text)
            return super().shape(text, features=features, vertical=vertical)

    shaper = Shaper(lambda key: Watched(key=key))
    assert texts(shaped(shaper, "说“‘好’”", upright(NEWSPAPER))) == list("说“‘好’”")
    assert drawn == list("说『「好」』")
