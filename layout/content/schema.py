"""The models of the heads to JSON Schemas, for editors that complete and check YAML."""

import json
from pathlib import Path
from typing import Final, TypeAlias

from pydantic import BaseModel

from layout.content.model import ArticleHead, EditionHead

Schema: TypeAlias = "dict[str, object]"

EDITION_SCHEMA_FILE: Final = "edition.schema.json"
ARTICLE_SCHEMA_FILE: Final = "article.schema.json"

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def edition_schema() -> Schema:
    """The schema of ``edition.yaml``; ``paper`` may also be the name of a file."""
    return _schema(EditionHead, "edition.yaml", {"paper": _PATH})


def article_schema() -> Schema:
    """The schema of an article's front matter; ``byline`` may also be a single name."""
    return _schema(ArticleHead, "稿件头部 · front matter of an article", {"byline": _NAME})


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write both schemas into a folder, the same bytes every time."""
    made = {EDITION_SCHEMA_FILE: edition_schema(), ARTICLE_SCHEMA_FILE: article_schema()}
    paths = []
    for name, schema in made.items():
        path = folder / name
        path.write_text(schema_text(schema), encoding="utf-8", newline="\n")
        paths.append(path)
    return tuple(paths)


def schema_text(schema: Schema) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


_PATH: Final[Schema] = {"type": "string", "pattern": r"\.ya?ml$"}
_NAME: Final[Schema] = {"type": "string"}


def _schema(model: type[BaseModel], title: str, also: dict[str, Schema]) -> Schema:
    """The schema of a model; the fields in ``also`` may take a second form."""
    made: Schema = model.model_json_schema()
    fields = made["properties"]
    if not isinstance(fields, dict):
        raise TypeError("the schema of a model is a map of properties")
    for name, form in also.items():
        field = dict(fields[name])
        kept = {key: field.pop(key) for key in ("default", "description", "title") if key in field}
        fields[name] = {**kept, "anyOf": [field, form]}
    return {"$schema": _DIALECT, **made, "title": title}
