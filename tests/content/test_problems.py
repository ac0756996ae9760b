"""Every kind of bad input: what the editor reads, with file, line, column and hint."""

import os
from pathlib import Path

import pytest

from layout.content import load_edition
from layout.diagnostics import Language
from layout.errors import ContentError

HEAD = "---\nheadline: 标题\n---\n"
EDITION = "paper: {name: 报, slug: b}\ndate: 2021-04-30\npages: [{number: 1}]\n"


TAKE_ORIGINAL = (
    "  hint: the file was once converted from a wrong encoding; take the text from the original"
)


def article(head="headline: 标题", body="正文。"):
    return {"01/lead.md": f"---\n{head}\n---\n{body}"}


def edition(text):
    return {"edition.yaml": text}


# -- files -----------------------------------------------------------------------------


def test_no_folder(tmp_path, monkeypatch):
    """The message names the folder as it was given."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ContentError) as caught:
        load_edition(Path("content/none"))
    assert caught.value.text(Language.EN) == (
        "content/none: there is no such folder\n"
        "  hint: start an edition with: banxin new content/none"
    )


def test_no_edition_file_and_a_bad_article(problems):
    """Articles are read all the same, and all files are in one error."""
    assert problems({"edition.yaml": None, "01/lead.md": "---\nheadlin: 题\n---\n文"}) == [
        "e/01/lead.md:2:1: unknown key “headlin”",
        "  hint: did you mean “headline”?",
        "e/01/lead.md:2:1: the article has no headline",
        "  hint: write a headline, or kind: brief for a short item without one",
        "e/edition.yaml: edition.yaml is missing",
        "  hint: write paper, date and pages; banxin new makes one",
    ]


def test_in_chinese(problems):
    """The same in the other language."""
    assert problems({"edition.yaml": None}, Language.ZH) == [
        "e/edition.yaml: 缺少 edition.yaml",
        "  提示: 写上 paper、date 和 pages；banxin new 可以生成一份",
    ]


def test_bytes_that_are_not_utf_8(problems):
    """The place of the first such byte, in characters; older files are GBK."""
    data = HEAD.encode() + "第一行\r\n好".encode() + "标题".encode("gbk")
    assert problems({"01/lead.md": data}) == [
        "e/01/lead.md:5:2: not UTF-8 text: byte 0xB1 cannot be read",
        "  hint: save the file as UTF-8; older files are often in GBK or GB 18030",
    ]


def test_characters_that_cannot_be_printed(problems):
    """Each sort once, at its first place, with its number."""
    assert problems(article(body="甲\x08乙\n\x08丙\ufffd")) == [
        "e/01/lead.md:4:2: character U+0008 cannot be printed; the file has 2 of them",
        "  hint: delete the character",
        "e/01/lead.md:5:3: character U+FFFD cannot be printed; the file has 1 of them",
        TAKE_ORIGINAL,
    ]


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x7f", "\x85", "\u2028", "\ufeff", "\ufffe"])
def test_controls_and_separators(problems, char):
    """Characters that other programs take for line ends are named, not followed."""
    assert problems(article(body=f"甲{char}乙"))[0] == (
        f"e/01/lead.md:4:2: character U+{ord(char):04X} cannot be printed; the file has 1 of them"
    )


def test_a_file_far_too_large(problems):
    """A text file of a megabyte is not read."""
    assert problems({"01/lead.md": "字" * 400_000}) == [
        "e/01/lead.md: the file has 1200000 bytes, more than the limit of 1000000",
        "  hint: only the text of articles belongs here",
    ]


def test_a_folder_in_the_place_of_a_file(folder):
    """Only files are read."""
    place = folder({"01/lead.md": None})
    (place / "01").mkdir()
    (place / "edition.yaml").unlink()
    (place / "edition.yaml").mkdir()
    with pytest.raises(ContentError) as caught:
        load_edition(place)
    assert caught.value.text(Language.EN).startswith("e/edition.yaml: edition.yaml is missing")


def test_an_article_that_leads_outside(folder, tmp_path):
    """Symbolic links are followed, but not out of the folder."""
    place = folder()
    (tmp_path / "secret.md").write_text(HEAD + "文")
    (place / "01" / "b.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(ContentError) as caught:
        load_edition(place)
    assert caught.value.text(Language.EN) == (
        "e/01/b.md: this link leads outside the edition folder\n  hint: put the file itself there"
    )


def test_two_articles_with_one_slug(problems):
    """Small and capital letters are the same in a slug."""
    assert problems({"01/Lead.md": HEAD + "甲"}) == [
        "e/01/lead.md: the slug “01-lead” is also that of e/01/Lead.md",
        "  hint: rename the file",
    ]


def test_a_folder_without_a_page(problems):
    """Articles for a page that the edition does not have."""
    assert problems({"03/a.md": HEAD + "甲"}) == [
        "e/03: edition.yaml has no page 3",
        "  hint: add it to pages or move the articles; there are pages 1",
    ]


def test_a_file_name_that_is_not_utf_8(folder):
    """Named as far as it can be read."""
    place = folder()
    (place / "01" / os.fsdecode("b\xb1.md".encode("latin-1"))).write_text(HEAD + "文")
    with pytest.raises(ContentError) as caught:
        load_edition(place)
    assert caught.value.text(Language.EN) == (
        "e/01/b\ufffd.md: the name of the file is not UTF-8\n  hint: rename the file"
    )


def test_a_folder_that_cannot_be_read(folder, monkeypatch):
    """What the system refuses is a problem like any other."""

    def refuse(_path):
        raise PermissionError(13, "Permission denied", "e/01")

    place = folder()
    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(ContentError) as caught:
        load_edition(place)
    assert caught.value.text(Language.EN) == (
        "e/01: cannot be read: Permission denied\n  hint: check permissions and the disk"
    )


# -- yaml ------------------------------------------------------------------------------

QUOTE_IT = (
    "  hint: put a value in quotation marks if it holds a colon and a space or starts with a sign"
)
KNOWN_KEYS = (
    "  hint: known keys: box, byline, cleaning, column, corner, corner_of, cut, dateline,"
    " deck, direction, event, grade, headline, headline_place, jump, keep_apart, keep_together,"
    " kicker, kind, lock, pictures, pull, rank, section, standby"
)
INDENT_IT = "  hint: indent with spaces, keys of one level under each other; never with tabs"
CLOSE_IT = "  hint: close the quotation mark or bracket"


@pytest.mark.parametrize(
    ("head", "message", "hint"),
    [
        ("headline: 甲: 乙", "2:12: no second “key: value” can stand here", QUOTE_IT),
        ("headline: @甲", "2:11: a value cannot start with this character", QUOTE_IT),
        ("headline: 题\n\tdeck: 副", "3:1: a tab character in the indentation", INDENT_IT),
        ("headline: 题\n deck: 副", "3:6: no second “key: value” can stand here", QUOTE_IT),
        ("headline: “\nbyline: [甲", "3:9: a bracket is not closed, or a comma is missing",
         CLOSE_IT),
        ('headline: "甲', "2:11: the quotation mark is never closed", CLOSE_IT),
        ('headline: "甲" 乙', "2:15: expected a key here", INDENT_IT),
        ("byline:\n- 甲\ndeck", "5:1: the colon after the key is missing",
         "  hint: after a key stands an ASCII colon and a space"),
        ("byline:\n  - 甲\n  乙: 丙", "4:3: expected “- ”, as in the rest of the list", INDENT_IT),
        ('headline: "\\q"', "2:12: unknown escape after “\\” in double quotes",
         "  hint: use single quotation marks"),
        ("- 甲", "2:1: expected a list of “key: value” lines",
         "  hint: write “key: value” lines"),
        ("headline：甲", "2:1: expected a list of “key: value” lines",
         "  hint: after a key stands an ASCII colon and a space, not “：”"),
        ("a: " + "[" * 40 + "]" * 40, "2:20: nested more than 16 levels deep",
         "  hint: check the brackets and braces"),
    ],
)  # fmt: skip
def test_wrong_yaml(problems, head, message, hint):
    """What a parser says, in an editor's words, at its place in the article."""
    assert problems(article(head)) == [f"e/01/lead.md:{message}", hint]


