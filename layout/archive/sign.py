"""Detached Ed25519 signatures (RFC 8032) over the lines of a log.

A signature is 64 bytes in a file of its own and covers the text of its line, so that
``openssl pkeyutl -verify -rawin`` checks it with the public key alone; as every line holds the
hash of the line before, it vouches for all earlier snapshots too.
"""

from collections.abc import Iterator, Sequence

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from layout.archive.findings import Fault
from layout.archive.model import Logged
from layout.archive.store import Store, read_bytes
from layout.diagnostics import Message, SourceSpan
from layout.errors import ArchiveError


def signature_file(paper: str, number: int) -> str:
    """Where the signature of a line of a log lies."""
    return f"{paper}/signatures/{number:06d}.sig"


def private_key(pem: bytes, place: str) -> Ed25519PrivateKey:
    """The key in a PEM file (PKCS 8, without a password).

    Raises:
        ArchiveError: There is no Ed25519 key in it.

    """
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _no_key(place, str(error)) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _no_key(place, type(key).__name__)
    return key


def public_key(pem: bytes, place: str) -> Ed25519PublicKey:
    """The public key in a PEM file.

    Raises:
        ArchiveError: There is no Ed25519 key in it.

    """
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _no_key(place, str(error)) from error
    if not isinstance(key, Ed25519PublicKey):
        raise _no_key(place, type(key).__name__)
    return key


def signed(logged: Logged, key: Ed25519PrivateKey) -> bytes:
    """The signature of a line of a log."""
    return key.sign(logged.line.encode())


def check_signatures(
    store: Store, paper: str, lines: Sequence[Logged], key: Ed25519PublicKey
) -> Iterator[Fault]:
    """Every signature there is must be right, and the last line must have one."""
    for logged in lines:
        name = signature_file(paper, logged.entry.number)
        if not store.has(name):
            if logged is lines[-1]:
                zh, en = "最后一行没有签名", "the last line of the log is not signed"
                yield Fault(what="NOT_SIGNED", place=name, message=Message(zh=zh, en=en))
            continue
        try:
            key.verify(read_bytes(store, name), logged.line.encode())
        except InvalidSignature:
            zh, en = "签名与日志不符", "the signature does not fit the log"
            yield Fault(what="SIGNATURE_WRONG", place=name, message=Message(zh=zh, en=en))


def _no_key(place: str, reason: str) -> ArchiveError:
    return ArchiveError(
        Message(zh=f"不是 Ed25519 密钥：{reason}", en=f"not an Ed25519 key: {reason}"),
        SourceSpan(file=place),
        Message(
            zh="生成一对：openssl genpkey -algorithm ed25519 -out key.pem；"
            "openssl pkey -in key.pem -pubout -out public.pem",
            en="make a pair: openssl genpkey -algorithm ed25519 -out key.pem; "
            "openssl pkey -in key.pem -pubout -out public.pem",
        ),
    )
