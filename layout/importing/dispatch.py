"""A foreign source -> an edition folder: looks at the source and hands it to its reader.

import_source
├─ read_founder   .txt, or a folder of .txt: 数字报 article pages as plain text
├─ read_web       .htm, .html, or a folder of them: 数字报 pages as saved by a browser
├─ read_json      .json: editions of pages and articles
├─ planned        page folders, pool, page numbers
└─ write_edition
"""

import re
from datetime import date as Date
from pathlib import Path
from typing import Final

from layout.cleaning.repair import ALL_RULES
from layout.content.repairs import CleaningRule
from layout.diagnostics import Message, SourceSpan
from layout.errors import ImportSourceError
from layout.importing.founder import read_founder
from layout.importing.json_edition import read_json
from layout.importing.model import CopyEdition, ImportReport
from layout.importing.plan import planned
from layout.importing.web import read_web, web_pages
from layout.importing.write import write_edition

_ENCODINGS: Final = ("utf-8-sig", "gb18030", "big5hkscs")
_UNDERSTOOD: Final = Message(
    zh="可读入：数字报一期的网页（.htm，或其文件夹）、稿件页的纯文本（.txt，或其文件夹）、"
    "JSON 版面（.json）",
    en="understood: an edition's pages of a 数字报 (.htm, or a folder of them), its article pages "
    "as plain text (.txt, or a folder of them), JSON editions (.json)",
)


def import_source(
    source: Path,
    folder: Path,
    *,
    style: str = "broadsheet",
    rules: frozenset[CleaningRule] = ALL_RULES,
) -> ImportReport:
    """Turn a foreign source into an edition folder (导入).

    Args:
        source: A ``.txt``, ``.htm`` or ``.json`` file, or a folder of ``.txt`` or ``.htm`` files.
        folder: The edition folder to make; must not exist, or be empty.
        style: The style that the edition names; also tells how much copy a page holds.
        rules: The text repairs to make.

    Returns:
        What was written and everything that was changed on the way.

    Raises:
        ImportSourceError: The source is missing, unknown or damaged, or the folder in use.

    """
    edition = planned(_read(source, rules), style)
    files = write_edition(edition, folder)
    return ImportReport(folder=folder, files=files, changes=edition.changes)


def _read(source: Path, rules: frozenset[CleaningRule]) -> CopyEdition:
    if not source.exists():
        told = Message(zh="找不到来源", en="no such source")
        raise ImportSourceError(told, SourceSpan(file=str(source)), _UNDERSTOOD)
    kind = source.suffix.lower()
    if source.is_file() and kind == ".json":
        return read_json(_text(source), source.name, rules=rules)
    if pages := web_pages(source):
        return read_web(pages, _text, day=_day_in(source), rules=rules)
    paths = _founder_paths(source)
    if not paths:
        told = Message(zh="不认识的来源", en="a source of an unknown kind")
        raise ImportSourceError(told, SourceSpan(file=str(source)), _UNDERSTOOD)
    texts = [(path.name, _text(path)) for path in paths]
    return read_founder(texts, day=_day_in(source), rules=rules)


def _founder_paths(source: Path) -> list[Path]:
    if source.is_dir():
        return sorted(path for path in source.rglob("*.txt") if path.is_file())
    return [source] if source.suffix.lower() == ".txt" else []


def _text(path: Path) -> str:
    """The text of a file in UTF-8 or UTF-16 with a mark, else in the Chinese code pages."""
    try:
        data = path.read_bytes()
    except OSError as error:
        told = Message(zh=f"无法读取：{error.strerror}", en=f"cannot be read: {error.strerror}")
        raise ImportSourceError(told, SourceSpan(file=str(path))) from error
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    told = Message(zh="文本编码无法辨认", en="text in an unknown encoding")
    hint = Message(zh="另存为 UTF-8", en="save it as UTF-8")
    raise ImportSourceError(told, SourceSpan(file=path.name), hint)


def _day_in(source: Path) -> Date | None:
    """The date in the source's name or its folder's, such as 2021-04-30 or 20210430."""
    for name in (source.name, source.resolve().parent.name):
        match = re.search(r"(?<!\d)([12]\d{3})-?([01]\d)-?([0-3]\d)(?!\d)", name)
        if match:
            try:
                return Date(*(int(group) for group in match.groups()))
            except ValueError:
                continue
    return None
