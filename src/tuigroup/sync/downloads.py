"""Texts of the library in parts: resumed after a cut, cancelled at a key, never in the way of an exchange.

Every part is on disk before the next is asked for, with the ETag of what it belongs to; a text that changed
meanwhile begins anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from tuigroup.errors import MalformedWire, Offline, Refused, TuigroupError
from tuigroup.i18n import N_, together
from tuigroup.late import Late
from tuigroup.store import Store
from tuigroup.sync.client import Client
from tuigroup.sync.pace import Pace
from tuigroup.wire import limits

if TYPE_CHECKING:
    from tuigroup.wire import frames
else:
    frames = Late("tuigroup.wire.frames")

LARGEST: Final = limits.ANSWER_BYTES
TRIES: Final = 4  # cuts without a part in between, or damaged texts, until a person has to ask again


class Downloads:
    """``line`` is held for one part at a time, so that exchanges go first.

    ``told`` hears of every change; ``cut`` is called when the line was cut, to find out whether it is back.
    """

    def __init__(
        self,
        store: Store,
        client: Client,
        line: asyncio.Lock,
        pace: Pace,
        told: Callable[[], None],
        cut: Callable[[], None],
    ) -> None:
        self._store = store
        self._client = client
        self._line = line
        self._pace = pace
        self._told = told
        self._was_cut = cut
        self._held = False
        self._tasks: dict[str, asyncio.Task[None]] = {}
        # Under way: bytes here and in all; and how often each was cut without a part in between.
        self._progress: dict[str, tuple[int, int]] = {}
        self._cuts: dict[str, int] = {}
        self._problems: dict[str, str] = {}

    def start(self, slug: str) -> None:
        """Nothing happens where it is under way already; where the line is not used it starts with the line."""
        self._problems.pop(slug, None)
        if slug not in self._progress:
            head = self._store.resources.head(slug)
            self._progress[slug] = (len(self._store.resources.partial(slug)[0]), head.packed if head else 0)
        self._go(slug)
        self._told()

    def hold(self) -> None:
        """The line is not used: what is under way waits for ``resume``."""
        self._held = True
        for task in self._tasks.values():
            task.cancel()

    def resume(self) -> None:
        """The line is back: what was cut goes on."""
        self._held = False
        for slug in tuple(self._progress):
            self._go(slug)

    def cancel(self, slug: str) -> None:
        """What is here already stays for the next time."""
        self._forget(slug)
        task = self._tasks.get(slug)
        if task is not None:
            task.cancel()
        self._told()

    def cancel_all(self) -> None:
        for slug in tuple(self._progress):
            self.cancel(slug)

    def progress(self) -> dict[str, tuple[int, int]]:
        """Slug to bytes here and bytes in all."""
        return dict(self._progress)

    def problem(self, slug: str) -> str:
        return self._problems.get(slug, "")

    async def close(self) -> None:
        self.hold()
        for task in tuple(self._tasks.values()):
            with suppress(asyncio.CancelledError):
                await task

    def _go(self, slug: str) -> None:
        if self._held or slug in self._tasks:
            return
        task = asyncio.get_running_loop().create_task(self._fetch(slug))
        self._tasks[slug] = task
        task.add_done_callback(lambda ended: self._ended(slug, ended))

    def _ended(self, slug: str, task: asyncio.Task[None]) -> None:
        del self._tasks[slug]
        # Held and let go again, or cancelled and asked for again, before the task had ended.
        if task.cancelled() and slug in self._progress:
            self._go(slug)

    def _forget(self, slug: str) -> None:
        self._progress.pop(slug, None)
        self._cuts.pop(slug, None)

    async def _fetch(self, slug: str) -> None:
        try:
            await self._whole(slug)
            self._forget(slug)
        except Offline as error:
            # It stays in the list, as far as it is, and goes on with the line.
            self._cuts[slug] = self._cuts.get(slug, 0) + 1
            if self._cuts[slug] < TRIES:
                self._was_cut()
            else:
                self._stopped(slug, error)
        except TuigroupError as error:
            self._stopped(slug, error)
        self._told()

    def _stopped(self, slug: str, error: TuigroupError) -> None:
        self._forget(slug)
        self._problems[slug] = together(error.what, N_("What is here already is kept for the next time."))

    async def _whole(self, slug: str) -> None:
        for _ in range(TRIES):
            packed, etag = await self._parts(slug)
            text = self._unpacked(packed)
            if text is not None:
                self._store.resources.put_body(slug, text, etag)
                return
            self._store.resources.put_partial(slug, b"", "")
        raise MalformedWire(N_("This text could not be put together."))

    async def _parts(self, slug: str) -> tuple[bytes, str]:
        """The whole packed form and its ETag, what is here already included."""
        have, etag = self._store.resources.partial(slug)
        while True:
            async with self._line:
                try:
                    length = self._pace.piece()
                    piece = await self._client.resource(slug, start=len(have), length=length, etag=etag)
                except Refused as error:
                    if error.type != "bad-range" or not have:
                        raise
                    have, etag = b"", ""
                    continue
            if piece.total > LARGEST:
                raise MalformedWire(N_("This text is larger than tuigroup reads."))
            if piece.start != len(have) or (have and piece.etag != etag):
                have = b""  # it changed meanwhile, and came from its beginning or has to be asked for again
            if piece.start == len(have):
                have, etag = have + piece.data, piece.etag
            self._store.resources.put_partial(slug, have, etag)
            self._progress[slug] = (len(have), piece.total)
            self._cuts.pop(slug, None)
            self._told()
            if len(have) >= piece.total:
                return have, etag

    def _unpacked(self, packed: bytes) -> str | None:
        """The text, None where the parts do not make one."""
        codec = self._client.codec
        try:
            if packed and frames.FIRST <= packed[0] <= frames.LAST:
                packed = codec.decompress(packed[1:], codec.generation(packed), LARGEST)
            return packed.decode()
        except (MalformedWire, UnicodeDecodeError):
            return None
