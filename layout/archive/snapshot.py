"""A finished edition and its sources to the payload of a bag, and back to what the index needs.

``content/`` is the edition folder as built, with the paper's file where that lies beside it;
``style/`` the house style and the page templates; a folder for each build, named by its
profile, has the PDFs, ``edition.json`` and ``report.txt``; ``pictures/`` and ``alto/`` have a
file a page. At the top lie ``mets.xml``, ``premis.xml``, ``articles.json`` (what can be found)
and ``snapshot.json`` (what the snapshot is and what made it).
"""

import io
import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final, cast

import yaml

from layout import __version__
from layout.archive.alto import alto_xml
from layout.archive.article_text import article_texts, articles_json, read_articles_json
from layout.archive.bag import Digest, digest_of, digests_of, sha512
from layout.archive.findings import unreadable
from layout.archive.mets import FileFacts, alto_file, mets_xml, picture_file
from layout.archive.model import EditionFacts, Make, PageFacts, PageText, TextBlock
from layout.archive.page_text import page_text
from layout.archive.pdf_pages import read_pdf_page
from layout.archive.premis import premis_xml
from layout.archive.store import Store, read_bytes
from layout.processes import Promise, can_divide
from layout.record.model import EditionRecord, PageRecord

SCHEMA: Final = "banxin/snapshot/1"
SNAPSHOT: Final = "snapshot.json"
ARTICLES: Final = "articles.json"
RECORD: Final = "edition.json"

_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
"""A snapshot lies under these names; no record may lead out of the archive."""

