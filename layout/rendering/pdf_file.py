"""Laid-out pages and what goes with them in, one PDF without text and fonts out.

make_shell           forms, structure, metadata, page labels
  _finish_profile    output intent, attachments, the printer's sheet
"""

from dataclasses import dataclass, replace
from pathlib import Path

import pydyf
import weasyprint

from layout.makeup.model import PageLayout
from layout.rendering.attachments import attach
from layout.rendering.document import log_lines
from layout.rendering.metadata import DocumentFacts, page_label, write_metadata
from layout.rendering.model import SourceFile
from layout.rendering.pdf_fonts import deflated
from layout.rendering.pdf_pictures import NamedForm
from layout.rendering.press_sheet import add_press_resources, dress_page
from layout.rendering.profiles import OutputIntent, OutputProfile
from layout.rendering.shell import Shell, shell_of
from layout.rendering.structure import mend_structure
from layout.rendering.weasyprint_hooks import engine_pdf, pages_of, print_links, shared_resources


@dataclass(frozen=True, slots=True, kw_only=True)
class FileParts:
    """What goes into one file beside its laid-out pages."""

    forms: tuple[NamedForm, ...]
    pages: tuple[PageLayout, ...]
    facts: DocumentFacts
    output: OutputProfile
    sources: tuple[SourceFile, ...] = ()
    slug_font: Path | None = None
    """The face of the slug line of press files."""


def make_shell(document: weasyprint.Document, parts: FileParts) -> Shell:
    """Write out a laid-out document, with metadata and what the profile asks for.

    Returns:
        The file less text and fonts, and what WeasyPrint had to say. The same input gives the
        same shell.

    """
    numbers = parts.facts.pages
    version = parts.output.pdf_version
    with log_lines(numbers[0] if len(numbers) == 1 else None) as found:
        pdf = engine_pdf(document, version)
        fonts = shared_resources(pdf, "Font")
        drawn = {named.name: named.form.add_to(pdf) for named in parts.forms}
        shared_resources(pdf, "XObject").update(drawn)
        mend_structure(pdf, parts.pages)
        pdf.catalog["PageLabels"] = _page_labels(numbers)
        write_metadata(pdf, parts.facts)
        print_links(pdf)
        _finish_profile(pdf, parts)
        shell = shell_of(pdf, fonts, version)
    return replace(shell, diagnostics=tuple(found))


def _finish_profile(pdf: pydyf.PDF, parts: FileParts) -> None:
    """Output intent, attachments, the printer's sheet: what only some profiles have."""
    output = parts.output
    if output.intent:
        add_output_intent(pdf, output.intent)
    attach(pdf, parts.sources, parts.facts.date)
    if output.sheet and parts.slug_font:
        add_press_resources(
            pdf, shared_resources(pdf, "ExtGState"), shared_resources(pdf, "ColorSpace")
        )
        issue = f"{parts.facts.paper} {parts.facts.date}"
        for laid, page in zip(parts.pages, pages_of(pdf), strict=True):
            slug = f"{issue} {page_label(laid)} {output.sheet.condition} CMYK"
            dress_page(pdf, page, output.sheet, slug=slug, font=parts.slug_font)


def add_output_intent(pdf: pydyf.PDF, intent: OutputIntent) -> None:
    """Say what the colours are meant for (ISO 32000-2, 14.11.5)."""
    profile = deflated(intent.profile, {"N": intent.components})
    pdf.add_object(profile)
    pdf.catalog["OutputIntents"] = pydyf.Array(
        [
            pydyf.Dictionary(
                {
                    "Type": "/OutputIntent",
                    "S": intent.subtype,
                    "OutputConditionIdentifier": pydyf.String(intent.condition),
                    "OutputCondition": pydyf.String(intent.info),
                    "RegistryName": pydyf.String(intent.registry),
                    "Info": pydyf.String(intent.info),
                    "DestOutputProfile": profile.reference,
                }
            )
        ]
    )


def _page_labels(numbers: tuple[int, ...]) -> pydyf.Dictionary:
    """The pages' own numbers (ISO 32000-2, 12.4.2), an entry wherever counting breaks."""
    entries = pydyf.Array()
    for index, number in enumerate(numbers):
        if index == 0 or number != numbers[index - 1] + 1:
            entries.append(index)
            entries.append(pydyf.Dictionary({"S": "/D", "St": number}))
    return pydyf.Dictionary({"Nums": entries})
