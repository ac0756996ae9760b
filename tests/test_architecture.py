"""The tree is the pipeline: what each package may import, and how large its parts may grow."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "layout"

# The stages in order. A stage may import the open modules of the stages before it, never those
# of a later one; ``...`` opens a whole package. ``model`` holds the data that a stage returns;
# what else is open is a table or a tool that later stages share: a style file is read as the
# content files are, composition classes characters and asks the shaper for clusters, make-up asks
# the desk for galleys at the measures it tries, rendering and record name the faces used.
OPEN_MODULES = {
    "content": ("model", "chart_model", "findings", "source", "yaml_source", "repairs"),
    "cleaning": ("repair", "edits"),
    "shaping": ("model", "charclass", "shape", "faces", "fonts"),
    "style": (...,),
    "charting": (),
    "composition": ("model", "desk"),
    "makeup": ("model",),
    "rendering": ("model", "pictures", "profiles"),
    "record": ("model", "files"),
}
STAGES = tuple(OPEN_MODULES)

# Packages that stand beside the pipeline, and the stages they may see.
BESIDE = {
    "importing": ("content", "cleaning"),
    "proof": ("content", "record"),
    "publishing": ("content", "record"),
    "archive": ("record",),
    "serving": ("makeup",),
}

FOUNDATION = (
    "units",
    "errors",
    "diagnostics",
    "processes",
    "project",
    "sidemarks",
    "folders",
    "inputs",
    "json_text",
    "kept",
    "fingerprint",
    "memory",
    "pickling",
    "journal",
)
JOINS_ALL = (
    "batch",
    "choice",
    "cli",
    "cli_batch",
    "cluster",
    "cli_archive",
    "console",
    "archiving",
    "crew",
    "pipeline",
    "preview",
    "__main__",
)

COMMAND_LINE = ("cli.py", "cli_archive.py", "console.py")
"""Where the clock, the machine and the environment may be looked at."""

MAX_MODULE_LINES = 600
MAX_FUNCTION_STATEMENTS = 60

PDF_MODULES = ("weasyprint", "pydyf")
IMPURE_MODULES = ("time", "socket", "urllib.request", "http.client", "os.environ", "os.getenv")
IMPURE_ATTRIBUTES = ("now", "today", "utcnow", "environ", "getenv")

MODULES = sorted(PACKAGE.rglob("*.py"))

every_module = pytest.mark.parametrize(
    "path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix()
)


def _dotted(path: Path) -> str:
    """The name a module is imported by."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {_dotted(path) for path in MODULES}


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def _imported(path: Path) -> Iterator[str]:
    """Every module that a module imports, wherever in its text; of others also the names in it."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: relative import"
            assert node.module is not None
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                is_own = node.module.split(".")[0] == "layout"
                yield node.module if is_own and inner not in NAMES else inner


def _own_imports(path: Path) -> set[str]:
    return {name for name in _imported(path) if name.split(".")[0] == "layout"}


def _stages_seen_by(package: str) -> tuple[str, ...]:
    return BESIDE[package] if package in BESIDE else STAGES[: STAGES.index(package)]


def _may_import(package: str, target: str) -> bool:
    """Whether a module of a package may import a module of the project."""
    other, _, module = target.removeprefix("layout").removeprefix(".").partition(".")
    if other in ("", package, *FOUNDATION):
        return True
    if other not in _stages_seen_by(package):
        return False
    return ... in OPEN_MODULES[other] or module in OPEN_MODULES[other]


def _is_any_of(name: str, modules: tuple[str, ...]) -> bool:
    return any(name == module or name.startswith(f"{module}.") for module in modules)


def test_every_package_is_in_the_tables():
    """A new package has to say where it stands."""
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert packages <= {*STAGES, *BESIDE}


def test_every_module_at_the_top_is_in_the_tables():
    """Outside the stages there is only the foundation, and what joins the stages."""
    modules = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}
    assert modules <= {*FOUNDATION, *JOINS_ALL}


@every_module
def test_imports_point_to_earlier_stages(path):
    """A stage knows earlier stages by their open modules, and later ones not at all."""
    package = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if package in (*JOINS_ALL, "__init__"):
        return
    if package in FOUNDATION:
        allowed = {f"layout.{name}" for name in FOUNDATION}
        assert _own_imports(path) <= {"layout", *allowed}
        return
    wrong = sorted(name for name in _own_imports(path) if not _may_import(package, name))
    assert wrong == []


def test_imports_make_no_cycle():
    """The modules can be put in an order in which each imports only those before it."""
    graph = {_dotted(path): _own_imports(path) - {_dotted(path)} for path in MODULES}
    assert set(TopologicalSorter(graph).static_order()) >= NAMES


@every_module
def test_pdf_libraries_are_known_to_rendering_only(path):
    """The PDF engine can be exchanged in one package."""
    if path.relative_to(PACKAGE).parts[0] == "rendering":
        return
    assert [name for name in _imported(path) if _is_any_of(name, PDF_MODULES)] == []


@every_module
def test_nothing_imports_click(path):
    """Typer brings its own."""
    assert [name for name in _imported(path) if _is_any_of(name, ("click",))] == []


@every_module
def test_clock_chance_environment_and_network_stay_in_the_command_line(path):
    """Same input, same bytes: below the command line nothing outside the arguments is read."""
    if path.relative_to(PACKAGE).as_posix() in COMMAND_LINE:
        return
    read = [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Attribute) and node.attr in IMPURE_ATTRIBUTES
    ]
    assert [name for name in _imported(path) if _is_any_of(name, IMPURE_MODULES)] == []
    assert read == []


@every_module
def test_modules_are_of_readable_length(path):
    """No module is longer than one can hold in mind."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_MODULE_LINES


@every_module
def test_functions_are_short(path):
    """No function has more statements than fit on a screen."""
    functions = (
        node
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    sizes = {
        node.name: sum(isinstance(inner, ast.stmt) for inner in ast.walk(node)) - 1
        for node in functions
    }
    assert {name: n for name, n in sizes.items() if n > MAX_FUNCTION_STATEMENTS} == {}
