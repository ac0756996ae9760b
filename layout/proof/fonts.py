"""The fonts of the files: embedded, told apart by name, every glyph with its text."""

from collections.abc import Iterator
from typing import Final

import pikepdf

from layout.diagnostics import Message
from layout.proof.contents import resources_of
from layout.proof.model import Check, Finding, wrong
from layout.proof.reading import FinishedEdition, FinishedFile

_PROGRAMS: Final = ("/FontFile", "/FontFile2", "/FontFile3")


def check_fonts(edition: FinishedEdition) -> Iterator[Finding]:
    """Every font is in the file, under a name of its own, and can be copied from."""
    for file in edition.files:
        yield from _of_file(file)


def _of_file(file: FinishedFile) -> Iterator[Finding]:
    fonts: dict[tuple[int, int], tuple[str, pikepdf.Object]] = {}
    for sheet in file.pages:
        for resources in resources_of(sheet.page):
            for name, font in dict(resources.get("/Font", {})).items():
                fonts[font.objgen] = (str(font.get("/BaseFont", name)), font)
    programs: dict[str, tuple[int, int]] = {}
    for name, font in fonts.values():
        descriptor = _descriptor(font)
        program = next((descriptor[key] for key in _PROGRAMS if key in descriptor), None)
        if program is None and font.get("/Subtype") != pikepdf.Name.Type3:
            yield _font(file, "PROOF_FONT_NOT_EMBEDDED", name, "没有嵌入", "is not embedded")
            continue
        if "/ToUnicode" not in font:
            yield _font(file, "PROOF_TO_UNICODE", name, "没有文字对照表", "has no ToUnicode")
        if program is not None and programs.setdefault(name, program.objgen) != program.objgen:
            yield _font(
                file, "PROOF_FONT_NAME", name, "与另一字体同名", "is also the name of another font"
            )


def _descriptor(font: pikepdf.Object) -> pikepdf.Object:
    inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    return inner.get("/FontDescriptor", pikepdf.Dictionary())


def _font(file: FinishedFile, code: str, name: str, zh: str, en: str) -> Finding:
    return wrong(
        Check.FONTS,
        code=code,
        message=Message(zh=f"字体 {name} {zh}", en=f"the font {name} {en}"),
        file=file.name,
    )
