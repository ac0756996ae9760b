"""Runs of text in their faces in, clusters of known width out.

``Shaper.clusters`` → ``_tokens`` cuts a run into Chinese characters and marks, doubled
dashes and ellipses, Western words and spaces → one shared cluster per character, or the
pieces of a word as HarfBuzz shapes it → ``_Fallback`` finds a face for every character.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby
from typing import Final, Protocol

from layout.shaping.annotation import (
    SYMBOL_EM,
    overhung,
    with_reading,
    with_symbols,
)
from layout.shaping.charclass import DASHES, ELLIPSES, char_class, is_combining
from layout.shaping.model import CharClass, Cluster, Face, FaceKey, Glyph, Role
from layout.shaping.spacing import HALF_EM, mark_blanks
from layout.shaping.words import HYPHENATED_LETTERS, Division, word_cuts
from layout.sidemarks import READING_EM, Beside, is_zhuyin

GETA: Final = "〓"
"""下駄: what the trade prints where a sort is missing."""

UNIT_EM: Final = 2.0
"""Width of —— and …… (CLREQ, h-unbreakable_marks_punctuation)."""

UPRIGHT_EM: Final = 1.0
"""Width of an upright letter, and of figures that share an em, in a vertical line."""

COMBINED_DIGITS: Final = 2
"""Figures a vertical line sets side by side in one em (直中横)."""

NO_LIGATURES: Final = ("-liga", "-clig")
"""Words that may be divided are set letter by letter."""

UPRIGHT_QUOTES: Final = {"“": "『", "”": "』", "‘": "「", "’": "」"}
"""What vertical lines draw for quotation marks (GB/T 15834-2011, 5.2.3); the text stays."""

_STANDS: Final = re.compile(r"[0-9]{1,2}|[A-Za-z]")
"""What stands upright in a vertical line by itself: short figures, a single letter."""

INTERPUNCT_EM: Final = 0.5
"""Least width of a 间隔号 in mainland setting (GB/T 15834-2011, 5.1.7); elsewhere it is 1em."""

_COMBINING: Final = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u200d\u20d0-\u20ff\u302a-\u302f\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f"
    "\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef"
)
_FULL: Final = (
    "\u203b\u2100-\u2bff\u2e80-\u3029\u3030-\u3098\u309b-\u33ff\u3400-\u4dbf\u4e00-\ua4cf"
    "\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uffe6"
    "\U0001f000-\U0001f3fa\U0001f400-\U0001faff\U00020000-\U0003ffff"
)
"""Characters that are sorts of the Chinese fount: one em, one cluster each."""

_AMBIGUOUS: Final = "“”‘’—…·⋯‥‧"
"""Marks that Unicode shares between Chinese and the West: Chinese in a text that has Han."""

_STOPPING: Final = frozenset((CharClass.COMMA, CharClass.STOP))

_SPACE: Final = "\\s\u00a0\u2000-\u200a\u202f\u205f"
_HIDDEN: Final = "\u00ad\u061c\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"

_LATIN_OF: Final = {Role.HEI: Role.LATIN_SANS, Role.LATIN_SANS: Role.LATIN_SANS}
_HAN_OF: Final = {Role.LATIN: Role.SONG, Role.LATIN_SANS: Role.HEI}


class ShapingRules(Protocol):
    """What shaping asks of the line rules."""

    @property
    def script(self) -> str:
        """``Hans``, ``Hant`` or ``Jpan``: where marks keep their white."""
        ...

    @property
    def is_vertical(self) -> bool:
        """Whether lines run downwards."""
        ...

    @property
    def text_orientation(self) -> str:
        """``mixed`` or ``upright``: how Western letters stand in a vertical line."""
        ...

    @property
    def combine_upright(self) -> str:
        """``all`` sets Western words of a vertical line in one em."""
        ...

    @property
    def hyphenation(self) -> str:
        """``auto`` or ``none``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRun:
    """Text in one dress; size and rise in em of the body type."""

    text: str
    face: FaceKey
    size_em: float = 1.0
    rise_em: float = 0.0
    beside: Beside | None = None
    reading: str = ""
    """拼音 or 注音 of the run, which then becomes one cluster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitution:
    """A character its face does not have; ``used`` is None where 〓 was set."""

    char: str
    wanted: FaceKey
    used: FaceKey | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dress:
    """All that decides how a character looks and how wide it is."""

    face: FaceKey
    size_em: float
    rise_em: float
    script: str
    vertical: bool
    upright: bool
    combined: bool
    paired: bool
    hyphenated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """A word with a reading, in one dress."""

    dress: _Dress
    text: str
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Letter:
    """A base with its marks, and what is drawn for it: itself, or 〓."""

    text: str
    drawn: str


class _Sorts(dict[str, Cluster]):
    """The clusters of one dress, made when first asked for."""

    def __init__(self, make: Callable[[str], Cluster]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, text: str) -> Cluster:
        self[text] = cluster = self._make(text)
        return cluster


@dataclass(slots=True)
class _Case:
    """One dress with its sorts and its words (字盘)."""

    dress: _Dress
    sorts: _Sorts
    words: dict[str, tuple[Cluster, ...]] = field(default_factory=dict)


def _pattern(full: str) -> re.Pattern[str]:
    """Cut text into plain characters, units, words, spaces and the rest."""
    west = f"[^{_SPACE}{full}{_HIDDEN}{_COMBINING}]"
    return re.compile(
        f"(?P<unit>——|……|⋯⋯|⸺)"
        f"|(?P<plain>(?:(?!——|……|⋯⋯)[{full}](?![{_COMBINING}]))+)"
        f"|(?P<base>[{full}][{_COMBINING}]+)"
        f"|(?P<word>{west}[{_COMBINING}]*(?:{west}[{_COMBINING}]*|[‘’](?={west}))*)"
        f"|(?P<space>[{_SPACE}])"
        f"|(?P<hidden>[{_HIDDEN}])"
        f"|(?P<other>.)",
        re.DOTALL,
    )


_CHINESE: Final = _pattern(_FULL + _AMBIGUOUS)
_WESTERN: Final = _pattern(_FULL)
_CJK: Final = re.compile(
    "[\u2e80-\u2fdf\u3001-\u30ff\u3105-\u312f\u3400-\u9fff\uf900-\ufaff\uff01-\uffe6"
    "\U00020000-\U0003ffff]"
)
"""What makes a text Chinese, so that the marks it shares with the West are Chinese too."""


class Shaper:
    """Turns text into clusters; what it has made once it hands out again.

    Args:
        faces: Finds the face for a key; called once a key.

    ``substitutions`` grows with every character that its face does not have.

    """

    def __init__(self, faces: Callable[[FaceKey], Face]) -> None:
        self._faces = cache(faces)
        self._cases: dict[_Dress, _Case] = {}
        self._read: dict[_Word, Cluster] = {}
        self._marked: dict[tuple[Cluster, Beside], Cluster] = {}
        self._substitutions: dict[tuple[str, FaceKey], Substitution] = {}

    @property
    def substitutions(self) -> tuple[Substitution, ...]:
        """The characters set from another face than asked for, in order of appearance."""
        return tuple(self._substitutions.values())

    def clusters(self, runs: Sequence[TextRun], rules: ShapingRules) -> tuple[Cluster, ...]:
        """The clusters of a paragraph's runs, in order; their texts add up to the runs' text.

        Args:
            runs: Consecutive text, each run in one dress.
            rules: Script, writing mode and hyphenation; a ``LineRules`` will do.

        Returns:
            One cluster a Chinese character or mark, 2em for —— and ……, word pieces as
            HarfBuzz shapes them in the companion Latin face, one cluster a space.

        """
        if any(run.beside for run in runs):
            return self._beside(runs, rules)
        chinese = any(_CJK.search(run.text) for run in runs)
        pattern = _CHINESE if chinese else _WESTERN
        found: list[Cluster] = []
        for run in runs:
            case = self._case(run, rules)
            if run.reading:
                found.append(self._with_reading(case.dress, run, rules))
                continue
            sort = case.sorts.__getitem__
            for match in pattern.finditer(run.text):
                kind, text = match.lastgroup, match.group()
                if kind == "plain":
                    found.extend(map(sort, text))
                elif kind == "word":
                    found.extend(self._word(case, text))
                else:
                    found.append(sort(text))
        if any(run.reading for run in runs):
            return overhung(found)
        return tuple(found)

    def _beside(self, runs: Sequence[TextRun], rules: ShapingRules) -> tuple[Cluster, ...]:
        """The clusters of the same text without marks, then the marks: no line can change.

        A cluster has the marks of its first character.
        """
        places: list[Beside | None] = []
        plain: list[TextRun] = []
        for run in runs:
            places += [run.beside] * len(run.text)
            bare = replace(run, beside=None)
            last = plain[-1] if plain else None
            if last and not last.reading and replace(last, text=run.text) == bare:
                plain[-1] = replace(last, text=last.text + run.text)
            else:
                plain.append(bare)
        found: list[Cluster] = []
        at = 0
        for cluster in self.clusters(plain, rules):
            beside = places[at]
            found.append(self._with_marks(cluster, beside) if beside else cluster)
            at += len(cluster.text)
        return tuple(found)

    def _with_marks(self, cluster: Cluster, beside: Beside) -> Cluster:
        key = (cluster, beside)
        if key not in self._marked:
            self._marked[key] = replace(cluster, beside=beside)
        return self._marked[key]

    def _with_reading(self, dress: _Dress, run: TextRun, rules: ShapingRules) -> Cluster:
        """A word and its reading as one cluster: no line parts them."""
        word = _Word(dress=dress, text=run.text, reading=run.reading)
        known = self._read.get(word)
        if known is None:
            base = self.clusters([replace(run, reading="")], rules)
            if is_zhuyin(run.reading):
                known = with_symbols(
                    base,
                    [self._symbols(dress, syllable) for syllable in run.reading.split()],
                    lambda mark: self._faces(mark.face).ink_em(mark.text),
                    vertical=rules.is_vertical,
                )
            else:
                small = TextRun(text=run.reading, face=run.face, size_em=READING_EM * run.size_em)
                reading = self.clusters([small], rules)
                known = with_reading(base, reading, vertical=rules.is_vertical)
            self._read[word] = known
        return known

    def _symbols(self, dress: _Dress, syllable: str) -> tuple[Cluster, ...]:
        """注音 symbols as in a level line: they are always read downwards."""
        level = replace(dress, vertical=False, size_em=SYMBOL_EM * dress.size_em)
        return tuple(self._sort(level, symbol) for symbol in syllable)

    def _case(self, run: TextRun, rules: ShapingRules) -> _Case:
        dress = _Dress(
            face=run.face,
            size_em=run.size_em,
            rise_em=run.rise_em,
            script=str(rules.script),
            vertical=rules.is_vertical,
            upright=rules.is_vertical and rules.text_orientation == "upright",
            combined=rules.is_vertical and rules.combine_upright == "all",
            paired=rules.is_vertical and rules.combine_upright == "digits",
            hyphenated=rules.hyphenation == "auto" and not rules.is_vertical,
        )
        case = self._cases.get(dress)
        if case is None:
            case = _Case(dress=dress, sorts=_Sorts(lambda text: self._sort(dress, text)))
            self._cases[dress] = case
        return case

    # ------------------------------------------------------------------ single sorts

    def _sort(self, dress: _Dress, text: str) -> Cluster:
        """The cluster of one character with its marks, or of a doubled dash or ellipsis."""
        if re.fullmatch(f"[{_HIDDEN}{_COMBINING}]+", text) or _is_control(text):
            return self._blank(dress, text, 0.0)
        if char_class(text) is CharClass.SPACE:
            return self._space(dress, text)
        key, drawn = self._face_for(dress, text, _han_key(dress.face))
        if dress.vertical and drawn in UPRIGHT_QUOTES and self._faces(key).has("『"):
            drawn = UPRIGHT_QUOTES[drawn]
        glyphs = self._faces(key).shape(drawn, vertical=dress.vertical)
        if text in DASHES or text in ELLIPSES:
            glyphs = _stretched(glyphs, UNIT_EM, vertical=dress.vertical)
        if char_class(text) is CharClass.INTERPUNCT:
            width = INTERPUNCT_EM if dress.script == "Hans" else 1.0
            if sum(glyph.advance_em for glyph in glyphs) < width:
                glyphs = _stretched(glyphs, width, vertical=dress.vertical)
        return self._cluster(dress, text, key, glyphs)

    def _space(self, dress: _Dress, text: str) -> Cluster:
        face = self._faces(_latin_key(dress.face))
        width = face.advance_em(text) if face.has(text) else face.advance_em(" ")
        return self._blank(dress, text, width)

    def _blank(self, dress: _Dress, text: str, advance_em: float) -> Cluster:
        return Cluster(
            text=text,
            char_class=char_class(text) if advance_em else CharClass.OTHER,
            advance_em=advance_em * dress.size_em,
            face=_latin_key(dress.face),
            glyphs=(),
            size_em=dress.size_em,
            rise_em=dress.rise_em,
        )

    def _cluster(
        self, dress: _Dress, text: str, key: FaceKey, glyphs: tuple[Glyph, ...]
    ) -> Cluster:
        advance_em = sum(glyph.advance_em for glyph in glyphs)
        kind = char_class(text)
        before, after = mark_blanks(
            text,
            kind,
            script=dress.script,
            vertical=dress.vertical,
            advance_em=advance_em,
            ink_end_em=self._faces(key).ink_em(text)[2] if kind in _STOPPING else HALF_EM,
        )
        return Cluster(
            text=text,
            char_class=kind,
            advance_em=advance_em * dress.size_em,
            face=key,
            glyphs=glyphs,
            size_em=dress.size_em,
            rise_em=dress.rise_em,
            blank_before_em=before * dress.size_em,
            blank_after_em=after * dress.size_em,
        )

    # ------------------------------------------------------------------ words

    def _word(self, case: _Case, text: str) -> tuple[Cluster, ...]:
        known = case.words.get(text)
        if known is None:
            known = tuple(self._pieces(case.dress, text))
            case.words[text] = known
        return known

    def _pieces(self, dress: _Dress, text: str) -> Iterator[Cluster]:
        if dress.combined or dress.upright or (dress.paired and _STANDS.fullmatch(text)):
            yield from self._upright(dress, text)
            return
        wanted = _latin_key(dress.face)
        graphemes = _graphemes(text)
        chosen = [(self._face_for(dress, grapheme, wanted), grapheme) for grapheme in graphemes]
        for key, group in groupby(chosen, key=lambda pair: pair[0][0]):
            letters = [_Letter(text=text, drawn=drawn) for (_, drawn), text in group]
            yield from self._cut(dress, key, letters)

    def _cut(self, dress: _Dress, key: FaceKey, letters: list[_Letter]) -> Iterator[Cluster]:
        """Shape a word as a whole, then cut it where a line might."""
        face = self._faces(key)
        texts = [letter.text for letter in letters]
        drawn = "".join(letter.drawn for letter in letters)
        glyphs = face.shape(drawn)
        if len(glyphs) < len(letters) and len(letters) >= HYPHENATED_LETTERS:
            glyphs = face.shape(drawn, features=NO_LIGATURES)
        if len(glyphs) != len(letters) or len(drawn) != len(letters):
            yield from self._torn(dress, key, letters)
            return
        for cut in word_cuts(texts, hyphenated=dress.hyphenated):
            piece = slice(cut.start, cut.end)
            cluster = self._cluster(dress, "".join(texts[piece]), key, glyphs[piece])
            if cut.division is not Division.NONE:
                rough = cut.division is Division.ROUGH
                cluster = replace(cluster, hyphen=self._hyphen(dress, key), is_rough=rough)
            yield cluster

    def _torn(self, dress: _Dress, key: FaceKey, letters: list[_Letter]) -> Iterator[Cluster]:
        """A word whose glyphs do not match its letters: each piece is shaped by itself."""
        face = self._faces(key)
        for cut in word_cuts([letter.text for letter in letters], hyphenated=False):
            piece = letters[cut.start : cut.end]
            glyphs = face.shape("".join(letter.drawn for letter in piece))
            yield self._cluster(dress, "".join(letter.text for letter in piece), key, glyphs)

    def _hyphen(self, dress: _Dress, key: FaceKey) -> Cluster:
        return self._cluster(dress, "-", key, self._faces(key).shape("-"))

    def _upright(self, dress: _Dress, text: str) -> Iterator[Cluster]:
        """Letters one below the other, short numbers side by side (CLREQ, vertical mixed text)."""
        pieces = [text] if dress.combined else re.findall(r"\d+|.", text, re.DOTALL)
        for piece in pieces:
            pair = dress.combined or len(piece) == COMBINED_DIGITS
            for part in [piece] if pair else _graphemes(piece):
                key, drawn = self._face_for(dress, part, _latin_key(dress.face))
                face = self._faces(key)
                if pair:
                    yield self._cluster(dress, part, key, _side_by_side(face.shape(drawn)))
                else:
                    glyphs = face.shape(drawn, vertical=True)
                    yield self._cluster(
                        dress, part, key, _stretched(glyphs, UPRIGHT_EM, vertical=True)
                    )

    # ------------------------------------------------------------------ faces

    def _face_for(self, dress: _Dress, text: str, wanted: FaceKey) -> tuple[FaceKey, str]:
        """The face for a character and what it draws: the character itself, or 〓."""
        bare = _without_selectors(text)
        song = FaceKey(role=Role.SONG, weight=400, script=dress.face.script)
        if not any("\ud800" <= char <= "\udfff" for char in text):
            for key in (wanted, _han_key(dress.face), song):
                if self._faces(key).has(bare):
                    if key != wanted and not _is_expected(wanted, key):
                        self._note(text, wanted, key)
                    return key, text
            if len(bare) > 1 and is_combining(bare[-1]):
                self._note(bare[1:], wanted, None)
                return self._face_for(dress, bare[0], wanted)
        self._note(text, wanted, None)
        return song, GETA

    def _note(self, char: str, wanted: FaceKey, used: FaceKey | None) -> None:
        missing = Substitution(char=char, wanted=wanted, used=used)
        self._substitutions.setdefault((char, wanted), missing)


def _is_control(text: str) -> bool:
    """Control characters draw nothing; a tabulator is a space."""
    return unicodedata.category(text[0]) in ("Cc", "Zl", "Zp") and text != "\t"


def _is_expected(wanted: FaceKey, used: FaceKey) -> bool:
    """A sign the Latin face leaves to its Chinese companion is no substitution."""
    return wanted.role in (Role.LATIN, Role.LATIN_SANS) and used.weight == wanted.weight


def _latin_key(key: FaceKey) -> FaceKey:
    return replace(key, role=_LATIN_OF.get(key.role, Role.LATIN))


def _han_key(key: FaceKey) -> FaceKey:
    return replace(key, role=_HAN_OF.get(key.role, key.role))


def _without_selectors(text: str) -> str:
    """The text less variation selectors, which choose a glyph but need not be in the face."""
    kept = "".join(
        char for char in text if not ("\ufe00" <= char <= "\ufe0f" or char >= "\U000e0100")
    )
    return kept or text


def _graphemes(text: str) -> list[str]:
    """Bases with their combining marks."""
    found: list[str] = []
    for char in text:
        if found and is_combining(char):
            found[-1] += char
        else:
            found.append(char)
    return found


def _stretched(glyphs: tuple[Glyph, ...], width_em: float, *, vertical: bool) -> tuple[Glyph, ...]:
    """The glyphs in equal cells that add up to a width, each in the middle of its cell."""
    cell = width_em / len(glyphs)
    placed: list[Glyph] = []
    for glyph in glyphs:
        room = (cell - glyph.advance_em) / 2
        placed.append(
            replace(glyph, advance_em=cell, y_em=glyph.y_em - room)
            if vertical
            else replace(glyph, advance_em=cell, x_em=glyph.x_em + room)
        )
    return tuple(placed)


def _side_by_side(glyphs: tuple[Glyph, ...]) -> tuple[Glyph, ...]:
    """Figures next to each other in the middle of a vertical line."""
    pen = -sum(glyph.advance_em for glyph in glyphs) / 2
    placed: list[Glyph] = []
    for index, glyph in enumerate(glyphs):
        last = index == len(glyphs) - 1
        placed.append(replace(glyph, advance_em=UPRIGHT_EM if last else 0.0, x_em=glyph.x_em + pen))
        pen += glyph.advance_em
    return tuple(placed)
