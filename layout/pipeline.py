"""The whole run on one screen.

1. content      the edition folder is read and checked, its copy cleaned where asked
2. style        the house style is read
3. shaping      the faces of the style are found; text becomes clusters on demand
4. charting     data of articles become drawings
5. composition  a desk sets galleys, headlines and labels, each once
6. makeup       pages are planned, filled and furnished; the desk is asked as needed
7. rendering    pages become PDFs
8. record       edition.json, report.json and report.txt
9. the files appear, all at once
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from layout import __version__
from layout.charting import with_charts
from layout.choice import (
    Wish,
    accepted_layout,
    kept_layout,
    proposed,
    with_choice,
    write_lock,
)
from layout.cleaning import CleanMemory, clean_edition
from layout.composition.beside import crowded_lines
from layout.composition.desk import Desk, style_rules
from layout.content import ArticleMemory, load_edition
from layout.content.model import Edition
from layout.content.spread import FOLLOWING, is_of_single_pages, spread, told_spread
from layout.content.validate import warnings_of
from layout.crew import Made, make_pages, render_pages
from layout.diagnostics import Diagnostic, Message, Severity, SourceSpan
from layout.errors import ContentError, LockError
from layout.json_text import indented
from layout.kept import Built
from layout.makeup import MadePages, excused, finished, held_over, house_findings, pages_dropped
from layout.makeup.model import PageLayout
from layout.memory import Memory
from layout.project import data_folder
from layout.record import edition_record, missing_sorts, replace_folder, report_record, report_text
from layout.record.edition_json import font_record, page_file
from layout.record.model import PressRecord
from layout.rendering.abreast import abreast
from layout.rendering.profiles import OutputProfile, ProfileName, output_profile
from layout.shaping.faces import FaceShelf
from layout.shaping.fonts import FontLibrary
from layout.shaping.model import FaceKey, Role
from layout.shaping.shape import Shaper, Substitution
from layout.style import load_style
from layout.style.enlarge import enlarged
from layout.style.model import Style
from layout.units import rounded

if TYPE_CHECKING:
    from layout.processes import Standby
    from layout.rendering.files import RenderTask
    from layout.rendering.model import RenderedFiles

SLACK = 0.9
"""Share of a page that must stand on it; the rest is copy that may be kept over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """What the command line asks for, and what it alone may read of the machine."""

    out: Path
    cache: Path
    font_folders: tuple[Path, ...]
    pages: frozenset[int] | None = None
    profile: ProfileName = ProfileName.SCREEN
    style: str | None = None
    jobs: int = 1
    wish: Wish = field(default_factory=Wish)
    """Which layouts are asked for or accepted."""
    memory: Memory | None = None
    """What earlier builds have made, where it may be used."""
    press: "Standby[RenderTask, RenderedFiles] | None" = None
    """A process that gets the PDF engine ready in the meantime."""


