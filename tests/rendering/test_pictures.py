"""Pictures made ready for paper: cut, turned, in sRGB or grey, as fine as the profile asks for."""

import io
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageDraw, ImageFile

from layout.diagnostics import SourceSpan
from layout.errors import PictureError
from layout.makeup.model import PlacedPicture, Rect
from layout.rendering.model import PictureKey
from layout.rendering.pictures import key_of, load_pictures, prepare_picture

WHOLE = (0.0, 0.0, 1.0, 1.0)
SPAN = SourceSpan(file="01/lead.jpg")
SHARED = Path(__file__).resolve().parents[3] / "shared" / "pictures"
CORNERS = {"red": (0, 0), "lime": (1, 0), "blue": (0, 1), "yellow": (1, 1)}


def corners(size=(80, 60), mode="RGB"):
    """A picture with another colour in each quarter."""
    image = Image.new("RGB", size)
    width, height = size
    draw = ImageDraw.Draw(image)
    for color, (column, row) in CORNERS.items():
        left, top = column * width // 2, row * height // 2
        draw.rectangle([left, top, left + width // 2, top + height // 2], fill=color)
    return image.convert(mode)


def photograph(size=(400, 300)):
    """Many colours, smoothly."""
    across = Image.linear_gradient("L").rotate(90).resize(size)
    down = Image.linear_gradient("L").resize(size)
    return Image.merge("RGB", [across, down, across.rotate(180)])


def prepared(path, *, crop=WHOLE, width=72.0, height=54.0):
    data = prepare_picture(PictureKey(path=path, crop=crop, width_pt=width, height_pt=height), SPAN)
    return data, Image.open(io.BytesIO(data.data))


def saved(image, path, **options):
    image.save(path, **options)
    return path


def is_near(pixel, wanted, tolerance=12):
    return all(abs(a - b) <= tolerance for a, b in zip(pixel, wanted, strict=True))


def test_a_photograph_becomes_a_jpeg_no_finer_than_150_ppi(tmp_path):
    """One inch by three quarters: 150 by 113 pixels, for a screen."""
    data, image = prepared(saved(photograph((1600, 1200)), tmp_path / "p.jpg"))
    assert (data.media_type, data.width_px, data.height_px) == ("image/jpeg", 150, 113)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (150, 113))
    assert "exif" not in image.info and "icc_profile" not in image.info


def test_a_coarse_picture_keeps_its_pixels(tmp_path):
    """Made finer it would only be larger."""
    data, _ = prepared(saved(photograph((120, 90)), tmp_path / "p.png"))
    assert (data.width_px, data.height_px) == (120, 90)


def test_what_is_cropped_is_gone(tmp_path):
    """The lower right quarter: all yellow."""
    path = saved(corners((400, 300)), tmp_path / "p.jpg", quality=95)
    data, image = prepared(path, crop=(0.55, 0.55, 0.95, 0.95), width=300, height=225)
    assert (data.width_px, data.height_px) == (160, 120)
    assert is_near(image.getpixel((80, 60)), (255, 255, 0))
    assert is_near(image.getpixel((2, 2)), (255, 255, 0))


def test_cropping_and_resampling_keep_proportions(tmp_path):
    """Fractions of pixels are not lost: the same resolution across and down."""
    path = saved(photograph((1000, 1000)), tmp_path / "p.png")
    data, _ = prepared(path, crop=(0.1, 0.2, 0.9, 0.6), width=96, height=48)
    assert (data.width_px, data.height_px) == (200, 100)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_are_turned_as_they_are_displayed(tmp_path, orientation):
    """EXIF orientation 1 to 8, cropped as displayed."""
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = corners((400, 300))
    stored = image.transpose(turns[orientation]) if orientation > 1 else image
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = saved(stored, tmp_path / "p.jpg", exif=exif, quality=95)
    _, shown = prepared(path, width=300, height=225)
    assert shown.size == (400, 300)
    for color, (column, row) in CORNERS.items():
        pixel = shown.getpixel((100 + 200 * column, 75 + 150 * row))
        assert is_near(pixel, Image.new("RGB", (1, 1), color).getpixel((0, 0)))


def test_cmyk_becomes_rgb(tmp_path):
    """Without a profile, by the usual formula."""
    path = saved(corners(mode="CMYK"), tmp_path / "p.jpg", quality=95)
    _, image = prepared(path)
    assert image.mode == "RGB"
    assert is_near(image.getpixel((10, 10)), (255, 0, 0), 30)


def test_lab_becomes_rgb(tmp_path):
    """By the definition of its space."""
    to_lab = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
    )
    path = saved(ImageCms.applyTransform(corners(), to_lab), tmp_path / "p.tif")
    _, image = prepared(path)
    assert image.mode == "RGB"
    assert is_near(image.getpixel((10, 10)), (255, 0, 0), 30)


