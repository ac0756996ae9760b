"""What crawlers and readers of the 数字报 look for in pages and folders of the old form.

The names and marks are those of the sites newspapers have run since 2006: a comment that
tells of an article, pixel areas on the page's picture, a list of a month's issues.
"""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from markupsafe import Markup, escape

from layout.publishing.manifest import IssueCard
from layout.publishing.model import Area, Issue, Story


def article_property(issue: Issue, story: Story, url: str, picture: str) -> Markup:
    """The inside of the comment that tells a crawler of an article.

    Line breaks of the headline are ``<br/>``; text is escaped as in HTML, two hyphens too,
    which would end a comment.
    """
    page = issue.page_of(story)
    fields = (
        ("articleid", str(story.number)),
        ("date", f"{issue.date.isoformat()} 00:00:00.0"),
        ("author", " ".join(story.byline)),
        ("title", story.headline),
        ("keyword", ""),
        ("subtitle", story.deck),
        ("introtitle", story.kicker),
        ("siteid", issue.paper.slug),
        ("nodeid", str(page.number)),
        ("nodename", page.name),
        ("nodesearchname", ""),
        ("picurl", picture),
        ("url", url),
    )
    told = "".join(f"<{name}>{_escaped(value)}</{name}>" for name, value in fields)
    return Markup(f"enpproperty {told}/enpproperty")  # noqa: S704 - escaped field by field


def founder_property(issue: Issue, story: Story) -> Markup:
    """The inside of the comment that the oldest of these sites have, with the page's number."""
    fields = (
        ("date", issue.date.isoformat()),
        ("author", " ".join(story.byline)),
        ("title", story.headline),
        ("subtitle", story.deck),
        ("introtitle", story.kicker),
        ("type", story.kind),
        ("pagenum", f"{story.page:02d}"),
    )
    told = (f"<founder-{name}>{_escaped(value)}</founder-{name}>" for name, value in fields)
    return Markup("".join(told))  # noqa: S704 - escaped field by field


def _escaped(text: str) -> str:
    lines = (str(escape(line)).replace("--", "&#45;&#45;") for line in text.split("\n"))
    return "<br/>".join(lines)


def area_coords(area: Area, pixels_per_pt: float) -> str:
    """A polygon as ``coords``, in pixels of the page's picture."""
    return ",".join(str(round(value * pixels_per_pt)) for point in area.polygon for value in point)


def period_xml(cards: Sequence[IssueCard]) -> bytes:
    """The issues of a month."""
    root = Element("periodlist")
    for card in cards:
        period = SubElement(root, "period", id=str(card.day.day))
        SubElement(period, "paper_id").text = card.paper.slug
        SubElement(period, "period_date").text = card.day.isoformat()
        SubElement(period, "period_name").text = f"第{card.number}期" if card.number else ""
        SubElement(period, "front_page").text = card.pages[0].file
    indent(root)
    data: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def paper_index(front: str) -> bytes:
    """``paperindex.htm``: sends whoever comes to the front page of the newest issue."""
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<title>{escape(front)}</title>\n<meta http-equiv="refresh" content="0; URL={front}">\n'
        f'</head>\n<body>\n<p><a href="{front}">{front}</a></p>\n</body>\n</html>\n'
    ).encode()
