"""Pages side by side on one sheet, to be compared: PDFs in, one PDF out."""

from collections.abc import Sequence
from io import BytesIO

GAP_PT = 24.0


def abreast(pdfs: Sequence[bytes]) -> bytes:
    """The first pages of some PDFs next to each other at their own size, left to right."""
    import pikepdf  # noqa: PLC0415 - slow to load, and few builds show proposals

    sources = [pikepdf.open(BytesIO(pdf)) for pdf in pdfs]
    boxes = [source.pages[0].trimbox for source in sources]
    sizes = [(float(box[2] - box[0]), float(box[3] - box[1])) for box in boxes]
    width = sum(wide for wide, _ in sizes) + GAP_PT * (len(sizes) - 1)
    height = max(high for _, high in sizes)
    sheet = pikepdf.new()
    sheet.add_blank_page(page_size=(width, height))
    page, x = sheet.pages[0], 0.0
    for source, (wide, high) in zip(sources, sizes, strict=True):
        place = pikepdf.Rectangle(x, height - high, x + wide, height)
        page.add_overlay(source.pages[0], place)
        x += wide + GAP_PT
    out = BytesIO()
    sheet.save(out, deterministic_id=True, linearize=False)
    return out.getvalue()