def build(
    folder: Path, options: BuildOptions, begin: Callable[[str], None] = lambda _stage: None
) -> Built:
    """Content in, finished edition out.

    Args:
        folder: The edition folder.
        options: Where to write, what to make.
        begin: Called with the name of each stage as it begins.

    Raises:
        NewspaperError: Content, style or fonts do not allow an edition; nothing was written.

    """
    begin("content")
    edition = _read(folder, options.memory)
    begin("style")
    name = options.style or edition.head.style
    style = load_style(name, templates=data_folder("templates"), beside=folder)
    is_large = options.profile is ProfileName.LARGE_PRINT
    if is_large:
        style = enlarged(style)
    output = output_profile(options.profile, style.press, _beside(folder, name))
    begin("shaping")
    library = open_library(options.cache, options.font_folders)
    shelf = FaceShelf(library)
    desk = open_desk(edition, style, shelf)
    begin("charting")
    edition = with_charts(edition, style, shelf, options.cache)
    begin("makeup")
    memory = options.memory if _is_keepable(folder, name, options) else None
    wish = options.wish
    following = FOLLOWING if is_large else _more_pages(edition, name, style, folder)
    read = edition
    if following:
        edition = _spread(edition, following, style, desk, options.jobs)
    _check_pages(edition, options.pages or frozenset())
    made = make_pages(
        edition,
        style,
        desk,
        options.jobs,
        output.pictures,
        keep=None if following else kept_layout(edition, wish),
        proposals=max(wish.most(page.number) for page in edition.head.pages),
        memory=memory,
    )
    made = replace(made, pages=with_choice(edition, made.pages, wish))
    pages = finished(edition, made.pages, style=style, desk=desk)
    _refuse_broken_locks(edition, pages)
    if options.pages is not None:
        pages = tuple(page for page in pages if page.number in options.pages)
    begin("rendering")
    job, rendered = render_pages(
        edition, pages, made, style, shelf, options.jobs, output, memory, options.press
    )
    begin("record")
    findings = (
        *warnings_of(read),
        *([told_spread(read, name, len(edition.head.pages))] if following else ()),
        *findings_of(edition, made.pages, pages, style, library, made.substitutions),
        *rendered.diagnostics,
    )
    findings = excused(edition, findings)
    if is_large:
        findings = tuple(_with_room(finding) for finding in findings)
    record = edition_record(
        edition,
        pages=pages,
        sha256={page.number: page.sha256 for page in rendered.pages},
        fonts=[font_record(shelf.file(source.key)) for source in job.fonts],
        findings=findings,
        generator={"name": "banxin", "version": __version__},
        profile=options.profile.value,
        most_ppi=output.pictures.most_ppi,
        press=_press_record(output),
    )
    files = {page_file(page.number): page.pdf for page in rendered.pages}
    files["edition.pdf"] = rendered.edition
    files["edition.json"] = (indented(record) + "\n").encode()
    told = report_record(edition, pages, made.pages.held, findings)
    files["report.json"] = (indented(told) + "\n").encode()
    files["report.txt"] = report_text(edition, pages, findings).encode()
    files |= _proposals(edition, made, style, desk, shelf, options, output)
    begin("write")
    target = options.out / edition.head.paper.slug / edition.head.date.isoformat()
    replace_folder(target, files)
    if wish.accept:
        write_lock(folder, accepted_layout(made.pages, wish))
    return Built(
        folder=target,
        files=tuple(sorted(files)),
        diagnostics=findings,
        is_keepable=_is_keepable(folder, name, options),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """The copy of an edition as it was read and cleaned last."""

    articles: ArticleMemory
    cleaned: CleanMemory
    digests: tuple[str, ...] = ()


def _read(folder: Path, memory: Memory | None) -> Edition:
    """The edition with its copy cleaned; articles that were read before are not read again."""
    if memory is None:
        return clean_edition(load_edition(folder))
    known = memory.get(_Reading, "copy") or _Reading(
        articles=ArticleMemory(), cleaned=CleanMemory()
    )
    edition = clean_edition(load_edition(folder, known.articles), known.cleaned)
    digests = tuple(article.sha256 for article in edition.articles)
    if digests != known.digests:
        memory.put(replace(known, digests=digests), "copy")
    return edition


def findings_of(
    edition: Edition,
    made: MadePages,
    pages: tuple[PageLayout, ...],
    style: Style,
    library: FontLibrary,
    substitutions: tuple[Substitution, ...],
) -> tuple[Diagnostic, ...]:
    """What there is to say of an edition once its pages are made up."""
    return (
        *crowded_lines(edition, style),
        *library.diagnostics,
        *missing_sorts(edition, substitutions),
        *(finding for page in pages for finding in page.diagnostics),
        *house_findings(edition, pages),
        *held_over(made.held),
        *pages_dropped(made.dropped),
    )


def _more_pages(edition: Edition, name: str, style: Style, folder: Path) -> int:
    """How many pages must go on with each where a style's pages hold less than the edition's own.

    Copy is measured for the pages of the edition's own style; a tenth less is a matter of
    what is on standby.
    """
    if name == edition.head.style or not is_of_single_pages(edition):
        return 0
    own = load_style(edition.head.style, templates=data_folder("templates"), beside=folder)
    return max(0, math.ceil(SLACK * own.page_chars / style.page_chars) - 1)


def _spread(edition: Edition, following: int, style: Style, desk: Desk, jobs: int) -> Edition:
    """The edition on more pages, each opened by its lead where all leads find room there."""
    for leads_stay in (True, False):
        more = spread(edition, following, leads_stay=leads_stay)
        pages = make_pages(more, style, desk, jobs).pages
        if not any(
            found.severity is Severity.ERROR for page in pages.pages for found in page.diagnostics
        ):
            break
    return spread(edition, following, pages.dropped, leads_stay=leads_stay)


def _proposals(
    edition: Edition,
    made: Made,
    style: Style,
    desk: Desk,
    shelf: FaceShelf,
    options: BuildOptions,
    output: OutputProfile,
) -> dict[str, bytes]:
    """For each page a sheet with the layouts asked for side by side, the best first."""
    drawn: dict[int, list[bytes]] = {}
    for place in range(1, options.wish.proposals + 1 if options.wish.proposals > 1 else 0):
        others, numbers = proposed(made.pages, options.wish, place)
        drafts = finished(edition, others, style=style, desk=desk)
        drafts = tuple(page for page in drafts if page.number in numbers)
        if not drafts:
            break
        _, files = render_pages(
            edition, drafts, made, style, shelf, options.jobs, output, standby=options.press
        )
        for page in files.pages:
            drawn.setdefault(page.number, []).append(page.pdf)
    return {
        f"proposals/{page_file(number)}": abreast(pdfs)
        for number, pdfs in drawn.items()
        if len(pdfs) > 1
    }


def _with_room(finding: Diagnostic) -> Diagnostic:
    """White at the foot of a last page is no fault of large print, which has pages to spare."""
    is_short = finding.code == "UNDERSET" and finding.severity is Severity.ERROR
    return replace(finding, severity=Severity.WARNING) if is_short else finding


def _beside(folder: Path, style: str) -> tuple[Path, ...]:
    """Where files lie that a style names: in its own folder, or from the edition's."""
    return data_folder("templates") / style, folder / style, folder


def _is_keepable(folder: Path, style: str, options: BuildOptions) -> bool:
    """Whether nothing was read from places that the key of a build does not cover."""
    of_house = (data_folder("templates") / style).is_dir()
    own = (folder / style).resolve().is_relative_to(folder.resolve())
    is_pressed = options.profile is ProfileName.PRESS  # a style may name an ICC profile anywhere
    return (of_house or own) and not is_pressed and not options.wish.accept


def _press_record(output: OutputProfile) -> PressRecord | None:
    """What a proof must know of a press."""
    if output.sheet is None or output.pictures.inks is None:
        return None
    return {
        "condition": output.sheet.condition,
        "bleed_pt": rounded(output.sheet.bleed_pt),
        "ink_limit": rounded(output.pictures.inks.limit * 100),
    }


def _check_pages(edition: Edition, asked: frozenset[int]) -> None:
    """Every page asked for is one of the edition's."""
    numbers = sorted(page.number for page in edition.head.pages)
    if unknown := sorted(asked.difference(numbers)):
        listed = ", ".join(str(number) for number in numbers)
        raise ContentError(
            Message(zh=f"没有第 {unknown[0]} 版", en=f"there is no page {unknown[0]}"),
            SourceSpan(file=(edition.folder / "edition.yaml").as_posix()),
            Message(zh=f"本期的版：{listed}", en=f"pages of this edition: {listed}"),
        )


def _refuse_broken_locks(edition: Edition, pages: Sequence[PageLayout]) -> None:
    """A lock is kept or the edition is not made."""
    broken = [found for page in pages for found in page.diagnostics if found.code == LockError.code]
    if broken:
        raise LockError(
            Message(zh="锁定的位置排不成", en="locked places cannot be kept"),
            SourceSpan(file=edition.folder.as_posix()),
            findings=broken,
        )


def open_library(cache: Path, folders: tuple[Path, ...]) -> FontLibrary:
    """The font files of the project's folder and of this machine, by role."""
    own = data_folder("fonts")
    return FontLibrary.discover(own / "fonts.toml", cache, (own, *folders))


def open_desk(edition: Edition, style: Style, shelf: FaceShelf) -> Desk:
    """A composing desk for an edition in a style."""
    return Desk(
        style=style,
        shaper=Shaper(shelf),
        rules=style_rules(edition.head.lang, style),
        words=edition.head.words,
    )


def font_rows(library: FontLibrary) -> tuple[list[dict[str, str]], tuple[Diagnostic, ...]]:
    """Role, weight, family, version, file and SHA-256 of every face the house styles use."""
    templates = data_folder("templates")
    keys: dict[FaceKey, None] = {}
    for path in sorted(templates.glob("*/style.yaml")):
        style = load_style(path.parent.name, templates=templates, beside=templates)
        for key in style.faces("SC"):
            keys[key] = None
            latin = Role.LATIN_SANS if key.role is Role.HEI else Role.LATIN
            keys[FaceKey(role=latin, weight=key.weight)] = None
    rows = [
        {
            "role": file.key.role.value,
            "weight": str(file.weight),
            "family": file.family,
            "version": file.version,
            "file": str(file.source),
            "sha256": file.sha256,
        }
        for file in library.rows(keys)
    ]
    return rows, library.diagnostics
