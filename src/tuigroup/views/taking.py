"""All of one's own, taken along: as JSON for programs and as text for people, and both put where the member says.

The document is that of docs/leaving.md. Nothing in it is trusted: it is cleaned on its way into the text.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import tzinfo
from pathlib import Path
from typing import Any, Final

from tuigroup.errors import BadInput
from tuigroup.i18n import N_, Translator
from tuigroup.views import taken
from tuigroup.views.clean import shown_line
from tuigroup.views.lines import WIDEST, wrap
from tuigroup.views.posts import RESPONSES
from tuigroup.views.taken import LONG, indented, moment, one_line
from tuigroup.views.times import local

AS_JSON: Final = "everything.json"
AS_TEXT: Final = "everything.txt"
ABOUT: Final = N_(
    "Two files are written: everything.json for programs, everything.txt to read. In them is all that you wrote in "
    "your groups, with your aliases side by side, your drafts, what you read, watch and mute, and your settings."
)
READABLE: Final = N_(
    "Whoever has these files can read them, and learns from them which aliases are yours. They are for you alone on "
    "this machine; please think about where you keep them."
)
NO_DISK: Final = N_(
    "There is no place here that is yours, so no file can be written. From your own machine it works: "
    "tuigroup export > FILE, or ssh HOST export > FILE with a key for SSH."
)
CLOSED: Final = N_("Your private record is closed; open it first, if what is in it is to come along.")
WHERE: Final = N_("Into which folder? It is made, and must not be there yet.")
_KINDS: Final = {kind.value: word for kind, word in RESPONSES.items()}


def proposed(now: int, zone: tzinfo | None) -> str:
    """A folder's name for today."""
    return f"~/tuigroup-{local(now, zone):%Y-%m-%d}"


def no_disk() -> BadInput:
    return BadInput(NO_DISK)


