"""The ways in which the stories are played: on which screen, in which language, with and without scripts."""

from dataclasses import dataclass

import pytest

from shots.screens import DESKTOP, NO_SCRIPT, PHONE, Screen


@dataclass(frozen=True)
class Way:
    """How somebody comes to a page: what they hold, which language it opens in."""

    screen: Screen
    locale: str

    def __str__(self) -> str:
        return f"{self.screen.name}, {self.locale}"

    @property
    def at_work(self) -> Screen:
        """What staff hold in the same story; the console needs scripts."""
        return self.screen if self.screen.script else PHONE

    def word(self, chinese: str, english: str) -> str:
        """The one in the language of this way."""
        return chinese if self.locale == "zh-CN" else english


FOUR = [Way(DESKTOP, "zh-CN"), Way(PHONE, "zh-CN"), Way(DESKTOP, "en"), Way(PHONE, "en")]
WITHOUT_SCRIPTS = [Way(NO_SCRIPT, "zh-CN"), Way(NO_SCRIPT, "en")]
four_ways = pytest.mark.parametrize("way", FOUR, ids=str)
six_ways = pytest.mark.parametrize("way", [*FOUR, *WITHOUT_SCRIPTS], ids=str)
