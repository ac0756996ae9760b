"""One file of a bag: a PDF opens, an ALTO file is sound and its boxes lie on the page."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Final
from xml.parsers import expat

from layout.archive.findings import Fault, fault
from layout.archive.pdf_pages import open_pdf
from layout.diagnostics import Message
from layout.errors import ArchiveError

SLACK_PX: Final = 0.5
"""Boxes are rounded to hundredths, the picture to whole pixels."""

_ONE_AT_A_TIME: Final = Lock()
"""PDFium serves one thread."""

_BOX: Final = re.compile(rb'HPOS="([^"]*)" VPOS="([^"]*)" WIDTH="([^"]*)" HEIGHT="([^"]*)"')
_PAGE: Final = re.compile(rb'<Page [^>]*WIDTH="([^"]*)" HEIGHT="([^"]*)"')


def check_file(place: str, inner: str) -> Callable[[bytes], Iterator[Fault]] | None:
    """What tells, from the bytes of a file, what is wrong with it; None for files of no such kind.

    Args:
        place: Its name in the archive.
        inner: Its name in the bag.

    """
    name = inner.removeprefix("data/")
    if name.endswith(".pdf") and not name.startswith(("content/", "style/")):
        return partial(_check_pdf, place)
    return partial(_check_alto, place) if name.startswith("alto/") else None


def _check_pdf(place: str, data: bytes) -> Iterator[Fault]:
    with _ONE_AT_A_TIME:
        try:
            document = open_pdf(data, place)
        except ArchiveError as error:
            yield Fault(what="PDF_BROKEN", place=place, message=error.findings[0].message)
            return
        if not len(document):
            yield fault("PDF_BROKEN", place, "PDF 没有页", "the PDF has no page")
        document.close()


def _check_alto(place: str, data: bytes) -> Iterator[Fault]:
    """Most files are sound, which is told by the way; what is not is looked at box by box."""
    if _is_sound(data):
        return
    boxes = _Boxes()
    parser = expat.ParserCreate()
    parser.StartElementHandler = boxes.begin
    try:
        parser.Parse(data, True)  # noqa: FBT003 - the parser takes it by place only
    except expat.ExpatError as error:
        message = Message(zh=f"XML 有错：{error}", en=f"broken XML: {error}")
        yield Fault(what="ALTO_BROKEN", place=place, message=message)
        return
    except ValueError as error:
        yield fault("ALTO_BROKEN", place, f"数字有错：{error}", f"a broken number: {error}")
        return
    if boxes.page is None:
        yield fault("ALTO_BROKEN", place, "没有版面", "there is no page in it")
    elif boxes.outside is not None:
        zh, en = "文字框超出版面", "a box runs off the page"
        yield fault("BOX_OUTSIDE", f"{place}#{boxes.outside}", zh, en)


def _is_sound(data: bytes) -> bool:
    """Whether XML is well-formed and its boxes, as ``alto_xml`` writes them, lie on the page.

    All sides at once, and each pair of an edge and an extent only once: characters stand in
    columns and on lines, so there are few. Five times as fast as a call for each element.
    """
    found = _BOX.findall(data)
    if not found or len(found) != data.count(b"HPOS="):
        return False
    try:
        expat.ParserCreate().Parse(data, True)  # noqa: FBT003 - the parser takes it by place only
        width, height = map(float, _PAGE.findall(data)[0])
        across = {(left, right) for left, _, right, _ in found}
        down = {(top, bottom) for _, top, _, bottom in found}
        return _is_within(across, width) and _is_within(down, height)
    except (expat.ExpatError, ValueError, IndexError):
        return False


def _is_within(pairs: set[tuple[bytes, bytes]], length: float) -> bool:
    """Whether edges, and edges with extents, lie on a page so long; no number lies nowhere."""
    return all(
        float(edge) >= -SLACK_PX and float(edge) + float(extent) <= length + SLACK_PX
        for edge, extent in pairs
    )


@dataclass(slots=True)
class _Boxes:
    """The elements of an ALTO file as they come by: its page, the first box that runs off it."""

    page: tuple[float, float] | None = None
    """Right and lower edge."""
    outside: str | None = None
    """An id."""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Look at an element.

        Raises:
            ValueError: A side is no number.

        """
        if self.page is None:
            if name == "Page":
                width, height = attributes.get("WIDTH", "0"), attributes.get("HEIGHT", "0")
                self.page = float(width) + SLACK_PX, float(height) + SLACK_PX
        elif "HPOS" in attributes and self.outside is None:
            right, bottom = self.page
            x, y = float(attributes["HPOS"]), float(attributes.get("VPOS", ""))
            x_end = x + float(attributes.get("WIDTH", ""))
            y_end = y + float(attributes.get("HEIGHT", ""))
            is_inside = x >= -SLACK_PX and y >= -SLACK_PX and x_end <= right and y_end <= bottom
            if not is_inside:  # a side that is not a number lies nowhere
                self.outside = attributes.get("ID", "")
