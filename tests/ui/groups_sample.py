"""Groups, listings and their meetings in a store, and what strangers may put into the fields they fill."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from textual.pilot import Pilot

from tests.ui.stubs import NOW
from tuigroup.store import GroupDetail, Store
from tuigroup.wire.records import (
    BoardRecord,
    FacilitatorRecord,
    GroupRecord,
    JoinRequestRecord,
    MeetingRecord,
    MemberRecord,
    MembershipRecord,
)
from tuigroup.wire.words import Access, BoardPurpose, GroupFormat, GroupKind, GroupState, Role, Standing

MINUTE = int(NOW // 60)
DAY = 1440
NIGHT, WORRY, ROOMS, ALLOTMENT, CODED, CARERS, LEEDS, FERRY = 1, 2, 3, 4, 5, 6, 20, 21
PRO = GroupKind.PROFESSIONAL_LED

GROUPS = (
    GroupRecord(
        NIGHT, 1, "night", "Night Porters", "For people whose work or head keeps them up when the street is dark.",
        timezone="Europe/London", country="GB", topics=("sleep", "work"), members=41, posts_week=42, first_reply=170,
    ),
    GroupRecord(
        WORRY, 2, "worry", "Kettle and Worry", "A psychologist leads one exercise a week; the rest is company.",
        kind=PRO, access=Access.REQUEST, timezone="America/Chicago", country="US", topics=("anxiety", "general"),
        members=26, posts_week=9, first_reply=55,
    ),
    GroupRecord(
        ROOMS, 3, "rooms", "The Second Chair", "After somebody died. Nobody has to be further along than they are.",
        format=GroupFormat.HYBRID, access=Access.REQUEST, timezone="Europe/Dublin", country="IE",
        place="Galway, the back room of a library", topics=("grief",), members=18, posts_week=4, first_reply=600,
    ),
    GroupRecord(
        ALLOTMENT, 4, "allotment", "Allotment Men", "Digging first, talking after. Bring gloves.",
        format=GroupFormat.IN_PERSON, timezone="Pacific/Auckland", country="NZ", place="Whanganui, the old boatshed",
        topics=("men", "loneliness"), members=9, posts_week=0,
    ),
    GroupRecord(
        CODED, 5, "coded", "Duty Table", "For those on duty in other groups.", access=Access.INVITE,
        timezone="Europe/Lisbon", topics=("work",), members=12, posts_week=6,
    ),
    GroupRecord(
        CARERS, 6, "carers", "Hands Full Here", "Looking after somebody, at home or from far away.",
        timezone="Asia/Tokyo", country="JP", topics=("carers",), members=30, posts_week=70, first_reply=30,
    ),
)  # fmt: skip
LISTED = (
    GroupRecord(
        LEEDS, 1, "tuesday-rest", "Tuesday Rest Circle", "Newcomers may sit and listen.", format=GroupFormat.IN_PERSON,
        state=GroupState.LISTING, timezone="Europe/London", country="GB", place="Leeds, a hall behind the market",
        url="https://example.org/rest", topics=("sleep",), source="northern-rooms", updated=MINUTE - 130 * DAY,
    ),
    GroupRecord(
        FERRY, 2, "ferry", "Ferry House Evening", "Tea at seven.", format=GroupFormat.IN_PERSON,
        state=GroupState.LISTING, country="NZ", place="Nelson", source="southern-rooms", updated=MINUTE - 2 * DAY,
    ),
)  # fmt: skip
MEETINGS = (
    MeetingRecord(NIGHT, 7, 21 * 60, 60, "Europe/London", "Late table", online=True, url="https://example.org/late"),
    MeetingRecord(NIGHT, 5, 3 * 60, 60, "Europe/London", "The small table", online=True),
    MeetingRecord(WORRY, 3, 19 * 60, 90, "America/Chicago", "One exercise", notes="Bring paper."),
    MeetingRecord(ROOMS, 7, 18 * 60 + 30, 60, "Europe/Dublin", "", "the back room"),
    MeetingRecord(CARERS, 1, 10 * 60, 45, "Asia/Tokyo", "Coffee, cold by now"),
    MeetingRecord(LEEDS, 2, 18 * 60, 60, "Europe/London", "", "a hall behind the market"),
)
BOARDS = (BoardRecord(1, BoardPurpose.DISCUSSION, "Talk"),)
GUIDELINES = "- What is said here stays here.\n- Ask before you advise.\n- Nobody has to talk."
PEOPLE = {
    NIGHT: (FacilitatorRecord("heron", Role.FACILITATOR), FacilitatorRecord("moss", Role.CO_FACILITATOR)),
    WORRY: (FacilitatorRecord("dr_ines", Role.FACILITATOR, True, "Clinical psychologist"),),
}


def page(group: GroupRecord, guidelines: str = GUIDELINES) -> GroupDetail:
    meetings = tuple(meeting for meeting in MEETINGS if meeting.group == group.group)
    welcome = "Come in, sit down if you can."
    return GroupDetail(group, welcome, guidelines, BOARDS, PEOPLE.get(group.group, ()), meetings)


def fill(store: Store, *mine: MembershipRecord) -> None:
    """The directory, both listings, and whole pages of NIGHT, WORRY, ROOMS and CODED."""
    store.groups.put_directory(GROUPS, MEETINGS, 10)
    store.groups.put_directory(LISTED, MEETINGS, 10, listings=True)
    for group in GROUPS:
        if group.group in (NIGHT, WORRY, ROOMS, CODED):
            store.groups.put_page(page(group))
    store.groups.put_memberships(mine)


def facilitate(store: Store) -> None:
    """The reader runs NIGHT as moss; two ask to join, and there are four members."""
    fill(store, MembershipRecord(NIGHT, 2, "moss", Role.CO_FACILITATOR))
    store.groups.put_members(
        NIGHT,
        [
            MemberRecord(1, "heron", Role.FACILITATOR), MemberRecord(2, "moss", Role.CO_FACILITATOR),
            MemberRecord(3, "juniper5"), MemberRecord(4, "tealeaf"),
        ],
    )  # fmt: skip
    store.groups.put_join_requests(
        NIGHT,
        [
            JoinRequestRecord(
                7, "baker_by_night", MINUTE - 90, "I bake, so my days are upside down. A friend told me."
            ),
            JoinRequestRecord(8, "quiet.fox", MINUTE - 3 * DAY),
        ],
    )


def asked(group: int, alias: str = "moss", word: str = "") -> MembershipRecord:
    return MembershipRecord(group, 9, alias, standing=Standing.REQUESTED, word=word)


# What strangers may write into any field that they fill. Nothing of it may move the cursor, be markup or be wide.
HOSTILE = (
    "\x1b[31mred\x1b[0m \x1b]0;title\x07\x1bPq\x1b\\\x9b2J",
    "[@click=app.quit]press[/] [/oops] [bold]x",
    "\u202edesrever\u202c \u2067x\u2069 a\u200bb",
    "界" * 100,
    "n" * 200,
    "e" + "\u0301" * 60 + " line one\nline two\r\ttab",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 family \U0001f1e6\U0001f1f9",
)


def hostile(store: Store) -> None:
    """Groups and listings whose every text is an attack."""
    groups, listed, meetings = [], [], []
    for place, text in enumerate(HOSTILE):
        number = 100 + place
        base = GroupRecord(
            number, number, f"h{place}", text, text, country="GB", place=text, url=text, topics=(text, text[::-1]),
            language=text, timezone=text, source=text, updated=MINUTE - place * DAY, members=3, posts_week=2,
        )  # fmt: skip
        groups.append(base)
        listed.append(replace(base, group=number + 100, state=GroupState.LISTING, slug=f"l{place}"))
        zone = "Europe/London" if place % 2 else text
        meetings += [
            MeetingRecord(g, 1, 600 + place, 60, zone, text, text, text, False, text) for g in (number, number + 100)
        ]
    store.groups.put_directory(groups, meetings, 10)
    store.groups.put_directory(listed, meetings, 10, listings=True)
    for group, text in zip(groups, HOSTILE, strict=True):
        people = (FacilitatorRecord(text, Role.FACILITATOR, True, text),)
        rows = tuple(meeting for meeting in meetings if meeting.group == group.group)
        store.groups.put_page(GroupDetail(group, text * 3, text + "\n- " + text, BOARDS, people, rows))
        store.groups.put_join_requests(
            group.group, [JoinRequestRecord(number, text, MINUTE, text) for number, text in enumerate(HOSTILE, 20)]
        )
        store.groups.put_members(group.group, [MemberRecord(number, text) for number, text in enumerate(HOSTILE, 20)])
    store.groups.put_memberships(
        [MembershipRecord(group.group, 1, group.name[:40], Role.FACILITATOR, word=group.name) for group in groups]
    )
    _uncleaned(store)


async def keys(pilot: Pilot[Any], *names: str) -> None:
    """Press these, and wait until the screen shows what came of them."""
    await pilot.press(*names)
    await pilot.pause()
    await pilot.pause()


def _uncleaned(store: Store) -> None:
    """The same straight into the tables, past every cleaning: as a damaged or forged file would have it."""
    database = store._db
    with store.transaction():
        for place, text in enumerate(HOSTILE):
            for group in (100 + place, 200 + place):
                topics = json.dumps([text, text[::-1]])
                database.run(
                    "UPDATE groups SET name = ?, about = ?, place = ?, url = ?, language = ?, timezone = ?, "
                    "source = ?, topics = ?, welcome = ?, guidelines = ? WHERE id = ?",
                    (text, text, text, text, text, text, text, topics, text * 3, f"{text}\n- {text}", group),
                )
                database.run(
                    "UPDATE meetings SET weekday = 99, start = -7, duration = 99999, name = ?, at_place = ?, url = ?, "
                    "notes = ? WHERE group_id = ?",
                    (text, text, text, text, group),
                )
            database.run(
                "UPDATE facilitators SET alias = ?, credentials = ? WHERE group_id = ?", (text, text, 100 + place)
            )
            database.run("UPDATE memberships SET alias = ?, word = ? WHERE group_id = ?", (text, text, 100 + place))
            database.run("UPDATE join_requests SET alias = ?, word = ? WHERE member = ?", (text, text, 20 + place))
            database.run("UPDATE members SET alias = ? WHERE member = ?", (text, 20 + place))
