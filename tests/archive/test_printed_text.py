"""What the operators of a page print, and where."""

import io
from collections import defaultdict

import pikepdf
import pypdfium2
import pytest

from layout.archive.foreign_text import foreign_glyphs
from layout.archive.pdf_pages import read_pdf_page
from layout.archive.printed_text import printed_glyphs

TEXTS = {1: "春", 2: "耕", 3: "——", 4: " ", 5: "\u00ad"}
CMAP = "beginbfchar\n{}\nendbfchar\n1 beginbfrange <0010> <0012> <0041> endbfrange"


def pdf(content, form="", encoding="/Identity-H"):
    """A page of 200 by 100 pt with a font of our make, F, and a form, X."""
    rows = (f"<{code:04x}> <{text.encode('utf-16-be').hex()}>" for code, text in TEXTS.items())
    file = pikepdf.new()
    face = {"/Type": pikepdf.Name.Font, "/DW": 1000, "/W": [3, [2000], 16, 18, 500]}
    font = {
        "/Type": pikepdf.Name.Font,
        "/Subtype": pikepdf.Name.Type0,
        "/Encoding": pikepdf.Name(encoding),
        "/ToUnicode": file.make_stream(CMAP.format("\n".join(rows)).encode()),
        "/DescendantFonts": [pikepdf.Dictionary(face)],
    }
    fonts = pikepdf.Dictionary(F=file.make_indirect(pikepdf.Dictionary(font)))
    stream = file.make_stream(form.encode())
    stream.Subtype, stream.Resources = pikepdf.Name.Form, pikepdf.Dictionary(Font=fonts)
    stream.Matrix = [1, 0, 0, 1, 100, 0]
    page = file.add_blank_page(page_size=(200, 100)).obj
    page.Resources = pikepdf.Dictionary(Font=fonts, XObject=pikepdf.Dictionary(X=stream))
    page.Contents = file.make_stream(content.encode())
    file.save(kept := io.BytesIO())
    return kept.getvalue()


def told(content, **values):
    """Character, x and baseline of all that is printed."""
    glyphs = printed_glyphs(pdf(content, **values), 0.0, 100.0)
    return " ".join(f"{one.char}@{one.x_pt:g},{one.baseline_pt:g}" for one in glyphs)


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("/F 10 Tf 5 20 Td <00010002> Tj", "春@5,80 耕@15,80"),
        ("/F 10 Tf [<0001> -500 <0002>] TJ <0001> Tj", "春@0,100 耕@15,100 春@25,100"),
        ("/F 10 Tf <0003000400100012> Tj", "—@0,100 —@10,100 A@30,100 C@35,100"),
        ("/F 10 Tf 1 Tc 50 Tz <00010002> Tj", "春@0,100 耕@5.5,100"),
        ("/F 10 Tf 12 TL <0001> Tj <0002> ' 1 2 <0001> \"", "春@0,100 耕@0,112 春@0,124"),
        ("/F 10 Tf 5 -12 TD <0001> Tj T* 3 Ts <0002> Tj", "春@5,112 耕@5,121"),
        ("/F 10 Tf q 2 0 0 2 10 10 cm 1 0 0 1 5 5 Tm <0001> Tj Q <0002> Tj", "春@20,80 耕@15,95"),
        ("/F 10 Tf <0005> Tj", "-@0,100"),
        (
            "/F 10 Tf /Span <</ActualText (AB)>> BDC <00010004> Tj EMC <0002> Tj",
            "A@0,100 B@10,100 耕@20,100",
        ),
        (
            "/F 10 Tf /Span <</ActualText (ABCD)>> BDC <00010002> Tj EMC",
            "A@0,100 B@5,100 C@10,100 D@15,100",
        ),
        (
            "/F 10 Tf /P <</MCID 0>> BDC /Span <</ActualText ()>> BDC <0001> Tj EMC <0002> Tj EMC",
            "耕@10,100",
        ),
    ],
)
def test_characters_stand_where_the_operators_put_them(content, wanted):
    """Spacing, leading, rise, matrices, glyphs of two characters, blanks, text told beside."""
    assert told(f"BT {content} ET") == wanted


def test_a_turned_word_has_the_box_it_covers():
    """A quarter turn to the right: the text runs down, its feet are to the left."""
    (one,) = printed_glyphs(pdf("BT /F 10 Tf 0 -1 1 0 50 60 Tm <0001> Tj ET"), 0.0, 100.0)
    assert one[:5] == pytest.approx((40, 48.8, 40, 10, 10))


def test_a_form_prints_too():
    """At its own matrix, and what it sets ends with it."""
    content = "q 1 0 0 1 0 50 cm /X Do Q BT /F 10 Tf <0002> Tj ET"
    form = "BT /F 20 Tf <0001> Tj ET"
    assert told(content, form=form) == "春@100,50 耕@0,100"


def test_fonts_of_another_make_are_left_to_pdfium():
    """Nothing is read of such a page here; a font that prints nothing does no harm."""
    foreign = pdf("BT /F 10 Tf <0001> Tj ET", encoding="/UniGB-UTF16-H")
    assert printed_glyphs(foreign, 0.0, 100.0) is None
    assert told("BT /F 10 Tf ET", encoding="/UniGB-UTF16-H") == ""


def test_pdfium_finds_the_same_at_the_same_place(finished):
    """Every character of the sample: two readers that know nothing of each other agree.

    Places to a twentieth of a point; PDFium puts the second half of —— at the end of the glyph.
    """
    for path in sorted(finished.glob("0*.pdf")):
        page = read_pdf_page(path)
        document = pypdfium2.PdfDocument(path)
        left, _, _, top = document[0].get_trimbox()
        others = defaultdict(list)
        for one in foreign_glyphs(document[0], left, top):
            others[one.char].append((one.x_pt, one.baseline_pt))
        document.close()
        assert sorted(one.char for one in page.glyphs) == sorted(
            char for char, places in others.items() for _ in places
        )
        for one in page.glyphs:
            assert one.char in "—…" or any(
                abs(x - one.x_pt) < 0.05 and abs(y - one.baseline_pt) < 0.05
                for x, y in others[one.char]
            )
