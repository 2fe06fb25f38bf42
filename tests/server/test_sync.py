"""One exchange: what is new and no more, within its budget, at a cost that does not grow with what there is."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, text

from tests.server.community import Make, Voice, bodies, changes, drained, make_group, rows, write
from tests.server.conftest import Clock, Person
from tuigroup.wire import limits, tables
from tuigroup.wire.words import Standing
from tuigroup_server.service import cursor
from tuigroup_server.service.context import Context
from tuigroup_server.service.cursor import Cursor, Place
from tuigroup_server.storage import server


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


@pytest.fixture
async def facilitator(http: httpx.AsyncClient, ines: Person) -> Voice:
    voice = Voice(http, ines)
    await voice.sync()
    return voice


async def test_the_first_sync_brings_standing_page_and_latest_threads(
    http: httpx.AsyncClient, ines: Person, group: int, context: Context
) -> None:
    write(context, ines, group, 3)
    answer = await Voice(http, ines).sync()
    [mine] = tables.MEMBERSHIPS.decode(answer["y"])
    assert (mine.group, mine.alias, mine.standing) == (group, "heron", Standing.ACTIVE)
    new = changes(answer, group)
    assert new["gap"] is True
    assert (new["i"]["welcome"], new["i"]["guidelines"]) == ("Come in.", "- Be kind.")
    assert [head.posts for head in rows(new, "h")] == [3]
    assert [member.alias for member in rows(new, "u")] == ["heron"]


async def test_who_comes_to_a_new_machine_finds_what_they_wrote_and_who_answered(ada: Voice, ines: Person) -> None:
    own = await ada.do(op="thread", g=1, title="First", body="Is anybody up?")
    other = Voice(ada.http, ines)
    answer = await other.do(op="reply", g=1, to=own["n"], body="I am.")
    await other.do(op="thread", g=1, title="Another", body="Not for the first page.")
    new = changes(await Voice(ada.http, ada.person).sync(), 1)
    assert [(post.number, post.body) for post in rows(new, "p")] == [
        (own["n"], "Is anybody up?"),
        (answer["n"], "I am."),
    ]


async def test_nothing_new_is_nothing_said(ada: Voice, context: Context) -> None:
    await ada.sync()
    assert await ada.sync() == {}
    assert ada.person is not None
    packed = context.codec.pack({"s": ada.cursor}, context.codec.latest)
    headers = ada.person.headers | {"Content-Type": "application/x-tuigroup"}
    answer = await ada.http.post("/v1/sync", content=packed, headers=headers)
    assert (answer.status_code, answer.content) == (204, b"")


async def test_the_answer_is_framed_as_the_question_was(ada: Voice, context: Context, group: int) -> None:
    assert ada.person is not None
    write(context, ada.person, group, 5)
    for generation in (0, context.codec.latest):
        body = context.codec.pack({"w": [{"w": "t", "g": group, "n": 1}]}, generation)
        answer = await ada.http.post("/v1/sync", content=body, headers=ada.person.headers)
        assert context.codec.generation(answer.content) == generation
        assert len(bodies(context.codec.unpack(answer.content, limits.ANSWER_BYTES)["p"][0])) == 5
    unknown = await ada.http.post("/v1/sync", content=b"\xbf123", headers=ada.person.headers)
    assert unknown.status_code == 415


async def test_changes_come_in_order_and_once(ada: Voice, ines: Person, group: int, context: Context) -> None:
    await ada.sync()
    number = write(context, ines, group, 3)
    new = changes(await ada.sync(), group)
    assert [post.number for post in rows(new, "p")] == [number, number + 1, number + 2]
    assert [head.last for head in rows(new, "h")] == [number + 2]
    assert "gap" not in new
    assert "i" not in new
    assert await ada.sync() == {}


class TestHeadsOnly:
    async def test_new_posts_stay_away_and_their_heads_say_that_they_are_there(
        self, ada: Voice, ines: Person, group: int, context: Context
    ) -> None:
        number = write(context, ines, group, 3)
        await ada.sync()
        write(context, ines, group, 4, thread=number)
        new = changes(await ada.sync(h=True), group)
        assert "p" not in new
        assert [(head.number, head.posts) for head in rows(new, "h")] == [(number, 7)]
        assert await ada.sync() == {}
        # Opened, the thread goes on from where it was.
        page = await ada.page(w="t", g=group, n=number, after=number + 2)
        assert len(bodies(page)) == 4

    async def test_what_became_of_posts_that_are_known_comes(
        self, ada: Voice, facilitator: Voice, ines: Person, group: int, context: Context
    ) -> None:
        number = write(context, ines, group, 4)
        await ada.sync()
        await facilitator.do(op="edit", g=group, post=number + 1, body="Said better.")
        await facilitator.do(op="remove", g=group, post=number + 2)
        write(context, ines, group, 2, thread=number)
        new = changes(await ada.sync(h=True), group)
        assert {(post.number, post.body) for post in rows(new, "p")} == {
            (number + 1, "Said better."),
            (number + 2, ""),
        }

    async def test_answers_to_oneself_come(self, ada: Voice, facilitator: Voice, group: int) -> None:
        own = await ada.do(op="thread", g=group, title="Up?", body="Who is up?")
        await facilitator.do(op="reply", g=group, to=own["n"], body="I am.")
        await facilitator.do(op="thread", g=group, title="Else", body="Something else.")
        new = changes(await ada.sync(h=True), group)
        assert bodies(new) == ["I am."]
        assert len(rows(new, "h")) == 2

    async def test_waiting_can_ask_for_it_too(self, ada: Voice, ines: Person, group: int, context: Context) -> None:
        write(context, ines, group, 3)
        assert ada.person is not None
        said = {"s": ada.cursor, "h": True, "t": 5}
        answer = await ada.http.post("/v1/wait", json=said, headers=ada.person.headers)
        assert "p" not in changes(answer.json(), group)


async def test_others_see_minutes_and_no_account(ada: Voice, facilitator: Voice, group: int, clock: Clock) -> None:
    clock.forward(minutes=3.7)
    await ada.do(op="thread", g=group, title="Hello", body="I am new.")
    answer = await facilitator.sync()
    [post] = rows(changes(answer, group), "p")
    assert post.at == int(clock.now) // 60
    assert (post.author.alias, post.author.member) == ("old_bicycle", 2)
    assert "ada" not in str(answer)


async def test_two_memberships_can_not_be_linked_by_anything_others_get(
    http: httpx.AsyncClient, context: Context, ines: Person, person: Make, group: int
) -> None:
    other = make_group(context, "Bench Circle", ines, alias="sparrow")
    ada, watcher = Voice(http, person("ada")), Voice(http, person("watcher"))
    await watcher.sync({"op": "join", "g": group, "alias": "watch1"}, {"op": "join", "g": other, "alias": "watch2"})
    await ada.sync({"op": "join", "g": group, "alias": "rivulet"}, {"op": "join", "g": other, "alias": "marigold"})
    await ada.sync(
        {"op": "thread", "g": group, "title": "One", "body": "Here."},
        {"op": "thread", "g": other, "title": "Two", "body": "There."},
    )
    answer = await watcher.sync()
    one, two = rows(changes(answer, group), "p")[0], rows(changes(answer, other), "p")[0]
    assert (one.author.alias, two.author.alias) == ("rivulet", "marigold")
    assert "marigold" not in str(changes(answer, group))
    assert "rivulet" not in str(changes(answer, other))
    assert "marigold" not in str(await watcher.page(w="g", g=group))
    assert "ada" not in str(answer)


async def test_more_than_anybody_reads_at_once_is_a_gap(
    ada: Voice, ines: Person, group: int, context: Context, clock: Clock
) -> None:
    await ada.sync()
    quiet = write(context, ines, group, 2)
    clock.forward(minutes=1)
    busy = write(context, ines, group, 201)
    new = changes(await ada.sync(), group)
    assert new["gap"] is True
    assert "p" not in new
    assert {head.number: head.posts for head in rows(new, "h")} == {quiet: 2, busy: 201}
    assert await ada.sync() == {}
    page = await ada.page(w="t", g=group, n=busy)
    assert len(bodies(page)) == 201


async def test_exactly_two_hundred_are_sent_one_by_one(ada: Voice, ines: Person, group: int, context: Context) -> None:
    await ada.sync()
    write(context, ines, group, 200)
    new = changes(await ada.sync(), group)
    assert "gap" not in new
    assert len(bodies(new)) == 200


async def test_a_cursor_of_another_log_or_account_or_nothing_at_all_is_expired(
    ada: Voice, facilitator: Voice, context: Context
) -> None:
    await ada.sync()
    assert ada.person is not None
    for said in (facilitator.cursor, "nonsense", "", "....", f"{ada.cursor}.1", (ada.cursor or "")[:-1] + "_"):
        answer = await ada.http.post("/v1/sync", json={"s": said}, headers=ada.person.headers)
        assert answer.status_code == 410, said
        assert answer.json()["type"].endswith("cursor-expired")
    with context.database.write() as connection:
        server.put(connection, server.LOG_ID, "rebuilt")
    answer = await ada.http.post("/v1/sync", json={"s": ada.cursor}, headers=ada.person.headers)
    assert answer.status_code == 410


async def test_a_server_put_back_to_an_earlier_day_says_so(
    ada: Voice, ines: Person, group: int, context: Context
) -> None:
    write(context, ines, group, 3)
    await ada.sync()
    with context.database.write() as connection:
        connection.execute(text("UPDATE groups SET seq = seq - 2"))
    assert ada.person is not None
    answer = await ada.http.post("/v1/sync", json={"s": ada.cursor}, headers=ada.person.headers)
    assert answer.status_code == 410


async def test_an_outbox_with_an_expired_cursor_is_kept_for_the_next_time(ada: Voice, group: int) -> None:
    assert ada.person is not None
    op = {"k": "kept-key-1", "op": "thread", "g": group, "title": "Kept", "body": "Kept."}
    answer = await ada.http.post("/v1/sync", json={"s": "gone", "o": [op]}, headers=ada.person.headers)
    assert answer.status_code == 410
    ada.cursor = None
    afresh = await ada.sync(op)
    assert afresh["a"][0]["n"] == 1


async def test_who_comes_back_after_leaving_starts_afresh(
    ada: Voice, ines: Person, group: int, context: Context
) -> None:
    await ada.do(op="leave", g=group)
    write(context, ines, group, 2)
    assert await ada.sync() == {}
    back = await ada.sync({"op": "join", "g": group, "alias": "old_bicycle"})
    assert changes(back, group)["gap"] is True
    assert [head.posts for head in rows(changes(back, group), "h")] == [2]


async def test_who_leaves_hears_that_they_left_and_nothing_more(
    ada: Voice, ines: Person, group: int, context: Context
) -> None:
    answer = await ada.sync({"op": "leave", "g": group})
    assert [mine.standing for mine in tables.MEMBERSHIPS.decode(answer["y"])] == [Standing.LEFT]
    write(context, ines, group, 2)
    assert await ada.sync() == {}


async def test_a_new_page_is_sent_when_it_changed(ada: Voice, facilitator: Voice, group: int) -> None:
    await ada.sync()
    await facilitator.do(op="set_up", g=group, settings={"welcome": "Come in and sit."})
    new = changes(await ada.sync(), group)
    assert new["i"]["welcome"] == "Come in and sit."
    assert "gap" not in new
    assert await ada.sync() == {}


async def test_people_are_told_to_who_runs_the_group_only(
    ada: Voice, facilitator: Voice, http: httpx.AsyncClient, person: Make, group: int
) -> None:
    await facilitator.sync()
    await ada.sync()
    olu = Voice(http, person("olu"))
    await olu.sync({"op": "join", "g": group, "alias": "tealeaf"})
    heard = changes(await facilitator.sync(), group)
    assert [member.alias for member in rows(heard, "u")] == ["tealeaf"]
    assert "c" not in await ada.sync()
    await olu.do(op="leave", g=group)
    gone = changes(await facilitator.sync(), group)
    assert [(member.member, member.alias) for member in rows(gone, "u")] == [(3, "")]


@contextlib.contextmanager
def statements(context: Context) -> Iterator[list[tuple[str, Any]]]:
    """Every SQL statement of readers and writer while the block lasts."""
    seen: list[tuple[str, Any]] = []
    engines = context.database.pools

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        seen.append((statement, parameters))

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


def scans(context: Context, seen: list[tuple[str, Any]]) -> list[str]:
    """The steps of these statements that read a table or sort it from end to end."""
    found = []
    with context.database.read() as connection:
        for statement, parameters in seen:
            if not statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE")):
                continue
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            found += [f"{row[3]} <- {statement}" for row in plan if row[3].startswith("SCAN")]
    return found


@pytest.mark.sqlite
async def test_an_empty_sync_reads_no_post_and_scans_nothing(
    ada: Voice, ines: Person, group: int, context: Context
) -> None:
    write(context, ines, group, 20)
    await ada.sync()
    with statements(context) as seen:
        assert await ada.sync() == {}
    asked = [statement for statement, _ in seen if statement.lstrip().upper().startswith("SELECT")]
    assert asked
    assert len(asked) <= 8
    assert not [statement for statement in asked if "posts" in statement.split("FROM", 1)[1].split()]
    assert scans(context, seen) == []
    assert not [statement for statement, _ in seen if statement.upper().startswith(("BEGIN IMMEDIATE", "INSERT"))]


@pytest.mark.sqlite
async def test_what_is_new_is_found_by_index_however_much_there_is(
    ada: Voice, ines: Person, group: int, context: Context
) -> None:
    number = write(context, ines, group, 60)
    await drained(ada)
    write(context, ines, group, 3, thread=number)
    with statements(context) as seen:
        new = await ada.sync(
            {"op": "reply", "g": group, "to": number, "body": "Me too."},
            want=[{"w": "t", "g": group, "n": number, "after": number + 50}, {"w": "b", "g": group}],
        )
    assert len(rows(changes(new, group), "p")) == 3
    assert scans(context, seen) == []


def test_cursors_are_short_and_come_back_as_they_went() -> None:
    groups = {3 + 7 * index: Place(900 + index, 900 + index) for index in range(10)}
    said = Cursor(12, 0, groups)
    word = cursor.write("abcd", said)
    assert len(word) <= 37
    assert cursor.read("abcd", word) == said
    between = Cursor(12, 5, groups | {3: Place(17, 900)})
    assert cursor.read("abcd", cursor.write("abcd", between)) == between
    assert cursor.read("abcd", cursor.write("abcd", Cursor())) == Cursor()


PLACES = st.builds(Place, st.integers(0, 2**53), st.integers(0, 2**53)) | st.integers(0, 2**53).map(
    lambda seq: Place(seq, seq)
)


@given(
    st.builds(
        Cursor,
        st.integers(0, 2**53),
        st.integers(0, 2**53),
        st.dictionaries(st.integers(1, 2**40), PLACES, max_size=30),
    )
)
def test_any_cursor_comes_back_as_it_went(said: Cursor) -> None:
    assert cursor.read("abcd", cursor.write("abcd", said)) == said


@given(st.text("AQgw-_09azZ.é", max_size=60), st.booleans())
def test_any_words_are_a_cursor_or_unreadable(word: str, tagged: bool) -> None:
    try:
        found = cursor.read("abcd", "abcd" + word if tagged else word)
    except cursor.Unreadable:
        return
    assert tagged
    assert cursor.read("abcd", cursor.write("abcd", found)) == found
