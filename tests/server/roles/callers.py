"""Everybody who can ask a server anything, for tables of roles: how each stands to group 1, and group 1 itself.

Group 1 has all that not everybody there may know of: a private word, partners, a held first post, a case, a request.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

import httpx

from tests.server.community import Make, Voice, make_group
from tests.server.conftest import Person
from tuigroup.wire.words import Role
from tuigroup_server import rules
from tuigroup_server.rules import Who
from tuigroup_server.service import doors, operators, suspensions
from tuigroup_server.service.context import GUEST, Context
from tuigroup_server.service.scene import Scene
from tuigroup_server.storage import memberships, sessions

SECRET: Final = "underneath the lighthouse stairs"  # said on a board of group 1
APART: Final = "a word with those who run it"  # said there to them only
PAIRED: Final = "between the two of us"  # said there by one partner to the other
WARNED: Final = "please be gentler"  # a decision about the bystander
WAITS: Final = "first of all, hello"  # said there by a newcomer, and held
NAME: Final = "Behind the Curtain"
LEADS: Final = "heron"


class Caller(StrEnum):
    """The rows of the tables."""

    GUEST = "guest"
    EXPIRED = "expired token"  # of who is a facilitator of group 1
    DOOR = "door"  # its own credential, nobody signed in through it
    KIOSK = "kiosk"  # the same of a kiosk
    STRANGER = "account in no group"
    OPERATOR = "operator"
    MEMBER_ELSEWHERE = "member of another group"
    FACILITATOR_ELSEWHERE = "facilitator elsewhere"
    ASKING = "asking to join"
    SUSPENDED = "suspended"
    SPEAKER = "guest of a session"
    NEWCOMER = "newcomer held"
    MEMBER = "member"
    AT_KIOSK = "member at a kiosk"  # signed in through its door
    MODERATOR = "moderator"
    CO_FACILITATOR = "co-facilitator"
    FACILITATOR = "facilitator here"


STANDS: Final[Mapping[Caller, Who]] = {
    Caller.GUEST: Who.GUEST,
    Caller.EXPIRED: Who.GUEST,
    Caller.DOOR: Who.GUEST,
    Caller.KIOSK: Who.GUEST,
    Caller.STRANGER: Who.STRANGER,
    Caller.OPERATOR: Who.STRANGER,
    Caller.MEMBER_ELSEWHERE: Who.STRANGER,
    Caller.FACILITATOR_ELSEWHERE: Who.STRANGER,
    Caller.ASKING: Who.ASKING,
    Caller.SUSPENDED: Who.SUSPENDED,
    Caller.SPEAKER: Who.SPEAKER,
    Caller.NEWCOMER: Who.MEMBER,
    Caller.MEMBER: Who.MEMBER,
    Caller.AT_KIOSK: Who.MEMBER,
    Caller.MODERATOR: Who.MODERATOR,
    Caller.CO_FACILITATOR: Who.CO_FACILITATOR,
    Caller.FACILITATOR: Who.FACILITATOR,
}
OUTSIDE: Final = frozenset(caller for caller, who in STANDS.items() if who not in rules.INSIDE)
SIGNED_OUT: Final = frozenset(caller for caller, who in STANDS.items() if who is Who.GUEST)
RUNNING: Final = frozenset({Caller.CO_FACILITATOR, Caller.FACILITATOR})
MODERATING: Final = RUNNING | {Caller.MODERATOR}  # cases and held posts are theirs
MISSING: Final = 999  # no group, thread, post, case or member has this number


@contextmanager
def about(caller: Caller) -> Iterator[None]:
    """Says of a failure whose row of the table it is in."""
    try:
        yield
    except AssertionError as error:
        error.add_note(f"asked by: {caller.value}")
        raise


def knows(caller: Caller, listed: bool) -> bool:
    """Whether they may know that group 1 is there."""
    return rules.visible("open", listed, STANDS[caller])


def key_of(answer: httpx.Response) -> str:
    return str(answer.json()["type"]).rpartition("/")[2] if answer.status_code >= 400 else ""


@dataclass
class House:
    """Everybody's voice, and numbers in group 1: what there is that not everybody may know of, and what all read."""

    voices: dict[Caller, Voice]
    thread: int = 0  # the member's, with SECRET
    word: int = 0  # the private word of a bystander
    pair: int = 0  # the partners
    held: int = 0  # the newcomer's first post
    meeting: int = 0  # that nobody came to yet
    session: int = 0  # a guest's
    case: int = 0  # about the bystander
    asking: int = 0  # the member number of who asks to join
    lurker: int = 0  # of a member who only reads

    def headers(self, caller: Caller) -> dict[str, str]:
        person = self.voices[caller].person
        return person.headers if person else {}


def _through(context: Context, caller: Caller, kind: rules.Door) -> Person:
    """What a front door is by itself: a credential, and a network that it passes on."""
    headers = {"door": doors.add(context, f"own-{kind.value}", kind), "network": "192.0.2.0/24"}
    return Person(caller.name.lower(), "", "", GUEST, headers)


