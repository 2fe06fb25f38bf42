"""Content notes that somebody wishes for, in words: kindly, unsigned, never as a count. Also notes that are put on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from tuigroup.i18n import N_, Translator
from tuigroup.store import Store
from tuigroup.store.rows import PostRow, Wished
from tuigroup.views.boards import looks_after
from tuigroup.views.clean import shown_line
from tuigroup.views.posts import author, called
from tuigroup.wire import limits
from tuigroup.wire.words import PostState, Topic

TOPICS: Final[Mapping[Topic, str]] = MappingProxyType(
    {
        Topic.SELF_HARM: N_("self-harm"),
        Topic.SUICIDE: N_("suicide"),
        Topic.ABUSE: N_("abuse"),
        Topic.SEXUAL_VIOLENCE: N_("sexual violence"),
        Topic.VIOLENCE: N_("violence"),
        Topic.FOOD: N_("food"),
        Topic.ALCOHOL: N_("alcohol"),
        Topic.DRUGS: N_("drugs"),
        Topic.MEDICATION: N_("medication"),
        Topic.ILLNESS: N_("illness"),
        Topic.LOSS: N_("loss"),
        Topic.PANIC: N_("panic"),
    }
)
ASK: Final = N_(
    "Which topic do you wish {author} had named? They and those who run the group hear it, nobody else, and nobody "
    "learns whose wish it is."
)
TOLD: Final = N_("Told, without your name. Once is heard.")
WHICH: Final = N_("Which note?")
BOTH: Final = N_('Both do not fit into one note. Shall "{topic}" take the place of "{note}"?')
PUT: Final = N_('The note is "{note}" now. The words of the post stay as they are.')
LEFT: Final = N_("It stays as it is. Nobody counts such wishes.")
OWN_WORDS: Final = "own"
_KEYS: Final = "1234567890ab"


def topic(t: Translator, value: str) -> str:
    """A topic as people say it."""
    return t(TOPICS[Topic(value)]) if value in set(Topic) else shown_line(value, limits.NOTE)


def topics(t: Translator, values: Iterable[str]) -> str:
    return ", ".join(topic(t, value) for value in values)


def choices(t: Translator, values: Iterable[str] = ()) -> list[tuple[str, str, str]]:
    """A key, what it says and the topic, of these or of all."""
    chosen = list(values) or [found.value for found in Topic]
    return [(key, topic(t, value), value) for key, value in zip(_KEYS, chosen, strict=False)]


def may_wish(post: PostRow | None) -> bool:
    """Whether the reader can wish for a note on a post: on somebody else's, once, where the whole group reads it."""
    there = post is not None and post.state is PostState.SHOWN and isinstance(post.ref, int)
    return there and post is not None and not post.own and not post.asked and int(post.ref) < limits.APART


def may_put(store: Store, post: PostRow | None) -> bool:
    """Whether there is a note to put on: a wished one on one's own, any on somebody's in a group that one runs."""
    if post is None or post.state is not PostState.SHOWN or not isinstance(post.ref, int):
        return False
    return bool(post.wished) if post.own else looks_after(store.groups.membership(post.group))


def with_topic(t: Translator, post: PostRow, value: str) -> str:
    """The note of a post with a topic more; '' where both do not fit."""
    named = topic(t, value)
    if named.casefold() in [part.strip().casefold() for part in post.note.split(",")]:
        return post.note
    both = f"{post.note}, {named}" if post.note else named
    return both if len(both) <= limits.NOTE else ""


def under_post(t: Translator, post: PostRow, put: str, leave: str) -> str:
    """What is said under a post, in a sentence; '' for most. ``put`` and ``leave`` are the keys or words that do it."""
    if post.wished and post.own:
        named = topics(t, post.wished)
        if post.note:
            said = t("Someone wishes this had another note: {topics}.", topics=named)
        else:
            said = t("Someone wishes this had a note: {topics}.", topics=named)
        return said + " " + t("{put} adds it, {leave} leaves it as it is.", put=put, leave=leave)
    if post.wished:
        said = t("Someone wishes this had a note: {topics}.", topics=topics(t, post.wished))
        return said + " " + t("{author} is asked first; {put} adds it.", author=author(t, post), put=put)
    if post.asked:
        return t("You wished that a note named this: {topic}.", topic=topic(t, post.asked))
    return ""


def own_post(t: Translator, one: Wished) -> str:
    """For the first page."""
    return t("Someone wishes a post of yours had a note: {topics}", topics=topics(t, one.topics))


def others_post(t: Translator, one: Wished) -> str:
    """For who runs the group."""
    alias, title = called(t, one.alias), shown_line(one.title, limits.TITLE * 2)
    return t('{topics}, wished for a post by {alias} in "{title}"', topics=topics(t, one.topics), alias=alias,
             title=title)  # fmt: skip
