"""Made-up pages and their files' hashes in, the values of ``edition.json`` out."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from layout.composition.model import LineKind
from layout.content.model import Article, BlockKind, BodyBlock, Edition, Inline, Page, Paper
from layout.diagnostics import Diagnostic, Language, SourceSpan
from layout.makeup.model import (
    PageLayout,
    PartRole,
    PlacedBlock,
    PlacedLine,
    PlacedPicture,
    Rect,
    TextColumn,
    TextPart,
)
from layout.record.model import (
    ArticleRecord,
    Bbox,
    BlockRecord,
    BodyRecord,
    ColumnRecord,
    CutlineRecord,
    DiagnosticRecord,
    EditionRecord,
    FontRecord,
    GeneratorRecord,
    LineRecord,
    PageRecord,
    PartRecord,
    PictureRecord,
    PressRecord,
    RunRecord,
)
from layout.shaping.fonts import FaceFile
from layout.sidemarks import Level
from layout.units import rounded

SCHEMA = "banxin/edition/1"
_NOT_PRINTED = {"house_rules", "house_rules_file"}


def edition_record(
    edition: Edition,
    *,
    pages: Sequence[PageLayout],
    sha256: Mapping[int, str],
    fonts: Sequence[FontRecord],
    findings: Sequence[Diagnostic],
    generator: GeneratorRecord,
    profile: str,
    most_ppi: float,
    press: PressRecord | None = None,
) -> EditionRecord:
    """Everything ``edition.json`` tells; ``sha256`` has the hash of each page's file.

    No picture is finer than ``most_ppi`` in the files.
    """
    head = edition.head
    declared = {page.number: page for page in head.pages}
    record: EditionRecord = {
        "schema": SCHEMA,
        "generator": generator,
        "profile": profile,
        "paper": {
            key: str(value)
            for key, value in head.paper.model_dump(exclude=_NOT_PRINTED).items()
            if value
        },
        "date": head.date.isoformat(),
        "issue": head.issue,
        "lang": head.lang,
        "fonts": list(fonts),
        "pages": [
            _page(page, declared[page.number], sha256[page.number], most_ppi) for page in pages
        ],
        "articles": [_article(article, pages) for article in edition.articles],
        "diagnostics": [diagnostic_record(finding, edition.folder) for finding in findings],
    }
    if press is not None:
        record["press"] = press
    return record


def _paper(paper: Paper) -> dict[str, str]:
    """What the paper prints of itself."""
    values = paper.model_dump(exclude=_NOT_PRINTED)
    return {key: str(value) for key, value in values.items() if value}


def font_record(file: FaceFile) -> FontRecord:
    """A face as the record names it; the file without the machine's folders."""
    return {
        "role": file.key.role.value,
        "weight": file.weight,
        "family": file.family,
        "file": file.source.name,
        "version": file.version,
        "sha256": file.sha256,
    }


def page_file(number: int) -> str:
    """The name of a page's file."""
    return f"{number:02d}.pdf"


def _page(page: PageLayout, declared: Page, sha256: str, most_ppi: float) -> PageRecord:
    grid = page.grid
    return {
        "number": page.number,
        "name": page.name,
        "lang": page.lang,
        "editors": dict(declared.editors),
        "pdf": page_file(page.number),
        "sha256": sha256,
        "trim_pt": (rounded(page.width_pt), rounded(page.height_pt)),
        "type_area_pt": _bbox(page.type_area),
        "grid": {
            "columns": grid.columns,
            "rows": grid.rows,
            "column_width_pt": rounded(grid.column_width_pt),
            "column_gap_pt": rounded(grid.column_gap_pt),
            "leading_pt": rounded(grid.leading_pt),
            "type_size_pt": rounded(grid.type_size_pt),
            "origin_pt": (rounded(grid.x_pt), rounded(grid.y_pt)),
        },
        "blocks": [_block(block, most_ppi) for block in page.blocks],
    }


def _block(block: PlacedBlock, most_ppi: float) -> BlockRecord:
    record: BlockRecord = {
        "id": block.id,
        "kind": block.kind.value,
        "article": block.article,
        "rank": block.rank,
        "boxed": block.boxed,
        "locked": block.locked,
        "column": block.column,
        "row": block.row,
        "columns": block.columns,
        "rows": block.rows,
        "polygon_pt": [(rounded(x), rounded(y)) for x, y in block.outline],
        "headline": _part(block.part(PartRole.HEADLINE)),
        "kicker": _part(block.part(PartRole.KICKER)),
        "deck": _part(block.part(PartRole.DECK)),
        "byline": _part(block.part(PartRole.BYLINE)),
        "pictures": [_picture(picture, most_ppi) for picture in block.pictures],
        "text_columns": [_leg(leg) for leg in block.text_columns],
        "blank_lines": block.blank_lines,
    }
    pulls = [_told(part) for part in block.parts if part.role is PartRole.PULL]
    return {**record, "pulls": pulls} if pulls else record


def _part(part: TextPart | None) -> PartRecord | None:
    return None if part is None else _told(part)


