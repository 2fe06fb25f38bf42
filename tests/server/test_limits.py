"""How often one may ask: by account, by name, by address prefix, and when again."""

from __future__ import annotations

import logging
from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI

from tests import sshkeys
from tests.server.conftest import Clock, Person, new_account, secret_of
from tests.server.test_accounts import problem
from tuigroup_server.http.origin import passed_on, prefix
from tuigroup_server.rules import Door
from tuigroup_server.service import doors, limits
from tuigroup_server.service.context import Context
from tuigroup_server.service.limits import Limiter, Policy
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.settings import Settings

SLOW = Policy("slow", burst=2, seconds=60)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2ff:3::4", "2001:db8:1:200::/56"),
        ("fe80::1%eth0", "fe80::/56"),
        ("", "-"),
        ("unix", "-"),
    ],
)
def test_an_address_counts_as_its_network(address: str, network: str) -> None:
    assert prefix(address) == network


def test_a_bucket_empties_and_fills_again(clock: Clock) -> None:
    limiter = Limiter(clock)
    limiter.take(SLOW, "a")
    limiter.take(SLOW, "a")
    with pytest.raises(Refusal) as refused:
        limiter.take(SLOW, "a")
    assert refused.value.retry_after == 60
    limiter.take(SLOW, "b")
    limiter.take(Policy("other", 1, 60), "a")
    clock.forward(minutes=0.5)
    with pytest.raises(Refusal) as refused:
        limiter.take(SLOW, "a")
    assert refused.value.retry_after == 30
    clock.forward(minutes=0.5)
    limiter.take(SLOW, "a")
    clock.forward(days=1)
    limiter.take(SLOW, "a")
    limiter.take(SLOW, "a")
    clock.forward(minutes=-60)
    with pytest.raises(Refusal):
        limiter.take(SLOW, "a")


def test_memory_is_bounded(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "KEPT", 10)
    limiter = Limiter(clock)
    for number in range(100):
        limiter.take(SLOW, str(number))
    assert len(limiter._buckets) == 10


