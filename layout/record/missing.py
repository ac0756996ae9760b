"""Characters a face does not have, told with the place where the edition uses them first."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Protocol

from layout.content.model import Article, Edition
from layout.diagnostics import Diagnostic, Message, Severity, SourceSpan
from layout.shaping.model import FaceKey


class Missing(Protocol):
    """A character that was set in another face, or in none."""

    @property
    def char(self) -> str:
        """The character."""
        ...

    @property
    def wanted(self) -> FaceKey:
        """The face it should have been set in."""
        ...

    @property
    def used(self) -> FaceKey | None:
        """The face it was set in; None where 〓 stands for it."""
        ...


def missing_sorts(edition: Edition, missing: Iterable[Missing]) -> tuple[Diagnostic, ...]:
    """A finding for each character, at its first place in the edition, in order of places.

    The order in which the faces were asked tells how the work was divided; it leaves no trace.
    """
    return tuple(_finding(edition, sort) for sort in sorted(missing, key=partial(_order, edition)))


def _order(edition: Edition, sort: Missing) -> tuple[str | int, ...]:
    span = next(_places(edition, sort.char), None)
    place = (span.file, span.line or 0, span.column or 0) if span else ("", 0, 0)
    return (*place, sort.char, sort.wanted.role.value, sort.wanted.weight)


def _finding(edition: Edition, sort: Missing) -> Diagnostic:
    code = " ".join(f"U+{ord(char):04X}" for char in sort.char)
    span = next(_places(edition, sort.char), None)
    if sort.used is None:
        return Diagnostic(
            code="MISSING_SORT",
            severity=Severity.ERROR,
            message=Message(
                zh=f"没有字体有“{sort.char}”（{code}），版面上以〓代替",
                en=f"no face has “{sort.char}” ({code}); 〓 stands for it on the page",
            ),
            hint=Message(
                zh="装一套有这个字的字体，或换一个字", en="install a face that has it, or change it"
            ),
            span=span,
        )
    wanted, used = sort.wanted.role.value, sort.used.role.value
    return Diagnostic(
        code="SUBSTITUTED_SORT",
        severity=Severity.NOTE,
        message=Message(
            zh=f"{wanted} 没有“{sort.char}”（{code}），用 {used} 排",
            en=f"{wanted} has no “{sort.char}” ({code}); it is set in {used}",
        ),
        span=span,
    )


def _places(edition: Edition, text: str) -> Iterator[SourceSpan]:
    for article in edition.articles:
        yield from _places_in(article, text)


def _places_in(article: Article, text: str) -> Iterator[SourceSpan]:
    head = article.head
    for name in ("kicker", "headline", "deck", "byline", "dateline", "column"):
        if text in str(getattr(head, name)):
            yield article.span_of(name)
    for block in article.body:
        if text in block.text or text in block.marker:
            yield block.span
    for picture in article.pictures:
        if text in picture.head.caption or text in picture.head.credit:
            yield picture.span
