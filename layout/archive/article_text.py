"""The record of an edition and its pages' lines to the articles as they can be found.

article_texts
  _article              the passages of an article, in reading order over all its pages
    _body_passage       a paragraph as written, where its lines follow it letter by letter
      _followed         the offset of each line in the paragraph, or nothing
    _joined             else the lines as set, joined

A passage keeps the blanks its writer typed, which lines may lose where they break; it holds
only what is printed, so a paragraph that was cut is left out.
"""

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from layout.archive.model import ArticleText, Box, PageText, Place, TextBlock, TextLine, TextRole
from layout.record.model import ArticleRecord, BodyRecord, EditionRecord
from layout.units import rounded

HEAD_ROLES: Final = (TextRole.KICKER, TextRole.HEADLINE, TextRole.DECK, TextRole.BYLINE)
MARKS: Final = "●○■□◆◇▲△★☆·・"
"""Set before a name for show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Passage:
    """A text on one line, and where it continues: offset, page, box."""

    text: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A text block of a page."""

    page: int
    block: TextBlock


def article_texts(record: EditionRecord, pages: Sequence[PageText]) -> tuple[ArticleText, ...]:
    """Every article that is printed, in the order of the record; held over ones are not."""
    pieces: dict[str, list[_Piece]] = {}
    for page in pages:
        for area in page.areas:
            if area.article is not None:
                own = pieces.setdefault(area.article, [])
                own += [_Piece(page=page.number, block=block) for block in area.texts]
    editors = tuple(name for page in record["pages"] for name in page["editors"].values())
    return tuple(
        _article(article, pieces[article["id"]], editors)
        for article in record["articles"]
        if pieces.get(article["id"])
    )


def _article(
    article: ArticleRecord, pieces: Sequence[_Piece], editors: tuple[str, ...]
) -> ArticleText:
    text, places = "", list[Place]()
    for passage in _passages(article, pieces):
        start = len(text) + 1 if text else 0
        text = f"{text}\n{passage.text}" if text else passage.text
        places += [
            Place(offset=start + place.offset, page=place.page, box=place.box)
            for place in passage.places
        ]
    authors = tuple(_bare_name(name) for name in article["byline"])
    credited = tuple(_bare_name(picture["credit"]) for picture in article["pictures"])
    people = dict.fromkeys(name for name in (*authors, *credited, *editors) if name)
    dateline = " ".join(article["dateline"].split())
    return ArticleText(
        id=article["id"],
        headline=" ".join(article["headline"].split()),
        kind=article["kind"],
        column=article["column"],
        authors=authors,
        people=tuple(people),
        places_named=(dateline,) if dateline else (),
        text=text,
        places=tuple(places),
    )


def _passages(article: ArticleRecord, pieces: Sequence[_Piece]) -> Iterator[_Passage]:
    for role in HEAD_ROLES:
        yield from (_joined([piece]) for piece in pieces if piece.block.role is role)
    body: dict[int, list[_Piece]] = {}
    for piece in pieces:
        if piece.block.role is TextRole.BODY and piece.block.paragraph is not None:
            body.setdefault(piece.block.paragraph, []).append(piece)
    written = {block["paragraph"]: block for block in article["body"]}
    for number, own in sorted(body.items()):
        yield _body_passage(article, written.get(number), own)
    for role in (TextRole.CAPTION, TextRole.OTHER):
        yield from (_joined([piece]) for piece in pieces if piece.block.role is role)


def _body_passage(
    article: ArticleRecord, written: BodyRecord | None, pieces: Sequence[_Piece]
) -> _Passage:
    """A paragraph as written, if its lines say so; with what is set before it."""
    lines = [(piece.page, line) for piece in pieces for line in piece.block.lines]
    for text in _candidates(article, written):
        starts = _followed(text, [line for _, line in lines])
        if starts is not None:
            places = tuple(
                Place(offset=start, page=page, box=line.box)
                for start, (page, line) in zip(starts, lines, strict=False)
            )
            return _Passage(text=text[: starts[-1]], places=places)
    return _joined(pieces)


def _candidates(article: ArticleRecord, written: BodyRecord | None) -> Iterator[str]:
    """What the lines of a paragraph may say: itself, behind its mark or the dateline."""
    if written is None:
        return
    body = _one_line("".join(run["text"] for run in written["runs"]))
    yield body
    for before in (written.get("marker", ""), article["dateline"]):
        if before:
            yield _one_line(f"{before}{body}")


def _followed(text: str, lines: Sequence[TextLine]) -> list[int] | None:
    """Offsets at which the lines begin in a text, and where the last ends; None if they differ.

    A hyphen that a line adds where it breaks a word is no difference.
    """
    starts, at = [], 0
    for number, line in enumerate(lines):
        bare = "".join(line.text.split())
        at = _skip_blanks(text, at)
        starts.append(at)
        for k, char in enumerate(bare):
            at = _skip_blanks(text, at)
            if at < len(text) and text[at] == char:
                at += 1
            elif not (char == "-" and k == len(bare) - 1 and number < len(lines) - 1):
                return None
    return [*starts, at]


def _joined(pieces: Sequence[_Piece]) -> _Passage:
    """Lines as set, one after the other; a blank between words that are not Chinese."""
    text, places = "", list[Place]()
    for piece in pieces:
        for line in piece.block.lines:
            shown = _one_line(line.text)
            if text and text[-1].isascii() and shown[:1].isascii() and shown[:1].isalnum():
                text += " "
            places.append(Place(offset=len(text), page=piece.page, box=line.box))
            text += shown
    return _Passage(text=text, places=tuple(places))


def _skip_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _one_line(text: str) -> str:
    """Blanks folded into one, format characters gone."""
    return " ".join("".join(c for c in text if unicodedata.category(c) != "Cf").split())


def _bare_name(text: str) -> str:
    return " ".join(text.split()).strip(MARKS + " ")


# -- the file in the bag -------------------------------------------------------------------


def articles_json(articles: Sequence[ArticleText]) -> bytes:
    """The articles as the bag keeps them; a place is offset, page, x, y, width, height (pt)."""
    rows = [
        {
            "id": article.id,
            "headline": article.headline,
            "kind": article.kind,
            "column": article.column,
            "authors": article.authors,
            "people": article.people,
            "places": article.places_named,
            "text": article.text,
            "lines": [_place_row(place) for place in article.places],
        }
        for article in articles
    ]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[\n{lines}\n]\n".encode()


def read_articles_json(data: bytes) -> tuple[ArticleText, ...]:
    """The articles of a bag."""
    return tuple(
        ArticleText(
            id=row["id"],
            headline=row["headline"],
            kind=row["kind"],
            column=row["column"],
            authors=tuple(row["authors"]),
            people=tuple(row["people"]),
            places_named=tuple(row["places"]),
            text=row["text"],
            places=tuple(place_of(values) for values in row["lines"]),
        )
        for row in json.loads(data)
    )


def place_of(values: Sequence[float]) -> Place:
    """A place from its six numbers."""
    offset, page, x, y, width, height = values
    box = Box(x_pt=x, y_pt=y, width_pt=width, height_pt=height)
    return Place(offset=int(offset), page=int(page), box=box)


def _place_row(place: Place) -> list[float]:
    box = place.box
    sides = (box.x_pt, box.y_pt, box.width_pt, box.height_pt)
    return [place.offset, place.page, *(rounded(side) for side in sides)]
