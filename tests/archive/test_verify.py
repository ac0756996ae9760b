"""Whatever is changed in an archive is found, and the place is named."""

import errno
import os
import re
from dataclasses import asdict, replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from layout.archive.bag import check_bag, digests_of, seal_bag
from layout.archive.index import writing
from layout.archive.keep import keep, reindex
from layout.archive.log import line_of, read_log
from layout.archive.sign import public_key
from layout.archive.store import fetch, read_bytes
from layout.archive.verify import verify
from layout.errors import ArchiveError

BAG = "banxin-daily/2026/2026-01-01"
LOG = "banxin-daily/log.txt"

pytestmark = pytest.mark.usefixtures("quick")


def moved(store, folder, target, *, keeps=False):
    """A folder of an archive under another name, file by file as any store can."""
    for name in store.files(folder):
        store.write(target + name.removeprefix(folder), read_bytes(store, name))
    if not keeps:
        store.remove(folder)


def found(archive, **values):
    return {(one.what, one.place) for one in verify(archive.store, archive.index, **values).faults}


def test_a_sound_archive_has_no_fault(kept):
    """Two snapshots, every byte as it was put in."""
    done = verify(kept.store, kept.index)
    assert (done.snapshots, done.faults, done.pending) == (2, (), ())


def test_one_flipped_bit_in_any_file_is_found_and_named(kept):
    """In every file of a bag, in every bit position in turn, at the front, middle and end."""
    row = read_log(kept.store, "banxin-daily")[0][0]
    places = kept.store.files(BAG)
    assert {"data", "bagit.txt"} <= {
        place.removeprefix(f"{BAG}/").split("/")[0] for place in places
    }
    for number, place in enumerate(places):
        data = read_bytes(kept.store, place)
        at = (0, len(data) // 2, len(data) - 1)[number % 3]
        kept.store.write(place, data[:at] + bytes([data[at] ^ 1 << number % 8]) + data[at + 1 :])
        faults = list(check_bag(kept.store, BAG, row.entry.tagmanifest_sha512))
        assert place in [fault.place for fault in faults], place
        kept.store.write(place, data)
    assert list(check_bag(kept.store, BAG, row.entry.tagmanifest_sha512)) == []


def test_verify_looks_into_every_bag(kept):
    """A bit of a picture in the second bag; the command's own way there."""
    name = f"{BAG}-2/data/pictures/0002.jpg"
    data = bytearray(read_bytes(kept.store, name))
    data[1000] ^= 4
    kept.store.write(name, bytes(data))
    assert found(kept) == {("FILE_CHANGED", f"{BAG}-2/data/pictures/0002.jpg")}


def test_several_processes_find_the_same_in_the_same_order(kept):
    """Each checks some of the bags."""
    for end, name in (("", "data/alto/0002.xml"), ("-2", "data/screen/01.pdf"), ("-2", "a.txt")):
        kept.store.write(f"{BAG}{end}/{name}", b"other")
    one, several = (verify(kept.store, kept.index, jobs=jobs) for jobs in (1, 3))
    assert [fault.what for fault in one.faults].count("FILE_CHANGED") == 2
    assert several == one


def test_a_removed_bag_is_found(kept):
    """And named by its folder."""
    kept.store.remove(BAG)
    assert ("BAG_MISSING", BAG) in found(kept)


def test_a_bag_removed_with_its_line_is_found(kept):
    """The last line and its bag: the index still knows them."""
    kept.store.write(LOG, read_bytes(kept.store, LOG).splitlines(keepends=True)[0])
    kept.store.remove(f"{BAG}-2")
    assert found(kept) == {("BAG_REMOVED", f"{BAG}-2")}


def test_a_swapped_pair_of_bags_is_found(kept):
    """Both are whole, and neither is the one the log has under its name."""
    moved(kept.store, BAG, f"{BAG}-x")
    moved(kept.store, f"{BAG}-2", BAG)
    moved(kept.store, f"{BAG}-x", f"{BAG}-2")
    changed = {place for what, place in found(kept) if what == "BAG_CHANGED"}
    assert changed == {f"{BAG}/tagmanifest-sha512.txt", f"{BAG}-2/tagmanifest-sha512.txt"}


def test_files_added_and_removed_are_found(kept):
    """In the payload and beside it; a file in no manifest is no part of the bag."""
    kept.store.remove(f"{BAG}/data/alto/0002.xml")
    kept.store.write(f"{BAG}/data/extra.txt", b"x")
    kept.store.write(f"{BAG}-2/extra.txt", b"x")
    assert found(kept) == {
        ("FILE_MISSING", f"{BAG}/data/alto/0002.xml"),
        ("FILE_STRAY", f"{BAG}/data/extra.txt"),
        ("FILE_STRAY", f"{BAG}-2/extra.txt"),
    }


def test_what_is_no_plain_file_is_found(kept_in_folder):
    """A link, to a folder too, is in no manifest; a pipe in a file's place is not waited for."""
    bag = kept_in_folder.store.root / BAG
    (bag / "data/more").symlink_to(bag / "data/alto")
    (bag / "data/screen/01.pdf").unlink()
    os.mkfifo(bag / "data/screen/01.pdf")
    assert found(kept_in_folder) == {
        ("FILE_STRAY", f"{BAG}/data/more"),
        ("FILE_UNREADABLE", f"{BAG}/data/screen/01.pdf"),
    }


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_checked(kept_in_folder):
    """A disk that fails in one place does not end the check."""
    broken = f"{BAG}/data/alto/0002.xml"
    store = Failing(kept_in_folder.store, broken)
    store.remove(f"{BAG}-2/data/alto/0002.xml")
    assert found(replace(kept_in_folder, store=store)) == {
        ("FILE_UNREADABLE", broken),
        ("FILE_MISSING", f"{BAG}-2/data/alto/0002.xml"),
    }


class Failing:
    """A store with one file on a bad place of the disk."""

    def __init__(self, store, broken):
        self._store, self._broken = store, broken

    def __getattr__(self, name):
        return getattr(self._store, name)

    def open(self, name):
        if name == self._broken:
            raise OSError(errno.EIO, "Input/output error")
        return self._store.open(name)


def test_nothing_is_no_sound_archive(archive):
    """A check of a folder or a bucket that was mistyped does not pass."""
    with pytest.raises(ArchiveError, match="there is no archive here"):
        verify(archive.store, archive.index)
    with pytest.raises(ArchiveError, match="there is no archive here"):
        reindex(archive)


def test_a_bag_in_no_log_is_found(kept):
    """A copy under another date."""
    moved(kept.store, BAG, "banxin-daily/2026/2026-02-01", keeps=True)
    assert found(kept) == {("BAG_STRAY", "banxin-daily/2026/2026-02-01")}


def test_any_changed_character_of_the_log_is_found(kept):
    """Every fortieth character of both lines, digit or letter; the line is named."""
    text = read_bytes(kept.store, LOG).decode()
    for at in range(0, len(text), 40):
        other = "1" if text[at] != "1" else "2"
        kept.store.write(LOG, (text[:at] + other + text[at + 1 :]).encode())
        line = text[:at].count("\n") + 1
        faults = read_log(kept.store, "banxin-daily")[1]
        assert f"{LOG}:{line}" in [fault.place for fault in faults], text[at - 9 : at + 9]


def test_a_line_edited_with_its_hash_made_to_fit_is_found(kept):
    """The line after it does not follow; the last line is not the one the index knows."""
    rows = read_log(kept.store, "banxin-daily")[0]
    first, last = (replace(row.entry, added="2001-01-01T00:00:00Z") for row in rows)
    kept.store.write(LOG, f"{line_of(first).line}\n{rows[1].line}\n".encode())
    assert ("LOG_CHANGED", f"{LOG}:2") in found(kept)
    kept.store.write(LOG, f"{rows[0].line}\n{line_of(last).line}\n".encode())
    assert found(kept) == {("INDEX_DIFFERS", f"{BAG}-2")}


@pytest.mark.parametrize(
    "keeps", [(1,), (1, 0), (0, 0, 1), ()], ids=["first", "order", "twice", "all"]
)
def test_dropped_doubled_and_exchanged_lines_are_found(kept, keeps):
    """The chain breaks where the line was."""
    lines = read_bytes(kept.store, LOG).splitlines(keepends=True)
    kept.store.write(LOG, b"".join(lines[k] for k in keeps))
    whats = {what for what, _ in found(kept)}
    assert whats & {"LOG_CHANGED"}


def test_a_removed_log_is_found(kept):
    """The bags stand there without a line to their names."""
    kept.store.remove(LOG)
    assert {("LOG_MISSING", LOG), ("BAG_STRAY", BAG)} <= found(kept)


def test_a_changed_index_is_found(kept):
    """Words that are not in the snapshot, and a snapshot that is not in the index."""
    with writing(kept.index) as base:
        base.execute("UPDATE articles SET text = replace(text, '活字', '死字') WHERE edition = 1")
        base.execute("DELETE FROM editions WHERE version = 2")
    assert found(kept) == {("INDEX_DIFFERS", BAG), ("INDEX_DIFFERS", f"{BAG}-2")}
    kept.index.write_bytes(b"junk" * 1000)
    assert ("INDEX_BROKEN", str(kept.index)) in found(kept)


def test_what_a_bag_should_not_hold_in_the_first_place_is_found(kept, tmp_path):
    """A PDF that does not open and a box that runs off its page, sealed as if they were right."""
    bag = tmp_path / "bag"
    fetch(kept.store, f"{BAG}-2", bag)
    (bag / "data/screen/01.pdf").write_bytes(b"%PDF-1.7 no more")
    alto = bag / "data/alto/0002.xml"
    text = alto.read_text("utf-8")
    alto.write_text(re.sub(r'(<String [^>]*)HPOS="', r'\1HPOS="9999', text, count=1), "utf-8")
    seal = seal_bag(bag, {}, digests_of(bag / "data"))
    kept.store.remove(f"{BAG}-2")
    kept.store.publish(bag, f"{BAG}-2")
    rows = read_log(kept.store, "banxin-daily")[0]
    entry = replace(rows[1].entry, **asdict(seal))
    kept.store.write(LOG, f"{rows[0].line}\n{line_of(entry).line}\n".encode())
    whats = {what for what, _ in found(kept)}
    assert {"PDF_BROKEN", "BOX_OUTSIDE"} <= whats


# -- signatures ------------------------------------------------------------------------


@pytest.fixture
def key():
    """A private key, and its public half read back from PEM."""
    private = Ed25519PrivateKey.generate()
    pem = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return private, public_key(pem, "public.pem")


def test_signatures_are_checked_with_the_public_key_alone(kept, make, key):
    """Right, wrong, missing, and by another key."""
    private, public = key
    assert found(kept, key=public) == {("NOT_SIGNED", "banxin-daily/signatures/000002.sig")}
    keep(kept, make, key=private)
    assert found(kept, key=public) == set()
    name = "banxin-daily/signatures/000003.sig"
    signature = read_bytes(kept.store, name)
    assert len(signature) == 64
    other = Ed25519PrivateKey.generate().public_key()
    wrong = {("SIGNATURE_WRONG", name)}
    assert found(kept, key=other) == wrong
    kept.store.write(name, signature[:-1] + b"x")
    assert found(kept, key=public) == wrong


def test_a_history_rewritten_throughout_does_not_pass_its_signature(kept, make, key):
    """Lines, hashes and index all made to fit: the signature does not."""
    private, public = key
    keep(kept, make, key=private)
    rows = read_log(kept.store, "banxin-daily")[0]
    previous, lines = rows[0].entry.previous, []
    for row in rows:
        logged = line_of(replace(row.entry, added="2001-01-01T00:00:00Z", previous=previous))
        lines.append(logged.line)
        previous = logged.sha512
    kept.store.write(LOG, "".join(f"{line}\n" for line in lines).encode())
    reindex(kept)
    assert found(kept) == set()
    assert found(kept, key=public) == {("SIGNATURE_WRONG", "banxin-daily/signatures/000003.sig")}
