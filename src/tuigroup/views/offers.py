"""What is offered for the library in words, on screens and in the line mode: how, what of it, what can be done.

Also the sheet on which who runs a group reviews a text, kept on disk until it is sent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from tuigroup import actions
from tuigroup.i18n import N_, Translator
from tuigroup.store import Store
from tuigroup.store.rows import PostRow, ThreadRow
from tuigroup.text import clean, line
from tuigroup.views.boards import runs
from tuigroup.views.clean import shown, shown_line
from tuigroup.views.sheet_field import SheetField
from tuigroup.wire import limits
from tuigroup.wire.offers import OwnOffer, Waiting
from tuigroup.wire.ops import AskOffer, Offer, Shelve, TakeOut
from tuigroup.wire.words import BoardPurpose, Licence, PostState, Stand

Choices = list[tuple[str, str, str]]
BOARDS: Final = (BoardPurpose.COPING, BoardPurpose.STORIES)
OFFER: Final = N_(
    "Offer it for the library? Everybody can read it there, also who is in no group. Those who run the group read it "
    "first and may change it lightly. You can take it out again at any time. Who is in this group will know it, since "
    "it stands here."
)
ASK: Final = N_(
    "Ask {alias} whether this may go to the library? They choose whether it has a name, and what others may do with "
    "it. A no is told to nobody, and you can ask once."
)
LICENCE: Final = N_("What may others do with it?")
LICENCES: Final[Mapping[Licence, tuple[str, str]]] = MappingProxyType(
    {
        Licence.READ: ("r", N_("read it here, and not pass it on")),
        Licence.SHARE: ("p", N_("pass it on and change it, and say where it is from (CC BY-SA)")),
        Licence.FREE: ("f", N_("do with it whatever they like (CC0)")),
    }
)
OFFERED: Final = N_("On its way to those who run the group. V shows what became of it, and takes it back.")
OFFERED_LINE: Final = N_("On its way to those who run the group. given says what became of it, and takes it back.")
ASKED: Final = N_("Asked. The answer is theirs to give, and may take its time.")
TAKEN_OUT: Final = N_("On its way. It is out of everybody's library as soon as the server has it.")
TAKEN_BACK: Final = N_("Taken back.")
SAID_NO: Final = N_("No it is. They are told nothing.")
SHELVED: Final = N_("On its way. It stands in the library as soon as the server has it.")
GIVEN_BACK: Final = N_("On its way back, with your word.")
WORD: Final = N_("A word to its author: why. It may be empty.")
NOTHING: Final = N_(
    "Nothing is offered. A post of yours under coping strategies or stories of hope can be offered for the library."
)
QUEUE: Final = N_("Offered for the library")
OWN: Final = N_("What you gave")
_CHOICE: Final = 40  # characters of what is chosen from a few


@dataclass(frozen=True, slots=True)
class Entry:
    """Something offered in a group: one's own, or what waits for who runs it."""

    group: int
    one: OwnOffer | Waiting

    @property
    def own(self) -> bool:
        return isinstance(self.one, OwnOffer)


def entries(store: Store, group: int = 0) -> list[Entry]:
    """What waits first, then one's own; ``group`` 0 is all groups of which anything is known."""
    groups = [group] if group else store.offers.groups()
    waiting = [Entry(g, one) for g in groups if runs(store.groups.membership(g)) for one in store.offers.queue(g)]
    return [*waiting, *(Entry(g, one) for g in groups for one in store.offers.own(g))]


def groups(store: Store, group: int = 0) -> list[int]:
    """The groups to ask about."""
    return [group] if group else sorted({*store.offers.groups(), *(one.group.group for one in store.groups.joined())})


def can_offer(store: Store, post: PostRow | None, thread: ThreadRow | None) -> bool:
    """Whether a post stands where posts can be offered from: one's own, or another's to be asked for."""
    if post is None or thread is None or post.state is PostState.REMOVED or post.review or not post.alias:
        return False
    purposes = {row.board.board: row.board.purpose for row in store.groups.boards(post.group)}
    there = isinstance(post.ref, int) and not thread.audience and purposes.get(thread.board) in BOARDS
    return there and (post.own or runs(store.groups.membership(post.group)))


def how(t: Translator, store: Store, group: int) -> Choices:
    mine = store.groups.membership(group)
    alias = shown_line(mine.alias, limits.ALIAS * 2) if mine is not None else ""
    return [("a", t("under your alias, {alias}", alias=alias), "named"), ("n", t("without a name"), "unnamed")]


def licences(t: Translator) -> Choices:
    return [(key, t(words), licence.value) for licence, (key, words) in LICENCES.items()]


def licence_of(t: Translator, licence: str) -> str:
    return t(LICENCES[Licence(licence)][1]) if licence in set(Licence) else shown_line(licence, 40)


# What is said of one


def title(t: Translator, entry: Entry) -> str:
    found = shown_line(entry.one.title, limits.TITLE * 2) or t("a post")
    if isinstance(entry.one, Waiting):
        return t('"{title}" by {alias}', title=found, alias=shown_line(entry.one.alias, limits.ALIAS * 2))
    return f'"{found}"'


