"""What YAML holds against the model of a head: the head, and findings with their places."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from layout.content.findings import Findings
from layout.content.model import (
    Ad,
    Edition,
    Filler,
    HouseRule,
    Lock,
    Page,
    Paper,
    Picture,
    Waiver,
)
from layout.content.yaml_source import YamlPath, YamlSource, YamlValue
from layout.diagnostics import Diagnostic, Message

_Model = TypeVar("_Model", bound=BaseModel)


def warnings_of(edition: Edition) -> tuple[Diagnostic, ...]:
    """What an editor may accept but should know, by place; the copy is set as it stands."""
    return edition.remarks


# -- heads against their models --------------------------------------------------------


def validated(
    model: type[_Model],
    source: YamlSource,
    findings: Findings,
    *,
    parts: Mapping[str, YamlSource] | None = None,
) -> _Model | None:
    """Make a head of what YAML holds; ``findings`` say what in it is wrong.

    A head with wrong values is made without them, so that the rules can be checked in the
    same run; None where that is not possible. ``parts`` are values that stand in files of
    their own, by the key they belong to.
    """
    parts = parts or {}
    value: dict[str, YamlValue] = {**source.value, **{k: p.value for k, p in parts.items()}}
    try:
        return model.model_validate(value)
    except ValidationError as error:
        wrong = _report_all(error, source, parts, findings, model)
    try:
        return model.model_validate(_without(value, wrong))
    except ValidationError:
        return None


def _report_all(
    error: ValidationError,
    source: YamlSource,
    parts: Mapping[str, YamlSource],
    findings: Findings,
    model: type[BaseModel],
) -> frozenset[YamlPath]:
    """A finding for each wrong value; the answer is the paths of all of them."""
    all_wrong = [
        _wrong_value(details, source, parts) for details in error.errors(include_url=False)
    ]
    told: set[YamlPath] = set()
    for wrong in all_wrong:
        is_missing = wrong.details["type"] == "missing"
        is_of_its_parts = wrong.details["type"] == "too_short" and any(
            other.path[: len(wrong.path)] == wrong.path != other.path for other in all_wrong
        )
        if (is_missing or wrong.path not in told) and not is_of_its_parts:
            _report(wrong, findings, model)
        told.add(wrong.path)
    return frozenset(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wrong:
    """What a model refuses: where in the whole value, and where in which file."""

    details: ErrorDetails
    path: YamlPath
    source: YamlSource
    local: YamlPath


def _wrong_value(
    details: ErrorDetails, source: YamlSource, parts: Mapping[str, YamlSource]
) -> _Wrong:
    loc = details["loc"]
    part = parts.get(str(loc[0])) if loc else None
    if part is None:
        path = _known_path(loc, source)
        return _Wrong(details=details, path=path, source=source, local=path)
    local = _known_path(loc[1:], part)
    return _Wrong(details=details, path=(loc[0], *local), source=part, local=local)


def _without(value: YamlValue, paths: frozenset[YamlPath]) -> YamlValue:
    """A copy of a value without the keys at some paths; of a list the whole goes."""
    if isinstance(value, dict):
        inner = {key: frozenset(p[1:] for p in paths if p[:1] == (key,)) for key in value}
        return {
            key: _without(item, inner[key])
            for key, item in value.items()
            if () not in inner[key]
            and not any(isinstance(p[0], int) and len(p) == 1 for p in inner[key])
        }
    if isinstance(value, list):
        return [
            _without(item, frozenset(p[1:] for p in paths if p[:1] == (index,)))
            for index, item in enumerate(value)
        ]
    return value


def _known_path(loc: tuple[int | str, ...], source: YamlSource) -> YamlPath:
    """As much of an error's path as stands in the file; names of types are left out."""
    path: YamlPath = ()
    for step in loc:
        if (*path, step) not in source.values:
            break
        path = (*path, step)
    return path


