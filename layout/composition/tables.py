"""A paragraph's clusters as columns of sums: any line's width is one subtraction."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import accumulate
from typing import Final

from layout.composition.breakpoints import break_flags
from layout.composition.columns import Places
from layout.composition.glue import (
    SOLID,
    TIGHT,
    Glue,
    Part,
    Step,
    drops_lead,
    end_tail_em,
    glue_between,
    is_mark,
    is_void_space,
    make_glue,
    space_glue,
    start_lead_em,
)
from layout.composition.grid import on_grid
from layout.composition.rules import (
    Align,
    Cells,
    EndSpaces,
    Hanging,
    LineRules,
    Script,
    StackedMarks,
)
from layout.shaping.charclass import COMMAS, EXCLAMATIONS, STOPS
from layout.shaping.model import CharClass, Cluster, FaceKey, Glyph, Role

_HAN: Final = CharClass.HAN
_SPACE: Final = CharClass.SPACE
_WEST: Final = CharClass.WEST
_NO_PART: Final = Part(TIGHT.tail.step, 0.0, 0.0, 0.0)

KNOWN_PAIRS: Final = 8192
"""Pairs of neighbours whose white is remembered."""

_HANGING_END: Final = Hanging.ALLOW_END | Hanging.FORCE_END

HANGABLE: Final = frozenset(",.،۔、。，．﹐﹑﹒｡､")
"""CSS Text 3, hanging-punctuation: the stops and commas that may hang at a line end."""


@dataclass(slots=True)
class LineTables:
    """The columns of one paragraph.

    ``glues[k]`` is the white before cluster k; the sums up to k include it, so that the
    white inside the line of clusters i to j-1 is ``sum[j - 1] - sum[i]``.
    """

    clusters: tuple[Cluster, ...]
    rules: LineRules
    others: tuple[int, ...]
    """Indices of the clusters that are no Han characters."""
    stack_ends: frozenset[int]
    """Indices of marks that have lost the white after them to the mark before."""
    bodies: list[float]
    glues: list[Glue]
    ends: list[int]
    """For a line that stops before cluster k: one past its last cluster that is no space."""
    flags: bytearray
    """1 where a line may start, by cluster; the last one is the end of the text."""
    body_sums: list[float]
    white_sums: list[float]
    early_sums: list[float]
    late_sums: list[float]
    add_sums: list[float]
    stretch_sums: list[int]
    closing_sums: list[int]
    """Of the gaps that stretch, those that may close up too: not those of Western letters."""
    letter_sums: list[int]
    """Gaps between Western letters and word spaces up to cluster k, those inside it included."""
    known_places: dict[tuple[float, float, bool], tuple[dict[int, float], Places]] = field(
        default_factory=dict
    )
    """Where lines may part, by indents, and whether anywhere: the same at every measure."""

    def letters_in(self, index: int) -> int:
        """Gaps between the letters of cluster ``index``."""
        return 0 if self.rules.is_vertical else letter_gaps(self.clusters[index])

    def start_em(self, index: int) -> float:
        """White before cluster ``index`` at the start of a line; less than 0 where it hangs."""
        cluster = self.clusters[index]
        if cluster.char_class is _HAN:
            return 0.0
        if index == 0 and hangs_first(cluster, self.rules):
            return -self.bodies[0] - (self.glues[1].after_em if len(self.clusters) > 1 else 0.0)
        return start_lead_em(cluster, self.rules, first=index == 0)

    def end_em(self, index: int, *, broken: bool = False) -> float:
        """What a line's last cluster adds to body and white before: white, a hyphen, less a hang.

        ``broken`` tells that the line ends right behind it, inside the paragraph.
        """
        cluster = self.clusters[index]
        if cluster.char_class is _HAN:
            return 0.0
        if broken and cluster.hyphen is not None:
            return cluster.hyphen.advance_em
        before = self.glues[index].lead.natural_em if index else 0.0
        if self.hangs_at(index):
            return -self.bodies[index] - before
        return self.tail_em(index) - before * drops_lead(cluster, self.rules)

    def tail_em(self, index: int, *, eager: bool = True) -> float:
        """The white after cluster ``index`` where it ends a line."""
        if index in self.stack_ends:
            return 0.0
        return end_tail_em(self.clusters[index], self.rules, eager=eager)

    def hangs_at(self, index: int, *, eager: bool = True) -> bool:
        """Whether cluster ``index`` hangs out of a line that ends with it.

        ``eager`` False tells only of marks that hang although there is room for them.
        """
        cluster, rules = self.clusters[index], self.rules
        if not rules.hanging or not index:
            return False
        if self.ends[-1] == index + 1 and Hanging.LAST in rules.hanging:
            return unicodedata.category(cluster.text[0]) in ("Pe", "Pf", "Pi")
        if not eager and Hanging.FORCE_END not in rules.hanging:
            return False
        if Hanging.CLREQ_END in rules.hanging and (self.hangs_by_choice or self._is_run(index)):
            return False
        return hangs(cluster, rules)

    @property
    def hangs_by_choice(self) -> bool:
        """Whether total fit chooses which marks hang: those that would spoil the line otherwise."""
        filled = self.rules.align in (Align.JUSTIFY, Align.FILL)
        return filled and Hanging.CLREQ_END in self.rules.hanging

    def _is_run(self, index: int) -> bool:
        """Whether a mark stands behind another one: such do not hang (CLREQ)."""
        return is_mark(self.clusters[index - 1])

    def may_hang(self, index: int) -> bool:
        """Whether cluster ``index`` may hang out of a line by choice."""
        if not self.hangs_by_choice or not index or self._is_run(index):
            return False
        return hangs(self.clusters[index], self.rules)

    def starts(self) -> list[float]:
        """Bodies and white before each cluster, less the white kept at a line's start there."""
        found = [body + white for body, white in zip(self.body_sums, self.white_sums, strict=False)]
        for index in self.others:
            found[index] -= self.start_em(index)
        return found

    def stops(self) -> list[float]:
        """Bodies up to each cluster with the white between, and what it adds as a line's last."""
        found = [
            body + white for body, white in zip(self.body_sums[1:], self.white_sums, strict=True)
        ]
        for index in self.others:
            found[index] += self.end_em(index)
        return found

    def end_taken(self, index: int) -> Part:
        """The white before a line's last cluster that its edge has taken already."""
        cluster = self.clusters[index]
        if cluster.char_class is _HAN or not index:
            return _NO_PART
        dropped = drops_lead(cluster, self.rules) or self.hangs_at(index)
        return self.glues[index].lead if dropped else _NO_PART


