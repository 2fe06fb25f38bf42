"""The closed sets of words on the wire, each in the order of its number."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class GroupKind(StrEnum):
    PEER_LED = "peer_led"
    PROFESSIONAL_LED = "professional_led"


class GroupFormat(StrEnum):
    ONLINE = "online"
    IN_PERSON = "in_person"
    HYBRID = "hybrid"


class Access(StrEnum):
    OPEN = "open"
    REQUEST = "request"
    INVITE = "invite"


class GroupState(StrEnum):
    OPEN = "open"
    PROPOSED = "proposed"
    CLOSED = "closed"
    LISTING = "listing"  # from a public directory: nothing to join here


class Role(StrEnum):
    MEMBER = "member"
    FACILITATOR = "facilitator"
    CO_FACILITATOR = "co_facilitator"
    MODERATOR = "moderator"  # looks after what is written, and runs nothing


class Standing(StrEnum):
    """How an account stands to a group."""

    ACTIVE = "active"
    REQUESTED = "requested"
    DECLINED = "declined"
    LEFT = "left"
    ENDED = "ended"


class BoardPurpose(StrEnum):
    DISCUSSION = "discussion"
    CHECK_IN = "check_in"
    COPING = "coping"
    STORIES = "stories"
    ANNOUNCEMENTS = "announcements"
    GUEST_SESSION = "guest_session"


class Intent(StrEnum):
    NONE = ""
    SUPPORT = "support"
    ADVICE = "advice"
    HELLO = "hello"
    A_WIN = "a_win"


class Audience(StrEnum):
    """Who sees a thread, besides who began it."""

    GROUP = ""  # everybody in the group
    FACILITATORS = "facilitators"  # who runs the group: a private word with them
    PARTNERS = "partners"  # one other member, who agreed; on the wire a head says it by its ``pair``


class ResponseKind(StrEnum):
    """A supportive answer in one key. The order is the order of a post's counts."""

    WITH_YOU = "with_you"
    ME_TOO = "me_too"
    THANK_YOU = "thank_you"
    THIS_HELPED = "this_helped"


class PostState(StrEnum):
    SHOWN = ""
    REMOVED = "removed"


class InMeeting(StrEnum):
    """What somebody says about being there in a written meeting, in one key."""

    IN = "in"  # they are there, or want a turn after all
    OUT = "out"  # they go; nothing is kept of it
    PASS = "pass"
    LATER = "later"


class Review(StrEnum):
    """What those who run the group have to do with a post."""

    NONE = ""
    HELD = "held"  # kept back until it is reviewed
    HIDDEN = "hidden"
    RELEASED = "released"  # was held before anybody else saw it, and is published elsewhere in the group now


# What stands in the place of a thread's title, once its opening post is away. A client says them in its own language.
TAKEN_BACK: Final = "(taken back by its author)"
KEPT_BACK: Final = "(kept back for review)"


class Topic(StrEnum):
    """What a reader may wish a content note for. A closed set: what nobody signed has no room for words that hurt."""

    SELF_HARM = "self_harm"
    SUICIDE = "suicide"
    ABUSE = "abuse"
    SEXUAL_VIOLENCE = "sexual_violence"
    VIOLENCE = "violence"
    FOOD = "food"
    ALCOHOL = "alcohol"
    DRUGS = "drugs"
    MEDICATION = "medication"
    ILLNESS = "illness"
    LOSS = "loss"
    PANIC = "panic"


class ResourceKind(StrEnum):
    ARTICLE = "article"
    COPING = "coping"
    STORY = "story"
    TRANSCRIPT = "transcript"


class Licence(StrEnum):
    """What others may do with a text, as its giver chose it in plain words."""

    READ = "read"  # it is read here, and not passed on
    SHARE = "share"  # passed on and changed, if it is said where it is from, and under the same licence
    FREE = "free"  # whatever anybody likes


class Stand(StrEnum):
    """How it stands. A no to what was asked is told to nobody: to who asked it stays ``asked``."""

    ASKED = "asked"
    OFFERED = "offered"
    TAKEN = "taken"
    BACK = "back"


class Given(StrEnum):
    """Where a text of the library comes from."""

    BROUGHT = ""  # by the operator
    NAMED = "named"  # by a member, under the alias that is its source
    UNNAMED = "unnamed"  # by a member who is not named
    GUEST = "guest"  # out of a session with the guest that is its source
