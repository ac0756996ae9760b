"""Why a story cannot stand where its editor has fixed it: the conflict, named.

Looked for in this order: cells that are not there or not free, cells another lock holds,
a size that the copy does not fill; else no filling of the page leaves the place free.
"""

from collections.abc import Iterator, Sequence

from layout.composition.desk import Desk
from layout.content.model import Article, Lock
from layout.diagnostics import Message
from layout.makeup.copy import Copy
from layout.makeup.hole import Hole
from layout.makeup.model import Grid
from layout.makeup.variants import variants
from layout.style.model import Style

NEAREST = 3
"""Heights named where the copy does not fill the one asked for."""


def conflict(
    copy: Copy, others: Sequence[Article], *, hole: Hole, grid: Grid, style: Style, desk: Desk
) -> Message:
    """What stands against the lock of a story.

    Args:
        copy: The story.
        others: The other stories of the page.
        hole: The part of the page that stories fill.
        grid: The page's grid.
        style: The house style.
        desk: Sets what is asked for.

    """
    lock = copy.article.head.lock or Lock()
    causes = (
        *_outside(lock, hole),
        *_overlaps(lock, others),
        *_misfits(copy, lock, hole, grid, style, desk),
    )
    return next(iter(causes), _NOTHING_FILLS)


_NOTHING_FILLS = Message(
    zh="没有一种排法能让别的稿件绕开它填满版面",
    en="no filling of the page by the other stories leaves this place free",
)


def _outside(lock: Lock, hole: Hole) -> Iterator[Message]:
    """Cells off the page, or taken by furniture and advertisements."""
    column, columns = lock.column or 0, lock.columns or 1
    if column + columns > hole.columns:
        yield Message(
            zh=f"版面只有 {hole.columns} 栏，锁到了第 {column + columns} 栏",
            en=f"the page has {hole.columns} columns; the lock reaches column {column + columns}",
        )
    if lock.row is not None and lock.row < hole.top:
        yield Message(
            zh=f"0 到 {hole.top - 1} 行是报头，最高可锁在第 {hole.top} 行",
            en=f"rows 0 to {hole.top - 1} are the nameplate's; the first free row is {hole.top}",
        )
    last = (lock.row or 0) + (lock.rows or 1)
    if last > hole.page_rows:
        yield Message(
            zh=f"版面只有 {hole.page_rows} 行，锁到了第 {last} 行",
            en=f"the page has {hole.page_rows} rows; the lock reaches row {last}",
        )


def _overlaps(lock: Lock, others: Sequence[Article]) -> Iterator[Message]:
    """Cells that another story's lock holds."""
    for other in others:
        held = other.head.lock
        if held is None or not _surely_overlap(lock, held):
            continue
        name = other.head.headline.replace("\n", " ") or other.id
        yield Message(
            zh=f"和《{name}》锁在同一处：第 {held.column} 栏第 {held.row} 行",
            en=f"“{name}” is locked to the same cells: column {held.column}, row {held.row}",
        )


def _surely_overlap(one: Lock, two: Lock) -> bool:
    """Whether two locks have a cell in common whatever the sizes they leave open."""
    if None in (one.column, one.row, two.column, two.row):
        return False
    return _meet(one.column, one.columns, two.column, two.columns) and _meet(
        one.row, one.rows, two.row, two.rows
    )


def _meet(one: int | None, length: int | None, two: int | None, other: int | None) -> bool:
    a, b = one or 0, two or 0
    return a < b + (other or 1) and b < a + (length or 1)


def _misfits(
    copy: Copy, lock: Lock, hole: Hole, grid: Grid, style: Style, desk: Desk
) -> Iterator[Message]:
    """A width or height that the copy cannot have; told with the nearest it can."""
    room = hole.page_rows - hole.top
    found = variants(copy, grid=grid, style=style, desk=desk, most_rows=room, is_loose=True)
    wide = [v for v in found if lock.columns in (None, v.columns)]
    if not wide:
        widths = [str(k) for k in sorted({v.columns for v in found})]
        zh, en = "、".join(widths) or "没有", ", ".join(widths) or "none"
        yield Message(
            zh=f"排不成 {lock.columns} 栏宽；能排的栏数：{zh}",
            en=f"it cannot be set so wide: {lock.columns}; columns it can have: {en}",
        )
    elif lock.rows is not None and all(v.rows != lock.rows for v in wide):
        want = lock.rows
        rows = sorted({v.rows for v in wide}, key=lambda k: (abs(k - want), k))[:NEAREST]
        near = [str(k) for k in sorted(rows)]
        yield Message(
            zh=f"稿件填不出 {want} 行，最近的是 {'、'.join(near)} 行",
            en=f"its copy does not fill {want} rows; the nearest it fills are {', '.join(near)}",
        )
