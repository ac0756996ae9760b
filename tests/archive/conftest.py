"""The sample built once, and archives of it on a disk and in a bucket on loopback."""

import shutil
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

import layout.archive.keep
from layout import pipeline
from layout.archive.bag import digests_of
from layout.archive.keep import Archive, keep
from layout.archive.model import Make, Tool, Writer
from layout.archive.snapshot import read_facts
from layout.archive.store import DiskStore, open_store
from layout.archiving import Keeping
from layout.console import machine_cache, machine_fonts

SAMPLE = Path(__file__).resolve().parent.parent.parent / "content" / "2026-01-01"
TOOLS = (Tool(name="banxin", version="test"), Tool(name="python", version="3"))
ADDED = "2026-03-05T08:00:00Z"
FEW = ("snapshot.json", "articles.json", "screen/01.pdf", "alto/0002.xml", "pictures/0002.jpg")
WRITER = Writer(host="here", process=1)


@pytest.fixture(scope="session")
def content():
    """The sample's folder; its paper's file lies beside it."""
    return SAMPLE


@pytest.fixture(scope="session")
def options(tmp_path_factory):
    """How to build."""
    return pipeline.BuildOptions(
        out=tmp_path_factory.mktemp("out"), cache=machine_cache(), font_folders=machine_fonts()
    )


@pytest.fixture(scope="session")
def finished(content, options):
    """The finished edition."""
    return pipeline.build(content, options).folder


@pytest.fixture(scope="session")
def make(content, finished):
    """What is kept of it."""
    return Make(
        builds=(finished,),
        content=content,
        style=(("style.yaml", b"name: test\n"),),
        tools=TOOLS,
        added=ADDED,
    )


@pytest.fixture
def keeping(content, options):
    """How the command line asks to keep it."""
    return Keeping(content=content, options=options, tools=TOOLS, added=ADDED)


@pytest.fixture(scope="session")
def server():
    """An S3 server on loopback, with credentials that open nothing else."""
    moto = pytest.importorskip("moto.server")
    started = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    started.start()
    host, port = started.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        yield started
    started.stop()


@pytest.fixture(scope="session")
def new_bucket(server):  # noqa: ARG001 - it has to run
    """The address of an archive in a bucket of its own, filled with a folder if one is given."""
    import s3fs

    numbers = count(1)

    def new(folder=None):
        name = f"banxin-{next(numbers)}"
        system = s3fs.S3FileSystem(skip_instance_cache=True)
        system.mkdir(name)
        if folder is not None:
            system.put(f"{folder}/", f"{name}/papers", recursive=True)
        return f"s3://{name}/papers"

    return new


@pytest.fixture
def bucket(new_bucket, tmp_path):
    """An archive in a bucket of its own."""
    store = open_store(new_bucket(), tmp_path / "cache")
    return Archive(store=store, index=tmp_path / "index.sqlite", writer=WRITER)


@pytest.fixture
def folder(tmp_path):
    """An archive in a folder."""
    root = tmp_path / "archive"
    return Archive(store=DiskStore(root), index=root / "index.sqlite", writer=WRITER)


@pytest.fixture(params=["folder", "bucket"])
def archive(request):
    """An archive, on a disk and in a bucket."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def two_snapshots(tmp_path_factory, make):
    """A folder archive of two snapshots, to copy."""
    root = tmp_path_factory.mktemp("kept") / "archive"
    archive = Archive(store=DiskStore(root), index=root / "index.sqlite", writer=WRITER)
    keep(archive, make)
    keep(archive, replace(make, added="2026-03-06T08:00:00Z"))
    return root


@pytest.fixture(scope="session")
def copied_payload(two_snapshots):
    """The making of a payload that is a few files of one made before, of every kind."""
    bag = "banxin-daily/2026/2026-01-01"
    facts = read_facts(DiskStore(two_snapshots), bag)

    def copy(_make, target, **_values):
        for name in FEW:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(two_snapshots / bag / "data" / name, target / name)
        return facts, digests_of(target)

    return copy


@pytest.fixture
def quick(monkeypatch, copied_payload):
    """For tests of what is done with a payload."""
    monkeypatch.setattr(layout.archive.keep, "make_payload", copied_payload)


@pytest.fixture(scope="session")
def two_small_snapshots(tmp_path_factory, make, copied_payload):
    """As ``two_snapshots`` with few files, for a bucket: each is a request."""
    root = tmp_path_factory.mktemp("small") / "archive"
    archive = Archive(store=DiskStore(root), index=root / "index.sqlite", writer=WRITER)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout.archive.keep, "make_payload", copied_payload)
        keep(archive, make)
        keep(archive, replace(make, added="2026-03-06T08:00:00Z"))
    return root


@pytest.fixture
def kept_in_folder(two_snapshots, tmp_path):
    """A copy of it, for a test to tamper with."""
    root = tmp_path / "archive"
    shutil.copytree(two_snapshots, root)
    return Archive(store=DiskStore(root), index=root / "index.sqlite", writer=WRITER)


@pytest.fixture
def kept_in_bucket(two_small_snapshots, in_bucket, tmp_path):
    """Two snapshots of few files in a bucket."""
    return in_bucket(two_small_snapshots, tmp_path)


@pytest.fixture(scope="session")
def in_bucket(new_bucket):
    """Copies an archive in a folder into a bucket; its index stays on this machine."""

    def copied(root, place):
        bags = place / "bags"
        shutil.copytree(root, bags, ignore=shutil.ignore_patterns("index.sqlite*", ".*"))
        shutil.copy(root / "index.sqlite", place)
        store = open_store(new_bucket(bags), place / "cache")
        return Archive(store=store, index=place / "index.sqlite", writer=WRITER)

    return copied


@pytest.fixture(params=["folder", "bucket"])
def kept(request):
    """Two snapshots to tamper with, on a disk and in a bucket."""
    return request.getfixturevalue(f"kept_in_{request.param}")
