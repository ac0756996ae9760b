"""The pipeline and the archive joined: an edition is kept with proof, and restored with proof.

keep_edition            the edition is built once more from its folder, to see that it comes from
                        there and to have the archive profile; then it is put in
restore_edition         the bag is checked, the edition built from its sources, the bytes compared
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from layout import pipeline
from layout.archive.bag import sha512
from layout.archive.keep import Archive, Kept, keep
from layout.archive.model import Make, Tool
from layout.archive.snapshot import read_record
from layout.archive.store import Store
from layout.archive.unpack import (
    Unpacked,
    beside,
    changed_versions,
    differing_files,
    sound_snapshot,
    unpack,
)
from layout.content import load_edition
from layout.diagnostics import Message, SourceSpan
from layout.errors import ArchiveError
from layout.project import data_folder
from layout.record.model import EditionRecord, PageRecord
from layout.rendering.profiles import ProfileName
from layout.style.read import STYLE_FILE

PROFILE: Final = ProfileName.ARCHIVE
"""The profile that every snapshot has, whatever else was built."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """What the command line asks for, and what it alone may read of the machine."""

    content: Path
    options: pipeline.BuildOptions
    """How to build once more; the place to write is chosen here."""
    tools: tuple[Tool, ...]
    added: str
    """UTC, ISO 8601, to the second."""
    key: Ed25519PrivateKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A snapshot built anew, and how it compares with what was kept."""

    folder: Path
    files: tuple[str, ...]
    """Everything that was built and compared."""
    differing: tuple[str, ...]
    versions: Mapping[str, tuple[str, str]]
    """Programs of another version than then: name to then and now."""
    fonts: tuple[str, ...]
    """Faces that are not the same files as then."""
    styles: tuple[str, ...]
    """Files of the style that the program has otherwise; the kept ones were used."""

    @property
    def is_equal(self) -> bool:
        """Whether every byte is the same."""
        return not self.differing


def keep_edition(archive: Archive, finished: Path, keeping: Keeping) -> Kept:
    """Put a finished edition into an archive.

    Args:
        archive: Where to.
        finished: The folder of the build.
        keeping: Its sources, the programs, the time, the key.

    Raises:
        NewspaperError: The folder does not build, the build is not of this folder or of other
            versions, or the archive cannot take it; the archive is as it was.

    """
    record = read_record(finished)
    edition = load_edition(keeping.content)
    with tempfile.TemporaryDirectory(prefix="banxin-") as place:
        made = _build(keeping.content, Path(place) / PROFILE, PROFILE, keeping.options)
        again = made
        if record["profile"] == ProfileName.LARGE_PRINT:  # set in larger type: other pages
            own = ProfileName.LARGE_PRINT
            again = _build(keeping.content, Path(place) / own, own, keeping.options)
        _check_same(record, read_record(again), finished, again)
        is_archival = record["profile"] == PROFILE
        make = Make(
            builds=(finished,) if is_archival else (finished, made),
            content=keeping.content,
            style=_style_files(keeping.options.style or edition.head.style, keeping.content),
            tools=keeping.tools,
            added=keeping.added,
        )
        return keep(archive, make, key=keeping.key, jobs=keeping.options.jobs)


def restore_edition(
    store: Store,
    name: str,
    target: Path,
    options: pipeline.BuildOptions,
    tools: tuple[Tool, ...],
) -> Restored:
    """Build a snapshot from its sources and compare it with what was kept.

    Args:
        store: Where the bags lie.
        name: The snapshot.
        target: The folder to write: ``content`` and a folder for each profile; must be new.
        options: How to build; the place to write is chosen here.
        tools: The programs as they are now.

    Raises:
        NewspaperError: There is no such snapshot, it is damaged, or it does not build.

    """
    bag, _ = sound_snapshot(store, name)
    with beside(target) as made, tempfile.TemporaryDirectory(prefix="banxin-") as place:
        kept = unpack(store, bag, Path(place) / "bag")
        made.mkdir()
        styles = _changed_styles(kept)
        (kept.payload / "content").rename(made / "content")
        source = made / kept.source.relative_to(kept.payload)
        used = _kept_style(kept) if styles else None
        differing: list[str] = []
        fonts: dict[str, None] = {}
        for profile in kept.profiles:
            wanted = replace(options, style=used)
            built = _build(source, Path(place) / profile, ProfileName(profile), wanted)
            built.rename(made / profile)
            found = differing_files(kept.payload / profile, made / profile)
            differing += [f"{profile}/{file}" for file in found]
            fonts |= dict.fromkeys(_changed_fonts(kept.payload / profile, made / profile))
        files = tuple(
            path.relative_to(made).as_posix()
            for profile in kept.profiles
            for path in sorted((made / profile).rglob("*"))
        )
    return Restored(
        folder=target,
        files=files,
        differing=tuple(differing),
        versions=changed_versions(kept.tools, tools),
        fonts=tuple(fonts),
        styles=styles,
    )


