"""Who may do what, as two tables and a few pure functions over them.

Imports nothing of the project: roles, standings and states are the plain words of the wire. Every refusal is
a key of wire.problems; the sentence that goes with it is the service's. A group that somebody may not know of
answers ``not-found`` to everything, so that no refusal hints that it is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Who(StrEnum):
    """How somebody stands to a group, in the order of the table's columns."""

    GUEST = "guest"  # no token
    STRANGER = "stranger"  # an account that is not in the group
    ASKING = "asking"  # asked to join, no answer yet
    SUSPENDED = "suspended"  # may not come in for now, or any more
    SPEAKER = "speaker"  # the guest of a session: nothing of the group but its thread is theirs
    MEMBER = "member"
    MODERATOR = "moderator"  # a member who looks after what is written: cases, holds, notes
    CO_FACILITATOR = "co_facilitator"
    FACILITATOR = "facilitator"


class Action(StrEnum):
    SEE_PAGE = "see_page"
    JOIN = "join"
    CLAIM = "claim"
    LEAVE = "leave"
    AGREE = "agree"  # to the guidelines as they are now
    READ = "read"
    SEARCH = "search"
    TAKE_SLIP = "take_slip"
    WRITE = "write"
    ANSWER = "answer"
    ANNOUNCE = "announce"
    RESPOND = "respond"
    EDIT_OWN = "edit_own"
    REMOVE_OWN = "remove_own"
    WISH = "wish"
    NOTE = "note"  # on one's own post; who runs the group on any
    SEE_REQUESTS = "see_requests"
    ANSWER_REQUESTS = "answer_requests"
    SEE_MEMBERS = "see_members"
    SET_UP = "set_up"
    STATE_CREDENTIALS = "state_credentials"
    SAY_HERE = "say_here"
    HAND_OVER = "hand_over"
    NAME_MODERATORS = "name_moderators"
    CLOSE = "close"
    REPORT = "report"
    SEE_CASES = "see_cases"
    DECIDE = "decide"
    LEAD_MEETING = "lead_meeting"  # a written one
    SEE_DECISIONS = "see_decisions"  # about oneself
    APPEAL = "appeal"
    OFFER = "offer"
    SEE_GIVEN = "see_given"  # one's own
    TAKE_OUT = "take_out"
    SHELVE = "shelve"


_ORDER: Final = tuple(Who)
_Y, _n = True, False

