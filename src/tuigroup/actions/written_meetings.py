"""Written meetings: opening one, coming in, passing, asking to be later, going on. Each one operation in the outbox.

Writing a turn is writing an answer: actions.posting.reply.
"""

from __future__ import annotations

from pydantic import ValidationError

from tuigroup.actions import words
from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.store import Store
from tuigroup.wire.ops import MoveMeeting, OpenMeeting, SayInMeeting
from tuigroup.wire.rounds import Step
from tuigroup.wire.words import InMeeting


def open_meeting(store: Store, group: int, board: int, title: str, welcome: str, **more: object) -> str:
    """``more`` as wire.ops.OpenMeeting has it. Raises BadInput."""
    fit = words.title(title)
    body = words.body(welcome)
    try:
        op = OpenMeeting.model_validate(
            {"k": store.new_key(), "g": group, "board": max(board, 1), "title": fit, "body": body} | more
        )
    except ValidationError as error:
        field = str(error.errors(include_input=False)[0]["loc"][0])
        raise BadInput(
            N_("The meeting can't be opened like this ({place}).", place=field),
            field=field,
            kept=N_("What you filled in is kept here."),
            todo=N_("Please look at it again; it may be too long or empty."),
        ) from None
    return store.outbox.add(op)


def say_in_meeting(store: Store, group: int, thread: int, say: InMeeting, step: int) -> str:
    """Comes in, goes, passes in a round, or asks to be later there. Raises BadInput."""
    _there(store, group, thread)
    return store.outbox.add(SayInMeeting(k=store.new_key(), g=group, thread=thread, say=say, step=step))


def move_meeting(store: Store, group: int, thread: int, step: Step) -> str:
    """Who runs the group goes on to a step. Raises BadInput."""
    _there(store, group, thread)
    return store.outbox.add(MoveMeeting(k=store.new_key(), g=group, thread=thread, step=int(step)))


def _there(store: Store, group: int, thread: int) -> None:
    row = store.threads.get(group, thread)
    if row is None or not row.meeting:
        raise BadInput(N_("There is no written meeting here."))
