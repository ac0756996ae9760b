"""What editors and the house ask of a story's place, as a choice of variants and of cells.

A lock names cells; a house rule names widths, sizes, a frame and zones. Variants that break
either are not offered to the search; where it may stand is asked of every place it tries.
"""

from collections.abc import Sequence
from dataclasses import replace

from layout.composition.desk import Desk
from layout.content.model import Article, HouseRule, Zone
from layout.makeup.copy import Copy
from layout.makeup.hole import Hole
from layout.makeup.model import Grid, PartRole
from layout.makeup.shape import Variant
from layout.makeup.variants import variants
from layout.style.model import Style
from layout.units import fits


def demanded(copy: Copy, style: Style) -> Copy:
    """Copy dressed as its house rule asks: frame, width of the picture, rank of the headline."""
    rule = copy.demand
    if rule is None:
        return copy
    head = copy.article.head
    box = head.box if rule.frame is None else rule.frame
    pictures = head.pictures
    article = replace(copy.article, head=head.model_copy(update={"box": box}))
    if rule.picture_columns is not None and pictures:
        wide = {"min_columns": max(rule.picture_columns, pictures[0].min_columns)}
        first = replace(article.pictures[0], head=pictures[0].model_copy(update=wide))
        article = replace(article, pictures=(first, *article.pictures[1:]))
    return replace(copy, article=article, rank=_rank_of(copy, rule, style))


def _rank_of(copy: Copy, rule: HouseRule, style: Style) -> int | None:
    """The nearest rank that has a headline as large as the rule asks."""
    if rule.headline_pt is None:
        return copy.rank
    for rank in range(copy.page_rank, 0, -1):
        if fits(rule.headline_pt, max(style.headline(rank).sizes_pt)):
            return rank
    return copy.rank


def told_variants(
    copy: Copy,
    *,
    grid: Grid,
    style: Style,
    desk: Desk,
    most_rows: int,
    cells: tuple[int, int] | None = None,
) -> tuple[Variant, ...]:
    """The variants of a story that keep its lock and its house rule.

    None where no variant keeps the lock; where none keeps the rule, those that keep the lock,
    and what is broken is found on the page. ``cells``, the columns and rows of a block, ask
    for the variants of these alone.
    """
    found = variants(copy, grid=grid, style=style, desk=desk, most_rows=most_rows, cells=cells)
    for_lock = keeping_lock(found, copy.article)
    for_rule = _keeping_rule(for_lock, copy.demand)
    if for_rule:
        return for_rule
    loose = variants(
        copy, grid=grid, style=style, desk=desk, most_rows=most_rows, is_loose=True, cells=cells
    )
    locked = keeping_lock(loose, copy.article)
    return _keeping_rule(locked, copy.demand) or for_lock or locked


def keeping_lock(found: Sequence[Variant], article: Article) -> tuple[Variant, ...]:
    """The variants of the columns and rows that an editor has fixed."""
    lock = article.head.lock
    if lock is None:
        return tuple(found)
    return tuple(
        variant
        for variant in found
        if lock.columns in (None, variant.columns) and lock.rows in (None, variant.rows)
    )


def _keeping_rule(found: Sequence[Variant], rule: HouseRule | None) -> tuple[Variant, ...]:
    if rule is None:
        return tuple(found)
    return tuple(variant for variant in found if _keeps(variant, rule))


def _keeps(variant: Variant, rule: HouseRule) -> bool:
    least, most = rule.columns or (1, variant.columns)
    if not least <= variant.columns <= most:
        return False
    sizes = [part.size_pt for part in variant.head.parts if part.role is PartRole.HEADLINE]
    return rule.headline_pt is None or all(fits(rule.headline_pt, size) for size in sizes)


def is_in_zone(
    zone: Sequence[Zone], *, column: int, row: int, columns: int, rows: int, hole: Hole
) -> bool:
    """Whether cells lie in all the parts of the page that are named; rows count from its first."""
    middle = row + rows / 2
    lies = {
        Zone.TOP: row == hole.top,
        Zone.UPPER: middle <= hole.page_rows / 2,
        Zone.LOWER: middle > hole.page_rows / 2,
        Zone.BOTTOM: row + rows >= hole.foot,
        Zone.LEFT: column == 0,
        Zone.RIGHT: column + columns == hole.columns,
    }
    return all(lies[part] for part in zone)