_MEDIA_TYPES: Final = {
    ".pdf": "application/pdf",
    ".json": "application/json",
    ".xml": "application/xml",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".md": "text/markdown",
    ".txt": "text/plain",
    ".yaml": "application/yaml",
    ".css": "text/css",
    ".toml": "application/toml",
}
_GROUPS: Final = {
    "alto": "ALTO",
    "pictures": "PAGE_PICTURES",
    "content": "SOURCES",
    "style": "SOURCES",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _PageFiles:
    """What is made of one page."""

    text: PageText
    """Its lines, without their words."""
    picture: bytes
    alto: bytes


def read_record(folder: Path) -> EditionRecord:
    """The ``edition.json`` of a finished build.

    Raises:
        ArchiveError: There is none, or it is no record of an edition.

    """
    path = folder / RECORD
    try:
        record = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise unreadable(str(path), str(error)) from error
    if not isinstance(record, dict) or not {"schema", "pages", "articles"} <= record.keys():
        raise unreadable(str(path), "not the record of an edition")
    told = cast("EditionRecord", record)
    for name, shape in ((told["paper"]["slug"], _SLUG), (told["date"], _DATE)):
        if not shape.fullmatch(name):
            raise unreadable(str(path), f"{name} is not the name of a folder")
    return told


def make_payload(
    make: Make, target: Path, *, identifier: str, jobs: int
) -> tuple[EditionFacts, dict[str, Digest]]:
    """Write the payload of a snapshot into a folder.

    Args:
        make: The edition, its sources and what made it.
        target: The folder ``data`` of the bag to be; made here.
        identifier: What the snapshot is called in the archive.
        jobs: Processes to use.

    Returns:
        The edition as the index knows it, and the digests of the files by name in the payload.

    Raises:
        ArchiveError: A finished file is missing or cannot be read.

    """
    records = [read_record(folder) for folder in make.builds]
    record, profiles = records[0], [record["profile"] for record in records]
    target.mkdir(parents=True)
    pages = _make_pages(make.builds[0], record, jobs)
    _copy_sources(make.content, target / "content")
    for name, data in make.style:
        _write(target / "style" / name, data)
    for folder, profile in zip(make.builds, profiles, strict=True):
        _copy_folder(folder, target / profile)
    for page in pages:
        _write(target / picture_file(page.text.number), page.picture)
        _write(target / alto_file(page.text.number), page.alto)
    texts = [page.text for page in pages]
    articles = article_texts(record, texts)
    facts = EditionFacts(
        paper=record["paper"]["slug"],
        paper_name=record["paper"]["name"],
        date=record["date"],
        issue=record["issue"],
        pages=tuple(_page_facts(page, record["profile"]) for page in record["pages"]),
        articles=articles,
    )
    _write(target / ARTICLES, articles_json(articles))
    _write(target / SNAPSHOT, _snapshot_json(make, record, facts, profiles))
    digests = digests_of(target)
    files = tuple(_file_facts(name, digest) for name, digest in digests.items())
    try:
        premis = premis_xml(files, make.tools, identifier=identifier, added=make.added)
        mets = mets_xml(record, texts, files, identifier=identifier, created=make.added)
    except ValueError as error:  # a control character, which XML cannot write in any way
        raise unreadable(str(make.builds[0] / RECORD), str(error)) from error
    for name, data in (("premis.xml", premis), ("mets.xml", mets)):
        _write(target / name, data)
        digests[name] = digest_of(io.BytesIO(data))
    return facts, digests


def read_facts(store: Store, bag: str) -> EditionFacts:
    """An edition as the index knows it, from its bag alone.

    Raises:
        ArchiveError: The bag does not say.

    """
    place = f"{bag}/data/{SNAPSHOT}"
    try:
        told = json.loads(read_bytes(store, place))
        articles = read_articles_json(read_bytes(store, f"{bag}/data/{ARTICLES}"))
        return EditionFacts(
            paper=told["paper"]["slug"],
            paper_name=told["paper"]["name"],
            date=told["date"],
            issue=told["issue"],
            pages=tuple(PageFacts(**page) for page in told["pages"]),
            articles=articles,
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise unreadable(place, str(error)) from error


def _make_pages(folder: Path, record: EditionRecord, jobs: int) -> list[_PageFiles]:
    """Read every page, in several processes where that is safe."""
    count = min(jobs, len(record["pages"])) if can_divide(jobs) else 1

    def share(first: int) -> list[_PageFiles]:
        return [_make_page(folder, page, record) for page in record["pages"][first::count]]

    others = [Promise(partial(share, first)) for first in range(1, count)]
    made = [*share(0), *(files for other in others for files in other.result())]
    return sorted(made, key=lambda files: files.text.number)


def _make_page(folder: Path, page: PageRecord, record: EditionRecord) -> _PageFiles:
    pdf = read_pdf_page(folder / page["pdf"])
    text = page_text(page, pdf)
    generator = record["generator"]
    alto = alto_xml(
        text,
        picture=picture_file(text.number).rpartition("/")[2],
        lang=record["lang"],
        software=generator["name"],
        version=generator["version"],
    )
    return _PageFiles(text=_without_words(text), picture=pdf.picture, alto=alto)


def _without_words(page: PageText) -> PageText:
    """A page as all but its ALTO file needs it: a process hands over a tenth of the values."""

    def lines(block: TextBlock) -> TextBlock:
        return replace(block, lines=tuple(replace(line, words=()) for line in block.lines))

    areas = (replace(area, texts=tuple(map(lines, area.texts))) for area in page.areas)
    return replace(page, areas=tuple(areas))


def _copy_sources(folder: Path, target: Path) -> None:
    """The edition folder under its own name, and the paper's file where ``paper`` names one."""
    folder = folder.resolve()
    _copy_folder(folder, target / folder.name)
    head = yaml.safe_load((folder / "edition.yaml").read_bytes())
    named = head.get("paper") if isinstance(head, dict) else None
    if isinstance(named, str):
        paper = (folder / named).resolve()
        if not paper.is_relative_to(folder):
            _write(target / paper.relative_to(folder.parent), paper.read_bytes())


def _copy_folder(folder: Path, target: Path, around: tuple[Path, ...] = ()) -> None:
    """Copy a folder, less what is hidden; what links lead to is copied in their place.

    Raises:
        OSError: A file cannot be read or written; nothing further is tried.
        ArchiveError: A link leads back to a folder it lies in.

    """
    if folder.resolve() in around:
        raise unreadable(str(folder), "a link to a folder it lies in")
    inside = (*around, folder.resolve())
    target.mkdir(parents=True)
    for path in sorted(path for path in folder.iterdir() if not path.name.startswith(".")):
        if path.is_dir():
            _copy_folder(path, target / path.name, inside)
        else:
            shutil.copyfile(path, target / path.name)


def _snapshot_json(
    make: Make, record: EditionRecord, facts: EditionFacts, profiles: Sequence[str]
) -> bytes:
    """What the snapshot is and what made it."""
    told = {
        "schema": SCHEMA,
        "paper": {"slug": facts.paper, "name": facts.paper_name},
        "date": facts.date,
        "issue": facts.issue,
        "lang": record["lang"],
        "source": f"content/{make.content.resolve().name}",
        "profiles": profiles,
        "pages": [asdict(page) for page in facts.pages],
        "archived_by": {"name": "banxin", "version": __version__},
        "added": make.added,
        "made_with": [asdict(tool) for tool in make.tools],
        "fonts": record["fonts"],
        "style": {f"style/{name}": sha512(data) for name, data in sorted(make.style)},
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _page_facts(page: PageRecord, profile: str) -> PageFacts:
    width, height = page["trim_pt"]
    return PageFacts(
        number=page["number"],
        name=page["name"],
        pdf=f"{profile}/{page['pdf']}",
        width_pt=width,
        height_pt=height,
    )


def _file_facts(name: str, digest: Digest) -> FileFacts:
    """A file of the payload as METS and PREMIS tell of it."""
    suffix = PurePosixPath(name).suffix.lower()
    return FileFacts(
        name=name,
        group=_group(name),
        media_type=_MEDIA_TYPES.get(suffix, "application/octet-stream"),
        sha512=digest.sha512,
        size_bytes=digest.size_bytes,
        page=_page_number(name),
    )


def _group(name: str) -> str:
    top, _, rest = name.partition("/")
    if not rest:
        return "METADATA"
    return _GROUPS.get(top, "PDF" if name.endswith(".pdf") else "METADATA")


def _page_number(name: str) -> int | None:
    """The page a file is of: those of one page are named by its number."""
    folder, _, stem = name.rpartition("/")
    number = stem.partition(".")[0]
    is_page = number.isdecimal() and folder and not folder.startswith(("content", "style"))
    return int(number) if is_page else None


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
