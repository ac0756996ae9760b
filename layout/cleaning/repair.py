"""Text repairs: each a named rule that can be switched off and is reported.

repair
├─ _FINDERS        rule -> the edits it wants in a text   (characters.py marks.py spaces.py)
├─ _unprotected    no edit touches a web or mail address
└─ _applied        edits -> text, piece by piece
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from layout.cleaning import characters, marks, spaces
from layout.cleaning.edits import Edit, Finder
from layout.content.repairs import CleaningRule
from layout.diagnostics import Message

ALL_RULES: Final = frozenset(CleaningRule)
HEADLINE_RULES: Final = ALL_RULES - {
    CleaningRule.HAN_SPACES,
    CleaningRule.WESTERN_SPACES,
    CleaningRule.GAPS,
}
"""A space inside a headline or byline parts its members and is the editor's own."""

_ADDRESS: Final = re.compile(
    r"(?:https?://|ftp://|www\.)[!-~]*[A-Za-z0-9/]"
    r"|[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|(?<![A-Za-z0-9.])(?:[A-Za-z0-9-]+\.)+(?:com|cn|net|org|gov|edu|tw|hk)(?![A-Za-z0-9])"
)
_SUSPECT: Final = re.compile(
    "[^\u3400-\u4dbf\u4e00-\u9fff\u3007A-Za-z0-9，、；？！（）《》〈〉「」『』【】〔〕“”‘’·—％…。：]"
    "|。。|：[0-9]|(?<!…)…(?!…)|…{3,}|·{3,}"
)
"""What no text without it needs a repair for; most paragraphs are done with after one look."""

