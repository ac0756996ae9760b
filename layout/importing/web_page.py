"""One saved page of a 数字报 -> what it tells: a page's stories and names, or an article.

The two kinds are the page view, with ``<map name=PagePicMap>``, and the article page, with
a comment of properties and its text between two others. Sites of this press tell some
things besides, by attributes of their own.
"""

import re
from dataclasses import dataclass, field
from datetime import date as Date
from pathlib import Path
from typing import Final

from layout.cleaning.repair import HEADLINE_RULES
from layout.content.model import ArticleHead, ArticleKind
from layout.content.repairs import CleaningRule
from layout.importing.cleaning import clean, merged
from layout.importing.founder_lines import DATE_LINE, PAGE_LINE
from layout.importing.model import Change, CopyArticle, CopyBlock, CopyPicture
from layout.importing.web_body import read_web_body
from layout.importing.web_tree import Node, read_html

_PROPERTY: Final = re.compile(r"<(\w+)>(.*?)</\1>", re.DOTALL)
_BODY: Final = re.compile(
    r"<!--\s*enpcontent\s*-->(.*?)<!--\s*/enpcontent\s*-->", re.DOTALL | re.IGNORECASE
)
_FOUNDER: Final = re.compile(
    r"<founder-content[^>]*>(.*?)</founder-content>", re.DOTALL | re.IGNORECASE
)
_TAIL: Final = re.compile(r"[?#].*$")
_PICTURES: Final = (".jpg", ".jpeg", ".png", ".webp", ".gif")
_HEAD: Final = (("kicker", "introtitle"), ("headline", "title"), ("deck", "subtitle"))
OWN: Final = "banxin"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage:
    """What a page view told."""

    file: str
    articles: tuple[str, ...]
    """Files of its articles, in the order of its areas."""
    labels: dict[str, str]
    """第01版：要闻 by the file of the page view, of all pages it links to."""
    editors: tuple[tuple[str, str], ...]
    tree: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class WebArticle:
    """What an article page told."""

    file: str
    article: CopyArticle
    date: Date | None
    page_name: str
    properties: dict[str, str] = field(default_factory=dict)
    tree: Node


def is_own(tree: Node) -> bool:
    """Whether a page is from a site of this press, whose text needs no repair."""
    metas = tree.all("meta")
    return any(
        meta.attributes.get("name") == "generator" and meta.attributes.get("content") == OWN
        for meta in metas
    )


def read_web_page(text: str, file: str) -> WebPage | None:
    """A page view; None where the file is no such page."""
    tree = read_html(text)
    maps = [n for n in tree.all("map") if n.attributes.get("name", "").lower() == "pagepicmap"]
    if not maps:
        return None
    links = (area.attributes.get("href", "") for map_ in maps for area in map_.all("area"))
    names = (_TAIL.sub("", link).rsplit("/", 1)[-1] for link in links)
    labels: dict[str, str] = {}
    for link in tree.all("a"):
        target = _TAIL.sub("", link.attributes.get("href", ""))
        label = " ".join(link.text.split())
        if PAGE_LINE.fullmatch(label) and not target.lower().endswith(".pdf"):
            labels.setdefault(target.rsplit("/", 1)[-1], label)
    editors = [n for n in tree.nodes() if "data-editor" in n.attributes]
    return WebPage(
        file=file,
        articles=tuple(dict.fromkeys(name for name in names if name)),
        labels=labels,
        editors=tuple(
            (role, node.text.removeprefix(role).strip())
            for node in editors
            if (role := node.attributes["data-editor"])
        ),
        tree=tree,
    )


