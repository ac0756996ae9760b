"""A folder that a build wrote -> an ``Issue``: copy, pictures and their places on the pages.

read_issue
├─ record_of       edition.json, checked against its types
├─ _story          head, body and figures of an article that is printed
│  └─ story_places   lines on the pages -> stretches of the text   (places.py)
└─ _numbers        content_N.htm
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Date
from hashlib import blake2s
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from layout.content.model import BlockKind, Paper
from layout.diagnostics import Message, SourceSpan
from layout.errors import PublishError
from layout.publishing.model import (
    Area,
    Figure,
    Issue,
    IssuePage,
    Run,
    Story,
    StoryBlock,
)
from layout.publishing.places import rect, story_places
from layout.record.model import (
    ArticleRecord,
    BlockRecord,
    BodyRecord,
    EditionRecord,
    PageRecord,
    RunRecord,
)

RECORD: Final = "edition.json"
PRINTED: Final = (
    "name", "slug", "latin_name", "supervisor", "publisher", "cn", "postal_code", "website",
    "address", "postcode", "phone", "copyright",
)  # fmt: skip
"""What a site shows of a newspaper."""
_NUMBERS: Final = 9_000_000
_FIRST_NUMBER: Final = 1_000_000
_ENDS_ITSELF: Final = "：:）)】］]〕—―"
_ADAPTER: Final = TypeAdapter(EditionRecord)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Printed:
    """A block of an article and the page it is printed on."""

    page: PageRecord
    block: BlockRecord


def record_of(folder: Path) -> EditionRecord:
    """The record of a finished edition.

    Raises:
        PublishError: It is not what a build of this version writes.

    """
    path = folder / RECORD
    try:
        return _ADAPTER.validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        told = Message(
            zh=f"不是本程序所写的版面记录：{where}：{first['msg']}",
            en=f"not the record of an edition: {where}: {first['msg']}",
        )
        hint = Message(
            zh="用 banxin build 重新生成这一期", en="make the edition again with banxin build"
        )
        raise PublishError(told, SourceSpan(file=str(path)), hint) from error


def read_issue(folder: Path) -> Issue:
    """Read a folder that a build wrote.

    Args:
        folder: Holds ``edition.json`` and the page files it names.

    Returns:
        The edition; articles that were held over are left out.

    Raises:
        PublishError: The record is damaged or a page's file is missing.

    """
    record = record_of(folder)
    stories = sorted(_stories(record), key=lambda item: item[0])
    numbers = _numbers([story.id for _, story in stories])
    return Issue(
        folder=folder,
        paper=_paper(record["paper"]),
        date=Date.fromisoformat(record["date"]),
        number=record["issue"],
        lang=record["lang"],
        pages=tuple(_page(page, folder) for page in record["pages"]),
        stories=tuple(
            replace(
                story,
                number=number,
                figures=tuple(
                    replace(figure, name=f"picture_{number}_{place}.jpg")
                    for place, figure in enumerate(story.figures, 1)
                ),
            )
            for (_, story), number in zip(stories, numbers, strict=True)
        ),
    )


def _paper(told: Mapping[str, str]) -> Paper:
    """What the newspaper prints of itself."""
    return Paper.model_validate({name: told[name] for name in PRINTED if name in told})


def _page(page: PageRecord, folder: Path) -> IssuePage:
    pdf = folder / page["pdf"]
    if not pdf.is_file():
        told = Message(zh="缺少版面文件", en="the page's file is missing")
        raise PublishError(told, SourceSpan(file=str(pdf)))
    width, height = page["trim_pt"]
    return IssuePage(
        number=page["number"],
        name=page["name"],
        lang=page["lang"],
        editors=tuple(page["editors"].items()),
        width_pt=width,
        height_pt=height,
        pdf=pdf,
    )


def _numbers(ids: Sequence[str]) -> list[int]:
    """A number for every story out of its id, so that it stays when others come and go."""
    taken: dict[str, int] = {}
    for name in sorted(ids):
        digest = int.from_bytes(blake2s(name.encode(), digest_size=6).digest(), "big")
        number = digest % _NUMBERS
        while number in taken.values():
            number = (number + 1) % _NUMBERS
        taken[name] = number
    return [taken[name] + _FIRST_NUMBER for name in ids]


def _stories(record: EditionRecord) -> Iterator[tuple[tuple[int, int], Story]]:
    """Every printed article with its place: page, and block of the page."""
    printed: dict[str, list[_Printed]] = {}
    places: dict[str, tuple[int, int]] = {}
    for page in sorted(record["pages"], key=lambda page: page["number"]):
        for place, block in enumerate(page["blocks"]):
            if block["article"] is not None:
                printed.setdefault(block["article"], []).append(_Printed(page=page, block=block))
                places.setdefault(block["article"], (page["number"], place))
    for article in record["articles"]:
        if blocks := printed.get(article["id"]):
            yield places[article["id"]], _story(article, blocks)


def _story(article: ArticleRecord, printed: Sequence[_Printed]) -> Story:
    set_paragraphs = {
        line["paragraph"]
        for item in printed
        for column in item.block["text_columns"]
        for line in column["lines"]
    }
    body = [block for block in article["body"] if block["paragraph"] in set_paragraphs]
    blocks = tuple(_dated(body, article["dateline"].strip()))
    figures = tuple(_figures(article, printed))
    head = (
        article["column"],
        article["kicker"],
        article["headline"],
        article["deck"],
        *article["byline"],
        *(text for figure in figures for text in (figure.caption, figure.credit)),
    )
    fields = tuple(" ".join(text.split("\n")).strip() for text in head if text.strip())
    texts = tuple(block.text for block in blocks)
    numbers = _paragraph_numbers(body, blocks)
    return Story(
        number=0,
        id=article["id"],
        rank=article["rank"],
        kicker=article["kicker"],
        headline=article["headline"].strip(),
        deck=article["deck"],
        byline=tuple(article["byline"]),
        column=article["column"],
        kind=article["kind"],
        blocks=blocks,
        figures=figures,
        areas=tuple(
            Area(page=item.page["number"], polygon=tuple(item.block["polygon_pt"]))
            for item in printed
        ),
        fields=(*fields, *texts),
        places=story_places(
            [(item.page, item.block) for item in printed],
            fields=fields,
            paragraphs=dict(zip(numbers, texts, strict=True)),
        ),
    )


def _paragraph_numbers(body: Sequence[BodyRecord], blocks: Sequence[StoryBlock]) -> list[int]:
    """The numbers lines know the blocks by; a dateline set alone is paragraph 0."""
    numbers = [block["paragraph"] for block in body]
    return numbers if len(blocks) == len(numbers) else [0, *numbers]


def _dated(body: Sequence[BodyRecord], dateline: str) -> Iterator[StoryBlock]:
    """The blocks, the dateline (电头) run in before the text of the first paragraph."""
    blocks = [shown_block(block) for block in body]
    kind = BlockKind.PARAGRAPH
    opening = next((n for n, block in enumerate(blocks) if block.kind is kind), None)
    if dateline and opening is None:
        yield StoryBlock(kind=kind, runs=(Run(text=dateline, dateline=True),))
    for number, block in enumerate(blocks):
        is_opening = bool(dateline) and number == opening
        yield replace(block, runs=_with_dateline(block.runs, dateline)) if is_opening else block


def _with_dateline(runs: tuple[Run, ...], dateline: str) -> tuple[Run, ...]:
    first = Run(text=dateline, dateline=True)
    if not "".join(run.text for run in runs).startswith(dateline):
        gap = () if dateline[-1] in _ENDS_ITSELF else (Run(text="\u3000"),)
        return (first, *gap, *runs)
    left, rest = len(dateline), []
    for run in runs:
        cut, left = run.text[left:], max(0, left - len(run.text))
        if cut:
            rest.append(replace(run, text=cut))
    return (first, *rest)


def shown_block(block: BodyRecord) -> StoryBlock:
    """A block of a record as the web shows it."""
    return StoryBlock(
        kind=BlockKind(block["kind"]),
        runs=_runs(block["runs"]),
        marker=block.get("marker", ""),
        rows=tuple(tuple(_runs(cell) for cell in row) for row in block.get("rows", [])),
        stanza=block.get("stanza", 0),
    )


def _runs(runs: Sequence[RunRecord]) -> tuple[Run, ...]:
    return tuple(
        Run(
            text=run["text"],
            strong=run.get("strong", False),
            emphasis=run.get("emphasis", False),
            link=run.get("link", ""),
            note=run.get("note", ""),
            dotted=run.get("dotted", False),
            line=run.get("line", ""),
            stretch=run.get("stretch", 0),
            level=run.get("level", ""),
            reading=run.get("reading", ""),
        )
        for run in runs
    )


def _figures(article: ArticleRecord, printed: Sequence[_Printed]) -> Iterator[Figure]:
    """The printed pictures with the editors' words for them."""
    told = {picture["file"]: picture for picture in article["pictures"]}
    for item in printed:
        for picture in item.block["pictures"]:
            words = told.get(picture["file"])
            yield Figure(
                name="",
                caption=words["caption"] if words else picture["caption"],
                credit=words["credit"] if words else "",
                page=item.page["number"],
                bbox=rect(picture["bbox_pt"]),
                ppi=picture["ppi"],
            )
