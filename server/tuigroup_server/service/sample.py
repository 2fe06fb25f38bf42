"""The sample community into a fresh server, as of now: groups, their people, threads and responses, and the library.

Nobody can sign in as its members: they are memberships without an account, but for those of the one account that
looks around. The texts come with the package and are taken in as members' own would be.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources as packaged
from importlib.resources.abc import Traversable
from typing import Any, Final

from sqlalchemy import Connection

from tuigroup import text
from tuigroup.errors import BadInput
from tuigroup.wire import limits
from tuigroup.wire.ops import GroupSettings
from tuigroup.wire.words import GroupState, Intent, ResourceKind, Role
from tuigroup_server.service import boards, directory, front_matter, groups, library, membership, texts
from tuigroup_server.service.context import Context
from tuigroup_server.service.library import Reading
from tuigroup_server.service.written import words
from tuigroup_server.storage import accounts, memberships, search, threads
from tuigroup_server.storage import groups as group_rows
from tuigroup_server.storage import posts as post_rows
from tuigroup_server.storage.groups import GroupRow
from tuigroup_server.storage.posts import PostRow
from tuigroup_server.storage.threads import ThreadRow

DAY: Final = 24 * 60
_AGO: Final = re.compile(r"(?:(\d+)d)?\s*(?:(\d+)h)?\s*(?:(\d+)m)?")
_SETTINGS: Final = (
    "name", "about", "welcome", "guidelines", "kind", "format", "access", "listed", "language", "timezone",
    "country", "place", "topics",
)  # fmt: skip
_BOARDS: Final = {board.purpose: board for board in boards.BOARDS}
_LARGEST: Final = 200 * 1024


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much went in."""

    groups: int
    threads: int
    posts: int
    resources: int


@dataclass(frozen=True, slots=True)
class _Said:
    """A post before it has a number: its place in its file, and the minute it was written."""

    thread: int
    index: int
    minute: int
    post: Mapping[str, Any]


def load(context: Context, demo: str = "", *, folder: Traversable | None = None) -> Loaded:
    """Take the sample community in. ``demo`` is the sign-in name of who looks around, '' for nobody.

    Raises BadInput when there are groups of these names already, or no such account; Refusal where a text can't
    be used.
    """
    root = packaged.files("tuigroup_server").joinpath("sample") if folder is None else folder
    written = [tomllib.loads(entry.read_text("utf-8")) for entry in _entries(root.joinpath("groups"), ".toml")]
    readings = [_reading(entry) for entry in _entries(root.joinpath("resources"), ".md")]
    with context.database.write() as connection:
        account = accounts.by_name(connection, demo) if demo else None
        if demo and account is None:
            raise BadInput("There is no account with this sign-in name.", kept="Nothing was changed.")
        loading = [
            _Loading(connection, context.now(), None if account is None else account.id, group) for group in written
        ]
        for one in loading:
            one.run()
    library.put(context, readings)
    directory.reckon(context, now=True)
    return Loaded(
        len(written),
        sum(len(group.get("thread", ())) for group in written),
        sum(len(thread["post"]) for group in written for thread in group.get("thread", ())),
        len(readings),
    )


def _entries(folder: Traversable, ending: str) -> list[Traversable]:
    found = [entry for entry in folder.iterdir() if entry.name.endswith(ending)]
    return sorted(found, key=lambda entry: entry.name)


