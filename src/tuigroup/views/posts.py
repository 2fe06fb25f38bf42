"""Words about posts, the same on screens and in the line mode: hopes, responses, roles, and what a note folds. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tuigroup.i18n import N_, Translator
from tuigroup.store.rows import PostRow
from tuigroup.store.topics import named
from tuigroup.views.clean import shown_line
from tuigroup.wire import limits
from tuigroup.wire.words import Intent, PostState, ResponseKind, Role

HOPES: Final[Mapping[Intent, str]] = MappingProxyType(
    {
        Intent.NONE: "",
        Intent.SUPPORT: N_("hopes for support"),
        Intent.ADVICE: N_("hopes for advice"),
        Intent.HELLO: N_("says hello"),
        Intent.A_WIN: N_("shares a win"),
    }
)
RESPONSES: Final[Mapping[ResponseKind, str]] = MappingProxyType(
    {
        ResponseKind.WITH_YOU: N_("with you"),
        ResponseKind.ME_TOO: N_("me too"),
        ResponseKind.THANK_YOU: N_("thank you"),
        ResponseKind.THIS_HELPED: N_("this helped"),
    }
)
ROLES: Final[Mapping[Role, str]] = MappingProxyType(
    {
        Role.MEMBER: "",
        Role.FACILITATOR: N_("facilitator"),
        Role.CO_FACILITATOR: N_("co-facilitator"),
        Role.MODERATOR: N_("moderator"),
    }
)


def topics_folded(chosen: str, muted: frozenset[str] = frozenset()) -> frozenset[str] | None:
    """Topics of the setting ``folds``, with commas between, and ``muted`` ones; None for ``*``: all (nobody chose)."""
    return None if chosen == "*" else named(chosen) | muted


def veils(note: str, folds: frozenset[str] | None) -> bool:
    """Whether a content note names a topic that folds."""
    topics = named(note)
    return bool(topics) and (folds is None or not folds.isdisjoint(topics))


def under_review(post: PostRow) -> bool:
    """Whether it is somebody's post that is held or hidden, and can be read by who runs the group."""
    return bool(post.review) and post.state is PostState.SHOWN and not post.own


def changes(post: PostRow) -> bool:
    """Whether its author can change it: not while a post that the group saw is held or hidden."""
    return not post.review or isinstance(post.ref, str) or post.ref >= limits.APART


def author(t: Translator, post: PostRow) -> str:
    """The alias as shown."""
    return called(t, post.alias)


def called(t: Translator, alias: str, room: int = limits.ALIAS * 2) -> str:
    """An alias as shown; who left for good has none."""
    return shown_line(alias, room) or t("someone who left")