def test_grey_stays_grey(tmp_path):
    """A third of the ink and of the bytes."""
    _, image = prepared(saved(photograph().convert("L"), tmp_path / "p.jpg"))
    assert (image.mode, image.format) == ("L", "JPEG")


def test_sixteen_bits_become_eight(tmp_path):
    """White stays white, the middle the middle."""
    row = (32768).to_bytes(2, "little") * 20 + b"\xff" * 40
    image = Image.frombytes("I;16", (40, 40), row * 40)
    _, made = prepared(saved(image, tmp_path / "p.png"))
    assert made.mode == "L"
    assert [made.getpixel((x, 20)) for x in (5, 35)] == [127, 255]


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_shows_white_paper(tmp_path, mode):
    """However transparency is told."""
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (0, 0, 20, 40))
    made = image.convert("LA") if mode == "LA" else image
    if mode == "P":
        made = image.quantize(4)
    _, shown = prepared(saved(made, tmp_path / "p.png"))
    assert is_near([shown.convert("L").getpixel((5, 20))], [0])
    assert is_near([shown.convert("L").getpixel((35, 20))], [255])


def test_colours_follow_the_profile(tmp_path):
    """A profile that calls red and blue by each other's names."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = bytearray(profile)
    tags = {
        bytes(swapped[132 + 12 * i : 136 + 12 * i]): 132 + 12 * i
        for i in range(int.from_bytes(swapped[128:132], "big"))
    }
    swapped[tags[b"rXYZ"] : tags[b"rXYZ"] + 4], swapped[tags[b"bXYZ"] : tags[b"bXYZ"] + 4] = (
        b"bXYZ",
        b"rXYZ",
    )
    described = bytes(swapped).replace("sRGB".encode("utf-16-be"), "xRGB".encode("utf-16-be"))
    path = saved(corners(), tmp_path / "p.jpg", quality=95, icc_profile=described)
    data, image = prepared(path)
    assert data.diagnostics == ()
    assert is_near(image.getpixel((10, 10)), (0, 0, 255), 40)


def test_a_profile_of_no_use_is_told(tmp_path):
    """The picture is taken for sRGB."""
    path = saved(corners(), tmp_path / "p.jpg", quality=95, icc_profile=b"nonsense")
    data, image = prepared(path)
    assert [(f.code, f.span) for f in data.diagnostics] == [("PICTURE_PROFILE", SPAN)]
    assert is_near(image.getpixel((10, 10)), (255, 0, 0))


def test_line_art_stays_sharp(tmp_path):
    """Few colours in a file that loses nothing: PNG; the same from a JPEG is a photograph."""
    drawing = Image.new("1", (600, 400), 1)
    ImageDraw.Draw(drawing).line([0, 0, 600, 400], width=3)
    data, image = prepared(saved(drawing, tmp_path / "d.png"))
    assert (data.media_type, image.mode) == ("image/png", "L")
    data, _ = prepared(saved(corners(), tmp_path / "c.png"))
    assert data.media_type == "image/png"
    data, _ = prepared(saved(corners(), tmp_path / "c.jpg"))
    assert data.media_type == "image/jpeg"


def test_a_grey_photograph_is_no_line_art(tmp_path):
    """It has 256 greys at most, and many of each."""
    data, _ = prepared(saved(photograph().convert("L"), tmp_path / "p.png"))
    assert data.media_type == "image/jpeg"


def test_the_bytes_are_always_the_same(tmp_path):
    """Whatever the file was called and where it lay."""
    image = photograph()
    (tmp_path / "other").mkdir()
    one, _ = prepared(saved(image, tmp_path / "p.jpg"))
    two, _ = prepared(saved(image, tmp_path / "other" / "q.jpg"))
    assert one.data == two.data


@pytest.mark.parametrize("keep", [0.2, 0.6, 0.9])
@pytest.mark.parametrize("kind", ["jpg", "png", "gif", "tif"])
def test_a_truncated_file_is_refused(tmp_path, kind, keep):
    """Even where other code has told Pillow to put up with it; that is left as it was."""
    path = saved(photograph((300, 200)), tmp_path / f"p.{kind}")
    data = path.read_bytes()
    path.write_bytes(data[: int(keep * len(data))])
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    with pytest.raises(PictureError) as caught:
        prepared(path)
    assert caught.value.findings[0].span == SPAN
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def test_a_picture_that_is_none_is_refused_in_words_of_our_own(tmp_path):
    """No memory address, no path of this machine."""
    path = tmp_path / "p.jpg"
    path.write_text("<html>404</html>")
    with pytest.raises(PictureError, match=r"picture p\.jpg cannot be read: it is not a picture"):
        prepared(path)
    with pytest.raises(
        PictureError, match=r"picture q\.jpg cannot be read: there is no such file$"
    ):
        prepared(tmp_path / "q.jpg")


def test_a_decompression_bomb_is_refused(tmp_path):
    """A few bytes that claim 400 megapixels."""
    path = tmp_path / "bomb.png"
    file = io.BytesIO()
    Image.new("1", (8, 8)).save(file, "PNG")
    data = bytearray(file.getvalue())
    data[16:24] = (20000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    path.write_bytes(data)
    with pytest.raises(PictureError, match="exceeds limit"):
        prepared(path)


def test_a_crop_that_leaves_nothing_is_refused(tmp_path):
    """Less than a pixel."""
    with pytest.raises(PictureError, match="nothing is left"):
        prepared(saved(corners(), tmp_path / "p.png"), crop=(0.5, 0.5, 0.505, 0.505))


def placed(path, **changes):
    values = {"crop": WHOLE, "bbox": Rect(x=0, y=0, width=72, height=54), **changes}
    return PlacedPicture(path=path, file=path.name, ppi=200, alt="", **values)


def test_a_picture_shown_twice_alike_is_made_ready_once(sorts, tmp_path):
    """By file, part and size."""
    path = saved(photograph(), tmp_path / "p.jpg")
    block = sorts.block(pictures=(placed(path), placed(path)))
    other = placed(path, crop=(0, 0, 0.5, 1))
    pages = [sorts.page(block), sorts.page(sorts.block(pictures=(other,)), number=2)]
    assert [data.key for data in load_pictures(pages)] == [key_of(placed(path)), key_of(other)]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared pictures are not here")
class TestSharedPictures:
    """Files that have troubled other programs."""

    @pytest.mark.parametrize(
        "name",
        [
            "pil_sample_cmyk.jpg",
            "tiff_strip_cmyk_jpeg.tif",
            "hopper.Lab.tif",
            "tiff_16bit_RGB.tiff",
            "icc_profile_big.jpg",
            "hopper_bad_exif.jpg",
            "truncated_app14.jpg",
            "transparent.gif",
            "hopper.webp",
            "hopper.psd",
            "exif-dpi-zerodivision.jpg",
            "invalid-exif.jpg",
        ],
    )
    def test_odd_files_are_read(self, name):
        """To a JPEG or PNG in grey or RGB."""
        _, image = prepared(SHARED / "odd-and-broken" / name)
        assert image.mode in ("L", "RGB")
        image.load()

    @pytest.mark.parametrize(
        "name",
        [
            "truncated_jpeg.jpg",
            "truncated_end_chunk.png",
            "broken.png",
            "decompression_bomb.gif",
            "decompression_bomb.ico",
        ],
    )
    def test_broken_files_are_refused(self, name):
        """Each with its own reason."""
        with pytest.raises(PictureError):
            prepared(SHARED / "odd-and-broken" / name)
