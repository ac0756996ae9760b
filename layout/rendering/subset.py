"""A font file and the glyphs of an edition in, the small font that its PDFs hold out.

The content streams of an edition are written once, with the codes of the edition's font;
each page then gets a font of its own glyphs, in which the same codes mean the same glyphs.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

import uharfbuzz as hb

from layout.diagnostics import Message
from layout.errors import FontRightsError, UnreadableFontError
from layout.rendering.cff import read_cff, rename_in_place

_PDF_TABLES: Final = frozenset({"CFF ", "glyf", "loca", "head", "hhea", "hmtx", "maxp"})
"""What ISO 32000-2, 9.9.1, asks of an embedded font; hints are of no use in print."""

_FLAGS: Final = (
    hb.SubsetFlags.NO_LAYOUT_CLOSURE
    | hb.SubsetFlags.NO_BIDI_CLOSURE
    | hb.SubsetFlags.NO_HINTING
    | hb.SubsetFlags.NOTDEF_OUTLINE
    # Without subroutines CJK programs come out a tenth smaller once deflated, twice as fast.
    | hb.SubsetFlags.DESUBROUTINIZE
)

_TAG_LETTERS: Final = 6

_USAGE: Final = 0x000F
_RESTRICTED: Final = 0x0002
_NEVER_SUBSET: Final = 0x0100 | 0x0200
"""Bits of fsType: no subset, outlines not at all."""


class ProgramKind(StrEnum):
    """How a font program goes into a PDF."""

    CFF = "cff"
    """``FontFile3`` with subtype ``CIDFontType0C``; the font is a ``CIDFontType0``."""
    TRUETYPE = "truetype"
    """``FontFile2``; the font is a ``CIDFontType2`` with ``CIDToGIDMap`` Identity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FontMetrics:
    """The face's measures for a PDF font descriptor, in thousandths of an em."""

    bbox: tuple[float, float, float, float]
    ascent: float
    descent: float
    cap_height: float
    italic_angle: float
    weight: int
    fs_type: int
    """Embedding permissions of the ``OS/2`` table; 0 and 8 allow embedding and editing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsetFont:
    """Some glyphs of a face, ready to be put into a PDF with ``Identity-H``."""

    kind: ProgramKind
    data: bytes
    """The font program: a bare CFF table, or a TrueType file."""
    sfnt: bytes
    """The same program with its metrics, from which ``subset_of_subset`` takes glyphs."""
    codes: Mapping[int, int]
    """Glyph of the face -> two-byte code (CID) in content streams."""
    glyphs: Mapping[int, int]
    """Code -> glyph of this program; identity except in CID-keyed CFF."""
    widths: Mapping[int, float]
    """Code -> advance in thousandths of an em."""
    postscript_name: str
    """Without the tag."""
    tag: str
    """Six capitals that name this subset (ISO 32000-2, 9.9.2), drawn from its content."""
    metrics: FontMetrics


def subset_face(path: Path, gids: Iterable[int]) -> SubsetFont:
    """Take some glyphs out of a face.

    The codes of a CID-keyed CFF program are the CIDs the glyphs have in the face; those
    of other programs are the glyphs' new numbers.

    Args:
        path: A font file of one face.
        gids: Glyphs of the face; ``.notdef`` is always kept.

    Returns:
        The subset. The same input gives the same bytes.

    Raises:
        UnreadableFontError: The file is damaged, or has outlines a PDF cannot hold.
        FontRightsError: Its maker forbids embedding or subsetting (OpenType, ``OS/2`` fsType).

    """
    try:
        face = hb.Face(hb.Blob.from_file_path(str(path)))
        plan, small = _take(face, gids, _FLAGS)
    except (hb.HarfBuzzError, OSError) as error:
        raise _unreadable(path) from error
    if not {"CFF ", "glyf"} & set(small.table_tags):
        raise _unreadable(path)
    metrics = _metrics(face)
    if metrics.fs_type & _USAGE == _RESTRICTED or metrics.fs_type & _NEVER_SUBSET:
        raise _forbidden(path)
    name = str(face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or path.stem)
    new_gids = dict(sorted(plan.old_to_new_glyph_mapping.items()))
    program = _program(small, name)
    cids = program.cids
    codes = {old: cids[new] if cids else new for old, new in new_gids.items()}
    measure, scale = hb.Font(small), 1000 / small.upem
    return SubsetFont(
        kind=program.kind,
        data=program.data,
        sfnt=program.sfnt,
        codes=codes,
        glyphs={codes[old]: new for old, new in new_gids.items()},
        widths={
            codes[old]: measure.get_glyph_h_advance(new) * scale for old, new in new_gids.items()
        },
        postscript_name=name,
        tag=_tag(program.data),
        metrics=metrics,
    )


def subset_of_subset(font: SubsetFont, codes: Iterable[int]) -> SubsetFont:
    """Take the glyphs of one page out of an edition's subset; codes keep their meaning.

    Args:
        font: The edition's font.
        codes: The codes that the page's content stream uses.

    """
    wanted = sorted({0, *codes})
    keyed = font.kind is ProgramKind.CFF and read_cff(font.data, 1).cids is not None
    # CIDs are stored in the program and survive; plain glyph numbers must be held in place.
    flags = _FLAGS if keyed else _FLAGS | hb.SubsetFlags.RETAIN_GIDS
    face = hb.Face(hb.Blob(font.sfnt))
    plan, small = _take(face, (font.glyphs[code] for code in wanted), flags)
    kept = plan.old_to_new_glyph_mapping
    program = _program(small, font.postscript_name)
    held = set(wanted)
    return replace(
        font,
        data=program.data,
        sfnt=program.sfnt,
        codes={gid: code for gid, code in font.codes.items() if code in held},
        glyphs={code: kept[font.glyphs[code]] for code in wanted},
        widths={code: font.widths[code] for code in wanted},
        tag=_tag(program.data),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Program:
    """A font program on its way into a PDF."""

    kind: ProgramKind
    data: bytes
    sfnt: bytes
    cids: tuple[int, ...] | None


def _take(
    face: hb.Face, gids: Iterable[int], flags: hb.SubsetFlags
) -> tuple[hb.SubsetPlan, hb.Face]:
    request = hb.SubsetInput()
    request.glyph_set.update({0, *gids})
    request.drop_table_tag_set.update(
        int.from_bytes(tag.encode(), "big") for tag in face.table_tags if tag not in _PDF_TABLES
    )
    request.flags = flags
    plan = hb.SubsetPlan(face, request)
    return plan, plan.execute()


def _program(small: hb.Face, name: str) -> _Program:
    sfnt = bytes(small.blob.data)
    if "CFF " not in small.table_tags:
        return _Program(kind=ProgramKind.TRUETYPE, data=sfnt, sfnt=sfnt, cids=None)
    table = bytes(small.reference_table("CFF ").data)
    return _Program(
        kind=ProgramKind.CFF,
        data=rename_in_place(table, name),
        sfnt=sfnt,
        cids=read_cff(table, small.glyph_count).cids,
    )


def _tag(data: bytes) -> str:
    number = int.from_bytes(hashlib.sha256(data).digest()[:8], "big")
    letters = []
    for _ in range(_TAG_LETTERS):
        number, letter = divmod(number, 26)
        letters.append(chr(ord("A") + letter))
    return "".join(letters)


def _metrics(face: hb.Face) -> FontMetrics:
    scale = 1000 / face.upem
    head, hhea, os2, post = (
        bytes(face.reference_table(tag).data) for tag in ("head", "hhea", "OS/2", "post")
    )
    left, bottom, right, top = (_signed(head, at) * scale for at in (36, 38, 40, 42))
    versioned = len(os2) >= 90 and int.from_bytes(os2[:2], "big") >= 2  # cap height: version 2
    return FontMetrics(
        bbox=(left, bottom, right, top),
        ascent=_signed(hhea, 4) * scale,
        descent=_signed(hhea, 6) * scale,
        cap_height=(_signed(os2, 88) if versioned else _signed(hhea, 4)) * scale,
        italic_angle=int.from_bytes(post[4:8], "big", signed=True) / 65536,
        weight=int.from_bytes(os2[4:6], "big"),
        fs_type=int.from_bytes(os2[8:10], "big"),
    )


def _signed(table: bytes, at: int) -> int:
    return int.from_bytes(table[at : at + 2], "big", signed=True)


def _forbidden(path: Path) -> FontRightsError:
    return FontRightsError(
        Message(
            zh=f"字体 {path.name} 的授权不许嵌入或取子集",
            en=f"the licence of the font {path.name} forbids embedding or subsetting",
        ),
        hint=Message(
            zh="在 fonts/fonts.toml 换一套字体，或向字体厂商取得授权",
            en="name another family in fonts/fonts.toml, or ask its maker for a licence",
        ),
    )


def _unreadable(path: Path) -> UnreadableFontError:
    return UnreadableFontError(
        Message(zh=f"字体文件无法嵌入：{path}", en=f"cannot embed the font file {path}")
    )
