"""What a page draws with, forms inside forms included: resources, streams, colours."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pikepdf

_COLOR_OPERATORS: Final = {
    "rg": "DeviceRGB",
    "RG": "DeviceRGB",
    "k": "DeviceCMYK",
    "K": "DeviceCMYK",
    "g": "DeviceGray",
    "G": "DeviceGray",
}


_FILLS: Final = frozenset({"rg", "k", "g", "sc", "scn"})
_SHOWS: Final = frozenset({"Tj", "TJ", "'", '"'})


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedColor:
    """A colour that is set in a content stream."""

    space: str
    """Device space, ``Separation All``, or how many components an ICC profile has: ``ICC 3``."""
    values: tuple[float, ...]


def streams_of(page: pikepdf.Page) -> Iterator[pikepdf.Page | pikepdf.Object]:
    """The page and every form it draws, each once."""
    yield page
    seen: set[tuple[int, int]] = set()
    waiting = [page.obj.get("/Resources", pikepdf.Dictionary())]
    while waiting:
        for item in dict(waiting.pop().get("/XObject", {})).values():
            if item.get("/Subtype") == pikepdf.Name.Form and item.objgen not in seen:
                seen.add(item.objgen)
                waiting.append(item.get("/Resources", pikepdf.Dictionary()))
                yield item


def resources_of(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    """The resources of the page and of every form it draws."""
    for stream in streams_of(page):
        holder = stream.obj if isinstance(stream, pikepdf.Page) else stream
        yield holder.get("/Resources", pikepdf.Dictionary())


def colors_of(page: pikepdf.Page) -> Iterator[UsedColor]:
    """Every colour that is set on a page, each once."""
    seen: set[UsedColor] = set()
    for stream in streams_of(page):
        holder = stream.obj if isinstance(stream, pikepdf.Page) else stream
        named = holder.get("/Resources", pikepdf.Dictionary()).get("/ColorSpace")
        spaces = dict(named) if named is not None else {}
        for color in _colors_in(stream, spaces):
            if color not in seen:
                seen.add(color)
                yield color


def _colors_in(
    stream: pikepdf.Page | pikepdf.Object, spaces: dict[str, pikepdf.Object]
) -> Iterator[UsedColor]:
    current = "DeviceGray"
    for instruction in pikepdf.parse_content_stream(stream):
        name, operands = str(instruction.operator), list(instruction.operands)
        if name in _COLOR_OPERATORS:
            yield UsedColor(space=_COLOR_OPERATORS[name], values=_numbers(operands))
        elif name in ("cs", "CS"):
            current = space_name(spaces.get(str(operands[0]), operands[0]))
        elif name in ("sc", "SC", "scn", "SCN"):
            yield UsedColor(space=current, values=_numbers(operands))


def type_colors_of(page: pikepdf.Page) -> Iterator[tuple[float, ...]]:
    """What the page's own text is filled with, each colour once; forms are others' artwork."""
    current: tuple[float, ...] = (0.0,)
    saved: list[tuple[float, ...]] = []
    seen: set[tuple[float, ...]] = set()
    for instruction in pikepdf.parse_content_stream(page):
        name = str(instruction.operator)
        if name == "q":
            saved.append(current)
        elif name == "Q" and saved:
            current = saved.pop()
        elif name in _FILLS:
            current = _numbers(list(instruction.operands))
        elif name in _SHOWS and current not in seen:
            seen.add(current)
            yield current


def _numbers(operands: pikepdf.Array | list[pikepdf.Object]) -> tuple[float, ...]:
    return tuple(float(value) for value in operands if not isinstance(value, pikepdf.Name))


def space_name(space: pikepdf.Object) -> str:
    """What a colour space comes down to."""
    if isinstance(space, pikepdf.Name):
        return str(space).removeprefix("/")
    kind = str(space[0]).removeprefix("/")
    if kind == "ICCBased":
        return f"ICC {int(space[1].get('/N', 0))}"
    if kind == "Indexed":
        return space_name(space[1])
    if kind == "Separation":
        return f"Separation {str(space[1]).removeprefix('/')}"
    return kind


def images_of(page: pikepdf.Page) -> dict[str, pikepdf.Object]:
    """The images a page and its forms may draw, by name and number."""
    found: dict[str, pikepdf.Object] = {}
    for resources in resources_of(page):
        for name, item in dict(resources.get("/XObject", {})).items():
            if item.get("/Subtype") == pikepdf.Name.Image:
                found[f"{name.removeprefix('/')} ({item.objgen[0]})"] = item
    return found
