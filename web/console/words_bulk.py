"""How the console words bulks: actions, states and outcomes with their colours, whom notices are for, how long something takes."""

from datetime import datetime
from typing import Any

from domain.bulk import BulkAction, BulkState, ItemState
from domain.bulk_words import ACTIONS, ITEMS, STATES
from domain.terms import Audience, Locale
from domain.vocabulary import said
from web.console.policy_words import LANGUAGES
from web.console.words_happened import AUDIENCES

STATE_LOOKS = {
    BulkState.WAITING: "secondary",
    BulkState.RUNNING: "azure",
    BulkState.PAUSED: "yellow",
    BulkState.STOPPED: "orange",
    BulkState.FINISHED: "green",
}
ITEM_LOOKS = {
    ItemState.PENDING: "secondary",
    ItemState.DONE: "green",
    ItemState.ALREADY: "azure",
    ItemState.REFUSED: "orange",
    ItemState.FAILED: "red",
    ItemState.SKIPPED: "secondary",
}
_CONDITIONS = {
    "position": ("岗位", "Position"),
    "from": ("从", "From"),
    "to": ("到", "To"),
    "interviewer": ("面试官", "Interviewer"),
    "recruiter": ("招聘人员", "Recruiter"),
    "candidate": ("候选人", "Candidate"),
}
_ADDRESSED = {"phone": ("按手机号", "by phone number"), "email": ("按邮箱", "by mail address")}


class BulkWords:
    """The words of one language, for templates."""

    def __init__(self, locale: Locale) -> None:
        self._locale = locale

    def action(self, action: str) -> str:
        """What is done."""
        word = said(ACTIONS[BulkAction(action)], self._locale)
        return word[:1].upper() + word[1:]

    def state(self, state: str) -> str:
        """Where a bulk stands."""
        return said(STATES[BulkState(state)], self._locale)

    def look(self, state: str) -> str:
        """The colour of that."""
        return STATE_LOOKS[BulkState(state)]

    def item(self, state: str) -> str:
        """What came of an interview."""
        return said(ITEMS[ItemState(state)], self._locale)

    def item_look(self, state: str) -> str:
        """The colour of that."""
        return ITEM_LOOKS[ItemState(state)]

    def audience(self, audience: str) -> str:
        """Whom a notice is for."""
        return said(AUDIENCES[Audience(audience)], self._locale)

    def language(self, locale: str) -> str:
        """What a notice is written in."""
        return said(LANGUAGES[Locale(locale)], self._locale)

    def lasting(self, seconds: int) -> str:
        """About how long."""
        minutes, rest = divmod(seconds, 60)
        if minutes >= 10 or (minutes and not rest):
            minutes += rest >= 30
            return said((f"{minutes} 分钟", f"{minutes} min"), self._locale)
        if minutes:
            return said((f"{minutes} 分 {rest} 秒", f"{minutes} min {rest} s"), self._locale)
        return said((f"{rest} 秒", f"{rest} s"), self._locale)

    def selection(self, selected: dict[str, Any]) -> list[tuple[str, str]]:
        """By what the interviews were chosen; empty when they were picked one by one."""
        return [
            (said(label, self._locale), self._chosen(name, str(selected[name])))
            for name, label in _CONDITIONS.items()
            if name in selected
        ]

    def _chosen(self, name: str, value: str) -> str:
        if "T" in value and name in ("from", "to"):
            return datetime.fromisoformat(value).isoformat(" ", "minutes")
        if name != "candidate":
            return value
        return said(_ADDRESSED.get(value, ("同一候选人", "the same person")), self._locale)
