"""The bench's job: one size, one content, whoever makes it."""

import importlib
from pathlib import Path

import pytest

from layout.content.read import load_edition

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / "content" / "2026-01-01"


@pytest.fixture
def bench(monkeypatch):
    """The bench's modules, which lie beside the package."""
    monkeypatch.syspath_prepend(ROOT / "script")
    return importlib.import_module


def test_a_job_is_eight_full_pages(bench):
    """Sixty-four stories, sixteen pictures and some 53,000 characters, whatever the sample says."""
    job = bench("benchmark.job").make_job(SAMPLE)
    assert (len(job.pages), len(job.stories), len(job.pictures)) == (8, 64, 16)
    assert 50_000 <= job.characters <= 56_000


def test_a_job_is_the_same_every_time(bench):
    """Figures of two days can be compared."""
    make_job = bench("benchmark.job").make_job
    assert make_job(SAMPLE) == make_job(SAMPLE)


def test_no_story_is_longer_than_its_box(bench):
    """Peers that cannot report overset get none."""
    module, words = bench("benchmark.job"), bench("benchmark.words")
    for story in module.make_job(SAMPLE).stories:
        lines = sum(
            words.estimated_lines(paragraph, module.CHARS) for paragraph in story.paragraphs
        )
        assert lines <= story.place.body_lines


def test_our_edition_folder_is_sound(bench, tmp_path):
    """What the bench writes for us is an edition our own reader takes."""
    job = bench("benchmark.job").make_job(SAMPLE)
    bench("benchmark.edition").write_edition(job, tmp_path / "edition")
    edition = load_edition(tmp_path / "edition")
    assert len(edition.articles) == 64
    assert [article.head.headline for article in edition.articles] == [
        story.headline for story in job.stories
    ]
