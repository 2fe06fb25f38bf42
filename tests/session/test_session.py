"""Accounts with a real server: made, signed in, recovered, changed, left; a lost answer never locks anybody out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sync.world import PASSPHRASE, Machine, World
from tuigroup import actions
from tuigroup.errors import BadInput, Offline, Refused, SignInRefused
from tuigroup.store import Draft
from tuigroup.sync.status import LinkStatus
from tuigroup.wire.sync import WantDirectory

NEW = "five other calm little words"


async def test_a_new_account_is_signed_in_and_told_its_phrase(world: World) -> None:
    ada = world.machine()
    assert ada.session.account is None
    phrase = await ada.session.create_account(" Ada ", PASSPHRASE)
    assert len(phrase.split()) == 12
    assert ada.session.account == "ada"
    assert not ada.session.operator
    assert ada.session.server is not None
    assert ada.session.server.name == "tuigroup"
    await ada.sync()
    assert ada.session.engine.status().state == "online"


async def test_nothing_that_opens_anything_lies_about(world: World) -> None:
    ada = await world.member("ada")
    assert PASSPHRASE not in repr(vars(ada.session))
    assert ada.session._client.token is not None
    assert ada.session._client.token not in repr(ada.session.engine.status())


@pytest.mark.parametrize(
    ("name", "passphrase", "field"),
    [("x", PASSPHRASE, "name"), ("two words", PASSPHRASE, "name"), ("ada", "short", "passphrase")],
)
async def test_what_can_not_be_an_account_is_told_before_anything_is_sent(
    world: World, name: str, passphrase: str, field: str
) -> None:
    ada = world.machine()
    with pytest.raises(BadInput) as caught:
        await ada.session.create_account(name, passphrase)
    assert caught.value.field == field
    assert ada.line.paths == ["GET /v1/server"]


async def test_a_name_that_is_taken_is_told(world: World) -> None:
    await world.member("ada")
    other = world.machine()
    with pytest.raises(Refused) as caught:
        await other.session.create_account("ada", NEW)
    assert caught.value.type == "name-taken"
    assert other.session.account is None


async def test_signing_in_elsewhere_and_again_after_a_restart(world: World, tmp_path: Path) -> None:
    await world.member("ada")
    path = tmp_path / "home" / "store.sqlite3"
    home = world.machine(path)
    with pytest.raises(SignInRefused):
        await home.session.sign_in("ada", "four calm little wrongs")
    assert home.session.account is None
    await home.session.sign_in("ada", PASSPHRASE)
    # The private record came along: no exchange of its own is waited for.
    assert home.line.paths == ["GET /v1/server", "POST /v1/sessions", "POST /v1/sessions"]
    home.store.close()
    again = world.machine(path)
    assert again.session.account == "ada"
    assert again.session.server is not None
    assert again.line.paths == []
    await again.sync()
    assert again.session.engine.status().state == "online"


async def test_without_a_line_signing_in_says_so(world: World) -> None:
    ada = world.machine()
    ada.line.up = False
    with pytest.raises(Offline):
        await ada.session.sign_in("ada", PASSPHRASE)
    assert ada.session.server is None


async def test_the_phrase_opens_what_the_passphrase_no_longer_does(world: World) -> None:
    first = world.machine()
    phrase = await first.session.create_account("ada", PASSPHRASE)
    group = world.group("Night Kitchen")
    actions.join(first.store, group, "heron")
    await first.sync()
    actions.save_draft(first.store, Draft("", "thread", group, 1, title="Kept", body="half a thought"))
    await first.session.close()
    second = world.machine()
    with pytest.raises(BadInput):
        await second.session.recover("ada", "not a phrase", NEW)
    with pytest.raises(SignInRefused):
        await second.session.recover(
            "ada", "legal winner thank year wave sausage worth useful legal winner thank yellow", NEW
        )
    new_phrase = await second.session.recover("ada", phrase, NEW)
    assert new_phrase != phrase
    assert [draft.title for draft in second.store.drafts.all()] == ["Kept"]
    third = world.machine()
    with pytest.raises(SignInRefused):
        await third.session.recover("ada", phrase, PASSPHRASE)
    with pytest.raises(SignInRefused):
        await third.session.sign_in("ada", PASSPHRASE)
    await third.session.sign_in("ada", NEW)


async def test_a_changed_passphrase_ends_the_other_sessions(world: World) -> None:
    ada = await world.member("ada")
    other = world.machine()
    await other.session.sign_in("ada", PASSPHRASE)
    with pytest.raises(SignInRefused):
        await ada.session.change_passphrase("four calm little wrongs", NEW)
    await ada.session.change_passphrase(PASSPHRASE, NEW)
    await ada.sync()
    assert ada.session.engine.status().state == "online"
    await other.sync()
    assert other.session.engine.status().reason == "signed-out"
    await other.session.sign_in("ada", NEW)
    guest = world.machine()
    with pytest.raises(SignInRefused):
        await guest.session.change_passphrase(PASSPHRASE, NEW)


# Lost answers


async def test_an_account_whose_answer_was_lost_is_there_at_the_second_try(world: World) -> None:
    ada = world.machine()
    await ada.session.greet()
    ada.line.lose = 1
    with pytest.raises(Offline):
        await ada.session.create_account("ada", PASSPHRASE)
    phrase = await ada.session.create_account("ada", PASSPHRASE)
    assert ada.session.account == "ada"
    other = world.machine()
    await other.session.recover("ada", phrase, NEW)


async def test_a_lost_answer_does_not_let_anybody_into_a_taken_name(world: World) -> None:
    await world.member("bea")
    ada = world.machine()
    await ada.session.greet()
    ada.line.lose = 1
    with pytest.raises(Offline):
        await ada.session.create_account("bea", NEW)
    with pytest.raises(Refused) as caught:
        await ada.session.create_account("bea", NEW)
    assert caught.value.type == "name-taken"
    ada.line.lose = 1
    with pytest.raises(Offline):
        await ada.session.create_account("bea", NEW)


async def test_a_lost_answer_while_looking_whether_the_account_is_there(world: World) -> None:
    ada = world.machine()
    await ada.session.greet()
    ada.line.lose = 1
    with pytest.raises(Offline):
        await ada.session.create_account("ada", PASSPHRASE)
    ada.line.lose = 2
    for _ in range(2):
        with pytest.raises(Offline):
            await ada.session.create_account("ada", PASSPHRASE)
    assert await ada.session.create_account("ada", PASSPHRASE)


async def test_a_recovery_whose_answer_was_lost_is_through_at_the_second_try(world: World) -> None:
    first = world.machine()
    phrase = await first.session.create_account("ada", PASSPHRASE)
    second = world.machine()
    await second.session.greet()
    accounts = await second.session._known()
    start = second.session._client.start_recovery

    async def started(asked: object) -> object:
        found = await start(asked)  # type: ignore[arg-type]
        second.line.lose = 1
        return found

    second.session._client.start_recovery = started  # type: ignore[method-assign,assignment]
    with pytest.raises(Offline):
        await second.session.recover("ada", phrase, NEW)
    second.session._client.start_recovery = start  # type: ignore[method-assign]
    new_phrase = await second.session.recover("ada", phrase, NEW)
    assert second.session.account == "ada"
    assert accounts._tried is None
    third = world.machine()
    await third.session.recover("ada", new_phrase, PASSPHRASE)


async def test_a_change_whose_answer_was_lost_is_through_at_the_second_try(world: World) -> None:
    ada = await world.member("ada")
    ada.line.lose = 1
    with pytest.raises(Offline):
        await ada.session.change_passphrase(PASSPHRASE, NEW)
    await ada.session.change_passphrase(PASSPHRASE, NEW)
    await ada.sync()
    assert ada.session.engine.status().state == "online"


# Leaving


async def test_signing_out_leaves_nothing_of_the_account(world: World, tmp_path: Path) -> None:
    group = world.group("Night Kitchen")
    path = tmp_path / "home" / "store.sqlite3"
    ada = await world.member("ada", group, path=path)
    ada.session.engine.want(WantDirectory())
    actions.start_thread(ada.store, group, 1, "Marmalade", "Something for members only: marmalade.")
    await ada.sync()
    actions.save_draft(ada.store, Draft("", "thread", group, 1, title="Draft", body="marmalade again"))
    ada.store.settings.set("theme", "dark")
    token = ada.session._client.token
    assert token is not None
    await ada.session.sign_out()
    assert (ada.session.account, ada.session._client.token) == (None, None)
    assert ada.store.groups.joined() == []
    assert ada.store.groups.directory() == []
    assert ada.store.drafts.all() == []
    assert ada.store.search.find("marmalade") == []
    assert ada.store.settings.get("theme") == "dark"
    found = b"".join(file.read_bytes() for file in path.parent.iterdir())
    for secret in (b"marmalade", b"Marmalade", token.encode(), b"Night Kitchen", b"ada-in-"):
        assert secret not in found
    ada.session._client.token = token
    with pytest.raises(SignInRefused):
        await ada.session._client.read_record()
    await ada.session.sign_out()


async def test_drafts_and_marks_go_along_when_signing_out(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await world.member("ada", group)
    actions.save_draft(ada.store, Draft("", "thread", group, 1, title="Kept", body="half a thought"))
    await ada.session.sign_out()
    other = world.machine()
    await other.session.sign_in("ada", PASSPHRASE)
    assert [draft.body for draft in other.store.drafts.all()] == ["half a thought"]


async def test_signing_out_here_works_without_the_line_everywhere_does_not(world: World) -> None:
    ada = await world.member("ada")
    ada.line.up = False
    with pytest.raises(Offline) as caught:
        await ada.session.sign_out(everywhere=True)
    assert "still signed in here" in caught.value.sentence()
    assert ada.session.account == "ada"
    await ada.session.sign_out()
    assert ada.session.account is None


async def test_signing_out_everywhere(world: World) -> None:
    ada = await world.member("ada")
    other = world.machine()
    await other.session.sign_in("ada", PASSPHRASE)
    await ada.session.sign_out(everywhere=True)
    assert ada.session.account is None
    await other.sync()
    assert other.session.engine.status().reason == "signed-out"
    with pytest.raises(SignInRefused):
        await other.session.sign_out(everywhere=True)
    await other.session.sign_out()
    assert other.session.account is None


async def test_somebody_else_on_this_machine_finds_nothing_of_the_one_before(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await world.member("ada", group)
    actions.start_thread(ada.store, group, 1, "Mine", "Only for members.")
    await ada.sync()
    await world.member("bea")
    await ada.session._client.sign_out()
    await ada.session.sign_in("bea", PASSPHRASE)
    await ada.sync()
    assert ada.session.account == "bea"
    assert ada.store.groups.joined() == []
    assert ada.store.threads.list(group) == []


# The visit


async def test_the_line_can_begin_switched_off(world: World) -> None:
    ada = world.machine(offline=True)
    assert ada.session.engine.status().reason == "chosen"
    await ada.sync()
    assert ada.line.paths == []
    await ada.session.close()


async def test_the_server_is_greeted_once_and_screens_are_told(world: World) -> None:
    guest = world.machine()
    heard: list[LinkStatus] = []
    guest.session.engine.subscribe(heard.append)
    await guest.session._chore()
    await guest.session._chore()
    assert guest.line.paths == ["GET /v1/server"]
    assert guest.session.server is not None
    assert heard


async def test_another_server_at_the_same_address_salts_anew(world: World) -> None:
    ada = world.machine()
    await ada.session.greet()
    known = await ada.session._known()
    ada.session._greeted = False
    assert ada.session.server is not None
    ada.session._info = ada.session.server.model_copy(update={"id": "another"})
    assert await ada.session._known() is not known


def test_names_and_passphrases_are_proposed(world: World) -> None:
    guest: Machine = world.machine()
    assert guest.session.suggest_name() != guest.session.suggest_name()
    assert len(guest.session.suggest_passphrase().split()) == 6


async def test_a_store_whose_notes_are_spoilt_asks_to_sign_in(world: World) -> None:
    ada = await world.member("ada")
    ada.store.settings.set("server.info", "nonsense")
    ada.store.settings.set("account.record_key", "!!")
    again = Machine(ada.session, ada.line)
    again.session._info = None
    again.session._restore()
    assert again.session.server is None
    assert again.session._keeping.record is None
    await again.session._keeping.pull()
    await again.session._keeping.push()
    assert again.session.account == "ada"
