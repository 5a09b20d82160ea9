"""What comes next with an interview for the people in it: whom it waits for, and which reminder leaves when. What only the system does
next, such as looking whether a message has arrived, is told where nothing else comes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.state import LIVE
from domain.terms import CANDIDATE, Stage

WAITS = {
    "answer": ("答复改期申请", "answer the request to move"),
    "choice": ("等待候选人选择时间", "candidate to choose a time"),
    "outcome": ("登记面试结果", "enter the outcome"),
    "running": ("面试进行中", "interview under way"),
    "confirmation": ("等待候选人确认", "candidate to confirm"),
    "interview": ("等待面试开始", "waiting for the interview"),
}
_TIMERS_SHOWN = ("remind", "lapse_request")


@dataclass(frozen=True)
class Ahead:
    """`wait` is a key of WAITS, or empty when nobody is waited for; `step` the plan's step that is worth telling, with its time (UTC)."""

    wait: str
    step: str
    at: datetime | None


def ahead(row: Any, now: datetime) -> Ahead:
    """What comes next, by the interview's row."""
    wait, step = _wait(row, now), row.next_step or ""
    told = not wait or step.partition(":")[0] in _TIMERS_SHOWN
    if wait == "interview" and told:
        wait = ""
    return Ahead(wait, step if told else "", row.next_at if told and step else None)


def _wait(row: Any, now: datetime) -> str:
    if row.request:
        return "answer" if row.request["by"] == CANDIDATE else "choice"
    if row.stage not in LIVE or row.cancelled_at is not None:
        return ""
    if now >= row.starts_at + timedelta(minutes=row.minutes):
        return "outcome"
    if now >= row.starts_at:
        return "running"
    return "confirmation" if row.stage == Stage.INVITED else "interview"
