"""Groups themselves: proposed, opened, set up, claimed, closed. Who comes and goes is membership's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection

from tuigroup import text
from tuigroup.wire import limits
from tuigroup.wire.ops import Claim, CloseGroup, GroupSettings, MeetingIn, Propose, SetUp
from tuigroup.wire.words import Access, GroupFormat, GroupKind, GroupState, Role
from tuigroup_server.rules import Action
from tuigroup_server.service import boards, capacity, directory, membership, texts
from tuigroup_server.service.listings import slug_of
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.service.scene import Effect, Scene
from tuigroup_server.storage import accounts, groups, invites, meetings, memberships, notices
from tuigroup_server.storage import directory as directory_rows
from tuigroup_server.storage.groups import GroupRow
from tuigroup_server.storage.meetings import MeetingRow

PROPOSALS: Final = 3  # groups that one account may have waiting for the operator
SLUG: Final = 60
# What the group's own page shows and the directory does not.
_PAGE_ONLY: Final = frozenset(
    {"welcome", "guidelines", "guidelines_version", "hold_first", "plan", "capacity", "quiet_from", "quiet_until"}
)


def propose(scene: Scene, op: Propose) -> Effect:
    """A proposal waits for the operator; an operator's own is open at once."""
    if not scene.operator:
        if not scene.context.settings.proposals:
            raise Refusal("not-allowed", "This server takes no proposals for groups.")
        if groups.proposals_of(scene.connection, scene.account) >= PROPOSALS:
            raise Refusal("too-many", "Three of your proposals wait for the operator already.")
    state = GroupState.OPEN if scene.operator else GroupState.PROPOSED
    group = make(scene.connection, op.settings, state, now=scene.now)
    membership.seat(scene.connection, group, scene.account, op.alias, Role.FACILITATOR, scene.minute)
    if not scene.operator:
        said = f"A member proposes a group: {group.name} (group {group.id})."
        notices.add(scene.connection, None, "proposal", said, now=scene.now, group_id=group.id)
    return Effect(group.id, minute=scene.minute, group=group.id)


def make(
    connection: Connection, settings: GroupSettings, state: GroupState, *, now: int, slug: str = "", **values: Any
) -> GroupRow:
    """A new group with its boards (a listing has none) and meetings. Raises Refusal ``bad-field``."""
    columns, held = _columns(settings)
    if not columns.get("name"):
        raise Refusal("bad-field", "A group needs a name.", field="settings.name")
    defaults = {
        "kind": GroupKind.PEER_LED.value,
        "format": GroupFormat.ONLINE.value,
        "access": Access.OPEN.value,
        "listed": True,
    }
    named = {"state": state.value, "created": now, "slug": _free_slug(connection, slug or columns["name"])}
    number = groups.add(connection, **(defaults | columns | named | values))
    if state is not GroupState.LISTING:
        boards.make(connection, number)
    meetings.replace(connection, number, held or [])
    groups.advance_page(connection, number)
    found = groups.by_id(connection, number)
    assert found is not None
    directory.shown_changed(connection, found)
    return found


def set_up(scene: Scene, op: SetUp) -> Effect:
    place = scene.enter(op.g, Action.SET_UP)
    version = _change(scene.connection, place.group, op.settings)
    if version > place.me.agreed:
        # Who wrote them and asks everybody again has agreed to them.
        memberships.change(scene.connection, op.g, place.me.member, agreed=version)
        accounts.touch(scene.connection, scene.account)
    return Effect(op.g, minute=scene.minute, group=op.g)


def _change(connection: Connection, group: GroupRow, settings: GroupSettings) -> int:
    """The version of its guidelines then; 0 where nobody is asked again."""
    columns, held = _columns(settings)
    changed = {name: value for name, value in columns.items() if getattr(group, name) != value}
    if held is not None and held != [replace(row, group_id=0) for row in _meetings(connection, group.id)]:
        meetings.replace(connection, group.id, held)
    else:
        held = None
    version = 0
    if settings.ask_again and columns.get("guidelines", group.guidelines).strip():
        changed["guidelines_version"] = version = group.guidelines_version + 1
    boards_changed = boards.set_up(connection, group.id, settings.boards or ())
    if not changed and held is None and not boards_changed:
        return 0
    if changed:
        groups.change(connection, group.id, **changed)
    groups.advance_page(connection, group.id)
    if set(changed) - _PAGE_ONLY or held is not None:
        # Also when it is shown no longer: who saw it before hears of that.
        if directory_rows.shown(group):
            directory_rows.bump(connection, group.id)
        else:
            after = groups.by_id(connection, group.id)
            assert after is not None
            directory.shown_changed(connection, after)
    if "capacity" in changed:
        capacity.settle(connection, group.id)
    return version


