"""One key at a time: what is typed ahead waits until the key before it has done what it does.

Textual hands every key to whatever has the focus at that moment. On a slow line keys arrive in one packet, and
after the key that opens a text field the next ones would still go to the list behind it, or be lost.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final, Generic

from textual import events
from textual.app import App, ReturnType
from textual.dom import DOMNode
from textual.driver import Driver
from textual.message_pump import MessagePump

PATIENCE: Final = 2.0  # seconds after which a key is given up waiting for, so that the keyboard never hangs


class TypeAhead(App[ReturnType], Generic[ReturnType], inherit_bindings=False):
    """Holds keys and pasted text back while the key before is at work. ``AT_ONCE`` overtakes them all."""

    AT_ONCE: frozenset[str] = frozenset()

    def __init__(self, *, driver_class: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver_class, ansi_color=True)
        self._ahead: deque[events.Key | events.Paste] = deque()
        self._at_work: asyncio.Task[None] | None = None

    @property
    def ahead(self) -> int:
        """Keys and pasted texts that wait for the ones before them."""
        return len(self._ahead)

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif isinstance(event, events.Key) and event.key in self.AT_ONCE:
            self._ahead.clear()
            await super().on_event(event)
        elif self._at_work is not None and not self._at_work.done():
            self._ahead.append(event)
        else:
            goes_to = self.focused or self.screen
            await super().on_event(event)
            self._at_work = asyncio.get_running_loop().create_task(self._work(goes_to))

    async def _work(self, goes_to: DOMNode) -> None:
        """Until the key has done its work; then the next one that waits, until none does."""
        try:
            while True:
                try:
                    async with asyncio.timeout(PATIENCE):
                        await self._done(goes_to)
                except TimeoutError:
                    pass
                if not self._ahead or self._exit:
                    return
                event = self._ahead.popleft()
                goes_to = self.focused or self.screen
                await super().on_event(event)
        except Exception as error:
            self._handle_exception(error)

    async def _done(self, goes_to: DOMNode) -> None:
        """The key has bubbled up to the app, and a screen that it opened has its focus."""
        for node in goes_to.ancestors_with_self:
            await _hop(node)
        for pump in (self.screen, self, self.screen):
            await _hop(pump)


async def _hop(pump: MessagePump) -> None:
    """Until a pump has worked off what waits in its queue now."""
    reached = asyncio.Event()
    if pump.call_later(reached.set):
        await reached.wait()
