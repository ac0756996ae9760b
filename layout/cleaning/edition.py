"""An edition as typed in, the edition with the repairs its paper asks for and their report out.

clean_edition
└─ _Cleaner            one article: which rules repair, which only tell
   ├─ _head _block     texts with their places
   └─ findings         one a rule, with its count and its lines
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from layout.cleaning.repair import ALL_RULES, HEADLINE_RULES, Repair, repair
from layout.content.model import Article, ArticleHead, BlockKind, BodyBlock, Edition, Inline
from layout.content.repairs import Cleaning, CleaningMode, CleaningRule
from layout.diagnostics import Diagnostic, Message, Severity, SourceSpan

Modes = Mapping[CleaningRule, CleaningMode]

USUAL: Final[Modes] = MappingProxyType(
    dict.fromkeys(CleaningRule, CleaningMode.REPORT)
    | {CleaningRule.WESTERN_SPACES: CleaningMode.OFF}
)
"""Copy is set as it stands unless the paper says otherwise; a space between Han and Western,
which is a matter of taste and which the composer sets itself, is not even told."""

_TOLD_BY: Final = MappingProxyType(
    {
        CleaningRule.ENTITIES: "ENTITY",
        CleaningRule.INVISIBLE: "INVISIBLE_CHARACTER",
        CleaningRule.MISSING: "PRIVATE_CHARACTER",
        CleaningRule.ELLIPSES: "ELLIPSIS",
        CleaningRule.DASHES: "DASH",
        CleaningRule.QUOTES: "STRAIGHT_QUOTES",
        CleaningRule.MARKS: "HALF_WIDTH_MARK",
        CleaningRule.HAN_SPACES: "SPACE_BETWEEN_HAN",
    }
)
"""Remarks on copy that say the same: one of both is enough."""

_SPACED: Final = HEADLINE_RULES - {
    CleaningRule.SPREAD_WORDS,
    CleaningRule.BLANKS,
    CleaningRule.EDGES,
}
"""In verse and in tables every space is the editor's own."""

_RULES: Final = MappingProxyType(
    {
        BlockKind.SUBHEAD: HEADLINE_RULES,
        BlockKind.VERSE: _SPACED,
        BlockKind.TABLE: _SPACED,
    }
)

_TEXTS: Final = ("kicker", "headline", "deck", "dateline", "column")


class CleanMemory:
    """The articles cleaned before; one that is the same object is not cleaned again."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Article, Modes, _Cleaner, Article]] = {}

    def cleaned(self, article: Article, modes: Modes) -> tuple["_Cleaner", Article]:
        """An article repaired, and what was found in it."""
        known = self._known.get(article.id)
        if known is not None and known[0] is article and known[1] == modes:
            return known[2:]
        cleaner = _Cleaner(modes=modes)
        done = cleaner.article(article)
        self._known[article.id] = (article, modes, cleaner, done)
        return cleaner, done


def clean_edition(edition: Edition, memory: CleanMemory | None = None) -> Edition:
    """Repair the copy of an edition by the rules its paper and its articles name.

    Args:
        edition: As it was read.
        memory: What was cleaned before, where an edition is read again and again.

    Returns:
        The edition with its articles repaired where ``cleaning`` is ``on``; its remarks
        tell every rule that has changed something (``CLEANED``) or would (``CLEANABLE``),
        article by article, with the lines.

    """
    paper = _modes(USUAL, edition.head.paper.cleaning)
    memory = memory or CleanMemory()
    articles: list[Article] = []
    remarks = list(edition.remarks)
    for article in edition.articles:
        cleaner, cleaned = memory.cleaned(article, _modes(paper, article.head.cleaning))
        articles.append(cleaned)
        if cleaner.tallies:
            remarks = _joined(remarks, cleaner, article.span_of("").file)
    return replace(edition, articles=tuple(articles), remarks=tuple(remarks))


def _modes(usual: Modes, asked: Cleaning) -> Modes:
    """The mode of every rule; one named by itself goes before ``all``."""
    return {rule: asked.get(rule, asked.get("all", usual[rule])) for rule in CleaningRule}


def _joined(remarks: list[Diagnostic], cleaner: "_Cleaner", file: str) -> list[Diagnostic]:
    """The remarks with those of one article's cleaning, none said twice."""
    here = {remark.code for remark in remarks if remark.span and remark.span.file == file}
    settled = {_TOLD_BY.get(rule) for rule, mode in cleaner.tallies if mode is CleaningMode.ON}
    kept = [r for r in remarks if not (r.span and r.span.file == file and r.code in settled)]
    told = [
        tally.finding(rule, mode)
        for (rule, mode), tally in cleaner.tallies.items()
        if mode is CleaningMode.ON or _TOLD_BY.get(rule) not in here
    ]
    return [*kept, *told]


