"""What came in while somebody was typing, told before the next prompt and never in the middle of a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo

from tuigroup.i18n import Translator
from tuigroup.store import Store
from tuigroup.views import notices, quiet, reminders, written_meetings
from tuigroup.views.clean import shown_line
from tuigroup.views.needs import EngineLike


@dataclass(frozen=True, slots=True)
class News:
    """What is worth comparing: unread posts by group, notices, what waits and what was refused, the line."""

    unread: dict[int, int]
    notices: frozenset[int]
    waiting: int
    refused: int
    line: str
    sentence: str
    downloads: frozenset[str]
    saved: frozenset[str]
    meetings: frozenset[tuple[str, int, int]]
    written: written_meetings.Stands

    @classmethod
    def of(cls, store: Store, engine: EngineLike) -> News:
        rows = store.outbox.rows()
        status = engine.status()
        return cls(
            {joined.group.group: joined.unread for joined in store.groups.joined()},
            frozenset(notice.id for notice in store.notices.all()),
            len(rows),
            sum(row.state == "refused" for row in rows),
            {"connecting": "", "online": "online"}.get(status.state, status.reason or status.state),
            status.sentence,
            frozenset(engine.downloads()),
            frozenset(store.resources.saved()),
            frozenset(one.key for one in reminders.due(store, store.now_min())),
            written_meetings.stands(store),
        )


def told(t: Translator, store: Store, before: News, after: News, zone: tzinfo | None = None) -> Iterator[str]:
    """What changed from one to the other, in sentences."""
    for group, count in after.unread.items():
        new = count - before.unread.get(group, 0)
        found = store.groups.get(group)
        if new > 0 and found is not None and not quiet.quiet_now(store, group):
            name = shown_line(found.name, 60)
            yield t.plural("{count} new post in {group}.", "{count} new posts in {group}.", new, group=name)
    for notice in store.notices.all():
        if notice.id not in before.notices:
            about = store.groups.get(notice.group)
            yield notices.words(t, notice, shown_line(about.name, 60) if about is not None else "", zone)
    for one in reminders.due(store, store.now_min()):
        if one.key not in before.meetings and reminders.speaks(store, one):
            yield reminders.words(t, store, one, store.now_min(), zone)
    yield from written_meetings.news(t, store, before.written, after.written, zone)
    if after.refused > before.refused:
        yield t("Something was not taken by the server. It is kept; outbox shows why.")
    elif after.waiting < before.waiting and not after.waiting:
        yield t("Everything you wrote has been sent.")
    if after.line and after.line != before.line and (before.line or after.line != "online"):
        yield t(after.sentence)
    for slug in sorted(before.downloads - after.downloads):
        head = store.resources.head(slug)
        if slug in after.saved and head is not None:
            yield t('"{title}" is here now.', title=shown_line(head.title, 200))
