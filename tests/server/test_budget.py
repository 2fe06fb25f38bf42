"""The budget of an answer: what comes first, what is left for the next time, and that it holds."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.server.community import Make, Voice, bodies, changes, drained, make_group, rows, write
from tests.server.conftest import Person
from tuigroup.wire import limits
from tuigroup.wire.frames import PLAIN
from tuigroup.wire.ops import Remove
from tuigroup.wire.words import PostState
from tuigroup_server.service import operations, sync
from tuigroup_server.service.context import Context


@pytest.fixture
def ines(person: Make) -> Person:
    return person("ines")


@pytest.fixture
def group(context: Context, ines: Person) -> int:
    return make_group(context, "Kettle Club", ines, welcome="Come in.", guidelines="- Be kind.")


@pytest.fixture
async def ada(http: httpx.AsyncClient, person: Make, group: int) -> Voice:
    voice = Voice(http, person("ada"))
    await voice.sync({"op": "join", "g": group, "alias": "old_bicycle"})
    return voice


@pytest.mark.parametrize("budget", [256, 700, 2_000, 9_000])
async def test_a_budget_holds_and_everything_comes_in_the_end(
    ada: Voice, ines: Person, group: int, context: Context, budget: int
) -> None:
    await ada.sync()
    first = write(context, ines, group, 30)
    second = write(context, ines, group, 30)
    start, seen, sizes = ada.cursor, [], []
    assert ada.person is not None
    said = start
    for _ in range(100):
        raw = await ada.http.post("/v1/sync", json={"s": said, "m": budget}, headers=ada.person.headers)
        answer = raw.json()
        said = answer.get("s", said)
        posts = rows(changes(answer, group), "p")
        seen += [post.number for post in posts]
        sizes.append((len(raw.content), len(posts) + len(rows(changes(answer, group), "h"))))
        if "m" not in answer:
            break
        assert answer["m"]["items"] >= 1
        assert answer["m"]["bytes"] > 0
    assert seen == list(range(first, second + 30))
    # Either within the budget, or the one thing that always fits.
    assert all(size <= budget or items <= 1 for size, items in sizes)
    if budget > 1_000:
        assert len(sizes) < 60 * 220 / budget


async def test_a_packed_budget_is_counted_packed(ada: Voice, ines: Person, group: int, context: Context) -> None:
    await ada.sync()
    write(context, ines, group, 150)
    assert ada.person is not None
    generation = context.codec.latest
    body = context.codec.pack({"s": ada.cursor, "m": 3_000}, generation)
    answer = await ada.http.post("/v1/sync", content=body, headers=ada.person.headers)
    assert len(answer.content) <= 3_000
    value = context.codec.unpack(answer.content, limits.ANSWER_BYTES)
    assert len(rows(changes(value, group), "p")) > 20


async def test_tombstones_come_first_then_the_open_thread_then_heads(
    ada: Voice, ines: Person, group: int, context: Context
) -> None:
    number = write(context, ines, group, 40)
    await drained(ada)
    long = write(context, ines, group, 30)
    gone = operations.apply(context, ines.actor, [Remove(k="take-back-1", g=group, post=number + 5)])
    assert gone[0].ack.n == number + 5
    answer = await ada.sync(want=[{"w": "d"}, {"w": "t", "g": group, "n": number}], m=1_500)
    posts = rows(changes(answer, group), "p")
    assert [(post.number, post.state) for post in posts] == [(number + 5, PostState.REMOVED)]
    directory, page = answer["p"]
    assert (directory["w"], page["w"]) == ("d", "t")
    assert page["more"] is True
    assert rows(page, "p")
    assert directory.keys() == {"w", "more", "left"}
    assert "h" not in changes(answer, group)
    assert answer["m"]["items"] >= 30
    later = await drained(ada)
    assert {post.number for some in later for post in rows(changes(some, group), "p")} >= set(range(long, long + 30))


async def test_what_was_asked_for_comes_before_what_was_not(
    ada: Voice, ines: Person, group: int, context: Context
) -> None:
    await ada.sync()
    write(context, ines, group, 40)
    answer = await ada.sync(want=[{"w": "d"}], m=700)
    assert rows(answer["p"][0], "d")
    assert answer["m"]["items"] > 20


async def test_a_page_that_is_cut_says_about_how_much_remains(
    ada: Voice, ines: Person, group: int, context: Context
) -> None:
    number = write(context, ines, group, 120)
    whole = await ada.page(w="t", g=group, n=number)
    assert "left" not in whole
    answer = await ada.sync(want=[{"w": "t", "g": group, "n": number}], m=3_000)
    remain = sum(len(body) for body in bodies(whole)) - sum(len(body) for body in bodies(answer["p"][0]))
    # In packed bytes, of which text takes about half.
    assert remain / 3 < answer["p"][0]["left"] < remain


async def test_heads_come_before_posts_and_the_cursor_stands_between(
    ada: Voice, ines: Person, group: int, context: Context
) -> None:
    await ada.sync()
    numbers = [write(context, ines, group, 1, words=f"{index} " * 400) for index in range(6)]
    answer = await ada.sync(m=2_500)
    assert [head.number for head in rows(changes(answer, group), "h")] == numbers
    some = [post.number for post in rows(changes(answer, group), "p")]
    assert 0 < len(some) < 6
    rest = await ada.sync(m=100_000)
    assert "h" not in changes(rest, group)
    assert some + [post.number for post in rows(changes(rest, group), "p")] == numbers


async def test_a_first_sync_over_several_groups_in_small_pieces(
    http: httpx.AsyncClient, context: Context, ines: Person
) -> None:
    groups = [make_group(context, f"Circle {name}", ines, alias=f"heron{name}") for name in "abcdef"]
    for group in groups:
        write(context, ines, group, 12)
    voice = Voice(http, ines)
    answers = await drained(voice, m=1_024)
    arrived = [found["g"] for answer in answers for found in answer.get("c", [])]
    assert arrived == groups
    assert sum("y" in answer for answer in answers) == 1
    assert await voice.sync() == {}


async def test_an_answer_never_unpacks_to_more_than_a_client_reads(
    ada: Voice, ines: Person, context: Context, http: httpx.AsyncClient, group: int
) -> None:
    await ada.sync()
    for name in ("one", "two"):
        other = make_group(context, f"Long {name}", ines, alias=f"h-{name}")
        await ada.sync({"op": "join", "g": other, "alias": f"b-{name}"})
        await ada.sync()
        write(context, ines, other, 190, words="same words " * 900)
    assert ada.person is not None
    body = context.codec.pack({"s": ada.cursor, "m": limits.ANSWER_BYTES}, context.codec.latest)
    answer = await http.post("/v1/sync", content=body, headers=ada.person.headers)
    value = context.codec.unpack(answer.content, limits.ANSWER_BYTES)
    assert value["m"]["items"] > 0


@pytest.mark.parametrize("total", [0, 1, 2, 7, 40, 333])
@pytest.mark.parametrize("budget", [1, 50, 300, 2_500, 10**6])
def test_filling_a_budget(total: int, budget: int) -> None:
    weights = [10 + (index * 37) % 50 for index in range(total)]
    tried: list[int] = []

    def packed(count: int) -> bytes:
        tried.append(count)
        return b"x" * (20 + sum(weights[:count]) // 3)

    body = sync.fill(packed, weights, budget)
    fitting = [count for count in range(total + 1) if 20 + sum(weights[:count]) // 3 <= budget]
    best = len(packed(max(max(fitting, default=0), min(1, total))))
    assert len(tried) <= 12
    assert len(body) <= max(budget, len(packed(min(1, total))))
    assert len(body) >= min(best, budget) * 0.85


@pytest.mark.parametrize("framed", [True, False])
async def test_the_rest_of_a_page_comes_behind_its_beginning_where_all_of_it_may(
    ada: Voice, ines: Person, group: int, context: Context, framed: bool
) -> None:
    number = write(context, ines, group, 120)
    assert ada.person is not None
    codec, generation = context.codec, context.codec.latest if framed else PLAIN
    few = 300 if framed else 1_000  # the same words again and again pack well
    want = {"w": "t", "g": group, "n": number}

    async def lines(**how: int) -> tuple[int, list[dict[str, Any]]]:
        body = codec.pack({"s": ada.cursor, "w": [want, {"w": "d"}], **how}, generation)
        answer = await ada.http.post("/v1/sync", content=body, headers=ada.person.headers if ada.person else {})
        return len(answer.content), codec.unpack_lines(answer.content, limits.ANSWER_BYTES)

    whole = bodies((await lines())[1][0]["p"][0])
    (cut,) = (await lines(m=few))[1]
    assert cut["p"][0]["more"]
    size, (first, rest) = await lines(m=few, r=60_000)
    assert first == cut
    assert rest.keys() == {"p"}
    assert bodies(first["p"][0]) + bodies(rest["p"][0]) == whole
    assert "more" not in rest["p"][0]
    assert rows(rest["p"][1], "d")
    # Room for almost all of it is no room: it comes when it is asked for.
    (alone,) = (await lines(m=few, r=max(256, (size - few) // 2)))[1]
    assert alone == first
    # And where everything fits there is no rest.
    assert len((await lines(m=60_000, r=60_000))[1]) == 1


async def test_behind_an_answer_nobody_reads_what_is_not_for_them(
    http: httpx.AsyncClient, ines: Person, group: int, context: Context
) -> None:
    number = write(context, ines, group, 60)
    for name in ("a", "b", "c", "d", "e", "f"):
        make_group(context, f"Group {name}", ines, about="Calm words " * 20)
    stranger = Voice(http)
    said = {"w": [{"w": "t", "g": group, "n": number}, {"w": "d"}], "m": 600, "r": 60_000}
    answer = await stranger.http.post("/v1/sync", json=said)
    first, rest = context.codec.unpack_lines(answer.content, limits.ANSWER_BYTES)
    assert first["p"][0]["e"] == "not-signed-in"
    assert [page["w"] for page in rest["p"]] == ["d"]
