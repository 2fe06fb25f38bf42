"""The words of a session in its member's language: sentences, plurals, dates, numbers. English is in the code.

A ``Translator`` is made for a session and passed in; there is none for the whole process, since one process can
hold people of several languages. English reads no file. It must not know any other part of the project, and
what comes out is for people: what is stored, sent or logged stays as it is in the code.

Wherever something is shown::

    t = translator("es_MX.UTF-8")
    t("Hello {name}.", name=alias)                      # translated, then filled in; values are never translated
    t.plural("{count} post", "{count} posts", 3)        # {count} is filled in as t.number(3)
    t("open", context="access")                         # one English word, two meanings
    t.time(when), t.date(when), t.weekday(6), t.number(3.14, 1), t.size(31_000)

Wherever something is only named, to be shown later by somebody who has a translator::

    LABELS = {"open": N_("by request"), ...}            # t(LABELS[access])
    raise Offline(N_("{host} does not answer.", host=host))   # a str in English; t(error.what) says it in Spanish
    N_("{count} post", plural="{count} posts", count=3)       # the same with a plural
    N_("open", context="access")                        # t(...) of it needs no context again

What ``make messages`` reads are these calls with literal text: no f-strings, no ``+``. A value that is itself
such a ``Wording`` is translated too, and a whole number is written as ``t.number`` does. A missing or broken
translation is the English sentence, never a key.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gettext import GNUTranslations

DOMAIN: Final = "tuigroup"
FOLDER: Final = Path(__file__).parent / "locale"


class Wording(str):
    """A sentence in English that knows how to be said in another language. Made by ``N_``, read by a translator."""

    __slots__ = ("context", "one", "other", "values")
    one: str
    other: str
    context: str
    values: Mapping[str, object]


def N_(text: str, /, *, plural: str = "", context: str = "", **values: object) -> str:
    """``text`` in English, with its values filled in, to be translated where it is shown.

    With ``plural``, the value ``count`` chooses.
    """
    return _wording(text, plural, context, values)


def heard(text: str, own: str = "") -> str:
    """A sentence that a server said in English, as a ``Wording``: translated where the catalogue has it, else as it is.

    ``own``, made by ``N_``, says the same in the words of the catalogue.
    """
    made = Wording(text)
    by = own if isinstance(own, Wording) else _wording(text, "", "", {})
    made.one, made.other, made.context, made.values = by.one, by.other, by.context, by.values
    return made


def together(*parts: str) -> str:
    """Sentences side by side as one ``Wording``, each translated where it is shown; empty ones are left out."""
    said = {f"part{place}": part for place, part in enumerate(parts) if part}
    return _wording(" ".join(f"{{{name}}}" for name in said), "", "", said)


class Translator:
    """What one session says things with. ``language`` is such as ``es``; ``locale`` as it was asked for."""

    def __init__(self, language: str = "en", *, locale: str = "en", catalogue: GNUTranslations | None = None) -> None:
        self.language = language
        self.locale = locale
        self._catalogue = catalogue

    def __call__(self, text: str, /, *, context: str = "", **values: object) -> str:
        """``text`` in the session's language, then ``str.format`` with the values; untouched without values."""
        if isinstance(text, Wording):
            if self._catalogue is None and not values:
                return str(text)
            if text.other:
                return self._counted(text.one, text.other, text.context, text.values)
            return self(text.one, context=text.context, **{**text.values, **values})
        if not values:
            return self._found(text, context)
        return _filled(self._found(text, context), self._said(values), text)

    def plural(self, one: str, other: str, count: int, /, *, context: str = "", **values: object) -> str:
        """``one`` or ``other`` by the language's own rule; both may name ``{count}`` and the values."""
        return self._counted(one, other, context, {"count": count, **values})

    def _said(self, values: Mapping[str, object]) -> dict[str, object]:
        return {name: self._value(value) for name, value in values.items()}

    def _value(self, value: object) -> object:
        if isinstance(value, Wording):
            return self(value)
        return self.number(value) if isinstance(value, int) else value

    def _found(self, text: str, context: str) -> str:
        if self._catalogue is None or not text:
            return text
        return self._catalogue.pgettext(context, text) if context else self._catalogue.gettext(text)

    def _counted(self, one: str, other: str, context: str, values: Mapping[str, object]) -> str:
        count = values["count"]
        number = count if isinstance(count, int) else 0
        english = one if number == 1 else other
        said = self._said(values)
        if self._catalogue is None:
            found = english
        elif context:
            found = self._catalogue.npgettext(context, one, other, number)
        else:
            found = self._catalogue.ngettext(one, other, number)
        return _filled(found, said, english)

    # Dates and numbers

    def weekday(self, day: int, *, short: bool = False) -> str:
        """The name of a day, 0 for Monday to 6 for Sunday: ``Tuesday``, ``Tue``."""
        return self((_DAYS_SHORT if short else DAYS)[day])

    def month(self, month: int, *, short: bool = False) -> str:
        """The name of a month, 1 for January: ``March``, ``Mar``."""
        return self((_MONTHS_SHORT if short else _MONTHS)[month - 1])

    def time(self, when: datetime | time) -> str:
        """``21:00``."""
        return f"{when:%H:%M}"

    def date(self, when: date, form: str = "{day} {month}") -> str:
        """A date in one of the forms of ``DATES``: ``12 March``, ``12 Mar 2025``, ``March 2024``."""
        return self(
            form,
            context="date",
            day=str(when.day),
            month=self.month(when.month),
            mon=self.month(when.month, short=True),
            weekday=self.weekday(when.weekday()),
            wday=self.weekday(when.weekday(), short=True),
            year=str(when.year),
            time=f"{when:%H:%M}",
        )

    def number(self, value: float, decimals: int = 0) -> str:
        """``3.1`` with as many decimals as asked for; from 10,000 on with marks between thousands."""
        text = f"{value:,.{decimals}f}" if abs(value) >= 10_000 else f"{value:.{decimals}f}"
        mark, between = self._found(".", "decimal mark"), self._found(",", "between thousands")
        if mark == "." and between == ",":
            return text
        return text.replace(",", "\0").replace(".", mark).replace("\0", between)

    def size(self, count: int) -> str:
        """Bytes as people say them: ``310 B``, ``3.1 KB``, ``24 KB``, ``1.2 MB``."""
        if count < 1000:
            return f"{count} B"
        unit, value = next(
            (unit, count / size) for unit, size in _UNITS if count < size * 1000 or size == _UNITS[-1][1]
        )
        return f"{self.number(value, 1 if value < 9.95 else 0)} {unit}"


