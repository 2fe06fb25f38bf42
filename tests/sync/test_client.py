"""The client over both HTTP libraries: few headers, bounded answers, JSON where a dictionary is not known."""

from __future__ import annotations

import json
import ssl
from functools import partial
from typing import Any

import pytest

from tests.sync.libraries import KEY, NAMES, Handler, World
from tuigroup.errors import (
    BadServerAddress,
    CursorExpired,
    MalformedWire,
    Offline,
    Refused,
    SignInRefused,
    TuigroupError,
    VersionMismatch,
)
from tuigroup.sync.answers import NotReached
from tuigroup.wire import accounts, limits
from tuigroup.wire.frames import PLAIN, Codec
from tuigroup.wire.problems import MEDIA_TYPE
from tuigroup.wire.sync import SyncAnswer, SyncRequest

INFO = {"id": "s1", "name": "Harbour", "version": "1.0"}


@pytest.fixture(params=NAMES)
def world(request: pytest.FixtureRequest) -> World:
    return World(request.param)


async def test_few_headers_go_out(world: World) -> None:
    client = world.client(lambda request: world.answer(Codec({}).pack({}, 0)))
    client.token = "sesame"
    await client.sync(SyncRequest())
    names = {name.lower() for name in world.asked[0].headers}
    assert names == {"host", "content-length", "authorization"}
    await client.close()


async def test_an_answer_without_content_says_that_nothing_is_new(world: World) -> None:
    async with world.client(lambda request: world.answer(b"", 204)) as client:
        assert await client.sync(SyncRequest(s="a")) == SyncAnswer()


async def test_the_greeting_tells_the_server(world: World) -> None:
    async with world.client(lambda request: world.answer(INFO)) as client:
        assert (await client.server_info()).name == "Harbour"
    assert str(world.asked[0].url) == "http://groups.example.org/v1/server"


@pytest.mark.parametrize(
    ("info", "says"),
    [({"api_min": 2, "api_max": 3}, "update tuigroup"), ({"api_min": 0, "api_max": 0}, "operator can update")],
)
async def test_a_server_too_old_or_too_new_is_told_so(world: World, info: dict[str, int], says: str) -> None:
    client = world.client(lambda request: world.answer({**INFO, **info}))
    with pytest.raises(VersionMismatch) as caught:
        await client.server_info()
    assert says in caught.value.sentence()


async def test_the_exchange_is_packed_both_ways(world: World) -> None:
    codec = Codec({})

    def serve(request: Any) -> Any:
        assert codec.generation(request.content) == 0
        asked = codec.unpack(request.content, limits.BODY_BYTES)
        return world.answer(codec.pack({"s": asked["s"] + "1"}, 0))

    client = world.client(serve)
    assert await client.sync(SyncRequest(s="a")) == SyncAnswer(s="a1")


async def test_an_answer_is_heard_before_the_rest_of_it(world: World) -> None:
    codec = Codec({})
    heard: list[SyncAnswer] = []
    client = world.client(lambda _: world.answer(codec.pack_lines([{"s": "a1"}, {"p": [{"w": "d", "rev": 3}]}], 0)))
    rest = await client.sync(SyncRequest(s="a", m=300, r=300), first=heard.append)
    assert heard == [SyncAnswer(s="a1")]
    assert [page.rev for page in rest.p] == [3]


async def test_an_unknown_dictionary_means_json_for_the_rest_of_the_session(world: World) -> None:
    codec = Codec({})

    def serve(request: Any) -> Any:
        if codec.generation(request.content) != PLAIN:
            return world.refusal("unknown-generation")
        return world.answer({"s": "a1"})

    client = world.client(serve)
    assert (await client.sync(SyncRequest())).s == "a1"
    assert (await client.sync(SyncRequest())).s == "a1"
    assert [codec.generation(request.content) for request in world.asked] == [0, PLAIN, PLAIN]


async def test_a_server_that_reads_not_even_json_is_another_version(world: World) -> None:
    client = world.client(lambda request: world.refusal("unknown-generation"))
    with pytest.raises(VersionMismatch):
        await client.sync(SyncRequest())


ERRORS: list[tuple[str, type[TuigroupError]]] = [
    ("cursor-expired", CursorExpired),
    ("not-signed-in", SignInRefused),
    ("sign-in-refused", SignInRefused),
    ("not-allowed", Refused),
    ("too-many", Refused),
    ("busy", Refused),
]


@pytest.mark.parametrize(("key", "error"), ERRORS)
async def test_every_refusal_has_its_error(world: World, key: str, error: type[TuigroupError]) -> None:
    client = world.client(lambda request: world.refusal(key, "Not \x1b[31mtoday.", **{"retry-after": "7"}))
    with pytest.raises(error) as caught:
        await client.sync(SyncRequest())
    assert caught.value.what == "Not today."
    if isinstance(caught.value, Refused):
        assert (caught.value.type, caught.value.retry_after) == (key, 7)


