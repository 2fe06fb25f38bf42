"""What happens by itself while the app runs: a tick every so many seconds, in a thread, until the app ends.

From its start on the app also hears what other server processes of its database write.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Final

from fastapi import FastAPI

from tuigroup_server.service.context import Context
from tuigroup_server.service.ticks import tick

EVERY: Final = 20.0  # seconds

log = logging.getLogger("tuigroup_server")


@contextlib.asynccontextmanager
async def ticking(app: FastAPI) -> AsyncIterator[None]:
    """The app's lifespan. A tick under way is waited for, so that the database can be closed afterwards."""
    app.state.context.database.listen()
    end = asyncio.Event()
    task = asyncio.create_task(run(app.state.context, end))
    try:
        yield
    finally:
        end.set()
        await task


async def run(context: Context, end: asyncio.Event, every: float = EVERY) -> None:
    """Tick now and every ``every`` seconds until ``end``; one that goes wrong is named and does not stop the next."""
    while True:
        try:
            await asyncio.to_thread(tick, context)
        except Exception as error:
            log.error("a tick ended early: %s", type(error).__name__)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(end.wait(), every)
        if end.is_set():
            return
