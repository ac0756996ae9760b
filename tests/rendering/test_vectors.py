"""Drawings and PDFs as pictures: vectors, cropped, in inks for a press."""

import io

import pikepdf
import pydyf
import pytest
from PIL import Image

from layout.diagnostics import SourceSpan
from layout.errors import PictureError
from layout.makeup.model import PlacedPicture, Rect
from layout.rendering.inks import Inks
from layout.rendering.pdf import render_edition
from layout.rendering.pdf_pictures import PdfForm
from layout.rendering.svg import svg_as_pdf
from layout.units import EPSILON

SPAN = SourceSpan(file="a.svg")
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40">
<rect width="40" height="40" fill="#ff0000"/><rect x="40" width="40" height="40" fill="#777777"/>
</svg>"""


class Halves(Inks):
    """Inks without a profile: what was red is magenta and yellow."""

    def __init__(self):
        self.limit = 2.4

    def of_screen(self, red, green, blue):
        return (0.0, 0.0, 0.0, 0.5) if red == green == blue else (0.0, 1.0, 1.0, 0.0)

    def separated(self, image, _limit):
        return Image.new("CMYK", image.size, (0, 255, 255, 0))


def operators(stream):
    return [str(instruction.operator) for instruction in pikepdf.parse_content_stream(stream)]


def page_pdf(content, **resources):
    """A PDF of one page, 100 by 50."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 50))
    page.obj.Contents = pdf.make_stream(content)
    page.obj.Resources = pikepdf.Dictionary(**resources)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_a_drawing_stays_one(sorts, tmp_path):
    """Paths in the file, no pixels; of a crop only the part shown is drawn, clipped."""
    path = tmp_path / "a.svg"
    path.write_bytes(SVG)
    box = Rect(x=20, y=20, width=80, height=40)
    picture = PlacedPicture(
        path=path, file="a.svg", bbox=box, crop=(0.5, 0.0, 1.0, 1.0), ppi=150, alt="图"
    )
    block = sorts.block([sorts.placed("一")], pictures=(picture,))
    with pikepdf.open(io.BytesIO(render_edition(sorts.job(sorts.page(block))))) as pdf:
        page = pdf.pages[0]
        assert list(page.get_images()) == []
        (form,) = (x for x in page.Resources.XObject.values() if x.Subtype == pikepdf.Name.Form)
        assert "re" in operators(form) or form.Resources.XObject
        assert {"W", "Do"} <= set(operators(page))


def test_a_drawing_is_compressed():
    """A thousand circles are paths of a few kinds, and no page has to carry them bare."""
    circles = "".join(f'<circle cx="{x % 80}" cy="{x % 40}" r="1"/>' for x in range(1000))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40">{circles}</svg>'
    pdf = pydyf.PDF()
    PdfForm(svg_as_pdf(svg.encode(), SPAN), SPAN).add_to(pdf)
    streams = [item for item in pdf.objects if isinstance(item, pydyf.Stream)]
    assert all("Filter" in stream.extra for stream in streams)
    assert sum(len(stream.data) for stream in streams) < 40_000


def test_the_part_of_a_page_that_a_crop_shows():
    """Shares from the top left of a page whose axis runs upwards."""
    form = PdfForm(page_pdf(b""), SPAN)
    part = form.part((0.25, 0.0, 0.75, 0.4))
    wanted = Rect(x=25, y=30, width=50, height=20)
    assert abs(part.y - wanted.y) < EPSILON
    assert (part.x, part.width, round(part.height, 6)) == (25, 50, 20)


def test_svg_that_asks_for_files_or_is_damaged_is_an_error():
    """Nothing is fetched; the error names the file."""
    image = b'<image href="file:///etc/passwd" width="9" height="9"/>'
    outside = SVG.replace(b"<rect", image + b"<rect", 1)
    for data in (outside, b"<svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'):
        with pytest.raises(PictureError, match=r"cannot draw the SVG a\.svg"):
            svg_as_pdf(data, SPAN)


def test_foreign_colours_go_into_inks():
    """Colours set directly, in a named space, in a form; those in inks stay."""
    data = page_pdf(
        b"1 0 0 rg 0 0 1 1 re f 0.4 g /S cs 1 0 0 scn 0 0 1 1 re f q /S CS Q 0 1 0 0 k",
        ColorSpace=pikepdf.Dictionary(S=pikepdf.Name.DeviceRGB),
    )
    form = PdfForm(data, SPAN, Halves())
    found = operators(form._form)
    assert "rg" not in found and "scn" not in found
    assert [name for name in found if name in ("k", "g")] == ["k", "g", "k", "k"]


def test_foreign_pictures_go_into_inks():
    """Three colours become four inks; the mask stays."""
    image = pikepdf.Dictionary(
        Subtype=pikepdf.Name.Image,
        Width=4,
        Height=2,
        BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceRGB,
    )
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 50))
    page.obj.Contents = pdf.make_stream(b"/I Do")
    held = pikepdf.Stream(pdf, bytes(24), image)
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=held))
    out = io.BytesIO()
    pdf.save(out)
    form = PdfForm(out.getvalue(), SPAN, Halves())
    made = form._form.Resources.XObject.I
    assert made.ColorSpace == pikepdf.Name.DeviceCMYK
    assert made.read_bytes() == b"\x00\xff\xff\x00" * 8


def test_a_gradient_of_the_screen_is_refused_by_a_press():
    """It would be RGB on the plate; the error names the file."""
    shading = pikepdf.Dictionary(ShadingType=2, ColorSpace=pikepdf.Name.DeviceRGB)
    data = page_pdf(b"/G sh", Shading=pikepdf.Dictionary(G=shading))
    assert PdfForm(data, SPAN).rect.width == 100
    with pytest.raises(PictureError, match="gradient in RGB"):
        PdfForm(data, SPAN, Halves())
