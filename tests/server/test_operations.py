"""The outbox: each operation once, whatever the line does; refusals that stop nothing else."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests.server.community import Make, Voice, bodies, changes, make_group, rows
from tests.server.conftest import Clock, Person
from tuigroup.wire.ops import Reply, StartThread
from tuigroup.wire.words import PostState, ResponseKind
from tuigroup_server.http import ticker
from tuigroup_server.service import operations
from tuigroup_server.service.context import Context
from tuigroup_server.storage import operations as rows_of_operations
from tuigroup_server.storage import threads


@pytest.fixture
def ines(person: Make) -> Person:
    return person("ines")


@pytest.fixture
def group(context: Context, ines: Person) -> int:
    return make_group(context, "Kettle Club", ines)


@pytest.fixture
async def ada(http: httpx.AsyncClient, person: Make, group: int) -> Voice:
    voice = Voice(http, person("ada"))
    await voice.sync({"op": "join", "g": group, "alias": "old_bicycle"})
    return voice


@pytest.fixture
async def olu(http: httpx.AsyncClient, person: Make, group: int) -> Voice:
    voice = Voice(http, person("olu"))
    await voice.sync({"op": "join", "g": group, "alias": "marta.k"})
    return voice


def thread(
    group: int, title: str = "What helps at night?", body: str = "The house is quiet.", **more: object
) -> dict[str, Any]:
    return {"op": "thread", "g": group, "title": title, "body": body, **more}


async def test_sent_again_it_is_there_once_with_the_same_ack(ada: Voice, olu: Voice, group: int) -> None:
    op = {"k": "same-key-0001", **thread(group)}
    first, again = await ada.do(**op), await ada.do(**op)
    assert first == again
    assert first["n"] == first["t"]
    page = await olu.page(w="t", g=group, n=first["n"])
    assert bodies(page) == ["The house is quiet."]
    assert len(rows(await olu.page(w="b", g=group), "h")) == 1


async def test_a_key_used_for_something_else_is_refused_and_the_first_is_kept(ada: Voice, group: int) -> None:
    first = await ada.do(k="same-key-0001", **thread(group))
    other = await ada.do(k="same-key-0001", **thread(group, body="Something else."))
    assert other["e"] == "key-reused"
    assert "kept" in other["d"]
    assert bodies(await ada.page(w="t", g=group, n=first["n"])) == ["The house is quiet."]


async def test_two_accounts_may_use_the_same_key(ada: Voice, olu: Voice, group: int) -> None:
    one = await ada.do(k="same-key-0001", **thread(group))
    two = await olu.do(k="same-key-0001", **thread(group, body="Mine."))
    assert one["n"] != two["n"]


async def test_answers_to_what_has_no_number_yet(ada: Voice, group: int) -> None:
    answer = await ada.sync(
        {"k": "opening-1", **thread(group)},
        {"k": "answer-1", "op": "reply", "g": group, "to": "opening-1", "body": "I found out myself."},
        {"op": "edit", "g": group, "post": "answer-1", "body": "I found out."},
    )
    opening, reply, edit = answer["a"]
    assert reply["t"] == opening["n"]
    assert edit["n"] == reply["n"]
    posts = rows(await ada.page(w="t", g=group, n=opening["n"]), "p")
    assert [(post.parent, post.body, bool(post.edited)) for post in posts] == [
        (0, "The house is quiet.", False),
        (opening["n"], "I found out.", True),
    ]


async def test_a_replay_may_name_by_number_what_it_named_by_key(ada: Voice, group: int) -> None:
    opening = (await ada.sync({"k": "opening-1", **thread(group)}))["a"][0]
    by_key = await ada.do(k="answer-01", op="reply", g=group, to="opening-1", body="Yes.")
    by_number = await ada.do(k="answer-01", op="reply", g=group, to=opening["n"], body="Yes.")
    assert by_key == by_number


async def test_a_refusal_stops_only_what_depends_on_it(ada: Voice, olu: Voice, group: int) -> None:
    answer = await ada.sync(
        {"k": "refused-1", **thread(group, board=77)},
        {"op": "reply", "g": group, "to": "refused-1", "body": "Depends on it."},
        {"op": "join", "g": 9_999, "alias": "nobody"},
        {"k": "goes-on-1", **thread(group, title="Still here")},
    )
    assert [ack.get("e", "") for ack in answer["a"]] == ["bad-field", "unknown-ref", "not-found", ""]
    assert all(ack["d"].endswith(".") for ack in answer["a"][:3])
    assert [head.title for head in rows(await olu.page(w="b", g=group), "h")] == ["Still here"]


async def test_what_was_refused_can_be_sent_again_when_it_fits(ada: Voice, group: int, http: httpx.AsyncClient) -> None:
    op = {"k": "again-0001", "op": "reply", "g": group, "to": 1, "body": "First."}
    assert (await ada.do(**op))["e"] == "unknown-ref"
    await ada.do(**thread(group))
    assert (await ada.do(**op))["n"] == 2


async def test_an_operation_that_can_not_be_read_is_refused_alone(ada: Voice, group: int) -> None:
    answer = await ada.sync(
        {"k": "too-long-1", **thread(group, title="x" * 500)},
        {"k": "unknown-01", "op": "teleport", "g": group},
        {"k": "is-fine-01", **thread(group)},
    )
    assert [(ack["k"], ack.get("e", "")) for ack in answer["a"]] == [
        ("too-long-1", "bad-field"),
        ("unknown-01", "bad-field"),
        ("is-fine-01", ""),
    ]


async def test_keys_of_another_account_refer_to_nothing(ada: Voice, olu: Voice, group: int) -> None:
    await ada.do(k="opening-1", **thread(group))
    ack = await olu.do(op="reply", g=group, to="opening-1", body="Whose?")
    assert ack["e"] == "unknown-ref"


async def test_one_s_own_post_is_not_sent_back_and_others_get_it(ada: Voice, olu: Voice, group: int) -> None:
    await ada.sync()
    await olu.sync()
    answer = await ada.sync(thread(group))
    assert "p" not in changes(answer, group)
    heard = await olu.sync()
    assert bodies(changes(heard, group)) == ["The house is quiet."]
    assert [head.title for head in rows(changes(heard, group), "h")] == ["What helps at night?"]
    assert await ada.sync() == {}
    assert await olu.sync() == {}


async def test_a_replay_is_not_sent_back_either(ada: Voice, group: int) -> None:
    await ada.sync()
    before = ada.cursor
    await ada.do(k="lost-ack-1", **thread(group))
    ada.cursor = before  # the answer was lost
    again = await ada.sync({"k": "lost-ack-1", **thread(group)})
    assert again["a"][0]["n"] == 1
    assert "p" not in changes(again, group)


async def test_what_others_did_to_my_post_meanwhile_is_sent_back(ada: Voice, olu: Voice, group: int) -> None:
    mine = await ada.do(**thread(group))
    await ada.sync()
    await olu.do(op="respond", g=group, post=mine["n"], kind="with_you")
    answer = await ada.sync({"op": "edit", "g": group, "post": mine["n"], "body": "Quieter."})
    [post] = rows(changes(answer, group), "p")
    assert (post.body, post.responses) == ("Quieter.", (1, 0, 0, 0))


async def test_responses_are_one_a_member_and_can_be_taken_back(ada: Voice, olu: Voice, group: int) -> None:
    mine = (await ada.do(**thread(group)))["n"]

    async def counted() -> tuple[tuple[int, ...], ResponseKind | None]:
        [post] = rows(await olu.page(w="t", g=group, n=mine), "p")
        return post.responses, post.mine

    await olu.do(op="respond", g=group, post=mine, kind="me_too")
    await olu.do(op="respond", g=group, post=mine, kind="thank_you")
    assert await counted() == ((0, 0, 1, 0), ResponseKind.THANK_YOU)
    await olu.do(op="respond", g=group, post=mine, kind=None)
    assert await counted() == ((0, 0, 0, 0), None)
    assert (await ada.do(op="respond", g=group, post=mine, kind="me_too"))["e"] == "not-allowed"


async def test_a_post_taken_back_leaves_a_tombstone_and_nothing_of_its_words(
    ada: Voice, olu: Voice, group: int
) -> None:
    mine = (await ada.do(**thread(group, title="A secret name", note="loss", intent="support")))["n"]
    await olu.do(op="reply", g=group, to=mine, body="I read you.")
    await olu.sync()
    await ada.do(op="remove", g=group, post=mine)
    heard = changes(await olu.sync(), group)
    [post] = rows(heard, "p")
    assert (post.number, post.body, post.note, post.state) == (mine, "", "", PostState.REMOVED)
    assert "secret" not in rows(heard, "h")[0].title
    assert len(bodies(await olu.page(w="t", g=group, n=mine))) == 2
    assert "p" not in await olu.page(w="q", q="secret")
    assert (await ada.do(op="edit", g=group, post=mine, body="Back."))["e"] == "post-removed"
    assert (await olu.do(op="respond", g=group, post=mine, kind="me_too"))["e"] == "post-removed"
    assert "e" not in await ada.do(op="remove", g=group, post=mine)
    # An answer that was written before one heard of it still arrives.
    assert "e" not in await olu.do(op="reply", g=group, to=mine, body="Take care.")


async def test_only_who_wrote_it_changes_a_post(ada: Voice, olu: Voice, group: int) -> None:
    mine = (await ada.do(**thread(group)))["n"]
    for op in ({"op": "edit", "body": "Other words."}, {"op": "remove"}):
        assert (await olu.do(g=group, post=mine, **op))["e"] == "not-allowed"


async def test_only_who_runs_the_group_announces(ada: Voice, http: httpx.AsyncClient, group: int, ines: Person) -> None:
    assert (await ada.do(**thread(group, board=5)))["e"] == "not-allowed"
    facilitator = Voice(http, ines)
    news = await facilitator.do(**thread(group, board=5, title="New hours"))
    guest = await facilitator.do(**thread(group, board=6, title="Ask a gardener"))
    assert "e" not in news
    assert "e" not in guest
    assert "e" not in await ada.do(op="reply", g=group, to=news["n"], body="Thank you.")


async def test_hostile_text_is_cleaned_before_it_is_stored(ada: Voice, olu: Voice, group: int) -> None:
    ack = await ada.do(
        **thread(group, title="a\x1b]0;title\x07b\nc", body="x\x1b[31mred\x9b2J\u202eevil\r\nline", note="il\x07lness")
    )
    page = await olu.page(w="t", g=group, n=ack["n"])
    assert rows(page, "h")[0].title == "ab c"
    [post] = rows(page, "p")
    assert (post.body, post.note) == ("xredevil\nline", "illness")
    assert (await ada.do(**thread(group, body="\x1b[2J\u200b ")))["e"] == "bad-field"


async def test_published_later_at_its_minute_with_a_number_only_then(
    ada: Voice, olu: Voice, group: int, clock: Clock
) -> None:
    await olu.sync()
    op = {"k": "later-0001", **thread(group, later=12)}
    ack = await ada.do(**op)
    due = int(clock.now) // 60 + 12
    assert ack == {"k": "later-0001", "later": due}
    assert await olu.sync() == {}
    between = await olu.do(**thread(group, title="Meanwhile"))
    assert between["n"] == 1
    clock.forward(minutes=11)
    assert (await ada.do(**op))["later"] == due
    clock.forward(minutes=30)
    heard = await olu.sync()
    [post] = rows(changes(heard, group), "p")
    assert (post.number, post.at) == (2, due)
    assert await ada.do(**op) == {"k": "later-0001", "n": 2, "t": 2, "at": due}


async def test_what_would_be_refused_later_is_refused_now(ada: Voice, group: int, context: Context) -> None:
    assert (await ada.do(**thread(group, board=77, later=5)))["e"] == "bad-field"
    assert (await ada.do(**thread(9_999, later=5)))["e"] == "not-found"


async def test_answers_to_what_waits_wait_too_and_come_in_order(ada: Voice, group: int, clock: Clock) -> None:
    reply = {"k": "answer-01", "op": "reply", "g": group, "to": "opening-1", "body": "And this."}
    answer = await ada.sync({"k": "opening-1", **thread(group, later=5)}, reply)
    assert [bool(ack.get("later")) for ack in answer["a"]] == [True, True]
    clock.forward(minutes=6)
    done = (await ada.sync(reply))["a"][0]
    assert (done["n"], done["t"]) == (2, 1)
    by_number = await ada.do(**(reply | {"to": 1}))
    assert by_number == done


async def test_what_waits_can_be_changed_and_taken_back_unseen(
    ada: Voice, olu: Voice, group: int, clock: Clock
) -> None:
    await ada.do(k="change-01", **thread(group, later=5))
    await ada.do(k="forget-01", **thread(group, later=5))
    await ada.do(op="edit", g=group, post="change-01", body="Better words.", title="Better title")
    await ada.do(op="remove", g=group, post="forget-01")
    clock.forward(minutes=6)
    heads = rows(await olu.page(w="b", g=group), "h")
    assert [head.title for head in heads] == ["Better title"]
    assert bodies(await olu.page(w="t", g=group, n=heads[0].number)) == ["Better words."]
    ack = await ada.do(k="forget-01", **thread(group, later=5))
    assert ack["e"] == "post-removed"


async def test_a_change_of_what_waits_may_be_sent_again_after_its_minute(
    ada: Voice, olu: Voice, group: int, clock: Clock
) -> None:
    """Its ack was lost, and the post was published before the line came back."""
    post = {"k": "waiting-01", **thread(group, later=5)}
    change = {"k": "change-01", "op": "edit", "g": group, "post": "waiting-01", "body": "Other words."}
    await ada.sync(post, change)
    clock.forward(minutes=6)
    opening, changed = (await ada.sync(post, change))["a"]
    assert opening["n"]
    assert "e" not in changed
    assert changed["at"] < opening["at"]  # so it is no edit for its author either
    assert bodies(await olu.page(w="t", g=group, n=opening["n"])) == ["Other words."]
    other = await ada.do(**change | {"body": "Something else."})
    assert other["e"] == "key-reused"


async def test_what_can_not_be_published_any_more_is_said_when_asked_again(
    ada: Voice, olu: Voice, group: int, clock: Clock
) -> None:
    op = {"k": "later-0001", **thread(group, later=5)}
    await ada.do(**op)
    await ada.do(op="leave", g=group)
    clock.forward(minutes=6)
    assert rows(await olu.page(w="b", g=group), "h") == []
    assert (await ada.do(**op))["e"] == "not-a-member"


async def test_a_guest_s_outbox_is_refused_in_acks(http: httpx.AsyncClient, group: int) -> None:
    assert (await Voice(http).do(k="guest-key-1", **thread(group)))["e"] == "not-signed-in"


async def test_many_writers_at_once_lose_nothing_and_number_without_holes(
    ada: Voice, olu: Voice, group: int, context: Context
) -> None:
    opening = (await ada.do(**thread(group)))["n"]
    people = [ada.person, olu.person]

    def write(index: int) -> list[int]:
        whose = people[index % 2]
        assert whose is not None
        ops = [
            Reply(k=f"writer-{index}-{part}", g=group, to=opening, body=f"Words {index} {part}.") for part in range(5)
        ]
        # Sent twice, as after a lost answer.
        first = operations.apply(context, whose.actor, ops)
        again = operations.apply(context, whose.actor, ops)
        assert [outcome.ack for outcome in first] == [outcome.ack for outcome in again]
        return [outcome.ack.n for outcome in first]

    with ThreadPoolExecutor(6) as pool:
        futures = [asyncio.wrap_future(pool.submit(write, index)) for index in range(12)]
        numbers = sorted(number for some in await asyncio.gather(*futures) for number in some)
    assert numbers == list(range(opening + 1, opening + 61))
    [head] = rows(await ada.page(w="b", g=group), "h")
    assert (head.posts, head.last) == (61, opening + 60)


async def test_one_key_from_two_threads_is_one_post(ada: Voice, group: int, context: Context) -> None:
    assert ada.person is not None
    actor = ada.person.actor
    op = StartThread(k="race-key-1", g=group, title="Once", body="Only once.")
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda _: operations.apply(context, actor, [op]), range(8)))
    assert len({outcome.ack for some in outcomes for outcome in some}) == 1


async def test_a_locked_thread_can_be_read_and_left_as_it_is(
    ada: Voice, olu: Voice, group: int, context: Context
) -> None:
    mine = (await ada.do(**thread(group)))["n"]
    with context.database.write() as connection:
        threads.change(connection, group, mine, locked=True)
    assert (await olu.do(op="reply", g=group, to=mine, body="Wait."))["e"] == "thread-locked"
    assert (await ada.do(op="edit", g=group, post=mine, body="Wait."))["e"] == "thread-locked"
    assert "e" not in await ada.do(op="remove", g=group, post=mine)


async def test_only_a_first_post_has_a_title(ada: Voice, group: int) -> None:
    mine = (await ada.do(**thread(group)))["n"]
    answer = (await ada.do(op="reply", g=group, to=mine, body="More."))["n"]
    assert (await ada.do(op="edit", g=group, post=answer, body="More.", title="New"))["e"] == "bad-field"
    assert (await ada.do(op="edit", g=group, post=mine, body="More.", title="\u200b"))["e"] == "bad-field"
    assert "e" not in await ada.do(op="edit", g=group, post=mine, body="More.", title="New", note="illness")
    [head] = rows(await ada.page(w="b", g=group), "h")
    assert (head.title, head.note) == ("New", "illness")


async def test_another_process_with_the_same_key_came_first(
    ada: Voice, group: int, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await ada.do(k="race-key-1", **thread(group))
    look, looked = rows_of_operations.get, []

    def late(connection: Any, account: int, key: str) -> Any:
        looked.append(key)
        return None if len(looked) == 1 else look(connection, account, key)

    monkeypatch.setattr(rows_of_operations, "get", late)
    assert await ada.do(k="race-key-1", **thread(group)) == first
    assert len(looked) > 1


async def test_the_ticker_publishes_without_anybody_asking(
    ada: Voice, group: int, context: Context, clock: Clock, app: FastAPI
) -> None:
    await ada.do(**thread(group, later=2))
    clock.forward(minutes=3)
    with context.database.read() as connection:
        assert rows_of_operations.due(connection, context.now(), 10) != []
    async with ticker.ticking(app):
        pass
    with context.database.read() as connection:
        assert rows_of_operations.due(connection, context.now(), 10) == []
        assert threads.get(connection, group, 1) is not None
