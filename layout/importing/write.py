"""A planned edition -> a folder of ``edition.yaml`` and articles, whole or not at all."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from layout.content.model import ArticleHead, ArticleKind, EditionHead, Page, Paper, Picture
from layout.diagnostics import Message, SourceSpan
from layout.errors import ImportSourceError
from layout.importing.escaping import markdown_body, without_controls, yaml_scalar
from layout.importing.model import CopyArticle, PlannedEdition

_PAPER_FIELDS: Final = (
    "name", "slug", "latin_name", "supervisor", "publisher", "cn", "postal_code", "website",
    "address", "postcode", "phone", "copyright",
)  # fmt: skip


def write_edition(edition: PlannedEdition, folder: Path) -> tuple[str, ...]:
    """Write an edition folder.

    Args:
        edition: What to write.
        folder: A folder that does not exist yet, or is empty.

    Returns:
        The paths of the files inside the folder.

    Raises:
        ImportSourceError: The folder holds something already, or cannot be written.

    """
    files = {"edition.yaml": _edition_yaml(edition)}
    files |= {item.path: _article_text(item.article) for item in edition.articles}
    copied = {
        f"{Path(item.path).parent.as_posix()}/{picture.path.name}": picture.path
        for item in edition.articles
        for picture in item.article.pictures
    }
    try:
        _refuse_used(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            _write_all(files, temporary)
            for path, picture in copied.items():
                shutil.copyfile(picture, temporary / path)
            temporary.chmod(0o755)
            temporary.replace(folder)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        told = Message(zh=f"无法写入：{error.strerror}", en=f"cannot be written: {error.strerror}")
        raise ImportSourceError(told, SourceSpan(file=str(folder))) from error
    return (*files, *copied)


def _refuse_used(folder: Path) -> None:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    raise ImportSourceError(
        Message(zh="目标已存在，且不是空文件夹", en="the target exists and is no empty folder"),
        SourceSpan(file=str(folder)),
        Message(zh="换一个文件夹名，或先移走它", en="choose another folder, or move this one away"),
    )


def _write_all(files: dict[str, str], folder: Path) -> None:
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


# ---------------------------------------------------------------- edition.yaml


def _edition_yaml(edition: PlannedEdition) -> str:
    return "\n".join([*_comments(edition.remarks), *_edition_lines(edition.head)]) + "\n"


def _comments(remarks: Iterable[str]) -> Iterator[str]:
    for remark in remarks:
        yield from (f"# {without_controls(line)}" for line in remark.splitlines())


def _edition_lines(head: EditionHead) -> Iterator[str]:
    yield "paper:"
    yield from _paper_lines(head.paper)
    yield f"date: {head.date.isoformat()}"
    if head.issue is not None:
        yield f"issue: {head.issue}"
    yield f"style: {yaml_scalar(head.style, 2)}"
    yield f"lang: {head.lang}"
    yield "pages:"
    for page in head.pages:
        yield from _page_lines(page)


def _paper_lines(paper: Paper) -> Iterator[str]:
    values = paper.model_dump()
    for name in _PAPER_FIELDS:
        if values[name]:
            yield f"  {name}: {yaml_scalar(values[name], 4)}"


def _page_lines(page: Page) -> Iterator[str]:
    yield f"  - number: {page.number}"
    if page.name:
        yield f"    name: {yaml_scalar(page.name, 6)}"
    if page.editors:
        yield "    editors:"
        for role, name in page.editors.items():
            yield f"      {yaml_scalar(role, 8)}: {yaml_scalar(name, 8)}"
    if page.optional:
        yield "    optional: true"
    if page.headlines:
        yield "    headlines:"
        for headline in page.headlines:
            yield f"      - {yaml_scalar(headline, 8)}"


# ---------------------------------------------------------------- articles


def _article_text(article: CopyArticle) -> str:
    pictures = tuple(
        Picture(file=picture.path.name, caption=picture.caption, credit=picture.credit)
        for picture in article.pictures
    )
    head = article.head.model_copy(update={"pictures": pictures}) if pictures else article.head
    lines = ["---", *_comments(article.remarks), *_head_lines(head), "---"]
    return "\n".join(lines) + "\n" + markdown_body(article.blocks)


def _head_lines(head: ArticleHead) -> Iterator[str]:
    for name, value in (
        ("kicker", head.kicker), ("headline", head.headline), ("deck", head.deck),
    ):  # fmt: skip
        if value:
            yield f"{name}: {yaml_scalar(value, 2)}"
    if head.byline:
        yield "byline:"
        for line in head.byline:
            yield f"  - {yaml_scalar(line, 4)}"
    for name, value in (
        ("dateline", head.dateline),
        ("column", head.column),
        ("section", head.section),
    ):
        if value:
            yield f"{name}: {yaml_scalar(value, 2)}"
    if head.kind is not ArticleKind.NEWS:
        yield f"kind: {head.kind.value}"
    if head.rank is not None:
        yield f"rank: {head.rank}"
    if head.pictures:
        yield "pictures:"
        for picture in head.pictures:
            yield from _picture_lines(picture)


def _picture_lines(picture: Picture) -> Iterator[str]:
    yield f"  - file: {yaml_scalar(picture.file, 6)}"
    for name, value in (("caption", picture.caption), ("credit", picture.credit)):
        if value:
            yield f"    {name}: {yaml_scalar(value, 6)}"
