"""Galleys: every block of a body in its lines, dateline, subheads, items, tables and notes."""

import pytest

from layout.composition.galley import compose_article, label_line, wrapped_lines
from layout.composition.model import LineKind
from layout.composition.rules import NEWSPAPER
from layout.content.model import Article, ArticleHead, BlockKind, BodyBlock, Inline
from layout.diagnostics import SourceSpan
from layout.project import data_folder
from layout.shaping.model import CharClass, FaceKey, Role
from layout.style.model import Style

SPAN = SourceSpan(file="01/a.md", line=1)
LONG = "全市粮食播种面积稳中有增，农资储备充足，各地抢抓农时开展春耕，田间地头一派繁忙。"


@pytest.fixture(scope="module")
def shaper(square_shaper):
    return square_shaper


@pytest.fixture(scope="module")
def style():
    import yaml

    path = data_folder("templates") / "broadsheet" / "style.yaml"
    return Style.model_validate(yaml.safe_load(path.read_text("utf-8")))


@pytest.fixture
def compose(shaper, style):
    def run(*blocks, dateline="", measure_em=13.0, **changes):
        article = Article(
            id="a",
            source="01/a.md",
            sha256="",
            page=1,
            rank=1,
            head=ArticleHead(headline="题", dateline=dateline),
            body=blocks,
        )
        galley = compose_article(
            article,
            style=style.model_copy(update=changes),
            shaper=shaper,
            rules=NEWSPAPER,
            measure_em=measure_em,
            script="SC",
        )
        return galley.paragraphs

    return run


def block(kind, *inlines, **fields):
    runs = tuple(Inline(text=run) if isinstance(run, str) else run for run in inlines)
    return BodyBlock(kind=kind, inlines=runs, span=SPAN, **fields)


def paragraph(*inlines):
    return block(BlockKind.PARAGRAPH, *inlines)


def table(*rows):
    cells = tuple(tuple((Inline(text=cell),) if cell else () for cell in row) for row in rows)
    return BodyBlock(kind=BlockKind.TABLE, rows=cells, span=SPAN)


def texts(setting):
    return [line.text for line in setting.lines]


def test_a_paragraph_is_indented_by_two_em_and_justified(compose):
    """Its other lines start at the edge; all but the last fill the measure."""
    (setting,) = compose(paragraph(LONG))
    first, *others = setting.lines
    assert first.indent_em == 2.0
    assert {line.indent_em for line in others} == {0.0}
    for line in setting.lines[:-1]:
        assert line.indent_em + line.width_em == pytest.approx(13.0)
    assert [line.first for line in setting.lines] == [True] + [False] * len(others)
    assert setting.lines[-1].last
    assert "".join(texts(setting)) == LONG


def test_paragraphs_count_the_blocks(compose):
    """Lines know which block of the body they are of."""
    settings = compose(paragraph("甲"), paragraph("乙"), block(BlockKind.ITEM, "丙", marker="●"))
    assert [setting.paragraph for setting in settings] == [0, 1, 2]
    assert [line.paragraph for setting in settings for line in setting.lines] == [0, 1, 2]


def test_the_dateline_runs_in_before_the_first_paragraph(compose, style):
    """In its own face, with an em of white where it has no mark of its own at the end."""
    settings = compose(paragraph("市里昨日开会。"), paragraph("又讯。"), dateline="本报讯")
    (line,) = settings[0].lines
    assert line.text == "本报讯\u3000市里昨日开会。"
    assert {cluster.face.role for cluster in line.clusters[:3]} == {style.dateline.role}
    assert line.clusters[4].face.role is style.body.role
    assert settings[1].lines[0].text == "又讯。"


@pytest.mark.parametrize("dateline", ["本报讯（记者李青）", "本报北京4月29日电：", "【本刊专稿】"])
def test_a_dateline_that_ends_itself_takes_no_space(compose, dateline):
    """A bracket or a colon has its own white."""
    (setting,) = compose(paragraph("会议召开。"), dateline=dateline)
    assert "".join(texts(setting)) == dateline + "会议召开。"


def test_a_dateline_the_text_has_already_is_not_doubled(compose, style):
    """It only gets its face."""
    (setting,) = compose(paragraph("本报", "讯　会议召开。"), dateline="本报讯")
    (line,) = setting.lines
    assert line.text == "本报讯　会议召开。"
    faces = [cluster.face.role is style.dateline.role for cluster in line.clusters]
    assert faces[:3] == [True] * 3
    assert faces[4] is False


