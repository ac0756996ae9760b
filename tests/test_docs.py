"""What the documents tell a reader to type exists."""

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import typer.main

from layout.cli import app

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n(.*?)^ {0,3}\1`*\s*$", re.MULTILINE | re.DOTALL)


class Shown(NamedTuple):
    """A command line shown in a document."""

    document: str
    line: str


def _command_lines(text: str) -> Iterator[str]:
    """The lines of fenced blocks that start with a command of the project."""
    for block in FENCED.finditer(text):
        for line in block[2].splitlines():
            bare = line.strip().removeprefix("$ ")
            if re.match(r"banxin( |$)|\.?/?script/", bare):
                yield bare


SHOWN = [
    Shown(document=path.relative_to(ROOT).as_posix(), line=line)
    for path in DOCUMENTS
    for line in _command_lines(path.read_text(encoding="utf-8"))
]


def _words(line: str) -> list[str]:
    """The words of a command line, up to a pipe or another command; no comments, no brackets."""
    words = shlex.split(re.sub(r"[\[\]]", " ", line), comments=True)
    ends = [n for n, word in enumerate(words) if word in ("|", "&&", "||", ";", ">", "<")]
    return words[: ends[0]] if ends else words


def _unknown_words(words: list[str]) -> list[str]:
    """The names of commands and options among the words of a line that the program lacks."""
    command = typer.main.get_command(app)
    options = {"--help"}
    unknown = []
    for word in words:
        options |= {
            name for param in command.params for name in (*param.opts, *param.secondary_opts)
        }
        if word.startswith("-"):
            unknown += [word] if word.partition("=")[0] not in options else []
        elif subcommands := getattr(command, "commands", {}):
            if not word.isupper() and not set(word.split("|")) <= subcommands.keys():
                return [*unknown, word]
            command = subcommands.get(word.split("|")[0], command)
    return unknown


def test_readme_shows_the_demo():
    """A newcomer finds the one command that does everything."""
    assert any(shown.document == "README.md" and "script/demo" in shown.line for shown in SHOWN)


@pytest.mark.parametrize(
    "shown",
    [shown for shown in SHOWN if shown.line.startswith("banxin")],
    ids=lambda shown: shown.line,
)
def test_commands_in_the_documents_exist(shown):
    """Every ``banxin`` line in a code block names a command and options the program has."""
    assert _unknown_words(_words(shown.line)[1:]) == []


@pytest.mark.parametrize(
    "shown",
    [shown for shown in SHOWN if "script/" in shown.line.split()[0]],
    ids=lambda shown: shown.line,
)
def test_scripts_in_the_documents_exist(shown):
    """Every ``script/`` line in a code block names a file that can be run."""
    script = ROOT / _words(shown.line)[0]
    assert script.is_file()
    assert os.access(script, os.X_OK)


@pytest.mark.parametrize("document", ["README.md", "docs/installing.md"])
def test_documents_exist(document):
    """What messages and packaging point to is there."""
    assert (ROOT / document).is_file()
