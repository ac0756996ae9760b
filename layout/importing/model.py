"""Foreign copy on its way into an edition folder, and the account of what was changed."""

from dataclasses import dataclass, replace
from datetime import date as Date
from enum import StrEnum
from pathlib import Path
from typing import Final

from layout.content.model import ArticleHead, BlockKind, EditionHead, Paper
from layout.content.repairs import CleaningRule
from layout.diagnostics import Language, Message, SourceSpan

UNNAMED_PAPER: Final = "未名报"
"""Stands for the name of a paper that the source does not tell."""

_SAMPLE_CHARS: Final = 48


class Editing(StrEnum):
    """What an import does besides repairing characters."""

    DROPPED = "dropped"
    MOVED = "moved"
    SPLIT = "split"
    JOINED = "joined"
    CHOSEN = "chosen"
    READ_AS = "read-as"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One kind of change in one place: what, where, how often, and the first example."""

    code: CleaningRule | Editing
    message: Message
    count: int = 1
    before: str = ""
    """What stood there; whole when text was dropped, else the first example."""
    after: str = ""
    span: SourceSpan | None = None

    def text(self, language: Language) -> str:
        """The change as it is printed: ``file:line: message (n): before -> after``."""
        place = f"{self.span}: " if self.span else ""
        times = f" ×{self.count}" if self.count > 1 else ""
        sample = " → ".join(_one_line(part) for part in (self.before, self.after) if part)
        mark = "：" if language is Language.ZH else ": "
        return f"{place}{self.message.text(language)}{times}" + (mark + sample if sample else "")

    def at(self, file: str, line: int | None = None) -> "Change":
        """The same change with its place, unless it has one."""
        return self if self.span else replace(self, span=SourceSpan(file=file, line=line))


def _one_line(text: str) -> str:
    """A sample for a report: line breaks shown, the middle of a long one left out."""
    line = text.replace("\n", "⏎")
    return line if len(line) <= _SAMPLE_CHARS else f"{line[: _SAMPLE_CHARS - 11]}……{line[-9:]}"


def bare_headline(head: ArticleHead) -> Change:
    """The change that tells of a headline without copy, which no page can hold."""
    told = Message(
        zh="有题无文，只留在标题导航", en="a headline without copy: kept in the page's list alone"
    )
    rows = (head.kicker, head.headline, head.deck, *head.byline)
    return Change(code=Editing.DROPPED, message=told, before="\n".join(row for row in rows if row))


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyBlock:
    """A paragraph, subhead, line of verse or table of foreign copy, as plain text."""

    kind: BlockKind = BlockKind.PARAGRAPH
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    stanza: int = 0
    """Lines of verse with one number stand together."""
    markdown: str = ""
    """The block as Markdown, where the source tells more than its text."""

    @property
    def characters(self) -> int:
        """How much copy it is."""
        return len(self.text) + sum(len(cell) for row in self.rows for cell in row)


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyPicture:
    """A picture of a foreign article; it lies beside the article under its own name."""

    path: Path
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyArticle:
    """An article of a foreign source, cleaned."""

    head: ArticleHead
    blocks: tuple[CopyBlock, ...]
    pictures: tuple[CopyPicture, ...] = ()
    remarks: tuple[str, ...] = ()
    """What the source tells and an article has no field for; kept as comments."""
    changes: tuple[Change, ...] = ()

    @property
    def characters(self) -> int:
        """How much copy it is, its head included."""
        head = len(self.head.headline) + len(self.head.deck) + len(self.head.kicker)
        return head + sum(block.characters for block in self.blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyPage:
    """A page of a foreign source; a page without a number gets one later."""

    number: int | None
    name: str = ""
    editors: tuple[tuple[str, str], ...] = ()
    headlines: tuple[str, ...] = ()
    """The page's list of headlines (标题导航)."""
    articles: tuple[CopyArticle, ...] = ()

    @property
    def characters(self) -> int:
        """How much copy the page has."""
        return sum(article.characters for article in self.articles)


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyEdition:
    """A foreign source, read and cleaned, not yet planned into folders."""

    paper: Paper
    date: Date
    lang: str
    pages: tuple[CopyPage, ...]
    issue: int | None = None
    is_set: bool = False
    """Whether the pages are those of a finished edition, so that each holds its copy."""
    remarks: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedArticle:
    """An article with its path inside the edition folder, forward slashes."""

    path: str
    article: CopyArticle


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedEdition:
    """What is to be written."""

    head: EditionHead
    articles: tuple[PlannedArticle, ...]
    remarks: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import wrote and what it changed on the way."""

    folder: Path
    files: tuple[str, ...]
    """Paths inside the folder, in the order of the edition."""
    changes: tuple[Change, ...]
