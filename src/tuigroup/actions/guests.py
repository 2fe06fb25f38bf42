"""Guest sessions: announcing one, asking without a name, ending it, its transcript. Each one operation."""

from __future__ import annotations

from collections.abc import Sequence

from tuigroup.actions import words
from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.store import Store
from tuigroup.text import clean, line, scripts, skeleton
from tuigroup.wire import limits
from tuigroup.wire.ops import AskUnnamed, EndSession, OpenSession, Transcribe
from tuigroup.wire.words import Licence


def open_session(
    store: Store, group: int, *, name: str, credentials: str, title: str, body: str, start: int, until: int,
    licence: Licence,
) -> str:  # fmt: skip
    """Announces a guest, by who runs the group; ``start`` and ``until`` are minutes. Raises BadInput."""
    named = line(name, limits.ALIAS)
    if not skeleton(named) or len(scripts(named)) > 1:
        raise BadInput(N_("A guest needs a name, in letters of one alphabet."), field="name")
    if until <= store.now_min() or not start < until <= start + limits.SESSION_MINUTES:
        raise BadInput(N_("A guest session ends after it begins, within 14 days, and not before now."), field="hours")
    op = OpenSession(
        k=store.new_key(), g=group, name=named, credentials=words.credentials(credentials), title=words.title(title),
        body=words.body(body), start=start, until=until, licence=licence,
    )  # fmt: skip
    return store.outbox.add(op)


def ask_unnamed(store: Store, group: int, thread: int, body: str, note: str = "") -> str:
    """Asks a guest without a name. Raises BadInput."""
    op = AskUnnamed(k=store.new_key(), g=group, thread=thread, body=words.body(body), note=words.note(note))
    return store.outbox.add(op)


def end_session(store: Store, group: int, thread: int) -> str:
    return store.outbox.add(EndSession(k=store.new_key(), g=group, thread=thread))


def transcribe(store: Store, group: int, thread: int, title: str, body: str, topics: Sequence[str] = ()) -> str:
    """Puts what was said into the library, or (empty ``body``) takes it out. Raises BadInput that names the field."""
    text = clean(body, limits.TRANSCRIPT)
    named = [topic for topic in (line(topic, limits.TOPIC) for topic in topics) if topic][: limits.TOPICS]
    title = words.title(title) if text else ""
    op = Transcribe(k=store.new_key(), g=group, thread=thread, title=title, body=text, topics=named)
    return store.outbox.add(op)
