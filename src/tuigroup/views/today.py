"""What today tells, in words: who answered, what is new in a group, what meets next, what is unfinished."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo
from typing import Final

from tuigroup.i18n import Translator
from tuigroup.store import Store
from tuigroup.store.rows import Answer, Draft, JoinedGroup, NoticeRow
from tuigroup.views import notices, waiting
from tuigroup.views.clean import shown_line
from tuigroup.views.meetings import Occurrence, next_meeting, until, when
from tuigroup.views.needs import Link
from tuigroup.views.posts import RESPONSES, called, topics_folded, veils
from tuigroup.views.times import ago, greeting, said
from tuigroup.wire import limits
from tuigroup.wire.words import Role, Standing

DAY: Final = 24 * 60
SOON: Final = 6 * 60
LOOK_BACK: Final = 14 * DAY
ANSWERS: Final = 6
WATCHED: Final = 4
MEETINGS: Final = 3
ANSWERED: Final = ("admitted", "declined")  # notices that come with a facilitator's own word


def greeted(t: Translator, account: str | None, since: int, now: int, zone: tzinfo | None, *, fresh: bool) -> str:
    """A greeting; ``since`` is the minute of the visit before, 0 for none, ``fresh`` whether something came since."""
    words = greeting(t, now, zone)
    if account is None:
        return t("{words}. You are looking around as a guest.", words=words)
    if not since:
        return t("{words}, and welcome.", words=words)
    if not fresh:
        return t("{words}. Nothing new since {when}.", words=words, when=said(t, since, now, zone))
    return t("{words}. What happened since {when}:", words=words, when=said(t, since, now, zone))


def fresh(store: Store, since: int, now: int, joined: Iterable[JoinedGroup]) -> bool:
    """Whether there is anything to tell of: an answer, a notice, something unread."""
    return any(group.unread for group in joined) or bool(store.notices.all()) or bool(answers(store, since, now))


def notice(t: Translator, store: Store, found: NoticeRow, zone: tzinfo | None = None) -> str:
    """A notice, with a facilitator's own word where there is one."""
    group = store.groups.get(found.group)
    text = notices.words(t, found, shown_line(group.name, 48) if group is not None else "", zone)
    mine = store.groups.membership(found.group) if found.type in ANSWERED else None
    if mine is not None and mine.word:
        text += " " + t('Their word to you: "{word}"', word=shown_line(mine.word, limits.WORD))
    return text


def answers(store: Store, since: int, now: int) -> list[Answer]:
    """The latest answers to show: unread ones, and those since the visit before."""
    found = store.answers(max(0, min(since, now) - LOOK_BACK), limit=20)
    return [answer for answer in found if answer.unread or answer.at >= since][:ANSWERS]


def who(t: Translator, answer: Answer) -> str:
    """``heron answered you``, ``"thank you" for your post, 2 times``."""
    if answer.kind == "reply":
        return t("{alias} answered you", alias=called(t, answer.alias, 20))
    kind = t(RESPONSES[answer.response]) if answer.response is not None else ""
    if answer.count > 1:
        return t('"{kind}" for your post, {count} times', kind=kind, count=answer.count)
    return t('"{kind}" for your post', kind=kind)


def answer_note(store: Store, answer: Answer) -> str:
    """The content note that hides an answer's words, '' where none does."""
    folds = topics_folded(store.settings.get("folds", "*"))
    return shown_line(answer.note, limits.NOTE) if veils(answer.note, folds) else ""


def group_words(t: Translator, store: Store, joined: JoinedGroup, now: int, zone: tzinfo | None) -> str:
    """What is worth saying of a group besides how much is new."""
    if joined.membership.standing is Standing.REQUESTED:
        return t("your request waits for a facilitator")
    if joined.on_break:
        return t("you take a break")
    words = []
    if joined.membership.role is not Role.MEMBER:
        requests = store.groups.join_requests(joined.group.group)
        asking = sum(one.standing is Standing.REQUESTED for one in requests)
        if asking:
            words.append(t.plural("{count} asks to join", "{count} ask to join", asking))
        cases = store.casebook.waiting(joined.group.group)
        if cases:
            words.append(t.plural("{count} case waits", "{count} cases wait", cases))
        offered = store.offers.waiting(joined.group.group)
        if offered:
            words.append(t.plural("{count} for the library", "{count} for the library", offered))
    if joined.unanswered:
        words.append(waiting.summed(t, joined.unanswered, 0))
    meeting = next_of(store, joined.group.group, now)
    if meeting is not None and meeting.start - now < DAY:
        words.append(t("meets {when}", when=when(t, meeting, now, zone)))
        if now < meeting.start < now + SOON:
            words[-1] += f", {until(t, meeting, now)}"
    if not words and not joined.unread:
        words.append(t("quiet"))
    return "; ".join(words)


def who_waits(t: Translator, store: Store, joined: Iterable[JoinedGroup] | None = None) -> str:
    """``1 waits for a first answer, 2 wait for a second voice``, for who sees it; '' where nobody waits."""
    return waiting.summed(t, *waiting.count(waiting.threads(store, joined)))


def next_meetings(store: Store, joined: Iterable[JoinedGroup], now: int) -> list[tuple[Occurrence, JoinedGroup]]:
    """When each group meets next, soonest first."""
    found = ((next_of(store, one.group.group, now), one) for one in joined)
    return sorted(((at, one) for at, one in found if at is not None), key=lambda pair: pair[0].start)


def later_meetings(store: Store, joined: Iterable[JoinedGroup], now: int) -> list[tuple[Occurrence, JoinedGroup]]:
    """Those of them that the words of no group tell: after a day from now."""
    return [(at, one) for at, one in next_meetings(store, joined, now) if at.start - now >= DAY][:MEETINGS]


def next_of(store: Store, group: int, now: int) -> Occurrence | None:
    """The next meeting of a group."""
    return next_meeting(store.groups.meetings_of(group), now)


def draft(t: Translator, store: Store, found: Draft, now: int) -> str:
    """``a reply in Night Porters, 3 lines, saved 2 min ago``."""
    group = store.groups.get(found.group)
    name = shown_line(group.name, 48) if group is not None else t("a group")
    what = {"reply": t("a reply"), "thread": t("a new thread"), "edit": t("a change"), "private": t("a private word")}[
        found.kind
    ]
    if found.also:
        what = t("second version of {what}", what=what)
    lines = found.body.count("\n") + 1 if found.body else 0
    what = t("{what} in {group}", what=what, group=name)
    size = t("{lines} lines", lines=lines) if lines > 1 else ""
    fresh = now - found.saved_at < 1
    saved = t("saved just now") if fresh else t("saved {time} ago", time=ago(t, found.saved_at, now))
    return ", ".join(part for part in (what, size, saved) if part)


def unsent(t: Translator, store: Store, line: Link) -> str:
    """``2 waiting for the line``; '' where nothing waits."""
    waiting = store.outbox.rows()
    if not waiting:
        return ""
    refused = sum(row.state == "refused" for row in waiting)
    if refused:
        return t("{refused} of {count} not taken; please look", refused=refused, count=len(waiting))
    if line.state in ("offline", "paused"):
        return t("{count} waiting for the line", count=len(waiting))
    return t("{count} waiting", count=len(waiting))