def claim(scene: Scene, op: Claim) -> Effect:
    """Somebody says that they run a listing; the operator confirms."""
    alias, _skeleton = texts.alias(op.alias)
    place = scene.enter(op.g, Action.CLAIM)
    if op.g not in (mine := invites.open_claims(scene.connection, scene.account)):
        if len(mine) >= PROPOSALS:
            raise Refusal("too-many", "Three of your claims wait for the operator already.")
        word = texts.word(op.word)
        number = invites.add_claim(scene.connection, op.g, scene.account, alias, word, scene.now)
        said = f"Somebody says that they run the listing {place.group.name} (claim {number})."
        notices.add(scene.connection, None, "claim", said, now=scene.now, group_id=op.g)
    return Effect(op.g, minute=scene.minute, group=op.g)


def close(scene: Scene, op: CloseGroup) -> Effect:
    """The group stays to be read. The word goes to the top of its welcome, where members look."""
    place = scene.enter(op.g, Action.CLOSE)
    word = texts.word(op.word)
    welcome = f"{word}\n\n{place.group.welcome}".strip() if word else place.group.welcome
    groups.change(scene.connection, op.g, state=GroupState.CLOSED.value, welcome=text.clean(welcome, limits.WELCOME))
    groups.advance_page(scene.connection, op.g)
    directory.shown_changed(scene.connection, place.group)
    said = f"{place.group.name} (group {op.g}) was closed by its facilitator."
    notices.add(scene.connection, None, "group-closed", said, now=scene.now, group_id=op.g)
    return Effect(op.g, minute=scene.minute, group=op.g)


def _columns(settings: GroupSettings) -> tuple[dict[str, Any], list[MeetingRow] | None]:
    """What is set, cleaned, as columns, and the meetings (group_id 0), None when left as they are."""
    given: dict[str, Any] = {
        "name": settings.name and text.line(settings.name, limits.GROUP_NAME),
        "about": settings.about and text.clean(settings.about, limits.ABOUT),
        "welcome": settings.welcome and text.clean(settings.welcome, limits.WELCOME),
        "guidelines": settings.guidelines and text.clean(settings.guidelines, limits.GUIDELINES),
        "kind": settings.kind and settings.kind.value,
        "format": settings.format and settings.format.value,
        "access": settings.access and settings.access.value,
        "listed": settings.listed,
        "language": settings.language and texts.language(settings.language),
        "timezone": settings.timezone and texts.timezone(settings.timezone),
        "country": settings.country and texts.country(settings.country),
        "place": settings.place and text.line(settings.place, limits.PLACE),
        "hold_first": settings.hold_first,
        "plan": settings.plan and text.clean(settings.plan, limits.PLAN),
        "capacity": settings.capacity,
        **texts.quiet(settings.quiet),
        "topics": None if settings.topics is None else texts.topics(settings.topics),
    }
    for field in ("name", "language", "timezone"):
        if given[field] == "":
            raise Refusal("bad-field", "This can't be left empty.", field=f"settings.{field}")
    held = None if settings.meetings is None else [_meeting(meeting) for meeting in settings.meetings]
    held = None if held is None else sorted(held, key=lambda row: (row.weekday, row.start))
    return {name: value for name, value in given.items() if value is not None}, held


def _meeting(said: MeetingIn) -> MeetingRow:
    rule, since, changes = texts.when(said)
    return MeetingRow(
        group_id=0,
        weekday=said.weekday,
        start=said.start,
        duration=said.duration,
        timezone=texts.timezone(said.timezone),
        name=text.line(said.name, limits.TITLE),
        place=text.line(said.place, limits.PLACE),
        url=texts.link(said.url),
        online=said.online,
        notes=text.line(said.notes, limits.WORD),
        rule=rule,
        since=since,
        changes=changes,
    )


def _meetings(connection: Connection, group: int) -> list[MeetingRow]:
    return meetings.of_groups(connection, [group])[group]


def _free_slug(connection: Connection, wanted: str) -> str:
    base = slug_of(wanted)[:SLUG].strip("-") or "group"
    slug, number = base, 1
    while groups.by_slug(connection, slug) is not None:
        number += 1
        slug = f"{base}-{number}"
    return slug
