"""What is nobody's business here: contacts of persons, payment handles and edit links, in fields and in texts.

A conference's dial-in number is how to attend and stays; every other telephone number goes. Where it is not
sure whether digits are a telephone number or a meeting's own id, the words before them decide.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, Final

from tuigroup_server.importers.plain import plain
from tuigroup_server.importers.report import LeftOut, Marks

# Fields are judged by their names, in whatever order the parts of a name stand.
_PAYMENT: Final = re.compile(
    r"venmo|paypal|square|cash_?app|cashtag|zelle|patreon|payment|donat|contribut|stripe|iban|bitcoin|gofundme|ko_?fi"
)
_EDIT: Final = re.compile(r"(?:^|_)(?:edit|admin|author|token|api_?key)")
_CONTACT: Final = re.compile(r"contact|phone|e_?mail|\btel\b|_tel\b|telephone|mobile|\bcell|whats_?app|\bfax|feedback")
_DIAL_IN: Final = "conference_phone"
_DIAL_IN_NOTES: Final = "conference_phone_notes"
_DIALLED: Final = re.compile(r"\+?\d[\d ().-]{3,24}[\d,;*#pPwWxX ]{0,40}")

_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_PHONE: Final = re.compile(
    r"(?<![\w+#/.-])"
    r"()(\+\d[\d ().-]{6,18}\d"  # international
    r"|(?:1[ .-]?)?\(\d{3}\) ?\d{3}[ .-]?\d{4}"  # (555) 555-0100
    r"|(?:1[ .-])?\d{3}[ .-]\d{3}[ .-]\d{4}"  # 555-555-0100
    r"|0\d{2,4}[ /-]\d{3,4}[ -]?\d{3,4})"  # 0113 496 0000
    r"(?![\w-])"
)
_CALL: Final = re.compile(
    r"(?i)(\b(?:call|phone|tel|text|contact|cell|mobile|whatsapp)\b[^\n\d]{0,24})(\d[\d ().-]{5,14}\d)"
)
# A meeting's own numbers: they are how to attend. The words stand right before the digits.
_OWN_NUMBER: Final = re.compile(
    r"(?i)\b(?:id|code|pin|password|passcode|pwd|zoom|dial[ -]?in)(?: (?:number|no|is))?[ :.#=()]{0,4}$"
)
_PAY_LINK: Final = re.compile(
    r"(?i)(?:https?://)?(?:www\.)?(?:paypal\.me|paypal\.com|venmo\.com|cash\.app|zellepay\.com)/\S*"
)
_PAY_HANDLE: Final = re.compile(r"(?i)\b(venmo|paypal|cash ?app|zelle|square)\b([^\n@$]{0,24})[@$][A-Za-z][\w.-]*")

_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|[-. ]+")
_WORDS_BEFORE: Final = 24
_NAME: Final = 80
_DEPTH: Final = 6


def without_private(record: Mapping[str, Any], marks: Marks) -> dict[str, Any]:
    """A record with plain, masked texts and without the fields that are never imported."""
    return _fields(record, marks, _DEPTH)


def _fields(record: Mapping[str, Any], marks: Marks, depth: int) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, value in record.items():
        reason = _reason(key)
        if key == _DIAL_IN and isinstance(value, str) and _DIALLED.fullmatch(value.strip()):
            kept[key] = value.strip()
        elif reason is None:
            kept[plain(key[:_NAME], marks)] = _value(value, marks, depth)
        elif value not in (None, "", [], {}):
            marks.leave_out(reason)
    return kept


def _reason(key: str) -> LeftOut | None:
    key = _CAMEL.sub("_", key).lower()
    if key == _DIAL_IN_NOTES:
        return None
    for pattern, reason in ((_PAYMENT, LeftOut.PAYMENT), (_EDIT, LeftOut.EDIT_LINK), (_CONTACT, LeftOut.CONTACT)):
        if pattern.search(key):
            return reason
    return None


def _value(value: Any, marks: Marks, depth: int) -> Any:
    if isinstance(value, str):
        return masked(plain(value, marks), marks)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if depth and isinstance(value, Mapping):
        return _fields(value, marks, depth - 1)
    if depth and isinstance(value, list):
        return [_value(item, marks, depth - 1) for item in value]
    return None if isinstance(value, (Mapping, list)) else value


def masked(text: str, marks: Marks) -> str:
    """The text with telephone numbers, e-mail addresses and payment handles replaced by what they were."""
    text = _replaced(_PAY_LINK, "[payment]", text, marks, LeftOut.PAYMENT_IN_TEXT)
    text = _replaced(_PAY_HANDLE, r"\1\2[payment]", text, marks, LeftOut.PAYMENT_IN_TEXT)
    text = _replaced(_MAIL, "[e-mail]", text, marks, LeftOut.MAIL_IN_TEXT)

    def number(found: re.Match[str]) -> str:
        words = found[1]
        before = found.string[max(0, found.start() - _WORDS_BEFORE) : found.start()] + words
        if _OWN_NUMBER.search(before):
            return found.group()
        marks.leave_out(LeftOut.PHONE_IN_TEXT)
        return f"{words}[phone]"

    return _PHONE.sub(number, _CALL.sub(number, text))


def _replaced(pattern: re.Pattern[str], by: str, text: str, marks: Marks, kind: LeftOut) -> str:
    text, count = pattern.subn(by, text)
    if count:
        marks.leave_out(kind)
    return text
