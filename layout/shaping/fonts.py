"""The font manifest and font folders in, the file that serves each role and weight out.

FontLibrary.discover     manifest + folders -> library; 15 ms when warm
└─ file(key)             role, weight, script -> FaceFile
   ├─ _find              role's families, then its stand-in, then the other script
   ├─ _nearest           the weight that comes nearest
   └─ _ready             the face alone in a file, taken out once and kept
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from layout.diagnostics import Diagnostic, Message, Severity
from layout.errors import FontError, FontNotFoundError
from layout.shaping.fontindex import FaceRecord, FontFile, FontIndex, write_atomically
from layout.shaping.model import FaceKey, Role

_STYLE_NAMES: Final = {
    100: "Thin",
    200: "ExtraLight",
    300: "Light",
    400: "Regular",
    500: "Medium",
    600: "SemiBold",
    700: "Bold",
    800: "ExtraBold",
    900: "Black",
}


_SCRIPTS: Final = ("SC", "TC")
_INSTALLERS: Final = (
    ("apt", "apt install"),
    ("dnf", "dnf install"),
    ("brew", "brew install --cask"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceFile:
    """The face that serves a key, in a font file of its own."""

    key: FaceKey
    path: Path
    """A file that holds this face alone: the source itself, or a copy in the cache."""
    family: str
    """The family the face belongs to, as its source names it."""
    postscript_name: str
    weight: int
    """The weight served; ``key.weight`` is the one asked for."""
    version: str
    source: Path
    """The installed file."""
    sha256: str
    """Of the installed file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Family:
    """An entry of the manifest."""

    names: Mapping[str, tuple[str, ...]]
    """By script."""
    weights: tuple[int, ...]
    install: tuple[str, ...]
    """Commands that install it, one a package manager."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manifest:
    """``fonts.toml``."""

    roles: Mapping[Role, tuple[_Family, ...]]
    stand_ins: Mapping[Role, Role]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A face that may serve."""

    file: FontFile
    face: FaceRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The faces of one family that can serve a key, and whose they are."""

    role: Role
    script: str
    family: _Family
    faces: tuple[_Candidate, ...]


class FontLibrary:
    """The installed faces by role; keeps what it has found out for the length of a run."""

    def __init__(self, manifest: _Manifest, index: FontIndex, cache: Path) -> None:
        self._manifest = manifest
        self._index = index
        self._cache = cache
        self._by_family = _by_family(index.files)
        self._files: dict[FaceKey, FaceFile] = {}
        self._findings: dict[FaceKey, tuple[Diagnostic, ...]] = {}

    @classmethod
    def discover(cls, manifest: Path, cache: Path, folders: Sequence[Path]) -> "FontLibrary":
        """Look for the manifest's families in font folders.

        Args:
            manifest: ``fonts.toml``: families for each role, with their weights.
            cache: Folder for the index of fonts and for faces taken out of collections;
                made when it is not there.
            folders: Font folders, searched with the folders in them; of two files that
                hold one family and weight, the one in the earlier folder serves.

        Raises:
            FontError: The manifest cannot be read or names an unknown role.

        """
        return cls(_read_manifest(manifest), FontIndex(cache, folders), cache)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was served in place of what was asked for, in the order of role and weight."""
        keys = sorted(self._findings, key=_order)
        return tuple(dict.fromkeys(finding for key in keys for finding in self._findings[key]))

    def file(self, key: FaceKey) -> FaceFile:
        """The font file that serves a role at a weight for a script.

        A face inside a collection, or a weight of a variable font, is written to a file
        of its own in the cache the first time it is asked for.

        Raises:
            FontNotFoundError: None of the families of the role or its stand-in is there.
            UnreadableFontError: The installed file is damaged.

        """
        if key not in self._files:
            found = self._find(key)
            best = _nearest(found.faces, key.weight)
            weight = min(max(key.weight, best.face.weight_min), best.face.weight_max)
            self._files[key] = self._ready(key, best, weight)
            self._findings[key] = tuple(
                _findings(
                    key,
                    found,
                    weight=weight,
                    family=best.face.family,
                    own=self._manifest.roles[key.role],
                )
            )
        return self._files[key]

    def rows(self, keys: Iterable[FaceKey]) -> tuple[FaceFile, ...]:
        """The faces that serve some keys, sorted by role, weight and script."""
        return tuple(self.file(key) for key in sorted(set(keys), key=_order))

    def _find(self, key: FaceKey) -> _Found:
        scripts = (key.script, *(script for script in _SCRIPTS if script != key.script))
        stand_in = self._manifest.stand_ins.get(key.role)
        roles = (key.role,) if stand_in is None else (key.role, stand_in)
        for role in roles:
            for script in scripts:
                for family in self._manifest.roles[role]:
                    for name in family.names.get(script, ()):
                        if faces := self._by_family.get(name):
                            return _Found(role=role, script=script, family=family, faces=faces)
        raise _not_found(key.role, self._manifest.roles[key.role])

    def _ready(self, key: FaceKey, candidate: _Candidate, weight: int) -> FaceFile:
        face, source = candidate.face, Path(candidate.file.path)
        sha256 = self._index.sha256(candidate.file.path)
        variable = face.weight_min != face.weight_max
        path, name = source, face.postscript_name
        if variable:
            name = f"{name.split('-')[0]}-{_STYLE_NAMES.get(weight, f'w{weight}')}"
        if variable or source.suffix.lower() in {".ttc", ".otc"}:
            frozen = f"-w{weight}" if variable else ""
            path = self._cache / f"{sha256[:16]}-{face.index}{frozen}.otf"
            if not path.exists():
                # fontTools is slow to load and not needed once the face is in the cache.
                from layout.shaping.extraction import single_face  # noqa: PLC0415

                frozen_at = weight if variable else None
                data = single_face(source, index=face.index, weight=frozen_at, name=name)
                write_atomically(path, data)
        return FaceFile(
            key=key,
            path=path,
            family=face.family,
            postscript_name=name,
            weight=weight,
            version=face.version,
            source=source,
            sha256=sha256,
        )


