"""What is told of a file as a document: XMP for every profile, the same bytes every time.

XMP: ISO 16684-1. Dublin Core and PRISM name the paper and the issue; the parts of PDF/A
(ISO 19005-3, 6.6.4), PDF/UA (ISO 14289-1, 5) and PDF/X-4 (ISO 15930-7, 6.2) say which
standard a file keeps. What PDF/A does not know is described in it (6.6.2.3).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date
from typing import Final
from uuid import UUID
from xml.sax.saxutils import escape

import pydyf

from layout.makeup.model import PageLayout
from layout.rendering.profiles import ProfileName

_NAMESPACES: Final = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}

_PRISM: Final = {
    "publicationName": ("Text", "the newspaper"),
    "coverDate": ("Date", "the day printed on the issue"),
    "number": ("Text", "the running number of the issue"),
    "startingPage": ("Text", "the number of the first page"),
    "pageRange": ("Text", "the numbers of the pages"),
}
"""The properties used, with type and meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """What is told of a file."""

    title: str
    author: str
    generator: str
    lang: str
    date: Date
    paper: str
    issue: int | None
    pages: tuple[int, ...]
    profile: ProfileName


def page_label(page: PageLayout) -> str:
    """What outline and title call a page: 第1版 头版新闻."""
    return f"第{page.number}版 {page.name}".rstrip()


def write_metadata(pdf: pydyf.PDF, facts: DocumentFacts) -> None:
    """Set the information dictionary and the XMP of a PDF; both say the same."""
    day = facts.date.strftime("%Y%m%d")
    pdf.info.clear()
    pdf.info.update(
        {
            "Title": pydyf.String(facts.title),
            "Author": pydyf.String(facts.author),
            "Creator": pydyf.String(facts.generator),
            "Producer": pydyf.String(facts.generator),
            "CreationDate": pydyf.String(f"D:{day}000000+08'00"),
            "ModDate": pydyf.String(f"D:{day}000000+08'00"),
            "Trapped": "/False",
        }
    )
    stream = pydyf.Stream([xmp(facts)], {"Type": "/Metadata", "Subtype": "/XML"})
    pdf.add_object(stream)
    pdf.catalog["Metadata"] = stream.reference


def xmp(facts: DocumentFacts) -> bytes:
    """The XMP packet of a file."""
    spaces = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in _NAMESPACES.items())
    lines = [
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
        f'<rdf:RDF {spaces}><rdf:Description rdf:about="">',
        *_properties(facts),
        "</rdf:Description></rdf:RDF></x:xmpmeta>",
        '<?xpacket end="r"?>',
    ]
    return "\n".join(lines).encode()


def _properties(facts: DocumentFacts) -> Iterator[str]:
    when = f"{facts.date.isoformat()}T00:00:00+08:00"
    yield _many("dc:title", "Alt", facts.title, ' xml:lang="x-default"')
    yield _many("dc:creator", "Seq", facts.author)
    yield _many("dc:publisher", "Bag", facts.author)
    yield _many("dc:language", "Bag", facts.lang)
    yield _many("dc:date", "Seq", when)
    yield _one("dc:format", "application/pdf")
    for name in ("CreateDate", "ModifyDate", "MetadataDate"):
        yield _one(f"xmp:{name}", when)
    yield _one("xmp:CreatorTool", facts.generator)
    yield _one("pdf:Producer", facts.generator)
    yield _one("xmpMM:DocumentID", f"uuid:{_identifier(facts)}")
    yield _one("xmpMM:RenditionClass", "default")
    yield _one("xmpMM:VersionID", "1")
    yield _one("prism:publicationName", facts.paper)
    yield _one("prism:coverDate", facts.date.isoformat())
    if facts.issue is not None:
        yield _one("prism:number", str(facts.issue))
    yield _one("prism:startingPage", str(facts.pages[0]))
    yield _one("prism:pageRange", _ranges(facts.pages))
    yield from _standards(facts.profile)


def _standards(profile: ProfileName) -> Iterator[str]:
    if profile is ProfileName.PRESS:
        yield _one("pdf:Trapped", "False")
        yield _one("pdfxid:GTS_PDFXVersion", "PDF/X-4")
        return
    yield _one("pdfuaid:part", "1")
    if profile is ProfileName.ARCHIVE:
        yield _one("pdfaid:part", "3")
        yield _one("pdfaid:conformance", "A")
        yield "<pdfaExtension:schemas><rdf:Bag>"
        yield _schema("PRISM basic metadata", "prism", _PRISM)
        meaning = {"part": ("Integer", "part of ISO 14289 the file keeps")}
        yield _schema("PDF/UA identification", "pdfuaid", meaning)
        yield "</rdf:Bag></pdfaExtension:schemas>"


def _schema(title: str, prefix: str, properties: dict[str, tuple[str, str]]) -> str:
    described = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"{_one('pdfaProperty:name', name)}{_one('pdfaProperty:valueType', kind)}"
        f"{_one('pdfaProperty:category', 'external')}{_one('pdfaProperty:description', meaning)}"
        "</rdf:li>"
        for name, (kind, meaning) in properties.items()
    )
    return (
        '<rdf:li rdf:parseType="Resource">'
        f"{_one('pdfaSchema:schema', title)}"
        f"{_one('pdfaSchema:namespaceURI', _NAMESPACES[prefix])}"
        f"{_one('pdfaSchema:prefix', prefix)}"
        f"<pdfaSchema:property><rdf:Seq>{described}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


def _one(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>"


def _many(name: str, kind: str, value: str, attributes: str = "") -> str:
    inner = f"<rdf:li{attributes}>{escape(value)}</rdf:li>"
    return f"<{name}><rdf:{kind}>{inner}</rdf:{kind}></{name}>"


def _identifier(facts: DocumentFacts) -> UUID:
    """The same for the same file of the same edition."""
    told = "\n".join((facts.title, facts.profile, facts.generator, _ranges(facts.pages)))
    return UUID(bytes=hashlib.sha256(told.encode()).digest()[:16], version=4)


def _ranges(pages: tuple[int, ...]) -> str:
    """Page numbers as PRISM writes them: 1-4,6."""
    spans: list[list[int]] = []
    for page in pages:
        if spans and page == spans[-1][-1] + 1:
            spans[-1][1:] = [page]
        else:
            spans.append([page])
    return ",".join("-".join(str(page) for page in span) for span in spans)
