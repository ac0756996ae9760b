"""The composing desk: sets texts of one edition on demand and never sets one twice.

Make-up asks for galleys at the measures it tries, for headlines and for small parts; the
desk joins shaper, rules and style, and remembers what it has set.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from layout.composition.galley import KnownTables, compose_article, label_line, wrapped_lines
from layout.composition.headline import headline_settings
from layout.composition.model import ComposedLine, Galley, HeadlineSetting, ParagraphSetting
from layout.composition.rules import (
    Hanging,
    LineRules,
    PunctStyle,
    Reach,
    Script,
    gridded,
    house_rules,
    upright,
)
from layout.content.model import Article
from layout.shaping.shape import Shaper
from layout.style.model import FaceChoice, Style


def style_rules(lang: str, style: Style) -> LineRules:
    """How a style sets lines in a language."""
    hanging = Hanging.CLREQ_END if style.hanging == "marks" else Hanging.NONE
    return house_rules(
        lang, PunctStyle(style.punct_style), squeeze_em=style.squeeze_em, hanging=hanging
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A galley that was asked for: rules, article, how many blocks of it, measure."""

    rules: LineRules
    article: str
    blocks: int
    measure_em: float


class Desk:
    """Composes for one edition; every answer is kept."""

    def __init__(
        self, *, style: Style, shaper: Shaper, rules: LineRules, words: tuple[str, ...]
    ) -> None:
        self.style = style
        self.shaper = shaper
        self._rules = rules
        self._script = "SC" if rules.script is Script.HANS else "TC"
        self.words = words
        self._galleys: dict[tuple[str, int, float], Galley] = {}
        self._headlines: dict[tuple[str, str, int], tuple[HeadlineSetting, ...]] = {}
        self._labels: dict[tuple[str, FaceChoice], ComposedLine] = {}
        self._wrapped: dict[tuple[str, FaceChoice, float], tuple[ComposedLine, ...]] = {}
        self._others: dict[LineRules, Desk] = {}
        self._tables = KnownTables()

    def in_language(self, lang: str) -> "Desk":
        """The desk for pages in a language: this one where it sets by the same rules."""
        rules = style_rules(lang, self.style)
        return self if rules == self._rules else self._other(rules)

    @property
    def upright(self) -> "Desk":
        """The desk that sets the same house's vertical lines (竖排)."""
        return self._other(upright(self._rules))

    @property
    def reaching(self) -> "Desk":
        """The desk whose paragraphs may run a line longer or shorter as far as the limits go."""
        return self._other(replace(self._rules, reach=Reach.LIMIT))

    def _other(self, rules: LineRules) -> "Desk":
        if rules not in self._others:
            other = Desk(style=self.style, shaper=self.shaper, rules=rules, words=self.words)
            other._tables = self._tables
            self._others[rules] = other
        return self._others[rules]

    def _body_rules(self) -> LineRules:
        """The rules of running text: on the em grid where the style asks for it."""
        on_grid = self.style.setting == "grid" and not self._rules.is_vertical
        return gridded(self._rules) if on_grid else self._rules

    def forget(self, articles: Collection[str]) -> None:
        """Set these articles anew when they are asked for again: their copy has changed."""
        for key in [key for key in self._galleys if key[0] in articles]:
            del self._galleys[key]
        self._tables.forget()
        for other in self._others.values():
            other.forget(articles)

    def galley(self, article: Article, measure_em: float) -> Galley:
        """The article's body, or what is left of it where paragraphs were cut, at one measure."""
        key = (article.id, len(article.body), measure_em)
        if key not in self._galleys:
            self._galleys[key] = self._composed(article, measure_em)
        return self._galleys[key]

    def _composed(self, article: Article, measure_em: float) -> Galley:
        return compose_article(
            article,
            style=self.style,
            shaper=self.shaper,
            rules=self._body_rules(),
            measure_em=measure_em,
            script=self._script,
            known=self._tables,
        )

    def asked(self, articles: Collection[str]) -> tuple[Asked, ...]:
        """The galleys of these articles that were asked for here, and of the desks beside."""
        own = tuple(
            Asked(rules=self._rules, article=name, blocks=blocks, measure_em=measure_em)
            for name, blocks, measure_em in self._galleys
            if name in articles
        )
        beside = (other.asked(articles) for other in self._others.values())
        return (*own, *(one for some in beside for one in some))

    def set_as(
        self, article: Article, asked: Asked, *, is_former: bool
    ) -> tuple[ParagraphSetting, ...]:
        """An article, or what it was before it was changed, set as one was asked for."""
        desk = self if asked.rules == self._rules else self._other(asked.rules)
        compose = desk._composed if is_former else desk.galley  # noqa: SLF001 - a desk as well
        return compose(article, asked.measure_em).paragraphs

    def headlines(self, text: str, face: FaceChoice, max_lines: int) -> tuple[HeadlineSetting, ...]:
        """The good ways to break a headline, in em of its own size."""
        key = (text, face.model_dump_json(), max_lines)
        if key not in self._headlines:
            self._headlines[key] = headline_settings(
                text,
                shaper=self.shaper,
                face=face.key(self._script),
                rules=self._rules,
                words=self.words,
                max_lines=max_lines,
            )
        return self._headlines[key]

    def label(self, text: str, face: FaceChoice) -> ComposedLine:
        """One line at its natural width, in em of its own size."""
        key = (text, face)
        if key not in self._labels:
            self._labels[key] = label_line(
                text, face=face.key(self._script), shaper=self.shaper, rules=self._rules
            )
        return self._labels[key]

    def wrapped(self, text: str, face: FaceChoice, measure_em: float) -> tuple[ComposedLine, ...]:
        """A small text broken into lines no wider than the measure, not justified."""
        key = (text, face, measure_em)
        if key not in self._wrapped:
            self._wrapped[key] = wrapped_lines(
                text,
                face=face.key(self._script),
                shaper=self.shaper,
                rules=self._rules,
                measure_em=measure_em,
            )
        return self._wrapped[key]