def facts(t: Translator, store: Store, entry: Entry) -> list[str]:
    """How it stands, how it was offered, whom it helped, what waits to be sent."""
    one = entry.one
    named = t("under the alias") if one.named else t("without a name")
    if isinstance(one, OwnOffer):
        named = t("under your alias") if one.named else t("without a name")
    said = [t(stands(entry))]
    if one.stand in (Stand.OFFERED, Stand.TAKEN):
        said.append(t("{named}; others may {licence}", named=named, licence=licence_of(t, one.licence)))
    if isinstance(one, OwnOffer) and (word := shown(one.word, limits.WORD * 2)):
        said.append(t('Their word to you: "{word}"', word=" ".join(word.split())))
    if one.helped:
        said.append(t.plural('"this helped", once', '"this helped", {count} times', one.helped))
    waits = store.offers.unsent(entry.group, one.post)
    if waits is not None:
        said.append(t("Waits to be sent: {label}.", label=t(_waits(waits))))
    return said


def stands(entry: Entry) -> str:
    if entry.own:
        return {
            Stand.ASKED: N_("those who run the group ask whether it may go to the library"),
            Stand.OFFERED: N_("waits for those who run the group"),
            Stand.TAKEN: N_("in the library"),
            Stand.BACK: N_("given back to you"),
        }.get(Stand(entry.one.stand) if entry.one.stand in set(Stand) else Stand.OFFERED, "")
    return {
        Stand.ASKED: N_("its author was asked; the answer is theirs to give"),
        Stand.TAKEN: N_("in the library"),
    }.get(Stand(entry.one.stand) if entry.one.stand in set(Stand) else Stand.OFFERED, N_("waits for you"))


def _waits(op: object) -> str:
    match op:
        case Offer():
            return N_("offering it")
        case TakeOut():
            return N_("taking it back")
        case AskOffer():
            return N_("asking for it")
        case Shelve(take=True):
            return N_("taking it")
    return N_("giving it back")


def choices(t: Translator, entry: Entry) -> Choices:
    """What can be done, as key, label and value."""
    post: Choices = [("t", t("open the thread"), "thread")] if entry.one.thread else []
    read: Choices = [("l", t("read it in the library"), "read")] if entry.one.slug else []
    if not entry.own:
        match entry.one.stand:
            case Stand.ASKED:
                return post
            case Stand.TAKEN:
                return [*read, ("g", t("take it out, with a word"), "give_back"), *post]
        return [("r", t("read it, and take it"), "review"), ("g", t("give it back, with a word"), "give_back"), *post]
    match entry.one.stand:
        case Stand.ASKED:
            return [("y", t("offer it"), "offer"), ("n", t("say no, which nobody is told"), "no"), *post]
        case Stand.TAKEN:
            return [*read, ("x", t("take it out of the library"), "out"), *post]
        case Stand.BACK:
            return [("o", t("offer it again"), "offer"), *post]
    return [("c", t("change how it is offered"), "offer"), ("x", t("take it back"), "out"), *post]


def out_told(entry: Entry) -> str:
    if entry.one.stand == Stand.ASKED:
        return SAID_NO
    return TAKEN_OUT if entry.one.stand == Stand.TAKEN else TAKEN_BACK


# The sheet


TITLE: Final = SheetField("title", N_("Title"), "line", N_("What is it called in the library?"), limits.TITLE)
BODY: Final = SheetField("body", N_("Text"), "text", N_("Change lightly what has to be changed"), limits.BODY)
TOPICS: Final = SheetField(
    "topics", N_("Topics"), "line", N_("Up to six topics, with commas between, such as: sleep, work"), 200
)


class TextSheet:
    """A title, a text and topics, kept on disk under ``place``; a kind of sheet gives ``begin`` and ``send``.

    ``mark`` names the wording it began with: of another wording nothing is kept.
    """

    fields: Sequence[SheetField] = (TITLE, BODY, TOPICS)

    def __init__(self, store: Store, place: str, begin: Mapping[str, str], mark: str = "") -> None:
        self.store = store
        self._name = f"form.{place}"
        self._begin = dict(begin)
        self._mark = mark

    def _kept(self) -> dict[str, str]:
        found = self.store.settings.get(self._name)
        kept: dict[str, str] = json.loads(found) if found else {}
        return kept if kept.get("mark", "") == self._mark else {}

    @property
    def changed(self) -> bool:
        return bool(self._kept())

    def typed(self, name: str) -> str:
        return self._kept().get(name, self._begin.get(name, ""))

    def value(self, t: Translator, name: str) -> str:
        return self.typed(name)

    def put(self, name: str, text: str, *, really: bool = True) -> None:
        limit = next(field.limit or _CHOICE for field in self.fields if field.name == name)
        fit = clean(text, limit) if name == "body" else line(text, limit)
        if really:
            self.store.settings.set(self._name, json.dumps({**self._kept(), name: fit, "mark": self._mark}))

    def forget(self) -> None:
        self.store.settings.set(self._name, "")

    @property
    def topics(self) -> list[str]:
        return [topic.strip() for topic in self.typed("topics").split(",") if topic.strip()]


class Reviewing(TextSheet):
    """What is offered, as it will stand in the library."""

    def __init__(self, store: Store, group: int, one: Waiting) -> None:
        record = store.groups.get(group)
        topics = ", ".join(record.topics) if record is not None else ""
        begin = {"title": one.title, "body": one.body, "topics": topics}
        super().__init__(store, f"shelve.{group}.{one.post}", begin, one.mark)
        self.group = group
        self.one = one

    def send(self) -> None:
        """Raises BadInput."""
        actions.shelve(self.store, self.group, self.one, self.typed("title"), self.typed("body"), self.topics)
        self.forget()
