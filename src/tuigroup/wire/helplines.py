"""GET /v1/helplines: the crisis lines that whoever runs the server gives on top of the packaged ones. Public, no token.

Clients read it leniently (store.given) and never instead of what they have themselves.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from tuigroup.wire import limits

Word = Annotated[str, Field(max_length=limits.HELPLINE_WORD)]
Number = Annotated[str, Field(max_length=limits.HELPLINE_NUMBER)]
Url = Annotated[str, Field(max_length=limits.URL)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class GivenContact(_Model):
    """``show`` is for eyes, ``dial`` for a telephone; ``keyword`` is texted where named.

    ``cost`` is what it costs in words where it is not free, and left out where that is not known.
    """

    by: str
    show: Number
    dial: Number
    languages: list[str]
    hours: Word
    free: bool
    anonymous: bool
    keyword: Number = ""
    cost: Annotated[str, Field(max_length=limits.HELPLINE_WORD, exclude_if=lambda cost: not cost)] = ""


class GivenLine(_Model):
    """``seen`` is the day on which the operator last looked at ``source``."""

    id: Word
    name: Word
    about: Word
    website: Url
    source: Url
    seen: date
    contacts: list[GivenContact]


class GivenCountry(_Model):
    """``name`` and ``emergency`` are '' for a country that the package knows."""

    code: str
    name: Word = ""
    emergency: Word = ""
    source: Url = ""
    lines: list[GivenLine] = []


class GivenLines(_Model):
    countries: list[GivenCountry] = []
