"""Every route and every want times everybody who can ask: nobody sees more than the rules say.

What a refusal tells is held against what is said of things that are not there at all.
"""

from __future__ import annotations

from typing import Any, Final

import httpx
from fastapi import FastAPI

from tests.server.roles import callers
from tests.server.roles.callers import (
    MISSING,
    MODERATING,
    NAME,
    OUTSIDE,
    RUNNING,
    SECRET,
    STANDS,
    Caller,
    House,
    about,
    key_of,
    knows,
)
from tests.server.roles.routes import ANYBODY, MEMBERS, ROUTES, asked
from tuigroup_server import rules
from tuigroup_server.rules import Action, Who

# Who reads what was said in group 1, wherever they look.
READERS: Final[dict[str, frozenset[Caller]]] = {
    SECRET: frozenset(Caller) - OUTSIDE,
    callers.APART: RUNNING,
    callers.PAIRED: frozenset(),
    callers.WAITS: MODERATING | {Caller.NEWCOMER},
    callers.WARNED: MODERATING,
}
# What each want takes, as a word of the table.
WANTS: Final[dict[str, Action]] = {
    "t": Action.READ,
    "b": Action.READ,
    "g": Action.SEE_PAGE,
    "q": Action.SEARCH,
    "v": Action.READ,
    "k": Action.SEE_CASES,
    "m": Action.SEE_DECISIONS,
    "o": Action.SEE_GIVEN,
}


def numbers(house: House) -> tuple[int, ...]:
    return house.thread, house.word, house.pair, house.held, house.session, house.meeting, MISSING


def shows_no_more(text: str, caller: Caller, listed: bool) -> None:
    """What the answers to somebody hold, taken together, of what was said in group 1."""
    for said, readers in READERS.items():
        assert said not in text or caller in readers, said
    if not knows(caller, listed):
        assert NAME not in text
        assert callers.LEADS not in text


async def test_every_route(app: FastAPI, http: httpx.AsyncClient, house: House, listed: bool) -> None:
    for caller in Caller:
        with about(caller):
            await _routes(app, http, house, caller, listed)


async def _routes(app: FastAPI, http: httpx.AsyncClient, house: House, caller: Caller, listed: bool) -> None:
    headers, who = house.headers(caller), STANDS[caller]
    answers: dict[str, httpx.Response] = {}
    for path, methods in app.openapi()["paths"].items():
        if "get" in methods:
            for number in numbers(house) if "{thread}" in path else (1,):
                url = path.replace("{number}", "1").replace("{thread}", str(number)).replace("{slug}", "nothing")
                answers[url] = await http.get(url, headers=headers)
                assert answers[url].status_code < 500, url
    shows_no_more("".join(answer.text for answer in answers.values()), caller, listed)
    expired = caller is Caller.EXPIRED
    reads = not expired and not rules.refusal(Action.READ, who, "open", listed)
    for url in ("/v1/groups/1/threads", f"/v1/groups/1/threads/{house.thread}"):
        assert (answers[url].status_code == 200) is reads
        assert (SECRET in answers[url].text) is reads
    sees = not expired and not rules.refusal(Action.SEE_PAGE, who, "open", listed)
    assert (answers["/v1/groups/1"].status_code == 200) is sees
    # A thread that is not theirs is as one that is not there.
    theirs = {number for number in numbers(house) if answers[f"/v1/groups/1/threads/{number}"].status_code == 200}
    to_all = {house.thread, house.session, house.meeting}
    apart = {house.word} if caller in RUNNING else set()
    apart |= {house.held} if caller in RUNNING or caller is Caller.NEWCOMER else set()  # a moderator has the case
    assert theirs == ((to_all | apart) if reads else set())
    none = answers[f"/v1/groups/1/threads/{MISSING}"]
    for number in set(numbers(house)) - theirs:
        answer = answers[f"/v1/groups/1/threads/{number}"]
        assert (answer.status_code, answer.text) == (none.status_code, none.text)


