"""The sample community as it ships, in a fresh server: deep threads, people, meetings, a library; as of now."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.server.community import Make, Voice, rows
from tests.server.conftest import Clock
from tuigroup.errors import BadInput
from tuigroup.wire import tables
from tuigroup_server.service import sample
from tuigroup_server.service.context import Context

GROUP = """
slug = "paper-boats"
name = "Paper Boats"
about = "For slow evenings."
kind = "professional_led"
format = "online"
access = "open"
listed = true
language = "en"
timezone = "Europe/London"
topics = ["general"]
demo_alias = "old_bicycle"

[[facilitator]]
alias = "heron"
kind = "professional"
role = "facilitator"
credentials = "Clinical social worker"
confirmed = true

[[facilitator]]
alias = "sparrow"
kind = "professional"
role = "co_facilitator"
credentials = "Not looked at yet"
confirmed = false

[[meeting]]
name = "Late table"
weekday = 2
time = "21:05"
duration = 60
timezone = "Europe/London"
online = true

[[thread]]
board = "guest_session"
title = "Ask a gardener"
intent = "advice"
[[thread.post]]
by = "heron"
ago = "2d 1h"
text = "Ask away."
[[thread.post]]
by = "old_bicycle"
ago = "1d 3h 10m"
to = 0
responses = { with_you = 4 }
note = "illness"
text = "What grows in the shade?"
[[thread.post]]
by = "heron"
ago = "40m"
to = 1
text = "Ferns."

[[thread]]
board = "discussion"
title = "Rain"
intent = ""
[[thread.post]]
by = "old_bicycle"
ago = "1d"
text = "It rains."
"""

ARTICLE = """---
title: Worry time
kind: coping
topics: [anxiety, sleep]
language: en
source: tuigroup sample community
licence: CC BY 4.0
reviewed: 2026-01-26
---
# Worry time

## The idea

Put it off.

## Setting it up

A chair.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sample" / "groups").mkdir(parents=True)
    (tmp_path / "sample" / "resources").mkdir()
    (tmp_path / "sample" / "groups" / "paper-boats.toml").write_text(GROUP, "utf-8")
    (tmp_path / "sample" / "resources" / "worry-time.md").write_text(ARTICLE, "utf-8")
    return tmp_path / "sample"


async def test_a_group_goes_in_as_it_is_written(
    context: Context, folder: Path, http: httpx.AsyncClient, person: Make, clock: Clock
) -> None:
    demo = Voice(http, person("demo"))
    loaded = sample.load(context, "demo", folder=folder)
    assert (loaded.groups, loaded.threads, loaded.posts, loaded.resources) == (1, 2, 4, 1)
    page = (await demo.page(w="g", g=1))["i"]
    [group] = tables.GROUPS.decode(page["i"])
    assert (group.slug, group.members, group.posts_week, group.first_reply) == ("paper-boats", 3, 4, 0)
    assert [(who.alias, who.credentials) for who in tables.FACILITATORS.decode(page["facilitators"])] == [
        ("heron", "Clinical social worker"),
        ("sparrow", ""),
    ]
    [meeting] = tables.MEETINGS.decode(page["meetings"])
    assert (meeting.start, meeting.online) == (21 * 60 + 5, True)
    [asked, rain] = rows(await demo.page(w="b", g=1), "h")
    assert (asked.title, asked.posts, asked.board, asked.intent) == ("Ask a gardener", 3, 6, "advice")
    assert rain.title == "Rain"
    posts = rows(await demo.page(w="t", g=1, n=asked.number), "p")
    now = int(clock.now) // 60
    assert [(post.parent, post.author.alias, now - post.at) for post in posts] == [
        (0, "heron", 49 * 60),
        (posts[0].number, "old_bicycle", 27 * 60 + 10),
        (posts[1].number, "heron", 40),
    ]
    assert (posts[1].responses, posts[1].note) == ((4, 0, 0, 0), "illness")
    # What the demo account wrote is its own.
    assert "e" not in await demo.do(op="edit", g=1, post=posts[1].number, body="What grows in deep shade?")
    [head] = rows(await demo.page(w="l"), "l")
    assert (head.slug, head.title, head.sections, head.topics) == (
        "worry-time",
        "Worry time",
        ("The idea", "Setting it up"),
        ("anxiety", "sleep"),
    )


async def test_nobody_else_can_act_as_its_members(
    context: Context, folder: Path, http: httpx.AsyncClient, person: Make
) -> None:
    sample.load(context, folder=folder)
    other = Voice(http, person("other"))
    assert (await other.do(op="join", g=1, alias="old_bicycle"))["e"] == "alias-taken"
    assert "e" not in await other.do(op="join", g=1, alias="tealeaf")


def test_loading_twice_changes_nothing(context: Context, folder: Path) -> None:
    sample.load(context, folder=folder)
    with pytest.raises(BadInput):
        sample.load(context, folder=folder)
    with pytest.raises(BadInput):
        sample.load(context, "nobody", folder=folder)


async def test_the_community_that_ships(context: Context, http: httpx.AsyncClient, person: Make, clock: Clock) -> None:
    demo = Voice(http, person("demo"))
    loaded = sample.load(context, "demo")
    assert loaded.groups >= 14
    assert loaded.posts >= 300
    assert loaded.resources >= 25
    answer = await demo.sync()
    mine = tables.MEMBERSHIPS.decode(answer["y"])
    assert len(mine) == 4
    assert len({found.alias for found in mine}) == 4
    now = int(clock.now) // 60
    heads = [head for found in answer["c"] for head in rows(found, "h")]
    assert all(head.last_at <= now for head in heads)
    assert max(head.last_at for head in heads) >= now - 3 * 60
    directory = rows(await demo.page(w="d"), "d")
    assert {group.format for group in directory} == {"online", "in_person", "hybrid"}
    assert len({group.timezone for group in directory}) > 4
    assert all(group.members > 0 for group in directory)
