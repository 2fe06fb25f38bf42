"""Threads that wait for a first answer or a second voice: which, in what order, and what is said of them.

A thread that nobody answers is often somebody's last; one with exactly one answer fares little better. So who runs a
group, and whoever wants to, sees them by how long they wait. What is said is of threads, never of who answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tuigroup.i18n import Translator
from tuigroup.late import Late
from tuigroup.store import Store
from tuigroup.store.rows import JoinedGroup, ThreadRow
from tuigroup.store.threads import waiting_since
from tuigroup.views.boards import runs
from tuigroup.views.times import ago, within
from tuigroup.wire.words import Intent, Standing

if TYPE_CHECKING:
    from tuigroup.wire import sync as envelope
else:
    envelope = Late("tuigroup.wire.sync")

# What helps soonest first: support and advice are hoped for, a hello and a win are shared.
_HOPES: Final = (Intent.SUPPORT, Intent.ADVICE, Intent.NONE, Intent.HELLO, Intent.A_WIN)


@dataclass(frozen=True, slots=True)
class Waiting:
    """``since`` is the minute since which it waits."""

    group: JoinedGroup
    thread: ThreadRow
    since: int


def hears(store: Store, joined: JoinedGroup) -> bool:
    """Whether the member sees who waits in a group: they run it, or said that they want to."""
    if joined.membership.standing is not Standing.ACTIVE or store.marks.on_break(joined.group.group):
        return False
    return runs(joined.membership) or store.marks.second_voice()


def groups(store: Store, joined: Iterable[JoinedGroup] | None = None) -> list[JoinedGroup]:
    """Those in which the member sees who waits; ``joined`` are all, where somebody has just read them."""
    return [one for one in (store.groups.joined() if joined is None else joined) if hears(store, one)]


def wants(store: Store) -> list[envelope.WantWaiting]:
    """What to ask for, so that those are here too that wait since before one came."""
    return [envelope.WantWaiting(g=joined.group.group) for joined in groups(store)]


def threads(store: Store, joined: Iterable[JoinedGroup] | None = None, *, by_hope: bool = False) -> list[Waiting]:
    """All that wait, those that wait longest first; ``by_hope`` support and advice before the rest.

    ``joined`` as for ``groups``.
    """
    found = [
        Waiting(one, thread, waiting_since(thread))
        for one in groups(store, joined)
        for thread in store.threads.waiting(one.group.group)
    ]
    return sorted(found, key=lambda one: (by_hope and _HOPES.index(one.thread.intent), one.since))


def count(waiting: Iterable[Waiting]) -> tuple[int, int]:
    """How many wait for a first answer, and how many for a second voice."""
    voices = [one.thread.voices for one in waiting]
    return voices.count(0), voices.count(1)


def how_long(t: Translator, one: Waiting, now: int) -> str:
    """``no answer for 5 h``, ``one answer, 3 h ago``."""
    time = ago(t, one.since, now)
    return t("one answer, {time} ago", time=time) if one.thread.voices else t("no answer for {time}", time=time)


def summed(t: Translator, first: int, second: int) -> str:
    """``1 waits for a first answer, 2 wait for a second voice``."""
    parts = (
        t.plural("{count} waits for a first answer", "{count} wait for a first answer", first) if first else "",
        t.plural("{count} waits for a second voice", "{count} wait for a second voice", second) if second else "",
    )
    return ", ".join(part for part in parts if part)


def figures(t: Translator, store: Store, group: int) -> str:
    """What the group sees of itself; '' where too little is known."""
    page, record = store.groups.page(group), store.groups.get(group)
    share = page.figures.day if page is not None and page.figures is not None else -1
    usual = record.first_reply if record is not None else 0
    parts = (
        t("{share} of 100 first posts are answered within a day", share=share) if share >= 0 else "",
        t("usually within {time}", time=within(t, usual)) if usual else "",
    )
    return ", ".join(part for part in parts if part)
