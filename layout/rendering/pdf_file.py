"""Laid-out pages and what goes with them in, the bytes of one PDF out.

write_document       fonts, forms, structure, metadata, page labels, compression
  _finish_profile    output intent, attachments, the printer's sheet
"""

import zlib
from dataclasses import dataclass
from pathlib import Path

import pydyf
import weasyprint

from layout.diagnostics import Diagnostic
from layout.makeup.model import PageLayout
from layout.rendering.attachments import attach
from layout.rendering.document import log_lines
from layout.rendering.metadata import DocumentFacts, write_metadata
from layout.rendering.model import SourceFile
from layout.rendering.pdf_fonts import DEFLATE_LEVEL, EditionFont, add_fonts, deflated
from layout.rendering.pdf_pictures import PdfForm
from layout.rendering.press_sheet import add_press_resources, dress_page
from layout.rendering.profiles import OutputIntent, OutputProfile
from layout.rendering.structure import mend_structure
from layout.rendering.weasyprint_hooks import pages_of, print_links, shared_resources


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedForm:
    """A PDF that serves as a picture, and its name in content streams."""

    name: str
    form: PdfForm


@dataclass(frozen=True, slots=True, kw_only=True)
class FileParts:
    """What goes into one file beside its laid-out pages."""

    fonts: tuple[EditionFont, ...]
    forms: tuple[NamedForm, ...]
    pages: tuple[PageLayout, ...]
    facts: DocumentFacts
    output: OutputProfile
    sources: tuple[SourceFile, ...] = ()
    slug_font: Path | None = None
    """The face of the slug line of press files."""


def write_document(
    document: weasyprint.Document, parts: FileParts
) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """Write a laid-out document, with our fonts, metadata and what the profile asks for.

    Returns:
        The file, and what WeasyPrint had to say. The same input gives the same bytes.

    """
    numbers = parts.facts.pages

    def finish(_document: weasyprint.Document, pdf: pydyf.PDF) -> None:
        shared_resources(pdf, "Font").update(add_fonts(pdf, parts.fonts))
        drawn = {named.name: named.form.add_to(pdf) for named in parts.forms}
        shared_resources(pdf, "XObject").update(drawn)
        mend_structure(pdf, parts.pages)
        pdf.catalog["PageLabels"] = _page_labels(numbers)
        write_metadata(pdf, parts.facts)
        print_links(pdf)
        _finish_profile(pdf, parts)
        _deflate(pdf)

    with log_lines(numbers[0] if len(numbers) == 1 else None) as found:
        data = document.write_pdf(
            finisher=finish,
            pdf_tags=True,
            pdf_identifier=True,
            pdf_version=parts.output.pdf_version,
        )
    return data, tuple(found)


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


def _deflate(pdf: pydyf.PDF) -> None:
    """Compress content streams once: the identifier and the file would each do it anew."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.compress:
            packed = pydyf.Stream(item.stream).data.partition(b"\nstream\n")[2]
            item.stream = [zlib.compress(packed.removesuffix(b"\nendstream"), DEFLATE_LEVEL)]
            item.extra = {**item.extra, "Filter": "/FlateDecode"}
            item.compress = False


def page_label(page: PageLayout) -> str:
    """What outline and title call a page: 第1版 头版新闻."""
    return f"第{page.number}版 {page.name}".rstrip()
