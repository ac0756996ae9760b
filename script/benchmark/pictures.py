"""Pictures for a job: soft gradients, each its own, drawn the same every time."""

from pathlib import Path

from PIL import Image, ImageChops

SIZE_PX = (1400, 900)
QUALITY = 85


def _channel(number: int) -> Image.Image:
    """A linear and a radial gradient, turned and added as the number says."""
    linear = Image.linear_gradient("L").rotate(90 * (number % 4))
    radial = Image.radial_gradient("L").rotate(180 * (number % 2))
    return ImageChops.add(linear, radial, scale=1.5 + number % 3 / 4, offset=7 * number % 40)


def draw_picture(path: Path, number: int) -> None:
    """Write picture number so-and-so as a JPEG file."""
    channels = [_channel(number + shift).resize(SIZE_PX) for shift in (0, 1, 3)]
    Image.merge("RGB", channels).save(path, quality=QUALITY)