async def test_every_want(http: httpx.AsyncClient, house: House, listed: bool) -> None:
    for caller in Caller:
        with about(caller):
            await _wants(http, house, caller, listed)


async def _wants(http: httpx.AsyncClient, house: House, caller: Caller, listed: bool) -> None:
    wants: list[dict[str, Any]] = [
        {"w": "t", "g": 1, "n": house.thread},
        *({"w": want, "g": 1} for want in "bgvkmo"),
        {"w": "q", "g": 1, "q": "lighthouse"},
    ]
    more = [{"w": "t", "g": 1, "n": number} for number in numbers(house)]
    asked = {"w": [*wants, *more, {"w": "q", "q": "lighthouse"}, {"w": "d"}, {"w": "l"}]}
    answer = await http.post("/v1/sync", json=asked, headers=house.headers(caller))
    if caller is Caller.EXPIRED:
        assert (answer.status_code, key_of(answer)) == (401, "not-signed-in")
        shows_no_more(answer.text, caller, listed)
        return
    who, pages = STANDS[caller], answer.json()["p"]
    for page in pages[: len(wants)]:
        key = rules.refusal(WANTS[page["w"]], who, "open", listed)
        if who is Who.GUEST and page["w"] != "g":
            key = "not-signed-in"
        if who is Who.SPEAKER and page["w"] == "b":
            key = ""  # with the thread of their session, and nothing else
        assert page.get("e", "") == key, page["w"]
    shows_no_more(answer.text, caller, listed)
    for said, readers in READERS.items():
        if caller in readers:
            assert said in answer.text, said
    of_threads = dict(zip(numbers(house), pages[len(wants) : len(wants) + len(more)], strict=True))
    none = of_threads.pop(MISSING)
    for number, page in of_threads.items():
        assert page.get("e") is None or {**page, "n": 0} == {**none, "n": 0}, number


async def test_a_group_that_one_may_not_know_of_is_as_one_that_is_not_there(
    http: httpx.AsyncClient, house: House, listed: bool
) -> None:
    for caller in Caller:
        with about(caller):
            if listed or knows(caller, listed):
                continue
            for route in ROUTES:
                if ROUTES[route] not in (ANYBODY, MEMBERS) or "{number}" not in route[1]:
                    continue
                told = [await asked(http, route, house.headers(caller), number) for number in (1, MISSING)]
                assert len({(each.status_code, each.text, str(each.headers)) for each in told}) == 1, route
            wants: list[dict[str, Any]] = [{"w": "t", "n": 1}, {"w": "q", "q": "lighthouse"}]
            for want in [*wants, *({"w": want} for want in "bgvkmo")]:
                wanted = [{**want, "g": number} for number in (1, MISSING)]
                answer = await http.post("/v1/sync", json={"w": wanted}, headers=house.headers(caller))
                if answer.status_code == 200:
                    one, other = answer.json()["p"]
                    assert {**one, "g": 0} == {**other, "g": 0}, want


# Routes that ask nobody who they are, so that a token that is over is not looked at.
UNASKED: Final = frozenset(
    {
        ("get", "/v1/server"),
        ("get", "/v1/helplines"),
        ("get", "/v1/slips/key"),
        ("post", "/v1/accounts"),
        ("post", "/v1/sessions"),
        ("post", "/v1/sessions/by-key"),
        ("post", "/v1/recoveries"),
        ("post", "/v1/recoveries/finish"),
        ("delete", "/v1/door/sessions"),
    }
)


async def test_whose_session_is_over_is_told_so_and_nothing_else(
    http: httpx.AsyncClient, house: House, listed: bool
) -> None:
    told = set()
    for route in ROUTES:
        answer = await asked(http, route, house.headers(Caller.EXPIRED))
        if key_of(answer) == "not-signed-in":
            told.add(answer.text)
        else:
            assert route in UNASKED, (route, answer.status_code)
            shows_no_more(answer.text, Caller.EXPIRED, listed)
    assert len(told) == 1, "the same for every route"
