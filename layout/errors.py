"""The errors of the program; every one carries a message in both languages and a place.

NewspaperError
├─ ContentError        what an editor wrote cannot be read or is wrong; holds every finding
├─ StyleError          a style file cannot be read or contradicts itself
├─ FontError           FontNotFoundError, UnreadableFontError, FontRightsError
├─ MakeupError         LockError
├─ RenderError         TemplateError, PageCountError, PictureError
├─ ImportSourceError   a foreign source cannot be read
├─ PublishError        a finished edition cannot be put on a site
├─ ProofError          there is no finished edition to check, or the waivers are wrong
└─ ArchiveError        an archive cannot be written or read as asked: IndexBrokenError
"""

from collections.abc import Sequence

from layout.diagnostics import Diagnostic, Language, Message, Severity, SourceSpan


class NewspaperError(Exception):
    """A problem that ends a run, with the findings that explain it."""

    code = "ERROR"

    def __init__(
        self,
        message: Message,
        span: SourceSpan | None = None,
        hint: Message | None = None,
        *,
        findings: Sequence[Diagnostic] = (),
    ) -> None:
        super().__init__(message.en)
        own = Diagnostic(
            code=self.code, severity=Severity.ERROR, message=message, span=span, hint=hint
        )
        self.findings: tuple[Diagnostic, ...] = tuple(findings) or (own,)

    def text(self, language: Language) -> str:
        """All findings, one under the other."""
        return "\n".join(finding.text(language) for finding in self.findings)


class ContentError(NewspaperError):
    """The edition folder holds something wrong; ``findings`` has every problem found."""

    code = "CONTENT"


class StyleError(NewspaperError):
    """A style file is missing, unreadable or contradicts itself."""

    code = "STYLE"


class FontError(NewspaperError):
    """A face cannot be used."""

    code = "FONT"


class FontNotFoundError(FontError):
    """None of the families that may serve a role is installed."""

    code = "FONT_NOT_FOUND"


class UnreadableFontError(FontError):
    """A font file is damaged or of an unknown kind."""

    code = "FONT_UNREADABLE"


class FontRightsError(FontError):
    """A font's maker does not allow it to be put into a PDF, or only whole."""

    code = "FONT_RIGHTS"


class MakeupError(NewspaperError):
    """A page cannot be made at all."""

    code = "MAKEUP"


class LockError(MakeupError):
    """Stories cannot stand where their editor has fixed them; ``findings`` has each conflict."""

    code = "LOCK_BROKEN"


class RenderError(NewspaperError):
    """A laid-out page cannot be written as a PDF."""

    code = "RENDER"


class TemplateError(RenderError):
    """A template is missing or wrong."""

    code = "TEMPLATE"


class PageCountError(RenderError):
    """A page document did not come out as exactly one page."""

    code = "PAGE_COUNT"


class PictureError(RenderError):
    """A picture cannot be read."""

    code = "PICTURE"


class ImportSourceError(NewspaperError):
    """A foreign source cannot be read."""

    code = "IMPORT"


class PublishError(NewspaperError):
    """A finished edition cannot be put on a site."""

    code = "PUBLISH"


class ProofError(NewspaperError):
    """There is no finished edition to check, or the waivers are wrong."""

    code = "PROOF"


class ArchiveError(NewspaperError):
    """An archive cannot be written or read as asked; what it held before stands."""

    code = "ARCHIVE"


class IndexBrokenError(ArchiveError):
    """The index of an archive is missing or broken; the bags can make it anew."""
