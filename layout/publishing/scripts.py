"""Data for the site's scripts, as script files: browsers load these from a folder too.

A page opened from ``file://`` may not fetch; a ``<script>`` it may load. Each file hands one
value to ``banxin.take`` under a key.
"""

import json
import re
from typing import Final

_FORM: Final = re.compile(r'banxin\.take\("[^"]*",(.*)\);\n', re.DOTALL)

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def script(key: str, value: Json) -> bytes:
    """A script file that hands over a value."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f'banxin.take("{key}",{text});\n'.encode()


def value_of(data: bytes) -> Json:
    """The value that a script file hands over.

    Raises:
        ValueError: It is not a file of ours.

    """
    match = _FORM.fullmatch(data.decode())
    if match is None:
        raise ValueError("not a file of search data")
    value: Json = json.loads(match[1])
    return value
