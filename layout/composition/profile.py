"""A profile of ``compose --batch`` in, line rules out; every key and value is checked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeVar

from layout.composition.nominal import DEFAULT_LATIN_EM
from layout.composition.rules import (
    AdjacentMarks,
    Align,
    Autospace,
    CombineUpright,
    Hanging,
    Kinsoku,
    LineBreak,
    LineEnd,
    LineRules,
    LineStart,
    Orphans,
    PunctStyle,
    Script,
    StackedMarks,
    TextOrientation,
    WordBreak,
    WritingMode,
)
from layout.diagnostics import Message

CSS_GAP_EM: Final = 0.125
"""CSS Text 4, text-autospace: one eighth of the ideographic advance."""

CLREQ_GAP_EM: Final = 0.25
"""CLREQ: at most a quarter of an em."""

_E = TypeVar("_E", bound=StrEnum)

_HANT_SUBTAGS: Final = frozenset(("hant", "tw", "hk", "mo"))


class ProfileError(Exception):
    """A profile, or a request around it, that means nothing."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.en)
        self.message = message


class Indent(StrEnum):
    """First-line indent; none where the key is left out."""

    CLREQ = "clreq"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a request asks for."""

    rules: LineRules
    indent: Indent | None = None
    latin_em: float = DEFAULT_LATIN_EM


def read_profile(values: Mapping[str, object], *, lang: str, writing_mode: str) -> Profile:
    """The rules a profile names.

    Args:
        values: The profile; a key left out is off.
        lang: BCP 47 tag.
        writing_mode: ``horizontal-tb`` or ``vertical-rl``.

    Raises:
        ProfileError: A key or a value is unknown.

    """
    mode = _member(WritingMode, "writing_mode", writing_mode)
    profile = Profile(rules=LineRules(script=script_of(lang), language=lang, writing_mode=mode))
    for key, value in values.items():
        read = _READERS.get(key)
        if read is None:
            raise ProfileError(
                Message(zh=f"profile 中有未知的键 {key!r}", en=f"unknown profile key {key!r}")
            )
        profile = read(profile, key, value)
    return profile


def script_of(lang: str) -> Script:
    """Where the marks of a language keep their white; unknown languages follow Japan's fonts."""
    subtags = lang.lower().split("-")
    if subtags[0] in ("zh", "yue"):
        return Script.HANT if _HANT_SUBTAGS.intersection(subtags) else Script.HANS
    return Script.JA


def _unknown(key: str, value: object) -> ProfileError:
    return ProfileError(
        Message(zh=f"{key} 的值 {value!r} 未知", en=f"unknown value {value!r} of {key}")
    )


def _member(kind: type[_E], key: str, value: object) -> _E:
    if not isinstance(value, str):
        raise _unknown(key, value)
    try:
        return kind(value)
    except ValueError:
        raise _unknown(key, value) from None


_Reader = Callable[[Profile, str, object], Profile]


_Change = Callable[[LineRules], LineRules]


def _choice(choices: Mapping[str, _Change]) -> _Reader:
    """A reader for a key whose values each change the rules in one way."""

    def read(profile: Profile, key: str, value: object) -> Profile:
        if not isinstance(value, str) or value not in choices:
            raise _unknown(key, value)
        return replace(profile, rules=choices[value](profile.rules))

    return read


def _enum(kind: type[_E], change: Callable[[LineRules, _E], LineRules]) -> _Reader:
    """A reader for a key whose values are those of an enum."""

    def read(profile: Profile, key: str, value: object) -> Profile:
        return replace(profile, rules=change(profile.rules, _member(kind, key, value)))

    return read


def _autospace(profile: Profile, key: str, value: object) -> Profile:
    if not isinstance(value, str):
        raise _unknown(key, value)
    words = value.split()
    both = Autospace.ALPHA | Autospace.NUMERIC
    if words == ["clreq"]:
        kinds, gap = both | Autospace.WIDE_CLASSES | Autospace.REPLACE, CLREQ_GAP_EM
    elif words in (["normal"], ["auto"]):
        kinds, gap = both, CSS_GAP_EM
    elif words == ["no-autospace"]:
        kinds, gap = Autospace.NONE, CSS_GAP_EM
    else:
        kinds, gap = _autospace_list(words, key, value), CSS_GAP_EM
    rules = replace(profile.rules, autospace=kinds, gap_em=gap)
    return replace(profile, rules=rules)


