"""The elements of a page in, its HTML out."""

import re
from functools import cache
from pathlib import Path
from typing import Final

import jinja2

from layout.diagnostics import Message
from layout.errors import TemplateError
from layout.rendering.html import PageMarkup

TEMPLATE: Final = "page.html.j2"

_NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (2.2) cannot hold, however it is escaped; the lines still draw it."""


def write_html(markup: PageMarkup, templates: Path) -> str:
    """Write a page as HTML.

    Args:
        markup: The page.
        templates: The folder of ``page.html.j2``.

    Raises:
        TemplateError: The template is missing or wrong.

    """
    words = [run.text for run in markup.runs]
    try:
        html = load_template(templates).render(page=markup.frame, words=words)
    except jinja2.TemplateError as error:
        raise _bad_template(templates, error) from error
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", html)


@cache
def load_template(folder: Path) -> jinja2.Template:
    """The page template of a folder, compiled once.

    Raises:
        TemplateError: It is missing or wrong.

    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
    )
    try:
        return environment.get_template(TEMPLATE)
    except jinja2.TemplateError as error:
        raise _bad_template(folder, error) from error


def _bad_template(folder: Path, error: jinja2.TemplateError) -> TemplateError:
    name = (folder / TEMPLATE).name
    line = getattr(error, "lineno", None)
    place = name if line is None else f"{name}:{line}"
    return TemplateError(
        Message(zh=f"模板 {place} 有误：{error}", en=f"template {place} is wrong: {error}")
    )
