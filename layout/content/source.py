"""Bytes of one content file to lines of text whose characters can be printed."""

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from layout.content.findings import Findings
from layout.diagnostics import Message, SourceSpan

MAX_FILE_BYTES = 1_000_000
"""A text file of an edition is never so large; what is, was put there by mistake."""

# C0 and C1 controls but for tab and line feed, the separators that only some programs
# take for line ends, a byte order mark inside the text, and non-characters.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffd-\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """One file, decoded: its name in messages, its lines, the hash of its bytes."""

    file: str
    lines: tuple[str, ...]
    sha256: str

    def span(self, line: int | None = None, column: int | None = None) -> SourceSpan:
        """A place in the file; lines and columns count from 1."""
        return SourceSpan(file=self.file, line=line, column=column)


def shown_path(path: Path) -> str:
    """A path as messages show it; bytes of a name that are not UTF-8 become U+FFFD."""
    return path.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def read_source(path: Path, file: str, findings: Findings) -> SourceText | None:
    """Read a UTF-8 text file; line ends become one kind and a byte order mark goes.

    A file that cannot be read gives None, and the reason is in ``findings``.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        findings.error(
            "CANNOT_READ",
            SourceSpan(file=file),
            Message(
                zh=f"文件无法读取：{error.strerror}", en=f"cannot read the file: {error.strerror}"
            ),
        )
        return None
    if len(data) > MAX_FILE_BYTES:
        _report_size(data, file, findings)
        return None
    return decode_source(data, file, findings)


def decode_source(data: bytes, file: str, findings: Findings) -> SourceText | None:
    """Decode the bytes of a file; see ``read_source``."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _report_encoding(data, error.start, file, findings)
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    source = SourceText(
        file=file, lines=tuple(text.split("\n")), sha256=hashlib.sha256(data).hexdigest()
    )
    if UNPRINTABLE.search(text):
        _report_unprintable(source, findings)
        return None
    return source


def without_comments(text: str, blank: str = " ") -> str:
    """The text with HTML comments blanked; line ends stay, so that nothing moves."""
    parts: list[str] = []
    done = 0
    while (start := text.find("<!--", done)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts += text[done:start], re.sub(r"[^\n]", blank, text[start : end + 3])
        done = end + 3
    return "".join((*parts, text[done:]))


def _report_size(data: bytes, file: str, findings: Findings) -> None:
    findings.error(
        "FILE_TOO_LARGE",
        SourceSpan(file=file),
        Message(
            zh=f"文件有 {len(data)} 字节，超过 {MAX_FILE_BYTES} 字节的上限",
            en=f"the file has {len(data)} bytes, more than the limit of {MAX_FILE_BYTES}",
        ),
        Message(zh="这里只放稿件的文字", en="only the text of articles belongs here"),
    )


def _report_encoding(data: bytes, start: int, file: str, findings: Findings) -> None:
    good = data[:start].decode("utf-8-sig", errors="replace")
    before = good.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    findings.error(
        "NOT_UTF8",
        SourceSpan(file=file, line=len(before), column=len(before[-1]) + 1),
        Message(
            zh=f"不是 UTF-8 文本：字节 0x{data[start]:02X} 无法解读",
            en=f"not UTF-8 text: byte 0x{data[start]:02X} cannot be read",
        ),
        Message(
            zh="用编辑器另存为 UTF-8；旧文件多为 GBK 或 GB 18030 编码",
            en="save the file as UTF-8; older files are often in GBK or GB 18030",
        ),
    )


def _report_unprintable(source: SourceText, findings: Findings) -> None:
    """One finding for each sort of character, at the first of its sort."""
    first: dict[str, SourceSpan] = {}
    count: Counter[str] = Counter()
    for number, line in enumerate(source.lines, 1):
        for match in UNPRINTABLE.finditer(line):
            first.setdefault(match[0], source.span(number, match.start() + 1))
            count[match[0]] += 1
    for char, span in first.items():
        name = f"U+{ord(char):04X}"
        findings.error(
            "UNPRINTABLE_CHARACTER",
            span,
            Message(
                zh=f"字符 {name} 不能排印，文件中共 {count[char]} 处",
                en=f"character {name} cannot be printed; the file has {count[char]} of them",
            ),
            _UNPRINTABLE_HINTS.get(char, _DELETE_IT),
        )


_DELETE_IT = Message(zh="删去这个字符", en="delete the character")
_UNPRINTABLE_HINTS = {
    "\ufffd": Message(
        zh="文件曾以错误的编码转存，请从原稿重新取字",
        en="the file was once converted from a wrong encoding; take the text from the original",
    ),
}