def _autospace_list(words: list[str], key: str, value: str) -> Autospace:
    """CSS: ideograph-alpha, ideograph-numeric and punctuation in any order, insert or replace."""
    known = {
        "ideograph-alpha": Autospace.ALPHA,
        "ideograph-numeric": Autospace.NUMERIC,
        "punctuation": Autospace.NONE,
        "insert": Autospace.NONE,
        "replace": Autospace.REPLACE,
    }
    twice = len(set(words)) != len(words) or {"insert", "replace"} <= set(words)
    if not words or twice or not known.keys() >= set(words):
        raise _unknown(key, value)
    kinds = Autospace.NONE
    for word in words:
        kinds |= known[word]
    if words in (["insert"], ["replace"]):
        kinds |= Autospace.ALPHA | Autospace.NUMERIC
    return kinds


def _hanging(profile: Profile, key: str, value: object) -> Profile:
    """CSS: none, or first, last and one of allow-end and force-end in any order; or clreq."""
    known = {
        "first": Hanging.FIRST,
        "last": Hanging.LAST,
        "allow-end": Hanging.ALLOW_END,
        "force-end": Hanging.FORCE_END,
    }
    words = value.split() if isinstance(value, str) else []
    kinds = Hanging.NONE
    if words == ["clreq"]:
        kinds = Hanging.CLREQ_END
    elif words != ["none"]:
        twice = len(set(words)) != len(words) or {"allow-end", "force-end"} <= set(words)
        if not words or twice or not known.keys() >= set(words):
            raise _unknown(key, value)
        for word in words:
            kinds |= known[word]
    return replace(profile, rules=replace(profile.rules, hanging=kinds))


def _indent(profile: Profile, key: str, value: object) -> Profile:
    return replace(profile, indent=_member(Indent, key, value))


def _latin_em(profile: Profile, key: str, value: object) -> Profile:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not isinstance(value, int | float) or not 0 < value < 100:
        raise _unknown(key, value)
    return replace(profile, latin_em=float(value))


def _trim(adjacent: AdjacentMarks, end: LineEnd, start: LineStart) -> _Change:
    return lambda rules: replace(rules, adjacent=adjacent, line_end=end, line_start=start)


_TRIMS: Final = {
    "space-all": _trim(AdjacentMarks.KEEP, LineEnd.KEEP, LineStart.KEEP),
    "auto": _trim(AdjacentMarks.CSS, LineEnd.FIT, LineStart.KEEP),
    "normal": _trim(AdjacentMarks.CSS, LineEnd.FIT, LineStart.KEEP),
    "space-first": _trim(AdjacentMarks.CSS, LineEnd.FIT, LineStart.TRIM_LATER),
    "trim-start": _trim(AdjacentMarks.CSS, LineEnd.FIT, LineStart.TRIM),
    "trim-both": _trim(AdjacentMarks.CSS, LineEnd.TRIM, LineStart.TRIM),
    "trim-all": _trim(AdjacentMarks.TRIM_ALL, LineEnd.TRIM, LineStart.TRIM),
}
"""CSS Text 4, text-spacing-trim."""

_LEVELS: Final[Mapping[str, _Change]] = {
    "none": lambda rules: replace(rules, kinsoku=Kinsoku.NONE),
    "basic": lambda rules: replace(rules, kinsoku=Kinsoku.BASIC),
    "gb": lambda rules: replace(rules, kinsoku=Kinsoku.GB),
    "strict": lambda rules: replace(rules, kinsoku=Kinsoku.STRICT),
}

_ALIGNS: Final[Mapping[str, _Change]] = {
    "start": lambda rules: replace(rules, align=Align.START),
    "justify": lambda rules: replace(rules, align=Align.JUSTIFY),
}

_READERS: Final[Mapping[str, _Reader]] = {
    "kinsoku": _choice(_LEVELS),
    "line_break": _enum(LineBreak, lambda rules, value: replace(rules, line_break=value)),
    "word_break": _enum(WordBreak, lambda rules, value: replace(rules, word_break=value)),
    "punct_style": _enum(PunctStyle, lambda rules, value: replace(rules, punct_style=value)),
    "text_spacing_trim": _choice(_TRIMS),
    "text_autospace": _autospace,
    "hanging_punctuation": _hanging,
    "line_start": _choice({"trim": lambda rules: replace(rules, line_start=LineStart.TRIM)}),
    "line_end": _choice({"gb": lambda rules: replace(rules, line_end=LineEnd.HALF)}),
    "adjacent": _choice({"clreq": lambda rules: replace(rules, adjacent=AdjacentMarks.CLREQ)}),
    "stacked_marks": _choice({"gb": lambda rules: replace(rules, stacked=StackedMarks.GB)}),
    "orphans": _choice({"clreq": lambda rules: replace(rules, orphans=Orphans.CLREQ)}),
    "indent": _indent,
    "text_align": _choice(_ALIGNS),
    "text_orientation": _enum(
        TextOrientation, lambda rules, value: replace(rules, text_orientation=value)
    ),
    "text_combine_upright": _enum(
        CombineUpright, lambda rules, value: replace(rules, combine_upright=value)
    ),
    "latin_em": _latin_em,
}