def _report(wrong: _Wrong, findings: Findings, model: type[BaseModel]) -> None:
    details, source, local = wrong.details, wrong.source, wrong.local
    kind, name = details["type"], str(details["loc"][-1])
    if kind == "extra_forbidden":
        owner = _model_at(wrong.path[:-1], model)
        findings.error("UNKNOWN_KEY", source.key_span(local), *_unknown_key(name, owner))
    elif kind == "missing" and isinstance(details["loc"][-1], str):
        inside = (*local, name) if (*local, name) in source.keys else local
        findings.error("MISSING_KEY", source.key_span(inside), *_missing_key(name))
    else:
        findings.error("BAD_VALUE", source.value_span(local), *_bad_value(details, wrong.path))


_MODELS: Final[Mapping[str, type[BaseModel]]] = {
    "paper": Paper,
    "pages": Page,
    "ads": Ad,
    "fillers": Filler,
    "pictures": Picture,
    "lock": Lock,
    "house_rules": HouseRule,
    "waivers": Waiver,
}


def _model_at(path: YamlPath, top: type[BaseModel]) -> type[BaseModel]:
    """The model of the map at a path."""
    names = [step for step in path if isinstance(step, str)]
    return _MODELS.get(names[-1], top) if names else top


# What people write who do not remember our name for it.
_ALIASES: Final[Mapping[str, str]] = {
    "标题": "headline",
    "主题": "headline",
    "主标题": "headline",
    "title": "headline",
    "引题": "kicker",
    "肩题": "kicker",
    "副题": "deck",
    "副标题": "deck",
    "subtitle": "deck",
    "subhead": "deck",
    "署名": "byline",
    "作者": "byline",
    "记者": "byline",
    "author": "byline",
    "authors": "byline",
    "电头": "dateline",
    "栏目": "column",
    "版块": "section",
    "事件": "event",
    "级别": "grade",
    "体裁": "kind",
    "type": "kind",
    "图片": "pictures",
    "照片": "pictures",
    "image": "pictures",
    "images": "pictures",
    "photo": "pictures",
    "photos": "pictures",
    "picture": "pictures",
    "图片说明": "caption",
    "说明": "caption",
    "摄影": "credit",
    "photographer": "credit",
    "src": "file",
    "path": "file",
    "加框": "box",
    "转版": "jump",
    "报纸": "paper",
    "报名": "name",
    "版名": "name",
    "日期": "date",
    "期号": "issue",
    "天气": "weather",
    "版面": "pages",
    "版": "pages",
    "编辑": "editors",
    "editor": "editors",
    "广告": "ads",
    "邮编": "postcode",
    "zip": "postcode",
    "电话": "phone",
    "tel": "phone",
    "地址": "address",
    "网址": "website",
    "url": "website",
    "主管": "supervisor",
    "主办": "publisher",
}


def _unknown_key(name: str, model: type[BaseModel]) -> tuple[Message, Message]:
    fields = sorted(model.model_fields)
    alias = _ALIASES.get(name.lower())
    close = [alias] if alias in fields else difflib.get_close_matches(name, fields, n=1)
    listed = ", ".join(fields)
    hint = Message(zh=f"可用的键：{listed}", en=f"known keys: {listed}")
    if close:
        hint = Message(zh=f"是不是“{close[0]}”？", en=f"did you mean “{close[0]}”?")
    return Message(zh=f"没有“{name}”这个键", en=f"unknown key “{name}”"), hint


_EXAMPLES: Final[Mapping[str, str]] = {
    "paper": "paper: {name: 版心日报, slug: banxin-daily}",
    "name": "name: 版心日报",
    "slug": "slug: banxin-daily",
    "date": "date: 2021-04-30",
    "pages": "pages: [{number: 1, name: 头版新闻}]",
    "number": "number: 1",
    "file": "file: bridge.jpg",
    "columns": "columns: 6",
    "rows": "rows: 20",
}


