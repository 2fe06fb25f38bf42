"""From a passphrase to keys: what the server may see, and what never leaves this process.

argon2id stretches the passphrase; keyed BLAKE2b derives from it a sign-in secret (for the server) and a
wrapping key (never sent). The recovery phrase has 128 bits of its own and needs no stretching. A random record
key seals the private record and is wrapped twice, under either. Pure but for the randomness passed in, and
slow in ``from_passphrase`` only: call that in a thread. Keeps nothing, writes nothing.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tuigroup.errors import BadInput, MalformedWire
from tuigroup.i18n import N_
from tuigroup.late import Late
from tuigroup.wire.binary import b64, unb64

if TYPE_CHECKING:
    import mnemonic
    from nacl import exceptions, pwhash, secret
else:
    mnemonic = Late("mnemonic")
    exceptions, pwhash, secret = Late("nacl.exceptions"), Late("nacl.pwhash"), Late("nacl.secret")

Random = Callable[[int], bytes]

KEY_BYTES: Final = 32
PHRASE_WORDS: Final = 12
SHORTEST: Final = 12  # characters of a passphrase
LONGEST: Final = 512

# Sixteen bytes at most each: what a derived key is for, so that no key is of use in another's place.
_SIGN_IN: Final = b"tg sign-in"
_WRAPPING: Final = b"tg wrapping"
_RECOVERY_SIGN_IN: Final = b"tg rec sign-in"
_RECOVERY_WRAPPING: Final = b"tg rec wrapping"
_STORE: Final = b"tg store"
_SALT: Final = b"tg salt"


@dataclass(frozen=True, slots=True)
class Cost:
    """What argon2id spends: ``passes`` over ``memory`` bytes. Another cost gives other keys: it is never a choice."""

    passes: int = 3
    memory: int = 64 * 1024 * 1024


FULL: Final = Cost()


@dataclass(frozen=True, slots=True)
class Keys:
    """``secret`` goes to the server (base64, 43 characters); ``wrapping`` (32 bytes) never does."""

    secret: str
    wrapping: bytes = field(repr=False)


def normal(passphrase: str) -> str:
    """The passphrase as it counts: compatibility forms alike (NFKC), one space where there were several."""
    return " ".join(unicodedata.normalize("NFKC", passphrase).split())


def check_passphrase(passphrase: str) -> str:
    """The passphrase as it counts. Raises BadInput where it is too short, too long or no text."""
    told = normal(passphrase)
    if len(told) < SHORTEST:
        raise BadInput(
            N_("This passphrase is shorter than {count} characters.", count=SHORTEST),
            field="passphrase",
            todo=N_("Please choose a longer one; four or more words are easy to keep."),
        )
    if len(told) > LONGEST:
        raise BadInput(N_("A passphrase can have {count} characters at most.", count=LONGEST), field="passphrase")
    return told


def from_passphrase(server_id: str, name: str, passphrase: str, cost: Cost = FULL) -> Keys:
    """Keys of a passphrase for one account of one server. Takes about a tenth of a second and 64 MiB."""
    stretched = pwhash.argon2id.kdf(
        KEY_BYTES, _encoded(normal(passphrase)), salt(server_id, name), opslimit=cost.passes, memlimit=cost.memory
    )
    return Keys(b64(_derived(stretched, _SIGN_IN)), _derived(stretched, _WRAPPING))


def salt(server_id: str, name: str) -> bytes:
    """Sixteen bytes from the server's id and the sign-in name, so that no extra round trip asks for them."""
    told = server_id.encode() + b"\0" + name.encode()
    return hashlib.blake2b(told, digest_size=pwhash.argon2id.SALTBYTES, person=_SALT).digest()


def new_phrase(random: Random) -> str:
    """Twelve words that hold 128 random bits and a checksum."""
    return str(mnemonic.Mnemonic("english").to_mnemonic(random(16)))


def from_phrase(server_id: str, name: str, phrase: str) -> Keys:
    """Keys of a recovery phrase. Raises BadInput where the words are not a phrase of ours."""
    words = normal(phrase).lower()
    book = mnemonic.Mnemonic("english")
    count = len(words.split())
    if count != PHRASE_WORDS:
        raise BadInput(
            N_("A recovery phrase has {wanted} words; these are {count}.", wanted=PHRASE_WORDS, count=count),
            field="phrase",
        )
    unknown = [word for word in words.split() if word not in book.wordlist]
    if unknown or not book.check(words):
        raise BadInput(
            N_("These words are not a recovery phrase."),
            field="phrase",
            todo=N_("Please look at the spelling and the order of the words."),
        )
    entropy = bytes(book.to_entropy(words)) + salt(server_id, name)
    return Keys(b64(_derived(entropy, _RECOVERY_SIGN_IN)), _derived(entropy, _RECOVERY_WRAPPING))


def new_record_key(random: Random) -> bytes:
    return random(KEY_BYTES)


def store_key(record_key: bytes) -> bytes:
    """What a locked store is encrypted under. It goes with the account, not with the passphrase of the day."""
    return _derived(record_key, _STORE)


def wrap(record_key: bytes, wrapping: bytes, random: Random) -> str:
    """The record key under a wrapping key, as it travels."""
    return b64(bytes(secret.SecretBox(wrapping).encrypt(record_key, random(secret.SecretBox.NONCE_SIZE))))


def unwrap(wrapped: str, wrapping: bytes) -> bytes:
    """The record key again. Raises MalformedWire where the wrapping key is not the one."""
    try:
        key = secret.SecretBox(wrapping).decrypt(unb64(wrapped))
    except (exceptions.CryptoError, ValueError, TypeError) as error:
        raise MalformedWire(N_("The key of your private record does not open with this passphrase.")) from error
    if len(key) != KEY_BYTES:
        raise MalformedWire(N_("The key of your private record has an unknown form."))
    return key


def _derived(key: bytes, purpose: bytes) -> bytes:
    return hashlib.blake2b(key=key, person=purpose, digest_size=KEY_BYTES).digest()


def _encoded(text: str) -> bytes:
    # Half a surrogate pair can reach us from a terminal; it is refused, not dropped.
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise BadInput(N_("The passphrase holds a character that is none."), field="passphrase") from error
