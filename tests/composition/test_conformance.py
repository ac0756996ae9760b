"""Third-party cases of Chinese line composition, where they lie beside the checkout."""

import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
SHARED = CHECKOUT.parent / "shared"
JUDGE = SHARED / "judge" / "conformance.py"
CASES = SHARED / "cases"


@pytest.mark.skipif(
    not (JUDGE.is_file() and CASES.is_dir()), reason=f"no conformance cases under {SHARED}"
)
def test_all_gate_cases_pass() -> None:
    """Normative cases (CLREQ, GB/T 15834) and web-platform-tests, through the JSON lines."""
    command = f"{sys.executable} -m layout.composition.batch"
    done = subprocess.run(  # noqa: S603 - our own interpreter and a file of the checkout's parent
        [sys.executable, str(JUDGE), str(CASES), "--command", command, "--gate", "--show", "5"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