# fmt: off
ALLOWED: Final[Mapping[Action, tuple[bool, ...]]] = {
    #                         guest stranger asking suspended speaker member mod  co   facilitator
    Action.SEE_PAGE:          (_Y,   _Y,      _Y,    _Y,       _Y,     _Y,    _Y,  _Y,  _Y),
    Action.JOIN:              (_n,   _Y,      _n,    _n,       _n,     _n,    _n,  _n,  _n),
    Action.CLAIM:             (_n,   _Y,      _n,    _n,       _n,     _n,    _n,  _n,  _n),
    Action.LEAVE:             (_n,   _n,      _Y,    _n,       _Y,     _Y,    _Y,  _Y,  _Y),
    Action.AGREE:             (_n,   _n,      _n,    _n,       _n,     _Y,    _Y,  _Y,  _Y),
    Action.READ:              (_n,   _n,      _n,    _n,       _n,     _Y,    _Y,  _Y,  _Y),
    Action.SEARCH:            (_n,   _n,      _n,    _n,       _n,     _Y,    _Y,  _Y,  _Y),
    Action.TAKE_SLIP:         (_n,   _n,      _n,    _n,       _n,     _Y,    _Y,  _Y,  _Y),
    Action.WRITE:             (_n,   _n,      _n,    _n,       _n,     _Y,    _Y,  _Y,  _Y),
    Action.ANSWER:            (_n,   _n,      _n,    _n,       _Y,     _Y,    _Y,  _Y,  _Y),
    Action.ANNOUNCE:          (_n,   _n,      _n,    _n,       _n,     _n,    _n,  _Y,  _Y),
    Action.RESPOND:           (_n,   _n,      _n,    _n,       _n,     _Y,    _Y,  _Y,  _Y),
    Action.EDIT_OWN:          (_n,   _n,      _n,    _n,       _Y,     _Y,    _Y,  _Y,  _Y),
    Action.REMOVE_OWN:        (_n,   _n,      _n,    _n,       _Y,     _Y,    _Y,  _Y,  _Y),
    Action.WISH:              (_n,   _n,      _n,    _n,       _n,     _Y,    _Y,  _Y,  _Y),
    Action.NOTE:              (_n,   _n,      _n,    _n,       _n,     _Y,    _Y,  _Y,  _Y),
    Action.SEE_REQUESTS:      (_n,   _n,      _n,    _n,       _n,     _n,    _n,  _Y,  _Y),
    Action.ANSWER_REQUESTS:   (_n,   _n,      _n,    _n,       _n,     _n,    _n,  _Y,  _Y),
    Action.SEE_MEMBERS:       (_n,   _n,      _n,    _n,       _n,     _n,    _n,  _Y,  _Y),
    Action.SET_UP:            (_n,   _n,      _n,    _n,       _n,     _n,    _n,  _Y,  _Y),
    Action.STATE_CREDENTIALS: (_n,   _n,      _n,    _n,       _n,     _n,    _n,  _Y,  _Y),
    Action.SAY_HERE:          (_n,   _n,      _n,    _n,       _n,     _n,    _n,  _Y,  _Y),
    Action.HAND_OVER:         (_n,   _n,      _n,    _n,       _n,     _n,    _n,  _n,  _Y),
    Action.NAME_MODERATORS:   (_n,   _n,      _n,    _n,       _n,     _n,    _n,  _n,  _Y),
    Action.CLOSE:             (_n,   _n,      _n,    _n,       _n,     _n,    _n,  _n,  _Y),
    Action.REPORT:            (_n,   _n,      _n,    _n,       _n,     _Y,    _Y,  _Y,  _Y),
    Action.SEE_CASES:         (_n,   _n,      _n,    _n,       _n,     _n,    _Y,  _Y,  _Y),
    Action.DECIDE:            (_n,   _n,      _n,    _n,       _n,     _n,    _Y,  _Y,  _Y),
    Action.LEAD_MEETING:      (_n,   _n,      _n,    _n,       _n,     _n,    _n,  _Y,  _Y),
    Action.SEE_DECISIONS:     (_n,   _n,      _n,    _Y,       _n,     _Y,    _Y,  _Y,  _Y),
    Action.APPEAL:            (_n,   _n,      _n,    _Y,       _n,     _Y,    _Y,  _Y,  _Y),
    Action.OFFER:             (_n,   _n,      _n,    _n,       _n,     _Y,    _Y,  _Y,  _Y),
    Action.SEE_GIVEN:         (_n,   _n,      _n,    _Y,       _n,     _Y,    _Y,  _Y,  _Y),
    Action.TAKE_OUT:          (_n,   _n,      _n,    _Y,       _n,     _Y,    _Y,  _Y,  _Y),
    Action.SHELVE:            (_n,   _n,      _n,    _n,       _n,     _n,    _n,  _Y,  _Y),
}

_READING: Final = frozenset(
    {
        Action.SEE_PAGE,
        Action.READ,
        Action.SEARCH,
        Action.LEAVE,
        Action.AGREE,
        Action.REMOVE_OWN,
        Action.SEE_GIVEN,
        Action.TAKE_OUT,
    }
)
# What is written can still be read, so that it can still be hidden.
_LOOKING_AFTER: Final = frozenset(
    {Action.REPORT, Action.SEE_CASES, Action.DECIDE, Action.SEE_DECISIONS, Action.APPEAL}
)

