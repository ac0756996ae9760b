"""The sources of an edition put into its files (ISO 32000-2, 7.11; ISO 19005-3, 6.8)."""

import hashlib
from collections.abc import Iterable
from datetime import date as Date

import pydyf

from layout.rendering.model import SourceFile
from layout.rendering.pdf_fonts import deflated


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
                    "ModDate": pydyf.String(f"D:{day.strftime('%Y%m%d')}000000+08'00'"),
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
