"""Half a year of a team's interviews as rows: what became of each, told by a dice that always falls alike."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Table

from db.tables import candidates
from db.tables_interview import cancellation_log, interviews, kpi_facts, notices, surveys
from domain.catalogue import CATALOGUE
from domain.terms import CANDIDATE

_SPACE = UUID("5d2f1c3e-6d4e-4c9c-9a3c-0d8b1b7c2a11")
_MONTHS, _EACH = 6, 30
# By month: cancelled, with a usable reason, told in time, satisfied.
_SHARES = (
    (0.20, 0.6, 0.6, 0.5),
    (0.18, 0.7, 0.7, 0.6),
    (0.14, 0.8, 0.8, 0.7),
    (0.11, 0.9, 0.9, 0.8),
    (0.09, 1.0, 0.95, 0.85),
    (0.08, 1.0, 1.0, 0.85),
)
_MISTAKEN = 0.22  # of the interviews of who is hasty
_CODES = (
    "C_SCHEDULE",
    "C_SCHEDULE",
    "C_ILLNESS",
    "C_OTHER_OFFER",
    "C_FAMILY",
    "E_REQ_CHANGED",
    "E_FILLED",
    "E_INTERVIEWER",
    "E_MISTAKE",
)
_POSITIONS = ("后端开发工程师", "产品经理", "数据分析师", "测试开发工程师", "用户研究员", "客户成功经理")
_SURNAMES, _GIVEN = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高",
    ("子涵", "一诺", "思远", "雨桐", "浩然", "梓萱", "嘉禾", "若曦"),
)
_PRAISE = (
    "通知很及时，改期也方便。",
    "面试前一天的提醒很有用，\n会议链接就在邮件里，不用再找。",
    "取消时说明了原因，可以理解，\n后来的岗位也确实先联系了我。",
    "页面很清楚，一分钟就办好了。",
    "改期当天就有答复，\n时间也照顾到了我在职的情况。",
    "希望邀约里附上面试大概的内容。",
    "电话里态度很好。",
)
_WISHES = (
    "希望早一天通知取消。",
    "改期等了两天才答复，\n期间不知道原来的时间还算不算数。",
    "希望说明具体原因，\n并告诉我之后还有没有机会。",
    "时间写的是北京时间，\n人在国外容易看错。",
    "短信和邮件的时间到得不一样，\n以哪个为准？",
    "约在午休时间，不太方便。",
)


@dataclass(frozen=True)
class _Life:
    """One interview: whose, when it was arranged and for when, and how its month stood."""

    id: UUID
    team: str
    recruiter: str
    arranged: datetime
    starts: datetime
    shares: tuple[float, float, float, float]
    dice: Random

    def fact(self, kind: str, at: datetime, **more: Any) -> tuple[Table, dict[str, Any]]:
        """A fact of it."""
        own = dict.fromkeys(("party", "code", "attributable", "late", "hours", "stated", "score"))
        return kpi_facts, self.of(recruiter=self.recruiter, kind=kind, at=at, starts_at=self.starts, **(own | more))

    def of(self, **more: Any) -> dict[str, Any]:
        """A row about it."""
        return {"organisation_id": self.team, "interview_id": self.id, "revision": 1, **more}


def months(today: date) -> list[date]:
    """The first days of the last months, the present one too."""
    found = [today.replace(day=1)]
    while len(found) < _MONTHS:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found[::-1]


def rows(
    team: str, recruiters: Sequence[str], hasty: Mapping[str, Sequence[int]], today: date
) -> dict[Table, list[dict[str, Any]]]:
    """Everything, by table, in the order in which it can be written. `hasty`: who cancels by mistake, in which of the months."""
    found: dict[Table, list[dict[str, Any]]] = {
        table: [] for table in (candidates, interviews, kpi_facts, cancellation_log, notices, surveys)
    }
    for login in recruiters:
        for nth, month in enumerate(months(today)):
            for life in _lives(team, login, nth, month, today):
                mistaken = nth in hasty.get(login, ()) and life.dice.random() < _MISTAKEN
                for table, row in _told(life, "E_MISTAKE" if mistaken else ""):
                    found[table].append(row)
    return found


def _lives(team: str, login: str, nth: int, month: date, today: date) -> Iterator[_Life]:
    """The month's interviews, all of them over."""
    dice = Random(f"{login}/{nth}")
    for number in range(_EACH + dice.randrange(9)):
        day = month + timedelta(days=dice.randrange(26))
        arranged = datetime.combine(day, time(dice.randrange(1, 9), dice.choice((0, 20, 40))), UTC)
        starts = datetime.combine(day + timedelta(days=3), time(dice.randrange(1, 9), dice.choice((0, 30))), UTC)
        if starts.date() < today - timedelta(days=1):
            id = uuid5(_SPACE, f"{login}/{month}/{number}")
            yield _Life(id, team, login, arranged, starts, _SHARES[nth], dice)