def test_yaml_nested_a_hundred_thousand_deep(problems):
    """No recursion: a finding, not a crash."""
    assert problems(edition("a: " + "[" * 100_000))[0] == (
        "e/edition.yaml:1:20: nested more than 16 levels deep"
    )


def test_yaml_that_means_nothing_here(problems):
    """Duplicate keys, anchors, tags and keys that are no text, all in one run."""
    assert problems(
        article("headline: 甲\nheadline: 乙\ndeck: &a 丙\nkicker: !x 丁\n? [a]\n: b")
    ) == [
        "e/01/lead.md:3:1: “headline” is written twice; the first is on line 2",
        "  hint: keep only one",
        "e/01/lead.md:4:7: anchors and aliases are not supported (&a)",
        "  hint: put a value that starts with “&” in quotation marks",
        "e/01/lead.md:5:9: the tag !x is not supported",
        "  hint: put a value that starts with “!” in quotation marks",
        "e/01/lead.md:6:3: a key must be plain text",
        "  hint: look for a stray bracket or question mark",
        "e/01/lead.md:6:3: unknown key “”",
        KNOWN_KEYS,
    ]


def test_a_yaml_bomb(problems):
    """Aliases are refused, so nothing can grow."""
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    found = problems(edition("\n".join(lines)))
    assert "e/edition.yaml:1:5: anchors and aliases are not supported (&a0)" in found