def _told(part: TextPart) -> PartRecord:
    return {
        "text": part.text,
        "lines": [placed.line.text for placed in part.lines],
        "size_pt": rounded(part.size_pt),
        "bbox_pt": _bbox(part.bbox),
        "vertical": part.vertical,
    }


def _picture(picture: PlacedPicture, most_ppi: float) -> PictureRecord:
    cutline = picture.cutline
    is_vector = picture.path.suffix.lower() in (".svg", ".pdf")
    return {
        "file": picture.file,
        "bbox_pt": _bbox(picture.bbox),
        "caption": cutline.text if cutline else "",
        "caption_bbox_pt": _bbox(cutline.bbox) if cutline else None,
        "ppi": 0.0 if is_vector else round(min(picture.ppi, most_ppi), 1),
    }


def _leg(leg: TextColumn) -> ColumnRecord:
    record: ColumnRecord = {
        "bbox_pt": _bbox(leg.bbox),
        "lines": [_line(line) for line in leg.lines],
    }
    if any(placed.line.vertical for placed in leg.lines):
        record["vertical"] = True
    return record


def _line(placed: PlacedLine) -> LineRecord:
    line, size = placed.line, placed.size_pt
    indent = line.indent_em * size
    across, down = (0.0, indent) if line.vertical else (indent, 0.0)
    return {
        "text": line.text,
        "x_pt": rounded(placed.x_pt + across),
        "baseline_pt": rounded(placed.baseline_pt + down),
        "width_pt": rounded(line.width_em * size),
        "measure_pt": rounded(placed.measure_pt),
        "paragraph": line.paragraph,
        "first": line.first,
        "last": line.last,
    }


def _article(article: Article, pages: Sequence[PageLayout]) -> ArticleRecord:
    own = [(page.number, b) for page in pages for b in page.blocks if b.article == article.id]
    text = "".join(
        placed.line.text
        for _, block in own
        for leg in block.text_columns
        for placed in leg.lines
        if placed.line.kind is not LineKind.JUMP
    )
    return {
        "id": article.id,
        "source": article.source,
        "sha256": article.sha256,
        "headline": article.head.headline,
        "rank": article.rank,
        "pages": sorted({number for number, _ in own}),
        "characters": sum(1 for char in text if _counts(char)),
        "kicker": article.head.kicker,
        "deck": article.head.deck,
        "byline": list(article.head.byline),
        "dateline": article.head.dateline,
        "column": article.head.column,
        "kind": article.head.kind.value,
        "pictures": [
            CutlineRecord(file=picture.file, caption=picture.caption, credit=picture.credit)
            for picture in article.head.pictures
        ],
        "body": _body(article),
    }


def _body(article: Article) -> list[BodyRecord]:
    """The blocks with the numbers that lines know them by.

    A dateline that no paragraph can take in is set as a paragraph of its own before the rest.
    """
    kinds = {block.kind for block in article.body}
    stands_alone = bool(article.head.dateline.strip()) and BlockKind.PARAGRAPH not in kinds
    first = int(stands_alone and bool(article.body))
    return [body_record(block, number) for number, block in enumerate(article.body, first)]


def body_record(block: BodyBlock, number: int) -> BodyRecord:
    """A block of a body; ``number`` is what the lines of the pages call it."""
    record: BodyRecord = {
        "kind": block.kind.value,
        "paragraph": number,
        "runs": [_run(run) for run in block.inlines],
    }
    if block.marker:
        record["marker"] = block.marker
    if block.rows:
        record["rows"] = [[[_run(run) for run in cell] for cell in row] for row in block.rows]
    if block.stanza:
        record["stanza"] = block.stanza
    return record


def _run(run: Inline) -> RunRecord:
    record: RunRecord = {"text": run.text}
    if run.strong:
        record["strong"] = True
    if run.emphasis:
        record["emphasis"] = True
    if run.link is not None:
        record["link"] = run.link
    if run.note is not None:
        record["note"] = run.note
    if run.beside is not None and run.beside.dotted:
        record["dotted"] = True
    if run.beside is not None and run.beside.line is not None:
        record["line"] = run.beside.line.value
        record["stretch"] = run.beside.number
    if run.level is not Level.BASE:
        record["level"] = run.level.value
    if run.reading:
        record["reading"] = run.reading
    return record


def _counts(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char) != "Cf"


def diagnostic_record(finding: Diagnostic, folder: Path) -> DiagnosticRecord:
    """A finding as the records tell it, in Chinese; its place named from the folder."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "page": finding.page,
        "block": finding.block,
        "message": finding.message.text(Language.ZH),
        "span": str(inside(finding.span, folder)) if finding.span else None,
        "hint": finding.hint.text(Language.ZH) if finding.hint else None,
    }


def inside(span: SourceSpan, folder: Path) -> SourceSpan:
    """A place named from the edition folder, so that the record is the same everywhere."""
    path = Path(span.file)
    return (
        replace(span, file=path.relative_to(folder).as_posix())
        if path.is_relative_to(folder)
        else span
    )


def _bbox(rect: Rect) -> Bbox:
    return (rounded(rect.x), rounded(rect.y), rounded(rect.width), rounded(rect.height))
