"""All that writes PDFs, imported by a process that has nothing else to do."""

from pathlib import Path
from typing import TYPE_CHECKING

from layout.rendering.engine import load_engine

if TYPE_CHECKING:
    from collections.abc import Callable

    from layout.rendering.files import RenderTask
    from layout.rendering.model import RenderedFiles


def ready_press(templates: Path) -> "Callable[[RenderTask], RenderedFiles]":
    """Import all that writes PDFs, read its templates, and return what does the writing.

    Raises:
        OSError: See ``load_engine``.
        TemplateError: A template is missing or cannot be understood.

    """
    load_engine()
    from layout.rendering import pdf_file  # noqa: F401, PLC0415 - half a second
    from layout.rendering.document import load_style_sheet  # noqa: PLC0415 - as above
    from layout.rendering.files import render_task  # noqa: PLC0415 - as above
    from layout.rendering.template import load_template  # noqa: PLC0415 - as above

    load_style_sheet(templates)
    load_template(templates)
    return render_task
