"""Words for what groups are: kind, format, access, how busy, how fresh. Pure; member text comes out clean."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from tuigroup.i18n import N_, Translator
from tuigroup.views.clean import shown_line
from tuigroup.views.times import ago
from tuigroup.wire import limits
from tuigroup.wire.records import GroupRecord
from tuigroup.wire.words import Access, GroupFormat, GroupKind, GroupState, Role

KIND: Final = MappingProxyType({GroupKind.PEER_LED: N_("peer-led"), GroupKind.PROFESSIONAL_LED: N_("professional")})
KIND_WHOLE: Final = MappingProxyType(
    {GroupKind.PEER_LED: N_("led by peers"), GroupKind.PROFESSIONAL_LED: N_("led by a professional")}
)
FORMAT: Final = MappingProxyType(
    {GroupFormat.ONLINE: N_("online"), GroupFormat.IN_PERSON: N_("in person"), GroupFormat.HYBRID: N_("hybrid")}
)
FORMAT_WHOLE: Final = MappingProxyType(
    {
        GroupFormat.ONLINE: N_("online"),
        GroupFormat.IN_PERSON: N_("in person"),
        GroupFormat.HYBRID: N_("online and in person"),
    }
)
ACCESS: Final = MappingProxyType(
    {Access.OPEN: N_("open", context="access"), Access.REQUEST: N_("by request"), Access.INVITE: N_("invitation")}
)
ACCESS_WHOLE: Final = MappingProxyType(
    {
        Access.OPEN: N_("open: you are in at once"),
        Access.REQUEST: N_("by request: a facilitator answers you first"),
        Access.INVITE: N_("by invitation: you need a code"),
    }
)
ROLE: Final = MappingProxyType(
    {
        Role.MEMBER: N_("member"),
        Role.FACILITATOR: N_("facilitator"),
        Role.CO_FACILITATOR: N_("co-facilitator"),
        Role.MODERATOR: N_("moderator"),
    }
)
LANGUAGES: Final = MappingProxyType(
    {
        "ar": N_("Arabic"),
        "bg": N_("Bulgarian"),
        "bn": N_("Bengali"),
        "ca": N_("Catalan"),
        "cs": N_("Czech"),
        "da": N_("Danish"),
        "de": N_("German"),
        "el": N_("Greek"),
        "en": N_("English"),
        "es": N_("Spanish"),
        "et": N_("Estonian"),
        "fa": N_("Persian"),
        "fi": N_("Finnish"),
        "fil": N_("Filipino"),
        "fr": N_("French"),
        "ga": N_("Irish"),
        "he": N_("Hebrew"),
        "hi": N_("Hindi"),
        "hr": N_("Croatian"),
        "hu": N_("Hungarian"),
        "id": N_("Indonesian"),
        "is": N_("Icelandic"),
        "it": N_("Italian"),
        "ja": N_("Japanese"),
        "ko": N_("Korean"),
        "lt": N_("Lithuanian"),
        "lv": N_("Latvian"),
        "mi": N_("Maori"),
        "ms": N_("Malay"),
        "ne": N_("Nepali"),
        "nl": N_("Dutch"),
        "no": N_("Norwegian"),
        "pl": N_("Polish"),
        "pt": N_("Portuguese"),
        "ro": N_("Romanian"),
        "ru": N_("Russian"),
        "sk": N_("Slovak"),
        "sl": N_("Slovenian"),
        "sr": N_("Serbian"),
        "sv": N_("Swedish"),
        "sw": N_("Swahili"),
        "th": N_("Thai"),
        "tr": N_("Turkish"),
        "uk": N_("Ukrainian"),
        "ur": N_("Urdu"),
        "vi": N_("Vietnamese"),
        "zh": N_("Chinese"),
    }
)


def language_code(tag: str) -> str:
    """``en`` of ``en-GB``."""
    return shown_line(tag, 16).split("-")[0].lower()


def language(t: Translator, tag: str) -> str:
    """``English`` of ``en-GB``; an unknown tag as it is."""
    code = language_code(tag)
    return t(LANGUAGES[code]) if code in LANGUAGES else code


@cache
def _countries() -> MappingProxyType[str, str]:
    table = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text(encoding="utf-8")
    rows = (row.split("\t", 1) for row in table.splitlines() if row and not row.startswith("#"))
    return MappingProxyType(dict(rows))


def country(t: Translator, code: str) -> str:
    """The country of a two-letter code; an unknown one as it is."""
    short = shown_line(code, 2).upper()
    return t(_countries()[short], context="country") if short in _countries() else short


def name(group: GroupRecord) -> str:
    """A group's name, harmless and on one line."""
    return shown_line(group.name, limits.GROUP_NAME * 5) or N_("a group without a name")


