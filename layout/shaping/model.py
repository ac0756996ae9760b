"""What stage 2 returns: text as clusters whose widths are known, in em of their own type.

A cluster is the smallest thing a line may hold: a Han character, a mark, a Western word
piece, a unit such as ``——``. Clusters are shared: the same character in the same dress is
the same object, so a page of text costs little memory.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from layout.pickling import quickly_pickled
from layout.sidemarks import Beside


class Role(StrEnum):
    """What a face is used for; ``fonts/fonts.toml`` says which families may serve."""

    SONG = "song"
    """宋体, for the body."""
    BIAOSONG = "biaosong"
    """标宋, for headlines: a heavy cut of 宋."""
    HEI = "hei"
    """黑体, for headlines, subheads, datelines."""
    KAI = "kai"
    """楷体, for decks, bylines, commentary."""
    FANGSONG = "fangsong"
    """仿宋, for kickers and documents."""
    LATIN = "latin"
    """Latin and figures beside 宋, 楷 and 仿宋."""
    LATIN_SANS = "latin-sans"
    """Latin and figures beside 黑."""


@quickly_pickled
@dataclass(frozen=True, slots=True, kw_only=True)
class FaceKey:
    """Which face: a role at a weight (100 to 900) for one script, ``SC`` or ``TC``."""

    role: Role
    weight: int = 400
    script: str = "SC"


@quickly_pickled
@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """One glyph as the face draws it; lengths in em of the type it is set in."""

    gid: int
    advance_em: float
    """Natural advance, along the line."""
    x_em: float = 0.0
    """Offset from the pen, to the right."""
    y_em: float = 0.0
    """Offset from the baseline, upwards."""


class Face(Protocol):
    """A face: glyphs, widths and ink, in em. Implemented by ``layout.shaping.faces``."""

    @property
    def key(self) -> FaceKey:
        """Role, weight and script the face was asked for."""
        ...

    def has(self, text: str) -> bool:
        """Whether the face covers every character of the text."""
        ...

    def shape(
        self, text: str, *, features: tuple[str, ...] = (), vertical: bool = False
    ) -> tuple[Glyph, ...]:
        """The glyphs of a text by HarfBuzz, in visual order."""
        ...

    def ink_em(self, text: str) -> tuple[float, float, float, float]:
        """The ink box (left, bottom, right, top) of a character's glyph, from its origin."""
        ...

    def advance_em(self, text: str) -> float:
        """The advance of a text as shaped."""
        ...


class CharClass(StrEnum):
    """Classes of CLREQ and TYPOGRAPHY.md §1."""

    HAN = "han"
    OPEN = "open"
    CLOSE = "close"
    COMMA = "comma"
    """、，；： (STOP-I)"""
    STOP = "stop"
    """。．！？ (STOP-F)"""
    INTERPUNCT = "interpunct"
    CONNECTOR = "connector"
    SOLIDUS = "solidus"
    DASH = "dash"
    """—— or ⸺, one unit"""
    ELLIPSIS = "ellipsis"
    """…… or ⋯⋯, one unit"""
    WEST = "west"
    SPACE = "space"
    OTHER = "other"


@quickly_pickled
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cluster:
    """The smallest thing a line may hold; lengths in em of the body type."""

    text: str
    """Its code points, as they stand in the content."""
    char_class: CharClass
    advance_em: float
    """Natural advance before any squeezing."""
    face: FaceKey
    glyphs: tuple[Glyph, ...]
    """In em of ``size_em``."""
    size_em: float = 1.0
    """Type size of the cluster relative to the body (note marks are smaller)."""
    rise_em: float = 0.0
    """How far its baseline stands above the line's."""
    blank_before_em: float = 0.0
    """White inside the glyph before its ink that squeezing may take (opening marks)."""
    blank_after_em: float = 0.0
    """White inside the glyph after its ink that squeezing may take (closing marks)."""
    hyphen: "Cluster | None" = None
    """The hyphen to draw where a line ends after this cluster inside its word."""
    is_rough: bool = False
    """Whether the word divides here by its look only: no dictionary knows it."""
    beside: Beside | None = None
    """Marks along it; they take no room in the line."""
    base: "tuple[ClusterPart, ...]" = ()
    """Of a word with a reading: its own clusters. It has no glyphs then, and no line parts it."""
    reading: "tuple[ClusterPart, ...]" = ()
    """The clusters of the reading, small and out of the line."""

    @property
    def sorts(self) -> "tuple[Cluster, ...]":
        """What is drawn: the cluster itself, or the parts it is made of."""
        if not self.base:
            return (self,)
        return tuple(part.cluster for part in (*self.base, *self.reading))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClusterPart:
    """A cluster that stands in another; lengths in em of the body type."""

    cluster: Cluster
    along_em: float
    """From the start of the whole, along the line."""
    across_em: float = 0.0
    """Up from the baseline; in a vertical line to the right of the line's middle."""