async def test_guessing_a_passphrase_gets_slow(http: httpx.AsyncClient, person: Callable[..., Person]) -> None:
    person("ada")
    guess = {"name": "ada", "secret": secret_of("guess")}
    answers = [await http.post("/v1/sessions", json=guess) for _ in range(limits.SIGN_IN_NAME.burst + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {401}
    last = answers[-1]
    assert (last.status_code, problem(last)) == (429, "too-many")
    assert int(last.headers["retry-after"]) == 30
    assert "30 seconds" in last.json()["detail"]
    other = await http.post("/v1/sessions", json={"name": "ben", "secret": secret_of("guess")})
    assert other.status_code == 401


async def test_one_network_makes_accounts_slowly(app: FastAPI, clock: Clock) -> None:
    async def make(address: str, name: str) -> int:
        transport = httpx.ASGITransport(app, client=(address, 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://server.example.org") as client:
            return (await client.post("/v1/accounts", json=new_account(name).model_dump())).status_code

    for number in range(limits.NEW_ACCOUNT.burst):
        assert await make(f"192.0.2.{number}", f"one{number}") == 201
    assert await make("192.0.2.200", "over") == 429
    assert await make("198.51.100.1", "elsewhere") == 201
    clock.forward(minutes=3)
    assert await make("192.0.2.200", "over") == 201


async def test_an_account_has_a_limit_of_its_own(http: httpx.AsyncClient, person: Callable[..., Person]) -> None:
    ada, ben = person("ada"), person("ben")
    codes = [(await http.get("/v1/record", headers=ada.headers)).status_code for _ in range(limits.ACCOUNT.burst + 1)]
    assert codes[:-1] == [200] * limits.ACCOUNT.burst
    assert codes[-1] == 429
    assert (await http.get("/v1/record", headers=ben.headers)).status_code == 200


async def test_no_address_and_no_name_is_logged(
    http: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, person: Callable[..., Person]
) -> None:
    person("ada-of-the-hill")
    with caplog.at_level(logging.DEBUG, logger="tuigroup_server"):
        for _ in range(limits.SIGN_IN_NAME.burst + 1):
            await http.post("/v1/sessions", json={"name": "ada-of-the-hill", "secret": secret_of("guess")})
    told = "".join(record.getMessage() for record in caplog.records if record.name.startswith("tuigroup_server"))
    assert "ada" not in told
    assert "127.0.0" not in told


# Many people behind one door, one network, one kiosk


def asker(app: FastAPI, address: str, **headers: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, client=(address, 4711))
    return httpx.AsyncClient(transport=transport, base_url="http://server.example.org", headers=headers)


async def guess(client: httpx.AsyncClient, name: str) -> int:
    return (await client.post("/v1/sessions", json={"name": name, "secret": secret_of("guess")})).status_code


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        ("192.0.2.0/24", "192.0.2.0/24"),
        ("192.0.0.0/16", "192.0.0.0/16"),
        ("2001:db8:7::/48", "2001:db8:7::/48"),
        ("2001:DB8::/32", "2001:db8::/32"),
    ],
)
def test_a_door_passes_on_a_network(told: str, counted: str) -> None:
    assert passed_on(told) == counted


@pytest.mark.parametrize(
    "told", ["192.0.2.7", "192.0.2.7/32", "192.0.2.128/25", "192.0.2.7/24", "2001:db8::/56", "2001:db8::1", "here", ""]
)
async def test_a_door_can_not_tell_more_than_a_network(http: httpx.AsyncClient, context: Context, told: str) -> None:
    door = {"door": doors.add(context, "front", Door.SSH), "network": told}
    answer = await http.get("/v1/server", headers=door)
    assert (answer.status_code, problem(answer), answer.json()["field"]) == (422, "bad-field", "network")
    if told:
        assert told not in answer.text.replace("192.0.2.0/24 or 2001:db8::/48", "")


async def test_without_a_door_the_network_is_the_peers(app: FastAPI) -> None:
    async with asker(app, "192.0.2.1", network="198.51.100.0/24") as client, asker(app, "192.0.2.9") as neighbour:
        codes = [await guess(client, f"name{number}") for number in range(limits.SIGN_IN_ADDRESS.burst)]
        assert set(codes) == {401}
        assert await guess(neighbour, "another") == 429


async def test_who_guesses_behind_a_door_locks_out_nobody_from_elsewhere_behind_it(
    app: FastAPI, context: Context, person: Callable[..., Person]
) -> None:
    ada = person("ada")
    credential = doors.add(context, "front", Door.SSH)
    async with (
        asker(app, "127.0.0.1", door=credential, network="192.0.2.0/24") as spiteful,
        asker(app, "127.0.0.1", door=credential, network="198.51.100.0/24") as honest,
        asker(app, "127.0.0.1") as direct,
    ):
        codes = [await guess(spiteful, f"name{number}") for number in range(limits.SIGN_IN_ADDRESS.burst + 1)]
        assert codes[-1] == 429
        for client in (honest, direct):
            signed = await client.post("/v1/sessions", json={"name": "ada", "secret": ada.secret})
            assert signed.status_code == 201


async def test_a_library_full_of_people_signs_in_and_works_behind_one_address(
    app: FastAPI, context: Context, person: Callable[..., Person]
) -> None:
    people = [person(f"patron{number}") for number in range(limits.SIGN_IN_ADDRESS.burst + 15)]
    each_asks = limits.ANY_ADDRESS.burst // len(people) + 1
    door = doors.add(context, "front", Door.SSH)
    async with asker(app, "192.0.2.1", door=door, network="192.0.2.0/24") as client:
        for each in people:
            signed = await client.post("/v1/sessions", json={"name": each.name, "secret": each.secret})
            assert signed.status_code == 201
            headers = {"authorization": f"Bearer {signed.json()['token']}"}
            codes = {(await client.get("/v1/record", headers=headers)).status_code for _ in range(each_asks)}
            assert codes == {200}, "more at once than a network has of those who are not signed in"


async def test_what_neighbours_do_in_a_librarys_network_does_not_close_its_kiosk(
    app: FastAPI, context: Context, person: Callable[..., Person]
) -> None:
    ada = person("ada")
    credential = doors.add(context, "desk", Door.KIOSK)
    async with asker(app, "192.0.2.1") as wireless, asker(app, "192.0.2.2", door=credential) as kiosk:
        for number in range(limits.SIGN_IN_ADDRESS.burst + 1):
            await guess(wireless, f"name{number}")
        assert await guess(wireless, "another") == 429
        for number in range(limits.NEW_ACCOUNT.burst + 1):
            made = await wireless.post("/v1/accounts", json=new_account(f"robot{number}").model_dump())
        assert made.status_code == 429
        assert (await kiosk.post("/v1/accounts", json=new_account("ben").model_dump())).status_code == 201
        assert (await kiosk.post("/v1/sessions", json={"name": "ada", "secret": ada.secret})).status_code == 201
        assert (await kiosk.get("/v1/groups")).status_code == 200


async def test_agents_that_offer_key_after_key_are_not_locked_out(app: FastAPI, context: Context) -> None:
    door = doors.add(context, "front", Door.SSH)
    async with asker(app, "127.0.0.1", door=door, network="192.0.2.0/24") as client:
        for member in range(40):
            for offered in range(6):
                shown = sshkeys.fingerprint(sshkeys.ed25519(f"{member} {offered}"))
                answer = await client.post("/v1/sessions/by-key", json={"name": f"m{member:03}", "fingerprint": shown})
                assert answer.status_code == 401


async def test_a_stolen_credential_can_not_guess_from_networks_without_end(app: FastAPI, context: Context) -> None:
    credential = doors.add(context, "front", Door.SSH)
    codes = []
    async with asker(app, "127.0.0.1", door=credential) as client:
        for number in range(limits.DOOR_SIGN_IN.burst + 1):
            client.headers["network"] = f"10.{number // 250}.{number % 250}.0/24"
            codes.append(await guess(client, f"name{number}"))
    assert set(codes[:-1]) == {401}
    assert codes[-1] == 429


async def test_guessing_credentials_gets_slow(http: httpx.AsyncClient, context: Context) -> None:
    doors.add(context, "front", Door.SSH)
    codes = []
    for number in range(limits.SIGN_IN_ADDRESS.burst + 1):
        codes.append((await http.get("/v1/server", headers={"door": f"front:{number}"})).status_code)
    assert set(codes[:-1]) == {403}
    assert codes[-1] == 429


def test_no_bucket_tells_who_it_is_for(clock: Clock) -> None:
    limiter, other = Limiter(clock), Limiter(clock)
    for each in (limiter, other):
        each.take(SLOW, "192.0.2.0/24")
    assert "192.0.2" not in str(limiter._buckets)
    assert set(limiter._buckets).isdisjoint(other._buckets), "hashed under a key of the process's own"


def test_an_asking_given_back_counts_for_nothing(clock: Clock) -> None:
    limiter = Limiter(clock)
    for _ in range(5):
        limiter.take(SLOW, "a")
        limiter.give_back(SLOW, "a")
    limiter.give_back(SLOW, "never asked")
    limiter.take(SLOW, "a")
    limiter.take(SLOW, "a")
    with pytest.raises(Refusal):
        limiter.take(SLOW, "a")


class TestBehindALimiterOfItsOwn:
    @pytest.fixture
    def settings(self) -> Settings:
        return Settings(limits=False)

    async def test_nothing_is_counted(self, http: httpx.AsyncClient) -> None:
        guess = {"name": "ada", "secret": secret_of("guess")}
        codes = {(await http.post("/v1/sessions", json=guess)).status_code for _ in range(30)}
        assert codes == {401}
