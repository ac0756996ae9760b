"""Search answers what a plain scan of the text would, and says where it stands."""

import json
import random
from pathlib import Path

import pytest

from layout.archive.fold import folded
from layout.archive.index import add_edition, writing
from layout.archive.log import FIRST
from layout.archive.model import ArticleText, Box, EditionFacts, Entry, Logged, PageFacts, Place
from layout.archive.search import Query, plain, search
from layout.errors import ArchiveError

CORPUS = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "corpus"
BOX = Box(x_pt=10.0, y_pt=20.0, width_pt=100.0, height_pt=9.0)


def article(name, text, *, page=1, every=14, **values):
    """An article of one page whose lines have a fixed number of characters."""
    places = tuple(
        Place(offset=at, page=page, box=BOX._replace(y_pt=float(at)))
        for at in range(0, max(len(text), 1), every)
    )
    told = {"headline": name, "kind": "news", "column": "", "authors": (), "people": ()}
    told |= {"places_named": (), "places": places, **values}
    return ArticleText(id=name, text=text, **told)


def edition(*articles, date="2026-03-05", paper="daily", issue=None):
    pages = tuple(
        PageFacts(number=n, name=name, pdf=f"screen/0{n}.pdf", width_pt=780.0, height_pt=1100.0)
        for n, name in ((1, "要闻"), (2, "农业"))
    )
    return EditionFacts(
        paper=paper, paper_name="日报", date=date, issue=issue, pages=pages, articles=articles
    )


@pytest.fixture
def index(tmp_path):
    """Fills an index with editions."""
    path = tmp_path / "index.sqlite"

    def fill(*editions):
        with writing(path) as base:
            for number, facts in enumerate(editions, 1):
                same = [
                    e for e in editions[:number] if (e.paper, e.date) == (facts.paper, facts.date)
                ]
                entry = Entry(
                    number=number,
                    bag=f"{facts.date[:4]}/{facts.date}-{number}",
                    date=facts.date,
                    version=len(same),
                    added="2026-03-05T08:00:00Z",
                    manifest_sha512=FIRST,
                    tagmanifest_sha512=FIRST,
                    files=1,
                    size_bytes=1,
                    previous=FIRST,
                )
                add_edition(base, facts, Logged(entry=entry, line="", sha512=str(number)))
        return path

    return fill


def names(path, text, **values):
    return [hit.article for hit in search(path, Query(text=text, limit=0, **values))]


def test_a_phrase_is_found_letter_by_letter(index):
    """Its characters next to each other, in order; not just all of them in one article."""
    path = index(
        edition(article("甲", "春耕开始"), article("乙", "耕春"), article("丙", "春天耕地"))
    )
    assert names(path, "春耕") == ["甲"]
    assert names(path, "春") == ["甲", "乙", "丙"]
    assert names(path, "耕开始") == ["甲"]
    assert names(path, "春地") == []


def test_overlapping_pairs_alone_are_no_hit(index):
    """甲乙 and 乙丙 apart from each other do not make 甲乙丙."""
    path = index(edition(article("不", "甲乙，乙丙"), article("是", "甲乙丙")))
    assert names(path, "甲乙丙") == ["是"]


def test_capitals_and_width_matter_unless_folded(index):
    """As a scan would have it; --fold takes Traditional, width and case for one."""
    path = index(edition(article("简", "台湾的GDP"), article("繁", "臺灣的ＧＤＰ")))
    assert names(path, "台湾") == ["简"]
    assert names(path, "gdp") == []
    assert names(path, "臺灣的gdp", folds=True) == ["简", "繁"]
    assert names(path, "湾", folds=True) == ["简", "繁"]


def test_folding_never_moves_a_character():
    """Each folds alone, whatever stands about it: 乾 in 乾隆 as in 乾燥."""
    assert folded("漢語乾隆ＡＢ㈱") == "汉语干隆ab㈱"
    text = "".join(map(chr, (*range(0x21, 0xD800, 7), *range(0xE000, 0x20000, 7))))
    assert len(folded(text)) == len(text)


@pytest.mark.parametrize(
    "text", ['"', "'", "*", "a-b", "OR", "()", "，", "“春”", "\ue042", "𠮷野", "0"]
)
def test_marks_and_signs_are_letters_like_any(index, text):
    """What FTS5 might take for syntax or a blank is looked for like everything else."""
    path = index(edition(article("有", f"前{text}后"), article("无", "前后")))
    assert names(path, text) == ["有"]


