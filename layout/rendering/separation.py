"""A page of a foreign PDF in, the same page in the inks of a press out.

separate             every stream and picture the page draws
  _recolored         RGB operators of one stream become CMYK ones; grey and CMYK stay
  _separate_image    pictures with three colours become pictures in four inks
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layout.diagnostics import Message, SourceSpan
from layout.errors import PictureError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pikepdf

    from layout.rendering.inks import Inks

FULL: Final = 255

_DIRECT: Final = {"rg": "k", "RG": "K"}
_SPACES: Final = ("cs", "CS")
_VALUES: Final = {"sc": "k", "scn": "k", "SC": "K", "SCN": "K"}


def separate(page: pikepdf.Page, inks: Inks, span: SourceSpan) -> None:
    """Convert all colours of the screen that a page uses; the page is changed in place.

    Args:
        page: The page.
        inks: The printing condition.
        span: What a message names.

    Raises:
        PictureError: A gradient is in colours of the screen.

    """
    import pikepdf  # noqa: PLC0415 - few editions have a vector picture

    page.contents_coalesce()
    for stream, resources in _streams(page):
        for shading in dict(resources.get("/Shading", pikepdf.Dictionary())).values():
            if _is_of_the_screen(shading.ColorSpace):
                raise _not_separable(span)
        stream.write(pikepdf.unparse_content_stream(list(_recolored(stream, resources, inks))))
        for item in dict(resources.get("/XObject", pikepdf.Dictionary())).values():
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == pikepdf.Name.Image:
                _separate_image(item, inks)


def _streams(page: pikepdf.Page) -> Iterator[tuple[pikepdf.Object, pikepdf.Object]]:
    """The page's stream and those of forms and patterns, each once, with their resources."""
    import pikepdf  # noqa: PLC0415 - see separate

    empty = pikepdf.Dictionary()
    own = page.obj.get("/Resources", empty)
    yield page.obj.Contents, own
    seen: set[tuple[int, int]] = set()
    waiting = [own]
    while waiting:
        resources = waiting.pop()
        held = (dict(resources.get(kind, empty)) for kind in ("/XObject", "/Pattern"))
        for item in (item for kind in held for item in kind.values()):
            is_drawn = item.get("/Subtype") == pikepdf.Name.Form or item.get("/PatternType") == 1
            if is_drawn and item.objgen not in seen:
                seen.add(item.objgen)
                inner = item.get("/Resources", resources)
                waiting.append(inner)
                yield item, inner


def _recolored(
    stream: pikepdf.Object, resources: pikepdf.Object, inks: Inks
) -> Iterator[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage]:
    """The instructions of a stream; what sets a colour of the screen sets one in inks.

    A space that is chosen by name is left where it is: setting a colour right after it in
    DeviceCMYK chooses that space.
    """
    import pikepdf  # noqa: PLC0415 - see separate

    spaces = dict(resources.get("/ColorSpace", pikepdf.Dictionary()))
    is_screen = {"s": False, "S": False}
    saved: list[dict[str, bool]] = []
    for instruction in pikepdf.parse_content_stream(stream):
        name, operands = str(instruction.operator), list(instruction.operands)
        if name == "q":
            saved.append(dict(is_screen))
        elif name == "Q" and saved:
            is_screen = saved.pop()
        elif name in _SPACES:
            space = spaces.get(str(operands[0]), operands[0])
            is_screen["s" if name == "cs" else "S"] = _is_of_the_screen(space)
        own = _DIRECT.get(name) or (_VALUES.get(name) if is_screen.get(name[0]) else None)
        if own is None or len(operands) != 3:
            yield instruction
            continue
        red, green, blue = (round(min(1.0, max(0.0, float(v))) * FULL) for v in operands)
        parts = [round(ink, 4) for ink in inks.of_screen(red, green, blue)]
        yield pikepdf.ContentStreamInstruction(parts, pikepdf.Operator(own))


def _is_of_the_screen(space: pikepdf.Object) -> bool:
    """Whether a colour space has the three colours of a screen."""
    import pikepdf  # noqa: PLC0415 - see separate

    if isinstance(space, pikepdf.Name):
        return space == pikepdf.Name.DeviceRGB
    kind = str(space[0])
    if kind == "/ICCBased":
        return int(space[1].get("/N", 0)) == 3
    if kind == "/Indexed":
        return _is_of_the_screen(space[1])
    return kind in ("/CalRGB", "/Lab")


def _separate_image(image: pikepdf.Stream, inks: Inks) -> None:
    """Put a picture into four inks; a mask and grey stay, too much ink is taken back."""
    import pikepdf  # noqa: PLC0415 - see separate

    from layout.rendering.inks import with_less_ink  # noqa: PLC0415 - see separate

    space = image.get("/ColorSpace")
    if space is None or image.get("/ImageMask", False):
        return
    is_inks = space == pikepdf.Name.DeviceCMYK
    if not (is_inks or _is_of_the_screen(space)):
        return
    shown = pikepdf.PdfImage(image).as_pil_image()
    made = (
        with_less_ink(shown, inks.limit)
        if is_inks
        else inks.separated(shown.convert("RGB"), inks.limit)
    )
    if made is shown:
        return
    for key in ("/Decode", "/DecodeParms", "/Filter"):
        if key in image:
            del image[key]
    image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceCMYK, 8
    image.write(made.tobytes())


def _not_separable(span: SourceSpan) -> PictureError:
    return PictureError(
        Message(
            zh=f"{span.file} 里有 RGB 渐变，不能分色",
            en=f"{span.file} has a gradient in RGB, which cannot be separated",
        ),
        span,
        Message(zh="请制作方改用 CMYK", en="ask its maker for CMYK"),
    )
