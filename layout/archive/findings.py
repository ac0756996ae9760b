"""What the archive has to say when it cannot do as asked, or finds that something is wrong."""

from dataclasses import dataclass
from typing import Final

from layout.diagnostics import Diagnostic, Message, Severity, SourceSpan
from layout.errors import ArchiveError, IndexBrokenError

LOOK_INTO_IT: Final = Message(
    zh="先查明：banxin archive verify", en="look into it: banxin archive verify"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something wrong with an archive: a stable word for what, the place, and the sentence."""

    what: str
    place: str
    message: Message
    hint: Message | None = None

    def diagnostic(self) -> Diagnostic:
        """The fault as it is reported."""
        return Diagnostic(
            code=ArchiveError.code,
            severity=Severity.ERROR,
            message=self.message,
            span=SourceSpan(file=self.place),
            hint=self.hint,
        )


def busy(place: str, holder: str = "") -> ArchiveError:
    """Somebody else is writing."""
    who = f" ({holder})" if holder else ""
    hint_zh, hint_en = "等它结束再试", "try again when it has ended"
    if holder:
        hint_zh += "；确知它已不在，可加 --break-lock"
        hint_en += "; if it is certain to be gone, use --break-lock"
    return ArchiveError(
        Message(zh=f"另一个进程正在写档案{who}", en=f"another process writes the archive{who}"),
        SourceSpan(file=place),
        Message(zh=hint_zh, en=hint_en),
    )


def disk_full(place: str) -> ArchiveError:
    """No room left; the journal sees to it that nothing is half there."""
    return ArchiveError(
        Message(
            zh="磁盘已满，写不下去；原有的快照都在",
            en="the disk is full; every snapshot that was there still is",
        ),
        SourceSpan(file=place),
        Message(zh="腾出空间，再做一次", en="make room and do it again"),
    )


def no_archive(place: str, reason: str = "") -> ArchiveError:
    """There is nothing to read, or no way to it."""
    more = f": {reason}" if reason else ""
    return ArchiveError(
        Message(zh=f"这里没有档案{more}", en=f"there is no archive here{more}"),
        SourceSpan(file=place),
        Message(
            zh="用 banxin archive add 建一个；s3:// 需要 pip install banxin[s3]",
            en="make one with banxin archive add; s3:// needs pip install banxin[s3]",
        ),
    )


def taken(place: str) -> ArchiveError:
    """A snapshot's place holds something that the log does not know: nothing is written over."""
    return ArchiveError(
        Message(
            zh="这里已有日志里没有的东西，不会覆盖",
            en="there is something here that the log does not name; it is not written over",
        ),
        SourceSpan(file=place),
        LOOK_INTO_IT,
    )


def unreachable(place: str, reason: str) -> ArchiveError:
    """A bucket does not answer, or not to us."""
    return ArchiveError(
        Message(zh=f"存储不应答：{reason}", en=f"the storage does not answer: {reason}"),
        SourceSpan(file=place),
        Message(zh="核对网络、地址和钥匙", en="check the network, the address and the keys"),
    )


def no_snapshot(place: str, name: str) -> ArchiveError:
    """A name that stands for no snapshot, or for several."""
    return ArchiveError(
        Message(zh=f"没有快照“{name}”", en=f"there is no snapshot “{name}”"),
        SourceSpan(file=place),
        Message(
            zh="写作 报纸/日期 或 报纸/日期-版本；banxin archive list 列出全部",
            en="write PAPER/DATE or PAPER/DATE-VERSION; banxin archive list shows them all",
        ),
    )


def unreadable(place: str, reason: str) -> ArchiveError:
    """A file that has to be read cannot be."""
    return ArchiveError(
        Message(zh=f"读不了：{reason}", en=f"cannot be read: {reason}"), SourceSpan(file=place)
    )


def no_index(place: str, reason: str = "") -> IndexBrokenError:
    """The index is missing or broken."""
    more = f": {reason}" if reason else ""
    return IndexBrokenError(
        Message(zh=f"没有可用的索引{more}", en=f"there is no index that can be used{more}"),
        SourceSpan(file=place),
        Message(zh="重建：banxin archive reindex", en="make it anew: banxin archive reindex"),
    )


def fault(what: str, place: str, zh: str, en: str) -> Fault:
    """A fault told in both languages."""
    return Fault(what=what, place=place, message=Message(zh=zh, en=en))
