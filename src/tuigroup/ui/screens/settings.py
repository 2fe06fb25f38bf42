"""Settings that a member changes: how each is asked for on screens (views.settings says what there is)."""

from __future__ import annotations

from textual.app import ComposeResult

from tuigroup.i18n import N_
from tuigroup.ui import themes
from tuigroup.ui.bindings import bindings
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.screens.staying import ask_stays
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.rowlist import BLANK, Row, RowList
from tuigroup.views import exposure, muting, reminders, settings, zones
from tuigroup.views.checks import check_country, topics
from tuigroup.views.lines import Line, line, wrap
from tuigroup.views.settings import EVERY, THEME, Chosen, Setting


class SettingsScreen(BaseScreen):
    BINDINGS = bindings("account", "stays")
    KEYS = ("open", "account", "stays")
    LABELS = {"open": N_("change", context="key")}

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Settings"),)

    def body(self) -> ComposeResult:
        yield RowList(id="list")

    def load(self) -> None:
        rows: list[Row] = [BLANK]
        for setting in self._chosen.listed():
            rows += [self._row(setting), BLANK]
        self.query_one(RowList).set_rows(rows)

    @property
    def _chosen(self) -> Chosen:
        return Chosen(self.t, self.session, self.shell.settings)

    def _row(self, setting: Setting) -> Row:
        value = self.t(self.shell.look.label) if setting.name == THEME else self._chosen.shown(setting)
        told = self._chosen.help(setting)

        def draw(room: int) -> list[Line]:
            top = line((f"{self.t(setting.label):<20}", "strong"), (value, "key"))
            return [top, *(line((found, "dim")) for found in wrap(told, room))]

        return Row(setting.name, draw, 0, setting)

    # What a member does

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        setting: Setting = message.row.item
        t, chosen = self.t, self._chosen
        match setting.name:
            case "theme":
                looks = list(themes.LOOKS.values())
                choices = [Choice(str(place), t(look.label), look.name) for place, look in enumerate(looks, 1)]
                self.ask(t("Which look?"), *choices, then=self._theme)
            case "language":
                named = [Choice(*one) for one in settings.language_choices()]
                self.ask(t(settings.WHICH_LANGUAGE), *named, then=self._language)
            case "country":
                self.prompt(
                    t("Your country, two letters such as GB, FR, US; empty for none."),
                    value=chosen.value(setting),
                    limit=2,
                    check=check_country,
                    then=lambda code: self._set("country", code.upper()),
                )
            case "folds":
                named = [Choice(*one) for one in chosen.fold_choices()]
                self.ask(t(settings.WHICH_FOLD), *named, then=self._which_folds)
            case "topics":
                self.prompt(t(settings.WHICH_TOPICS), value=chosen.muted(), then=self._topics)
            case "line":
                self.tell(self.shell.switch_line())
                self.load()
            case "news":
                named = [Choice(*one) for one in chosen.news_choices()]
                self.ask(t(settings.WHICH_NEWS), *named, then=self._which_news)
            case "ask_above_kb":
                self.prompt(
                    t(settings.ABOVE),
                    value=str(chosen.line.ask_above // 1000),
                    limit=6,
                    check=settings.check_kilobytes,
                    then=self._ask_above,
                )
            case "timezone":
                self.prompt(
                    t("Your time zone, such as Europe/London; empty for this machine's."),
                    value=self.store.marks.zone(),
                    limit=64,
                    check=zones.named,
                    then=self._zone,
                )
            case "remind_minutes":
                named = [Choice(*one) for one in reminders.choices(t)]
                self.ask(t(settings.WHEN_CALLED), *named, then=lambda before: self._set(reminders.NAME, before))
            case "stays":
                self.action_stays()
            case "heavy":
                self.prompt(
                    t(exposure.HOW_MANY),
                    value=str(self.store.exposure.limit()),
                    limit=2,
                    check=exposure.check_limit,
                    then=self._heavy,
                )
            case _:
                chosen.switch(setting)
                self.load()

    def _set(self, name: str, value: str) -> None:
        self.store.settings.set(name, value)
        self.load()

    def _which_news(self, news: str) -> None:
        if news != "every":
            self._chosen.set_news(news)
            self.load()
            return
        self.prompt(
            self.t(settings.EVERY_HOW_MANY),
            value=str(self._chosen.line.minutes),
            limit=4,
            check=settings.check_minutes,
            then=self._every,
        )

    def _every(self, minutes: str) -> None:
        self._chosen.set_news("every", minutes)
        self.load()

    def _ask_above(self, size: str) -> None:
        self._chosen.set_ask_above(size)
        self.load()

    def _zone(self, text: str) -> None:
        self.store.marks.set_zone(zones.named(text))
        self.load()

    def _heavy(self, count: str) -> None:
        self.store.exposure.set_limit(int(count))
        self.load()

    def _theme(self, name: str) -> None:
        self._set(THEME, name)
        self.shell.show_look(name)

    def _language(self, code: str) -> None:
        self.store.settings.set("language", code)
        self.shell.speak(code)

    def _which_folds(self, which: str) -> None:
        if which == "some":
            self.prompt(self.t(settings.WHICH_TOPICS), value=self._chosen.topics(), then=self._folds)
        else:
            self._set("folds", EVERY if which == "all" else "")

    def _folds(self, text: str) -> None:
        self._set("folds", ",".join(topics(text)))

    def _topics(self, text: str) -> None:
        muting.set_topics(self.store, ",".join(topics(text)))
        self.load()

    def works(self, name: str) -> bool:
        return self.session.choosable if name == "stays" else super().works(name)

    def action_stays(self) -> None:
        ask_stays(self, self.load)

    def action_account(self) -> None:
        self.open("account")
