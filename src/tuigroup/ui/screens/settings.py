"""Settings that a member changes: look, country, what folds, the line, saving data. Kept in the member's own store."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from textual.app import ComposeResult

from tuigroup.config import RANGES
from tuigroup.errors import BadInput
from tuigroup.helplines import load as load_helplines
from tuigroup.i18n import N_, languages, translator
from tuigroup.sync.choices import ASK_NAME, MINUTES_NAME, NEWS, NEWS_NAME, Choices
from tuigroup.text import line as one_line
from tuigroup.ui import themes
from tuigroup.ui.bindings import bindings
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.rowlist import BLANK, Row, RowList
from tuigroup.views import danger, exposure, muting, reminders, zones
from tuigroup.views.clean import shown_line
from tuigroup.views.group_words import LANGUAGES
from tuigroup.views.lines import Line, line, wrap
from tuigroup.wire import limits


@dataclass(frozen=True, slots=True)
class Setting:
    """``name`` is its name in the store; ``help`` one sentence; ``usual`` its value until it is changed."""

    name: str
    label: str
    help: str
    usual: str = ""


HEAVY = "heavy"  # for who runs a group
EVERY = "*"  # every topic folds: so it is until somebody chooses

SETTINGS = (
    Setting("theme", N_("Look"), N_("Colours. Nothing depends on them.")),
    Setting("country", N_("Country"), N_("Its crisis lines come first under help now. It is sent to nobody.")),
    Setting(
        "folds",
        N_("Fold these topics"),
        N_("Posts with a content note of these topics stay folded until you open them."),
        "*",
    ),
    Setting("line", N_("The line"), N_("Use it, or read and write offline until you say otherwise."), "on"),
    Setting("data_saver", N_("Save data"), N_("Only titles come by themselves; texts come when you open them."), "off"),
    Setting(NEWS_NAME, N_("News"), N_("When this machine asks for them. The key for asking now always works.")),
    Setting(ASK_NAME, N_("Ask first"), N_("What is larger is told in bytes and seconds before it is fetched.")),
    Setting("silent", N_("Shell prompt"), N_("What 'tuigroup status' prints: '2 answers, 14 new', or nothing."), "off"),
    Setting("language", N_("Language"), N_("What tuigroup speaks here. What people write stays as they wrote it.")),
    Setting("second_voice", N_("Second voice"), N_("See threads that wait for an answer, in all your groups."), "off"),
    Setting("timezone", N_("Time zone"), N_("Times are told by its clock, on all your machines.")),
    Setting(reminders.NAME, N_("Meetings"), N_("A line on your screen before a meeting; nothing ever rings.")),
    Setting(
        "danger",
        N_("Words of danger"),
        N_("Noticed on this machine only; then help is offered."),
        "on",
    ),
    Setting("topics", N_("Mute these topics"), muting.SETTING_HELP),
    Setting(HEAVY, exposure.SETTING, exposure.SETTING_HELP),
)


class SettingsScreen(BaseScreen):
    BINDINGS = bindings("account")
    KEYS = ("open", "account")
    LABELS = {"open": N_("change", context="key")}

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Settings"),)

    def body(self) -> ComposeResult:
        yield RowList(id="list")

    def load(self) -> None:
        rows: list[Row] = [BLANK]
        for setting in SETTINGS:
            if setting.name == HEAVY and not exposure.runs_any(self.store):
                continue
            rows += [self._row(setting), BLANK]
        self.query_one(RowList).set_rows(rows)

    def value(self, setting: Setting) -> str:
        if setting.name == "line":
            return "off" if self.engine.status().state == "paused" else "on"
        if setting.name == "second_voice":
            return "on" if self.store.marks.second_voice() else "off"
        usual = {
            "theme": self.shell.look.name,
            "country": self.shell.settings.country,
            "language": self.t.language,
        }
        return self.store.settings.get(setting.name, usual.get(setting.name, setting.usual))

    def _row(self, setting: Setting) -> Row:
        value = self._shown(setting)
        more = danger.lists(self.t, self.store, self.shell.settings) if setting.name == danger.SETTING else []
        told = " ".join([self.t(setting.help), *more])

        def draw(room: int) -> list[Line]:
            top = line((f"{self.t(setting.label):<20}", "strong"), (value, "key"))
            return [top, *(line((found, "dim")) for found in wrap(told, room))]

        return Row(setting.name, draw, 0, setting)

    def _shown(self, setting: Setting) -> str:
        value = self.value(setting)
        match setting.name:
            case "theme":
                return self.t(themes.look(value).label)
            case "language":
                return own_name(self.t.language)
            case "country":
                known = {
                    country.code: self.t(country.name, context="country") for country in load_helplines().countries
                }
                return known.get(value.upper(), shown_line(value, 8).upper()) or self.t("not set")
            case "folds":
                return (
                    self.t("all that have a note")
                    if value == EVERY
                    else shown_line(value, 300).replace(",", ", ") or self.t("none")
                )
            case "topics":
                return muting.shown_topics(self.t, self.store)
            case "news":
                return self._news(self._choices.news)
            case "ask_above_kb":
                size = self._choices.ask_above
                return self.t("above {amount}", amount=self.t.size(size)) if size else self.t("always")
            case "heavy":
                return exposure.setting(self.t, self.store)
            case "timezone":
                return zones.shown(self.t, self.store)
            case "remind_minutes":
                return reminders.before(self.t, reminders.minutes(self.store))
            case "silent":
                return self.t("nothing") if value == "on" else self.t("answers and new posts, as numbers")
            case _:
                return self.t("on", context="setting") if value == "on" else self.t("off", context="setting")

    # What a member does

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        setting = message.row.item
        match setting.name:
            case "theme":
                looks = list(themes.LOOKS.values())
                choices = [Choice(str(place), self.t(look.label), look.name) for place, look in enumerate(looks, 1)]
                self.ask(self.t("Which look?"), *choices, then=self._theme)
            case "language":
                named = [(str(place), own_name(code), code) for place, code in enumerate(languages(), 1)]
                self.ask(self.t("Which language?"), *(Choice(*one) for one in named), then=self._language)
            case "country":
                self.prompt(
                    self.t("Your country, two letters such as GB, FR, US; empty for none."),
                    value=self.value(setting),
                    limit=2,
                    check=_check_country,
                    then=lambda code: self._set("country", code.upper()),
                )
            case "folds":
                self.ask(
                    self.t("Posts with a content note: which ones stay folded?"),
                    Choice("a", self.t("all of them"), "all"),
                    Choice("s", self.t("those with topics that I name"), "some"),
                    Choice("n", self.t("none"), "none"),
                    then=self._which_folds,
                )
            case "topics":
                self.prompt(
                    self.t("Topics, with commas between, such as: medication, self-harm, food"),
                    value=", ".join(sorted(self.store.marks.topics_muted())),
                    then=self._topics,
                )
            case "line":
                self.tell(self.shell.switch_line())
                self.load()
            case "news":
                keys = {"at-once": "a", "every": "m", "ask": "k"}
                choices = [Choice(keys[news], self._news(news), news) for news in NEWS]
                self.ask(self.t("When should this machine ask for news?"), *choices, then=self._which_news)
            case "ask_above_kb":
                self.prompt(
                    self.t("Above how many kilobytes should tuigroup ask first? 0 asks always."),
                    value=str(self._choices.ask_above // 1000),
                    limit=6,
                    check=partial(_check_number, most=RANGES["ask_above_kb"][1]),
                    then=lambda size: self._set_line(ASK_NAME, str(int(size))),
                )
            case "second_voice":
                self.store.marks.set_second_voice(not self.store.marks.second_voice())
                self.load()
            case "timezone":
                self.prompt(
                    self.t("Your time zone, such as Europe/London; empty for this machine's."),
                    value=self.store.marks.zone(),
                    limit=64,
                    check=zones.named,
                    then=self._zone,
                )
            case "remind_minutes":
                choices = [Choice(*one) for one in reminders.choices(self.t)]
                question = self.t("When should a meeting be called to mind?")
                self.ask(question, *choices, then=lambda chosen: self._set("remind_minutes", chosen))
            case "heavy":
                self.prompt(
                    self.t(exposure.HOW_MANY),
                    value=str(self.store.exposure.limit()),
                    limit=2,
                    check=exposure.check_limit,
                    then=self._heavy,
                )
            case "data_saver":
                self._set_line("data_saver", "off" if self._choices.saving else "on")
            case name:
                self._set(name, "off" if self.value(setting) == "on" else "on")

    def _set(self, name: str, value: str) -> None:
        self.store.settings.set(name, value)
        self.load()

    def _set_line(self, name: str, value: str) -> None:
        self._set(name, value)
        self.engine.reconsider()

    @property
    def _choices(self) -> Choices:
        return Choices(self.store, self.shell.settings)

    def _news(self, news: str) -> str:
        match news:
            case "at-once":
                return self.t("at once (keeps a second line open)")
            case "every":
                minutes = self._choices.minutes
                return self.t.plural("every minute", "every {count} minutes", minutes)
            case _:
                return self.t("only when I ask")

    def _which_news(self, news: str) -> None:
        if news != "every":
            self._set_line(NEWS_NAME, news)
            return
        self.prompt(
            self.t("Every how many minutes?"),
            value=str(self._choices.minutes),
            limit=4,
            check=partial(_check_number, least=1, most=RANGES["sync_minutes"][1]),
            then=self._every,
        )

    def _every(self, minutes: str) -> None:
        self.store.settings.set(MINUTES_NAME, str(int(minutes)))
        self._set_line(NEWS_NAME, "every")

    def _topics(self, text: str) -> None:
        muting.set_topics(self.store, ",".join(topics(text)))
        self.load()

    def _zone(self, text: str) -> None:
        self.store.marks.set_zone(zones.named(text))
        self.load()

    def _heavy(self, count: str) -> None:
        self.store.exposure.set_limit(int(count))
        self.load()

    def _theme(self, name: str) -> None:
        self._set("theme", name)
        self.shell.show_look(name)

    def _language(self, code: str) -> None:
        self.store.settings.set("language", code)
        self.shell.speak(code)

    def _which_folds(self, which: str) -> None:
        if which == "some":
            named = self.store.settings.get("folds", EVERY)
            self.prompt(
                self.t("Topics, with commas between, such as: medication, self-harm, food"),
                value="" if named == EVERY else named.replace(",", ", "),
                then=self._folds,
            )
        else:
            self._set("folds", EVERY if which == "all" else "")

    def _folds(self, text: str) -> None:
        self._set("folds", ",".join(topics(text)))

    def action_account(self) -> None:
        self.open("account")


def own_name(code: str) -> str:
    """A language's name in that language: ``English``, ``Español``."""
    name = translator(code)(LANGUAGES[code]) if code in LANGUAGES else code
    return name[:1].upper() + name[1:]


def topics(text: str) -> list[str]:
    """Content-note topics out of a line with commas: clean, lower case, each once, in order."""
    found = (one_line(part, limits.NOTE).lower() for part in text.split(","))
    return list(dict.fromkeys(part for part in found if part))


def _check_number(text: str, least: int = 0, most: int = 0) -> None:
    if not (text.isascii() and text.isdecimal() and least <= int(text) <= most):
        raise BadInput(N_("A whole number from {least} to {most} fits here.", least=least, most=most))


def _check_country(text: str) -> None:
    if text and not (len(text) == 2 and text.isascii() and text.isalpha()):
        raise BadInput(N_("A country has two letters here, such as GB or FR."), field="country")
