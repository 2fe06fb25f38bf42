"""Every route through every door: what a door may do by itself, and that nobody sees more through one."""

from __future__ import annotations

from typing import Final

import httpx
import pytest
from fastapi import FastAPI

from tests import sshkeys
from tests.server.roles.callers import SECRET, SIGNED_OUT, Caller, House, key_of
from tests.server.roles.routes import MEMBERS, ROUTES, asked
from tuigroup_server import rules
from tuigroup_server.rules import DoorAction
from tuigroup_server.service import doors
from tuigroup_server.service.context import Context
from tuigroup_server.storage import accounts


@pytest.fixture
def through(context: Context) -> dict[str, dict[str, str]]:
    """Headers of who comes directly, through each kind of door, and through two that are none."""
    found: dict[str, dict[str, str]] = {"": {}, "unknown": {"door": "nobody:AAAAAAAAAAAAAAAAAAAAAA"}}
    for kind in rules.Door:
        found[kind.value] = {"door": doors.add(context, kind.value, kind), "network": "192.0.2.0/24"}
    found["revoked"] = {"door": doors.add(context, "revoked", rules.Door.SSH)}
    doors.revoke(context, "revoked")
    return found


async def test_no_route_is_forgotten(app: FastAPI) -> None:
    paths = app.openapi()["paths"].items()
    assert {(method, path) for path, methods in paths for method in methods} == set(ROUTES)


@pytest.mark.parametrize("listed", [False])
@pytest.mark.parametrize("caller", Caller)
async def test_every_route_through_every_door(
    http: httpx.AsyncClient, house: House, through: dict[str, dict[str, str]], caller: Caller
) -> None:
    own = house.headers(caller)
    token = {name: value for name, value in own.items() if name == "Authorization"}
    signed_in = caller not in SIGNED_OUT
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
            elif takes == MEMBERS and not signed_in:
                assert key == "not-signed-in", (route, door)
            else:
                assert (answer.status_code, key) == (plain.status_code, key_of(plain)), (route, door)
                assert (SECRET in answer.text) is (SECRET in plain.text), "a door opens no eyes"
    for route in last:
        assert key_of(await asked(http, route, token | through["revoked"])) == "door-refused"
        answer = await asked(http, route, token | through["ssh"])
        assert key_of(answer) == ("not-signed-in" if not signed_in or route != last[0] else "")


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


@pytest.mark.parametrize("listed", [True])
async def test_who_is_to_be_erased_is_let_in_nowhere(context: Context, http: httpx.AsyncClient, house: House) -> None:
    person = house.voices[Caller.FACILITATOR].person
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


@pytest.mark.parametrize("listed", [True])
async def test_a_member_sees_and_removes_nobody_elses_keys(http: httpx.AsyncClient, house: House) -> None:
    owner = house.voices[Caller.MEMBER].person
    assert owner is not None
    body = {"secret": owner.secret, "public_key": sshkeys.ed25519("mine"), "label": "mine alone"}
    key = (await http.post("/v1/accounts/me/keys", json=body, headers=owner.headers)).json()["id"]
    for caller, voice in house.voices.items():
        if voice.person is None or caller in SIGNED_OUT | {Caller.MEMBER, Caller.AT_KIOSK}:
            continue
        listed = await http.get("/v1/accounts/me/keys", headers=voice.person.headers)
        assert listed.json() == {}
        removed = await http.delete(f"/v1/accounts/me/keys/{key}", headers=voice.person.headers)
        assert key_of(removed) == "not-found"
    listed = await http.get("/v1/accounts/me/keys", headers=owner.headers)
    assert [each["label"] for each in listed.json()["keys"]] == ["mine alone"]
