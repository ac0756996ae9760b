"""Adding: versions, the lock, and a stop at any step, on a disk and in a bucket."""

import errno
import json
from dataclasses import replace

import pytest

from layout.archive.bag import check_bag
from layout.archive.index import add_edition, editions, reading, writing
from layout.archive.keep import keep, reindex
from layout.archive.log import read_log
from layout.archive.model import Writer
from layout.archive.search import Query, search
from layout.archive.snapshot import read_facts
from layout.archive.store import DiskStore, locked, read_bytes
from layout.archive.verify import verify
from layout.errors import ArchiveError

pytestmark = pytest.mark.usefixtures("quick")

EVERY = (1, 2, 3, 4)
"""Journal, bag, line of the log, end of the journal: the changes of an addition."""
SOME = {False: (2,), True: (2, 3)}
"""Where each addition is dozens of requests: half a bag; a bag without its line, and with it."""


class Killed(BaseException):
    """Stands for SIGKILL: nothing after it runs, not even what cleans up."""


class Faulty:
    """A store that stops at its n-th change, before or after making it."""

    def __init__(self, store, stop_at, error, *, is_done):
        self._store, self._left, self._error, self._is_done = store, stop_at, error, is_done

    def __getattr__(self, name):
        return getattr(self._store, name)

    def _change(self, change, *values):
        self._left -= 1
        if self._left == 0 and not self._is_done:
            raise self._error
        change(*values)
        if self._left == 0:
            raise self._error

    def write(self, name, data):
        self._change(self._store.write, name, data)

    def publish(self, staged, folder):
        is_cut_off = self._left == 1 and not self._is_done
        if is_cut_off and not isinstance(self._store, DiskStore):
            (staged / "manifest-sha512.txt").unlink()
            self._store.publish(staged, folder)  # a bucket has what came before the cut
        self._change(self._store.publish, staged, folder)

    def remove(self, name):
        self._change(self._store.remove, name)


def steps(archive, *, is_done=False):
    return EVERY if isinstance(archive.store, DiskStore) else SOME[is_done]


def lines(archive):
    return [row.line for row in read_log(archive.store, "banxin-daily")[0]]


def faults(archive):
    return [f"{one.what} {one.place}" for one in verify(archive.store, archive.index).faults]


def test_a_newer_make_is_a_new_version(archive, make):
    """The older stays as it was; both are in the log, and everything checks."""
    first, second = keep(archive, make), keep(archive, make)
    assert (first.bag, second.bag) == (
        "banxin-daily/2026/2026-01-01",
        "banxin-daily/2026/2026-01-01-2",
    )
    done = verify(archive.store, archive.index)
    assert (done.snapshots, done.faults, done.pending) == (2, (), ())


@pytest.mark.parametrize("is_done", [False, True], ids=["before", "after"])
def test_a_stop_at_any_step_leaves_all_or_nothing(archive, make, is_done):
    """After each, the archive checks; the next addition finishes or undoes what is left."""
    keep(archive, make)
    for step in steps(archive, is_done=is_done):
        before = lines(archive)
        broken = replace(archive, store=Faulty(archive.store, step, Killed(), is_done=is_done))
        with pytest.raises(Killed):
            keep(broken, make)
        assert faults(archive) == []
        assert lines(archive)[: len(before)] == before
        keep(archive, make)
        assert not archive.store.has("banxin-daily/pending.json")
    done = verify(archive.store, archive.index)
    assert (done.faults, done.pending) == ((), ())


def test_a_full_disk_is_a_clean_error_at_any_step(archive, make):
    """It says so, what was there stays, and with room again the addition goes through."""
    keep(archive, make)
    for step in steps(archive):
        full = OSError(errno.ENOSPC, "No space left on device")
        broken = replace(archive, store=Faulty(archive.store, step, full, is_done=False))
        with pytest.raises(ArchiveError, match="the disk is full"):
            keep(broken, make)
        before = len(lines(archive))
        keep(archive, make)
        assert len(lines(archive)) > before
    assert faults(archive) == []


