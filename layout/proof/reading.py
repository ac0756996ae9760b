"""A finished edition's folder in, its record and its open files out.

open_edition     edition.json, then every PDF it names
FinishedFile   one PDF, open in pikepdf; its pages with what the record says of them
"""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pikepdf
from pydantic import TypeAdapter, ValidationError

from layout.diagnostics import Message, SourceSpan
from layout.errors import ProofError
from layout.proof.model import Check, Finding, wrong
from layout.record.model import EditionRecord, PageRecord

RECORD_FILE: Final = "edition.json"
EDITION_FILE: Final = "edition.pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedPage:
    """A page of a file, and what the record says of it."""

    file: str
    index: int
    page: pikepdf.Page
    record: PageRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedFile:
    """A PDF of the edition."""

    name: str
    path: Path
    pdf: pikepdf.Pdf
    pages: tuple[FinishedPage, ...]

    @property
    def is_whole(self) -> bool:
        """Whether it is the edition's own file, not that of one page."""
        return self.name == EDITION_FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedEdition:
    """An edition as it was written."""

    folder: Path
    record: EditionRecord
    files: tuple[FinishedFile, ...]
    findings: tuple[Finding, ...]
    """What stood in the way of opening a file."""


@contextmanager
def open_edition(folder: Path) -> Iterator[FinishedEdition]:
    """Open every file of a finished edition.

    Raises:
        ProofError: There is no record, or it cannot be read.

    """
    record = _read_record(folder)
    found: list[Finding] = []
    with ExitStack() as stack:
        files = []
        for name, pages in _expected(record):
            path = folder / name
            try:
                pdf = stack.enter_context(pikepdf.open(path))
            except (OSError, pikepdf.PdfError) as error:
                found.append(_unreadable(name, error))
                continue
            found += _hash_findings(path, pages, is_whole=name == EDITION_FILE)
            found += _count_findings(name, pdf, pages)
            shown = tuple(
                FinishedPage(file=name, index=index, page=page, record=told)
                for index, (page, told) in enumerate(zip(pdf.pages, pages, strict=False))
            )
            files.append(FinishedFile(name=name, path=path, pdf=pdf, pages=shown))
        yield FinishedEdition(
            folder=folder, record=record, files=tuple(files), findings=tuple(found)
        )


def _read_record(folder: Path) -> EditionRecord:
    path = folder / RECORD_FILE
    try:
        return TypeAdapter(EditionRecord).validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise ProofError(
            Message(
                zh=f"{folder} 不是排好的一期：没有可用的 {RECORD_FILE}",
                en=f"{folder} is no finished edition: there is no usable {RECORD_FILE}",
            ),
            SourceSpan(file=path.as_posix()),
            Message(zh="先运行 banxin build", en="run banxin build first"),
        ) from error


def _expected(record: EditionRecord) -> Iterator[tuple[str, list[PageRecord]]]:
    for page in record["pages"]:
        yield page["pdf"], [page]
    yield EDITION_FILE, record["pages"]


def _unreadable(name: str, error: Exception) -> Finding:
    return wrong(
        Check.FILES,
        "PROOF_FILE",
        Message(zh=f"{name} 打不开：{error}", en=f"{name} cannot be opened: {error}"),
        file=name,
    )


def _hash_findings(path: Path, pages: list[PageRecord], *, is_whole: bool) -> Iterator[Finding]:
    if is_whole or hashlib.sha256(path.read_bytes()).hexdigest() == pages[0]["sha256"]:
        return
    yield wrong(
        Check.FILES,
        "PROOF_HASH",
        Message(
            zh=f"{path.name} 与 edition.json 记下的 SHA-256 不符",
            en=f"{path.name} is not the file whose SHA-256 is in edition.json",
        ),
        file=path.name,
        page=pages[0]["number"],
    )


def _count_findings(name: str, pdf: pikepdf.Pdf, pages: list[PageRecord]) -> Iterator[Finding]:
    if len(pdf.pages) != len(pages):
        yield wrong(
            Check.FILES,
            "PROOF_PAGES",
            Message(
                zh=f"{name} 有 {len(pdf.pages)} 页，应有 {len(pages)} 页",
                en=f"{name} has {len(pdf.pages)} pages instead of {len(pages)}",
            ),
            file=name,
        )
