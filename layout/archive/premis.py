"""What happened to a snapshot and by which programs, as PREMIS 3 (loc.gov/standards/premis)."""

from collections.abc import Sequence
from typing import Final

from lxml import etree

from layout.archive.elements import XSI_TYPE, Vocabulary
from layout.archive.mets import FileFacts
from layout.archive.model import Tool

PREMIS: Final = "http://www.loc.gov/premis/v3"
_LOCATION: Final = f"{PREMIS} http://www.loc.gov/standards/premis/premis.xsd"
_PREMIS: Final = Vocabulary(namespace=PREMIS)
_add = _PREMIS.add


def premis_xml(
    files: Sequence[FileFacts], tools: Sequence[Tool], *, identifier: str, added: str
) -> bytes:
    """The PREMIS file of a snapshot: the edition, its files, what was done, the programs.

    Args:
        files: Every file that is kept but this one and METS.
        tools: The programs that had a part; the first is the one that made the edition.
        identifier: What the snapshot is called in the archive.
        added: When it was put into the archive, UTC, ISO 8601.

    """
    root = _PREMIS.root("premis", prefixes={"premis": PREMIS}, location=_LOCATION)
    root.set("version", "3.0")
    edition = _add(root, "object")
    edition.set(XSI_TYPE, "premis:intellectualEntity")
    _identifier(edition, "object", identifier)
    for file in files:
        _file(root, file)
    maker = f"{tools[0].name} {tools[0].version}" if tools else ""
    _event(root, "capture", added, "taken into the archive from a finished build", identifier)
    _event(root, "message digest calculation", added, "SHA-512 of every file", identifier)
    told = "built once more from the sources kept here, and found to have the same pages"
    _event(root, "validation", added, told, identifier, maker)
    for tool in tools:
        _agent(root, tool)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _file(root: etree._Element, file: FileFacts) -> None:
    item = _add(root, "object")
    item.set(XSI_TYPE, "premis:file")
    _identifier(item, "object", file.name)
    facts = _add(item, "objectCharacteristics")
    _add(facts, "compositionLevel").text = "0"
    fixity = _add(facts, "fixity")
    _add(fixity, "messageDigestAlgorithm").text = "SHA-512"
    _add(fixity, "messageDigest").text = file.sha512
    _add(facts, "size").text = str(file.size_bytes)
    designation = _add(_add(facts, "format"), "formatDesignation")
    _add(designation, "formatName").text = file.media_type


def _event(
    root: etree._Element, kind: str, at: str, detail: str, identifier: str, agent: str = ""
) -> None:
    event = _add(root, "event")
    _identifier(event, "event", f"{identifier}#{kind.replace(' ', '-')}")
    _add(event, "eventType").text = kind
    _add(event, "eventDateTime").text = at
    _add(_add(event, "eventDetailInformation"), "eventDetail").text = detail
    _add(_add(event, "eventOutcomeInformation"), "eventOutcome").text = "success"
    if agent:
        _identifier(event, "linkingAgent", agent)
    _identifier(event, "linkingObject", identifier)


def _agent(root: etree._Element, tool: Tool) -> None:
    agent = _add(root, "agent")
    _identifier(agent, "agent", f"{tool.name} {tool.version}")
    _add(agent, "agentName").text = tool.name
    _add(agent, "agentType").text = "software"
    _add(agent, "agentVersion").text = tool.version


def _identifier(parent: etree._Element, kind: str, value: str) -> None:
    holder = _add(parent, f"{kind}Identifier")
    _add(holder, f"{kind}IdentifierType").text = "local"
    _add(holder, f"{kind}IdentifierValue").text = value
