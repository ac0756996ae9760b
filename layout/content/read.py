"""An edition folder to an ``Edition``, or to one error that holds every problem in it.

load_edition
  _EditionReader.read
    _read_head            edition.yaml, the paper's own file, and that of its house rules
    _read_articles        numbered folders, then the pool
      ArticleReader.read  front matter, body, pictures, the rules
    _read_ads, _read_fillers
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from layout.content.article import ArticleMemory, ArticleReader, Place
from layout.content.findings import Findings
from layout.content.model import (
    AdFile,
    Article,
    Edition,
    EditionHead,
    FillerFile,
    HouseRule,
    HouseRules,
)
from layout.content.pictures import PictureShelf
from layout.content.rules import check_edition_head, check_neighbours
from layout.content.source import read_source, shown_path
from layout.content.validate import validated
from layout.content.yaml_source import YamlSource, read_yaml
from layout.diagnostics import Message, SourceSpan
from layout.errors import ContentError

EDITION_FILE: Final = "edition.yaml"
POOL: Final = "pool"

_NUMBER = re.compile(r"[0-9]{1,6}")
_NOT_READ: Final = frozenset({".markdown", ".mdown", ".txt", ".doc", ".docx", ".rtf", ".wps"})


def load_edition(folder: Path, memory: ArticleMemory | None = None) -> Edition:
    """Read and check an edition folder: edition.yaml, articles, pictures, advertisements.

    Args:
        folder: The edition's folder. Places in messages start with it, as it is given.
        memory: What was read of the same folder before, where it is read again and again.

    Raises:
        ContentError: Something is wrong; its findings are all problems of all files, by place.

    """
    findings = Findings()
    edition: Edition | None = None
    try:
        edition = _EditionReader(folder, findings, memory).read()
    except OSError as error:
        _report_unreadable(error, folder, findings)
    if edition is None or findings.errors:
        count = len(findings.errors)
        raise ContentError(
            Message(zh=f"期文件夹有 {count} 处错误", en=f"the edition folder has {count} errors"),
            SourceSpan(file=shown_path(folder)),
            findings=findings.errors,
        )
    return edition


def load_head(folder: Path) -> EditionHead | None:
    """The head of an edition alone; None where it has faults, which ``load_edition`` tells.

    Raises:
        OSError: A file cannot be read.

    """
    findings = Findings()
    head = _EditionReader(folder, findings).read_head()
    return None if head is None or findings.errors else head


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that no file can have
        return False


def _report_unreadable(error: OSError, folder: Path, findings: Findings) -> None:
    name = error.filename if isinstance(error.filename, str) else None
    findings.error(
        "CANNOT_READ",
        SourceSpan(file=shown_path(Path(name) if name else folder)),
        Message(zh=f"无法读取：{error.strerror}", en=f"cannot be read: {error.strerror}"),
        Message(zh="检查权限和磁盘", en="check permissions and the disk"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    head: EditionHead
    source: YamlSource
    house_rules: tuple[HouseRule, ...] = ()


class _EditionReader:
    def __init__(
        self, folder: Path, findings: Findings, memory: ArticleMemory | None = None
    ) -> None:
        self._memory = memory
        self._folder = folder
        self._root = folder.resolve()
        self._findings = findings
        self._shelf = PictureShelf(folder, findings)
        self._paper_file: Path | None = None

    def read(self) -> Edition | None:
        """The edition; None without a head to make it of, or without a folder."""
        if not self._folder.is_dir():
            self._report_no_folder()
            return None
        read = self._read_head()
        pages = frozenset(page.number for page in read.head.pages) if read else None
        articles = self._read_articles(pages)
        check_neighbours(articles, self._findings)
        ads = self._read_ads(read) if read else ()
        if read is None:
            return None
        fillers = tuple(self._read_fillers(read))
        self._remark_unused_pictures()
        return Edition(
            folder=self._folder,
            head=read.head,
            articles=articles,
            ads=ads,
            fillers=fillers,
            paper_file=self._paper_file,
            house_rules=read.house_rules,
            remarks=self._findings.remarks,
        )

    def read_head(self) -> EditionHead | None:
        """What edition.yaml says; None where it cannot be used."""
        read = self._read_head()
        return read.head if read else None

    def _report_no_folder(self) -> None:
        self._findings.error(
            "NO_FOLDER",
            SourceSpan(file=shown_path(self._folder)),
            Message(zh="没有这个文件夹", en="there is no such folder"),
            Message(
                zh=f"新建一期：banxin new {shown_path(self._folder)}",
                en=f"start an edition with: banxin new {shown_path(self._folder)}",
            ),
        )

    # -- edition.yaml ------------------------------------------------------------------

    def _read_head(self) -> _Head | None:
        path = self._folder / EDITION_FILE
        if not path.is_file():
            self._report_no_head(path)
            return None
        text = read_source(path, shown_path(path), self._findings)
        source = read_yaml(text, self._findings) if text else None
        if source is None:
            return None
        parts = self._read_paper(source)
        if parts is None:
            return None
        head = validated(EditionHead, source, self._findings, parts=parts)
        if head is None:
            return None
        check_edition_head(head, source, self._findings)
        rules = self._read_house_rules(head, source, parts)
        return _Head(head=head, source=source, house_rules=rules)

    def _read_paper(self, source: YamlSource) -> Mapping[str, YamlSource] | None:
        """The paper's own file, where ``paper`` names one; None where it cannot be read."""
        named = source.value.get("paper")
        if not isinstance(named, str):
            return {}
        paper = self._read_beside(named, source.value_span(("paper",)), self._folder)
        if paper is not None:
            self._paper_file = Path(os.path.normpath(self._folder / named))
        return None if paper is None else {"paper": paper}

    def _read_house_rules(
        self, head: EditionHead, source: YamlSource, parts: Mapping[str, YamlSource]
    ) -> tuple[HouseRule, ...]:
        """The rules of the paper, and after them those of the file it names."""
        named, own = head.paper.house_rules_file, head.paper.house_rules
        if not named:
            return own
        paper, path = (parts["paper"], ()) if "paper" in parts else (source, ("paper",))
        span = paper.value_span((*path, "house_rules_file"))
        beside = Path(paper.file).parent if parts else self._folder
        file = self._read_beside(named, span, beside)
        rules = validated(HouseRules, file, self._findings) if file else None
        return (*own, *rules.house_rules) if rules else own

    def _read_beside(self, named: str, span: SourceSpan, folder: Path) -> YamlSource | None:
        """A file that another one names, from its folder; None where it cannot be read."""
        path = Path(os.path.normpath(folder / named))
        if not self._is_near(path):
            self._findings.error(
                "OUTSIDE_FOLDER",
                span,
                Message(
                    zh=f"文件“{named}”离期文件夹太远",
                    en=f"the file “{named}” lies too far from the edition",
                ),
                Message(
                    zh="放在期文件夹里，或与它并列",
                    en="put it into the edition folder or beside it",
                ),
            )
            return None
        if not _is_file(path):
            self._findings.error(
                "FILE_MISSING",
                span,
                Message(zh=f"找不到文件“{named}”", en=f"there is no file “{named}”"),
                Message(
                    zh="路径从期文件夹算起，如 ../paper.yaml",
                    en="the path starts at the edition folder: ../paper.yaml",
                ),
            )
            return None
        text = read_source(path, shown_path(path), self._findings)
        return read_yaml(text, self._findings) if text else None

    def _is_near(self, path: Path) -> bool:
        """Whether a file lies in the edition folder or in the folder around it."""
        try:
            place = path.resolve()
        except (OSError, ValueError):  # a name that no file can have
            return False
        return place.parent == self._root.parent or place.is_relative_to(self._root)

    def _report_no_head(self, path: Path) -> None:
        self._findings.error(
            "FILE_MISSING",
            SourceSpan(file=shown_path(path)),
            Message(zh=f"缺少 {EDITION_FILE}", en=f"{EDITION_FILE} is missing"),
            Message(
                zh="写上 paper、date 和 pages；banxin new 可以生成一份",
                en="write paper, date and pages; banxin new makes one",
            ),
        )

    # -- articles ----------------------------------------------------------------------

    def _read_articles(self, pages: frozenset[int] | None) -> tuple[Article, ...]:
        reader = ArticleReader(self._folder, self._shelf, pages, self._findings, self._memory)
        articles: list[Article] = []
        ranks: dict[int | None, int] = {}
        ids: dict[str, str] = {}
        for place in self._places(pages):
            if not place.path.resolve().is_relative_to(self._root):
                self._report_outside(place)
                continue
            article = reader.read(place, ranks.get(place.page, 0))
            self._check_slug(reader.slug(place), place, ids)
            if article is not None:
                ranks[place.page] = article.rank
                articles.append(article)
        return tuple(articles)

    def _places(self, pages: frozenset[int] | None) -> Iterator[Place]:
        """Every article file: the numbered folders by number, then the pool."""
        numbered: list[tuple[int, Path]] = []
        for path in sorted(self._folder.iterdir()):
            if path.name.startswith("."):
                continue
            if path.is_dir() and _NUMBER.fullmatch(path.name):
                numbered.append((int(path.name), path))
            elif path.name != POOL:
                self._remark_strays(path)
        for number, folder in sorted(numbered):
            files = self._files(folder)
            if files and pages is not None and number not in pages:
                self._report_no_page(folder, number, pages)
            yield from (Place(path=path, page=number) for path in files)
        if (self._folder / POOL).is_dir():
            yield from (Place(path=p, page=None) for p in self._files(self._folder / POOL))

    def _files(self, folder: Path) -> list[Path]:
        """The articles of one folder, by path; what else looks like copy is remarked."""
        found: list[Path] = []
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if any(part.startswith(".") for part in inside.parts) or not path.is_file():
                continue
            if "\ufffd" in shown_path(path):
                self._report_name(path)
            elif path.suffix == ".md":
                found.append(path)
            elif path.suffix.lower() in _NOT_READ or path.suffix.lower() == ".md":
                self._remark_not_read(path)
        return found

    def _report_name(self, path: Path) -> None:
        self._findings.error(
            "FILE_NAME",
            SourceSpan(file=shown_path(path)),
            Message(zh="文件名不是 UTF-8", en="the name of the file is not UTF-8"),
            Message(zh="给文件改名", en="rename the file"),
        )

    def _check_slug(self, slug: str, place: Place, ids: dict[str, str]) -> None:
        name = shown_path(place.path)
        if (before := ids.setdefault(slug, name)) != name:
            self._findings.error(
                "DUPLICATE_SLUG",
                SourceSpan(file=name),
                Message(
                    zh=f"稿件代号“{slug}”与 {before} 相同",
                    en=f"the slug “{slug}” is also that of {before}",
                ),
                Message(zh="给文件改名", en="rename the file"),
            )

    def _report_outside(self, place: Place) -> None:
        self._findings.error(
            "OUTSIDE_FOLDER",
            SourceSpan(file=shown_path(place.path)),
            Message(zh="这个链接指向期文件夹之外", en="this link leads outside the edition folder"),
            Message(zh="放文件本身", en="put the file itself there"),
        )

    def _report_no_page(self, folder: Path, number: int, pages: frozenset[int]) -> None:
        listed = ", ".join(str(page) for page in sorted(pages))
        self._findings.error(
            "NO_PAGE",
            SourceSpan(file=shown_path(folder)),
            Message(
                zh=f"{EDITION_FILE} 里没有第 {number} 版",
                en=f"{EDITION_FILE} has no page {number}",
            ),
            Message(
                zh=f"写进 pages，或移动稿件；现有的版：{listed}",
                en=f"add it to pages or move the articles; there are pages {listed}",
            ),
        )

    # -- pictures and remarks ----------------------------------------------------------

    def _read_ads(self, read: _Head) -> tuple[AdFile, ...]:
        ads: list[AdFile] = []
        for index, page in enumerate(read.head.pages):
            for number, ad in enumerate(page.ads):
                span = read.source.value_span(("pages", index, "ads", number, "file"))
                beside = self._page_folder(page.number)
                found = self._shelf.take(ad.file, beside, span)
                if found is not None:
                    ads.append(
                        AdFile(
                            head=ad,
                            page=page.number,
                            path=found.path,
                            width_px=found.width_px,
                            height_px=found.height_px,
                            span=span,
                        )
                    )
        return tuple(ads)

    def _page_folder(self, number: int) -> Path:
        for path in sorted(self._folder.iterdir()):
            if _NUMBER.fullmatch(path.name) and int(path.name) == number:
                return path
        return self._folder

    def _read_fillers(self, read: _Head) -> Iterator[FillerFile]:
        for index, filler in enumerate(read.head.fillers):
            if not filler.file:
                yield FillerFile(head=filler)
                continue
            span = read.source.value_span(("fillers", index, "file"))
            found = self._shelf.take(filler.file, self._folder, span)
            if found is not None:
                yield FillerFile(
                    head=filler,
                    path=found.path,
                    width_px=found.width_px,
                    height_px=found.height_px,
                )

    def _remark_unused_pictures(self) -> None:
        for path in self._shelf.unused():
            self._findings.note(
                "UNUSED_PICTURE",
                SourceSpan(file=shown_path(path)),
                Message(zh="没有稿件用这张图片", en="no article uses this picture"),
                Message(
                    zh=f"写进稿件头部：pictures: [{{file: {path.name}}}]",
                    en=f"name it in the head of an article: pictures: [{{file: {path.name}}}]",
                ),
            )

    def _remark_strays(self, path: Path) -> None:
        """Articles where nothing looks for them."""
        found = sorted(path.rglob("*.md")) if path.is_dir() else [path]
        for stray in found:
            if stray.suffix == ".md":
                self._remark_not_read(stray)

    def _remark_not_read(self, path: Path) -> None:
        self._findings.warning(
            "NOT_READ",
            SourceSpan(file=shown_path(path)),
            Message(zh="这个文件没有排进版面", en="this file is not part of the edition"),
            Message(
                zh=f"稿件是版次文件夹（01、02……）或 {POOL} 里的 .md 文件",
                en=f"articles are .md files in a page's folder (01, 02, …) or in {POOL}",
            ),
        )
