"""Operations of the outbox: what a member does, each with a key made once by the client.

A post is named by its number, or, while it has none, by the outbox key that writes it (``Ref``). Unknown
fields are ignored. ``later`` asks the server to publish after that many minutes, so that equal times do
not link two aliases of one account; the ack then says when.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from tuigroup.wire import limits, rounds
from tuigroup.wire.cases import Act, Category
from tuigroup.wire.library_ops import AskOffer, AskUnnamed, EndSession, Offer, OpenSession, Shelve, TakeOut, Transcribe
from tuigroup.wire.meeting_ops import MoveMeeting, OpenMeeting, SayInMeeting
from tuigroup.wire.op import Body, Key, Note, Number, Op, Ref, Title, Word
from tuigroup.wire.words import (
    Access,
    Audience,
    BoardPurpose,
    GroupFormat,
    GroupKind,
    Intent,
    ResponseKind,
    Topic,
)

__all__ = [
    "ANY", "AnswerPartner", "AnswerRequest", "AnyOp", "Appeal", "AskOffer", "AskPartner", "AskUnnamed", "BoardIn",
    "Body", "Claim", "CloseGroup", "Credentials", "Decide", "Edit", "EndSession", "GroupSettings", "HandOver", "Join",
    "Key", "Leave", "MeetingIn", "MoveMeeting", "NameModerator", "Note", "Number", "Offer", "Op", "OpenMeeting",
    "OpenSession", "Pointing", "Propose", "Ref", "Remove", "Reply", "Report", "Respond", "SayHere", "SayInMeeting",
    "SetNote", "SetUp", "Shelve", "StartPrivate", "StartThread", "Starts", "TakeOut", "Title", "Transcribe", "Wish",
    "Word", "Writes",
]  # fmt: skip


class Join(Op):
    """Join, or ask to. ``word`` goes with a request, ``code`` with an invitation.

    ``agreed`` is the version of the group's guidelines that was shown and agreed to.
    """

    op: Literal["join"] = "join"
    g: Number
    alias: Annotated[str, Field(min_length=1, max_length=limits.ALIAS * 2)]
    word: Word = ""
    code: Annotated[str, Field(max_length=64)] = ""
    agreed: Number = 1


class Agree(Op):
    """Agrees to a version of the group's guidelines."""

    op: Literal["agree"] = "agree"
    g: Number
    version: Number


class Leave(Op):
    op: Literal["leave"] = "leave"
    g: Number


class StartThread(Op):
    op: Literal["thread"] = "thread"
    g: Number
    board: Number = 1
    title: Title
    body: Body
    note: Note = ""
    intent: Intent = Intent.NONE
    later: Annotated[int, Field(ge=0, le=60)] = 0


class StartPrivate(Op):
    """A thread that only its audience sees: a private word with who runs the group.

    An operation of its own rather than a field of ``StartThread``: a server that does not know it refuses it, where
    it would ignore a field and show the words to everybody. It stands on no board and is never put off.
    """

    op: Literal["private"] = "private"
    g: Number
    title: Title
    body: Body
    note: Note = ""
    intent: Intent = Intent.NONE
    audience: Literal[Audience.FACILITATORS] = Audience.FACILITATORS


class SayHere(Op):
    """Who runs the group says until which minute they are on duty; 0 ends it. It ends by itself too."""

    op: Literal["here"] = "here"
    g: Number
    until: Annotated[int, Field(ge=0, le=2**53)] = 0


class Reply(Op):
    """Answers ``to``; the thread is that of the post answered.

    ``turn`` says that it is a turn in a round of a written meeting (wire.rounds.Step), whose first post it answers.
    """

    op: Literal["reply"] = "reply"
    g: Number
    to: Ref
    body: Body
    note: Note = ""
    intent: Intent = Intent.NONE
    later: Annotated[int, Field(ge=0, le=60)] = 0
    turn: Annotated[int, Field(ge=0, le=rounds.Step.SHARING)] = 0


