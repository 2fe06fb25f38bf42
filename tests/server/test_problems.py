"""Whatever goes wrong is a problem document, and quotes nobody."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from typing import Annotated

import httpx
import pytest
from fastapi import Depends, FastAPI
from sqlalchemy import text

from tests.server.conftest import Person
from tests.server.test_accounts import problem
from tuigroup.wire import limits
from tuigroup.wire.frames import FIRST, Codec
from tuigroup.wire.sync import SyncRequest
from tuigroup_server.http.bodies import Incoming, incoming, outgoing
from tuigroup_server.http.state import Ctx
from tuigroup_server.service.context import Context

SECRET_WORDS = "my-sister-does-not-know"


@pytest.fixture
def app(app: FastAPI) -> FastAPI:
    """The real app, and three routes that go wrong or echo."""

    @app.post("/test/echo")
    def echo(body: Annotated[Incoming, Depends(incoming)], context: Ctx) -> object:
        return outgoing(context.codec, body.generation, body.value)

    @app.post("/test/sync")
    def sync(body: Annotated[Incoming, Depends(incoming)]) -> int:
        return len(body.parse(SyncRequest).o)

    @app.get("/test/broken")
    def broken(context: Ctx) -> None:
        with context.database.read() as connection:
            connection.execute(text("SELECT * FROM nowhere WHERE word = :word"), {"word": SECRET_WORDS})

    @app.get("/test/crash")
    def crash() -> None:
        raise ValueError(SECRET_WORDS)

    return app


@pytest.mark.parametrize(
    ("method", "path", "status", "key"),
    [
        ("GET", "/", 404, "not-found"),
        ("GET", "/v1/nothing/here", 404, "not-found"),
        ("GET", "/v1/server/", 404, "not-found"),
        ("PATCH", "/v1/server", 405, "method-not-allowed"),
        ("POST", "/v1/sessions", 400, "bad-body"),
        ("GET", "/v1/record", 401, "not-signed-in"),
        ("GET", "/test/crash", 500, "server"),
        ("GET", "/test/broken", 500, "server"),
    ],
)
async def test_a_wrong_turn_is_told(http: httpx.AsyncClient, method: str, path: str, status: int, key: str) -> None:
    answer = await http.request(method, path)
    assert (answer.status_code, problem(answer)) == (status, key)
    assert answer.json()["title"]
    assert answer.json()["detail"].endswith(".")


async def test_405_says_what_is_possible(http: httpx.AsyncClient) -> None:
    assert (await http.delete("/v1/server")).headers["allow"] == "GET"


@pytest.mark.parametrize("path", ["/test/crash", "/test/broken"])
async def test_a_crash_has_a_report_number_and_no_words(
    http: httpx.AsyncClient, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = await http.get(path)
    assert SECRET_WORDS not in answer.text
    assert "Traceback" not in answer.text
    assert SECRET_WORDS not in caplog.text
    report = answer.json()["detail"].partition("report ")[2].partition(")")[0]
    assert f"report {report}: " in caplog.text
    assert "test_problems.py:" in caplog.text


@pytest.mark.parametrize(
    "body",
    [
        {"name": SECRET_WORDS.upper(), "secret": SECRET_WORDS},
        {"name": ["x", SECRET_WORDS], "secret": {SECRET_WORDS: SECRET_WORDS}},
        {SECRET_WORDS: 1},
        SECRET_WORDS,
    ],
)
async def test_validation_quotes_nothing(http: httpx.AsyncClient, body: object) -> None:
    answer = await http.post("/v1/sessions", json=body)
    assert answer.status_code == 422
    assert SECRET_WORDS not in answer.text.lower()


@pytest.mark.parametrize(
    ("op", "field"),
    [
        ({"op": SECRET_WORDS, "k": "12345678"}, "o.0"),
        ({"op": "reply", "k": "12345678", "g": 1, "to": 1, "body": SECRET_WORDS * 1000}, "o.0.reply.body"),
        ({"op": "join", "k": "12345678", "g": SECRET_WORDS, "alias": "a"}, "o.0.join.g"),
        ({"op": "join", "k": SECRET_WORDS + "!", "g": 1, "alias": "a"}, "o.0.join.k"),
        ({}, "o.0"),
    ],
)
async def test_validation_of_operations_names_the_field(http: httpx.AsyncClient, op: object, field: str) -> None:
    answer = await http.post("/test/sync", json={"o": [op]})
    assert (answer.status_code, problem(answer)) == (422, "bad-field")
    assert answer.json()["field"] == field
    assert SECRET_WORDS not in answer.text


async def test_validation_of_an_envelope_names_the_field(http: httpx.AsyncClient) -> None:
    for path in ("/test/sync", "/v1/sync"):
        answer = await http.post(path, json={"m": SECRET_WORDS})
        assert (answer.status_code, problem(answer)) == (422, "bad-field")
        assert answer.json()["field"] == "m"
        assert SECRET_WORDS not in answer.text


@pytest.mark.parametrize("body", [b"", b"{", b"[1,", b"\xff\xfe", b'"\\ud800', b"[" * 100_000, b"\xc3\xa4"])
async def test_what_is_no_json_is_told(http: httpx.AsyncClient, body: bytes) -> None:
    for path in ("/test/echo", "/v1/sessions"):
        answer = await http.post(path, content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code in (400, 422)
        assert problem(answer) in ("bad-body", "bad-field")


async def test_the_answer_mirrors_the_question(http: httpx.AsyncClient, context: Context) -> None:
    codec = context.codec
    value = {"say": ["good morning"] * 20, "n": 1}
    plain = await http.post("/test/echo", json=value)
    assert plain.json() == value
    for generation in {0, codec.latest}:
        answer = await http.post("/test/echo", content=codec.pack(value, generation))
        assert answer.content[0] == FIRST + generation
        assert codec.unpack(answer.content, limits.ANSWER_BYTES) == value
        assert "content-encoding" not in answer.headers or answer.headers["content-encoding"] == "identity"


async def test_an_unknown_generation_and_a_damaged_frame_are_told(http: httpx.AsyncClient, context: Context) -> None:
    unknown = await http.post("/test/echo", content=bytes([0xBE]) + b"whatever")
    assert (unknown.status_code, problem(unknown)) == (415, "unknown-generation")
    packed = context.codec.pack({"a": "b" * 500}, 0)
    for damaged in (packed[:-3], bytes([FIRST]), bytes([0xC3])):
        answer = await http.post("/test/echo", content=damaged)
        assert (answer.status_code, problem(answer)) == (400, "bad-body")


async def test_a_body_is_bounded_however_it_comes(http: httpx.AsyncClient) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(1000):
            sent += 16_384
            yield b" " * 16_384

    for path in ("/test/echo", "/v1/sessions"):
        sent = 0
        chunked = await http.post(path, content=endless(), headers={"Content-Type": "application/json"})
        assert (chunked.status_code, problem(chunked)) == (413, "too-large")
        whole = await http.post(path, content=b" " * (limits.BODY_BYTES + 1))
        assert (whole.status_code, problem(whole)) == (413, "too-large")
    bomb = Codec({}).pack({"a": "b" * (limits.BODY_BYTES + 1)}, 0)
    assert len(bomb) < 1000
    assert problem(await http.post("/test/echo", content=bomb)) == "too-large"


async def test_openapi_names_the_routes(http: httpx.AsyncClient, person: Callable[..., Person]) -> None:
    document = (await http.get("/openapi.json")).json()
    assert {"/v1/server", "/v1/accounts", "/v1/sessions", "/v1/record"} <= set(document["paths"])
    assert "HTTPValidationError" not in str(document)
