"""What a page is asked to set of an article: all of it, or the part that falls to this page.

An article too long for its page is set in parts (转版): the first ends with （下转第3版）, the
next begins with （上接第1版）. Parts are cut between the lines of the galley at the basic
measure, so no line is set twice and none is lost.
"""

from dataclasses import dataclass, replace

from layout.composition.desk import Desk
from layout.composition.model import LineKind, ParagraphSetting
from layout.content.model import Article, HouseRule, PictureFile
from layout.style.model import HeadlineStyle, Style


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """An article, or a part of it, for one page."""

    article: Article
    fixed: bool = True
    """Whether it belongs to this page; pool articles may go elsewhere."""
    start: int = 0
    """First line of the galley that is not yet set."""
    came_from: int | None = None
    """The page with the part before."""
    goes_to: int | None = None
    """The page that would take the rest, if it must be cut."""
    rank: int | None = None
    """Its rank among the stories of this page, where that is not the article's own."""
    demand: HouseRule | None = None
    """The house rule it must obey."""
    cut_characters: int = 0
    """What ``article`` has lost at its foot, by leave of its ``cut``."""
    guest: Article | None = None
    """A piece that stands in its corner."""
    ladder: HeadlineStyle | None = None
    """Of its headline, on a page where the style's is too large for some."""
    lesser_pt: tuple[float, ...] = ()
    """Least sizes of the page's lesser stories, where it has a ladder of its own."""
    pictures_due: bool = False
    """Whether the part before had no room for the article's pictures."""

    @property
    def page_rank(self) -> int:
        """The rank that its dress on this page follows."""
        return self.article.rank if self.rank is None else self.rank

    @property
    def is_continued(self) -> bool:
        """Whether this is a later part."""
        return self.came_from is not None

    @property
    def pictures(self) -> tuple[PictureFile, ...]:
        """The pictures this part should show: the article's, in its opening part."""
        return () if self.is_continued and not self.pictures_due else self.article.pictures


def copy_paragraphs(
    copy: Copy, *, chars: int, end: int | None, style: Style, desk: Desk
) -> tuple[ParagraphSetting, ...]:
    """The paragraphs of a part, with the jump lines before and after.

    Args:
        copy: The article and where the part starts.
        chars: The measure, in characters.
        end: The line of the galley where the part stops; None for the article's end.
        style: For the face of the jump lines.
        desk: Sets what is asked for.

    """
    if not copy.article.body:
        return ()
    paragraphs = desk.galley(copy.article, float(chars)).paragraphs
    if copy.start or end is not None:
        paragraphs = _between(paragraphs, copy.start, end)
    if copy.came_from is not None:
        paragraphs = (
            _jump_line(f"（上接第{copy.came_from}版）", chars, style, desk, at_end=False),
            *paragraphs,
        )
    if end is not None:
        jump = _jump_line(f"（下转第{copy.goes_to}版）", chars, style, desk, at_end=True)
        paragraphs = (*paragraphs, jump)
    return paragraphs


def remaining_characters(copy: Copy, style: Style, desk: Desk) -> int:
    """How many characters of the body are not yet set."""
    if not copy.start:
        return sum(len(block.text) for block in copy.article.body)
    galley = desk.galley(copy.article, float(style.grid.chars))
    left = _between(galley.paragraphs, copy.start, None)
    return sum(len(line.text) for paragraph in left for line in paragraph.lines)


def _between(
    paragraphs: tuple[ParagraphSetting, ...], start: int, end: int | None
) -> tuple[ParagraphSetting, ...]:
    """The lines from ``start`` to ``end`` of a galley set its best way."""
    kept, at = [], 0
    for paragraph in paragraphs:
        lines = paragraph.lines
        first, last = max(0, start - at), len(lines) if end is None else min(len(lines), end - at)
        if first < last:
            whole = first == 0 and last == len(lines)
            part = replace(paragraph, ways=((0, tuple(lines[first:last])),), costs=(0.0,))
            kept.append(paragraph if whole else part)
        at += len(lines)
    return tuple(kept)


def _jump_line(
    text: str, chars: int, style: Style, desk: Desk, *, at_end: bool
) -> ParagraphSetting:
    line = desk.label(text, style.strong)
    indent = max(0.0, chars - line.width_em) if at_end else 0.0
    placed = replace(line, indent_em=indent, kind=LineKind.JUMP)
    return ParagraphSetting(kind=LineKind.JUMP, paragraph=-1, ways=((0, (placed,)),), costs=(0.0,))
