"""What goes into a bag: whole, or told why not, with nothing half there."""

import errno
import hashlib
import json
import os
import shutil
from dataclasses import replace
from itertools import groupby

import pytest
from lxml import etree

from layout.archive.bag import payload_of
from layout.archive.keep import keep
from layout.archive.search import Query, search
from layout.errors import ArchiveError


@pytest.fixture
def source(content, tmp_path):
    """A copy of the sample's folder, to change."""
    shutil.copy(content.parent / "paper.yaml", tmp_path)
    return shutil.copytree(content, tmp_path / content.name)


def test_what_links_lead_to_is_kept_in_their_place(folder, make, source, tmp_path):
    """A picture and a folder kept elsewhere: the bag needs nothing outside of it."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "one.txt").write_text("一")
    (source / "01/linked").symlink_to(elsewhere)
    (source / "01/one.txt").symlink_to(elsewhere / "one.txt")
    bag = keep(folder, replace(make, content=source)).bag
    place = f"data/content/{source.name}/01"
    assert {f"{place}/linked/one.txt", f"{place}/one.txt"} <= payload_of(folder.store, bag).keys()
    assert not any(path.is_symlink() for path in folder.store.root.rglob("*"))


def test_a_link_to_a_folder_around_it_is_told(folder, make, source):
    """It would be copied without end."""
    (source / "01/again").symlink_to(source)
    with pytest.raises(ArchiveError, match="a link to a folder it lies in"):
        keep(folder, replace(make, content=source))
    assert not folder.store.files("banxin-daily")


def test_a_disk_that_fills_up_while_sources_are_copied_is_told_so(folder, make, monkeypatch):
    """As at any other moment; the staging folder is gone."""

    def full(*_values):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(ArchiveError, match="the disk is full"):
        keep(folder, make)
    assert folder.store.files("") == [".lock"]


def test_a_name_that_xml_cannot_write_is_told(folder, make, finished, tmp_path):
    """A control character; marks and letters of any kind are no matter."""
    out = shutil.copytree(finished, tmp_path / "out")
    record = json.loads((out / "edition.json").read_bytes())
    record["paper"]["name"] = "《<报&\"'>\U0001f004\u202e"
    (out / "edition.json").write_text(json.dumps(record))
    assert keep(folder, replace(make, builds=(out,))).entry.number == 1
    record["paper"]["name"] = "\x07"
    (out / "edition.json").write_text(json.dumps(record))
    with pytest.raises(ArchiveError, match="XML compatible"):
        keep(folder, replace(make, builds=(out,)))


@pytest.mark.parametrize("slug", ["../out", "a/b", "", ".."])
def test_a_record_cannot_lead_out_of_the_archive(folder, make, finished, tmp_path, slug):
    """A name that no build gives, written by hand."""
    shutil.copytree(finished, tmp_path / "out")
    path = tmp_path / "out/edition.json"
    record = json.loads(path.read_bytes())
    record["paper"]["slug"] = slug
    path.write_text(json.dumps(record))
    with pytest.raises(ArchiveError, match="not the name of a folder"):
        keep(folder, replace(make, builds=(tmp_path / "out",)))


def test_an_index_on_a_medium_that_cannot_be_written_to_is_read(kept_in_folder, monkeypatch):
    """Nothing is put beside it: readers take no turns there."""
    real = os.statvfs(kept_in_folder.index)
    fixed = os.statvfs_result((*real[:8], os.ST_RDONLY, real[9]))
    monkeypatch.setattr(os, "statvfs", lambda _path: fixed)
    assert search(kept_in_folder.index, Query(text="活字"))
    assert not list(kept_in_folder.index.parent.glob("index.sqlite-*"))


PREMIS_ORDER = {
    "premis": "object event agent",
    "object": "objectIdentifier objectCharacteristics",
    "objectCharacteristics": "compositionLevel fixity size format",
    "fixity": "messageDigestAlgorithm messageDigest",
    "event": "eventIdentifier eventType eventDateTime eventDetailInformation"
    " eventOutcomeInformation linkingAgentIdentifier linkingObjectIdentifier",
    "agent": "agentIdentifier agentName agentType agentVersion",
}
"""Children in the order that the schema of PREMIS 3 wants (premis.xsd), as far as we use them."""


def test_premis_tells_of_every_file_what_was_done_and_by_whom(two_snapshots):
    """Digests and sizes are those of the files; links lead to what is there; parts are in order."""
    data = two_snapshots / "banxin-daily/2026/2026-01-01/data"
    root = etree.parse(data / "premis.xml").getroot()
    values = {"object": set(), "agent": set(), "event": set()}
    for element in root.iter():
        name = etree.QName(element).localname
        own = [key for key, _ in groupby(etree.QName(child).localname for child in element)]
        if name in PREMIS_ORDER:
            assert own == [part for part in PREMIS_ORDER[name].split() if part in own]
        if name in values:
            values[name].add(element[0][1].text)
    told = {}
    for item in root.iterfind("{*}object"):
        digest, size = item.find(".//{*}messageDigest"), item.find(".//{*}size")
        if digest is not None:
            told[item[0][1].text] = digest.text, int(size.text)
    names = {p.relative_to(data).as_posix() for p in data.rglob("*") if p.is_file()}
    assert told.keys() == names - {"premis.xml", "mets.xml"}
    for name, (digest, size) in told.items():
        kept = (data / name).read_bytes()
        assert (hashlib.sha512(kept).hexdigest(), len(kept)) == (digest, size)
    for kind in ("object", "agent"):
        links = root.findall(f".//{{*}}linking{kind.title()}Identifier")
        assert links
        assert {link[1].text for link in links} <= values[kind]
    assert len(values["event"]) == 3