def translator(locale: str = "") -> Translator:
    """A translator for a locale's name (``es_MX.UTF-8``, ``es``, ``C``). What is not known is English."""
    name = locale.partition(".")[0].partition("@")[0].replace("-", "_")
    language = name.partition("_")[0].lower()
    if language in ("", "c", "posix", "en") or not name.replace("_", "").isalnum():
        return Translator(locale=locale)
    for folder in (name, language):
        try:
            with (FOLDER / folder / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
                from gettext import GNUTranslations

                return Translator(language, locale=locale, catalogue=GNUTranslations(file))
        except (OSError, ValueError, LookupError):
            continue  # not there, or not whole: English
    return Translator(locale=locale)


def languages() -> tuple[str, ...]:
    """The languages there are, English first, as ``translator`` takes them."""
    return ("en", *sorted(path.parent.parent.name for path in FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")))


def locale_of(environ: Mapping[str, str]) -> str:
    """The locale for messages that an environment asks for: LC_ALL, then LC_MESSAGES, then LANG; '' for none."""
    return next((found for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (found := environ.get(name, ""))), "")


def _wording(one: str, other: str, context: str, values: Mapping[str, object]) -> Wording:
    chosen = other if other and values.get("count") != 1 else one
    made = Wording(_filled(chosen, ENGLISH._said(values), chosen) if values else chosen)
    made.one, made.other, made.context, made.values = one, other, context, values
    return made


def _filled(text: str, values: Mapping[str, object], english: str) -> str:
    for form in (text, english):
        try:
            return form.format(**values)
        except (LookupError, ValueError, AttributeError, TypeError):
            continue
    return english


ENGLISH: Final = Translator()

# The forms of ``date``: {day} {month} {mon} {weekday} {wday} {year} {time}, where mon and wday are the short ones.
DATES: Final = (
    N_("{day} {month}", context="date"),
    N_("{day} {month} {year}", context="date"),
    N_("{month} {year}", context="date"),
    N_("{day} {mon}", context="date"),
    N_("{day} {mon} {year}", context="date"),
    N_("{wday} {time}", context="date"),
    N_("{wday} {day} {mon} {year}, {time}", context="date"),
    N_("{weekday} {time}", context="date"),
    N_("{weekday}, {day} {month}", context="date"),
    N_(".", context="decimal mark"),
    N_(",", context="between thousands"),
)
DAYS: Final = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
_DAYS_SHORT: Final = (
    N_("Mon", context="day"), N_("Tue", context="day"), N_("Wed", context="day"), N_("Thu", context="day"),
    N_("Fri", context="day"), N_("Sat", context="day"), N_("Sun", context="day"),
)  # fmt: skip
_MONTHS: Final = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May", context="month"), N_("June"),
    N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
_MONTHS_SHORT: Final = (
    N_("Jan", context="month"), N_("Feb", context="month"), N_("Mar", context="month"),
    N_("Apr", context="month"), N_("May", context="short month"), N_("Jun", context="month"),
    N_("Jul", context="month"), N_("Aug", context="month"), N_("Sep", context="month"),
    N_("Oct", context="month"), N_("Nov", context="month"), N_("Dec", context="month"),
)  # fmt: skip
_UNITS: Final = (("KB", 1000), ("MB", 1000**2), ("GB", 1000**3))