STRANGERS: list[tuple[int, str, type[TuigroupError]]] = [
    (200, "text/html", BadServerAddress),
    (302, "text/html", BadServerAddress),
    (404, "text/html", BadServerAddress),
    (511, "text/html", Refused),
    (503, "text/html", Offline),
    (500, "text/plain", Refused),
    (403, MEDIA_TYPE, BadServerAddress),
]


@pytest.mark.parametrize(("status", "kind", "error"), STRANGERS)
async def test_what_is_no_tuigroup_server_is_told_so(
    world: World, status: int, kind: str, error: type[TuigroupError]
) -> None:
    client = world.client(lambda request: world.answer(b"<html>", status, content_type=kind))
    with pytest.raises(error) as caught:
        await client.server_info()
    assert caught.value.sentence()


@pytest.mark.parametrize("body", [b"", b"[]", b"hello", b'{"name":1}'])
async def test_a_greeting_that_is_none_is_a_bad_address(world: World, body: bytes) -> None:
    client = world.client(lambda request: world.answer(body))
    with pytest.raises(BadServerAddress, match="No tuigroup server"):
        await client.server_info()


async def test_an_answer_that_can_not_be_read_is_one_malformed(world: World) -> None:
    for body in (b"\x80damaged", b"[1]", b'{"a":7}'):
        client = world.client(partial(lambda body, request: world.answer(body), body))
        with pytest.raises(MalformedWire):
            await client.sync(SyncRequest())
    client = world.client(lambda request: world.answer(b"", content_encoding="br"))
    with pytest.raises(MalformedWire):
        await client.sync(SyncRequest())


async def test_an_answer_without_end_is_not_read_to_its_end(world: World) -> None:
    client = world.client(lambda request: world.answer(b" " * (limits.ANSWER_BYTES + 1)))
    with pytest.raises(MalformedWire) as caught:
        await client.sync(SyncRequest())
    assert caught.value.problem == "too-large"


def failing(error: Exception) -> Handler:
    def fail(request: Any) -> Any:
        raise error

    return fail


FAULTS = ["ConnectError", "ConnectTimeout", "ReadTimeout", "ReadError", "WriteError", "RemoteProtocolError"]


@pytest.mark.parametrize("fault", [*FAULTS, "ProxyError", "DecodingError"])
async def test_every_fault_of_the_line_is_offline(world: World, fault: str) -> None:
    client = world.client(failing(getattr(world.http, fault)("gone")))
    with pytest.raises(Offline) as caught:
        await client.sync(SyncRequest())
    assert "line" in caught.value.sentence()


@pytest.mark.parametrize("fault", ["UnsupportedProtocol", "LocalProtocolError"])
async def test_a_fault_of_ours_is_the_address(world: World, fault: str) -> None:
    client = world.client(failing(getattr(world.http, fault)("odd")))
    with pytest.raises(BadServerAddress):
        await client.sync(SyncRequest())


async def test_a_certificate_that_does_not_hold_is_no_offline(world: World) -> None:
    cause = ssl.SSLCertVerificationError("certificate verify failed")
    error = world.http.ConnectError("failed")
    error.__cause__ = cause
    client = world.client(failing(error))
    with pytest.raises(BadServerAddress) as caught:
        await client.sync(SyncRequest())
    assert "date and time" in caught.value.sentence()


async def test_a_closed_idle_connection_is_tried_once_more_unless_it_might_do_something_twice(world: World) -> None:
    def serve(request: Any) -> Any:
        if len(world.asked) == 1:
            raise world.http.RemoteProtocolError("Server disconnected without sending a response.")
        return world.answer({"s": "a1"})

    client = world.client(serve)
    assert (await client.sync(SyncRequest())).s == "a1"
    assert len(world.asked) == 2
    world.asked.clear()
    with pytest.raises(Offline):
        await client.sign_in(accounts.SignIn(name="heron", secret=KEY))
    assert len(world.asked) == 1


