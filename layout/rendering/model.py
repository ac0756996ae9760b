"""What goes into stage 5 and what comes out: a job with made-up pages, and finished PDFs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from pathlib import Path

from layout.diagnostics import Diagnostic
from layout.makeup.model import PageLayout
from layout.rendering.profiles import SCREEN, OutputProfile
from layout.shaping.model import FaceKey


@dataclass(frozen=True, slots=True, kw_only=True)
class FontSource:
    """Where the outlines of a face come from."""

    key: FaceKey
    path: Path
    index: int = 0
    """Place in a collection, 0 in a file of one face."""
    weight: int | None = None
    """Where a variable face is cut; None in a static face."""
    name: str = ""
    """PostScript name, as the PDF shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureKey:
    """One way a picture is shown: which file, which part of it, how large."""

    path: Path
    crop: tuple[float, float, float, float]
    """Left, top, right, bottom, as fractions of the picture as displayed."""
    width_pt: float
    height_pt: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureData:
    """A picture made ready for paper: cut, turned, in sRGB or grey, no finer than needed."""

    key: PictureKey
    data: bytes
    """A JPEG, PNG or PDF file."""
    media_type: str
    width_px: int
    height_px: int
    diagnostics: tuple[Diagnostic, ...] = ()
    source: str = ""
    """SHA-256 of the file it was made from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file the edition was made from."""

    name: str
    """Path inside the edition folder, with forward slashes."""
    data: bytes
    media_type: str
    description: str
    pages: frozenset[int]
    """The pages that show what is in it; the edition's file has all sources."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RenderJob:
    """An edition ready to be written; the same job gives the same bytes."""

    pages: tuple[PageLayout, ...]
    """In the order of the edition file."""
    fonts: tuple[FontSource, ...]
    """Every face the pages use; faces that no page uses cost nothing."""
    colors: Mapping[str, str]
    """CSS colours by role, as the style has them."""
    templates: Path
    """The folder with ``page.html.j2`` and ``page.css``."""
    title: str
    """Of the edition file; a page file adds its number and name."""
    author: str
    date: Date
    lang: str = "zh-CN"
    generator: str = "banxin"
    paper: str = ""
    """Name of the newspaper."""
    issue: int | None = None
    output: OutputProfile = SCREEN
    sources: tuple[SourceFile, ...] = ()
    """What the profile attaches."""
    pictures: tuple[PictureData, ...] = ()
    """Pictures made ready before; those missing are made ready when needed."""
    keys: Mapping[int, str] = field(default_factory=dict)
    """Page -> a name of all that its layout was made from; empty where nothing is kept."""
    elsewhere: frozenset[str] = frozenset()
    """Ids of blocks on pages of the edition that are not in this job; links to them are left
    out without a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedPage:
    """One page as its own PDF file."""

    number: int
    pdf: bytes
    sha256: str
    diagnostics: tuple[Diagnostic, ...] = ()
    """What the renderer had to say; codes ``RENDER_LOG``, ``LINK_DEAD``, ``LINK_SCHEME``, …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedFiles:
    """The PDFs of an edition, and what the renderer had to say."""

    edition: bytes
    pages: tuple[RenderedPage, ...]

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The findings of all pages."""
        return tuple(finding for page in self.pages for finding in page.diagnostics)
