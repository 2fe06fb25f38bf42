"""The readable mirrors, as curl sees them: the same things, the same rules, cheap to ask again."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests.server.community import Make, Voice, make_group
from tests.server.conftest import Person
from tuigroup.wire.frames import FIRST
from tuigroup.wire.words import GroupState
from tuigroup_server.service import library
from tuigroup_server.service.context import Context
from tuigroup_server.service.library import Reading

PACKED = {"Accept": "application/x-tuigroup"}
TEXT = "\n\n".join(
    f"## Part {index}\n\nLetters number {index} that nobody sends, kept in a drawer." for index in range(90)
)


@pytest.fixture
def ines(person: Make) -> Person:
    return person("ines")


@pytest.fixture
def group(context: Context, ines: Person) -> int:
    return make_group(context, "Kettle Club", ines, topics=["sleep"], meetings=[{"weekday": 2, "start": 1260}])


@pytest.fixture
async def ada(http: httpx.AsyncClient, person: Make, group: int) -> Voice:
    voice = Voice(http, person("ada"))
    await voice.sync({"op": "join", "g": group, "alias": "old_bicycle"})
    return voice


@pytest.fixture
def letters(context: Context) -> str:
    library.put(context, [Reading("letters", "Letters", TEXT, sections=("Part 0",))])
    return "letters"


def headers(voice: Voice) -> dict[str, str]:
    assert voice.person is not None
    return voice.person.headers


async def test_the_directory_as_json(http: httpx.AsyncClient, context: Context, group: int) -> None:
    make_group(context, "Long Road", kind="professional_led", format="in_person", country="GB")
    make_group(context, "Hidden", listed=False)
    make_group(context, "Tuesday Rest", state=GroupState.LISTING)

    async def names(query: str = "") -> list[str]:
        found = (await http.get(f"/v1/groups{query}")).json()["groups"]
        return [one["group"]["name"] for one in found]

    assert await names() == ["Kettle Club", "Long Road"]
    assert await names("?q=kettle") == ["Kettle Club"]
    assert await names("?kind=professional_led&format=in_person&country=gb") == ["Long Road"]
    assert await names("?topic=Sleep") == ["Kettle Club"]
    assert await names("?listings=true") == ["Tuesday Rest"]
    assert await names("?after=1") == ["Long Road"]
    assert (await http.get("/v1/groups?kind=nonsense")).status_code == 422
    [first] = (await http.get("/v1/groups?q=kettle")).json()["groups"]
    assert first["meetings"][0]["start"] == 1260


async def test_asking_again_costs_nothing(http: httpx.AsyncClient, context: Context, group: int) -> None:
    first = await http.get("/v1/groups")
    again = await http.get("/v1/groups", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_group(context, "Long Road")
    changed = await http.get("/v1/groups", headers={"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200


async def test_long_answers_are_compressed_for_who_accepts_it(http: httpx.AsyncClient, context: Context) -> None:
    for index in range(20):
        make_group(context, f"Circle {index}")
    answer = await http.get("/v1/groups", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(answer.content) / 3
    plain = await http.get("/v1/groups", headers={"Accept-Encoding": "identity"})
    assert plain.json() == answer.json()


async def test_a_group_and_its_threads(http: httpx.AsyncClient, ada: Voice, group: int) -> None:
    page = (await http.get(f"/v1/groups/{group}")).json()
    assert [board["purpose"] for board in page["boards"]][:2] == ["discussion", "check_in"]
    assert [who["alias"] for who in page["facilitators"]] == ["heron"]
    ack = await ada.do(op="thread", g=group, title="What helps?", body="The house is quiet.", intent="advice")
    await ada.do(op="reply", g=group, to=ack["n"], body="I found out.")
    listed = (await http.get(f"/v1/groups/{group}/threads", headers=headers(ada))).json()
    assert [(head["number"], head["title"], head["posts"]) for head in listed["threads"]] == [(1, "What helps?", 2)]
    thread = (await http.get(f"/v1/groups/{group}/threads/1", headers=headers(ada))).json()
    assert thread["thread"]["intent"] == "advice"
    assert [(post["parent"], post["body"]) for post in thread["posts"]] == [
        (0, "The house is quiet."),
        (1, "I found out."),
    ]
    rest = (await http.get(f"/v1/groups/{group}/threads/1?after=1", headers=headers(ada))).json()
    assert [post["number"] for post in rest["posts"]] == [2]


async def test_who_is_outside_reads_no_threads(
    http: httpx.AsyncClient, ada: Voice, group: int, person: Make, context: Context, ines: Person
) -> None:
    hidden = make_group(context, "Hidden", ines, listed=False)
    await ada.do(op="thread", g=group, title="What helps?", body="The house is quiet.")
    stranger = person("stranger").headers
    for path in (f"/v1/groups/{group}/threads", f"/v1/groups/{group}/threads/1"):
        assert (await http.get(path)).status_code == 401
        assert (await http.get(path, headers=stranger)).status_code == 403
    unknown = {
        (await http.get(path, headers=stranger)).text.replace(str(hidden), "N").replace("999", "N")
        for number in (hidden, 999)
        for path in (f"/v1/groups/{number}", f"/v1/groups/{number}/threads", f"/v1/groups/{number}/threads/1")
    }
    assert len(unknown) == 1
    guests = [(await http.get(f"/v1/groups/{number}/threads")).text for number in (hidden, 999)]
    assert guests[0] == guests[1]
    assert (await http.get(f"/v1/groups/{group}/threads/77", headers=headers(ada))).status_code == 404


async def test_writing_by_itself_is_harmless_twice(http: httpx.AsyncClient, ada: Voice, group: int) -> None:
    path = f"/v1/groups/{group}/posts"
    op = {"k": "by-itself-1", "op": "thread", "title": "By itself", "body": "From a script."}
    first = await http.post(path, json=op, headers=headers(ada))
    again = await http.post(path, json=op, headers=headers(ada))
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    named = headers(ada) | {"Idempotency-Key": "by-header-1"}
    reply = await http.post(path, json={"op": "reply", "to": first.json()["n"], "body": "And more."}, headers=named)
    assert reply.json() == {"k": "by-header-1", "n": 2, "t": 1, "at": reply.json()["at"]}
    edit = {"k": "by-itself-2", "op": "edit", "post": 2, "body": "And less."}
    assert (await http.post(path, json=edit, headers=headers(ada))).status_code == 200


async def test_refusals_are_problem_documents(http: httpx.AsyncClient, ada: Voice, group: int, person: Make) -> None:
    path = f"/v1/groups/{group}/posts"
    op: dict[str, Any] = {"k": "by-itself-1", "op": "thread", "title": "By itself", "body": "From a script."}
    await http.post(path, json=op, headers=headers(ada))
    cases = [
        (op | {"body": "Other."}, headers(ada), 409, "key-reused"),
        (op | {"k": "other-key-1"}, person("stranger").headers, 403, "not-a-member"),
        (op, {}, 401, "not-signed-in"),
        (op | {"g": group + 1}, headers(ada), 422, "bad-field"),
        ({"op": "thread"}, headers(ada), 422, "bad-field"),
        ({"k": "other-key-2", "op": "leave"}, headers(ada), 422, "bad-field"),
        ({"k": "other-key-3", "op": "reply", "to": 77, "body": "x"}, headers(ada), 409, "unknown-ref"),
    ]
    for body, said, status, key in cases:
        answer = await http.post(path, json=body, headers=said)
        assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{key}")
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert "script" not in answer.text


async def test_the_library_as_json_and_as_text(http: httpx.AsyncClient, letters: str) -> None:
    [head] = (await http.get("/v1/resources")).json()["resources"]
    assert (head["slug"], head["size"], head["sections"]) == ("letters", len(TEXT), ["Part 0"])
    text = await http.get("/v1/resources/letters")
    assert text.headers["content-type"] == "text/markdown; charset=utf-8"
    assert text.text == TEXT
    again = await http.get("/v1/resources/letters", headers={"If-None-Match": text.headers["etag"]})
    assert again.status_code == 304
    assert (await http.get("/v1/resources/nothing")).status_code == 404


async def test_a_text_in_parts_gives_the_whole_after_a_cut(
    http: httpx.AsyncClient, letters: str, context: Context
) -> None:
    whole = await http.get("/v1/resources/letters", headers=PACKED)
    etag, total = whole.headers["etag"], len(whole.content)
    assert whole.headers["accept-ranges"] == "bytes"
    assert "content-encoding" not in whole.headers
    body = b""
    while len(body) < total:
        asked = {"Range": f"bytes={len(body)}-{len(body) + 99}", "If-Range": etag, "Accept-Encoding": "gzip"}
        part = await http.get("/v1/resources/letters", headers=PACKED | asked)
        assert part.status_code == 206
        assert part.headers["content-range"] == f"bytes {len(body)}-{min(len(body) + 99, total - 1)}/{total}"
        body += part.content
    generation = context.codec.generation(body)
    assert context.codec.decompress(body[1:], generation, 10**6).decode() == TEXT
    assert body[0] == FIRST + context.codec.latest


async def test_ranges_that_are_not_there_or_not_of_this_text(
    http: httpx.AsyncClient, letters: str, context: Context
) -> None:
    whole = await http.get("/v1/resources/letters", headers=PACKED)
    total = len(whole.content)

    async def ask(**said: str) -> httpx.Response:
        return await http.get(
            "/v1/resources/letters", headers=PACKED | {k.replace("_", "-"): v for k, v in said.items()}
        )

    beyond = await ask(Range=f"bytes={total}-")
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{total}")
    assert (await ask(Range="bytes=-10")).content == whole.content[-10:]
    assert (await ask(Range=f"bytes={total - 1}-")).content == whole.content[-1:]
    for odd in ("bytes=5-2", "bytes=-0"):
        assert (await ask(Range=odd)).status_code == 416
    for unread in ("bytes=-", "items=0-1", "bytes=0-1,4-5", "bytes=a-b"):
        assert (await ask(Range=unread)).status_code == 200
    library.put(context, [Reading("letters", "Letters", TEXT + "\n\nOne more.")])
    changed = await ask(Range="bytes=50-60", If_Range=whole.headers["etag"])
    assert changed.status_code == 200
    assert changed.headers["etag"] != whole.headers["etag"]


async def test_a_dictionary_can_be_chosen(http: httpx.AsyncClient, letters: str) -> None:
    bare = await http.get("/v1/resources/letters", headers={"Accept": "application/x-tuigroup; generation=0"})
    assert bare.content[0] == FIRST
    unknown = await http.get("/v1/resources/letters", headers={"Accept": "application/x-tuigroup;generation=63"})
    assert unknown.status_code == 415


async def test_every_route_is_described(app: FastAPI, http: httpx.AsyncClient) -> None:
    described = (await http.get("/openapi.json")).json()
    assert {"/v1/sync", "/v1/groups", "/v1/groups/{number}/posts", "/v1/resources/{slug}"} <= set(described["paths"])
    said = described["paths"]["/v1/sync"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert set(said["properties"]) == {"s", "o", "w", "m", "h", "r"}
    assert "$defs" not in str(said)
