"""An edition -> the items of an e-book: EPUB 3.3, stories in the order of the pages.

Cover is the front page; every story is a document, pages are marked as page breaks, and the
metadata tells readers what they can rely on (EPUB Accessibility 1.1).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from layout.diagnostics import Language
from layout.publishing.markup import body_html, headline_html, xhtml
from layout.publishing.model import Figure, Issue, IssuePage, Story
from layout.publishing.words import date_text

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CONTAINER: Final = (
    _HEAD + '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">\n'
    '<rootfiles><rootfile full-path="EPUB/package.opf" '
    'media-type="application/oebps-package+xml"/></rootfiles>\n</container>\n'
)
_STYLE: Final = """\
body { line-height: 1.75; }
h1 { font-size: 1.5em; line-height: 1.35; margin: .3em 0; }
h2 { font-size: 1.05em; margin: 1.3em 0 .5em; text-align: center; }
p { margin: 0 0 .6em; text-indent: 2em; text-align: justify; }
.column, .kicker, .deck, .byline, .from, figcaption p { text-indent: 0; text-align: start; }
.column, .from { color: #6b1416; font-size: .9em; }
.kicker, .deck, .byline, blockquote, .verse, i { font-family: Kaiti SC, STKaiti, KaiTi, serif; }
i, em, cite { font-style: normal; }
em { text-emphasis: filled dot; text-emphasis-position: under right; }
cite { text-decoration: underline wavy; }
.verse { text-indent: 0; padding-left: 2em; text-align: start; }
.note { font-size: .88em; text-indent: 0; }
blockquote { margin: 1em 0 1em 1em; }
blockquote p { text-indent: 0; }
ul.items { list-style: none; padding-left: 1em; }
figure { margin: 0 0 1em; }
figcaption { font-size: .88em; }
img { max-width: 100%; }
table { border-collapse: collapse; font-size: .88em; }
th, td { border-bottom: 1px solid #999; padding: .2em .6em; text-align: left; }
.cover { text-align: center; margin: 0; }
.cover img { max-height: 98vh; }
"""
_FEATURES: Final = (
    "tableOfContents", "readingOrder", "structuralNavigation", "alternativeText",
    "pageNavigation", "pageBreakMarkers",
)  # fmt: skip


def epub_items(issue: Issue, cover: bytes, pictures: Path) -> Iterator[tuple[str, bytes | Path]]:
    """The items of the e-book in their order.

    Args:
        issue: The edition.
        cover: The front page as JPEG.
        pictures: The folder that holds the figures' files.

    """
    yield "mimetype", b"application/epub+zip"
    yield "META-INF/container.xml", _CONTAINER.encode()
    yield "EPUB/package.opf", _package(issue).encode()
    yield "EPUB/nav.xhtml", _nav(issue).encode()
    yield "EPUB/cover.xhtml", _cover(issue).encode()
    yield "EPUB/style.css", _STYLE.encode()
    yield "EPUB/cover.jpg", cover
    opening = _openings(issue)
    for story in issue.stories:
        yield f"EPUB/{_file(story)}", _story(issue, story, opening.get(story.number)).encode()
        for figure in story.figures:
            yield f"EPUB/{figure.name}", pictures / figure.name


def _file(story: Story) -> str:
    return f"story_{story.number}.xhtml"


def _openings(issue: Issue) -> Mapping[int, IssuePage]:
    """The story at whose beginning each page is marked, by its number."""
    marks: dict[int, IssuePage] = {}
    for page in reversed(issue.pages):
        first = next((story for story in issue.stories if story.page == page.number), None)
        if first is not None:
            marks[first.number] = page
    return marks


def _package(issue: Issue) -> str:
    paper, day = issue.paper, issue.date.isoformat()
    name = uuid5(NAMESPACE_URL, f"{paper.slug}/{day}")
    title = f"{paper.name} {date_text(issue.date, Language.ZH)}"
    meta = [
        f'<dc:identifier id="id">urn:uuid:{name}</dc:identifier>',
        f"<dc:title>{escape(title)}</dc:title>",
        f"<dc:language>{issue.lang}</dc:language>",
        f"<dc:publisher>{escape(paper.publisher or paper.name)}</dc:publisher>",
        f"<dc:creator>{escape(paper.name)}</dc:creator>",
        f"<dc:date>{day}</dc:date>",
        *([f"<dc:rights>{escape(paper.copyright)}</dc:rights>"] if paper.copyright else []),
        f'<meta property="dcterms:modified">{day}T00:00:00Z</meta>',
        f'<meta property="belongs-to-collection" id="paper">{escape(paper.name)}</meta>',
        '<meta refines="#paper" property="collection-type">series</meta>',
        *(
            [f'<meta refines="#paper" property="group-position">{issue.number}</meta>']
            if issue.number
            else []
        ),
        *_access(issue),
    ]
    return (
        f'{_HEAD}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
        f'unique-identifier="id" xml:lang="{issue.lang}">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        + "\n".join(meta)
        + "\n</metadata>\n<manifest>\n"
        + "\n".join(_manifest(issue))
        + '\n</manifest>\n<spine>\n<itemref idref="cover"/>\n'
        + "\n".join(f'<itemref idref="s{story.number}"/>' for story in issue.stories)
        + "\n</spine>\n</package>\n"
    )


def _access(issue: Issue) -> Iterator[str]:
    """What a reader who cannot see, or cannot hear, may count on."""
    has_pictures = any(story.figures for story in issue.stories)
    modes = ("textual", "visual") if has_pictures else ("textual",)
    told = [("accessMode", mode) for mode in modes]
    told += [("accessModeSufficient", "textual"), ("accessibilityHazard", "none")]
    told += [("accessibilityFeature", feature) for feature in _FEATURES]
    told += [
        ("accessibilitySummary", "文章可全文朗读，按版面顺序排列；图片附说明。"),
    ]
    for name, value in told:
        yield f'<meta property="schema:{name}">{value}</meta>'


def _manifest(issue: Issue) -> Iterator[str]:
    page, picture = "application/xhtml+xml", "image/jpeg"
    yield f'<item id="nav" href="nav.xhtml" media-type="{page}" properties="nav"/>'
    yield f'<item id="cover" href="cover.xhtml" media-type="{page}"/>'
    yield f'<item id="front" href="cover.jpg" media-type="{picture}" properties="cover-image"/>'
    yield '<item id="style" href="style.css" media-type="text/css"/>'
    for story in issue.stories:
        yield f'<item id="s{story.number}" href="{_file(story)}" media-type="{page}"/>'
        for place, figure in enumerate(story.figures):
            name = f"p{story.number}-{place}"
            yield f'<item id="{name}" href="{figure.name}" media-type="{picture}"/>'


def _document(title: str, lang: str, body: Iterable[str]) -> str:
    return (
        f'{_HEAD}<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops" lang="{lang}" xml:lang="{lang}">\n'
        f"<head>\n<title>{escape(title)}</title>\n"
        '<link rel="stylesheet" href="style.css"/>\n</head>\n<body>\n'
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def _cover(issue: Issue) -> str:
    alt = f"{issue.paper.name} {date_text(issue.date, Language.ZH)} {issue.pages[0].label}"
    picture = f'<p class="cover"><img src="cover.jpg" alt={quoteattr(alt)}/></p>'
    body = f'<section epub:type="cover">\n{picture}\n</section>'
    return _document(issue.paper.name, issue.lang, [body])


def _nav(issue: Issue) -> str:
    pages = []
    for page in issue.pages:
        own = [story for story in issue.stories if story.page == page.number]
        items = "\n".join(
            f'<li><a href="{_file(story)}">{escape(story.title)}</a></li>' for story in own
        )
        if own:
            pages.append(f"<li><span>{escape(page.label)}</span>\n<ol>\n{items}\n</ol>\n</li>")
    marks = [
        f'<li><a href="story_{number}.xhtml#page{page.number}">{page.number}</a></li>'
        for number, page in _openings(issue).items()
    ]
    title = f"{issue.paper.name} {issue.date.isoformat()}"
    first = [
        f'<li><a epub:type="bodymatter" href="{_file(s)}">正文</a></li>' for s in issue.stories
    ]
    body = [
        f'<nav epub:type="toc" id="toc" role="doc-toc">\n<h1>{escape(title)}</h1>\n<ol>',
        f'<li><a href="cover.xhtml">{escape(title)}</a></li>',
        *pages,
        "</ol>\n</nav>",
        *_page_list(list(reversed(marks))),
        '<nav epub:type="landmarks" hidden="hidden">\n<ol>',
        '<li><a epub:type="cover" href="cover.xhtml">封面</a></li>',
        *first,
        "</ol>\n</nav>",
    ]
    return _document(title, issue.lang, body)


def _page_list(marks: Sequence[str]) -> Iterator[str]:
    if marks:
        yield '<nav epub:type="page-list" hidden="hidden" role="doc-pagelist">\n<ol>'
        yield from marks
        yield "</ol>\n</nav>"


def _story(issue: Issue, story: Story, opens: IssuePage | None) -> str:
    page = issue.page_of(story)
    break_mark = (
        f'<span epub:type="pagebreak" role="doc-pagebreak" id="page{opens.number}" '
        f"aria-label={quoteattr(opens.label)}></span>"
        if opens is not None
        else ""
    )
    head = [
        f'<p class="from">{break_mark}{escape(page.label)}</p>',
        *_line("column", story.column),
        *_line("kicker", story.kicker),
        f"<h1>{xhtml(headline_html(story.headline or story.title))}</h1>",
        *_line("deck", story.deck),
        *_line("byline", " ".join(story.byline)),
    ]
    figures = [part for figure in story.figures for part in _figure(figure, story)]
    body = [
        "<article>\n<header>",
        *head,
        "</header>",
        *figures,
        str(xhtml(body_html(story.blocks))),
        "</article>",
    ]
    return _document(story.title, page.lang, body)


def _line(name: str, text: str) -> Iterator[str]:
    if text:
        yield f'<p class="{name}">{xhtml(headline_html(text))}</p>'


def _figure(figure: Figure, story: Story) -> Iterator[str]:
    alt = quoteattr(figure.caption or story.title)
    yield f'<figure>\n<img src="{figure.name}" alt={alt}/>'
    words = "　".join(text for text in (figure.caption, figure.credit) if text)
    if words:
        yield f"<figcaption><p>{escape(words)}</p></figcaption>"
    yield "</figure>"
