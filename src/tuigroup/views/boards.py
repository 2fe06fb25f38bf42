"""Boards: where a member may begin a thread, and what they are called."""

from __future__ import annotations

from typing import Final

from tuigroup.i18n import N_, Translator
from tuigroup.store import Store
from tuigroup.store.rows import ThreadRow
from tuigroup.views import partners
from tuigroup.views.clean import shown_line
from tuigroup.wire.records import BoardRecord, MembershipRecord
from tuigroup.wire.words import BoardPurpose, Role, Standing

CLOSED: Final = N_("This board is closed: what was written can be read, and nobody writes here.")
RUNNING: Final = (Role.FACILITATOR, Role.CO_FACILITATOR)
LED: Final = (BoardPurpose.ANNOUNCEMENTS, BoardPurpose.GUEST_SESSION)  # where facilitators begin threads


def is_member(mine: MembershipRecord | None) -> bool:
    return mine is not None and mine.standing is Standing.ACTIVE and not mine.guest


def is_guest(mine: MembershipRecord | None) -> bool:
    """Whether somebody is in the group only for the thread of a guest session."""
    return mine is not None and mine.standing is Standing.ACTIVE and bool(mine.guest)


def runs(mine: MembershipRecord | None) -> bool:
    """Whether somebody runs the group."""
    return mine is not None and mine.standing is Standing.ACTIVE and mine.role in RUNNING


def looks_after(mine: MembershipRecord | None) -> bool:
    """Whether somebody works on a group's cases: who runs it, and who moderates it."""
    return runs(mine) or (mine is not None and mine.standing is Standing.ACTIVE and mine.role is Role.MODERATOR)


def title(t: Translator, store: Store, group: int, board: int) -> str:
    """A board's title, '' for the whole group (0)."""
    if not board:
        return ""
    titles = {row.board.board: row.board.title for row in store.groups.boards(group)}
    return shown_line(titles.get(board, ""), 60) or t("Board")


def closed(store: Store, group: int, board: int) -> bool:
    """Whether a board is closed, or (0) all boards of a group are, as far as they are known."""
    found = [row.board.closed for row in store.groups.boards(group) if board in (0, row.board.board)]
    return bool(found) and all(found)


def can_whisper(store: Store, group: int) -> bool:
    """Whether there is somebody to write a private word to: the group has another who runs it, as far as is known."""
    page, mine = store.groups.page(group), store.groups.membership(group)
    return (
        mine is not None
        and is_member(mine)
        and (page is None or any(one.role in RUNNING and one.alias != mine.alias for one in page.facilitators))
    )


def writable(store: Store, group: int, board: int = 0) -> list[BoardRecord]:
    """Boards where this member may begin a thread; ``board`` 0 means among all."""
    leads = runs(store.groups.membership(group))
    boards = [row.board for row in store.groups.boards(group) if board in (0, row.board.board)]
    return [found for found in boards if not found.closed and (found.purpose not in LED or leads)]


def about_thread(t: Translator, head: ThreadRow, here: int = 0) -> str:
    """``18 posts, 4 new, locked``; ``here`` is how many posts are here, where its head counts fewer."""
    parts = [
        t.plural("{count} post", "{count} posts", max(head.posts, here)),
        t.plural("{count} new", "{count} new", head.unread) if head.unread and not head.muted else "",
        t("muted") if head.muted else t("watched") if head.watched else "",
        t("locked") if head.head is not None and head.head.locked else "",
        t("on a closed board") if head.closed else "",
        partners.audience(t, head.audience),
    ]
    return ", ".join(part for part in parts if part)