def tabulate(clusters: tuple[Cluster, ...], rules: LineRules) -> LineTables:
    """The columns of a paragraph; ``clusters`` must not be empty."""
    if rules.cells is Cells.GRID:
        clusters = on_grid(clusters)
    others = tuple(k for k, c in enumerate(clusters) if c.char_class is not _HAN)
    stack_ends = _stack_ends(clusters, others, rules)
    glues = _glues(clusters, others, stack_ends, rules)
    bodies = [cluster.advance_em for cluster in clusters]
    for k in others:
        cluster = clusters[k]
        blanks = cluster.blank_before_em + cluster.blank_after_em
        bodies[k] = 0.0 if cluster.char_class is _SPACE else bodies[k] - blanks
    return LineTables(
        clusters=clusters,
        rules=rules,
        others=others,
        stack_ends=stack_ends,
        bodies=bodies,
        glues=glues,
        ends=_ends(clusters, others, rules),
        flags=_cluster_flags(clusters, others, rules),
        body_sums=list(accumulate(bodies, initial=0.0)),
        white_sums=list(accumulate([glue.natural_em for glue in glues])),
        early_sums=list(accumulate([glue.early_em for glue in glues])),
        late_sums=list(accumulate([glue.late_em for glue in glues])),
        add_sums=list(accumulate([glue.add_em for glue in glues])),
        stretch_sums=list(accumulate([glue.stretch for glue in glues])),
        closing_sums=list(accumulate([closes(glue) for glue in glues])),
        letter_sums=_letter_sums(clusters, glues, others, rules),
    )


def closes(glue: Glue) -> int:
    """1 where a gap may close up by a hair: one of Han and Western letters keeps its least."""
    return 0 if glue.gap.natural_em else glue.stretch


def letter_gaps(cluster: Cluster) -> int:
    """How many gaps a word piece has inside: none where its glyphs are not its letters."""
    if cluster.char_class is not _WEST:
        return 0
    count = len(cluster.glyphs)
    return count - 1 if count == len(cluster.text) else 0


def opens_late(before: Cluster, glue: Glue, after: Cluster) -> bool:
    """Whether the white between two clusters opens only where nothing else fills a line.

    So do the gaps between pieces of one word, and word spaces beyond their most.
    """
    if before.char_class is _SPACE:
        return glue.gap.step is Step.WORD_SPACE and glue.gap.natural_em > 0.0
    return glue is TIGHT and before.char_class is _WEST and after.char_class is _WEST


def _letter_sums(
    clusters: tuple[Cluster, ...], glues: list[Glue], others: tuple[int, ...], rules: LineRules
) -> list[int]:
    counts = [0] * len(clusters)
    if not rules.is_vertical:
        for k in others:
            late = k > 0 and opens_late(clusters[k - 1], glues[k], clusters[k])
            counts[k] = letter_gaps(clusters[k]) + late
    return list(accumulate(counts))


@cache
def _between(rules: LineRules) -> Callable[[Cluster, Cluster], Glue]:
    """``glue_between`` under some rules, worked out once a pair."""
    return lru_cache(maxsize=KNOWN_PAIRS)(lambda one, two: glue_between(one, two, rules))


