"""Where the bags of an archive lie: a folder of this machine, or a bucket that fsspec reaches.

Names are relative to the archive, with forward slashes. A file appears whole or not at all; a
folder does so on a disk, by renaming, while in a bucket its files arrive one by one and count
only once the log names them.
"""

import errno
import fcntl
import io
import os
import shutil
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar

import fsspec

from layout.archive.findings import busy, disk_full, no_archive, unreachable
from layout.archive.model import Writer

LOCK = ".lock"
STAGING = ".staging"
PART = ".part"
ASKED_AT_ONCE = 8
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
FLUSHED_AT_ONCE = 8
"""A file system writes what is asked for at one time in one go."""


T = TypeVar("T")


class Store(Protocol):
    """What the archive asks of a place that keeps files."""

    @property
    def url(self) -> str:
        """The place, as a message names it."""
        ...

    @property
    def at_once(self) -> int:
        """How many files it pays to read at a time."""
        ...

    def open(self, name: str) -> BinaryIO:
        """A file to read from; ``FileNotFoundError`` where there is none."""
        ...

    def has(self, name: str) -> bool:
        """Whether there is such a file or folder."""
        ...

    def files(self, folder: str) -> list[str]:
        """Every file under a folder, by name; none where there is no folder."""
        ...

    def folders(self, folder: str) -> list[str]:
        """The folders in a folder, by name."""
        ...

    def write(self, name: str, data: bytes) -> None:
        """Put a file in place, whole."""
        ...

    def publish(self, staged: Path, folder: str) -> None:
        """Put a folder made beside the archive in place."""
        ...

    def remove(self, name: str) -> None:
        """Take a file or folder away, if it is there."""
        ...

    def staging(self) -> Path:
        """An empty folder of this machine to make a snapshot in."""
        ...

    def lock(self, writer: Writer, *, breaks: bool) -> AbstractContextManager[None]:
        """Keep other writers out (used through ``locked``)."""
        ...


def open_store(url: str, cache: Path) -> Store:
    """The place a name or an address stands for.

    Args:
        url: A folder, or an address such as ``s3://bucket/newspapers``.
        cache: A folder of this machine for what is made on the way to a bucket.

    Raises:
        ArchiveError: There is nothing that can reach such an address.

    """
    if "://" not in url:
        return DiskStore(Path(url))
    options = {"max_concurrency": 1} if url.startswith("s3") else {}
    try:
        system, root = fsspec.core.url_to_fs(url, use_listings_cache=False, **options)
    except (ImportError, ValueError) as error:
        raise no_archive(url, str(error)) from error
    return BucketStore(system, root, url, cache)


@contextmanager
def locked(store: Store, writer: Writer, *, breaks: bool = False) -> Iterator[None]:
    """The store with no other writer in it.

    Raises:
        ArchiveError: Somebody else is writing, or the disk filled up while we did.

    """
    try:
        with store.lock(writer, breaks=breaks):
            yield
    except OSError as error:
        if error.errno in FULL:
            raise disk_full(store.url) from error
        raise


