"""Whether what somebody typed can be used: names, passphrases, addresses, countries, topics. Pure; raise BadInput."""

from __future__ import annotations

from typing import Final

from tuigroup.errors import BadInput, BadServerAddress, Offline, TuigroupError
from tuigroup.i18n import N_
from tuigroup.sync import address
from tuigroup.text import line as one_line
from tuigroup.wire import limits

LEAST_PASSPHRASE: Final = 12


def check_name(name: str) -> None:
    """Raises BadInput for what can't be a sign-in name (wire.accounts.Name)."""
    name = name.lower()
    allowed = "abcdefghijklmnopqrstuvwxyz0123456789._-"
    if len(name) < 3 or not all(character in allowed for character in name) or name[0] in "._-":
        raise BadInput(
            N_("A sign-in name has at least three letters a to z, digits, dots or dashes."),
            field="name",
            todo=N_("It begins with a letter or digit."),
        )


def check_passphrase(passphrase: str, field: str = "passphrase") -> None:
    """Raises BadInput for one that is too short to keep anybody out."""
    if len(passphrase) < LEAST_PASSPHRASE:
        raise BadInput(
            N_("A passphrase needs at least {count} characters.", count=LEAST_PASSPHRASE),
            field=field,
            todo=N_("Four words or more are good."),
        )


def check_phrase(phrase: str) -> None:
    """Raises BadInput for what is no recovery phrase at all; whether it is the right one the server says."""
    if len(phrase.split()) < 2:
        raise BadInput(N_("Please type all words of the recovery phrase, with blanks between."), field="phrase")


def check_address(text: str) -> None:
    """Raises BadInput for what can't be a server's address."""
    try:
        address.normal(text)
    except BadServerAddress as problem:
        raise BadInput(problem.what, field="server", kept="", todo=problem.todo) from None


def nobody_there(problem: TuigroupError, typed: str) -> TuigroupError:
    """Why there is no going on with the address that was typed; only silence needs other words than it has."""
    if not isinstance(problem, Offline):
        return problem
    return Offline(
        N_("Nobody answers at {address}.", address=typed),
        kept=N_("Nothing was changed."),
        todo=N_("Is it spelled as it was given to you? Without a network, try again when the line is there."),
    )


def check_country(text: str) -> None:
    """Raises BadInput for what is neither empty nor two letters."""
    if text and not (len(text) == 2 and text.isascii() and text.isalpha()):
        raise BadInput(N_("A country has two letters here, such as GB or FR."), field="country")


def topics(text: str) -> list[str]:
    """Content-note topics out of a line with commas: clean, lower case, each once, in order."""
    found = (one_line(part, limits.NOTE).lower() for part in text.split(","))
    return list(dict.fromkeys(part for part in found if part))
