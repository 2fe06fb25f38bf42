"""The corpus in a server's data folder: written as sample files, and taken in as the sample community is."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.bench.texts import Corpus, Head
from tuigroup_server.service import sample
from tuigroup_server.service.context import Context, open_context
from tuigroup_server.service.listings import slug_of
from tuigroup_server.settings import Settings
from tuigroup_server.storage import groups as group_rows
from tuigroup_server.storage import threads

_TITLE: Final = 54  # characters of a first post that make the thread's title, as in the corpus
BOARD: Final = 1  # discussion: the board of 40 threads
_STORIES: Final = 4  # where the long thread is, so that the board has just its 40
_SHORT: Final = "Thank you for writing this down; I read it twice on the way to work."
_KINDS: Final = ("peer_led", "peer_led", "peer_led", "professional_led")
_FORMATS: Final = ("online", "online", "in_person", "hybrid")
_ACCESS: Final = ("open", "open", "request")
_ZONES: Final = ("Europe/London", "America/Chicago", "Australia/Perth", "UTC")
_LOGS: Final = (400, 60_000)  # how far the logs of joined groups are, at least and at most


@dataclass(frozen=True, slots=True)
class Community:
    """Numbers on the server: the group to join, its long thread, its joined sisters."""

    group: int
    thread: int
    joined: tuple[int, ...]


def load(folder: Path, corpus: Corpus, member: str, joined: int, *, seed: int = 1) -> Community:
    """Everything of the corpus; ``member`` is in ``joined`` groups already, and in none of the one to join."""
    context = open_context(folder, Settings())
    try:
        with tempfile.TemporaryDirectory() as made:
            root = Path(made)
            (root / "groups").mkdir()
            (root / "resources").mkdir()
            for index, group in enumerate(_groups(corpus, joined, random.Random(seed))):
                (root / "groups" / f"{index:03}.toml").write_text(_toml(group), "utf-8")
            sample.load(context, member, folder=root)
        return _found(context, corpus, joined, random.Random(seed))
    finally:
        context.database.close()


def _found(context: Context, corpus: Corpus, joined: int, dice: random.Random) -> Community:
    with context.database.write() as connection:
        numbers = []
        for index, (name, _about) in enumerate(corpus.groups):
            row = group_rows.by_slug(connection, slug_of(name))
            assert row is not None
            numbers.append(row.id)
            if index:
                # Groups that live: their logs are as far as those of some thousand posts.
                busy = {"posts_week": dice.randint(0, 90), "first_reply_min": dice.randint(5, 900)}
                seq = dice.randint(*_LOGS)
                group_rows.change(connection, row.id, seq=seq, page_seq=seq, members=dice.randint(3, 140), **busy)
        (long,) = threads.of_board(connection, numbers[0], _STORIES, 0, 2)
    return Community(numbers[0], long.thread.number, tuple(numbers[1 : joined + 1]))


def _groups(corpus: Corpus, joined: int, dice: random.Random) -> list[dict[str, Any]]:
    now = max([post.minute for post in corpus.thread] + [head.last for head in corpus.board]) + 45
    made = []
    for index, (name, about) in enumerate(corpus.groups):
        group: dict[str, Any] = {
            "slug": slug_of(name),
            "name": name,
            "about": about,
            "kind": dice.choice(_KINDS),
            "format": dice.choice(_FORMATS),
            "access": dice.choice(_ACCESS) if index else "open",
            "listed": True,
            "language": "en",
            "timezone": dice.choice(_ZONES),
            "country": dice.choice(("", "GB", "US")),
            "topics": [],
            "facilitator": [],
            "thread": [],
        }
        if 0 < index <= joined:
            group["demo_alias"] = dice.choice(("heron", "old_bicycle", "tealeaf")) + str(index)
        if index == 0:
            group["thread"] = [*(_short(head, now, dice) for head in corpus.board), _long(corpus, now)]
        made.append(group)
    return made


def _short(head: Head, now: int, dice: random.Random) -> dict[str, Any]:
    """A thread of the board: its first post by its author, replies by others until its last minute."""
    people = ("wren", "dockside", "Mina", "second.cup", "paperboat")
    began = head.last - 60 * (head.replies + 1) - dice.randint(0, 4000)
    minutes = sorted(dice.randint(began, head.last) for _ in range(head.replies))
    if minutes:
        minutes[-1] = head.last
    else:
        began = head.last
    posts: list[dict[str, Any]] = [{"by": head.by, "ago": f"{now - began}m", "text": head.title}]
    posts += [{"by": dice.choice(people), "ago": f"{now - minute}m", "text": _SHORT, "to": 0} for minute in minutes]
    return {"board": "discussion", "title": head.title, "intent": dice.choice(("", "", "support")), "post": posts}


def _long(corpus: Corpus, now: int) -> dict[str, Any]:
    posts: list[dict[str, Any]] = []
    for post in corpus.thread:
        said: dict[str, Any] = {"by": post.by, "ago": f"{now - post.minute}m", "text": post.body}
        posts.append(said if post.to is None else said | {"to": post.to})
    return {"board": "stories", "title": corpus.thread[0].body[:_TITLE], "post": posts}


def _toml(value: Mapping[str, Any]) -> str:
    """As much TOML as a sample file needs: JSON's strings, numbers and lists are TOML's."""
    return "".join(f"{name} = {_inline(one)}\n" for name, one in value.items())


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {_inline(one)}" for name, one in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
