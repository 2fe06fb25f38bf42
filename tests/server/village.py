"""A village for tests of leaving: one group, who runs it, somebody who will leave and somebody who stays."""

from __future__ import annotations

from typing import Any, Final

import httpx

from tests.server.community import Make, Voice, drained, make_group
from tests.server.conftest import Person
from tuigroup_server.service.context import Context

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
        self.thread = self.answer = self.pair = 0

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


async def fill(context: Context, http: httpx.AsyncClient, person: Make, village: Village) -> None:
    """Something in every table that hangs on an account or a membership."""
    await village.goes.do(op="private", g=village.group, title=f"{WORD} apart", body=f"{WORD} apart")
    await village.goes.do(op="reply", g=village.group, to=village.thread, body=f"Later {WORD}", later=9)
    opens = context.now_min() + 30 * 24 * 60  # it has not begun when they are gone
    said = {"g": village.group, "title": "In a month", "body": "Welcome.", "opens": opens}
    meeting = await village.leads.do(op="open_meeting", **said)
    assert not (await village.goes.do(op="in_meeting", g=village.group, thread=meeting["n"], say="in")).get("e")
    body = {"version": 0, "sealed": "QUFBQQ"}
    assert (await http.put("/v1/record", json=body, headers=village.who.headers)).status_code == 200


async def moderated(context: Context, village: Village) -> None:
    """Somebody who goes in everything that reports, holds and partners leave behind; suspended in the end."""
    leads, goes, stays, group = village.leads, village.goes, village.stays, village.group
    await goes.do(op="report", g=group, post=village.answer, category="other", note=f"It is about a {WORD}.")
    await stays.do(op="report", g=group, post=village.thread, category="other", note=f"What {WORD}?")
    await leads.do(op="decide", g=group, case=2, act="warn", word=f"No {WORD} here.")
    await leads.do(op="decide", g=group, case=2, act="hide", word=f"Again {WORD}.")
    await goes.do(op="appeal", g=group, case=2, body=f"My {WORD} is harmless.")
    asked = await goes.do(op="ask_partner", g=group, member=3)
    await stays.do(op="partner", g=group, thread=asked["n"], agree=True)
    await goes.do(op="reply", g=group, to=asked["n"], body=f"Between us, {WORD}.")
    village.pair = asked["n"]
    await goes.do(op="wish", g=group, post=village.answer, topic="food")
    other = make_group(context, "Day Shift", leads.person, hold_first=True)
    await goes.do(op="join", g=other, alias="marigold_2")
    await goes.do(op="thread", g=other, title=f"First {WORD}", body=f"First of all {WORD}.")
    await leads.do(op="decide", g=group, case=2, act="suspend", to=30, word=f"For the {WORD}.")
    await goes.do(op="appeal", g=group, case=2, body=f"I am sorry about the {WORD}.")
