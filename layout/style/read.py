"""A style file to a checked ``Style``: every mistake in it with its line and column."""

import re
from pathlib import Path

from pydantic import ValidationError

from layout.content.findings import Findings
from layout.content.source import read_source
from layout.content.yaml_source import YamlSource, read_yaml
from layout.diagnostics import Diagnostic, Message
from layout.errors import StyleError
from layout.style.model import Style
from layout.units import mm_to_pt

STYLE_FILE = "style.yaml"
LEAST_CONTRAST = 4.5
"""Of body type and the tint under it (WCAG 2.2, 1.4.3)."""
_HEX = re.compile("#([0-9a-fA-F]{6})")
DRAWN = ("black", "grey", "tint")
"""Colour roles that make-up draws with, whatever the style names."""


def load_style(name: str, *, templates: Path, beside: Path) -> Style:
    """Read a house style.

    Args:
        name: A folder under the templates, or a path to a style folder or file.
        templates: Where the styles of the house lie.
        beside: The edition folder; relative paths start there.

    Raises:
        StyleError: There is no such style, or it is wrong; every problem is located.

    """
    path = _find(name, templates, beside)
    findings = Findings()
    source = read_source(path, str(path), findings)
    tree = read_yaml(source, findings) if source is not None else None
    if tree is None or findings.errors:
        raise _wrong(path, findings.errors)
    try:
        style = Style.model_validate(tree.value)
    except ValidationError as error:
        raise _wrong(path, _located(error, tree)) from error
    _check(style, path, tree)
    return style


_CHINESE = {"missing": "缺少这个键", "extra_forbidden": "没有这个键"}


def _find(name: str, templates: Path, beside: Path) -> Path:
    for folder in (templates / name, beside / name):
        for path in (folder / STYLE_FILE, folder):
            if path.is_file():
                return path
    known = ", ".join(sorted(path.parent.name for path in templates.glob(f"*/{STYLE_FILE}")))
    raise StyleError(
        Message(zh=f"没有叫“{name}”的版样", en=f"there is no style “{name}”"),
        hint=Message(zh=f"现有：{known}", en=f"there are: {known}"),
    )


def _wrong(path: Path, findings: tuple[Diagnostic, ...]) -> StyleError:
    message = Message(zh=f"版样文件有错：{path}", en=f"the style file is wrong: {path}")
    return StyleError(message, findings=findings)


def _located(error: ValidationError, tree: YamlSource) -> tuple[Diagnostic, ...]:
    findings = Findings()
    for problem in error.errors(include_url=False):
        path = tuple(problem["loc"])
        name = ".".join(str(step) for step in path)
        findings.error(
            "STYLE",
            tree.value_span(path),
            Message(
                zh=f"{name}：{_CHINESE.get(problem['type'], '值不对')}",
                en=f"{name}: {problem['msg']}",
            ),
        )
    return findings.errors


def _check(style: Style, path: Path, tree: YamlSource) -> None:
    findings = Findings()
    _check_measures(style, tree, findings)
    _check_colors(style, tree, findings)
    _check_contrast(style, tree, findings)
    if findings.errors:
        raise _wrong(path, findings.errors)


def _check_colors(style: Style, tree: YamlSource, findings: Findings) -> None:
    """Every colour that is used is one of the style's."""
    used = [(("colors",), name) for name in DRAWN]
    for place, name in (*used, *style.color_places()):
        if name not in style.colors:
            listed = ", ".join(style.colors)
            findings.error(
                "STYLE",
                tree.value_span(place),
                Message(zh=f"colors 里没有颜色“{name}”", en=f"no colour “{name}” in colors"),
                Message(zh=f"现有：{listed}", en=f"there are: {listed}"),
            )


def _check_contrast(style: Style, tree: YamlSource, findings: Findings) -> None:
    """Body type must stand out from the tint under it; colours that are no ``#rrggbb`` pass."""
    names = ("black", style.box.tint_color)
    shades = [_HEX.fullmatch(style.colors.get(name, "")) for name in names]
    if None in shades:
        return
    dark, light = sorted(_luminance(shade[1]) for shade in shades if shade)
    ratio = (light + 0.05) / (dark + 0.05)
    if ratio < LEAST_CONTRAST:
        findings.error(
            "STYLE",
            tree.value_span(("colors", style.box.tint_color)),
            Message(
                zh=f"底纹太深，正文反差只有 {ratio:.1f}:1",
                en=f"the tint is too dark, body type has a contrast of {ratio:.1f}:1",
            ),
            Message(zh="至少 4.5:1", en="at least 4.5:1 (WCAG 2.2, 1.4.3)"),
        )


def _luminance(color: str) -> float:
    """Relative luminance of an sRGB colour in hexadecimal (WCAG 2.2)."""
    channels = (int(color[k : k + 2], 16) / 255 for k in (0, 2, 4))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _check_measures(style: Style, tree: YamlSource, findings: Findings) -> None:
    """The columns must go into the type area, the type area on the sheet, the name on page 1."""
    if style.grid.columns > 1 and style.column_gap_pt < style.grid.type_size_pt / 2:
        findings.error(
            "STYLE",
            tree.value_span(("grid", "chars")),
            Message(
                zh=f"{style.grid.columns} 栏每栏 {style.grid.chars} 字，版心里只剩 "
                f"{style.column_gap_pt:.1f} 点栏距",
                en=f"{style.grid.columns} columns of {style.grid.chars} characters leave "
                f"{style.column_gap_pt:.1f} pt between columns",
            ),
            Message(zh="减字数、栏数或字号", en="use fewer characters, columns or smaller type"),
        )
    bottom = mm_to_pt(style.page.head_margin_mm) + style.grid.rows * style.grid.leading_pt
    right = style.page.left_margin_mm + style.page.type_area_width_mm
    if bottom > mm_to_pt(style.page.height_mm) or right > style.page.width_mm:
        findings.error(
            "STYLE",
            tree.value_span(("page",)),
            Message(zh="版心超出纸边", en="the type area runs off the sheet"),
        )
    if style.grid.leading_pt < style.grid.type_size_pt:
        findings.error(
            "STYLE",
            tree.value_span(("grid", "leading_pt")),
            Message(zh="行高小于字号", en="the leading is smaller than the type"),
        )
    if style.furniture.nameplate.rows >= style.grid.rows:
        findings.error(
            "STYLE",
            tree.value_span(("furniture", "nameplate", "rows")),
            Message(zh="报头占满了整版", en="the nameplate takes the whole page"),
        )
