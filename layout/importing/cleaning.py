"""Repairs of foreign copy, as changes of an import."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace

from layout.cleaning.repair import ALL_RULES, repair
from layout.content.repairs import CleaningRule
from layout.importing.model import Change


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
    repaired = repair((text,), rules)
    changes = (
        Change(
            code=one.rule,
            message=one.message,
            count=one.count,
            before=one.before,
            after=one.after,
        )
        for one in repaired.repairs
    )
    return repaired.text, tuple(changes)


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
