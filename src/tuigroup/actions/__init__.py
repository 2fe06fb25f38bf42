"""What a member can do, as plain functions over a store: a local write and, where others are to know, an operation
in the outbox, in one transaction. Nothing here speaks to a server or draws; wake the engine afterwards.
"""

from tuigroup.actions.cases import appeal, decide, hand_cases, report
from tuigroup.actions.groups import (
    agree,
    answer_request,
    claim,
    close_group,
    credentials,
    group_settings,
    hand_over,
    join,
    leave,
    name_moderator,
    propose,
    say_here,
    set_up,
)
from tuigroup.actions.guests import ask_unnamed, end_session, open_session, transcribe
from tuigroup.actions.notes import set_note, wish_note
from tuigroup.actions.offers import ask_offer, give_back, offer, shelve, take_out
from tuigroup.actions.partners import answer_partner, ask_partner
from tuigroup.actions.posting import (
    edit_post,
    remove_post,
    reply,
    respond,
    retry,
    start_private,
    start_thread,
    withdraw,
)
from tuigroup.actions.reading import mark_read, mute, mute_member, take_break, watch
from tuigroup.actions.unsent import Unsent, back_to_drafts, discard, to_seal, unsent
from tuigroup.actions.writing import composed, save_draft, send_draft
from tuigroup.actions.written_meetings import move_meeting, open_meeting, say_in_meeting

__all__ = [
    "Unsent",
    "agree",
    "answer_partner",
    "answer_request",
    "appeal",
    "ask_offer",
    "ask_partner",
    "ask_unnamed",
    "back_to_drafts",
    "claim",
    "close_group",
    "composed",
    "credentials",
    "decide",
    "discard",
    "edit_post",
    "end_session",
    "give_back",
    "group_settings",
    "hand_cases",
    "hand_over",
    "join",
    "leave",
    "mark_read",
    "move_meeting",
    "mute",
    "mute_member",
    "name_moderator",
    "offer",
    "open_meeting",
    "open_session",
    "propose",
    "remove_post",
    "reply",
    "report",
    "respond",
    "retry",
    "save_draft",
    "say_here",
    "say_in_meeting",
    "send_draft",
    "set_note",
    "set_up",
    "shelve",
    "start_private",
    "start_thread",
    "take_break",
    "take_out",
    "to_seal",
    "transcribe",
    "unsent",
    "watch",
    "wish_note",
    "withdraw",
]