class _Loading:
    """One group going in, within the caller's transaction."""

    def __init__(self, connection: Connection, now: int, account: int | None, written: Mapping[str, Any]) -> None:
        self._connection = connection
        self._now = now
        self._account = account
        self._written = written
        self._members: dict[str, int] = {}
        self._numbers: dict[tuple[int, int], int] = {}

    def run(self) -> None:
        slug = str(self._written["slug"])
        if group_rows.by_slug(self._connection, slug) is not None:
            raise BadInput("The sample community is here already.", kept="Nothing was changed.")
        said = sorted(self._said(), key=lambda one: (one.minute, one.thread, one.index))
        group = self._group(slug, said[0].minute if said else self._now // 60)
        self._people(group, said)
        for one in said:
            self._post(group.id, one)
        row = group_rows.by_id(self._connection, group.id)
        assert row is not None
        directory.reckon_first_reply(self._connection, row, self._now // 60)

    def _group(self, slug: str, first: int) -> GroupRow:
        values = {name: self._written[name] for name in _SETTINGS if name in self._written}
        held = [_meeting(meeting) for meeting in self._written.get("meeting", ())]
        settings = GroupSettings.model_validate(values | {"meetings": held})
        created = (first - DAY) * 60
        return groups.make(self._connection, settings, GroupState.OPEN, now=created, slug=slug)

    def _people(self, group: GroupRow, said: list[_Said]) -> None:
        """Who runs the group first, then everybody in the order of their first post."""
        first: dict[str, int] = {}
        for one in said:
            first.setdefault(one.post["by"], one.minute)
        running = {found["alias"]: found for found in self._written.get("facilitator", ())}
        mine = self._written.get("demo_alias", "")
        for alias in dict.fromkeys([*running, *first, *([mine] if mine else [])]):
            role = Role(running[alias]["role"]) if alias in running else Role.MEMBER
            account = self._account if alias == mine else None
            since = first.get(alias, self._now // 60) - DAY
            row = group_rows.by_id(self._connection, group.id)
            assert row is not None
            self._members[alias] = membership.seat(self._connection, row, account, alias, role, since)
            if alias in running:
                found = running[alias]
                memberships.change(
                    self._connection,
                    group.id,
                    self._members[alias],
                    professional=found.get("kind") == "professional",
                    credentials=text.line(found.get("credentials", ""), limits.CREDENTIALS),
                    confirmed=bool(found.get("confirmed")),
                )

    def _said(self) -> Iterator[_Said]:
        for place, thread in enumerate(self._written.get("thread", ())):
            for index, post in enumerate(thread["post"]):
                yield _Said(place, index, self._now // 60 - _minutes(post["ago"]), post)

    def _post(self, group: int, one: _Said) -> None:
        thread = self._written["thread"][one.thread]
        parent = 0 if one.index == 0 else self._numbers[one.thread, one.post.get("to", 0)]
        board = _BOARDS[thread["board"]]
        boards.ensure(self._connection, group, board)
        step = group_rows.advance(self._connection, group, number=True)
        self._numbers[one.thread, one.index] = step.number
        first = self._numbers[one.thread, 0]
        body = texts.body(one.post["text"])
        counts = {kind: int(one.post.get("responses", {}).get(kind, 0)) for kind in post_rows.KINDS}
        row = PostRow(
            group_id=group,
            number=step.number,
            thread=first,
            parent=parent,
            member=self._members[one.post["by"]],
            body=body,
            note=texts.note(one.post.get("note", "")),
            intent=Intent(thread.get("intent", "")).value if not one.index else "",
            at_min=one.minute,
            edited_min=0,
            state="",
            seq=step.seq,
            review="",
            **counts,
        )
        post_rows.add(self._connection, row)
        title = "" if one.index else texts.title(thread["title"])
        if title:
            head = ThreadRow(group, first, board.board, title, 1, first, one.minute, False, step.seq)
            threads.add(self._connection, head)
        else:
            other = self._written["thread"][one.thread]["post"][0]["by"] != one.post["by"]
            at = {"last": step.number, "minute": one.minute, "seq": step.seq}
            threads.answered(self._connection, group, first, **at, other=other)
        search.add(self._connection, group, step.number, words(title, body))


def _minutes(ago: str) -> int:
    match = _AGO.fullmatch(ago.strip())
    if match is None or not any(match.groups()):
        raise BadInput(f"{ago!r} is no time ago, such as 3d 4h 12m.")
    days, hours, minutes = (int(found or 0) for found in match.groups())
    return days * DAY + hours * 60 + minutes


def _meeting(written: Mapping[str, Any]) -> dict[str, Any]:
    hours, minutes = str(written["time"]).split(":")
    rest = {name: value for name, value in written.items() if name != "time"}
    return rest | {"start": int(hours) * 60 + int(minutes)}


def _reading(entry: Traversable) -> Reading:
    """A resource of the sample: it always has front matter with a title."""
    matter = front_matter.split(entry.read_text("utf-8"))
    title = text.line(matter.text("title"), limits.TITLE)
    cleaned = text.clean(matter.body, _LARGEST).removeprefix(f"# {title}\n").strip()
    return Reading(
        slug=entry.name.removesuffix(".md"),
        title=title,
        body=cleaned,
        kind=ResourceKind(matter.text("kind") or ResourceKind.ARTICLE),
        topics=tuple(matter.items("topics")),
        language=matter.text("language") or "en",
        source=matter.text("source"),
        licence=matter.text("licence"),
        reviewed=matter.text("reviewed"),
        sections=tuple(line.lstrip("# ").strip() for line in cleaned.splitlines() if line.startswith("## ")),
    )
