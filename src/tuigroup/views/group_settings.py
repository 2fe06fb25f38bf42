"""What a facilitator or proposer fills in about a group: each field read, checked and shown. Pure.

The values are wire.ops.GroupSettings; a field that is None is left as it is on the server.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from tuigroup.errors import BadInput
from tuigroup.i18n import DAYS, ENGLISH, N_, Translator
from tuigroup.store.rows import GroupDetail
from tuigroup.text import clean
from tuigroup.text import line as one_line
from tuigroup.views import care_settings, meeting_rules
from tuigroup.views import group_words as words
from tuigroup.views.clean import shown_line
from tuigroup.views.meeting_rows import meeting_in, record
from tuigroup.views.meetings import own_weekly, zone_of, zone_words
from tuigroup.views.sheet_field import KEPT, SheetField
from tuigroup.wire import limits
from tuigroup.wire.ops import GroupSettings, MeetingIn
from tuigroup.wire.words import Access, GroupFormat, GroupKind

LISTED: Final = "listed"
UNLISTED: Final = "unlisted"


FIELDS: Final = (
    SheetField("name", N_("Name"), "line", N_("What is the group called?"), limits.GROUP_NAME),
    SheetField("about", N_("About"), "line", N_("For whom is it, and what does one do there?"), limits.ABOUT),
    SheetField("topics", N_("Topics"), "line", N_("Up to six topics, with commas between, such as: sleep, work"), 200),
    SheetField(
        "kind",
        N_("Led by", context="field"),
        "choice",
        N_("Who leads it?"),
        choices=(
            ("p", N_("peers"), GroupKind.PEER_LED.value),
            ("t", N_("a professional"), GroupKind.PROFESSIONAL_LED.value),
        ),
    ),
    SheetField(
        "format",
        N_("How"),
        "choice",
        N_("How does it meet?"),
        choices=(
            ("o", N_("online"), GroupFormat.ONLINE.value),
            ("p", N_("in person"), GroupFormat.IN_PERSON.value),
            ("h", N_("online and in person"), GroupFormat.HYBRID.value),
        ),
    ),
    SheetField(
        "access",
        N_("Joining"),
        "choice",
        N_("Who may join?"),
        choices=(
            ("o", N_("open: everybody, at once"), Access.OPEN.value),
            ("r", N_("by request: you answer"), Access.REQUEST.value),
            ("i", N_("by invitation: who has a code"), Access.INVITE.value),
        ),
    ),
    SheetField(
        "listed",
        N_("Directory"),
        "choice",
        N_("Does it stand in the directory?"),
        choices=(("l", N_("listed: everybody can find it"), LISTED), ("u", N_("unlisted: only who is told"), UNLISTED)),
    ),
    SheetField("language", N_("Language"), "line", N_("The language, as a short tag such as en, fr, pt-BR."), 16),
    SheetField("timezone", N_("Time zone"), "line", N_("The group's time zone, such as Europe/London."), 64),
    SheetField("country", N_("Country"), "line", N_("The country, two letters such as GB; empty for everywhere."), 2),
    SheetField("place", N_("Place"), "line", N_("Where it meets in person; empty for nowhere."), limits.PLACE),
    SheetField("welcome", N_("Welcome"), "text", N_("What a newcomer reads first"), limits.WELCOME),
    SheetField(
        "guidelines", N_("Guidelines"), "text", N_("What members keep to; a line each, with '- '"), limits.GUIDELINES
    ),
)

MEETING_FIELDS: Final = (
    SheetField(
        "weekday",
        N_("Day"),
        "choice",
        N_("On which day of the week?"),
        choices=tuple((str(number), day, str(number)) for number, day in enumerate(DAYS, 1)),
    ),
    SheetField(
        "rule",
        N_("How often"),
        "choice",
        N_("How often?"),
        choices=(
            ("w", N_("every week"), meeting_rules.EVERY_WEEK),
            ("o", N_("every other week"), meeting_rules.EVERY_OTHER_WEEK),
            ("1", N_("once a month, on the first such day"), "1"),
            ("2", N_("once a month, on the second"), "2"),
            ("3", N_("once a month, on the third"), "3"),
            ("4", N_("once a month, on the fourth"), "4"),
            ("l", N_("once a month, on the last"), "-1"),
        ),
    ),
    SheetField("since", N_("From"), "line", N_("The date of one such meeting, such as 2027-01-05."), 10),
    SheetField("start", N_("Begins"), "line", N_("When does it begin, by the group's clock? Such as 20:30."), 10),
    SheetField("duration", N_("Lasts"), "line", N_("How long, in minutes?"), 5),
    SheetField("timezone", N_("Time zone"), "line", N_("Whose clock is that? A time zone such as Europe/London."), 64),
    SheetField("name", N_("Name"), "line", N_("What is this meeting called? It may be empty."), limits.TITLE),
    SheetField(
        "online",
        N_("How"),
        "choice",
        N_("Online or in person?"),
        choices=(("o", N_("online"), "yes"), ("p", N_("in person"), "no")),
    ),
    SheetField("place", N_("Place"), "line", N_("Where, for who comes in person? It may be empty."), limits.PLACE),
    SheetField("url", N_("Address"), "line", N_("The address for joining online. It may be empty."), limits.URL),
    SheetField("notes", N_("Notes"), "line", N_("What should one know before? It may be empty."), limits.WORD),
)

BY_NAME: Final[Mapping[str, SheetField]] = MappingProxyType(
    {field.name: field for field in (*FIELDS, *care_settings.FIELDS)}
)


def fresh(language: str = "en", timezone: str = "UTC") -> GroupSettings:
    """What a proposal begins with."""
    return GroupSettings(
        kind=GroupKind.PEER_LED,
        format=GroupFormat.ONLINE,
        access=Access.OPEN,
        listed=True,
        language=language,
        timezone=timezone,
        topics=[],
        meetings=[],
    )


def of(detail: GroupDetail) -> GroupSettings:
    """What the group's page says now. Whether it is listed is not told, so it stays None."""
    group = detail.group
    return GroupSettings(
        name=group.name[: limits.GROUP_NAME] or None,
        about=group.about[: limits.ABOUT],
        welcome=detail.welcome[: limits.WELCOME],
        guidelines=detail.guidelines[: limits.GUIDELINES],
        hold_first=detail.care.hold if detail.care is not None else False,
        plan=detail.care.plan if detail.care is not None else "",
        capacity=detail.care.cap if detail.care is not None else 0,
        quiet=list(detail.quiet),
        kind=group.kind,
        format=group.format,
        access=group.access,
        language=group.language[:16],
        timezone=group.timezone[:64],
        country=group.country[:2],
        place=group.place[: limits.PLACE],
        topics=[topic[: limits.TOPIC] for topic in group.topics[: limits.TOPICS]],
        meetings=[meeting_in(meeting) for meeting in detail.meetings[:30]],
    )


