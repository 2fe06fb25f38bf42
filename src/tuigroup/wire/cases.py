"""Reports, cases and decisions as they travel: asked for seldom, and so in plain JSON without columns.

Who reported stays unnamed, to those who run the group too. Times are whole minutes since 1970 UTC.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from tuigroup.wire.words import Review

Whole = Annotated[int, Field(ge=0, le=2**53)]


class Category(StrEnum):
    """What a report is about."""

    DANGER = "danger"  # somebody may be in danger
    HURTFUL = "hurtful"  # attacks or threatens somebody
    PRIVACY = "privacy"  # gives away who somebody is
    HARMFUL = "harmful"  # advice that may harm
    SELLING = "selling"
    OTHER = "other"


LEVELS = ("green", "amber", "red", "crisis")


class Act(StrEnum):
    """A step of a case. The first few are for who runs the group to choose."""

    ASSIGN = "assign"
    NOTE = "note"
    TRIAGE = "triage"
    HIDE = "hide"
    RESTORE = "restore"
    WARN = "warn"
    LOCK = "lock"
    UNLOCK = "unlock"
    MOVE = "move"
    SUSPEND = "suspend"
    END = "end"
    ESCALATE = "escalate"
    CLOSE = "close"
    # These happen by themselves, or by what a member does.
    OPEN = "open"
    REPORT = "report"
    HOLD = "hold"
    APPEAL = "appeal"
    TAKEN_BACK = "taken_back"
    RETURN = "return"
    TOPIC = "topic"
    BACK = "back"


BY_ITSELF = frozenset({Act.OPEN, Act.REPORT, Act.HOLD, Act.APPEAL, Act.TAKEN_BACK, Act.RETURN, Act.TOPIC, Act.BACK})


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class Reported(_Model):
    """One report: what it is about, and the reporter's note."""

    category: str
    note: str = ""
    at: Whole = 0


class Step(_Model):
    """One entry of the log about a case. ``by`` is an alias, '' for what happened by itself; ``detail`` a plain word:

    a level, a number of days, an alias.
    """

    act: str
    at: Whole = 0
    by: str = ""
    detail: str = ""
    word: str = ""


class Case(_Model):
    """A case as who runs the group sees it.

    ``level`` is a place in LEVELS; ``state`` is ``open``, ``decided`` or ``appealed``; ``why`` is what opened it:
    ``reports`` or ``newcomer``. ``body`` is what the post says, also while others do not see it; ``appeal`` the thread
    of an appeal, 0 for none. ``left`` says that whom it is about has left; ``before`` is the alias that they wrote the
    post under, where they came back under another one while the case was open.
    """

    case: Whole
    level: Whole = 0
    state: str = "open"
    why: str = "reports"
    at: Whole = 0
    changed: Whole = 0
    assigned: str = ""
    about: str = ""
    before: str = ""
    left: bool = False
    post: Whole = 0
    thread: Whole = 0
    title: str = ""
    body: str = ""
    note: str = ""
    review: str = Review.NONE.value
    locked: bool = False
    removed: bool = False
    private: bool = False
    appeal: Whole = 0
    reports: list[Reported] = []
    steps: list[Step] = []


class Cases(_Model):
    """The queue of a group. ``head`` is the log's, to write down; ``plan`` the group's plan for a crisis.

    ``apart`` are steps that belong to no case: content notes put on posts, ``detail`` being whose.
    """

    cases: list[Case] = []
    head: str = ""
    plan: str = ""
    apart: list[Step] = []


class Talk(_Model):
    """One post of an appeal; ``mine`` is the reader's own."""

    at: Whole = 0
    by: str = ""
    mine: bool = False
    body: str = ""


class OwnCase(_Model):
    """What was decided about the reader in one case; ``thread`` and ``talk`` are those of their appeal."""

    case: Whole
    state: str = "open"
    post: Whole = 0
    body: str = ""
    review: str = Review.NONE.value
    steps: list[Step] = []
    thread: Whole = 0
    talk: list[Talk] = []


class Decisions(_Model):
    """All that was decided about the reader in a group; ``wait`` is how long a review usually takes, 0 for unknown."""

    cases: list[OwnCase] = []
    wait: Whole = 0
