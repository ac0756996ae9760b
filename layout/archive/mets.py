"""The parts of a snapshot and how they hang together, as METS (loc.gov/standards/mets).

Two structures: the physical one is the issue and its pages, each with its PDF, picture and
ALTO file; the logical one is the issue, its articles, and of each the headings, paragraphs and
illustrations, which point at blocks in the ALTO files. Descriptions are MODS 3.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from lxml import etree

from layout.archive.alto import figure_id, text_id
from layout.archive.elements import Vocabulary
from layout.archive.model import Area, PageText, TextRole
from layout.record.model import ArticleRecord, EditionRecord

METS: Final = "http://www.loc.gov/METS/"
MODS: Final = "http://www.loc.gov/mods/v3"
XLINK: Final = "http://www.w3.org/1999/xlink"
_LOCATION: Final = (
    f"{METS} http://www.loc.gov/standards/mets/version1121/mets.xsd "
    f"{MODS} http://www.loc.gov/standards/mods/v3/mods-3-8.xsd"
)
_METS: Final = Vocabulary(namespace=METS)
_add, _add_mods = _METS.add, Vocabulary(namespace=MODS).add
HEADINGS: Final = {
    TextRole.KICKER: "Kicker",
    TextRole.HEADLINE: "Headline",
    TextRole.DECK: "Deck",
    TextRole.BYLINE: "Byline",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """A file of the snapshot as METS and PREMIS name it; ``name`` starts at the payload."""

    name: str
    group: str
    media_type: str
    sha512: str
    size_bytes: int
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pointer:
    """A block of an ALTO file."""

    page: int
    block: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The blocks of an article: by role, by paragraph, and its pictures with their captions."""

    headings: tuple[tuple[TextRole, _Pointer], ...]
    paragraphs: tuple[tuple[int, tuple[_Pointer, ...]], ...]
    figures: tuple[_Pointer, ...]
    captions: tuple[_Pointer, ...]


def mets_xml(
    record: EditionRecord,
    pages: Sequence[PageText],
    files: Sequence[FileFacts],
    *,
    identifier: str,
    created: str,
) -> bytes:
    """The METS file of a snapshot.

    Args:
        record: The edition as built.
        pages: What is printed on its pages.
        files: The files the snapshot consists of, those of METS itself left out.
        identifier: What the snapshot is called in the archive.
        created: When it was made, UTC, ISO 8601.

    """
    names = {None: METS, "mods": MODS, "xlink": XLINK}
    root = _METS.root("mets", prefixes=names, location=_LOCATION)
    root.set("OBJID", identifier)
    root.set("TYPE", "Newspaper")
    root.set("LABEL", f"{record['paper']['name']} {record['date']}")
    articles = [row for row in record["articles"] if row["pages"]]
    _header(root, record, created)
    _issue_description(root, record)
    for number, article in enumerate(articles, 1):
        _article_description(root, article, number, record["lang"])
    provenance = _add(_add(root, "amdSec"), "digiprovMD", ID="premis")
    link = _add(provenance, "mdRef", MDTYPE="PREMIS", LOCTYPE="URL", MIMETYPE="application/xml")
    _href(link, "premis.xml")
    _file_section(root, files)
    _physical(root, record, pages, files)
    _logical(root, record, pages, articles)
    links = _add(root, "structLink")
    for number, article in enumerate(articles, 1):
        for page in article["pages"]:
            row = _add(links, "smLink")
            row.set(f"{{{XLINK}}}from", f"article{number}")
            row.set(f"{{{XLINK}}}to", f"page{page}")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def file_id(name: str) -> str:
    """The id of a file in METS: its name with what an XML id cannot have told by number."""
    return "file-" + "".join(c if c.isalnum() else f"_{ord(c):x}_" for c in name)