class Edit(Op):
    """Changes one's own post; ``title`` only for a thread's first. None leaves a field as it is."""

    op: Literal["edit"] = "edit"
    g: Number
    post: Ref
    body: Body
    title: Title | None = None
    note: Note | None = None
    later: Annotated[int, Field(ge=0, le=60)] = 0


class Remove(Op):
    """Takes one's own post back: a tombstone stays in the tree."""

    op: Literal["remove"] = "remove"
    g: Number
    post: Ref


class Respond(Op):
    """One response a member a post; None takes it back."""

    op: Literal["respond"] = "respond"
    g: Number
    post: Ref
    kind: ResponseKind | None = None


class Wish(Op):
    """Wishes, unsigned, that somebody's post had a content note. A member is heard once about a post."""

    op: Literal["wish"] = "wish"
    g: Number
    post: Number
    topic: Topic


class SetNote(Op):
    """A content note on one's own post, or on somebody's by who runs the group; what the post says stays as it is.

    None leaves the note as it is: what was wished was seen. That is for the author alone.
    """

    op: Literal["note"] = "note"
    g: Number
    post: Number
    note: Note | None = None


class Report(Op):
    """Calls those who run the group to a post; nobody else hears of it."""

    op: Literal["report"] = "report"
    g: Number
    post: Ref
    category: Category = Category.OTHER
    note: Word = ""


class Decide(Op):
    """A step in a case by who runs the group. ``word`` goes to whom it is about; a note stays with who runs the group.

    ``to`` is the member it is assigned to, the level, the board it is moved to, or the days of a suspension.
    """

    op: Literal["decide"] = "decide"
    g: Number
    case: Number
    act: Act
    word: Word = ""
    to: Annotated[int, Field(ge=0, le=2**53)] = 0


class Appeal(Op):
    """Asks those who run the group to look again at what was decided about oneself; more words go to the same place."""

    op: Literal["appeal"] = "appeal"
    g: Number
    case: Number
    body: Body


class AnswerRequest(Op):
    """A facilitator answers who asked to join, with a word back."""

    op: Literal["answer"] = "answer"
    g: Number
    member: Number
    admit: bool
    word: Word = ""


class MeetingIn(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)
    weekday: Annotated[int, Field(ge=1, le=7)]
    start: Annotated[int, Field(ge=0, lt=1440)]
    duration: Annotated[int, Field(ge=5, le=1440)] = 60
    timezone: Annotated[str, Field(max_length=64)] = "UTC"
    name: Annotated[str, Field(max_length=limits.TITLE)] = ""
    place: Annotated[str, Field(max_length=limits.PLACE)] = ""
    url: Annotated[str, Field(max_length=limits.URL)] = ""
    online: bool = False
    notes: Annotated[str, Field(max_length=limits.WORD)] = ""
    rule: Annotated[str, Field(max_length=limits.MEETING_RULE)] = ""
    since: Annotated[int, Field(ge=0, le=80_000)] = 0
    changes: Annotated[
        tuple[Annotated[str, Field(max_length=limits.MEETING_CHANGE)], ...], Field(max_length=limits.MEETING_CHANGES)
    ] = ()


