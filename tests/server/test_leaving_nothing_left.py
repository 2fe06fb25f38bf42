"""Leaving for good: nothing of it is left, in no table and in no file of the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import httpx
import pytest
from sqlalchemy import text

from tests.server.community import Make, bodies, changes, drained, rows
from tests.server.conftest import Clock
from tests.server.village import NAME, REPLY, WORD, Village, ask, fill, moderated
from tuigroup.wire.leaving import DAYS
from tuigroup_server import schema
from tuigroup_server.cli import main
from tuigroup_server.service import audit, leaving
from tuigroup_server.service.context import Context
from tuigroup_server.storage.database import Database

# What erasing does with each table. A table without a word here fails the test: somebody has to think about it.
ACCOUNT, MEMBERSHIP, NOTHING = "goes with the account", "goes with the membership", "has nothing of a member"
TABLES: Final[dict[str, str]] = {
    "server": NOTHING,
    "accounts": ACCOUNT,
    "doors": NOTHING,
    "account_keys": ACCOUNT,
    "sessions": ACCOUNT,
    "private_records": ACCOUNT,
    "groups": NOTHING,
    "memberships": MEMBERSHIP,
    "erasures": MEMBERSHIP,
    "boards": NOTHING,
    "meetings": NOTHING,
    "threads": MEMBERSHIP,
    "posts": MEMBERSHIP,
    "parties": MEMBERSHIP,
    "private_log": MEMBERSHIP,
    "responses": MEMBERSHIP,
    "operations": ACCOUNT,
    "invites": NOTHING,
    "claims": ACCOUNT,
    "notices": ACCOUNT,
    "resources": MEMBERSHIP,  # what they gave
    "offers": MEMBERSHIP,
    "guest_sessions": MEMBERSHIP,
    "unnamed": MEMBERSHIP,
    "partners": MEMBERSHIP,
    "written_meetings": MEMBERSHIP,
    "cases": MEMBERSHIP,
    "reports": MEMBERSHIP,
    "case_log": NOTHING,  # that something was decided stays
    "case_words": MEMBERSHIP,
    "kept_back": MEMBERSHIP,
    "held_first": MEMBERSHIP,
    "wishes": NOTHING,  # a topic of a closed set, and nobody's
    "wishers": MEMBERSHIP,
}


def test_no_table_is_forgotten() -> None:
    assert set(schema.metadata.tables) == set(TABLES)
    for name, what in TABLES.items():
        points = {key.target_fullname: key for key in schema.metadata.tables[name].foreign_keys}
        if what == ACCOUNT and name != "accounts":
            assert points["accounts.id"].ondelete == "CASCADE", name


async def test_nothing_of_it_is_left_in_the_database(
    context: Context, http: httpx.AsyncClient, person: Make, village: Village, clock: Clock, later: Callable[[], int]
) -> None:
    await fill(context, http, person, village)
    await moderated(context, village)
    account = village.who.actor.account_id
    await ask(http, village.who)
    later()
    with context.database.read() as connection:
        for table in schema.metadata.sorted_tables:
            found = [str(row) for row in connection.execute(table.select())]
            for secret in (WORD, REPLY, NAME, "marigold"):
                assert not any(secret in row for row in found), table.name
            if "account_id" in table.c:
                mine = table.select().where(table.c.account_id == account)
                assert not connection.execute(mine).all(), table.name


@pytest.mark.sqlite
async def test_nothing_of_it_is_left_in_the_file(
    context: Context,
    http: httpx.AsyncClient,
    person: Make,
    village: Village,
    later: Callable[[], int],
    tmp_path: Any,
) -> None:
    await fill(context, http, person, village)
    for number in range(30):
        await village.stays.do(op="reply", g=village.group, to=village.thread, body=f"Other words {number}.")
        await village.goes.do(op="reply", g=village.group, to=village.thread, body=f"{WORD}ish {number} " * 60)
    await moderated(context, village)
    files = [tmp_path / "data" / f"tuigroup.sqlite3{end}" for end in ("", "-wal")]
    assert WORD.encode() in b"".join(path.read_bytes() for path in files)
    await ask(http, village.who)
    later()
    assert not audit.verify(context).troubles
    for path in files:
        kept = path.read_bytes() if path.exists() else b""
        for secret in (WORD, REPLY, NAME, "marigold"):
            assert secret.encode() not in kept, path.name
            assert secret[1:].encode() not in kept, "an index keeps words without what they share with their neighbour"


@pytest.mark.sqlite
async def test_what_could_not_be_scrubbed_is_the_next_time(
    context: Context, http: httpx.AsyncClient, village: Village, clock: Clock, tmp_path: Any
) -> None:
    await ask(http, village.who)
    clock.forward(days=DAYS, minutes=1)
    files = [tmp_path / "data" / f"tuigroup.sqlite3{end}" for end in ("", "-wal")]
    impatient = Database.open(tmp_path / "data" / "tuigroup.sqlite3", busy_seconds=0.05)
    hasty = replace(context, database=impatient)
    with context.database.read() as connection:
        connection.execute(text("SELECT count(*) FROM posts")).scalar_one()  # somebody reads for long
        assert leaving.erase_due(hasty) == 2
        assert WORD.encode() in b"".join(path.read_bytes() for path in files)
    assert leaving.erase_due(hasty) == 0
    assert WORD.encode() not in b"".join(path.read_bytes() for path in files)
    impatient.close()


async def test_the_operator_can_have_it_done_where_no_server_runs(
    context: Context, http: httpx.AsyncClient, village: Village, tmp_path: Any, capsys: Any
) -> None:
    words = ["erase-due", "--data", str(tmp_path / "data")]
    words += ["--database", context.settings.database] if context.settings.database else []
    assert main(words, {}) == 0
    assert "Nothing is due." in capsys.readouterr().out
    await ask(http, village.who)
    with context.database.write() as connection:
        connection.execute(text("UPDATE accounts SET leaving = 1 WHERE leaving > 0"))
    assert main(words, {}) == 0
    assert "Erased: 2." in capsys.readouterr().out


async def test_the_log_keeps_that_something_was_decided_and_not_what_was_said(
    context: Context, http: httpx.AsyncClient, village: Village, later: Callable[[], int]
) -> None:
    await moderated(context, village)
    before = audit.verify(context)
    await ask(http, village.who)
    later()
    after = audit.verify(context, before.heads)
    assert after.troubles == before.troubles == []
    cases = (await village.leads.page(w="k", g=village.group))["k"]["cases"]
    [mine] = [case for case in cases if case["case"] == 1]
    assert [(one["category"], one.get("note", "")) for one in mine["reports"]] == [("other", "")], "it stays counted"
    [about] = [case for case in cases if case["case"] == 2]
    acts = [step["act"] for step in about["steps"]]
    assert acts == ["warn", "hide", "appeal", "suspend", "appeal", "taken_back"]
    assert (about["state"], about.get("about", ""), about.get("body", "")) == ("decided", "", "")
    assert WORD not in str(cases)


@pytest.mark.parametrize("posts", ["erase", "keep"])
async def test_a_partner_is_told_that_it_ended_and_by_no_name(
    context: Context, http: httpx.AsyncClient, village: Village, later: Callable[[], int], posts: str
) -> None:
    await moderated(context, village)
    await drained(village.stays)
    await ask(http, village.who, posts)
    later()
    told = changes((await drained(village.stays))[0], village.group)
    [head] = [one for one in rows(told, "h") if one.number == village.pair]
    assert (head.title, head.locked) == ("bystander", True)
    thread = await village.stays.page(w="t", g=village.group, n=village.pair)
    assert bodies(thread)[1] == ("" if posts == "erase" else f"Between us, {WORD}.")
    assert "marigold" not in str(thread)
    said = await village.stays.do(op="reply", g=village.group, to=village.pair, body="Are you there?")
    assert said["e"]


async def test_what_waits_for_a_review_goes_where_posts_stay(
    context: Context, http: httpx.AsyncClient, village: Village, later: Callable[[], int]
) -> None:
    """Without its author nobody could ever publish it; what was hidden can still be given back."""
    await moderated(context, village)
    await ask(http, village.who, "keep")
    later()
    [case] = (await village.leads.page(w="k", g=village.group + 1))["k"]["cases"]
    assert (case["state"], case.get("body", ""), case["steps"][-1]["act"]) == ("decided", "", "taken_back")
    assert not (await village.leads.do(op="decide", g=village.group, case=2, act="restore")).get("e")
    thread = await village.stays.page(w="t", g=village.group, n=village.thread)
    assert bodies(thread)[0] == f"I saw a {WORD}."


async def test_words_of_who_ran_a_group_go_with_them(
    context: Context, http: httpx.AsyncClient, village: Village, later: Callable[[], int]
) -> None:
    await moderated(context, village)
    assert village.leads.person is not None
    await ask(http, village.leads.person)
    later()
    mine = (await village.goes.page(w="m", g=village.group))["z"]["cases"]
    assert [step["act"] for step in mine[0]["steps"]] == ["warn", "hide", "appeal", "suspend", "appeal"]
    with context.database.read() as connection:
        assert not connection.execute(schema.case_words.select()).all()
        words = connection.execute(text("SELECT answer_word FROM memberships")).scalars()
        assert not any(words)
    assert not audit.verify(context).troubles
