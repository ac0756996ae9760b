"""Elements of an XML vocabulary: a root that names its schema, and children one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from lxml import etree

XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
XSI_TYPE: Final = f"{{{XSI}}}type"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The elements of one namespace."""

    namespace: str

    def root(
        self, name: str, *, prefixes: Mapping[str | None, str], location: str
    ) -> etree._Element:
        """The element that holds all others.

        Args:
            name: Its name.
            prefixes: The namespaces of the file by prefix; None stands for none written.
            location: Namespaces and where their schemas are published, in pairs.

        """
        prefixes = {**prefixes, "xsi": XSI}
        element = etree.Element(self._tag(name), nsmap=cast("dict[str, str]", prefixes))
        element.set(f"{{{XSI}}}schemaLocation", location)
        return element

    def add(self, parent: etree._Element, name: str, **attributes: object) -> etree._Element:
        """A new last child."""
        written = {key: str(value) for key, value in attributes.items()}
        return etree.SubElement(parent, self._tag(name), written)

    def _tag(self, name: str) -> str:
        return f"{{{self.namespace}}}{name}"
