"""Texts that members give, made fit to store: cleaned, and refused with a sentence where nothing is left."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from zoneinfo import ZoneInfo

from tuigroup import text
from tuigroup.wire import limits, occurrences
from tuigroup.wire.ops import MeetingIn
from tuigroup_server import rules
from tuigroup_server.service.refusals import Refusal

ALIAS_MIN: Final = 2
_LANGUAGE: Final = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$")
_COUNTRY: Final = re.compile(r"^([A-Z]{2})?$")
_LINK: Final = re.compile(r"^https?://[^\s<>\"]+$")


def body(said: str) -> str:
    """A post's text. Raises Refusal ``bad-field`` when nothing to read is left."""
    cleaned = text.clean(said, limits.BODY)
    if not cleaned:
        raise Refusal("bad-field", "There is nothing to read in this post yet.", field="body")
    return cleaned


def title(said: str) -> str:
    """A thread's title. Raises Refusal ``bad-field``."""
    cleaned = text.line(said, limits.TITLE)
    if not cleaned:
        raise Refusal("bad-field", "A thread needs a title that can be read.", field="title")
    return cleaned


def note(said: str) -> str:
    """A content note's topic, '' for none."""
    return text.line(said, limits.NOTE)


def word(said: str) -> str:
    """A word with a request, or back."""
    return text.clean(said, limits.WORD)


def closing(said: str) -> str:
    """A group's words at the end of a written meeting, '' for none."""
    return text.clean(said, limits.WELCOME)


def alias(said: str) -> tuple[str, str]:
    """An alias and its skeleton. Raises Refusal ``alias-unfit``."""
    cleaned = text.line(said, limits.ALIAS * 2)
    if not ALIAS_MIN <= len(cleaned) <= limits.ALIAS or not all(map(_in_alias, cleaned)):
        raise _unfit("An alias has 2 to 20 letters, digits, dots, dashes or underscores.")
    if len(text.scripts(cleaned)) > 1:
        raise _unfit("An alias keeps to the letters of one script.")
    skeleton = text.skeleton(cleaned)
    if not skeleton:
        raise _unfit("An alias needs a letter or a digit.")
    if skeleton in {text.skeleton(reserved) for reserved in rules.RESERVED_ALIASES}:
        raise _unfit("This alias would pass for somebody with a duty here. Please choose another.")
    return cleaned, skeleton


def _unfit(sentence: str) -> Refusal:
    return Refusal("alias-unfit", sentence, field="alias")


def _in_alias(character: str) -> bool:
    return character in "._-" or unicodedata.category(character)[0] in "LNM"


def timezone(said: str) -> str:
    """An IANA zone that is known here. Raises Refusal ``bad-field``."""
    try:
        ZoneInfo(said)
    except (ValueError, OSError, KeyError):
        raise Refusal(
            "bad-field", "This time zone is not known here. They look like Europe/London.", field="timezone"
        ) from None
    return said


def language(said: str) -> str:
    """A language tag. Raises Refusal ``bad-field``."""
    if not _LANGUAGE.match(said):
        raise Refusal("bad-field", "A language is told by its short tag, such as en or pt-BR.", field="language")
    return said


def country(said: str) -> str:
    """Two letters, or '' for everywhere. Raises Refusal ``bad-field``."""
    if not _COUNTRY.match(said.upper()):
        raise Refusal("bad-field", "A country is told by its two letters, such as GB, or left empty.", field="country")
    return said.upper()


def link(said: str) -> str:
    """An address to meet at, or ''. Raises Refusal ``bad-field``."""
    cleaned = text.line(said, limits.URL)
    if cleaned and not _LINK.match(cleaned):
        raise Refusal("bad-field", "A meeting's address begins with https:// or is left empty.", field="url")
    return cleaned


def when(said: MeetingIn) -> tuple[str, int, str]:
    """A meeting's rule, the day it counts from, its changes a line each. Raises Refusal ``bad-field``."""
    if not occurrences.fits(said.rule, said.weekday, said.since):
        raise Refusal(
            "bad-field", "A group meets every week, every other week from a date on, or once a month.", field="rule"
        )
    changes = [occurrences.change_of(change) for change in said.changes]
    if None in changes:
        raise Refusal("bad-field", "A date that is left out or moved is told like 2027-01-05.", field="changes")
    since = said.since if said.rule == occurrences.EVERY_OTHER else 0
    return said.rule, since, "\n".join(dict.fromkeys(change.text() for change in changes if change is not None))


def quiet(said: list[int] | None) -> dict[str, int]:
    """Quiet hours as columns; none where they stay as they are. Raises Refusal ``bad-field``."""
    if said is None:
        return {}
    if len(said) == 1:
        raise Refusal("bad-field", "Quiet hours have a beginning and an end.", field="quiet")
    begin, end = said or (0, 0)
    return {"quiet_from": begin, "quiet_until": end}


def topics(said: list[str]) -> list[str]:
    """Topics in lower case, each once, in their order."""
    cleaned = (text.line(topic, limits.TOPIC).lower() for topic in said)
    return list(dict.fromkeys(topic for topic in cleaned if topic))[: limits.TOPICS]