def write(folder: str, document: dict[str, Any], t: Translator, zone: tzinfo | None) -> Path:
    """Both files, for the member's eyes only (0700, 0600); where they are. Raises BadInput; then there is none."""
    place = Path(folder.strip()).expanduser()
    texts = {
        AS_JSON: json.dumps(document, ensure_ascii=False, indent=1) + "\n",
        AS_TEXT: "\n".join(readable(t, document, zone)) + "\n",
    }
    if not folder.strip() or "\0" in folder:
        raise BadInput(N_("Please name a folder."), field="folder")
    try:
        place.mkdir(mode=0o700)
    except FileExistsError:
        raise BadInput(
            N_("There is something of that name already."), kept=N_("It was left as it is."), field="folder",
            todo=N_("Please name another folder."),
        ) from None  # fmt: skip
    except OSError as error:
        raise BadInput(
            N_("The folder can't be made: {reason}.", reason=error.strerror or ""), kept=N_("Nothing was written."),
            field="folder",
        ) from None  # fmt: skip
    try:
        for name, text in texts.items():
            handle = os.open(place / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
                file.write(text)
    except OSError as error:
        with suppress(OSError):
            for name in texts:
                (place / name).unlink(missing_ok=True)
            place.rmdir()
        raise BadInput(
            N_("The files can't be written: {reason}.", reason=error.strerror or ""),
            kept=N_("Nothing was left there."),
            field="folder",
        ) from None
    return place


def written(t: Translator, place: Path) -> str:
    return t("Everything of yours is in {folder}, readable for you alone.", folder=shown_line(str(place), 200))


def readable(t: Translator, document: dict[str, Any], zone: tzinfo | None) -> list[str]:
    """The document in lines that can be read from the first to the last."""
    return list(_lines(t, document, zone))


def _lines(t: Translator, document: dict[str, Any], zone: tzinfo | None) -> Iterator[str]:
    account, server = document.get("account", {}), document.get("server", {})
    yield t(
        "Everything of {name} on {server}",
        name=one_line(account.get("sign_in_name")),
        server=one_line(server.get("name")),
    )
    yield t("Made {when}.", when=moment(document.get("made")))
    yield from wrap(t(READABLE), WIDEST)
    yield ""
    yield t("Account: since {when}", when=moment(account.get("made")))
    for key in document.get("ssh_keys", []):
        yield t("Key for SSH: {label}, added {when}", label=one_line(key.get("label")), when=moment(key.get("added")))
    for notice in document.get("notices", []):
        yield f"{moment(notice.get('at'))}  {one_line(notice.get('text'))}"
    for claim in document.get("claims", []):
        alias = one_line(claim.get("alias"))
        yield t("You said that you run group {group}, as {alias}.", group=str(claim.get("group")), alias=alias)
        yield from indented(claim.get("word"))
    for group in document.get("memberships", []):
        yield from _membership(t, group)
    for waiting in document.get("to_be_published", []):
        yield ""
        yield t(
            "To be published at {when}, in group {group}:", when=moment(waiting.get("at")), group=str(waiting.get("g"))
        )
        yield from indented(waiting.get("title"))
        yield from indented(waiting.get("body"))
    yield from _private(t, document.get("private", {}), _names(document))


def _membership(t: Translator, group: dict[str, Any]) -> Iterator[str]:
    yield ""
    name = one_line(group.get("group_name"))
    yield f"== {name} =="
    alias, role, standing = (one_line(group.get(name)) for name in ("alias", "role", "standing"))
    when = moment(group.get("since"))
    yield t("As {alias}, {role}, {standing} since {when}.", alias=alias, role=role, standing=standing, when=when)
    for label, key in (
        (t("Credentials"), "credentials"),
        (t("Your word on joining"), "your_word_on_joining"),
        (t("Their word back"), "their_word_back"),
    ):
        if group.get(key):
            yield f"{label}:"
            yield from indented(group[key])
    yield from taken.moderation(t, group)
    for post in group.get("posts", []):
        yield from _post(t, post)
    given = [
        f"{response.get('post')} {t(_KINDS.get(str(response.get('kind')), ''))}"
        for response in group.get("responses", [])
    ]
    if given:
        yield ""
        yield from wrap(
            t("Your responses, by number of the post: {list}", list=one_line(", ".join(given), LONG)), WIDEST
        )


def _post(t: Translator, post: dict[str, Any]) -> Iterator[str]:
    yield ""
    private = {"": "", "partners": t("to your partner")}.get(post.get("audience", ""), t("private word"))
    answers = t("answers post {number}", number=str(post["answers"])) if post.get("answers") else ""
    note = t("note: {note}", note=one_line(post["content_note"])) if post.get("content_note") else ""
    head = (str(post.get("number")), moment(post.get("at")), one_line(post.get("thread_title")), answers, private, note)
    yield ", ".join(part for part in head if part)
    if post.get("review") in ("held", "hidden"):
        yield t("Others can't read it now.")
    elif post.get("state") == "removed":
        yield t("Taken back by its author.")
    yield from indented(post.get("text"))


def _private(t: Translator, own: dict[str, Any], names: dict[Any, str]) -> Iterator[str]:
    yield ""
    yield f"== {t('On your machine, and in your private record')} =="
    if not own.get("complete"):
        yield t("Your private record was closed: only what this visit left is here.")
    if topics := own.get("topics_muted"):
        yield from wrap(t("muted topics: {topics}", topics=one_line(", ".join(map(str, topics)), LONG)), WIDEST)
    for group in own.get("groups", []):
        marks = [
            (t("read posts {numbers}", numbers=one_line(group.get("read"), LONG)), group.get("read")),
            (t("watched threads {numbers}", numbers=_numbers(group.get("watched"))), group.get("watched")),
            (t("muted threads {numbers}", numbers=_numbers(group.get("muted"))), group.get("muted")),
            (t("muted members {numbers}", numbers=_numbers(group.get("members_muted"))), group.get("members_muted")),
            (
                t("means to come to {list}", list=_moments(group.get("meetings_to_come_to"))),
                group.get("meetings_to_come_to"),
            ),
            (t("was at {list}", list=_moments(group.get("meetings_been_to"))), group.get("meetings_been_to")),
            (t("on a break"), group.get("on_a_break")),
        ]
        said = "; ".join(text for text, there in marks if there)
        if said:
            number = group.get("group")
            yield from wrap(f"{names.get(number, number)}: {said}", WIDEST)
    yield from taken.own(t, own, names)
    for heading, texts in ((t("Draft"), own.get("drafts", [])), (t("Not sent yet"), own.get("not_sent_yet", []))):
        for text in texts:
            yield ""
            number = text.get("group", text.get("g"))
            when = moment(text.get("saved", text.get("written")))
            yield f"{heading}, {names.get(number, number)}, {when}"
            yield from indented(text.get("title"))
            yield from indented(text.get("text", text.get("body")))
    yield ""
    for name, value in own.get("settings", {}).items():
        yield f"{one_line(name)} = {one_line(value)}"
    if own.get("kept_texts"):
        yield t("Texts kept here: {list}", list=one_line(", ".join(map(str, own["kept_texts"])), LONG))


def _names(document: dict[str, Any]) -> dict[Any, str]:
    return {group.get("group"): one_line(group.get("group_name")) for group in document.get("memberships", [])}


def _moments(stamps: Any) -> str:
    return one_line(", ".join(moment(stamp) for stamp in stamps or []), LONG)


def _numbers(numbers: Any) -> str:
    return ", ".join(map(str, numbers or []))
