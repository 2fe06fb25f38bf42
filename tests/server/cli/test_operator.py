"""The operator's words as they are typed, and what they answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.server.cli.test_start import run
from tests.server.conftest import new_account
from tuigroup.wire.slips import sign
from tuigroup_server.service import accounts
from tuigroup_server.service.context import Context, open_context
from tuigroup_server.settings import Settings
from tuigroup_server.storage import groups, invites, memberships, notices

Ask = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "community"
    assert run("init", str(made))[0] == 0
    return made


@pytest.fixture
def ask(folder: Path) -> Ask:
    """``ask("invite", "night-shift")``: what the command said, which must have gone well."""

    def command(word: str, *argv: str) -> str:
        code, said, warned = run(word, *argv, environ={"TUIGROUP_DATA": str(folder)})
        assert code == 0, warned
        return said

    return command


def with_context(folder: Path, work: Callable[[Context], None]) -> None:
    context = open_context(folder, Settings())
    try:
        work(context)
    finally:
        context.database.close()


def make_ada(context: Context) -> None:
    accounts.create(context, new_account("ada"))


def test_a_group_is_made_and_given_a_facilitator(folder: Path, ask: Ask) -> None:
    assert ask("new-group", "Night Shift Tea", "--topic", "Sleep", "--access", "invite") == "1  night-shift-tea\n"
    with_context(folder, make_ada)
    assert "heron runs the group" in ask("add-facilitator", "night-shift-tea", "ada", "--alias", "heron")
    code = ask("invite", "1", "--role", "co-facilitator", "--uses", "2").strip()
    assert len(code.split("-")) == 4
    assert ask("invite", "1").strip() != code


def test_credentials_and_proposals_and_claims_wait_and_are_answered(folder: Path, ask: Ask) -> None:
    assert "No proposals" in ask("proposals")
    assert "No claims" in ask("claims")
    assert "Nothing waits" in ask("notices")
    ask("new-group", "Night Shift Tea")
    ask("new-group", "Old Mill Walkers")
    ask("new-group", "Tuesday Rest")

    def prepare(context: Context) -> None:
        ada = accounts.identify(context, accounts.create(context, new_account("ada")).token)
        assert ada is not None
        assert ada.account_id is not None
        with context.database.write() as connection:
            groups.change(connection, 2, state="proposed", about="We walk\x1b]0;x\x07 slowly.")
            groups.change(connection, 3, state="listing")
            invites.add_claim(connection, 3, ada.account_id, "heron", "I open the door.\nEvery week.", context.now())
            notices.add(connection, None, "claim", "Somebody claims a listing.", now=context.now(), group_id=3)

    with_context(folder, prepare)
    ask("add-facilitator", "night-shift-tea", "ada", "--alias", "heron")

    def state(context: Context) -> None:
        with context.database.write() as connection:
            memberships.change(connection, 1, 1, credentials="Nurse")

    with_context(folder, state)
    told = ask("notices")
    assert "Somebody claims a listing. (group 3)" in told
    assert "heron in group 1, Night Shift Tea: Nurse" in told
    assert "Proposals wait: 1" in told
    assert "\x1b" not in (shown := ask("proposals"))
    assert "2  Old Mill Walkers" in shown
    assert "    We walk slowly." in shown
    assert "    Every week." in ask("claims")
    assert ask("confirm-credentials", "1", "heron") == "Shown from now on: Nurse\n"
    assert ask("open-group", "old-mill-walkers") == "Old Mill Walkers is open.\n"
    assert ask("confirm-claim", "1") == "Tuesday Rest is hosted here now.\n"
    told = ask("notices")
    assert "wait" not in told.replace("Nothing waits", "")
    assert "No facilitator: Old Mill Walkers, group 2." in told
    assert ask("withdraw-credentials", "1", "heron") == "No longer shown: Nurse\n"
    assert "Credentials wait: heron" in ask("notices")


def test_all_groups_are_shown_with_who_runs_them(folder: Path, ask: Ask) -> None:
    assert "no groups yet" in ask("groups")
    ask("new-group", "Night Shift Tea", "--access", "request", "--no-listed")
    ask("new-group", "Old Mill Walkers")
    ask("new-group", "Paper Boats")
    with_context(folder, make_ada)
    ask("add-facilitator", "1", "ada", "--alias", "heron")
    ask("add-facilitator", "2", "ada", "--alias", "finch", "--role", "co-facilitator")

    def propose(context: Context) -> None:
        with context.database.write() as connection:
            groups.change(connection, 3, state="proposed")

    with_context(folder, propose)
    assert ask("groups").splitlines() == [
        "1  night-shift-tea  Night Shift Tea",
        "    open, access request, not in the directory; members: 1; run by heron",
        "2  old-mill-walkers  Old Mill Walkers",
        "    open, access open; members: 1; run by finch (co)",
        "3  paper-boats  Paper Boats",
        "    proposed, access open; members: 0; nobody runs it",
    ]
    assert ask("decline-group", "3") == "Paper Boats is not opened. Who proposed it is told.\n"
    assert "    closed, access open; members: 0; nobody runs it" in ask("groups").splitlines()


@pytest.mark.parametrize(
    "argv",
    [
        ("invite", "nowhere"),
        ("invite", "night-shift-tea", "--uses", "0"),
        ("invite", "night-shift-tea", "--role", "king"),
        ("add-facilitator", "night-shift-tea", "nobody", "--alias", "heron"),
        ("add-facilitator", "night-shift-tea", "operator", "--alias", "admin"),
        ("confirm-credentials", "night-shift-tea", "heron"),
        ("withdraw-credentials", "night-shift-tea", "heron"),
        ("open-group", "night-shift-tea"),
        ("decline-group", "night-shift-tea"),
        ("confirm-claim", "1"),
        ("decline-claim", "1"),
        ("confirm-claim", "one"),
        ("new-group", ""),
        ("new-group", "x" * 100),
        ("new-group", "Tea", "--timezone", "Moon/Sea"),
        ("new-group", "Tea", "--kind", "royal"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(folder: Path, ask: Ask, argv: tuple[str, ...]) -> None:
    ask("new-group", "Night Shift Tea")
    code, said, warned = run(*argv, environ={"TUIGROUP_DATA": str(folder)})
    assert (code, said) == (2, "")
    assert warned.count("\n") == 1
    assert "Traceback" not in warned


def test_slips_are_checked_by_their_key(folder: Path) -> None:
    code, key, hint = run("slip-key", "--data", str(folder))
    assert code == 0
    assert len("".join(key.split())) == 52
    assert "tuigroup verify-slip --key" in hint
    seed = bytes.fromhex((folder / "slip.key").read_text())
    assert (folder / "slip.key").stat().st_mode & 0o777 == 0o600
    slip = sign(seed, "Night Porters", date(2026, 11, 22), b"123456")
    code, said, _ = run("verify-slip", "--data", str(folder), *slip.split())
    assert (code, said) == (
        0, "A member of Night Porters was at its meeting on 2026-11-22 (slip 313233343536).\n"
    )  # fmt: skip
    code, said, _ = run("verify-slip", "--data", str(folder), sign(bytes(32), "X", date(2026, 11, 22), b"123456"))
    assert (code, said.count("\n")) == (1, 1)
    assert "not signed by this server" in said
    code, said, warned = run("verify-slip", "--data", str(folder), slip[:40])
    assert (code, said) == (2, "")
    assert "This is no slip, or only a part of one." in warned