def test_a_dateline_without_a_paragraph_stands_alone(compose):
    """An article of verse or items keeps its dateline, too."""
    settings = compose(block(BlockKind.VERSE, "春种一粒粟", stanza=1), dateline="本报讯")
    assert [texts(setting) for setting in settings] == [["本报讯"], ["春种一粒粟"]]


def test_strong_and_emphasized_runs_have_their_faces(compose, style):
    """加粗 and 着重 are faces of the style; a link is body text."""
    (setting,) = compose(
        paragraph(
            Inline(text="甲", strong=True),
            Inline(text="乙", emphasis=True),
            Inline(text="丙", link="https://example.org"),
        )
    )
    roles = [cluster.face.role for cluster in setting.lines[0].clusters]
    assert roles == [style.strong.role, style.emphasis.role, style.body.role]


def test_note_marks_are_small_and_raised_and_never_start_a_line(compose):
    """At every measure the mark stays with the character it follows."""
    mark = Inline(text="①", note="a")
    for measure in range(6, 18):
        settings = compose(
            paragraph("播种面积稳中有增", mark, "，农资储备充足。"), measure_em=float(measure)
        )
        for line in settings[0].lines:
            assert line.text[0] != "①"
            for cluster in line.clusters:
                if cluster.glyphs:
                    is_small = cluster.size_em < 0.75 and cluster.rise_em > 0
                    assert is_small == (cluster.text == "①")


def test_a_subhead_is_centred_below_white(compose):
    """The blank row is left out where the subhead comes first."""
    settings = compose(
        block(BlockKind.SUBHEAD, "抢抓农时"), paragraph("甲"), block(BlockKind.SUBHEAD, "不误春")
    )
    assert [line.kind for line in settings[0].lines] == [LineKind.SUBHEAD]
    blank, head = settings[2].lines
    assert (blank.kind, blank.clusters) == (LineKind.BLANK, ())
    assert (head.kind, head.indent_em) == (LineKind.SUBHEAD, 5.0)
    assert (head.first, head.last) == (True, True)


def test_a_long_subhead_is_parted_by_sense(compose):
    """Not where the measure happens to end."""
    (setting,) = compose(block(BlockKind.SUBHEAD, "深化改革激活力扩大开放添动能"), measure_em=12.0)
    assert texts(setting) == ["深化改革激活力", "扩大开放添动能"]
    assert [(line.first, line.last) for line in setting.lines] == [(True, False), (False, True)]


def test_an_item_hangs_beside_its_mark(compose):
    """The mark stands at the edge, all lines of the text in one line."""
    (setting,) = compose(block(BlockKind.ITEM, LONG, marker="●"))
    first, second, *_ = setting.lines
    assert (first.text[0], first.indent_em, second.indent_em) == ("●", 0.0, 1.0)
    assert first.advances_em[0] == pytest.approx(1.0)
    assert first.width_em == pytest.approx(13.0)


def test_the_items_of_a_list_start_at_one_place(compose):
    """Past its widest number, on a half em."""
    settings = compose(
        block(BlockKind.ITEM, LONG, marker="9."),
        block(BlockKind.ITEM, LONG, marker="10."),
        block(BlockKind.ITEM, LONG, marker="●"),
    )
    for setting, hang_em in zip(settings, (2.0, 2.0, 1.0), strict=True):
        first, second, *_ = setting.lines
        assert second.indent_em == hang_em
        assert first.width_em == pytest.approx(13.0)
    first = settings[0].lines[0]
    assert first.text.startswith("9.全")
    count = sum(cluster.text in "9." for cluster in first.clusters[:2])
    assert sum(first.advances_em[:count]) == pytest.approx(2.0)


def test_quotations_are_set_in_their_face(compose, style):
    """提要 and quotations: the quote face of the style."""
    (setting,) = compose(block(BlockKind.QUOTE, "民以食为天"))
    assert setting.kind is LineKind.QUOTE
    assert {cluster.face.role for cluster in setting.lines[0].clusters} == {style.quote.role}


