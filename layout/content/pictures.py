"""Names of picture files to files of the edition folder, found, measured and known to be whole."""

import difflib
import os
import re
import struct
import unicodedata
import warnings
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from layout.content.findings import Findings
from layout.diagnostics import Message, SourceSpan

if TYPE_CHECKING:
    from PIL import Image

MAX_PICTURE_PIXELS: Final = 150_000_000
"""Twenty times what a full broadsheet page shows at 150 ppi."""

SUFFIXES: Final = {
    "JPEG": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "MPO": (".jpg", ".jpeg", ".mpo"),  # several JPEG pictures in one file; the first counts
    "PNG": (".png", ".apng"),
    "TIFF": (".tif", ".tiff"),
    "WEBP": (".webp",),
    "GIF": (".gif",),
    "AVIF": (".avif",),
    "BMP": (".bmp",),
}
"""The formats that can be printed and how their files may be called."""

PICTURE_SUFFIXES: Final = frozenset(
    (*(s for suffixes in SUFFIXES.values() for s in suffixes), ".svg")
)

VECTOR_SCALE: Final = 10
"""What a point of a drawing or a PDF counts in pixels: no size makes it coarse."""

_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")

_FORMATS: Final = tuple(kind for kind in SUFFIXES if kind != "MPO")
"""What to look for; an MPO is found as a JPEG first."""

_ORIENTATION_TAG: Final = 0x0112
_TURNED: Final = frozenset({5, 6, 7, 8})
"""EXIF orientations that are shown with width and height exchanged."""

_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
"""How JPEG, PNG, GIF, TIFF and BMP files begin: what begins so and cannot be read is damaged."""


_UNREADABLE = (OSError, SyntaxError, ValueError, struct.error)
"""What the decoders raise on damaged files; their documentation promises only OSError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A picture file and its size as displayed; of a PDF in points."""

    path: Path
    width_px: int
    height_px: int


