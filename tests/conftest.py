"""References that tests compare with and how they are renewed, and the command line in a test."""

import difflib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from layout.cli import State, app

if TYPE_CHECKING:  # few tests need a browser
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
REFERENCES = ROOT / "tests" / "references"
STORE = ROOT / "tests" / "store"
"""What a test made that is not like its reference; not part of the project."""
MOST_BYTES = 20 * 1024
"""A reference picture is no larger."""

Run = Callable[..., Result]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-references",
        action="store_true",
        help="write what the tests make into tests/references instead of comparing",
    )


@dataclass(frozen=True, kw_only=True)
class References:
    """The files under tests/references, as one test sees them."""

    test: str
    is_update: bool

    @property
    def command(self) -> str:
        """What renews the references of this test."""
        return f"pytest {self.test} --update-references"

    def check_text(self, name: str, actual: str) -> None:
        """Compare a text with its reference; the failure shows the difference."""
        path = REFERENCES / name
        if self.is_update:
            _write(path, actual.encode())
            return
        wanted = path.read_text(encoding="utf-8") if path.is_file() else ""
        if actual == wanted:
            return
        _write(STORE / name, actual.encode())
        lines = difflib.unified_diff(
            wanted.splitlines(),
            actual.splitlines(),
            f"references/{name}",
            f"store/{name}",
            n=0,
            lineterm="",
        )
        self._fail("\n".join(lines))

    def check_picture(
        self, name: str, actual: Image.Image, apart: Callable[[Image.Image, Image.Image], bool]
    ) -> None:
        """Compare a grey picture with its reference; ``apart`` tells when they differ."""
        path = REFERENCES / name
        if not self.is_update and path.is_file():
            with Image.open(path) as wanted:
                if not apart(actual, wanted.convert("L")):
                    return
        place = path if self.is_update else STORE / name
        place.parent.mkdir(parents=True, exist_ok=True)
        actual.quantize(16).save(place, optimize=True)
        if not self.is_update:
            self._fail(f"store/{name} does not look like references/{name}")
        assert path.stat().st_size <= MOST_BYTES

    def has_text(self, name: str, actual: str) -> bool:
        """Whether a text is that of the reference, which is renewed where asked for."""
        path = REFERENCES / name
        if self.is_update:
            _write(path, actual.encode())
        return path.is_file() and path.read_text(encoding="utf-8") == actual

    def _fail(self, reason: str) -> None:
        pytest.fail(f"{reason}\n\nif this is as it should be: {self.command}", pytrace=False)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@pytest.fixture
def references(request: pytest.FixtureRequest) -> References:
    """Compares what a test makes with the files under tests/references."""
    path = request.path.relative_to(ROOT).as_posix()
    return References(test=path, is_update=bool(request.config.getoption("--update-references")))


@pytest.fixture
def banxin(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command line in this process, in English unless told otherwise."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run(*words: str, stdin: str | None = None) -> Result:
        State.traceback = False
        return CliRunner().invoke(app, list(words), input=stdin, catch_exceptions=False)

    return run


@pytest.fixture(scope="session")
def validator() -> Callable[[str], str]:
    """The command of a validator such as ``verapdf`` or ``gs``, by name.

    A test that asks for one that is missing is skipped; it fails where validators are required.
    """

    def find(name: str) -> str:
        own = ROOT / ".tools" / "bin" / name
        if command := str(own) if own.is_file() else shutil.which(name):
            return command
        if os.environ.get("BANXIN_VALIDATORS") == "required":
            pytest.fail(f"{name} is required and missing: run script/validators")
        pytest.skip(f"{name} is missing: run script/validators")

    return find


@pytest.fixture(scope="module")
def browser(validator: Callable[[str], str]) -> Iterator["Browser"]:
    """One browser for the module."""
    from playwright.sync_api import sync_playwright

    command = validator("chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=command, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def barriers(validator: Callable[[str], str]) -> Callable[["Page"], object]:
    """What axe finds on a page of a browser that keeps some readers out."""
    script = Path(validator("axe.js")).read_text(encoding="utf-8")

    def found(page: "Page") -> object:
        for frame in page.frames:
            frame.evaluate(script)
        return page.evaluate(
            """async () => {
              const rules = { "target-size": { enabled: true } };
              const found = await axe.run(document, { preload: false, rules });
              return found.violations.map((one) => [one.id, one.nodes[0].html]);
            }"""
        )

    return found
