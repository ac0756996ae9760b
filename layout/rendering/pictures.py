"""Picture files in, pictures made ready for paper out: cut, turned, in the right colours.

load_pictures        every picture of some pages, each way of showing it once
  prepare_picture    one picture
    _open            decoded, no finer than useful, turned as displayed
    _eight_bit       one of L, LA, RGB, RGBA, CMYK, LAB
    _cut             cropped and resampled, once
    _to_srgb         colours of the file's profile, else as usual for the mode
    _on_paper        what is transparent shows white paper
    _sharpened       for newsprint, where the style asks for it
    _in_inks         for a press
    _encode          JPEG for photographs, PNG for line art
"""

from __future__ import annotations

import hashlib
import io
import math
import struct
import warnings
import zlib
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from layout.diagnostics import Diagnostic, Message, Severity, SourceSpan
from layout.errors import PictureError
from layout.rendering.inks import most_ink, with_less_ink
from layout.rendering.model import PictureData, PictureKey
from layout.rendering.pdf_pictures import PDF_HEADER, PDF_MEDIA_TYPE, SVG_MEDIA_TYPE
from layout.rendering.profiles import SCREEN, PictureFinish
from layout.units import EPSILON, PT_PER_INCH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from PIL import Image, ImageCms

    from layout.makeup.model import PageLayout, PlacedPicture
    from layout.memory import Memory
    from layout.rendering.inks import Inks

SCREEN_FINISH: Final = SCREEN.pictures

JPEG_QUALITY: Final = 88

LINE_QUALITY: Final = 95
"""Of line art in four inks, which PNG cannot hold."""

_INK_MARGINS: Final = (0.0, 0.06, 0.12, 0.24, 0.48)
"""How much less ink is aimed at, until what JPEG adds in places stays under the limit."""

_SHARPEN_RADIUS_PT: Final = 0.4
_SHARPEN_THRESHOLD: Final = 3

LINE_ART_COLORS: Final = 256
"""A picture of no more colours is a drawing or a chart, which JPEG would smear."""

LINE_ART_GREYS: Final = 16
LINE_ART_SHARE: Final = 0.9
"""A grey picture is a drawing when so many greys make up so much of it."""

_LOSSY: Final = ("JPEG", "MPO", "WEBP", "AVIF")
"""What comes from such a file has its smear already."""

_DRAFT_FACTOR: Final = 2.0
"""How much finer than the goal a JPEG is decoded at least, before it is resampled."""

_LYING: Final = (5, 6, 7, 8)
"""EXIF orientations of files whose sides are exchanged when shown."""

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


def load_pictures(
    pages: Iterable[PageLayout],
    finish: PictureFinish = SCREEN_FINISH,
    memory: Memory | None = None,
) -> tuple[PictureData, ...]:
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
                    ready[key] = prepare_picture(key, SourceSpan(file=picture.file), finish, memory)
    return tuple(ready.values())


def key_of(picture: PlacedPicture) -> PictureKey:
    """How a placed picture is shown."""
    return PictureKey(
        path=picture.path,
        crop=picture.crop,
        width_pt=round(picture.bbox.width, 3),
        height_pt=round(picture.bbox.height, 3),
    )


def prepare_picture(
    key: PictureKey,
    span: SourceSpan,
    finish: PictureFinish = SCREEN_FINISH,
    memory: Memory | None = None,
) -> PictureData:
    """Make one picture ready for paper, or take it as an earlier run has made it.

    See ``_prepared``.
    """
    if memory is None:
        return _prepared(key, span, finish)
    inputs = (key, memory.file(key.path), span, finish)
    kept = memory.get(PictureData, *inputs)
    if kept is None:
        kept = _prepared(key, span, finish)
        if is_of(kept, memory):
            memory.put(kept, *inputs)
    return kept


def is_of(picture: PictureData, memory: Memory) -> bool:
    """Whether a picture was made from the file that a memory goes by; it may change meanwhile."""
    return picture.source == memory.file(picture.key.path)


def _prepared(key: PictureKey, span: SourceSpan, finish: PictureFinish) -> PictureData:
    """Make one picture ready for paper.

    Args:
        key: File, part shown and size on paper.
        span: What a message names as the place of the fault.
        finish: Colours and resolution of the profile.

    Returns:
        An 8 bit JPEG (quality 88) or, for line art, PNG, in sRGB, in inks or grey, no finer
        than the finish asks for; a coarser source keeps its pixels. The bytes depend on the
        source, the key and the finish only.

    Raises:
        PictureError: The file is missing, damaged, or far too large.

    """
    try:
        data = key.path.read_bytes()
    except _UNREADABLE as error:
        raise _unreadable(key, span, error) from error
    made = _made(key, data, span, finish)
    return replace(made, source=hashlib.sha256(data).hexdigest())


