"""Taking along everything of one's own that the server has, and nothing of anybody else's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from tests.server.community import Make
from tests.server.conftest import Person
from tests.server.village import NAME, WORD, Village, fill, moderated
from tuigroup.wire.words import Role
from tuigroup_server.service.context import Context

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


async def test_reports_and_decisions_and_what_others_cannot_read_go_along(
    context: Context, village: Village, take: Take
) -> None:
    """Of who is suspended too; and nothing says who reported or decided, nor what the partner is called."""
    await moderated(context, village)
    mine = await take(village.who)
    here, other = sorted(mine["memberships"], key=lambda group: group["group"])
    assert (here["standing"], bool(here["suspended_until"])) == ("suspended", True)
    assert [(one["post"], one["note"]) for one in here["reports"]] == [(village.answer, f"It is about a {WORD}.")]
    assert [(one["what"], one["word"]) for one in here["decisions"]] == [
        ("warn", f"No {WORD} here."),
        ("hide", f"Again {WORD}."),
        ("suspend", f"For the {WORD}."),
    ]
    assert here["decisions"][-1]["days"] == 30
    hidden = here["posts"][0]
    assert (hidden["text"], hidden["thread_title"]) == (f"I saw a {WORD}.", f"About {WORD}")
    assert hidden["review"] == "hidden"
    texts = [(post["audience"], post["text"]) for post in here["posts"]]
    assert ("facilitators", f"My {WORD} is harmless.") in texts
    assert ("partners", f"Between us, {WORD}.") in texts
    assert [post["text"] for post in other["posts"]] == [f"First of all {WORD}."]
    for secret in ("bystander", "heron", f"What {WORD}?", "Where was it?"):
        assert secret not in str(mine)
    assert village.stays.person is not None
    theirs = await take(village.stays.person)
    assert f"Between us, {WORD}." not in str(theirs)
    assert not theirs["memberships"][0]["decisions"]
