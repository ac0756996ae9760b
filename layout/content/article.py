"""One article file to an ``Article``: front matter, body, pictures, and the rules for them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from layout.content.chart_model import Chart
from layout.content.charts import NOMINAL_PX, read_chart
from layout.content.findings import Findings
from layout.content.markdown import read_body
from layout.content.model import Article, ArticleHead, ArticleKind, Picture, PictureFile
from layout.content.pictures import PictureShelf
from layout.content.remarks import remark_on
from layout.content.rules import check_article, has_fitting_length
from layout.content.source import SourceText, read_source, shown_path
from layout.content.validate import validated
from layout.content.yaml_source import YamlSource, read_yaml
from layout.diagnostics import Diagnostic, Message, SourceSpan

_FENCE = re.compile(r"---[ \t]*")
_NOT_IN_SLUG = re.compile(r"[^\w]+|_+")

TOP = ""
"""The name under which ``Article.spans`` keeps the top of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an article file lies; ``page`` is None in the pool."""

    path: Path
    page: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """The lines of an article: its head, and where its body starts."""

    head: YamlSource | None
    body_line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """An article as it was read, what it was read from, and what was found in it."""

    sha256: str
    asked: tuple[int, frozenset[int] | None]
    article: Article
    findings: tuple[Diagnostic, ...]


class ArticleMemory:
    """The articles of a folder that is read again and again; a file still the same is kept.

    An article with pictures or a chart is read every time: their files may be others.
    """

    def __init__(self) -> None:
        self._known: dict[Place, _Known] = {}

    def recall(
        self, place: Place, known_by: tuple[str, int, frozenset[int] | None]
    ) -> _Known | None:
        """What was read of the same text under the same circumstances."""
        known = self._known.get(place)
        return known if known and (known.sha256, *known.asked) == known_by else None

    def keep(self, place: Place, known: _Known) -> None:
        """Remember an article."""
        self._known[place] = known


class ArticleReader:
    """Reads the articles of one edition folder."""

    def __init__(
        self,
        folder: Path,
        shelf: PictureShelf,
        pages: frozenset[int] | None,
        findings: Findings,
        memory: ArticleMemory | None = None,
    ) -> None:
        self._memory = memory
        self._folder = folder
        self._shelf = shelf
        self._pages = pages
        self._findings = findings

    def slug(self, place: Place) -> str:
        """The id of an article: its folder and file name, ``01-lead`` or ``pool-storm``."""
        path = place.path.relative_to(self._folder).with_suffix("")
        names = [_NOT_IN_SLUG.sub("-", part).strip("-").lower() for part in path.parts]
        return "-".join(name for name in names if name)

    def read(self, place: Place, last_rank: int) -> Article | None:
        """The article; None where its head cannot be read.

        ``last_rank`` is the rank of the article before it in the same folder, 0 for none.
        """
        text = read_source(place.path, shown_path(place.path), self._findings)
        if text is None:
            return None
        if self._memory is None:
            return self._read(text, place, last_rank)
        known = self._memory.recall(place, (text.sha256, last_rank, self._pages))
        if known is not None:
            self._findings.repeat(known.findings)
            return known.article
        count = self._findings.count
        article = self._read(text, place, last_rank)
        if article is not None and not article.head.pictures:
            known = _Known(
                sha256=text.sha256,
                asked=(last_rank, self._pages),
                article=article,
                findings=self._findings.since(count),
            )
            self._memory.keep(place, known)
        return article

    def _read(self, text: SourceText, place: Place, last_rank: int) -> Article | None:
        parts = self._split(text)
        source = parts.head
        head = validated(ArticleHead, source, self._findings) if source else None
        if not has_fitting_length(text, parts.body_line, self._findings):
            return None
        is_poem = head is not None and head.kind is ArticleKind.POEM
        body = read_body(text, self._findings, first_line=parts.body_line, is_poem=is_poem)
        if head is None or source is None:
            return None
        article = Article(
            id=self.slug(place),
            source=place.path.relative_to(self._folder).as_posix(),
            sha256=text.sha256,
            page=place.page,
            rank=last_rank + 1 if head.rank is None else head.rank,
            head=head,
            body=body,
            pictures=self._pictures(head, source, place),
            spans=_spans(head, source, text),
        )
        check_article(article, source, self._pages, self._findings)
        remark_on(article, text, parts.body_line, self._findings)
        return article

    def _split(self, text: SourceText) -> _Parts:
        """Front matter between two lines of ``---`` at the very top, and the rest."""
        if not _FENCE.fullmatch(text.lines[0]):
            self._check_late_head(text)
            return _Parts(head=YamlSource(file=text.file, first_line=1, value={}), body_line=1)
        for index, line in enumerate(text.lines[1:], 2):
            if _FENCE.fullmatch(line):
                head = read_yaml(text, self._findings, first_line=2, last_line=index - 1)
                return _Parts(head=head, body_line=index + 1)
        self._findings.error(
            "OPEN_HEAD",
            text.span(1, 1),
            Message(zh="稿件头部没有结束", en="the head of the article is never closed"),
            Message(zh="在头部之后加一行“---”", en="add a line of “---” after the head"),
        )
        return _Parts(head=None, body_line=len(text.lines) + 1)

    def _check_late_head(self, text: SourceText) -> None:
        first = next((n for n, line in enumerate(text.lines, 1) if line.strip()), 1)
        if _FENCE.fullmatch(text.lines[first - 1].strip()):
            self._findings.error(
                "LATE_HEAD",
                text.span(first, 1),
                Message(
                    zh="稿件头部不在文件开头", en="the head of the article is not at the very top"
                ),
                Message(
                    zh="“---”前面不能有空行或空格", en="nothing may stand before the line of “---”"
                ),
            )

    def _pictures(
        self, head: ArticleHead, source: YamlSource, place: Place
    ) -> tuple[PictureFile, ...]:
        pictures: list[PictureFile] = []
        for index, picture in enumerate(head.pictures):
            span = source.value_span(("pictures", index, "file"))
            if picture.chart is not None:
                pictures += self._drawn(picture, picture.chart, place, span)
                continue
            found = self._shelf.take(picture.file, place.path.parent, span)
            if found is not None:
                pictures.append(
                    PictureFile(
                        head=picture,
                        path=found.path,
                        width_px=found.width_px,
                        height_px=found.height_px,
                        span=span,
                    )
                )
        return tuple(pictures)

    def _drawn(
        self, picture: Picture, chart: Chart, place: Place, span: SourceSpan
    ) -> Iterator[PictureFile]:
        """A chart that is to be drawn from the file; nothing where the data are wrong."""
        path = self._shelf.find(picture.file, place.path.parent, span)
        data = read_chart(chart, path, span, self._findings) if path else None
        if path is not None and data is not None:
            wide, high = NOMINAL_PX
            yield PictureFile(
                head=picture, path=path, width_px=wide, height_px=high, span=span, chart=data
            )


def _spans(
    head: ArticleHead, source: YamlSource, text: SourceText
) -> tuple[tuple[str, SourceSpan], ...]:
    """The places of the fields that are written, and the top of the file."""
    fields = sorted(head.model_fields_set)
    return ((TOP, text.span(1, 1)), *((name, source.key_span((name,))) for name in fields))
