"""Colours of the screen in, colours in the inks of a press out: the text's black stays black ink.

Inks               the colours of one printing condition, by its ICC profile
  css              a style's colour, as CSS that WeasyPrint writes in DeviceCMYK
  type_css         the same for type: black ink alone
  separated        a picture in four inks, never more ink than the paper takes
  grey             a grey picture, in black ink alone

Colours are converted by LittleCMS, relatively, with black point compensation (ICC.1).
"""

from __future__ import annotations

import io
import math
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from layout.diagnostics import Message
from layout.errors import StyleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PIL import Image, ImageCms, ImageFilter

GRID: Final = 33
"""Colours a side of the table that pictures are separated by; ICC profiles hold no more."""

FULL: Final = 255

DARK: Final = 65.0
NEARLY_WHITE: Final = 92.0
"""CIE L*: type darker than the one stands on paper, lighter than the other on a dark ground."""

BLACK_INK: Final = "device-cmyk(0 0 0 1)"
"""Full black, as ``Inks.css`` writes it."""

_HEX: Final = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_DEVICE: Final = re.compile(r"device-cmyk\(\s*([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)\s*\)")

Percents = tuple[float, float, float, float]
"""Cyan, magenta, yellow and black, each 0 to 1."""


class Inks:
    """Converts into the inks of a printing condition."""

    def __init__(self, profile: bytes, *, limit: float, kept: dict[str, str] | None = None) -> None:
        """Open a profile.

        Args:
            profile: An ICC profile of a press.
            limit: The most ink that may lie in one place, of all four together: 2.4 is 240 %.
            kept: Colours that a style gives in inks, by its name for them.

        Raises:
            StyleError: It is no profile of a four-colour press.

        """
        from PIL import ImageCms  # noqa: PLC0415 - only a press asks for it

        self.limit = limit
        self._kept = kept or {}
        try:
            self._press = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        except (OSError, ImageCms.PyCMSError) as error:
            raise _no_profile() from error
        if self._press.profile.xcolor_space.strip() != "CMYK":
            raise _no_profile()
        self._screen = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))

    def css(self, role: str, color: str) -> str:
        """A colour of a style as ``device-cmyk(…)``; grey and black are black ink alone.

        Raises:
            StyleError: It is neither written ``#rrggbb`` nor ``device-cmyk(c m y k)``, or
                asks for more ink than the paper takes.

        """
        color = self._kept.get(role, color)
        inks = self._in_inks(role, color)
        if sum(inks) > self.limit + 1e-9:
            raise StyleError(
                Message(
                    zh=f"颜色 {role} 的总墨量 {sum(inks):.0%} 超过 {self.limit:.0%}",
                    en=f"the colour {role} asks for {sum(inks):.0%} of ink, over {self.limit:.0%}",
                )
            )
        return "device-cmyk({:g} {:g} {:g} {:g})".format(*(round(ink, 3) for ink in inks))

    def type_css(self, role: str, color: str) -> str:
        """A colour of a style for type, which is in black ink alone: nothing can misregister.

        A dark colour becomes full black, a light one, which stands on a dark ground, a tone
        as light as it is, and what is nearly white is left out of the ground.

        Raises:
            StyleError: See ``css``.

        """
        inks = self._in_inks(role, self._kept.get(role, color))
        if not any(inks[:3]):
            return self.css(role, color)
        return f"device-cmyk(0 0 0 {round(self.black_of(inks), 3):g})"

    def black_of(self, inks: Percents) -> float:
        """How much black ink alone a colour of type comes to, 0 to 1."""
        light = self._lightness_of(inks)
        if light < DARK:
            return 1.0
        if light > NEARLY_WHITE:
            return 0.0
        return 1 - self._grey_levels[_grey_as_light(light)] / FULL

    def _lightness_of(self, inks: Percents) -> float:
        """CIE L*, 0 to 100."""
        from PIL import Image, ImageCms  # noqa: PLC0415 - only a press asks for it

        pixel = Image.new("CMYK", (1, 1), tuple(round(ink * FULL) for ink in inks))
        lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        (light,) = _lightness(self._transformed(pixel, self._press, lab))
        return light / FULL * 100

    def _in_inks(self, role: str, color: str) -> Percents:
        if match := _DEVICE.fullmatch(color.strip()):
            c, m, y, k = (min(1.0, float(number)) for number in match.groups())
            return c, m, y, k
        if (match := _HEX.fullmatch(color.strip())) is None:
            raise StyleError(
                Message(zh=f"颜色 {role} 不能分色：{color}", en=f"cannot separate {role}: {color}"),
                hint=Message(
                    zh="写成 #rrggbb，或在 press.colors 里写 device-cmyk(c m y k)",
                    en="write #rrggbb, or device-cmyk(c m y k) in press.colors",
                ),
            )
        digits = match[1] if len(match[1]) == 6 else "".join(2 * digit for digit in match[1])
        red, green, blue = bytes.fromhex(digits)
        return self.of_screen(red, green, blue)

    def of_screen(self, red: int, green: int, blue: int) -> Percents:
        """A colour of sRGB, each part 0 to 255, in inks; grey is black ink alone."""
        if red == green == blue:
            return 0.0, 0.0, 0.0, 1 - self._grey_levels[red] / FULL
        from PIL import Image  # noqa: PLC0415 - only a press asks for it

        pixel = Image.new("RGB", (1, 1), (red, green, blue)).filter(self._table).tobytes()
        return pixel[0] / FULL, pixel[1] / FULL, pixel[2] / FULL, pixel[3] / FULL

    def separated(self, image: Image.Image, limit: float) -> Image.Image:
        """A picture in sRGB, in four inks that come to no more than ``limit`` anywhere."""
        return image.filter(self._table if limit >= self.limit else self._table_of(limit))

    def grey(self, image: Image.Image) -> Image.Image:
        """A grey picture for a press: 0 is full black ink, 255 is paper."""
        return image.point(self._grey_levels)

    @cached_property
    def _grey_levels(self) -> list[int]:
        """Grey of sRGB -> level of black ink that looks as light, paper and full black apart."""
        from PIL import Image, ImageCms  # noqa: PLC0415 - only a press asks for it

        ramp = Image.frombytes("L", (FULL + 1, 1), bytes(range(FULL + 1)))
        none = Image.new("L", ramp.size, 0)
        lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        printed = _lightness(
            self._transformed(Image.merge("CMYK", (none, none, none, ramp)), self._press, lab)
        )
        shown = _lightness(self._transformed(Image.merge("RGB", (ramp,) * 3), self._screen, lab))
        return [FULL - ink for ink in _nearest_inks(shown, printed)]

    @cached_property
    def _table(self) -> ImageFilter.Color3DLUT:
        return self._table_of(self.limit)

    def _table_of(self, limit: float) -> ImageFilter.Color3DLUT:
        """A grid of colours in inks; what lies between is mixed, so the limit holds there, too."""
        from PIL import Image, ImageFilter  # noqa: PLC0415 - only a press asks for it

        steps = [round(index * FULL / (GRID - 1)) for index in range(GRID)]
        colors = bytes(
            part
            for blue in steps
            for green in steps
            for red in steps
            for part in (red, green, blue)
        )
        grid = Image.frombytes("RGB", (GRID, GRID * GRID), colors)
        inks = self._transformed(grid, self._screen, self._press).tobytes()
        return ImageFilter.Color3DLUT(
            GRID, [*_limited(inks, limit)], channels=4, target_mode="CMYK"
        )

    def _transformed(
        self,
        image: Image.Image,
        source: ImageCms.ImageCmsProfile,
        target: ImageCms.ImageCmsProfile,
    ) -> Image.Image:
        from PIL import ImageCms  # noqa: PLC0415 - only a press asks for it

        mode = {"CMYK": "CMYK", "Lab": "LAB"}[target.profile.xcolor_space.strip()]
        made = ImageCms.profileToProfile(
            image,
            source,
            target,
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode=mode,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
        if made is None:
            raise _no_profile()
        return made


def most_ink(image: Image.Image) -> float:
    """The most ink in one place of a picture in four inks: 2.4 is 240 %."""
    from PIL import ImageMath  # noqa: PLC0415 - only a press asks for it

    bands = dict(zip("cmyk", image.split(), strict=True))
    total = ImageMath.lambda_eval(lambda ink: ink["c"] + ink["m"] + ink["y"] + ink["k"], **bands)
    return float(total.getextrema()[1]) / FULL


def with_less_ink(image: Image.Image, limit: float) -> Image.Image:
    """A picture that came in four inks; where there is too much, the colours give way."""
    from PIL import Image, ImageMath  # noqa: PLC0415 - only a press asks for it

    if most_ink(image) <= limit:
        return image
    bands = dict(zip("cmyk", image.split(), strict=True))
    colors = [ImageMath.lambda_eval(_with_room(name, limit), **bands) for name in "cmy"]
    return Image.merge("CMYK", (*colors, bands["k"]))


def _with_room(name: str, limit: float) -> Callable[[dict[str, Any]], Any]:
    """A colour's share of what black leaves of the limit, as Pillow reckons with bands."""

    def share(ink: dict[str, Any]) -> object:
        wanted = ink["max"](ink["float"](ink["c"] + ink["m"] + ink["y"]), 1.0)
        scale = ink["min"]((limit * FULL - ink["k"]) / wanted, 1.0)
        return ink["convert"](ink["float"](ink[name]) * scale, "L")

    return share


def _lightness(image: Image.Image) -> list[int]:
    return list(image.getchannel(0).tobytes())


def _grey_as_light(light: float) -> int:
    """The grey of sRGB, 0 to 255, of a CIE L* (IEC 61966-2-1; above its straight part)."""
    luminance: float = ((light + 16) / 116) ** 3
    return round(FULL * (1.055 * math.pow(luminance, 1 / 2.4) - 0.055))


def _nearest_inks(shown: list[int], printed: list[int]) -> Iterator[int]:
    """For each grey of the screen how much black ink; both scales run from paper to black."""
    paper, black = printed[0], printed[FULL]
    white, dark = shown[FULL], shown[0]
    for light in shown:
        wanted = black + (light - dark) * (paper - black) / (white - dark)
        yield min(range(FULL + 1), key=lambda ink: (abs(printed[ink] - wanted), ink))


def _limited(inks: bytes, limit: float) -> Iterator[float]:
    """Ink levels 0 to 1; where there is too much, the colours give way and black stays."""
    for at in range(0, len(inks), 4):
        colors, black = [value / FULL for value in inks[at : at + 3]], inks[at + 3] / FULL
        total = sum(colors)
        room = limit - black
        scale = room / total if total > room else 1.0
        yield from (value * scale for value in colors)
        yield black


def _no_profile() -> StyleError:
    return StyleError(
        Message(
            zh="press.icc 不是四色印刷的 ICC 特性文件",
            en="press.icc is no ICC profile of a four-colour press",
        )
    )
