"""What the commands share: common options, the machine's folders, messages and exit status."""

import json
import locale
import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from layout.diagnostics import Diagnostic, Language, Severity
from layout.errors import NewspaperError

Lang = Annotated[Language | None, typer.Option("--lang", help="Language of messages: zh or en.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print problems only.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


class State:
    """What the options before the command say."""

    traceback = False


class Problems:
    """Turns the program's errors into messages on stderr and exit status 1."""

    def __init__(self, lang: Language | None, *, as_json: bool = False) -> None:
        self._language = language_of(lang)
        self._as_json = as_json

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if State.traceback:
            return
        if isinstance(error, NewspaperError):
            if self._as_json:
                typer.echo(findings_json(error.findings, self._language))
            typer.echo(error.text(self._language), err=True)
            raise typer.Exit(1) from error
        if isinstance(error, OSError):
            name = f"{error.filename}: " if error.filename else ""
            typer.echo(f"{name}{error.strerror or error}", err=True)
            raise typer.Exit(1) from error


def print_findings(findings: Iterable[Diagnostic], language: Language) -> None:
    """Findings on stderr; notes are for the record only."""
    for finding in findings:
        if finding.severity is not Severity.NOTE:
            typer.echo(finding.text(language), err=True)


def say(lines: Sequence[str], *, quiet: bool) -> None:
    """Lines on stdout, unless only problems are wanted."""
    if not quiet:
        for line in lines:
            typer.echo(line)


def findings_json(findings: Iterable[Diagnostic], language: Language) -> str:
    """Findings as ``--json`` tells them."""
    return json.dumps(
        [
            {
                "code": finding.code,
                "severity": finding.severity.value,
                "span": str(finding.span) if finding.span else None,
                "page": finding.page,
                "message": finding.message.text(language),
                "hint": finding.hint.text(language) if finding.hint else None,
            }
            for finding in findings
        ],
        ensure_ascii=False,
        indent=1,
    )


def language_of(lang: Language | None) -> Language:
    """As asked for, else by the locale; English where nothing is said."""
    if lang is not None:
        return lang
    told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    told = told or (locale.getlocale()[0] or "")
    return Language.ZH if told.lower().startswith(("zh", "chinese")) else Language.EN


def machine_cache() -> Path:
    """Where faces taken out of collections are kept."""
    if told := os.environ.get("BANXIN_CACHE"):
        return Path(told)
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "banxin"


def machine_tool(name: str) -> str | None:
    """A program that ``script/validators`` fetched into the checkout, or one on the path."""
    own = Path(__file__).resolve().parent.parent / ".tools" / "bin" / name
    return str(own) if own.is_file() else shutil.which(name)


def machine_fonts() -> tuple[Path, ...]:
    """The folders where this system keeps fonts; ``BANXIN_FONTS`` names more."""
    told = [Path(p) for p in os.environ.get("BANXIN_FONTS", "").split(os.pathsep) if p]
    home = Path.home()
    usual = (
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local/share/fonts",
        home / ".fonts",
        Path("/Library/Fonts"),
        Path("/System/Library/Fonts"),
        home / "Library/Fonts",
    )
    return tuple(folder for folder in (*told, *usual) if folder.is_dir())
