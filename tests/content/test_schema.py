"""The shipped JSON Schemas are those of the models."""

from layout.content.schema import (
    ARTICLE_SCHEMA_FILE,
    EDITION_SCHEMA_FILE,
    article_schema,
    edition_schema,
    schema_text,
    write_schemas,
)
from layout.project import data_folder

REMAKE = (
    "the models have changed; read the difference and run: python -c 'from pathlib import Path; "
    'from layout.content.schema import write_schemas; write_schemas(Path("templates/schemas"))\''
)


def test_shipped_schemas_are_current():
    """What editors complete against is what is checked."""
    shipped = data_folder("templates") / "schemas"
    for name, schema in (
        (EDITION_SCHEMA_FILE, edition_schema()),
        (ARTICLE_SCHEMA_FILE, article_schema()),
    ):
        assert (shipped / name).read_text(encoding="utf-8") == schema_text(schema), REMAKE


def test_writing_gives_the_same_bytes(tmp_path):
    """Twice the same."""
    first = [path.read_bytes() for path in write_schemas(tmp_path)]
    assert [path.read_bytes() for path in write_schemas(tmp_path)] == first


def test_every_field_is_described_in_both_languages():
    """A reader of either language learns what a field is for."""
    for schema in (edition_schema(), article_schema()):
        models = [schema, *schema["$defs"].values()]
        for model in models:
            for name, field in model.get("properties", {}).items():
                described = field.get("description", "")
                assert any(char >= "\u4e00" for char in described), name
                assert any("a" <= char <= "z" for char in described), name


def test_second_forms():
    """A paper may be a path, a byline one name, a postcode a number."""
    paper = edition_schema()["properties"]["paper"]
    assert paper["anyOf"] == [
        {"$ref": "#/$defs/Paper"},
        {"type": "string", "pattern": r"\.ya?ml$"},
    ]
    assert article_schema()["properties"]["byline"]["anyOf"][1] == {"type": "string"}
    assert edition_schema()["$defs"]["Paper"]["properties"]["postcode"]["type"] == [
        "string",
        "number",
    ]
