"""Values in, a short name out: the same for equal values, in every run of the program.

Values name themselves by ``repr``: numbers, texts, enums, paths, pydantic models, and frozen
dataclasses and tuples of them. A set has no order of its own and must be sorted before.
"""

import hashlib


def fingerprint(*values: object) -> str:
    """The name of some values, in the order given."""
    digest = hashlib.sha256(repr(values).encode(errors="surrogatepass"))
    return digest.hexdigest()
