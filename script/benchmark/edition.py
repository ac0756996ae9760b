"""A job as an edition folder: what our own command reads."""

from datetime import date as Date
from pathlib import Path

import yaml

from benchmark.job import Job, Page, Story
from benchmark.pictures import draw_picture

DATE = Date(2026, 1, 2)
SLUG = "bench"


def _yaml(data: object) -> str:
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    return str(text)


def _head(job: Job) -> dict[str, object]:
    return {
        "paper": {
            "name": job.paper,
            "slug": SLUG,
            "latin_name": "BANXIN RIBAO",
            "cn": "CN 00-0000",
        },
        "date": DATE,
        "issue": 2,
        "style": "broadsheet",
        "pages": [{"number": page.number, "name": page.name} for page in job.pages],
    }


def _article(story: Story) -> str:
    head: dict[str, object] = {
        "kicker": story.kicker,
        "headline": story.headline,
        "deck": story.deck,
        "byline": [story.byline],
        "rank": story.rank,
    }
    if story.picture is not None:
        head["pictures"] = [
            {"file": story.picture.file, "caption": story.picture.caption, "min_columns": 2}
        ]
    body = "\n\n".join(story.paragraphs)
    return f"---\n{_yaml(head)}---\n{body}\n"


def _write_page(page: Page, folder: Path) -> None:
    folder.mkdir(parents=True)
    for story in page.stories:
        (folder / f"{story.rank:02d}-{story.id}.md").write_text(_article(story), encoding="utf-8")
        if story.picture is not None:
            draw_picture(folder / story.picture.file, 2 * page.number + story.rank // 2)


def write_edition(job: Job, folder: Path) -> None:
    """Write a job as an edition folder, which must not exist."""
    folder.mkdir(parents=True)
    (folder / "edition.yaml").write_text(_yaml(_head(job)), encoding="utf-8")
    for page in job.pages:
        _write_page(page, folder / f"{page.number:02d}")
