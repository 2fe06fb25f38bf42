"""Posts offered for the library: with their author's consent, under the alias or without a name, taken out at any time.

In the library a text carries nothing of the group, of the post or of its minute: its name is drawn at random, and where
its author chose no name there is none. What ties it to a member is one row (schema.offers), which only that member and
who runs the group ever see the two ends of. Who no longer is in the group can still take out what is theirs.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection

from tuigroup import text
from tuigroup.wire import limits
from tuigroup.wire.leaving import PostsFate
from tuigroup.wire.offers import LICENCES, Offers, OwnOffer, Waiting, mark_of
from tuigroup.wire.ops import AskOffer, Offer, Shelve, TakeOut
from tuigroup.wire.words import BoardPurpose, Given, Licence, PostState, ResourceKind, Stand
from tuigroup_server import rules
from tuigroup_server.rules import Action
from tuigroup_server.service import caselog, library, texts
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.service.scene import Effect, Place, Scene, allow, unknown_ref
from tuigroup_server.storage import groups, memberships, notices, offers, posts, resources, threads
from tuigroup_server.storage.memberships import MembershipRow
from tuigroup_server.storage.offers import OfferRow
from tuigroup_server.storage.posts import PostRow
from tuigroup_server.storage.threads import ThreadRow

# Never told: a no to what was asked, and an offer that was taken back.
DECLINED: Final = "declined"
WITHDRAWN: Final = "withdrawn"
_OWN: Final = tuple(stand.value for stand in Stand)
_QUEUE: Final = (Stand.OFFERED.value, Stand.TAKEN.value, Stand.ASKED.value, DECLINED)
_KINDS: Final = {BoardPurpose.COPING.value: ResourceKind.COPING, BoardPurpose.STORIES.value: ResourceKind.STORY}


def offer(scene: Scene, op: Offer) -> Effect:
    """By the author. Offering again changes how, as long as it was not taken."""
    place = scene.enter(op.g, Action.OFFER)
    post, _thread = _found(scene, place, op.post)
    if post.member != place.me.member:
        raise Refusal("not-allowed", "Only who wrote a post can offer it.")
    before = offers.get(scene.connection, op.g, op.post)
    if before is not None and before.stands == Stand.TAKEN:
        raise Refusal("precondition", "It is in the library already. You can take it out.")
    row = OfferRow(
        op.g, op.post, post.member, Stand.OFFERED.value, op.named, op.licence.value, "", "", scene.minute
    )  # fmt: skip
    offers.put(scene.connection, row)
    if before is None or before.stands != Stand.OFFERED:
        said = f"A post is offered for the library in {place.group.name}."
        for running in memberships.running(scene.connection, op.g):
            if running.account_id is not None and running.member != post.member:
                notices.add(scene.connection, running.account_id, "offer", said, now=scene.now, group_id=op.g)
    return _done(scene, op.g, op.post)


def ask(scene: Scene, op: AskOffer) -> Effect:
    """By who runs the group, once for each post: nobody is asked twice."""
    place = scene.enter(op.g, Action.SHELVE)
    post, _thread = _found(scene, place, op.post)
    if post.member == place.me.member:
        raise Refusal("not-allowed", "This is your own post. You can offer it.")
    if offers.get(scene.connection, op.g, op.post) is not None:
        raise Refusal("not-allowed", "Its author was asked, or has offered it, already.")
    author = memberships.by_member(scene.connection, op.g, post.member)
    if author is None or author.account_id is None or author.standing != "active":
        raise Refusal("not-allowed", "Its author is not in the group any more, so nobody can agree to it.")
    row = OfferRow(op.g, op.post, post.member, Stand.ASKED.value, False, "", "", "", scene.minute)
    offers.put(scene.connection, row)
    said = f"Those who run {place.group.name} ask whether a post of yours may go to the library."
    caselog.tell_member(scene, place.group, post.member, "offer-asked", said)
    return _done(scene, op.g, op.post)


def take_out(scene: Scene, op: TakeOut) -> Effect:
    """By the author, wherever they are by now. Doing it again changes nothing."""
    place = scene.place(op.g)
    row = offers.get(scene.connection, op.g, op.post)
    if row is None or place.mine is None or row.member != place.mine.member:
        allow(Action.TAKE_OUT, place.who, place.group)
        raise unknown_ref()
    _withdraw(scene.connection, row)
    return _done(scene, op.g, op.post)


def shelve(scene: Scene, op: Shelve) -> Effect:
    place = scene.enter(op.g, Action.SHELVE)
    row = offers.get(scene.connection, op.g, op.post)
    if row is None or row.stands not in (Stand.OFFERED, Stand.TAKEN):
        raise unknown_ref()
    (_take if op.take else _give_back)(scene, place, row, op)
    return _done(scene, op.g, op.post)


def _take(scene: Scene, place: Place, row: OfferRow, op: Shelve) -> None:
    if row.stands == Stand.TAKEN:
        return
    title, body, topics = texts.title(op.title), texts.body(op.body), texts.topics(list(op.topics))
    post, thread = _found(scene, place, row.post)
    if op.mark != mark_of(thread.title, post.body):
        raise Refusal("precondition", "Its author has changed it meanwhile. Please read it again.")
    author = memberships.by_member(scene.connection, row.group_id, row.member)
    slug, named = library.fresh_slug(scene.context), row.named and author is not None and bool(author.alias)
    reading = library.Reading(
        slug=slug,
        title=title,
        body=body,
        kind=_KINDS[_purpose(scene.connection, thread)],
        topics=tuple(topics),
        language=place.group.language,
        source=author.alias if named and author is not None else "",
        licence=LICENCES[Licence(row.licence)],
        reviewed=datetime.fromtimestamp(scene.now, UTC).strftime("%Y-%m"),  # no day: others see no more than they need
        given=Given.NAMED if named else Given.UNNAMED,
    )
    library.shelve(scene, reading)
    offers.put(scene.connection, replace(row, stands=Stand.TAKEN.value, slug=slug, word=""))
    said = f"A post of yours is in the library now: those who run {place.group.name} have taken it."
    caselog.tell_member(scene, place.group, row.member, "offer-taken", said)


def _give_back(scene: Scene, place: Place, row: OfferRow, op: Shelve) -> None:
    """Also what was taken: then it is out of the library again."""
    if row.slug:
        resources.withdraw(scene.connection, row.slug)
    back = replace(row, stands=Stand.BACK.value, slug="", word=text.clean(op.word, limits.WORD))
    offers.put(scene.connection, back)
    said = f"Those who run {place.group.name} give you back a post that you offered for the library."
    caselog.tell_member(scene, place.group, row.member, "offer-back", said)


def _withdraw(connection: Connection, row: OfferRow) -> None:
    if row.slug:
        resources.withdraw(connection, row.slug)
    stands = DECLINED if row.stands in (Stand.ASKED, DECLINED) else WITHDRAWN
    offers.put(connection, replace(row, stands=stands, slug="", word=""))


# What happens to a post happens to what was given of it


def gone(connection: Connection, group: int, post: int) -> None:
    """A post is taken back or hidden: what was given of it is out of the library too."""
    row = offers.get(connection, group, post)
    if row is not None and row.stands in _OWN:
        _withdraw(connection, row)


def part(connection: Connection, group: int, member: int, fate: str) -> None:
    """A membership is erased: what it gave goes, or stays and names nobody any more; what was only offered goes."""
    for row in offers.of_member(connection, group, member):
        if row.slug and fate != PostsFate.ERASE:
            resources.unname(connection, row.slug, Given.UNNAMED.value)
            offers.put(connection, replace(row, named=False, word=""))
            continue
        if row.slug:
            resources.withdraw(connection, row.slug)
        offers.drop(connection, row)


# What is seen of it


def told(connection: Connection, mine: MembershipRow, *, runs: bool) -> Offers:
    group = mine.group_id
    own = [_own(connection, row) for row in offers.of_member(connection, group, mine.member) if row.stands in _OWN]
    rows = [row for row in offers.standing(connection, group, _QUEUE) if row.member != mine.member] if runs else []
    own_too = [row for row in offers.of_member(connection, group, mine.member) if row.stands == Stand.OFFERED]
    waiting = [_waiting(connection, row) for row in (*rows, *(own_too if runs else ()))]
    return Offers(own=own, queue=[one for one in waiting if one is not None])


def _own(connection: Connection, row: OfferRow) -> OwnOffer:
    post, thread = _read(connection, row.group_id, row.post)
    return OwnOffer(
        post=row.post,
        thread=post.thread if post is not None else 0,
        title=thread.title if thread is not None else "",
        stand=row.stands,
        named=row.named,
        licence=row.licence or Licence.READ.value,
        slug=row.slug,
        word=row.word,
        helped=post.this_helped if post is not None else 0,
        at=row.at_min,
    )


def _waiting(connection: Connection, row: OfferRow) -> Waiting | None:
    """None where there is nothing to read any more and nothing in the library."""
    post, thread = _read(connection, row.group_id, row.post)
    author = memberships.by_member(connection, row.group_id, row.member)
    if post is None or thread is None or author is None or (post.state == PostState.REMOVED and not row.slug):
        return None
    return Waiting(
        post=row.post,
        thread=post.thread,
        title=thread.title,
        body=post.body,
        alias=author.alias,
        stand=Stand.ASKED.value if row.stands == DECLINED else row.stands,
        named=row.named,
        licence=row.licence or Licence.READ.value,
        slug=row.slug,
        helped=post.this_helped,
        at=row.at_min,
        mark=mark_of(thread.title, post.body),
    )


def _read(connection: Connection, group: int, number: int) -> tuple[PostRow | None, ThreadRow | None]:
    post = posts.get(connection, group, number)
    return post, None if post is None else threads.get(connection, group, post.thread)


def _found(scene: Scene, place: Place, number: int) -> tuple[PostRow, ThreadRow]:
    """A post on a board whose posts can be offered, as everybody in the group reads it. Raises Refusal."""
    post, thread = _read(scene.connection, place.group.id, number)
    if post is None or thread is None or thread.audience:
        raise unknown_ref()
    if post.state == PostState.REMOVED or post.review:
        raise Refusal("post-removed", "This post was taken back, or is under review.")
    if _purpose(scene.connection, thread) not in rules.GIVING_BOARDS:
        raise Refusal("not-allowed", "What goes to the library stands under coping strategies or stories of hope.")
    return post, thread


def _purpose(connection: Connection, thread: ThreadRow) -> str:
    found = groups.boards(connection, thread.group_id)
    return next((board.purpose for board in found if board.board == thread.board), "")


def _done(scene: Scene, group: int, post: int) -> Effect:
    return Effect(post, minute=scene.minute, group=group)