def test_escapes_that_cannot_be_printed(problems):
    """A double-quoted value can hold any character, but not every one can be set."""
    assert problems(article('headline: "甲\\u0007乙"')) == [
        "e/01/lead.md:2:11: character U+0007 cannot be printed",
        "  hint: delete the escape",
    ]


@pytest.mark.parametrize("name", ["x" * 5000 + ".yaml", '"a\\0b.yaml"'])
def test_names_that_no_file_can_have(problems, name):
    """Too long, or with a null character."""
    text = EDITION.replace("{name: 报, slug: b}", name) + f"fillers: [{{file: {name}}}]\n"
    found = [line.split(": ")[0] for line in problems(edition(text))]
    assert {"e/edition.yaml:1:8"} <= set(found)
    found = problems(edition(EDITION + f"fillers: [{{file: {name}}}]\n"))
    assert any(line.startswith("e/edition.yaml:4:18: there is no file") for line in found)


def test_a_second_document(problems):
    """One file is one edition."""
    assert problems(edition(EDITION + "---\na: 1\n"))[0] == (
        "e/edition.yaml:4:1: a second YAML document begins here"
    )


# -- heads -----------------------------------------------------------------------------


def test_an_empty_edition_file(problems):
    """Everything that must be there is asked for, with an example."""
    assert problems(edition("# nothing\n")) == [
        "e/edition.yaml:1:1: “paper” is missing",
        "  hint: for example paper: {name: 版心日报, slug: banxin-daily}",
        "e/edition.yaml:1:1: “date” is missing",
        "  hint: for example date: 2021-04-30",
        "e/edition.yaml:1:1: “pages” is missing",
        "  hint: for example pages: [{number: 1, name: 头版新闻}]",
    ]


def test_a_key_without_a_value_is_missing(problems):
    """The place is that of the key."""
    assert problems(edition("paper: {name: 报, slug: b}\ndate:\npages: [{number: 1}]\n")) == [
        "e/edition.yaml:2:1: “date” is missing",
        "  hint: for example date: 2021-04-30",
    ]


