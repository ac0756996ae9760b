"""Editions made by a Dask cluster on this machine: the same bytes, also when a worker is killed."""

import os
import signal
from pathlib import Path

import pytest

from layout.batch import make_editions
from layout.console import machine_cache, machine_fonts
from layout.journal import JOURNAL, State
from layout.pipeline import BuildOptions, build

distributed = pytest.importorskip("distributed")

DAYS = range(1, 7)


@pytest.fixture
def folders(tmp_path):
    for day in DAYS:
        folder = tmp_path / f"e{day}" / "01"
        folder.mkdir(parents=True)
        head = "paper: {name: 版心日报, slug: daily}\npages: [{number: 1, name: 头版}]\n"
        (folder.parent / "edition.yaml").write_text(f"{head}date: 2021-04-0{day}\n", "utf-8")
        (folder / "a.md").write_text("---\nheadline: 标题\n---\n正文。\n", "utf-8")
    return [tmp_path / f"e{day}" for day in DAYS]


@pytest.fixture
def cluster():
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as started:
        yield started


def options(out):
    return BuildOptions(out=out, cache=machine_cache(), font_folders=machine_fonts())


def written(out):
    return {
        path.relative_to(out): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name != JOURNAL
    }


def test_a_killed_worker_costs_no_edition(folders, cluster, tmp_path):
    """All are finished, the journal names each once, and the bytes are those of ``build``."""
    from layout.cluster import MakeThere, cluster_workers

    there = tmp_path / "there"
    victims = []

    def kill_one(_outcome):
        if not victims:
            victims.append(next(iter(cluster.workers.values())).pid)
            os.kill(victims[0], signal.SIGKILL)

    with cluster_workers(cluster.scheduler_address) as workers:
        make = MakeThere(cwd=Path.cwd())
        outcomes = make_editions(folders, options(there), workers, told=kill_one, make=make)
    assert len(victims) == 1
    assert {outcome.state for outcome in outcomes} == {State.FLAWED}
    assert len((there / JOURNAL).read_text("utf-8").splitlines()) == len(folders)
    for folder in folders[:2]:
        build(folder, options(tmp_path / "here"))
    here = written(tmp_path / "here")
    assert {path: written(there)[path] for path in here} == here


def test_a_scheduler_that_is_not_there_is_an_error():
    """Of one sentence, with the address."""
    from layout.cluster import ClusterError, cluster_workers

    with pytest.raises(ClusterError, match="no scheduler answers at nowhere"):
        cluster_workers("nowhere://1").__enter__()
