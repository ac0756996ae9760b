"""Colours and ink: what a press cannot print, what is too much for the paper."""

import io
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pikepdf
from PIL import Image, ImageMath, UnidentifiedImageError

from layout.diagnostics import Message
from layout.proof.boxes import edges
from layout.proof.contents import colors_of, images_of, space_name, type_colors_of
from layout.proof.model import Check, Finding, Tools, wrong
from layout.proof.reading import FinishedEdition, FinishedFile, FinishedPage
from layout.record.model import BlockRecord
from layout.units import PT_PER_INCH

INKS: Final = ("Cyan", "Magenta", "Yellow", "Black")
FULL: Final = 255
PLATE_PPI: Final = 72
ROUNDING: Final = 0.01
"""What eight bits an ink may add to a sum."""

_SCREEN_SPACES: Final = frozenset({"DeviceRGB", "CalRGB", "Lab", "ICC 3"})
_LEAST_INK: Final = 8
"""A level that is ink, not the noise of a plate."""


def check_colors(edition: FinishedEdition) -> Iterator[Finding]:
    """A press file has no colours of the screen, in streams or pictures."""
    if "press" not in edition.record:
        return
    for file in edition.files:
        for sheet in file.pages:
            for color in colors_of(sheet.page):
                if color.space in _SCREEN_SPACES:
                    yield _screen_color(sheet, f"{color.space} {color.values}")
            for name, image in images_of(sheet.page).items():
                space = space_name(image.get("/ColorSpace", pikepdf.Name.DeviceGray))
                if space in _SCREEN_SPACES:
                    yield _screen_color(sheet, f"{name}: {space}")


def _screen_color(sheet: FinishedPage, what: str) -> Finding:
    return wrong(
        Check.COLORS,
        "PROOF_SCREEN_COLOR",
        Message(zh=f"印刷文件里有屏幕颜色：{what}", en=f"a colour of the screen: {what}"),
        file=sheet.file,
        page=sheet.record["number"],
    )


def check_ink(edition: FinishedEdition, tools: Tools) -> Iterator[Finding]:
    """No place takes more ink than the paper does; text is black ink alone.

    With Ghostscript, told from the separations of every page; without it from the pictures
    and the colours that are set.
    """
    press = edition.record.get("press")
    if press is None:
        return
    limit = press["ink_limit"] / 100
    for file in edition.files:
        for sheet in file.pages:
            yield from _set_ink(sheet, limit)
            yield from _colored_type(sheet)
        is_upright = not any(int(sheet.page.obj.get("/Rotate", 0)) for sheet in file.pages)
        if tools.ghostscript and is_upright and not file.is_whole:
            yield from _separated_ink(file, tools.ghostscript, limit)


def _set_ink(sheet: FinishedPage, limit: float) -> Iterator[Finding]:
    for color in colors_of(sheet.page):
        if color.space == "DeviceCMYK" and sum(color.values) > limit + ROUNDING:
            yield _too_much(sheet, sum(color.values), limit, str(color.values))
    for name, image in images_of(sheet.page).items():
        if space_name(image.get("/ColorSpace", pikepdf.Name.DeviceGray)) != "DeviceCMYK":
            continue
        most = _most_ink(image)
        if most is not None and most > limit + ROUNDING:
            yield _too_much(sheet, most, limit, name)


def _colored_type(sheet: FinishedPage) -> Iterator[Finding]:
    """Type that is painted in another ink than black."""
    for values in type_colors_of(sheet.page):
        if len(values) == len(INKS) and any(values[:3]):
            yield wrong(
                Check.INK,
                "PROOF_COLORED_TEXT",
                Message(
                    zh=f"文字不止用黑墨：{values}", en=f"type is not in black ink alone: {values}"
                ),
                file=sheet.file,
                page=sheet.record["number"],
            )


def _most_ink(image: pikepdf.Object) -> float | None:
    """The most ink in one place of a picture; None where it cannot be decoded here."""
    try:
        decoded = _decoded(image)
    except (OSError, UnidentifiedImageError, ValueError, pikepdf.PdfError):
        return None
    return None if decoded.mode != "CMYK" else _sum_of(decoded.split())


def _decoded(image: pikepdf.Object) -> Image.Image:
    if image.get("/Filter") == pikepdf.Name.DCTDecode:
        picture = Image.open(io.BytesIO(image.read_raw_bytes()))
        picture.load()
        return picture
    size = int(image.Width), int(image.Height)
    return Image.frombytes("CMYK", size, image.read_bytes())


