"""The body of a story as HTML."""

from layout.content.model import BlockKind
from layout.publishing.markup import body_html, headline_html, xhtml
from layout.publishing.model import Run, StoryBlock


def block(kind, *runs, **values):
    made = tuple(run if isinstance(run, Run) else Run(text=run) for run in runs)
    return StoryBlock(kind=kind, runs=made, **values)


def test_text_is_escaped():
    """Copy is never markup."""
    html = body_html([block(BlockKind.PARAGRAPH, "a<b>&c")])
    assert html == "<p>a&lt;b&gt;&amp;c</p>"


def test_dresses():
    """Strong, stressed, dotted, lined, raised, read and linked."""
    html = body_html(
        [
            block(
                BlockKind.PARAGRAPH,
                Run(text="甲", strong=True),
                Run(text="乙", emphasis=True),
                Run(text="丙", dotted=True),
                Run(text="丁", line="name", stretch=1),
                Run(text="戊", line="name", stretch=1, strong=True),
                Run(text="己", line="name", stretch=2),
                Run(text="2", level="super"),
                Run(text="北", reading="běi"),
                Run(text="庚", link="https://example.org"),
            )
        ]
    )
    assert html == (
        "<p><strong>甲</strong><i>乙</i><em>丙</em><u>丁<strong>戊</strong></u><u>己</u>"
        '<sup>2</sup><ruby>北<rt>běi</rt></ruby><a href="https://example.org">庚</a></p>'
    )


def test_items_and_stanzas_stand_together():
    """A list is one element, a stanza one paragraph."""
    html = body_html(
        [
            block(BlockKind.ITEM, "甲", marker="1."),
            block(BlockKind.ITEM, "乙", marker="2."),
            block(BlockKind.VERSE, "丙", stanza=1),
            block(BlockKind.VERSE, "丁", stanza=1),
            block(BlockKind.VERSE, "戊", stanza=2),
        ]
    )
    assert html.count("<ul") == 1
    assert '<span class="marker">2.</span>乙' in html
    assert '<p class="verse">丙<br>丁</p>\n<p class="verse">戊</p>' in html


def test_notes_and_their_marks_lead_to_each_other():
    """A mark met twice has one place to come back to."""
    mark = Run(text="①", note="a")
    html = body_html(
        [block(BlockKind.PARAGRAPH, "甲", mark, mark), block(BlockKind.NOTE, "注", marker="①")]
    )
    assert html.count('id="ref1"') == 1
    assert html.count('href="#note1"') == 2
    assert '<a class="marker" href="#ref1" id="note1">①</a>注' in html


def test_tables_have_heads():
    """The first row names the columns, and the table can be scrolled by keys."""
    rows = (((Run(text="号"),), (Run(text="点"),)), ((Run(text="初"),), (Run(text="42"),)))
    html = body_html([block(BlockKind.TABLE, rows=rows)], table="表")
    assert '<th scope="col">号</th>' in html
    assert "<td>42</td>" in html
    assert 'aria-label="表" tabindex="0"' in html


def test_line_breaks_of_headlines():
    """They are kept, in HTML and in XML."""
    assert headline_html("甲\n乙<") == "甲<br>乙&lt;"
    assert xhtml(headline_html("甲\n乙")) == "甲<br/>乙"
