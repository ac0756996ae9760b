"""Font files in, faces that shape and measure text out, by HarfBuzz."""

from pathlib import Path
from typing import Final

import uharfbuzz as hb
from fontTools.pens.recordingPen import RecordingPen

from layout.shaping.fontindex import unreadable
from layout.shaping.fonts import FaceFile, FontLibrary
from layout.shaping.model import FaceKey, Glyph, Role

_LANGUAGES: Final = {"SC": "zh-Hans", "TC": "zh-Hant"}
"""OpenType ``locl`` turns 骨 and the marks into the forms of the script asked for."""

_LATIN_ROLES: Final = frozenset({Role.LATIN, Role.LATIN_SANS})


class HarfBuzzFace:
    """A face of one font file; lengths in em. Implements ``layout.shaping.model.Face``.

    Opening costs 0.1 ms: the file is mapped, not read. Everything asked for is kept.
    """

    def __init__(self, key: FaceKey, path: Path) -> None:
        """Open a font file that holds one face.

        Raises:
            UnreadableFontError: The file is missing or damaged.

        """
        try:
            face = hb.Face(hb.Blob.from_file_path(str(path)))
        except (hb.HarfBuzzError, OSError) as error:
            raise unreadable(path, error) from error
        if not face.glyph_count:
            raise unreadable(path, ValueError("no glyphs"))
        self._key = key
        self._path = path
        self._font = hb.Font(face)
        self._upem = face.upem
        self._language = _LANGUAGES.get(key.script, _LANGUAGES["SC"])
        self._script = "Latn" if key.role in _LATIN_ROLES else "Hani"
        self._gids: dict[str, int | None] = {}
        self._shaped: dict[tuple[str, tuple[str, ...], bool], tuple[Glyph, ...]] = {}
        self._inks: dict[str, tuple[float, float, float, float]] = {}
        extents = self._font.get_font_extents("ltr")
        self._ascent_em: float = extents.ascender / self._upem
        self._descent_em: float = extents.descender / self._upem

    @property
    def key(self) -> FaceKey:
        """Role, weight and script the face was asked for."""
        return self._key

    @property
    def path(self) -> Path:
        """The font file, for subsetting."""
        return self._path

    @property
    def ascent_em(self) -> float:
        """How far the face reaches above the baseline."""
        return self._ascent_em

    @property
    def descent_em(self) -> float:
        """How far the face reaches below the baseline, negative."""
        return self._descent_em

    def gid(self, char: str) -> int | None:
        """The glyph of a character before shaping; None where the face has none."""
        if char not in self._gids:
            self._gids[char] = self._font.get_nominal_glyph(ord(char))
        return self._gids[char]

    def has(self, text: str) -> bool:
        """Whether the face covers every character of the text."""
        return all(self.gid(char) is not None for char in text)

    def shape(
        self, text: str, *, features: tuple[str, ...] = (), vertical: bool = False
    ) -> tuple[Glyph, ...]:
        """The glyphs of a text by HarfBuzz, in visual order.

        Args:
            text: A run in one script.
            features: OpenType features to turn on, such as ``halt`` for marks on half
                their width; with a leading ``-`` to turn off, as in ``-liga``.
            vertical: Set down the page: ``vert`` forms, advances downwards, offsets from
                a pen in the middle of the line.

        """
        asked = (text, features, vertical)
        glyphs = self._shaped.get(asked)
        if glyphs is None:
            glyphs = self._shaped[asked] = self._shape(text, features, vertical=vertical)
        return glyphs

    def ink_em(self, text: str) -> tuple[float, float, float, float]:
        """The ink box (left, bottom, right, top) of a text's glyphs, from its origin.

        All zero where there is no ink.
        """
        ink = self._inks.get(text)
        if ink is None:
            ink = self._inks[text] = self._ink(text)
        return ink

    def outline(self, gid: int) -> tuple[tuple[str, tuple[tuple[float, float], ...]], ...]:
        """The contours of a glyph in em, y upwards, as a fontTools segment pen is told them."""
        pen = RecordingPen()
        self._font.draw_glyph_with_pen(gid, pen)
        return tuple(
            (name, tuple((x / self._upem, y / self._upem) for x, y in points))
            for name, points in pen.value
        )

    def advance_em(self, text: str) -> float:
        """The advance of a text as shaped."""
        return sum(glyph.advance_em for glyph in self.shape(text))

    def _shape(self, text: str, features: tuple[str, ...], *, vertical: bool) -> tuple[Glyph, ...]:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction = "ttb" if vertical else "ltr"
        buffer.script = self._script
        buffer.language = self._language
        hb.shape(self._font, buffer, {name.lstrip("-"): name[0] != "-" for name in features})
        upem = self._upem
        return tuple(
            Glyph(
                gid=info.codepoint,
                advance_em=(-place.y_advance if vertical else place.x_advance) / upem,
                x_em=place.x_offset / upem,
                y_em=place.y_offset / upem,
            )
            for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        )

    def _ink(self, text: str) -> tuple[float, float, float, float]:
        pen_em, boxes = 0.0, []
        for glyph in self.shape(text):
            box = self._font.get_glyph_extents(glyph.gid)
            if box is not None and box.width:
                left = pen_em + glyph.x_em + box.x_bearing / self._upem
                top = glyph.y_em + box.y_bearing / self._upem
                right, bottom = left + box.width / self._upem, top + box.height / self._upem
                boxes.append((left, bottom, right, top))
            pen_em += glyph.advance_em
        if not boxes:
            return (0.0, 0.0, 0.0, 0.0)
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        return (min(lefts), min(bottoms), max(rights), max(tops))


class FaceShelf:
    """The open faces of a run, by key."""

    def __init__(self, library: FontLibrary) -> None:
        self._library = library
        self._faces: dict[FaceKey, HarfBuzzFace] = {}

    def __call__(self, key: FaceKey) -> HarfBuzzFace:
        """The face that serves a key.

        Raises:
            FontNotFoundError: No installed family serves the role.
            UnreadableFontError: The font file is damaged.

        """
        face = self._faces.get(key)
        if face is None:
            face = self._faces[key] = HarfBuzzFace(key, self._library.file(key).path)
        return face

    def file(self, key: FaceKey) -> FaceFile:
        """The font file behind a face."""
        return self._library.file(key)
