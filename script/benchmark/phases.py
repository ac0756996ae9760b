"""Where a build's processor time goes, and how many calls its pure-Python stages make.

Run as a program it makes one edition in this process and prints what it found: so every
measure starts cold. Seconds are of one phase alone, less the phases called inside it; calls
are the same every time and so tell what a noisy clock cannot.
"""

import cProfile
import functools
import gc
import importlib
import json
import os
import pstats
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

PHASES = (
    "start-up",
    "load",
    "make-up",
    "search",
    "composition",
    "pictures",
    "render",
    "subset",
    "write",
    "record",
)

INNER = (
    ("layout.pipeline", "load_edition", "load"),
    ("layout.pipeline", "clean_edition", "load"),
    ("layout.pipeline", "load_style", "load"),
    ("layout.pipeline", "open_library", "load"),
    ("layout.pipeline", "make_pages", "make-up"),
    ("layout.pipeline", "finished", "make-up"),
    ("layout.makeup.slicing", "Search.solve", "search"),
    ("layout.makeup.choose", "Search", "search"),
    ("layout.composition.desk", "Desk.galley", "composition"),
    ("layout.composition.desk", "Desk.headlines", "composition"),
    ("layout.composition.desk", "Desk.label", "composition"),
    ("layout.composition.desk", "Desk.wrapped", "composition"),
    ("layout.makeup.settle", "Settler.settled", "make-up"),
    ("layout.crew", "load_pictures", "pictures"),
    ("layout.pipeline", "render_pages", "render"),
    ("layout.rendering.pdf", "FontBook", "subset"),
    ("layout.rendering.pdf", "filled", "write"),
    ("layout.pipeline", "replace_folder", "write"),
    ("layout.pipeline", "edition_record", "record"),
    ("layout.pipeline", "report_record", "record"),
    ("layout.pipeline", "report_text", "record"),
)
"""Functions whose time belongs to a phase; lines are set when they are first looked at, so what
the settler and the pages still set of them counts as make-up."""

LATE = frozenset({"layout.rendering.pdf"})
"""Modules that a build imports when it renders: their import is part of ``render``."""


class Stopwatch:
    """Processor time by phase, each less what is called inside it."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._phases = ["start-up"]
        self._since = 0.0

    def enter(self, phase: str) -> None:
        """From now on time is that phase's."""
        self._charge()
        self._phases.append(phase)

    def leave(self) -> None:
        """From now on time is again the phase's that was under way before."""
        self._charge()
        self._phases.pop()

    def _charge(self) -> None:
        now = time.process_time()
        self.seconds[self._phases[-1]] += now - self._since
        self._since = now

    def timed(self, function: Callable[..., object], phase: str) -> Callable[..., object]:
        """The function, its time counted as a phase's."""

        @functools.wraps(function)
        def run(*args: object, **kwargs: object) -> object:
            self.enter(phase)
            try:
                return function(*args, **kwargs)
            finally:
                self.leave()

        return run


def measured(edition: Path, out: Path) -> dict[str, dict[str, float]]:
    """Seconds a phase, and thousands of calls a package, each from a fresh process."""
    environment = os.environ | {"PYTHONHASHSEED": "0"}
    found: dict[str, dict[str, float]] = {}
    for what in ("seconds", "calls"):
        command = [sys.executable, "-m", "benchmark.phases", what, str(edition), str(out)]
        run = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
        found[what] = json.loads(run.stdout)
    return found


def _watch(watch: Stopwatch, rows: Sequence[tuple[str, str, str]]) -> None:
    for module, name, phase in rows:
        owner: object = sys.modules[module]
        *path, last = name.split(".")
        for part in path:
            owner = getattr(owner, part)
        setattr(owner, last, watch.timed(getattr(owner, last), phase))


def _watch_late(watch: Stopwatch, names: dict[str, Any]) -> None:
    """Watch the PDF engine too, once it is imported, which is part of rendering."""
    render = names["render_pages"]

    def rendered(*args: object, **kwargs: object) -> object:
        watch.enter("render")
        importlib.import_module("layout.rendering.files")
        watch.leave()
        _watch(watch, [row for row in INNER if row[0] in LATE])
        return render(*args, **kwargs)

    names["render_pages"] = rendered


def _build(edition: Path, out: Path) -> None:
    from layout import pipeline  # noqa: PLC0415 - counted as start-up
    from layout.console import machine_cache, machine_fonts  # noqa: PLC0415 - as above

    options = pipeline.BuildOptions(out=out, cache=machine_cache(), font_folders=machine_fonts())
    pipeline.build(edition, options)


def _seconds(edition: Path, out: Path) -> dict[str, float]:
    watch = Stopwatch()
    from layout import pipeline  # noqa: PLC0415 - counted as start-up

    _watch(watch, [row for row in INNER if row[0] not in LATE])
    _watch_late(watch, vars(pipeline))
    _build(edition, out)
    watch.enter("record")
    return {phase: round(watch.seconds[phase], 4) for phase in PHASES}


def _calls(edition: Path, out: Path) -> dict[str, float]:
    """Calls by package of the program, in thousands; of built-ins the package that calls counts."""
    profile = cProfile.Profile()
    profile.runcall(_build, edition, out)
    found = Counter[str]()
    for (file, _, _), (_, count, _, _, callers) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        if file == "~":
            for (caller, _, _), row in callers.items():
                found[_package(caller)] += row[1]
        else:
            found[_package(file)] += count
    return {name: round(count / 1000, 1) for name, count in sorted(found.items()) if name}


def _package(file: str) -> str:
    parts = Path(file).parts
    if "site-packages" in parts:
        return ""
    if "layout" not in parts:
        return ""
    return Path(*parts[parts.index("layout") + 1 :]).parts[0].removesuffix(".py")


if __name__ == "__main__":
    gc.set_threshold(1_000_000)
    told = {"seconds": _seconds, "calls": _calls}[sys.argv[1]]
    print(json.dumps(told(Path(sys.argv[2]), Path(sys.argv[3]))))