# What can be done in a group at all while it is in a state.
IN_STATE: Final[Mapping[str, frozenset[Action]]] = {
    "open":     frozenset(Action) - {Action.CLAIM},
    "proposed": _READING | {Action.SET_UP, Action.STATE_CREDENTIALS},
    "closed":   _READING | _LOOKING_AFTER | {Action.SEE_REQUESTS, Action.SEE_MEMBERS, Action.SHELVE},
    "listing":  frozenset({Action.SEE_PAGE, Action.CLAIM}),
}
# fmt: on

# Boards in which only who runs the group starts threads; everybody may answer there.
LED_BOARDS: Final = frozenset({"announcements", "guest_session"})
RUNNING: Final = frozenset({Who.FACILITATOR, Who.CO_FACILITATOR})
LOOKING_AFTER: Final = RUNNING | {Who.MODERATOR}
INSIDE: Final = LOOKING_AFTER | {Who.MEMBER}
RUNNING_ROLES: Final = frozenset({"facilitator", "co_facilitator"})

# What a moderator does not do in a case: who is in the group is for those who run it.
NOT_BY_MODERATORS: Final = frozenset({"suspend", "end"})

# Boards whose posts can be offered for the library.
GIVING_BOARDS: Final = frozenset({"coping", "stories"})

# Who sees a thread by its audience (wire.words.Audience), besides those whose it is: who wrote a private word to
# the facilitators, or (where a thread is between two members) both of them and nobody else.
HEARD_BY: Final[Mapping[str, frozenset[Who]]] = {
    "": INSIDE,
    "facilitators": RUNNING,
    "partners": frozenset(),
}

REPORTERS: Final = 3  # different members whose reports keep a post back

# Aliases that would pass for somebody with a duty, as they look at a glance (tuigroup.text.skeleton).
RESERVED_ALIASES: Final = ("facilitator", "co_facilitator", "moderator", "operator", "admin", "tuigroup", "support")


class Door(StrEnum):
    """What kind of front door passes people on, by a credential of its own."""

    SSH = "ssh"
    KIOSK = "kiosk"


class DoorAction(StrEnum):
    PASS_ON_NETWORK = "pass_on_network"  # whom it asks for is counted by the network that it names
    VOUCH = "vouch"  # it says that somebody has the private half of a key
    END_SESSIONS = "end_sessions"  # all that were opened through it


AT_THE_DOOR: Final[Mapping[DoorAction, frozenset[Door]]] = {
    DoorAction.PASS_ON_NETWORK: frozenset(Door),
    DoorAction.VOUCH: frozenset({Door.SSH}),
    DoorAction.END_SESSIONS: frozenset(Door),
}

# Seconds without use after which a session ends that was opened through a door.
IDLE: Final[Mapping[Door, int]] = {Door.SSH: 86_400, Door.KIOSK: 300}


def door_refusal(action: DoorAction, door: str | None) -> str:
    """'' when a door of this kind may do it, else a key of wire.problems; None is who came through none."""
    if door is None:
        return "door-refused"
    return "" if door in AT_THE_DOOR[action] else "not-allowed"


_BY_ROLE: Final[Mapping[str, Who]] = {
    "facilitator": Who.FACILITATOR,
    "co_facilitator": Who.CO_FACILITATOR,
    "moderator": Who.MODERATOR,
}


def who(account: int | None, standing: str = "", role: str = "", *, guest: bool = False) -> Who:
    """How somebody stands to a group: ``account`` None is a guest, ``standing`` '' has no membership."""
    if account is None:
        return Who.GUEST
    if standing == "requested":
        return Who.ASKING
    if standing in ("suspended", "ended"):
        return Who.SUSPENDED
    if standing != "active":
        return Who.STRANGER
    if guest:
        return Who.SPEAKER
    return _BY_ROLE.get(role, Who.MEMBER)


def visible(state: str, listed: bool, asker: Who) -> bool:
    """Whether the asker may know that the group is there."""
    if asker in INSIDE or asker in (Who.ASKING, Who.SUSPENDED, Who.SPEAKER):
        return True
    return listed and state != "proposed"


