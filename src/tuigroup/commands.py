"""Every command once: its key, its word in the line mode, its label and its help.

Footers, the help screen, bindings, the line mode and the README's key table are made from this table. It
must not know screens: a screen names the commands it answers to, and says which of them work now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from tuigroup.i18n import N_, Translator

MOVING: Final = N_("Moving")
READING: Final = N_("Reading")
WRITING: Final = N_("Writing")
GROUPS: Final = N_("Groups")
OWN: Final = N_("Your own")
PLACES: Final = N_("Places")
ALWAYS: Final = N_("From everywhere")
SHARED: Final = N_("At a shared terminal")

HEADINGS: Final = (ALWAYS, MOVING, READING, WRITING, GROUPS, OWN, PLACES, SHARED)


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a member can do.

    ``name`` is the name of the action; ``key`` one or more keys, separated by commas, as Textual names them;
    ``word`` what is typed in the line mode; ``label`` two words at most, for the footer; ``help`` one sentence;
    ``group`` the heading it stands under.
    """

    name: str
    key: str
    word: str
    label: str
    help: str
    group: str

    def said(self, t: Translator) -> str:
        """The label in a language; ``make messages`` reads labels and help out of the table."""
        return t(self.label, context="key")

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self.key.split(","))

    @property
    def shown(self) -> str:
        """The first key as a person reads it: ``Enter``, ``Ctrl+S``, ``+``."""
        return shown_key(self.keys[0])

    @property
    def all_shown(self) -> str:
        """All keys as a person reads them, with ``or`` between."""
        return " or ".join(shown_key(key) for key in self.keys)


