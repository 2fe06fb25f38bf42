"""The operator's account as a client would make it: phrases to be shown once, and only secrets for the server."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field

from tuigroup.session import keys, words
from tuigroup.wire.accounts import NewAccount


@dataclass(frozen=True, slots=True)
class Made:
    """``account`` goes to the server; the phrases go to the person and nowhere else."""

    account: NewAccount
    passphrase: str = field(repr=False)
    recovery_phrase: str = field(repr=False)


def make(name: str, server_id: str, *, passphrase: str = "", random: Callable[[int], bytes] = os.urandom) -> Made:
    """Keys for a new account; without a ``passphrase`` one is drawn. Takes a tenth of a second (argon2id)."""
    passphrase = passphrase or words.suggest_passphrase(random)
    phrase = keys.new_phrase(random)
    own, recovery = keys.from_passphrase(server_id, name, passphrase), keys.from_phrase(server_id, name, phrase)
    record_key = keys.new_record_key(random)
    account = NewAccount(
        name=name,
        secret=own.secret,
        recovery_secret=recovery.secret,
        wrapped=keys.wrap(record_key, own.wrapping, random),
        recovery_wrapped=keys.wrap(record_key, recovery.wrapping, random),
    )
    return Made(account, passphrase, phrase)
