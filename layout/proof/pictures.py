"""Pictures of the files against the record: there, in place, fine enough."""

from collections.abc import Iterator
from typing import Final

from layout.diagnostics import Message, Severity
from layout.proof.letters import DrawnPicture, pictures_of
from layout.proof.model import Check, Finding, wrong
from layout.proof.reading import FinishedEdition, FinishedPage
from layout.record.model import Bbox, BlockRecord, PictureRecord
from layout.units import PT_PER_INCH

PLACE_PT: Final = 0.5
LEAST_PPI: Final = 150.0
SHARE: Final = 0.95
"""How much of the resolution told must be there: pixels are whole."""


def check_pictures(edition: FinishedEdition) -> Iterator[Finding]:
    """Every picture told of is drawn in its frame, as fine as told."""
    for file in edition.files:
        for sheet, drawn in zip(file.pages, pictures_of(file), strict=True):
            for block in sheet.record["blocks"]:
                for picture in block["pictures"]:
                    yield from _picture(sheet, block, picture, drawn)


def _picture(
    sheet: FinishedPage,
    block: BlockRecord,
    picture: PictureRecord,
    drawn: tuple[DrawnPicture, ...],
) -> Iterator[Finding]:
    found = next((item for item in drawn if _is_at(item, picture["bbox_pt"])), None)
    if found is None:
        zh, en = "不在该在的位置", "is not where it should be"
        yield _finding(
            sheet, block, "PROOF_PICTURE", f"{picture['file']} {zh}", f"{picture['file']} {en}"
        )
        return
    if found.size_px is None or not picture["ppi"]:
        return
    ppi = min(
        found.size_px[0] / found.bbox[2] * PT_PER_INCH,
        found.size_px[1] / found.bbox[3] * PT_PER_INCH,
    )
    if ppi < SHARE * picture["ppi"]:
        told = f"{picture['file']}: {ppi:.0f} ppi < {picture['ppi']:.0f} ppi"
        yield _finding(sheet, block, "PROOF_RESOLUTION", told, told)
    elif ppi < SHARE * LEAST_PPI:
        told = f"{picture['file']}: {ppi:.0f} ppi < {LEAST_PPI:.0f} ppi"
        yield _finding(sheet, block, "PROOF_COARSE", told, told, Severity.WARNING)


def _is_at(drawn: DrawnPicture, wanted: Bbox) -> bool:
    """A picture fills its frame; of a form the marks are known, most of which lie in it."""
    if drawn.size_px is None:
        x, y, width, height = drawn.bbox
        across = min(x + width, wanted[0] + wanted[2]) - max(x, wanted[0])
        down = min(y + height, wanted[1] + wanted[3]) - max(y, wanted[1])
        return min(across, down) > 0 and across * down >= width * height / 2
    return all(abs(a - b) <= PLACE_PT for a, b in zip(drawn.bbox, wanted, strict=True))


def _finding(
    sheet: FinishedPage,
    block: BlockRecord,
    code: str,
    zh: str,
    en: str,
    severity: Severity = Severity.ERROR,
) -> Finding:
    return wrong(
        Check.PICTURES,
        code,
        Message(zh=f"图片 {zh}", en=f"picture {en}"),
        file=sheet.file,
        page=sheet.record["number"],
        block=block["id"],
        severity=severity,
    )
