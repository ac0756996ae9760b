"""Text repairs for foreign copy: each a named rule that can be switched off and is reported.

clean
├─ _FINDERS        rule -> the edits it wants in a text   (characters.py marks.py spaces.py)
├─ _unprotected    no edit touches a web or mail address
└─ _applied        edits -> text, count, first example
"""

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from layout.diagnostics import Message
from layout.importing import characters, marks, spaces
from layout.importing.edits import Edit, Finder
from layout.importing.model import Change, CleaningRule

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
_CONTEXT_CHARS: Final = 6
_MAX_PASSES: Final = 16
"""A repair may uncover another (a mark beside a mark); real copy settles in two passes."""


def clean(
    text: str, rules: AbstractSet[CleaningRule] = ALL_RULES
) -> tuple[str, tuple[Change, ...]]:
    """Repair one paragraph of foreign text.

    Args:
        text: One paragraph, or one line of a headline; no line breaks.
        rules: The rules that apply, in the order of ``CleaningRule``.

    Returns:
        The text and one change for every rule that found something, without a place.

    """
    changes: list[Change] = []
    for _ in range(_MAX_PASSES):
        found = len(changes)
        for rule in CleaningRule:
            edits = _unprotected(_FINDERS[rule](text), text) if rule in rules else []
            if edits:
                text, change = _applied(rule, text, edits)
                changes.append(change)
        if len(changes) == found:
            break
    return text, merged(changes)


def merged(changes: Iterable[Change]) -> tuple[Change, ...]:
    """One change a code and place, with the sum of the counts and the first example.

    Changes that carry whole text (anything but a cleaning rule) stay apart.
    """
    sums: dict[object, Change] = {}
    for number, change in enumerate(changes):
        is_rule = isinstance(change.code, CleaningRule)
        key = (change.code, change.span) if is_rule else number
        if key in sums:
            count = sums[key].count + change.count
            sums[key] = replace(sums[key], count=count)
        else:
            sums[key] = change
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


def _applied(rule: CleaningRule, text: str, edits: list[Edit]) -> tuple[str, Change]:
    pieces, at = [], 0
    for edit in edits:
        pieces += [text[at : edit.start], edit.new]
        at = edit.end
    first = edits[0]
    lead = text[max(0, first.start - _CONTEXT_CHARS) : first.start]
    tail = text[first.end : first.end + _CONTEXT_CHARS]
    change = Change(
        code=rule,
        message=_MESSAGES[rule],
        count=len(edits),
        before=lead + text[first.start : first.end] + tail,
        after=lead + first.new + tail,
    )
    return "".join([*pieces, text[at:]]), change


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
