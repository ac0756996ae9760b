"""The few HTML tags that put marks beside text: their names, and what they make of a run.

``<em>`` 着重号, ``<u>`` 专名号, ``<cite>`` 书名号, ``<sup>`` and ``<sub>``, ``<ruby>`` with
``<rt>``. HTML gives them these meanings (HTML, 4.5), ``<u>`` that of the Chinese proper
name mark by name. They take no attributes.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from layout.content.findings import Findings
from layout.content.model import Inline
from layout.diagnostics import Message, SourceSpan
from layout.sidemarks import Beside, Level, SideLine

_TAG: Final = re.compile(r"<(/?)(em|u|cite|sup|sub|ruby|rt|rp)[ \t]*>", re.IGNORECASE)
_LINES: Final = {"u": SideLine.NAME, "cite": SideLine.BOOK}
_LEVELS: Final = {"sup": Level.SUPER, "sub": Level.SUB}
_IN_RUBY: Final = frozenset({"rt", "rp"})


def mark_tag(html: str) -> bool:
    """Whether a piece of HTML is a tag that marks text."""
    return _TAG.fullmatch(html) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    name: str
    span: SourceSpan


class OpenTags:
    """The tags that are open at a place of a paragraph; dresses its runs."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._open: list[_Open] = []
        self._lined = 0
        self._base: Inline | None = None
        self._reading = ""

    def take(self, html: str, span: SourceSpan) -> Inline | None:
        """Open or close a tag; what it finishes is a run: a word with its reading."""
        match = _TAG.fullmatch(html)
        if match is None:
            raise ValueError(f"no tag that marks text: {html}")
        name = match[2].lower()
        if match[1]:
            return self._close(name, span)
        self._start(name, span)
        return None

    def dressed(self, run: Inline) -> Inline | None:
        """A run with the marks of the open tags; None where it waits for its reading."""
        names = {tag.name for tag in self._open}
        if "rp" in names:  # brackets for programs that cannot set readings
            return None
        if "rt" in names:
            self._reading += run.text
            return None
        line = next((_LINES[tag.name] for tag in self._open if tag.name in _LINES), None)
        if line or "em" in names:
            number = self._lined if line else 0
            run = replace(run, beside=Beside(line=line, number=number, dotted="em" in names))
        level = next((_LEVELS[tag.name] for tag in self._open if tag.name in _LEVELS), Level.BASE)
        run = replace(run, level=level)
        if "ruby" not in names:
            return run
        self._base = replace(self._base, text=self._base.text + run.text) if self._base else run
        return None

    def close_all(self) -> Inline | None:
        """The end of the paragraph: what is still open is told."""
        for tag in self._open:
            self._report(tag.name, tag.span, *_NOT_CLOSED)
        self._open.clear()
        return self.rest()

    def rest(self) -> Inline | None:
        """Text of a ruby that no reading has followed."""
        base, self._base = self._base, None
        return base

    def _start(self, name: str, span: SourceSpan) -> None:
        inner = self._open[-1].name if self._open else ""
        if (name in _IN_RUBY) != (inner == "ruby") or inner in _IN_RUBY:
            self._report(name, span, *_OUTSIDE_RUBY)
        elif any(tag.name == name or _is_same_kind(tag.name, name) for tag in self._open):
            self._report(name, span, *_TWICE)
        self._lined += name in _LINES
        self._open.append(_Open(name=name, span=span))

    def _close(self, name: str, span: SourceSpan) -> Inline | None:
        if not self._open or self._open[-1].name != name:
            self._report(name, span, *_NOT_OPENED)
            return None
        self._open.pop()
        if name == "rt":
            return self._read(span)
        return self.rest() if name == "ruby" else None

    def _read(self, span: SourceSpan) -> Inline | None:
        reading, self._reading = " ".join(self._reading.split()), ""
        base, self._base = self._base, None
        if base is None or not base.text.strip() or not reading:
            self._report("rt", span, *_NO_READING)
            return base
        return replace(base, text=base.text.strip(), reading=reading)

    def _report(self, name: str, span: SourceSpan, message: Message, hint: Message) -> None:
        self._findings.error(
            "MARK_TAG",
            span,
            Message(zh=message.zh.format(name), en=message.en.format(name)),
            Message(zh=hint.zh.format(name), en=hint.en.format(name)),
        )


def _is_same_kind(one: str, other: str) -> bool:
    """A text has one line and one level."""
    return any(one in kind and other in kind for kind in (_LINES, _LEVELS))


_NOT_CLOSED: Final = (
    Message(zh="标记 <{}> 到段末没有关闭", en="the tag <{}> is not closed in its paragraph"),
    Message(zh="在标记的字后写 </{}>", en="write </{}> after the words it marks"),
)
_NOT_OPENED: Final = (
    Message(zh="</{}> 与前面的标记不成对", en="</{}> does not match the tag before it"),
    Message(zh="标记先开后关，里层先关", en="open a tag before closing it, close the inner first"),
)
_TWICE: Final = (
    Message(zh="<{}> 里又套了同类标记", en="<{}> stands inside a tag of its kind"),
    Message(zh="先关闭外层的标记", en="close the outer tag first"),
)
_OUTSIDE_RUBY: Final = (
    Message(zh="<{}> 的位置不对", en="<{}> stands in the wrong place"),
    Message(
        zh="注音写成 <ruby>北京<rt>Běijīng</rt></ruby>，里面不套别的标记",
        en="write <ruby>北京<rt>Běijīng</rt></ruby>, without other tags inside",
    ),
)
_NO_READING: Final = (
    Message(zh="注音缺少正文或读音", en="a reading without a word, or a word without a reading"),
    Message(
        zh="写成 <ruby>北京<rt>Běijīng</rt></ruby>", en="write <ruby>北京<rt>Běijīng</rt></ruby>"
    ),
)
