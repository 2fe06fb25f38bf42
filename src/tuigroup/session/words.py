"""Names and passphrases to propose: words drawn at random, calm ones only. Pure but for the randomness."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from mnemonic import Mnemonic

Random = Callable[[int], bytes]

PASSPHRASE_WORDS: Final = 6

# Words of the list that nobody should be greeted with here.
_HARSH: Final = frozenset(
    """abandon abuse accident accuse afraid alarm alcohol anger angry anxiety army arrest assault attack awful battle
    betray bitter black blade blame bleak blind blood bomb bottom broken bullet burden burst cannon casino cigar clinic
    coyote crack crash crazy crime cruel crumble crush cry damage danger dead death debris decline defense demise denial
    despair destroy dirt disease disorder divorce dizzy doctor dose drink drip drop drug dumb enemy erode error evil
    execute exhaust exile expire explode fade fail faint fall false fat fatal father fatigue fault fear fee fever fight
    fire fragile frown funeral fury gas gasp ghost gloom grief guilt gun harm harsh hazard hell horror hospital hurt
    idle ignore ill illegal illness infant inflict inhale inject injury inmate insane jealous junk kick kill knife
    lawsuit lazy liar lonely loud lose mad mask medal misery miss mistake monster mother murder nasty negative nerve
    never nobody nothing nuclear obscure odor orphan pain panic penalty pill pistol poison police poverty predict prison
    problem punch quit rebel reject regret resist rifle riot risk rude sad sadness scare scorpion scream shame shock
    shoot shove sick siege sin skull slam slap slave smoke snake spider spike sting strike struggle stumble suffer
    suicide surgery suspect swamp symptom syrup tattoo tired tobacco toilet tongue torture tragic trap trash trauma
    trouble ugly unable unfair unhappy upset useless vacant vicious victim violent virus vomit war warfare waste weapon
    weird weasel whip wolf worry wound wreck wrestle wrong""".split()  # noqa: SIM905
)
_HOW: Final = tuple(
    """amber autumn brisk calm cedar clear clever cloudy cobalt copper cosy cotton early easy even evening fair fern
    fresh gentle golden green hazel honest indigo ivory kind lemon light lilac linen little maple mellow mild mint misty
    mossy northern olive open pale patient pearl plain quiet rainy ready rustic sage sandy silver slow small soft spring
    steady still sunny tidal velvet warm western willow winter woolen""".split()  # noqa: SIM905
)
_WHAT: Final = tuple(
    """acorn anchor apple badger basket beacon birch boat bridge brook button candle canoe clover comet compass cove
    cricket curlew daisy dolphin finch flute garden harbor heron hill island kettle kite lantern lark lighthouse linnet
    meadow moth oak orchard otter owl pebble pine plum pond poppy puffin quilt raven river robin rook sail shell sparrow
    star stone swift teapot thimble thistle tulip wagtail walnut willet wren""".split()  # noqa: SIM905
)


def calm_words() -> list[str]:
    """The words a passphrase is drawn from: more than ten bits each."""
    return [word for word in Mnemonic("english").wordlist if word not in _HARSH]


def suggest_passphrase(random: Random) -> str:
    """Six calm words, more than 60 bits."""
    words = calm_words()
    return " ".join(words[_below(len(words), random)] for _ in range(PASSPHRASE_WORDS))


def suggest_name(random: Random) -> str:
    """A sign-in name that nobody else sees: two words and a number."""
    number = 10 + _below(990, random)
    return f"{_HOW[_below(len(_HOW), random)]}-{_WHAT[_below(len(_WHAT), random)]}-{number}"


def _below(limit: int, random: Random) -> int:
    """A number under ``limit``, each as likely as the other."""
    span = 2**32 - 2**32 % limit
    while True:
        drawn = int.from_bytes(random(4), "big")
        if drawn < span:
            return drawn % limit
