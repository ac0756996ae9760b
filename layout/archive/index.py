"""The index: one SQLite file, made from the bags alone, that finds editions by their words.

A text is found through the pairs of neighbouring characters in it (and, for a single one, the
character): each is a term of an FTS5 table that keeps no positions, so the terms of a phrase
name the articles that may hold it, and the phrase itself is then looked for in their text.
Articles are numbered by date, so the newest come first without sorting. The file is in WAL
mode: readers go on while one writes, and a writer that dies leaves what was there before.
"""

import datetime as dt
import json
import operator
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from layout.archive.findings import busy, disk_full, no_index
from layout.archive.fold import folded
from layout.archive.model import ArticleText, EditionFacts, Logged, Place

VERSION: Final = 1
ARTICLES_A_DAY: Final = 1 << 24
"""Room for the articles of one date, over all papers and versions."""
CACHE_KIB: Final = 32 * 1024

_TABLES: Final = """
CREATE TABLE editions (
  id INTEGER PRIMARY KEY, paper TEXT NOT NULL, paper_name TEXT NOT NULL, date TEXT NOT NULL,
  version INTEGER NOT NULL, issue INTEGER, number INTEGER NOT NULL, bag TEXT NOT NULL UNIQUE,
  sha512 TEXT NOT NULL, added TEXT NOT NULL, files INTEGER NOT NULL, size_bytes INTEGER NOT NULL,
  is_newest INTEGER NOT NULL, UNIQUE (paper, number), UNIQUE (paper, date, version));
CREATE INDEX edition_dates ON editions (date, paper);
CREATE TABLE pages (
  edition INTEGER NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, pdf TEXT NOT NULL,
  width_pt REAL NOT NULL, height_pt REAL NOT NULL, PRIMARY KEY (edition, number)) WITHOUT ROWID;
CREATE TABLE articles (
  id INTEGER PRIMARY KEY, edition INTEGER NOT NULL, name TEXT NOT NULL, headline TEXT NOT NULL,
  kind TEXT NOT NULL, column_name TEXT NOT NULL, sections TEXT NOT NULL, pages TEXT NOT NULL,
  authors TEXT NOT NULL, people TEXT NOT NULL, places_named TEXT NOT NULL, text TEXT NOT NULL,
  lines TEXT NOT NULL);
CREATE INDEX article_editions ON articles (edition);
CREATE TABLE names (
  edition INTEGER NOT NULL, article INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL);
CREATE INDEX name_names ON names (name);
CREATE INDEX name_editions ON names (edition);
CREATE VIRTUAL TABLE terms USING fts5 (
  words, content='', columnsize=0, detail='none', tokenize='ascii');
"""
_NAMES: Final = ("terms", "names", "articles", "pages", "editions")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedEdition:
    """A row of the index."""

    id: int
    paper: str
    paper_name: str
    date: str
    version: int
    issue: int | None
    number: int
    bag: str
    sha512: str
    added: str
    pages: int
    articles: int
    files: int
    size_bytes: int
    is_newest: bool


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """The index to read from; on a medium that cannot be written to, without taking turns.

    Raises:
        ArchiveError: There is none, or it is broken.

    """
    if not path.is_file():
        raise no_index(str(path))
    with _connected(path, is_fixed=_is_fixed(path)) as base:
        _check_version(base, path)
        base.execute("PRAGMA query_only = 1")
        yield base


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """The index to write to, made where there is none; what is written counts at the end.

    Raises:
        ArchiveError: It is broken.

    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _connected(path) as base:
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = FULL")
        base.execute("BEGIN IMMEDIATE")
        if not base.execute("SELECT 1 FROM sqlite_master").fetchone():
            _create(base)
        _check_version(base, path)
        try:
            yield base
        except BaseException:
            base.execute("ROLLBACK")
            raise
        base.execute("COMMIT")


def clear(base: sqlite3.Connection) -> None:
    """Take everything out, to fill the index anew."""
    for name in _NAMES:
        base.execute(f"DROP TABLE {name}")
    _create(base)


def remove_index(path: Path) -> None:
    """Delete a broken index; SQLite drops a journal that has no file to go with."""
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def add_edition(base: sqlite3.Connection, facts: EditionFacts, logged: Logged) -> None:
    """Put an edition into the index; an older version of the same date is no longer found."""
    entry = logged.entry
    day = (facts.paper, facts.date)
    newest = _number(
        base, "SELECT coalesce(max(version), 0) FROM editions WHERE paper = ? AND date = ?", *day
    )
    is_newest = entry.version > newest
    if is_newest:
        base.execute("UPDATE editions SET is_newest = 0 WHERE paper = ? AND date = ?", day)
    row = base.execute(
        "INSERT INTO editions (paper, paper_name, date, version, issue, number, bag, sha512, added,"
        " files, size_bytes, is_newest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            facts.paper,
            facts.paper_name,
            facts.date,
            entry.version,
            facts.issue,
            entry.number,
            f"{facts.paper}/{entry.bag}",
            logged.sha512,
            entry.added,
            entry.files,
            entry.size_bytes,
            is_newest,
        ),
    )
    edition = int(row.lastrowid or 0)
    base.executemany(
        "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?)",
        (
            (edition, page.number, page.name, page.pdf, page.width_pt, page.height_pt)
            for page in facts.pages
        ),
    )
    _add_articles(base, edition, facts)


def articles_of(base: sqlite3.Connection, edition: int) -> list[tuple[object, ...]]:
    """The rows of an edition's articles, less their numbers, to compare with ``article_rows``."""
    rows = base.execute(
        "SELECT name, headline, kind, column_name, sections, pages, authors, people, places_named,"
        " text, lines FROM articles WHERE edition = ? ORDER BY id DESC",
        (edition,),
    )
    return [tuple(row) for row in rows]


