"""Each article with data gets their drawing as its last picture; drawings lie in the cache.

A drawing is named by its contents, so that the same data in the same style are drawn once.
"""

import hashlib
from dataclasses import replace
from pathlib import Path

from layout.charting.draw import HEIGHT_SCALE, drawn
from layout.charting.lettering import Lettering
from layout.charting.words import told_in_words
from layout.content.chart_model import ChartData
from layout.content.model import Article, Edition, Picture, PictureFile
from layout.shaping.faces import FaceShelf
from layout.style.model import Style

CROP = 0.06
"""What make-up may crop of a drawing: its own white margin, top and bottom together."""


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
    if all(article.chart is None for article in edition.articles):
        return edition
    articles = tuple(
        article if article.chart is None else _with(edition, article, style, shelf, cache)
        for article in edition.articles
    )
    return replace(edition, articles=articles)


def _with(
    edition: Edition, article: Article, style: Style, shelf: FaceShelf, cache: Path
) -> Article:
    chart = article.chart
    if chart is None:
        return article
    lang = next((p.lang for p in edition.head.pages if _is_on(article, p.number, p.name)), None)
    script = "SC" if (lang or edition.head.lang) == "zh-CN" else "TC"
    letters = Lettering(shelf(style.strong.key(script)))
    svg, height = drawn(chart, style, letters)
    picture = PictureFile(
        head=_head(chart),
        path=_kept(svg.encode(), f"{article.id}-{chart.path.stem}.svg", cache),
        width_px=round(HEIGHT_SCALE * 1000),
        height_px=round(HEIGHT_SCALE * height),
        span=chart.span,
        alt=told_in_words(chart, script),
    )
    head = article.head.model_copy(update={"pictures": (*article.head.pictures, picture.head)})
    return replace(article, head=head, pictures=(*article.pictures, picture))


def _is_on(article: Article, number: int, name: str) -> bool:
    return article.page == number or (article.page is None and article.head.section == name)


def _head(chart: ChartData) -> Picture:
    head = chart.head
    return Picture(
        file=head.file,
        caption=head.caption,
        credit=head.credit,
        crop=CROP,
        min_columns=head.min_columns,
    )


def _kept(data: bytes, name: str, cache: Path) -> Path:
    """Write a drawing whole, once."""
    path = cache / "charts" / hashlib.sha256(data).hexdigest()[:16] / name
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".new")
        half.write_bytes(data)
        half.replace(path)
    return path