def _told(life: _Life, mistake: str) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Every row of one interview."""
    dice = life.dice
    person, name = uuid5(life.id, "candidate"), dice.choice(_SURNAMES) + dice.choice(_GIVEN)
    yield candidates, {"id": person, "organisation_id": life.team, "locale": "zh-CN", "name": name}
    cancelled = mistake or dice.random() < life.shares[0]
    yield interviews, _interview(life, person)
    yield life.fact("scheduled", life.arranged)
    if cancelled:
        yield from _cancelled(life, mistake or dice.choice(_CODES))
    else:
        came = dice.random() < 0.97
        if dice.random() < 0.7:
            yield life.fact("confirmed", life.starts - timedelta(hours=23))
        yield life.fact("completed" if came else "candidate_no_show", life.starts + timedelta(hours=1))
    if dice.random() < 0.35:
        yield from _answered(life)


def _cancelled(life: _Life, code: str) -> Iterator[tuple[Table, dict[str, Any]]]:
    dice, reason = life.dice, CATALOGUE[code]
    stated, late = dice.random() < life.shares[1], dice.random() > life.shares[2]
    at = life.starts - timedelta(hours=9 if late else 40)
    hours = (life.starts - at) / timedelta(hours=1)
    party = str(reason.party)
    cause = {"party": party, "code": code, "attributable": str(reason.attributable)}
    yield life.fact("cancelled", at, **cause, late=late, hours=hours, stated=stated)
    said = {"reason_code": code, "reason_detail": reason.internal.zh if stated else "未说明", "reason_stated": stated}
    by = CANDIDATE if party == "candidate" else life.recruiter
    when = {"starts_at": life.starts, "cancelled_at": at, "late": late, "decided_hours": hours}
    step = str(reason.next_step)
    yield cancellation_log, life.of(recruiter=life.recruiter, operator=by, party=party, next_step=step, **said, **when)
    key = f"{life.id}:r1:cancelled:candidate:email"
    message = {"id": uuid5(_SPACE, key), "key": key, "kind": "cancelled", "audience": "candidate", "channel": "email"}
    text = {"step": "cancelled", "locale": "zh-CN", "subject": "", "body": ""}
    arrived = {"state": "delivered", "created_at": at, "accepted_at": at, "delivered_at": at + timedelta(minutes=1)}
    yield notices, life.of(**message, **text, **arrived)


def _answered(life: _Life) -> Iterator[tuple[Table, dict[str, Any]]]:
    dice, at = life.dice, life.starts + timedelta(hours=2)
    satisfied = dice.random() < life.shares[3]
    timeliness, handling = (5, dice.choice((4, 5))) if satisfied else (dice.choice((2, 3)), 3)
    comment = dice.choice(_PRAISE if satisfied else _WISHES) if dice.random() < 0.6 else ""
    yield life.fact("surveyed", at, score=(timeliness + handling) / 2)
    said = {"timeliness": timeliness, "handling": handling, "comment": comment}
    yield surveys, life.of(answered_by=CANDIDATE, answered_at=at, **said)


def _interview(life: _Life, candidate: UUID) -> dict[str, Any]:
    return {
        "id": life.id,
        "organisation_id": life.team,
        "candidate_id": candidate,
        "recruiter": life.recruiter,
        "position": life.dice.choice(_POSITIONS),
        "stage": "closed",
        "revision": 1,
        "first_starts_at": life.starts,
        "starts_at": life.starts,
        "minutes": 45,
        "timezone": "Asia/Shanghai",
        "created_by": life.recruiter,
        "created_at": life.arranged,
        "updated_at": life.starts,
        "closed_at": life.starts + timedelta(days=1),
    }
