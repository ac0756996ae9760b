"""Whole PDFs: what they show, say, link to and hold, and that they are always the same."""

import hashlib
import os
import pickle
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from layout.composition.model import LineKind
from layout.errors import PictureError, RenderError
from layout.makeup.model import BlockType, Box, Line, PartRole, PlacedPicture, Rect
from layout.rendering.pdf import Press, render_edition, render_page, render_pages
from layout.rendering.pictures import load_pictures

CHECKOUT = Path(__file__).resolve().parents[2]
REFERENCE = Path(__file__).with_name("references") / "tiny-page.txt"

needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None or shutil.which("pdftoppm") is None,
    reason="poppler's programs are not installed",
)


def opened(data):
    import io

    return pikepdf.open(io.BytesIO(data))


def tiny_page(sorts):
    """A headline over two columns with a paragraph that runs on, a rule and a frame."""
    one = [
        sorts.placed(sorts.line("一二三", paragraph=0, indent_em=1), x=20, baseline=50),
        sorts.placed(sorts.line("四五六七", paragraph=0, first=False), x=20, baseline=62),
    ]
    two = [
        sorts.placed(sorts.line("八，", paragraph=0, first=False), x=80, baseline=50),
        sorts.placed(sorts.line("abc", paragraph=1), x=80, baseline=62),
    ]
    head = sorts.part("要闻", x=20, baseline=36, size=20, color="accent")
    block = sorts.block(
        one,
        two,
        parts=(head,),
        boxes=(Box(bbox=Rect(x=10, y=10, width=130, height=60), stroke_pt=0.5, fill="tint"),),
        lines=(Line(x0=75, y0=42, x1=75, y1=65, width_pt=0.5, color="grey"),),
    )
    return sorts.page(block, width=150, height=80)


@pytest.fixture(scope="module")
def edition(sorts):
    """Three pages that lead to one another."""
    pages = []
    for number, target in ((1, "#c"), (2, "#a"), (4, "#b")):
        name = {1: "a", 2: "b", 4: "c"}[number]
        jump = sorts.placed(sorts.line("八九", kind=LineKind.JUMP, paragraph=-1), baseline=70)
        lines = [sorts.placed("一二三四", baseline=50), jump]
        if number == 4:
            lines = [sorts.placed(sorts.line("八九", kind=LineKind.JUMP, paragraph=-1))]
            lines += [sorts.placed(sorts.line("五六", paragraph=2), baseline=42)]
        parts = (
            sorts.part("版心日报", role=PartRole.HEADLINE, baseline=25),
            sorts.part("要闻", role=PartRole.BYLINE, link=target, x=120, baseline=25),
        )
        block = sorts.block(
            lines, parts=parts, name=name, article="x" if number != 2 else "y", title=f"题{number}"
        )
        pages.append(sorts.page(block, number=number))
    return sorts.job(*pages)


@pytest.fixture(scope="module")
def whole(edition):
    """The edition's file."""
    return render_edition(edition)


class TestDrawing:
    """What stands in the content stream and what is seen."""

    def test_the_operators_of_a_page_are_those_on_file(self, sorts):
        """WeasyPrint's drawing order and our text objects; look well before changing them."""
        pdf = opened(render_page(sorts.job(tiny_page(sorts)), 1).pdf)
        assert pdf.pages[0].Contents.read_bytes().decode() == REFERENCE.read_text("utf-8")

    @needs_poppler
    def test_squares_stand_on_their_squares(self, sorts, tmp_path):
        """Two letters an em, each glyph an em of ink."""
        lines = [
            sorts.placed(sorts.line("一二", indent_em=1), x=0, baseline=18.8),
            sorts.placed(sorts.line("三四"), x=0, baseline=38.8, color="grey"),
        ]
        rule = Line(x0=47.5, y0=10, x1=47.5, y1=40, width_pt=5, color="black")
        page = sorts.page(sorts.block(lines, title=""), width=60, height=50, lines=(rule,))
        assert letters(render_page(sorts.job(page), 1).pdf, tmp_path) == [
            "____________",
            "____________",
            "__####___#__",
            "__####___#__",
            "_________#__",
            "_________#__",
            "oooo_____#__",
            "oooo_____#__",
            "____________",
            "____________",
        ]

    def test_black_is_the_only_colour_where_nothing_else_is_asked_for(self, sorts):
        """Colours are those of the style, by role."""
        page = sorts.page(sorts.block([sorts.placed("一"), sorts.placed("二", color="accent")]))
        pdf = opened(render_page(sorts.job(page), 1).pdf)
        content = pdf.pages[0].Contents.read_bytes()
        assert re.findall(rb"(\S+ \S+ \S+) rg", content) == [b"0 0 0", b"0.8 0 0"]


