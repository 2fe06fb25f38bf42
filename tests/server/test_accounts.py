"""Accounts over HTTP: what a client gets, what a stranger can't find out, what is on disk."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.server.conftest import Clock, Person, new_account, secret_of
from tuigroup.wire import limits
from tuigroup.wire.accounts import ServerInfo, SignIn, record_tag
from tuigroup.wire.binary import b64, unb64
from tuigroup.wire.frames import PLAIN
from tuigroup_server.service import accounts
from tuigroup_server.service.context import Context
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.settings import Settings

People = Callable[..., Person]


def bearer(answer: httpx.Response) -> dict[str, str]:
    return {"Authorization": f"Bearer {answer.json()['token']}"}


def problem(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    return str(body["type"]).removeprefix("/problems/")


async def make(http: httpx.AsyncClient, name: str) -> httpx.Response:
    return await http.post("/v1/accounts", json=new_account(name).model_dump())


async def sign_in(http: httpx.AsyncClient, name: str, secret: str) -> httpx.Response:
    return await http.post("/v1/sessions", json={"name": name, "secret": secret})


async def is_signed_in(http: httpx.AsyncClient, headers: dict[str, str]) -> bool:
    return (await http.get("/v1/record", headers=headers)).status_code == 200


async def test_the_server_says_who_it_is(http: httpx.AsyncClient) -> None:
    first, second = await http.get("/v1/server"), await http.get("/v1/server")
    assert first.json() == second.json()
    assert len(first.json()["id"]) >= 20
    assert set(first.json()) == {"id", "name", "version"}
    said = ServerInfo.model_validate(first.json())
    assert (said.guests, said.api_min, said.api_max) == (True, 1, 1)


async def test_the_first_exchange_comes_behind_a_sign_in_in_a_frame_of_its_own(
    http: httpx.AsyncClient, context: Context
) -> None:
    new = new_account("ada")
    await make(http, "ada")
    asked = {"name": "ada", "secret": new.secret, "sync": {"w": [{"w": "d"}]}}
    told = await http.post("/v1/sessions", json=asked)
    signed, news = (json.loads(line) for line in told.text.split("\n"))
    assert await is_signed_in(http, {"Authorization": f"Bearer {signed['token']}"})
    assert news["p"][0]["w"] == "d"
    codec = context.codec
    framed = await http.post("/v1/sessions", content=codec.pack(asked, codec.latest))
    signed, news = codec.unpack_frames(framed.content, limits.ANSWER_BYTES)
    first = codec.pack(signed, codec.latest)
    assert framed.content.startswith(first)  # nothing of anybody else is packed with the keys
    assert codec.unpack(framed.content[len(first) :], limits.ANSWER_BYTES) == news


async def test_who_is_not_let_in_is_told_nothing_along(http: httpx.AsyncClient) -> None:
    await make(http, "ada")
    asked = {"name": "ada", "secret": secret_of("wrong"), "sync": {"w": [{"w": "d"}]}}
    told = await http.post("/v1/sessions", json=asked)
    assert told.status_code == 401
    assert problem(told) == "sign-in-refused"


async def test_a_new_account_is_signed_in_and_can_sign_in_again(http: httpx.AsyncClient) -> None:
    made = await make(http, "ada")
    assert made.status_code == 201
    signed = {"token": made.json()["token"], "wrapped": "W" * 96}
    assert made.json() == signed | {"record": {"version": 0}}
    assert made.headers["cache-control"] == "no-store"
    again = await sign_in(http, "ada", secret_of("ada-secret"))
    assert again.status_code == 201
    assert again.json()["token"] != made.json()["token"]
    assert await is_signed_in(http, bearer(made))
    assert await is_signed_in(http, bearer(again))


@pytest.mark.parametrize("framed", [True, False])
async def test_signing_in_is_answered_as_it_is_asked(http: httpx.AsyncClient, context: Context, framed: bool) -> None:
    await make(http, "ada")
    codec, generation = context.codec, context.codec.latest if framed else PLAIN
    asked = codec.pack({"name": "ada", "secret": secret_of("ada-secret")}, generation)
    answer = await http.post("/v1/sessions", content=asked, headers={"accept-encoding": "gzip"})
    assert codec.generation(answer.content) == generation
    told = codec.unpack(answer.content, limits.ANSWER_BYTES)
    assert told == {"token": told["token"], "wrapped": "W" * 96, "record": {"version": 0}}
    assert await is_signed_in(http, {"Authorization": f"Bearer {told['token']}"})
    # Nothing but the frame compresses what opens something, and a frame needs no further words.
    assert "content-encoding" not in answer.headers
    assert ("cache-control" in answer.headers, "content-type" in answer.headers) == (not framed, not framed)
    wrong = codec.pack({"name": "ada", "secret": secret_of("guess")}, generation)
    assert problem(await http.post("/v1/sessions", content=wrong)) == "sign-in-refused"
    assert problem(await http.post("/v1/sessions", content=asked[:9])) == "bad-body"
    assert problem(await http.post("/v1/sessions", content=b"\xbfwhatever")) == "unknown-generation"


async def test_a_name_is_taken_once(http: httpx.AsyncClient) -> None:
    await make(http, "ada")
    second = await make(http, "ada")
    assert (second.status_code, problem(second)) == (409, "name-taken")


async def test_a_wrong_secret_and_an_unknown_name_look_alike(http: httpx.AsyncClient) -> None:
    await make(http, "ada")
    wrong = await sign_in(http, "ada", secret_of("guess"))
    unknown = await sign_in(http, "nobody", secret_of("guess"))
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.content == unknown.content
    assert wrong.headers == unknown.headers
    start = {"recovery_secret": secret_of("guess")}
    wrong = await http.post("/v1/recoveries", json={"name": "ada", **start})
    unknown = await http.post("/v1/recoveries", json={"name": "nobody", **start})
    assert wrong.content == unknown.content
    assert problem(wrong) == "sign-in-refused"


def test_an_unknown_name_costs_the_same_work(context: Context, person: People, monkeypatch: pytest.MonkeyPatch) -> None:
    person("ada")
    work: list[tuple[str, int]] = []
    blake2b, compare = hashlib.blake2b, hmac.compare_digest

    def counted_hash(*given: Any, **named: Any) -> Any:
        work.append(("hash", len(given[0])))
        return blake2b(*given, **named)

    def counted_compare(one: bytes, other: bytes) -> bool:
        work.append(("compare", len(other)))
        return compare(one, other)

    monkeypatch.setattr(hashlib, "blake2b", counted_hash)
    monkeypatch.setattr(hmac, "compare_digest", counted_compare)
    for name in ("ada", "ben"):
        with pytest.raises(Refusal):
            accounts.sign_in(context, SignIn(name=name, secret=secret_of("guess")))
    assert work == [("hash", 35), ("compare", 32)] * 2


async def test_signing_out_ends_one_session_or_all(http: httpx.AsyncClient) -> None:
    first = await make(http, "ada")
    second, third = [await sign_in(http, "ada", secret_of("ada-secret")) for _ in range(2)]
    assert (await http.delete("/v1/sessions/current", headers=bearer(second))).status_code == 204
    assert not await is_signed_in(http, bearer(second))
    assert await is_signed_in(http, bearer(first))
    assert (await http.delete("/v1/sessions", headers=bearer(first))).status_code == 204
    assert not await is_signed_in(http, bearer(first))
    assert not await is_signed_in(http, bearer(third))


async def test_a_session_ends_after_thirty_idle_days_and_not_before(http: httpx.AsyncClient, clock: Clock) -> None:
    headers = bearer(await make(http, "ada"))
    for _ in range(3):
        clock.forward(days=29)
        assert await is_signed_in(http, headers)
    clock.forward(days=30)
    answer = await http.get("/v1/record", headers=headers)
    assert (answer.status_code, problem(answer)) == (401, "not-signed-in")


async def test_a_new_passphrase_ends_every_other_session(http: httpx.AsyncClient) -> None:
    here = bearer(await make(http, "ada"))
    there = bearer(await sign_in(http, "ada", secret_of("ada-secret")))
    change = {"secret": secret_of("guess"), "new_secret": secret_of("new"), "new_wrapped": "N" * 96}
    refused = await http.put("/v1/accounts/me/secret", json=change, headers=here)
    assert problem(refused) == "sign-in-refused"
    assert await is_signed_in(http, there)
    changed = await http.put("/v1/accounts/me/secret", json={**change, "secret": secret_of("ada-secret")}, headers=here)
    assert changed.status_code == 204
    assert await is_signed_in(http, here)
    assert not await is_signed_in(http, there)
    assert problem(await sign_in(http, "ada", secret_of("ada-secret"))) == "sign-in-refused"
    assert (await sign_in(http, "ada", secret_of("new"))).json()["wrapped"] == "N" * 96


async def test_recovery_gives_a_new_passphrase_and_a_new_phrase(http: httpx.AsyncClient) -> None:
    before = bearer(await make(http, "ada"))
    proof = {"name": "ada", "recovery_secret": secret_of("ada-phrase")}
    start = await http.post("/v1/recoveries", json=proof)
    assert start.json() == {"recovery_wrapped": "R" * 96}
    finish = {
        **proof,
        "secret": secret_of("new"),
        "wrapped": "N" * 96,
        "new_recovery_secret": secret_of("new-phrase"),
        "new_recovery_wrapped": "P" * 96,
    }
    done = await http.post("/v1/recoveries/finish", json=finish)
    assert done.status_code == 201
    assert await is_signed_in(http, bearer(done))
    assert not await is_signed_in(http, before)
    assert problem(await sign_in(http, "ada", secret_of("ada-secret"))) == "sign-in-refused"
    assert (await sign_in(http, "ada", secret_of("new"))).status_code == 201
    assert problem(await http.post("/v1/recoveries/finish", json=finish)) == "sign-in-refused"
    start = await http.post("/v1/recoveries", json={"name": "ada", "recovery_secret": secret_of("new-phrase")})
    assert start.json() == {"recovery_wrapped": "P" * 96}


async def test_who_knows_the_passphrase_gets_a_new_recovery_phrase(http: httpx.AsyncClient) -> None:
    here = bearer(await make(http, "ada"))
    change = {"secret": secret_of("guess"), "new_recovery_secret": secret_of("p2"), "new_recovery_wrapped": "P" * 96}
    refused = await http.put("/v1/accounts/me/recovery", json=change, headers=here)
    assert problem(refused) == "sign-in-refused"
    old = {"name": "ada", "recovery_secret": secret_of("ada-phrase")}
    assert (await http.post("/v1/recoveries", json=old)).json() == {"recovery_wrapped": "R" * 96}
    change["secret"] = secret_of("ada-secret")
    for _ in range(2):  # the answer may have got lost
        assert (await http.put("/v1/accounts/me/recovery", json=change, headers=here)).status_code == 204
    assert problem(await http.post("/v1/recoveries", json=old)) == "sign-in-refused"
    new = {"name": "ada", "recovery_secret": secret_of("p2")}
    assert (await http.post("/v1/recoveries", json=new)).json() == {"recovery_wrapped": "P" * 96}
    assert await is_signed_in(http, here), "nobody is signed out by it"
    assert problem(await http.put("/v1/accounts/me/recovery", json=change)) == "not-signed-in"


async def test_the_private_record_is_versioned(http: httpx.AsyncClient, person: People) -> None:
    ada, ben = person("ada"), person("ben")
    empty = await http.get("/v1/record", headers=ada.headers)
    assert empty.json() == {"version": 0}
    first = {"version": 0, "sealed": b64(b"first")}
    assert (await http.put("/v1/record", json=first, headers=ada.headers)).json()["version"] == 1
    late = await http.put("/v1/record", json={"version": 0, "sealed": b64(b"late")}, headers=ada.headers)
    assert (late.status_code, problem(late)) == (409, "record-conflict")
    ahead = await http.put("/v1/record", json={"version": 7, "sealed": b64(b"ahead")}, headers=ada.headers)
    assert problem(ahead) == "record-conflict"
    second = await http.put("/v1/record", json={"version": 1, "sealed": b64(b"second")}, headers=ada.headers)
    assert second.json()["version"] == 2
    read = await http.get("/v1/record", headers=ada.headers)
    assert read.json() == {"version": 2, "sealed": b64(b"second")}
    again = await http.post("/v1/sessions", json={"name": "ada", "secret": ada.secret})
    assert again.json()["record"] == read.json()
    assert (await http.get("/v1/record", headers=ben.headers)).json()["version"] == 0


async def test_a_record_is_written_where_it_is_the_one_that_the_writer_knows(
    http: httpx.AsyncClient, person: People
) -> None:
    ada = person("ada")
    known = record_tag(1, b64(b"first"))
    other = b64(b"another first")
    first = {"version": 0, "sealed": other}
    assert (await http.put("/v1/record", json=first, headers=ada.headers)).status_code == 200
    second = {"version": 1, "sealed": b64(b"second")}
    for named in (known, f"{known}, {record_tag(2, other)}", ""):
        refused = await http.put("/v1/record", json=second, headers=ada.headers | {"If-Match": named})
        assert (refused.status_code, problem(refused)) == (409, "record-conflict")
    read = await http.get("/v1/record", headers=ada.headers)
    assert read.json() == {"version": 1, "sealed": other}, "what stands there is not written over"
    for at, named in ((1, read.headers["etag"]), (2, "*")):
        body = second | {"version": at}
        written = await http.put("/v1/record", json=body, headers=ada.headers | {"If-Match": named})
        assert written.json()["version"] == at + 1
    stale = {"version": 2, "sealed": b64(b"stale")}
    etag = (await http.get("/v1/record", headers=ada.headers)).headers["etag"]
    assert (
        problem(await http.put("/v1/record", json=stale, headers=ada.headers | {"If-Match": etag})) == "record-conflict"
    )


async def test_the_private_record_holds_its_limit_and_no_more(http: httpx.AsyncClient, person: People) -> None:
    ada = person("ada")
    full = {"version": 0, "sealed": b64(bytes(limits.RECORD_BYTES))}
    assert (await http.put("/v1/record", json=full, headers=ada.headers)).status_code == 200
    over = {"version": 1, "sealed": b64(bytes(limits.RECORD_BYTES + 1))}
    assert problem(await http.put("/v1/record", json=over, headers=ada.headers)) == "too-large"
    far_over = {"version": 1, "sealed": b64(bytes(limits.RECORD_BYTES * 2))}
    assert problem(await http.put("/v1/record", json=far_over, headers=ada.headers)) == "too-large"
    for broken in ("", "not base64 at all", "A"):
        answer = await http.put("/v1/record", json={"version": 1, "sealed": broken}, headers=ada.headers)
        assert problem(answer) == "bad-field"
    assert (await http.get("/v1/record", headers=ada.headers)).json()["version"] == 1


async def test_only_who_is_signed_in_has_a_record(http: httpx.AsyncClient, person: People) -> None:
    ada = person("ada")
    for headers in (
        {},
        {"Authorization": "Bearer " + "A" * 43},
        {"Authorization": "Bearer short"},
        {"Authorization": f"Basic {ada.token}"},
        {"Authorization": ""},
    ):
        answer = await http.get("/v1/record", headers=headers)
        assert (answer.status_code, problem(answer)) == (401, "not-signed-in")
        assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.sqlite
async def test_no_secret_and_no_token_is_on_disk(http: httpx.AsyncClient, tmp_path: Path, context: Context) -> None:
    made = await make(http, "ada")
    await sign_in(http, "ada", secret_of("ada-secret"))
    context.database.close()
    on_disk = b"".join(file.read_bytes() for file in (tmp_path / "data").iterdir() if file.name != "pepper")
    assert b"ada" in on_disk
    told = new_account("ada")
    for secret in (made.json()["token"], told.secret, told.recovery_secret):
        assert secret.encode() not in on_disk
        assert unb64(secret) not in on_disk
    assert context.pepper not in on_disk
    assert (tmp_path / "data" / "pepper").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["Ada", "ad", "a" * 41, "a da", "-ada", "äda", "ada\n", "ada\x1b[2J"])
async def test_a_sign_in_name_is_plain(http: httpx.AsyncClient, name: str) -> None:
    answer = await http.post("/v1/accounts", json={**new_account("ada").model_dump(), "name": name})
    assert (answer.status_code, problem(answer)) == (422, "bad-field")
    assert answer.json()["field"] == "name"


class TestWithoutGuests:
    @pytest.fixture
    def settings(self) -> Settings:
        return Settings(guests=False)

    async def test_the_server_says_so(self, http: httpx.AsyncClient) -> None:
        assert (await http.get("/v1/server")).json()["guests"] is False

    async def test_only_members_look_around(self, http: httpx.AsyncClient, person: People) -> None:
        answer = await http.get("/v1/groups")
        assert (answer.status_code, problem(answer)) == (401, "not-signed-in")
        assert (await http.get("/v1/groups", headers=person("ada").headers)).status_code == 200
