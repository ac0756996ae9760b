"""YAML text to plain values whose keys and values know their line and column.

Scalars stay text, exactly as typed: what is a number and what is not is for the model of
the head to say, so ``postcode: 137000`` and ``name: no`` mean what an editor means. Maps
and lists are read from the parser's events, which need no recursion in C, so that a file
nested ten thousand deep is a finding and not a crash.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import yaml

from layout.content.findings import Findings
from layout.content.source import UNPRINTABLE, SourceText
from layout.diagnostics import Message, SourceSpan

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

YamlValue: TypeAlias = "str | list[YamlValue] | dict[str, YamlValue] | None"
YamlPath: TypeAlias = "tuple[str | int, ...]"

MAX_DEPTH = 16
"""Heads nest four deep; what nests deeper was not written by an editor."""

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlSource:
    """A map read from YAML, with the place of every key and value.

    A key without a value is left out, as if it had not been written.
    """

    file: str
    first_line: int
    value: dict[str, YamlValue]
    keys: dict[YamlPath, SourceSpan] = field(default_factory=dict)
    values: dict[YamlPath, SourceSpan] = field(default_factory=dict)

    def key_span(self, path: YamlPath) -> SourceSpan:
        """The place of a key, or of the nearest thing around it."""
        return self.keys.get(path) or self.value_span(path)

    def value_span(self, path: YamlPath) -> SourceSpan:
        """The place of a value, or of the nearest thing around it."""
        for length in range(len(path), 0, -1):
            if (span := self.values.get(path[:length])) is not None:
                return span
        return SourceSpan(file=self.file, line=self.first_line, column=1)


def read_yaml(
    source: SourceText, findings: Findings, *, first_line: int = 1, last_line: int | None = None
) -> YamlSource | None:
    """Read the map that lines ``first_line`` to ``last_line`` of a file hold.

    An empty text is an empty map. After a syntax error the answer is None, and ``findings``
    says what is wrong and where.
    """
    text = "\n".join(source.lines[first_line - 1 : last_line])
    reader = _Reader(source, first_line, findings)
    try:
        return reader.read(yaml.parse(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        _report_syntax(error, reader, findings)
    except _TooDeepError as error:
        findings.error(
            "YAML_TOO_DEEP",
            error.span,
            Message(zh=f"嵌套超过 {MAX_DEPTH} 层", en=f"nested more than {MAX_DEPTH} levels deep"),
            Message(zh="检查方括号和花括号", en="check the brackets and braces"),
        )
    return None


class _Mark(Protocol):
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


class _TooDeepError(Exception):
    def __init__(self, span: SourceSpan) -> None:
        super().__init__(str(span))
        self.span = span


class _Reader:
    """Builds one value from events; a method a sort of node."""

    def __init__(self, source: SourceText, first_line: int, findings: Findings) -> None:
        self._source = source
        self._first_line = first_line
        self._findings = findings
        self._made = YamlSource(file=source.file, first_line=first_line, value={})

    def span(self, mark: _Mark | None) -> SourceSpan:
        if mark is None:
            return self._source.span(self._first_line, 1)
        line = min(mark.line + self._first_line, len(self._source.lines))
        return self._source.span(line, mark.column + 1)

    def read(self, events: Iterator[yaml.Event]) -> YamlSource | None:
        """The document, which must be a map, and nothing after it."""
        top: YamlValue = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._report_second_document(event)
                    return None
            elif isinstance(event, yaml.NodeEvent):
                start, top = event, self._node(event, events, ())
        if isinstance(top, dict):
            self._made.value.update(top)
        elif top is not None:
            self._report_not_a_map(start)
            return None
        return self._made

    def _node(
        self, event: yaml.NodeEvent, events: Iterator[yaml.Event], path: YamlPath
    ) -> YamlValue:
        span = self.span(event.start_mark)
        self._made.values[path] = span
        if len(path) > MAX_DEPTH:
            raise _TooDeepError(span)
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            self._report_anchor(event, span)
        tag = getattr(event, "tag", None)
        if tag and not tag.startswith("tag:yaml.org,2002:"):
            self._report_tag(tag, span)
        if isinstance(event, yaml.MappingStartEvent):
            return self._map(events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(events, path)
        return self._scalar(event, span) if isinstance(event, yaml.ScalarEvent) else None

    def _scalar(self, event: yaml.ScalarEvent, span: SourceSpan) -> str | None:
        """The text as typed; None for a plain scalar that YAML takes for nothing."""
        if (match := UNPRINTABLE.search(event.value)) is not None:
            self._report_unprintable(match[0], span)
        return None if not event.style and event.value in _NULLS else event.value

    def _list(self, events: Iterator[yaml.Event], path: YamlPath) -> list[YamlValue]:
        items: list[YamlValue] = []
        while isinstance(event := next(events), yaml.NodeEvent):
            items.append(self._node(event, events, (*path, len(items))))
        return items

    def _map(self, events: Iterator[yaml.Event], path: YamlPath) -> dict[str, YamlValue]:
        made: dict[str, YamlValue] = {}
        while isinstance(event := next(events), yaml.NodeEvent):
            key_span = self.span(event.start_mark)
            key = self._key(event, events, path)
            inner = (*path, key)
            if (before := self._made.keys.get(inner)) is not None:
                self._report_duplicate(key, key_span, before)
            self._made.keys[inner] = key_span
            node = next(events)
            if isinstance(node, yaml.NodeEvent):
                value = self._node(node, events, inner)
                if value is not None:
                    made[key] = value
        return made

    def _key(self, event: yaml.NodeEvent, events: Iterator[yaml.Event], path: YamlPath) -> str:
        if isinstance(event, yaml.ScalarEvent):
            return event.value
        self._findings.error(
            "YAML_KEY",
            self.span(event.start_mark),
            Message(zh="键必须是文字", en="a key must be plain text"),
            Message(zh="检查多余的括号或问号", en="look for a stray bracket or question mark"),
        )
        self._node(event, events, (*path, ""))
        return ""

    def _report_duplicate(self, key: str, span: SourceSpan, before: SourceSpan) -> None:
        self._findings.error(
            "DUPLICATE_KEY",
            span,
            Message(
                zh=f"“{key}”写了两次，前一次在第 {before.line} 行",
                en=f"“{key}” is written twice; the first is on line {before.line}",
            ),
            Message(zh="只留一个", en="keep only one"),
        )

    def _report_unprintable(self, char: str, span: SourceSpan) -> None:
        name = f"U+{ord(char):04X}"
        self._findings.error(
            "UNPRINTABLE_CHARACTER",
            span,
            Message(zh=f"字符 {name} 不能排印", en=f"character {name} cannot be printed"),
            Message(zh="删去这个转义", en="delete the escape"),
        )

    def _report_anchor(self, event: yaml.NodeEvent, span: SourceSpan) -> None:
        sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
        self._findings.error(
            "YAML_ANCHOR",
            span,
            Message(
                zh=f"不支持锚点和引用（{sign}{event.anchor}）",
                en=f"anchors and aliases are not supported ({sign}{event.anchor})",
            ),
            Message(
                zh=f"文字以“{sign}”开头时，整个值加引号",
                en=f"put a value that starts with “{sign}” in quotation marks",
            ),
        )

    def _report_tag(self, tag: str, span: SourceSpan) -> None:
        self._findings.error(
            "YAML_TAG",
            span,
            Message(zh=f"不支持标签 {tag}", en=f"the tag {tag} is not supported"),
            Message(
                zh="文字以“!”开头时，整个值加引号",
                en="put a value that starts with “!” in quotation marks",
            ),
        )

    def _report_second_document(self, event: yaml.Event) -> None:
        self._findings.error(
            "YAML_DOCUMENTS",
            self.span(event.start_mark),
            Message(zh="文件里有第二个 YAML 文档", en="a second YAML document begins here"),
            Message(zh="删去这一行“---”", en="delete this line of “---”"),
        )

    def _report_not_a_map(self, event: yaml.NodeEvent) -> None:
        text = event.value if isinstance(event, yaml.ScalarEvent) else ""
        hint = Message(zh="每行写“键: 值”", en="write “key: value” lines")
        if "：" in text:
            hint = Message(
                zh="键后用半角冒号加空格，不用“：”",
                en="after a key stands an ASCII colon and a space, not “：”",
            )
        self._findings.error(
            "YAML_NOT_A_MAP",
            self.span(event.start_mark),
            Message(zh="应是“键: 值”的列表", en="expected a list of “key: value” lines"),
            hint,
        )


# What libyaml says, in our words: (start of its problem, Chinese, English, hints).
_QUOTE_IT = Message(
    zh="值里有冒号加空格、或以 @ ` % [ { ! & * 等符号开头时，整个值加引号",
    en="put a value in quotation marks if it holds a colon and a space or starts with a sign",
)
_CLOSE_IT = Message(zh="补上配对的引号或括号", en="close the quotation mark or bracket")
_INDENT_IT = Message(
    zh="用空格缩进，同一层的键对齐；制表符不能用来缩进",
    en="indent with spaces, keys of one level under each other; never with tabs",
)
_PROBLEMS = (
    (
        "mapping values are not allowed",
        Message(zh="这里不能再有“键: 值”", en="no second “key: value” can stand here"),
        _QUOTE_IT,
    ),
    (
        "found character that cannot start any token",
        Message(zh="值不能以这个字符开头", en="a value cannot start with this character"),
        _QUOTE_IT,
    ),
    (
        "found a tab character",
        Message(zh="缩进里有制表符", en="a tab character in the indentation"),
        _INDENT_IT,
    ),
    (
        "found unexpected end of stream",
        Message(zh="引号没有结束", en="the quotation mark is never closed"),
        _CLOSE_IT,
    ),
    (
        "did not find expected ',' or",
        Message(zh="括号没有结束，或缺逗号", en="a bracket is not closed, or a comma is missing"),
        _CLOSE_IT,
    ),
    (
        "did not find expected key",
        Message(zh="这里应是一个键", en="expected a key here"),
        _INDENT_IT,
    ),
    (
        "did not find expected '-' indicator",
        Message(zh="列表里应以“- ”开头", en="expected “- ”, as in the rest of the list"),
        _INDENT_IT,
    ),
    (
        "could not find expected ':'",
        Message(zh="键后缺冒号", en="the colon after the key is missing"),
        Message(zh="键后用半角冒号加空格", en="after a key stands an ASCII colon and a space"),
    ),
    (
        "found unknown escape character",
        Message(zh="双引号里有不认识的“\\”转义", en="unknown escape after “\\” in double quotes"),
        Message(zh="改用单引号", en="use single quotation marks"),
    ),
)


_LATE_PROBLEMS = ("found unexpected end of stream", "did not find expected ',' or")
"""Problems met long after the quotation mark or bracket that is never closed."""


def _report_syntax(error: yaml.MarkedYAMLError, reader: _Reader, findings: Findings) -> None:
    mark = error.problem_mark or error.context_mark
    if mark and error.context_mark and str(error.problem).startswith(_LATE_PROBLEMS):
        mark = error.context_mark
    problem = str(error.problem or error.context)
    message = Message(zh=f"YAML 写法有误（{problem}）", en=f"wrong YAML: {problem}")
    hint = _QUOTE_IT
    for start, known, known_hint in _PROBLEMS:
        if problem.startswith(start):
            message, hint = known, known_hint
            break
    findings.error("YAML_SYNTAX", reader.span(mark), message, hint)
