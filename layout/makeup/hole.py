"""The part of a page that stories and advertisements are to fill."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """What is to be filled: cells, the page's row where they begin, and its ads."""

    columns: int
    rows: int
    top: int = 0
    """Locks count from the page's first row."""
    ads: tuple[tuple[int, int], ...] = ()
    """Columns and rows of each; they stand at the foot."""
    plate: tuple[int, int] | None = None
    """Columns and rows of a vertical nameplate in the top left corner."""

    @property
    def page_rows(self) -> int:
        """The rows of the page, counted from its first."""
        return self.top + self.rows

    @property
    def foot(self) -> int:
        """The page's row below which advertisements stand."""
        return self.page_rows - max((rows for _, rows in self.ads), default=0)
