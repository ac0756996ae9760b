"""The state of a preview as the browser gets it, in one language."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypedDict

from layout.diagnostics import Diagnostic, Language
from layout.serving.model import Shot, State
from layout.serving.overlay import overlay_svg

WORDS: Mapping[Language, Mapping[str, str]] = {
    Language.ZH: {
        "grid": "网格",
        "blocks": "块",
        "ranks": "序",
        "layouts": "其他版式",
        "accept": "采用",
        "making": "正在拼版……",
        "none": "没有其他版式",
        "broken": "稿件有错误，版面是上一次排成的",
        "lost": "与程序的连接断了",
        "clean": "没有问题",
        "pages": "版面",
        "found": "问题",
        "close": "关闭",
        "edition": "全期",
        "page": "第 {n} 版",
        "over": "显示",
        "sheet": "版面图",
        "whole": "整版",
        "text": "稿件",
        "error": "错误",
        "warning": "注意",
        "note": "提示",
        "updated": "已更新",
        "now": "现在的版面",
        "choice": "方案",
        "accepted": "已写入 layout.lock",
        "stale": "稿件已有改动，请重新打开",
    },
    Language.EN: {
        "grid": "Grid",
        "blocks": "Blocks",
        "ranks": "Ranks",
        "layouts": "Other layouts",
        "accept": "Accept",
        "making": "Making up…",
        "none": "There are no other layouts",
        "broken": "The content has errors; the pages are the last that could be made",
        "lost": "The connection to the program is lost",
        "clean": "No problems",
        "pages": "Pages",
        "found": "Findings",
        "close": "Close",
        "edition": "Edition",
        "page": "Page {n}",
        "over": "Show",
        "sheet": "Picture of the page",
        "whole": "Whole page",
        "text": "Text",
        "error": "Error",
        "warning": "Warning",
        "note": "Note",
        "updated": "Updated",
        "now": "As it stands",
        "choice": "Layout",
        "accepted": "Written to layout.lock",
        "stale": "The copy has changed since: open this again",
    },
}


class FindingView(TypedDict):
    """A finding in words, and the file it leads to."""

    code: str
    severity: str
    text: str
    hint: str
    place: str
    source: str
    page: int | None


class PageView(TypedDict):
    """A page: its picture's address, the drawing over it."""

    number: int
    name: str
    width: float
    height: float
    picture: str
    overlay: str


class StateView(TypedDict):
    """Everything the browser shows."""

    version: int
    title: str
    pages: list[PageView]
    findings: list[FindingView]
    errors: list[FindingView]


def state_view(state: State, folder: Path, language: Language) -> StateView:
    """The whole state; paths are told from the edition folder."""
    sources = dict(state.sources)
    return StateView(
        version=state.version,
        title=state.title,
        pages=[
            page_view(shot, f"/pages/{shot.layout.number}.jpg?{shot.digest}", sources)
            for shot in state.shots
        ],
        findings=[_finding(found, folder, language) for found in state.findings],
        errors=[_finding(found, folder, language) for found in state.errors],
    )


def page_view(shot: Shot, address: str, sources: Mapping[str, str]) -> PageView:
    """One page and where its picture is."""
    layout = shot.layout
    return PageView(
        number=layout.number,
        name=layout.name,
        width=layout.width_pt,
        height=layout.height_pt,
        picture=address,
        overlay=overlay_svg(layout, sources),
    )


def _finding(found: Diagnostic, folder: Path, language: Language) -> FindingView:
    file = _inside(found.span.file, folder) if found.span else ""
    line = found.span.line if found.span else None
    place = f"{file}:{line}" if file and line else file
    return FindingView(
        code=found.code,
        severity=found.severity.value,
        text=found.message.text(language),
        hint=found.hint.text(language) if found.hint else "",
        place=place or (found.span.file if found.span else ""),
        source=f"/source/{file}?line={line or 1}#mark" if file else "",
        page=found.page,
    )


def _inside(file: str, folder: Path) -> str:
    """A path told from the edition folder; empty where it is no file in it."""
    root = folder.resolve()
    for path in (Path(file), folder / file):
        place = path.resolve()
        if place.is_file() and place.is_relative_to(root):
            return place.relative_to(root).as_posix()
    return ""