def changes(before: GroupSettings, after: GroupSettings) -> GroupSettings:
    """Only what differs; everything else None."""
    old, new = before.model_dump(), after.model_dump()
    differ = {name: getattr(after, name) for name, value in new.items() if value is not None and value != old[name]}
    return GroupSettings(**differ)


def is_empty(settings: GroupSettings) -> bool:
    return not settings.model_dump(exclude_none=True)


def shown(t: Translator, settings: GroupSettings, name: str) -> str:
    """A field as people say it; '' where it is empty."""
    value: Any = getattr(settings, name)
    match name:
        case "kind" | "format" | "access" if value is not None:
            said = {"kind": words.KIND_WHOLE, "format": words.FORMAT_WHOLE, "access": words.ACCESS_WHOLE}[name]
            return t(said[value])
        case "listed":
            return t("as it is") if value is None else t("listed") if value else t("unlisted")
        case _ if name in care_settings.NAMES:
            return care_settings.shown(t, name, value)
        case "topics":
            return ", ".join(shown_line(topic, limits.TOPIC) for topic in value or ())
        case "language":
            return words.language(t, value or "")
        case "country":
            return words.country(t, value or "") or t("everywhere")
    return value or ""


def raw(settings: GroupSettings, name: str) -> str:
    """A field as it is typed."""
    value: Any = getattr(settings, name)
    if name == "topics":
        return ", ".join(value or ())
    if name in care_settings.NAMES:
        return care_settings.raw(name, value)
    return str(value or "")