def _header(root: etree._Element, record: EditionRecord, created: str) -> None:
    header = _add(root, "metsHdr", CREATEDATE=created)
    agent = _add(header, "agent", ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE")
    generator = record["generator"]
    _add(agent, "name").text = f"{generator['name']} {generator['version']}"


def _issue_description(root: etree._Element, record: EditionRecord) -> None:
    paper = record["paper"]
    mods = _mods(root, "issue")
    _title(mods, paper["name"], "")
    origin = _add_mods(mods, "originInfo")
    if paper.get("publisher"):
        _add_mods(origin, "publisher").text = paper["publisher"]
    _add_mods(origin, "dateIssued", encoding="w3cdtf", keyDate="yes").text = record["date"]
    _add_mods(origin, "issuance").text = "serial"
    _language(mods, record["lang"])
    if paper.get("cn"):
        _add_mods(mods, "identifier", type="cn").text = paper["cn"]
    if record["issue"] is not None:
        detail = _add_mods(_add_mods(mods, "part"), "detail", type="issue")
        _add_mods(detail, "number").text = str(record["issue"])


def _article_description(
    root: etree._Element, article: ArticleRecord, number: int, lang: str
) -> None:
    mods = _mods(root, f"article{number}-mods")
    _title(mods, article["headline"], article["deck"])
    for author in article["byline"]:
        name = _add_mods(mods, "name")
        _add_mods(name, "namePart").text = author
        role = _add_mods(name, "role")
        _add_mods(role, "roleTerm", type="code", authority="marcrelator").text = "aut"
    _add_mods(mods, "genre").text = article["kind"]
    _language(mods, lang)
    if article["dateline"]:
        _add_mods(mods, "note", type="dateline").text = article["dateline"]
    if article["column"]:
        _add_mods(mods, "note", type="column").text = article["column"]
    identifier = _add_mods(mods, "identifier", type="local")
    identifier.text = article["id"]


def _mods(root: etree._Element, name: str) -> etree._Element:
    wrap = _add(_add(root, "dmdSec", ID=name), "mdWrap", MDTYPE="MODS")
    return _add_mods(_add(wrap, "xmlData"), "mods", version="3.8")


def _title(mods: etree._Element, title: str, subtitle: str) -> None:
    info = _add_mods(mods, "titleInfo")
    _add_mods(info, "title").text = " ".join(title.split())
    if subtitle:
        _add_mods(info, "subTitle").text = " ".join(subtitle.split())


def _language(mods: etree._Element, lang: str) -> None:
    term = _add_mods(_add_mods(mods, "language"), "languageTerm", type="code", authority="rfc5646")
    term.text = lang


def _file_section(root: etree._Element, files: Sequence[FileFacts]) -> None:
    section = _add(root, "fileSec")
    for group in dict.fromkeys(file.group for file in files):
        holder = _add(section, "fileGrp", USE=group)
        for file in files:
            if file.group != group:
                continue
            row = _add(
                holder,
                "file",
                ID=file_id(file.name),
                MIMETYPE=file.media_type,
                SIZE=file.size_bytes,
                CHECKSUM=file.sha512,
                CHECKSUMTYPE="SHA-512",
            )
            _href(_add(row, "FLocat", LOCTYPE="URL"), file.name)


def _physical(
    root: etree._Element,
    record: EditionRecord,
    pages: Sequence[PageText],
    files: Sequence[FileFacts],
) -> None:
    top = _add(_add(root, "structMap", TYPE="PHYSICAL"), "div", TYPE="Issue", DMDID="issue")
    top.set("LABEL", f"{record['paper']['name']} {record['date']}")
    for file in files:
        if file.page is None:
            _add(top, "fptr", FILEID=file_id(file.name))
    for order, page in enumerate(pages, 1):
        div = _add(top, "div", TYPE="Page", ID=f"page{page.number}", ORDER=order)
        div.set("ORDERLABEL", f"{page.number:02d}")
        div.set("LABEL", page.name)
        for file in files:
            if file.page == page.number:
                _add(div, "fptr", FILEID=file_id(file.name))


def _logical(
    root: etree._Element,
    record: EditionRecord,
    pages: Sequence[PageText],
    articles: Sequence[ArticleRecord],
) -> None:
    paper = _add(_add(root, "structMap", TYPE="LOGICAL"), "div", TYPE="Newspaper")
    paper.set("LABEL", record["paper"]["name"])
    issue = _add(paper, "div", TYPE="Issue", DMDID="issue", LABEL=record["date"])
    for number, article in enumerate(articles, 1):
        found = _find(article["id"], pages)
        div = _add(issue, "div", TYPE="Article", ID=f"article{number}", ORDER=number)
        div.set("DMDID", f"article{number}-mods")
        div.set("LABEL", " ".join(article["headline"].split()))
        _article_parts(div, found)


def _article_parts(article: etree._Element, found: _Found) -> None:
    if found.headings:
        heading = _add(article, "div", TYPE="Heading")
        for role, pointer in found.headings:
            _point(_add(heading, "div", TYPE=HEADINGS[role]), [pointer])
    if found.paragraphs:
        body = _add(article, "div", TYPE="Body")
        for order, (_, pointers) in enumerate(found.paragraphs, 1):
            _point(_add(body, "div", TYPE="Paragraph", ORDER=order), pointers)
    for order, pointer in enumerate(found.figures, 1):
        _point(_add(article, "div", TYPE="Illustration", ORDER=order), [pointer])
    for pointer in found.captions:
        _point(_add(article, "div", TYPE="Caption"), [pointer])


def _find(article: str, pages: Sequence[PageText]) -> _Found:
    headings: list[tuple[TextRole, _Pointer]] = []
    paragraphs: dict[int, list[_Pointer]] = {}
    figures: list[_Pointer] = []
    captions: list[_Pointer] = []
    for page, number, area in _areas(article, pages):
        for k, text in enumerate(area.texts, 1):
            pointer = _Pointer(page=page.number, block=text_id(page.number, number, k))
            if text.role in HEADINGS:
                headings.append((text.role, pointer))
            elif text.role is TextRole.CAPTION:
                captions.append(pointer)
            elif text.paragraph is not None:
                paragraphs.setdefault(text.paragraph, []).append(pointer)
        figures += [
            _Pointer(page=page.number, block=figure_id(page.number, number, k))
            for k in range(1, len(area.illustrations) + 1)
        ]
    return _Found(
        headings=tuple(headings),
        paragraphs=tuple((key, tuple(own)) for key, own in sorted(paragraphs.items())),
        figures=tuple(figures),
        captions=tuple(captions),
    )


def _areas(article: str, pages: Sequence[PageText]) -> Iterator[tuple[PageText, int, Area]]:
    for page in pages:
        for number, area in enumerate(page.areas, 1):
            if area.article == article:
                yield page, number, area


def _point(div: etree._Element, pointers: Sequence[_Pointer]) -> None:
    for pointer in pointers:
        area = _add(_add(div, "fptr"), "area", FILEID=file_id(alto_file(pointer.page)))
        area.set("BETYPE", "IDREF")
        area.set("BEGIN", pointer.block)


def alto_file(page: int) -> str:
    """The ALTO file of a page, inside the payload."""
    return f"alto/{page:04d}.xml"


def picture_file(page: int) -> str:
    """The picture of a page, inside the payload."""
    return f"pictures/{page:04d}.jpg"


def _href(element: etree._Element, name: str) -> None:
    element.set(f"{{{XLINK}}}type", "simple")
    element.set(f"{{{XLINK}}}href", quote(name))
