"""Plain text of 数字报 article pages (the classic Founder skin) -> copy of an edition.

read_founder
├─ read_page         one text: page line, 标题导航, article, footer   (founder_page.py)
├─ _joined           texts of one page become one page
└─ _paper            the footer's lines: name, website, address
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date as Date
from typing import Final

from layout.cleaning.repair import ALL_RULES
from layout.content.model import Paper
from layout.content.repairs import CleaningRule
from layout.diagnostics import Message, SourceSpan
from layout.errors import ImportSourceError
from layout.importing.cleaning import clean
from layout.importing.founder_lines import same_words
from layout.importing.founder_page import FounderPage, read_page
from layout.importing.model import (
    UNNAMED_PAPER,
    Change,
    CopyArticle,
    CopyEdition,
    CopyPage,
    Editing,
)
from layout.importing.script import language_of

_SITE: Final = re.compile(r"(?:https?://)?(?:www\.)?([a-z0-9-]+)(?:\.[a-z0-9-]+)+", re.IGNORECASE)
_LABELS: Final = (
    ("address", r"(?:地\s*址|社\s*址|報社地址|报社地址)"),
    ("postcode", r"(?:邮\s*编|郵\s*編|邮政编码|郵政編碼|郵遞區號)"),
    ("phone", r"(?:电\s*话|電\s*話|联系电话|聯繫電話|热线|新闻热线)"),
    ("postal_code", r"(?:邮发代号|郵發代號)"),
    ("cn", r"(?:国内统一(?:连续出版物号|刊号)|统一刊号|刊号)"),
    ("supervisor", r"(?:主管单位|主管|主管單位)"),
    ("publisher", r"(?:主办单位|主办|主辦單位|主辦|出版单位|出版)"),
)


def read_founder(
    texts: Sequence[tuple[str, str]],
    *,
    day: Date | None,
    rules: frozenset[CleaningRule] = ALL_RULES,
) -> CopyEdition:
    """Read the texts of one edition's article pages.

    Args:
        texts: File name and text of each page, in the order of the articles.
        day: The date to use where the texts name none.
        rules: The cleaning rules that apply.

    Returns:
        The edition; pages in the order of their numbers, unnumbered ones last.

    Raises:
        ImportSourceError: No text holds an article, or no date is known.

    """
    found = [read_page(text, name, rules) for name, text in texts]
    pages = tuple(_joined(found))
    if not any(page.articles for page in pages):
        raise ImportSourceError(
            Message(zh="文本中没有稿件", en="the text holds no article"),
            SourceSpan(file=texts[0][0] if texts else "."),
            Message(
                zh="需要数字报稿件页的全文：版名、标题、正文",
                en="give the whole text of an article page: page line, headline, body",
            ),
        )
    when, changes = _date(found, day)
    paper, remarks, notes = _paper(found, rules)
    changes = (*changes, *notes, *(change for page in found for change in page.changes))
    body = "".join(block.text for p in pages for a in p.articles for block in a.blocks)
    return CopyEdition(
        paper=paper,
        date=when,
        lang=language_of(body),
        pages=pages,
        remarks=remarks,
        changes=changes,
    )


def _joined(found: Iterable[FounderPage]) -> Iterable[CopyPage]:
    """Pages by number; articles in the order of the page's list of headlines, else of files."""
    grouped: dict[int | None, list[FounderPage]] = {}
    for page in found:
        grouped.setdefault(page.number, []).append(page)
    numbered = sorted(number for number in grouped if number is not None)
    for number in [*numbered, *([None] if None in grouped else [])]:
        members = grouped[number]
        listed = max((page.headlines for page in members), key=len)
        articles = _unique(page.article for page in members if page.article is not None)
        yield CopyPage(
            number=number,
            name=next((page.name for page in members if page.name), ""),
            editors=tuple(dict(pair for page in members for pair in page.editors).items()),
            headlines=_with_breaks(listed, articles),
            articles=tuple(sorted(articles, key=lambda article: _place(article, listed))),
        )


def _unique(articles: Iterable[CopyArticle]) -> list[CopyArticle]:
    seen: dict[object, CopyArticle] = {}
    for article in articles:
        seen.setdefault((article.head.model_dump_json(), article.blocks), article)
    return list(seen.values())


def _place(article: CopyArticle, listed: Sequence[str]) -> int:
    """Where the list names the article's first headline line; after the list, if nowhere."""
    first = article.head.headline.split("\n")[0]
    places = [n for n, row in enumerate(listed) if first and same_words(first, row)]
    return places[0] if places else len(listed)


