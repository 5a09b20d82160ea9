"""What somebody has put together in the reschedule dialog so far: read out of its form, with what is wrong with it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter, ValidationError

from api.fields import Instant
from domain.clock import AmbiguousTime, ClockError, to_instant
from domain.vocabulary import said
from web.console.calendar import monday
from web.console.posting import Form

MOST_OPTIONS = 10
_FURTHEST = timedelta(days=3660)
_INSTANTS = TypeAdapter(list[Instant])


class Way(StrEnum):
    """Let the candidate choose among times, or set the new time."""

    OFFER = "offer"
    MOVE = "move"


@dataclass(frozen=True)
class Draft:
    """`since` is the Monday shown first, `picked` the starts (UTC), `day` and `clock` what was typed and could not be read; `seen`
    how the interview stood on the page, `key` the form's own, `agreed` the warnings that were read; `sends`: its button was pressed."""

    way: Way
    since: date
    picked: list[datetime] = field(default_factory=list)
    day: str = ""
    clock: str = ""
    seen: str = ""
    key: str = ""
    agreed: str = ""
    sends: bool = False
    wrong: dict[str, str] = field(default_factory=dict)


def standing(row: Any) -> str:
    """How an interview stands, as far as moving it is concerned."""
    asked = (row.request or {}).get("at", "")
    return f"{row.revision}.{row.stage}.{asked}"


def drafted(posted: Form, row: Any, today: date) -> Draft:
    """The form as it was sent; the button pressed says what of it changes."""
    step, _, choice = posted.text("do").partition(":")
    way = Way.MOVE if (choice if step == "way" else posted.text("way")) == Way.MOVE else Way.OFFER
    wrong: dict[str, str] = {}
    picked = _picked(posted, wrong)
    typed = _typed(posted, row.timezone, wrong)
    if typed is not None:
        picked = [typed] if way is Way.MOVE else sorted({*picked, typed})
    if step == "send" and not picked and not wrong:
        wrong["pick"] = posted.visitor.say("请先选择时间。")
    if way is Way.OFFER and len(picked) > MOST_OPTIONS:
        wrong["pick"] = posted.visitor.say(
            "最多提供 %(most)s 个时间，现在选了 %(count)s 个。", most=MOST_OPTIONS, count=len(picked)
        )
    return Draft(
        way=way,
        since=shown_from(choice if step == "week" else posted.text("from"), today),
        picked=picked[:1] if way is Way.MOVE else picked,
        day=posted.text("date") if "other" in wrong else "",
        clock=posted.text("time") if "other" in wrong else "",
        seen=posted.text("seen"),
        key=posted.text("key")[:64],
        agreed=posted.text("agreed"),
        sends=step == "send",
        wrong=wrong,
    )


def _picked(posted: Form, wrong: dict[str, str]) -> list[datetime]:
    try:
        return sorted({at.astimezone(UTC) for at in _INSTANTS.validate_python(posted.every("pick")[:100])})
    except ValidationError:
        wrong["pick"] = posted.visitor.say("有无法识别的时间，请重新选择。")
        return []


def _typed(posted: Form, zone: str, wrong: dict[str, str]) -> datetime | None:
    day, clock = posted.text("date"), posted.text("time")
    if not day and not clock:
        return None
    if not day or not clock:
        wrong["other"] = posted.visitor.say("请同时填写日期和时间。")
        return None
    try:
        at = to_instant(f"{day} {clock}", zone)
        return _INSTANTS.validate_python([at])[0]
    except AmbiguousTime:
        wrong["other"] = posted.visitor.say("这一刻恰逢时钟回拨，会出现两次，请另选时间。")
    except ClockError as bad:
        wrong["other"] = said((bad.zh, bad.en), posted.visitor.locale)
    except ValidationError:
        wrong["other"] = posted.visitor.say("年份超出范围。")
    return None


def shown_from(text: str, today: date) -> date:
    """The Monday to begin with: that of a day not before today's week and not many years ahead."""
    try:
        wanted = date.fromisoformat(text)
    except ValueError:
        wanted = today
    return monday(min(max(wanted, today), today + _FURTHEST))
