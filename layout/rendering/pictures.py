"""Picture files in, pictures made ready for paper out: cut, turned, in sRGB or grey, small.

load_pictures        every picture of some pages, each way of showing it once
  prepare_picture    one picture
    _open            decoded, no finer than useful, turned as displayed
    _eight_bit       one of L, LA, RGB, RGBA, CMYK, LAB
    _cut             cropped and resampled, once
    _to_srgb         colours of the file's profile, else as usual for the mode
    _on_paper        what is transparent shows white paper
    _encode          JPEG for photographs, PNG for line art
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from layout.diagnostics import Diagnostic, Message, Severity, SourceSpan
from layout.errors import PictureError
from layout.rendering.model import PictureData, PictureKey
from layout.rendering.pdf_pictures import PDF_HEADER, PDF_MEDIA_TYPE
from layout.units import PT_PER_INCH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from PIL import Image, ImageCms

    from layout.makeup.model import PageLayout, PlacedPicture

MOST_PPI: Final = 300.0
"""Newsprint shows nothing finer: twice the screen ruling of 150 lines an inch."""

JPEG_QUALITY: Final = 88

LINE_ART_COLORS: Final = 256
"""A picture of no more colours is a drawing or a chart, which JPEG would smear."""

LINE_ART_GREYS: Final = 16
LINE_ART_SHARE: Final = 0.9
"""A grey picture is a drawing when so many greys make up so much of it."""

_LOSSY: Final = ("JPEG", "MPO", "WEBP", "AVIF")
"""What comes from such a file has its smear already."""

_DRAFT_FACTOR: Final = 2.0
"""How much finer than the goal a JPEG is decoded at least, before it is resampled."""

_UNREADABLE: Final = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    EOFError,
    OverflowError,
    MemoryError,
    struct.error,
    zlib.error,
)
"""What the decoders of Pillow raise for damaged files; its documentation promises OSError."""


def load_pictures(pages: Iterable[PageLayout]) -> tuple[PictureData, ...]:
    """Make every picture of some pages ready, each way of showing it once.

    Raises:
        PictureError: A file is missing, damaged, or far too large; its span names the file.

    """
    ready: dict[PictureKey, PictureData] = {}
    for page in pages:
        for block in page.blocks:
            for picture in block.pictures:
                key = key_of(picture)
                if key not in ready:
                    ready[key] = prepare_picture(key, SourceSpan(file=picture.file))
    return tuple(ready.values())


def key_of(picture: PlacedPicture) -> PictureKey:
    """How a placed picture is shown."""
    return PictureKey(
        path=picture.path,
        crop=picture.crop,
        width_pt=round(picture.bbox.width, 3),
        height_pt=round(picture.bbox.height, 3),
    )


def prepare_picture(key: PictureKey, span: SourceSpan) -> PictureData:
    """Make one picture ready for paper.

    Args:
        key: File, part shown and size on paper.
        span: What a message names as the place of the fault.

    Returns:
        An 8 bit JPEG (4:2:0, quality 88) or, for line art, PNG, in sRGB or grey, of at most
        300 pixels an inch; a coarser source keeps its pixels. The bytes depend on the source
        and the key only.

    Raises:
        PictureError: The file is missing, damaged, or far too large.

    """
    try:
        data = key.path.read_bytes()
        if data.startswith(PDF_HEADER):
            return PictureData(
                key=key, data=data, media_type=PDF_MEDIA_TYPE, width_px=0, height_px=0
            )
        with _strict_decoding():
            source = _open(data, key)
            profile = source.info.get("icc_profile")
            lossless = source.format not in _LOSSY
            source = _eight_bit(source)
            line_art = lossless and _is_line_art(source)
            image = _cut(source, key)
    except _UNREADABLE as error:
        raise _unreadable(key, span, error) from error
    image, notes = _to_srgb(image, profile, span)
    return _encode(_on_paper(image), key, line_art=line_art, diagnostics=notes)


@contextmanager
def _strict_decoding() -> Iterator[None]:
    """Refuse truncated files whatever other code has told Pillow; accept up to 178 megapixels.

    Pillow warns from 89 megapixels, which a good camera reaches, and refuses twice as much.
    """
    from PIL import Image, ImageFile  # noqa: PLC0415 - most runs have no picture to decode

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            warnings.filterwarnings("ignore", module=r"PIL\.")
            yield
    except Image.DecompressionBombError as error:
        raise OSError(str(error)) from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _unreadable(key: PictureKey, span: SourceSpan, error: BaseException) -> PictureError:
    from PIL import UnidentifiedImageError  # noqa: PLC0415 - most runs have no picture to decode

    reason = Message(zh=str(error), en=str(error))
    if isinstance(error, UnidentifiedImageError):  # its own words hold a memory address
        reason = Message(zh="不是图片文件", en="it is not a picture file")
    if isinstance(error, FileNotFoundError):  # its own words hold a path of this machine
        reason = Message(zh="没有这个文件", en="there is no such file")
    return PictureError(
        Message(
            zh=f"图片 {key.path.name} 无法读取：{reason.zh}",
            en=f"picture {key.path.name} cannot be read: {reason.en}",
        ),
        span,
        Message(
            zh="请换上完好的 JPEG、PNG 或 TIFF 文件",
            en="replace it with an undamaged JPEG, PNG or TIFF file",
        ),
    )


def _open(data: bytes, key: PictureKey) -> Image.Image:
    from PIL import Image, ImageOps  # noqa: PLC0415 - most runs have no picture to decode

    image = Image.open(io.BytesIO(data))
    wanted = max(_goal_px(key)) * _DRAFT_FACTOR
    shown = min(key.crop[2] - key.crop[0], key.crop[3] - key.crop[1])
    if image.format == "JPEG" and shown > 0:
        # Square, because the file's sides may be exchanged by its orientation.
        side = int(wanted / shown) + 1
        image.draft(None, (side, side))
    image.load()
    ImageOps.exif_transpose(image, in_place=True)
    return image


def _goal_px(key: PictureKey) -> tuple[int, int]:
    """Pixels across and down at the finest resolution that is of use."""
    return (
        max(1, round(key.width_pt / PT_PER_INCH * MOST_PPI)),
        max(1, round(key.height_pt / PT_PER_INCH * MOST_PPI)),
    )


def _eight_bit(image: Image.Image) -> Image.Image:
    """The picture in one of the modes that the later steps know."""
    mode = image.mode
    if mode in ("L", "RGB") and "transparency" in image.info:
        return image.convert("LA" if mode == "L" else "RGBA")
    if mode in ("L", "LA", "RGB", "RGBA", "CMYK", "LAB"):
        return image
    if mode in ("P", "PA"):
        clear = mode == "PA" or "transparency" in image.info
        return image.convert("RGBA" if clear else "RGB")
    if mode == "1":
        return image.convert("L")
    if mode == "I" or mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if mode in ("RGBa", "La"):
        return image.convert("RGBA" if mode == "RGBa" else "LA")
    if mode in ("YCbCr", "HSV", "RGBX"):
        return image.convert("RGB")
    raise ValueError(f"pixels of mode {mode}")


def _cut(image: Image.Image, key: PictureKey) -> Image.Image:
    """The part shown; resampled where the source is finer than useful, never made finer."""
    from PIL import Image  # noqa: PLC0415 - most runs have no picture to decode

    width, height = image.size
    left, top, right, bottom = key.crop
    box = (left * width, top * height, right * width, bottom * height)
    goal = _goal_px(key)
    if box[2] - box[0] < 1 or box[3] - box[1] < 1:
        raise ValueError(f"nothing is left of {width} x {height} pixels")
    if box[2] - box[0] >= goal[0] and box[3] - box[1] >= goal[1]:
        if image.size == goal and box == (0, 0, width, height):
            return image
        return image.resize(goal, Image.Resampling.LANCZOS, box=box, reducing_gap=_DRAFT_FACTOR)
    if box == (0, 0, width, height):
        return image
    return image.crop((round(box[0]), round(box[1]), round(box[2]), round(box[3])))


def _is_line_art(image: Image.Image) -> bool:
    """Few colours, or a page mostly of few greys: smooth edges add greys of their own."""
    if image.mode == "L":
        commonest = sorted(image.histogram(), reverse=True)[:LINE_ART_GREYS]
        return sum(commonest) > LINE_ART_SHARE * image.width * image.height
    return image.mode in ("RGB", "RGBA", "LA") and image.getcolors(LINE_ART_COLORS) is not None


def _to_srgb(
    image: Image.Image, profile: bytes | None, span: SourceSpan
) -> tuple[Image.Image, tuple[Diagnostic, ...]]:
    """The colours in sRGB or grey, by the file's profile (ICC.1) where it has a usable one."""
    from PIL import ImageCms  # noqa: PLC0415 - most runs have no picture to decode

    notes: tuple[Diagnostic, ...] = ()
    if image.mode == "LAB":
        lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        return _converted(image, lab), ()
    if profile and image.mode in ("RGB", "RGBA", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if not _is_srgb(source):
                return _converted(image, source), ()
        except (ImageCms.PyCMSError, OSError, ValueError) as error:
            notes = (_bad_profile(span, str(error)),)
    if image.mode == "CMYK":
        return image.convert("RGB"), notes
    return image, notes


def _is_srgb(profile: ImageCms.ImageCmsProfile) -> bool:
    return "srgb" in (profile.profile.profile_description or "").lower()


def _converted(image: Image.Image, source: ImageCms.ImageCmsProfile) -> Image.Image:
    from PIL import ImageCms  # noqa: PLC0415 - most runs have no picture to decode

    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    made = ImageCms.profileToProfile(
        image,
        source,
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode=mode,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    if made is None:
        raise ImageCms.PyCMSError("no colours came out")
    return made


def _bad_profile(span: SourceSpan, reason: str) -> Diagnostic:
    return Diagnostic(
        code="PICTURE_PROFILE",
        severity=Severity.WARNING,
        message=Message(
            zh=f"图片的 ICC 特性文件不能用，按 sRGB 处理：{reason}",
            en=f"the ICC profile of the picture is of no use, taken for sRGB: {reason}",
        ),
        span=span,
    )


def _on_paper(image: Image.Image) -> Image.Image:
    """What shines through is white paper."""
    from PIL import Image  # noqa: PLC0415 - most runs have no picture to decode

    if image.mode not in ("LA", "RGBA"):
        return image
    mode = image.mode.removesuffix("A")
    paper = Image.new(mode, image.size, "white")
    paper.paste(image.convert(mode), mask=image.getchannel("A"))
    return paper


def _encode(
    image: Image.Image, key: PictureKey, *, line_art: bool, diagnostics: tuple[Diagnostic, ...]
) -> PictureData:
    file = io.BytesIO()
    # Nothing of the source's own data goes along: no profile, no place, no camera.
    image.info.clear()
    if line_art:
        image.save(file, "PNG", compress_level=9)
    else:
        image.save(file, "JPEG", quality=JPEG_QUALITY, optimize=True, subsampling="4:2:0")
    return PictureData(
        key=key,
        data=file.getvalue(),
        media_type="image/png" if line_art else "image/jpeg",
        width_px=image.width,
        height_px=image.height,
        diagnostics=diagnostics,
    )
