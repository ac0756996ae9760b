"""A page's design drawn over it: grid, blocks, ranks and faults, as one more PDF a page.

From ``edition.json`` and the page files a build wrote. What is drawn needs no face of the
house: labels are set in Helvetica, which every reader has.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf

from layout.diagnostics import Severity
from layout.proof.model import ProofReport
from layout.proof.reading import open_edition
from layout.record.model import BlockRecord, EditionRecord, PageRecord

OVERLAY_FOLDER = "overlay"
LABEL_PT = 9.0
FINE_PT = 0.25
BLOCK_PT = 1.5
EVERY_ROWS = 5
"""Rows between the lines of the grid that are drawn."""
COLORS: Mapping[str, str] = {
    "grid": "0 0.6 0.9",
    "article": "0.1 0.5 0.1",
    "picture": "0.6 0.3 0.8",
    "ad": "0.9 0.6 0",
    "filler": "0.5 0.5 0.5",
    "other": "0.4 0.4 0.4",
    "fault": "0.9 0 0.1",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something found wrong with a page, or with a block of it."""

    code: str
    block: str | None


def draw_overlays(folder: Path, report: ProofReport) -> tuple[Path, ...]:
    """Write ``overlay/01.pdf`` and so on into a finished edition's folder.

    Args:
        folder: The edition as a build wrote it.
        report: What a proof has found; faults of the record are drawn as well.

    Raises:
        ProofError: The folder holds no finished edition.
        OSError: The place cannot be written.

    """
    place = folder / OVERLAY_FOLDER
    written = []
    with open_edition(folder) as edition:
        place.mkdir(exist_ok=True)
        for file in edition.files:
            if file.is_whole or not file.pages:
                continue
            page = file.pages[0].record
            faults = tuple(_faults(page, edition.record, report))
            path = place / file.name
            path.write_bytes(overlaid(file.path.read_bytes(), page, faults))
            written.append(path)
    return tuple(written)


def _faults(page: PageRecord, record: EditionRecord, report: ProofReport) -> Iterator[Fault]:
    """Errors and warnings of the build, then those of the proof."""
    for told in record["diagnostics"]:
        if told["page"] == page["number"] and told["severity"] != Severity.NOTE.value:
            yield Fault(code=told["code"], block=told["block"])
    for finding in report.findings:
        found = finding.diagnostic
        if found.page == page["number"] and found.severity is not Severity.NOTE:
            yield Fault(code=found.code, block=found.block)


def overlaid(pdf: bytes, page: PageRecord, faults: Sequence[Fault]) -> bytes:
    """A page's file with its design drawn over it."""
    with pikepdf.open(BytesIO(pdf)) as file:
        sheet = file.pages[0]
        left, _, _, high = (float(edge) for edge in sheet.trimbox)
        drawn = "\n".join(_content(page, faults))
        # From the trimmed page's top left corner, y downwards, to the file's space.
        stream = f"q 1 0 0 -1 {left:.3f} {high:.3f} cm\n{drawn}\nQ\n"
        _add_face(sheet)
        sheet.contents_add(b"q\n", prepend=True)
        sheet.contents_add(b"\nQ\n" + stream.encode("ascii"))
        out = BytesIO()
        file.save(out, deterministic_id=True)
        return out.getvalue()


def _add_face(sheet: pikepdf.Page) -> None:
    face = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    sheet.add_resource(face, pikepdf.Name.Font, pikepdf.Name.BxOverlay)


def _content(page: PageRecord, faults: Sequence[Fault]) -> Iterator[str]:
    yield from _grid(page)
    faulty = {fault.block for fault in faults}
    for place, block in enumerate(page["blocks"], 1):
        yield from _block(block, place, is_faulty=block["id"] in faulty)
    yield from _fault_list(page, faults)


def _grid(page: PageRecord) -> Iterator[str]:
    grid = page["grid"]
    x0, y0 = grid["origin_pt"]
    step = grid["column_width_pt"] + grid["column_gap_pt"]
    foot = y0 + grid["rows"] * grid["leading_pt"]
    right = x0 + grid["columns"] * step - grid["column_gap_pt"]
    yield f"{COLORS['grid']} RG {FINE_PT} w"
    for column in range(grid["columns"]):
        for x in (x0 + column * step, x0 + column * step + grid["column_width_pt"]):
            yield _line(x, y0, x, foot)
    for row in range(0, grid["rows"] + 1, EVERY_ROWS):
        y = y0 + row * grid["leading_pt"]
        yield _line(x0, y, right, y)
        yield _text(str(row), x0 - 2 * LABEL_PT, y, COLORS["grid"])


def _block(block: BlockRecord, place: int, *, is_faulty: bool) -> Iterator[str]:
    corners = [(float(x), float(y)) for x, y in block["polygon_pt"]]
    color = COLORS["fault"] if is_faulty else COLORS.get(block["kind"], COLORS["other"])
    path = " ".join(f"{x:.2f} {y:.2f} {'l' if k else 'm'}" for k, (x, y) in enumerate(corners))
    width = 2 * BLOCK_PT if is_faulty else BLOCK_PT
    yield f"{color} RG {width} w {path} s"
    x, y = min(x for x, _ in corners), min(y for _, y in corners)
    rank = f" rank {block['rank']}" if block["rank"] is not None else ""
    cells = f"{block['columns']} x {block['rows']} at {block['column']}, {block['row']}"
    flags = [name for name in ("boxed", "locked") if block[name]]
    blank = [f"blank {block['blank_lines']}"] if block["blank_lines"] else []
    label = f"{place}{rank}  {cells}  {' '.join((*flags, *blank))}".rstrip()
    yield _text(label, x + 2, y + LABEL_PT, color)
    for leg in block["text_columns"]:
        bx, by, bw, bh = leg["bbox_pt"]
        yield f"{COLORS['grid']} RG {FINE_PT} w {bx:.2f} {by:.2f} {bw:.2f} {bh:.2f} re s"
    head = block["headline"]
    if head is not None:
        bx, by, bw, bh = head["bbox_pt"]
        yield f"{color} RG {2 * FINE_PT} w {bx:.2f} {by:.2f} {bw:.2f} {bh:.2f} re s"
        yield _text(f"{head['size_pt']:g} pt", bx, by + bh + LABEL_PT, color)


def _fault_list(page: PageRecord, faults: Sequence[Fault]) -> Iterator[str]:
    """The codes of the page's findings, down its upper left corner."""
    for k, fault in enumerate(faults):
        told = f"{fault.code} {fault.block or ''}".rstrip().encode("ascii", "replace").decode()
        yield _text(told, 4, (k + 1) * 1.3 * LABEL_PT, COLORS["fault"])
    trim_width, _ = page["trim_pt"]
    yield _text(f"page {page['number']}", trim_width - 60, 1.3 * LABEL_PT, COLORS["grid"])


def _line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S"


def _text(text: str, x: float, y: float, color: str) -> str:
    """Words upright in a space whose y runs downwards."""
    plain = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /BxOverlay {LABEL_PT:g} Tf {color} rg 1 0 0 -1 {x:.2f} {y:.2f} Tm ({plain}) Tj ET"
