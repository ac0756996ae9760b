"""What the elements of a page draw: runs of text as holes, and pages of other PDFs."""

from dataclasses import dataclass

from layout.makeup.model import Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """Where text is drawn: the page's number, the run of the page, the part of the run."""

    page: int
    run: int
    part: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A part of what an element draws: its colour role, and whether it is type."""

    color: str
    are_paths: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDrawing:
    """What an element draws, one stroke after the other; a hole stands for each of them.

    The holes are those of one run of one page.
    """

    tag: str
    page: int
    run: int
    strokes: tuple[Stroke, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDrawing:
    """A page of another PDF that is drawn in place of an image."""

    name: str
    """Its name among the resources of the file; it is put there when that is written."""
    rect: Rect
    """What is shown of it, y upwards."""