def _with_breaks(listed: Sequence[str], articles: Sequence[CopyArticle]) -> tuple[str, ...]:
    """The list with the rows of one known headline made one entry of several lines."""
    rows = list(listed)
    for article in articles:
        lines = article.head.headline.split("\n")
        for place in range(len(rows) - len(lines) + 1):
            window = rows[place : place + len(lines)]
            if len(lines) > 1 and all(map(same_words, lines, window)):
                rows[place : place + len(lines)] = ["\n".join(window)]
                break
    return tuple(rows)


def _date(found: Sequence[FounderPage], day: Date | None) -> tuple[Date, tuple[Change, ...]]:
    dates = [page.date for page in found if page.date is not None]
    if not dates and day is None:
        raise ImportSourceError(
            Message(zh="文本中没有日期", en="the text names no date"),
            SourceSpan(file=found[0].file),
            Message(
                zh="在文件名或文件夹名中写明日期，如 2021-04-30.txt",
                en="put the date into the name of the file or folder, such as 2021-04-30.txt",
            ),
        )
    if not dates and day is not None:
        told = Message(zh="日期取自文件名", en="date taken from the file's name")
        return day, (Change(code=Editing.CHOSEN, message=told, after=day.isoformat()),)
    first = dates[0]
    others = sorted({when.isoformat() for when in dates if when != first})
    told = Message(zh="文本日期不一，取第一个", en="the texts differ in date; the first one taken")
    change = Change(
        code=Editing.CHOSEN, message=told, before=" ".join(others), after=first.isoformat()
    )
    return first, (change,) if others else ()


# ---------------------------------------------------------------- the paper


def _paper(
    found: Sequence[FounderPage], rules: frozenset[CleaningRule]
) -> tuple[Paper, tuple[str, ...], tuple[Change, ...]]:
    """The newspaper out of the footers, what has no field there, and what was chosen."""
    lines = list(dict.fromkeys(line for page in found for line in page.footer))
    fields: dict[str, str] = {}
    remarks: list[str] = []
    cleaned: list[Change] = []
    for line in lines:
        text, notes = clean(line, rules)
        cleaned += notes
        rest = _labelled(text, fields)
        if rest:
            remarks.append(rest)
    file = found[0].file
    changes = [change.at(file) for change in cleaned]
    name = _name(fields.get("copyright", ""), remarks)
    told = Message(zh="来源未写报名", en="the source does not name the paper")
    if not name:
        changes.append(Change(code=Editing.CHOSEN, message=told, after=UNNAMED_PAPER).at(file))
    slug = _slug(fields.get("website", ""))
    paper = Paper.model_validate({"name": name or UNNAMED_PAPER, "slug": slug, **fields})
    kept = Message(zh="页脚文字留作注释", en="words of the footer kept as a comment")
    changes += [
        Change(code=Editing.MOVED, message=kept, before=remark).at(file) for remark in remarks
    ]
    return paper, tuple(remarks), tuple(changes)


def _labelled(line: str, fields: dict[str, str]) -> str:
    """Put what a footer line tells into its fields; returns what is left of it."""
    if re.search("版权所有|版權所有|转载|轉載|镜像|[Cc]opyright|©", line):
        fields["copyright"] = f"{fields.get('copyright', '')}{line}"
        return ""
    address = _SITE.search(line)
    if address and "@" not in line:
        fields.setdefault("website", address.group())
        line = f"{line[: address.start()]} {line[address.end() :].lstrip('/')}".strip()
        return "" if re.fullmatch("网址|網址|网站|網站|", line.strip("：: ")) else line
    marks = "|".join(f"(?P<{name}>{label})" for name, label in _LABELS)
    parts = list(re.finditer(rf"(?:{marks})\s*[：:]\s*", line))
    ends = [*(part.start() for part in parts[1:]), len(line)]
    for part, end in zip(parts, ends[: len(parts)], strict=True):
        fields.setdefault(str(part.lastgroup), line[part.end() : end].strip(" \u3000，；"))
    return line[: parts[0].start()].strip() if parts else line


def _name(copyright_line: str, remarks: Sequence[str]) -> str:
    """白城日报 out of 白城日报社版权所有; else a remark that ends like a paper's name."""
    words = re.sub("版权所有|版權所有|Copyright|[Aa]ll [Rr]ights [Rr]eserved", " ", copyright_line)
    match = re.search(
        "[\u4e00-\u9fff]{1,12}?(?:报|報)(?=社|业|業|传媒|傳媒|集团|集團|\\W|$)", words
    )
    if match:
        return match.group()
    bare = (re.sub("(?:数字报|电子报|电子版|数字版|數字報|電子報)$", "", text) for text in remarks)
    return next((text for text in bare if re.fullmatch(".{1,12}(?:报|報)", text)), "")


def _slug(website: str) -> str:
    """The site's own word out of its address: bcxww out of http://www.bcxww.com."""
    match = _SITE.fullmatch(website.rstrip("/"))
    word = match.group(1).lower().strip("-") if match else ""
    return word or "paper"
