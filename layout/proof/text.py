"""The text of the files against the record, character by character, and where it stands.

check_text       heads, captions and columns as they are read; articles as they were written
check_geometry   every line on its baseline, at its measure
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Final

from layout.diagnostics import Message
from layout.proof.letters import Letter, letters_of
from layout.proof.model import Check, Finding, wrong
from layout.proof.reading import FinishedEdition, FinishedPage
from layout.record.model import (
    ArticleRecord,
    Bbox,
    BlockRecord,
    BodyRecord,
    ColumnRecord,
    EditionRecord,
    LineRecord,
)

BASELINE_PT: Final = 0.15
"""How far a glyph may stand off the baseline told: rounding, and glyphs raised in their em."""

CAPTION_SLACK_PT: Final = 4.0

SHOWN: Final = 12
"""Characters of a text that a message shows."""

_HEADS: Final = ("headline", "kicker", "deck", "byline")


def check_text(edition: FinishedEdition) -> Iterator[Finding]:
    """What a reader copies is what the record tells, and that is what the editors wrote."""
    credit_of = {
        picture["file"]: picture["credit"]
        for article in edition.record["articles"]
        for picture in article["pictures"]
    }
    for file in edition.files:
        for sheet, letters in zip(file.pages, letters_of(file), strict=True):
            for block in sheet.record["blocks"]:
                yield from _heads(sheet, block, letters, credit_of)
                yield from _columns(sheet, block, letters)
    yield from _differences(edition)
    for article in edition.record["articles"]:
        yield from _copy(edition.record, article)


def _differences(edition: FinishedEdition) -> Iterator[Finding]:
    """A page says the same on its own and in the edition, furniture included."""
    own: dict[int, str] = {}
    whole: dict[int, str] = {}
    for file in edition.files:
        for sheet, letters in zip(file.pages, letters_of(file), strict=True):
            said = whole if file.is_whole else own
            said[sheet.record["number"]] = "".join(letter.char for letter in letters)
    for page in edition.record["pages"]:
        number = page["number"]
        if own.get(number, "") != whole.get(number, own.get(number, "")):
            yield wrong(
                Check.TEXT,
                "PROOF_DIFFERS",
                Message(
                    zh=f"{page['pdf']} 与 edition.pdf 里的同一版文字不同",
                    en=f"{page['pdf']} says something else than edition.pdf does",
                ),
                file=page["pdf"],
                page=number,
            )


def check_geometry(edition: FinishedEdition) -> Iterator[Finding]:
    """Every line of body copy stands where the record says, whole."""
    for file in edition.files:
        for sheet, letters in zip(file.pages, letters_of(file), strict=True):
            rows = _by_row(letters)
            for block in sheet.record["blocks"]:
                for leg in block["text_columns"]:
                    if not leg.get("vertical"):
                        yield from _lines(sheet, block, leg, rows)


def bare(text: str) -> str:
    """A text without white space and invisible characters, which readers treat as they like."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")


def _heads(
    sheet: FinishedPage,
    block: BlockRecord,
    letters: tuple[Letter, ...],
    credit_of: Mapping[str, str],
) -> Iterator[Finding]:
    for name in _HEADS:
        part = block[name]
        if part is not None:
            read = _read(letters, part["bbox_pt"], part["size_pt"] / 2)
            yield from _compared(sheet, block, part["lines"], read)
    for picture in block["pictures"]:
        if bbox := picture["caption_bbox_pt"]:
            read = _read(letters, bbox, CAPTION_SLACK_PT)
            words = [picture["caption"]]
            if not bare(read).endswith(bare(picture["caption"])):
                words.append(credit_of.get(picture["file"], ""))
            yield from _compared(sheet, block, words, read)


def _columns(
    sheet: FinishedPage, block: BlockRecord, letters: tuple[Letter, ...]
) -> Iterator[Finding]:
    slack = sheet.record["grid"]["type_size_pt"] / 2
    for leg in block["text_columns"]:
        read = _read(letters, leg["bbox_pt"], slack)
        yield from _compared(sheet, block, [line["text"] for line in leg["lines"]], read)


def _read(letters: Iterable[Letter], bbox: Bbox, slack_pt: float) -> str:
    """What is drawn in a rectangle, in the order in which it is read."""
    return "".join(letter.char for letter in letters if letter.is_in(bbox, slack_pt))


