"""Every route, every want and every operation times every role: nobody sees or does more than the rules say."""

from __future__ import annotations

import contextlib
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI
from pydantic import TypeAdapter

from tests import sshkeys
from tests.server.community import Make, Voice, make_group
from tests.server.conftest import Person, secret_of
from tuigroup.wire.ops import AnyOp
from tuigroup.wire.words import Role
from tuigroup_server import rules
from tuigroup_server.rules import Action, DoorAction, Who
from tuigroup_server.service import doors, operations, operators, suspensions
from tuigroup_server.service.context import GUEST, Context
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.service.scene import Scene
from tuigroup_server.settings import Settings
from tuigroup_server.storage import accounts, memberships

SECRET: Final = "underneath the lighthouse stairs"
NAME: Final = "Behind the Curtain"
OUTSIDE: Final = (Who.GUEST, Who.STRANGER, Who.ASKING, Who.SUSPENDED, Who.SPEAKER)

# What each want and operation takes, as a word of the table; an operation without a word here fails the test.
WANTS: Final[dict[str, Action]] = {
    "t": Action.READ,
    "b": Action.READ,
    "g": Action.SEE_PAGE,
    "q": Action.SEARCH,
    "v": Action.READ,
    "k": Action.SEE_CASES,
    "m": Action.SEE_DECISIONS,
    "o": Action.SEE_GIVEN,
}
OPERATIONS: Final[dict[str, tuple[Action | None, dict[str, Any]]]] = {
    "join": (Action.JOIN, {"alias": "somebody_new"}),
    "leave": (Action.LEAVE, {}),
    "agree": (Action.AGREE, {"version": 1}),
    "thread": (Action.WRITE, {"title": "A title", "body": "Some words."}),
    "private": (Action.WRITE, {"title": "A title", "body": "Some words."}),
    "reply": (Action.ANSWER, {"to": 1, "body": "Some words."}),
    "edit": (Action.EDIT_OWN, {"post": 1, "body": "Other words."}),
    "remove": (Action.REMOVE_OWN, {"post": 1}),
    "respond": (Action.RESPOND, {"post": 1, "kind": "with_you"}),
    "answer": (Action.ANSWER_REQUESTS, {"member": 77, "admit": True}),
    "set_up": (Action.SET_UP, {"settings": {}}),
    "claim": (Action.CLAIM, {"alias": "somebody_new"}),
    "hand_over": (Action.HAND_OVER, {"member": 77}),
    "moderator": (Action.NAME_MODERATORS, {"member": 77}),
    "close": (Action.CLOSE, {}),
    "here": (Action.SAY_HERE, {"until": 0}),
    "ask_partner": (Action.WRITE, {"member": 77}),
    "partner": (Action.WRITE, {"thread": 77, "agree": True}),
    "open_meeting": (Action.LEAD_MEETING, {"title": "Tonight", "body": "Welcome."}),
    "in_meeting": (Action.WRITE, {"thread": 77, "say": "in"}),
    "move_meeting": (Action.LEAD_MEETING, {"thread": 77, "step": 3}),
    "credentials": (Action.STATE_CREDENTIALS, {"text": ""}),
    "report": (Action.REPORT, {"post": 77}),
    "decide": (Action.DECIDE, {"case": 77, "act": "hide"}),
    "wish": (Action.WISH, {"post": 77, "topic": "food"}),
    "note": (Action.NOTE, {"post": 77, "note": "food"}),
    "appeal": (Action.APPEAL, {"case": 77, "body": "Please look again."}),
    "offer": (Action.OFFER, {"post": 77}),
    "ask_offer": (Action.SHELVE, {"post": 77}),
    "take_out": (Action.TAKE_OUT, {"post": 77}),
    "shelve": (Action.SHELVE, {"post": 77, "take": False}),
    "guest_session": (Action.ANNOUNCE, {"name": "dr_fern", "title": "A", "body": "B", "start": 2**30, "until": 2**30}),
    "end_session": (Action.ANNOUNCE, {"thread": 77}),
    "ask": (Action.WRITE, {"thread": 77, "body": "Some words."}),
    "transcript": (Action.SHELVE, {"thread": 77}),
    "propose": (None, {"alias": "somebody_new", "settings": {"name": "Another"}}),
}
_OP: Final[TypeAdapter[Any]] = TypeAdapter(AnyOp)
# Refusals that come after the rules have let somebody in: about what is there, not about who asks.
FURTHER_IN: Final = {"", "unknown-ref", "bad-field"}


