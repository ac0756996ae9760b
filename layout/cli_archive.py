"""The commands of ``banxin archive``: arguments and environment read, the archive called."""

import datetime as dt
import json
import os
import re
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from layout.console import (
    AsJson,
    Lang,
    Problems,
    Quiet,
    language_of,
    machine_cache,
    machine_fonts,
    print_findings,
    say,
)
from layout.diagnostics import Language

if TYPE_CHECKING:
    from layout.archive.index import IndexedEdition
    from layout.archive.keep import Archive
    from layout.archive.model import Box, Tool
    from layout.archive.search import Hit
    from layout.archive.store import Store
    from layout.archiving import Restored
    from layout.pipeline import BuildOptions

archive_app = typer.Typer(
    help="Keep editions as snapshots that prove themselves. 存档、查找、核对。\n\n"
    "Example: banxin archive add output/banxin-daily/2026-01-01",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Where = Annotated[
    str, typer.Option("--archive", help="The archive: a folder, or s3://BUCKET/FOLDER.")
]
Index = Annotated[
    str, typer.Option(help="The index file; in the archive's folder, or the cache for a bucket.")
]
Breaks = Annotated[
    bool, typer.Option("--break-lock", help="Take the lock of a writer on a machine that is gone.")
]
Jobs = Annotated[int, typer.Option(min=0, help="Processes to use; 0 for one a processor.")]
Snapshot = Annotated[str, typer.Argument(help="PAPER/DATE or PAPER/DATE-VERSION.")]

DEFAULT = "archive"
_REQUIREMENT = re.compile(r"[A-Za-z0-9._-]+")


@archive_app.command("add")
def add(
    out_edition: Annotated[Path, typer.Argument(help="The folder of a finished build.")],
    *,
    content: Annotated[
        str, typer.Option(help="The edition folder it was built from; content/DATE by default.")
    ] = "",
    style: Annotated[str, typer.Option(help="The house style it was built in, if told.")] = "",
    sign: Annotated[str, typer.Option(help="A private Ed25519 key (PEM) to sign with.")] = "",
    archive: Where = DEFAULT,
    index: Index = "",
    jobs: Jobs = 0,
    break_lock: Breaks = False,
    lang: Lang = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Add a snapshot of a finished edition; an edition that is there gets a new version.

    Example: banxin archive add output/banxin-daily/2026-01-01
    """
    from layout.archive.sign import private_key  # noqa: PLC0415 - fast start
    from layout.archiving import Keeping, keep_edition  # noqa: PLC0415 - fast start

    with Problems(lang, as_json=as_json):
        keeping = Keeping(
            content=Path(content) if content else Path("content") / out_edition.name,
            options=_build_options(style, jobs),
            tools=_tools(),
            added=dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),  # noqa: TID251 - the clock is read here
            key=private_key(Path(sign).read_bytes(), sign) if sign else None,
        )
        kept = keep_edition(_archive(archive, index, breaks=break_lock), out_edition, keeping)
        told = {**asdict(kept.entry), "paper": kept.paper, "signed": kept.is_signed}
        _tell(told, [f"{archive}/{kept.bag}"], quiet=quiet, as_json=as_json)


@archive_app.command("list")
def list_(
    *,
    paper: Annotated[str, typer.Option(help="Only this paper.")] = "",
    archive: Where = DEFAULT,
    index: Index = "",
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    """List the snapshots, by paper, date and version.

    Example: banxin archive list --paper banxin-daily
    """
    from layout.archive.shelf import shelf  # noqa: PLC0415 - fast start

    with Problems(lang, as_json=as_json):
        rows = shelf(_index_file(archive, index), paper)
        lines = ["\t".join(_row_words(row)) for row in rows]
        _tell([_row_json(row) for row in rows], lines, quiet=False, as_json=as_json)


@archive_app.command("show")
def show(
    snapshot: Snapshot,
    *,
    archive: Where = DEFAULT,
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    """Show what a snapshot is: its line in the log, what made it, its articles.

    Example: banxin archive show banxin-daily/2026-01-01
    """
    from layout.archive.shelf import find_snapshot  # noqa: PLC0415 - fast start
    from layout.archive.snapshot import SNAPSHOT, read_facts  # noqa: PLC0415 - fast start
    from layout.archive.store import read_bytes  # noqa: PLC0415 - fast start

    with Problems(lang, as_json=as_json):
        store = _store(archive)
        paper, logged = find_snapshot(store, snapshot)
        bag = f"{paper}/{logged.entry.bag}"
        facts = read_facts(store, bag)
        articles = [
            {"id": one.id, "headline": one.headline, "pages": one.pages, "authors": one.authors}
            for one in facts.articles
        ]
        told = json.loads(read_bytes(store, f"{bag}/data/{SNAPSHOT}"))
        told |= {"log": asdict(logged.entry), "articles": articles}
        lines = [f"{key}\t{value}" for key, value in asdict(logged.entry).items()]
        lines += [f"{'/'.join(map(str, a['pages']))}\t{a['headline']}" for a in articles]
        _tell(told, lines, quiet=False, as_json=as_json)


@archive_app.command("search")
def search(
    phrase: Annotated[str, typer.Argument(help="What to look for, letter by letter.")],
    *,
    fold: Annotated[
        bool, typer.Option("--fold", help="Traditional as Simplified, full width as half.")
    ] = False,
    paper: Annotated[str, typer.Option(help="Only this paper.")] = "",
    since: Annotated[str, typer.Option(help="From this date on.")] = "",
    until: Annotated[str, typer.Option(help="Up to this date.")] = "",
    page: Annotated[int, typer.Option(min=0, help="Only on this page.")] = 0,
    section: Annotated[str, typer.Option(help="Part of a page's or column's name.")] = "",
    author: Annotated[str, typer.Option(help="Part of a byline.")] = "",
    limit: Annotated[int, typer.Option(min=0, help="At most so many articles; 0 for all.")] = 20,
    all_versions: Annotated[
        bool, typer.Option("--all-versions", help="Versions that a newer one replaced, too.")
    ] = False,
    archive: Where = DEFAULT,
    index: Index = "",
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    """Find a phrase in the articles: newest first, with page and boxes (pt).

    Example: banxin archive search 春耕 --json
    """
    from layout.archive.search import EARLIEST, LATEST, Query  # noqa: PLC0415 - fast start
    from layout.archive.search import search as look  # noqa: PLC0415 - fast start

    query = Query(
        text=phrase,
        folds=fold,
        paper=paper,
        since=_day(since) if since else EARLIEST,
        until=_day(until) if until else LATEST,
        page=page,
        section=section,
        author=author,
        every_version=all_versions,
        limit=limit,
    )
    with Problems(lang, as_json=as_json):
        hits = look(_index_file(archive, index), query)
        lines = [line for hit in hits for line in _hit_lines(hit)]
        _tell([_hit_json(hit) for hit in hits], lines, quiet=False, as_json=as_json)


@archive_app.command("verify")
def verify(
    *,
    public_key: Annotated[
        str, typer.Option(help="A public Ed25519 key (PEM) to check signatures with.")
    ] = "",
    archive: Where = DEFAULT,
    index: Index = "",
    jobs: Jobs = 0,
    lang: Lang = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Check every byte of the archive, the logs, the index, PDFs and boxes.

    Example: banxin archive verify --public-key public.pem
    """
    from layout.archive import sign  # noqa: PLC0415 - fast start
    from layout.archive.verify import verify as check  # noqa: PLC0415 - fast start

    with Problems(lang, as_json=as_json):
        key = sign.public_key(Path(public_key).read_bytes(), public_key) if public_key else None
        processes = jobs or os.cpu_count() or 1
        done = check(_store(archive), _index_file(archive, index), key=key, jobs=processes)
        language = language_of(lang)
        faults = [
            {"what": one.what, "place": one.place, "message": one.message.text(language)}
            for one in done.faults
        ]
        told = {
            "snapshots": done.snapshots,
            "bytes": done.size_bytes,
            "pending": done.pending,
            "faults": faults,
        }
        print_findings([fault.diagnostic() for fault in done.faults], language)
        summary = {
            Language.ZH: f"{done.snapshots} 个快照，{len(faults)} 处不对",
            Language.EN: f"{done.snapshots} snapshots, {len(faults)} faults",
        }
        _tell(told, [summary[language]], quiet=quiet, as_json=as_json)
        if faults:
            raise typer.Exit(1)


@archive_app.command("restore")
def restore(
    snapshot: Snapshot,
    folder: Annotated[Path, typer.Argument(help="The folder to write; must be new.")],
    *,
    archive: Where = DEFAULT,
    jobs: Jobs = 0,
    lang: Lang = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Build a snapshot from its sources, and say whether every byte is the same.

    Example: banxin archive restore banxin-daily/2026-01-01 restored
    """
    from layout.archiving import restore_edition  # noqa: PLC0415 - fast start

    with Problems(lang, as_json=as_json):
        options = _build_options("", jobs)
        done = restore_edition(_store(archive), snapshot, folder, options, _tools())
        lines = _restored_lines(done, language_of(lang))
        _tell(
            {
                "folder": str(done.folder),
                "equal": done.is_equal,
                "files": done.files,
                "differing": done.differing,
                "versions": done.versions,
                "fonts": done.fonts,
                "styles": done.styles,
            },
            lines,
            quiet=quiet and done.is_equal,
            as_json=as_json,
        )
        if not done.is_equal:
            raise typer.Exit(1)


@archive_app.command("export")
def export(
    snapshot: Snapshot,
    target: Annotated[Path, typer.Argument(help="The folder or .zip to write; must be new.")],
    *,
    sources: Annotated[
        bool, typer.Option("--sources", help="With the articles and the style it was made from.")
    ] = False,
    archive: Where = DEFAULT,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Write a set for a library: METS, ALTO, PREMIS, page pictures and PDFs.

    Example: banxin archive export banxin-daily/2026-01-01 2026-01-01.zip
    """
    from layout.archive.unpack import export as write  # noqa: PLC0415 - fast start

    with Problems(lang):
        say([str(write(_store(archive), snapshot, target, with_sources=sources))], quiet=quiet)


@archive_app.command("reindex")
def reindex(
    *,
    archive: Where = DEFAULT,
    index: Index = "",
    break_lock: Breaks = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Make the index anew from the bags.

    Example: banxin archive reindex
    """
    from layout.archive.findings import no_archive  # noqa: PLC0415 - fast start
    from layout.archive.keep import reindex as make  # noqa: PLC0415 - fast start

    with Problems(lang):
        if not _store(archive).folders(""):
            raise no_archive(archive)
        count = make(_archive(archive, index, breaks=break_lock))
        summary = {Language.ZH: f"{count} 个快照入索引", Language.EN: f"{count} snapshots indexed"}
        say([summary[language_of(lang)]], quiet=quiet)


@archive_app.command("stats")
def stats(
    *,
    archive: Where = DEFAULT,
    index: Index = "",
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    """Count what the archive holds, and name gaps and doubles in the issue numbers.

    Example: banxin archive stats --json
    """
    from layout.archive.shelf import counts, shelf  # noqa: PLC0415 - fast start

    with Problems(lang, as_json=as_json):
        told = asdict(counts(shelf(_index_file(archive, index))))
        lines = [f"{key}\t{value}" for key, value in told.items() if key != "continuity"]
        for row in told["continuity"]:
            lines += [f"{row['paper']}\t{key}\t{row[key]}" for key in row if key != "paper"]
        _tell(told, lines, quiet=False, as_json=as_json)


def _tell(told: object, lines: Iterable[str], *, quiet: bool, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        say(list(lines), quiet=quiet)


def _store(archive: str) -> "Store":
    from layout.archive.store import open_store  # noqa: PLC0415 - fast start

    return open_store(archive, machine_cache())


def _index_file(archive: str, index: str) -> Path:
    """The index: as told, in the archive's folder, or for a bucket in the cache."""
    if index:
        return Path(index)
    if "://" not in archive:
        return Path(archive) / "index.sqlite"
    name = "".join(c if c.isalnum() else "-" for c in archive)
    return machine_cache() / "archives" / f"{name}.sqlite"


def _archive(archive: str, index: str, *, breaks: bool) -> "Archive":
    import socket  # noqa: PLC0415 - fast start

    from layout.archive.keep import Archive  # noqa: PLC0415 - fast start
    from layout.archive.model import Writer  # noqa: PLC0415 - fast start

    return Archive(
        store=_store(archive),
        index=_index_file(archive, index),
        writer=Writer(host=socket.gethostname(), process=os.getpid()),
        breaks_lock=breaks,
    )


def _build_options(style: str, jobs: int) -> "BuildOptions":
    from layout.pipeline import BuildOptions  # noqa: PLC0415 - fast start

    return BuildOptions(
        out=Path(),
        cache=machine_cache(),
        font_folders=machine_fonts(),
        style=style or None,
        jobs=jobs or os.cpu_count() or 1,
    )


def _tools() -> "tuple[Tool, ...]":
    """Banxin, Python, and every library that banxin needs, with versions."""
    import importlib.metadata  # noqa: PLC0415 - fast start
    import platform  # noqa: PLC0415 - fast start

    from layout import __version__  # noqa: PLC0415 - fast start
    from layout.archive.model import Tool  # noqa: PLC0415 - fast start

    found: dict[str, str] = {}
    waiting = ["banxin"]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        found[name] = distribution.version
        for requirement in distribution.requires or ():
            match = _REQUIREMENT.match(requirement)
            if match and "extra ==" not in requirement:
                waiting.append(match[0].lower().replace("_", "-"))
    found.pop("banxin", None)
    rows = [("banxin", __version__), ("python", platform.python_version()), *sorted(found.items())]
    return tuple(Tool(name=name, version=version) for name, version in rows)


def _day(text: str) -> str:
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise typer.BadParameter(f"not a date: {text!r}; write 2026-01-01") from error


def _row_words(row: "IndexedEdition") -> list[str]:
    issue = "" if row.issue is None else str(row.issue)
    return [row.bag, issue, str(row.pages), str(row.articles), row.added]


def _row_json(row: "IndexedEdition") -> dict[str, object]:
    told = asdict(row)
    del told["id"]
    return told


def _hit_lines(hit: "Hit") -> list[str]:
    first = hit.occurrences[0]
    x, y = first.boxes[0].x_pt, first.boxes[0].y_pt
    place = f"{hit.bag}\t{first.page:02d}\t{x:.1f},{y:.1f}"
    words = f"{hit.before}【{hit.phrase}】{hit.after}".replace("\n", " ")
    return [f"{place}\t{hit.headline}", f"  …{words}…"]


def _hit_json(hit: "Hit") -> dict[str, object]:
    first = hit.occurrences[0]
    return {
        "bag": hit.bag,
        "paper": hit.paper,
        "paper_name": hit.paper_name,
        "date": hit.date,
        "version": hit.version,
        "issue": hit.issue,
        "article": hit.article,
        "headline": hit.headline,
        "authors": hit.authors,
        "sections": hit.sections,
        "page": first.page,
        "pdf": f"{hit.bag}/data/{hit.pdf}",
        "bbox_pt": _bbox(first.boxes[0]),
        "occurrences": [
            [{"page": place.page, "bbox_pt": _bbox(place.box)} for place in occurrence.places]
            for occurrence in hit.occurrences
        ],
        "snippet": {"before": hit.before, "phrase": hit.phrase, "after": hit.after},
    }


def _bbox(box: "Box") -> list[float]:
    return [box.x_pt, box.y_pt, box.width_pt, box.height_pt]


def _restored_lines(done: "Restored", language: Language) -> list[str]:
    is_zh = language is Language.ZH
    count = len(done.files)
    if done.is_equal:
        lines = [
            f"{done.folder}：{count} 个文件，字节全同"
            if is_zh
            else f"{done.folder}: {count} files, every byte the same"
        ]
    else:
        lines = [f"{'不同' if is_zh else 'differs'}: {name}" for name in done.differing]
    for name, (then, now) in done.versions.items():
        lines.append(f"{'版本' if is_zh else 'version'}: {name} {then or '-'} -> {now or '-'}")
    lines += [f"{'字体' if is_zh else 'font'}: {name}" for name in done.fonts]
    lines += [f"{'版样' if is_zh else 'style'}: {name}" for name in done.styles]
    return lines