def test_two_writers_do_not_meet(archive, make):
    """The second is told so at once and changes nothing."""
    other = replace(archive, writer=Writer(host="elsewhere", process=2))
    with (
        locked(archive.store, archive.writer),
        pytest.raises(ArchiveError, match="another process writes the archive"),
    ):
        keep(other, make)
    assert keep(other, make).entry.number == 1


def test_a_dead_writer_of_this_machine_loses_its_lock(bucket, make):
    """In a bucket a kill leaves the lock; one from elsewhere has to be broken by hand."""
    bucket.store.write(".lock", b"here 999999999")
    keep(bucket, make)
    bucket.store.write(".lock", b"elsewhere 5")
    with pytest.raises(ArchiveError, match="elsewhere 5"):
        keep(bucket, make)
    assert keep(replace(bucket, breaks_lock=True), make).entry.number == 2


def test_reading_goes_on_while_another_writes(kept):
    """A reader that began before sees what was there; one that begins after sees more."""
    facts = read_facts(kept.store, "banxin-daily/2026/2026-01-01")
    row = read_log(kept.store, "banxin-daily")[0][0]
    newer = replace(row, entry=replace(row.entry, number=3, version=3, bag="2026/x"), sha512="x")
    with writing(kept.index) as base:
        add_edition(base, facts, newer)
        with reading(kept.index) as other:
            assert len(editions(other)) == 2
        assert {hit.version for hit in search(kept.index, Query(text="活字"))} == {2}
    with reading(kept.index) as base:
        assert len(editions(base)) == 3


def test_the_index_comes_back_from_the_bags_alone(archive, make):
    """Deleted, broken or foreign: what is made anew answers as the first one did."""
    keep(archive, make)
    keep(archive, make)
    told = search(archive.index, Query(text="春", limit=0, every_version=True))
    spoilt = (None, b"not a database" * 100, b"")
    for junk in spoilt if isinstance(archive.store, DiskStore) else spoilt[:1]:
        for path in archive.index.parent.glob(archive.index.name + "*"):
            path.unlink()
        if junk is not None:
            archive.index.write_bytes(junk)
        assert reindex(archive) == 2
        assert search(archive.index, Query(text="春", limit=0, every_version=True)) == told
        assert faults(archive) == []


def test_an_addition_fills_an_index_that_lacks_some(kept, make):
    """A lost index costs nothing: the next addition reads the bags."""
    kept.index.unlink()
    keep(kept, make)
    assert faults(kept) == []


def test_a_damaged_log_is_not_written_to(kept, make):
    """Whoever adds is told to look first; the log stays as it is."""
    name = "banxin-daily/log.txt"
    text = read_bytes(kept.store, name).replace(b"2026-03-06", b"2026-03-07")
    kept.store.write(name, text)
    with pytest.raises(ArchiveError, match="this line was edited"):
        keep(kept, make)
    assert read_bytes(kept.store, name) == text


def test_a_bag_that_the_log_lost_is_not_written_over(kept, make):
    """The log is gone, the bags are not: an addition is refused, again and again; they stay."""
    rows = read_log(kept.store, "banxin-daily")[0]
    kept.store.remove("banxin-daily/log.txt")
    for _ in range(2):
        with pytest.raises(ArchiveError, match="the log does not name"):
            keep(kept, make)
    for row in rows:
        bag = f"banxin-daily/{row.entry.bag}"
        assert list(check_bag(kept.store, bag, row.entry.tagmanifest_sha512)) == []


def test_nothing_is_left_lying_about_after_an_addition(archive, make):
    """The bag, the log, the guide; no staging, no journal, no lock of a bucket."""
    kept = keep(archive, make)
    names = [n for n in archive.store.files("") if not n.startswith(("index.sqlite", ".lock"))]
    others = [name for name in names if not name.startswith(f"{kept.bag}/data/")]
    tags = ("bag-info.txt", "bagit.txt", "manifest-sha512.txt", "tagmanifest-sha512.txt")
    bag = [f"{kept.bag}/{tag}" for tag in tags]
    assert others == ["README.txt", *bag, "banxin-daily/log.txt"]
    told = json.loads(read_bytes(archive.store, f"{kept.bag}/data/snapshot.json"))
    assert told["made_with"][0] == {"name": "banxin", "version": "test"}
