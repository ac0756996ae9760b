"""The clusters of an edition and its font files in, the fonts of its PDFs out.

FaceFiles.use        clusters -> the glyphs they draw
FontBook             codes for every glyph of an edition, given once for all its files
  EditionFont        one font file: its subset, its name in content streams, its texts
add_fonts            fonts -> objects of a PDF (ISO 32000-2, 9.7 to 9.10)
"""

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Final

import pydyf
import uharfbuzz as hb

from layout.diagnostics import Message
from layout.errors import RenderError, UnreadableFontError
from layout.memory import Memory, NoMemory
from layout.rendering.glyph_texts import SOFT_HYPHEN, DrawnText, texts_of_glyphs
from layout.rendering.model import FontSource
from layout.rendering.subset import ProgramKind, SubsetFont, subset_face, subset_of_subset
from layout.shaping.model import Cluster, FaceKey, Glyph

DEFLATE_LEVEL: Final = 6
"""Level 9 takes twice the time for one percent."""

_SYMBOLIC: Final = 4
_ITALIC: Final = 64
_BLOCK: Final = 100
"""Most entries a section of a CMap may have (Adobe Technical Note 5014)."""


@dataclass(frozen=True, kw_only=True)
class EditionFont:
    """A font file as an edition uses it."""

    name: str
    """The name of the font in content streams: ``B0``, ``B1``, …"""
    font: SubsetFont
    texts: Mapping[int, str]
    """Glyph of the face -> the text it stands for."""

    @cached_property
    def hex_codes(self) -> dict[int, str]:
        """Glyph of the face -> its code as four hexadecimal digits."""
        return {gid: f"{code:04x}" for gid, code in self.font.codes.items()}

    @cached_property
    def widths_em(self) -> dict[int, float]:
        """Glyph of the face -> its advance by the PDF's own table."""
        return {gid: self.table[code] / 1000 for gid, code in self.font.codes.items()}

    @cached_property
    def table(self) -> dict[int, float]:
        """Code -> width in the PDF, in thousandths of an em.

        A glyph of several characters, such as ——, is told a thousandth narrower than it is:
        a reader puts its last character at its end, which must not be where the next
        glyph begins, or the two may be copied in the wrong order. PDF/A allows as much
        (ISO 19005-2, 6.2.11.5).
        """
        joint = {code for gid, code in self.font.codes.items() if len(self.texts.get(gid, "")) > 1}
        return {code: _width(width) - (code in joint) for code, width in self.font.widths.items()}

    @cached_property
    def program(self) -> bytes:
        """The font program, compressed."""
        return zlib.compress(self.font.data, DEFLATE_LEVEL)

    @cached_property
    def to_unicode(self) -> bytes:
        """The CMap that tells the texts of codes, compressed."""
        return zlib.compress(_to_unicode(self), DEFLATE_LEVEL)

    def of_glyphs(self, gids: Iterable[int]) -> "EditionFont":
        """The same font with some of its glyphs; their codes stay what they are."""
        codes = self.font.codes
        part = subset_of_subset(self.font, {codes[gid] for gid in gids})
        return EditionFont(name=self.name, font=part, texts=self.texts)

    def told(self, gids: Iterable[int]) -> tuple[object, ...]:
        """All that drawing some of its glyphs depends on, and a subset of it."""
        codes, texts, widths = self.font.codes, self.texts, self.font.widths
        return (
            self.name,
            self.font.postscript_name,
            tuple((gid, codes[gid], widths[codes[gid]], texts.get(gid)) for gid in gids),
        )


