"""Guidelines with a version: who is asked to agree again, what waits for it, and that nobody else hears of it."""

from __future__ import annotations

import httpx
import pytest

from tests.server.community import Make, Voice, changes, make_group
from tuigroup_server.service.context import Context
from tuigroup_server.storage import memberships

NEW = {"guidelines": "- Be kind.\n- Ask before you advise.", "ask_again": True}


@pytest.fixture
async def voices(http: httpx.AsyncClient, person: Make, context: Context) -> dict[str, Voice]:
    """Members 2 (ada) and 3 (bea) of a group that member 1 runs; ada wrote post 1 and a private word."""
    found = {name: Voice(http, person(name)) for name in ("runs", "ada", "bea", "cleo")}
    group = make_group(context, "Night Porters", found["runs"].person, guidelines="- Be kind.")
    for name in ("ada", "bea"):
        await found[name].do(op="join", g=group, alias=f"a_{name}")
    await found["ada"].do(op="thread", g=group, title="Last week", body="I had to ring them again.")
    for voice in found.values():
        await voice.sync()
    return found


def agreed(context: Context, member: int) -> int:
    with context.database.read() as connection:
        found = memberships.by_member(connection, 1, member)
    assert found is not None
    return found.agreed


async def test_a_corrected_typo_asks_nobody(voices: dict[str, Voice]) -> None:
    await voices["runs"].do(op="set_up", g=1, settings={"guidelines": "- Be kind to all."})
    page = changes(await voices["ada"].sync(), 1)["i"]
    assert (page["guidelines"], page.get("k", 1)) == ("- Be kind to all.", 1)
    assert not (await voices["ada"].do(op="reply", g=1, to=1, body="They came.")).get("e")


async def test_until_they_agree_members_read_and_do_not_post_and_who_runs_the_group_does(
    voices: dict[str, Voice], context: Context
) -> None:
    runs, ada, bea = voices["runs"], voices["ada"], voices["bea"]
    await runs.do(op="set_up", g=1, settings=NEW)
    assert changes(await ada.sync(), 1)["i"]["k"] == 2
    assert not (await runs.do(op="thread", g=1, title="New", body="Please read them.")).get("e")
    refused = await ada.do(op="reply", g=1, to=1, body="They came.")
    assert refused["e"] == "agree-first"
    assert "your words are kept" in refused["d"]
    assert (await ada.do(op="thread", g=1, title="Rain", body="Still here.", later=3))["e"] == "agree-first"
    page = await ada.page(w="t", g=1, n=1)
    assert page["p"]["b"] == ["I had to ring them again."], "reading goes on"
    for op in (
        {"op": "private", "title": "Help", "body": "I am not well."},
        {"op": "edit", "post": 1, "body": "I rang them again."},
        {"op": "respond", "post": 2, "kind": "thank_you"},
        {"op": "report", "post": 2},
    ):
        assert not (await ada.do(g=1, **op)).get("e"), f"a call for help does not wait: {op['op']}"
    # Nobody else hears that somebody agreed: not who runs the group, and no log moves but the member's own.
    for voice in (runs, bea):
        await voice.sync()
    woken: set[str] = set()
    context.database.told = woken.update
    assert not (await ada.do(op="agree", g=1, version=2)).get("e")
    assert {log for log in woken if not log.startswith("s")} == {f"a{ada.person.actor.account_id}"}  # type: ignore[union-attr]
    context.database.told = lambda _logs: None
    for voice in (runs, bea):
        assert set(await voice.sync()) <= {"s"}
    assert agreed(context, 2) == 2
    assert not (await ada.do(op="reply", g=1, to=1, body="They came.")).get("e")
    assert (await bea.do(op="reply", g=1, to=1, body="And here.")).get("e") == "agree-first"


async def test_who_joins_agrees_to_what_they_were_shown(voices: dict[str, Voice], context: Context) -> None:
    await voices["runs"].do(op="set_up", g=1, settings=NEW)
    await voices["cleo"].do(op="join", g=1, alias="cleo", agreed=2)
    assert not (await voices["cleo"].do(op="thread", g=1, title="Hello", body="I am new.")).get("e")
    await voices["runs"].do(op="set_up", g=1, settings={"ask_again": True})
    assert not (await voices["cleo"].do(op="agree", g=1, version=99)).get("e")
    assert agreed(context, 4) == 3, "nobody agrees to what is not written yet"
    await voices["bea"].do(op="leave", g=1)
    await voices["bea"].do(op="join", g=1, alias="a_bea", agreed=2)
    assert (await voices["bea"].do(op="reply", g=1, to=1, body="Back.")).get("e") == "agree-first"


async def test_a_group_without_guidelines_asks_for_nothing(voices: dict[str, Voice]) -> None:
    await voices["runs"].do(op="set_up", g=1, settings={"guidelines": "", "ask_again": True})
    assert not (await voices["ada"].do(op="reply", g=1, to=1, body="They came.")).get("e")
