"""Places that keep files: what they answer when they cannot."""

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from layout.archive.store import BucketStore, open_store
from layout.archive.verify import verify
from layout.errors import ArchiveError


class Away(MemoryFileSystem):
    """A bucket behind a broken line, or one that lets nobody in."""

    cachable = False

    def __init__(self, error):
        super().__init__()
        self._error = error

    def exists(self, *_values, **_named):
        raise self._error


def test_a_bucket_that_cannot_be_reached_is_told(tmp_path):
    """What the S3 client raises is no error of the system."""
    errors = pytest.importorskip("botocore.exceptions")
    for error in (
        errors.EndpointConnectionError(endpoint_url="https://nowhere.example"),
        PermissionError("Forbidden"),
    ):
        store = BucketStore(Away(error), "papers", "s3://papers", tmp_path)
        with pytest.raises(ArchiveError, match="the storage does not answer"):
            verify(store, tmp_path / "none.sqlite")


def test_an_address_that_nothing_can_reach_is_told(tmp_path):
    """An unknown kind of storage is no folder of that name."""
    assert "nonsense" not in fsspec.available_protocols()
    with pytest.raises(ArchiveError, match="there is no archive here"):
        open_store("nonsense://papers", tmp_path)