@pytest.mark.parametrize(
    "date", ["2021-02-30", "2021-13-01", "20210430", "2021/04/30", "1619740800", "昨天", "[2021]"]
)
def test_a_day_that_is_not_on_the_calendar(problems, date):
    """Numbers are not taken for seconds."""
    shown = "[…]" if date.startswith("[") else date
    text = f"paper: {{name: 报, slug: b}}\ndate: {date}\npages: [{{number: 1}}]\n"
    assert problems(edition(text)) == [
        f"e/edition.yaml:2:7: wrong value for “date”: {shown}",
        "  hint: expected a day of the calendar such as 2021-04-30",
    ]


def test_no_pages(problems):
    """An edition has at least one page."""
    assert problems(edition("paper: {name: 报, slug: b}\ndate: 2021-04-30\npages: []\n"))[:2] == [
        "e/edition.yaml:3:8: wrong value for “pages”: […]",
        "  hint: expected a list of at least one page",
    ]


def test_duplicate_pages(problems):
    """The second is told, with the place of the first."""
    assert problems(edition(EDITION.replace("}]", "},\n  {number: 1}]"))) == [
        "e/edition.yaml:4:12: page 1 is listed twice; the first is on line 3",
        "  hint: change the number or delete one",
    ]


def test_wrong_values_in_an_edition(problems):
    """Ranges, types, unknown keys and patterns, each at its own place."""
    text = (
        "paper:\n  name: ''\n  slug: Banxin Daily\n  邮编: 1\ndate: 2021-04-30\nissue: 0\n"
        "lang: zh\nstile: tabloid\npages:\n  - {number: 0, name: [甲]}\n"
        "  - {number: 一, editors: 甲, contents: 也许}\n"
        "  - {ads: [{file: a.png, columns: 13, rows: 0, place: top}]}\n"
    )
    assert problems(edition(text)) == [
        "e/edition.yaml:2:9: wrong value for “name”: ",
        "  hint: expected text, not nothing",
        "e/edition.yaml:3:9: wrong value for “slug”: Banxin Daily",
        "  hint: expected small letters, digits and hyphens, such as banxin-daily",
        "e/edition.yaml:4:3: unknown key “邮编”",
        "  hint: did you mean “postcode”?",
        "e/edition.yaml:6:8: wrong value for “issue”: 0",
        "  hint: expected a number not below 1",
        "e/edition.yaml:7:7: wrong value for “lang”: zh",
        "  hint: expected one of zh-CN, zh-TW, zh-HK",
        "e/edition.yaml:8:1: unknown key “stile”",
        "  hint: did you mean “style”?",
        "e/edition.yaml:10:14: wrong value for “number”: 0",
        "  hint: expected a number not below 1",
        "e/edition.yaml:10:23: wrong value for “name”: […]",
        "  hint: expected text",
        "e/edition.yaml:11:14: wrong value for “number”: 一",
        "  hint: expected a whole number",
        "e/edition.yaml:11:26: wrong value for “editors”: 甲",
        "  hint: expected “key: value” pairs",
        "e/edition.yaml:11:39: wrong value for “contents”: 也许",
        "  hint: expected true or false",
        "e/edition.yaml:12:5: “number” is missing",
        "  hint: for example number: 1",
        "e/edition.yaml:12:35: wrong value for “columns”: 13",
        "  hint: expected a number not above 12",
        "e/edition.yaml:12:45: wrong value for “rows”: 0",
        "  hint: expected a number not below 1",
        "e/edition.yaml:12:55: wrong value for “place”: top",
        "  hint: expected one of bottom",
    ]


