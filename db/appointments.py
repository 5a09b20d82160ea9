"""Makes appointments and answers out of facts, log and ledger: the one query that says what the appraisal counts."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    ColumnElement,
    Date,
    Float,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import distinct_on

from db.inherited import inherited
from db.log import notice_status
from db.tables import organisations
from db.tables_interview import cancellation_log, interviews, kpi_facts
from domain.appointments import Fate
from domain.terms import FROM_UI, Outcome, Party

ARRANGES = ("scheduled", "moved")
_ENDS = ("cancelled", *(str(outcome) for outcome in Outcome))
_OURS = [str(Party.COMPANY), str(Party.INTERVIEWER)]
_SATISFIED_FROM = 4

_roots, _zones = (cast(bindparam(name), ARRAY(String)) for name in ("roots", "zones"))
_CALENDARS = select(func.unnest(_roots).label("root"), func.unnest(_zones).label("zone")).cte("calendars")
"""The zone of each tree of organisations. Parameters: `roots` and their IANA `zones`, in the same order (db/calendars.py)."""


def appointments_of(ids: Select[Any]) -> Select[Any]:
    """Every appointment of these interviews, with the columns of the table `appointments`. Parameters: those of `_CALENDARS`."""
    arranged, ended, moved = (kpi_facts.alias(name) for name in ("arranged", "ended", "moved"))
    calendars, status, log = _CALENDARS, notice_status(), cancellation_log.c
    same = and_(ended.c.interview_id == arranged.c.interview_id, ended.c.revision == arranged.c.revision)
    next_time = and_(moved.c.interview_id == arranged.c.interview_id, moved.c.revision == arranged.c.revision + 1)
    logged = and_(log.interview_id == arranged.c.interview_id, log.revision == arranged.c.revision)

    cancelled = func.coalesce(ended.c.kind == "cancelled", false())
    fate = func.coalesce(ended.c.kind, case((moved.c.id.is_not(None), str(Fate.MOVED)), else_=str(Fate.OPEN)))
    at = func.coalesce(ended.c.at, moved.c.at, arranged.c.at)
    ours = cancelled & func.coalesce(ended.c.party.in_(_OURS), false())
    asked = cancelled & (log.operator != FROM_UI)
    stated = asked & log.reason_stated
    hours = _hours(arranged.c.starts_at, status.c.delivered_at)
    in_time = ours & func.coalesce(hours >= _notice_hours_rule(), false())
    cancellation: dict[str, ColumnElement[Any]] = {
        "late": func.coalesce(ended.c.late, moved.c.late),
        "asked": asked,
        "stated": stated,
        "ours": ours,
        "in_time": in_time,
        "compliant": cancelled & (stated | ~asked) & (in_time | ~ours),
        "refilled": cancelled & _arranged_again(arranged, ended),
    }
    return (
        select(
            arranged.c.interview_id,
            arranged.c.revision,
            arranged.c.organisation_id,
            arranged.c.recruiter,
            fate.label("fate"),
            at.label("at"),
            _day(at, calendars).label("day"),
            arranged.c.at.label("arranged_at"),
            arranged.c.starts_at,
            (arranged.c.kind == "scheduled").label("first"),
            _confirmed(arranged).label("confirmed"),
            func.coalesce(ended.c.party, moved.c.party).label("party"),
            ended.c.code,
            ended.c.attributable,
            *(func.coalesce(flag, false()).label(name) for name, flag in cancellation.items()),
            case((cancelled, _hours(arranged.c.starts_at, ended.c.at))).label("decided_hours"),
            case((cancelled, hours)).label("notice_hours"),
        )
        .select_from(
            arranged.join(interviews, interviews.c.id == arranged.c.interview_id)
            .join(organisations, organisations.c.id == arranged.c.organisation_id)
            .join(calendars, calendars.c.root == organisations.c.path[1])
            .outerjoin(ended, same & ended.c.kind.in_(_ENDS))
            .outerjoin(moved, next_time & (moved.c.kind == "moved"))
            .outerjoin(cancellation_log, logged)
            .outerjoin(status, literal(True))
        )
        .where(arranged.c.kind.in_(ARRANGES), arranged.c.interview_id.in_(ids))
        .ext(distinct_on(arranged.c.interview_id, arranged.c.revision))
        .order_by(arranged.c.interview_id, arranged.c.revision, ended.c.id)
    )


def answers_of(ids: Select[Any]) -> Select[Any]:
    """Every survey that candidates of these interviews answered themselves, with the columns of the table `answers`."""
    fact, calendars = kpi_facts.c, _CALENDARS
    return (
        select(
            fact.interview_id,
            fact.revision,
            fact.organisation_id,
            fact.recruiter,
            fact.at,
            _day(fact.at, calendars).label("day"),
            fact.score,
            (fact.score >= _SATISFIED_FROM).label("satisfied"),
        )
        .select_from(
            kpi_facts.join(organisations, organisations.c.id == fact.organisation_id).join(
                calendars, calendars.c.root == organisations.c.path[1]
            )
        )
        .where(fact.kind == "surveyed", fact.interview_id.in_(ids))
    )


def _day(at: ColumnElement[Any], calendars: CTE) -> ColumnElement[Any]:
    return cast(func.timezone(calendars.c.zone, at), Date)


def _hours(until: ColumnElement[Any], since: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(func.extract("epoch", until - since), Float) / 3600


def _confirmed(arranged: Any) -> ColumnElement[bool]:
    fact = kpi_facts.alias("confirmed")
    same = and_(fact.c.interview_id == arranged.c.interview_id, fact.c.revision == arranged.c.revision)
    return select(fact.c.id).where(same, fact.c.kind == "confirmed").exists()


def _arranged_again(arranged: Any, ended: Any) -> ColumnElement[bool]:
    """R20: another interview of the recruiter was arranged for the freed time afterwards."""
    other = kpi_facts.alias("other")
    return (
        select(other.c.id)
        .where(
            other.c.kind.in_(ARRANGES),
            other.c.recruiter == arranged.c.recruiter,
            other.c.starts_at == arranged.c.starts_at,
            other.c.interview_id != arranged.c.interview_id,
            other.c.at > ended.c.at,
        )
        .exists()
    )


def _notice_hours_rule() -> ColumnElement[Any]:
    """The notice hours that the interview's own rules follow: those in force as it was arranged."""
    return cast(inherited("notice_hours", interviews.c.created_at, interviews), Float)
