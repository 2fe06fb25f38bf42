"""Coming in, being answered, handing over, leaving: and what each is told."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.server.community import Make, Voice, changes, make_group, rows
from tests.server.conftest import Person
from tuigroup.errors import BadInput
from tuigroup.wire import tables
from tuigroup.wire.words import GroupState, Role, Standing
from tuigroup_server.service import decisions, operators
from tuigroup_server.service.context import Context
from tuigroup_server.storage import groups as group_rows
from tuigroup_server.storage import memberships


@pytest.fixture
def ines(person: Make) -> Person:
    return person("ines")


@pytest.fixture
def heron(http: httpx.AsyncClient, ines: Person) -> Voice:
    return Voice(http, ines)


@pytest.fixture
def ada(http: httpx.AsyncClient, person: Make) -> Voice:
    return Voice(http, person("ada"))


@pytest.fixture
def group(context: Context, ines: Person) -> int:
    return make_group(context, "Kettle Club", ines)


@pytest.fixture
def asking(context: Context, ines: Person) -> int:
    return make_group(context, "Porch Circle", ines, access="request")


def mine(answer: dict[str, Any]) -> dict[int, Any]:
    return {found.group: found for found in tables.MEMBERSHIPS.decode(answer["y"])} if "y" in answer else {}


async def facilitators(voice: Voice, group: int) -> list[Any]:
    return tables.FACILITATORS.decode((await voice.page(w="g", g=group))["i"]["facilitators"])


async def members(voice: Voice, group: int) -> int:
    [row] = tables.GROUPS.decode((await voice.page(w="g", g=group))["i"]["i"])
    return int(row.members)


async def test_joining_an_open_group(ada: Voice, group: int) -> None:
    answer = await ada.sync({"op": "join", "g": group, "alias": "  old_bicycle "})
    assert answer["a"][0]["n"] == 2
    assert (mine(answer)[group].alias, mine(answer)[group].standing) == ("old_bicycle", Standing.ACTIVE)
    assert changes(answer, group)["gap"] is True
    assert await members(ada, group) == 2
    assert (await ada.do(op="join", g=group, alias="another"))["e"] == "already-member"


@pytest.mark.parametrize(
    "alias", ["x", "x" * 21, "--", "two words", "oldЬike", "mo\u202ed", "Moderator", "fac1litator", "a\nb", "<b>"]
)
async def test_aliases_that_do_not_fit(ada: Voice, group: int, alias: str) -> None:
    ack = await ada.do(op="join", g=group, alias=alias)
    if alias in ("mo\u202ed", "a\nb"):
        # Cleaned first: what is left may fit after all.
        assert ack.get("e", "") in ("", "alias-unfit")
        return
    assert ack["e"] == "alias-unfit"
    assert ack["d"]


@pytest.mark.parametrize("alias", ["heron", "HERON", "h.e.r.o.n", "heron_", "hèron"])
async def test_nobody_looks_like_another(ada: Voice, group: int, alias: str) -> None:
    assert (await ada.do(op="join", g=group, alias=alias))["e"] == "alias-taken"


async def test_other_scripts_are_welcome_one_at_a_time(ada: Voice, group: int) -> None:
    assert "e" not in await ada.do(op="join", g=group, alias="Велосипед_7")


async def test_asking_to_join_and_the_word_back(ada: Voice, heron: Voice, asking: int) -> None:
    await heron.sync()
    answer = await ada.sync({"op": "join", "g": asking, "alias": "old_bicycle", "word": "I carry\x1b[2J much."})
    assert mine(answer)[asking].standing is Standing.REQUESTED
    assert "c" not in answer
    assert (await ada.page(w="b", g=asking))["e"] == "not-a-member"
    [request] = rows(changes(await heron.sync(), asking), "r")
    assert (request.alias, request.word, request.standing) == ("old_bicycle", "I carry much.", Standing.REQUESTED)
    await heron.do(op="answer", g=asking, member=request.member, admit=True, word="Come in.")
    answered = await ada.sync()
    assert (mine(answered)[asking].standing, mine(answered)[asking].word) == (Standing.ACTIVE, "Come in.")
    assert changes(answered, asking)["gap"] is True
    [notice] = answered["n"]
    assert (notice["t"], notice["g"]) == ("admitted", asking)
    assert "n" not in await ada.sync()
    assert "e" not in await heron.do(op="answer", g=asking, member=request.member, admit=True)
    late = await heron.do(op="answer", g=asking, member=request.member, admit=False)
    assert late["e"] == "precondition"


async def test_declined_one_may_ask_again(ada: Voice, heron: Voice, asking: int) -> None:
    ack = await ada.do(op="join", g=asking, alias="old_bicycle")
    await heron.do(op="answer", g=asking, member=ack["n"], admit=False, word="We are full.")
    answer = await ada.sync()
    assert (mine(answer)[asking].standing, mine(answer)[asking].word) == (Standing.DECLINED, "We are full.")
    again = await ada.sync({"op": "join", "g": asking, "alias": "old_bicycle"})
    assert mine(again)[asking].standing is Standing.REQUESTED


async def test_a_request_is_answered_by_who_runs_the_group_only(
    ada: Voice, http: httpx.AsyncClient, person: Make, heron: Voice, asking: int
) -> None:
    ack = await ada.do(op="join", g=asking, alias="old_bicycle")
    assert (await ada.do(op="answer", g=asking, member=ack["n"], admit=True))["e"] == "not-a-member"
    stranger = Voice(http, person("stranger"))
    assert (await stranger.do(op="answer", g=asking, member=ack["n"], admit=True))["e"] == "not-a-member"


async def test_invitations(ada: Voice, http: httpx.AsyncClient, person: Make, context: Context, ines: Person) -> None:
    closed = make_group(context, "Inner Room", ines, access="invite")
    unlisted = make_group(context, "Attic", ines, access="open", listed=False)
    assert (await ada.do(op="join", g=closed, alias="old_bicycle"))["e"] == "invite-needed"
    code = operators.invite(context, str(closed), uses=1)
    assert (await ada.do(op="join", g=unlisted, alias="old_bicycle", code=code))["e"] == "not-found"
    assert "e" not in await ada.do(op="join", g=closed, alias="old_bicycle", code=code.upper())
    olu = Voice(http, person("olu"))
    assert (await olu.do(op="join", g=closed, alias="tealeaf", code=code))["e"] == "invite-needed"
    attic = operators.invite(context, str(unlisted), role=Role.CO_FACILITATOR)
    await olu.do(op="join", g=unlisted, alias="tealeaf", code=attic)
    assert [(who.alias, who.role) for who in await facilitators(olu, unlisted)] == [
        ("heron", Role.FACILITATOR),
        ("tealeaf", Role.CO_FACILITATOR),
    ]


async def test_leaving_and_coming_back_under_another_alias_is_being_somebody_new(
    ada: Voice, heron: Voice, group: int
) -> None:
    first = await ada.do(op="join", g=group, alias="old_bicycle")
    post = await ada.do(op="thread", g=group, title="Hello", body="It is me.")
    await ada.do(op="leave", g=group)
    assert await members(ada, group) == 1
    second = await ada.do(op="join", g=group, alias="quiet_harbour")
    assert second["n"] != first["n"]
    [seen] = rows(await heron.page(w="t", g=group, n=post["n"]), "p")
    assert (seen.author.alias, seen.author.member) == ("old_bicycle", first["n"])
    assert (await ada.do(op="edit", g=group, post=post["n"], body="Mine?"))["e"] == "not-allowed"


async def test_coming_back_under_the_same_alias_is_coming_back(ada: Voice, group: int) -> None:
    first = await ada.do(op="join", g=group, alias="old_bicycle")
    post = await ada.do(op="thread", g=group, title="Hello", body="It is me.")
    await ada.do(op="leave", g=group)
    assert (await ada.do(op="edit", g=group, post=post["n"], body="Mine?"))["e"] == "not-a-member"
    assert (await ada.do(op="join", g=group, alias="Old_Bicycle"))["n"] == first["n"]
    assert "e" not in await ada.do(op="edit", g=group, post=post["n"], body="Mine.")


async def test_handing_over(ada: Voice, heron: Voice, group: int) -> None:
    ack = await ada.do(op="join", g=group, alias="old_bicycle")
    assert (await ada.do(op="hand_over", g=group, member=1))["e"] == "not-allowed"
    assert (await heron.do(op="hand_over", g=group, member=1))["e"] == "bad-field"
    assert (await heron.do(op="hand_over", g=group, member=77))["e"] == "unknown-ref"
    await heron.do(op="hand_over", g=group, member=ack["n"])
    answer = await ada.sync()
    assert mine(answer)[group].role is Role.FACILITATOR
    assert [notice["t"] for notice in answer["n"]] == ["facilitator"]
    assert {member.alias for member in rows(changes(answer, group), "u")} == {"heron", "old_bicycle"}
    assert [who.alias for who in await facilitators(ada, group)] == ["old_bicycle"]
    assert (await heron.do(op="set_up", g=group, settings={"about": "x"}))["e"] == "not-allowed"


async def test_the_operators_hear_of_a_group_that_nobody_runs(
    heron: Voice, http: httpx.AsyncClient, person: Make, group: int, ada: Voice
) -> None:
    operator = Voice(http, person("olga", operator=True))
    await operator.sync()
    await heron.do(op="leave", g=group)
    answer = await operator.sync()
    [notice] = answer["n"]
    assert (notice["t"], notice["g"]) == ("no-facilitator", group)
    assert "Kettle Club" in notice["d"]
    assert "n" not in await operator.sync()
    assert "n" not in await ada.sync()


async def test_credentials_are_seen_once_the_operator_confirmed_them(
    ada: Voice, heron: Voice, group: int, context: Context, http: httpx.AsyncClient, person: Make
) -> None:
    operator = Voice(http, person("olga", operator=True))
    await ada.do(op="join", g=group, alias="old_bicycle")
    assert (await ada.do(op="credentials", g=group, text="King"))["e"] == "not-allowed"
    await heron.do(op="credentials", g=group, text="Clinical social worker")
    assert [notice["t"] for notice in (await operator.sync())["n"]] == ["credentials"]
    post = await heron.do(op="thread", g=group, title="Welcome", body="Hello all.")

    async def seen() -> tuple[str, bool, str]:
        [who] = await facilitators(ada, group)
        [said] = rows(await ada.page(w="t", g=group, n=post["n"]), "p")
        return who.credentials, who.professional, said.author.credentials

    assert await seen() == ("", False, "")
    decisions.confirm_credentials(context, str(group), "heron")
    assert await seen() == ("Clinical social worker", True, "Clinical social worker")
    await heron.do(op="credentials", g=group, text="Surgeon")
    assert await seen() == ("", False, "")


async def test_proposing_a_group_until_it_opens(
    ada: Voice, http: httpx.AsyncClient, person: Make, context: Context
) -> None:
    operator = Voice(http, person("olga", operator=True))
    settings = {"name": "Paper\x1b[1m Boats", "about": "For slow evenings.", "timezone": "Europe/London"}
    answer = await ada.sync({"op": "propose", "alias": "old_bicycle", "settings": settings})
    number = answer["a"][0]["n"]
    assert mine(answer)[number].role is Role.FACILITATOR
    assert [notice["t"] for notice in (await operator.sync())["n"]] == ["proposal"]
    guest = Voice(http)
    assert (await guest.page(w="g", g=number))["e"] == "not-found"
    assert rows(await guest.page(w="d"), "d") == []
    assert (await ada.do(op="thread", g=number, title="Early", body="Too early."))["e"] == "not-allowed"
    assert "e" not in await ada.do(op="set_up", g=number, settings={"welcome": "Come in."})
    decisions.open_group(context, str(number))
    assert [row.name for row in rows(await guest.page(w="d"), "d")] == ["Paper Boats"]
    assert [notice["t"] for notice in (await ada.sync())["n"]] == ["group-opened"]
    assert "e" not in await ada.do(op="thread", g=number, title="Now", body="In time.")


async def test_an_operator_s_own_group_is_open_at_once(http: httpx.AsyncClient, person: Make) -> None:
    operator = Voice(http, person("olga", operator=True))
    ack = await operator.do(op="propose", alias="olga", settings={"name": "House Rules"})
    [row] = tables.GROUPS.decode((await operator.page(w="g", g=ack["n"]))["i"]["i"])
    assert row.state is GroupState.OPEN


async def test_proposals_have_an_end(ada: Voice) -> None:
    acks = [await ada.do(op="propose", alias="old_bicycle", settings={"name": f"Circle {index}"}) for index in range(4)]
    assert [ack.get("e", "") for ack in acks] == ["", "", "", "too-many"]
    assert (await ada.do(op="propose", alias="old_bicycle", settings={}))["e"] in ("too-many", "bad-field")


async def test_claiming_a_listing(ada: Voice, http: httpx.AsyncClient, person: Make, context: Context) -> None:
    operator = Voice(http, person("olga", operator=True))
    listing = make_group(context, "Tuesday Rest", state=GroupState.LISTING)
    assert (await ada.do(op="join", g=listing, alias="old_bicycle"))["e"] == "listing-only"
    claim = {"op": "claim", "g": listing, "alias": "old_bicycle", "word": "I open the door."}
    await ada.sync(claim, {**claim, "k": "second-claim"})
    notices = (await operator.sync())["n"]
    assert [notice["t"] for notice in notices] == ["claim"]
    decisions.confirm_claim(context, 1)
    answer = await ada.sync()
    assert mine(answer)[listing].role is Role.FACILITATOR
    assert [notice["t"] for notice in answer["n"]] == ["claim-confirmed"]
    assert "e" not in await ada.do(op="thread", g=listing, title="Hosted", body="Now here.")


async def test_setting_up_what_does_not_fit_changes_nothing(heron: Voice, group: int, context: Context) -> None:
    for settings in (
        {"timezone": "Mars/Base"},
        {"timezone": "../etc/passwd"},
        {"language": "no such tag"},
        {"country": "1x"},
        {"name": "\u200b"},
        {"meetings": [{"weekday": 1, "start": 600, "url": "javascript:alert(1)"}]},
        {"meetings": [{"weekday": 9, "start": 600}]},
    ):
        ack = await heron.do(op="set_up", g=group, settings={"about": "Changed.", **settings})
        assert ack["e"] == "bad-field", settings
    with context.database.read() as connection:
        row = group_rows.by_id(connection, group)
    assert row is not None
    assert row.about == "About Kettle Club."


async def test_a_closed_group_stays_to_be_read(ada: Voice, heron: Voice, group: int, http: httpx.AsyncClient) -> None:
    await ada.do(op="join", g=group, alias="old_bicycle")
    post = await ada.do(op="thread", g=group, title="Hello", body="It is me.")
    await heron.do(op="close", g=group, word="Thank you all.")
    new = changes(await ada.sync(), group)
    assert new["i"]["welcome"].startswith("Thank you all.")
    assert (await ada.do(op="reply", g=group, to=post["n"], body="Wait."))["e"] == "group-closed"
    assert len(rows(await ada.page(w="t", g=group, n=post["n"]), "p")) == 1
    assert "e" not in await ada.do(op="remove", g=group, post=post["n"])
    assert "e" not in await ada.do(op="leave", g=group)
    [row] = rows(await Voice(http).page(w="d"), "d")
    assert row.state is GroupState.CLOSED


async def test_who_was_told_to_go_does_not_come_back(ada: Voice, group: int, context: Context) -> None:
    ack = await ada.do(op="join", g=group, alias="old_bicycle")
    with context.database.write() as connection:
        memberships.change(connection, group, ack["n"], standing=Standing.ENDED.value)
    assert (await ada.do(op="join", g=group, alias="new_bicycle"))["e"] == "suspended"
    assert (await ada.page(w="b", g=group))["e"] == "suspended"


async def test_a_request_can_be_taken_back(ada: Voice, heron: Voice, asking: int) -> None:
    ack = await ada.do(op="join", g=asking, alias="old_bicycle", word="I carry much.")
    await heron.sync()
    await ada.do(op="leave", g=asking)
    [request] = rows(changes(await heron.sync(), asking), "r")
    assert (request.member, request.standing, request.word) == (ack["n"], Standing.LEFT, "")
    assert (await heron.do(op="answer", g=asking, member=ack["n"], admit=True))["e"] == "precondition"
    assert await members(ada, asking) == 1


async def test_a_proposal_that_its_maker_leaves_ends(ada: Voice, http: httpx.AsyncClient, context: Context) -> None:
    number = (await ada.do(op="propose", alias="old_bicycle", settings={"name": "Paper Boats"}))["n"]
    await ada.do(op="leave", g=number)
    assert (await ada.page(w="g", g=number))["e"] == "not-found"
    assert (await Voice(http).page(w="g", g=number))["e"] == "not-found"


async def test_a_proposal_and_a_claim_that_are_not_taken_up(ada: Voice, context: Context) -> None:
    number = (await ada.do(op="propose", alias="old_bicycle", settings={"name": "Paper Boats"}))["n"]
    listing = make_group(context, "Tuesday Rest", state=GroupState.LISTING)
    await ada.do(op="claim", g=listing, alias="old_bicycle")
    decisions.decline_group(context, str(number))
    decisions.decline_claim(context, 1)
    assert {notice["t"] for notice in (await ada.sync())["n"]} == {"group-declined", "claim-declined"}
    assert (await ada.page(w="g", g=listing)).get("e", "") == ""
    with pytest.raises(BadInput):
        decisions.open_group(context, str(number))
    with pytest.raises(BadInput):
        decisions.confirm_claim(context, 1)


async def test_a_co_facilitator_left_alone_is_mentioned(
    heron: Voice, http: httpx.AsyncClient, person: Make, group: int, context: Context
) -> None:
    operator = Voice(http, person("olga", operator=True))
    person("olu")
    operators.add_facilitator(context, str(group), "olu", "tealeaf", role=Role.CO_FACILITATOR)
    await operator.sync()
    await heron.do(op="leave", g=group)
    [notice] = (await operator.sync())["n"]
    assert "co-facilitators" in notice["d"]
