"""What of a paragraph a line's cost is worked out from, by the places where lines may part."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Hang:
    """What a line saves where its last mark hangs out, and the white it then cannot count on."""

    saved_em: float
    early_em: float
    late_em: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The columns: ``at`` holds cluster indices, the first is 0 and the last the text's end.

    ``x_from`` is for a line that starts at a place, ``x_to`` for one that ends there; the
    line's own figure is ``x_to[end] - x_from[start]``. Indents count as width.
    """

    at: tuple[int, ...]
    penalty: list[float]
    forced: frozenset[int]
    """Cluster indices at which only force can part lines."""
    natural_from: list[float]
    natural_to: list[float]
    early_from: list[float]
    early_to: list[float]
    late_from: list[float]
    late_to: list[float]
    add_from: list[float]
    add_to: list[float]
    gaps_from: list[int]
    gaps_to: list[int]
    closing_from: list[int]
    closing_to: list[int]
    letters_from: list[int]
    letters_to: list[int]
    hang_to: "list[Hang | None]"
    """What changes in a line that ends at a place where its last mark hangs out, if it may."""

    def squeezed(self, letter_em: float) -> "Places":
        """The same where the gaps between letters may lose so much, last of all."""
        if not self.letters_to[-1]:
            return self
        return replace(
            self,
            late_from=_with_letters(self.late_from, self.letters_from, letter_em),
            late_to=_with_letters(self.late_to, self.letters_to, letter_em),
        )


def _with_letters(late: list[float], letters: list[int], letter_em: float) -> list[float]:
    return [white + letter_em * count for white, count in zip(late, letters, strict=True)]
