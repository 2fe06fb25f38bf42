"""Operations by which words come to the library: what members offer, and guest sessions with their transcripts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tuigroup.wire import limits
from tuigroup.wire.offers import MARK
from tuigroup.wire.op import Body, Note, Number, Op, Title, Word
from tuigroup.wire.words import Licence


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
