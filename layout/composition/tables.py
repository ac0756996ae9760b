"""A paragraph's clusters as columns of sums: any line's width is one subtraction."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final

from layout.composition.breakpoints import break_flags
from layout.composition.glue import (
    SOLID,
    TIGHT,
    Glue,
    Part,
    drops_lead,
    end_tail_em,
    glue_between,
    is_mark,
    make_glue,
    space_glue,
    start_lead_em,
)
from layout.composition.rules import Hanging, LineRules, Script, StackedMarks
from layout.shaping.charclass import COMMAS, EXCLAMATIONS, STOPS
from layout.shaping.model import CharClass, Cluster

_HAN: Final = CharClass.HAN
_SPACE: Final = CharClass.SPACE
_NO_PART: Final = Part(TIGHT.tail.step, 0.0, 0.0, 0.0)

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
    bodies: list[float]
    glues: list[Glue]
    ends: list[int]
    """For a line that stops before cluster k: one past its last cluster that is no word space."""
    flags: bytearray
    """1 where a line may start, by cluster; the last one is the end of the text."""
    body_sums: list[float]
    white_sums: list[float]
    early_sums: list[float]
    late_sums: list[float]
    add_sums: list[float]
    stretch_sums: list[int]

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
        return end_tail_em(cluster, self.rules) - before * drops_lead(cluster, self.rules)

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
        if Hanging.CLREQ_END in rules.hanging and is_mark(self.clusters[index - 1]):
            return False
        return hangs(cluster, rules)

    def end_taken(self, index: int) -> Part:
        """The white before a line's last cluster that its edge has taken already."""
        cluster = self.clusters[index]
        if cluster.char_class is _HAN or not index:
            return _NO_PART
        dropped = drops_lead(cluster, self.rules) or self.hangs_at(index)
        return self.glues[index].lead if dropped else _NO_PART


def tabulate(clusters: tuple[Cluster, ...], rules: LineRules) -> LineTables:
    """The columns of a paragraph; ``clusters`` must not be empty."""
    glues = _glues(clusters, rules)
    bodies = [
        0.0 if c.char_class is _SPACE else c.advance_em - c.blank_before_em - c.blank_after_em
        for c in clusters
    ]
    return LineTables(
        clusters=clusters,
        rules=rules,
        bodies=bodies,
        glues=glues,
        ends=_ends(clusters),
        flags=_cluster_flags(clusters, rules),
        body_sums=list(accumulate(bodies, initial=0.0)),
        white_sums=list(accumulate([glue.natural_em for glue in glues])),
        early_sums=list(accumulate([glue.early_em for glue in glues])),
        late_sums=list(accumulate([glue.late_em for glue in glues])),
        add_sums=list(accumulate([glue.add_em for glue in glues])),
        stretch_sums=list(accumulate([glue.stretch for glue in glues])),
    )


def _glues(clusters: tuple[Cluster, ...], rules: LineRules) -> list[Glue]:
    between = cache(lambda one, two: glue_between(one, two, rules))
    found: list[Glue] = [TIGHT]
    before = clusters[0]
    was_han = before.char_class is _HAN
    for index in range(1, len(clusters)):
        cluster = clusters[index]
        is_han = cluster.char_class is _HAN
        if was_han and is_han:
            found.append(SOLID)
        elif before.char_class is _SPACE:
            found.append(
                space_glue(clusters[index - 2] if index > 1 else None, before, cluster, rules)
            )
        else:
            found.append(between(before, cluster))
        before, was_han = cluster, is_han
    if rules.stacked is StackedMarks.GB:
        _close_stacks(clusters, found)
    return found


def _close_stacks(clusters: tuple[Cluster, ...], glues: list[Glue]) -> None:
    """Two ？！ share 1em, three 2em: an even row loses its last blank too (GB/T 15834, 5.1.2)."""
    count = 0
    for index, cluster in enumerate(clusters):
        if cluster.text[0] in EXCLAMATIONS:
            count += 1
            continue
        if count and count % 2 == 0:
            glue = glues[index]
            glues[index] = make_glue(_NO_PART, glue.lead, glue.gap, glue.stretch)
        count = 0


def _ends(clusters: tuple[Cluster, ...]) -> list[int]:
    ends = [0]
    last = 0
    for index, cluster in enumerate(clusters, 1):
        if cluster.text != " ":
            last = index
        ends.append(last)
    return ends


def _cluster_flags(clusters: tuple[Cluster, ...], rules: LineRules) -> bytearray:
    """Break flags by cluster, hyphens of words included."""
    texts = [cluster.text for cluster in clusters]
    flags = break_flags("".join(texts), rules)
    if len(flags) != len(clusters) + 1:
        offsets = accumulate(map(len, texts), initial=0)
        flags = bytearray(flags[offset] for offset in offsets)
    for index, cluster in enumerate(clusters[:-1], 1):
        if cluster.hyphen is not None:
            flags[index] = 1
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
