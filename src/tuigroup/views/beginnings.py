"""For who is new: what a first thread may hold, the group's own welcome, and a short look around that is shown once.

Opening posts that say something of oneself and ask something are answered more often than others, so both are
suggested, never required.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from tuigroup.i18n import N_, Translator
from tuigroup.store import Store
from tuigroup.store.rows import Draft, JoinedGroup
from tuigroup.views.clean import shown
from tuigroup.views.edges import key_of
from tuigroup.views.lines import wrap
from tuigroup.wire import limits
from tuigroup.wire.words import Standing

WELCOME: Final = 3  # lines of the group's welcome above a first thread

FIRST_THREAD: Final = N_(
    "Your first thread here. A few words about you and one question bring the most answers; a single line is fine."
)
TOUR: Final = (
    N_(
        "You have another name in each group. Nothing here ties them together, not even for facilitators; they see "
        "your alias only."
    ),
    N_("Space reads on, n goes to the next unread post of any group, r answers, + says something kind in one key."),
    N_(
        "What you write is kept on this machine at once and goes out when the line is there. Esc keeps a draft; "
        "nothing is lost."
    ),
    N_("F in a group is a private word: only those who run the group and you see it."),
    N_("m mutes a thread, Z a topic, I a member, B takes a break from a group. Nobody hears of it."),
    N_("{help} is help now: crisis lines, offline too. {quick} leaves at once and blanks the screen."),
)


def tour(t: Translator, keymap: Mapping[str, str]) -> list[str]:
    """The look around, with the keys as they are bound."""
    keys = {"help": t(key_of("help_now", keymap)), "quick": t(key_of("quick_exit", keymap))}
    return [t(sentence, **(keys if "{quick}" in sentence else {})) for sentence in TOUR]


def is_new(store: Store, group: int) -> bool:
    """Whether somebody has written nothing in a group yet, as far as is known here."""
    return not store.threads.has_written(group)


def first_thread(t: Translator, store: Store, draft: Draft, room: int) -> list[str]:
    """Lines above somebody's first thread in a group; none for anything else."""
    if draft.kind != "thread" or not is_new(store, draft.group):
        return []
    page = store.groups.page(draft.group)
    said = shown(page.welcome, limits.WELCOME).strip() if page is not None else ""
    welcome = [line for line in wrap(said, room) if line.strip()][:WELCOME] if said else []
    return [*welcome, *wrap(t(FIRST_THREAD), room)]


def tour_waits(store: Store, joined: Iterable[JoinedGroup] | None = None) -> bool:
    """Whether the look around is worth offering: somebody is in a group, wrote nothing and was not shown it."""
    if store.marks.shown_around():
        return False
    joined = store.groups.joined() if joined is None else joined
    mine = [one.group.group for one in joined if one.membership.standing is Standing.ACTIVE]
    return bool(mine) and all(is_new(store, group) for group in mine)
