"""One face of a font file in, the bytes of a font file of that face alone out."""

import io
from pathlib import Path
from typing import BinaryIO, Final

import uharfbuzz as hb
from fontTools.ttLib import TTFont, TTLibError

from layout.shaping.fontindex import unreadable

_NAMES_LANGUAGE: Final = (3, 1, 0x409)
"""Platform, encoding and language of a name in English as every system reads it."""


def single_face(path: Path, *, index: int, weight: int | None, name: str) -> bytes:
    """Take one face out of a collection, or one weight out of a variable font.

    The name is the face's family, too, so that no two files ever share a family:
    renderers take the wrong file when they do.

    Args:
        path: The font file.
        index: Which face of a collection; 0 in other files.
        weight: The weight to freeze a variable face at; None for a static face.
        name: The new PostScript name.

    Returns:
        The new file. The same input gives the same bytes.

    Raises:
        UnreadableFontError: The file is damaged.

    """
    try:
        with _opened(path, index, weight) as file:
            number = index if weight is None else -1
            font = TTFont(
                file, fontNumber=number, lazy=True, recalcTimestamp=False, recalcBBoxes=False
            )
            if weight is not None:
                font["OS/2"].usWeightClass = weight
            _rename(font, name)
            if "DSIG" in font:
                del font["DSIG"]  # signs the file it was taken from
            data = io.BytesIO()
            font.save(data, reorderTables=None)
    except (TTLibError, hb.HarfBuzzError, AssertionError, OSError) as error:
        raise unreadable(path, error) from error
    return data.getvalue()


def _opened(path: Path, index: int, weight: int | None) -> BinaryIO:
    if weight is None:
        return path.open("rb")
    return io.BytesIO(_frozen(path, index, weight))


def _frozen(path: Path, index: int, weight: int) -> bytes:
    """A static font of a variable one; CFF2 becomes CFF, which is what a PDF may hold."""
    face = hb.Face(hb.Blob.from_file_path(str(path)), index)
    plan = hb.SubsetInput()
    plan.keep_everything()
    plan.flags |= hb.SubsetFlags.DOWNGRADE_CFF2
    for axis in face.axis_infos:
        if axis.tag == "wght":
            plan.pin_axis_location(face, axis.tag, weight)
        else:
            plan.pin_axis_to_default(face, axis.tag)
    return bytes(plan.subset(face).blob.data)


def _rename(font: TTFont, name: str) -> None:
    table = font["name"]
    wanted = {1: name, 2: "Regular", 3: name, 4: name, 6: name}
    gone = {*wanted, 16, 17, 21, 22, 25}  # 16 to 22 are other family names, 25 a prefix
    table.names = [record for record in table.names if record.nameID not in gone]
    for identifier, text in wanted.items():
        table.setName(text, identifier, *_NAMES_LANGUAGE)
