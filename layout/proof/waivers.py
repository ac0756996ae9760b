"""A file of accepted findings in, waivers and what is left of the findings out.

The file is YAML: under ``waivers`` a list of ``{code, page, block, reason}``, of which page
and block may be left out. A waiver without a reason is an error, one that nothing answers to
a warning.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from layout.content.findings import Findings
from layout.content.source import read_source
from layout.content.yaml_source import YamlSource, read_yaml
from layout.diagnostics import Message, Severity
from layout.errors import ProofError
from layout.proof.model import Check, Finding, Waived, Waiver, wrong

_KEYS = {"code", "page", "block", "reason"}


def read_waivers(path: Path) -> tuple[Waiver, ...]:
    """Read the waivers of a paper or an edition.

    Raises:
        ProofError: The file is missing or wrong; every problem is located.

    """
    findings = Findings()
    source = read_source(path, path.as_posix(), findings)
    tree = read_yaml(source, findings) if source is not None else None
    items = tree.value.get("waivers") if tree is not None else []
    if tree is None or not isinstance(items, list):
        raise ProofError(
            Message(zh=f"{path} 里没有 waivers 清单", en=f"{path} has no list of waivers"),
            findings=findings.errors,
        )
    waivers = [_waiver(item, index, tree, findings) for index, item in enumerate(items)]
    if findings.errors:
        raise ProofError(
            Message(zh=f"{path} 有错", en=f"{path} is wrong"), findings=findings.errors
        )
    return tuple(waiver for waiver in waivers if waiver is not None)


def _waiver(item: object, index: int, tree: YamlSource, findings: Findings) -> Waiver | None:
    span = tree.value_span(("waivers", index))
    if not isinstance(item, dict) or not {"code", "reason"} <= set(item) <= _KEYS:
        findings.error(
            "PROOF_WAIVER",
            span,
            Message(
                zh="每项要有 code 和 reason，可有 page、block",
                en="an item has code and reason, and may have page and block",
            ),
        )
        return None
    reason, page, block = str(item["reason"] or "").strip(), item.get("page"), item.get("block")
    if not reason or not (page is None or str(page).isdigit()):
        findings.error(
            "PROOF_WAIVER",
            span,
            Message(zh="要写明理由；page 是版次", en="give a reason; page is a page number"),
        )
        return None
    return Waiver(
        code=str(item["code"]),
        reason=reason,
        page=None if page is None else int(str(page)),
        block=None if block is None else str(block),
        span=span,
    )


def waive(
    findings: Iterable[Finding], waivers: Sequence[Waiver]
) -> tuple[tuple[Finding, ...], tuple[Waived, ...]]:
    """Part the findings that were accepted from those that were not."""
    left: list[Finding] = []
    waived: list[Waived] = []
    used: set[int] = set()
    for finding in findings:
        at = next((i for i, waiver in enumerate(waivers) if _answers(waiver, finding)), None)
        if at is None:
            left.append(finding)
        else:
            used.add(at)
            waived.append(Waived(finding=finding, reason=waivers[at].reason))
    left += [_unused(w) for i, w in enumerate(waivers) if i not in used]
    return tuple(left), tuple(waived)


def _answers(waiver: Waiver, finding: Finding) -> bool:
    found = finding.diagnostic
    return (
        waiver.code == found.code
        and waiver.page in (None, found.page)
        and waiver.block in (None, found.block)
    )


def _unused(waiver: Waiver) -> Finding:
    return wrong(
        Check.FILES,
        "PROOF_WAIVER_UNUSED",
        Message(
            zh=f"没有可豁免的 {waiver.code}：{waiver.reason}",
            en=f"nothing to accept as {waiver.code}: {waiver.reason}",
        ),
        file=str(waiver.span),
        page=waiver.page,
        severity=Severity.WARNING,
    )
