"""The JSON Schema of ``edition.json``, made from the types of the record."""

from pydantic import TypeAdapter

from layout.record.model import EditionRecord

SCHEMA_FILE = "schemas/edition-json.schema.json"
"""Where the schema ships, under the templates."""


def edition_json_schema() -> dict[str, object]:
    """The schema of ``edition.json`` (JSON Schema 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **TypeAdapter(EditionRecord).json_schema(),
    }
