"""What the form and the preview of a bulk show beside what was typed: whom it is about, what there is to choose from, the days."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from api.bulk_bodies import SelectBody
from api.bulk_selecting import selected_ids, selection_of
from api.bulk_views import BulkPreview
from api.context import App
from api.params import zone_of_user
from api.problems import Problem
from db import bulk_choices, holidays
from db.people import colleagues, policy_of
from domain.terms import Channel, NoticeKind
from domain.workdays import DAY_KINDS, Day, day_of
from web.console.bulk_draft import FIELDS, Draft, in_own_days
from web.console.complaints import complaints, told
from web.console.forms import mistakes
from web.console.visitor import Visitor
from web.console.words import Words, said

FIRST_NAMES = 8
MOST_NAMED = 20
_NONE = "selection-empty"


@dataclass(frozen=True)
class Whom:
    """How many interviews are meant and the first of them by name; `alert`: why none can be; `none`: nothing fits by now, which while
    somebody types is no mistake."""

    total: int = 0
    first: list[Any] = field(default_factory=list)
    alert: str = ""
    none: bool = False


async def whom(app: App, visitor: Visitor, draft: Draft) -> Whom:
    """Whom the selection means by now; nothing is said while nothing is chosen."""
    if not draft.select:
        return Whom()
    try:
        chosen = in_own_days(SelectBody.model_validate(draft.select), visitor)
        wanted = await selection_of(app, visitor.user, chosen)
        async with app.engine.connect() as conn:
            ids = await selected_ids(conn, visitor.user, wanted)
            return Whom(len(ids), await bulk_choices.named(conn, visitor.user, ids[:FIRST_NAMES]))
    except ValidationError as error:
        return Whom(alert=" ".join(mistakes(error, visitor.locale, FIELDS).values()))
    except Problem as no:
        if any(one["rule"] == _NONE for one in no.extra.get("errors", ())):
            return Whom(none=True)
        return Whom(
            alert=" ".join(dict.fromkeys(complaints(no, visitor.locale).values())) or told(no, visitor.locale)[1]
        )


async def offered(app: App, visitor: Visitor) -> dict[str, Any]:
    """What the form offers to choose from."""
    async with app.engine.connect() as conn:
        positions, interviewers = await bulk_choices.choices(conn, visitor.user, visitor.now)
        recruiters = await colleagues(conn, visitor.user) if visitor.manager else []
        policy = await policy_of(conn, visitor.user.organisation, visitor.now)
    usual = policy.channels_of(NoticeKind.CANCELLED, list(Channel))
    w = Words(visitor.locale)
    return {
        "positions": positions,
        "interviewers": interviewers,
        "recruiters": recruiters,
        "usual": [w.channel(channel) for channel in usual],
    }


@dataclass(frozen=True)
class Group:
    """Interviews that share something: how many, the first of them by name, and how many more there are."""

    total: int
    first: list[Any]

    @property
    def more(self) -> int:
        """Those that are not named."""
        return self.total - len(self.first)


async def groups(app: App, visitor: Visitor, preview: BulkPreview) -> dict[str, Any]:
    """The interviews of a preview that need a look, by why; names for the first of each."""
    ending = set(preview.ending_ids)
    wanted: dict[str, list[UUID]] = {
        "late": preview.late_ids,
        "unreachable": preview.unreachable_ids,
        "already": [id for id in preview.already_ids if id not in ending],
        "ending": preview.ending_ids,
        **{f"refused/{one.rule}": one.ids for one in preview.refused},
    }
    shown = {id for ids in wanted.values() for id in ids[:MOST_NAMED]}
    async with app.engine.connect() as conn:
        rows = {row.id: row for row in await bulk_choices.named(conn, visitor.user, list(shown))}
    return {name: Group(len(ids), [rows[id] for id in ids[:MOST_NAMED] if id in rows]) for name, ids in wanted.items()}


def sums(preview: BulkPreview) -> Mapping[str, int]:
    """How many messages would leave, and how many calls somebody would have to make."""
    calls = sum(one.count for one in preview.notices if one.channel == Channel.PHONE)
    return {"messages": sum(one.count for one in preview.notices) - calls, "calls": calls}


async def days_off(app: App, visitor: Visitor, days: Collection[date]) -> list[str]:
    """Those of the days on which people do not work, with what they are."""
    if not days:
        return []
    zone = await zone_of_user(app, visitor.user)
    async with app.engine.connect() as conn:
        own = await holidays.set_days(conn, visitor.user.organisation, min(days), max(days))
    found = {day: day_of(day, zone, own[day].own if day in own else None) for day in sorted(days)}
    return [_called(one, visitor) for one in found.values() if not one.works]


def _called(day: Day, visitor: Visitor) -> str:
    name = said((day.name_zh, day.name_en), visitor.locale) or said(DAY_KINDS[day.kind], visitor.locale)
    return visitor.say("%(day)s（%(name)s）", day=day.date, name=name)