class PictureShelf:
    """The pictures of one edition folder; each file is read once."""

    def __init__(self, folder: Path, findings: Findings) -> None:
        self._folder = folder
        self._findings = findings
        self._known: dict[Path, Measured | None] = {}
        self.used: set[Path] = set()

    @cached_property
    def _root(self) -> Path:
        return self._folder.resolve()

    def take(self, name: str, beside: Path, span: SourceSpan) -> Measured | None:
        """Find and measure the file called ``name`` in ``beside``, else in the edition folder.

        What cannot be used gives None, and a finding at ``span``.
        """
        path = self.find(name, beside, span)
        if path is None:
            return None
        self.used.add(path.resolve())
        if path not in self._known:
            self._known[path] = self._measured(path, span)
        return self._known[path]

    def unused(self) -> tuple[Path, ...]:
        """Pictures in the folder that nothing uses, by name."""
        found = (
            path
            for path in self._folder.rglob("*")
            if path.suffix.lower() in PICTURE_SUFFIXES and not path.name.startswith(".")
        )
        return tuple(sorted(path for path in found if path.resolve() not in self.used))

    # -- finding -----------------------------------------------------------------------

    def find(self, name: str, beside: Path, span: SourceSpan) -> Path | None:
        """The file called ``name`` in ``beside``, else in the edition folder; or a finding."""
        forms = dict.fromkeys((name, *_other_forms(name)))
        for path in (Path(os.path.normpath(f / n)) for f in (beside, self._folder) for n in forms):
            try:
                is_inside = path.resolve().is_relative_to(self._root)
                is_there = path.is_file()
            except (OSError, ValueError):  # a name that no file can have
                break
            if not is_inside:
                self._report_outside(name, span)
                return None
            if is_there:
                return path
        self._report_missing(name, beside, span)
        return None

    def _report_outside(self, name: str, span: SourceSpan) -> None:
        self._findings.error(
            "OUTSIDE_FOLDER",
            span,
            Message(
                zh=f"文件“{name}”不在期文件夹内", en=f"the file “{name}” lies outside the edition"
            ),
            Message(zh="把文件放进期文件夹", en="put the file into the edition folder"),
        )

    def _report_missing(self, name: str, beside: Path, span: SourceSpan) -> None:
        self._findings.error(
            "FILE_MISSING",
            span,
            Message(zh=f"找不到文件“{name}”", en=f"there is no file “{name}”"),
            self._likely(name, beside),
        )

    def _likely(self, name: str, beside: Path) -> Message:
        """Where the file may be: a name nearly the same, or nowhere."""
        names = {
            path.name.lower(): path.name
            for folder in (self._folder, beside)
            if folder.is_dir()
            for path in folder.iterdir()
            if path.suffix.lower() in {*PICTURE_SUFFIXES, ".pdf", ".csv"}
        }
        wanted = Path(name).name.lower()
        close = difflib.get_close_matches(wanted, sorted(names), n=1, cutoff=0.6)
        if close:
            return Message(zh=f"是不是“{names[close[0]]}”？", en=f"is it “{names[close[0]]}”?")
        return Message(
            zh="放在稿件旁边，或放在期文件夹里",
            en="put it beside the article, or into the edition folder",
        )

    # -- measuring ---------------------------------------------------------------------

    def _measured(self, path: Path, span: SourceSpan) -> Measured | None:
        match path.suffix.lower():
            case ".pdf":
                return self._measure_pdf(path, span)
            case ".svg":
                return self._measure_svg(path, span)
            case _:
                return self._measure(path, span)

    def _measure_svg(self, path: Path, span: SourceSpan) -> Measured | None:
        """By ``viewBox``, else by width and height (SVG 2, 8.2)."""
        try:
            # Entities that multiply are stopped by expat; nothing outside the file is read.
            root = ET.parse(path).getroot()  # noqa: S314
        except (ET.ParseError, *_UNREADABLE):
            self._report_broken(path, span)
            return None
        size = _svg_size(root) if root.tag.endswith("}svg") else None
        if size is None:
            self._report_no_size(path, span)
            return None
        width, height = (round(side * VECTOR_SCALE) for side in size)
        return Measured(path=path, width_px=width, height_px=height)

    def _report_no_size(self, path: Path, span: SourceSpan) -> None:
        self._findings.error(
            "PICTURE_UNKNOWN",
            span,
            Message(
                zh=f"“{path.name}”不是写明大小的 SVG",
                en=f"“{path.name}” is no SVG that tells its size",
            ),
            Message(zh="在 svg 上写 viewBox", en="give its svg element a viewBox"),
        )

    def _measure(self, path: Path, span: SourceSpan) -> Measured | None:
        from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 (35 ms that an edition without pictures need not pay)

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # the findings speak for the decoders
                with Image.open(path, formats=_FORMATS) as image:
                    kind, (width, height) = str(image.format), image.size
                    if width * height <= MAX_PICTURE_PIXELS:
                        return self._judge(path, span, kind, _displayed(image))
        except Image.DecompressionBombError:
            width = height = 0
        except UnidentifiedImageError:
            if path.read_bytes()[:12].startswith(_SIGNATURES):
                self._report_broken(path, span)
            else:
                self._report_unknown(path, span)
            return None
        except _UNREADABLE:
            self._report_broken(path, span)
            return None
        self._report_too_large(path, span)
        return None

    def _judge(
        self, path: Path, span: SourceSpan, kind: str, size: tuple[int, int]
    ) -> Measured | None:
        """Refuse files that are named for another format, or whose end is missing."""
        if path.suffix.lower() not in SUFFIXES[kind]:
            self._report_mislabelled(path, span, kind)
            return None
        if not _is_whole(path, kind):
            self._report_broken(path, span)
            return None
        return Measured(path=path, width_px=size[0], height_px=size[1])

    def _measure_pdf(self, path: Path, span: SourceSpan) -> Measured | None:
        import pikepdf  # noqa: PLC0415 (slow to load, and few editions hold an ad in PDF)

        try:
            with pikepdf.open(path) as pdf:
                page = pdf.pages[0]
                x0, y0, x1, y1 = (float(edge) for edge in page.trimbox)
        except (pikepdf.PdfError, pikepdf.PasswordError, *_UNREADABLE):
            self._report_broken(path, span)
            return None
        width, height = abs(x1 - x0), abs(y1 - y0)
        if min(width, height) < 1:
            self._report_broken(path, span)
            return None
        return Measured(
            path=path, width_px=round(width * VECTOR_SCALE), height_px=round(height * VECTOR_SCALE)
        )

    def _report_unknown(self, path: Path, span: SourceSpan) -> None:
        self._findings.error(
            "PICTURE_UNKNOWN",
            span,
            Message(
                zh=f"“{path.name}”不是可用的图片", en=f"“{path.name}” is no picture we can use"
            ),
            Message(
                zh="用 JPEG、PNG、TIFF、WebP、AVIF、GIF 或 BMP",
                en="use JPEG, PNG, TIFF, WebP, AVIF, GIF or BMP",
            ),
        )

    def _report_broken(self, path: Path, span: SourceSpan) -> None:
        self._findings.error(
            "PICTURE_BROKEN",
            span,
            Message(zh=f"“{path.name}”已损坏或不完整", en=f"“{path.name}” is damaged or cut short"),
            Message(zh="重新取一份原图", en="fetch the original again"),
        )

    def _report_too_large(self, path: Path, span: SourceSpan) -> None:
        most = MAX_PICTURE_PIXELS // 1_000_000
        self._findings.error(
            "PICTURE_TOO_LARGE",
            span,
            Message(
                zh=f"“{path.name}”超过 {most} 百万像素",
                en=f"“{path.name}” has over {most} megapixels",
            ),
            Message(
                zh="先缩小；整版图片有 30 百万像素就够",
                en="make it smaller; 30 megapixels fill a whole page",
            ),
        )

    def _report_mislabelled(self, path: Path, span: SourceSpan, kind: str) -> None:
        suffix = SUFFIXES[kind][0]
        self._findings.error(
            "PICTURE_MISLABELLED",
            span,
            Message(
                zh=f"“{path.name}”其实是 {kind} 格式", en=f"“{path.name}” is a {kind} file in truth"
            ),
            Message(zh=f"改名为“{path.stem}{suffix}”", en=f"rename it to “{path.stem}{suffix}”"),
        )