class BoardIn(BaseModel):
    """A board as it is to be: a new one where ``board`` is 0, else another name, closed or open. Its purpose stays."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)
    board: Annotated[int, Field(ge=0, le=2**53)] = 0
    purpose: BoardPurpose = BoardPurpose.DISCUSSION
    title: Annotated[str, Field(max_length=limits.BOARD_TITLE)]
    closed: bool = False


class GroupSettings(BaseModel):
    """What a facilitator sets up. None leaves a field as it is.

    ``capacity`` is how many members it takes, 0 for any number. ``ask_again``: every member
    is asked to agree to the guidelines as they are then. ``boards`` names those that are new or change, the rest stay.
    ``quiet`` are its quiet hours: from and until which minute after midnight, by its own clock; empty for none.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)
    name: Annotated[str, Field(min_length=1, max_length=limits.GROUP_NAME)] | None = None
    about: Annotated[str, Field(max_length=limits.ABOUT)] | None = None
    welcome: Annotated[str, Field(max_length=limits.WELCOME)] | None = None
    guidelines: Annotated[str, Field(max_length=limits.GUIDELINES)] | None = None
    kind: GroupKind | None = None
    format: GroupFormat | None = None
    access: Access | None = None
    listed: bool | None = None
    language: Annotated[str, Field(max_length=16)] | None = None
    timezone: Annotated[str, Field(max_length=64)] | None = None
    country: Annotated[str, Field(max_length=2)] | None = None
    place: Annotated[str, Field(max_length=limits.PLACE)] | None = None
    topics: Annotated[list[Annotated[str, Field(max_length=limits.TOPIC)]], Field(max_length=limits.TOPICS)] | None = (
        None
    )
    meetings: Annotated[list[MeetingIn], Field(max_length=30)] | None = None
    hold_first: bool | None = None
    plan: Annotated[str, Field(max_length=limits.PLAN)] | None = None
    ask_again: bool | None = None
    boards: Annotated[list[BoardIn], Field(max_length=limits.BOARDS)] | None = None
    quiet: Annotated[list[Annotated[int, Field(ge=0, lt=1440)]], Field(max_length=2)] | None = None
    capacity: Annotated[int, Field(ge=0, le=limits.CAPACITY)] | None = None


class Propose(Op):
    """A member proposes a group; the operator opens it, and the proposer is its facilitator."""

    op: Literal["propose"] = "propose"
    alias: Annotated[str, Field(min_length=1, max_length=limits.ALIAS * 2)]
    settings: GroupSettings


class SetUp(Op):
    op: Literal["set_up"] = "set_up"
    g: Number
    settings: GroupSettings


class Claim(Op):
    """Somebody says they run a listing; the operator confirms, and it becomes hosted."""

    op: Literal["claim"] = "claim"
    g: Number
    alias: Annotated[str, Field(min_length=1, max_length=limits.ALIAS * 2)]
    word: Word = ""


class HandOver(Op):
    """A facilitator makes another member facilitator; with ``step_down`` becomes a member."""

    op: Literal["hand_over"] = "hand_over"
    g: Number
    member: Number
    step_down: bool = True


class NameModerator(Op):
    """A facilitator makes a member a moderator, or (``on`` false) a member like others again."""

    op: Literal["moderator"] = "moderator"
    g: Number
    member: Number
    on: bool = True


class CloseGroup(Op):
    op: Literal["close"] = "close"
    g: Number
    word: Word = ""


class Credentials(Op):
    """A facilitator states their credentials; shown only once the operator has confirmed them."""

    op: Literal["credentials"] = "credentials"
    g: Number
    text: Annotated[str, Field(max_length=limits.CREDENTIALS)]


class AskPartner(Op):
    """Ask another member to be accountability partners. It holds no words: those come once they agree."""

    op: Literal["ask_partner"] = "ask_partner"
    g: Number
    member: Number


class AnswerPartner(Op):
    """``agree`` to what was asked in a thread; else say no, which nobody is told, or end what was agreed."""

    op: Literal["partner"] = "partner"
    g: Number
    thread: Number
    agree: bool


Starts = StartThread | StartPrivate
Writes = Starts | Reply
Pointing = Reply | Edit | Remove | Respond

AnyOp = Annotated[
    Join
    | Agree
    | Leave
    | StartThread
    | StartPrivate
    | Reply
    | Edit
    | Remove
    | Respond
    | AnswerRequest
    | Propose
    | SetUp
    | Claim
    | HandOver
    | NameModerator
    | CloseGroup
    | SayHere
    | Credentials
    | AskPartner
    | AnswerPartner
    | OpenMeeting
    | SayInMeeting
    | MoveMeeting
    | Report
    | Decide
    | Appeal
    | Wish
    | SetNote
    | Offer
    | AskOffer
    | TakeOut
    | Shelve
    | OpenSession
    | EndSession
    | AskUnnamed
    | Transcribe,
    Field(discriminator="op"),
]

ANY: Final[TypeAdapter[AnyOp]] = TypeAdapter(AnyOp, config=ConfigDict(defer_build=True))
"""Reads any of them from JSON."""
