"""Pieces that stand in the corner of another (主稿与评论、相关链接), as the editor asks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from layout.composition.desk import Desk
from layout.content.model import Article, Page
from layout.diagnostics import Diagnostic, Message, Severity
from layout.makeup.copy import Copy
from layout.makeup.model import Grid
from layout.makeup.variants import variants
from layout.style.model import Style


def with_guests(
    copy: Sequence[Copy], grid: Grid, style: Style, desk: Desk, most_rows: int
) -> tuple[Copy, ...]:
    """The copy of a page with pieces joined to those in whose corner they stand.

    An article takes one guest, and only where there is a way to set both; a guest left
    over stands by itself.
    """
    whole = {part.article.id: part for part in copy if not part.is_continued}
    hosts: dict[str, Copy] = {}
    taken: set[str] = set()
    for guest in whole.values():
        host = whole.get(guest.article.head.corner_of)
        if host is None or host is guest or host.article.id in hosts or host.article.id in taken:
            continue
        if guest.article.id in hosts or not _may_hold(host.article, guest.article):
            continue
        joined = replace(host, guest=guest.article)
        if variants(joined, grid=grid, style=style, desk=desk, most_rows=most_rows):
            hosts[host.article.id] = joined
            taken.add(guest.article.id)
    return tuple(
        hosts.get(part.article.id, part) if not part.is_continued else part
        for part in copy
        if part.article.id not in taken or part.is_continued
    )


def _may_hold(host: Article, guest: Article) -> bool:
    """Both are level; a frame in a frame is none."""
    are_level = host.head.direction == guest.head.direction == "horizontal"
    return are_level and host.head.box in ("auto", "never")


def parted(copy: Iterable[Copy]) -> Iterator[Copy]:
    """Copy with the guests by themselves again."""
    for part in copy:
        yield replace(part, guest=None)
        if part.guest is not None:
            yield replace(part, article=part.guest, guest=None)


def without_host(asked: Sequence[Copy], joined: Sequence[Copy], page: Page) -> list[Diagnostic]:
    """A finding for each piece that does not stand in the corner it was meant for."""
    guests = {part.guest.id for part in joined if part.guest is not None}
    return [
        _alone(part.article, page)
        for part in asked
        if part.article.head.corner_of and part.article.id not in guests
    ]


def _alone(article: Article, page: Page) -> Diagnostic:
    name = article.head.headline.replace("\n", " ") or article.id
    host = article.head.corner_of
    return Diagnostic(
        code="CORNER",
        severity=Severity.WARNING,
        message=Message(
            zh=f"《{name}》没有嵌进 {host} 的角上，单独成块",
            en=f"“{name}” does not stand in the corner of {host}, but by itself",
        ),
        span=article.span_of("corner_of"),
        hint=Message(
            zh="corner_of 写同版一篇横排、不加框的稿件的代号",
            en="corner_of is the id of a level, unframed article of the same page",
        ),
        page=page.number,
    )
