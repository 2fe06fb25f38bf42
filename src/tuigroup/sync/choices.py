"""What a member chose about the line: when to hear of news, what to ask about first, whether to save data.

Kept in the member's store; where nothing was chosen yet, the settings say what is usual. Asks nobody.
"""

from __future__ import annotations

from typing import Final, Literal, Protocol

from tuigroup.store import Store
from tuigroup.sync.attending import in_live_meeting

News = Literal["at-once", "every", "ask"]
NEWS: Final[tuple[News, ...]] = ("at-once", "every", "ask")

# Names in the store.
NEWS_NAME: Final = "news"
MINUTES_NAME: Final = "sync_minutes"
ASK_NAME: Final = "ask_above_kb"
SAVER_NAME: Final = "data_saver"

_MINUTES: Final = 5  # where news were not asked for every so many minutes before


class Usual(Protocol):
    """``sync_minutes`` 0 asks the server by key only; ``at_once`` keeps a second line open for news."""

    @property
    def sync_minutes(self) -> int: ...
    @property
    def at_once(self) -> bool: ...
    @property
    def ask_above_kb(self) -> int: ...


class Choices:
    """Read whenever they count, so that a change counts at once."""

    def __init__(self, store: Store, usual: Usual) -> None:
        self._store = store
        self._usual = usual

    @property
    def news(self) -> News:
        chosen = self._store.settings.get(NEWS_NAME)
        if chosen in NEWS:
            return chosen
        if self._usual.at_once:
            return "at-once"
        return "every" if self._usual.sync_minutes else "ask"

    @property
    def at_once(self) -> bool:
        """Whether news are wanted as they happen: so the member chose, or is in a meeting where turns are minutes.

        Who chose to ask by key alone, or to save data, asks by key there too.
        """
        chosen = self.news
        if chosen == "at-once":
            return True
        return chosen != "ask" and not self.saving and in_live_meeting(self._store)

    @property
    def minutes(self) -> int:
        """How often to ask where news come every so many minutes; at least 1."""
        return max(1, self._store.settings.number(MINUTES_NAME, self._usual.sync_minutes or _MINUTES))

    @property
    def saving(self) -> bool:
        """Whether data is saved: titles only, texts when they are opened, nothing ahead of time."""
        return self._store.settings.get(SAVER_NAME) == "on"

    @property
    def ask_above(self) -> int:
        """Bytes from which a member is asked before they are fetched."""
        return max(0, self._store.settings.number(ASK_NAME, self._usual.ask_above_kb)) * 1000
