"""What a run has to say to an editor: located, in Chinese and English, with a hint."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """The languages the product speaks to its user."""

    ZH = "zh"
    EN = "en"


class Severity(StrEnum):
    """How bad it is: an error stops the build or costs copy, a note is for the record."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One sentence in both languages of the product."""

    zh: str
    en: str

    def text(self, language: Language) -> str:
        """The sentence in one language."""
        return self.zh if language is Language.ZH else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSpan:
    """A place in a file of the edition folder; lines and columns count from 1."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """The place as ``file:line:column``, less what is not known."""
        return ":".join(str(p) for p in (self.file, self.line, self.column) if p is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """A finding about content or layout; ``code`` is stable, the words are not."""

    code: str
    severity: Severity
    message: Message
    span: SourceSpan | None = None
    hint: Message | None = None
    page: int | None = None
    block: str | None = None

    def text(self, language: Language) -> str:
        """The finding as it is printed: ``file:line:column: message`` and a hint line."""
        place = f"{self.span}: " if self.span else ""
        lines = [f"{place}{self.message.text(language)}"]
        if self.hint is not None:
            lead = "提示" if language is Language.ZH else "hint"
            lines.append(f"  {lead}: {self.hint.text(language)}")
        return "\n".join(lines)