def refusal(action: Action, asker: Who, state: str, listed: bool = True) -> str:
    """'' when the asker may do it, else why not, as a key of wire.problems."""
    if not visible(state, listed, asker):
        return "not-found"
    if state == "listing" and action not in IN_STATE[state]:
        return "listing-only"
    if not ALLOWED[action][_ORDER.index(asker)]:
        return _why_not(action, asker)
    if action not in IN_STATE[state]:
        return "group-closed" if state == "closed" else "not-allowed"
    return ""


def _why_not(action: Action, asker: Who) -> str:
    if asker is Who.GUEST:
        return "not-signed-in"
    if asker is Who.SUSPENDED:
        return "suspended"
    if action is Action.JOIN:
        return "already-member"
    if asker in INSIDE:
        return "not-allowed"
    return "not-a-member"


def hears(audience: str, asker: Who, *, party: bool) -> bool:
    """Whether somebody sees a thread of this audience; ``party``: it is theirs. Nobody outside the group does."""
    return asker in INSIDE and (party or asker in HEARD_BY.get(audience, frozenset()))


def may_put_out(asker: Who, role: str) -> bool:
    """Whether who runs a group may suspend somebody in this role, or end their membership."""
    if role in ("member", "moderator"):
        return asker in RUNNING
    return asker is Who.FACILITATOR and role == "co_facilitator"


def may_decide(asker: Who, act: str) -> bool:
    """Whether somebody who may decide at all may take this step (wire.cases.Act)."""
    return asker in RUNNING or (asker is Who.MODERATOR and act not in NOT_BY_MODERATORS)


def may_look(role: str, *, own: bool, private: bool) -> bool:
    """Whether somebody in a role sees a case: nobody one about themselves, and a moderator none about what was not
    written to the whole group (``private``).
    """
    return not own and (role in RUNNING_ROLES or (role == "moderator" and not private))


def may_note(asker: Who, *, own: bool) -> bool:
    """Whether somebody inside puts a content note on a post."""
    return own or asker in LOOKING_AFTER


def hears_wishes(asker: Who, *, own: bool) -> bool:
    """Whether somebody inside hears which notes are wished for on a post."""
    return own or asker in LOOKING_AFTER


def holds_first(asker: Who, *, chosen: bool, seen_before: bool) -> bool:
    """Whether a post waits for a review: a newcomer's, of whom nobody has read anything yet, where a group chose so."""
    return chosen and asker is Who.MEMBER and not seen_before


def holds_reported(reporters: int, *, reviewed: bool) -> bool:
    """Whether a post is kept back until it is reviewed; one that was reviewed before is not kept back again."""
    return reporters >= REPORTERS and not reviewed


def must_agree(asker: Who, agreed: int, version: int) -> bool:
    """Whether somebody is to agree to a group's new guidelines before they post there. Who runs it never has to."""
    return asker in (Who.MEMBER, Who.MODERATOR) and agreed < version


def starting(purpose: str) -> Action:
    """What it takes to start a thread on a board of this purpose."""
    return Action.ANNOUNCE if purpose in LED_BOARDS else Action.WRITE


def joining(access: str, invited: bool) -> str:
    """The standing that joining gives ('active' or 'requested'), or '' when an invitation is needed."""
    if invited or access == "open":
        return "active"
    return "requested" if access == "request" else ""


def has_room(capacity: int, taken: int) -> bool:
    """Whether one more finds a place; ``capacity`` 0 is no limit. Who was there before it was set lower stays."""
    return not capacity or taken < capacity


def needs_room(role: str) -> bool:
    """Whether who comes in with this role needs a free place: who is invited to run a full group does not."""
    return role == "member"


def may_return(standing: str) -> bool:
    """Whether somebody with this earlier standing may join or ask again."""
    return standing in ("", "left", "declined")


def notable(before: int, after: int) -> bool:
    """Whether a figure that says how busy a group is changed enough to tell every reader of the directory."""
    if before == after:
        return False
    return min(before, after) < 3 or abs(after - before) * 4 > before
