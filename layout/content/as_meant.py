"""Values of a head as they may be written, to values as they are meant."""

import re
from datetime import date as Date

_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def calendar_date(value: object) -> object:
    """A day written ``2021-04-30`` or ``2021-4-30``; numbers are never read as seconds."""
    if not isinstance(value, str):
        return value
    if (match := _ISO_DATE.fullmatch(value.strip())) is None:
        raise ValueError("not written as year-month-day")
    return Date(*(int(part) for part in match.groups()))


def one_or_more(value: object) -> object:
    """A single text where a list of texts is wanted."""
    return (value,) if isinstance(value, str) else value


def sentences(value: object) -> object:
    """One sentence where a list of them is wanted; a word of the two that are none is kept."""
    return value if value in ("auto", "never") else one_or_more(value)
