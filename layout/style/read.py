"""A style file to a checked ``Style``: every mistake in it with its line and column."""

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
    _check_measures(style, path, tree)
    return style


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
            Message(zh=f"{name}：{problem['msg']}", en=f"{name}: {problem['msg']}"),
        )
    return findings.errors


def _check_measures(style: Style, path: Path, tree: YamlSource) -> None:
    """The columns must go into the type area, and the type area on the sheet."""
    findings = Findings()
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
            Message(zh="版心超出纸边", en="the type area is larger than the sheet"),
        )
    if findings.errors:
        raise _wrong(path, findings.errors)
