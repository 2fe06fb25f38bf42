"""The recovery phrase is never lost for good: whatever ended before it was read, the passphrase makes another."""

from __future__ import annotations

import pytest

from tests.sync.world import PASSPHRASE, World
from tuigroup.errors import Offline, SignInRefused

NEW = "five other calm little words"


async def test_a_new_phrase_opens_the_account_and_the_old_one_no_more(world: World) -> None:
    ada = world.machine()
    old = await ada.session.create_account("ada", PASSPHRASE)
    assert ada.store.marks.phrase_missing()
    ada.store.marks.set_phrase(written=True)
    phrase = await ada.session.new_phrase(PASSPHRASE)
    assert phrase != old
    assert ada.store.marks.phrase_missing(), "the new one is not written down yet"
    other = world.machine()
    with pytest.raises(SignInRefused):
        await other.session.recover("ada", old, NEW)
    await other.session.recover("ada", phrase, NEW)


async def test_a_wrong_passphrase_changes_nothing(world: World) -> None:
    ada = world.machine()
    phrase = await ada.session.create_account("ada", PASSPHRASE)
    ada.store.marks.set_phrase(written=True)
    with pytest.raises(SignInRefused):
        await ada.session.new_phrase("four wrong little words")
    assert not ada.store.marks.phrase_missing()
    await world.machine().session.recover("ada", phrase, NEW)
    guest = world.machine()
    with pytest.raises(SignInRefused):
        await guest.session.new_phrase(PASSPHRASE)


async def test_a_lost_answer_is_asked_for_again_with_the_same_words(world: World) -> None:
    ada = world.machine()
    await ada.session.create_account("ada", PASSPHRASE)
    ada.store.marks.set_phrase(written=True)
    ada.line.lose = 1
    with pytest.raises(Offline):
        await ada.session.new_phrase(PASSPHRASE)
    assert ada.store.marks.phrase_missing(), "the old one may open nothing any more"
    phrase = await ada.session.new_phrase(PASSPHRASE)
    await world.machine().session.recover("ada", phrase, NEW)


async def test_who_never_saw_the_phrase_is_reminded_on_signing_in(world: World) -> None:
    """The program ended between the making of the account and the screen that shows the phrase."""
    ada = world.machine()
    await ada.session.greet()
    ada.line.lose = 1
    with pytest.raises(Offline):
        await ada.session.create_account("ada", PASSPHRASE)
    again = world.machine()
    await again.session.sign_in("ada", PASSPHRASE)
    assert again.store.marks.phrase_missing()
    again.store.marks.set_phrase(written=True)
    await again.session.sign_in("ada", PASSPHRASE)
    assert not again.store.marks.phrase_missing(), "what was said stays said"
    await again.session._keeping.push()
    third = world.machine()
    await third.session.sign_in("ada", PASSPHRASE)
    assert not third.store.marks.phrase_missing(), "and is known on every machine"
    assert third.store.marks.phrase_known()
