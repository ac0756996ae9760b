"""The search of an earlier run taken over where words have changed and nothing that it saw.

searched
├─ _blind        copy without its words: heads, pictures, kinds and lengths of the body's parts
├─ _is_alike     old and new words break into lines alike at every measure the search asked for
└─ _with_words   the stories chosen, with their new words

Of a body the search sees how long its parts are, in how many lines they can be set, at what
price, and whether a line is a single character; all this is compared.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from layout.composition.desk import Asked, Desk
from layout.composition.model import ParagraphSetting
from layout.content.model import Article, BodyBlock
from layout.fingerprint import fingerprint
from layout.makeup.choose import Chosen
from layout.makeup.copy import Copy
from layout.makeup.entries import Payload
from layout.makeup.settle import Settled, Settler
from layout.makeup.shape import Variant
from layout.makeup.slicing import Placement
from layout.memory import Memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """A search: of which copy, the galleys it asked for, what it chose."""

    copy: tuple[Copy, ...]
    asked: tuple[Asked, ...]
    chosen: Chosen
    settled: tuple[Settled, ...]
    """The stories chosen, in their lines."""


def searched(
    copy: Sequence[Copy],
    beside: tuple[object, ...],
    search: Callable[[], Chosen],
    *,
    desk: Desk,
    settler: Settler,
    memory: Memory | None,
) -> Chosen:
    """What a search chooses, by searching or from an earlier run.

    Args:
        copy: What may stand on the page, by priority.
        beside: All else that the search depends on.
        search: Searches.
        desk: Sets what is asked for.
        settler: Runs the copy.
        memory: The searches of earlier runs.

    """
    if memory is None:
        return search()
    name = fingerprint("search", [_blind(part) for part in copy], beside)
    known = memory.get(Searched, name)
    if known is not None and all(
        _is_alike(old, new, known.asked, desk)
        for old, new in zip(_articles(known.copy), _articles(copy), strict=True)
    ):
        chosen = _with_words(known.chosen, {new.id: new for new in _articles(copy)})
        _prime(settler, known, chosen)
        return chosen
    chosen = search()
    # A missing character is told where its text is shaped, so such a page is searched again.
    is_plain = not any(part.cut_characters for part in _chosen_copy(chosen))
    if is_plain and not desk.shaper.substitutions:
        asked = desk.asked({article.id for article in _articles(copy)})
        taken = _settled(chosen, settler)
        settled = tuple(_written(settler.settled(variant)) for variant in _variants(taken))
        memory.put(Searched(copy=tuple(copy), asked=asked, chosen=taken, settled=settled), name)
    return chosen


def _articles(copy: Sequence[Copy]) -> list[Article]:
    guests = (part.guest for part in copy if part.guest is not None)
    return [*(part.article for part in copy), *guests]


def _blind(copy: Copy) -> tuple[object, ...]:
    """Copy without its words."""
    guest = None if copy.guest is None else _blind_article(copy.guest)
    bare = replace(copy, article=_bare(copy.article), guest=None)
    return bare, _blind_article(copy.article), guest


def _blind_article(article: Article) -> tuple[object, ...]:
    return _bare(article), [_blind_block(block) for block in article.body]


def _bare(article: Article) -> Article:
    return replace(article, body=(), sha256="", spans=())


def _blind_block(block: BodyBlock) -> tuple[object, ...]:
    """A part of a body with letters for its words; tables and verse keep theirs."""
    runs = [replace(run, text="".join(map(_kind, run.text))) for run in block.inlines]
    return block.kind, runs, block.marker, block.rows, block.stanza


def _kind(char: str) -> str:
    """What of a character a search may see."""
    return "x" if char.isalnum() else " " if char.isspace() else "."


def _is_alike(old: Article, new: Article, asked: Sequence[Asked], desk: Desk) -> bool:
    """Whether a search cannot tell the new words of an article from the old."""
    if old.body == new.body:
        return True
    own = [one for one in asked if one.article == new.id]
    return all(
        one.blocks == len(new.body)
        and _shape(desk.set_as(old, one, is_former=True))
        == _shape(desk.set_as(new, one, is_former=False))
        for one in own
    )


def _shape(paragraphs: Sequence[ParagraphSetting]) -> list[object]:
    """All that a search sees of paragraphs set at one measure."""
    return [
        (
            paragraph.kind,
            paragraph.paragraph,
            paragraph.costs,
            [
                (
                    looseness,
                    [
                        (line.kind, len(line.text), min(2, sum(map(str.isalnum, line.text))))
                        for line in lines
                    ],
                )
                for looseness, lines in paragraph.ways
            ],
        )
        for paragraph in paragraphs
    ]


def _chosen_copy(chosen: Chosen) -> list[Copy]:
    return [*(variant.copy for variant in _variants(chosen)), *chosen.left_out]


def _variants(chosen: Chosen) -> list[Variant]:
    return [
        stacked.variant for placed in chosen.placements for stacked in placed.choice.payload.stories
    ]


def _written(settled: Settled) -> Settled:
    """A story in its lines, all of them set."""
    pieces = tuple(tuple(piece) for piece in settled.copy.pieces)
    return replace(settled, copy=replace(settled.copy, pieces=pieces))


def _prime(settler: Settler, known: Searched, chosen: Chosen) -> None:
    """Tell the settler how the stories run whose words are what they were."""
    for settled, variant in zip(known.settled, _variants(chosen), strict=True):
        article = settled.variant.article
        if variant.guest is None and article.body == variant.article.body:
            settler.prime(replace(settled, variant=variant))


def _settled(chosen: Chosen, settler: Settler) -> Chosen:
    """What was chosen with the recipes that were taken, and no others."""

    def taken(variant: Variant) -> Variant:
        return settler.settled(variant).variant

    def alone(variant: Variant) -> Variant:
        return variant

    return replace(
        chosen,
        placements=_mapped(chosen.placements, taken),
        next_best=tuple(
            replace(one, placements=_mapped(one.placements, alone)) for one in chosen.next_best
        ),
    )


def _mapped(
    placements: Sequence[Placement[Payload]], change: Callable[[Variant], Variant]
) -> tuple[Placement[Payload], ...]:
    """Placements with other variants, which have no alternatives left."""

    def changed(variant: Variant) -> Variant:
        made = replace(change(variant), others=())
        if made.guest is None:
            return made
        return replace(made, guest=replace(made.guest, variant=changed(made.guest.variant)))

    return tuple(
        replace(
            placed,
            choice=replace(
                placed.choice,
                payload=replace(
                    placed.choice.payload,
                    stories=tuple(
                        replace(stacked, variant=changed(stacked.variant))
                        for stacked in placed.choice.payload.stories
                    ),
                ),
            ),
        )
        for placed in placements
    )


def _with_words(chosen: Chosen, articles: dict[str, Article]) -> Chosen:
    """What was chosen, with the articles as they are now."""

    def anew(copy: Copy) -> Copy:
        guest = None if copy.guest is None else articles[copy.guest.id]
        return replace(copy, article=articles[copy.article.id], guest=guest)

    def worded(variant: Variant) -> Variant:
        return replace(variant, copy=anew(variant.copy))

    return replace(
        chosen,
        placements=_mapped(chosen.placements, worded),
        left_out=tuple(map(anew, chosen.left_out)),
        next_best=tuple(
            replace(one, placements=_mapped(one.placements, worded)) for one in chosen.next_best
        ),
    )
