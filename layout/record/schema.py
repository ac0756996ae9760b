"""The JSON Schemas of ``edition.json`` and ``report.json``, made from the types of the records."""

from pydantic import TypeAdapter

from layout.record.model import EditionRecord
from layout.record.report_model import ReportRecord

SCHEMA_FILE = "schemas/edition-json.schema.json"
"""Where the schema ships, under the templates."""


def edition_json_schema() -> dict[str, object]:
    """The schema of ``edition.json`` (JSON Schema 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **TypeAdapter(EditionRecord).json_schema(),
    }


REPORT_SCHEMA_FILE = "schemas/report-json.schema.json"


def report_json_schema() -> dict[str, object]:
    """The schema of ``report.json`` (JSON Schema 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **TypeAdapter(ReportRecord).json_schema(),
    }