def _made(key: PictureKey, data: bytes, span: SourceSpan, finish: PictureFinish) -> PictureData:
    try:
        if data.startswith(PDF_HEADER) or key.path.suffix.lower() == ".svg":
            media_type = PDF_MEDIA_TYPE if data.startswith(PDF_HEADER) else SVG_MEDIA_TYPE
            return PictureData(key=key, data=data, media_type=media_type, width_px=0, height_px=0)
        with _strict_decoding():
            source = _open(data, key, finish.most_ppi)
            profile = source.info.get("icc_profile")
            lossless = source.format not in _LOSSY
            source = _eight_bit(source)
            line_art = lossless and _is_line_art(source)
            image = _cut(source, key, finish.most_ppi)
    except _UNREADABLE as error:
        raise _unreadable(key, span, error) from error
    if finish.inks and image.mode == "CMYK":
        # What came in inks keeps them: its black text, its solids.
        return _in_inks(image, key, finish.inks, line_art=line_art, diagnostics=())
    image, notes = _to_srgb(image, profile, span)
    image = _on_paper(image)
    if finish.sharpen and not line_art:
        image = _sharpened(image, key, finish.sharpen)
    if finish.inks:
        return _in_inks(image, key, finish.inks, line_art=line_art, diagnostics=notes)
    return _encode(image, key, line_art=line_art, diagnostics=notes)


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


def _open(data: bytes, key: PictureKey, most_ppi: float) -> Image.Image:
    from PIL import ExifTags, Image, ImageOps  # noqa: PLC0415 - most runs have no picture to decode

    image = Image.open(io.BytesIO(data))
    shown = (key.crop[2] - key.crop[0], key.crop[3] - key.crop[1])
    if image.format == "JPEG" and min(shown) > 0:
        goal = zip(_goal_px(key, most_ppi), shown, strict=True)
        sides = [int(pixels * _DRAFT_FACTOR / share) + 1 for pixels, share in goal]
        if image.getexif().get(ExifTags.Base.Orientation, 1) in _LYING:
            sides.reverse()
        image.draft(None, (sides[0], sides[1]))
    image.load()
    ImageOps.exif_transpose(image, in_place=True)
    return image


def _goal_px(key: PictureKey, most_ppi: float) -> tuple[int, int]:
    """Pixels across and down at the finest resolution that is of use, no fewer."""
    return (
        max(1, math.ceil(key.width_pt / PT_PER_INCH * most_ppi - EPSILON)),
        max(1, math.ceil(key.height_pt / PT_PER_INCH * most_ppi - EPSILON)),
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


def _cut(image: Image.Image, key: PictureKey, most_ppi: float) -> Image.Image:
    """The part shown; resampled where the source is finer than useful, never made finer."""
    from PIL import Image  # noqa: PLC0415 - most runs have no picture to decode

    width, height = image.size
    left, top, right, bottom = key.crop
    box = (left * width, top * height, right * width, bottom * height)
    goal = _goal_px(key, most_ppi)
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


def _sharpened(image: Image.Image, key: PictureKey, percent: int) -> Image.Image:
    """Edges made harder by the size they have on paper, for dots that smear."""
    from PIL import ImageFilter  # noqa: PLC0415 - most runs have no picture to decode

    radius = _SHARPEN_RADIUS_PT * image.width / key.width_pt
    return image.filter(
        ImageFilter.UnsharpMask(radius=radius, percent=percent, threshold=_SHARPEN_THRESHOLD)
    )


def _in_inks(
    image: Image.Image,
    key: PictureKey,
    inks: Inks,
    *,
    line_art: bool,
    diagnostics: tuple[Diagnostic, ...],
) -> PictureData:
    """A grey picture in black ink, all others in four; never more ink than the paper takes."""
    if image.mode == "L":
        return _encode(inks.grey(image), key, line_art=line_art, diagnostics=diagnostics)
    quality = LINE_QUALITY if line_art else JPEG_QUALITY
    for margin in _INK_MARGINS:
        goal = inks.limit - margin
        if image.mode == "CMYK":
            made = with_less_ink(image, goal)
        else:
            made = inks.separated(image.convert("RGB"), goal)
        file = io.BytesIO()
        made.info.clear()
        made.save(file, "JPEG", quality=quality, optimize=True)
        if most_ink(_decoded(file)) <= inks.limit:
            break
    return PictureData(
        key=key,
        data=file.getvalue(),
        media_type="image/jpeg",
        width_px=image.width,
        height_px=image.height,
        diagnostics=diagnostics,
    )


def _decoded(file: io.BytesIO) -> Image.Image:
    from PIL import Image  # noqa: PLC0415 - most runs have no picture to decode

    image = Image.open(file)
    image.load()
    return image


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
