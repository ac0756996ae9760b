"""Everything a build depends on in, its name out: two builds of one name write the same bytes.

Of the edition folder, the plain files around it and the house styles the contents count; of
fonts and of the program, which are large, path, size and time of change.
"""

import hashlib
import os
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from layout.fingerprint import fingerprint
from layout.project import data_folder

MOST_BYTES_AROUND: Final = 1_000_000
"""No longer file is read from around the edition folder."""

_FONT_SUFFIXES: Final = (".ttf", ".otf", ".ttc", ".otc")
_LIBRARY_FOLDERS: Final = ("/usr/lib", "/usr/local/lib", "/opt/homebrew/lib")
_LIBRARIES: Final = ("libpango", "libharfbuzz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """All that builds of an edition folder depend on, but for the options."""

    program: str
    """A name of program, libraries, fonts, house styles, and of the folder as it was given:
    what every stage depends on."""
    files: Mapping[str, str]
    """Path -> digest of the edition's files, and of the plain ones around it."""

    def key(self, words: Iterable[str]) -> str:
        """The name of a build with these options."""
        return fingerprint(self.program, tuple(words), tuple(self.files.items()))

    def file(self, path: Path) -> str:
        """A digest of what a file holds.

        Raises:
            OSError: It cannot be read.

        """
        return self.files.get(path.as_posix()) or _digest(path)


def read_inputs(folder: Path, fonts: Iterable[Path]) -> Inputs:
    """Look at everything that a build depends on.

    Args:
        folder: The edition folder; its name as given counts, as messages show it.
        fonts: The font folders.

    Raises:
        OSError: An input cannot be read.

    """
    styles = [(path.as_posix(), _digest(path)) for path in _files(data_folder("templates"))]
    stamps = (*_program(), *_stamps(data_folder("fonts"), ()), *_fonts(fonts))
    return Inputs(
        program=fingerprint(folder.as_posix(), stamps, styles),
        files={path.as_posix(): _digest(path) for path in _contents(folder)},
    )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _contents(folder: Path) -> Iterator[Path]:
    """The files whose bytes count: of the edition, and around it."""
    yield from _files(folder)
    around = folder / os.pardir
    for entry in sorted(os.scandir(around), key=lambda entry: entry.name):
        if entry.is_file() and entry.stat().st_size <= MOST_BYTES_AROUND:
            yield Path(entry.path)


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            if path.is_file():
                yield path


def _fonts(folders: Iterable[Path]) -> Iterator[str]:
    for folder in folders:
        yield from _stamps(folder, _FONT_SUFFIXES)


def _stamps(folder: Path, suffixes: tuple[str, ...]) -> Iterator[str]:
    """Path, size and time of change of files; all of them where no suffix is named."""
    for place, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            if suffixes and not name.lower().endswith(suffixes):
                continue
            path = os.path.join(place, name)  # noqa: PTH118 - thousands of them at every start
            try:
                status = os.stat(path)  # noqa: PTH116 - as above
            except OSError:  # a link that leads nowhere
                continue
            yield f"{path} {status.st_size} {status.st_mtime_ns}"


def _program() -> Iterator[str]:
    """Interpreter, this program's modules, and the versions of what it stands on."""
    yield f"{sys.version} {platform.machine()} {sys.platform}"
    yield from _stamps(Path(__file__).resolve().parent, (".py",))
    for place in sys.path:
        if os.path.isdir(place):  # noqa: PTH112 - a path of Python's own
            names = (entry.name for entry in os.scandir(place))
            yield from sorted(name for name in names if name.endswith(".dist-info"))
    for library in map(Path, _LIBRARY_FOLDERS):
        for name in _LIBRARIES:
            found = (*library.glob(f"{name}*"), *library.glob(f"*/{name}*"))
            yield from (f"{path} {path.stat().st_size}" for path in sorted(found) if path.exists())
