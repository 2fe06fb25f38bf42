"""Build a compression dictionary from the sample community, as the next generation of the wire's dictionaries.

    .venv/bin/python tools/build_dictionary.py

Only text written for tuigroup goes in, never a member's post: the sample community and library that come with the
server, and nothing else is read. Its content is whole answers as the server encodes them, the library's text, and
then small answers and requests, where zstd reaches them most cheaply. Every text stands there once: what is repeated
only moves the rest out of reach. That, whole, is better on a thread of 60 posts than a trained selection of the same
size.

A generation that was in a release stays as it is for good, since old clients go on using it: the script builds the
one after ``RELEASED``. Whoever makes a release raises that number and notes the file's digest in
tests/wire/test_dictionaries.py.
"""

from __future__ import annotations

import random
import re
import sys
import tomllib
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from tuigroup.wire.binary import b64
from tuigroup.wire.documents import dump
from tuigroup.wire.frames import to_json
from tuigroup.wire.records import (
    Author,
    BoardRecord,
    FacilitatorRecord,
    GroupRecord,
    MeetingRecord,
    MembershipRecord,
    PostRecord,
    ResourceRecord,
    ThreadRecord,
)
from tuigroup.wire.sync import Ack, GroupChanges, GroupPage, Page, SyncAnswer
from tuigroup.wire.tables import BOARDS, FACILITATORS, GROUPS, MEETINGS, MEMBERSHIPS, POSTS, RESOURCES, THREADS
from tuigroup.wire.words import Access, BoardPurpose, GroupFormat, GroupKind, Intent, ResourceKind, Role, Standing

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TABLES = 16 * 1024  # room for the entropy tables
LEVEL = 19
RELEASED = 0  # the last generation that was in a release
FOLDER = Path(__file__).parent.parent / "src" / "tuigroup" / "wire" / "dictionaries"
MINUTE = 29_700_000  # a minute in 2026; only its digits' shape matters
CURSOR = "hQ7eEsA"  # how one begins; the rest is never the same
KEY = "kQ3vX8bLr2Tz"
# Questions and short answers as tuigroup.wire.documents leaves them, last in the dictionary, where zstd reaches best.
SHAPES: tuple[bytes, ...] = tuple(
    to_json(asked)
    for asked in (
        {"w": [{"since": 41, "w": "d"}, {"since": 27, "w": "l"}]},
        {"w": [{"w": "d"}, {"w": "l"}]},
        {"s": CURSOR, "o": [{"k": KEY, "g": 3, "alias": "heron", "op": "join"}]},
        {"s": CURSOR, "o": [{"k": KEY, "g": 3, "post": 41, "kind": "with_you", "op": "respond"}]},
        {"s": CURSOR, "o": [{"k": KEY, "g": 3, "title": "First", "body": "Hello", "op": "thread"}]},
        {"s": CURSOR, "o": [{"k": KEY, "g": 3, "to": 41, "body": "Thank you for this", "op": "reply"}]},
        {"s": CURSOR, "w": [{"g": 3, "w": "g"}]},
        {"s": CURSOR, "w": [{"g": 3, "n": 41, "after": 57, "w": "t"}], "m": 8192},
        {"s": CURSOR, "w": [{"g": 3, "d": 1, "w": "b"}], "m": 16384},
        {"s": CURSOR, "w": [{"g": 3, "n": 41, "w": "t"}], "m": 3100, "r": 6300},
        {"s": CURSOR, "m": 32768},
        {"name": "quiet-otter", "secret": CURSOR},
        {"token": CURSOR, "wrapped": "G8zO", "record": {"version": 1, "sealed": "AY"}},
        {"a": [{"k": KEY, "n": 412, "t": 41, "at": MINUTE}], "s": CURSOR},
    )
)
BOARD_ROWS = (
    BoardRecord(1, BoardPurpose.DISCUSSION, "Discussion"),
    BoardRecord(2, BoardPurpose.CHECK_IN, "Check-in"),
    BoardRecord(3, BoardPurpose.COPING, "Coping strategies"),
    BoardRecord(4, BoardPurpose.STORIES, "Stories of hope"),
    BoardRecord(5, BoardPurpose.ANNOUNCEMENTS, "Announcements"),
)


