"""A small community in a store: three groups, a few threads, one reader called old_bicycle."""

from __future__ import annotations

from tests.ui.stubs import NOW
from tuigroup.store import GroupDetail, Store
from tuigroup.wire.records import (
    Author,
    BoardRecord,
    FacilitatorRecord,
    GroupRecord,
    MeetingRecord,
    MembershipRecord,
    PostRecord,
    ThreadRecord,
)
from tuigroup.wire.words import Access, BoardPurpose, GroupFormat, GroupKind, Intent, ResponseKind, Role

MINUTE = int(NOW // 60)
ME = 4
HERON = Author(2, "heron")
TEALEAF = Author(3, "tealeaf")
MINE = Author(ME, "old_bicycle")
INES = Author(1, "Ines", Role.FACILITATOR, "nurse")

ANXIETY, NIGHT, GRIEF, ASK = 1, 2, 3, 4

GROUPS = (
    GroupRecord(
        ANXIETY, 1, "living-with-anxiety", "Living With Anxiety", "For days that are louder inside than outside.",
        topics=("anxiety",), timezone="Europe/London", members=60, posts_week=30, first_reply=120,
    ),
    GroupRecord(
        NIGHT, 2, "night-shift-sleep-circle", "Night Shift Sleep Circle",
        "For people whose jobs or bodies keep them awake at three in the morning.",
        topics=("sleep", "work"), timezone="Europe/London", members=41, posts_week=42, first_reply=170,
    ),
    GroupRecord(
        GRIEF, 3, "grief-after-sudden-loss", "Grief After Sudden Loss", "Nobody has to be further along than they are.",
        kind=GroupKind.PROFESSIONAL_LED, format=GroupFormat.HYBRID, topics=("grief",), timezone="Europe/London",
    ),
    GroupRecord(
        ASK, 4, "rooms-we-chose", "Rooms We Chose", "Living somewhere new on purpose.",
        access=Access.REQUEST, topics=("moving",), timezone="Europe/London",
    ),
)  # fmt: skip

BOARDS = (
    BoardRecord(1, BoardPurpose.DISCUSSION, "Talk"),
    BoardRecord(2, BoardPurpose.COPING, "Coping"),
)


def thread(number: int, title: str, author: Author, at: int, posts: int, last: int, board: int = 1) -> ThreadRecord:
    return ThreadRecord(number, board, title, author, at, MINUTE - 10, posts, last)


def fill(store: Store, *, joined: bool = True) -> None:
    """Fill the store; with ``joined`` false as a guest sees it: groups, but no membership."""
    store.groups.put_directory(
        GROUPS,
        [
            MeetingRecord(NIGHT, 7, 21 * 60, 60, "Europe/London", "Sunday circle", online=True),
            MeetingRecord(ANXIETY, 3, 19 * 60 + 30, 60, "Europe/London", "Midweek", online=True),
        ],
        4,
        listings=False,
    )
    for group in GROUPS:
        facilitators = (FacilitatorRecord("Ines", Role.FACILITATOR, True, "nurse"),)
        store.groups.put_page(
            GroupDetail(
                group,
                "Come in.",
                "Speak from your own days.",
                BOARDS,
                facilitators,
                tuple(store.groups.meetings_of(group.group)),
            )
        )
    if joined:
        store.groups.put_memberships([MembershipRecord(g, ME, "old_bicycle") for g in (ANXIETY, NIGHT, GRIEF)])
        _night(store)
        _anxiety(store)


def _night(store: Store) -> None:
    start = MINUTE - 16 * 60
    store.threads.put_heads(NIGHT, [thread(1, "What do you do at 3 a.m.?", MINE, start, 4, 4, board=2)])
    store.threads.put_posts(
        NIGHT,
        [
            PostRecord(
                1, 1, 0, MINE, start, "I have been awake since one. The house is quiet and my head is not. What do you "
                "do with the hour before it gets light?", intent=Intent.ADVICE, responses=(5, 3, 0, 0),
            ),
            PostRecord(
                2, 1, 1, HERON, MINUTE - 120, "I write tomorrow's list on paper, then I make tea I don't drink. It "
                "sounds silly but my hands need something slow.", responses=(0, 0, 2, 0), mine=ResponseKind.THANK_YOU,
            ),
            PostRecord(
                3, 1, 2, TEALEAF, MINUTE - 60, "The smallest dose that my doctor and I agreed on, and a dull book.",
                note="medication",
            ),
            PostRecord(4, 1, 1, INES, MINUTE - 30, "Some nights the hour only wants company. You have it here."),
        ],
    )  # fmt: skip


def _anxiety(store: Store) -> None:
    store.threads.put_heads(ANXIETY, [thread(1, "First week", TEALEAF, MINUTE - 300, 1, 1)])
    store.threads.put_posts(
        ANXIETY, [PostRecord(1, 1, 0, TEALEAF, MINUTE - 300, "My first week here. Hello from a loud head.")]
    )