class FaceFiles:
    """Which file a face is drawn from, and what is drawn for white space."""

    def __init__(self, sources: Iterable[FontSource]) -> None:
        self._paths = {source.key: source.path for source in sources}
        self._spaces: dict[tuple[Path, str], tuple[Glyph, ...]] = {}

    def path(self, face: FaceKey) -> Path:
        """The font file of a face.

        Raises:
            RenderError: It has none.

        """
        if face not in self._paths:
            raise RenderError(
                Message(
                    zh=f"没有给出字体 {face.role.value} {face.weight} {face.script} 的文件",
                    en=f"no file given for the face {face.role.value} {face.weight} {face.script}",
                )
            )
        return self._paths[face]

    def glyphs(self, cluster: Cluster) -> tuple[Glyph, ...]:
        """What is drawn for a cluster.

        White space is drawn, too, with the face's own glyph for it: a reader who copies
        text gets the spaces that stand in it, not those guessed from gaps.
        """
        if cluster.glyphs or not cluster.text.isspace():
            return cluster.glyphs
        key = (self.path(cluster.face), cluster.text)
        if key not in self._spaces:
            self._spaces[key] = _space(*key)
        return self._spaces[key]

    def use(self, clusters: Mapping[Cluster, int]) -> "GlyphUse":
        """What some clusters draw, by the number of times each is drawn."""
        by_path: dict[Path, dict[tuple[tuple[int, ...], str], int]] = {}
        for cluster, count in clusters.items():
            if glyphs := self.glyphs(cluster):
                counts = by_path.setdefault(self.path(cluster.face), {})
                key = (tuple(glyph.gid for glyph in glyphs), copied_text(cluster))
                counts[key] = counts.get(key, 0) + count
        return GlyphUse(
            drawn=tuple(
                (
                    path,
                    tuple(
                        DrawnText(gids=gids, text=text, count=count)
                        for (gids, text), count in counts.items()
                    ),
                )
                for path, counts in by_path.items()
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GlyphUse:
    """What is drawn from each font file, in the order of first use."""

    drawn: tuple[tuple[Path, tuple[DrawnText, ...]], ...] = ()

    def gids(self) -> dict[Path, list[int]]:
        """The glyphs of each file, in their order."""
        return {
            path: sorted({gid for item in own for gid in item.gids}) for path, own in self.drawn
        }


class FontBook:
    """The fonts of an edition, with one code for each glyph in all its files."""

    def __init__(
        self, uses: Iterable[GlyphUse], files: FaceFiles, memory: Memory | None = None
    ) -> None:
        """Subset every font file that is drawn from.

        Args:
            uses: What the pages draw.
            files: Where the faces come from.
            memory: The fonts of earlier runs.

        Raises:
            UnreadableFontError: A font file is damaged or cannot be embedded.

        """
        self._files = files
        self._memory = memory or NoMemory()
        by_path: dict[Path, Counter[tuple[tuple[int, ...], str]]] = {}
        for use in uses:
            for path, own in use.drawn:
                counts = by_path.setdefault(path, Counter())
                for item in own:
                    counts[item.gids, item.text] += item.count
        self._fonts = {
            path: self._font(f"B{index}", path, counts)
            for index, (path, counts) in enumerate(by_path.items())
        }

    def _font(
        self, name: str, path: Path, counts: Mapping[tuple[tuple[int, ...], str], int]
    ) -> EditionFont:
        texts = texts_of_glyphs(
            DrawnText(gids=gids, text=text, count=count) for (gids, text), count in counts.items()
        )
        gids = sorted({gid for item, _ in counts for gid in item})
        told = [(gid, texts.get(gid)) for gid in gids]
        kept = self._memory.get(EditionFont, name, path, told)
        if kept is None:
            kept = EditionFont(name=name, font=subset_face(path, gids), texts=texts)
            self._keep(kept, name, path, told)
        return kept

    def _keep(self, font: EditionFont, *inputs: object) -> None:
        """Keep a font with what is made of it for every file."""
        if not isinstance(self._memory, NoMemory):
            _ = font.program, font.to_unicode, font.table
            self._memory.put(font, *inputs)

    def font(self, face: FaceKey) -> EditionFont:
        """The font a face is drawn with."""
        return self._fonts[self._files.path(face)]

    def glyphs(self, cluster: Cluster) -> tuple[Glyph, ...]:
        """What is drawn for a cluster; see ``FaceFiles``."""
        return self._files.glyphs(cluster)

    @property
    def named(self) -> dict[str, EditionFont]:
        """Every font by its name in content streams."""
        return {font.name: font for font in self.fonts}

    @property
    def fonts(self) -> tuple[EditionFont, ...]:
        """Every font, by name."""
        return tuple(self._fonts.values())

    def told(self, use: GlyphUse) -> tuple[object, ...]:
        """All that drawing some glyphs depends on."""
        gids = use.gids()
        return tuple(font.told(gids[path]) for path, font in self._fonts.items() if path in gids)

    def fonts_of(self, use: GlyphUse) -> tuple[EditionFont, ...]:
        """The fonts of some glyphs of the edition, with no other glyphs."""
        gids = use.gids()
        return tuple(
            self._part(path, font, gids[path])
            for path, font in self._fonts.items()
            if gids.get(path)
        )

    def _part(self, path: Path, font: EditionFont, gids: Sequence[int]) -> EditionFont:
        """A font with some of its glyphs: the same whatever others the edition has."""
        told = font.told(gids)
        kept = self._memory.get(EditionFont, path, told)
        if kept is None:
            kept = font.of_glyphs(gids)
            self._keep(kept, path, told)
        return kept


def copied_text(cluster: Cluster) -> str:
    """What a reader who copies a cluster gets."""
    return cluster.text or SOFT_HYPHEN


def _space(path: Path, text: str) -> tuple[Glyph, ...]:
    """The face's glyph for a white space; nothing where it has none."""
    try:
        face = hb.Face(hb.Blob.from_file_path(str(path)))
    except (hb.HarfBuzzError, OSError) as error:
        raise UnreadableFontError(
            Message(zh=f"字体文件无法读取：{path}", en=f"cannot read the font file {path}")
        ) from error
    font = hb.Font(face)
    gids = [font.get_nominal_glyph(ord(char)) for char in text]
    return tuple(
        Glyph(gid=gid, advance_em=font.get_glyph_h_advance(gid) / face.upem)
        for gid in gids
        if gid is not None
    )


def _width(width: float) -> float:
    """A width as it stands in the PDF; drawing must reckon with the same number."""
    return round(width, 2)


def add_fonts(pdf: pydyf.PDF, fonts: Iterable[EditionFont]) -> dict[str, bytes]:
    """Add fonts to a PDF.

    Returns:
        The name of each font in content streams and the reference of its object.

    """
    return {font.name: _add_font(pdf, font) for font in fonts}


def _add_font(pdf: pydyf.PDF, edition_font: EditionFont) -> bytes:
    font = edition_font.font
    is_cff = font.kind is ProgramKind.CFF
    extra = {"Subtype": "/CIDFontType0C"} if is_cff else {"Length1": len(font.data)}
    program = pydyf.Stream([edition_font.program], {**extra, "Filter": "/FlateDecode"})
    pdf.add_object(program)
    name = f"/{font.tag}+{_pdf_name(font.postscript_name)}"
    descriptor = _descriptor(font, name, program.reference)
    pdf.add_object(descriptor)
    inner = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/CIDFontType0" if is_cff else "/CIDFontType2",
            "BaseFont": name,
            "CIDSystemInfo": pydyf.Dictionary(
                {
                    "Registry": pydyf.String("Adobe"),
                    "Ordering": pydyf.String("Identity"),
                    "Supplement": 0,
                }
            ),
            "FontDescriptor": descriptor.reference,
            **_widths(edition_font.table),
        }
    )
    if not is_cff:
        inner["CIDToGIDMap"] = "/Identity"
    pdf.add_object(inner)
    to_unicode = pydyf.Stream([edition_font.to_unicode], {"Filter": "/FlateDecode"})
    pdf.add_object(to_unicode)
    outer = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": name,
            "Encoding": "/Identity-H",
            "DescendantFonts": pydyf.Array([inner.reference]),
            "ToUnicode": to_unicode.reference,
        }
    )
    pdf.add_object(outer)
    reference: bytes = outer.reference
    return reference