def article_rows(facts: EditionFacts) -> list[tuple[object, ...]]:
    """The articles of an edition as the index keeps them."""
    names = {page.number: page.name for page in facts.pages}
    return [_article_row(article, names) for article in facts.articles]


def editions(base: sqlite3.Connection) -> list[IndexedEdition]:
    """Every edition, by paper, date and version."""
    rows = base.execute(
        "SELECT id, paper, paper_name, date, version, issue, number, bag, sha512, added,"
        " (SELECT count(*) FROM pages WHERE edition = editions.id),"
        " (SELECT count(*) FROM articles WHERE edition = editions.id),"
        " files, size_bytes, is_newest FROM editions ORDER BY paper, date, version"
    )
    return [
        IndexedEdition(
            id=row[0],
            paper=row[1],
            paper_name=row[2],
            date=row[3],
            version=row[4],
            issue=row[5],
            number=row[6],
            bag=row[7],
            sha512=row[8],
            added=row[9],
            pages=row[10],
            articles=row[11],
            files=row[12],
            size_bytes=row[13],
            is_newest=bool(row[14]),
        )
        for row in rows
    ]


def count_of(base: sqlite3.Connection, paper: str) -> int:
    """How many snapshots of a paper the index has."""
    return _number(base, "SELECT count(*) FROM editions WHERE paper = ?", paper)


def terms_of(text: str) -> set[str]:
    """The terms a text is found by: each character and each pair of neighbours, folded.

    Terms are words to FTS5's ``ascii`` tokenizer, which takes letters, digits and everything
    beyond ASCII for parts of words; other characters are moved out of ASCII.
    """
    safe = folded(text).translate(_SAFE)
    return {*safe, *map(operator.add, safe, safe[1:])}


_SAFE: Final = {
    code: 0xE000 + code for code in range(0x80) if not chr(code).isalnum()
}  # private use, so that no text has them


def first_id(date: str) -> int:
    """The least number an article of a date may have."""
    return dt.date.fromisoformat(date).toordinal() * ARTICLES_A_DAY


def _add_articles(base: sqlite3.Connection, edition: int, facts: EditionFacts) -> None:
    """Number the articles below those of the date so far, the first one highest.

    FTS5 wants rising numbers, so the last article goes in first.
    """
    start = first_id(facts.date)
    end = _number(
        base,
        "SELECT coalesce(min(id), ?) FROM articles WHERE id >= ? AND id < ?",
        start + ARTICLES_A_DAY,
        start,
        start + ARTICLES_A_DAY,
    )
    pairs = list(zip(facts.articles, article_rows(facts), strict=True))
    for key, (article, row) in enumerate(reversed(pairs), end - len(pairs)):
        places = ", ".join("?" * (len(row) + 2))
        base.execute(f"INSERT INTO articles VALUES ({places})", (key, edition, *row))  # noqa: S608 - question marks only
        base.execute(
            "INSERT INTO terms (rowid, words) VALUES (?, ?)",
            (key, " ".join(sorted(terms_of(article.text)))),
        )
        named = [
            *(("author", name) for name in article.authors),
            *(("person", name) for name in article.people),
            *(("place", name) for name in article.places_named),
        ]
        base.executemany(
            "INSERT INTO names VALUES (?, ?, ?, ?)", [(edition, key, *pair) for pair in named]
        )


def _article_row(article: ArticleText, page_names: dict[int, str]) -> tuple[object, ...]:
    sections = dict.fromkeys([*(page_names[page] for page in article.pages), article.column])
    return (
        article.id,
        article.headline,
        article.kind,
        article.column,
        "\n".join(name for name in sections if name),
        "".join(f",{page}" for page in article.pages) + ",",
        "\n".join(article.authors),
        "\n".join(article.people),
        "\n".join(article.places_named),
        article.text,
        places_text(article.places),
    )


def places_text(places: Sequence[Place]) -> str:
    """The places of a text's lines as the index keeps them."""
    rows = [
        (
            place.offset,
            place.page,
            place.box.x_pt,
            place.box.y_pt,
            place.box.width_pt,
            place.box.height_pt,
        )
        for place in places
    ]
    return json.dumps(rows, separators=(",", ":"))


@contextmanager
def _connected(path: Path, *, is_fixed: bool = False) -> Iterator[sqlite3.Connection]:
    address = f"{path.absolute().as_uri()}?{'immutable=1' if is_fixed else 'mode=rwc'}"
    with closing(sqlite3.connect(address, isolation_level=None, timeout=30.0, uri=True)) as base:
        try:
            base.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            yield base
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorname == "SQLITE_FULL":
                raise disk_full(str(path)) from error
            if error.sqlite_errorname == "SQLITE_BUSY":
                raise busy(str(path)) from error
            raise no_index(str(path), str(error)) from error


def _is_fixed(path: Path) -> bool:
    """Whether nobody can write to an index, and no writer left a journal beside it."""
    journal = path.with_name(f"{path.name}-wal")
    return bool(os.statvfs(path).f_flag & os.ST_RDONLY) and not journal.exists()


def _create(base: sqlite3.Connection) -> None:
    for statement in _TABLES.split(";\n"):
        if statement.strip():
            base.execute(statement)
    base.execute(f"PRAGMA user_version = {VERSION}")


def _check_version(base: sqlite3.Connection, path: Path) -> None:
    if base.execute("PRAGMA user_version").fetchone()[0] != VERSION:
        raise no_index(str(path))


def _number(base: sqlite3.Connection, query: str, *values: object) -> int:
    return int(base.execute(query, values).fetchone()[0])
