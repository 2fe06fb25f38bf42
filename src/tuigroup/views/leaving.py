"""What is asked of somebody who leaves while something is not sent: the question, what may become of it, what did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tuigroup import actions
from tuigroup.i18n import Translator
from tuigroup.session.ending import Became
from tuigroup.store import Draft
from tuigroup.views.clean import shown_line
from tuigroup.views.needs import SessionLike

Choice = tuple[str, str, str]  # key, words, value


def question(t: Translator, session: SessionLike) -> tuple[str, list[Choice]]:
    """The question and its choices; '' where nothing is left to decide.

    Where what is here goes with the visit, the values are those of ``session.ending.Fate``; else ``send`` and
    ``leave``.
    """
    if session.passing and session.lasting and session.account:
        own = session.record_closed and session.store.journal.unsealed() > 0
        first = [t("Your check-ins and goals of this visit are nowhere else yet.")] if own else []
        return _to_decide(t, session, session.undecided(), first, t("Nothing stays on this machine."))
    waiting = session.store.outbox.count()
    if not waiting:
        return "", []
    asked = t.plural("One thing is not sent yet.", "{count} things are not sent yet.", waiting)
    kept = t("leave; it waits here and goes out the next time")
    gone = t("leave; it is not sent, and goes with this visit")
    choices = [("l", gone if session.passing else kept, "leave")]
    if session.engine.status().state == "online":
        choices.insert(0, ("s", t("send first, then leave"), "send"))
    return asked, choices


def signing_out(t: Translator, session: SessionLike, words: str, label: str) -> tuple[str, list[Choice]]:
    """The question of who signs out, and its choices: those of ``session.ending.Fate`` where something would be gone.

    Else there is one, ``out``, with that ``label``; ``words`` say what signing out does.
    """
    if session.lasting:
        begun = session.undecided() if session.passing else []
        own = session.store.journal.unsealed() > 0
        first = [t("Some of your check-ins and goals are nowhere else yet.")] if own else []
        goes = t("Signing out takes everything from this machine.")
        question, choices = _to_decide(t, session, begun, first, goes)
        if choices:
            waits, status = actions.unsent(session.store).waiting, session.engine.status()
            if waits and status.state != "online" and status.reason != "signed-out":
                question += " " + t("There is no line, so what waits can't be sent now.")
            # What waits is sent before anything is sealed.
            return f"{words} {question}", [one for one in choices if one[2] != "seal" or not waits]
    return words, [("s", label, "out")]


def taking_over(t: Translator, session: SessionLike, name: str) -> str:
    """The question before somebody else signs in where a sign-in has ended; '' where nothing would be gone by it."""
    before, store = session.account, session.store
    if before is None or before == name:
        return ""
    left = actions.unsent(store)
    if not left and not store.settings.begun() and not store.journal.unsealed():
        return ""
    return t(
        "{before} was signed in here, and something they wrote is nowhere else yet. If you sign in as {name}, it is "
        "gone for good.",
        before=shown_line(before, 40),
        name=shown_line(name, 40),
    )


def _to_decide(
    t: Translator, session: SessionLike, begun: Iterable[Draft], first: Sequence[str], goes: str
) -> tuple[str, list[Choice]]:
    """``begun`` are drafts that are asked about although the record has them.

    ``first`` is said before all else there is; ``goes`` says why there is a question.
    """
    left = actions.unsent(session.store, begun)
    forms = session.store.settings.begun()
    if not left and not first and not forms:
        return "", []
    asked = list(first)
    if left.waiting:
        asked.append(t.plural("One thing is not sent yet.", "{count} things are not sent yet.", left.waiting))
    if left.drafts:
        asked.append(t.plural("One draft is not finished.", "{count} drafts are not finished.", left.drafts))
    if forms:
        asked.append(
            t.plural(
                "One form is filled in and not sent. It can't be kept; go back to send it.",
                "{count} forms are filled in and not sent. They can't be kept; go back to send them.",
                forms,
            )
        )
    asked.append(goes)
    choices = [("d", t("discard it for good"), "discard")]
    if session.engine.status().reason == "signed-out":
        asked.append(t("You are signed out, so nothing can be sent or kept sealed now. Sign in again, and it can."))
        return " ".join(asked), choices
    if session.record_closed:
        asked.append(t("Your private record is closed, so nothing can be kept sealed; the account page opens it."))
        if left.waiting and session.engine.status().state == "online":
            choices.insert(0, ("s", t("send what is finished; the rest is gone"), "send"))
        return " ".join(asked), choices
    if left.writing or left.drafts or first:
        choices.insert(0, ("k", t("keep it sealed, for when you sign in again anywhere"), "seal"))
    if left.waiting and session.engine.status().state == "online":
        choices.insert(0, ("s", t("send what is finished, keep the rest sealed"), "send"))
    return " ".join(asked), choices


def unsent(t: Translator, session: SessionLike) -> str:
    """Where sending first did not end well."""
    if session.passing:
        return t("Not everything went out. It is here as long as you stay; leave again, or wait a little.")
    return t("Not everything went out. It is safe here; leave again, or wait a little.")


def receipt(t: Translator, became: Became) -> Iterator[str]:
    """What became of unsent writing, a sentence each; none where there was nothing."""
    if became.sent:
        yield t.plural("One thing was sent.", "{count} things were sent.", became.sent)
    if became.sealed:
        yield t.plural(
            "One text is sealed in your private record: it is among your drafts when you sign in again.",
            "{count} texts are sealed in your private record: they are among your drafts when you sign in again.",
            became.sealed,
        )
    if became.uncertain:
        yield t("Part of it may have arrived already; please look before you send it again.")
    if became.discarded:
        yield t.plural("One thing was discarded.", "{count} things were discarded.", became.discarded)
    if became.lost:
        yield t.plural(
            "One thing could be neither sent nor sealed, and is gone.",
            "{count} things could be neither sent nor sealed, and are gone.",
            became.lost,
        )
