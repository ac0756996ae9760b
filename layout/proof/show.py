"""A proof in, a table for people or JSON for programs out."""

import json
from collections import Counter
from collections.abc import Iterator

from layout.diagnostics import Diagnostic, Language, Severity
from layout.proof.model import ProofReport

_HEADS = {
    Language.ZH: ("检查", "手段", "错误", "警告"),
    Language.EN: ("check", "by", "errors", "warnings"),
}


def show_table(report: ProofReport, language: Language) -> str:
    """A line a check, then every finding, then what was accepted and why."""
    return "\n".join(_lines(report, language))


def _lines(report: ProofReport, language: Language) -> Iterator[str]:
    counts = Counter((f.check, f.diagnostic.severity) for f in report.findings)
    rows = [_HEADS[language]] + [
        (
            check.value,
            by,
            str(counts[check, Severity.ERROR]),
            str(counts[check, Severity.WARNING]),
        )
        for check, by in report.means
    ]
    for check, by, errors, warnings in rows:
        yield f"{check:<14}{by:<24}{errors:>8}{warnings:>10}"
    for finding in report.findings:
        yield f"{finding.diagnostic.code} {_text(finding.diagnostic, language)}"
    for waived in report.waived:
        text = _text(waived.finding.diagnostic, language)
        word = "豁免" if language is Language.ZH else "accepted"
        yield f"{word} {waived.finding.diagnostic.code} {text} ({waived.reason})"


def _text(found: Diagnostic, language: Language) -> str:
    place = ", ".join(str(part) for part in (found.page, found.block) if part is not None)
    return f"{found.text(language)}{f' [{place}]' if place else ''}"


def show_json(report: ProofReport, language: Language) -> str:
    """The report as JSON; ``clean`` says whether no error is left."""
    return json.dumps(
        {
            "folder": str(report.folder),
            "profile": report.profile,
            "clean": report.is_clean,
            "checks": [{"check": check.value, "by": by} for check, by in report.means],
            "findings": [
                {"check": f.check.value, **_record(f.diagnostic, language)} for f in report.findings
            ],
            "waived": [
                {
                    "check": w.finding.check.value,
                    **_record(w.finding.diagnostic, language),
                    "reason": w.reason,
                }
                for w in report.waived
            ],
        },
        ensure_ascii=False,
        indent=1,
    )


def _record(found: Diagnostic, language: Language) -> dict[str, object]:
    return {
        "code": found.code,
        "severity": found.severity.value,
        "file": str(found.span) if found.span else None,
        "page": found.page,
        "block": found.block,
        "message": found.message.text(language),
    }
