"""The words of the interface in both languages, and how pages name dates and pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from functools import cache
from typing import Final

import yaml
from markupsafe import Markup

from layout.diagnostics import Language
from layout.project import data_folder

WEEKDAYS: Final = "一二三四五六日"
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


@cache
def word_table() -> Mapping[str, Mapping[str, str]]:
    """Every word by its key and language."""
    text = (data_folder("templates") / "site" / "words.yaml").read_text(encoding="utf-8")
    table: Mapping[str, Mapping[str, str]] = yaml.safe_load(text)
    return table


def date_text(day: Date, interface: Language) -> str:
    """2026年1月1日 星期四, or Thursday, 1 January 2026."""
    if interface is Language.ZH:
        return f"{day.year}年{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}"
    return f"{_DAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"


def month_text(year: int, month: int, interface: Language) -> str:
    """2026年1月, or January 2026."""
    if interface is Language.ZH:
        return f"{year}年{month}月"
    return f"{_MONTHS[month - 1]} {year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one site, as templates ask for them.

    Each is written in the site's language and carries its key, so that a script can put the
    other language in its place.
    """

    interface: Language

    @property
    def tag(self) -> str:
        """The language of the words, as HTML tells it."""
        return "zh-CN" if self.interface is Language.ZH else "en"

    def text(self, key: str, **values: object) -> str:
        """A word as plain text."""
        return word_table()[key][self.interface.value].format(**values)

    def span(self, key: str, **values: object) -> Markup:
        """A word as an element of the page."""
        span = Markup('<span lang="{}" data-w="{}"{}>{}</span>')
        return span.format(self.tag, key, _given(values), self.text(key, **values))

    def label(self, key: str, **values: object) -> Markup:
        """A word as the accessible name of an element that shows none."""
        label = Markup('aria-label="{}" data-wl="{}"{}')
        return label.format(self.text(key, **values), key, _given(values))

    def date(self, day: Date) -> Markup:
        """A day, for people and programs."""
        shown = date_text(day, self.interface)
        time = Markup('<time datetime="{}" lang="{}" data-date>{}</time>')
        return time.format(day.isoformat(), self.tag, shown)


def _given(values: Mapping[str, object]) -> Markup:
    """The values of a word, for the script that says it in the other language."""
    one = Markup(' data-{}="{}"')
    return Markup("").join(one.format(name, value) for name, value in values.items())
