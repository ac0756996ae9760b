"""The typesetters: the files each of them reads, and the command that sets them."""

import importlib.util
import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import jinja2

from benchmark import job as given
from benchmark.edition import DATE, SLUG, write_edition
from layout.units import mm_to_pt

HERE = Path(__file__).resolve().parent
OURS = "banxin"
PEERS = ("typst", "weasyprint", "chromium")

TYPST_VERSION = "0.15.2"
TYPST_RUN = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """A command that sets the job, what it writes, and the PDF to weigh."""

    name: str
    command: tuple[str, ...]
    output: Path
    pdf: Path
    before: Callable[[], None] = lambda: None
    """What to do before each run, not timed."""


def _sheet() -> dict[str, object]:
    return {
        "columns": given.COLUMNS,
        "chars": given.CHARS,
        "type_size_pt": given.TYPE_SIZE_PT,
        "leading_pt": given.LEADING_PT,
        "page_mm": given.PAGE_MM,
        "type_area_mm": given.TYPE_AREA_MM,
        "nameplate_rows": given.NAMEPLATE_ROWS,
    }


def _html(job: given.Job) -> str:
    left_mm, top_mm, width_mm = given.TYPE_AREA_MM
    column_pt = given.CHARS * given.TYPE_SIZE_PT
    gap_pt = (mm_to_pt(width_mm) - given.COLUMNS * column_pt) / (given.COLUMNS - 1)
    template = (HERE / "newspaper.html").read_text(encoding="utf-8")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    return environment.from_string(template).render(
        job=job.as_data(),
        sheet=_sheet(),
        column_pt=column_pt,
        gap_pt=gap_pt,
        left_pt=mm_to_pt(left_mm),
        top_pt=mm_to_pt(top_mm),
    )


def write_sources(job: given.Job, folder: Path) -> None:
    """Write the job for everybody into a folder, anew."""
    shutil.rmtree(folder, ignore_errors=True)
    write_edition(job, folder / "edition")
    data = {"sheet": _sheet(), "job": job.as_data()}
    (folder / "job.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    (folder / "newspaper.html").write_text(_html(job), encoding="utf-8")
    shutil.copyfile(HERE / "newspaper.typ", folder / "newspaper.typ")


def _typst_python(tools: Path) -> str:
    """An interpreter that has Typst: this one, or that of an environment made for it."""
    if importlib.util.find_spec("typst"):
        return sys.executable
    python = str(tools / "venv" / "bin" / "python")
    if not Path(python).exists():
        venv.create(tools / "venv", with_pip=True)
    probe = subprocess.run([python, "-c", "import typst"], capture_output=True, check=False)
    if probe.returncode:
        print("正在安装 Typst / installing Typst", file=sys.stderr)
        pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, f"typst=={TYPST_VERSION}"], check=True)
    return python


def _chromium(pdf: Path) -> tuple[str, ...]:
    """The browser of this machine, told to print."""
    found = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    if found is None:
        raise FileNotFoundError("chromium is not installed")
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    return (found, *options, f"--print-to-pdf={pdf}")


def ours(folder: Path, out: Path, *, is_cold: bool = True) -> Contender:
    """Our whole command, from the edition folder to nine PDFs; cold: nothing kept helps it."""
    output = out / OURS
    return Contender(
        name=OURS,
        command=(
            *(sys.executable, "-m", "layout", "build", str(folder / "edition")),
            *("--out", str(output), "--quiet", *(("--no-cache",) if is_cold else ())),
        ),
        output=output,
        pdf=output / SLUG / DATE.isoformat() / "edition.pdf",
    )


def peer(name: str, folder: Path, out: Path, tools: Path) -> Contender:
    """Another typesetter: from its source to one PDF."""
    pdf = out / f"{name}.pdf"
    if name == "typst":
        source = folder / "newspaper.typ"
        start: tuple[str, ...] = (_typst_python(tools), "-c", TYPST_RUN)
    elif name == "chromium":
        source = folder / "newspaper.html"
        start = _chromium(pdf)
        return Contender(name=name, command=(*start, source.as_uri()), output=pdf, pdf=pdf)
    else:
        source = folder / "newspaper.html"
        start = (sys.executable, "-m", "weasyprint", "-q")
    return Contender(name=name, command=(*start, str(source), str(pdf)), output=pdf, pdf=pdf)