class DiskStore:
    """A folder: changes are made by renaming, and flushed to the disk before they count."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def url(self) -> str:
        """The folder."""
        return str(self.root)

    @property
    def at_once(self) -> int:
        """One: a disk answers before another thread has got its turn."""
        return 1

    def open(self, name: str) -> BinaryIO:
        """A file to read from; what is no plain file, such as a pipe, is not waited for."""
        path = self.root / name
        if path.exists() and not path.is_file():
            raise IsADirectoryError(errno.EISDIR, "not a plain file", str(path))
        return path.open("rb")

    def has(self, name: str) -> bool:
        """Whether there is such a file or folder."""
        return (self.root / name).exists()

    def files(self, folder: str) -> list[str]:
        """Every file under a folder; what is no plain file is named too, so that it shows."""
        top = self.root / folder
        found = []
        for place, inner, names in os.walk(top):
            inner.sort()
            at = Path(place).relative_to(self.root)
            links = [name for name in inner if (Path(place) / name).is_symlink()]
            found += [(at / name).as_posix() for name in (*names, *links)]
        return sorted(found)

    def folders(self, folder: str) -> list[str]:
        """The folders in a folder; hidden ones are not part of the archive."""
        top = self.root / folder
        if not top.is_dir():
            return []
        return sorted(p.name for p in top.iterdir() if p.is_dir() and not p.name.startswith("."))

    def write(self, name: str, data: bytes) -> None:
        """Write beside, flush, rename."""
        path = self.root / name
        _make_folder(path.parent)
        part = path.with_name(path.name + PART)
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _flush_folder(path.parent)

    def publish(self, staged: Path, folder: str) -> None:
        """Flush all files, several at a time, then rename the folder."""
        walked = [(Path(place), names) for place, _, names in os.walk(staged, topdown=False)]
        with ThreadPoolExecutor(FLUSHED_AT_ONCE) as pool:
            deque(pool.map(_flush_file, (at / name for at, names in walked for name in names)), 0)
            deque(pool.map(_flush_folder, (at for at, _ in walked)), 0)
        target = self.root / folder
        _make_folder(target.parent)
        staged.rename(target)
        _flush_folder(target.parent)

    def remove(self, name: str) -> None:
        """Take a file or folder away, if it is there."""
        path = self.root / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

    def staging(self) -> Path:
        """A new folder in the archive, on the same disk as what it will become."""
        return _empty(self.root / STAGING) / "snapshot"

    @contextmanager
    def lock(self, writer: Writer, *, breaks: bool) -> Iterator[None]:  # noqa: ARG002 - as Store
        """The kernel keeps the lock, and lets it go when the process ends, however it ends."""
        _make_folder(self.root)
        with (self.root / LOCK).open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise busy(self.url) from error
            try:
                yield
            finally:
                shutil.rmtree(self.root / STAGING, ignore_errors=True)


class BucketStore:
    """A bucket: a file arrives whole; a folder counts when the log names it."""

    def __init__(self, system: fsspec.AbstractFileSystem, root: str, url: str, cache: Path) -> None:
        self._system, self._root, self._url, self._cache = system, root.rstrip("/"), url, cache
        self._troubles: tuple[type[Exception], ...] = (OSError, *_client_errors())

    @property
    def url(self) -> str:
        """The address."""
        return self._url

    @property
    def at_once(self) -> int:
        """Several: it is the way there and back that takes the time."""
        return ASKED_AT_ONCE

    def open(self, name: str) -> BinaryIO:
        """A file to read from; one request brings it, whole."""
        return io.BytesIO(self._ask(self._system.cat_file, self._path(name)))

    def has(self, name: str) -> bool:
        """Whether there is such a file or folder."""
        return bool(self._ask(self._system.exists, self._path(name)))

    def files(self, folder: str) -> list[str]:
        """Every file under a folder."""
        return sorted(self._name(path) for path in self._ask(self._system.find, self._path(folder)))

    def folders(self, folder: str) -> list[str]:
        """The folders in a folder."""
        try:
            found = self._ask(self._system.ls, self._path(folder), detail=True)
        except FileNotFoundError:
            return []
        names = [row["name"].rstrip("/").rpartition("/")[2] for row in found if _is_folder(row)]
        return sorted(name for name in names if name and not name.startswith("."))

    def write(self, name: str, data: bytes) -> None:
        """One request puts the file in place."""
        self._ask(self._system.pipe_file, self._path(name), data)

    def publish(self, staged: Path, folder: str) -> None:
        """Send the payload first and the tag files last, so that half a bag is no bag."""
        names = sorted(p.relative_to(staged).as_posix() for p in staged.rglob("*") if p.is_file())
        for is_payload in (True, False):
            part = [name for name in names if name.startswith("data/") is is_payload]
            targets = [self._path(f"{folder}/{name}") for name in part]
            self._ask(self._system.put, [str(staged / name) for name in part], targets)

    def remove(self, name: str) -> None:
        """Take a file or folder away, if it is there."""
        if self.has(name):
            self._ask(self._system.rm, self._path(name), recursive=True)

    def staging(self) -> Path:
        """A new folder of this machine."""
        return _empty(self._cache / "staging") / "snapshot"

    @contextmanager
    def lock(self, writer: Writer, *, breaks: bool) -> Iterator[None]:
        """A file that only one writer can make; a dead writer of this machine loses it."""
        if breaks or self._holder_is_dead(writer):
            self.remove(LOCK)
        try:
            self._ask(self._system.pipe_file, self._path(LOCK), writer.mark.encode(), mode="create")
        except FileExistsError as error:
            raise busy(self._url, self._holder()) from error
        except FileNotFoundError as error:
            raise unreachable(self._url, str(error)) from error
        try:
            yield
        finally:
            with suppress(FileNotFoundError):
                self._ask(self._system.rm_file, self._path(LOCK))

    def _holder(self) -> str:
        try:
            with self.open(LOCK) as file:
                return file.read().decode("utf-8", "replace")
        except FileNotFoundError:
            return ""

    def _holder_is_dead(self, writer: Writer) -> bool:
        host, _, process = self._holder().rpartition(" ")
        if host != writer.host or not process.isdecimal():
            return False
        try:
            os.kill(int(process), 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return False

    def _ask(self, request: Callable[..., T], *values: object, **named: object) -> T:
        """Send a request.

        Raises:
            FileNotFoundError: There is no such file.
            FileExistsError: There is one already.
            ArchiveError: The bucket does not answer, or does not let us in.

        """
        try:
            return request(*values, **named)
        except (FileNotFoundError, FileExistsError):
            raise
        except self._troubles as error:
            if isinstance(error, OSError) and error.errno in FULL:
                raise
            raise unreachable(self._url, str(error)) from error

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}" if name else self._root

    def _name(self, path: str) -> str:
        return path.removeprefix(f"{self._root}/")


def read_bytes(store: Store, name: str) -> bytes:
    """A whole file of the archive."""
    with store.open(name) as file:
        return file.read()


def fetch(store: Store, folder: str, target: Path) -> None:
    """Copy a folder of the archive to this machine."""
    for name in store.files(folder):
        path = target / name.removeprefix(f"{folder}/")
        path.parent.mkdir(parents=True, exist_ok=True)
        with store.open(name) as source, path.open("wb") as copy:
            shutil.copyfileobj(source, copy)


def _client_errors() -> tuple[type[Exception], ...]:
    """What a client of S3 raises besides errors of the system; nothing where there is none."""
    try:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - an extra
    except ImportError:
        return ()
    return BotoCoreError, ClientError


def _is_folder(row: dict[str, object]) -> bool:
    return row.get("type") == "directory"


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _make_folder(folder: Path) -> None:
    """Make a folder and those around it, and flush their names to the disk."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _flush_folder(folder.parent)


def _flush_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _flush_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