def test_verse_turns_over_deeper_in_and_stanzas_stand_apart(compose):
    """One line each, ragged; a row of white between stanzas."""
    settings = compose(
        block(BlockKind.VERSE, "春种一粒粟", stanza=1),
        block(BlockKind.VERSE, "秋收万颗子四海无闲田农夫犹饿死", stanza=1),
        block(BlockKind.VERSE, "锄禾日当午", stanza=2),
    )
    first, turned = settings[1].lines
    assert settings[0].lines[0].indent_em == first.indent_em == 2.0
    assert turned.indent_em == 4.0
    assert not first.justified
    assert [line.kind for line in settings[2].lines] == [LineKind.BLANK, LineKind.VERSE]


def test_a_row_of_a_table_is_one_line(compose):
    """Columns start at one place in every row; figures are flush right."""
    (setting,) = compose(table(("县区", "面积"), ("城东", "32.5"), ("柳河湾", "108.25")))
    assert [line.kind for line in setting.lines] == [LineKind.TABLE] * 3
    assert all(line.first and line.last for line in setting.lines)
    assert [line.text for line in setting.lines] == ["县区 面积", "城东 32.5", "柳河湾 108.25"]
    ends = {round(line.indent_em + line.width_em, 4) for line in setting.lines}
    assert len(ends) == 1
    assert setting.lines[0].clusters[2].char_class is CharClass.SPACE


def test_columns_of_words_start_at_one_place(compose):
    """A column with words in it is flush left; an empty cell keeps its place."""
    (setting,) = compose(table(("时间", "内容"), ("", "开幕"), ("下午", "讨论")))
    starts = [line.indent_em + line.width_em - 2.0 for line in setting.lines]
    assert len(set(starts)) == 1


def test_the_last_column_of_a_wide_table_turns_over(compose):
    """Only where the columns do not fit side by side."""
    (setting,) = compose(table(("时间", "内容"), ("上午", LONG), ("下午", "讨论")))
    head, opened, *turned, closed = setting.lines
    assert (head.text, closed.text) == ("时间 内容", "下午 讨论")
    assert (opened.first, opened.last) == (True, False)
    assert {line.indent_em for line in turned} == {3.0}
    assert turned[-1].last
    assert opened.text + "".join(line.text for line in turned) == "上午 " + LONG


def test_a_table_too_wide_for_columns_is_set_row_by_row(compose):
    """Its cells follow one another, nothing is lost."""
    (setting,) = compose(table((LONG, LONG), ("甲", "乙")), measure_em=9.0)
    joined = "".join("".join(line.text.split()) for line in setting.lines)
    assert joined == LONG + LONG + "甲乙"
    assert all(line.indent_em + line.width_em <= 9.0 + 1e-6 for line in setting.lines)


def test_notes_come_below_a_row_of_white(compose):
    """脚注 are paragraphs in the face of quotations that open with their mark."""
    settings = compose(
        paragraph("正文"),
        block(BlockKind.NOTE, "第一条注", marker="①"),
        block(BlockKind.NOTE, "第二条注", marker="②"),
    )
    assert [line.kind for line in settings[1].lines] == [LineKind.BLANK, LineKind.NOTE]
    assert [line.text for line in settings[2].lines] == ["②第二条注"]
    assert settings[2].lines[0].indent_em == 2.0
    assert {cluster.face.role for cluster in settings[2].lines[0].clusters} == {Role.KAI}


def test_paragraphs_come_in_several_lengths(compose):
    """Make-up may choose a way one line longer or shorter where it still looks good."""
    (setting,) = compose(paragraph(LONG * 8), measure_em=17.0)
    counts = {delta: len(lines) for delta, lines in setting.ways}
    assert setting.ways[0][0] == 0
    for delta, count in counts.items():
        assert count == counts[0] + delta
    assert len(setting.costs) == len(setting.ways)


def test_a_label_keeps_its_natural_width(shaper):
    """Furniture is set in em of its own size."""
    face = FaceKey(role=Role.SONG)
    line = label_line("第3版", face=face, shaper=shaper, rules=NEWSPAPER)
    assert (line.text, line.indent_em, line.justified) == ("第3版", 0.0, False)
    assert label_line("", face=face, shaper=shaper, rules=NEWSPAPER).clusters == ()


def test_small_texts_are_wrapped_ragged(shaper):
    """No line is wider than the measure; line breaks are kept."""
    face = FaceKey(role=Role.KAI)
    lines = wrapped_lines(
        LONG + "\n摄影", face=face, shaper=shaper, rules=NEWSPAPER, measure_em=11.0
    )
    assert "".join(line.text for line in lines) == LONG + "摄影"
    assert lines[-1].text == "摄影"
    assert all(line.width_em <= 11.0 + 1e-6 for line in lines)
