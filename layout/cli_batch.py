"""The command ``banxin batch``: many editions, a progress bar, and the list of failures."""

import contextlib
import importlib.util
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from layout.console import Lang, Problems, Quiet, language_of, machine_cache, machine_fonts, say
from layout.diagnostics import Language

if TYPE_CHECKING:
    from layout.batch import Task, Workers
    from layout.journal import Outcome

PROFILES = ("screen", "press", "archive", "large-print")
"""The words of ``--profile``; a test compares them with those of rendering."""


def batch(
    editions: Annotated[
        list[Path] | None, typer.Argument(help="Edition folders.", metavar="EDITIONS...")
    ] = None,
    *,
    list_file: Annotated[
        Path | None, typer.Option("--list", help="A file that names edition folders, one a line.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Where editions are written.")] = Path("output"),
    profile: Annotated[
        str, typer.Option(help=f"What the files are for: {', '.join(PROFILES)}.")
    ] = PROFILES[0],
    style: Annotated[str, typer.Option(help="Another house style than the editions'.")] = "",
    jobs: Annotated[int, typer.Option(min=0, help="Processes to use; 0 for one a processor.")] = 0,
    scheduler: Annotated[
        str, typer.Option(metavar="ADDRESS", help="A Dask scheduler whose workers make them.")
    ] = "",
    retries: Annotated[
        int, typer.Option(min=0, help="Tries more for an edition whose process died.")
    ] = 2,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Make many editions; what an earlier run has finished is not made again.

    Example: banxin batch content/2026-01-01 content/2026-03-05 --jobs 2
    """
    from layout.batch import make_editions  # noqa: PLC0415 - fast start
    from layout.pipeline import BuildOptions  # noqa: PLC0415 - fast start
    from layout.rendering.profiles import ProfileName  # noqa: PLC0415 - fast start

    if profile not in PROFILES:
        raise typer.BadParameter(f"unknown profile {profile!r}; there are: {', '.join(PROFILES)}")
    language = language_of(lang)
    with Problems(lang):
        folders = list(dict.fromkeys([*(editions or ()), *_listed(list_file)]))
        if not folders:
            raise typer.BadParameter("name edition folders, or a file of them with --list")
        options = BuildOptions(
            out=out,
            cache=machine_cache(),
            font_folders=machine_fonts(),
            profile=ProfileName(profile),
            style=style or None,
        )
        count = jobs or os.cpu_count() or 1
        with (
            _workers(scheduler, min(count, len(folders))) as (workers, make),
            _progress(len(folders), quiet=quiet) as told,
        ):
            outcomes = make_editions(
                folders, options, workers, retries=retries, told=told, make=make
            )
        _tell(outcomes, language, quiet=quiet)
    if any(outcome.errors for outcome in outcomes):
        raise typer.Exit(1)


def _listed(path: Path | None) -> list[Path]:
    lines = path.read_text("utf-8").splitlines() if path else []
    return [Path(line.strip()) for line in lines if line.strip() and not line.startswith("#")]


@contextlib.contextmanager
def _workers(
    scheduler: str, count: int
) -> Iterator[tuple["Workers", Callable[["Task"], "Outcome"] | None]]:
    """Those who make the editions, and how they are told to."""
    from layout.batch import LocalProcesses  # noqa: PLC0415 - fast start

    if not scheduler:
        yield LocalProcesses(count), None
        return
    if importlib.util.find_spec("distributed") is None:
        raise typer.BadParameter("--scheduler needs Dask: pip install 'banxin[cluster]'")
    from layout.cluster import MakeThere, cluster_workers  # noqa: PLC0415 - an extra

    with cluster_workers(scheduler) as workers:
        yield workers, MakeThere(cwd=Path.cwd())


@contextlib.contextmanager
def _progress(total: int, *, quiet: bool) -> Iterator[Callable[["Outcome"], None]]:
    """A bar on a terminal; what to call with each outcome."""
    from rich.console import Console  # noqa: PLC0415 - fast start
    from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn  # noqa: PLC0415

    console = Console(stderr=True)
    columns = (*Progress.get_default_columns()[1:3], MofNCompleteColumn(), TimeRemainingColumn())
    is_hidden = quiet or not console.is_terminal
    with Progress(*columns, console=console, disable=is_hidden) as progress:
        bar = progress.add_task("", total=total)
        yield lambda _outcome: progress.advance(bar)


def _tell(outcomes: Sequence["Outcome"], language: Language, *, quiet: bool) -> None:
    wrong = [outcome for outcome in outcomes if outcome.errors]
    for outcome in wrong:
        typer.echo(f"{outcome.folder}:", err=True)
        for error in outcome.errors:
            typer.echo(error.text(language), err=True)
    before = sum(outcome.is_from_before for outcome in outcomes)
    made = sum(bool(outcome.place) for outcome in outcomes) - before
    failed = sum(not outcome.place for outcome in outcomes)
    flawed = len(wrong) - failed
    text = {
        Language.ZH: f"做成 {made} 期，先前已有 {before} 期，有错 {flawed} 期；失败 {failed} 期",
        Language.EN: (
            f"{made} editions made, {before} there before, {flawed} with errors; {failed} failed"
        ),
    }
    say([text[language]], quiet=quiet)
