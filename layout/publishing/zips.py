"""Named bytes and files -> a ZIP that is the same whenever it is made."""

from collections.abc import Iterable
from datetime import date as Date
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

_FIRST_YEAR: Final = 1980
"""The format knows no day before."""
_PACKED: Final = (".pdf", ".webp", ".jpg", ".zip", ".epub")
"""Files that do not shrink any more."""
_UNIX: Final = 3
_MODE: Final = 0o100644 << 16


def write_zip(target: Path, items: Iterable[tuple[str, bytes | Path]], day: Date) -> None:
    """Write a ZIP; its items bear the day, and ``mimetype`` is stored as it is (OCF 3.3)."""
    with ZipFile(target, "w") as archive:
        for name, content in items:
            info = ZipInfo(name, (max(day.year, _FIRST_YEAR), day.month, day.day, 0, 0, 0))
            info.create_system = _UNIX
            info.external_attr = _MODE
            is_packed = name.endswith(_PACKED) or name == "mimetype"
            info.compress_type = ZIP_STORED if is_packed else ZIP_DEFLATED
            data = content if isinstance(content, bytes) else content.read_bytes()
            archive.writestr(info, data)
