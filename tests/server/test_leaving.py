"""Leaving for good: what is told before, the days to think again, and that nothing is left afterwards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final

import httpx
import pytest
from sqlalchemy import text

from tests.server.community import Make, Voice, bodies, changes, drained, make_group, rows
from tests.server.conftest import Clock, Person, secret_of
from tuigroup.wire import tables
from tuigroup.wire.leaving import DAYS
from tuigroup.wire.words import PostState, Role
from tuigroup_server import schema
from tuigroup_server.cli import main
from tuigroup_server.service import decisions, leaving
from tuigroup_server.service.context import Context
from tuigroup_server.storage import notices
from tuigroup_server.storage.database import Database

WORD: Final = "quillwort"  # in no alias, no name and nobody else's text
REPLY: Final = "zanthoxylum"
NAME: Final = "wayfarer"


async def ask(http: httpx.AsyncClient, person: Person, posts: str = "erase") -> dict[str, Any]:
    body = {"secret": person.secret, "posts": posts}
    answer = await http.post("/v1/accounts/me/leaving", json=body, headers=person.headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def sign_in(http: httpx.AsyncClient, person: Person) -> httpx.Response:
    return await http.post("/v1/sessions", json={"name": person.name, "secret": person.secret})


def key_of(answer: httpx.Response) -> str:
    return str(answer.json()["type"]).rpartition("/")[2] if answer.status_code >= 400 else ""


class Village:
    """One group with who runs it, somebody who will leave, and somebody who stays and reads."""

    def __init__(self, context: Context, http: httpx.AsyncClient, person: Make) -> None:
        self.context, self.http = context, http
        self.leads, self.goes, self.stays = (Voice(http, person(name)) for name in ("leads", NAME, "stays"))
        self.group = make_group(context, "Night Shift", self.leads.person)
        self.thread = self.answer = 0

    async def settle(self) -> None:
        for voice, alias in ((self.goes, "marigold"), (self.stays, "bystander")):
            await voice.do(op="join", g=self.group, alias=alias)
        opened = await self.goes.do(op="thread", g=self.group, title=f"About {WORD}", body=f"I saw a {WORD}.")
        self.thread = opened["n"]
        self.answer = (await self.stays.do(op="reply", g=self.group, to=self.thread, body="Where was it?"))["n"]
        await self.goes.do(op="reply", g=self.group, to=self.answer, body=f"By the {REPLY}.")
        await self.goes.do(op="respond", g=self.group, post=self.answer, kind="thank_you")
        for voice in (self.leads, self.stays):
            await drained(voice)

    @property
    def who(self) -> Person:
        assert self.goes.person is not None
        return self.goes.person


@pytest.fixture
async def village(context: Context, http: httpx.AsyncClient, person: Make) -> Village:
    made = Village(context, http, person)
    await made.settle()
    return made


@pytest.fixture
def later(context: Context, clock: Clock) -> Callable[[], int]:
    """The days are over and all is erased; how many accounts and memberships went."""

    def wait() -> int:
        clock.forward(days=DAYS, minutes=1)
        gone = leaving.erase_due(context)
        clock.forward(days=8)
        return gone + leaving.erase_due(context)

    return wait


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
    "resources": NOTHING,
}


def test_no_table_is_forgotten() -> None:
    assert set(schema.metadata.tables) == set(TABLES)
    for name, what in TABLES.items():
        points = {key.target_fullname: key for key in schema.metadata.tables[name].foreign_keys}
        if what == ACCOUNT and name != "accounts":
            assert points["accounts.id"].ondelete == "CASCADE", name


async def fill(context: Context, http: httpx.AsyncClient, person: Make, village: Village) -> None:
    """Something in every table that hangs on an account or a membership."""
    await village.goes.do(op="private", g=village.group, title=f"{WORD} apart", body=f"{WORD} apart")
    await village.goes.do(op="reply", g=village.group, to=village.thread, body=f"Later {WORD}", later=9)
    body = {"version": 0, "sealed": "QUFBQQ"}
    assert (await http.put("/v1/record", json=body, headers=village.who.headers)).status_code == 200


async def test_nothing_of_it_is_left_in_the_database(
    context: Context, http: httpx.AsyncClient, person: Make, village: Village, clock: Clock, later: Callable[[], int]
) -> None:
    await fill(context, http, person, village)
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
    files = [tmp_path / "data" / f"tuigroup.sqlite3{end}" for end in ("", "-wal")]
    assert WORD.encode() in b"".join(path.read_bytes() for path in files)
    await ask(http, village.who)
    later()
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


Take = Callable[[Person], Awaitable[dict[str, Any]]]


@pytest.fixture
def take(http: httpx.AsyncClient) -> Take:
    async def along(person: Person) -> dict[str, Any]:
        answer = await http.get("/v1/accounts/me/export", headers=person.headers)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        found: dict[str, Any] = answer.json()
        return found

    return along


async def test_everything_of_ones_own_can_be_taken_along_and_nothing_of_others(
    context: Context, http: httpx.AsyncClient, person: Make, village: Village, take: Take
) -> None:
    await fill(context, http, person, village)
    await village.goes.do(op="thread", g=village.group, title="Taken back", body="Not any more.")
    mine = await take(village.who)
    assert mine["account"]["sign_in_name"] == NAME
    [here] = mine["memberships"]
    assert (here["group_name"], here["alias"], here["role"]) == ("Night Shift", "marigold", Role.MEMBER.value)
    texts = [post["text"] for post in here["posts"]]
    assert f"I saw a {WORD}." in texts
    assert f"{WORD} apart" in texts
    assert here["posts"][0]["thread_title"] == f"About {WORD}"
    assert here["responses"] == [{"post": village.answer, "kind": "thank_you"}]
    assert [waiting["body"] for waiting in mine["to_be_published"]] == [f"Later {WORD}"]
    assert "Where was it?" not in str(mine)
    assert "bystander" not in str(mine)
    assert village.stays.person is not None
    other = await take(village.stays.person)
    assert WORD not in str([post["text"] for post in other["memberships"][0]["posts"]])


async def test_however_much_it_is(http: httpx.AsyncClient, village: Village, take: Take) -> None:
    for part in range(5):
        await village.goes.sync(
            *({"op": "reply", "g": village.group, "to": village.thread, "body": f"{part} {n}"} for n in range(90))
        )
    [here] = (await take(village.who))["memberships"]
    numbers = [post["number"] for post in here["posts"]]
    assert len(numbers) == 2 + 450
    assert numbers == sorted(set(numbers))
