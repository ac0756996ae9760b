"""The standards of the profiles, by the validators of the field where they are found.

veraPDF      PDF/A-3a and PDF/UA-1, as the files say of themselves; Java starts once
pikepdf      PDF/A-3b where veraPDF is missing; the syntax of every file
"""

import subprocess
from collections.abc import Iterator
from typing import Final

import pikepdf
from pikepdf import pdfa

from layout.diagnostics import Message
from layout.proof.model import Check, Finding, Tools, wrong
from layout.proof.reading import FinishedEdition, FinishedFile

FLAVOURS: Final = {
    "archive": ("3a", "ua1"),
    "screen": ("ua1",),
    "large-print": ("ua1",),
}
"""What veraPDF is asked for, by profile; it knows no PDF/X."""

_X_VERSION: Final = "1.6"

_BEYOND_PIKEPDF: Final = ("6.6.2.3.1-1", "6.6.4-3")
"""Rules it cannot judge: it reads no extension schemas, and level A is not B."""


def check_conformance(edition: FinishedEdition, tools: Tools) -> Iterator[Finding]:
    """Every file keeps to the standard of its profile."""
    profile = edition.record["profile"]
    for file in edition.files:
        for problem in file.pdf.check_pdf_syntax():
            yield _broken(file, "qpdf", problem)
    if profile == "press":
        for file in edition.files:
            yield from _x4(file)
    elif tools.verapdf:
        yield from _verapdf(edition, tools.verapdf, FLAVOURS[profile])
    elif profile == "archive":
        for file in edition.files:
            yield from _pikepdf(file)


def means(profile: str, tools: Tools) -> str:
    """By what the standard is checked."""
    if profile == "press":
        return "pikepdf (PDF/X-4)"
    if tools.verapdf:
        return f"veraPDF ({', '.join(FLAVOURS[profile])})"
    return "pikepdf (3b)" if profile == "archive" else "qpdf"


def _verapdf(
    edition: FinishedEdition, verapdf: str, flavours: tuple[str, ...]
) -> Iterator[Finding]:
    files = {str(file.path.resolve()): file for file in edition.files}
    done = subprocess.run(  # noqa: S603 - the program is found by the command line
        (verapdf, "--format", "text", "-v", *files), check=False, capture_output=True, text=True
    )
    open_questions = {(path, flavour) for path in files for flavour in flavours}
    current = ("", "")
    for line in done.stdout.splitlines():
        word, _, rest = line.strip().partition(" ")
        path, _, flavour = rest.rpartition(" ")
        if path in files:
            current = path, flavour
            open_questions.discard(current)
        elif word == "FAIL" and current[0]:
            yield _broken(files[current[0]], f"veraPDF {current[1]}", rest)
    for path, flavour in sorted(open_questions):
        yield _broken(files[path], f"veraPDF {flavour}", done.stderr[-200:].strip() or "not told")


def _pikepdf(file: FinishedFile) -> Iterator[Finding]:
    for found in pdfa.check(file.pdf, "3b").violations:
        if not any(rule in str(found) for rule in _BEYOND_PIKEPDF):
            yield _broken(file, "pikepdf 3b", str(found))


def _x4(file: FinishedFile) -> Iterator[Finding]:
    """What of ISO 15930-7 can be told without a press: version, encryption, actions, notes."""
    if file.pdf.pdf_version < _X_VERSION:
        yield _broken(file, "PDF/X-4", f"version {file.pdf.pdf_version}")
    if file.pdf.is_encrypted:
        yield _broken(file, "PDF/X-4", "encrypted")
    for key in ("/OpenAction", "/AA", "/AcroForm"):
        if key in file.pdf.Root:
            yield _broken(file, "PDF/X-4", f"{key} in the catalog")
    if file.pdf.docinfo.get("/Trapped") not in (pikepdf.Name("/True"), pikepdf.Name("/False")):
        yield _broken(file, "PDF/X-4", "Trapped is not told")
    for sheet in file.pages:
        if "/TrimBox" not in sheet.page.obj:
            yield _broken(file, "PDF/X-4", f"no TrimBox on page {sheet.record['number']}")
        for annotation in sheet.page.obj.get("/Annots", ()):
            if str(annotation.get("/Subtype")) not in ("/PrinterMark", "/TrapNet"):
                yield _broken(file, "PDF/X-4", f"{annotation.get('/Subtype')} on the page")


def _broken(file: FinishedFile, standard: str, rule: str) -> Finding:
    return wrong(
        Check.CONFORMANCE,
        "PROOF_CONFORMANCE",
        Message(zh=f"不合 {standard}：{rule}", en=f"breaks {standard}: {rule}"),
        file=file.name,
    )