def minutes(ago: str) -> int:
    scale = {"d": 1440, "h": 60, "m": 1}
    return sum(int(count) * scale[unit] for count, unit in re.findall(r"(\d+)([dhm])", ago))


@dataclass(slots=True)
class Sampled:
    """What goes over the wire of a part of the sample: the library's ``texts``, whole ``pages``, short ``messages``."""

    texts: list[bytes] = field(default_factory=list)
    pages: list[bytes] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)

    @property
    def content(self) -> bytes:
        return b"".join([*self.pages, *self.texts, *SHAPES])


def sampled(part: slice = slice(None)) -> Sampled:
    """Of all groups and texts, or of a ``part`` of them in their order; each text is in one page."""
    folder = resources.files("tuigroup_server.sample")
    entries = sorted(folder.joinpath("groups").iterdir(), key=lambda item: item.name)
    files = sorted(folder.joinpath("resources").iterdir(), key=lambda item: item.name)
    texts = [entry.read_text(encoding="utf-8") for entry in files if entry.name.endswith(".md")][part]
    out = Sampled([text.encode() for text in texts])
    dice = random.Random(1)
    groups: list[GroupRecord] = []
    meetings: list[MeetingRecord] = []
    number = 1
    for place, entry in [*enumerate(entries, 1)][part]:
        group = tomllib.loads(entry.read_text(encoding="utf-8"))
        groups.append(record_of(place, group))
        held = [meeting_of(place, meeting) for meeting in group.get("meeting", [])]
        meetings += held
        heads: list[ThreadRecord] = []
        for thread in group["thread"]:
            posts = posts_of(group, thread, number)
            heads.append(head_of(thread, posts))
            first = THREADS.encode(heads[-1:])
            out.pages.append(page(Page(w="t", g=place, n=number, p=POSTS.encode(posts), h=first)))
            out.messages += exchanges(dice, place, posts[-1], heads[-1])
            number += len(posts)
        out.pages.append(page(Page(w="b", g=place, n=1, h=THREADS.encode(heads))))
        out.pages.append(joined(place, group, groups[-1], held, heads))
    out.pages.append(page(Page(w="d", d=GROUPS.encode(groups), x=MEETINGS.encode(meetings), rev=16)))
    out.pages.append(page(Page(w="l", l=RESOURCES.encode([resource_of(text) for text in texts]), rev=25)))
    return out


def exchanges(dice: random.Random, group: int, post: PostRecord, head: ThreadRecord) -> list[bytes]:
    """What a member asks and hears about a thread from day to day, with a cursor and keys like theirs."""
    cursor, later = (b64(dice.randbytes(dice.randrange(10, 36))) for _ in range(2))
    key = b64(dice.randbytes(9))
    reply = {"k": key, "g": group, "to": post.number, "body": post.body, "op": "reply"}
    new = GroupChanges(g=group, p=POSTS.encode([post]), h=THREADS.encode([head]))
    return [
        to_json({"s": cursor}),
        to_json({"s": cursor, "w": [{"g": group, "n": head.number, "w": "t"}]}),
        to_json({"s": cursor, "o": [reply]}),
        answer(SyncAnswer(a=[Ack(k=key, n=post.number, t=head.number, at=post.at)], s=later)),
        answer(SyncAnswer(c=[new], s=later)),
    ]


def page(told: Page) -> bytes:
    return answer(SyncAnswer(p=[told]))


def joined(
    place: int, group: dict[str, Any], record: GroupRecord, held: list[MeetingRecord], heads: list[ThreadRecord]
) -> bytes:
    """The answer to joining: the ack, one's standings, the group's page and its latest threads."""
    whole = GroupPage(
        g=place, i=GROUPS.encode([record]), welcome=group["welcome"].strip(), guidelines=group["guidelines"].strip(),
        boards=BOARDS.encode(BOARD_ROWS), meetings=MEETINGS.encode(held),
        facilitators=FACILITATORS.encode(
            [FacilitatorRecord(one["alias"], Role(one["role"])) for one in group["facilitator"]]
        ),
    )  # fmt: skip
    mine = MEMBERSHIPS.encode([MembershipRecord(place, 17, "old_bicycle", Role.MEMBER, Standing.ACTIVE)])
    told = GroupChanges(g=place, i=whole, h=THREADS.encode(heads), gap=True, every=True)
    return answer(SyncAnswer(a=[Ack(k=KEY, n=17, at=MINUTE)], y=mine, c=[told], s=CURSOR))