def deflated(data: bytes, extra: Mapping[str, object]) -> pydyf.Stream:
    """A stream that holds its data compressed already, so that reading it twice is cheap."""
    packed = zlib.compress(data, DEFLATE_LEVEL)
    return pydyf.Stream([packed], {**extra, "Filter": "/FlateDecode"})


def _pdf_name(name: str) -> str:
    """A name with what PDF syntax forbids in it written as ``#xx`` (7.3.5)."""
    return "".join(
        chr(byte) if 33 <= byte <= 126 and chr(byte) not in "()<>[]{}/%#" else f"#{byte:02x}"
        for byte in name.encode()
    )


def _descriptor(font: SubsetFont, name: str, program: bytes) -> pydyf.Dictionary:
    measures = font.metrics
    italic = _ITALIC if measures.italic_angle else 0
    key = "FontFile3" if font.kind is ProgramKind.CFF else "FontFile2"
    return pydyf.Dictionary(
        {
            "Type": "/FontDescriptor",
            "FontName": name,
            "Flags": _SYMBOLIC | italic,
            "FontBBox": pydyf.Array([_width(side) for side in measures.bbox]),
            "ItalicAngle": _width(measures.italic_angle),
            "Ascent": _width(measures.ascent),
            "Descent": _width(measures.descent),
            "CapHeight": _width(measures.cap_height),
            # No table holds it; a stem grows about with the square of the weight.
            "StemV": round(50 + (measures.weight / 65) ** 2),
            key: program,
        }
    )


def _widths(exact: Mapping[int, float]) -> dict[str, object]:
    """``DW`` and ``W`` (9.7.4.3): the commonest width, and runs of codes that differ."""
    if not exact:
        return {}
    usual = max(sorted(Counter(exact.values()).items()), key=lambda item: item[1])[0]
    other = sorted((code, width) for code, width in exact.items() if width != usual)
    array = pydyf.Array()
    for run in _runs(other):
        array.append(run[0][0])
        array.append(pydyf.Array([width for _, width in run]))
    return {"DW": usual, "W": array} if other else {"DW": usual}


def _runs(items: Sequence[tuple[int, float]]) -> Iterator[list[tuple[int, float]]]:
    """Stretches of consecutive codes."""
    numbered = groupby(enumerate(items), key=lambda pair: pair[1][0] - pair[0])
    for _, stretch in numbered:
        yield [item for _, item in stretch]


def _to_unicode(edition_font: EditionFont) -> bytes:
    texts = edition_font.texts
    pairs = sorted(
        (code, texts[gid]) for gid, code in edition_font.font.codes.items() if texts.get(gid)
    )
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <ffff> endcodespacerange",
    ]
    for start in range(0, len(pairs), _BLOCK):
        block = pairs[start : start + _BLOCK]
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{code:04x}> <{utf16_hex(text)}>" for code, text in block]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")


def utf16_hex(text: str) -> str:
    """A text as hexadecimal UTF-16, as PDF writes it; half a surrogate pair becomes ``?``."""
    return text.encode("utf-16-be", "replace").hex()
