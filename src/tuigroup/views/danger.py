"""What is offered where somebody's words suggest danger: lines that are open, and a word with the facilitators alone.

Never more than an offer: whoever wants to post posts, with one key. Nothing of it is kept, told or counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Final

from tuigroup import wording
from tuigroup.helplines import CrisisLine
from tuigroup.helplines.hours import open_now
from tuigroup.helplines.words import WAYS, emergency, given
from tuigroup.i18n import Translator
from tuigroup.store import Store
from tuigroup.store.rows import Draft
from tuigroup.views import duty
from tuigroup.views.boards import can_whisper
from tuigroup.views.edges import key_of
from tuigroup.views.help_now import facts
from tuigroup.views.needs import SettingsLike
from tuigroup.wording import OFFER, Wording

HELP: Final = "help"
POST: Final = "post"
KEEP: Final = "keep"
FACILITATORS: Final = "facilitators"
SETTING: Final = "danger"
LINES: Final = 2  # crisis lines named in the offer; help now has all


def wordings(store: Store, settings: SettingsLike) -> Wording:
    """The lists as operator and member have set them."""
    off = store.settings.get(SETTING, "on") == "off"
    return wording.load("off" if off else settings.danger)


def whole(draft: Draft) -> str:
    """What somebody wrote themselves, without what they quote."""
    own = [line for line in draft.body.split("\n") if not line.startswith(">")]
    return "\n".join([draft.title, *own])


def offer(t: Translator, store: Store, settings: SettingsLike, draft: Draft, zone: tzinfo | None) -> str:
    """The words before the choices: what was noticed and by whom, whom one can reach now, when facilitators answer."""
    said = [t(OFFER), *_lines(t, store, store.settings.get("country", settings.country).upper(), settings)]
    if draft.kind != "private" and can_whisper(store, draft.group):
        said += duty.answered_by(t, store, draft.group, zone)
    return " ".join(said)


def choices(t: Translator, store: Store, draft: Draft) -> list[tuple[str, str, str]]:
    """(key, label, value)."""
    found = [("h", t("help now: crisis lines"), HELP)]
    if draft.kind in ("reply", "thread") and can_whisper(store, draft.group):
        found.append(("f", t("send it to the facilitators alone, as a private word"), FACILITATORS))
    return [*found, ("p", t("post it as it is"), POST), ("k", t("keep it as a draft"), KEEP)]


def _lines(t: Translator, store: Store, code: str, settings: SettingsLike) -> list[str]:
    lines, now = facts(store), store.now_min()
    country = next((found for found in (*lines.countries, *lines.given) if found.code == code), None)

    if country is None:
        return [t("{key} has crisis lines by country.", key=t(key_of("help_now", settings.keys)))]
    said = [t("In danger right now: {number}.", number=emergency(t, country))]
    packaged = country.lines if country in lines.countries else ()
    on_top = [f"{one} ({given(t)})" for one in _open(t, lines.given_in(code), now)]
    named = [*on_top, *_open(t, packaged, now)]
    return [*said, t("Open now: {lines}.", lines="; ".join(named))] if named else said


def _open(t: Translator, lines: Sequence[CrisisLine], now: int) -> list[str]:
    return [
        t("{name} ({way} {number})", name=line.name, way=t(WAYS.get(contact.by, contact.by)), number=contact.show)
        for line, contact in open_now(lines, now)[:LINES]
    ]