def _svg_size(root: ET.Element) -> tuple[float, float] | None:
    """Width and height of a drawing; None where they are not told, or nothing."""
    box = [float(number) for number in _NUMBER.findall(root.get("viewBox", ""))]
    sides = box[2:4] if len(box) == 4 else []
    if not sides:
        told = (_NUMBER.match(root.get(name, "")) for name in ("width", "height"))
        sides = [float(match[0]) for match in told if match]
    if len(sides) != 2 or min(sides) <= 0:
        return None
    return sides[0], sides[1]


def _other_forms(name: str) -> tuple[str, str]:
    """The name as other file systems would write its accents."""
    return unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)


def _displayed(image: "Image.Image") -> tuple[int, int]:
    """Width and height once the EXIF orientation is obeyed; damaged EXIF counts as none."""
    width, height = image.size
    try:
        orientation = image.getexif().get(_ORIENTATION_TAG, 1)
    except _UNREADABLE:
        orientation = 1
    return (height, width) if orientation in _TURNED else (width, height)


def _is_whole(path: Path, kind: str) -> bool:
    """Whether the end of a file is there, told from its frame without decoding it."""
    data = path.read_bytes()
    match kind:
        case "JPEG" | "MPO":
            return _has_jpeg_end(data)
        case "PNG":
            return data.rfind(b"IEND", -64 * 1024) > 0
        case "GIF":
            return data.rstrip(b"\x00").endswith(b"\x3b") and b"\x2c" in data
        case "WEBP":
            return int.from_bytes(data[4:8], "little") + 8 <= len(data) + 1
        case _:
            return True


def _has_jpeg_end(data: bytes) -> bool:
    """Whether an end marker follows the first scan; one inside a thumbnail does not count.

    ITU-T T.81, B.1.1.2: segments start with FF and a marker, SOS (DA) starts a scan, EOI is D9.
    """
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA:
            return data.rfind(b"\xff\xd9") > at
        is_bare = marker in (0x01, 0xFF) or 0xD0 <= marker <= 0xD8
        at += 1 if marker == 0xFF else 2
        at += 0 if is_bare else int.from_bytes(data[at : at + 2], "big")
    return data.rfind(b"\xff\xd9") > 0