def test_wrong_values_in_an_article(problems):
    """And what else is wrong with the article is told in the same run."""
    head = (
        "headline: 题\nrank: 0\nkind: nwes\njump: 9x\nbyline: {甲: 乙}\ncut: 1.5\n"
        "pictures:\n  - {file: none.jpg, crop: 0.6, focus: [0.5], min_columns: 二}\n"
        "  - caption: 图\nlock: {column: 20, colums: 3}\nbox: yes"
    )
    assert problems(article(head, body="")) == [
        "e/01/lead.md:2:1: the article has no text and no picture",
        "  hint: write the text after the head",
        "e/01/lead.md:3:7: wrong value for “rank”: 0",
        "  hint: expected a number not below 1",
        "e/01/lead.md:4:7: wrong value for “kind”: nwes",
        "  hint: expected one of news, brief, photo, commentary, feature, poem, notice, filler, ad",
        "e/01/lead.md:5:7: wrong value for “jump”: 9x",
        "  hint: expected never, auto or a page number",
        "e/01/lead.md:6:9: wrong value for “byline”: {…}",
        "  hint: expected a list",
        "e/01/lead.md:7:6: wrong value for “cut”: 1.5",
        "  hint: expected a number from 0 to 1",
        "e/01/lead.md:9:28: wrong value for “crop”: 0.6",
        "  hint: expected a number from 0 to 0.5",
        "e/01/lead.md:9:40: wrong value for “focus”: […]",
        "  hint: expected two numbers from 0 to 1: [0.5, 0.3]",
        "e/01/lead.md:9:60: wrong value for “min_columns”: 二",
        "  hint: expected a whole number",
        "e/01/lead.md:10:5: “file” is missing",
        "  hint: for example file: bridge.jpg",
        "e/01/lead.md:11:16: wrong value for “column”: 20",
        "  hint: expected a number below 12",
        "e/01/lead.md:11:20: unknown key “colums”",
        "  hint: did you mean “columns”?",
        "e/01/lead.md:12:6: wrong value for “box”: yes",
        "  hint: expected one of auto, always, never, tint",
    ]


@pytest.mark.parametrize(
    ("key", "likely"),
    [("标题", "headline"), ("Author", "byline"), ("photo", "pictures"), ("headine", "headline")],
)
def test_likely_keys(problems, key, likely):
    """Names that editors may give a field lead to ours."""
    found = problems(article(f"headline: 题\n{key}: 甲"))
    assert found == [f"e/01/lead.md:3:1: unknown key “{key}”", f"  hint: did you mean “{likely}”?"]


def test_a_wrong_paper_file(problems):
    """Its own places, under its own name."""
    found = problems(
        {
            "edition.yaml": EDITION.replace("{name: 报, slug: b}", "../paper.yaml"),
            "../paper.yaml": "name: 报\nslug: B\nnmae: x\n",
        }
    )
    assert found == [
        "paper.yaml:2:7: wrong value for “slug”: B",
        "  hint: expected small letters, digits and hyphens, such as banxin-daily",
        "paper.yaml:3:1: unknown key “nmae”",
        "  hint: did you mean “name”?",
    ]


@pytest.mark.parametrize("path", ["../../paper.yaml", "/etc/hostname", "../other/paper.yaml"])
def test_a_paper_file_too_far_away(problems, path):
    """Beside the edition folder or in it, nowhere else."""
    assert problems(edition(EDITION.replace("{name: 报, slug: b}", path))) == [
        f"e/edition.yaml:1:8: the file “{path}” lies too far from the edition",
        "  hint: put it into the edition folder or beside it",
    ]


def test_a_paper_file_that_is_not_there(problems):
    """The path starts at the edition folder."""
    assert problems(edition(EDITION.replace("{name: 报, slug: b}", "paper.yaml"))) == [
        "e/edition.yaml:1:8: there is no file “paper.yaml”",
        "  hint: the path starts at the edition folder: ../paper.yaml",
    ]


def test_an_empty_filler(problems):
    """A filler is a picture or a text."""
    assert problems(edition(EDITION + "fillers: [{text: ''}]\n")) == [
        "e/edition.yaml:4:11: the filler is empty",
        "  hint: give it a file or a text",
    ]


# -- articles --------------------------------------------------------------------------


def test_a_head_that_is_never_closed(problems):
    """Both lines of dashes are needed."""
    assert problems({"01/lead.md": "---\nheadline: 题\n正文。\n"}) == [
        "e/01/lead.md:1:1: the head of the article is never closed",
        "  hint: add a line of “---” after the head",
    ]


