"""Every screen by name, and where its class is: a screen is imported when it is first opened."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_HERE: Final = "tuigroup.ui.screens."

# Name -> module and class. Arguments of a screen are named behind it.
PLACES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "bundle": _HERE + "bundle:BundleScreen",  # before=None
        "bundle_lines": _HERE + "bundle:BundleLinesScreen",
        "welcome": _HERE + "welcome:WelcomeScreen",
        "locked": _HERE + "locked:LockedScreen",
        "unlock": _HERE + "locked:UnlockScreen",
        "create": _HERE + "create:CreateScreen",  # group=0
        "sign_in": _HERE + "sign_in:SignInScreen",  # group=0
        "recover": _HERE + "sign_in:RecoverScreen",
        "phrase": _HERE + "create:PhraseScreen",  # phrase, then
        "server_key": _HERE + "server_key:ServerKeyScreen",  # key, address, trust, then
        "attract": _HERE + "attract:AttractScreen",  # at a shared terminal
        "plain_clock": _HERE + "attract:PlainClockScreen",
        "paper_pass": _HERE + "paper_pass:PaperPassScreen",  # paper, then
        "today": _HERE + "today:TodayScreen",
        "tour": _HERE + "tour:TourScreen",
        "meetings": _HERE + "meetings:MeetingsScreen",  # group=0 (all)
        "slip": _HERE + "slip:SlipScreen",  # entry (views.agenda.Entry), code
        "check_ins": _HERE + "check_ins:CheckInsScreen",
        "check_in": _HERE + "check_in:CheckInScreen",  # id
        "goal": _HERE + "goal:GoalScreen",  # id
        "weeks": _HERE + "weeks:WeeksScreen",
        "waiting": _HERE + "waiting:WaitingScreen",
        "outbox": _HERE + "outbox:OutboxScreen",
        "settings": _HERE + "settings:SettingsScreen",
        "account": _HERE + "account:AccountScreen",
        "asked_record": _HERE + "account:AskedRecordScreen",
        "ssh_keys": _HERE + "ssh_keys:KeysScreen",
        "export": _HERE + "leaving:ExportScreen",
        "farewell": _HERE + "leaving:FarewellScreen",
        "help": _HERE + "help:HelpScreen",
        "help_now": _HERE + "help_now:HelpNowScreen",
        "directory": _HERE + "directory:DirectoryScreen",
        "find": _HERE + "find:FindScreen",
        "group": _HERE + "group:GroupScreen",  # group
        "join": _HERE + "join:JoinScreen",  # group
        "agree": _HERE + "agree:AgreeScreen",  # group, then=None
        "propose": _HERE + "propose:ProposeScreen",
        "set_up": _HERE + "set_up:SetUpScreen",  # group
        "requests": _HERE + "requests:RequestsScreen",  # group
        "cases": _HERE + "cases:CasesScreen",  # group
        "case": _HERE + "case:CaseScreen",  # group, case
        "given": _HERE + "given:GivenScreen",  # group=0 (all)
        "review": _HERE + "given:ReviewScreen",  # group, post
        "announce": _HERE + "hosting:AnnounceScreen",  # group
        "transcript": _HERE + "hosting:TranscriptScreen",  # group, thread
        "decisions": _HERE + "decided:DecidedScreen",  # group
        "members": _HERE + "members:MembersScreen",  # group
        "board": _HERE + "board:BoardScreen",  # group, board=0 (all)
        "thread": _HERE + "thread:ThreadScreen",  # group, thread, post=None
        "open_meeting": _HERE + "open_meeting:OpenMeetingScreen",  # group, board
        "compose": _HERE + "compose:ComposeScreen",  # draft (store.rows.Draft)
        "preview": _HERE + "preview:PreviewScreen",  # draft
        "library": _HERE + "library:LibraryScreen",
        "resource": _HERE + "resource:ResourceScreen",  # slug, line=None
        "search": _HERE + "search:SearchScreen",  # text="", group=0
    }
)
