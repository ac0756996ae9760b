"""The text of a page as ALTO 4: every block, line and word with its box (loc.gov/standards/alto).

Boxes are in pixels of the page's picture, as viewers that lay text over pictures want them,
with fractions, as they are not measured from it but computed from the page as it was set.
"""

from typing import Final
from xml.sax.saxutils import escape

from lxml import etree

from layout.archive.elements import Vocabulary
from layout.archive.model import Area, Box, PageText, TextBlock, TextLine

NAMESPACE: Final = "http://www.loc.gov/standards/alto/ns-v4#"
VERSION: Final = "4.4"
_QUOTE: Final = {'"': "&quot;"}
_LOCATION: Final = f"{NAMESPACE} http://www.loc.gov/standards/alto/v4/alto-4-4.xsd"
_SIDES: Final = ("HPOS", "VPOS", "WIDTH", "HEIGHT")
_PLACE: Final = " ".join(f'{side}="%.2f"' for side in _SIDES)
_STRING: Final = f'<String ID="%ss%d" CONTENT="%s" {_PLACE}/>'
_ALTO: Final = Vocabulary(namespace=NAMESPACE)
_add = _ALTO.add


def text_id(page: int, area: int, text: int) -> str:
    """The id of a text block: its page, its area on the page, its place in the area, from 1."""
    return f"p{page}b{area}t{text}"


def area_id(page: int, area: int) -> str:
    """The id of an area."""
    return f"p{page}b{area}"


def figure_id(page: int, area: int, figure: int) -> str:
    """The id of a picture on the page."""
    return f"p{page}b{area}f{figure}"


def alto_xml(page: PageText, *, picture: str, lang: str, software: str, version: str) -> bytes:
    """The ALTO file of a page.

    Args:
        page: What is printed on it.
        picture: The name of the page's picture file, whose pixels the boxes count.
        lang: Language of the page, such as ``zh-CN``.
        software: The program that set the page.
        version: Its version.

    """
    root = _ALTO.root("alto", prefixes={None: NAMESPACE}, location=_LOCATION)
    root.set("SCHEMAVERSION", VERSION)
    _describe(root, picture, software, version)
    tags = _tags(root, page)
    _reading_order(root, page)
    layout = _add(root, "Layout")
    scale = page.picture_px[0] / page.width_pt
    sheet = _add(layout, "Page", ID=f"p{page.number}", PHYSICAL_IMG_NR=page.number)
    sheet.set("PRINTED_IMG_NR", f"{page.number:02d}")
    sheet.set("WIDTH", f"{page.width_pt * scale:.2f}")
    sheet.set("HEIGHT", f"{page.height_pt * scale:.2f}")
    sheet.set("LANG", lang)
    space = _add(sheet, "PrintSpace", ID=f"p{page.number}space")
    whole = Box(x_pt=0.0, y_pt=0.0, width_pt=page.width_pt, height_pt=page.height_pt)
    _place(space, whole, scale)
    for number, area in enumerate(page.areas, 1):
        _add_area(space, page.number, number, area, scale, tags)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _describe(root: etree._Element, picture: str, software: str, version: str) -> None:
    description = _add(root, "Description")
    _add(description, "MeasurementUnit").text = "pixel"
    source = _add(description, "sourceImageInformation")
    _add(source, "fileName").text = picture
    step = _add(description, "Processing", ID="set")
    _add(step, "processingCategory").text = "contentGeneration"
    told = "Text and boxes are those of the page as it was typeset; nothing was recognised."
    _add(step, "processingStepDescription").text = told
    program = _add(step, "processingSoftware")
    _add(program, "softwareName").text = software
    _add(program, "softwareVersion").text = version


def _tags(root: etree._Element, page: PageText) -> dict[str, str]:
    """A tag for each kind of block and role of text on the page; the ids by name."""
    kinds = {area.kind for area in page.areas}
    roles = {text.role.value for area in page.areas for text in area.texts}
    tags = {name: f"tag-{name.replace('_', '-')}" for name in sorted(kinds | roles)}
    if tags:
        holder = _add(root, "Tags")
        for name, tag in tags.items():
            _add(holder, "LayoutTag", ID=tag, LABEL=name)
    return tags


def _reading_order(root: etree._Element, page: PageText) -> None:
    if not page.areas:
        return
    group = _add(_add(root, "ReadingOrder"), "OrderedGroup", ID="order")
    for number in range(1, len(page.areas) + 1):
        _add(group, "ElementRef", ID=f"order{number}", REF=area_id(page.number, number))


def _add_area(
    space: etree._Element, page: int, number: int, area: Area, scale: float, tags: dict[str, str]
) -> None:
    block = _add(space, "ComposedBlock", ID=area_id(page, number), TAGREFS=tags[area.kind])
    block.set("TYPE", area.kind)
    _place(block, area.box, scale)
    for k, text in enumerate(area.texts, 1):
        _add_text(block, text_id(page, number, k), text, scale, tags)
    for k, figure in enumerate(area.illustrations, 1):
        shown = _add(block, "Illustration", ID=figure_id(page, number, k), FILEID=figure.file)
        _place(shown, figure.box, scale)


def _add_text(
    parent: etree._Element, name: str, text: TextBlock, scale: float, tags: dict[str, str]
) -> None:
    """A block with its lines, written out and read in by the parser.

    That takes a third of the time of making an element for each of the words.
    """
    lines = (_line(f"{name}l{k}", line, scale) for k, line in enumerate(text.lines, 1))
    block = f'<TextBlock xmlns="{NAMESPACE}">{"".join(lines)}</TextBlock>'
    element = etree.fromstring(block)
    element.set("ID", name)
    element.set("TAGREFS", tags[text.role.value])
    _place(element, text.box, scale)
    parent.append(element)


def _line(name: str, line: TextLine, scale: float) -> str:
    """The XML of a line and its words."""
    parts = [f'<TextLine ID="{name}" {_PLACE % _sides(line.box, scale)}>']
    at, has_blanks = 0, " " in line.text or not line.text.isprintable()
    for k, (word, box) in enumerate(line.words, 1):
        if has_blanks:
            start = _start(line.text, word, at)
            if k > 1 and line.text[at:start].isspace():
                parts.append("<SP/>")
            at = start + len(word)
        text = word if word.isalnum() else escape(word, _QUOTE)
        parts.append(_STRING % (name, k, text, *_sides(box, scale)))
    parts.append("</TextLine>")
    return "".join(parts)


def _start(text: str, word: str, at: int) -> int:
    found = text.find(word, at)
    return at if found < 0 else found


def _place(element: etree._Element, box: Box, scale: float) -> None:
    for side, value in zip(_SIDES, _sides(box, scale), strict=True):
        element.set(side, f"{value:.2f}")


def _sides(box: Box, scale: float) -> tuple[float, float, float, float]:
    x, y, width, height = box
    return x * scale, y * scale, width * scale, height * scale
