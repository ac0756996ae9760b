"""Page boxes against the record (ISO 32000-2, 14.11.2; ISO 15930-7, 6.5)."""

from collections.abc import Iterator
from typing import Final

import pikepdf

from layout.diagnostics import Message
from layout.proof.model import Check, Finding, wrong
from layout.proof.reading import FinishedEdition, FinishedPage
from layout.record.model import PressRecord

TOLERANCE_PT: Final = 0.01

Edges = tuple[float, ...]


def check_boxes(edition: FinishedEdition) -> Iterator[Finding]:
    """The trimmed size is the one told, the bleed the one asked for, nothing is turned."""
    press = edition.record.get("press")
    for file in edition.files:
        for sheet in file.pages:
            yield from _of_page(sheet, press)


def edges(page: pikepdf.Page, name: str) -> Edges | None:
    """A box of a page itself, left, bottom, right, top; None where it has none."""
    box = page.obj.get(f"/{name}")
    return None if box is None else tuple(float(side) for side in box)


def _of_page(sheet: FinishedPage, press: PressRecord | None) -> Iterator[Finding]:
    media = edges(sheet.page, "MediaBox") or (0.0, 0.0, 0.0, 0.0)
    trim = edges(sheet.page, "TrimBox") or media
    width, height = sheet.record["trim_pt"]
    if not _near((trim[2] - trim[0], trim[3] - trim[1]), (width, height)):
        yield _box(sheet, "TrimBox", trim, (trim[0], trim[1], trim[0] + width, trim[1] + height))
    bleed = edges(sheet.page, "BleedBox") or media
    beyond = press["bleed_pt"] if press else 0.0
    wanted = (trim[0] - beyond, trim[1] - beyond, trim[2] + beyond, trim[3] + beyond)
    if not _near(bleed, wanted):
        yield _box(sheet, "BleedBox", bleed, wanted)
    crop = edges(sheet.page, "CropBox") or media
    if not (_holds(media, bleed) and _holds(crop, bleed)):
        yield _box(sheet, "MediaBox", media, bleed)
    if press is None and not _near(media, trim):
        yield _box(sheet, "MediaBox", media, trim)
    if int(sheet.page.obj.get("/Rotate", 0)):
        yield wrong(
            Check.BOXES,
            "PROOF_TURNED",
            Message(zh="页面被转了方向", en="the page is turned"),
            file=sheet.file,
            page=sheet.record["number"],
        )


def _near(one: Edges, other: Edges) -> bool:
    return all(abs(a - b) <= TOLERANCE_PT for a, b in zip(one, other, strict=True))


def _holds(outer: Edges, inner: Edges) -> bool:
    return (
        outer[0] <= inner[0] + TOLERANCE_PT
        and outer[1] <= inner[1] + TOLERANCE_PT
        and outer[2] >= inner[2] - TOLERANCE_PT
        and outer[3] >= inner[3] - TOLERANCE_PT
    )


def _box(sheet: FinishedPage, name: str, found: Edges, wanted: Edges) -> Finding:
    is_, should = (", ".join(f"{side:.2f}" for side in box) for box in (found, wanted))
    return wrong(
        Check.BOXES,
        "PROOF_BOX",
        Message(
            zh=f"{name} 是 {is_}，应为 {should}", en=f"the {name} is {is_} instead of {should}"
        ),
        file=sheet.file,
        page=sheet.record["number"],
    )
