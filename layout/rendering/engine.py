"""WeasyPrint imported without a compiler: the system's loader finds its libraries.

WeasyPrint asks for each library under several names, those of other systems first. For a name
the loader does not know cffi asks ``ctypes.util.find_library``, which on Linux starts gcc, ld
and ldconfig: a quarter of a second for names that cannot be found. The names of Linux
(``libpango-1.0.so.0``) come after them, and the loader takes those by itself.
"""

import ctypes.util
import sys


def load_engine() -> None:
    """Import WeasyPrint; the first import of a process decides how it looks for libraries.

    Raises:
        OSError: A library is missing; WeasyPrint has printed what to install.

    """
    if sys.platform != "linux":
        return
    search = ctypes.util.find_library
    ctypes.util.find_library = _no_search
    try:
        import weasyprint  # noqa: F401, PLC0415 - half a second, and only a build needs it
    finally:
        ctypes.util.find_library = search


def _no_search(name: str) -> str | None:  # noqa: ARG001 - as the function it stands for
    """What a search says that found nothing."""
    return None