def _compared(
    sheet: FinishedPage, block: BlockRecord, lines: Sequence[str], read: str
) -> Iterator[Finding]:
    have, want = bare(read), bare("".join(lines))
    if _mismatch(have, lines) is None:
        return
    pairs = zip_longest(want, have)
    at = next((index for index, (a, b) in enumerate(pairs) if a != b), 0)
    told, found = want[at : at + SHOWN], have[at : at + SHOWN]
    yield wrong(
        Check.TEXT,
        "PROOF_TEXT",
        Message(zh=f"应为“{told}”，读出“{found}”", en=f"reads “{found}” instead of “{told}”"),
        file=sheet.file,
        page=sheet.record["number"],
        block=block["id"],
    )


# ------------------------------------------------------------------ articles as they were written


def _copy(record: EditionRecord, article: ArticleRecord) -> Iterator[Finding]:
    """All copy of an article that is on pages is set, in its order, and nothing else."""
    blocks = [
        block
        for page in record["pages"]
        for block in page["blocks"]
        if block["article"] == article["id"]
    ]
    lines = [
        line["text"] for block in blocks for leg in block["text_columns"] for line in leg["lines"]
    ]
    if not lines or _is_allowed_to_miss(record, article):
        return
    written = bare(article["dateline"] + "".join(_written(part) for part in article["body"]))
    if (at := _mismatch(written, lines)) is not None:
        title, copy = article["headline"], written[at : at + SHOWN]
        yield wrong(
            Check.TEXT,
            "PROOF_COPY",
            Message(
                zh=f"稿件《{title}》排出的文字与原稿不符：原稿“{copy}”",
                en=f"article “{title}” is not set as written: “{copy}”",
            ),
            file="edition.json",
            page=article["pages"][0] if article["pages"] else None,
            block=blocks[0]["id"],
        )


def _is_allowed_to_miss(record: EditionRecord, article: ArticleRecord) -> bool:
    """Whether the build itself told that copy is not on the pages, or pages are not there."""
    ids = {b["id"] for p in record["pages"] for b in p["blocks"] if b["article"] == article["id"]}
    return any(
        finding["block"] in ids and finding["code"] in _LOSSES for finding in record["diagnostics"]
    )


_LOSSES: Final = frozenset({"CUT", "OVERSET", "COPY_CUT"})


def _written(part: BodyRecord) -> str:
    """A block of an article's body as it is set: its marker, then its text or its cells."""
    cells = [run["text"] for row in part.get("rows", []) for cell in row for run in cell]
    return part.get("marker", "") + "".join(cells or [run["text"] for run in part["runs"]])


def _mismatch(written: str, lines: Iterable[str]) -> int | None:
    """Where lines leave a text; a hyphen that a line's end needs is none of the text's."""
    at = 0
    for line in lines:
        text = bare(line)
        if written.startswith(text, at):
            at += len(text)
        elif text.endswith("-") and written.startswith(text[:-1], at):
            at += len(text) - 1
        else:
            return at
    return None if at == len(written) else at


# ------------------------------------------------------------------------------ lines in place


def _by_row(letters: Iterable[Letter]) -> dict[int, list[Letter]]:
    """Letters by their baseline, in steps of the tolerance."""
    rows: dict[int, list[Letter]] = {}
    for letter in letters:
        rows.setdefault(round(letter.y_pt / BASELINE_PT), []).append(letter)
    return rows


def _lines(
    sheet: FinishedPage, block: BlockRecord, leg: ColumnRecord, rows: dict[int, list[Letter]]
) -> Iterator[Finding]:
    size = sheet.record["grid"]["type_size_pt"]
    for line in leg["lines"]:
        step = round(line["baseline_pt"] / BASELINE_PT)
        on_row = [letter for near in (-1, 0, 1) for letter in rows.get(step + near, ())]
        left, right = line["x_pt"], line["x_pt"] + line["width_pt"]
        here = [letter for letter in on_row if left - size < letter.x_pt < right + size / 2]
        if _is_there(line, here):
            continue
        yield wrong(
            Check.GEOMETRY,
            "PROOF_MOVED",
            Message(
                zh=f"这一行不在该在的位置：{line['text'][:SHOWN]}",
                en=f"a line is not where it should be: {line['text'][:SHOWN]}",
            ),
            file=sheet.file,
            page=sheet.record["number"],
            block=block["id"],
        )


def _is_there(line: LineRecord, letters: list[Letter]) -> bool:
    """Whether most of a line stands on its row: raised and sunk figures do not."""
    want = bare(line["text"])
    left = [letter.char for letter in letters]
    missing = 0
    for char in want:
        if char in left:
            left.remove(char)
        else:
            missing += 1
    return missing <= len(want) // 4
