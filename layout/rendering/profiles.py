"""What the files of an edition are for in, how they are to be written out.

screen        sRGB, tagged, pictures for a screen
press         PDF/X-4 (ISO 15930-7) in the inks of a printing condition, with bleed and marks
archive       PDF/A-3a (ISO 19005-3) with the sources of the edition in it
large-print   as screen; make-up has set it in larger type
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Final

from layout.diagnostics import Message
from layout.errors import StyleError
from layout.rendering.inks import Inks
from layout.style.model import NameplateInk, PressStyle
from layout.units import mm_to_pt

SCREEN_PPI: Final = 150.0
ARCHIVE_PPI: Final = 300.0
"""Newsprint shows nothing finer: twice the screen ruling of 150 lines an inch."""

PRESS_PROFILES: Final = (
    "/usr/share/color/icc/ghostscript/default_cmyk.icc",
    "/usr/share/ghostscript/iccprofiles/default_cmyk.icc",
    "/usr/local/share/ghostscript/iccprofiles/default_cmyk.icc",
    "/opt/homebrew/share/ghostscript/iccprofiles/default_cmyk.icc",
)
"""Where systems keep Ghostscript's profile of coated web offset (SWOP, CGATS TR 001)."""


class ProfileName(StrEnum):
    """The words of ``--profile``."""

    SCREEN = "screen"
    PRESS = "press"
    ARCHIVE = "archive"
    LARGE_PRINT = "large-print"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputIntent:
    """What the colours of a file are meant for (ISO 32000-2, 14.11.5)."""

    subtype: str
    """``/GTS_PDFX`` or ``/GTS_PDFA1``."""
    profile: bytes
    """An ICC profile."""
    components: int
    condition: str
    """The name of the printing condition in its registry."""
    registry: str
    info: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFinish:
    """What pictures are made ready for."""

    most_ppi: float = SCREEN_PPI
    """A finer picture is resampled to this, a coarser one keeps its pixels."""
    inks: Inks | None = None
    """None for sRGB."""
    sharpen: int = 0
    """Strength of the unsharp mask in percent; 0 leaves the picture as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PressSheet:
    """What the printer needs around the page."""

    bleed_pt: float
    condition: str
    """Named in the slug line."""
    mark_tint: float = 1.0
    """Of registration marks, on every plate: the four together keep to the ink limit too, as
    newsprint sets off wherever it has too much (ISO 12647-3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputProfile:
    """How the files of an edition are written."""

    name: ProfileName
    pdf_version: str = "1.7"
    intent: OutputIntent | None = None
    pictures: PictureFinish = PictureFinish()
    sheet: PressSheet | None = None
    attaches_sources: bool = False
    draws_lettering: bool = False
    """Whether a nameplate keeps its colour, as paths, where type is in black ink alone."""

    def colors(self, colors: Mapping[str, str]) -> dict[str, str]:
        """A style's colours by role, as the files have them."""
        inks = self.pictures.inks
        return {role: inks.css(role, css) if inks else css for role, css in colors.items()}

    def text_colors(self, colors: Mapping[str, str]) -> dict[str, str]:
        """The same for type, which a press prints in black ink alone."""
        inks = self.pictures.inks
        return {role: inks.type_css(role, css) if inks else css for role, css in colors.items()}


SCREEN: Final = OutputProfile(name=ProfileName.SCREEN)


def output_profile(
    name: ProfileName, press: PressStyle, folders: tuple[Path, ...]
) -> OutputProfile:
    """How the files of a profile are written.

    Args:
        name: The profile.
        press: What the style says of the press.
        folders: Where a profile that the style names may lie, the first first.

    Raises:
        StyleError: The press has no ICC profile, or one that cannot be used.

    """
    match name:
        case ProfileName.SCREEN | ProfileName.LARGE_PRINT:
            return OutputProfile(name=name)
        case ProfileName.ARCHIVE:
            return OutputProfile(
                name=name,
                intent=_srgb_intent(),
                pictures=PictureFinish(most_ppi=ARCHIVE_PPI),
                attaches_sources=True,
            )
        case ProfileName.PRESS:
            return _press_profile(press, folders)


def _press_profile(press: PressStyle, folders: tuple[Path, ...]) -> OutputProfile:
    profile = _press_icc(press, folders)
    inks = Inks(profile, limit=press.ink_limit / 100, kept=press.colors)
    return OutputProfile(
        name=ProfileName.PRESS,
        pdf_version="1.6",
        intent=OutputIntent(
            subtype="/GTS_PDFX",
            profile=profile,
            components=4,
            condition=press.condition,
            registry=press.registry,
            info=press.condition_info,
        ),
        pictures=PictureFinish(most_ppi=press.ppi, inks=inks, sharpen=press.sharpen),
        sheet=PressSheet(
            bleed_pt=mm_to_pt(press.bleed_mm),
            condition=press.condition,
            mark_tint=0.99 * press.ink_limit / 400,  # rounding to levels stays within it
        ),
        draws_lettering=press.nameplate is NameplateInk.COLOR,
    )


def _press_icc(press: PressStyle, folders: tuple[Path, ...]) -> bytes:
    named = [folder / press.icc for folder in folders]
    places = named if press.icc else [Path(place) for place in PRESS_PROFILES]
    for place in places:
        if place.is_file():
            return place.read_bytes()
    name = press.icc or Path(PRESS_PROFILES[0]).name
    raise StyleError(
        Message(zh=f"没有印刷用的 ICC 特性文件 {name}", en=f"there is no ICC profile {name}"),
        hint=Message(
            zh="安装 libgs-common，或在版样的 press.icc 写上印厂给的文件",
            en="install libgs-common, or name the printer's file in press.icc of the style",
        ),
    )


def _srgb_intent() -> OutputIntent:
    """The screen's colours, by the profile that WeasyPrint brings along."""
    return OutputIntent(
        subtype="/GTS_PDFA1",
        profile=(files("weasyprint.pdf") / "sRGB2014.icc").read_bytes(),
        components=3,
        condition="sRGB IEC61966-2.1",
        registry="http://www.color.org",
        info="sRGB IEC61966-2.1",
    )
