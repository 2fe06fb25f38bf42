"""Crisis lines in plain words, the same on screens, in the line mode and in a shell. Nothing is ranked or left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from tuigroup.helplines import LABEL, Contact, Country, CrisisLine, Helplines, main_language, old
from tuigroup.i18n import N_, Translator

LANGUAGES: Final = {
    "en": N_("English"),
    "es": N_("Spanish"),
    "fr": N_("French"),
    "fr-CA": N_("French"),
    "de": N_("German"),
    "ja": N_("Japanese"),
    "zh": N_("Chinese"),
    "ko": N_("Korean"),
    "pt": N_("Portuguese"),
    "fil": N_("Filipino"),
    "th": N_("Thai"),
    "vi": N_("Vietnamese"),
    "ne": N_("Nepali"),
    "id": N_("Indonesian"),
}
WAYS: Final = {"phone": N_("call"), "text": N_("text", context="way")}
# What a list may say of a price; whatever else stands there is said as it was written.
COSTS: Final = (N_("local rate"), N_("usual rate"), N_("charged"))
UNKNOWN_COST: Final = N_("cost not known")

DANGER: Final = N_("If someone is in danger now, call the emergency number.")
UNSURE: Final = N_("You do not have to be sure, or to explain well. They are used to that.")
NO_SERVICE: Final = N_(
    "tuigroup is not a crisis service. Nobody here watches day and night, and an answer can take hours."
)
ON_DUTY: Final = N_("Who runs a group says when they are there: its page, and the place where you write, show it.")
GIVEN: Final = N_("given by whoever runs this server")
OLD: Final = N_("older than a year")
NONE_HERE: Final = N_("No crisis line of this country is in our list.")
ELSEWHERE: Final = N_(
    "If your country is not here: 112 reaches an emergency service from most mobile phones in most countries."
)


def day(t: Translator, when: date) -> str:
    return t.date(when, "{day} {month} {year}")


def origin(t: Translator, facts: Helplines) -> tuple[str, str, str]:
    """Where the facts are from: what stands before the label, the label, what stands after it."""
    source, seen = facts.origin, day(t, facts.seen)
    before = t("These lines are from a public list ({source}, as of {date}) and are", source=source, date=seen)
    return before + " ", t(LABEL), ". " + t("If one does not answer, try the next.")


def name(t: Translator, country: Country) -> str:
    return t(country.name, context="country")


def emergency(t: Translator, country: Country) -> str:
    """Its emergency number, or two of them with "or" between."""
    return f" {t('or')} ".join(country.emergency.split(" or "))


def in_danger(t: Translator, facts: Helplines, country: str) -> str:
    """What comes before everything else, with the own country's number where that is known."""
    known = (found for found in (*facts.countries, *facts.given) if found.code == country.upper())
    own = next(known, None)
    return t(DANGER) + (f" {emergency(t, own)}" if own is not None else "")


def contact_parts(t: Translator, contact: Contact, reads: Sequence[str] = ()) -> tuple[str, str, str]:
    """How to reach a line: the way (call, text), the number, and when, what it costs and in which languages.

    A line that speaks nothing but the first language of ``reads`` says nothing of languages.
    """
    way, number = reached(t, contact)
    words = [dialled(t, contact), t("day and night") if contact.hours == "24/7" else t(contact.hours)]
    words += [cost(t, contact), t("no name needed") if contact.anonymous else "", _languages(t, contact, reads)]
    return way, number, "; ".join(filter(None, words))


def reached(t: Translator, contact: Contact) -> tuple[str, str]:
    """``call`` and ``116 123``; ``text`` and ``SHOUT to 85258``."""
    number = contact.show
    if contact.keyword:
        number = t("{keyword} to {number}", keyword=contact.keyword, number=contact.show)
    return t(WAYS.get(contact.by, contact.by)), number


def dialled(t: Translator, contact: Contact) -> str:
    """The number to dial where it is another one than its digits that are shown, else ''."""
    shown = "".join(filter(str.isalnum, contact.show))
    return t("dial {number}", number=contact.dial) if contact.dial not in ("", shown) else ""


def cost(t: Translator, contact: Contact) -> str:
    """What it costs, in words; also that it is not known."""
    if contact.free:
        return t("free")
    return t(contact.cost) if contact.cost else t(UNKNOWN_COST)


def _languages(t: Translator, contact: Contact, reads: Sequence[str]) -> str:
    codes = {main_language(code) for code in contact.languages}
    if not codes or (reads and codes == {main_language(reads[0])}):
        return ""
    spoken = dict.fromkeys(t(LANGUAGES.get(code, code)) for code in contact.languages)
    own = next((code for code in map(main_language, (*reads, "en")) if code in codes), "")
    if len(spoken) < 4 or not own:
        return ", ".join(spoken)
    if own == "en":
        return t("{count} languages, English too", count=len(spoken))
    return t("{count} languages, {own} too", count=len(spoken), own=t(LANGUAGES.get(own, own)))


def source(t: Translator, found: CrisisLine, today: date) -> tuple[str, str]:
    """Where a line is from and of which day, and a mark where that is long ago, else ''."""
    said = t("source {source}, {date}", source=found.source, date=day(t, found.seen))
    return said, t(OLD) if old(found.seen, today) else ""


def given_briefly(t: Translator) -> str:
    """The same where there is little room."""
    return t("from this server, not verified by us")


def given(t: Translator) -> str:
    """Whose word a line is that does not come with the package."""
    return f"{t(GIVEN)}, {t(LABEL)}"


def about(t: Translator, found: CrisisLine, *, packaged: bool) -> str:
    """What a line is for, '' where that is not said; what comes from a server is in its operator's own words."""
    return t(found.about) if packaged and found.about else found.about


def plain(
    t: Translator, facts: Helplines, country: str, today: date, there: Sequence[str] = (), reads: Sequence[str] = ()
) -> Iterator[str]:
    """Everything as lines of text, the country's own first, in it what speaks a language of ``reads`` (the translator's
    where none is named); ``there`` says when somebody of tuigroup is."""
    reads = reads or (t.language,)
    facts = facts.read_by(reads)
    yield in_danger(t, facts, country)
    yield t(UNSURE)
    yield " ".join([t(NO_SERVICE), *(there or [t(ON_DUTY)])])
    yield "".join(origin(t, facts))
    for found, on_top in facts.sections(country):
        yield ""
        yield t("{country}: emergency number {number}", country=name(t, found), number=emergency(t, found))
        if not (found.lines or on_top):
            yield f"  {t(NONE_HERE)}"
        for crisis_line in on_top:
            yield from _plain(t, crisis_line, today, reads, packaged=False)
        for crisis_line in found.lines:
            yield from _plain(t, crisis_line, today, reads, packaged=True)
    yield ""
    yield t("Emergency numbers elsewhere")
    yield from (f"  {name(t, found)}: {emergency(t, found)}" for found in facts.ordered() if not found.lines)
    yield ""
    yield t(ELSEWHERE)


def _plain(t: Translator, found: CrisisLine, today: date, reads: Sequence[str], *, packaged: bool) -> Iterator[str]:
    what = about(t, found, packaged=packaged)
    yield f"  {found.name}" + (f" ({what})" if what else "")
    for contact in found.contacts:
        way, number, rest = contact_parts(t, contact, reads)
        yield f"    {way} {number}  {rest}"
    said = [*([] if packaged else [given(t)]), *filter(None, source(t, found, today))]
    yield "    " + "; ".join(said)