def _sum_of(plates: tuple[Image.Image, ...]) -> float:
    bands = dict(zip("cmyk", plates, strict=True))
    total = ImageMath.lambda_eval(lambda ink: ink["c"] + ink["m"] + ink["y"] + ink["k"], **bands)
    return float(total.getextrema()[1]) / FULL


def _too_much(sheet: FinishedPage, found: float, limit: float, where: str) -> Finding:
    return wrong(
        Check.INK,
        "PROOF_INK",
        Message(
            zh=f"总墨量 {found:.0%}，超过 {limit:.0%}：{where}",
            en=f"{found:.0%} of ink, over {limit:.0%}: {where}",
        ),
        file=sheet.file,
        page=sheet.record["number"],
    )


def _separated_ink(file: FinishedFile, ghostscript: str, limit: float) -> Iterator[Finding]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "plate.tif"
        options = ("-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-sDEVICE=tiffsep")
        picture = (f"-r{PLATE_PPI}", "-dOverprint=/simulate", f"-sOutputFile={out}")
        done = subprocess.run(  # noqa: S603 - the program is found by the command line
            (ghostscript, *options, *picture, str(file.path)),
            check=False,
            capture_output=True,
        )
        if done.returncode:
            yield _not_separated(file.pages[0])
            return
        plates = tuple(_plate(Path(folder) / f"plate({ink}).tif") for ink in INKS)
    for sheet in file.pages:
        yield from _ink_of(sheet, plates, limit)


def _plate(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return image.convert("L").point(lambda level: FULL - level)


def _not_separated(sheet: FinishedPage) -> Finding:
    return wrong(
        Check.INK,
        "PROOF_NOT_SEPARATED",
        Message(zh="Ghostscript 不能分色", en="Ghostscript cannot separate the page"),
        file=sheet.file,
        page=sheet.record["number"],
    )


def _ink_of(
    sheet: FinishedPage, plates: tuple[Image.Image, ...], limit: float
) -> Iterator[Finding]:
    width, height = sheet.record["trim_pt"]
    page = tuple(_part(sheet, plate, (0, 0, width, height)) for plate in plates)
    most = _sum_of(page)
    if most > limit + ROUNDING:
        yield _too_much(sheet, most, limit, "separations")
    for block in sheet.record["blocks"]:
        if _is_colored(block):
            continue
        for leg in block["text_columns"]:
            parts = [_part(sheet, plate, leg["bbox_pt"]) for plate in plates]
            colored = [
                ink for ink, part in zip(INKS[:3], parts, strict=False) if _most(part) > _LEAST_INK
            ]
            if colored and _most(parts[3]) > _LEAST_INK:
                yield _colored_text(sheet, block, ", ".join(colored))


def _most(plate: Image.Image) -> int:
    """The highest level of a plate."""
    levels = [level for level, count in enumerate(plate.histogram()) if count]
    return max(levels, default=0)


def _is_colored(block: BlockRecord) -> bool:
    """Whether something else than text may stand behind a block's text."""
    return block["kind"] in ("ad", "filler")


def _part(
    sheet: FinishedPage, plate: Image.Image, bbox: tuple[float, float, float, float]
) -> Image.Image:
    """A part of a plate; points from the top left of the trimmed page, whole pixels inside."""
    media = edges(sheet.page, "MediaBox") or (0.0, 0.0, 0.0, 0.0)
    trim = edges(sheet.page, "TrimBox") or media
    left, top = trim[0] - media[0] + bbox[0], media[3] - trim[3] + bbox[1]
    scale = PLATE_PPI / PT_PER_INCH
    sides = (left + 1, top + 1, left + bbox[2] - 1, top + bbox[3] - 1)
    return plate.crop(tuple(round(side * scale) for side in sides))  # type: ignore[arg-type]  # four


def _colored_text(sheet: FinishedPage, block: BlockRecord, inks: str) -> Finding:
    return wrong(
        Check.INK,
        "PROOF_COLORED_TEXT",
        Message(zh=f"正文不止用黑墨：{inks}", en=f"text is not in black ink alone: {inks}"),
        file=sheet.file,
        page=sheet.record["number"],
        block=block["id"],
    )
