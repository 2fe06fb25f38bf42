"""What is said before somebody leaves for good, and when they come back within the days to think again. Pure."""

from __future__ import annotations

from datetime import tzinfo
from typing import Final

from tuigroup.i18n import N_, Translator
from tuigroup.store import Store
from tuigroup.views.boards import runs
from tuigroup.views.clean import shown_line
from tuigroup.views.needs import SessionLike
from tuigroup.views.times import local
from tuigroup.wire import limits
from tuigroup.wire.leaving import APART_DAYS, DAYS, Leaving, PostsFate

FIRST: Final = N_(
    "For 14 days nothing changes for others, and nothing is lost: sign in again, and one key brings everything back. "
    "You are signed out everywhere at once."
)
THEN: Final = N_(
    "Then your account goes, with its private record, keys and notices. Your places in your groups follow one by one "
    "within a week, so that nobody can tell that they belong together. No alias of yours is shown any more."
)
POSTS: Final = N_(
    "What you wrote goes too, or stays without your alias, as you choose. The machines of others delete their "
    "copies when they next ask the server. Where somebody quoted you or named your alias that stays, and so does what "
    "you wrote under an alias that you gave up earlier, since nothing ties it to you."
)
UNSENT: Final = N_("What is not sent yet is not sent any more, and what is kept on this machine goes now.")
NOT_SAID: Final = N_(
    "Backups: nobody has said how long this server keeps them. Its operator can tell you; until then what was erased "
    "is still in them."
)
NONE_KEPT: Final = N_("Backups: this server keeps none.")
PASSPHRASE: Final = N_("Your passphrase, to be sure that it is you. From then on the 14 days count.")
ERASE: Final = N_("Erase my account and what I wrote")
KEEP: Final = N_("Erase my account; what I wrote stays, without my alias")
EXPORT_FIRST: Final = N_("Take everything of mine along first")
STAY: Final = N_("Do you want to stay?")
STAYED: Final = N_("Good that you are here. Nothing was erased, and everything is as it was.")


def words(t: Translator, session: SessionLike, now: int, zone: tzinfo | None) -> list[str]:
    """What happens when, what of it can be undone, what remains in backups and until when."""
    said = [t(FIRST), t(THEN), t(POSTS), backups(t, session, now, zone), t(UNSENT)]
    led = _led(session.store)
    if led:
        names = ", ".join(led)
        said.append(
            t("You run {groups}. You can hand it over first; if nobody else runs it, the operator hears.", groups=names)
        )
    return said


def backups(t: Translator, session: SessionLike, now: int, zone: tzinfo | None) -> str:
    """What remains in backups, and until when at the latest."""
    days = session.server.backups_days if session.server is not None else -1
    if days < 0:
        return t(NOT_SAID)
    if days == 0:
        return t(NONE_KEPT)
    last = date(t, (now + (DAYS + APART_DAYS + days) * 1440) * 60, zone)
    return t.plural(
        "Backups: what was erased is in them for a day more, until {date} at the latest.",
        "Backups: what was erased is in them for {count} days more, until {date} at the latest.",
        days,
        date=last,
    )


def asked(t: Translator, said: Leaving, zone: tzinfo | None) -> str:
    """After it was asked for."""
    when = date(t, said.until, zone)
    return t("You are signed out. Your account is erased on {date}; sign in before that, and you can stay.", date=when)


def question(t: Translator, said: Leaving, zone: tzinfo | None) -> str:
    """To who signs in within the days."""
    when = date(t, said.until, zone)
    if said.posts is PostsFate.KEEP:
        told = t(
            "You asked to leave: on {date} this account is erased, and what you wrote stays without your alias.",
            date=when,
        )
    else:
        told = t("You asked to leave: on {date} this account is erased, with all that you wrote.", date=when)
    return f"{told} {t(STAY)}"


def gone(t: Translator, said: Leaving, zone: tzinfo | None) -> str:
    """To who does not stay."""
    when = date(t, said.until, zone)
    return t("It stays as you asked. Until {date} you can sign in and stay after all.", date=when)


def date(t: Translator, seconds: int, zone: tzinfo | None) -> str:
    return t.date(local(seconds // 60, zone), "{day} {month} {year}")


def _led(store: Store) -> list[str]:
    """Names of groups that the member runs."""
    return [
        shown_line(joined.group.name, limits.GROUP_NAME) for joined in store.groups.joined() if runs(joined.membership)
    ]
