"""Fonts of squares and pages of a few lines, built for the tests."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen

from layout.composition.model import ComposedLine
from layout.makeup.model import (
    BlockType,
    Grid,
    PageLayout,
    PartRole,
    PlacedBlock,
    PlacedLine,
    Rect,
    TextColumn,
    TextPart,
)
from layout.project import data_folder
from layout.rendering.model import FontSource, RenderJob
from layout.rendering.pdf_fonts import FaceFiles, FontBook
from layout.shaping.model import CharClass, Cluster, FaceKey, Glyph, Role

SONG = FaceKey(role=Role.SONG)
HEI = FaceKey(role=Role.HEI, weight=700)

CHARS = " -abcfiño0123…—〓版心日报要闻一二三四五六七八九十，。《》「」甲乙丙丁"
LIGATURES = {"fi": ("f", "i"), "dash": ("—", "—")}
COLORS = {"black": "#000", "accent": "#c00", "grey": "#888", "tint": "#eee", "paper": "#fff"}


def _square(pen, advance):
    """Ink over the whole em cell, less a twentieth all round."""
    left, right, bottom, top = 50, advance - 50, -70, 830
    pen.moveTo((left, bottom))
    pen.lineTo((left, top))
    pen.lineTo((right, top))
    pen.lineTo((right, bottom))
    pen.closePath()


def _advance(name, char):
    if name == "dash":
        return 2000
    return 500 if char is not None and char < "\u0100" else 1000


def build_font(path, *, truetype, name):
    """A font of squares, half as wide for Latin, with two ligatures; gids go by CHARS."""
    order = [".notdef", *(f"u{ord(char):04X}" for char in CHARS), *LIGATURES]
    chars = dict(zip(order[1:], CHARS, strict=False))
    builder = FontBuilder(1000, isTTF=truetype)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({ord(char): glyph for glyph, char in chars.items()})
    shapes, metrics = {}, {}
    for glyph in order:
        advance = 600 if glyph == "fi" else _advance(glyph, chars.get(glyph))
        metrics[glyph] = (advance, 50)
        pen = TTGlyphPen(None) if truetype else T2CharStringPen(advance, None)
        if chars.get(glyph) != " ":
            _square(pen, advance)
        shapes[glyph] = pen.glyph() if truetype else pen.getCharString()
    if truetype:
        builder.setupGlyf(shapes)
    else:
        builder.setupCFF(name, {}, shapes, {})
    builder.setupHorizontalMetrics(metrics)
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name})
    builder.setupOS2(usWeightClass=400, sCapHeight=733)
    builder.setupPost()
    builder.save(path)
    return path


@dataclass(frozen=True, kw_only=True)
class Sorts:
    """Makes clusters, lines and pages in the fonts of squares."""

    cff: Path
    truetype: Path

    def gid(self, char):
        return CHARS.index(char) + 1

    def cluster(self, text, *, gids=None, face=SONG, kind=CharClass.HAN, **changes):
        """A cluster; its glyphs are those of its characters unless they are given."""
        gids = [self.gid(char) for char in text] if gids is None else gids
        glyphs = tuple(Glyph(gid=gid, advance_em=self.width(gid)) for gid in gids)
        advance = sum(glyph.advance_em for glyph in glyphs)
        values = {"glyphs": glyphs, "advance_em": advance, **changes}
        return Cluster(text=text, char_class=kind, face=face, **values)

    def width(self, gid):
        if gid > len(CHARS):
            return (0.6, 2.0)[gid - len(CHARS) - 1]
        return 0.5 if CHARS[gid - 1] < "\u0100" else 1.0

    def ligature(self, text):
        return self.cluster(text, gids=[len(CHARS) + 1 + list(LIGATURES).index(self._named(text))])

    @staticmethod
    def _named(text):
        return next(name for name, parts in LIGATURES.items() if "".join(parts) == text)

    def space(self, width=0.5):
        return Cluster(text=" ", char_class=CharClass.SPACE, advance_em=width, face=SONG, glyphs=())

    def line(self, text, *, advances=None, shifts=None, face=SONG, **changes):
        """A line of a text, or of clusters made before."""
        if isinstance(text, str):
            text = [self.cluster(char, face=face) for char in text]
        natural = tuple(cluster.advance_em for cluster in text)
        return ComposedLine(
            clusters=tuple(text),
            advances_em=advances or natural,
            shifts_em=shifts or (0.0,) * len(text),
            **changes,
        )

    def placed(self, line, *, x=20.0, baseline=30.0, size=10.0, color="black", measure=80.0):
        if isinstance(line, str):
            line = self.line(line)
        return PlacedLine(
            line=line,
            x_pt=x,
            baseline_pt=baseline,
            size_pt=size,
            measure_pt=measure,
            color=color,
        )

    def part(self, text, *, role=PartRole.HEADLINE, link=None, face=HEI, **where):
        placed = self.placed(self.line(text, face=face), **where)
        box = Rect(
            x=placed.x_pt,
            y=placed.baseline_pt - 0.88 * placed.size_pt,
            width=placed.line.width_em * placed.size_pt,
            height=placed.size_pt,
        )
        return TextPart(
            role=role, text=text, lines=(placed,), size_pt=placed.size_pt, bbox=box, link=link
        )

    def block(self, *columns, name="a1", **values):
        """A block; a column is a tuple of placed lines."""
        legs = tuple(
            TextColumn(bbox=Rect(x=20, y=20, width=80, height=60), lines=tuple(lines))
            for lines in columns
        )
        values = {"kind": BlockType.ARTICLE, "article": name, "rank": 1, "title": "要闻", **values}
        rect = values.pop("rect", Rect(x=10, y=10, width=180, height=80))
        return PlacedBlock(
            id=name, column=0, row=0, columns=2, rows=5, rect=rect, text_columns=legs, **values
        )

    def page(self, *blocks, number=1, width=200.0, height=100.0, **values):
        return PageLayout(
            number=number,
            name="要闻",
            width_pt=width,
            height_pt=height,
            type_area=Rect(x=10, y=10, width=180, height=80),
            grid=Grid(
                columns=2,
                rows=5,
                column_width_pt=80,
                column_gap_pt=20,
                leading_pt=15,
                type_size_pt=10,
                x_pt=10,
                y_pt=10,
            ),
            blocks=blocks,
            **values,
        )

    def book(self, clusters, sources=None):
        """The fonts of some clusters, counted."""
        files = FaceFiles(sources or self.job().fonts)
        return FontBook([files.use(Counter(clusters))], files)

    def use(self, clusters):
        """What some clusters draw."""
        return FaceFiles(self.job().fonts).use(Counter(clusters))

    def job(self, *pages, **values):
        values = {
            "fonts": (
                FontSource(key=SONG, path=self.cff),
                FontSource(key=HEI, path=self.truetype),
            ),
            "colors": COLORS,
            "templates": data_folder("templates"),
            "title": "版心日报 2021-04-30",
            "author": "版心日报社",
            "date": dt.date(2021, 4, 30),
            **values,
        }
        return RenderJob(pages=pages, **values)


@pytest.fixture(scope="session")
def sorts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fonts")
    return Sorts(
        cff=build_font(folder / "square.otf", truetype=False, name="Square-Song"),
        truetype=build_font(folder / "square.ttf", truetype=True, name="Square-Hei"),
    )
