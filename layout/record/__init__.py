"""What a build says of itself: records for programs, and a report for editors."""

from layout.folders import replace_folder
from layout.record.edition_json import edition_record
from layout.record.missing import missing_sorts
from layout.record.report import report_text
from layout.record.report_json import report_record

__all__ = ["edition_record", "missing_sorts", "replace_folder", "report_record", "report_text"]
