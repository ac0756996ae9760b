"""What builds have made, kept on this machine: finished editions whole, and results of stages.

An unchanged edition is copied out, not made again; of a changed one the pages that are made
from the same input as before. An entry is one file, written beside its place and moved there,
so builds at the same time cannot disturb one another; what is damaged or cut short counts as
missing.
"""

import contextlib
import hashlib
import os
import pickle
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from layout.diagnostics import Diagnostic, Severity
from layout.fingerprint import fingerprint
from layout.folders import replace_folder
from layout.inputs import Inputs

LIMIT_BYTES: Final = 512 << 20
"""What the kept builds of a machine may take together: some 80 editions of eight pages."""
STAGES_LIMIT_BYTES: Final = 512 << 20
"""The same for results of stages: some 15 editions of eight pages."""

_DIGEST_BYTES: Final = 32
_SUFFIX: Final = ".kept"

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A finished build: where it lies and what there is to say."""

    folder: Path
    files: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    is_keepable: bool = True
    """Whether all it was made from lies in the edition folder, around it, or in the program."""

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost and no page has a hole."""
        return all(finding.severity is not Severity.ERROR for finding in self.diagnostics)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBuild:
    """What a build wrote and said; ``place`` is the edition's folder under the output's."""

    place: str
    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...]

    def restored(self, out: Path) -> Built:
        """Write the files again, all at once.

        Raises:
            OSError: The place cannot be written.

        """
        target = out / self.place
        replace_folder(target, self.files)
        return Built(folder=target, files=tuple(sorted(self.files)), diagnostics=self.diagnostics)


def kept_build(built: Built, out: Path) -> KeptBuild:
    """What a finished build wrote under ``out``, read again to be kept."""
    return KeptBuild(
        place=built.folder.relative_to(out).as_posix(),
        files={name: (built.folder / name).read_bytes() for name in built.files},
        diagnostics=built.diagnostics,
    )


class KeptValues:
    """Values in one folder by their keys; the longest unused go when there are too many.

    Args:
        folder: Belongs to the user alone, as it holds pickled values; made when needed.
        limit_bytes: What all entries may take together.

    """

    def __init__(self, folder: Path, limit_bytes: int = LIMIT_BYTES) -> None:
        self._folder = folder
        self._limit_bytes = limit_bytes

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept."""
        return not any(self._folder.glob("*"))

    def get(self, kind: type[Kept], key: str) -> Kept | None:
        """The value kept under a key; None where there is none that is whole, or of this kind."""
        path = self._path(key)
        try:
            data = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        digest, body = data[:_DIGEST_BYTES], memoryview(data)[_DIGEST_BYTES:]
        if hashlib.sha256(body).digest() != digest:
            return None
        found = pickle.loads(body)  # noqa: S301 - the user's own folder, and whole by its digest
        return found if isinstance(found, kind) else None

    def has(self, key: str) -> bool:
        """Whether something is kept under a key, whole or not."""
        return self._path(key).is_file()

    def put(self, key: str, value: object) -> None:
        """Keep a value; where the folder cannot be written nothing is kept."""
        body = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._write(self._path(key), hashlib.sha256(body).digest(), body)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}{_SUFFIX}"

    def _write(self, path: Path, *parts: bytes) -> None:
        handle, name = tempfile.mkstemp(prefix=".new-", dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as sink:
                sink.writelines(parts)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise

    def shrink(self) -> None:
        """Remove the entries unused for longest until the rest is within the limit."""
        entries: list[tuple[int, int, Path]] = []
        for path in self._folder.glob(f"*{_SUFFIX}"):
            with contextlib.suppress(OSError):  # another build has removed it
                status = path.stat()
                entries.append((status.st_mtime_ns, status.st_size, path))
        total = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries):
            if total <= self._limit_bytes:
                break
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
            total -= size


class KeptStages:
    """What the stages of builds have made, by what they made it from.

    Args:
        values: Where it is kept.
        inputs: What every result depends on beside what a stage names.

    """

    def __init__(self, values: KeptValues, inputs: Inputs) -> None:
        self._values = values
        self._inputs = inputs

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept of any edition."""
        return self._values.is_empty

    def get(self, kind: type[Kept], *inputs: object) -> Kept | None:
        """The result made from the same inputs; None where there is none."""
        return self._values.get(kind, self._key(kind, inputs))

    def has(self, kind: type[object], *inputs: object) -> bool:
        """Whether a result is there, which may still prove damaged when it is read."""
        return self._values.has(self._key(kind, inputs))

    def put(self, value: object, *inputs: object) -> None:
        """Keep a result."""
        self._values.put(self._key(type(value), inputs), value)

    def file(self, path: Path) -> str:
        """A digest of what a file holds."""
        return self._inputs.file(path)

    def _key(self, kind: type[object], inputs: tuple[object, ...]) -> str:
        return fingerprint(self._inputs.program, kind.__name__, inputs)
