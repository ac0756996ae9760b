"""Font folders in, a list of the faces in them out, remembered in an index between runs."""

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

import uharfbuzz as hb

from layout.diagnostics import Message
from layout.errors import FontError, UnreadableFontError

_FORMAT: Final = 1
"""Raised when the index means something else; an index of another format is made anew."""

_SUFFIXES: Final = (".ttf", ".otf", ".ttc", ".otc")

_CHUNK_BYTES: Final = 1 << 20

_MOST_FOLDERS: Final = 8
"""Folders inside folders that are looked into; links may run in circles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceRecord:
    """One face of a font file, as its own tables describe it."""

    index: int
    """Place in a collection, 0 in a file of one face."""
    family: str
    """Typographic family (name 16), else the family (name 1)."""
    postscript_name: str
    version: str
    weight: int
    """``usWeightClass``; the default weight of a variable face."""
    italic: bool
    weight_min: int
    weight_max: int
    """The ends of a variable face's weight axis; both ``weight`` in a static face."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FontFile:
    """One font file: when it was read, and the faces found in it."""

    path: str
    size_bytes: int
    modified_ns: int
    faces: tuple[FaceRecord, ...]
    sha256: str = ""
    """Empty until somebody asks: hashing 25 MB costs more than a warm start."""


class FontIndex:
    """The fonts of some folders, read once and remembered in ``cache``.

    A file is read again when its size or time of change differ from what the index says.
    """

    def __init__(self, cache: Path, folders: Sequence[Path]) -> None:
        self._path = cache / "fonts.json"
        self._files = _load(self._path)
        self._present = tuple(self._scan(folders))
        if any(self._files.get(file.path) is not file for file in self._present):
            self._files.update((file.path, file) for file in self._present)
            self._save()

    @property
    def files(self) -> tuple[FontFile, ...]:
        """The font files found, folder by folder, sorted by path within each."""
        return self._present

    def sha256(self, path: str) -> str:
        """The SHA-256 of a font file, from the index where it is known."""
        file = self._files[path]
        if not file.sha256:
            try:
                file = replace(file, sha256=_sha256(path))
            except OSError as error:
                raise unreadable(path, error) from error
            self._files[path] = file
            self._save()
        return file.sha256

    def _scan(self, folders: Sequence[Path]) -> Iterator[FontFile]:
        seen: set[str] = set()
        for folder in folders:
            for path, status in sorted(_walk(str(folder)), key=lambda found: found[0]):
                if path in seen:
                    continue
                seen.add(path)
                known = self._files.get(path)
                stamp = (status.st_size, status.st_mtime_ns)
                if known is not None and (known.size_bytes, known.modified_ns) == stamp:
                    yield known
                else:
                    yield _read(path, size_bytes=stamp[0], modified_ns=stamp[1])

    def _save(self) -> None:
        files = [asdict(self._files[path]) for path in sorted(self._files)]
        text = json.dumps({"format": _FORMAT, "files": files}, ensure_ascii=False)
        write_atomically(self._path, text.encode())


def unreadable(path: str | Path, error: Exception) -> UnreadableFontError:
    """The error for a font file that is damaged or gone."""
    return UnreadableFontError(
        Message(zh=f"字体文件无法读取：{path}", en=f"cannot read the font file {path}: {error}")
    )


def write_atomically(path: Path, data: bytes) -> None:
    """Write a whole file or none: to a temporary name beside it, then renamed.

    Raises:
        FontError: The folder cannot be made or written to.

    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> FontError:
    reason = error.strerror or str(error)
    return FontError(
        Message(
            zh=f"无法写入字体缓存 {path}：{reason}",
            en=f"cannot write the font cache {path}: {reason}",
        )
    )


def _walk(folder: str, depth: int = _MOST_FOLDERS) -> Iterator[tuple[str, os.stat_result]]:
    # scandir, not pathlib: a system has hundreds of fonts and a warm start has 15 ms.
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return
    for entry in entries:
        if entry.name.lower().endswith(_SUFFIXES):
            try:
                yield entry.path, entry.stat()
            except FileNotFoundError:  # a link to a font that is gone
                continue
        elif depth and entry.is_dir():
            yield from _walk(entry.path, depth - 1)


def _load(path: Path) -> dict[str, FontFile]:
    try:
        stored = json.loads(path.read_bytes())
        if stored["format"] != _FORMAT:
            return {}
        return {item["path"]: _file(item) for item in stored["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}  # an index is only a memory: what cannot be read is made anew


def _file(item: dict[str, object]) -> FontFile:
    faces = item.pop("faces")
    if not isinstance(faces, list):
        raise TypeError(faces)
    return FontFile(faces=tuple(FaceRecord(**face) for face in faces), **item)  # type: ignore[arg-type]  # checked by the index's own format number


def _read(path: str, *, size_bytes: int, modified_ns: int) -> FontFile:
    faces: tuple[FaceRecord, ...] = ()
    with contextlib.suppress(hb.HarfBuzzError, OSError):  # damaged files serve no role
        blob = hb.Blob.from_file_path(path)
        count = hb.Face(blob, 0).count
        faces = tuple(filter(None, (_record(hb.Face(blob, i), i) for i in range(count))))
    return FontFile(path=path, size_bytes=size_bytes, modified_ns=modified_ns, faces=faces)


def _record(face: hb.Face, index: int) -> FaceRecord | None:
    names = hb.OTNameIdPredefined
    family = face.get_name(names.TYPOGRAPHIC_FAMILY) or face.get_name(names.FONT_FAMILY)
    os2 = bytes(face.reference_table("OS/2").data)
    if not family or len(os2) < 64:  # 64 bytes reach to the end of fsSelection
        return None
    weight = int.from_bytes(os2[4:6], "big")
    axes = [axis for axis in face.axis_infos if axis.tag == "wght"]
    return FaceRecord(
        index=index,
        family=family,
        postscript_name=face.get_name(names.POSTSCRIPT_NAME) or family.replace(" ", ""),
        version=_version(face),
        weight=weight,
        italic=bool(os2[63] & 1),
        weight_min=int(axes[0].min_value) if axes else weight,
        weight_max=int(axes[0].max_value) if axes else weight,
    )


def _version(face: hb.Face) -> str:
    text = face.get_name(hb.OTNameIdPredefined.VERSION_STRING) or ""
    number = str(text).removeprefix("Version ").split(";")[0].strip()
    if number:
        return number
    head = bytes(face.reference_table("head").data)
    return f"{int.from_bytes(head[4:8], 'big') / 65536:.3f}"


def _sha256(path: str) -> str:
    digest = hashlib.sha256()
    with Path(path).open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
