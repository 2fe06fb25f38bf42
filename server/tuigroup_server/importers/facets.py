"""What the codes of meeting types mean for tuigroup: a language, a topic, a way to attend, a fact to tell.

Only codes that say something to a reader of the directory are here; all codes survive in a listing's extra.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

ONLINE: Final = "ONL"
CLOSED_PLACE: Final = "TC"

# Meeting Guide's language codes to BCP 47.
LANGUAGES: Final[dict[str, str]] = {
    "AF": "af", "AM": "am", "AR": "ar", "ASL": "ase", "BG": "bg", "DA": "da", "DE": "de", "EL": "el", "EN": "en",
    "FA": "fa", "FI": "fi", "FR": "fr", "HE": "he", "HI": "hi", "HR": "hr", "HU": "hu", "IS": "is", "ITA": "it",
    "JA": "ja", "KA": "ka", "KOR": "ko", "LT": "lt", "ML": "ml", "MT": "mt", "NE": "ne", "NL": "nl", "NO": "no",
    "POL": "pl", "POR": "pt", "PUN": "pa", "RUS": "ru", "S": "es", "SK": "sk", "SL": "sl", "SV": "sv", "TH": "th",
    "TL": "tl", "TUR": "tr", "UK": "uk",
}  # fmt: skip

TOPICS: Final[dict[str, str]] = {
    "M": "men", "W": "women", "Y": "young adults", "SEN": "older people", "BE": "newcomers",
    "G": "lgbtq", "L": "lgbtq", "BI": "lgbtq", "T": "lgbtq", "NB": "lgbtq", "LGBTQ": "lgbtq", "LGBTQIA": "lgbtq",
    "POC": "people of color", "N": "indigenous", "NDG": "indigenous", "P": "professionals", "A": "secular",
    "DD": "dual diagnosis", "MED": "meditation",
}  # fmt: skip

FACTS: Final[dict[str, str]] = {
    "O": "Open to anyone",
    "C": "For people in the same situation",
    "W": "Women",
    "M": "Men",
    "G": "Gay men",
    "L": "Lesbians",
    "T": "Trans people",
    "X": "Wheelchair access",
    "ASL": "American Sign Language",
    "BA": "Babysitting",
    "CF": "Children welcome",
    "OUT": "Outdoors",
    "FF": "Please no fragrances",
}

# Codes of Narcotics Anonymous' world service, used by BMLT, to those of Meeting Guide.
WORLD: Final[dict[str, str]] = {
    "BEG": "BE", "CLOSED": "C", "OPEN": "O", "M": "M", "W": "W", "Y": "Y", "GL": "LGBTQ", "WCHR": "X", "STEP": "ST",
    "TRAD": "TR", "DISC": "D", "SPK": "SP", "LIT": "LIT", "CAN": "CAN", "MED": "MED", "CW": "CF", "TC": CLOSED_PLACE,
    "VM": ONLINE, "HYBR": ONLINE,
}  # fmt: skip

# Formats of BMLT that share the world code LANG are told apart by their local key.
WORLD_LANGUAGES: Final[dict[str, str]] = {
    "ES": "S", "ENG": "EN", "EN": "EN", "FIN": "FI", "PER": "FA", "FR": "FR", "DE": "DE", "PT": "POR", "RU": "RUS",
    "IT": "ITA", "SV": "SV", "DA": "DA", "NO": "NO", "PL": "POL", "HE": "HE", "AR": "AR",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facets:
    """``language`` is '' when the types name none."""

    language: str
    topics: tuple[str, ...]
    facts: tuple[str, ...]
    online: bool
    closed_place: bool


def facets(types: Iterable[str]) -> Facets:
    """Of all codes together; an English meeting that is held in another language too counts as English."""
    codes = [code.upper() for code in types]
    languages = [LANGUAGES[code] for code in codes if code in LANGUAGES]
    return Facets(
        language="en" if "en" in languages else (languages[0] if languages else ""),
        topics=tuple(dict.fromkeys(TOPICS[code] for code in codes if code in TOPICS)),
        facts=tuple(fact for code, fact in FACTS.items() if code in codes),
        online=ONLINE in codes,
        closed_place=CLOSED_PLACE in codes,
    )
