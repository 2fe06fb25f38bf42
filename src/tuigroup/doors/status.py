"""`tuigroup status`: one line for a shell prompt, with nobody's words in it. Asks no server and writes nothing."""

from __future__ import annotations

from tuigroup.config import Settings
from tuigroup.doors.visit import as_chosen, store_path
from tuigroup.i18n import ENGLISH, Translator
from tuigroup.session import locking, staying
from tuigroup.store import Store


def run(settings: Settings, t: Translator, *, silent: bool) -> int:
    line = "" if silent or settings.silent_status else summary(settings, t)
    if line:
        print(line)
    return 0


def summary(settings: Settings, t: Translator = ENGLISH) -> str:
    """Such as "2 answers, 14 new, 1 to send"; '' where there is nothing, it is locked, or nothing
    is kept after leaving."""
    settings = as_chosen(settings)
    path = store_path(settings, settings.server) if settings.server else None
    if path is None or not path.is_file():
        return ""
    store = Store.open(path)
    try:
        if store.settings.get("silent") == "on" or locking.is_locked(store) or store.settings.get(staying.MARK):
            return ""
        answers = sum(1 for answer in store.answers(store.marks.last_visit(), 100) if answer.unread)
        new = sum(group.unread for group in store.groups.joined())
        waiting = store.outbox.count()
    finally:
        store.close()
    parts = []
    if answers:
        parts.append(t.plural("{count} answer", "{count} answers", answers))
    if new:
        parts.append(t.plural("{count} new", "{count} new", new))
    if waiting:
        parts.append(t("{waiting} to send", waiting=waiting))
    return ", ".join(parts)