def with_value(settings: GroupSettings, name: str, text: str) -> GroupSettings:
    """With a field changed to what was typed or chosen. Raises BadInput with a sentence."""
    field = BY_NAME[name]
    value: object = clean(text, field.limit) if field.kind == "text" else one_line(text, field.limit or 40)
    match name:
        case "name" if not value:
            raise BadInput(N_("A group needs a name."), field=name, kept=KEPT)
        case "kind":
            value = GroupKind(text)
        case "format":
            value = GroupFormat(text)
        case "access":
            value = Access(text)
        case "listed":
            value = text == LISTED
        case _ if name in care_settings.NAMES:
            value = care_settings.value(name, text)
        case "topics":
            value = topics(text)
        case "language":
            value = _language(text)
        case "timezone":
            value = _zone(text)
        case "country":
            value = _country(text)
    return settings.model_copy(update={name: value})


def topics(text: str) -> list[str]:
    """Topics out of a line with commas: clean, lower case, each once. Raises BadInput where they are too many."""
    found = (one_line(part, limits.TOPIC).lower() for part in text.split(","))
    kept = list(dict.fromkeys(part for part in found if part))
    if len(kept) > limits.TOPICS:
        raise BadInput(
            N_("At most {topics} topics; these are {kept}.", topics=limits.TOPICS, kept=len(kept)),
            field="topics",
            todo=N_("Fewer are found more easily."),
        )
    return kept


def _language(text: str) -> str:
    text = text.strip()
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}", text):
        raise BadInput(N_("A language is a short tag here, such as en, fr or pt-BR."), field="language", kept=KEPT)
    return text[:16]


def _zone(text: str) -> str:
    text = text.strip().replace(" ", "_")
    if not text or zone_of(text) is None:
        raise BadInput(
            N_("This time zone is not known here."),
            field="timezone",
            todo=N_("Names are like Europe/London or Asia/Tokyo."),
        )
    return text[:64]


def _country(text: str) -> str:
    code = text.strip().upper()
    if code and (len(code) != 2 or words.country(ENGLISH, code) == code):
        raise BadInput(N_("A country has two letters here, such as GB or BR."), field="country", kept=KEPT)
    return code


# Meetings


def meeting_shown(t: Translator, meeting: MeetingIn, name: str) -> str:
    """A field of a meeting as people say it."""
    match name:
        case "weekday":
            return t.weekday(meeting.weekday - 1)
        case "rule":
            return meeting_rules.shown(t, meeting)
        case "since":
            return meeting_rules.since_shown(meeting)
        case "start":
            return f"{meeting.start // 60:02}:{meeting.start % 60:02}"
        case "duration":
            return t("{minutes} min", minutes=meeting.duration)
        case "online":
            return t("online") if meeting.online else t("in person")
    return str(getattr(meeting, name))


def meeting_raw(meeting: MeetingIn, name: str) -> str:
    """A field of a meeting as it is typed."""
    return str(meeting.duration) if name == "duration" else meeting_shown(ENGLISH, meeting, name)


def meeting_with(meeting: MeetingIn, name: str, text: str, *, today: int = 1) -> MeetingIn:
    """With a field changed; ``today`` is a day since 1970. Raises BadInput with a sentence."""
    field = next(field for field in MEETING_FIELDS if field.name == name)
    value: object = one_line(text, field.limit or 40)
    match name:
        case "weekday":
            return meeting_rules.on_day(meeting, int(text))
        case "rule":
            return meeting_rules.with_rule(meeting, text, today)
        case "since":
            return meeting_rules.counting_from(meeting, text)
        case "start":
            value = meeting_rules.start_of(text)
        case "duration":
            value = _duration(text)
        case "timezone":
            value = _zone(text)
        case "online":
            value = text == "yes"
    return meeting.model_copy(update={name: value})


def _duration(text: str) -> int:
    digits = text.strip().removesuffix("min").strip()
    if digits.isascii() and digits.isdigit() and 5 <= int(digits) <= 1440:
        return int(digits)
    raise BadInput(
        N_("A meeting lasts 5 minutes to 24 hours; here in minutes, such as 60."), field="duration", kept=KEPT
    )


def meeting_words(t: Translator, meeting: MeetingIn) -> str:
    """``Tuesdays 20:30 to 21:30, London: Late table``."""
    name = shown_line(meeting.name, limits.TITLE)
    when = f"{own_weekly(t, record(meeting))}, {zone_words(meeting.timezone)}"
    return f"{when}: {name}" if name else when


def without(meetings: Sequence[MeetingIn], place: int) -> list[MeetingIn]:
    return [meeting for index, meeting in enumerate(meetings) if index != place]
