"""HTML of any age -> a small tree: what crawlers of the 数字报 have always had to make do with.

Tags may be in capitals, unclosed or unknown; entities are resolved; scripts and styles are
left out; comments are kept, for the 数字报 tells of its articles in them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

_VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
_ENDS: Final = {
    "p": ("p",),
    "li": ("li", "p"),
    "tr": ("tr", "td", "th"),
    "td": ("td", "th"),
    "th": ("td", "th"),
    "option": ("option",),
}
"""An opening tag ends these where they are open, as HTML allows to leave their ends out."""
_BLOCKS: Final = frozenset(("div", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "h4"))
_SILENT: Final = frozenset(("script", "style"))


@dataclass(slots=True, kw_only=True)
class Node:
    """An element, or a comment, whose tag is ``!``."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Node | str]" = field(default_factory=list)

    def nodes(self) -> "Iterator[Node]":
        """Itself and all inside it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.nodes()

    def all(self, tag: str) -> "list[Node]":
        """The elements of a tag."""
        return [node for node in self.nodes() if node.tag == tag]

    def classed(self, name: str) -> "Node | None":
        """The first element of a class."""
        return next((node for node in self.nodes() if name in node.classes), None)

    @property
    def classes(self) -> tuple[str, ...]:
        """Its classes."""
        return tuple(self.attributes.get("class", "").split())

    @property
    def text(self) -> str:
        """Its characters, a line feed for every ``<br>``."""
        return "".join(self._texts())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag == "br":
                yield "\n"
            elif child.tag not in ("!", *_SILENT):
                yield from child._texts()  # noqa: SLF001 - its own kind


def read_html(text: str) -> Node:
    """The tree of a page or a piece of one."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    return parser.root


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node(tag="")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for ended in _ENDS.get(tag, ("p",) if tag in _BLOCKS else ()):
            if self._open[-1].tag == ended:
                self._open.pop()
        node = Node(tag=tag, attributes={name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if any(node.tag == tag for node in self._open[1:]):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        self._open[-1].children.append(Node(tag="!", children=[data]))
