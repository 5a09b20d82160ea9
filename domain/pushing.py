"""What the push tells another appraisal system (R10, R22): one item per score and per cancellation, their message and its id."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from domain.catalogue import CATALOGUE
from domain.clock import first_day, month_of
from domain.terms import Locale

MESSAGE_TYPE = "mianyue.appraisal.v1"
MOST_ITEMS = 100
SHUT = frozenset({"http_401", "http_403", "http_404", "http_405", "http_410"})
"""Refusals that are about us or our settings, whatever is in the message: it waits until they are mended."""
# Runs, five minutes apart: a receiver that is only being mended is back by then.
_PATIENCE = 3

Json = dict[str, Any]


class ItemKind(StrEnum):
    """What an item is about."""

    SCORE = "score"
    CANCELLATION = "cancellation"


class PushState(StrEnum):
    """Where an item stands: still to be taken, taken by the receiver, or refused by it."""

    WAITING = "waiting"
    PUSHED = "pushed"
    REFUSED = "refused"


@dataclass(frozen=True)
class Prepared:
    """What one look at the database gave: how many changes it took in, and the message to send now, if there is one."""

    taken: int
    message: str | None


@dataclass(frozen=True)
class Settled:
    """What became of a message; `error` is a code, empty when the receiver took it."""

    message: str
    state: PushState
    error: str = ""


@dataclass(frozen=True)
class Became:
    """Where a message's items stand after it was settled, and how many they are."""

    state: PushState
    items: int


def stumbles(error: str, runs: int) -> bool:
    """Whether one item may be why the receiver fails, runs over runs: what it answers is 500, and not that it is away (502–504)."""
    return error == "http_500" and runs >= _PATIENCE


def together(items: int) -> int:
    """How many items at most go in one message after one of so many was refused or stumbled over: so that it is soon alone."""
    return max(1, items // 10)


def score_id(recruiter: str, month: date) -> str:
    """The id of a recruiter's score of a month; the trigger of migration 0008 writes the same."""
    return f"{recruiter}/{month_of(month)}"


def recruiter_and_month(id: str) -> tuple[str, date]:
    """The recruiter and the month (its first day) that a score's id names."""
    recruiter, _, month = id.rpartition("/")
    return recruiter, first_day(month)


def score_data(row: Any) -> Json:
    """What is told of a month's score: a row of `scores`."""
    return {
        "organisation": row.organisation_id,
        "recruiter": row.recruiter,
        "month": month_of(row.month),
        "total": row.total,
        "counted": row.counted,
        "lines": row.data["lines"],
        "because": row.because,
        "policy": row.policy_id,
        "made_at": _instant(row.made_at),
    }


def cancellation_data(row: Any) -> Json:
    """What is told of a cancellation, a row of db.log: no name, number or address, and nothing that anybody typed."""
    return {
        "organisation": row.organisation_id,
        "recruiter": row.recruiter,
        "interview": str(row.interview_id),
        "revision": row.revision,
        "cancelled_at": _instant(row.cancelled_at),
        "starts_at": _instant(row.starts_at),
        "operator": row.operator,
        "party": row.party,
        "code": row.reason_code,
        "label": _label(row.reason_code),
        "reason_stated": row.reason_stated,
        "late": row.late,
        "notice_hours": round(float(row.notice_hours), 2),
        "notice_basis": row.notice_basis,
        "notices": [{"channel": one["channel"], "state": one["state"]} for one in row.notices],
    }


def _label(code: str) -> Json | None:
    """The code's wording; none of a code of old that we know no more, which must not hold up the others."""
    reason = CATALOGUE.get(code)
    return None if reason is None else {str(locale): reason.internal.of(locale) for locale in Locale}


def fingerprint(data: Mapping[str, Any]) -> str:
    """The same for the same data, however often they are read; an item has a new version when it differs."""
    return hashlib.sha256(_written(data)).hexdigest()[:32]


def body_of(items: Sequence[Mapping[str, Any]]) -> bytes:
    """The message of these items, byte for byte the same whenever it is made."""
    return _written({"type": MESSAGE_TYPE, "items": items})


def message_id(body: bytes) -> str:
    """The message's id (webhook-id): derived from its contents, so that sending it again is a repeat and nothing new."""
    return f"msg_{hashlib.sha256(body).hexdigest()[:32]}"


def _written(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
