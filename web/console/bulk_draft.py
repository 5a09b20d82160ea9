"""What the form of a bulk holds: read from the post, kept on every page of it, turned into the API's request."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.bulk_bodies import BulkBody, SelectBody
from api.params import Period, instants_of
from domain.bulk import USUAL, BulkAction
from web.console.forms import fresh_key
from web.console.posting import Form
from web.console.reason_draft import ReasonDraft, fields_of
from web.console.visitor import Visitor

CONDITIONS = ("position", "from", "to", "interviewer", "recruiter", "candidate")
# Where the form shows what the request calls by another name.
FIELDS = {f"days.{nth}": "days" for nth in range(10)} | {
    "action": "what",
    "shift_minutes": "shift",
    "per_minute": "pace",
    "offer_reschedule": "offer",
}


@dataclass(frozen=True, kw_only=True)
class Draft(ReasonDraft):
    """The form's fields as text. `ids` are picked interviews, without them the `conditions` say which; `expected`: how many the
    preview showed."""

    ids: tuple[str, ...]
    conditions: Mapping[str, str]
    what: str = BulkAction.CANCEL
    days: tuple[str, ...] = ()
    shift: str = "0"
    pace: str = str(USUAL)
    expected: str = ""

    @property
    def cancels(self) -> bool:
        """Whether it cancels, else it offers new times."""
        return self.what != BulkAction.OFFER

    @property
    def select(self) -> dict[str, Any]:
        """Which interviews, as the API wants it; empty when nothing says so."""
        if self.ids:
            return {"ids": list(self.ids)}
        return {name: value for name, value in self.conditions.items() if value}

    @property
    def fields(self) -> list[tuple[str, str]]:
        """All of it as hidden fields, except what the preview itself asks for."""
        single = {
            "key": self.key,
            **self.conditions,
            "what": self.what,
            "shift": self.shift,
            "party": self.party,
            "recognised": self.recognised,
            "reason_code": self.code,
            "reason_detail": self.detail,
            "offer": self.offer,
            "remark": self.remark,
            "pace": self.pace,
        }
        several = {"id": self.ids, "days": self.days, "channels": self.channels}
        return [*single.items(), *((name, value) for name, values in several.items() for value in values)]


def asked_for(given: Mapping[str, str], ids: list[str]) -> Draft:
    """The form before anything is typed: the picked interviews, or what the address says of them."""
    conditions = {name: given.get(name, "").strip() for name in CONDITIONS}
    return Draft(key=fresh_key(), ids=tuple(ids), conditions=conditions)


def drafted(posted: Form) -> Draft:
    """The form as it was sent."""
    return Draft(
        ids=tuple(posted.every("id")),
        conditions={name: posted.text(name) for name in CONDITIONS},
        what=posted.text("what") or BulkAction.CANCEL,
        days=tuple(dict.fromkeys(posted.every("days"))),
        shift=posted.text("shift") or "0",
        pace=posted.text("pace") or str(USUAL),
        expected=posted.text("expected"),
        **fields_of(posted),
    )


def body_of(draft: Draft, visitor: Visitor, dry_run: bool) -> BulkBody:
    """The request; what does not go with the chosen action is left out. Raises: ValidationError, Problem 422."""
    own: dict[str, Any] = {"days": list(draft.days) or None, "shift_minutes": _number(draft.shift)}
    if draft.cancels:
        own = {
            "channels": list(draft.channels) or None,
            "offer_reschedule": draft.wish,
            "justification": draft.justification,
        }
    body = BulkBody.model_validate(
        {
            "action": draft.what,
            "select": draft.select,
            **draft.body(visitor.locale),
            "per_minute": _number(draft.pace),
            "expected": _number(draft.expected) if draft.expected and not dry_run else None,
            "dry_run": dry_run,
            **own,
        }
    )
    return body.model_copy(update={"select": in_own_days(body.select, visitor)})


def in_own_days(select: SelectBody, visitor: Visitor) -> SelectBody:
    """The same with its dates as days of the reader's own zone, if they have one: those of the list that the form was opened from.
    Raises: Problem 422 for an empty period."""
    if visitor.user.timezone is None:
        return select
    period = Period.model_validate({"from": select.since, "to": select.until})
    since, until = instants_of(period, visitor.user.timezone)
    return select.model_copy(update={"since": since, "until": until})


def _number(text: str) -> int | str:
    """The number, or the text for the request to complain about."""
    digits = text.removeprefix("-")
    return int(text) if digits.isdecimal() and digits.isascii() and len(digits) < 10 else text