def _by_family(files: Iterable[FontFile]) -> dict[str, tuple[_Candidate, ...]]:
    found: dict[str, list[_Candidate]] = {}
    for file in files:
        for face in file.faces:
            if not face.italic:
                found.setdefault(face.family, []).append(_Candidate(file=file, face=face))
    return {family: tuple(faces) for family, faces in found.items()}


def _nearest(faces: Sequence[_Candidate], weight: int) -> _Candidate:
    """The face nearest in weight; of two as near, the heavier one: print thins type."""

    def distance(candidate: _Candidate) -> tuple[int, int]:
        face = candidate.face
        served = min(max(weight, face.weight_min), face.weight_max)
        return abs(served - weight), -served

    return min(faces, key=distance)


def _order(key: FaceKey) -> tuple[int, int, str]:
    return list(Role).index(key.role), key.weight, key.script


def _findings(
    key: FaceKey, found: _Found, *, weight: int, family: str, own: Sequence[_Family]
) -> Iterator[Diagnostic]:
    if found.role is not key.role:
        yield Diagnostic(
            code="FONT_STAND_IN",
            severity=Severity.WARNING,
            message=Message(
                zh=f"没有可用的 {key.role.value} 字体，以 {family} 代替",
                en=f"no font serves the role {key.role.value}; {family} stands in",
            ),
            hint=_install_hint(own),
        )
    if found.script != key.script:
        yield Diagnostic(
            code="FONT_SCRIPT",
            severity=Severity.WARNING,
            message=Message(
                zh=f"{key.role.value} 没有 {key.script} 字体，以 {family} 代替",
                en=f"no {key.script} font serves the role {key.role.value}; {family} is used",
            ),
        )
    if weight != key.weight:
        published = key.weight in found.family.weights
        yield Diagnostic(
            code="FONT_WEIGHT",
            severity=Severity.WARNING if published else Severity.NOTE,
            message=Message(
                zh=f"{family} 没有字重 {key.weight}，用 {weight}",
                en=f"{family} has no weight {key.weight}; {weight} is used",
            ),
            hint=_install_hint([found.family]) if published else None,
        )


def _not_found(role: Role, families: Sequence[_Family]) -> FontNotFoundError:
    names = [name for family in families for name in family.names.get("SC", ())[:1]]
    return FontNotFoundError(
        Message(
            zh=f"没有可用的 {role.value} 字体（{'、'.join(names)} 等均未安装）",
            en=f"no font serves the role {role.value}: none of {', '.join(names)} is installed",
        ),
        hint=_install_hint(families),
    )


def _install_hint(families: Sequence[_Family]) -> Message | None:
    commands = next((family.install for family in families if family.install), ())
    if not commands:
        return None
    return Message(zh=f"安装：{'；'.join(commands)}", en=f"install: {'; '.join(commands)}")


def _read_manifest(path: Path) -> _Manifest:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        families = {name: _family(entry) for name, entry in data["families"].items()}
        roles = {
            Role(role): tuple(families[name] for name in names)
            for role, names in data["roles"].items()
        }
        stand_ins = {Role(role): Role(other) for role, other in data["stand_ins"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FontError(
            Message(zh=f"字体清单 {path} 有误：{error}", en=f"bad font manifest {path}: {error!r}")
        ) from error
    missing = [role.value for role in Role if role not in roles]
    if missing:
        raise FontError(
            Message(
                zh=f"字体清单 {path} 缺少：{'、'.join(missing)}",
                en=f"the font manifest {path} lacks the roles {', '.join(missing)}",
            )
        )
    return _Manifest(roles=roles, stand_ins=stand_ins)


def _family(entry: Mapping[str, object]) -> _Family:
    def strings(name: str) -> tuple[str, ...]:
        value = entry.get(name, [])
        if not isinstance(value, list):
            raise TypeError(f"{name} must be a list")
        return tuple(str(item) for item in value)

    return _Family(
        names={script: strings(script) for script in _SCRIPTS},
        weights=tuple(int(weight) for weight in strings("weights")),
        install=tuple(f"{command} {entry[tool]}" for tool, command in _INSTALLERS if tool in entry),
    )
