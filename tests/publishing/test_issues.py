"""What a build wrote, read as the web shows it."""

import json

import pytest

from layout.content.model import BlockKind
from layout.errors import PublishError
from layout.publishing.issues import read_issue


@pytest.fixture(scope="module")
def issue(sample):
    return read_issue(sample)


@pytest.fixture
def jumping(editions, tmp_path):
    return read_issue(editions["jumping"](tmp_path, "2026-02-02"))


def searched(story):
    return "\n".join(story.fields)


def test_stories_come_in_the_order_of_the_pages(issue):
    """Page by page, block by block, each once."""
    assert [story.page for story in issue.stories] == sorted(s.page for s in issue.stories)
    assert issue.stories[0].headline == "一枚活字走了近千年\n才走到你眼前这一行"
    assert len({story.number for story in issue.stories}) == len(issue.stories)


def test_every_printed_character_has_its_place(issue):
    """Nothing of a body is left without a box on the page, hyphens of the composer aside."""
    for story in issue.stories:
        text = searched(story)
        start = len(text) - len("\n".join(block.text for block in story.blocks))
        covered = {k for p in story.places for k in range(p.start, p.start + p.length)}
        bare = [text[k] for k in range(start, len(text)) if k not in covered]
        assert "".join(bare).split() == []


def test_places_lie_inside_the_areas(issue):
    """A line's box is part of one of the story's areas, a hair's breadth aside."""
    for story in issue.stories:
        for place in story.places:
            boxes = [
                (min(xs), min(ys), max(xs), max(ys))
                for area in story.areas
                if area.page == place.page
                for xs, ys in [tuple(zip(*area.polygon, strict=True))]
            ]
            box = place.bbox
            assert any(
                x0 - 1 <= box.x
                and y0 - 1 <= box.y
                and box.x + box.width <= x1 + 10
                and box.y + box.height <= y1 + 1
                for x0, y0, x1, y1 in boxes
            ), story.title


def test_parts_are_joined_over_a_jump(jumping):
    """The text is whole, knows both pages, and its places lead to both."""
    lead = jumping.stories[0]
    assert lead.pages == (1, 2)
    assert [block.kind for block in lead.blocks] == [BlockKind.PARAGRAPH] * 2
    assert lead.blocks[1].text == "子丑寅卯辰巳午未申酉戌亥" * 2
    text = searched(lead)
    at = text.index("申酉戌")
    pages = [p.page for p in lead.places if p.start < at + 3 and p.start + p.length > at]
    assert pages == [1, 2]


def test_the_dateline_is_run_in(jumping):
    """It opens the first paragraph, parted as in print."""
    assert jumping.stories[0].blocks[0].text.startswith("本报讯\u3000甲乙丙")


def test_lines_down_the_page(editions, tmp_path):
    """A vertical line is told by its middle and its upper end; its box stands around it."""
    folder = editions["small"](tmp_path, "2026-01-02")
    record = json.loads((folder / "edition.json").read_text(encoding="utf-8"))
    record["pages"][0]["blocks"][0]["text_columns"][0]["vertical"] = True
    (folder / "edition.json").write_text(json.dumps(record), encoding="utf-8")
    place = read_issue(folder).stories[0].places[-1]
    line = record["pages"][0]["blocks"][0]["text_columns"][0]["lines"][-1]
    assert (place.bbox.width, place.bbox.height) == (9.0, line["width_pt"])
    assert (place.bbox.x + 4.5, place.bbox.y) == (line["x_pt"], line["baseline_pt"])


def test_what_was_held_over_is_not_published(jumping):
    """The web shows what is printed."""
    assert [story.title for story in jumping.stories] == ["转版的头条 分作两行", "第二版的稿子"]


def test_a_number_stays_when_other_stories_come(editions, tmp_path):
    """A story's address is made from its own name."""
    one = read_issue(editions["small"](tmp_path / "a", "2026-01-02"))
    two = read_issue(editions["small"](tmp_path / "b", "2026-01-03", headline="改了的题"))
    assert one.stories[0].number == two.stories[0].number


def test_a_damaged_record_is_told(editions, tmp_path):
    """Where, what, and what to do."""
    folder = editions["small"](tmp_path, "2026-01-02")
    (folder / "edition.json").write_text('{"paper": {}}', encoding="utf-8")
    with pytest.raises(PublishError) as caught:
        read_issue(folder)
    (finding,) = caught.value.findings
    assert finding.span.file.endswith("edition.json")
    assert "banxin build" in finding.hint.en
