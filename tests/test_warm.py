"""Builds that know what earlier ones have made: the same bytes, and only what has changed made."""

import multiprocessing
from dataclasses import replace

import pytest
from PIL import Image

from layout.console import machine_cache, machine_fonts
from layout.inputs import read_inputs
from layout.kept import KeptStages, KeptValues
from layout.makeup import page as makeup_page
from layout.pipeline import BuildOptions, build
from layout.rendering.profiles import ProfileName

HEAD = """paper: {name: 版心日报, slug: daily}
date: 2021-04-30
style: tabloid
pages: [{number: 1, name: 头版}, {number: 2, name: 要闻}]
"""


def story(title, sentences=30):
    return f"---\nheadline: {title}\n---\n" + "正文一段，讲到版面。" * sentences + "\n"


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "e"
    for number in ("01", "02"):
        (place / number).mkdir(parents=True)
        (place / number / f"a{number}.md").write_text(story("头条新闻标题", 60), "utf-8")
        (place / number / f"b{number}.md").write_text(story("二条新闻", 40), "utf-8")
    Image.new("RGB", (600, 400), "#336699").save(place / "02" / "p.png")
    with_picture = story("图片新闻", 20).replace(
        "---\n正", "pictures: [{file: p.png, caption: 版面}]\n---\n正"
    )
    (place / "02" / "c02.md").write_text(with_picture, "utf-8")
    (place / "edition.yaml").write_text(HEAD, "utf-8")
    return place


class Builds:
    """Builds one folder with a memory and without, and counts the pages made up."""

    def __init__(self, folder, tmp_path, monkeypatch):
        self.folder, self.place = folder, tmp_path
        self.made = 0
        original = makeup_page.make_up

        def counted(*args, **options):
            self.made += 1
            return original(*args, **options)

        monkeypatch.setattr("layout.makeup.plan.make_up", counted)
        self.options = BuildOptions(
            out=tmp_path / "out", cache=machine_cache(), font_folders=machine_fonts()
        )

    def warm(self):
        return build_in(self.folder, self.place, self.options)

    def cold(self):
        built = build(self.folder, replace(self.options, out=self.place / "cold"))
        return {name: (built.folder / name).read_bytes() for name in built.files}

    def made_warm(self):
        """Pages made up by a build, which writes what one without a memory writes."""
        before = self.made
        files = self.warm()
        count = self.made - before
        assert files == self.cold()
        return count


@pytest.fixture
def builds(folder, tmp_path, monkeypatch):
    return Builds(folder, tmp_path, monkeypatch)


def change(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_only_the_changed_page_is_made_again(folder, builds):
    """Of an unchanged edition none; always the bytes are those of a build from nothing."""
    assert builds.made_warm() == 2
    assert builds.made_warm() == 0
    change(folder / "01" / "a01.md", "讲到版面。正", "讲到版心。正")
    assert builds.made_warm() == 1
    (folder / "02" / "d02.md").write_text(story("新到的消息", 5), "utf-8")
    assert builds.made_warm() == 1
    Image.new("RGB", (600, 400), "#993333").save(folder / "02" / "p.png")
    assert builds.made_warm() == 0
    change(folder / "edition.yaml", "style: tabloid", "style: campus")
    assert builds.made_warm() == 2


@pytest.mark.parametrize("profile", [ProfileName.ARCHIVE, ProfileName.LARGE_PRINT])
def test_other_profiles_write_what_they_write_from_nothing(folder, builds, profile):
    """An archive file holds the copy as it is now."""
    builds.options = replace(builds.options, profile=profile)
    builds.warm()
    change(folder / "02" / "a02.md", "讲到版面。正", "讲到版心。正")
    assert builds.warm() == builds.cold()


def test_words_alone_need_no_engine(folder, builds, monkeypatch):
    """Where nothing moves, text goes into the shells of an earlier run."""
    builds.warm()
    change(folder / "01" / "a01.md", "讲到版面。正", "讲到版心。正")
    expected = builds.cold()
    monkeypatch.setattr("layout.rendering.pdf.load_engine", None)
    assert builds.warm() == expected


@pytest.mark.parametrize(
    ("old", "new", "is_searched"),
    [("版面。正", "版心。正", False), ("版面。正", "版面，这里的话比先前长得多了。正", True)],
    ids=["a character for another", "more words"],
)
def test_a_page_is_searched_again_where_a_search_could_tell(
    folder, builds, monkeypatch, old, new, is_searched
):
    """Lines broken alike keep the place of every story; others are searched for it."""
    builds.warm()
    change(folder / "02" / "a02.md", old, new)
    expected = builds.cold()
    searches = []
    original = makeup_page._chosen
    monkeypatch.setattr(makeup_page, "_chosen", lambda *args: searches.append(1) or original(*args))
    assert builds.warm() == expected
    assert bool(searches) == is_searched


def test_a_missing_character_is_told_again(folder, builds):
    """A page with one is made again, and says so, whatever else is kept."""
    change(folder / "01" / "b01.md", "正文一段", "正文\U0003234f一段")
    assert builds.made_warm() == 2
    change(folder / "01" / "a01.md", "讲到版面。正", "讲到版心。正")
    assert builds.made_warm() >= 1
    assert b"MISSING_SORT" in builds.warm()["edition.json"]


def test_damaged_results_are_made_again(builds):
    """Whatever of a memory is cut short, the build is whole."""
    expected = builds.warm()
    for path in (builds.place / "stages").iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    assert builds.warm() == expected
    assert builds.made == 4


def test_builds_at_the_same_time_share_a_memory(folder, builds):
    """Two processes build one folder; both write what is right."""
    expected = builds.cold()
    others = [replace(builds.options, out=builds.place / name) for name in "xy"]
    with multiprocessing.get_context("fork").Pool(2) as pool:
        results = [pool.apply_async(build_in, (folder, builds.place, one)) for one in others]
        assert [result.get() for result in results] == [expected, expected]


def build_in(folder, place, options):
    inputs = read_inputs(folder, options.font_folders)
    memory = KeptStages(KeptValues(place / "stages"), inputs)
    built = build(folder, replace(options, memory=memory))
    return {name: (built.folder / name).read_bytes() for name in built.files}
