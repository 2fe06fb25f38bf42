"""Joining and leaving, and what those who run a group do: each one operation in the outbox. Raise BadInput."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from tuigroup.actions import words
from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.store import Store
from tuigroup.text import clean, line
from tuigroup.wire import limits
from tuigroup.wire.ops import (
    Agree,
    AnswerRequest,
    Claim,
    CloseGroup,
    Credentials,
    GroupSettings,
    HandOver,
    Join,
    Leave,
    NameModerator,
    Propose,
    SayHere,
    SetUp,
)
from tuigroup.wire.words import Standing

_LONG = {"welcome": limits.WELCOME, "guidelines": limits.GUIDELINES, "about": limits.ABOUT, "plan": limits.PLAN}


def join(store: Store, group: int, alias: str, word: str = "", code: str = "") -> str:
    """Joins, or asks to; ``word`` goes with a request, ``code`` with an invitation. The key of what waits now."""
    with store.transaction():
        mine = store.groups.membership(group)
        if mine is not None and mine.standing is Standing.ACTIVE:
            raise BadInput(N_("You are a member here already."))
        fit = words.alias(alias)
        for item in store.outbox.waiting(group):
            if isinstance(item.op, Join):
                if item.sent and item.state != "refused":
                    raise BadInput(N_("Your wish to join is on its way already."))
                store.outbox.withdraw(item.key)
        page = store.groups.page(group)
        agreed = 1 if page is None else page.version
        op = Join(k=store.new_key(), g=group, alias=fit, word=words.word(word), code=line(code, 64), agreed=agreed)
        return store.outbox.add(op)


def agree(store: Store, group: int, version: int) -> str:
    """Agrees to a version of a group's guidelines. What waits here for that goes out once the server has it."""
    with store.transaction():
        for item in store.outbox.waiting(group):
            if isinstance(item.op, Agree):
                if item.op.version >= version and item.state != "refused":
                    return item.key
                if not item.sent or item.state == "refused":
                    store.outbox.withdraw(item.key)
        return store.outbox.add(Agree(k=store.new_key(), g=group, version=version))


def leave(store: Store, group: int) -> str:
    """Leaves, or takes a request back. A join that never left is simply withdrawn, with '' as the key."""
    with store.transaction():
        for item in store.outbox.waiting(group):
            if isinstance(item.op, Leave) and item.state != "refused":
                return item.key
            if isinstance(item.op, Join | Leave) and (not item.sent or item.state == "refused"):
                store.outbox.withdraw(item.key)
        mine = store.groups.membership(group)
        if mine is None or mine.standing not in (Standing.ACTIVE, Standing.REQUESTED):
            return ""
        return store.outbox.add(Leave(k=store.new_key(), g=group))


def answer_request(store: Store, group: int, member: int, admit: bool, word: str = "") -> str:
    """A facilitator answers who asked to join, with a word back."""
    op = AnswerRequest(k=store.new_key(), g=group, member=member, admit=admit, word=words.word(word))
    return store.outbox.add(op)


def propose(store: Store, alias: str, settings: GroupSettings) -> str:
    """Proposes a group; the operator opens it."""
    if not settings.name or not line(settings.name, limits.GROUP_NAME):
        raise BadInput(N_("A group needs a name."), field="name")
    op = Propose(k=store.new_key(), alias=words.alias(alias), settings=_clean(settings))
    return store.outbox.add(op)


def set_up(store: Store, group: int, settings: GroupSettings) -> str:
    """A facilitator changes the group's page."""
    if settings.name is not None and not line(settings.name, limits.GROUP_NAME):
        raise BadInput(N_("A group needs a name."), field="name")
    return store.outbox.add(SetUp(k=store.new_key(), g=group, settings=_clean(settings)))


def claim(store: Store, group: int, alias: str, word: str = "") -> str:
    """Says that one runs a listing; the operator confirms."""
    op = Claim(k=store.new_key(), g=group, alias=words.alias(alias), word=words.word(word))
    return store.outbox.add(op)


def hand_over(store: Store, group: int, member: int, step_down: bool = True) -> str:
    """Makes another member facilitator; with ``step_down`` one becomes a member."""
    return store.outbox.add(HandOver(k=store.new_key(), g=group, member=member, step_down=step_down))


def name_moderator(store: Store, group: int, member: int, on: bool) -> str:
    """Makes a member a moderator, or a member like others again. The last word counts."""
    with store.transaction():
        for item in store.outbox.waiting(group):
            same = isinstance(item.op, NameModerator) and item.op.member == member
            if same and (not item.sent or item.state == "refused"):
                store.outbox.withdraw(item.key)
        return store.outbox.add(NameModerator(k=store.new_key(), g=group, member=member, on=on))


def close_group(store: Store, group: int, word: str = "") -> str:
    return store.outbox.add(CloseGroup(k=store.new_key(), g=group, word=words.word(word)))


def credentials(store: Store, group: int, text: str) -> str:
    """States one's credentials; shown once the operator confirmed them."""
    return store.outbox.add(Credentials(k=store.new_key(), g=group, text=words.credentials(text)))


def say_here(store: Store, group: int, until: int) -> str:
    """Says that one is there for the group until that minute; 0 that one is not any more. The last word counts."""
    with store.transaction():
        for item in store.outbox.waiting(group):
            if isinstance(item.op, SayHere) and (not item.sent or item.state == "refused"):
                store.outbox.withdraw(item.key)
        return store.outbox.add(SayHere(k=store.new_key(), g=group, until=until))


def group_settings(**fields: Any) -> GroupSettings:
    """Settings from a form. Raises BadInput naming the field that does not fit."""
    try:
        return GroupSettings(**fields)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        limit = first.get("ctx", {}).get("max_length")
        what = (
            N_("{field} is longer than {limit}.", field=field.capitalize(), limit=limit)
            if limit
            else N_("{field} can't be used so.", field=field.capitalize())
        )
        raise BadInput(what, field=field, kept=N_("What you wrote is kept here.")) from None


def _clean(settings: GroupSettings) -> GroupSettings:
    """Every text cleaned; lists of topics without empty ones."""
    changes: dict[str, Any] = {}
    for name in GroupSettings.model_fields:
        value = getattr(settings, name)
        if name in _LONG and value is not None:
            changes[name] = clean(value, _LONG[name])
        elif name == "topics" and value is not None:
            changes[name] = [topic for topic in (line(text, limits.TOPIC) for text in value) if topic]
        elif name == "boards" and value is not None:
            changes[name] = [
                board.model_copy(update={"title": line(board.title, limits.BOARD_TITLE)}) for board in value
            ]
        elif name == "meetings" and value is not None:
            changes[name] = [
                meeting.model_copy(
                    update={
                        "timezone": line(meeting.timezone, 64),
                        "name": line(meeting.name, limits.TITLE),
                        "place": line(meeting.place, limits.PLACE),
                        "url": line(meeting.url, limits.URL),
                        "notes": clean(meeting.notes, limits.WORD),
                        "changes": tuple(line(change, limits.MEETING_CHANGE) for change in meeting.changes),
                    }
                )
                for meeting in value
            ]
        elif type(value) is str:
            changes[name] = line(value, limits.PLACE)
    return settings.model_copy(update=changes)
