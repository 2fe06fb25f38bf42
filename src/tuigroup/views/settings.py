"""What a member can change, once for screens and lines: each setting, its value in words, and what fits it.

How it is asked for is theirs, and so is what only one of them has: a look. Kept in the member's own store.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from tuigroup.config import RANGES
from tuigroup.errors import BadInput
from tuigroup.helplines import load as load_helplines
from tuigroup.i18n import N_, Translator, languages, translator
from tuigroup.sync.choices import ASK_NAME, MINUTES_NAME, NEWS, NEWS_NAME, SAVER_NAME, Choices
from tuigroup.views import danger, exposure, muting, reminders, staying, zones
from tuigroup.views.clean import shown_line
from tuigroup.views.group_words import LANGUAGES
from tuigroup.views.needs import SessionLike, SettingsLike

EVERY: Final = "*"  # every topic folds: so it is until somebody chooses
HEAVY: Final = "heavy"  # for who runs a group
TOPICS: Final = "topics"
THEME: Final = "theme"  # for screens

# What is asked where one of them is to be another.
WHICH_NEWS: Final = N_("When should this machine ask for news?")
EVERY_HOW_MANY: Final = N_("Every how many minutes?")
ABOVE: Final = N_("Above how many kilobytes should tuigroup ask first? 0 asks always.")
WHICH_LANGUAGE: Final = N_("Which language?")
WHICH_FOLD: Final = N_("Posts with a content note: which ones stay folded?")
WHICH_TOPICS: Final = N_("Topics, with commas between, such as: medication, self-harm, food")
WHEN_CALLED: Final = N_("When should a meeting be called to mind?")


@dataclass(frozen=True, slots=True)
class Setting:
    """``name`` is its name in the store; ``help`` one sentence; ``usual`` its value until it is changed."""

    name: str
    label: str
    help: str
    usual: str = ""


SETTINGS: Final = (
    Setting(THEME, N_("Look"), N_("Colours. Nothing depends on them.")),
    Setting("country", N_("Country"), N_("Its crisis lines come first under help now. It is sent to nobody.")),
    Setting(
        "folds",
        N_("Fold these topics"),
        N_("Posts with a content note of these topics stay folded until you open them."),
        EVERY,
    ),
    Setting("line", N_("The line"), N_("Use it, or read and write offline until you say otherwise."), "on"),
    Setting(SAVER_NAME, N_("Save data"), N_("Only titles come by themselves; texts come when you open them."), "off"),
    Setting(NEWS_NAME, N_("News"), N_("When this machine asks for them. The key for asking now always works.")),
    Setting(ASK_NAME, N_("Ask first"), N_("What is larger is told in bytes and seconds before it is fetched.")),
    Setting("stays", staying.LABEL, staying.HELP),
    Setting("silent", N_("Shell prompt"), N_("What 'tuigroup status' prints: '2 answers, 14 new', or nothing."), "off"),
    Setting("language", N_("Language"), N_("What tuigroup speaks here. What people write stays as they wrote it.")),
    Setting("second_voice", N_("Second voice"), N_("See threads that wait for an answer, in all your groups."), "off"),
    Setting("timezone", N_("Time zone"), N_("Times are told by its clock, on all your machines.")),
    Setting(reminders.NAME, N_("Meetings"), N_("A line of text before a meeting; nothing ever rings.")),
    Setting("danger", N_("Words of danger"), N_("Noticed on this machine only; then help is offered."), "on"),
    Setting(TOPICS, N_("Mute these topics"), muting.SETTING_HELP),
    Setting(HEAVY, exposure.SETTING, exposure.SETTING_HELP),
)


class Chosen:
    """How things are set on one machine. ``usual`` is what the configuration says."""

    def __init__(self, t: Translator, session: SessionLike, usual: SettingsLike) -> None:
        self._t = t
        self._session = session
        self._store = session.store
        self._engine = session.engine
        self._usual = usual
        self.line = Choices(session.store, usual)

    def listed(self) -> Iterator[Setting]:
        """Those that somebody here can change."""
        here = {HEAVY: exposure.runs_any(self._store), "stays": self._session.choosable}
        for setting in SETTINGS:
            if here.get(setting.name, True):
                yield setting

    def value(self, setting: Setting) -> str:
        match setting.name:
            case "line":
                return "off" if self._engine.status().state == "paused" else "on"
            case "second_voice":
                return "on" if self._store.marks.second_voice() else "off"
            case "country":
                return self._store.settings.get("country", self._usual.country)
            case "language":
                return self._t.language
            case name:
                return self._store.settings.get(name, setting.usual)

    def shown(self, setting: Setting) -> str:
        """The value as a person reads it."""
        t, value = self._t, self.value(setting)
        match setting.name:
            case "language":
                return own_name(t.language)
            case "country":
                known = {country.code: t(country.name, context="country") for country in load_helplines().countries}
                return known.get(value.upper(), shown_line(value, 8).upper()) or t("not set")
            case "folds":
                folded = shown_line(value, 300).replace(",", ", ")
                return t("all that have a note") if value == EVERY else folded or t("none")
            case "news":
                return self.news(self.line.news)
            case "ask_above_kb":
                size = self.line.ask_above
                return t("above {amount}", amount=t.size(size)) if size else t("always")
            case "topics":
                return muting.shown_topics(t, self._store)
            case "stays":
                return staying.is_so(t, self._session)
            case "heavy":
                return exposure.setting(t, self._store)
            case "timezone":
                return zones.shown(t, self._store)
            case "remind_minutes":
                return reminders.before(t, reminders.minutes(self._store))
            case "silent":
                return t("nothing") if value == "on" else t("answers and new posts, as numbers")
            case _:
                return t("on", context="setting") if value == "on" else t("off", context="setting")

    def help(self, setting: Setting) -> str:
        """What it does, and of the lists of words which ones there are."""
        told = danger.lists(self._t, self._store, self._usual) if setting.name == danger.SETTING else []
        return " ".join([self._t(setting.help), *told])

    def news(self, news: str) -> str:
        match news:
            case "at-once":
                return self._t("at once (keeps a second line open)")
            case "every":
                return self._t.plural("every minute", "every {count} minutes", self.line.minutes)
            case _:
                return self._t("only when I ask")

    # What can be chosen: a letter or a number, what it says, the value.

    def news_choices(self) -> list[tuple[str, str, str]]:
        keys = {"at-once": "a", "every": "m", "ask": "k"}
        return [(keys[news], self.news(news), news) for news in NEWS]

    def fold_choices(self) -> list[tuple[str, str, str]]:
        t = self._t
        return [
            ("a", t("all of them"), "all"),
            ("s", t("those with topics that I name"), "some"),
            ("n", t("none"), "none"),
        ]

    def muted(self) -> str:
        """Topics that are muted now, to be changed."""
        return ", ".join(sorted(self._store.marks.topics_muted()))

    def topics(self) -> str:
        """Those that fold now, to be changed."""
        now = self._store.settings.get("folds", EVERY)
        return "" if now == EVERY else now.replace(",", ", ")

    # What is kept

    def switch(self, setting: Setting) -> None:
        """On or off."""
        value = "off" if self.value(setting) == "on" else "on"
        if setting.name == "second_voice":
            self._store.marks.set_second_voice(value == "on")
        else:
            self._store.settings.set(setting.name, value)
        if setting.name == SAVER_NAME:
            self._engine.reconsider()

    def set_news(self, news: str, minutes: str = "") -> None:
        if minutes:
            self._store.settings.set(MINUTES_NAME, str(int(minutes)))
        self._store.settings.set(NEWS_NAME, news)
        self._engine.reconsider()

    def set_ask_above(self, size: str) -> None:
        """Kilobytes."""
        self._store.settings.set(ASK_NAME, str(int(size)))
        self._engine.reconsider()


def language_choices() -> list[tuple[str, str, str]]:
    return [(str(place), own_name(code), code) for place, code in enumerate(languages(), 1)]


def own_name(code: str) -> str:
    """A language's name in that language: ``English``, ``Español``."""
    name = translator(code)(LANGUAGES[code]) if code in LANGUAGES else code
    return name[:1].upper() + name[1:]


def _check_number(text: str, least: int, most: int) -> None:
    if not (text.isascii() and text.isdecimal() and least <= int(text) <= most):
        raise BadInput(N_("A whole number from {least} to {most} fits here.", least=least, most=most))


check_minutes: Final = partial(_check_number, least=1, most=RANGES["sync_minutes"][1])
check_kilobytes: Final = partial(_check_number, least=0, most=RANGES["ask_above_kb"][1])
