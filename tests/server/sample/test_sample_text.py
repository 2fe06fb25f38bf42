"""The sample community is real writing: enough of it, in every kind of group, and no two posts nearly alike."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tuigroup import text
from tuigroup.wire import limits
from tuigroup.wire.words import Access, BoardPurpose, GroupFormat, GroupKind, Intent, ResourceKind, ResponseKind

SHINGLE = 4
ALIKE = 0.2


@pytest.fixture(scope="module")
def groups() -> list[dict[str, Any]]:
    folder = resources.files("tuigroup_server.sample").joinpath("groups")
    return [tomllib.loads(entry.read_text(encoding="utf-8")) for entry in sorted(folder.iterdir(), key=str)]


@pytest.fixture(scope="module")
def resources_read() -> list[str]:
    folder = resources.files("tuigroup_server.sample").joinpath("resources")
    return [entry.read_text(encoding="utf-8") for entry in folder.iterdir() if entry.name.endswith(".md")]


def posts(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [post for group in groups for thread in group["thread"] for post in thread["post"]]


def shingles(body: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", body.casefold())
    return frozenset(tuple(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1)))


def near_duplicates(bodies: list[str]) -> list[tuple[str, str]]:
    """Pairs that share a fifth of their four-word runs or more."""
    sets = [shingles(body) for body in bodies]
    places: dict[tuple[str, ...], list[int]] = {}
    for index, runs in enumerate(sets):
        for run in runs:
            places.setdefault(run, []).append(index)
    shared: dict[tuple[int, int], int] = {}
    for found in places.values():
        for left in found:
            for right in found:
                if left < right:
                    shared[left, right] = shared.get((left, right), 0) + 1
    return [
        (bodies[left], bodies[right])
        for (left, right), count in shared.items()
        if count / len(sets[left] | sets[right]) >= ALIKE
    ]


def test_there_is_enough_of_every_kind(groups: list[dict[str, Any]], resources_read: list[str]) -> None:
    assert len(groups) >= 14
    assert len(posts(groups)) >= 300
    assert len(resources_read) >= 25
    assert {group["kind"] for group in groups} == set(GroupKind)
    assert {group["format"] for group in groups} == set(GroupFormat)
    assert {group["access"] for group in groups} == set(Access)
    assert len({group["timezone"] for group in groups}) >= 8
    assert len({group["slug"] for group in groups}) == len(groups)
    kinds = Counter(line for text in resources_read for line in re.findall(r"^kind: (\w+)$", text, re.MULTILINE))
    assert kinds.total() == len(resources_read)
    assert kinds.keys() == set(ResourceKind)
    assert min(kinds["article"], kinds["coping"], kinds["story"]) >= 4
    people = [person for group in groups for person in group["facilitator"]]
    assert any(person["confirmed"] and person["credentials"] for person in people)
    assert any(not person["confirmed"] and person["credentials"] for person in people)
    assert any(not person["credentials"] for person in people)


def test_threads_have_depth(groups: list[dict[str, Any]]) -> None:
    deepest = longest = deep = 0
    for group in groups:
        for thread in group["thread"]:
            depth: list[int] = []
            for index, post in enumerate(thread["post"]):
                assert ("to" in post) == (index > 0)
                assert index == 0 or 0 <= post["to"] < index
                depth.append(0 if index == 0 else depth[post["to"]] + 1)
            deepest = max(deepest, *depth)
            longest = max(longest, len(depth))
            deep += max(depth) >= 3
    assert deepest >= 5
    assert longest >= 25
    assert deep >= 30, "not one long conversation among lists of answers"


def test_no_two_posts_are_nearly_alike(groups: list[dict[str, Any]]) -> None:
    assert near_duplicates([post["text"] for post in posts(groups)]) == []


def test_the_likeness_check_notices_a_template() -> None:
    first = "I sat in the kitchen at four with a cup of tea and counted the tiles until the light came."
    second = "I sat in the kitchen at five with a cup of tea and counted the chairs until the light came."
    other = "My brother drove me to the appointment and waited in the car with the radio on."
    assert near_duplicates([first, second, other]) == [(first, second)]


def test_what_is_written_is_within_the_limits_and_clean(groups: list[dict[str, Any]]) -> None:
    for group in groups:
        assert text.line(group["name"], limits.GROUP_NAME) == group["name"]
        assert len(group["about"].strip()) <= limits.ABOUT
        assert len(group["welcome"].strip()) <= limits.WELCOME
        assert len(group["guidelines"].strip()) <= limits.GUIDELINES
        ZoneInfo(group["timezone"])
        for meeting in group.get("meeting", []):
            assert 1 <= meeting["weekday"] <= 7
            ZoneInfo(meeting["timezone"])
        for thread in group["thread"]:
            BoardPurpose(thread["board"])
            Intent(thread["intent"])
            assert text.line(thread["title"], limits.TITLE) == thread["title"]
            for post in thread["post"]:
                assert text.clean(post["text"], limits.BODY).split() == post["text"].split()
                assert set(post.get("responses", {})) <= set(ResponseKind)
                assert len(post["by"]) <= limits.ALIAS


def test_four_groups_have_a_place_for_the_sample_member(groups: list[dict[str, Any]]) -> None:
    aliases = [group["demo_alias"] for group in groups if group.get("demo_alias")]
    assert len(aliases) == len(set(aliases)) == 4
