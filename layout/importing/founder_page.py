"""One saved 数字报 page -> its page line, list of headlines, article and footer.

read_page
├─ read_lines, zones   header (标题导航) | article | footer   (founder_lines.py)
└─ read_article        head and body                          (founder_article.py)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from typing import Final

from layout.content.repairs import CleaningRule
from layout.importing.cleaning import merged
from layout.importing.founder_article import read_article
from layout.importing.founder_lines import (
    BLANK,
    DATE_LINE,
    EDITORS_LINE,
    PAGE_LINE,
    Kind,
    Line,
    read_lines,
    same_words,
    zones,
)
from layout.importing.founder_notes import Notes
from layout.importing.heads import with_fitting_head
from layout.importing.model import Change, CopyArticle, Editing, bare_headline

_WORDS: Final = (Kind.FOOTER, Kind.TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class FounderPage:
    """What one text told."""

    file: str
    number: int | None = None
    name: str = ""
    date: Date | None = None
    editors: tuple[tuple[str, str], ...] = ()
    headlines: tuple[str, ...] = ()
    article: CopyArticle | None = None
    footer: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


def read_page(text: str, file: str, rules: frozenset[CleaningRule]) -> FounderPage:
    """Take one saved article page apart.

    Args:
        text: All its text, line by line.
        file: Its name, for the report.
        rules: The cleaning rules that apply.

    Returns:
        What was found; a text without an article has None for it.

    """
    notes = Notes(file, rules)
    lines = read_lines(text)
    zoned = zones(lines)
    number, name = _page_line(lines, notes)
    above, under = _at_page_line(zoned.header)
    listed = tuple(notes.cleaned(line, headline=True) for line in under)
    article = read_article(zoned.article, listed, notes)
    if article is not None:
        article = with_fitting_head(article, rules)
    if article is not None and not article.blocks:
        notes.changes.append(bare_headline(article.head).at(file))
        listed, article = (*listed, *_unlisted(article.head.headline, listed)), None
    _tell_kinds([*zoned.header, *zoned.article, *zoned.footer], notes)
    return FounderPage(
        file=file,
        number=number,
        name=name,
        date=_first_date(lines),
        editors=_editors(lines),
        headlines=listed,
        article=article,
        footer=tuple(line.text for line in [*above, *zoned.footer] if line.kind in _WORDS),
        changes=merged(notes.changes),
    )


def _unlisted(headline: str, listed: Sequence[str]) -> list[str]:
    first = headline.split("\n", maxsplit=1)[0]
    return [] if any(same_words(first, row) for row in listed) else [headline]


def _tell_kinds(lines: Sequence[Line], notes: Notes) -> None:
    """Into the report: the lines that are no copy, each whole."""
    for line in lines:
        match line.kind:
            case Kind.NAVIGATION:
                notes.tell(
                    Editing.DROPPED, "删去网页导航", "navigation of the web page dropped", line
                )
            case Kind.PAGE:
                notes.tell(Editing.READ_AS, "读作版次与版名", "read as page number and name", line)
            case Kind.DATE:
                notes.tell(Editing.READ_AS, "读作日期", "read as the date", line)
            case Kind.EDITORS:
                notes.tell(Editing.READ_AS, "读作编校人员", "read as the page's editors", line)
            case Kind.FOOTER:
                notes.tell(Editing.READ_AS, "读作报社信息", "read as the paper's particulars", line)
            case _:  # copy
                pass


def _at_page_line(head: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The words above the page line (the site's own) and those under it (标题导航)."""
    lines = list(head)
    place = next((n for n, line in enumerate(lines) if line.kind is Kind.PAGE), -1)
    return lines[: place + 1], [line for line in lines[place + 1 :] if line.kind is Kind.TEXT]


def _page_line(lines: Sequence[Line], notes: Notes) -> tuple[int | None, str]:
    for line in lines:
        match = PAGE_LINE.fullmatch(line.text) if line.kind is Kind.PAGE else None
        if match:
            section, figures, name = match.groups()
            if section and section.upper() != "A":
                notes.tell(Editing.READ_AS, "版序另排", "section page numbered anew", line)
                return None, f"{section.upper()}{figures} {name}".strip()
            cleaned = Line(line.number, line.kind, name)
            return _figure(figures), notes.cleaned(cleaned, headline=True)
    return None, ""


def _figure(figures: str) -> int:
    """A page number in Arabic, full-width or Chinese figures."""
    if figures.isdigit():
        return int(figures)
    tens, ten, ones = figures.rpartition("十")
    digits = "零一二三四五六七八九"
    return (digits.index(tens or "一") * 10 if ten else 0) + (digits.index(ones) if ones else 0)


def _first_date(lines: Sequence[Line]) -> Date | None:
    for line in lines:
        if line.kind in (Kind.NAVIGATION, Kind.DATE) and (match := DATE_LINE.search(line.text)):
            try:
                return Date(*(int(group) for group in match.groups()))
            except ValueError:
                continue
    return None


def _editors(lines: Sequence[Line]) -> tuple[tuple[str, str], ...]:
    found = (line.text for line in lines if line.kind is Kind.EDITORS)
    return tuple(
        (match.group(1), match.group(2).strip(BLANK))
        for text in found
        for match in EDITORS_LINE.finditer(text)
    )
