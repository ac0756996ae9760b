"""The finished files put in place: all of them appear, or none."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def replace_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder beside the target, then let it take the target's place.

    Whoever looks sees the old files or the new ones, never a mixture; what the old folder
    had besides is gone, as it belongs to another build.

    Raises:
        OSError: The place cannot be written; the old files stand.

    """
    with new_folder(target) as made:
        for name, data in files.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_bytes(data)


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder to fill, which takes the target's place when it is full.

    Where filling it fails the target stands as it was, and what was made is gone.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield made
        made.chmod(0o755)
        _exchange(made, target)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _exchange(made: Path, target: Path) -> None:
    """Let a folder take the place of another; the other comes back where it cannot."""
    old = made.with_name(made.name + "-old")
    is_there = target.exists()
    if is_there:
        target.replace(old)
    try:
        made.replace(target)
    except OSError:
        if is_there:
            old.replace(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
