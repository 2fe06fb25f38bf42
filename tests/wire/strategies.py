"""Hypothesis strategies for everything that travels: the records, the operations, the envelope."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tuigroup.wire import ops, records, sync, tables
from tuigroup.wire.columns import Columns
from tuigroup.wire.words import (
    Access,
    BoardPurpose,
    GroupFormat,
    GroupKind,
    GroupState,
    InMeeting,
    Intent,
    PostState,
    ResourceKind,
    ResponseKind,
    Role,
    Standing,
    Topic,
)

texts = st.text(max_size=12)
numbers = st.integers(min_value=0, max_value=2**53)
minutes = st.integers(min_value=0, max_value=40_000_000)
flags = st.booleans()
many_texts = st.lists(texts, max_size=3).map(tuple)
authors = st.builds(records.Author, st.integers(1, 9), texts, st.sampled_from(Role), texts)


@st.composite
def posts(draw: st.DrawFn) -> records.PostRecord:
    number = draw(st.integers(1, 5000))
    return records.PostRecord(
        number=number,
        thread=draw(numbers),
        parent=draw(st.integers(0, number - 1)),
        author=draw(authors),
        at=draw(minutes),
        body=draw(texts),
        note=draw(st.sampled_from(["", "", "", "loss"])),
        intent=draw(st.sampled_from(Intent)),
        edited=draw(st.sampled_from([0, 0, 0, 7])),
        state=draw(st.sampled_from(PostState)),
        responses=draw(st.sampled_from([(0, 0, 0, 0), (1, 0, 2, 0)])),
        mine=draw(st.sampled_from([None, None, *ResponseKind])),
        turn=draw(st.sampled_from([0, 0, 3, 12])),
        wished=draw(st.sampled_from([(), (), ("food",), ("loss", "food")])),
    )


threads = st.builds(
    records.ThreadRecord,
    *(numbers, numbers, texts, authors, minutes, minutes, numbers, numbers),
    *(st.sampled_from(Intent), texts, flags),
    meeting=st.sampled_from(["", "", '[29000000,60,5,3,3,29000014,[[4,"m\u00e4rz",0]]]', "[29000000,60,5,3,6]"]),
)
groups = st.builds(
    records.GroupRecord,
    *(numbers, numbers, texts, texts, texts),
    *(st.sampled_from(GroupKind), st.sampled_from(GroupFormat), st.sampled_from(Access), st.sampled_from(GroupState)),
    *(st.sampled_from(["en", "de"]), st.sampled_from(["UTC", "Europe/London"]), texts, texts, texts, many_texts),
    *(numbers, numbers, numbers, texts, minutes, flags),
)
meetings = st.builds(
    records.MeetingRecord,
    *(numbers, st.integers(1, 7), st.integers(0, 1439), st.integers(5, 90), st.sampled_from(["UTC", "Asia/Tokyo"])),
    *(texts, texts, texts, flags, texts, texts, numbers, many_texts),
)
facilitators = st.builds(records.FacilitatorRecord, texts, st.sampled_from(Role), flags, texts)
boards = st.builds(records.BoardRecord, numbers, st.sampled_from(BoardPurpose), texts, flags)
memberships = st.builds(
    records.MembershipRecord, numbers, numbers, texts, st.sampled_from(Role), st.sampled_from(Standing), texts
)
join_requests = st.builds(records.JoinRequestRecord, numbers, texts, minutes, texts, st.sampled_from(Standing))
members = st.builds(records.MemberRecord, numbers, texts, st.sampled_from(Role))
resources = st.builds(
    records.ResourceRecord,
    *(texts, numbers, st.sampled_from(ResourceKind), texts, many_texts, texts, texts, texts, texts),
    *(numbers, numbers, numbers, many_texts, flags),
)

TABLES: dict[str, tuple[Columns[Any], st.SearchStrategy[Any]]] = {
    "posts": (tables.POSTS, posts()),
    "threads": (tables.THREADS, threads),
    "groups": (tables.GROUPS, groups),
    "meetings": (tables.MEETINGS, meetings),
    "facilitators": (tables.FACILITATORS, facilitators),
    "boards": (tables.BOARDS, boards),
    "memberships": (tables.MEMBERSHIPS, memberships),
    "join_requests": (tables.JOIN_REQUESTS, join_requests),
    "members": (tables.MEMBERS, members),
    "resources": (tables.RESOURCES, resources),
}

keys = st.text("abcdefghijklmnopqrstuvwxyz0123456789_-", min_size=8, max_size=32)
group_numbers = st.integers(1, 2**53)
refs = st.one_of(group_numbers, keys)
filled = st.text(min_size=1, max_size=20)
short = st.text(max_size=10)
settings = st.builds(
    ops.GroupSettings,
    name=st.none() | filled,
    listed=st.none() | flags,
    boards=st.none()
    | st.lists(st.builds(ops.BoardIn, board=st.integers(0, 30), title=short, closed=flags), max_size=2),
    quiet=st.none() | st.lists(st.integers(0, 1439), max_size=2),
    capacity=st.none() | st.integers(0, 400),
    topics=st.none() | st.lists(short, max_size=3),
    meetings=st.none()
    | st.lists(st.builds(ops.MeetingIn, weekday=st.integers(1, 7), start=st.integers(0, 1439)), max_size=2),
)
operations: st.SearchStrategy[Any] = st.one_of(
    st.builds(ops.Join, k=keys, g=group_numbers, alias=filled, word=short),
    st.builds(ops.Agree, k=keys, g=group_numbers, version=group_numbers),
    st.builds(ops.NameModerator, k=keys, g=group_numbers, member=group_numbers, on=flags),
    st.builds(ops.Leave, k=keys, g=group_numbers),
    st.builds(ops.StartThread, k=keys, g=group_numbers, title=filled, body=filled, later=st.integers(0, 60)),
    st.builds(ops.Reply, k=keys, g=group_numbers, to=refs, body=filled, intent=st.sampled_from(Intent)),
    st.builds(ops.Edit, k=keys, g=group_numbers, post=refs, body=filled, title=st.none() | filled),
    st.builds(ops.Remove, k=keys, g=group_numbers, post=refs),
    st.builds(ops.Wish, k=keys, g=group_numbers, post=group_numbers, topic=st.sampled_from(Topic)),
    st.builds(ops.SetNote, k=keys, g=group_numbers, post=group_numbers, note=st.none() | short),
    st.builds(ops.Respond, k=keys, g=group_numbers, post=refs, kind=st.none() | st.sampled_from(ResponseKind)),
    st.builds(ops.AnswerRequest, k=keys, g=group_numbers, member=group_numbers, admit=flags),
    st.builds(ops.Propose, k=keys, alias=filled, settings=settings),
    st.builds(ops.SetUp, k=keys, g=group_numbers, settings=settings),
    st.builds(ops.Claim, k=keys, g=group_numbers, alias=filled),
    st.builds(ops.HandOver, k=keys, g=group_numbers, member=group_numbers, step_down=flags),
    st.builds(ops.CloseGroup, k=keys, g=group_numbers),
    st.builds(ops.AskPartner, k=keys, g=group_numbers, member=group_numbers),
    st.builds(ops.OpenMeeting, k=keys, g=group_numbers, title=filled, body=filled),
    st.builds(ops.SayInMeeting, k=keys, g=group_numbers, thread=group_numbers, say=st.sampled_from(InMeeting)),
    st.builds(ops.MoveMeeting, k=keys, g=group_numbers, thread=group_numbers, step=st.integers(1, 6)),
    st.builds(ops.AnswerPartner, k=keys, g=group_numbers, thread=group_numbers, agree=flags),
    st.builds(ops.Credentials, k=keys, g=group_numbers, text=short),
)
wants: st.SearchStrategy[Any] = st.one_of(
    st.builds(sync.WantThread, g=group_numbers, n=group_numbers, after=numbers),
    st.builds(sync.WantBoard, g=group_numbers, d=st.integers(0, 9)),
    st.builds(sync.WantDirectory, since=numbers, listings=flags, q=short),
    st.builds(sync.WantGroup, g=group_numbers),
    st.builds(sync.WantLibrary, since=numbers),
    st.builds(sync.WantSearch, q=filled, g=st.integers(0, 9)),
)
requests = st.builds(
    sync.SyncRequest,
    s=st.none() | short,
    o=st.lists(operations, max_size=4),
    w=st.lists(wants, max_size=4),
    m=st.none() | st.integers(256, 9999),
    r=st.none() | st.integers(256, 9999),
)


def columns_of(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """Some rows of a table, already as columns."""
    table, rows = TABLES[name]
    return st.lists(rows, max_size=4).map(table.encode)


pages = st.builds(
    sync.GroupPage,
    g=group_numbers,
    i=st.none() | columns_of("groups"),
    welcome=short,
    boards=columns_of("boards"),
    facilitators=columns_of("facilitators"),
    meetings=st.none() | columns_of("meetings"),
)
answers = st.builds(
    sync.SyncAnswer,
    a=st.lists(st.builds(sync.Ack, k=keys, n=numbers, t=numbers, at=minutes, e=short, later=minutes), max_size=3),
    y=st.none() | columns_of("memberships"),
    c=st.lists(
        st.builds(
            sync.GroupChanges,
            g=group_numbers,
            i=st.none() | pages,
            p=st.none() | columns_of("posts"),
            h=st.none() | columns_of("threads"),
            gap=flags,
            every=flags,
        ),
        max_size=2,
    ),
    p=st.lists(st.builds(sync.Page, w=st.just("t"), p=columns_of("posts"), more=flags), max_size=2),
    n=st.lists(st.builds(sync.Notice, t=short, d=short), max_size=2),
    m=st.none() | st.builds(sync.Remaining, items=numbers, bytes=numbers),
    s=st.none() | short,
)
anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | flags | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)