def read_web_article(text: str, path: Path, rules: frozenset[CleaningRule]) -> WebArticle | None:
    """An article page; None where the file is no such page."""
    match = _BODY.search(text) or _FOUNDER.search(text)
    if match is None:
        return None
    tree = read_html(text)
    comments = [node.children[0] for node in tree.nodes() if node.tag == "!"]
    told = next((str(c) for c in comments if "enpproperty" in str(c)), "")
    properties = {name: _plain(value) for name, value in _PROPERTY.findall(told)}
    own = is_own(tree)
    rules = frozenset() if own else rules
    changes: list[Change] = []
    head = _head(properties, tree, rules, changes, own=own)
    blocks = tuple(_cleaned(block, rules, changes) for block in read_web_body(read_html(match[1])))
    if own and blocks and head.dateline:
        blocks = (_without_dateline(blocks[0], head.dateline), *blocks[1:])
    return WebArticle(
        file=path.name,
        article=CopyArticle(
            head=head,
            blocks=blocks,
            pictures=tuple(_pictures(tree, path)),
            changes=merged(change.at(path.name) for change in changes),
        ),
        date=_date(properties.get("date", "")),
        page_name=properties.get("nodename", ""),
        properties=properties,
        tree=tree,
    )


def _plain(html: str) -> str:
    """The text of a property; its line breaks are the editor's own."""
    text = read_html(re.sub(r"<!\[CDATA\[(.*?)\]\]>", r"\1", html, flags=re.DOTALL)).text
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _date(text: str) -> Date | None:
    match = DATE_LINE.search(text)
    try:
        return Date(*(int(group) for group in match.groups())) if match else None
    except ValueError:
        return None


def _head(
    properties: dict[str, str],
    tree: Node,
    rules: frozenset[CleaningRule],
    changes: list[Change],
    *,
    own: bool,
) -> ArticleHead:
    parts = {name: _title(properties.get(told, ""), rules, changes) for name, told in _HEAD}
    author = _title(properties.get("author", ""), rules, changes)
    bylines: tuple[str, ...] = tuple(line for line in author.split("\n") if line)
    values: dict[str, object] = dict(parts)
    article = tree.classed("story")
    if own and article is not None:
        byline = article.classed("byline")
        names = byline.all("span") if byline is not None else []
        bylines = tuple(name.text for name in names) or bylines
        column, dateline = article.classed("column"), article.classed("dateline")
        values |= {
            "column": column.text if column is not None else "",
            "dateline": dateline.text if dateline is not None else "",
            "kind": article.attributes.get("data-kind", ArticleKind.NEWS.value),
            "rank": int(article.attributes.get("data-rank", "0")) or None,
        }
    elif not parts["headline"]:
        values["kind"] = ArticleKind.BRIEF
    return ArticleHead.model_validate({**values, "byline": bylines})


def _title(text: str, rules: frozenset[CleaningRule], changes: list[Change]) -> str:
    lines = []
    for line in text.split("\n"):
        cleaned, found = clean(line, rules & HEADLINE_RULES)
        changes += found
        lines.append(cleaned)
    return "\n".join(line for line in lines if line)


def _cleaned(block: CopyBlock, rules: frozenset[CleaningRule], changes: list[Change]) -> CopyBlock:
    """A block with its text repaired; one that bears Markdown is foreign copy made plain."""
    if not rules:
        return block
    text, found = clean(block.text.replace("\n", " "), rules)
    changes += found
    rows = tuple(tuple(clean(cell, rules)[0] for cell in row) for row in block.rows)
    return CopyBlock(kind=block.kind, text=text, rows=rows, stanza=block.stanza)


def _without_dateline(block: CopyBlock, dateline: str) -> CopyBlock:
    """The first paragraph less the dateline, which the head has."""
    cut = block.text.removeprefix(dateline).lstrip("\u3000 ")
    markdown = block.markdown.removeprefix(dateline).lstrip("\u3000 ")
    return CopyBlock(kind=block.kind, text=cut, markdown=markdown)


def _pictures(tree: Node, path: Path) -> list[CopyPicture]:
    """The article's pictures that were saved with it."""
    found = []
    frames = tree.all("figure")
    for frame in frames:
        for picture in frame.all("img"):
            file = path.parent / picture.attributes.get("src", "")
            caption, credit = frame.classed("caption"), frame.classed("credit")
            if file.suffix.lower() in _PICTURES and file.is_file():
                found.append(
                    CopyPicture(
                        path=file,
                        caption=caption.text if caption is not None else "",
                        credit=credit.text if credit is not None else "",
                    )
                )
    return found
