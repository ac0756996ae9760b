"""A finished edition's folder in, everything that is wrong with its files out.

proof_edition
  open_edition        edition.json and the PDFs it names
  check_…             one function for each check, in the order of ``Check``
  waive               what was looked at and accepted
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from layout.proof.boxes import check_boxes
from layout.proof.colors import check_colors, check_ink
from layout.proof.conformance import check_conformance, means
from layout.proof.fonts import check_fonts
from layout.proof.model import Check, Finding, ProofReport, Tools, Waiver
from layout.proof.pictures import check_pictures
from layout.proof.reading import FinishedEdition, open_edition
from layout.proof.structure import check_links, check_metadata, check_tags
from layout.proof.text import check_geometry, check_text
from layout.proof.waivers import waive

NO_TOOLS: Final = Tools()


def proof_edition(
    folder: Path, *, tools: Tools = NO_TOOLS, waivers: Sequence[Waiver] = ()
) -> ProofReport:
    """Check every file of a finished edition.

    Args:
        folder: ``OUT/<paper>/<date>``, as a build wrote it.
        tools: Programs that may be asked.
        waivers: Findings that were accepted.

    Raises:
        ProofError: The folder holds no finished edition.

    """
    with open_edition(folder) as edition:
        found = tuple(_findings(edition, tools))
        profile = edition.record["profile"]
    left, waived = waive(found, waivers)
    return ProofReport(
        folder=folder,
        profile=profile,
        means=_means(profile, tools),
        findings=left,
        waived=waived,
    )


def _findings(edition: FinishedEdition, tools: Tools) -> Iterable[Finding]:
    yield from edition.findings
    yield from check_boxes(edition)
    yield from check_fonts(edition)
    yield from check_colors(edition)
    yield from check_ink(edition, tools)
    yield from check_pictures(edition)
    yield from check_text(edition)
    yield from check_geometry(edition)
    yield from check_links(edition)
    yield from check_tags(edition)
    yield from check_metadata(edition)
    yield from check_conformance(edition, tools)


def _means(profile: str, tools: Tools) -> tuple[tuple[Check, str], ...]:
    """By which program each check is made."""
    by = dict.fromkeys(Check, "pikepdf")
    by[Check.FILES] = "SHA-256"
    by |= dict.fromkeys((Check.PICTURES, Check.TEXT, Check.GEOMETRY), "pdfium")
    if profile == "press":
        by[Check.INK] = "Ghostscript, Pillow" if tools.ghostscript else "Pillow"
    else:
        del by[Check.COLORS], by[Check.INK]
    by[Check.CONFORMANCE] = means(profile, tools)
    return tuple(by.items())