COMMANDS: Final[tuple[Command, ...]] = (
    # From everywhere
    Command("help_now", "f1,H", "now", "help now", "Crisis lines by country, offline and before sign-in too.", ALWAYS),
    Command("help", "question_mark", "help", "keys", "All keys, with what each of them does.", ALWAYS),
    Command("back", "escape", "back", "back", "Go back. A draft is kept.", ALWAYS),
    Command("leave", "q,f10", "quit", "leave", "Leave tuigroup. Asks only if something is not sent yet.", ALWAYS),
    Command(
        "quick_exit", "ctrl+q", "blank", "quick exit",
        "The screen is blank at once, then tuigroup ends, at home signed out and locked. Nothing is asked; drafts are "
        "kept where they can be.", ALWAYS,
    ),
    # Moving
    Command("down", "down,j", "down", "down", "To the next line of a list.", MOVING),
    Command("up", "up,k", "up", "up", "To the line before.", MOVING),
    Command("open", "enter", "open", "open", "Open what the marker stands on.", MOVING),
    Command("page_down", "pagedown", "more", "page down", "One page further.", MOVING),
    Command("page_up", "pageup,b", "less", "page up", "One page back.", MOVING),
    Command("first", "home,g", "first", "first", "To the top.", MOVING),
    Command("last", "end,G", "last", "last", "To the end.", MOVING),
    Command("search", "slash", "search", "search", "Search: here on a list, or in everything that is stored.", MOVING),
    Command("filter", "f", "filter", "filter", "Show only what fits.", MOVING),
    Command("sort", "s", "sort", "sort", "Change the order of a list.", MOVING),
    # Reading
    Command("on", "space", "on", "on", "One page further, and at the end to the next unread post.", READING),
    Command("next_unread", "n", "next", "next unread", "To the next unread post, in any of your groups.", READING),
    Command("parent", "p", "parent", "parent", "To the post that this one answers.", READING),
    Command("fold", "z", "fold", "fold", "Fold a post and all answers to it, or unfold them.", READING),
    Command("mark_read", "M", "seen", "all read", "Mark everything here as read.", READING),
    Command("watch", "w", "watch", "watch", "Watch a thread: it comes first on your page for today.", READING),
    Command("mute", "m", "mute", "mute", "Mute a thread: it counts as read.", READING),
    Command("mute_member", "I", "ignore", "mute member", "Mute somebody: what they write stays folded.", READING),
    Command(
        "mute_topic", "Z", "topic", "mute topic",
        "Mute a topic of content notes: what has it is never new and stays folded.", READING,
    ),
    Command("exact_time", "i", "when", "exact times", "Show exact times instead of '2 h'.", READING),
    Command("outline", "o", "outline", "outline", "The sections of a long text, to go to one.", READING),
    Command("save", "s", "save", "keep here", "Keep a text on this machine, to read it offline.", READING),
    Command("forget", "x", "forget", "forget", "Take a kept text off this machine.", READING),
    Command("cancel", "x", "stop", "stop", "Stop a download. What has arrived is kept.", READING),
    # Writing
    Command("reply", "r", "reply", "reply", "Answer the post that the marker stands on.", WRITING),
    Command("quote", "R", "quote", "quote", "Answer, with the post quoted.", WRITING),
    Command("new_thread", "t", "new", "new thread", "Begin a thread on this board.", WRITING),
    Command(
        "private", "F", "private", "private word",
        "Write to those who run the group; only they and you see it.", WRITING,
    ),
    Command("respond", "plus", "respond", "respond", "One key: with you, me too, thank you, this helped.", WRITING),
    Command("report", "exclamation_mark", "report", "report", "Call those who run the group to a post.", WRITING),
    Command("wish", "C", "wish", "wish a note", "Wish, unsigned, that a post had a content note.", WRITING),
    Command("put_note", "A", "addnote", "add note", "Put a wished content note on a post; its words stay.", WRITING),
    Command("let_be", "x", "asis", "as it is", "Leave your post without the note somebody wished for.", WRITING),
    Command("give", "V", "give", "for library", "Offer a post of yours for the library; ask for another's.", WRITING),
    Command("edit", "e", "edit", "edit", "Change something of your own.", WRITING),
    Command("remove", "D", "remove", "take back", "Take your own post back. Its place in the thread stays.", WRITING),
    Command("send", "ctrl+s", "send", "send", "Send what is written.", WRITING),
    Command("note", "ctrl+n", "note", "content note", "Name a topic that some would rather not open.", WRITING),
    Command("intent", "ctrl+t", "hope", "hopes for", "Say what you hope for: support, advice, hello, a win.", WRITING),
    Command("preview", "ctrl+p", "preview", "preview", "See a post as others will.", WRITING),
    Command("editor", "ctrl+o", "editor", "own editor", "Write in the editor named by $EDITOR.", WRITING),
    Command("retry", "r", "retry", "send again", "Try again to send what was not taken.", WRITING),
    Command("withdraw", "x", "withdraw", "withdraw", "Take back what was not sent yet.", WRITING),
    Command("discard", "x", "discard", "discard", "Throw a draft away.", WRITING),
    # Groups
    Command("choose", "w", "choose", "help me choose", "Four questions, stored nowhere, and three groups.", GROUPS),
    Command("join", "J", "join", "join", "Join a group, or ask to.", GROUPS),
    Command("leave_group", "L", "depart", "leave group", "Leave a group. What you wrote stays, as you choose.", GROUPS),
    Command("take_break", "B", "break", "take a break", "Nothing of a group counts as new until B again.", GROUPS),
    Command("about", "i", "about", "about", "What a group is, who runs it, when it meets.", GROUPS),
    Command("propose", "P", "propose", "propose", "Propose a group of your own.", GROUPS),
    Command("claim", "C", "claim", "claim", "Say that you run the group of a listing.", GROUPS),
    Command("requests", "A", "requests", "requests", "Who asks to join (facilitators).", GROUPS),
    Command("admit", "a", "admit", "admit", "Let someone in, with a word of welcome (facilitators).", GROUPS),
    Command("decline", "d", "decline", "decline", "Answer no, with a word (facilitators).", GROUPS),
    Command("cases", "c", "cases", "cases", "Reports and what waits for a decision (facilitators).", GROUPS),
    Command("given", "V", "given", "for library", "What is offered for the library, and what you gave.", GROUPS),
    Command(
        "session", "Q", "session", "guest session",
        "Ask a guest, also without a name; come as a guest; announce a guest (facilitators).", GROUPS,
    ),
    Command("decide", "d", "decide", "decide", "Do something about a case (facilitators).", GROUPS),
    Command("pass_on", "p", "passon", "pass on", "Give your open cases to another facilitator.", GROUPS),
    Command("end_shift", "x", "endshift", "end shift", "End your shift: what was heavy is counted anew.", GROUPS),
    Command("decisions", "W", "decided", "decisions", "What was decided about you in a group, and why.", GROUPS),
    Command("appeal", "a", "appeal", "appeal", "Ask those who run the group to look again.", GROUPS),
    Command("set_up", "S", "setup", "set up", "Name, words, access and meetings of a group (facilitators).", GROUPS),
    Command("duty", "U", "here", "I'm here", "Say until when you are there for the group (facilitators).", GROUPS),
    Command("hand_over", "O", "handover", "hand over", "Let another run or moderate the group (facilitators).", GROUPS),
    Command("close_group", "X", "close", "close group", "Close a group (facilitators).", GROUPS),
    Command("credentials", "K", "credentials", "credentials", "Name your credentials; shown once confirmed.", GROUPS),
    # Meetings
    Command("coming", "y", "coming", "I'll be there", "Say that you will be at a meeting; only you see it.", GROUPS),
    Command("arrive", "c", "arrive", "check in", "Check in at a meeting; only you see it.", GROUPS),
    Command("slip", "p", "slip", "slip", "A code that says a member was at this meeting, and not who.", GROUPS),
    Command("calendar", "e", "calendar", "calendar", "Write your meetings as a calendar file (.ics).", GROUPS),
    Command("skip_date", "x", "skip", "leave out", "Leave one date of a meeting out, or not (facilitators).", GROUPS),
    Command("move_date", "m", "move", "move", "Move one date of a meeting (facilitators).", GROUPS),
    # Written meetings
    Command("meet", "W", "meet", "written meeting", "Open a written meeting on a board (facilitators).", GROUPS),
    Command("come_in", "y", "come", "come in", "Come in to a written meeting; there is a turn for you then.", GROUPS),
    Command("go_out", "minus", "away", "go out", "Go out of a written meeting; nothing is kept of it.", GROUPS),
    Command("pass_turn", "s", "pass", "pass", "Pass your turn in this round.", GROUPS),
    Command("later", "l", "later", "be later", "Have your turn at the end of this round.", GROUPS),
    Command("move_on", "greater_than_sign", "forward", "go on", "Go to a meeting's next step (facilitators).", GROUPS),
    # Your own
    Command("check_in", "c", "check", "check-in", "How you are, in a word; your goals. Only you see it.", OWN),
    Command("weeks", "w", "weeks", "the weeks", "How the last weeks went, in a sentence and a chart.", OWN),
    Command("add_goal", "plus", "goal", "a goal", "A goal in your own words, with a rhythm and small steps.", OWN),
    Command("did_it", "space", "did", "done today", "Tick a goal off for today, or take that back.", OWN),
    Command("pause", "p", "pause", "pause", "Pause a goal, or go on with it.", OWN),
    Command("finish", "x", "finish", "finish", "Say that a goal is reached, or let it go.", OWN),
    Command("share", "s", "share", "share", "Begin a post from it for one of your groups.", OWN),
    Command("erase", "D", "delete", "erase", "Erase a check-in, a goal or a step for good.", OWN),
    Command("partner", "P", "partner", "partner", "Ask somebody to be accountability partners, the two of you.", OWN),
    Command("agree", "a", "agree", "agree", "Agree: to be accountability partners, to new guidelines.", OWN),
    Command("part", "x", "part", "say no, end", "Say no, which nobody is told; or end being partners.", OWN),
    # Places
    Command("today", "1", "today", "today", "What happened since you were here.", PLACES),
    Command("waiting", "2", "waiting", "second voice", "Threads that wait for an answer or a second voice.", PLACES),
    Command("meetings", "3", "meetings", "meetings", "When your groups meet, by your clock and theirs.", PLACES),
    Command("directory", "d", "directory", "directory", "All groups.", PLACES),
    Command("library", "l", "library", "library", "Articles, coping strategies, stories.", PLACES),
    Command("tour", "T", "tour", "look around", "How this place works, in a minute.", PLACES),
    Command("outbox", "o", "outbox", "to send", "What waits to be sent, and how much data was used.", PLACES),
    Command("settings", "s", "settings", "settings", "Look, language, country, what folds, saving data.", PLACES),
    Command(
        "stays", "f2", "keep", "what stays",
        "Choose what stays on this machine: everything, locked, nothing after leaving, nothing at all.", PLACES,
    ),
    Command("account", "a", "account", "account", "Passphrase, keys for SSH, sign out here or everywhere.", PLACES),
    Command("ssh_keys", "K", "keys", "SSH keys", "Your public keys for signing in over SSH.", PLACES),
    Command("add_key", "plus", "add", "add a key", "Add a public key, for signing in over SSH.", PLACES),
    Command("remove_key", "x", "drop", "remove", "Remove a key: it opens nothing any more.", PLACES),
    Command(
        "open_record", "U", "unlock", "open record",
        "Open your private record with your passphrase, where you came by a key.", PLACES,
    ),
    Command("export", "E", "export", "take along", "Take everything of your own along, as files.", PLACES),
    Command(
        "leave_for_good", "X", "erase", "leave for good",
        "Erase your account, with or without what you wrote; there are 14 days to think again.", PLACES,
    ),
    Command("update", "u", "update", "update", "Ask the server now.", PLACES),
    Command("offline", "v", "line", "line on/off", "Stop using the line, or use it again.", PLACES),
    Command("fetch_rest", "Y", "rest", "get the rest", "Get all that is still to come.", PLACES),
    Command(
        "leave_rest", "N", "enough", "only titles",
        "Stop what is still to come: titles come, and texts when you open them.", PLACES,
    ),
    # At a shared terminal
    Command("begin", "enter,space", "begin", "begin", "Begin a visit.", SHARED),
    Command("look", "c", "look", "other look", "Another look: high contrast, no colours, and back.", SHARED),
    Command("switch_language", "e", "language", "language", "Another language.", SHARED),
    Command("lines", "l", "lines", "lines", "Lines instead of screens: for braille and for listening.", SHARED),
    Command("staff", "f12", "staff", "staff", "Staff leave the program with their code.", SHARED),
)  # fmt: skip

