"""BagIt bags (RFC 8493) with SHA-512 manifests: made of a folder, and checked file by file."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

from layout.archive.findings import Fault, fault
from layout.archive.store import Store, read_bytes

DECLARATION: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST: Final = "manifest-sha512.txt"
TAG_MANIFEST: Final = "tagmanifest-sha512.txt"
TAG_FILES: Final = ("bag-info.txt", "bagit.txt", MANIFEST)
CHUNK: Final = 1 << 20

Look: TypeAlias = Callable[[str, str], Callable[[bytes], Iterator[Fault]] | None]
"""Name in the archive and name in the bag to what looks at the bytes; None if nothing has to."""

_AMBIGUOUS = re.compile(r"%(?=0[AaDd]|25)")
_ESCAPE = re.compile(r"%(0[AaDd]|25)")
_ENTRY = re.compile(r"([0-9a-f]{128})  (\S.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What a finished bag amounts to; whoever has the seal knows every byte of the bag."""

    manifest_sha512: str
    tagmanifest_sha512: str
    files: int
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What tells one file from all others: the SHA-512 in hex, and the size."""

    sha512: str
    size_bytes: int


def sha512(data: bytes) -> str:
    """The hash of some bytes, in hex."""
    return hashlib.sha512(data).hexdigest()


def digest_of(file: BinaryIO) -> Digest:
    """The digest of what a file holds."""
    digest, size = hashlib.sha512(), 0
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return Digest(sha512=digest.hexdigest(), size_bytes=size)


def digests_of(folder: Path) -> dict[str, Digest]:
    """Every file under a folder by its name there, in order of the names."""
    digests = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            digests[path.relative_to(folder).as_posix()] = digest_of(file)
    return digests


def seal_bag(folder: Path, info: Mapping[str, str], payload: Mapping[str, Digest]) -> Seal:
    """Write the tag files of a bag.

    Args:
        folder: The bag to be; holds ``data`` and nothing else.
        info: Labels and values of ``bag-info.txt``; the Payload-Oxum is added.
        payload: The digest of every file in ``data``, by name there.

    """
    rows = {f"data/{name}": digest.sha512 for name, digest in payload.items()}
    size_bytes = sum(digest.size_bytes for digest in payload.values())
    lines = {**info, "Payload-Oxum": f"{size_bytes}.{len(rows)}"}
    (folder / "bagit.txt").write_bytes(DECLARATION)
    told = "".join(f"{label}: {_one_line(text)}\n" for label, text in sorted(lines.items()))
    (folder / "bag-info.txt").write_text(told, encoding="utf-8", newline="\n")
    manifest = _manifest(rows)
    (folder / MANIFEST).write_bytes(manifest)
    tags = _manifest({name: sha512((folder / name).read_bytes()) for name in TAG_FILES})
    (folder / TAG_MANIFEST).write_bytes(tags)
    return Seal(
        manifest_sha512=sha512(manifest),
        tagmanifest_sha512=sha512(tags),
        files=len(rows),
        size_bytes=size_bytes,
    )


def payload_of(store: Store, bag: str) -> dict[str, str]:
    """Name inside the bag and SHA-512 of every file of the payload, as the manifest says."""
    return _rows(read_bytes(store, f"{bag}/{MANIFEST}"))


def check_bag(
    store: Store, bag: str, tagmanifest_sha512: str, *, look: Look | None = None
) -> Iterator[Fault]:
    """Compare every byte of a bag with its manifests, and those with the hash in the log.

    Args:
        store: Where the bag lies.
        bag: Its folder.
        tagmanifest_sha512: The hash in the log.
        look: Checks the files of the payload further, with the bytes that are read for the hash.

    """
    found = {name.removeprefix(f"{bag}/"): name for name in store.files(bag)}
    if not found:
        yield fault("BAG_MISSING", bag, "快照不见了", "the snapshot is gone")
        return
    tags = _tag_file(store, found, TAG_MANIFEST)
    if TAG_MANIFEST not in found:
        yield fault("FILE_MISSING", f"{bag}/{TAG_MANIFEST}", "文件不见了", "the file is gone")
    elif sha512(tags) != tagmanifest_sha512:
        place = f"{bag}/{TAG_MANIFEST}"
        zh = "与日志所记的哈希不符：这不是当初存入的快照"
        en = "does not have the hash in the log: this is not the snapshot that was added"
        yield fault("BAG_CHANGED", place, zh, en)
    wanted = dict.fromkeys(TAG_FILES, "") | _rows(tags)
    yield from _compare(store, bag, wanted, found)
    payload = _rows(_tag_file(store, found, MANIFEST))
    yield from _compare(store, bag, payload, found, look)
    for name in sorted(found.keys() - wanted.keys() - payload.keys() - {TAG_MANIFEST}):
        zh, en = "清单里没有这个文件", "the file is in no manifest"
        yield fault("FILE_STRAY", f"{bag}/{name}", zh, en)


def _tag_file(store: Store, found: Mapping[str, str], name: str) -> bytes:
    """What a tag file says; nothing where it cannot be read, which its own check tells."""
    try:
        return read_bytes(store, found[name]) if name in found else b""
    except OSError:
        return b""


def _compare(
    store: Store,
    bag: str,
    wanted: Mapping[str, str],
    found: Mapping[str, str],
    look: Look | None = None,
) -> Iterator[Fault]:
    """Every file held against its hash; the faults in order of the names."""

    def check(row: tuple[str, str]) -> list[Fault]:
        name, digest = row
        return list(_check(store, f"{bag}/{name}", name, digest, look))

    for name in sorted(wanted.keys() - found.keys()):
        yield fault("FILE_MISSING", f"{bag}/{name}", "文件不见了", "the file is gone")
    there = sorted(row for row in wanted.items() if row[0] in found)
    if store.at_once == 1:
        for row in there:
            yield from check(row)
        return
    with ThreadPoolExecutor(store.at_once) as pool:
        for faults in pool.map(check, there):
            yield from faults


def _check(store: Store, place: str, name: str, digest: str, look: Look | None) -> Iterator[Fault]:
    """Read one file, once: whole if its bytes are looked at, else piece by piece."""
    further = look(place, name) if look else None
    try:
        with store.open(place) as file:
            data = file.read() if further else b""
            held = sha512(data) if further else digest_of(file).sha512
    except OSError as error:
        zh, en = f"文件读不出来：{error}", f"the file cannot be read: {error}"
        yield fault("FILE_UNREADABLE", place, zh, en)
        return
    if digest and held != digest:
        zh, en = "内容与清单不符", "the content is not what the manifest says"
        yield fault("FILE_CHANGED", place, zh, en)
    if further:
        yield from further(data)


def _manifest(rows: Mapping[str, str]) -> bytes:
    lines = (f"{digest}  {_escaped(name)}\n" for name, digest in sorted(rows.items()))
    return "".join(lines).encode()


def _rows(manifest: bytes) -> dict[str, str]:
    """The rows that can be read; a row that cannot leaves its file in no manifest."""
    matches = (_ENTRY.fullmatch(line) for line in manifest.decode("utf-8", "replace").split("\n"))
    return {_unescaped(match[2]): match[1] for match in matches if match}


def _escaped(name: str) -> str:
    """A name as a manifest writes it: line breaks as %0A and %0D (RFC 8493, 2.1.3).

    The standard wants every per cent sign as %25; its reference tool takes that for a name of
    its own. So only a sign that could be misread is written so, and both read the rest.
    """
    safe = _AMBIGUOUS.sub("%25", name)
    return safe.replace("\n", "%0A").replace("\r", "%0D")


def _unescaped(name: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), name)


def _one_line(text: str) -> str:
    return " ".join(text.split())
