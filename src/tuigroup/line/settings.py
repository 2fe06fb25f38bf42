"""Settings that a member changes: country, what folds, the line, saving data. Kept in the member's own store."""

from __future__ import annotations

from tuigroup.helplines import load as load_helplines
from tuigroup.line.place import Item, Place
from tuigroup.views import danger, exposure, muting, reminders, zones
from tuigroup.views.checks import check_country, topics
from tuigroup.views.clean import shown_line

EVERY = "*"  # every topic folds: so it is until somebody chooses


class Settings(Place):
    async def tell(self) -> None:
        self.begin_list()
        await self.say(self.t("Settings. A number changes one."))
        t, get = self.t, self.store.settings.get
        country = get("country", self.shell.settings.country)
        known = {found.code: found.name for found in load_helplines().countries}
        folds = get("folds", EVERY)
        folded = t("all that have a note") if folds == EVERY else shown_line(folds, 300).replace(",", ", ")
        line = t("off") if self.engine.status().state == "paused" else t("on")
        silent = t("nothing") if get("silent") == "on" else t("answers and new posts, as numbers")
        saving = t("on") if get("data_saver") == "on" else t("off")
        await self.list_items(
            [
                Item(
                    t("Country: {value}. Its crisis lines come first under help now. It is sent to nobody.",
                      value=known.get(country.upper(), country.upper()) or t("not set")),
                    self._country,
                ),
                Item(
                    t("Fold these topics: {value}. Posts with such a note stay folded until you open them.",
                      value=folded or t("none")),
                    self._folds,
                ),
                Item(t("The line: {value}.", value=line), self._line),
                Item(
                    t("Save data: {value}. Only what you open is fetched; nothing ahead of time.", value=saving),
                    lambda: self._switch("data_saver"),
                ),
                Item(
                    t("Second voice: {value}. See threads that wait for an answer, in all your groups.",
                      value=t("on") if self.store.marks.second_voice() else t("off")),
                    self._second_voice,
                ),
                Item(
                    t("Time zone: {value}. Times are told by its clock, on all your machines.",
                      value=zones.shown(t, self.store)),
                    self._zone,
                ),
                Item(
                    t("Meetings: called to mind {before}, as a line of text.",
                      before=reminders.before(t, reminders.minutes(self.store))),
                    self._remind,
                ),
                Item(
                    " ".join([
                        t("Words of danger: {value}. Noticed on this machine only, and then help is offered.",
                          value=t("off") if get("danger") == "off" else t("on")),
                        *danger.lists(t, self.store, self.shell.settings),
                    ]),
                    lambda: self._switch("danger"),
                ),
                Item(
                    t("Shell prompt: 'tuigroup status' prints {value}.", value=silent),
                    lambda: self._switch("silent"),
                ),
                Item(
                    f"{t('Mute these topics')}: {muting.shown_topics(t, self.store)}. {t(muting.SETTING_HELP)}",
                    self._topics,
                ),
                *(
                    [Item(f"{t(exposure.SETTING)}: {exposure.setting(t, self.store)}. {t(exposure.SETTING_HELP)}",
                          self._heavy)]
                    if exposure.runs_any(self.store)
                    else []
                ),
            ]
        )  # fmt: skip

    async def _country(self) -> None:
        question = self.t("Your country, two letters such as GB, FR, US; a dash for none.")
        now = self.store.settings.get("country", self.shell.settings.country)
        code = await self.shell.asking.prompt(question, value=now, check=check_country)
        if code is not None:
            self.store.settings.set("country", code.upper())
            await self.tell()

    async def _folds(self) -> None:
        choices = [
            ("a", self.t("all of them"), "all"),
            ("s", self.t("those with topics that I name"), "some"),
            ("n", self.t("none"), "none"),
        ]
        question = self.t("Posts with a content note: which ones stay folded?")
        which = await self.shell.asking.choose(question, choices)
        if which == "some":
            now = self.store.settings.get("folds", EVERY)
            named = await self.shell.asking.prompt(
                self.t("Topics, with commas between, such as: medication, self-harm, food"),
                value="" if now == EVERY else now.replace(",", ", "),
            )
            if named is None:
                return
            self.store.settings.set("folds", ",".join(topics(named)))
        elif which:
            self.store.settings.set("folds", EVERY if which == "all" else "")
        if which:
            await self.tell()

    async def _topics(self) -> None:
        named = await self.shell.asking.prompt(
            self.t("Topics, with commas between, such as: medication, self-harm, food"),
            value=", ".join(sorted(self.store.marks.topics_muted())),
        )
        if named is not None:
            muting.set_topics(self.store, ",".join(topics(named)))
            self.shell.used_to()
            await self.tell()

    async def _zone(self) -> None:
        question = self.t("Your time zone, such as Europe/London; a dash for this machine's.")
        typed = await self.shell.asking.prompt(question, value=self.store.marks.zone(), check=zones.named)
        if typed is not None:
            self.store.marks.set_zone(zones.named(typed))
            await self.tell()

    async def _remind(self) -> None:
        question = self.t("When should a meeting be called to mind?")
        chosen = await self.shell.asking.choose(question, reminders.choices(self.t))
        if chosen:
            self.store.settings.set(reminders.NAME, chosen)
            await self.tell()

    async def _second_voice(self) -> None:
        self.store.marks.set_second_voice(not self.store.marks.second_voice())
        await self.tell()

    async def _heavy(self) -> None:
        now = str(self.store.exposure.limit())
        typed = await self.shell.asking.prompt(self.t(exposure.HOW_MANY), value=now, check=exposure.check_limit)
        if typed is not None:
            self.store.exposure.set_limit(int(typed))
            await self.tell()

    async def _line(self) -> None:
        await self.shell.always.do_offline("")

    async def _switch(self, name: str) -> None:
        usual = "on" if name == "danger" else "off"
        self.store.settings.set(name, "off" if self.store.settings.get(name, usual) == "on" else "on")
        await self.tell()
