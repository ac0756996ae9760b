"""Stories that must touch, or must not: blocks of several stories, and who stands beside whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from layout.content.model import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The cells of a story on a page."""

    article: str
    column: int
    row: int
    columns: int
    rows: int


def touch(one: Cells, two: Cells) -> bool:
    """Whether two rectangles share a stretch of an edge; a corner is not enough."""
    across = min(one.column + one.columns, two.column + two.columns) - max(one.column, two.column)
    down = min(one.row + one.rows, two.row + two.rows) - max(one.row, two.row)
    return (across == 0 and down > 0) or (down == 0 and across > 0)


def companies(articles: Sequence[Article]) -> list[tuple[str, ...]]:
    """Ids of the stories that must stand together, group by group, in the given order."""
    groups: list[set[str]] = []
    present = {article.id for article in articles}
    for article in articles:
        bound = {article.id, *article.head.keep_together} & present
        if len(bound) < 2:
            continue
        apart = [group for group in groups if not group & bound]
        groups = [*apart, bound.union(*(group for group in groups if group & bound))]
    order = [article.id for article in articles]
    return [tuple(sorted(group, key=order.index)) for group in groups]


def at_odds(
    articles: Sequence[Article], placed: Sequence[Cells]
) -> Iterator[tuple[str, str, bool]]:
    """(story, other, whether they should touch) for each wish of the stories that is not met.

    Only pairs that both stand on the page count.
    """
    cells: dict[str, list[Cells]] = {}
    for block in placed:
        cells.setdefault(block.article, []).append(block)
    for article in articles:
        own = cells.get(article.id, [])
        for names, wanted in (
            (article.head.keep_together, True),
            (article.head.keep_apart, False),
        ):
            for name in names:
                others = cells.get(name, [])
                is_touched = any(touch(one, two) for one in own for two in others)
                if own and others and is_touched is not wanted:
                    yield article.id, name, wanted