def letters(data, folder):
    """A page as letters, one for every 5 pt across and down: # black, o colour or grey, _ white.

    What counts is the middle of each: at so few pixels programs round as they like.
    """
    (folder / "p.pdf").write_bytes(data)
    command = ["pdftoppm", "-r", "144", "-aa", "no", "-aaVector", "no", "-gray", "p.pdf", "p"]
    subprocess.run(command, cwd=folder, check=True)  # noqa: S603 - poppler, our own file
    image = Image.open(next(folder.glob("p-*.pgm")))
    signs = {0: "#", 255: "_"}
    return [
        "".join(signs.get(image.getpixel((x, y)), "o") for x in range(5, image.width, 10))
        for y in range(5, image.height, 10)
    ]


class TestBoxes:
    """The page is the trimmed page."""

    @pytest.mark.parametrize("size", [(1105.511811, 1544.881889), (595.2755, 841.8898)])
    def test_the_page_is_of_the_size_it_was_made_up_for(self, sorts, size):
        """To a hundredth of a point; the trim box is the media box."""
        page = sorts.page(sorts.block([sorts.placed("一")]), width=size[0], height=size[1])
        pdf = opened(render_page(sorts.job(page), 1).pdf)
        sheet = pdf.pages[0]
        for box in (sheet.mediabox, sheet.trimbox):
            assert [float(edge) for edge in box] == pytest.approx([0, 0, *size], abs=0.01)


class TestEdition:
    """The edition's file: all pages, outline, labels, links, metadata."""

    @pytest.fixture
    def pdf(self, whole):
        return opened(whole)

    def test_the_outline_has_pages_and_their_articles(self, pdf):
        """第1版 要闻, and below it what stands there."""
        with pdf.open_outline() as outline:
            entries = [
                (item.title, [child.title for child in item.children]) for item in outline.root
            ]
        assert entries == [
            ("第1版 要闻", ["题1"]),
            ("第2版 要闻", ["题2"]),
            ("第4版 要闻", ["题4"]),
        ]

    def test_pages_are_labelled_with_their_numbers(self, pdf):
        """A page that is left out is not counted."""
        assert [page.label for page in pdf.pages] == ["1", "2", "4"]

    def test_links_lead_to_blocks_of_other_pages(self, pdf):
        """By name; every name is there, and jump lines lead on and back."""
        names = pdf.Root.Names.Dests.Names
        targets = {
            str(names[i]): [page.obj.objgen for page in pdf.pages].index(names[i + 1][0].objgen)
            for i in range(0, len(names), 2)
        }
        assert targets == {"a": 0, "b": 1, "c": 2}
        links = [[str(link.Dest) for link in page.Annots] for page in pdf.pages]
        assert links == [["c", "c"], ["a"], ["b", "a"]]

    def test_a_link_covers_its_text(self, pdf):
        """The byline at 120, 25 in 10 pt type."""
        rect = [float(edge) for edge in pdf.pages[0].Annots[0].Rect]
        x0, x1 = sorted(rect[0::2])
        y0, y1 = sorted(rect[1::2])
        assert (x0, x1) == pytest.approx((120, 200), abs=0.01)
        assert (100 - y1, 100 - y0) == pytest.approx((16.2, 26.2), abs=0.01)

    def test_the_file_says_what_it_is(self, pdf):
        """Title, author, language; its date is the edition's."""
        info = pdf.trailer.Info
        assert str(info.Title) == "版心日报 2021-04-30"
        assert str(info.Author) == "版心日报社"
        assert str(info.CreationDate) == str(info.ModDate) == "D:20210430000000+08'00"
        assert str(pdf.Root.Lang) == "zh-CN"
        assert "/ID" in pdf.trailer

    def test_one_font_of_a_face_serves_all_pages(self, pdf):
        """Two faces, two fonts, however many pages."""
        fonts = {font.objgen for page in pdf.pages for font in page.resources.Font.values()}
        assert len(fonts) == 2

    def test_the_syntax_is_sound(self, pdf):
        """As qpdf sees it."""
        assert pdf.check_pdf_syntax() == []

    def test_the_tree_of_tags_is_that_of_the_page(self, pdf):
        """Article, heading, paragraphs, links in them; every piece of content marked."""
        document = pdf.Root.StructTreeRoot.K[0]
        part = document.K[0]
        assert [str(part.S), [str(child.S) for child in part.K]] == ["/Part", ["/Art"]]
        kinds = [tags(child) for child in part.K[0].K]
        here, overleaf = ["H1", ["P", "Link"], "P", ["P", "Link"]], ["H1", ["P", "Link"]]
        assert kinds == [*here, *overleaf, ["P", "Link"], "P"]
        marks = re.findall(rb"/(\w+)\s<</MCID (\d+)>>\sBDC", pdf.pages[0].Contents.read_bytes())
        assert [mark for mark, _ in marks] == [b"H1", b"Link", b"P", b"Link"]