async def test_account_routes_speak_json_and_signing_in_as_exchanges_do(world: World) -> None:
    codec = Codec({})

    def serve(request: Any) -> Any:
        route = (request.method, request.url.path)
        if route == ("POST", "/v1/sessions"):
            assert codec.unpack(request.content, limits.BODY_BYTES) == {"name": "heron", "secret": KEY}
            return world.answer(codec.pack({"token": "t", "wrapped": "w"}, codec.generation(request.content)), 201)
        if route == ("PUT", "/v1/record"):
            return world.answer({"version": json.loads(request.content)["version"] + 1})
        return world.answer({"token": "t", "wrapped": "w", "recovery_wrapped": "r", "version": 0})

    client = world.client(serve)
    key = {"secret": KEY, "recovery_secret": KEY, "wrapped": "w" * 20, "recovery_wrapped": "w" * 20}
    assert (await client.create_account(accounts.NewAccount(name="heron", **key))).token == "t"
    assert (await client.sign_in(accounts.SignIn(name="heron", secret=KEY)))[0].token == "t"
    await client.change_secret(accounts.ChangeSecret(secret=KEY, new_secret=KEY, new_wrapped="w" * 20))
    await client.change_recovery(
        accounts.ChangeRecovery(secret=KEY, new_recovery_secret=KEY, new_recovery_wrapped="w" * 20)
    )
    started = await client.start_recovery(accounts.RecoveryStart(name="heron", recovery_secret=KEY))
    assert started.recovery_wrapped == "r"
    finish = {**key, "new_recovery_secret": KEY, "new_recovery_wrapped": "w" * 20}
    assert (await client.finish_recovery(accounts.Recover(name="heron", **finish))).token == "t"
    found = await client.read_record()
    assert found is not None
    assert found.version == 0
    assert await client.write_record(accounts.SealedRecord(version=3, sealed="AAAA")) == 4
    assert "if-match" not in world.asked[-1].headers
    assert await client.write_record(accounts.SealedRecord(version=4, sealed="AAAA"), tag='"4-ab"') == 5
    assert world.asked[-1].headers["if-match"] == '"4-ab"'
    await client.sign_out()
    await client.sign_out(everywhere=True)
    assert [(request.method, request.url.path) for request in world.asked] == [
        ("POST", "/v1/accounts"),
        ("POST", "/v1/sessions"),
        ("PUT", "/v1/accounts/me/secret"),
        ("PUT", "/v1/accounts/me/recovery"),
        ("POST", "/v1/recoveries"),
        ("POST", "/v1/recoveries/finish"),
        ("GET", "/v1/record"),
        ("PUT", "/v1/record"),
        ("PUT", "/v1/record"),
        ("DELETE", "/v1/sessions/current"),
        ("DELETE", "/v1/sessions"),
    ]


async def test_a_resource_comes_in_parts_of_one_content(world: World) -> None:
    whole = bytes(range(100))

    def serve(request: Any) -> Any:
        if request.headers.get("if-range", '"e1"') != '"e1"':
            return world.answer(whole, etag='"e2"')
        first, last = (int(part) for part in request.headers["range"].removeprefix("bytes=").split("-"))
        last = min(last, 99)
        return world.answer(whole[first : last + 1], 206, etag='"e1"', content_range=f"bytes {first}-{last}/100")

    client = world.client(serve)
    piece = await client.resource("odd/slug", start=10, length=20, etag='"e1"')
    assert (piece.data, piece.start, piece.total, piece.etag) == (whole[10:30], 10, 100, '"e1"')
    assert world.asked[0].url.raw_path == b"/v1/resources/odd%2Fslug"
    assert (await client.resource("a", start=90, length=20, etag='"e0"')).start == 0


@pytest.mark.parametrize("told", ["", "bytes 0-9/5", "bytes 0-8/20", "bytes 9-0/20"])
async def test_a_part_that_does_not_fit_is_one_malformed(world: World, told: str) -> None:
    client = world.client(lambda request: world.answer(b"0123456789", 206, content_range=told))
    with pytest.raises(MalformedWire):
        await client.resource("a")


async def test_bytes_are_counted_by_kind(world: World) -> None:
    counted: list[tuple[str, int, int]] = []
    client = world.client(lambda request: world.answer({}))
    client.counted = lambda kind, up, down: counted.append((kind, up, down))
    await client.sync(SyncRequest(), kind="library")
    ((kind, up, down),) = counted
    assert kind == "library"
    assert 60 < up < 150
    assert 30 < down < 100


async def test_a_cut_exchange_is_counted_too(world: World) -> None:
    counted: list[int] = []
    client = world.client(failing(world.http.ConnectError("gone")))
    client.counted = lambda kind, up, down: counted.append(down)
    with pytest.raises(Offline):
        await client.sync(SyncRequest())
    assert counted == [0]


async def test_nothing_new_is_an_answer_without_a_body(world: World) -> None:
    client = world.client(lambda request: world.answer(b"", 204))
    assert await client.sync(SyncRequest(s="a1")) == SyncAnswer()


async def test_a_text_is_asked_for_without_a_dictionary_that_the_server_does_not_know(world: World) -> None:
    from tests.wire.test_frames import trained

    def serve(request: Any) -> Any:
        if "generation=1" in request.headers["accept"]:
            return world.refusal("unknown-generation")
        return world.answer(b"text")

    client = world.client(serve, codec=Codec({1: trained()}))
    assert (await client.resource("a")).data == b"text"
    assert (await client.resource("a")).data == b"text"
    assert len(world.asked) == 3
    client = world.client(lambda request: world.refusal("unknown-generation"), codec=Codec({1: trained()}))
    with pytest.raises(VersionMismatch):
        await client.resource("a")


async def test_what_may_have_left_before_the_line_went_is_not_called_unsent(world: World) -> None:
    def serve(request: Any) -> Any:
        raise world.http.ReadError("cut") if len(world.asked) == 1 else world.http.ConnectError("no route")

    client = world.client(serve)
    with pytest.raises(Offline) as caught:
        await client.sync(SyncRequest())
    assert not isinstance(caught.value, NotReached)
    with pytest.raises(NotReached):
        await client.sync(SyncRequest())
