"""The command ``script/bench``."""

import argparse
import compileall
import itertools
import json
import os
import sys
from dataclasses import asdict, replace
from pathlib import Path

from benchmark import archive, growth, makeup, many, phases, serve
from benchmark.job import PAGES, Job, make_job
from benchmark.peers import PEERS, Contender, ours, peer, write_sources
from benchmark.timing import Result, RunFailedError, run_rounds
from layout.console import machine_cache, machine_fonts
from layout.pipeline import open_library
from layout.shaping.faces import FaceShelf

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / "content" / "2026-01-01"
TOOLS = ROOT / ".tools" / "bench"

COLUMNS = (
    ("wall_s", "{:.2f}", "wall s"),
    ("cpu_s", "{:.2f}", "CPU s"),
    ("wall_ratio", "{:.2f}", "ours/it wall"),
    ("cpu_ratio", "{:.2f}", "ours/it CPU"),
    ("largest_mib", "{:.0f}", "largest MiB"),
    ("all_mib", "{:.0f}", "all MiB"),
    ("pdf_kib", "{:.0f}", "PDF KiB"),
)


def _peers(text: str) -> tuple[str, ...]:
    names = tuple(name for name in text.split(",") if name)
    unknown = [name for name in names if name not in PEERS]
    if unknown:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not in {', '.join(PEERS)}")
    return names


def _rounds(text: str) -> int:
    rounds = int(text)
    if rounds < 1:
        raise argparse.ArgumentTypeError("1 or more")
    return rounds


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/bench",
        description="以八版大报为题，与其他排版程序轮流计时。"
        "Times an eight-page broadsheet, ours and others in turn; one round is not counted.",
    )
    parser.add_argument("--rounds", type=_rounds, default=7, metavar="N")
    parser.add_argument(
        "--peers", type=_peers, default=("typst",), metavar="A,B", help=",".join(PEERS)
    )
    parser.add_argument("--json", action="store_true", help="结果用 JSON / results as JSON")
    parser.add_argument(
        "--pages", type=_rounds, default=PAGES, metavar="N", help="版数 / pages of the job (8)"
    )
    parser.add_argument(
        "--profile",
        action="store_true",
        help="自己各阶段用时、各部分调用次数 / our own phases, and calls a package",
    )
    parser.add_argument(
        "--correct",
        action="store_true",
        help="改一字后重排 / time our command after one corrected character, not cold",
    )
    parser.add_argument(
        "--scale",
        type=_rounds,
        nargs="?",
        const=growth.MOST_PAGES,
        metavar="N",
        help="版、字、篇、图渐多时的代价；画 scale.svg / cost by pages up to N, characters,"
        " stories, pictures; draws scale.svg",
    )
    parser.add_argument(
        "--batch",
        type=_rounds,
        nargs="?",
        const=1000,
        metavar="N",
        help="一次排 N 期：内存与并行 / N editions of the sample in one batch",
    )
    parser.add_argument(
        "--makeup",
        type=_rounds,
        nargs="?",
        const=200,
        metavar="N",
        help="拼 N 个随机版面，列出各项指标 / make up N random pages and count their faults",
    )
    parser.add_argument(
        "--first-seed",
        type=int,
        default=0,
        metavar="N",
        help="随机版面从第 N 号起 / the seed of the first random page",
    )
    parser.add_argument(
        "--corpus",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="另拼 DIR 里的 JSON 版面 / with --makeup: JSON editions too",
    )
    parser.add_argument(
        "--archive",
        type=_rounds,
        nargs="?",
        const=500,
        metavar="N",
        help="N 期的档案：查、存、核的用时，满额 10000 / an archive of N editions: search, add,"
        " verify (500; full size: 10000)",
    )
    parser.add_argument(
        "--serve",
        action="store_true",
        help="改三十处，从存盘到浏览器换好版面的用时 / thirty corrections shown by banxin serve",
    )
    return parser.parse_args()


def _summary(job: Job) -> dict[str, int]:
    return {
        "pages": len(job.pages),
        "stories": len(job.stories),
        "pictures": len(job.pictures),
        "characters": job.characters,
    }


