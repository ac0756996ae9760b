"""What a proof looks at and what it returns."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from layout.diagnostics import Diagnostic, Message, Severity, SourceSpan


class Check(StrEnum):
    """The checks, in the order in which they are told."""

    FILES = "files"
    BOXES = "boxes"
    FONTS = "fonts"
    COLORS = "colours"
    INK = "ink"
    PICTURES = "pictures"
    TEXT = "text"
    GEOMETRY = "geometry"
    LINKS = "links"
    TAGS = "tags"
    METADATA = "metadata"
    CONFORMANCE = "conformance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """Programs that check more than can be checked here; None where they are missing."""

    verapdf: str | None = None
    ghostscript: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A finding that was looked at and accepted."""

    code: str
    reason: str
    page: int | None = None
    """None accepts it on every page."""
    block: str | None = None
    span: SourceSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check has found wrong."""

    check: Check
    diagnostic: Diagnostic


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived:
    """A finding and why it was accepted."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofReport:
    """A whole proof."""

    folder: Path
    profile: str
    means: tuple[tuple[Check, str], ...]
    """By which program each check was made."""
    findings: tuple[Finding, ...]
    waived: tuple[Waived, ...]

    @property
    def is_clean(self) -> bool:
        """Whether no error is left."""
        return all(f.diagnostic.severity is not Severity.ERROR for f in self.findings)


def wrong(
    check: Check,
    code: str,
    message: Message,
    *,
    file: str,
    page: int | None = None,
    block: str | None = None,
    severity: Severity = Severity.ERROR,
) -> Finding:
    """A finding in one of the edition's files."""
    return Finding(
        check=check,
        diagnostic=Diagnostic(
            code=code,
            severity=severity,
            message=message,
            span=SourceSpan(file=file),
            page=page,
            block=block,
        ),
    )
