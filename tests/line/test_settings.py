"""Settings in lines: what screens can change, but for the look, and in the same words."""

from __future__ import annotations

from tests.line.desk import Desk, number_of, spoken
from tests.ui.stubs import StubSettings
from tuigroup.sync.choices import Choices
from tuigroup.views.settings import SETTINGS, THEME


async def test_all_that_screens_can_change_is_there_in_the_same_words(desk: Desk) -> None:
    await desk.begin()
    said = spoken(await desk.type("settings", "more"))
    for setting in SETTINGS:
        if setting.name not in (THEME, "stays", "heavy"):
            assert f"{setting.label}: " in said
            assert setting.help in said
    assert "Look: " not in said


async def test_when_to_ask_for_news(desk: Desk) -> None:
    await desk.begin()
    await desk.type("settings")
    news = number_of("news")
    assert "News: at once (keeps a second line open)." in spoken(await desk.type(news, "1"))
    assert Choices(desk.session.store, StubSettings()).news == "at-once"
    said = spoken(await desk.type(news, "2", "0", "30"))
    assert "A whole number from 1 to 1440 fits here." in said
    assert "News: every 30 minutes." in said
    assert "News: only when I ask." in spoken(await desk.type(news, "3"))
    assert Choices(desk.session.store, StubSettings()).news == "ask"
    before = desk.session.engine.reconsidered
    await desk.type(news, "2", "back")
    assert (Choices(desk.session.store, StubSettings()).news, desk.session.engine.reconsidered) == ("ask", before)


async def test_what_to_ask_about_first(desk: Desk) -> None:
    await desk.begin()
    await desk.type("settings")
    first = number_of("ask_above_kb")
    assert "Ask first: always." in spoken(await desk.type(first, "-", "0"))
    assert Choices(desk.session.store, StubSettings()).ask_above == 0


async def test_saving_data_counts_at_once(desk: Desk) -> None:
    await desk.begin()
    before = desk.session.engine.reconsidered
    await desk.type("settings")
    assert "Save data: on." in spoken(await desk.type(number_of("data_saver")))
    assert desk.session.engine.reconsidered == before + 1


async def test_another_language_from_now_on(desk: Desk) -> None:
    await desk.begin()
    said = spoken(await desk.type("settings", number_of("language"), "Español"))
    assert "Idioma: Español." in said
    assert desk.session.store.settings.get("language") == "es"
    assert "Ahorrar datos" in spoken(await desk.type("settings"))


async def test_a_country_is_named_in_the_language_that_is_spoken(desk: Desk) -> None:
    desk.session.store.settings.set("country", "DE")
    await desk.begin()
    assert "Country: Germany." in spoken(await desk.type("settings"))
    await desk.type(number_of("language"), "Español")
    assert "Alemania" in spoken(await desk.type("settings"))