_ANY_HAN: Final = Cluster(
    text="字",
    char_class=CharClass.HAN,
    advance_em=1.0,
    face=FaceKey(role=Role.SONG),
    glyphs=(Glyph(gid=0, advance_em=1.0),),
)
"""Stands for every Han character of the body's size: all have the same white around them."""


def _neighbour(cluster: Cluster) -> Cluster:
    plain = cluster.char_class is _HAN and "\u3400" <= cluster.text <= "\u9fff"
    return _ANY_HAN if plain and cluster.size_em == 1.0 else cluster


def _glues(
    clusters: tuple[Cluster, ...],
    others: tuple[int, ...],
    stack_ends: frozenset[int],
    rules: LineRules,
) -> list[Glue]:
    """The white before each cluster; only beside what is no Han character is there any."""
    between = _between(rules)
    count = len(clusters)
    found = [TIGHT, *[SOLID] * (count - 1)]
    done = 0
    for index in others:
        for k in (index, index + 1):
            if done < k < count:
                before, after = clusters[k - 1], clusters[k]
                if before.char_class is _SPACE:
                    wide = clusters[k - 2] if k > 1 else None
                    if wide is not None and is_void_space(wide, after, rules):
                        found[k - 1], found[k] = TIGHT, between(wide, after)
                    else:
                        found[k] = space_glue(wide, before, after, rules)
                else:
                    found[k] = between(_neighbour(before), _neighbour(after))
                done = k
    for index in stack_ends:
        if index + 1 < count:
            glue = found[index + 1]
            found[index + 1] = make_glue(_NO_PART, glue.lead, glue.gap, glue.stretch)
    for index in others:
        if 0 < index < count - 1 and _parts_words(clusters, index):
            found[index] = found[index + 1] = TIGHT
    return found


def _parts_words(clusters: tuple[Cluster, ...], index: int) -> bool:
    """Whether a blank em stands between Western words: it needs no gaps beside it."""
    around = (clusters[index - 1].char_class, clusters[index + 1].char_class)
    return clusters[index].text == "\u3000" and around == (_WEST, _WEST)


def _stack_ends(
    clusters: tuple[Cluster, ...], others: tuple[int, ...], rules: LineRules
) -> frozenset[int]:
    """The last marks of even rows of ？！: two share 1em, three 2em (GB/T 15834, 5.1.2)."""
    if rules.stacked is StackedMarks.KEEP:
        return frozenset()
    found: set[int] = set()
    row: dict[int, int] = {}
    for index in others:
        if clusters[index].text[0] in EXCLAMATIONS:
            row[index] = row.pop(index - 1, 0) + 1
            found.discard(index - 1)
            if row[index] % 2 == 0:
                found.add(index)
    return frozenset(found)


def _ends(clusters: tuple[Cluster, ...], others: tuple[int, ...], rules: LineRules) -> list[int]:
    spaces = " \u3000" if rules.end_spaces is EndSpaces.ALL else " "
    ends = list(range(len(clusters) + 1))
    for index in others:
        if clusters[index].text in spaces:
            ends[index + 1] = ends[index]
    return ends


def _cluster_flags(
    clusters: tuple[Cluster, ...], others: tuple[int, ...], rules: LineRules
) -> bytearray:
    """Break flags by cluster, hyphens of words included."""
    texts = [cluster.text for cluster in clusters]
    flags = break_flags("".join(texts), rules)
    if len(flags) != len(clusters) + 1:
        flags = bytearray([flags[at] for at in accumulate(map(len, texts), initial=0)])
    for index in others:
        cluster = clusters[index]
        if cluster.hyphen is not None and not cluster.is_rough and index + 1 < len(clusters):
            flags[index + 1] = 1
    return flags


def hangs(cluster: Cluster, rules: LineRules) -> bool:
    """Whether a mark is one of those that may hang at the end of a line."""
    if Hanging.CLREQ_END in rules.hanging:
        return cluster.text in _hangable_by_clreq(rules)
    return bool(rules.hanging & _HANGING_END) and cluster.text in HANGABLE


def _hangable_by_clreq(rules: LineRules) -> str:
    """CLREQ, hanging_punctuation_marks_at_line_end: any stop; in Taiwan 、，。, vertically."""
    if rules.script is Script.HANS:
        return COMMAS + STOPS
    return "、，。．" if rules.is_vertical or rules.script is Script.JA else ""


def hangs_first(cluster: Cluster, rules: LineRules) -> bool:
    """Whether the first character hangs before the first line (CSS Text 3)."""
    if Hanging.FIRST not in rules.hanging:
        return False
    char = cluster.text[0]
    return char == "\u3000" or unicodedata.category(char) in ("Ps", "Pi", "Pf")
