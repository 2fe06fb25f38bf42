"""What waits in the outbox, named in a few words that hold nothing of its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tuigroup.i18n import N_
from tuigroup.late import Late
from tuigroup.store.database import Database
from tuigroup.store.overlay import Waiting
from tuigroup.store.rows import Ref
from tuigroup.store.threads import Threads
from tuigroup.text import clip
from tuigroup.wire.words import ResponseKind

if TYPE_CHECKING:
    from tuigroup.wire import ops
else:
    ops = Late("tuigroup.wire.ops")

_RESPONSES: Final = {
    ResponseKind.WITH_YOU: N_("With you"),
    ResponseKind.ME_TOO: N_("Me too"),
    ResponseKind.THANK_YOU: N_("Thank you"),
    ResponseKind.THIS_HELPED: N_("This helped"),
}
_PLAIN: Final = {
    "join": N_("Joining"),
    "leave": N_("Leaving"),
    "agree": N_("Agreeing to guidelines"),
    "answer": N_("Answer to a request to join"),
    "propose": N_("A group proposed"),
    "set_up": N_("Changes to the group's page"),
    "claim": N_("Claim of a listing"),
    "hand_over": N_("Handing the group over"),
    "moderator": N_("Who moderates the group"),
    "close": N_("Closing the group"),
    "credentials": N_("Credentials"),
    "report": N_("Report of a post"),
    "decide": N_("Step in a case"),
    "appeal": N_("Appeal"),
    "here": N_("Until when you are on duty"),
    "ask_partner": N_("Asking for a partner"),
    "partner": N_("A word on being partners"),
    "open_meeting": N_("A written meeting"),
    "in_meeting": N_("A word in a written meeting"),
    "move_meeting": N_("The next step of a written meeting"),
    "wish": N_("A wish for a content note"),
    "offer": N_("Something for the library"),
    "ask_offer": N_("Asking for something for the library"),
    "take_out": N_("Taking something out of the library"),
    "guest_session": N_("Guest session"),
    "end_session": N_("End of a guest session"),
    "ask": N_("A question without a name"),
    "transcript": N_("Transcript of a guest session"),
    "shelve": N_("Something reviewed for the library"),
}
_TITLE: Final = 40


def label(database: Database, threads: Threads, item: Waiting) -> str:
    """``Reply to heron``, ``New thread "First week"``, ``Thank you for heron``. The group is named elsewhere."""
    op = item.shown
    if isinstance(op, ops.Starts):
        if isinstance(op, ops.StartPrivate):
            return N_('Private word "{title}"', title=clip(op.title, _TITLE))
        return N_('New thread "{title}"', title=clip(op.title, _TITLE))
    if isinstance(op, ops.Reply) and op.turn:
        title = _title(threads, item)
        return N_('Your turn in "{title}"', title=title) if title else N_("Your turn in a written meeting")
    if isinstance(op, ops.Reply):
        return N_("Reply to {whom}", whom=_whom(database, item.group, item.target))
    if isinstance(op, ops.Edit):
        title = _title(threads, item)
        return N_('Change of your post in "{title}"', title=title) if title else N_("Change of your post")
    if isinstance(op, ops.Remove):
        title = _title(threads, item)
        return N_('Your post taken back in "{title}"', title=title) if title else N_("Your post taken back")
    if isinstance(op, ops.Respond):
        whom = _whom(database, item.group, item.target)
        if op.kind is None:
            return N_("Response to {whom} taken back", whom=whom)
        return N_("{response} for {whom}", response=_RESPONSES[op.kind], whom=whom)
    if isinstance(op, ops.SetNote):
        return N_("Content note for {whom}", whom=_whom(database, item.group, item.target))
    return _PLAIN[op.op]


def _whom(database: Database, group: int, target: Ref | None) -> str:
    if isinstance(target, str):
        return N_("yourself")
    row = database.row(
        "SELECT posts.alias, posts.member = memberships.member AS own FROM posts "
        "LEFT JOIN memberships ON memberships.group_id = posts.group_id WHERE posts.group_id = ? AND number = ?",
        (group, target),
    )
    if row is None:
        return N_("a post")
    return N_("yourself") if row["own"] else str(row["alias"])


def _title(threads: Threads, item: Waiting) -> str:
    row = threads.get(item.group, item.thread) if item.thread is not None else None
    return clip(row.title, _TITLE) if row is not None else ""