def tags(element):
    """An element's type, with those below it."""
    below = [tags(kid) for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary)]
    below = [kid for kid in below if kid is not None]
    if "/S" not in element:
        return None
    name = str(element.S).removeprefix("/")
    return [name, *below] if below else name


def test_lists_and_tables_are_tagged_as_such(sorts):
    """Items with bodies; rows with cells that know their heads; a quotation, a subhead."""
    row = [sorts.cluster("一"), sorts.space(2.0), sorts.cluster("二")]
    lines = [
        sorts.line("三", kind=LineKind.ITEM, paragraph=0),
        sorts.line("四", kind=LineKind.ITEM, paragraph=1),
        sorts.line(row, kind=LineKind.TABLE, paragraph=2),
        sorts.line(row, kind=LineKind.TABLE, paragraph=2),
        sorts.line("五", kind=LineKind.QUOTE, paragraph=3),
        sorts.line("六", kind=LineKind.SUBHEAD, paragraph=4),
        sorts.line("七", kind=LineKind.NOTE, paragraph=5),
    ]
    block = sorts.block([sorts.placed(line) for line in lines])
    rendered = render_page(sorts.job(sorts.page(block)), 1)
    assert rendered.diagnostics == ()
    pdf = opened(rendered.pdf)
    assert tags(pdf.Root.StructTreeRoot.K[0].K[0].K[0]) == [
        "Art",
        ["L", ["LI", "LBody"], ["LI", "LBody"]],
        ["Table", ["TR", "TH", "TH"], ["TR", "TD", "TD"]],
        "BlockQuote",
        "H1",
        "P",
    ]


