"""The sources of an edition put into its files (ISO 32000-2, 7.11; ISO 19005-3, 6.8)."""

import hashlib
import mimetypes
from collections.abc import Iterable, Iterator
from datetime import date as Date
from pathlib import Path

import pydyf

from layout.content.model import Edition
from layout.makeup.model import PageLayout
from layout.rendering.model import SourceFile
from layout.rendering.pdf_fonts import deflated


def source_files(edition: Edition, pages: Iterable[PageLayout]) -> tuple[SourceFile, ...]:
    """Everything an edition was made from, as it lies in its folder.

    Args:
        edition: As read.
        pages: As made up; each shows some of the articles.

    Raises:
        OSError: A file is no longer there.

    """
    shown: dict[str, set[int]] = {}
    for page in pages:
        for block in page.blocks:
            if block.article:
                shown.setdefault(block.article, set()).add(page.number)
    found: dict[str, SourceFile] = {}
    for path, description, numbers in _files_of(edition, shown):
        name = _name_in(edition.folder, path)
        known = found[name].pages if name in found else frozenset[int]()
        found[name] = SourceFile(
            name=name,
            data=path.read_bytes(),
            media_type=_media_type(path),
            description=description,
            pages=known | numbers,
        )
    return tuple(found.values())


def _files_of(
    edition: Edition, shown: dict[str, set[int]]
) -> Iterator[tuple[Path, str, frozenset[int]]]:
    """Path, what it is, and the pages that show it."""
    all_pages = frozenset(page.number for page in edition.head.pages)
    yield edition.folder / "edition.yaml", "edition", all_pages
    if edition.paper_file:
        yield edition.paper_file, "newspaper", all_pages
    for article in edition.articles:
        numbers = frozenset(shown.get(article.id, ()))
        yield edition.folder / article.source, article.head.headline or "article", numbers
        for picture in article.pictures:
            path = picture.chart.path if picture.chart else picture.path
            yield path, picture.head.caption or "picture", numbers
    for ad in edition.ads:
        yield ad.path, "advertisement", frozenset({ad.page})
    for filler in edition.fillers:
        if filler.path:
            yield filler.path, "filler", all_pages


def _name_in(folder: Path, path: Path) -> str:
    """The path inside the edition folder; what lies outside it goes by its own name."""
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name


def _media_type(path: Path) -> str:
    """By the name's end, from the table that ships with Python."""
    if path.suffix == ".md":
        return "text/markdown"
    if path.suffix in (".yaml", ".yml"):
        return "application/yaml"
    known = mimetypes.MimeTypes().guess_type(path.name)[0]
    return known or "application/octet-stream"


def attach(pdf: pydyf.PDF, sources: Iterable[SourceFile], day: Date) -> None:
    """Attach files as what the document was made from; readers list them by name.

    Args:
        pdf: The file to attach them to.
        sources: The files; their names are paths inside the edition folder.
        day: The edition's date: the files' own dates would differ from machine to machine.

    """
    names, associated = pydyf.Array(), pydyf.Array()
    for source in sorted(sources, key=lambda source: source.name):
        reference = _specification(pdf, source, day)
        names.append(pydyf.String(source.name))
        names.append(reference)
        associated.append(reference)
    if not associated:
        return
    tree = pydyf.Dictionary({"Names": names})
    pdf.add_object(tree)
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = tree.reference
    pdf.catalog["AF"] = associated


def _specification(pdf: pydyf.PDF, source: SourceFile, day: Date) -> bytes:
    checksum = hashlib.md5(source.data, usedforsecurity=False).hexdigest()
    stream = deflated(
        source.data,
        {
            "Type": "/EmbeddedFile",
            "Subtype": f"/{source.media_type.replace('/', '#2f')}",
            "Params": pydyf.Dictionary(
                {
                    "Size": len(source.data),
                    "ModDate": pydyf.String(f"D:{day.strftime('%Y%m%d')}000000+08'00"),
                    "CheckSum": f"<{checksum}>",
                }
            ),
        },
    )
    pdf.add_object(stream)
    specification = pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": pydyf.String(source.name),
            "UF": pydyf.String(source.name),
            "EF": pydyf.Dictionary({"F": stream.reference, "UF": stream.reference}),
            "Desc": pydyf.String(source.description),
            "AFRelationship": "/Source",
        }
    )
    pdf.add_object(specification)
    reference: bytes = specification.reference
    return reference
