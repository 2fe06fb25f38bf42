"""What is offered where somebody's words suggest danger: lines that are open, and a word with the facilitators alone.

Never more than an offer: whoever wants to post posts, with one key. Nothing of it is kept, told or counted.
"""

from __future__ import annotations

from datetime import tzinfo
from typing import Final

from tuigroup import wording
from tuigroup.helplines.words import LANGUAGES, emergency
from tuigroup.i18n import Translator
from tuigroup.store import Store
from tuigroup.store.rows import Draft
from tuigroup.views import duty
from tuigroup.views.boards import can_whisper
from tuigroup.views.clean import shown_line
from tuigroup.views.edges import key_of
from tuigroup.views.help_now import country_of, facts, named_open, reads
from tuigroup.views.needs import SettingsLike
from tuigroup.wording import OFFER, Wording

HELP: Final = "help"
POST: Final = "post"
KEEP: Final = "keep"
FACILITATORS: Final = "facilitators"
SETTING: Final = "danger"
TOLD: Final = "danger.told"  # what was said last of broken lists


def wordings(store: Store, settings: SettingsLike) -> Wording:
    """The lists as operator and member have set them."""
    off = store.settings.get(SETTING, "on") == "off"
    return wording.load("off" if off else settings.danger)


def lists(t: Translator, store: Store, settings: SettingsLike) -> list[str]:
    """What is looked for besides the usual, and what is wrong with it: sentences, none where nothing is unusual."""
    if store.settings.get(SETTING, "on") == "off" or settings.danger in ("on", ""):
        return []
    found = wording.read(settings.danger)
    named = [t(LANGUAGES[language]) for language in found.languages] + [shown_line(file, 60) for file in found.files]
    said = [t("Lists: {names}.", names=", ".join(named))] if named else [t("No list is used.")]
    return said + [t(fault) for fault in found.faults]


def broken(t: Translator, store: Store, settings: SettingsLike) -> str:
    """What is wrong with lists of one's own, in a sentence: once, and again where something else is; else ''."""
    own = settings.danger not in ("on", "") and store.settings.get(SETTING, "on") != "off"
    faults = wording.read(settings.danger).faults if own else ()
    said = faults[0] if faults else ""
    if said == store.settings.get(TOLD):
        return ""
    store.settings.set(TOLD, said)
    return t(said) if said else ""


def whole(draft: Draft) -> str:
    """What somebody wrote themselves, without what they quote."""
    own = [line for line in draft.body.split("\n") if not line.startswith(">")]
    return "\n".join([draft.title, *own])


def offer(t: Translator, store: Store, settings: SettingsLike, draft: Draft, zone: tzinfo | None) -> str:
    """The words before the choices: what was noticed and by whom, whom one can reach now, when facilitators answer."""
    said = [t(OFFER), *_lines(t, store, settings)]
    if draft.kind != "private" and can_whisper(store, draft.group):
        said += duty.answered_by(t, store, draft.group, zone)
    return " ".join(said)


def choices(t: Translator, store: Store, draft: Draft) -> list[tuple[str, str, str]]:
    """(key, label, value)."""
    found = [("h", t("help now: crisis lines"), HELP)]
    if draft.kind in ("reply", "thread") and can_whisper(store, draft.group):
        found.append(("f", t("send it to the facilitators alone, as a private word"), FACILITATORS))
    return [*found, ("p", t("post it as it is"), POST), ("k", t("keep it as a draft"), KEEP)]


def _lines(t: Translator, store: Store, settings: SettingsLike) -> list[str]:
    lines = facts(store).read_by(reads(t, store, settings))
    country = country_of(store, settings, lines)
    if country is None:
        return [t("{key} has crisis lines by country.", key=t(key_of("help_now", settings.keys)))]
    said = [t("In danger right now: {number}.", number=emergency(t, country))]
    named, _ = named_open(t, lines, country, store.now_min())
    return [*said, t("Open now: {lines}.", lines="; ".join(named))] if named else said
