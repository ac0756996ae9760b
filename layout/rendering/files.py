"""All files of an edition: the edition's own in one process, the pages' in another."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from layout.makeup.model import PageLayout
from layout.memory import Memory
from layout.processes import Promise, Standby, can_divide
from layout.rendering.model import FontSource, RenderedFiles, RenderJob
from layout.rendering.pdf import Press, placed_lines
from layout.rendering.ready import get_ready
from layout.shaping.faces import FaceShelf
from layout.shaping.model import FaceKey

RenderTask = tuple[RenderJob, int, Memory | None]
"""A job for a press on standby, the processes it may use, and what earlier runs have made."""


def font_sources(
    pages: Iterable[PageLayout],
    shelf: FaceShelf,
    keys_of_pages: Mapping[int, str] | None = None,
    memory: Memory | None = None,
) -> tuple[FontSource, ...]:
    """The font file behind every face the pages use, in a fixed order.

    Args:
        pages: As made up.
        shelf: Where the faces come from.
        keys_of_pages: Names of the pages, where they have any.
        memory: What is known of pages by their names.

    """
    keys: set[FaceKey] = set()
    for page in pages:
        name = (keys_of_pages or {}).get(page.number)
        known = memory.get(tuple, "faces", name) if memory and name else None
        if known is None:
            known = tuple(sorted(_faces(page), key=repr))
            if memory and name:
                memory.put(known, "faces", name)
        keys.update(known)
    ordered = sorted(keys, key=lambda key: (key.role.value, key.weight, key.script))
    return tuple(
        FontSource(key=key, path=file.path, name=file.postscript_name)
        for key, file in ((key, shelf.file(key)) for key in ordered)
    )


def _faces(page: PageLayout) -> set[FaceKey]:
    return {
        sort.face
        for placed in placed_lines(page)
        for cluster in placed.line.clusters
        for sort in cluster.sorts
    }


def render_files(
    job: RenderJob,
    *,
    jobs: int,
    memory: Memory | None = None,
    standby: Standby[RenderTask, RenderedFiles] | None = None,
) -> RenderedFiles:
    """Write the edition's PDF and every page's.

    Args:
        job: The edition, made up.
        jobs: Processes that may be used; two are enough, one does it all.
        memory: What earlier runs have made.
        standby: A process that has imported the PDF engine in the meantime.

    Raises:
        RenderError: See ``render_edition``.

    """
    press = Press(job, memory)
    numbers = [page.number for page in job.pages]
    if not can_divide(jobs) or press.is_known():
        edition = press.edition()
        return RenderedFiles(edition=edition, pages=tuple(press.page(n) for n in numbers))
    if standby is not None and standby.is_ready():
        return standby.result((job, jobs, memory))
    press.prepare()
    pages = Promise(lambda: tuple(press.page(number) for number in numbers))
    edition = press.edition()
    return RenderedFiles(edition=edition, pages=pages.result())


def ready_press(templates: Path) -> Callable[[RenderTask], RenderedFiles]:
    """Get a press on standby ready, and return what it does.

    Raises:
        OSError: See ``get_ready``.
        TemplateError: A template is missing or cannot be understood.

    """
    get_ready(templates)
    return _render_task


def _render_task(task: RenderTask) -> RenderedFiles:
    job, jobs, memory = task
    return render_files(job, jobs=jobs, memory=memory)
