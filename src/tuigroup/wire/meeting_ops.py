"""Operations of written meetings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tuigroup.wire import limits, rounds
from tuigroup.wire.op import Number, Op, Title
from tuigroup.wire.words import InMeeting


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
