"""A list that fills while an edition folder is read: every problem, with its place."""

from collections.abc import Iterable

from layout.diagnostics import Diagnostic, Message, Severity, SourceSpan


class Findings:
    """Collects problems, so that a run reports all of them and not the first."""

    def __init__(self) -> None:
        self._found: list[Diagnostic] = []

    def error(
        self, code: str, span: SourceSpan, message: Message, hint: Message | None = None
    ) -> None:
        """Something that must be mended before the edition can be made."""
        self._add(Severity.ERROR, code, span, message, hint)

    def warning(
        self, code: str, span: SourceSpan, message: Message, hint: Message | None = None
    ) -> None:
        """Something that is set as it stands but is probably not meant."""
        self._add(Severity.WARNING, code, span, message, hint)

    def note(
        self, code: str, span: SourceSpan, message: Message, hint: Message | None = None
    ) -> None:
        """Something for the record."""
        self._add(Severity.NOTE, code, span, message, hint)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._found)

    def since(self, count: int) -> tuple[Diagnostic, ...]:
        """What has been found after the first so many."""
        return tuple(self._found[count:])

    def repeat(self, found: Iterable[Diagnostic]) -> None:
        """Tell again what was found before in a file that is still the same."""
        self._found.extend(found)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What must be mended, by place."""
        return self._by_place(errors=True)

    @property
    def remarks(self) -> tuple[Diagnostic, ...]:
        """Warnings and notes, by place."""
        return self._by_place(errors=False)

    def _add(
        self,
        severity: Severity,
        code: str,
        span: SourceSpan,
        message: Message,
        hint: Message | None,
    ) -> None:
        self._found.append(
            Diagnostic(code=code, severity=severity, message=message, span=span, hint=hint)
        )

    def _by_place(self, *, errors: bool) -> tuple[Diagnostic, ...]:
        wanted = (d for d in self._found if (d.severity is Severity.ERROR) is errors)
        return tuple(sorted(wanted, key=_place))


def _place(finding: Diagnostic) -> tuple[str, int, int]:
    span = finding.span
    return ("", 0, 0) if span is None else (span.file, span.line or 0, span.column or 0)
