"""The PDF engine starts by itself: no compiler, no other program."""

import subprocess
import sys

import pytest

WATCHED = """
import sys
started = []
sys.addaudithook(lambda event, args: event in STARTS and started.append(args[0]))
STARTS = ("subprocess.Popen", "os.posix_spawn", "os.system", "os.exec")
import ctypes.util
search = ctypes.util.find_library
from layout.rendering.engine import load_engine
load_engine()
assert "weasyprint" in sys.modules
assert ctypes.util.find_library is search
import layout.rendering.files
print(started)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the engine looks by itself")
def test_no_program_is_started_to_find_its_libraries():
    """And whoever looks for a library afterwards finds it as before."""
    run = subprocess.run(  # noqa: S603 - this interpreter
        [sys.executable, "-c", WATCHED], capture_output=True, text=True, check=False
    )
    assert (run.stdout, run.stderr, run.returncode) == ("[]\n", "", 0)
