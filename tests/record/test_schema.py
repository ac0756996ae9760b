"""The schema that ships with the package."""

import json

from layout.project import data_folder
from layout.record.schema import (
    REPORT_SCHEMA_FILE,
    SCHEMA_FILE,
    edition_json_schema,
    report_json_schema,
)


def test_the_shipped_schema_is_the_one_of_the_types() -> None:
    """``edition-json.schema.json`` says what the record's types say."""
    shipped = json.loads((data_folder("templates") / SCHEMA_FILE).read_text(encoding="utf-8"))

    assert shipped == edition_json_schema()
    assert set(shipped["required"]) >= {"pages", "articles", "fonts", "diagnostics"}


def test_the_shipped_schema_of_the_report_is_the_one_of_the_types() -> None:
    """``report-json.schema.json`` as well."""
    shipped = json.loads((data_folder("templates") / REPORT_SCHEMA_FILE).read_text("utf-8"))

    assert shipped == report_json_schema()
    assert set(shipped["required"]) >= {"pages", "held", "diagnostics"}