_CONTEXT_CHARS: Final = 6
_MAX_PASSES: Final = 16
"""A repair may uncover another (a mark beside a mark); real copy settles in two passes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """What one rule has changed in a text: how often, and the first place as an example."""

    rule: CleaningRule
    count: int
    before: str
    after: str

    @property
    def message(self) -> Message:
        """What the rule does."""
        return _MESSAGES[self.rule]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """A text after its repairs, in the pieces it came in."""

    pieces: tuple[str, ...]
    repairs: tuple[Repair, ...]

    @property
    def text(self) -> str:
        """The pieces joined."""
        return "".join(self.pieces)


def repair(pieces: Sequence[str], rules: AbstractSet[CleaningRule] = ALL_RULES) -> Repaired:
    """Repair one paragraph.

    Args:
        pieces: The runs of one paragraph, or one line of a headline; no line breaks. Rules
            look at the whole; what they put in belongs to the run of what it stands for.
        rules: The rules that apply, in the order of ``CleaningRule``.

    Returns:
        The pieces and one repair for every rule that found something.

    """
    text = "".join(pieces)
    if not _SUSPECT.search(text):
        return Repaired(pieces=tuple(pieces), repairs=())
    copy = _Copy(
        text=text,
        owners=[number for number, piece in enumerate(pieces) for _ in piece],
    )
    repairs: list[Repair] = []
    finders = [(rule, finder) for rule, finder in _FINDERS.items() if rule in rules]
    for _ in range(_MAX_PASSES):
        found = len(repairs)
        for rule, finder in finders:
            edits = _unprotected(finder(copy.text), copy.text)
            if edits:
                repairs.append(_told(rule, copy.text, edits))
                copy = _applied(copy, edits)
        if len(repairs) == found:
            break
    if not repairs:
        return Repaired(pieces=tuple(pieces), repairs=())
    new = [""] * len(pieces)
    for char, owner in zip(copy.text, copy.owners, strict=True):
        new[owner] += char
    return Repaired(pieces=tuple(new), repairs=_summed(repairs))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    """A text at work, and the piece each character belongs to."""

    text: str
    owners: list[int]


def _summed(repairs: Sequence[Repair]) -> tuple[Repair, ...]:
    """One repair a rule, with the sum of the counts and the first example."""
    sums: dict[CleaningRule, Repair] = {}
    for one in repairs:
        known = sums.get(one.rule)
        sums[one.rule] = replace(known, count=known.count + one.count) if known else one
    return tuple(sums.values())


def _unprotected(edits: Iterable[Edit], text: str) -> list[Edit]:
    """The edits that change something and lie outside every address."""
    wanted = sorted(
        (edit for edit in edits if text[edit.start : edit.end] != edit.new),
        key=lambda edit: edit.start,
    )
    if not wanted:
        return []
    kept_out = [match.span() for match in _ADDRESS.finditer(text)]
    return [e for e in wanted if not any(e.start < end and e.end > at for at, end in kept_out)]


def _applied(copy: _Copy, edits: Sequence[Edit]) -> _Copy:
    pieces: list[str] = []
    owners: list[int] = []
    at = 0
    for edit in edits:
        pieces += [copy.text[at : edit.start], edit.new]
        owners += copy.owners[at : edit.start]
        owners += [copy.owners[edit.start]] * len(edit.new)
        at = edit.end
    return _Copy(text="".join([*pieces, copy.text[at:]]), owners=[*owners, *copy.owners[at:]])


def _told(rule: CleaningRule, text: str, edits: Sequence[Edit]) -> Repair:
    first = edits[0]
    lead = text[max(0, first.start - _CONTEXT_CHARS) : first.start]
    tail = text[first.end : first.end + _CONTEXT_CHARS]
    return Repair(
        rule=rule,
        count=len(edits),
        before=lead + text[first.start : first.end] + tail,
        after=lead + first.new + tail,
    )


_FINDERS: Final[Mapping[CleaningRule, Finder]] = MappingProxyType(
    {
        CleaningRule.ENTITIES: characters.entities,
        CleaningRule.INVISIBLE: characters.invisible,
        CleaningRule.SPACES: characters.odd_spaces,
        CleaningRule.COMPATIBILITY: characters.compatibility,
        CleaningRule.MISSING: characters.missing,
        CleaningRule.FULL_WIDTH: characters.full_width,
        CleaningRule.TILDES: marks.tildes,
        CleaningRule.ELLIPSES: marks.ellipses,
        CleaningRule.DASHES: marks.dashes,
        CleaningRule.QUOTES: marks.quotes,
        CleaningRule.MARKS: marks.half_width_marks,
        CleaningRule.SPREAD_WORDS: spaces.spread_words,
        CleaningRule.HAN_SPACES: spaces.han_spaces,
        CleaningRule.WESTERN_SPACES: spaces.western_spaces,
        CleaningRule.GAPS: spaces.gaps,
        CleaningRule.BLANKS: spaces.blanks,
        CleaningRule.EDGES: spaces.edges,
    }
)

_MESSAGES: Final[Mapping[CleaningRule, Message]] = MappingProxyType(
    {
        CleaningRule.ENTITIES: Message(zh="网页实体还原为字符", en="web entities made characters"),
        CleaningRule.INVISIBLE: Message(zh="删去不可见字符", en="invisible characters taken out"),
        CleaningRule.SPACES: Message(zh="特殊空格改为普通空格", en="odd spaces made plain"),
        CleaningRule.COMPATIBILITY: Message(
            zh="部首及兼容字改为通用字", en="radicals and compatibility forms made plain Han"
        ),
        CleaningRule.MISSING: Message(
            zh="无法显示的字改为缺字符〓", en="characters no font can show made 〓"
        ),
        CleaningRule.FULL_WIDTH: Message(
            zh="全角字母数字改为半角", en="full-width letters and digits made ASCII"
        ),
        CleaningRule.TILDES: Message(zh="浪纹号统一为～", en="tildes made ～"),
        CleaningRule.ELLIPSES: Message(zh="省略号统一为……", en="ellipses made ……"),
        CleaningRule.DASHES: Message(zh="破折号统一为——", en="dashes made ——"),
        CleaningRule.QUOTES: Message(
            zh="直引号改为成对引号", en="straight quotation marks made pairs"
        ),
        CleaningRule.MARKS: Message(zh="半角标点改为全角", en="half-width marks made full-width"),
        CleaningRule.SPREAD_WORDS: Message(zh="收拢撑开的词", en="spread words closed up"),
        CleaningRule.HAN_SPACES: Message(
            zh="删去汉字与标点间的空格", en="spaces beside Han and marks taken out"
        ),
        CleaningRule.WESTERN_SPACES: Message(
            zh="删去汉字与西文间的空格", en="spaces between Han and Western taken out"
        ),
        CleaningRule.GAPS: Message(
            zh="起分隔作用的空格改为全角空格", en="spaces that part members made one em"
        ),
        CleaningRule.BLANKS: Message(zh="连续空格并为一个", en="runs of spaces made one"),
        CleaningRule.EDGES: Message(
            zh="删去段首段尾空白", en="indents and trailing blanks removed"
        ),
    }
)
