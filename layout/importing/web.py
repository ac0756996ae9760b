"""A folder of saved 数字报 pages in HTML -> copy of an edition.

read_web
├─ read_web_page      page views: which articles, in which order   (web_page.py)
├─ read_web_article   article pages                                (web_page.py)
└─ _paper             what the pages' feet tell of the newspaper
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date as Date
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from layout.cleaning.repair import ALL_RULES
from layout.content.model import Paper
from layout.content.repairs import CleaningRule
from layout.diagnostics import Message, SourceSpan
from layout.errors import ImportSourceError
from layout.importing.founder_lines import PAGE_LINE
from layout.importing.model import (
    UNNAMED_PAPER,
    Change,
    CopyEdition,
    CopyPage,
    Editing,
)
from layout.importing.script import language_of
from layout.importing.web_page import (
    WebArticle,
    WebPage,
    is_own,
    read_web_article,
    read_web_page,
)
from layout.importing.web_tree import Node

SUFFIXES: Final = (".htm", ".html")
_DAY_FOLDER: Final = re.compile(r"html/\d{4}-\d{2}/\d{2}$")
_PAPER_FIELDS: Final = tuple(Paper.model_fields)


def web_pages(source: Path) -> list[Path]:
    """The saved pages of one edition in a folder, or the one page named.

    Raises:
        ImportSourceError: The folder holds several editions.

    """
    if source.is_file():
        return [source] if source.suffix.lower() in SUFFIXES else []
    paths = [path for path in source.rglob("*") if path.suffix.lower() in SUFFIXES]
    days = sorted({p.parent for p in paths if _DAY_FOLDER.search(p.parent.resolve().as_posix())})
    if len(days) > 1:
        listed = "、".join(day.relative_to(source).as_posix() for day in days[:12])
        raise ImportSourceError(
            Message(zh=f"有 {len(days)} 期报纸", en=f"there are {len(days)} editions"),
            SourceSpan(file=str(source)),
            Message(zh=f"指明一期：{listed}", en=f"name one: {listed}"),
        )
    folder = days[0] if days else None
    return sorted(path for path in paths if folder is None or path.parent == folder)


def read_web(
    paths: Sequence[Path],
    text_of: Callable[[Path], str],
    *,
    day: Date | None,
    rules: frozenset[CleaningRule] = ALL_RULES,
) -> CopyEdition:
    """Read the saved pages of one edition.

    Args:
        paths: Page views and article pages; others are passed over.
        text_of: Reads a file, whatever its encoding.
        day: The date to use where the pages name none.
        rules: The cleaning rules that apply; to a site of this press none does.

    Returns:
        The edition: pages by number, articles in the order of their areas.

    Raises:
        ImportSourceError: No page holds an article, or no date is known.

    """
    pages, articles = [], {}
    for path in paths:
        text = text_of(path)
        if (page := read_web_page(text, path.name)) is not None:
            pages.append(page)
        elif (article := read_web_article(text, path, rules)) is not None:
            articles[path.name] = article
    if not articles:
        raise ImportSourceError(
            Message(zh="网页中没有稿件", en="the web pages hold no article"),
            SourceSpan(file=str(paths[0])),
            Message(
                zh="需要版面页（node_N.htm）和稿件页（content_N.htm）",
                en="save page views (node_N.htm) and article pages (content_N.htm)",
            ),
        )
    first = next(iter(articles.values()))
    when = next((item.date for item in articles.values() if item.date), day)
    if when is None:
        told = Message(zh="网页中没有日期", en="the web pages name no date")
        raise ImportSourceError(told, SourceSpan(file=first.file))
    paper, changes = _paper(first.tree, first)
    body = "".join(b.text for item in articles.values() for b in item.article.blocks)
    lang = next((n.attributes.get("lang", "") for n in first.tree.all("html")), "")
    return CopyEdition(
        paper=paper,
        date=when,
        lang=lang if is_own(first.tree) else language_of(body),
        issue=_issue(first.tree),
        is_set=is_own(first.tree),
        pages=tuple(_pages(pages, articles)),
        changes=(*changes, *(c for item in articles.values() for c in item.article.changes)),
    )


def _pages(pages: Sequence[WebPage], articles: Mapping[str, WebArticle]) -> Iterator[CopyPage]:
    """Page views in the order of their numbers; what no page view names comes last."""
    labels = {file: label for page in pages for file, label in page.labels.items()}
    placed: set[str] = set()
    for page in sorted(pages, key=lambda page: _number(labels.get(page.file, ""), page.file)):
        own = [name for name in page.articles if name in articles and name not in placed]
        placed.update(own)
        told = labels.get(page.file, "") or next((articles[f].page_name for f in own), "")
        label = PAGE_LINE.fullmatch(told)
        name = label[3].strip() if label else told
        yield CopyPage(
            number=_number(told, page.file),
            name=name,
            editors=page.editors,
            articles=tuple(articles[file].article for file in own),
        )
    rest = tuple(item for name, item in articles.items() if name not in placed)
    if rest:
        yield CopyPage(
            number=None, name=rest[0].page_name, articles=tuple(item.article for item in rest)
        )


def _number(label: str, file: str) -> int:
    """The page's number out of 第01版, else out of node_1.htm."""
    match = re.search(r"(\d+)", label) or re.search(r"(\d+)\D*$", file)
    return int(match[1]) if match else 1


def _issue(tree: Node) -> int | None:
    marks = (n for n in tree.nodes() if n.attributes.get("data-w") == "issue_number")
    return next((int(n.attributes.get("data-n", "0")) or None for n in marks), None)


def _paper(tree: Node, article: WebArticle) -> tuple[Paper, tuple[Change, ...]]:
    """The newspaper as the page's foot tells of it."""
    told = {n.attributes["data-paper"]: n.text for n in _marked(tree)}
    fields = {name: text for name, text in told.items() if name in _PAPER_FIELDS}
    slug = article.properties.get("siteid", "") if is_own(tree) else ""
    try:
        paper = Paper.model_validate({"name": UNNAMED_PAPER, "slug": slug or "paper", **fields})
    except ValidationError as error:
        wrong = Message(zh="报纸信息有误", en="what is told of the newspaper is wrong")
        raise ImportSourceError(wrong, SourceSpan(file=article.file)) from error
    if paper.name != UNNAMED_PAPER:
        return paper, ()
    unnamed = Message(zh="来源未写报名", en="the source does not name the paper")
    return paper, (Change(code=Editing.CHOSEN, message=unnamed, after=paper.name),)


def _marked(tree: Node) -> Iterable[Node]:
    return (node for node in tree.nodes() if "data-paper" in node.attributes)