def about(group: GroupRecord) -> str:
    return shown_line(group.about, limits.ABOUT * 2)


def where(t: Translator, group: GroupRecord) -> str:
    """Place and country: ``Leeds, a room above the library, Britain (UK)``; '' for what is only online."""
    place = shown_line(group.place, limits.PLACE)
    return ", ".join(part for part in (place, country(t, group.country)) if part)


def town(t: Translator, group: GroupRecord) -> str:
    """The shortest way to say where: the first part of the place, or the country."""
    return shown_line(group.place, limits.PLACE).split(",")[0].strip() or country(t, group.country)


def topics(group: GroupRecord) -> tuple[str, ...]:
    return tuple(found for topic in group.topics[: limits.TOPICS * 2] if (found := shown_line(topic, limits.TOPIC)))


def is_listing(group: GroupRecord) -> bool:
    return group.state is GroupState.LISTING


def members(t: Translator, group: GroupRecord) -> str:
    return t.plural("{count} member", "{count} members", group.members)


def joining(t: Translator, group: GroupRecord) -> str:
    """How one comes in, in a word: ``open``, ``by request``, ``full``."""
    return t("full", context="access") if group.full else t(ACCESS[group.access])


def joining_whole(t: Translator, group: GroupRecord) -> str:
    said = t(ACCESS_WHOLE[group.access])
    return t("full at the moment (else {access})", access=said) if group.full else said


def busy(t: Translator, group: GroupRecord) -> str:
    """``about 6 posts a day``, ``about 5 posts a week``, ``quiet this week``."""
    if group.posts_week <= 0:
        return t("quiet this week")
    if group.posts_week >= 11:
        return t("about {count} posts a day", count=round(group.posts_week / 7))
    return t.plural("one post a week", "about {count} posts a week", group.posts_week)


def first_reply(t: Translator, group: GroupRecord) -> str:
    """``a first answer usually within 3 h``; '' while nobody knows."""
    time = first_reply_time(t, group)
    return t("a first answer usually within {time}", time=time) if time else ""


def first_reply_time(t: Translator, group: GroupRecord) -> str:
    """``3 h``, ``2 days``; '' while nobody knows."""
    wait = group.first_reply
    if wait <= 0:
        return ""
    if wait <= 50:
        return t("{minutes} min", minutes=-(-wait // 10) * 10)
    if wait <= 36 * 60:
        return t("{hours} h", hours=max(1, -(-wait // 60)))
    return t.plural("{count} day", "{count} days", -(-wait // 1440))


def pulse(t: Translator, group: GroupRecord) -> str:
    """How it is there, in one line: members, posts, the first answer."""
    return ", ".join(part for part in (members(t, group), busy(t, group), first_reply(t, group)) if part)


def age(t: Translator, group: GroupRecord, now: int) -> str:
    """How long ago a listing's source confirmed it: ``4 months old``; ``of unknown age``."""
    if group.updated <= 0:
        return t("of unknown age")
    if now - group.updated < 1:
        return t("just confirmed")
    return t("{since} old", since=ago(t, group.updated, now))


def listing(t: Translator, group: GroupRecord, now: int) -> str:
    """A listing in one line: ``listing, in person, Leeds, 4 months old``."""
    return ", ".join(
        part for part in (t("listing"), t(FORMAT[group.format]), town(t, group), age(t, group, now)) if part
    )
