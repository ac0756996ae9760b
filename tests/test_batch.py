"""Many editions: each made once, failures listed, a dead process and a torn journal survived."""

import os
import signal
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from layout.batch import LocalProcesses, make_editions
from layout.cli import app
from layout.console import machine_cache, machine_fonts
from layout.journal import JOURNAL, Journal, Outcome, State
from layout.pipeline import BuildOptions


def write_edition(folder, date):
    (folder / "01").mkdir(parents=True)
    head = "paper: {name: 版心日报, slug: daily}\npages: [{number: 1, name: 头版}]\n"
    (folder / "edition.yaml").write_text(f"{head}date: {date}\n", "utf-8")
    (folder / "01" / "a.md").write_text("---\nheadline: 标题\n---\n正文。\n", "utf-8")
    return folder


@pytest.fixture
def folders(tmp_path):
    return [write_edition(tmp_path / f"e{day}", f"2021-04-0{day}") for day in (1, 2, 3, 4)]


@pytest.fixture
def options(tmp_path):
    return BuildOptions(out=tmp_path / "out", cache=machine_cache(), font_folders=machine_fonts())


@dataclass(frozen=True)
class Fake:
    """Stands for making an edition: notes that it ran; ``deadly`` ones kill their process."""

    out: Path
    deadly: str = ""
    deaths: int = 0

    def __call__(self, task):
        ran = self.out / f"{task.folder.name}.ran"
        with ran.open("a") as sink:
            sink.write("x")
        if task.folder.name == self.deadly and len(ran.read_text()) <= self.deaths:
            os.kill(os.getpid(), signal.SIGKILL)
        place = self.out / task.folder.name
        place.mkdir(exist_ok=True)
        (place / "edition.json").write_text("{}")
        return Outcome(folder=task.folder, state=State.MADE, place=str(place))


@pytest.fixture
def run(options):
    """Make editions with a ``Fake``; the processes are copies of this one, so they know it."""
    options.out.mkdir()

    def run(folders, deadly="", deaths=0, per_process=50):
        fake = Fake(options.out, deadly, deaths)
        workers = LocalProcesses(2, "fork", per_process)
        return make_editions(folders, options, workers, make=fake)

    return run


def names(options):
    return [Path(o.folder).name for o in Journal(options.out / JOURNAL)._done.values()]


def test_processes_are_replaced_and_the_batch_goes_on(folders, options, run):
    """After its share of editions a process ends; others make the rest, each edition once."""
    outcomes = run(folders, per_process=1)
    assert [outcome.folder for outcome in outcomes] == folders
    ran = [(options.out / f"{folder.name}.ran").read_text() for folder in folders]
    assert ran == ["x"] * 4
    assert sorted(names(options)) == ["e1", "e2", "e3", "e4"]


def test_a_killed_process_costs_no_edition(folders, options, run):
    """All are finished, and the journal names each once."""
    outcomes = run(folders, "e2", 1)
    assert {outcome.state for outcome in outcomes} == {State.MADE}
    assert sorted(names(options)) == ["e1", "e2", "e3", "e4"]
    assert len((options.out / JOURNAL).read_text("utf-8").splitlines()) == 4
    assert (options.out / "e2.ran").read_text() == "xx"


def test_an_edition_that_always_kills_its_process_fails_alone(folders, options, run):
    """It is tried three times; the others are finished."""
    outcomes = run(folders, "e1", 99)
    assert [outcome.state.value for outcome in outcomes] == ["failed", "made", "made", "made"]
    assert "the process that made it died" in outcomes[0].errors[0].en
    assert (options.out / "e1.ran").read_text() == "xxx"


def test_a_second_run_makes_only_what_is_missing(folders, options, run):
    """A finished edition is not made again, after a torn line too; a changed one is."""
    run(folders[::2])
    with (options.out / JOURNAL).open("a") as sink:
        sink.write('{"folder": "e')
    (folders[2] / "01" / "a.md").write_text("---\nheadline: 新题\n---\n正文。\n", "utf-8")
    outcomes = run(folders)
    assert [outcome.is_from_before for outcome in outcomes] == [True, False, False, False]
    assert all(outcome.is_from_before for outcome in run(folders))


def test_an_edition_that_changes_while_it_is_made_is_made_again(folders, options):
    """The journal does not tell of an input that nothing was made from."""
    options.out.mkdir()
    journal = Journal(options.out / JOURNAL)
    place = str(options.out)
    (options.out / "edition.json").write_text("{}")
    journal.add(Outcome(folder=folders[0], state=State.MADE, key="", place=place))
    assert Journal(options.out / JOURNAL).outcome(folders[0], "k") is None
    journal.add(Outcome(folder=folders[0], state=State.MADE, key="k", place=place))
    assert Journal(options.out / JOURNAL).outcome(folders[0], "k").is_from_before


def test_editions_of_one_day_do_not_overwrite_each_other(folders, options, run, tmp_path):
    """The second is refused; one that another run overwrote counts as missing."""
    twin = write_edition(tmp_path / "twin", "2021-04-01")
    outcomes = run([folders[0], twin])
    assert [outcome.state.value for outcome in outcomes] == ["made", "failed"]
    assert "daily/2021-04-01" in outcomes[1].errors[0].en
    journal = Journal(options.out / JOURNAL)
    journal.add(replace(outcomes[0], folder=twin, key="k"))
    assert journal.outcome(folders[0], outcomes[0].key) is None


def test_the_command_lists_what_is_wrong(folders, options, tmp_path):
    """A bad edition and a missing one are listed, the good one is made; status 1."""
    (folders[1] / "01" / "a.md").write_text("---\nheadline: [\n---\n", "utf-8")
    listed = tmp_path / "list.txt"
    listed.write_text(f"# days\n{folders[1]}\n{tmp_path / 'nowhere'}\n", "utf-8")
    command = ["batch", str(folders[0]), "--list", str(listed), "--out", str(options.out)]
    result = CliRunner().invoke(app, [*command, "--jobs", "1", "--lang", "en"])
    assert result.exit_code == 1
    assert f"{folders[1].as_posix()}/01/a.md:" in result.stderr
    assert "nowhere: there is no such folder" in result.stderr
    assert "1 editions made, 0 there before, 1 with errors; 2 failed" in result.stdout
    assert (options.out / "daily" / "2021-04-01" / "01.pdf").is_file()