class TestPages:
    """The pages' own files."""

    def test_every_page_is_a_file_of_its_own(self, edition):
        """With its number, its hash, its name in the title, its label, no foreign links."""
        pages = list(render_pages(edition))
        assert [page.number for page in pages] == [1, 2, 4]
        assert [page.sha256 for page in pages] == [
            hashlib.sha256(page.pdf).hexdigest() for page in pages
        ]
        assert all(page.diagnostics == () for page in pages)
        pdf = opened(pages[2].pdf)
        assert len(pdf.pages) == 1
        assert str(pdf.trailer.Info.Title) == "版心日报 2021-04-30 第4版 要闻"
        assert pdf.pages[0].label == "4"
        assert "/Annots" not in pdf.pages[0]

    def test_a_page_is_the_same_alone_and_with_others(self, edition):
        """What was written before makes no difference."""
        together = {page.number: page.sha256 for page in render_pages(edition)}
        press = Press(edition)
        press.prepare()
        press.edition()
        assert render_page(edition, 4).sha256 == press.page(4).sha256 == together[4]

    def test_glyphs_have_the_same_codes_in_every_file(self, edition, whole):
        """A page shows the same strings in its own file as in the edition's."""
        for page, other in zip(render_pages(edition), opened(whole).pages, strict=True):
            pdf = opened(page.pdf)
            own = shown(pdf.pages[0])
            assert own
            assert own == shown(other)

    def test_links_to_pages_that_are_not_written_are_left_out(self, edition):
        """Silently where the block is known to be elsewhere, else with a finding."""
        part = replace(edition, pages=edition.pages[:1])
        assert [f.code for f in render_page(part, 1).diagnostics] == ["LINK_DEAD"]
        known = replace(part, elsewhere=frozenset("bc"))
        assert render_page(known, 1).diagnostics == ()
        pdf = opened(render_edition(known))
        assert "/Annots" not in pdf.pages[0]

    def test_a_page_that_is_not_there_is_an_error(self, edition):
        """Page 3 is missing from the edition."""
        with pytest.raises(RenderError, match="no page 3"):
            render_page(edition, 3)


def shown(page):
    """The strings a page shows, and the sizes they are set in."""
    return re.findall(rb"/B\d+ \S+ Tf|\[.*\]TJ", page.Contents.read_bytes())


def test_an_edition_without_pages_is_an_error(sorts):
    """So is one with two pages of one number."""
    page = sorts.page(sorts.block([sorts.placed("一")]))
    for pages in ((), (page, page)):
        with pytest.raises(RenderError, match="no pages, or two of one number"):
            Press(sorts.job(*pages))


class TestText:
    """What a reader copies, by poppler."""

    @needs_poppler
    def test_reading_order_and_characters(self, sorts, tmp_path):
        """Ligatures, missing sorts, doubled dashes, spaces and a hyphen at a line end."""
        geta = [sorts.gid("〓")]
        lines = [
            [sorts.cluster("甲"), sorts.cluster("𠮷", gids=geta), sorts.cluster("𪚥", gids=geta)],
            [sorts.cluster("〓"), sorts.ligature("——"), sorts.cluster("…"), sorts.cluster("…")],
            [sorts.ligature("fi"), sorts.cluster("a"), sorts.space(1.5), sorts.cluster("b")],
            [sorts.cluster("c"), sorts.cluster("", gids=[sorts.gid("-")])],
        ]
        column = [
            sorts.placed(sorts.line(clusters, paragraph=index), baseline=30 + 12 * index)
            for index, clusters in enumerate(lines)
        ]
        block = sorts.block(column, parts=(sorts.part("要闻", baseline=90),))
        path = tmp_path / "p.pdf"
        path.write_bytes(render_page(sorts.job(sorts.page(block)), 1).pdf)
        command = ["pdftotext", "-raw", str(path), "-"]
        done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - poppler
        assert done.stdout.decode().split("\n")[:5] == [
            "要闻",
            "甲𠮷𪚥",
            "〓——……",
            "fia b",
            "c\u00ad",
        ]