def _missing_key(name: str) -> tuple[Message, Message]:
    example = _EXAMPLES.get(name, f"{name}: …")
    return (
        Message(zh=f"缺少“{name}”", en=f"“{name}” is missing"),
        Message(zh=f"例如 {example}", en=f"for example {example}"),
    )


# What a field wants, where its own words say more than its type does.
_WANTED_BY_FIELD: Final[Mapping[str, Message]] = {
    "date": Message(
        zh="日历上有的一天，如 2021-04-30", en="a day of the calendar such as 2021-04-30"
    ),
    "slug": Message(
        zh="小写字母、数字和连字符，如 banxin-daily",
        en="small letters, digits and hyphens, such as banxin-daily",
    ),
    "jump": Message(zh="never、auto 或版次", en="never, auto or a page number"),
    "focus": Message(zh="0 到 1 的两个数，如 [0.5, 0.3]", en="two numbers from 0 to 1: [0.5, 0.3]"),
    "crop": Message(zh="0 到 0.5 的数", en="a number from 0 to 0.5"),
    "cut": Message(zh="0 到 1 的数", en="a number from 0 to 1"),
    "pages": Message(zh="至少一个版的列表", en="a list of at least one page"),
}

_WANTED_BY_TYPE: Final[Mapping[str, Message]] = {
    "int_parsing": Message(zh="整数", en="a whole number"),
    "int_from_float": Message(zh="整数", en="a whole number"),
    "int_type": Message(zh="整数", en="a whole number"),
    "float_parsing": Message(zh="数", en="a number"),
    "float_type": Message(zh="数", en="a number"),
    "bool_parsing": Message(zh="true 或 false", en="true or false"),
    "bool_type": Message(zh="true 或 false", en="true or false"),
    "string_type": Message(zh="文字", en="text"),
    "string_too_short": Message(zh="文字，不能为空", en="text, not nothing"),
    "tuple_type": Message(zh="列表", en="a list"),
    "dict_type": Message(zh="“键: 值”", en="“key: value” pairs"),
    "model_type": Message(zh="“键: 值”", en="“key: value” pairs"),
    "model_attributes_type": Message(zh="“键: 值”", en="“key: value” pairs"),
}

_LIMITS: Final[Mapping[str, tuple[str, str, str]]] = {
    "greater_than_equal": ("ge", "不小于 {} 的数", "a number not below {}"),
    "less_than_equal": ("le", "不大于 {} 的数", "a number not above {}"),
    "less_than": ("lt", "小于 {} 的数", "a number below {}"),
}


def _wanted(details: ErrorDetails, path: YamlPath) -> Message:
    names = [step for step in path if isinstance(step, str)]
    kind, context = details["type"], details.get("ctx", {})
    if names and names[-1] in _WANTED_BY_FIELD:
        return _WANTED_BY_FIELD[names[-1]]
    if kind in _WANTED_BY_TYPE:
        return _WANTED_BY_TYPE[kind]
    if kind in _LIMITS:
        key, zh, en = _LIMITS[kind]
        return Message(zh=zh.format(context[key]), en=en.format(context[key]))
    if kind in ("literal_error", "enum"):
        allowed = re.findall(r"'([^']*)'", str(context["expected"]))
        return Message(zh="、".join(allowed) + " 之一", en="one of " + ", ".join(allowed))
    return Message(zh=details["msg"], en=details["msg"])


def _bad_value(details: ErrorDetails, path: YamlPath) -> tuple[Message, Message]:
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    value, wanted = _shown(details["input"]), _wanted(details, path)
    return (
        Message(zh=f"“{name}”的值不对：{value}", en=f"wrong value for “{name}”: {value}"),
        Message(zh=f"应是{wanted.zh}", en=f"expected {wanted.en}"),
    )


def _shown(value: object) -> str:
    """A value as the message quotes it, in few characters."""
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list | tuple):
        return "[…]"
    if value is None:
        return "—"
    text = " ".join(str(value).split())
    return text if len(text) <= 32 else text[:32] + "…"
