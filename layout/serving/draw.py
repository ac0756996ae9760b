"""The PDF of a page in, its picture out, drawn by PDFium as a reader's screen would."""

import hashlib
from io import BytesIO
from typing import Final

import pypdfium2

from layout.makeup.model import PageLayout
from layout.serving.model import Shot

WIDTH_PX: Final = 1400
"""Of a page's picture: 9 pt type of a broadsheet is 11 px high."""
QUALITY: Final = 86


def draw(layout: PageLayout, pdf: bytes) -> Shot:
    """The picture of the first page of a file."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        bitmap = page.render(scale=WIDTH_PX / page.get_width(), rev_byteorder=True)
        image = bitmap.to_pil().convert("RGB")
    out = BytesIO()
    image.save(out, "JPEG", quality=QUALITY, subsampling=0)
    data = out.getvalue()
    return Shot(layout=layout, picture=data, digest=hashlib.sha256(data).hexdigest()[:16])