class TestPictures:
    """Pictures and advertisements on pages."""

    def page(self, sorts, path, number, **changes):
        values = {"crop": (0, 0, 1, 1), "bbox": Rect(x=20, y=20, width=60, height=40), **changes}
        picture = PlacedPicture(path=path, file=path.name, ppi=72, alt="一座桥", **values)
        return sorts.page(
            sorts.block(pictures=(picture,), name=f"a{number}", title=""), number=number
        )

    def files(self, folder):
        paths = []
        for color in ("red", "blue"):
            paths.append(folder / f"{color}.jpg")
            Image.new("RGB", (120, 80), color).save(paths[-1])
        return paths

    def test_pages_do_not_take_each_others_pictures(self, sorts, tmp_path):
        """Each page's file and the edition show what make-up has placed."""
        pages = [self.page(sorts, path, n) for n, path in enumerate(self.files(tmp_path), 1)]
        job = sorts.job(*pages)
        whole = opened(render_edition(job))
        own = [opened(page.pdf) for page in render_pages(job)]
        for index, color in enumerate(("red", "blue")):
            for one in (whole.pages[index], own[index].pages[0]):
                (name,) = re.findall(rb"/(i\w+) Do", one.Contents.read_bytes())
                image = pikepdf.PdfImage(one.resources.XObject["/" + name.decode()])
                pixel = image.as_pil_image().getpixel((60, 40))
                wanted = Image.new("RGB", (1, 1), color).getpixel((0, 0))
                assert max(abs(a - b) for a, b in zip(pixel, wanted, strict=True)) < 12

    def test_a_picture_fills_its_place_and_has_words(self, sorts, tmp_path):
        """Its matrix is its box; its figure has the alternative text."""
        pdf = opened(render_page(sorts.job(self.page(sorts, self.files(tmp_path)[0], 1)), 1).pdf)
        content = pdf.pages[0].Contents.read_bytes()
        assert b"1 0 0 1 26.666667 26.666667 cm" in content
        assert re.search(rb"80 0 0 -53\.33333\d? 0 53\.33333\d? cm\n/i\w+ Do", content)
        figure = pdf.Root.StructTreeRoot.K[0].K[0].K[0].K[0].K[0]
        assert (str(figure.S), str(figure.Alt)) == ("/Figure", "一座桥")

    def test_pictures_made_ready_before_are_used(self, sorts, tmp_path):
        """The files may be gone by then."""
        page = self.page(sorts, self.files(tmp_path)[0], 1)
        ready = load_pictures([page])
        shutil.rmtree(tmp_path)
        with pytest.raises(PictureError):
            render_page(sorts.job(page), 1)
        assert render_page(sorts.job(page, pictures=ready), 1).pdf.startswith(b"%PDF-1.7")

    def advertisement(self, folder, *, rotate=0):
        """A page of 100 by 50 pt inside a larger sheet, drawn in its own colour space."""
        pdf = pikepdf.new()
        sheet = pdf.add_blank_page(page_size=(140, 90))
        sheet.trimbox = [20, 20, 120, 70]
        if rotate:
            sheet.Rotate = rotate
        space = pdf.make_indirect(
            pikepdf.Array(
                [
                    pikepdf.Name.Separation,
                    pikepdf.Name("/Gold #1"),
                    pikepdf.Name.DeviceCMYK,
                    self.tint(pdf),
                ]
            )
        )
        sheet.Resources = pikepdf.Dictionary(ColorSpace=pikepdf.Dictionary(CS0=space))
        sheet.Contents = pdf.make_stream(b"/CS0 cs 1 scn 20 20 100 50 re f")
        path = folder / "ad.pdf"
        pdf.save(path)
        return path

    def tint(self, pdf):
        stream = pdf.make_stream(b"{0 exch dup 0.5 mul exch 0}")
        stream.FunctionType, stream.Domain = 4, [0, 1]
        stream.Range = [0, 1, 0, 1, 0, 1, 0, 1]
        return stream

    def test_an_advertisement_in_pdf_stays_what_it_is(self, sorts, tmp_path):
        """A form with its own resources, cut to its trim box, scaled to its place."""
        path = self.advertisement(tmp_path)
        job = sorts.job(self.page(sorts, path, 1, bbox=Rect(x=20, y=20, width=150, height=75)))
        for pdf in (opened(render_page(job, 1).pdf), opened(render_edition(job))):
            assert pdf.check_pdf_syntax() == []
            page = pdf.pages[0]
            assert b"2 0 0 -2 -40 140 cm\n/F0 Do" in page.Contents.read_bytes()
            form = page.resources.XObject["/F0"]
            assert [float(edge) for edge in form.BBox] == [20, 20, 120, 70]
            space = form.Resources.ColorSpace.CS0
            assert (str(space[0]), str(space[1])) == ("/Separation", "/Gold #1")
            assert space[3].read_bytes() == b"{0 exch dup 0.5 mul exch 0}"

    @needs_poppler
    @pytest.mark.parametrize("rotate", [0, 90])
    def test_an_advertisement_covers_its_place(self, sorts, tmp_path, rotate):
        """Turned as its page is turned."""
        path = self.advertisement(tmp_path, rotate=rotate)
        wide, high = (50, 25) if not rotate else (25, 50)
        page = self.page(sorts, path, 1, bbox=Rect(x=10, y=5, width=wide, height=high))
        page = replace(page, width_pt=60, height_pt=60)
        rows = letters(render_page(sorts.job(page), 1).pdf, tmp_path)
        inked = [(x, y) for y, row in enumerate(rows) for x, sign in enumerate(row) if sign != "_"]
        columns, lines = {x for x, _ in inked}, {y for _, y in inked}
        assert (min(columns), max(columns) + 1) == (2, 2 + wide // 5)
        assert (min(lines), max(lines) + 1) == (1, 1 + high // 5)

    def test_a_damaged_advertisement_is_an_error(self, sorts, tmp_path):
        """Its name is told."""
        path = tmp_path / "ad.pdf"
        path.write_bytes(b"%PDF-1.7\nnothing more")
        with pytest.raises(PictureError, match=r"ad\.pdf cannot be used"):
            render_page(sorts.job(self.page(sorts, path, 1)), 1)


PROGRAM = """
import pickle, sys
from layout.rendering.pdf import render_edition, render_pages
with open(sys.argv[1], "rb") as file:
    job = pickle.load(file)
files = [render_edition(job), *(page.pdf for page in render_pages(job))]
sys.stdout.buffer.write(b"".join(files))
"""


def test_two_processes_write_the_same_bytes(edition, sorts, tmp_path):
    """Whatever the seed of hashes, the time zone, the working directory; a job can be pickled."""
    picture = tmp_path / "p.png"
    Image.linear_gradient("L").save(picture)
    pictured = TestPictures().page(sorts, picture, 5)
    job = replace(edition, pages=(*edition.pages, pictured, replace(tiny_page(sorts), number=6)))
    path = tmp_path / "job.pickle"
    path.write_bytes(pickle.dumps(job))
    results = []
    for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/Lima")):
        folder = tmp_path / seed
        folder.mkdir()
        variables = {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(CHECKOUT)}
        done = subprocess.run(  # noqa: S603 - this very Python
            [sys.executable, "-c", PROGRAM, str(path)],
            cwd=folder,
            env=os.environ | variables,
            capture_output=True,
            check=True,
        )
        results.append(done.stdout)
    assert results[0].count(b"%PDF-1.7") == 6
    assert results[0] == results[1]


def test_a_story_is_one_element_over_its_jump(sorts):
    """The paragraph that the page's end parts is one; furniture is in no element."""
    ends = sorts.placed(sorts.line("一二", paragraph=0, last=False), baseline=50)
    runs_on = sorts.placed(sorts.line("三四", paragraph=0, first=False), baseline=50)
    there = sorts.placed(sorts.line("八九", kind=LineKind.JUMP, paragraph=-1), baseline=70)
    back = sorts.placed(sorts.line("八九", kind=LineKind.JUMP, paragraph=-1), baseline=40)
    folio = sorts.block(
        parts=(sorts.part("版心日报", role=PartRole.LABEL, baseline=10),),
        name="f",
        kind=BlockType.FOLIO_LINE,
    )
    pages = [
        sorts.page(folio, sorts.block([ends, there], name="a", article="x"), number=1),
        sorts.page(folio, sorts.block([back, runs_on], name="b", article="x"), number=2),
    ]
    pdf = opened(render_edition(sorts.job(*pages)))
    (first,) = pdf.Root.StructTreeRoot.K[0].K
    assert tags(first) == ["Part", ["Art", "P", ["P", "Link"], ["P", "Link"]]]
    mark, rest = first.K[0].K[0].K
    assert isinstance(mark, int)
    assert (rest.Type, rest.Pg.objgen) == (pikepdf.Name.MCR, pdf.pages[1].obj.objgen)
    owners = pdf.Root.StructTreeRoot.ParentTree.Nums[3]
    assert owners[int(rest.MCID)].objgen == first.K[0].K[0].objgen
    for page in pdf.pages:
        assert b"/Artifact\n<</Type /Pagination>>\nBDC" in page.Contents.read_bytes()