def _build(content: Path, out: Path, profile: ProfileName, options: pipeline.BuildOptions) -> Path:
    """Build for a profile; the folder of the edition."""
    wanted = replace(options, out=out, profile=profile, pages=None)
    return pipeline.build(content, wanted).folder


def _check_same(record: EditionRecord, again: EditionRecord, finished: Path, made: Path) -> None:
    """A finished build and one made just now are the same edition.

    Raises:
        ArchiveError: They are not.

    """
    if record["profile"] == again["profile"]:
        found = differing_files(finished, made)
        if found:
            raise _not_from_here(finished / found[0])
    for page, other in zip(record["pages"], again["pages"], strict=False):
        if _geometry(page) != _geometry(other):
            raise _not_from_here(finished / page["pdf"])
    fields = ("date", "issue", "paper", "articles")
    if any(record[field] != again[field] for field in fields) or (  # type: ignore[literal-required]  # names of fields
        len(record["pages"]) != len(again["pages"])
    ):
        raise _not_from_here(finished / "edition.json")


def _geometry(page: PageRecord) -> object:
    """What of a page no profile changes: pictures may be of another fineness."""
    blocks = [
        {**block, "pictures": [{**picture, "ppi": 0} for picture in block["pictures"]]}
        for block in page["blocks"]
    ]
    return page["number"], page["trim_pt"], blocks


def _not_from_here(path: Path) -> ArchiveError:
    return ArchiveError(
        Message(
            zh="这一期不是由这个期文件夹、这个版本的程序排出的",
            en="this edition was not built from this folder by this version of the program",
        ),
        SourceSpan(file=str(path)),
        Message(
            zh="重排一次再存：banxin build；期文件夹用 --content 指明",
            en="build it again, then add it: banxin build; name its folder with --content",
        ),
    )


def _style_files(name: str, content: Path) -> tuple[tuple[str, bytes], ...]:
    """The style by name, the page templates and the table of faces."""
    templates = data_folder("templates")
    folders = (templates / name, (content / name).resolve())
    paths = [path for folder in folders for path in (folder / STYLE_FILE, folder) if path.is_file()]
    found = [(STYLE_FILE, paths[0].read_bytes())] if paths else []
    found += [
        (f"templates/{path.name}", path.read_bytes())
        for path in sorted(templates.iterdir())
        if path.is_file()
    ]
    found.append(("fonts.toml", (data_folder("fonts") / "fonts.toml").read_bytes()))
    return tuple(found)


def _changed_styles(kept: Unpacked) -> tuple[str, ...]:
    """Files of the style that the program does not have as they were."""
    name = load_edition(kept.source).head.style
    now = {f"style/{file}": sha512(data) for file, data in _style_files(name, kept.source)}
    return tuple(file for file, digest in kept.styles if now.get(file) != digest)


def _kept_style(kept: Unpacked) -> str:
    return str((kept.style / STYLE_FILE).resolve())


def _changed_fonts(kept: Path, made: Path) -> tuple[str, ...]:
    """Faces that the two builds have from different files."""
    now = {(font["role"], font["weight"]): font["sha256"] for font in read_record(made)["fonts"]}
    return tuple(
        f"{font['family']} {font['weight']} ({font['role']})"
        for font in read_record(kept)["fonts"]
        if now.get((font["role"], font["weight"])) != font["sha256"]
    )