def test_a_head_that_comes_late(problems):
    """The head starts on the first line."""
    assert problems({"01/lead.md": "\n---\nkind: brief\n---\n正文。\n"}) == [
        "e/01/lead.md:1:1: the article has no headline",
        "  hint: write a headline, or kind: brief for a short item without one",
        "e/01/lead.md:2:1: the head of the article is not at the very top",
        "  hint: nothing may stand before the line of “---”",
    ]


@pytest.mark.parametrize("text", ["", "\n", "---\n---\n", "---\nkind: brief\n---\n\n<!-- 空 -->\n"])
def test_an_empty_article(problems, text):
    """Nothing to set is a problem, whatever the kind."""
    assert "e/01/lead.md:" in problems({"01/lead.md": text})[0]
    assert any(
        "the article has no text and no picture" in p for p in problems({"01/lead.md": text})
    )


@pytest.mark.parametrize("kind", ["news", "commentary", "feature"])
def test_no_headline(problems, kind):
    """Some kinds cannot stand without one."""
    assert problems(article(f"kind: {kind}\nheadline: ' '")) == [
        "e/01/lead.md:3:1: the article has no headline",
        "  hint: write a headline, or kind: brief for a short item without one",
    ]


@pytest.mark.parametrize("kind", ["brief", "poem", "notice", "filler", "ad"])
def test_kinds_that_need_no_headline(load, kind):
    """Others can."""
    assert load(article(f"kind: {kind}")).articles[0].head.headline == ""


def test_a_photo_story_without_a_picture(problems):
    """The kind promises one."""
    assert problems(article("kind: photo")) == [
        "e/01/lead.md:2:7: a photo story without a picture",
        "  hint: write pictures, or change the kind",
    ]


def test_headlines_far_too_long(problems):
    """120 characters are the most for kicker and headline, 240 for a deck."""
    head = f"headline: {'题' * 200}\nkicker: {'引' * 121}\ndeck: {'副' * 241}"
    assert problems(article(head)) == [
        "e/01/lead.md:2:11: “headline” has 200 characters; 120 are the most",
        "  hint: cut 80 characters, or move them into the text",
        "e/01/lead.md:3:9: “kicker” has 121 characters; 120 are the most",
        "  hint: cut 1 characters, or move them into the text",
        "e/01/lead.md:4:7: “deck” has 241 characters; 240 are the most",
        "  hint: cut 1 characters, or move them into the text",
    ]


def test_an_article_far_too_long(problems):
    """60,000 characters are the most; what is longer is not parsed at all."""
    assert problems(article(body="字" * 100_000)) == [
        "e/01/lead.md:4:1: the article has 100000 characters and cannot fit; 60000 are the most",
        "  hint: divide it into several articles, or cut it",
    ]


@pytest.mark.parametrize(
    ("jump", "message"),
    [(2, "no page 2 to jump to"), (1, "an article cannot jump to its own page")],
)
def test_jumps_that_lead_nowhere(problems, jump, message):
    """A jump leads to another page of the edition."""
    assert problems(article(f"headline: 题\njump: {jump}")) == [
        f"e/01/lead.md:3:7: {message}",
        "  hint: pages of this edition: 1",
    ]


def test_a_lock_that_runs_off_the_page(problems):
    """Columns end at 12, rows at 200."""
    head = "headline: 题\nlock: {column: 8, columns: 5, row: 190, rows: 11}"
    assert problems(article(head)) == [
        "e/01/lead.md:3:28: the locked place runs off the page: 8 + 5 is over 12",
        "  hint: columns and rows count from 0",
        "e/01/lead.md:3:47: the locked place runs off the page: 190 + 11 is over 200",
        "  hint: columns and rows count from 0",
    ]


# -- bodies ----------------------------------------------------------------------------

NO_TABLE = "lines that start with “|” are a table, but the second is not “|---|---|”"
NO_HTML = "  hint: delete the tag and use Markdown; write “\\<” for a “<” of the text"


