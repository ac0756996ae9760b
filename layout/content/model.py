"""The edition as its editors wrote it: what stage 1 returns and every later stage reads.

Heads (``edition.yaml``, front matter) are pydantic models, so that their schema can be
shipped to editors; bodies are trees of plain values. Every value knows its place.
"""

from dataclasses import dataclass
from datetime import date as Date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from layout.diagnostics import SourceSpan


class _Head(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Paper(_Head):
    """The newspaper: what stands in nameplate and masthead."""

    name: Annotated[str, Field(min_length=1)]
    slug: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    latin_name: str = ""
    supervisor: str = ""
    publisher: str = ""
    cn: str = ""
    postal_code: str = ""
    website: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    copyright: str = ""


class Ad(_Head):
    """An advertisement in its slot, in columns and rows of the page's grid."""

    file: str
    columns: Annotated[int, Field(ge=1)]
    rows: Annotated[int, Field(ge=1)]
    place: Literal["bottom"] = "bottom"


class Page(_Head):
    """One page of the edition (版)."""

    number: Annotated[int, Field(ge=1)]
    name: str = ""
    editors: dict[str, str] = {}
    ads: tuple[Ad, ...] = ()
    contents: bool = True
    """Whether the front page's 导读 may point to this page."""


class Filler(_Head):
    """A 补白: a drawing or a few lines for what is left of a page."""

    file: str = ""
    text: str = ""


class EditionHead(_Head):
    """``edition.yaml``."""

    paper: Paper
    date: Date
    issue: int | None = None
    weather: str = ""
    style: str = "broadsheet"
    lang: Literal["zh-CN", "zh-TW", "zh-HK"] = "zh-CN"
    pages: Annotated[tuple[Page, ...], Field(min_length=1)]
    fillers: tuple[Filler, ...] = ()
    words: tuple[str, ...] = ()
    """Names and terms a headline must not break (用户词典)."""


class Picture(_Head):
    """A picture of an article; ``focus`` is the point that a crop must keep."""

    file: str
    caption: str = ""
    credit: str = ""
    focus: tuple[float, float] = (0.5, 0.5)
    crop: Annotated[float, Field(ge=0, le=0.5)] = 0.12
    min_columns: Annotated[int, Field(ge=1)] = 1


class Lock(_Head):
    """A place the editor has fixed, any subset of it."""

    column: int | None = None
    row: int | None = None
    columns: int | None = None
    rows: int | None = None


class ArticleKind(StrEnum):
    """What sort of piece it is (体裁)."""

    NEWS = "news"
    BRIEF = "brief"
    PHOTO = "photo"
    COMMENTARY = "commentary"
    FEATURE = "feature"
    POEM = "poem"
    NOTICE = "notice"
    FILLER = "filler"
    AD = "ad"


class ArticleHead(_Head):
    """The front matter of an article."""

    kicker: str = ""
    headline: str = ""
    """主题; a line break in it is kept."""
    deck: str = ""
    byline: tuple[str, ...] = ()
    dateline: str = ""
    column: str = ""
    kind: ArticleKind = ArticleKind.NEWS
    rank: Annotated[int, Field(ge=1)] | None = None
    pictures: tuple[Picture, ...] = ()
    box: Literal["auto", "always", "never"] = "auto"
    jump: Literal["never", "auto"] | int = "auto"
    cut: Annotated[float, Field(ge=0, le=1)] = 0.0
    lock: Lock | None = None


class BlockKind(StrEnum):
    """The parts a body is made of."""

    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    QUOTE = "quote"
    ITEM = "item"
    TABLE = "table"
    VERSE = "verse"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inline:
    """A run of body text in one dress."""

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str | None = None
    note: str | None = None
    """The label, when the run is a footnote mark such as ①."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyBlock:
    """A paragraph, subhead, quotation, list item, table, line of verse or footnote."""

    kind: BlockKind
    inlines: tuple[Inline, ...] = ()
    marker: str = ""
    """List bullet or number, footnote mark; set before the text."""
    rows: tuple[tuple[tuple[Inline, ...], ...], ...] = ()
    """Cells of a table, row by row; the first row is the head."""
    span: SourceSpan

    @property
    def text(self) -> str:
        """The characters of the block, dress left out."""
        if self.rows:
            return "\n".join(
                "\t".join("".join(run.text for run in cell) for cell in row) for row in self.rows
            )
        return "".join(run.text for run in self.inlines)


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFile:
    """A picture of an article, found and measured; pixels are as displayed (EXIF turned)."""

    head: Picture
    path: Path
    width_px: int
    height_px: int
    span: SourceSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article: head, body and where both come from."""

    id: str
    source: str
    """Path inside the edition folder, with forward slashes."""
    sha256: str
    page: int | None
    """The page number of its folder; None in the pool."""
    rank: int
    """As given, or the one after the rank before it in file order."""
    head: ArticleHead
    body: tuple[BodyBlock, ...]
    pictures: tuple[PictureFile, ...] = ()
    spans: tuple[tuple[str, SourceSpan], ...] = ()
    """Places of the head's fields, by name."""

    def span_of(self, field: str) -> SourceSpan:
        """The place of a head field, or the top of the file."""
        return dict(self.spans).get(field, SourceSpan(file=self.source, line=1, column=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class AdFile:
    """An advertisement, found and measured."""

    head: Ad
    page: int
    path: Path
    width_px: int
    height_px: int
    span: SourceSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A whole edition folder, read and checked."""

    folder: Path
    head: EditionHead
    articles: tuple[Article, ...]
    """In file order: the numbered folders first, then the pool."""
    ads: tuple[AdFile, ...] = ()

    def articles_of(self, page: int) -> tuple[Article, ...]:
        """The articles that have this page for their own, by rank."""
        own = (article for article in self.articles if article.page == page)
        return tuple(sorted(own, key=lambda article: article.rank))

    @property
    def pool(self) -> tuple[Article, ...]:
        """The articles for the planner to place, by rank."""
        return tuple(sorted((a for a in self.articles if a.page is None), key=lambda a: a.rank))
