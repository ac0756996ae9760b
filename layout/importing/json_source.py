"""The shape of a JSON edition, and the check that a file has it."""

import json
import sys
from collections.abc import Iterator
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from layout.diagnostics import Diagnostic, Message, Severity, SourceSpan
from layout.errors import ImportSourceError

SHAPE: Final = Message(
    zh="应为 {paper, date, pages: [{no, name, articles: [{headline, paragraphs, …}]}]}",
    en="expected {paper, date, pages: [{no, name, articles: [{headline, paragraphs, …}]}]}",
)
_FAULTS: Final = MappingProxyType(
    {
        "missing": Message(zh="缺少这一项", en="is missing"),
        "model_type": Message(zh="应为对象", en="should be an object"),
        "tuple_type": Message(zh="应为列表", en="should be a list"),
        "too_short": Message(zh="不能为空", en="should not be empty"),
        "string_type": Message(zh="应为文字", en="should be text"),
        "string_unicode": Message(zh="含有无效字符", en="holds half a character"),
        "int_parsing": Message(zh="应为整数", en="should be a whole number"),
        "int_type": Message(zh="应为整数", en="should be a whole number"),
    }
)
_OTHER_FAULT: Final = Message(zh="内容不合", en="is of another kind")


class _Source(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="ignore", str_strip_whitespace=True, coerce_numbers_to_str=True
    )

    @field_validator("*", mode="before")
    @classmethod
    def _null_is_absent(cls, value: object, info: ValidationInfo) -> object:
        """A field that is null counts as not given, an empty cell or paragraph as empty."""
        if value is None:
            return cls.model_fields[str(info.field_name)].get_default(call_default_factory=True)
        return value


class SourceTable(_Source):
    """A table, and the index of the paragraph it follows: -1 for none, beyond the last: the end."""

    after_paragraph: Annotated[int, Field(ge=-1)] = sys.maxsize
    rows: tuple[tuple[str | None, ...], ...] = ()


class SourceArticle(_Source):
    """An article; ``crossheads`` are the indices of the paragraphs that are subheads."""

    kicker: str | None = None
    headline: str | None = None
    subhead: str | None = None
    author: str | None = None
    paragraphs: tuple[str, ...] = ()
    tables: tuple[SourceTable, ...] = ()
    crossheads: tuple[int, ...] = ()
    published: str | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The paragraphs, unless places among them are told by number."""
        return () if self.tables or self.crossheads else self.paragraphs


class SourcePage(_Source):
    """A page with its articles."""

    no: str | int | None = None
    name: str | None = None
    articles: tuple[SourceArticle, ...] = ()


class SourceMeta(_Source):
    """Where the file comes from; ``script`` is zh-Hans or zh-Hant."""

    source: str = ""
    script: str = ""
    origin: str = ""
    licence: str = ""


class SourceEdition(_Source):
    """The whole file."""

    paper: str | None = None
    date: str
    pages: Annotated[tuple[SourcePage, ...], Field(min_length=1)]
    meta: SourceMeta = SourceMeta()


def read_source_edition(text: str, file: str) -> SourceEdition:
    """Parse and check a JSON edition.

    Raises:
        ImportSourceError: The text is not JSON, or not of that shape; every fault is told.

    """
    try:
        return SourceEdition.model_validate(json.loads(text))
    except RecursionError as error:
        told = Message(zh="JSON 嵌套过深", en="JSON nested too deeply")
        raise ImportSourceError(told, SourceSpan(file=file), SHAPE) from error
    except json.JSONDecodeError as error:
        place = SourceSpan(file=file, line=error.lineno, column=error.colno)
        told = Message(zh="不是有效的 JSON", en=f"not valid JSON: {error.msg}")
        raise ImportSourceError(told, place, SHAPE) from error
    except ValidationError as error:
        told = Message(zh="JSON 的内容不合", en="the JSON has another shape")
        findings = tuple(_findings(error, file))
        raise ImportSourceError(told, SourceSpan(file=file), SHAPE, findings=findings) from error


def _findings(error: ValidationError, file: str) -> Iterator[Diagnostic]:
    for fault in error.errors():
        place = "/".join(map(str, fault["loc"])) or "/"
        what = _FAULTS.get(fault["type"], _OTHER_FAULT)
        yield Diagnostic(
            code=ImportSourceError.code,
            severity=Severity.ERROR,
            message=Message(zh=f"{place}：{what.zh}", en=f"{place}: {what.en}"),
            span=SourceSpan(file=file),
            hint=SHAPE,
        )