async def build(http: httpx.AsyncClient, person: Make, context: Context, *, listed: bool) -> House:
    def somebody(caller: Caller, **more: Any) -> Voice:
        return Voice(http, person(caller.name.lower(), **more))

    leads = somebody(Caller.FACILITATOR)
    group = make_group(context, NAME, leads.person, access="request", listed=listed)
    elsewhere = somebody(Caller.FACILITATOR_ELSEWHERE)
    make_group(context, "Open Air", elsewhere.person, alias="finch")
    found = {
        Caller.GUEST: Voice(http),
        Caller.DOOR: Voice(http, _through(context, Caller.DOOR, rules.Door.SSH)),
        Caller.KIOSK: Voice(http, _through(context, Caller.KIOSK, rules.Door.KIOSK)),
        Caller.STRANGER: somebody(Caller.STRANGER),
        Caller.OPERATOR: somebody(Caller.OPERATOR, operator=True),
        Caller.MEMBER_ELSEWHERE: somebody(Caller.MEMBER_ELSEWHERE),
        Caller.FACILITATOR_ELSEWHERE: elsewhere,
        Caller.FACILITATOR: leads,
    }
    await found[Caller.MEMBER_ELSEWHERE].do(op="join", g=2, alias="robin")

    async def let_in(voice: Voice, alias: str, role: Role = Role.MEMBER) -> int:
        code = operators.invite(context, str(group), role=role)
        ack = await voice.do(op="join", g=group, alias=alias, code=code)
        return int(ack["n"])

    roles = {
        Caller.MODERATOR: Role.MODERATOR,
        Caller.CO_FACILITATOR: Role.CO_FACILITATOR,
        Caller.EXPIRED: Role.FACILITATOR,
    }
    for caller in (Caller.MEMBER, *roles, Caller.NEWCOMER, Caller.SUSPENDED):
        found[caller] = somebody(caller)
        number = await let_in(found[caller], f"alias_{len(found)}", roles.get(caller, Role.MEMBER))
        if caller is Caller.SUSPENDED:
            _suspend(context, group, number)
    bystander, other = Voice(http, person("bystander")), Voice(http, person("another"))
    await let_in(bystander, "bystander")
    asked = await let_in(other, "another_one")
    found[Caller.ASKING] = somebody(Caller.ASKING)
    await leads.do(op="set_up", g=group, settings={"listed": True})
    request = (await found[Caller.ASKING].do(op="join", g=group, alias="waiting", word="Let me in."))["n"]
    await leads.do(op="set_up", g=group, settings={"listed": listed})
    house = House(found, asking=request)
    house.thread = (await found[Caller.MEMBER].do(op="thread", g=group, title=SECRET, body=SECRET))["n"]
    reply = (await bystander.do(op="reply", g=group, to=house.thread, body="Me too."))["n"]
    await other.do(op="reply", g=group, to=reply, body="So do I.")
    house.lurker = await let_in(Voice(http, person("lurker")), "only_reads")
    house.word = (await bystander.do(op="private", g=group, title=APART, body=APART))["n"]
    house.pair = (await bystander.do(op="ask_partner", g=group, member=asked))["n"]
    await other.do(op="partner", g=group, thread=house.pair, agree=True)
    await bystander.do(op="reply", g=group, to=house.pair, body=PAIRED)
    await other.do(op="report", g=group, post=reply)
    house.case = 1
    assert not (await leads.do(op="decide", g=group, case=house.case, act="warn", word=WARNED)).get("e")
    house.meeting = (await leads.do(op="open_meeting", g=group, title="Tonight", body="Welcome."))["n"]
    found[Caller.SPEAKER] = await _speaker(http, person(Caller.SPEAKER.name.lower()), leads, context, house)
    await leads.do(op="set_up", g=group, settings={"hold_first": True})
    house.held = (await found[Caller.NEWCOMER].do(op="thread", g=group, title=WAITS, body=WAITS))["n"]
    found[Caller.AT_KIOSK] = await _at_kiosk(http, context, found[Caller.MEMBER])
    _expire(context, found[Caller.EXPIRED])
    return house


async def _speaker(http: httpx.AsyncClient, person: Person, leads: Voice, context: Context, house: House) -> Voice:
    """The guest of a session that is on now, in a thread of its own."""
    minute = context.now_min()
    session = {"name": "Dr Fern", "title": "An evening", "body": "Ask away.", "start": minute, "until": minute + 60}
    house.session = (await leads.do(op="guest_session", g=1, **session))["t"]
    (told,) = (await leads.page(w="g", g=1))["i"]["s"]
    guest = Voice(http, person)
    assert not (await guest.do(op="join", g=1, alias="whoever", code=told["code"])).get("e")
    return guest


async def _at_kiosk(http: httpx.AsyncClient, context: Context, voice: Voice) -> Voice:
    """The member once more, signed in at a kiosk."""
    assert voice.person is not None
    door = {"door": doors.add(context, "desk", rules.Door.KIOSK), "network": "192.0.2.0/24"}
    body = {"name": voice.person.name, "secret": voice.person.secret}
    signed = await http.post("/v1/sessions", json=body, headers=door)
    token = signed.json()["token"]
    return Voice(http, replace(voice.person, token=token, headers=door | {"Authorization": f"Bearer {token}"}))


def _suspend(context: Context, group: int, member: int) -> None:
    with context.database.write() as connection:
        row = memberships.by_member(connection, group, member)
        assert row is not None
        scene = Scene(context, connection, 0, False, context.now())
        suspensions.put_out(scene, row, "suspended", scene.minute + 60)


def _expire(context: Context, voice: Voice) -> None:
    """The time of the session is over; nobody has swept it away yet."""
    person = voice.person
    assert person is not None
    assert person.actor.session is not None
    with context.database.write() as connection:
        now = context.now()
        sessions.touch(connection, person.actor.session, now=now - 2, expires=now - 1)
    voice.person = replace(person, actor=GUEST)
