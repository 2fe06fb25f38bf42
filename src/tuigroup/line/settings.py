"""Settings that a member changes: how each is asked for in lines (views.settings says what there is)."""

from __future__ import annotations

from functools import partial

from tuigroup.i18n import translator
from tuigroup.line.place import Item, Place
from tuigroup.line.staying import choose_stays
from tuigroup.views import exposure, muting, reminders, settings, zones
from tuigroup.views.checks import check_country, topics
from tuigroup.views.settings import EVERY, THEME, Chosen, Setting


class Settings(Place):
    @property
    def _chosen(self) -> Chosen:
        return Chosen(self.t, self.shell.session, self.shell.settings)

    async def tell(self) -> None:
        self.begin_list()
        await self.say(self.t("Settings. A number changes one."))
        listed = [setting for setting in self._chosen.listed() if setting.name != THEME]
        await self.list_items([Item(self._words(setting), partial(self._change, setting)) for setting in listed])

    def _words(self, setting: Setting) -> str:
        return f"{self.t(setting.label)}: {self._chosen.shown(setting)}. {self._chosen.help(setting)}"

    async def _change(self, setting: Setting) -> None:
        match setting.name:
            case "line":
                await self.shell.always.do_offline("")
                return
            case "country":
                done = await self._country(setting)
            case "folds":
                done = await self._folds()
            case "news":
                done = await self._news()
            case "ask_above_kb":
                done = await self._ask_above()
            case "language":
                done = await self._language()
            case "timezone":
                done = await self._zone()
            case "remind_minutes":
                done = await self._remind()
            case "topics":
                done = await self._topics()
            case "stays":
                done = await choose_stays(self)
            case "heavy":
                done = await self._heavy()
            case _:
                self._chosen.switch(setting)
                done = True
        if done:
            await self.tell()

    def works(self, name: str) -> bool:
        return self.shell.session.choosable if name == "stays" else super().works(name)

    async def do_stays(self, rest: str) -> None:
        if await choose_stays(self):
            await self.tell()

    async def _country(self, setting: Setting) -> bool:
        question = self.t("Your country, two letters such as GB, FR, US; a dash for none.")
        asking = self.shell.asking
        code = await asking.prompt(question, value=self._chosen.value(setting), check=check_country)
        if code is not None:
            self.store.settings.set("country", code.upper())
        return code is not None

    async def _folds(self) -> bool:
        which = await self.shell.asking.choose(self.t(settings.WHICH_FOLD), self._chosen.fold_choices())
        if which is None:
            return False
        folds = EVERY if which == "all" else ""
        if which == "some":
            named = await self.shell.asking.prompt(self.t(settings.WHICH_TOPICS), value=self._chosen.topics())
            if named is None:
                return False
            folds = ",".join(topics(named))
        self.store.settings.set("folds", folds)
        return True

    async def _news(self) -> bool:
        news = await self.shell.asking.choose(self.t(settings.WHICH_NEWS), self._chosen.news_choices())
        if not news:
            return False
        minutes: str | None = ""
        if news == "every":
            question, now = self.t(settings.EVERY_HOW_MANY), str(self._chosen.line.minutes)
            minutes = await self.shell.asking.prompt(question, value=now, check=settings.check_minutes)
        if minutes is None:
            return False
        self._chosen.set_news(news, minutes)
        return True

    async def _ask_above(self) -> bool:
        now = str(self._chosen.line.ask_above // 1000)
        size = await self.shell.asking.prompt(self.t(settings.ABOVE), value=now, check=settings.check_kilobytes)
        if size is not None:
            self._chosen.set_ask_above(size)
        return size is not None

    async def _language(self) -> bool:
        code = await self.shell.asking.choose(self.t(settings.WHICH_LANGUAGE), settings.language_choices())
        if code:
            self.store.settings.set("language", code)
            self.shell.speak(translator(code))
        return bool(code)

    async def _topics(self) -> bool:
        named = await self.shell.asking.prompt(self.t(settings.WHICH_TOPICS), value=self._chosen.muted())
        if named is not None:
            muting.set_topics(self.store, ",".join(topics(named)))
            self.shell.used_to()
        return named is not None

    async def _zone(self) -> bool:
        question = self.t("Your time zone, such as Europe/London; a dash for this machine's.")
        typed = await self.shell.asking.prompt(question, value=self.store.marks.zone(), check=zones.named)
        if typed is not None:
            self.store.marks.set_zone(zones.named(typed))
        return typed is not None

    async def _remind(self) -> bool:
        before = await self.shell.asking.choose(self.t(settings.WHEN_CALLED), reminders.choices(self.t))
        if before:
            self.store.settings.set(reminders.NAME, before)
        return bool(before)

    async def _heavy(self) -> bool:
        now = str(self.store.exposure.limit())
        typed = await self.shell.asking.prompt(self.t(exposure.HOW_MANY), value=now, check=exposure.check_limit)
        if typed is not None:
            self.store.exposure.set_limit(int(typed))
        return typed is not None
