"""The command line: read arguments and environment, call the pipeline, print, exit.

Exit status: 0 done; 1 a problem in content or layout, every problem on stderr; 2 wrong
usage. Stages are imported inside the commands, so that each starts fast.
"""

import datetime as dt
import gc
import json
import os
import re
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from layout import __version__
from layout.cli_archive import archive_app
from layout.cli_batch import PROFILES, batch
from layout.console import (
    AsJson,
    Lang,
    Problems,
    Quiet,
    State,
    findings_json,
    language_of,
    machine_cache,
    machine_fonts,
    machine_tool,
    print_findings,
    say,
)
from layout.diagnostics import Language
from layout.inputs import read_inputs
from layout.kept import (
    STAGES_LIMIT_BYTES,
    Built,
    KeptBuild,
    KeptStages,
    KeptValues,
    kept_build,
)
from layout.processes import GC_THRESHOLD, Standby, can_divide

if TYPE_CHECKING:
    from layout.rendering.files import RenderTask
    from layout.rendering.model import RenderedFiles

    _Press = Standby[RenderTask, RenderedFiles]

app = typer.Typer(
    name="banxin",
    help="Make a Chinese newspaper: article files in, a finished edition out. 稿件进，成报出。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(archive_app, name="archive")

app.command("batch")(batch)

Folder = Annotated[Path, typer.Argument(help="The edition folder.", metavar="DIR")]


def _version(value: bool) -> None:  # noqa: FBT001 - Typer's callback form
    if value:
        typer.echo(f"banxin {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[  # noqa: ARG001 - handled by its callback
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    traceback: Annotated[
        bool, typer.Option("--traceback", help="Show where in the program an error arose.")
    ] = False,
) -> None:
    State.traceback = traceback


@app.command("new")
def new(
    folder: Folder,
    *,
    date: Annotated[
        str, typer.Option(help="The edition's date, such as 2026-01-01; today by default.")
    ] = "",
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Make an edition folder that builds as it stands.

    Example: banxin new content/2026-01-02
    """
    from layout.content.scaffold import new_edition  # noqa: PLC0415 - fast start

    day = _date(date) if date else dt.date.today()  # noqa: DTZ011, TID251 - the clock is read here
    with Problems(lang):
        written = new_edition(folder, day)
        say([str(path) for path in written], quiet=quiet)


@app.command("import")
def import_(
    source: Annotated[Path, typer.Argument(help="A file or folder from elsewhere.")],
    folder: Folder,
    *,
    style: Annotated[str, typer.Option(help="The house style to set it in.")] = "broadsheet",
    lang: Lang = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Turn a foreign source into an edition folder.

    Example: banxin import saved/page01.txt content/2021-04-30 --style tabloid
    """
    from layout.importing import import_source  # noqa: PLC0415 - fast start

    language = language_of(lang)
    with Problems(lang):
        report = import_source(source, folder, style=style)
        if as_json:
            changes = [change.text(Language.EN) for change in report.changes]
            typer.echo(
                json.dumps(
                    {"files": [str(file) for file in report.files], "changes": changes},
                    ensure_ascii=False,
                    indent=1,
                )
            )
        else:
            say([str(file) for file in report.files], quiet=quiet)
            say([change.text(language) for change in report.changes], quiet=quiet)


@app.command("check")
def check(
    folder: Folder, *, lang: Lang = None, quiet: Quiet = False, as_json: AsJson = False
) -> None:
    """Check an edition folder; nothing is laid out.

    Example: banxin check content/2026-01-01
    """
    from layout.cleaning import clean_edition  # noqa: PLC0415 - fast start
    from layout.content import load_edition  # noqa: PLC0415 - fast start
    from layout.content.validate import warnings_of  # noqa: PLC0415 - fast start
    from layout.project import data_folder  # noqa: PLC0415 - fast start
    from layout.style import load_style  # noqa: PLC0415 - fast start

    with Problems(lang, as_json=as_json):
        edition = clean_edition(load_edition(folder))
        load_style(edition.head.style, templates=data_folder("templates"), beside=folder)
        findings = warnings_of(edition)
        if as_json:
            typer.echo(findings_json(findings, language_of(lang)))
        else:
            print_findings(findings, language_of(lang))
            pages, articles = len(edition.head.pages), len(edition.articles)
            summary = {
                Language.ZH: f"{folder}：{pages} 版，{articles} 篇，没有错误",
                Language.EN: f"{folder}: {pages} pages, {articles} articles, no errors",
            }
            say([summary[language_of(lang)]], quiet=quiet)


@app.command("build")
def build(
    folder: Folder,
    *,
    out: Annotated[Path, typer.Option(help="Where editions are written.")] = Path("output"),
    pages: Annotated[str, typer.Option(help="Only these pages, such as 1,3-4.")] = "",
    profile: Annotated[
        str, typer.Option(help=f"What the files are for: {', '.join(PROFILES)}.")
    ] = PROFILES[0],
    style: Annotated[str, typer.Option(help="Another house style than the edition's.")] = "",
    jobs: Annotated[int, typer.Option(min=0, help="Processes to use; 0 for one a processor.")] = 0,
    proposals: Annotated[
        int, typer.Option(min=1, max=9, help="Layouts of each page to show side by side.")
    ] = 1,
    accept: Annotated[
        str, typer.Option(help="Keep a layout in layout.lock: 1, or page:layout as in 1:2,3:1.")
    ] = "",
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Make everything anew; keep nothing.")
    ] = False,
    timings: Annotated[bool, typer.Option("--timings", help="Print seconds a stage.")] = False,
    lang: Lang = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Make the edition: a PDF per page, edition.pdf, edition.json and report.txt.

    Example: banxin build content/2026-01-01 --pages 1
    """
    if profile not in PROFILES:
        raise typer.BadParameter(f"unknown profile {profile!r}; there are: {', '.join(PROFILES)}")
    asked, accepted = _page_numbers(pages), _accepted(accept)
    clock = _Clock()

    def make(memory: KeptStages | None) -> Built:
        processes = jobs or os.cpu_count() or 1
        with _press(processes, memory) as press:  # which imports while this process does
            from layout import pipeline  # noqa: PLC0415 - fast start
            from layout.choice import Accept, Wish  # noqa: PLC0415 - fast start
            from layout.rendering.profiles import ProfileName  # noqa: PLC0415 - fast start

            accepts = tuple(Accept(page=page, proposal=place) for page, place in accepted)
            options = pipeline.BuildOptions(
                out=out,
                cache=machine_cache(),
                font_folders=machine_fonts(),
                pages=asked,
                profile=ProfileName(profile),
                style=style or None,
                jobs=processes,
                wish=Wish(proposals=proposals, accept=accepts, pages=asked),
                memory=memory,
                press=press,
            )
            return pipeline.build(folder, options, clock.begin)

    with Problems(lang, as_json=as_json):
        if no_cache or accepted or not folder.is_dir():
            built = make(None)
        else:
            words = (str(sorted(asked or ())), profile, style, str(proposals))
            built = _kept_or_made(folder, out, words, make)
        clock.begin("")
        if as_json:
            typer.echo(
                json.dumps(
                    {
                        "folder": str(built.folder),
                        "files": list(built.files),
                        "diagnostics": json.loads(
                            findings_json(built.diagnostics, language_of(lang))
                        ),
                    },
                    ensure_ascii=False,
                    indent=1,
                )
            )
        else:
            print_findings(built.diagnostics, language_of(lang))
            say([str(built.folder / name) for name in built.files], quiet=quiet)
        if timings:
            typer.echo(json.dumps(clock.seconds), err=True)
        if not built.is_clean:
            raise typer.Exit(1)


@app.command("proof")
def proof(
    folder: Annotated[Path, typer.Argument(help="A finished edition.", metavar="OUT_EDITION")],
    *,
    waivers: Annotated[
        Path | None, typer.Option(help="YAML list of accepted findings, with reasons.")
    ] = None,
    overlay: Annotated[
        bool, typer.Option("--overlay", help="Draw grid, blocks, ranks and faults over the pages.")
    ] = False,
    lang: Lang = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Read finished PDFs again and check them against edition.json and their standards.

    Example: banxin proof output/banxin-daily/2026-01-01
    """
    from layout.proof import proof_edition  # noqa: PLC0415 - fast start
    from layout.proof.model import Tools  # noqa: PLC0415 - fast start
    from layout.proof.overlay import draw_overlays  # noqa: PLC0415 - fast start
    from layout.proof.show import show_json, show_table  # noqa: PLC0415 - fast start
    from layout.proof.waivers import read_waivers  # noqa: PLC0415 - fast start

    language = language_of(lang)
    with Problems(lang, as_json=as_json):
        tools = Tools(verapdf=machine_tool("verapdf"), ghostscript=machine_tool("gs"))
        accepted = read_waivers(waivers) if waivers else ()
        report = proof_edition(folder, tools=tools, waivers=accepted)
        drawn = draw_overlays(folder, report) if overlay else ()
        if as_json:
            typer.echo(show_json(report, language))
        elif not (quiet and report.is_clean):
            typer.echo(show_table(report, language))
        if not as_json:
            say([str(path) for path in drawn], quiet=quiet)
        if not report.is_clean:
            raise typer.Exit(1)


@app.command("publish")
def publish(
    places: Annotated[
        list[Path],
        typer.Argument(
            help="Folders with finished editions, then the site's folder.",
            metavar="ARCHIVE_OR_OUT... SITE",
        ),
    ],
    *,
    url: Annotated[str, typer.Option(help="Where the site will stand, for feeds.")] = "",
    interface: Annotated[
        Language, typer.Option(help="Language of its buttons until a reader chooses: zh or en.")
    ] = Language.ZH,
    lang: Lang = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Put finished editions on a web site that needs no server; writes what has changed.

    Example: banxin publish output/banxin-daily site --url https://example.org/paper
    """
    from layout.publishing import publish as publish_editions  # noqa: PLC0415 - fast start
    from layout.publishing.model import SiteOptions  # noqa: PLC0415 - fast start

    if len(places) < 2:
        raise typer.BadParameter("name a folder with editions, then the site's folder")
    if url and not url.startswith(("http://", "https://")):
        raise typer.BadParameter(f"not a web address: {url!r}; write https://example.org/paper")
    *sources, site = places
    options = SiteOptions(address=url, interface=interface)
    with Problems(lang, as_json=as_json):
        done = publish_editions(sources, site, options)
        print_findings(done.diagnostics, language_of(lang))
        if as_json:
            told = {"written": list(done.written), "unchanged": done.unchanged}
            typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            say([str(site / path) for path in done.written], quiet=quiet)
        if done.diagnostics:
            raise typer.Exit(1)


@app.command("serve")
def serve(
    folder: Folder,
    *,
    port: Annotated[int, typer.Option(min=1, max=65535, help="On 127.0.0.1.")] = 8765,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Show the edition in a browser on this machine, and every change as it is saved.

    Example: banxin serve content/2026-01-01
    """
    import uvicorn  # noqa: PLC0415 - fast start

    from layout.preview import WarmPress  # noqa: PLC0415 - fast start
    from layout.serving import Hub, make_app  # noqa: PLC0415 - fast start

    with Problems(lang):
        press = WarmPress(folder, machine_cache(), machine_fonts())
        state = press.update()
        gc.freeze()
        print_findings(state.errors, language_of(lang))
        say([f"http://127.0.0.1:{port}/"], quiet=quiet)
        uvicorn.run(
            make_app(Hub(press), language_of(lang)),
            host="127.0.0.1",
            port=port,
            log_level="warning",
            timeout_graceful_shutdown=1,
        )


@app.command("compose")
def compose(
    text: Annotated[str, typer.Argument(help="The text to set.")] = "",
    *,
    measure: Annotated[float, typer.Option(min=1.0, help="Line length in characters.")] = 17.0,
    batch: Annotated[
        bool, typer.Option("--batch", help="Read and write JSON lines on stdin and stdout.")
    ] = False,
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    """Set one text and show its lines.

    Example: banxin compose 版心是书页上印字的部分。 --measure 8
    """
    from layout.composition.batch import run  # noqa: PLC0415 - fast start
    from layout.composition.show import show_json, show_lines  # noqa: PLC0415 - fast start

    if batch:
        run(sys.stdin, sys.stdout.write)
        return
    if not text:
        raise typer.BadParameter("give a text, or --batch")
    with Problems(lang):
        typer.echo(show_json(text, measure) if as_json else show_lines(text, measure))


@app.command("fonts")
def fonts(*, lang: Lang = None, as_json: AsJson = False) -> None:
    """Print the face found for each role, with file, version and SHA-256.

    Example: banxin fonts --json
    """
    from layout.pipeline import font_rows, open_library  # noqa: PLC0415 - fast start

    with Problems(lang):
        rows, findings = font_rows(open_library(machine_cache(), machine_fonts()))
        if as_json:
            typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            for row in rows:
                typer.echo("\t".join(str(value) for value in row.values()))
        print_findings(findings, language_of(lang))


def main() -> NoReturn:
    """Run the command line."""
    gc.set_threshold(GC_THRESHOLD)
    app()
    raise SystemExit(0)


def _kept_or_made(
    folder: Path, out: Path, words: tuple[str, ...], make: Callable[[KeptStages | None], Built]
) -> Built:
    """The files of an earlier build of the same input, else of a new one, which is kept."""
    builds, fonts = KeptValues(machine_cache() / "builds"), machine_fonts()
    stages = KeptValues(machine_cache() / "stages", STAGES_LIMIT_BYTES)
    inputs = read_inputs(folder, fonts)
    key = inputs.key(words)
    if kept := builds.get(KeptBuild, key):
        return kept.restored(out)
    built = make(KeptStages(stages, inputs))
    if built.is_keepable and key == read_inputs(folder, fonts).key(words):
        builds.put(key, kept_build(built, out))
        builds.shrink()
    stages.shrink()
    return built


def _press(processes: int, memory: KeptStages | None) -> AbstractContextManager["_Press | None"]:
    """A process that imports the PDF engine while this one makes pages up.

    None where one process is to do it all, or where an earlier build may have left so much that
    the engine is not needed.
    """
    if not can_divide(processes) or not (memory is None or memory.is_empty):
        return nullcontext()
    return Standby(_ready_press)


def _ready_press() -> "Callable[[RenderTask], RenderedFiles]":
    """What the other process does at once: all that is imported here takes this one no time."""
    from layout.project import data_folder  # noqa: PLC0415 - fast start
    from layout.rendering.files import ready_press  # noqa: PLC0415 - fast start

    return ready_press(data_folder("templates"))


class _Clock:
    """Seconds of each stage, for ``--timings``."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._stage, self._since = "", time.perf_counter()

    def begin(self, stage: str) -> None:
        now = time.perf_counter()
        if self._stage:
            self.seconds[self._stage] = round(now - self._since, 4)
        self._stage, self._since = stage, now


def _page_numbers(text: str) -> frozenset[int] | None:
    if not text:
        return None
    numbers: set[int] = set()
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d{1,3})(?:-(\d{1,3}))?\s*", part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last:
            raise typer.BadParameter(f"not page numbers: {text!r}; write 1,3-4")
        numbers.update(range(first, last + 1))
    return frozenset(numbers)


def _accepted(text: str) -> tuple[tuple[int | None, int], ...]:
    """(page, layout) of each pair; no page where one number stands for all."""
    pairs: list[tuple[int | None, int]] = []
    for part in text.split(",") if text else ():
        match = re.fullmatch(r"\s*(?:(\d{1,3}):)?([1-9])\s*", part)
        if match is None:
            raise typer.BadParameter(f"not a layout: {text!r}; write 1, or 1:2,3:1")
        pairs.append((int(match[1]) if match[1] else None, int(match[2])))
    return tuple(pairs)


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"not a date: {text!r}; write 2026-01-01") from error
