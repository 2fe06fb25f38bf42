"""A post as it is spoken: where it stands, who answers whom, when, what is new; its words; what others answered.

Pure: rows come in, sentences and paragraphs go out, in the order in which they help a listener.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from tuigroup.commands import BY_NAME
from tuigroup.i18n import Translator
from tuigroup.store.rows import PostRow, ThreadRow
from tuigroup.views import boards, decided, times, titles, wishes, written_meetings
from tuigroup.views.clean import shown_line
from tuigroup.views.posts import HOPES, RESPONSES, ROLES, author
from tuigroup.wire import limits
from tuigroup.wire.words import PostState, ResponseKind


@dataclass(frozen=True, slots=True)
class Reader:
    """Who listens: their language, their clock; ``exact`` says times in full."""

    t: Translator
    now: int
    zone: tzinfo | None = None
    exact: bool = False


def spoken_time(reader: Reader, at: int) -> str:
    """``03:40`` today, ``Sunday 03:40`` this week, ``12 March`` before; all of it where ``exact``."""
    t = reader.t
    if reader.exact:
        return times.exact(t, at, reader.zone)
    when, today = times.local(at, reader.zone), times.local(reader.now, reader.zone)
    days = (today.date() - when.date()).days
    if 0 < days < 7:
        return t.date(when, "{weekday} {time}")
    return times.stamp(t, at, reader.now, reader.zone)


def heading(reader: Reader, head: ThreadRow, here: int) -> str:
    """``Thread: What do you do at 3 a.m.? 18 posts, 4 new.``"""
    t = reader.t
    title = titles.of_thread(t, head.title, limits.TITLE * 4) or t("a thread whose title is not here yet")
    end = "" if title[-1:] in ".?!" else "."
    return f"{t('Thread: {title}', title=title)}{end} {boards.about_thread(t, head, here)}."


def post_heading(reader: Reader, post: PostRow, place: int, count: int, *, new: bool) -> str:
    """``Post 3 of 60, level 2, heron answers anna, Sunday 03:40, new.`` ``place`` counts from 1."""
    t = reader.t
    who = t("you, {alias}", alias=author(t, post)) if post.own else author(t, post)
    role = t(ROLES.get(post.role, ""))
    if role:
        who = t("{alias}, {role},", alias=who, role=role)
    if post.parent is not None and post.answers and not post.turn:
        whom = shown_line(post.answers, limits.ALIAS * 2)
        who = t("{alias} answers {whom}", alias=who, whom=whom)
    shown = post.state is PostState.SHOWN
    parts = [
        t("Post {place} of {count}", place=place, count=count),
        t("level {level}", level=post.depth + 1) if post.depth else "",
        who.rstrip(","),
        spoken_time(reader, post.at),
        t(HOPES[post.intent]) if shown else "",
        written_meetings.said_of(t, post),
        t("edited") if post.edited and shown else "",
        t("new") if new else "",
    ]
    return ", ".join(part for part in parts if part) + "."


def responses(reader: Reader, post: PostRow) -> str:
    """``Thank you from 2, yours too. Me too from 3.``; '' where nobody responded."""
    t = reader.t
    found = []
    for kind, count in zip(ResponseKind, post.responses, strict=True):
        mine = post.mine is kind
        if count or mine:
            words = t(RESPONSES[kind])
            said = t("{response} from {count}", response=words[:1].upper() + words[1:], count=max(count, 1))
            found.append(said + (t(", yours among them") if mine else ""))
    return "; ".join(found) + "." if found else ""


def reviewed(reader: Reader, post: PostRow, wait: int) -> str:
    """What those who run the group have to do with it; '' for most posts."""
    return decided.of_post(reader.t, post, wait, BY_NAME["decisions"].word)


def wished(reader: Reader, post: PostRow) -> str:
    """Which content note somebody wishes it had; '' for most posts."""
    return wishes.under_post(reader.t, post, BY_NAME["put_note"].word, BY_NAME["let_be"].word)


def how_far(reader: Reader, post: PostRow, due: int, *, offline: bool) -> str:
    """How far one's own post got, in a sentence; '' for what the server has."""
    t = reader.t
    if post.sending == "refused":
        why = shown_line(t(post.problem), 300) or t("The server did not take it.")
        return t("Not sent: {why} Your words are kept; edit changes them, remove withdraws them.", why=why)
    if post.sending == "scheduled" and due > reader.now:
        return t("It goes out in {time}.", time=times.within(t, due - reader.now))
    if post.sending:
        return t("It waits for the line.") if offline else t("It is going out.")
    if post.pending:
        return t("A change waits for the line.") if offline else t("A change is going out.")
    return ""
