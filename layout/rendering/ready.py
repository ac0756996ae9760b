"""All that writes PDFs, imported before it is needed: where there is time, or work is divided."""

from pathlib import Path

from layout.rendering.engine import load_engine


def get_ready(templates: Path) -> None:
    """Import all that writes PDFs and read its templates.

    Raises:
        OSError: See ``load_engine``.
        TemplateError: A template is missing or cannot be understood.

    """
    load_engine()
    from layout.rendering import pdf_file  # noqa: F401, PLC0415 - half a second
    from layout.rendering.document import load_style_sheet  # noqa: PLC0415 - as above
    from layout.rendering.template import load_template  # noqa: PLC0415 - as above

    load_style_sheet(templates)
    load_template(templates)
