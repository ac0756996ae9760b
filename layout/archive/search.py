"""A phrase in, the articles that have it out: newest first, with page and boxes.

The answer is that of a plain scan over the text of every article: what the phrase's terms find
is looked through letter by letter. A blank stands for any run of blanks.
"""

import json
import sqlite3
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import Final

from layout.archive.article_text import place_of
from layout.archive.fold import folded
from layout.archive.index import ARTICLES_A_DAY, first_id, reading, terms_of
from layout.archive.model import Box, Place
from layout.diagnostics import Message
from layout.errors import ArchiveError

MOST_TERMS: Final = 32
"""More pairs than these need not be asked for: the phrase itself is compared anyway."""
EARLIEST, LATEST = "0001-01-01", "9999-12-30"
AROUND_CHARS: Final = 20
"""How much of the text is shown on either side of a phrase."""

_BETWEEN: Final = """
SELECT articles.name, articles.headline, articles.authors, articles.sections, articles.text,
  articles.lines, editions.paper, editions.paper_name, editions.date, editions.version,
  editions.issue, editions.bag, editions.id
FROM terms CROSS JOIN articles ON articles.id = terms.rowid
CROSS JOIN editions ON editions.id = articles.edition
WHERE terms MATCH :terms AND terms.rowid >= :first AND terms.rowid < :end
  AND is_in(:phrase, articles.text) AND (:every OR editions.is_newest)
  AND (:paper = '' OR editions.paper = :paper)
  AND (:page = 0 OR instr(articles.pages, ',' || :page || ','))
  AND (:section = '' OR instr(articles.sections, :section))
  AND (:author = '' OR instr(articles.authors, :author))
ORDER BY terms.rowid DESC
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for, and where."""

    text: str
    folds: bool = False
    """Whether Traditional and Simplified, full and half width, capitals and small are one."""
    paper: str = ""
    since: str = EARLIEST
    until: str = LATEST
    page: int = 0
    """0 for any."""
    section: str = ""
    """Part of a page's name or of a standing column's."""
    author: str = ""
    every_version: bool = False
    limit: int = 20
    """Articles to answer with; 0 for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """Where a phrase stands: the lines it runs over, all on one page but for a jump."""

    places: tuple[Place, ...]

    @property
    def page(self) -> int:
        """The page it begins on."""
        return self.places[0].page

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The boxes of its lines on that page."""
        return tuple(place.box for place in self.places if place.page == self.page)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that has the phrase."""

    paper: str
    paper_name: str
    date: str
    version: int
    issue: int | None
    bag: str
    article: str
    headline: str
    authors: tuple[str, ...]
    sections: tuple[str, ...]
    pdf: str
    """The PDF of the first occurrence's page, inside the payload."""
    occurrences: tuple[Occurrence, ...]
    before: str
    phrase: str
    after: str


def search(path: Path, query: Query) -> tuple[Hit, ...]:
    """Find a phrase.

    Args:
        path: The index.
        query: The phrase and where to look.

    Raises:
        ArchiveError: There is no index, or nothing to look for.

    """
    phrase = plain(query.text)
    if not phrase:
        raise ArchiveError(Message(zh="没有要查的字", en="there is nothing to look for"))
    with reading(path) as base:
        hits = _hits(base, query, phrase)
        return tuple(islice(hits, query.limit or None))


def plain(text: str) -> str:
    """A phrase as texts are kept: runs of blanks folded, a line break if there is one in them."""
    pieces: list[str] = []
    for char in text:
        category = unicodedata.category(char)
        if category == "Cf":
            continue
        if category == "Cs":  # a byte that was no text: in no article
            pieces.append("\ufffd")
            continue
        blank = "\n" if char in "\n\r" else " " if char.isspace() else ""
        if blank and pieces and pieces[-1].isspace():
            pieces[-1] = "\n" if "\n" in (blank, pieces[-1]) else " "
        else:
            pieces.append(blank or char)
    return "".join(pieces)


def _hits(base: sqlite3.Connection, query: Query, phrase: str) -> Iterator[Hit]:
    shape = folded(phrase) if query.folds else phrase
    base.create_function("is_in", 2, _has_folded if query.folds else _has, deterministic=True)
    rows = base.execute(
        _BETWEEN,
        {
            "terms": _match(phrase),
            "first": first_id(query.since),
            "end": first_id(query.until) + ARTICLES_A_DAY,
            "phrase": shape,
            "every": query.every_version,
            "paper": query.paper,
            "page": query.page,
            "section": query.section,
            "author": query.author,
        },
    )
    for row in rows:
        found = tuple(_occurrences(row[4], row[5], shape, query))
        if found:
            yield _hit(base, row, found, len(phrase))


def _hit(
    base: sqlite3.Connection,
    row: tuple[object, ...],
    found: tuple[tuple[int, Occurrence], ...],
    length: int,
) -> Hit:
    name, headline, authors, sections, text, _ = row[:6]
    paper, paper_name, date, version, issue, bag, key = row[6:]
    told = str(text)
    at = found[0][0]
    first = found[0][1]
    pdf = base.execute(
        "SELECT pdf FROM pages WHERE edition = ? AND number = ?", (key, first.page)
    ).fetchone()
    return Hit(
        paper=str(paper),
        paper_name=str(paper_name),
        date=str(date),
        version=int(str(version)),
        issue=None if issue is None else int(str(issue)),
        bag=str(bag),
        article=str(name),
        headline=str(headline),
        authors=tuple(filter(None, str(authors).split("\n"))),
        sections=tuple(filter(None, str(sections).split("\n"))),
        pdf=str(pdf[0]),
        occurrences=tuple(occurrence for _, occurrence in found),
        before=told[max(at - AROUND_CHARS, 0) : at],
        phrase=told[at : at + length],
        after=told[at + length : at + length + AROUND_CHARS],
    )


def _occurrences(
    text: str, lines: str, shape: str, query: Query
) -> Iterator[tuple[int, Occurrence]]:
    """Every place of a phrase in a text, with its lines; on the page asked for, if one was."""
    where = folded(text) if query.folds else text
    places = [place_of(values) for values in json.loads(lines)]
    starts = [place.offset for place in places]
    at = where.find(shape)
    while at >= 0:
        first = max(bisect_right(starts, at) - 1, 0)
        last = max(bisect_right(starts, at + len(shape) - 1), first + 1)
        occurrence = Occurrence(places=tuple(places[first:last]))
        if query.page in (0, occurrence.page):
            yield at, occurrence
        at = where.find(shape, at + 1)


def _match(phrase: str) -> str:
    """The FTS5 query for the articles that may have a phrase."""
    shape = folded(phrase)
    pieces = [a + b for a, b in pairwise(shape)] or [shape]
    terms = [max(terms_of(piece), key=len) for piece in dict.fromkeys(pieces)]
    return " AND ".join(f'"{term}"' for term in terms[:MOST_TERMS])


def _has(phrase: str, text: str) -> bool:
    return phrase in text


def _has_folded(shape: str, text: str) -> bool:
    return shape in folded(text)
