"""One preview and those who look at it: changes are made one at a time and told to all."""

import asyncio
import json
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

from watchfiles import awatch

from layout.serving.model import Preview, Shot

STEP_MS: Final = 15
"""A change is told when for so long no other has followed."""
DEBOUNCE_MS: Final = 200


class Hub:
    """Watches an edition's files and tells each browser what has changed."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        self.offers: dict[int, tuple[Shot, ...]] = {}
        self._turn = asyncio.Lock()
        self._readers: set[asyncio.Queue[str]] = set()

    async def changed(self, paths: Collection[Path]) -> None:
        """Make what the change of some files asks for, and tell."""
        async with self._turn:
            state = await asyncio.to_thread(self.preview.update, paths)
            self.offers.clear()
        told = json.dumps({"version": state.version, "redrawn": state.redrawn})
        for reader in self._readers:
            reader.put_nowait(told)

    async def propose(self, number: int) -> tuple[Shot, ...]:
        """Layouts of a page, made when first asked for."""
        async with self._turn:
            if number not in self.offers:
                self.offers[number] = await asyncio.to_thread(self.preview.propose, number)
            return self.offers[number]

    async def accept(self, number: int, place: int) -> bool:
        """Write a proposed layout to ``layout.lock``; the change is told as any other."""
        async with self._turn:
            return await asyncio.to_thread(self.preview.accept, number, place)

    async def events(self) -> AsyncIterator[str]:
        """Server-sent events: one now, one a change."""
        queue = asyncio.Queue[str]()
        self._readers.add(queue)
        try:
            yield f"data: {json.dumps({'version': self.preview.state.version, 'redrawn': []})}\n\n"
            while True:
                yield f"data: {await queue.get()}\n\n"
        finally:
            self._readers.discard(queue)

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Watch for as long as the context lasts."""
        task = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _watch(self) -> None:
        places = self.preview.watched
        async for found in awatch(*places, step=STEP_MS, debounce=DEBOUNCE_MS):
            await self.changed({Path(path) for _, path in found})