def answer(told: SyncAnswer) -> bytes:
    return to_json(dump(told))


def record_of(place: int, group: dict[str, Any]) -> GroupRecord:
    return GroupRecord(
        group=place, rev=place, slug=group["slug"], name=group["name"], about=group["about"].strip(),
        kind=GroupKind(group["kind"]), format=GroupFormat(group["format"]), access=Access(group["access"]),
        language=group["language"], timezone=group["timezone"], country=group["country"], place=group["place"],
        topics=tuple(group["topics"]), members=41, posts_week=30, first_reply=95,
    )  # fmt: skip


def meeting_of(place: int, meeting: dict[str, Any]) -> MeetingRecord:
    hours, _, rest = meeting["time"].partition(":")
    return MeetingRecord(
        group=place, weekday=meeting["weekday"], start=int(hours) * 60 + int(rest), duration=meeting["duration"],
        timezone=meeting["timezone"], name=meeting["name"], place=meeting.get("place", ""),
        url=meeting.get("url", ""), online=meeting.get("online", False),
    )  # fmt: skip


def posts_of(group: dict[str, Any], thread: dict[str, Any], first: int) -> list[PostRecord]:
    roles = {person["alias"]: Role(person["role"]) for person in group["facilitator"]}
    members: dict[str, int] = {}
    made = []
    for index, post in enumerate(thread["post"]):
        member = members.setdefault(post["by"], len(members) + 1)
        counts = post.get("responses", {})
        made.append(
            PostRecord(
                number=first + index, thread=first, parent=first + post["to"] if index else 0,
                author=Author(member, post["by"], roles.get(post["by"], Role.MEMBER)),
                at=MINUTE - minutes(post["ago"]), body=post["text"].strip(), note=post.get("note", ""),
                intent=Intent(thread["intent"]) if index == 0 else Intent.NONE,
                responses=(counts.get("with_you", 0), counts.get("me_too", 0), counts.get("thank_you", 0),
                           counts.get("this_helped", 0)),
            )
        )  # fmt: skip
    return made


def head_of(thread: dict[str, Any], posts: list[PostRecord]) -> ThreadRecord:
    return ThreadRecord(
        number=posts[0].number, board=1, title=thread["title"], author=posts[0].author, at=posts[0].at,
        last_at=posts[-1].at, posts=len(posts), last=posts[-1].number, intent=posts[0].intent,
    )  # fmt: skip


def resource_of(text: str) -> ResourceRecord:
    fields = dict(re.findall(r"^(\w+): (.*)$", text.split("---")[1], re.MULTILINE))
    return ResourceRecord(
        slug=re.sub(r"\W+", "-", fields["title"].lower()), rev=1, kind=ResourceKind(fields["kind"]),
        title=fields["title"],
        source=fields["source"], licence=fields["licence"], reviewed=fields["reviewed"], size=len(text),
        packed=len(text) // 3, minutes=3, sections=tuple(re.findall(r"^## (.*)$", text, re.MULTILINE)),
    )  # fmt: skip


def content() -> bytes:
    """The dictionary's own text."""
    return sampled().content


def tables() -> bytes:
    """What stands before the text: how often zstd will say what, counted on messages that are not in the text.

    Half of the sample is packed with the other half as dictionary, as a stranger's words will be. Counted on what the
    dictionary holds, everything would seem to be found there whole, and nothing ever said anew.
    """
    known, other = sampled(slice(0, None, 2)), sampled(slice(1, None, 2))
    raw = zstd.ZstdDict(known.content, is_raw=True)
    made = zstd.finalize_dict(raw, [*other.messages, *other.pages], len(known.content) + TABLES, LEVEL).dict_content
    return made.removesuffix(known.content)


def main() -> int:
    generation = RELEASED + 1
    made = zstd.ZstdDict(tables() + content()).dict_content
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{generation}.zdict"
    path.write_bytes(made)
    print(f"generation {generation}: {len(made)} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
