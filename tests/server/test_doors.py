"""Doors: known by their credential, vouching for keys, revoked at once with whatever was opened through them."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests import sshkeys
from tests.server.conftest import Clock, Person, new_account, secret_of
from tests.server.test_accounts import bearer, is_signed_in, problem
from tuigroup.errors import BadInput
from tuigroup.wire import limits
from tuigroup.wire.accounts import SignIn
from tuigroup.wire.frames import PLAIN
from tuigroup.wire.sync import WaitRequest
from tuigroup_server import schema
from tuigroup_server.rules import IDLE, Door
from tuigroup_server.service import account_keys, accounts, doors, sync, waiting
from tuigroup_server.service.context import Context
from tuigroup_server.service.refusals import Refusal

People = Callable[..., Person]
LAPTOP = sshkeys.ed25519("laptop", comment="ada@home")


@pytest.fixture
def ssh(context: Context) -> dict[str, str]:
    return {"door": doors.add(context, "front", Door.SSH)}


@pytest.fixture
def kiosk(context: Context) -> dict[str, str]:
    return {"door": doors.add(context, "desk", Door.KIOSK)}


async def add_key(http: httpx.AsyncClient, person: Person, line: str, **fields: Any) -> httpx.Response:
    body = {"secret": person.secret, "public_key": line, "label": "laptop", **fields}
    return await http.post("/v1/accounts/me/keys", json=body, headers=person.headers)


async def by_key(http: httpx.AsyncClient, door: dict[str, str], name: str, line: str) -> httpx.Response:
    body = {"name": name, "fingerprint": sshkeys.fingerprint(line)}
    return await http.post("/v1/sessions/by-key", json=body, headers=door)


async def sign_in(http: httpx.AsyncClient, person: Person, **headers: str) -> httpx.Response:
    return await http.post("/v1/sessions", json={"name": person.name, "secret": person.secret}, headers=headers)


async def test_a_key_opens_the_account_through_an_ssh_door(
    http: httpx.AsyncClient, person: People, ssh: dict[str, str]
) -> None:
    ada = person("ada")
    assert (await add_key(http, ada, LAPTOP)).status_code == 201
    signed = await by_key(http, ssh, "ada", LAPTOP)
    assert signed.status_code == 201
    assert set(signed.json()) == {"token"}
    assert signed.headers["cache-control"] == "no-store"
    assert await is_signed_in(http, bearer(signed))


async def test_nothing_tells_whether_a_name_exists(
    http: httpx.AsyncClient, person: People, ssh: dict[str, str]
) -> None:
    await add_key(http, person("ada"), LAPTOP)
    person("ben")
    others = sshkeys.ed25519("another")
    refused = [
        await by_key(http, ssh, "nobody", LAPTOP),
        await by_key(http, ssh, "ada", others),
        await by_key(http, ssh, "ben", LAPTOP),
    ]
    assert {answer.status_code for answer in refused} == {401}
    assert len({(answer.content, str(answer.headers)) for answer in refused}) == 1
    assert problem(refused[0]) == "sign-in-refused"


async def test_only_a_door_of_kind_ssh_vouches(http: httpx.AsyncClient, person: People, kiosk: dict[str, str]) -> None:
    await add_key(http, person("ada"), LAPTOP)
    for headers, status, key in (({}, 403, "door-refused"), (kiosk, 403, "not-allowed")):
        answer = await by_key(http, headers, "ada", LAPTOP)
        assert (answer.status_code, problem(answer)) == (status, key)


@pytest.mark.parametrize("credential", ["front:", "front:AAAAAAAAAAAAAAAAAAAAAA", "nobody:x", "front", "", "x" * 500])
async def test_an_unknown_door_is_refused_and_never_ignored(
    http: httpx.AsyncClient, person: People, ssh: dict[str, str], credential: str
) -> None:
    ada = person("ada")
    for path in ("/v1/server", "/v1/groups"):
        answer = await http.get(path, headers={"door": credential})
        assert (answer.status_code, problem(answer)) == (403, "door-refused")
    assert problem(await sign_in(http, ada, door=credential)) == "door-refused"


async def test_revoking_a_door_ends_what_was_opened_through_it_and_nothing_else(
    http: httpx.AsyncClient, person: People, context: Context, ssh: dict[str, str], kiosk: dict[str, str]
) -> None:
    ada = person("ada")
    through, other, direct = [await sign_in(http, ada, **headers) for headers in (ssh, kiosk, {})]
    assert doors.revoke(context, "front") == 1
    assert not await is_signed_in(http, bearer(through))
    assert await is_signed_in(http, bearer(other))
    assert await is_signed_in(http, bearer(direct))
    assert problem(await sign_in(http, ada, **ssh)) == "door-refused"
    again = {"door": doors.add(context, "front", Door.SSH)}
    assert again != ssh
    assert problem(await sign_in(http, ada, **ssh)) == "door-refused"
    assert (await sign_in(http, ada, **again)).status_code == 201
    with pytest.raises(BadInput):
        doors.add(context, "front", Door.KIOSK)


async def test_a_kiosks_session_ends_after_five_idle_minutes(
    http: httpx.AsyncClient, person: People, clock: Clock, ssh: dict[str, str], kiosk: dict[str, str]
) -> None:
    ada = person("ada")
    visit, home, over_ssh = [await sign_in(http, ada, **headers) for headers in (kiosk, {}, ssh)]
    for _ in range(3):
        clock.forward(minutes=4)
        assert await is_signed_in(http, bearer(visit))
    clock.forward(minutes=5.1)
    assert not await is_signed_in(http, bearer(visit))
    assert await is_signed_in(http, bearer(over_ssh))
    clock.forward(minutes=IDLE[Door.SSH] / 60 + 1)
    assert not await is_signed_in(http, bearer(over_ssh))
    assert await is_signed_in(http, bearer(home))


async def test_an_account_made_at_a_kiosk_is_left_there_after_five_minutes(
    http: httpx.AsyncClient, clock: Clock, kiosk: dict[str, str]
) -> None:
    made = await http.post("/v1/accounts", json=new_account("ada").model_dump(), headers=kiosk)
    assert await is_signed_in(http, bearer(made))
    clock.forward(minutes=5.1)
    assert not await is_signed_in(http, bearer(made))


async def test_a_door_ends_its_own_sessions(http: httpx.AsyncClient, person: People, context: Context) -> None:
    ada = person("ada")
    one, two = [{"door": doors.add(context, name, Door.KIOSK)} for name in ("one", "two")]
    mine, theirs = await sign_in(http, ada, **one), await sign_in(http, ada, **two)
    assert (await http.delete("/v1/door/sessions", headers=one)).status_code == 204
    assert not await is_signed_in(http, bearer(mine))
    assert await is_signed_in(http, bearer(theirs))
    nobody = await http.delete("/v1/door/sessions", headers=ada.headers)
    assert (nobody.status_code, problem(nobody)) == (403, "door-refused")


async def test_a_door_that_is_revoked_while_it_asks_opens_nothing(
    person: People, context: Context, ssh: dict[str, str]
) -> None:
    ada = person("ada")
    door = doors.identify(context, ssh["door"])
    doors.revoke(context, "front")
    with pytest.raises(Refusal) as refused:
        accounts.sign_in(context, SignIn(name="ada", secret=ada.secret), door)
    assert refused.value.key == "door-refused"


async def test_a_revoked_door_ends_a_wait_for_news(person: People, context: Context, ssh: dict[str, str]) -> None:
    ada = person("ada")
    signed = accounts.sign_in(context, SignIn(name="ada", secret=ada.secret), doors.identify(context, ssh["door"]))
    actor = accounts.identify(context, signed.token)
    assert actor is not None
    first = sync.answer(context, actor, sync.read({}), PLAIN)
    waits = asyncio.ensure_future(
        waiting.wait(context, actor, WaitRequest(s=json.loads(first)["s"], t=limits.WAIT), PLAIN)
    )
    await asyncio.to_thread(doors.revoke, context, "front")
    with contextlib.suppress(Refusal):  # where it looked once more
        assert await waits is None
    assert accounts.identify(context, signed.token) is None


async def test_a_credential_lies_nowhere_and_is_used_by_day(
    http: httpx.AsyncClient, context: Context, clock: Clock, ssh: dict[str, str]
) -> None:
    def row() -> Any:
        return doors.listed(context)[0][0]

    assert row().used == 0
    await http.get("/v1/server", headers={**ssh, "network": "192.0.2.0/24"})
    assert row().used == clock.now // 86_400 * 86_400
    with context.database.read() as connection:
        tables = [str(connection.execute(table.select()).all()) for table in schema.metadata.sorted_tables]
    told = "".join(tables)
    assert ssh["door"].partition(":")[2] not in told
    assert "192.0.2" not in told


# Keys of members


async def test_adding_a_key_needs_the_secret_again(http: httpx.AsyncClient, person: People) -> None:
    ada = person("ada")
    answer = await add_key(http, ada, LAPTOP, secret=secret_of("guess"))
    assert (answer.status_code, problem(answer)) == (401, "sign-in-refused")
    assert (await http.get("/v1/accounts/me/keys", headers=ada.headers)).json() == {}
    guest = await http.post("/v1/accounts/me/keys", json={"secret": ada.secret, "public_key": LAPTOP})
    assert guest.status_code == 401


async def test_what_is_no_key_is_refused_by_the_server_too(http: httpx.AsyncClient, person: People) -> None:
    answer = await add_key(http, person("ada"), sshkeys.rsa(2048))
    assert (answer.status_code, problem(answer), answer.json()["field"]) == (422, "bad-field", "public_key")
    assert "2048 bits" in answer.json()["detail"]


async def test_a_key_is_listed_by_what_it_is_called_and_kept_as_a_hash(
    http: httpx.AsyncClient, person: People, context: Context, ssh: dict[str, str], clock: Clock
) -> None:
    ada = person("ada")
    made = (await add_key(http, ada, LAPTOP, label="my \x1b[31mlaptop")).json()
    assert (await add_key(http, ada, LAPTOP, label="again")).json() == made, "the same key is no second one"
    assert set(made) == {"id", "kind", "label", "created"}
    assert "\x1b" not in made["label"]
    await by_key(http, ssh, "ada", LAPTOP)
    (listed,) = (await http.get("/v1/accounts/me/keys", headers=ada.headers)).json()["keys"]
    assert listed == made | {"used": clock.now // 86_400 * 86_400}
    with context.database.read() as connection:
        rows = str(connection.execute(schema.account_keys.select()).all())
    for secret in (LAPTOP.split()[1], sshkeys.fingerprint(LAPTOP), sshkeys.fingerprint(LAPTOP)[7:], "ada@home"):
        assert secret not in rows


async def test_a_removed_key_opens_nothing_and_ends_what_it_opened(
    http: httpx.AsyncClient, person: People, ssh: dict[str, str]
) -> None:
    ada, ben = person("ada"), person("ben")
    key = (await add_key(http, ada, LAPTOP)).json()["id"]
    mine, lost = await by_key(http, ssh, "ada", LAPTOP), await by_key(http, ssh, "ada", LAPTOP)
    other = await http.delete(f"/v1/accounts/me/keys/{key}", headers=ben.headers)
    assert (other.status_code, problem(other)) == (404, "not-found")
    assert (await http.delete(f"/v1/accounts/me/keys/{key}", headers=bearer(mine))).status_code == 204
    assert not await is_signed_in(http, bearer(lost))
    assert await is_signed_in(http, bearer(mine)), "who removes it is not put out"
    assert await is_signed_in(http, ada.headers)
    assert (await by_key(http, ssh, "ada", LAPTOP)).status_code == 401
    assert (await http.delete(f"/v1/accounts/me/keys/{key}", headers=ada.headers)).status_code == 404


async def test_a_key_belongs_to_the_account_for_which_it_was_used_first(
    http: httpx.AsyncClient, person: People, ssh: dict[str, str]
) -> None:
    ada, mallory = person("ada"), person("mallory")
    told = [await add_key(http, each, LAPTOP, label="mine") for each in (mallory, ada)]
    assert {answer.status_code for answer in told} == {201}, "nobody learns that a key is known here"
    assert (await by_key(http, ssh, "ada", LAPTOP)).status_code == 201
    assert (await by_key(http, ssh, "mallory", LAPTOP)).status_code == 401
    (key,) = (await http.get("/v1/accounts/me/keys", headers=ada.headers)).json()["keys"]
    await http.delete(f"/v1/accounts/me/keys/{key['id']}", headers=ada.headers)
    assert (await by_key(http, ssh, "mallory", LAPTOP)).status_code == 201


async def test_an_account_has_so_many_keys_and_no_more(http: httpx.AsyncClient, person: People, clock: Clock) -> None:
    ada = person("ada")
    for number in range(account_keys.MOST):
        clock.forward(minutes=1)
        assert (await add_key(http, ada, sshkeys.ed25519(str(number)))).status_code == 201
    clock.forward(minutes=1)
    answer = await add_key(http, ada, LAPTOP)
    assert (answer.status_code, problem(answer)) == (409, "too-many-keys")


async def test_a_new_passphrase_and_recovery_remove_every_key(
    http: httpx.AsyncClient, person: People, ssh: dict[str, str]
) -> None:
    ada = person("ada")
    await add_key(http, ada, LAPTOP)
    over_ssh = await by_key(http, ssh, "ada", LAPTOP)
    everywhere = await http.delete("/v1/sessions", headers=bearer(over_ssh))
    assert everywhere.status_code == 204
    again = await by_key(http, ssh, "ada", LAPTOP)
    assert again.status_code == 201, "signing out everywhere leaves keys"
    change = {"secret": ada.secret, "new_secret": secret_of("new"), "new_wrapped": "N" * 96}
    assert (await http.put("/v1/accounts/me/secret", json=change, headers=bearer(again))).status_code == 204
    assert await is_signed_in(http, bearer(again)), "who changes it stays"
    assert (await by_key(http, ssh, "ada", LAPTOP)).status_code == 401
    body = {"secret": secret_of("new"), "public_key": LAPTOP, "label": "laptop"}
    assert (await http.post("/v1/accounts/me/keys", json=body, headers=bearer(again))).status_code == 201
    recover = new_account("ada").model_dump()
    recover |= {
        "secret": secret_of("third"),
        "new_recovery_secret": secret_of("words"),
        "new_recovery_wrapped": recover.pop("recovery_wrapped"),
    }
    assert (await http.post("/v1/recoveries/finish", json=recover)).status_code == 201
    assert (await by_key(http, ssh, "ada", LAPTOP)).status_code == 401


async def test_what_opens_the_record_is_for_who_has_the_secret(
    http: httpx.AsyncClient, person: People, ssh: dict[str, str]
) -> None:
    ada = person("ada")
    await add_key(http, ada, LAPTOP)
    headers = bearer(await by_key(http, ssh, "ada", LAPTOP))
    wrong = await http.post("/v1/record/key", json={"secret": secret_of("guess")}, headers=headers)
    assert (wrong.status_code, problem(wrong)) == (401, "sign-in-refused")
    assert await is_signed_in(http, headers)
    right = await http.post("/v1/record/key", json={"secret": ada.secret}, headers=headers)
    assert right.json() == {"wrapped": "W" * 96, "record": {"version": 0, "sealed": ""}}


async def test_every_route_says_how_a_door_names_itself(http: httpx.AsyncClient) -> None:
    routes = (await http.get("/openapi.json")).json()["paths"]
    for path, methods in routes.items():
        for method, described in methods.items():
            headers = {one["name"]: one for one in described.get("parameters", []) if one["in"] == "header"}
            assert {"door", "network"} <= set(headers), (method, path)
            assert not headers["door"]["required"]
            assert "NAME:SECRET" in headers["door"]["description"]
    only_doors = {
        path for path, methods in routes.items() for one in methods.values() if {"Door": []} in one.get("security", [])
    }
    assert only_doors == {"/v1/door/sessions", "/v1/sessions/by-key"}