def test_blanks_stand_for_runs_of_blanks(index):
    """A line break is one only where there is one."""
    path = index(edition(article("甲", "open source 软件\n第二段")))
    assert names(path, "open   source") == ["甲"]
    assert names(path, "件\n第") == ["甲"]
    assert names(path, "件 第") == []
    assert plain("a\u3000 b\r\n c") == "a b\nc"


def test_newest_first_and_filters(index):
    """Paper, dates, page, section and author; the first article of a day before the second."""
    first = edition(
        article("旧", "春耕", authors=("张三",)), article("次", "春耕", page=2), date="2025-01-02"
    )
    path = index(
        first,
        edition(article("新", "春耕", column="田野")),
        edition(article("他", "春耕"), paper="weekly"),
    )
    assert names(path, "春耕") == ["新", "他", "旧", "次"]
    assert names(path, "春耕", paper="weekly") == ["他"]
    assert names(path, "春耕", until="2025-12-31") == ["旧", "次"]
    assert names(path, "春耕", since="2026-01-01", paper="daily") == ["新"]
    assert names(path, "春耕", page=2) == ["次"]
    assert names(path, "春耕", section="农业") == ["次"]
    assert names(path, "春耕", section="田") == ["新"]
    assert names(path, "春耕", author="张") == ["旧"]
    assert len(search(path, Query(text="春耕", limit=2))) == 2


def test_an_older_version_is_found_only_when_asked_for(index):
    """The reader of an archive wants the edition as it finally was."""
    path = index(edition(article("一", "春耕")), edition(article("二", "春耕")))
    assert names(path, "春耕") == ["二"]
    assert names(path, "春耕", every_version=True) == ["一", "二"]


def test_the_place_is_that_of_the_lines_the_phrase_stands_on(index):
    """Every occurrence, with a box for each line it runs over."""
    path = index(edition(article("甲", "一二三四五六七八九十春耕" + "。" * 10 + "春耕", every=11)))
    (hit,) = search(path, Query(text="春耕"))
    tops = [[box.y_pt for box in one.boxes] for one in hit.occurrences]
    assert tops == [[0.0, 11.0], [22.0]]
    assert (hit.before, hit.phrase) == ("一二三四五六七八九十", "春耕")


def test_an_article_on_two_pages_answers_with_the_page_of_the_phrase(index):
    """And is not an answer for the other page."""
    places = (Place(offset=0, page=1, box=BOX), Place(offset=4, page=2, box=BOX))
    path = index(edition(article("甲", "头版文字转版春耕", places=places)))
    (hit,) = search(path, Query(text="春耕"))
    assert (hit.occurrences[0].page, hit.pdf) == (2, "screen/02.pdf")
    assert names(path, "春耕", page=1) == []
    assert names(path, "字转") == ["甲"]


def test_nothing_to_look_for_is_an_error(index):
    """An empty phrase would find everything."""
    with pytest.raises(ArchiveError, match="nothing to look for"):
        search(index(edition()), Query(text=""))


def _corpus_articles():
    for path in sorted(CORPUS.rglob("*.json")):
        told = json.loads(path.read_text("utf-8"))
        for page in told["pages"]:
            for number, row in enumerate(page["articles"]):
                lines = [row.get("headline") or "", *row["paragraphs"]]
                text = "\n".join(" ".join(line.split()) for line in lines)
                yield f"{path.stem}/{page['name']}/{number}", plain(text)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the checkout")
def test_five_hundred_substrings_of_real_text_are_found_as_by_a_scan(index):
    """No miss and no false hit, for 1 to 12 characters out of old and new, 简 and 繁."""
    texts = {}
    for name, text in _corpus_articles():
        texts[f"{len(texts)} {name}"] = text
    chance = random.Random(7)
    some = dict(chance.sample(sorted(texts.items()), 120))
    path = index(edition(*(article(name, text) for name, text in some.items())))
    held = [text for text in some.values() if len(text) > 12]
    for number in range(500):
        text, length = chance.choice(held), 1 + number % 12
        at = chance.randrange(len(text) - length)
        phrase = text[at : at + length]
        assert sorted(names(path, phrase)) == sorted(n for n, t in some.items() if phrase in t)
