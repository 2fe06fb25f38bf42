"""Leaving for good: what is told before, the days to think again, and what others see of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest
from sqlalchemy import text

from tests.server.community import Make, Voice, bodies, changes, drained, make_group, rows
from tests.server.conftest import Clock, secret_of
from tests.server.village import REPLY, WORD, Village, ask, key_of, sign_in
from tuigroup.wire import tables
from tuigroup.wire.leaving import DAYS
from tuigroup.wire.words import PostState
from tuigroup_server.service import decisions, leaving
from tuigroup_server.service.context import Context
from tuigroup_server.storage import notices


async def test_for_fourteen_days_nothing_changes_for_others_and_one_word_brings_it_all_back(
    context: Context, http: httpx.AsyncClient, clock: Clock, village: Village
) -> None:
    said = await ask(http, village.who)
    assert said["until"] == clock.now + DAYS * 86_400
    assert key_of(await http.get("/v1/record", headers=village.who.headers)) == "not-signed-in"
    clock.forward(days=DAYS - 1)
    assert leaving.erase_due(context) == 0
    assert changes(await village.stays.sync(), village.group) == {}
    page = await village.stays.page(w="t", g=village.group, n=village.thread)
    assert [post.author.alias for post in rows(page, "p")] == ["marigold", "bystander", "marigold"]
    entered = (await sign_in(http, village.who)).json()
    assert entered["leaving"] == {"until": said["until"]}
    headers = {"Authorization": f"Bearer {entered['token']}"}
    assert key_of(await http.post("/v1/sync", json={}, headers=headers)) == "account-leaving"
    assert (await http.delete("/v1/accounts/me/leaving", headers=headers)).status_code == 204
    assert (await http.post("/v1/sync", json={}, headers=headers)).status_code == 200
    clock.forward(days=DAYS)
    assert leaving.erase_due(context) == 0
    assert "leaving" not in (await sign_in(http, village.who)).json()


async def test_only_who_knows_the_passphrase_can_ask_for_it(http: httpx.AsyncClient, village: Village) -> None:
    body = {"secret": secret_of("guess"), "posts": "erase"}
    answer = await http.post("/v1/accounts/me/leaving", json=body, headers=village.who.headers)
    assert key_of(answer) == "sign-in-refused"
    assert (await http.get("/v1/record", headers=village.who.headers)).status_code == 200
    assert "leaving" not in (await sign_in(http, village.who)).json()


async def test_what_was_written_goes_from_every_answer_and_others_hear_of_it(
    http: httpx.AsyncClient, village: Village, later: Callable[[], int]
) -> None:
    await ask(http, village.who)
    assert later() == 2  # the account, and its one membership
    assert key_of(await sign_in(http, village.who)) == "sign-in-refused"
    told = changes(await village.stays.sync(), village.group)
    assert [(one.member, one.erased) for one in tables.FORMER.decode(told["q"])] == [(2, True)]
    assert {post.number for post in rows(told, "p") if post.state is PostState.REMOVED} == {village.thread, 3}
    thread = await village.stays.page(w="t", g=village.group, n=village.thread)
    assert bodies(thread) == ["", "Where was it?", ""]
    assert [post.author.alias for post in rows(thread, "p")] == ["", "bystander", ""]
    assert rows(thread, "p")[1].responses == (0, 0, 0, 0)
    found = await village.stays.page(w="q", q=WORD)
    assert not rows(found, "p")
    answers = [await drained(Voice(http, voice.person)) for voice in (village.stays, village.leads)]
    for secret in (WORD, REPLY, "marigold"):
        assert secret not in str(answers)
        assert secret not in str(thread)


async def test_posts_can_stay_and_say_no_more_whose_they_are(
    http: httpx.AsyncClient, village: Village, later: Callable[[], int]
) -> None:
    await ask(http, village.who, "keep")
    later()
    told = changes(await village.stays.sync(), village.group)
    assert [(one.member, one.erased) for one in tables.FORMER.decode(told["q"])] == [(2, False)]
    assert "p" not in told
    thread = await village.stays.page(w="t", g=village.group, n=village.thread)
    assert bodies(thread) == [f"I saw a {WORD}.", "Where was it?", f"By the {REPLY}."]
    assert [post.author.alias for post in rows(thread, "p")] == ["", "bystander", ""]
    assert [hit.number for hit in rows(await village.stays.page(w="q", q=WORD), "p")] == [village.thread]
    assert "marigold" not in str(await drained(Voice(http, village.leads.person)))
    assert "q" not in changes(await village.stays.sync(), village.group)  # said once


async def test_a_private_word_goes_too_and_only_who_saw_it_hears(
    http: httpx.AsyncClient, village: Village, later: Callable[[], int]
) -> None:
    begun = await village.goes.do(op="private", g=village.group, title="Between us", body=f"Only you: {WORD}.")
    answer = await village.leads.do(op="reply", g=village.group, to=begun["n"], body="I hear you.")
    await drained(village.leads)
    await ask(http, village.who)
    later()
    told = changes((await drained(village.leads))[0], village.group)
    private = next(post for post in rows(told, "p") if post.number == begun["n"])
    assert (private.body, private.state) == ("", PostState.REMOVED)
    thread = await village.leads.page(w="t", g=village.group, n=begun["n"])
    assert bodies(thread) == ["", "I hear you."]
    assert answer["n"] == begun["n"] + 1
    heard = changes(await village.stays.sync(), village.group)
    assert begun["n"] not in {post.number for post in rows(heard, "p")}


async def test_nobody_can_tell_that_two_who_go_belong_together(
    context: Context, http: httpx.AsyncClient, clock: Clock, village: Village
) -> None:
    others = [make_group(context, f"Another {number}", village.leads.person) for number in range(4)]
    for number, group in enumerate(others):
        await village.goes.do(op="join", g=group, alias=f"somebody_{number}")
        await village.goes.do(op="thread", g=group, title="A title", body="Some words.")
    await ask(http, village.who)
    clock.forward(days=DAYS)
    leaving.erase_due(context)
    with context.database.read() as connection:
        left = connection.execute(text("SELECT count(*) FROM memberships WHERE account_id IS NOT NULL"))
        assert left.scalar_one() == 5 + 1  # of those who stay
        due = list(connection.execute(text("SELECT due FROM erasures")).scalars())
    moments = []
    for minute in sorted({(second + 59) // 60 for second in due}):
        clock.now = minute * 60
        assert leaving.erase_due(context, most=1) <= 1
        moments.append(minute)
    assert len(set(due)) == len(due) >= 4, "no two in one minute"
    assert max(due) - min(due) > 3_600
    with context.database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM erasures")).scalar_one() == 0


async def test_a_group_that_nobody_runs_any_more_is_told_to_the_operator(
    context: Context, http: httpx.AsyncClient, village: Village, later: Callable[[], int]
) -> None:
    assert village.leads.person is not None
    await ask(http, village.leads.person)
    with context.database.read() as connection:
        assert not notices.of_operators(connection)
    later()
    assert [row.id for row in decisions.waiting(context).unled] == [village.group]
    page = (await http.get(f"/v1/groups/{village.group}", headers=village.who.headers)).json()
    assert page["facilitators"] == []
    with context.database.read() as connection:
        assert connection.execute(text("SELECT members FROM groups")).scalar_one() == 2


async def test_an_alias_that_was_erased_says_nothing_of_who_takes_it_next(
    http: httpx.AsyncClient, person: Make, village: Village, later: Callable[[], int]
) -> None:
    await ask(http, village.who, "keep")
    later()
    again = Voice(http, person("again"))
    assert (await again.do(op="join", g=village.group, alias="marigold"))["n"] == 4
    thread = await again.page(w="t", g=village.group, n=village.thread)
    assert [post.author.alias for post in rows(thread, "p")] == ["", "bystander", ""]


async def test_many_posts_go_in_parts(
    context: Context, http: httpx.AsyncClient, village: Village, later: Callable[[], int]
) -> None:
    for part in range(3):
        await village.goes.sync(
            *(
                {"op": "reply", "g": village.group, "to": village.thread, "body": f"{WORD} {part} {n}"}
                for n in range(90)
            )
        )
    await ask(http, village.who)
    later()
    with context.database.read() as connection:
        said = connection.execute(text("SELECT count(*) FROM posts WHERE body != ''")).scalar_one()
        waiting = connection.execute(text("SELECT answers FROM threads WHERE number = 1")).scalar_one()
    assert (said, waiting) == (1, 1)
    told = changes(await village.stays.sync(), village.group)
    assert [one.erased for one in tables.FORMER.decode(told["q"])] == [True]


@pytest.mark.parametrize(("act", "standing"), [("suspend", "suspended"), ("end", "ended")])
async def test_who_was_put_out_can_leave_and_who_stays_after_all_is_still_put_out(
    context: Context, http: httpx.AsyncClient, village: Village, act: str, standing: str
) -> None:
    await village.stays.do(op="report", g=village.group, post=village.thread, category="other")
    decided = await village.leads.do(op="decide", g=village.group, case=1, act=act, to=30, word="Not here.")
    assert not decided.get("e")
    await ask(http, village.who)
    headers = {"Authorization": f"Bearer {(await sign_in(http, village.who)).json()['token']}"}
    [mine] = (await http.get("/v1/accounts/me/export", headers=headers)).json()["memberships"]
    assert (mine["standing"], mine["decisions"][-1]["what"]) == (standing, act)
    assert mine["posts"][0]["text"] == f"I saw a {WORD}."
    assert (await http.delete("/v1/accounts/me/leaving", headers=headers)).status_code == 204
    back = replace(village.goes, person=replace(village.who, headers=headers))
    assert (await back.do(op="reply", g=village.group, to=village.thread, body="Back."))["e"] == "suspended"
    assert (await back.do(op="join", g=village.group, alias="somebody"))["e"] == "suspended"
    assert (await back.page(w="t", g=village.group, n=village.thread))["e"] == "suspended"
    assert (await back.page(w="m", g=village.group))["z"]["cases"][0]["steps"][0]["word"] == "Not here."


async def test_who_was_put_out_is_erased_like_anybody(
    http: httpx.AsyncClient, village: Village, later: Callable[[], int]
) -> None:
    await village.stays.do(op="report", g=village.group, post=village.thread, category="other")
    await village.leads.do(op="decide", g=village.group, case=1, act="end", word="Not here.")
    await ask(http, village.who)
    assert later() == 2
    thread = await village.stays.page(w="t", g=village.group, n=village.thread)
    assert bodies(thread) == ["", "Where was it?", ""]
    assert "Not here." not in str(await village.leads.page(w="k", g=village.group))
