"""Passphrases, phrases and wrapped keys: the server sees one secret, and only the right words open the record."""

from __future__ import annotations

import os

import pytest
from nacl.secret import SecretBox

from tuigroup.errors import BadInput, MalformedWire
from tuigroup.session import keys, words
from tuigroup.wire.accounts import NewAccount, SignIn
from tuigroup.wire.binary import b64

CHEAP = keys.Cost(1, 8192)
SERVER = "server-one"
NAME = "quiet-heron-12"
PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow"


def test_the_full_cost_is_what_the_design_says_and_gives_the_same_keys_for_ever() -> None:
    assert keys.Cost(passes=3, memory=64 * 1024 * 1024) == keys.FULL
    found = keys.from_passphrase(SERVER, NAME, "six calm words are enough here")
    assert found.secret == "0JHEg-lUL9633uhevo2X6HO978SB_81ufHweVCKMjwk"


def test_the_secret_and_the_wrapping_key_have_nothing_in_common() -> None:
    found = keys.from_passphrase(SERVER, NAME, "six calm words are enough here", CHEAP)
    assert len(found.secret) == 43
    assert len(found.wrapping) == 32
    assert found.secret != b64(found.wrapping)
    assert "wrapping" not in repr(found)


def test_spacing_and_compatible_letters_do_not_matter_but_case_does() -> None:
    plain = keys.from_passphrase(SERVER, NAME, "ﬁne  tea\tand \u00a0kettle ", CHEAP)
    assert plain == keys.from_passphrase(SERVER, NAME, "fine tea and kettle", CHEAP)
    assert plain != keys.from_passphrase(SERVER, NAME, "Fine tea and kettle", CHEAP)


def test_another_server_or_name_gives_other_keys() -> None:
    one = keys.from_passphrase(SERVER, NAME, "fine tea and kettle", CHEAP)
    assert keys.from_passphrase("server-two", NAME, "fine tea and kettle", CHEAP) != one
    assert keys.from_passphrase(SERVER, "quiet-heron-13", "fine tea and kettle", CHEAP) != one
    assert keys.salt("ab", "c") != keys.salt("a", "bc")


def test_a_recovery_phrase_has_twelve_words_and_keys_of_its_own() -> None:
    phrase = keys.new_phrase(os.urandom)
    assert len(phrase.split()) == 12
    found = keys.from_phrase(SERVER, NAME, f"  {phrase.upper()} ")
    assert found == keys.from_phrase(SERVER, NAME, phrase)
    assert found.secret != keys.from_passphrase(SERVER, NAME, phrase, CHEAP).secret
    assert found != keys.from_phrase("server-two", NAME, phrase)


def test_the_phrases_keys_are_the_same_for_ever() -> None:
    assert keys.from_phrase(SERVER, NAME, PHRASE).secret == "QSzfygky67oYS0Ow3WgPyNT5UhgT2GywWjlDjRYwryk"


@pytest.mark.parametrize(
    ("phrase", "says"),
    [
        ("legal winner", "these are 2"),
        ("legal winner thank year wave sausage worth useful legal winner thank thank", "spelling and the order"),
        ("legal winner thank year wave sausage worth useful legal winner thank yelow", "spelling and the order"),
    ],
)
def test_words_that_are_no_phrase_are_told_so(phrase: str, says: str) -> None:
    with pytest.raises(BadInput) as caught:
        keys.from_phrase(SERVER, NAME, phrase)
    assert says in caught.value.sentence()


def test_the_record_key_opens_with_either_key_and_no_other() -> None:
    record_key = keys.new_record_key(os.urandom)
    passphrase = keys.from_passphrase(SERVER, NAME, "fine tea and kettle", CHEAP)
    phrase = keys.from_phrase(SERVER, NAME, PHRASE)
    wrapped = keys.wrap(record_key, passphrase.wrapping, os.urandom)
    again = keys.wrap(record_key, phrase.wrapping, os.urandom)
    assert keys.unwrap(wrapped, passphrase.wrapping) == keys.unwrap(again, phrase.wrapping) == record_key
    with pytest.raises(MalformedWire):
        keys.unwrap(wrapped, phrase.wrapping)
    with pytest.raises(MalformedWire):
        keys.unwrap("AAAA", phrase.wrapping)
    with pytest.raises(MalformedWire):
        keys.unwrap(b64(SecretBox(phrase.wrapping).encrypt(b"short")), phrase.wrapping)


def test_a_new_account_fits_the_wire() -> None:
    passphrase = keys.from_passphrase(SERVER, NAME, "fine tea and kettle", CHEAP)
    phrase = keys.from_phrase(SERVER, NAME, PHRASE)
    record_key = keys.new_record_key(os.urandom)
    NewAccount(
        name=NAME,
        secret=passphrase.secret,
        recovery_secret=phrase.secret,
        wrapped=keys.wrap(record_key, passphrase.wrapping, os.urandom),
        recovery_wrapped=keys.wrap(record_key, phrase.wrapping, os.urandom),
    )


@pytest.mark.parametrize("passphrase", ["", "short one", "a" * 600])
def test_a_passphrase_too_short_or_too_long_is_told_so(passphrase: str) -> None:
    with pytest.raises(BadInput) as caught:
        keys.check_passphrase(passphrase)
    assert "characters" in caught.value.sentence()
    assert keys.check_passphrase("  four  calm little words ") == "four calm little words"


def test_half_a_character_is_refused_not_dropped() -> None:
    with pytest.raises(BadInput):
        keys.from_passphrase(SERVER, NAME, "four calm little words \ud800", CHEAP)


def test_proposed_names_and_passphrases_are_calm_and_fit() -> None:
    proposed = words.suggest_passphrase(os.urandom)
    assert len(proposed.split()) == 6
    assert keys.check_passphrase(proposed) == proposed
    calm = words.calm_words()
    assert len(calm) > 1024
    assert not {"suicide", "victim", "gun", "pill", "lonely", "abuse"} & set(calm)
    names = {words.suggest_name(os.urandom) for _ in range(50)}
    assert len(names) > 45
    for name in names:
        assert SignIn(name=name, secret="A" * 43).name == name


def test_every_word_is_as_likely_as_the_other() -> None:
    drawn = iter([b"\xff\xff\xff\xff", b"\0\0\0\x07"])
    assert words._below(10, lambda count: next(drawn)) == 7
