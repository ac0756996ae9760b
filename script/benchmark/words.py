"""The sample edition's own words, shuffled: sentences, headlines and phrases to draw from."""

import math
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from layout.content.model import Article, BlockKind
from layout.content.read import load_edition

LATIN_EM = 0.56
"""Mean advance of letters and digits; only good for estimates."""


class Deck:
    """An endless supply: all items, shuffled, then all again in another order."""

    def __init__(self, items: list[str], chance: random.Random) -> None:
        self._items = items
        self._chance = chance
        self._left: list[str] = []

    def draw(self) -> str:
        """The next item."""
        if not self._left:
            self._left = self._chance.sample(self._items, len(self._items))
        return self._left.pop()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The decks that the stories of a job are drawn from."""

    sentences: Deck
    headlines: Deck
    phrases: Deck
    chance: random.Random

    def paragraphs(self, lines: int, chars: int) -> tuple[str, ...]:
        """Paragraphs of some sentences each, for a number of lines or one or two less."""
        paragraphs: list[str] = []
        left = lines
        while left > 1:
            wanted = self.chance.randint(60, 180)
            text = ""
            for _ in range(40):
                longer = text + self.sentences.draw()
                if estimated_lines(longer, chars) <= left:
                    text = longer
                if len(text) >= wanted:
                    break
            if not text:
                break
            paragraphs.append(text)
            left -= estimated_lines(text, chars)
        return tuple(paragraphs)


def estimated_lines(paragraph: str, chars: int) -> int:
    """Lines a paragraph takes in a column, its indent counted."""
    em = 2 + sum(LATIN_EM if char.isascii() else 1.0 for char in paragraph)
    return math.ceil(em / chars)


def sample_words(sample: Path, seed: int) -> Words:
    """The words of a sample edition in the order of one seed."""
    sentences, headlines, phrases = _read(sample)
    chance = random.Random(seed)  # noqa: S311 -- a shuffle, not a secret
    return Words(
        sentences=Deck(sentences, chance),
        headlines=Deck(headlines, chance),
        phrases=Deck(phrases, chance),
        chance=chance,
    )


@lru_cache(maxsize=2)
def _read(sample: Path) -> tuple[list[str], list[str], list[str]]:
    edition = load_edition(sample)
    sentences = list(_sentences(edition.articles))
    heads = {line for article in edition.articles for line in article.head.headline.splitlines()}
    heads = {line for line in heads if 6 <= len(line) <= 12}
    return sentences, sorted(heads | set(_phrases(sentences, 8, 12))), _phrases(sentences, 6, 11)


def _stands_alone(sentence: str) -> bool:
    """Whether a sentence can be moved: it starts with a word and closes what it opens."""
    pairs = (("“", "”"), ("‘", "’"), ("（", "）"), ("《", "》"))
    return sentence[0].isalnum() and all(sentence.count(a) == sentence.count(b) for a, b in pairs)


def _sentences(articles: tuple[Article, ...]) -> Iterator[str]:
    for article in articles:
        for block in article.body:
            if block.kind is BlockKind.PARAGRAPH:
                found = re.findall(r"[^。！？]+[。！？]+[”’』」）]*", block.text)
                yield from filter(_stands_alone, found)


def _phrases(sentences: list[str], shortest: int, longest: int) -> list[str]:
    """Runs of Chinese characters between marks, each once."""
    runs = (run for text in sentences for run in re.findall(r"[\u4e00-\u9fff]+", text))
    return sorted({run for run in runs if shortest <= len(run) <= longest})
