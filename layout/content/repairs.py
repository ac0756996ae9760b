"""The repairs of copy that a paper or an article may ask for, and how they are asked for."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field


class CleaningRule(StrEnum):
    """The text repairs, each of which may be switched off; applied in this order."""

    ENTITIES = "entities"
    """``&nbsp;``, ``&ldquo;`` and their kin, left over from a web page."""
    INVISIBLE = "invisible"
    """Zero-width characters, soft hyphens, direction marks, controls."""
    SPACES = "spaces"
    """No-break and other odd spaces, tabs: one plain space."""
    COMPATIBILITY = "compatibility"
    """Radicals and compatibility characters that stand for plain Han (⼀ for 一)."""
    MISSING = "missing"
    """Private-use and replacement characters, which no font can show: 〓 (缺字符)."""
    FULL_WIDTH = "full-width"
    """Full-width letters and digits: ASCII (CLREQ, mixed text composition)."""
    TILDES = "tildes"
    """〜, ∼ and ~ between figures or Han: ～ (GB/T 15834, 4.13)."""
    ELLIPSES = "ellipses"
    """``...`` and 。。。: …… (GB/T 15834, 4.11)."""
    DASHES = "dashes"
    """``--`` and ──: —— (GB/T 15834, 4.10)."""
    QUOTES = "quotes"
    """Straight quotation marks: “ ” and ‘ ’ in pairs (GB/T 15834, 4.8)."""
    MARKS = "marks"
    """Half-width marks beside Han: full-width (GB/T 15834, 5.1)."""
    SPREAD_WORDS = "spread-words"
    """Words spread with ideographic spaces (主　　旨): closed up."""
    HAN_SPACES = "han-spaces"
    """Spaces between Han, or between Han and marks, in running text."""
    WESTERN_SPACES = "western-spaces"
    """Spaces between Han and letters or digits in running text; the composer sets that gap."""
    GAPS = "gaps"
    """Spaces between Han that do part members (第一条 …, copy without stops): one em, U+3000."""
    BLANKS = "blanks"
    """Runs of spaces: one."""
    EDGES = "edges"
    """Indents and spaces at the ends of a paragraph."""


class CleaningMode(StrEnum):
    """What is done with copy that a rule would repair."""

    OFF = "off"
    REPORT = "report"
    """Told, and set as it stands."""
    ON = "on"
    """Repaired, and told."""


def _for_all_rules(value: object) -> object:
    """One mode where a mode for each rule is wanted."""
    return {"all": value} if isinstance(value, str) else value


Cleaning = Annotated[
    dict[CleaningRule | Literal["all"], CleaningMode],
    BeforeValidator(_for_all_rules),
    Field(
        description=(
            "文字清洗：off、report 或 on，可逐条规则写。"
            "Text repairs: off, report or on, for all rules or each."
        ),
        json_schema_extra={
            "type": ["object", "string"],
            "propertyNames": {"enum": ["all", *CleaningRule]},
        },
    ),
]
