"""Guest sessions in words, on screens and in the line mode: who comes when, what can be done, the two sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from tuigroup import actions
from tuigroup.errors import BadInput
from tuigroup.i18n import N_, Translator
from tuigroup.store import Store
from tuigroup.store.rows import PostRow, ThreadRow
from tuigroup.views.boards import is_member, runs
from tuigroup.views.clean import shown_line
from tuigroup.views.offers import BODY, LICENCES, TITLE, TOPICS, Choices, TextSheet
from tuigroup.views.sheet_field import SheetField
from tuigroup.views.visitors import who, window
from tuigroup.wire import limits
from tuigroup.wire.guests import GuestSession
from tuigroup.wire.words import Licence, PostState

WRITE: Final = N_("Your question. Nobody sees who asks, the guest and those who run the group neither")
UNNAMED: Final = N_(
    "Ask without a name: it is published some minutes later, so that nothing shows whose it is. What is asked and "
    "answered may go to the library, without names of members."
)
SEND: Final = N_("Send your question without a name?")
ASKED: Final = N_("On its way. It appears some minutes later, without a name.")
CODE: Final = N_("Type the code that you were given as a guest.")
COMES: Final = N_("On its way. You see the session as soon as the server has let you in.")
ANNOUNCED: Final = N_("On its way. The group sees it as soon as the server has it; Q in its thread shows the code.")
ENDED: Final = N_("On its way. The thread is locked then, and the guest sees nothing any more.")
END: Final = N_("End the session now? The thread is locked, and the guest sees nothing any more.")
TRANSCRIBED: Final = N_("On its way. It stands in the library as soon as the server has it.")
OUT: Final = N_("On its way. It is out of everybody's library as soon as the server has it.")
GUEST: Final = N_("You are here as the guest of a session; its thread is all that you see of the group.")
WORDS: Final = N_(
    "The group sees it at once and can ask. You get a code, and with it the guest comes to this thread only."
)
TRANSCRIPT: Final = N_(
    "What was asked and answered, without names of members. Leave out what is nobody else's business."
)


def tail(t: Translator, store: Store, head: ThreadRow | None, now: int, zone: tzinfo | None, key: str) -> str:
    """Below the posts of a session: who the guest is, when they answer, and what one can do."""
    found = store.groups.session_of(head.group, head.ref) if head is not None else None
    if head is None or found is None:
        return ""
    told = f"{t('Guest')}: {who(found)}; {window(t, found, now, zone)}."
    mine = store.groups.membership(head.group)
    if found.closed or not is_member(mine):
        return told
    return (
        told + " " + t("{key} asks a question, also without a name; me too (+) says that it is yours as well.", key=key)
    )


def worded(t: Translator, store: Store, posts: Iterable[PostRow], head: ThreadRow | None) -> list[PostRow]:
    """Posts of a session with words for who has no name, and the guest marked as one."""
    posts = list(posts)
    found = store.groups.session_of(head.group, head.ref) if head is not None else None
    names = {post.ref: _name(t, post) for post in posts if post.unnamed}
    if found is None and not names:
        return posts
    out = []
    for post in posts:
        changes: dict[str, str] = {}
        if post.unnamed:
            changes["alias"] = names[post.ref]
        elif found is not None and post.member == found.member and post.member:
            changes["credentials"] = ", ".join(part for part in (t("guest"), post.credentials) if part)
        if post.parent in names:
            changes["answers"] = names[post.parent]
        out.append(replace(post, **changes) if changes else post)  # type: ignore[arg-type]
    return out


def _name(t: Translator, post: PostRow) -> str:
    return t("no name, yours") if post.unnamed == 2 else t("without a name")


def choices(t: Translator, store: Store, group: int, found: GuestSession) -> Choices:
    """What one can do about a session, as key, label and value."""
    out: Choices = []
    if not found.closed:
        out += [("a", t("ask under your alias"), "ask"), ("n", t("ask without a name"), "unnamed")]
    if found.slug:
        out.append(("l", t("read it in the library"), "read"))
    if runs(store.groups.membership(group)):
        if found.code:
            out.append(("c", t("the code for the guest"), "code"))
        out.append(("t", t("make the transcript for the library"), "transcript"))
        if found.slug:
            out.append(("x", t("take the transcript out of the library"), "out"))
        if not found.closed:
            out.append(("e", t("end the session now"), "end"))
    return out


def code(t: Translator, store: Store, group: int, found: GuestSession) -> str:
    record = store.groups.get(group)
    name = shown_line(record.name, 48) if record is not None else ""
    return t(
        "The guest opens the page of {group}, presses Q (types session), and gives: {code}", group=name, code=found.code
    )


def draft(store: Store, group: int, thread: object) -> str:
    return store.settings.get(f"form.ask.{group}.{thread}")


def keep(store: Store, group: int, thread: object, text: str) -> None:
    store.settings.set(f"form.ask.{group}.{thread}", text)


# The sheets


_LICENCES: Final = tuple((key, words, licence.value) for licence, (key, words) in LICENCES.items())


class Announcing(TextSheet):
    """A guest session that is announced; times by one's own clock."""

    fields: Sequence[SheetField] = (
        SheetField("name", N_("Guest"), "line", N_("What is the guest called?"), limits.ALIAS),
        SheetField("credentials", N_("Credentials"), "line", N_("What should members know of them, in a line?"),
                   limits.CREDENTIALS),
        SheetField("title", N_("About"), "line", N_("What is it about? It is the title of the thread."), limits.TITLE),
        SheetField("body", N_("Words"), "text", N_("What should members know before they ask"), limits.BODY),
        SheetField("start", N_("Begins"), "line", N_("When does it begin, by your clock? As in 2027-01-05 19:00"), 16),
        SheetField("hours", N_("Hours"), "line", N_("For how many hours can the guest answer? At most 336."), 3),
        SheetField("licence", N_("Licence"), "choice", N_("What may others do with the transcript?"),
                   choices=_LICENCES),
    )  # fmt: skip

    def __init__(self, store: Store, group: int, zone: tzinfo | None) -> None:
        super().__init__(store, f"guest.{group}", {"hours": "2", "licence": Licence.READ.value})
        self.group = group
        self._zone = zone

    def value(self, t: Translator, name: str) -> str:
        typed = self.typed(name)
        return t(LICENCES[Licence(typed)][1]) if name == "licence" else typed

    def put(self, name: str, text: str, *, really: bool = True) -> None:
        if name == "start":
            self._start(text)
        elif name == "hours":
            self._hours(text)
        super().put(name, text, really=really)

    def _start(self, text: str) -> int:
        try:
            at = datetime.strptime(text.strip(), "%Y-%m-%d %H:%M").replace(tzinfo=self._zone or UTC)
        except ValueError:
            raise BadInput(N_("Please type a date and a time, such as 2027-01-05 19:00."), field="start") from None
        return int((at - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(minutes=1))

    def _hours(self, text: str) -> int:
        typed = text.strip()
        most = limits.SESSION_MINUTES // 60
        if not (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= most):
            raise BadInput(N_("A session is one hour long at least, and 336 at most."), field="hours")
        return int(typed)

    def send(self) -> None:
        """Raises BadInput that names the field."""
        start = self._start(self.typed("start"))
        until = start + self._hours(self.typed("hours")) * 60
        said = {name: self.typed(name) for name in ("name", "credentials", "title", "body")}
        licence = Licence(self.typed("licence"))
        actions.open_session(self.store, self.group, **said, start=start, until=until, licence=licence)
        self.forget()


class Transcript(TextSheet):
    """What was said, edited; it begins with what the guest answered, and to what, and names no member."""

    fields: Sequence[SheetField] = (TITLE, replace(BODY, limit=limits.TRANSCRIPT), TOPICS)

    def __init__(self, store: Store, t: Translator, group: int, found: GuestSession) -> None:
        head = store.threads.get(group, found.thread)
        record = store.groups.get(group)
        begin: Mapping[str, str] = {
            "title": head.title if head is not None else "",
            "body": talk(t, store.threads.posts(group, found.thread), found),
            "topics": ", ".join(record.topics) if record is not None else "",
        }
        super().__init__(store, f"transcript.{group}.{found.thread}", begin)
        self.group = group
        self.found = found

    def send(self) -> None:
        """Raises BadInput that names the field."""
        body = self.typed("body")
        if not body.strip():
            raise BadInput(N_("There is nothing written yet."), field="body", todo=N_("A word or two is enough."))
        actions.transcribe(self.store, self.group, self.found.thread, self.typed("title"), body, self.topics)
        self.forget()


def talk(t: Translator, posts: Iterable[PostRow], found: GuestSession) -> str:
    """What was asked and answered, in its order; what nobody answered stays out."""
    there = [post for post in posts if post.state is PostState.SHOWN and not post.review]
    answered = {post.parent for post in there if post.member == found.member}
    out = []
    for post in there[1:]:
        if post.member == found.member:
            out.append(f"**{t('Answer')}.** {post.body}")
        elif post.ref in answered:
            out.append(f"**{t('Question')}.** {post.body}")
    return "\n\n".join(out)