BY_NAME: Final[Mapping[str, Command]] = MappingProxyType({command.name: command for command in COMMANDS})

_SHOWN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "enter": N_("Enter", context="keyboard"),
        "escape": "Esc",
        "space": N_("Space", context="keyboard"),
        "tab": N_("Tab", context="keyboard"),
        "plus": "+",
        "minus": "-",
        "exclamation_mark": "!",
        "question_mark": "?",
        "slash": "/",
        "comma": ",",
        "full_stop": ".",
        "greater_than_sign": ">",
        "pagedown": N_("PgDn", context="keyboard"),
        "pageup": N_("PgUp", context="keyboard"),
        "home": N_("Home", context="keyboard"),
        "end": N_("End", context="keyboard"),
        "down": N_("Down", context="keyboard"),
        "up": N_("Up", context="keyboard"),
        "left": N_("Left", context="keyboard"),
        "right": N_("Right", context="keyboard"),
        "backspace": N_("Backspace", context="keyboard"),
        "delete": N_("Del", context="keyboard"),
    }
)


def shown_key(key: str) -> str:
    """A key as a person reads it."""
    *modifiers, last = key.split("+")
    if not last:  # the key is "+" itself
        return key
    if modifiers:
        return "+".join([*(modifier.capitalize() for modifier in modifiers), _SHOWN.get(last, last.upper())])
    if last[0] == "f" and last[1:].isdigit():
        return last.upper()
    return _SHOWN.get(last, last)


def under(heading: str) -> tuple[Command, ...]:
    """The commands that stand under a heading, in order."""
    return tuple(command for command in COMMANDS if command.group == heading)


def key_table(commands: Iterable[Command] = COMMANDS) -> str:
    """The README's table of keys, as Markdown; a test compares the two."""
    lines = ["| key | word in the line mode | what it does |", "|---|---|---|"]
    for command in commands:
        keys = " or ".join(f"`{shown_key(key)}`" for key in command.keys)
        lines.append(f"| {keys} | `{command.word}` | {command.help} |")
    return "\n".join(lines) + "\n"
