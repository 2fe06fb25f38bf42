"""What a member typed, made fit to send: cleaned, not empty, not too long. Nothing is cut off silently.

Each raises BadInput that names the field.
"""

from __future__ import annotations

from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.text import clean, line, scripts, skeleton
from tuigroup.wire import limits

_KEPT = N_("What you wrote is kept here.")


def body(text: str) -> str:
    fit = clean(text, limits.BODY + 1)
    if not fit:
        raise BadInput(N_("There is nothing written yet."), field="body", todo=N_("A word or two is enough."))
    return _short(fit, text, limits.BODY, "body", N_("This"))


def title(text: str) -> str:
    fit = line(text, limits.TITLE + 1)
    if not fit:
        raise BadInput(
            N_("A thread needs a title."), field="title", kept=_KEPT, todo=N_("A few words on what it is about.")
        )
    return _short(fit, text, limits.TITLE, "title", N_("The title"))


def note(text: str) -> str:
    return _short(line(text, limits.NOTE + 1), text, limits.NOTE, "note", N_("The content note"))


def word(text: str) -> str:
    return _short(clean(text, limits.WORD + 1), text, limits.WORD, "word", N_("The word that goes with it"))


def credentials(text: str) -> str:
    return _short(line(text, limits.CREDENTIALS + 1), text, limits.CREDENTIALS, "credentials", N_("This"))


def alias(text: str) -> str:
    """A name for one group: letters of one script, that still is a name when looked at."""
    fit = line(text, limits.ALIAS + 1)
    if not skeleton(fit):
        raise BadInput(N_("An alias needs letters or digits."), field="alias", todo=N_("It is only for this group."))
    _short(fit, text, limits.ALIAS, "alias", N_("The alias"))
    if len(scripts(fit)) > 1:
        raise BadInput(
            N_("An alias keeps to one script, so that nobody can pass for somebody else."),
            field="alias",
            todo=N_("Please use letters of one alphabet."),
        )
    return fit


def _short(fit: str, text: str, limit: int, field: str, what: str) -> str:
    if len(fit) > limit:
        over = max(len(text.strip()), limit + 1) - limit
        raise BadInput(
            N_(
                "{what} is {over} characters longer than the {limit} that can be sent.",
                what=what,
                over=over,
                limit=limit,
            ),
            field=field,
            kept=_KEPT,
            todo=N_("Please make it shorter."),
        )
    return fit
