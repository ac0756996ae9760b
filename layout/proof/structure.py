"""What machines read of the files: links, tags, metadata."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

import pikepdf

from layout.diagnostics import Message
from layout.proof.boxes import edges
from layout.proof.model import Check, Finding, wrong
from layout.proof.reading import FinishedEdition, FinishedFile, FinishedPage

_STANDARDS: Final = {
    "press": ("pdfxid:GTS_PDFXVersion", "PDF/X-4"),
    "archive": ("pdfaid:part", "3"),
    "screen": ("pdfuaid:part", "1"),
    "large-print": ("pdfuaid:part", "1"),
}
"""What the XMP of a profile's files must say, by profile."""

_COVER_DATE: Final = "{http://prismstandard.org/namespaces/basic/2.0/}coverDate"


# ---------------------------------------------------------------------------------------- links


def check_links(edition: FinishedEdition) -> Iterator[Finding]:
    """Every link leads somewhere and lies on its page; the outline has every page."""
    for file in edition.files:
        names = _named_places(file.pdf)
        for sheet in file.pages:
            for annotation in sheet.page.obj.get("/Annots", ()):
                yield from _link(sheet, annotation, names)
        if file.is_whole and _outline_length(file.pdf) != len(file.pages):
            yield wrong(
                Check.LINKS,
                "PROOF_OUTLINE",
                Message(zh="书签与版数不符", en="the outline does not have every page"),
                file=file.name,
            )


def _named_places(pdf: pikepdf.Pdf) -> frozenset[str]:
    tree = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
    return frozenset(pikepdf.NameTree(tree)) if tree is not None else frozenset()


def _outline_length(pdf: pikepdf.Pdf) -> int:
    with pdf.open_outline() as outline:
        return len(outline.root)


def _link(
    sheet: FinishedPage, annotation: pikepdf.Object, names: frozenset[str]
) -> Iterator[Finding]:
    x0, y0, x1, y1 = (float(side) for side in annotation.Rect)
    left, bottom, right, top = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    media = edges(sheet.page, "MediaBox") or (0.0, 0.0, 0.0, 0.0)
    if not (media[0] <= left < right <= media[2] and media[1] <= bottom < top <= media[3]):
        yield _link_finding(sheet, "PROOF_LINK_PLACE", "链接不在版面上", "a link lies off the page")
    if "/Dest" in annotation:
        place = annotation.Dest
        if isinstance(place, pikepdf.String) and str(place) not in names:
            yield _link_finding(
                sheet, "PROOF_LINK_DEAD", f"链接无处可去：{place}", f"a link leads nowhere: {place}"
            )
    elif "/A" in annotation:
        address = str(annotation.A.get("/URI", ""))
        if urlsplit(address).scheme not in ("http", "https"):
            yield _link_finding(
                sheet,
                "PROOF_LINK_DEAD",
                f"不是网址：{address}",
                f"a link to what is no web address: {address}",
            )


def _link_finding(sheet: FinishedPage, code: str, zh: str, en: str) -> Finding:
    return wrong(
        Check.LINKS,
        code=code,
        message=Message(zh=zh, en=en),
        file=sheet.file,
        page=sheet.record["number"],
    )


# ----------------------------------------------------------------------------------------- tags


def check_tags(edition: FinishedEdition) -> Iterator[Finding]:
    """The files can be read aloud: tagged, in a language, pictures with words for them."""
    for file in edition.files:
        lang = edition.record["lang"] if file.is_whole else file.pages[0].record["lang"]
        yield from _tags(file, lang)


def _tags(file: FinishedFile, lang: str) -> Iterator[Finding]:
    root = file.pdf.Root
    marked = bool(root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False))
    if not marked or "/StructTreeRoot" not in root:
        yield _tag_finding(file, "PROOF_UNTAGGED", "没有结构标签", "the file is not tagged")
        return
    if str(root.get("/Lang", "")) != lang:
        told = str(root.get("/Lang", "—"))
        yield _tag_finding(file, "PROOF_LANG", f"语言是 {told}", f"its language is {told}")
    shows_title = root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle")
    if not shows_title:
        yield _tag_finding(file, "PROOF_TITLE_HIDDEN", "不显示题名", "the title is not shown")
    for sheet in file.pages:
        if sheet.page.obj.get("/Tabs") != pikepdf.Name.S:
            yield _tag_finding(
                file, "PROOF_TAB_ORDER", "跳格次序不按结构", "tabs do not follow the structure"
            )
    for element in _elements(root.StructTreeRoot):
        if element.get("/S") == pikepdf.Name.Figure and not str(element.get("/Alt", "")).strip():
            yield _tag_finding(
                file, "PROOF_NO_ALT", "图片没有替代文字", "a picture has no words for it"
            )


def _elements(root: pikepdf.Object) -> Iterator[pikepdf.Object]:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        kids = element.get("/K", ())
        for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                waiting.append(kid)
                yield kid


def _tag_finding(file: FinishedFile, code: str, zh: str, en: str) -> Finding:
    return wrong(Check.TAGS, code=code, message=Message(zh=zh, en=en), file=file.name)


# ------------------------------------------------------------------------------------- metadata


def check_metadata(edition: FinishedEdition) -> Iterator[Finding]:
    """Title, date and standard are told, twice the same; the colours have a meaning."""
    for file in edition.files:
        yield from _metadata(file, edition)


def _metadata(file: FinishedFile, edition: FinishedEdition) -> Iterator[Finding]:
    record = edition.record
    told = file.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)
    title = str(file.pdf.docinfo.get("/Title", ""))
    if not title or str(told.get("dc:title", "")) != title:
        yield _told(file, "PROOF_TITLE", f"题名不一致：{title}", f"titles differ: {title}")
    if str(told.get(_COVER_DATE, "")) != record["date"]:
        zh, en = "日期不是本期的", "the date is not the issue's"
        yield _told(file, "PROOF_DATE", zh, en)
    key, value = _STANDARDS[record["profile"]]
    if str(told.get(key, "")) != value:
        yield _told(file, "PROOF_STANDARD", f"没有写明 {key} {value}", f"{key} is not {value}")
    if record["profile"] in ("press", "archive"):
        yield from _intent(file, edition)
    if "/ID" not in file.pdf.trailer:
        yield _told(file, "PROOF_NO_ID", "没有文件标识", "the file has no identifier")


def _intent(file: FinishedFile, edition: FinishedEdition) -> Iterator[Finding]:
    press = edition.record.get("press")
    subtype = "/GTS_PDFX" if press else "/GTS_PDFA1"
    for intent in file.pdf.Root.get("/OutputIntents", ()):
        if str(intent.get("/S")) != subtype or "/DestOutputProfile" not in intent:
            continue
        if not press or str(intent.get("/OutputConditionIdentifier")) == press["condition"]:
            return
    yield _told(file, "PROOF_INTENT", "没有合用的输出意图", "there is no fitting output intent")


def _told(file: FinishedFile, code: str, zh: str, en: str) -> Finding:
    return wrong(Check.METADATA, code=code, message=Message(zh=zh, en=en), file=file.name)
