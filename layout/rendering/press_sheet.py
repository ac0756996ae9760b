"""A page's place on the printer's sheet in, its boxes and the marks around it out.

dress_page         boxes of PDF/X (ISO 15930-7, 6.5) and a content stream with the marks
  _crop_marks      where to trim (裁切线), outside the bleed
  _register_marks  circles with a cross on each side (套准线), on every plate
  _color_bar       solids, halves and overprints of the four inks (色标)
  _slug_line       what the sheet is, as outlines: it is for the printer, not for readers

Coordinates are points, y upwards, from the lower left corner of the trimmed page.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pydyf
import uharfbuzz as hb

from layout.rendering.outlines import UPRIGHT, filled_glyph, points
from layout.rendering.profiles import PressSheet
from layout.units import mm_to_pt

MARGIN_PT: Final = mm_to_pt(15)
"""Paper around the trimmed page, beyond the bleed, that holds the marks."""

REGISTRATION: Final = "All"
"""The name of the colour space of marks that stand on every plate (ISO 32000-2, 8.6.6.4)."""

OVERPRINT: Final = "Over"
KNOCKOUT: Final = "Out"
"""Graphics states: black text prints over what lies below it, all else does not."""

_MARK_PT: Final = 0.25
_CROP_PT: Final = 15.0
_CLEAR_PT: Final = mm_to_pt(1)
"""White between the bleed and a mark."""
_RING_PT: Final = 4.0
_CROSS_PT: Final = 7.0
_PATCH_PT: Final = mm_to_pt(5)
_SLUG_PT: Final = 6.0

_PATCHES: Final = (
    (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1),
    (0.5, 0, 0, 0), (0, 0.5, 0, 0), (0, 0, 0.5, 0), (0, 0, 0, 0.5),
    (1, 1, 0, 0), (0, 1, 1, 0), (1, 0, 1, 0),
    (0.4, 0.3, 0.3, 0), (0, 0, 0, 0.4),
)  # fmt: skip
"""Solids, halves, overprints in pairs, grey balance beside a grey of black ink."""


def dress_page(
    pdf: pydyf.PDF, page: pydyf.Dictionary, sheet: PressSheet, *, slug: str, font: Path
) -> None:
    """Set the boxes of a page of a trimmed size, and put the marks around it.

    Args:
        pdf: The file the page is in.
        page: A page whose media box is the trimmed size.
        sheet: The bleed.
        slug: What the slug line says.
        font: A font file for it.

    """
    _, _, width, height = page["MediaBox"]
    page["TrimBox"] = _box(width, height, 0)
    page["BleedBox"] = _box(width, height, sheet.bleed_pt)
    page["MediaBox"] = _box(width, height, sheet.bleed_pt + MARGIN_PT)
    operators = [
        # The page's own stream leaves the axes as it needs them.
        "Q /Artifact BMC q",
        f"/{REGISTRATION} CS {sheet.mark_tint:g} SCN {_MARK_PT} w",
        *_crop_marks(width, height, sheet.bleed_pt),
        *_register_marks(width, height, sheet.bleed_pt),
        *_color_bar(width, sheet.bleed_pt),
        "0 0 0 1 k",
        *_slug_line(slug, font, _CLEAR_PT, -sheet.bleed_pt - MARGIN_PT + _CLEAR_PT),
        "Q EMC",
    ]
    start, marks = pydyf.Stream(["q"]), pydyf.Stream(["\n".join(operators)], compress=True)
    pdf.add_object(start)
    pdf.add_object(marks)
    page["Contents"] = pydyf.Array([start.reference, page["Contents"], marks.reference])


def add_press_resources(pdf: pydyf.PDF, states: pydyf.Dictionary, spaces: pydyf.Dictionary) -> None:
    """Define what the marks and black text are drawn with."""
    states[OVERPRINT] = pydyf.Dictionary({"OP": "true", "op": "true", "OPM": 1})
    states[KNOCKOUT] = pydyf.Dictionary({"OP": "false", "op": "false", "OPM": 0})
    tint = pydyf.Dictionary(
        {
            "FunctionType": 2,
            "Domain": pydyf.Array([0, 1]),
            "C0": pydyf.Array([0, 0, 0, 0]),
            "C1": pydyf.Array([1, 1, 1, 1]),
            "N": 1,
        }
    )
    pdf.add_object(tint)
    spaces[REGISTRATION] = pydyf.Array(["/Separation", "/All", "/DeviceCMYK", tint.reference])


def _box(width: float, height: float, beyond: float) -> pydyf.Array:
    return pydyf.Array([-beyond, -beyond, width + beyond, height + beyond])


def _crop_marks(width: float, height: float, bleed: float) -> Iterator[str]:
    near = bleed + _CLEAR_PT
    far = near + _CROP_PT
    for x, out in ((0.0, -1), (width, 1)):
        for y, up in ((0.0, -1), (height, 1)):
            yield _stroke((x, y + up * near), (x, y + up * far))
            yield _stroke((x + out * near, y), (x + out * far, y))


def _register_marks(width: float, height: float, bleed: float) -> Iterator[str]:
    away = bleed + _CLEAR_PT + _CROSS_PT
    middles = ((width / 2, -away), (width / 2, height + away))
    for x, y in (*middles, (-away, height / 2), (width + away, height / 2)):
        yield _stroke((x - _CROSS_PT, y), (x + _CROSS_PT, y))
        yield _stroke((x, y - _CROSS_PT), (x, y + _CROSS_PT))
        yield _ring(x, y, _RING_PT)


def _color_bar(width: float, bleed: float) -> Iterator[str]:
    """Below the right half of the page; the slug line has the left."""
    left = width - len(_PATCHES) * _PATCH_PT - 2 * _CROSS_PT
    bottom = -bleed - 2 * _CLEAR_PT - _PATCH_PT
    for index, inks in enumerate(_PATCHES):
        x = left + index * _PATCH_PT
        yield f"{' '.join(f'{ink:g}' for ink in inks)} k {_rect(x, bottom, _PATCH_PT)} f"


def _slug_line(text: str, font: Path, x: float, y: float) -> Iterator[str]:
    face = hb.Face(hb.Blob.from_file_path(str(font)))
    shaper, scale = hb.Font(face), _SLUG_PT / face.upem
    line = hb.Buffer()
    line.add_str(text)
    line.guess_segment_properties()
    hb.shape(shaper, line)
    for info, place in zip(line.glyph_infos, line.glyph_positions, strict=True):
        matrix = (*(scale * part for part in UPRIGHT), x, y)
        if path := filled_glyph(shaper, info.codepoint, matrix):
            yield path
        x += place.x_advance * scale


def _stroke(start: tuple[float, float], end: tuple[float, float]) -> str:
    return f"{points((start,))} m {points((end,))} l S"


def _ring(x: float, y: float, radius: float) -> str:
    """A circle of four curves."""
    k = 0.5523 * radius
    return (
        f"{points(((x + radius, y),))} m "
        f"{points(((x + radius, y + k), (x + k, y + radius), (x, y + radius)))} c "
        f"{points(((x - k, y + radius), (x - radius, y + k), (x - radius, y)))} c "
        f"{points(((x - radius, y - k), (x - k, y - radius), (x, y - radius)))} c "
        f"{points(((x + k, y - radius), (x + radius, y - k), (x + radius, y)))} c S"
    )


def _rect(x: float, y: float, side: float) -> str:
    return f"{points(((x, y), (side, side)))} re"
