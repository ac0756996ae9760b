"""The layout an editor has accepted: what stands in which cells, so that corrections move nothing.

It is kept as ``layout.lock`` in the edition folder. Of every block it has the cells and the
shape of what stands inside, not the copy: copy that has changed is set anew in the same place.
"""

import json
from dataclasses import asdict, dataclass

from pydantic import TypeAdapter, ValidationError

from layout.diagnostics import Message, SourceSpan
from layout.errors import ContentError
from layout.makeup.model import PlacedBlock
from layout.units import rounded

LOCK_FILE = "layout.lock"
FORMAT = "banxin/layout-lock/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedBlock:
    """A story, advertisement or filler in its cells; rows count from the page's first."""

    column: int
    row: int
    columns: int
    rows: int
    article: str | None = None
    guest: str | None = None
    """The article in its corner."""
    sha256: str = ""
    """Of the article's file, and its guest's, when the layout was accepted."""
    ad: int | None = None
    filler: int | None = None
    rank: int | None = None
    """Its rank among the stories of the page, where that is not the article's own."""
    boxed: bool = False
    start: int = 0
    end: int | None = None
    """Of a part of a story: its first line, and the line after its last."""
    body: int | None = None
    """Blocks of the body that are set, where some were cut."""
    blank_lines: int = 0
    """Rows blank at the feet of its legs, which a correction must not add to."""
    shape: tuple[str, ...] = ()
    """Headlines, pictures and legs, in pt from the block's corner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedPage:
    """One page; blocks by priority."""

    number: int
    columns: int
    rows: int
    empty_rows: int
    blocks: tuple[AcceptedBlock, ...]

    @property
    def articles(self) -> frozenset[str]:
        """Ids of the articles on the page."""
        names = (name for block in self.blocks for name in (block.article, block.guest))
        return frozenset(name for name in names if name is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The pages of ``layout.lock``."""

    format: str = FORMAT
    pages: tuple[AcceptedPage, ...] = ()

    def page(self, number: int) -> AcceptedPage | None:
        """The layout of a page, if one was accepted."""
        return next((page for page in self.pages if page.number == number), None)

    def elsewhere(self, number: int) -> frozenset[str]:
        """Articles that were accepted on other pages."""
        return frozenset().union(*(page.articles for page in self.pages if page.number != number))


_ADAPTER = TypeAdapter(Accepted)


def lock_text(accepted: Accepted) -> str:
    """``layout.lock`` as it is written."""
    return json.dumps(asdict(accepted), ensure_ascii=False, indent=1) + "\n"


def read_lock(text: str, file: str) -> Accepted:
    """The layout in the text of a ``layout.lock``.

    Raises:
        ContentError: It is none, or one of another format.

    """
    try:
        accepted = _ADAPTER.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        raise _unreadable(file, f"{place} {first['msg']}".strip()) from error
    if accepted.format != FORMAT:
        raise _unreadable(file, accepted.format)
    return accepted


def _unreadable(file: str, why: str) -> ContentError:
    return ContentError(
        Message(zh=f"读不懂 {LOCK_FILE}：{why}", en=f"{LOCK_FILE} cannot be read: {why}"),
        SourceSpan(file=file),
        Message(
            zh="删去这个文件，再用 --accept 定一次版式",
            en="delete the file, and accept a layout again with --accept",
        ),
    )


def shape_of(block: PlacedBlock) -> tuple[str, ...]:
    """What stands in a block and where, told from its corner; its words left out."""
    x, y = block.rect.x, block.rect.y
    parts = (
        _told(part.role, part.size_pt, len(part.lines), part.bbox.y - y) for part in block.parts
    )
    pictures = (
        _told("picture", p.bbox.x - x, p.bbox.y - y, p.bbox.width, p.bbox.height)
        for p in block.pictures
    )
    legs = (
        _told("leg", leg.bbox.x - x, leg.bbox.y - y, leg.bbox.width, leg.bbox.height)
        for leg in block.text_columns
    )
    return (*parts, *pictures, *legs)


def _told(name: str, *lengths: float) -> str:
    return " ".join((name, *(f"{rounded(length):g}" for length in lengths)))
