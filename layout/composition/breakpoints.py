"""Text in, offsets out at which a line may end: the Unicode iterator, then CSS, then CLREQ levels.

``break_flags`` → ``_iterate`` (UAX #14 by ICU, tailored by language and ``line-break``)
→ ``_tailor_css`` (what CSS Text 3 asks beyond ICU) → ``_tailor_level`` (``kinsoku``).
"""

import re
import unicodedata
from typing import Final

from icu4py.breakers import CharacterBreaker, LineBreaker

from layout.composition.kinsoku import ENDS, OWN_LINE, STARTS, UNIT_RUN
from layout.composition.rules import Kinsoku, LineBreak, LineRules, WordBreak
from layout.shaping.charclass import CLOSING, COMMAS, INTERPUNCTS, OPENING, STOPS, is_combining

_CJ_LANGUAGES: Final = ("zh", "ja", "yue")
_LOOSE_HYPHENS: Final = "‐–"
"""CSS Text 3, line-break: ICU lets them start a line at ``normal`` too; CSS only at ``loose``."""

_NUMBER: Final = re.compile(r"(?<=[￥＄€￡№§¥$£])(?=\d)|(?<=\d)(?=[％%‰℃℉°′″¢])")
"""JLREQ, unbreakable_character_sequences: prefixes and suffixes of figures."""


def break_flags(text: str, rules: LineRules) -> bytearray:
    """One flag an offset, 0 to ``len(text)``: 1 where a line may end and the next one start.

    The first and the last offset are 0 and 1. Offset k lies before ``text[k]``.
    """
    flags = bytearray(len(text) + 1)
    if not text:
        return flags
    if rules.line_break is LineBreak.ANYWHERE:
        _mark(flags, text, CharacterBreaker(_encodable(text), "und"))
    else:
        shown = _as_ideographs(text) if rules.word_break is WordBreak.BREAK_ALL else text
        _mark(flags, shown, LineBreaker(_encodable(shown), _locale(rules)))
        _tailor_css(flags, text, rules)
    if rules.kinsoku is Kinsoku.NONE:
        _lift(flags, text)
    elif rules.kinsoku is not Kinsoku.UNICODE:
        _tailor_level(flags, text, rules.kinsoku)
    flags[0] = 0
    flags[len(text)] = 1
    return flags


def _locale(rules: LineRules) -> str:
    language = rules.language.split("-")[0].lower() or "und"
    strict = rules.line_break.value if rules.line_break is not LineBreak.AUTO else "strict"
    phrase = ";lw=phrase" if rules.word_break is WordBreak.AUTO_PHRASE else ""
    return f"{language}@lb={strict}{phrase}"


def _encodable(text: str) -> str:
    """The text with lone surrogates replaced one for one."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def _mark(flags: bytearray, text: str, breaker: LineBreaker | CharacterBreaker) -> None:
    """Set the flags at the ends of the iterator's segments, which count UTF-16 units."""
    ends = (end for _, end in breaker.segments())
    if text.isascii() or max(text) <= "\uffff":
        for end in ends:
            flags[end] = 1
        return
    offsets = [k for k, char in enumerate(text) for _ in range(1 + (char > "\uffff"))]
    offsets.append(len(text))
    for end in ends:
        flags[offsets[end]] = 1


def _as_ideographs(text: str) -> str:
    """Letters and digits as ideographs, for ``word-break: break-all``."""
    return "".join("字" if unicodedata.category(c) in _LETTERS else c for c in text)


_LETTERS: Final = ("Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No")


def _tailor_css(flags: bytearray, text: str, rules: LineRules) -> None:
    chinese = rules.language.split("-")[0] in _CJ_LANGUAGES
    if chinese and rules.line_break is LineBreak.NORMAL:
        for match in re.finditer(f"[{_LOOSE_HYPHENS}]", text):
            flags[match.start()] = 0
    if rules.word_break is WordBreak.KEEP_ALL:
        _keep_words(flags, text)


def _keep_words(flags: bytearray, text: str) -> None:
    """CSS Text 4, word-break: keep-all: no break between letters of any script."""
    before = False
    for k, char in enumerate(text):
        letter = unicodedata.category(char) in _LETTERS
        if before and letter:
            flags[k] = 0
        before = letter or (before and is_combining(char))


def _tailor_level(flags: bytearray, text: str, level: Kinsoku) -> None:
    """CLREQ levels on top of UAX #14 strict."""
    _units(flags, text, level)
    for match in _STARTERS[level].finditer(text):
        flags[match.start()] = 0
    for match in _ENDERS[level].finditer(text):
        flags[match.end()] = 0
    for match in _NUMBER.finditer(text):
        flags[match.start()] = 0


def _units(flags: bytearray, text: str, level: Kinsoku) -> None:
    """—— and …… may start a line below strict; runs of them part between units only."""
    for run in UNIT_RUN.finditer(text):
        for k in range(run.start() + 1, run.end()):
            flags[k] = 0
        heads = [run.start(), *_unit_starts(run.group(), run.start())]
        for k in heads:
            free = k > 0 and text[k - 1] not in OPENING and not text[k - 1].isspace()
            if level is Kinsoku.STRICT and k == run.start():
                flags[k] = 0
            elif free:
                flags[k] = 1


def _unit_starts(run: str, at: int) -> list[int]:
    """Where inside a run of dashes and ellipses a unit ends and another one starts."""
    found: list[int] = []
    for piece in re.finditer(r"(.)\1*", run):
        start, size = piece.start(), piece.end() - piece.start()
        if start:
            found.append(at + start)
        if size > 4 or piece.group(1) == "—":
            found.extend(at + start + k for k in range(2, size - 1, 2))
    return found


def _lift(flags: bytearray, text: str) -> None:
    """Level none: every Chinese mark may start and end a line, units stay whole."""
    for match in _MARKS.finditer(text):
        flags[match.start()] = flags[match.end()] = 1
    for run in UNIT_RUN.finditer(text):
        for k in range(run.start() + 1, run.end()):
            flags[k] = 0
        for k in (run.start(), *_unit_starts(run.group(), run.start())):
            flags[k] = 1


def own_lines(text: str) -> tuple[int, ...]:
    """Offsets around doubled ellipses, which take a line to themselves."""
    return tuple(k for match in OWN_LINE.finditer(text) for k in match.span())


def _starters(level: Kinsoku) -> re.Pattern[str]:
    """A prohibited start, with its offset where the match starts."""
    chars = re.escape("".join(sorted(STARTS[level] - {"—"})))
    return re.compile(f"[{chars}]|(?<!—)—(?!—)")


def _enders(level: Kinsoku) -> re.Pattern[str]:
    chars = re.escape("".join(sorted(ENDS[level])))
    return re.compile(f"[{chars}] *")


_STARTERS: Final = {level: _starters(level) for level in STARTS}
_ENDERS: Final = {level: _enders(level) for level in ENDS}
_MARKS: Final = re.compile(f"[{re.escape(OPENING + CLOSING + COMMAS + STOPS + INTERPUNCTS)}～]")
