"""Who leaves a group and comes back, under the same alias or another: what waits for a decision goes on with them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.server.community import bodies, changes
from tests.server.conftest import Clock
from tests.server.roles.test_every_operation import refusal
from tests.server.test_cases import CRUEL, People, acts, decide, kinds, queue, report, rows_of_mine, told
from tests.server.test_cases import people as people  # the fixture
from tuigroup.wire.words import Role, Standing
from tuigroup_server.service import audit, operators
from tuigroup_server.service.context import Context
from tuigroup_server.service.ticks import tick

NEW = "quite_new"


async def leaves(people: People) -> None:
    assert not (await people["author"].do(op="leave", g=1)).get("e")


async def joins(people: People, alias: str = NEW, **more: Any) -> dict[str, Any]:
    return await people["author"].do(op="join", g=1, alias=alias, **more)


async def test_an_open_case_says_that_its_author_has_left(people: People) -> None:
    await report(people, "ann")
    assert "left" not in (await queue(people["helper"]))[0]
    await leaves(people)
    (case,) = await queue(people["helper"])
    assert (case["left"], case["about"]) == (True, "a_author")


async def test_an_open_case_covers_who_comes_back_under_another_alias(people: People, context: Context) -> None:
    await report(people, "ann")
    await leaves(people)
    for voice in people.values():
        await voice.sync()
    ack = await joins(people)
    assert ack["n"] > 0
    for name in ("facilitator", "helper"):
        answer = await people[name].sync()
        assert kinds(answer) == ["case-back"]
        assert NEW not in str(answer["n"]), "which alias it is stands in the case alone"
    (case,) = await queue(people["helper"])
    assert (case["about"], case["before"], case.get("left", False)) == (NEW, "a_author", False)
    assert case["steps"][-1]["act"] == "back"
    assert case["steps"][-1]["detail"] == NEW
    assert not (await decide(people["helper"], "suspend", to=3, word="Three days.")).get("e")
    mine = rows_of_mine(await people["author"].sync())
    assert (mine.alias, mine.standing, mine.word) == (NEW, Standing.ENDED, "Three days.")
    assert refusal(context, people["author"], "leave", {}) == "suspended"
    assert refusal(context, people["author"], "join", {"alias": "a_third"}) == "suspended"
    assert audit.verify(context).troubles == []


async def test_nobody_but_who_runs_the_group_hears_of_it(people: People) -> None:
    await report(people, "ann")
    await leaves(people)
    for voice in people.values():
        await voice.sync()
    await joins(people)
    for name in ("ann", "ben", "elsewhere", "stranger"):
        answer = await people[name].sync(want=[{"w": "k", "g": 1}, {"w": "t", "g": 1, "n": 1}])
        assert "n" not in answer
        assert "case" not in str(answer).replace("not-a", "")
        assert answer["p"][0]["e"] in ("not-allowed", "not-a-member")
    assert await told(people["author"]) == {}, "nor who came back, before something is decided"
    await decide(people["helper"], "hide", word="Unkind.")
    (mine,) = (await told(people["author"]))["cases"]
    assert mine["body"] == CRUEL
    assert acts(mine) == ["hide"], "that they were known again is for who runs the group"


async def test_where_nothing_is_open_another_alias_is_somebody_new(people: People) -> None:
    await report(people, "ann")
    await decide(people["helper"], "close")
    await leaves(people)
    await people["helper"].sync()
    await joins(people)
    assert kinds(await people["helper"].sync()) == []
    (case,) = await queue(people["helper"])
    assert NEW not in str(case)
    assert case["about"] == "a_author"
    await report(people, "ben")
    cases = await queue(people["helper"])
    assert NEW not in str(cases), "nor by a report that comes later"
    assert (await decide(people["helper"], "suspend", case=2, to=3)).get("e") in (None, "unknown-ref")
    assert not (await people["author"].do(op="reply", g=1, to=1, body="Good evening.")).get("e")


async def test_who_comes_back_under_their_alias_is_told_of_too(people: People) -> None:
    await report(people, "ann")
    await leaves(people)
    await people["helper"].sync()
    await joins(people, "a_author")
    assert kinds(await people["helper"].sync()) == ["case-back"]
    (case,) = await queue(people["helper"])
    assert "before" not in case
    assert "left" not in case
    assert acts(case) == ["back"]


async def test_an_ended_membership_holds_for_who_left_before_it(people: People, context: Context) -> None:
    await report(people, "ann")
    await leaves(people)
    assert not (await decide(people["helper"], "end")).get("e")
    assert refusal(context, people["author"], "join", {"alias": NEW}) == "suspended"
    assert [one["steps"][-1]["act"] for one in (await told(people["author"]))["cases"]] == ["end"]


async def test_a_suspension_holds_for_who_left_before_it_and_its_end_brings_nobody_back(
    people: People, context: Context, clock: Clock
) -> None:
    await report(people, "ann")
    await leaves(people)
    assert not (await decide(people["helper"], "suspend", to=2, word="Two days.")).get("e")
    assert refusal(context, people["author"], "join", {"alias": NEW}) == "suspended"
    (mine,) = (await told(people["author"]))["cases"]
    assert mine["steps"][-1]["word"] == "Two days."
    assert not (await people["author"].do(op="appeal", g=1, case=1, body="It was for me.")).get("e")
    assert (await queue(people["helper"]))[0]["left"] is True
    assert not (await decide(people["helper"], "suspend", to=4)).get("e"), "for longer"
    clock.forward(days=2, minutes=1)
    tick(context)
    assert refusal(context, people["author"], "join", {"alias": NEW}) == "suspended"
    clock.forward(days=2, minutes=1)
    tick(context)
    answer = await people["author"].sync()
    assert rows_of_mine(answer).standing is Standing.LEFT
    assert "may-return" in kinds(answer)
    assert (await joins(people))["n"] > 0
    assert not (await people["author"].do(op="reply", g=1, to=1, body="Good evening.")).get("e")


async def test_an_appeal_goes_on_under_the_new_alias(people: People) -> None:
    await report(people, "ann")
    await decide(people["facilitator"], "hide")
    await people["author"].do(op="appeal", g=1, case=1, body="It was meant for myself.")
    await leaves(people)
    await people["author"].sync()
    await joins(people)
    seen = bodies(changes(people["author"].last, 1)) + bodies(changes(await people["author"].sync(), 1))
    assert "It was meant for myself." in seen, "their own words are theirs under this alias too"
    assert not (await people["author"].do(op="appeal", g=1, case=1, body="I am still sorry.")).get("e")
    (mine,) = (await told(people["author"]))["cases"]
    assert [(one["body"], one.get("mine", False)) for one in mine["talk"]] == [
        ("It was meant for myself.", True),
        ("I am still sorry.", True),
    ]
    await decide(people["helper"], "restore")
    assert "restored" in kinds(await people["author"].sync())


@pytest.mark.parametrize("alias", [NEW, "a_author"])
async def test_nobody_comes_back_to_decide_about_themselves(people: People, context: Context, alias: str) -> None:
    await report(people, "ann")
    await leaves(people)
    code = operators.invite(context, "1", role=Role.CO_FACILITATOR)
    await joins(people, alias, code=code)
    assert await queue(people["author"]) == []
    assert (await decide(people["author"], "close"))["e"] == "unknown-ref"


async def test_another_group_of_the_same_account_is_as_it_was(people: People) -> None:
    await people["author"].do(op="join", g=2, alias="elsewhere_too")
    await report(people, "ann")
    await leaves(people)
    await joins(people)
    await people["elsewhere"].sync()
    await decide(people["helper"], "end")
    answer = await people["elsewhere"].sync()
    assert "c" not in answer
    assert "n" not in answer
    assert not (await people["author"].do(op="thread", g=2, title="Here", body="Still here.")).get("e")
