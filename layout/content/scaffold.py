"""A date in, a small edition folder out: two tabloid pages that build as they stand."""

import datetime as dt
import shutil
import tempfile
from pathlib import Path
from typing import Final

from layout.diagnostics import Message, SourceSpan
from layout.errors import ContentError

SPECIMEN: Final = Path(__file__).resolve().parent / "specimen"
"""The edition that is copied."""

_DATE_LINE: Final = "date: 2000-01-01\n"
_NEW_FOLDER_MODE: Final = 0o755


def new_edition(folder: Path, date: dt.date) -> tuple[Path, ...]:
    """Write an edition folder for one day; it appears whole or not at all.

    Args:
        folder: Where the edition goes. Missing parents are made; the folder itself may
            exist if it is empty.
        date: The day the edition comes out.

    Returns:
        The files written, ``edition.yaml`` first.

    Raises:
        ContentError: The folder holds something already, or cannot be written.

    """
    _check_free(folder)
    try:
        place = folder.resolve()
        place.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    except OSError as error:
        raise _cannot_write(folder, error) from error
    try:
        names = _copy_specimen(made, date)
        made.chmod(_NEW_FOLDER_MODE)
        made.replace(place)  # takes the place of an empty folder
    except OSError as error:
        shutil.rmtree(made, ignore_errors=True)
        raise _cannot_write(folder, error) from error
    return tuple(folder / name for name in names)


def _check_free(folder: Path) -> None:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    raise ContentError(
        Message(
            zh="这里已经有文件，不能覆盖", en="something is here already; it is not overwritten"
        ),
        SourceSpan(file=folder.as_posix()),
        Message(zh="换一个新文件夹", en="choose a new folder"),
    )


def _cannot_write(folder: Path, error: OSError) -> ContentError:
    return ContentError(
        Message(zh=f"无法写入：{error.strerror}", en=f"cannot be written: {error.strerror}"),
        SourceSpan(file=folder.as_posix()),
        Message(zh="检查权限和磁盘", en="check permissions and the disk"),
    )


def _copy_specimen(made: Path, date: dt.date) -> list[Path]:
    """Copy the specimen with its date set; names relative to the new folder."""
    names = sorted(
        (path.relative_to(SPECIMEN) for path in SPECIMEN.rglob("*") if path.is_file()),
        key=lambda name: (len(name.parts), name),
    )
    for name in names:
        text = (SPECIMEN / name).read_text(encoding="utf-8")
        target = made / name
        target.parent.mkdir(exist_ok=True)
        text = text.replace(_DATE_LINE, f"date: {date.isoformat()}\n")
        target.write_text(text, encoding="utf-8", newline="\n")
    return names
