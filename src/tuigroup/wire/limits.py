"""How long and how large things may be, in characters unless a name says otherwise. Both sides hold to it."""

from __future__ import annotations

from typing import Final

ALIAS: Final = 20
TITLE: Final = 80
BODY: Final = 10_000
NOTE: Final = 24
PLAN: Final = 2_000  # a group's plan for a crisis
SUSPENSION: Final = 365  # days
WORD: Final = 400  # a word with a join request, and the word back
GROUP_NAME: Final = 48
CAPACITY: Final = 100_000  # the most places that a group can be given
ABOUT: Final = 280
BOARD_TITLE: Final = 40
BOARDS: Final = 20  # of a group, closed ones too
OPEN_BOARDS: Final = 9
WELCOME: Final = 1_000
GUIDELINES: Final = 2_000
CREDENTIALS: Final = 120
PLACE: Final = 160
URL: Final = 300
TOPIC: Final = 24
TOPICS: Final = 6
SIGN_IN_NAME: Final = 40
SEARCH: Final = 100
KEY_LABEL: Final = 40
KEY: Final = 32

LAST_MINUTE: Final = 2**31  # since 1970: no calendar goes much further
MEETING_RULE: Final = 40
MEETING_WORD: Final = 120  # a word about one date that is left out or moved
MEETING_CHANGE: Final = 160  # such a date with its word
MEETING_CHANGES: Final = 20  # such dates of one meeting
SLIP_BEFORE: Final = 10  # minutes before a meeting from which on the server signs slips for it
SLIP_AFTER: Final = 20  # minutes after its end

SESSION_MINUTES: Final = 14 * 24 * 60  # the longest window of a guest session
SESSION_AHEAD: Final = 180 * 24 * 60  # how long before it can be announced
TRANSCRIPT: Final = 40_000

APART: Final = 2**32  # posts that not the whole group sees are numbered from here on, others below
APART_POSTS: Final = 4_096  # posts of one thread that not the whole group sees

DUTY: Final = 16 * 60  # minutes that somebody can say to be on duty at once

HELPLINES: Final = 60  # crisis lines that an operator may give
HELPLINE_COUNTRIES: Final = 40
HELPLINE_CONTACTS: Final = 6  # ways to reach one line
HELPLINE_WORD: Final = 80
HELPLINE_NUMBER: Final = 32
HELPLINES_BYTES: Final = 128 * 1024  # the operator's whole list

RECORD_BYTES: Final = 256 * 1024  # a private record, sealed and padded
RECORD_JSON_BYTES: Final = RECORD_BYTES * 4 // 3 + 1024  # the same in base64 inside JSON
BODY_BYTES: Final = 256 * 1024  # a request's body, unpacked
BUNDLE_FILE: Final = 8 * 1024 * 1024  # a bundle as a file
BUNDLE_BYTES: Final = 32 * 1024 * 1024  # and unpacked
EXPORT_BYTES: Final = 256 * 1024 * 1024  # all of one's own, unpacked
ANSWER_BYTES: Final = 8 * 1024 * 1024  # an answer's body, unpacked
OPS: Final = 200  # operations in one request
WANTS: Final = 20  # wants in one request
DEFAULT_BUDGET: Final = 64 * 1024  # bytes of an answer when the client names none
WAIT: Final = 230  # seconds that a request for news is held: what keeps a line open forgets it after some minutes
