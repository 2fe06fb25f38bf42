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
from tuigroup.wire.offers import MARK
from tuigroup.wire.words import (
    Access,
    Audience,
    GroupFormat,
    GroupKind,
    InMeeting,
    Intent,
    Licence,
    ResponseKind,
    Topic,
)

Key = Annotated[str, Field(min_length=8, max_length=limits.KEY, pattern=r"^[A-Za-z0-9_-]+$")]
Number = Annotated[int, Field(ge=1, le=2**53)]
Ref = Number | Key
Body = Annotated[str, Field(min_length=1, max_length=limits.BODY)]
Title = Annotated[str, Field(min_length=1, max_length=limits.TITLE)]
Note = Annotated[str, Field(max_length=limits.NOTE)]
Word = Annotated[str, Field(max_length=limits.WORD)]


class Op(BaseModel):
    """Base of every operation: ``k`` its key, ``g`` the group's number (a key where the group is new)."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)
    k: Key


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


class GroupSettings(BaseModel):
    """What a facilitator sets up. None leaves a field as it is.

    ``ask_again``: every member is asked to agree to the guidelines as they are then.
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


class OpenMeeting(Op):
    """Who runs the group opens a written meeting on a board, from a minute on (0: now): a thread of its own.

    ``length`` and ``turn`` are minutes, ``turn`` 0 what is usual; ``body`` is the group's welcome, ``closing`` what it
    says at the end. With ``free`` everybody may answer once the sharing is over; with ``closes`` its record is read
    only.
    """

    op: Literal["open_meeting"] = "open_meeting"
    g: Number
    board: Number = 1
    title: Title
    body: Annotated[str, Field(min_length=1, max_length=limits.WELCOME)]
    closing: Annotated[str, Field(max_length=limits.WELCOME)] = ""
    opens: Annotated[int, Field(ge=0, le=limits.LAST_MINUTE)] = 0
    length: Annotated[int, Field(ge=rounds.SHORTEST, le=rounds.LONGEST)] = rounds.SHORTEST
    turn: Annotated[int, Field(ge=0, le=rounds.LONGEST)] = 0
    free: bool = True
    closes: bool = False


class SayInMeeting(Op):
    """Comes in, goes, passes, or asks to be later; the last two in the round that they name."""

    op: Literal["in_meeting"] = "in_meeting"
    g: Number
    thread: Number
    say: InMeeting
    step: Annotated[int, Field(ge=0, le=rounds.Step.OVER)] = 0


class MoveMeeting(Op):
    """Who runs the group goes on to a step of the agenda (wire.rounds.Step); the last one ends the meeting."""

    op: Literal["move_meeting"] = "move_meeting"
    g: Number
    thread: Number
    step: Annotated[int, Field(ge=rounds.Step.WELCOME, le=rounds.Step.OVER)]


class Offer(Op):
    """Offers a post of one's own for the library, also where that was asked for; ``named``: under one's alias."""

    op: Literal["offer"] = "offer"
    g: Number
    post: Number
    named: bool = False
    licence: Licence = Licence.READ


class AskOffer(Op):
    """Who runs the group asks the author of a post to offer it. It holds no words."""

    op: Literal["ask_offer"] = "ask_offer"
    g: Number
    post: Number


class TakeOut(Op):
    """Takes a post of one's own out of the library, or its offer back; a no to what was asked, which nobody is told."""

    op: Literal["take_out"] = "take_out"
    g: Number
    post: Number


class Shelve(Op):
    """Who runs the group takes what is offered into the library, as it reads here, or gives it back with a word.

    ``mark`` names the words that were read (wire.offers): if its author changed them meanwhile, nothing is taken.
    """

    op: Literal["shelve"] = "shelve"
    g: Number
    post: Number
    take: bool
    word: Word = ""
    title: Annotated[str, Field(max_length=limits.TITLE)] = ""
    body: Annotated[str, Field(max_length=limits.BODY)] = ""
    topics: Annotated[list[Annotated[str, Field(max_length=limits.TOPIC)]], Field(max_length=limits.TOPICS)] = []
    mark: Annotated[str, Field(max_length=MARK)] = ""


class OpenSession(Op):
    """Who runs the group announces a guest: a thread, a place for the guest, a window in which they answer."""

    op: Literal["guest_session"] = "guest_session"
    g: Number
    name: Annotated[str, Field(min_length=1, max_length=limits.ALIAS * 2)]
    credentials: Annotated[str, Field(max_length=limits.CREDENTIALS)] = ""
    title: Title
    body: Body
    start: Annotated[int, Field(ge=0, le=limits.LAST_MINUTE)]
    until: Annotated[int, Field(ge=0, le=limits.LAST_MINUTE)]
    licence: Licence = Licence.READ


class EndSession(Op):
    """Who runs the group ends a guest session before its time."""

    op: Literal["end_session"] = "end_session"
    g: Number
    thread: Number


class AskUnnamed(Op):
    """A question to a guest without a name, which the server publishes some minutes later.

    An operation of its own: a server that does not know it refuses it, where it would show a name else.
    """

    op: Literal["ask"] = "ask"
    g: Number
    thread: Number
    body: Body
    note: Note = ""


class Transcribe(Op):
    """Who runs the group puts what was said in a guest session into the library; empty takes it out."""

    op: Literal["transcript"] = "transcript"
    g: Number
    thread: Number
    title: Annotated[str, Field(max_length=limits.TITLE)] = ""
    body: Annotated[str, Field(max_length=limits.TRANSCRIPT)] = ""
    topics: Annotated[list[Annotated[str, Field(max_length=limits.TOPIC)]], Field(max_length=limits.TOPICS)] = []


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