def test_html_in_the_text(body_problems):
    """A finding for each element, at its place; nothing is dropped in silence."""
    assert body_problems("甲\n乙<b>丙</b><br/>\n\n<div>\n丁\n</div>\n") == [
        "e/01/lead.md:5:2: HTML cannot be used: <b>",
        NO_HTML,
        "e/01/lead.md:5:10: HTML cannot be used: <br/>",
        NO_HTML,
        "e/01/lead.md:7:1: HTML cannot be used: <div>",
        NO_HTML,
    ]


def test_a_picture_in_the_text(body_problems):
    """Pictures stand in the head."""
    assert body_problems("- 甲![图](bridge.jpg)\n") == [
        "e/01/lead.md:4:4: a picture cannot stand in the text",
        "  hint: put it in the head of the article: pictures: [{file: bridge.jpg, caption: …}]",
    ]


def test_what_is_not_set(body_problems):
    """Struck-out text and code blocks."""
    assert body_problems("> 甲~~乙~~\n\n```\n丙\n```\n") == [
        "e/01/lead.md:4:4: struck-out text (~~) is not set",
        "  hint: delete the words, or write “\\~” for “~”",
        "e/01/lead.md:6:1: a code block (```) is not set",
        "  hint: write plain paragraphs",
    ]


@pytest.mark.parametrize("address", ["a.md", "javascript:x", "//a.cn", "", "ftp://a.cn"])
def test_links_that_lead_nowhere(body_problems, address):
    """Only web and mail addresses can be followed from a page."""
    assert body_problems(f"甲[乙]({address})") == [
        f"e/01/lead.md:4:2: the link leads to “{address}”, no web address",
        "  hint: start it with http://, https:// or mailto:; write “\\[” if it is no link",
    ]


def test_tables_that_are_none(body_problems):
    """A head row is marked, and all rows have its cells."""
    assert body_problems("| 甲\n| 乙\n\n| 甲 | 乙 |\n|---|---|\n| 丙 |\n| 丁 | 戊 | 己 |\n") == [
        f"e/01/lead.md:4:1: {NO_TABLE}",
        "  hint: add a line “|---|---|” below the head; write “\\|” if it is no table",
        "e/01/lead.md:9:1: this row has 1 cells, the head has 2",
        "  hint: add or take away cells; write “\\|” for a bar inside a cell",
        "e/01/lead.md:10:1: this row has 3 cells, the head has 2",
        "  hint: add or take away cells; write “\\|” for a bar inside a cell",
    ]


def test_footnotes_that_miss_each_other(body_problems):
    """Marks without notes, notes without marks, notes given twice."""
    assert body_problems("甲[^1]乙[^2]\n\n[^2]: 注\n[^2]: 又\n[^3]: 注\n") == [
        "e/01/lead.md:4:2: footnote “1” has no text",
        "  hint: write “[^1]: text” on a line of its own",
        "e/01/lead.md:7:7: footnote “2” is written twice; the first is on line 6",
        "  hint: give one of them another label",
        "e/01/lead.md:8:7: nothing in the text points to footnote “3”",
        "  hint: write “[^3]” after the words it explains, or delete it",
    ]


def test_more_footnotes_than_numbers(body_problems):
    """Circled numbers end at fifty."""
    marks = "".join(f"[^{n}]" for n in range(52))
    notes = "\n".join(f"[^{n}]: 注" for n in range(52))
    assert body_problems(f"{marks}\n\n{notes}\n") == [
        "e/01/lead.md:4:241: 52 footnotes; 50 are the most",
        "  hint: work some of them into the text",
    ]


@pytest.mark.parametrize(
    "text", ["> " * 60 + "甲", "\n".join("  " * n + "- 甲" for n in range(60))]
)
def test_lists_and_quotations_nested_too_deep(body_problems, text):
    """What the parser would drop is told."""
    (problem, hint) = body_problems(f"前文。\n\n{text}")
    assert problem.endswith(": lists or quotations are nested too deep")
    assert hint == "  hint: a few levels are the most"
