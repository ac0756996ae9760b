"""Each picture that is data becomes their drawing; drawings lie in the cache.

A drawing is named by its contents, so that the same data in the same style are drawn once.
"""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from layout.charting.words import told_in_words
from layout.content.chart_model import ChartData
from layout.content.model import Article, Edition, PictureFile
from layout.shaping.faces import FaceShelf
from layout.style.model import Style

if TYPE_CHECKING:  # imports a large library, which editions without charts do without
    from layout.charting.lettering import Lettering

CROP = 0.06
"""What make-up may crop of a drawing: no more than its white margin, of either two sides."""


def with_charts(edition: Edition, style: Style, shelf: FaceShelf, cache: Path) -> Edition:
    """Draw the charts of an edition.

    Args:
        edition: As read.
        style: Gives colours and the face.
        shelf: Opens the face.
        cache: Where drawings are kept.

    Raises:
        OSError: The cache cannot be written.

    """
    if all(picture.chart is None for article in edition.articles for picture in article.pictures):
        return edition
    from layout.charting.lettering import Lettering  # noqa: PLC0415 - a tenth of a second

    def drawn_of(article: Article) -> Article:
        script = _script(edition, article)
        letters = Lettering(shelf(style.strong.key(script)))
        pictures = tuple(
            _drawn(picture, picture.chart, article.id, style, letters, script, cache)
            if picture.chart
            else picture
            for picture in article.pictures
        )
        return replace(article, pictures=pictures)

    return replace(edition, articles=tuple(map(drawn_of, edition.articles)))


def _drawn(
    picture: PictureFile,
    chart: ChartData,
    name: str,
    style: Style,
    letters: "Lettering",
    script: str,
    cache: Path,
) -> PictureFile:
    from layout.charting.draw import PIXELS, drawn  # noqa: PLC0415 - as above

    svg, (width, height) = drawn(chart, style, letters, script)
    return replace(
        picture,
        head=picture.head.model_copy(update={"crop": CROP, "focus": (0.5, 0.5)}),
        path=_kept(svg.encode(), f"{name}-{chart.path.stem}.svg", cache),
        width_px=round(PIXELS * width),
        height_px=round(PIXELS * height),
        alt=told_in_words(chart, picture.head.caption, script),
    )


def _script(edition: Edition, article: Article) -> str:
    lang = next((p.lang for p in edition.head.pages if _is_on(article, p.number, p.name)), None)
    return "SC" if (lang or edition.head.lang) == "zh-CN" else "TC"


def _is_on(article: Article, number: int, name: str) -> bool:
    return article.page == number or (article.page is None and article.head.section == name)


def _kept(data: bytes, name: str, cache: Path) -> Path:
    """Write a drawing whole, once."""
    path = cache / "charts" / hashlib.sha256(data).hexdigest()[:16] / name
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".new")
        half.write_bytes(data)
        half.replace(path)
    return path