@pytest.fixture
def settings() -> Settings:
    return Settings(limits=False)  # of every question the answer, however many there are


@pytest.fixture(params=[True, False], ids=["listed", "unlisted"])
def listed(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
async def voices(http: httpx.AsyncClient, person: Make, context: Context, listed: bool) -> dict[Who, Voice]:
    """Somebody in each role of group 1, in which the operator of the server has no part."""
    facilitator = Voice(http, person("facilitator"))
    group = make_group(context, NAME, facilitator.person, access="request", listed=listed)
    found = {Who.GUEST: Voice(http), Who.STRANGER: Voice(http, person("stranger", operator=True))}
    for who in (Who.MEMBER, Who.MODERATOR, Who.CO_FACILITATOR):
        found[who] = Voice(http, person(who.value))
        code = operators.invite(context, str(group), role=Role(who.value))
        await found[who].do(op="join", g=group, alias=f"alias_{len(found)}", code=code)
    found[Who.SUSPENDED] = Voice(http, person("suspended"))
    code = operators.invite(context, str(group), role=Role.MEMBER)
    out = await found[Who.SUSPENDED].do(op="join", g=group, alias="put_out", code=code)
    suspend(context, group, out["n"])
    found[Who.ASKING] = Voice(http, person("asking"))
    await facilitator.do(op="set_up", g=group, settings={"listed": True})
    await found[Who.ASKING].do(op="join", g=group, alias="waiting", word="Let me in.")
    await facilitator.do(op="set_up", g=group, settings={"listed": listed})
    await found[Who.MEMBER].do(op="thread", g=group, title=SECRET, body=SECRET)
    found[Who.SPEAKER] = await speaker(http, person("speaker"), facilitator, context)
    return found | {Who.FACILITATOR: facilitator}


async def speaker(http: httpx.AsyncClient, person: Person, facilitator: Voice, context: Context) -> Voice:
    """The guest of a session that is on now, in a thread of its own."""
    minute = context.now_min()
    session = {"name": "Dr Fern", "title": "An evening", "body": "Ask away.", "start": minute, "until": minute + 60}
    assert not (await facilitator.do(op="guest_session", g=1, **session)).get("e")
    (told,) = (await facilitator.page(w="g", g=1))["i"]["s"]
    guest = Voice(http, person)
    assert not (await guest.do(op="join", g=1, alias="whoever", code=told["code"])).get("e")
    return guest


def suspend(context: Context, group: int, member: int) -> None:
    with context.database.write() as connection:
        row = memberships.by_member(connection, group, member)
        assert row is not None
        scene = Scene(context, connection, 0, False, context.now())
        suspensions.put_out(scene, row, "suspended", scene.minute + 60)


@pytest.mark.parametrize("who", Who)
async def test_every_route(
    app: FastAPI, http: httpx.AsyncClient, voices: dict[Who, Voice], who: Who, listed: bool
) -> None:
    person = voices[who].person
    headers = person.headers if person else {}
    answers = {}
    for path, methods in app.openapi()["paths"].items():
        if "get" in methods:
            url = path.replace("{number}", "1").replace("{thread}", "1").replace("{slug}", "nothing")
            answers[path] = await http.get(url, headers=headers)
    for path, answer in answers.items():
        assert answer.status_code < 500, path
        if who in OUTSIDE:
            assert SECRET not in answer.text, path
        if not rules.visible("open", listed, who):
            assert NAME not in answer.text, path
            assert "heron" not in answer.text, path
    reads = not rules.refusal(Action.READ, who, "open", listed)
    for path in ("/v1/groups/{number}/threads", "/v1/groups/{number}/threads/{thread}"):
        assert (answers[path].status_code == 200) is reads
    sees = not rules.refusal(Action.SEE_PAGE, who, "open", listed)
    assert (answers["/v1/groups/{number}"].status_code == 200) is sees


@pytest.mark.parametrize("who", Who)
async def test_every_want(voices: dict[Who, Voice], who: Who, listed: bool) -> None:
    wants: list[dict[str, Any]] = [
        {"w": "t", "g": 1, "n": 1},
        {"w": "b", "g": 1},
        {"w": "g", "g": 1},
        {"w": "q", "g": 1, "q": "lighthouse"},
        {"w": "v", "g": 1},
        {"w": "k", "g": 1},
        {"w": "m", "g": 1},
        {"w": "o", "g": 1},
    ]
    answer = await voices[who].sync(want=[*wants, {"w": "q", "q": "lighthouse"}, {"w": "d"}, {"w": "l"}])
    for page in answer["p"][: len(wants)]:
        key = rules.refusal(WANTS[page["w"]], who, "open", listed)
        if who is Who.GUEST and page["w"] != "g":
            key = "not-signed-in"
        if who is Who.SPEAKER and page["w"] == "b":
            key = ""  # with the thread of their session, and nothing else
        assert page.get("e", "") == key, page["w"]
    inside = who not in OUTSIDE
    assert (SECRET in str(answer)) is inside
    if not rules.visible("open", listed, who):
        assert NAME not in str(answer)


class _Undone(Exception):
    """Ends a transaction without a trace."""


def refusal(context: Context, voice: Voice, name: str, fields: dict[str, Any]) -> str:
    """What an operation would answer, '' for yes; nothing stays of it."""
    op: Any = _OP.validate_python({"k": "every-op-1", "op": name, "g": 1, **fields})
    actor = voice.person.actor if voice.person else GUEST
    if actor.account_id is None:
        return operations.apply(context, actor, [op])[0].ack.e
    said = ""
    with contextlib.suppress(_Undone), context.database.write() as connection:
        scene = Scene(context, connection, actor.account_id, actor.operator, context.now())
        try:
            operations.HANDLERS[type(op)](scene, op)
        except Refusal as error:
            said = error.key
        raise _Undone
    return said


@pytest.mark.parametrize("who", Who)
async def test_every_operation(context: Context, voices: dict[Who, Voice], who: Who, listed: bool) -> None:
    for name, (action, fields) in OPERATIONS.items():
        said = refusal(context, voices[who], name, fields)
        key = "" if action is None else rules.refusal(action, who, "open", listed)
        if who is Who.GUEST:
            assert said == "not-signed-in", name
        elif key:
            assert said == key, name
        elif action in (Action.EDIT_OWN, Action.REMOVE_OWN) and who is not Who.SPEAKER:
            assert said == ("" if who is Who.MEMBER else "not-allowed"), name
        elif action is Action.RESPOND:
            assert said == ("not-allowed" if who is Who.MEMBER else ""), name
        else:
            assert said in FURTHER_IN, name


# Doors: what each route takes besides the rules of a group. A route without a word here fails the test.

ANYBODY, MEMBERS = "anybody", "members"
ROUTES: Final[dict[tuple[str, str], str | DoorAction]] = {
    ("get", "/v1/server"): ANYBODY,
    ("get", "/v1/helplines"): ANYBODY,
    ("post", "/v1/accounts"): ANYBODY,
    ("post", "/v1/sessions"): ANYBODY,
    ("post", "/v1/sessions/by-key"): DoorAction.VOUCH,
    ("delete", "/v1/sessions"): MEMBERS,
    ("delete", "/v1/sessions/current"): MEMBERS,
    ("put", "/v1/accounts/me/secret"): MEMBERS,
    ("put", "/v1/accounts/me/recovery"): MEMBERS,
    ("get", "/v1/accounts/me/keys"): MEMBERS,
    ("post", "/v1/accounts/me/keys"): MEMBERS,
    ("delete", "/v1/accounts/me/keys/{key}"): MEMBERS,
    ("get", "/v1/accounts/me/export"): MEMBERS,
    ("post", "/v1/accounts/me/leaving"): MEMBERS,
    ("delete", "/v1/accounts/me/leaving"): MEMBERS,
    ("post", "/v1/recoveries"): ANYBODY,
    ("post", "/v1/recoveries/finish"): ANYBODY,
    ("get", "/v1/record"): MEMBERS,
    ("put", "/v1/record"): MEMBERS,
    ("post", "/v1/record/key"): MEMBERS,
    ("delete", "/v1/door/sessions"): DoorAction.END_SESSIONS,
    ("post", "/v1/sync"): ANYBODY,
    ("post", "/v1/wait"): MEMBERS,
    ("get", "/v1/groups"): ANYBODY,
    ("get", "/v1/groups/{number}"): ANYBODY,
    ("get", "/v1/groups/{number}/threads"): ANYBODY,
    ("get", "/v1/groups/{number}/threads/{thread}"): ANYBODY,
    ("post", "/v1/groups/{number}/posts"): MEMBERS,
    ("post", "/v1/groups/{number}/slips"): MEMBERS,
    ("get", "/v1/slips/key"): ANYBODY,
    ("get", "/v1/bundle"): MEMBERS,
    ("get", "/v1/resources"): ANYBODY,
    ("get", "/v1/resources/{slug}"): ANYBODY,
}
_SECRET: Final = secret_of("guess")
# What a body must hold so that it is not refused for its form; nobody's secret is in it.
BODIES: Final[dict[tuple[str, str], dict[str, Any]]] = {
    ("post", "/v1/sessions/by-key"): {"name": "member", "fingerprint": "SHA256:" + "A" * 43},
    ("put", "/v1/accounts/me/secret"): {"secret": _SECRET, "new_secret": _SECRET, "new_wrapped": "N" * 96},
    ("put", "/v1/accounts/me/recovery"): {
        "secret": _SECRET,
        "new_recovery_secret": _SECRET,
        "new_recovery_wrapped": "N" * 96,
    },
    ("post", "/v1/accounts/me/keys"): {"secret": _SECRET, "public_key": sshkeys.ed25519("any")},
    ("post", "/v1/accounts/me/leaving"): {"secret": _SECRET, "posts": "erase"},
    ("put", "/v1/record"): {"version": 7, "sealed": "AAAA"},
    ("post", "/v1/record/key"): {"secret": _SECRET},
    ("post", "/v1/groups/{number}/slips"): {"at": 1},
    ("post", "/v1/groups/{number}/posts"): {"k": "every-rt-1", "op": "reply", "g": 1, "to": 77, "body": "Words."},
}


@pytest.fixture
def through(context: Context) -> dict[str, dict[str, str]]:
    """Headers of who comes directly, through each kind of door, and through two that are none."""
    found: dict[str, dict[str, str]] = {"": {}, "unknown": {"door": "nobody:AAAAAAAAAAAAAAAAAAAAAA"}}
    for kind in rules.Door:
        found[kind.value] = {"door": doors.add(context, kind.value, kind), "network": "192.0.2.0/24"}
    found["revoked"] = {"door": doors.add(context, "revoked", rules.Door.SSH)}
    doors.revoke(context, "revoked")
    return found


async def asked(http: httpx.AsyncClient, route: tuple[str, str], headers: dict[str, str]) -> httpx.Response:
    method, path = route
    for name in ("number", "thread", "key"):
        path = path.replace(f"{{{name}}}", "1")
    return await http.request(
        method, path.replace("{slug}", "nothing"), json=BODIES.get(route) if method != "get" else None, headers=headers
    )


def key_of(answer: httpx.Response) -> str:
    return str(answer.json()["type"]).rpartition("/")[2] if answer.status_code >= 400 else ""


async def test_no_route_is_forgotten(app: FastAPI) -> None:
    paths = app.openapi()["paths"].items()
    assert {(method, path) for path, methods in paths for method in methods} == set(ROUTES)


@pytest.mark.parametrize("who", Who)
async def test_every_route_through_every_door(
    http: httpx.AsyncClient, voices: dict[Who, Voice], through: dict[str, dict[str, str]], who: Who
) -> None:
    person = voices[who].person
    token = person.headers if person else {}
    last = [("delete", "/v1/sessions/current"), ("delete", "/v1/sessions")]  # these end who asks
    for route in [route for route in ROUTES if route not in last]:
        plain = await asked(http, route, token)
        for door, headers in through.items():
            answer = await asked(http, route, token | headers)
            key, takes = key_of(answer), ROUTES[route]
            assert answer.status_code < 500, route
            if door in ("unknown", "revoked"):
                assert (answer.status_code, key) == (403, "door-refused"), (route, door)
            elif isinstance(takes, DoorAction):
                refused = rules.door_refusal(takes, door or None)
                assert key == (refused or ("sign-in-refused" if takes is DoorAction.VOUCH else "")), (route, door)
            elif takes == MEMBERS and person is None:
                assert key == "not-signed-in", (route, door)
            else:
                assert (answer.status_code, key) == (plain.status_code, key_of(plain)), (route, door)
                assert (SECRET in answer.text) is (SECRET in plain.text), "a door opens no eyes"
    for route in last:
        assert key_of(await asked(http, route, token | through["revoked"])) == "door-refused"
        answer = await asked(http, route, token | through["ssh"])
        assert key_of(answer) == ("not-signed-in" if person is None or route != last[0] else "")


# What an account that is to be erased can still ask for: to stay, to take its own along, to sign out.
LEAVERS: Final = frozenset(
    {
        ("get", "/v1/accounts/me/export"),
        ("delete", "/v1/accounts/me/leaving"),
        ("delete", "/v1/sessions"),
        ("delete", "/v1/sessions/current"),
        ("get", "/v1/server"),
        ("get", "/v1/helplines"),
        ("get", "/v1/slips/key"),  # asks nobody who they are
        ("post", "/v1/accounts"),
        ("post", "/v1/sessions"),
        ("post", "/v1/recoveries"),
        ("post", "/v1/recoveries/finish"),
    }
)


async def test_who_is_to_be_erased_is_let_in_nowhere(
    context: Context, http: httpx.AsyncClient, voices: dict[Who, Voice]
) -> None:
    person = voices[Who.FACILITATOR].person
    assert person is not None
    with context.database.write() as connection:
        assert person.actor.account_id is not None
        accounts.set_leaving(connection, person.actor.account_id, context.now() + 1, "erase")
    last = {("delete", "/v1/accounts/me/leaving"), ("delete", "/v1/sessions"), ("delete", "/v1/sessions/current")}
    for route in [route for route in ROUTES if route not in last and not isinstance(ROUTES[route], DoorAction)]:
        answer = await asked(http, route, person.headers)
        assert (key_of(answer) == "account-leaving") is (route not in LEAVERS), route
        assert SECRET not in answer.text
    answer = await asked(http, ("delete", "/v1/accounts/me/leaving"), person.headers)
    assert answer.status_code == 204
    assert (await asked(http, ("get", "/v1/record"), person.headers)).status_code == 200


async def test_a_member_sees_and_removes_nobody_elses_keys(http: httpx.AsyncClient, voices: dict[Who, Voice]) -> None:
    owner = voices[Who.MEMBER].person
    assert owner is not None
    body = {"secret": owner.secret, "public_key": sshkeys.ed25519("mine"), "label": "mine alone"}
    key = (await http.post("/v1/accounts/me/keys", json=body, headers=owner.headers)).json()["id"]
    for who, voice in voices.items():
        if voice.person is None or who is Who.MEMBER:
            continue
        listed = await http.get("/v1/accounts/me/keys", headers=voice.person.headers)
        assert listed.json() == {}
        removed = await http.delete(f"/v1/accounts/me/keys/{key}", headers=voice.person.headers)
        assert key_of(removed) == "not-found"
    listed = await http.get("/v1/accounts/me/keys", headers=owner.headers)
    assert [each["label"] for each in listed.json()["keys"]] == ["mine alone"]


def test_no_operation_is_forgotten() -> None:
    assert {kind.model_fields["op"].default for kind in operations.HANDLERS} == set(OPERATIONS)