def _table(results: tuple[Result, ...]) -> str:
    rows = [
        ["", *(title for _, _, title in COLUMNS)],
        *([r.name, *(form.format(getattr(r, key)) for key, form, _ in COLUMNS)] for r in results),
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )


def _profile(folder: Path, out: Path, *, is_json: bool) -> None:
    found = phases.measured(folder / "edition", out / "phases")
    if is_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    total = sum(found["seconds"].values())
    for name, seconds in found["seconds"].items():
        print(f"{name:12} {seconds:6.2f} CPU s {seconds / total:6.1%}")
    for name, count in found["calls"].items():
        if count >= 1:
            print(f"{name:12} {count:8.1f} thousand calls")


def _scale(job: Job, most: int) -> None:
    points = growth.measure(job, TOOLS / "scale", most)
    (TOOLS / "scale.svg").write_text(growth.plot(points), encoding="utf-8")
    print(json.dumps(growth.as_data(points), indent=1))


def _corrected(folder: Path, out: Path) -> Contender:
    """Our command with all that an earlier run kept, after a change of one character."""
    warm = ours(folder, out, is_cold=False)
    story = min((folder / "edition").glob("*/*.md"))

    places = itertools.count()

    def correct() -> None:
        """Put another character of the story in the place of one, each time elsewhere."""
        head, mark, body = story.read_text(encoding="utf-8").rpartition("---\n")
        han = [k for k, char in enumerate(body) if char.isalpha() and not char.isascii()]
        place = next(places)
        at, other = han[17 * place % len(han)], body[han[-1 - 5 * place % len(han)]]
        story.write_text(head + mark + body[:at] + other + body[at + 1 :], encoding="utf-8")

    return replace(warm, before=correct)


def _make_up(count: int, first: int, folders: list[Path], *, is_json: bool) -> int:
    shelf = FaceShelf(open_library(machine_cache(), machine_fonts()))
    desks = makeup.real_desk(shelf)
    groups = {
        "内版 inside": makeup.run_random(count, SAMPLE, desks, is_front=False, first=first),
        "头版 front": makeup.run_random(
            max(1, count // 2), SAMPLE, desks, is_front=True, first=first
        ),
    }
    for folder in folders:
        groups[folder.name] = makeup.run_corpus(folder.glob("*.json"), desks)
    if is_json:
        print(makeup.as_json(groups))
    else:
        print("\n".join(makeup.table(name, group) for name, group in groups.items()))
    return 0


def main() -> int:
    """Make the job, run everybody, print the figures."""
    arguments = _arguments()
    if arguments.makeup:
        return _make_up(
            arguments.makeup, arguments.first_seed, arguments.corpus, is_json=arguments.json
        )
    folder, out = TOOLS / "job", TOOLS / "out"
    out.mkdir(parents=True, exist_ok=True)
    compileall.compile_dir(ROOT / "layout", quiet=1)  # as an installed program is
    job = make_job(SAMPLE, arguments.pages)
    write_sources(job, folder)
    if arguments.archive:
        found = archive.measure(SAMPLE, folder / "edition", TOOLS / "archive", arguments.archive)
        print(archive.as_json(found) if arguments.json else archive.told(found))
        return 0
    if arguments.serve:
        print(json.dumps(serve.measure(folder / "edition", TOOLS / "serve")))
        return 0
    if arguments.profile:
        _profile(folder, out, is_json=arguments.json)
        return 0
    if arguments.scale:
        _scale(job, arguments.scale)
        return 0
    if arguments.batch:
        print(json.dumps(many.measure(SAMPLE, TOOLS / "batch", arguments.batch), indent=1))
        return 0
    contenders = (
        _corrected(folder, out) if arguments.correct else ours(folder, out),
        *(peer(name, folder, out, TOOLS) for name in arguments.peers),
    )
    try:
        results = run_rounds(contenders, arguments.rounds)
    except RunFailedError as error:
        print(error, file=sys.stderr)
        return 1
    if arguments.json:
        figures = {result.name: asdict(result) for result in results}
        cpus = os.cpu_count()
        report = {
            "job": _summary(job),
            "cpus": cpus,
            "rounds": arguments.rounds,
            "results": figures,
        }
        print(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        print(", ".join(f"{count} {what}" for what, count in _summary(job).items()))
        print(_table(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
