"""What returns on every page: 报头, ears and 导读 on page 1, 报眉 elsewhere, the masthead.

Furniture stands in its own blocks: nameplate, ears and contents in the first rows of page 1,
folio line and masthead in the head and foot margins.
"""

from layout.makeup.furniture.advertisement import advertisement
from layout.makeup.furniture.calendar import date_text, lunar_text
from layout.makeup.furniture.contents import ContentsEntry, contents
from layout.makeup.furniture.folio import folio_line
from layout.makeup.furniture.masthead import masthead
from layout.makeup.furniture.nameplate import date_ear, nameplate, plate_cells
from layout.makeup.furniture.terms import terms_of

__all__ = [
    "ContentsEntry",
    "advertisement",
    "contents",
    "date_ear",
    "date_text",
    "folio_line",
    "lunar_text",
    "masthead",
    "nameplate",
    "plate_cells",
    "terms_of",
]