@dataclass(slots=True)
class _Tally:
    """What one rule has found in an article."""

    first: Repair
    span: SourceSpan
    count: int = 0
    lines: list[int] = field(default_factory=list)

    def finding(self, rule: CleaningRule, mode: CleaningMode) -> Diagnostic:
        """The report of the rule: what, how often, on which lines, an example."""
        does, sample = self.first.message, f"“{self.first.before}”→“{self.first.after}”"
        lines = [str(line) for line in dict.fromkeys(self.lines)]
        zh = f"{self.count} 处（第 {'、'.join(lines)} 行）：{does.zh}，{sample}"
        places = f"line{'s' * (len(lines) > 1)} {', '.join(lines)}"
        en = f"{does.en}, {self.count} × ({places}): {sample}"
        if mode is CleaningMode.ON:
            return Diagnostic(
                code="CLEANED",
                severity=Severity.NOTE,
                span=self.span,
                message=Message(zh=f"已清洗 {zh}", en=f"cleaned: {en}"),
            )
        return Diagnostic(
            code="CLEANABLE",
            severity=Severity.NOTE,
            span=self.span,
            message=Message(zh=f"照排，可清洗 {zh}", en=f"set as it stands, could be: {en}"),
            hint=Message(
                zh=f"paper 或稿件头部写 cleaning: {{{rule}: on}} 则清洗，off 则不再提示",
                en=f"cleaning: {{{rule}: on}} in the paper or the article repairs it, "
                "off says no more of it",
            ),
        )


@dataclass(slots=True)
class _Cleaner:
    """Repairs one article and counts what it does."""

    modes: Modes
    tallies: dict[tuple[CleaningRule, CleaningMode], _Tally] = field(default_factory=dict)

    def article(self, article: Article) -> Article:
        """The article with its texts repaired."""
        return replace(
            article,
            head=self._head(article),
            body=tuple(self._block(block) for block in article.body),
            pictures=tuple(
                replace(
                    picture,
                    head=picture.head.model_copy(
                        update={"caption": self._text(picture.head.caption, picture.span)}
                    ),
                )
                for picture in article.pictures
            ),
        )

    def _head(self, article: Article) -> ArticleHead:
        head = article.head
        texts: dict[str, object] = {
            name: "\n".join(
                self._text(line, article.span_of(name), HEADLINE_RULES)
                for line in getattr(head, name).split("\n")
            )
            for name in _TEXTS
            if getattr(head, name)
        }
        byline = article.span_of("byline")
        texts["byline"] = tuple(self._text(name, byline, HEADLINE_RULES) for name in head.byline)
        return head.model_copy(update=texts)

    def _block(self, block: BodyBlock) -> BodyBlock:
        rules = _RULES.get(block.kind, ALL_RULES)
        rows = tuple(
            tuple(self._inlines(cell, block.span, rules) for cell in row) for row in block.rows
        )
        return replace(block, inlines=self._inlines(block.inlines, block.span, rules), rows=rows)

    def _inlines(
        self, runs: tuple[Inline, ...], span: SourceSpan, rules: frozenset[CleaningRule]
    ) -> tuple[Inline, ...]:
        texts = tuple(run.text for run in runs)
        new = self._pieces(texts, span, rules)
        if new == texts:
            return runs
        return tuple(replace(run, text=text) for run, text in zip(runs, new, strict=True))

    def _text(self, text: str, span: SourceSpan, rules: frozenset[CleaningRule] = ALL_RULES) -> str:
        return self._pieces((text,), span, rules)[0] if text else text

    def _pieces(
        self, pieces: tuple[str, ...], span: SourceSpan, rules: frozenset[CleaningRule]
    ) -> tuple[str, ...]:
        """The pieces repaired by the rules that are on; what others find is told only."""
        for mode in (CleaningMode.ON, CleaningMode.REPORT):
            asked = {rule for rule in rules if self.modes[rule] is mode}
            if not asked:
                continue
            result = repair(pieces, asked)
            self._count(result.repairs, span, mode)
            if mode is CleaningMode.ON:
                pieces = result.pieces
        return pieces

    def _count(self, repairs: Sequence[Repair], span: SourceSpan, mode: CleaningMode) -> None:
        for one in repairs:
            tally = self.tallies.setdefault((one.rule, mode), _Tally(first=one, span=span))
            tally.count += one.count
            tally.lines.append(span.line or 1)
