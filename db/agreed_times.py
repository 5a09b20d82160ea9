"""Makes agreed times and answers out of facts, log and ledger: the one query that says what the appraisal counts."""

from typing import Any

from sqlalchemy import (
    ARRAY,
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
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSONPATH, distinct_on

from db.inherited import inherited
from db.log import notice_status, reached_at
from db.tables import organisations
from db.tables_interview import cancellation_log, interviews, kpi_facts, notices
from db.tables_judging import corrections
from domain.agreed_times import Ending
from domain.catalogue import Attribution
from domain.terms import FROM_UI, Audience, NoticeKind, Outcome, Party

ARRANGES = ("scheduled", "moved")
_ENDS = ("cancelled", *(str(outcome) for outcome in Outcome))
_OURS = [str(Party.COMPANY), str(Party.INTERVIEWER)]
_SATISFIED_FROM = 4
_REMINDS = [str(NoticeKind.REMINDER), str(NoticeKind.CONFIRM_REQUEST)]
_BETWEEN = ("confirmed_at", "reminded_at")

_roots, _zones = (cast(bindparam(name), ARRAY(String)) for name in ("roots", "zones"))
_CALENDARS = select(func.unnest(_roots).label("root"), func.unnest(_zones).label("zone")).cte("calendars")
"""The zone of each tree of organisations. Parameters: `roots` and their IANA `zones`, in the same order (db/calendars.py)."""

_ARRANGED, _ENDED, _MOVED = (kpi_facts.alias(name) for name in ("arranged", "ended", "moved"))
_STATUS = notice_status()


def agreed_times_of(ids: Select[Any]) -> Select[Any]:
    """Every agreed time of these interviews, with the columns of the table `agreed_times`. Parameters: those of `_CALENDARS`."""
    single = _single(ids).subquery("single")
    both = (single.c.stated | ~single.c.asked) & (single.c.in_time | ~single.c.ours)
    compliant = ((single.c.ending == str(Ending.CANCELLED)) & both).label("compliant")
    kept = (column for column in single.c if column.name not in _BETWEEN)
    return select(*kept, compliant, *_of_reminders(single.c.reminded_at, single.c.confirmed_at, single.c.starts_at))


def _single(ids: Select[Any]) -> Select[Any]:
    """All but what follows from the other columns; one row per interview and revision, whatever else the facts say."""
    arranged, ended, moved = _ARRANGED.c, _ENDED.c, _MOVED.c
    at = func.coalesce(ended.at, moved.at, arranged.at)
    ending = func.coalesce(ended.kind, case((moved.id.is_not(None), str(Ending.MOVED)), else_=str(Ending.OPEN)))
    not_theirs = case((corrections.c.attributable.is_(False), str(Attribution.NO)), else_=ended.attributable)
    return (
        select(
            arranged.interview_id,
            arranged.revision,
            arranged.organisation_id,
            arranged.recruiter,
            ending.label("ending"),
            at.label("at"),
            _day(at).label("day"),
            arranged.at.label("arranged_at"),
            arranged.starts_at,
            (arranged.kind == "scheduled").label("first"),
            _confirmed_at().label("confirmed_at"),
            _reminded_at().label("reminded_at"),
            moved.id.is_not(None).label("moved_on"),
            func.coalesce(ended.party, moved.party).label("party"),
            ended.code,
            not_theirs.label("attributable"),
            *_of_a_cancellation(),
        )
        .select_from(_source(ids))
        .where(arranged.kind.in_(ARRANGES))
        .ext(distinct_on(arranged.interview_id, arranged.revision))
        .order_by(arranged.interview_id, arranged.revision, ended.id)
    )


def _source(ids: Select[Any]) -> Any:
    """The interviews that are wanted come first: PostgreSQL keeps to the order of more than eight joins, and would read all facts."""
    wanted = ids.distinct().subquery("wanted")
    [wanted_id] = wanted.c
    arranged, ended, moved = _ARRANGED.c, _ENDED.c, _MOVED.c
    log, corrected = cancellation_log.c, corrections.c
    same = and_(ended.interview_id == arranged.interview_id, ended.revision == arranged.revision)
    next_time = and_(moved.interview_id == arranged.interview_id, moved.revision == arranged.revision + 1)
    return (
        wanted.join(_ARRANGED, arranged.interview_id == wanted_id)
        .join(interviews, interviews.c.id == arranged.interview_id)
        .join(organisations, organisations.c.id == arranged.organisation_id)
        .outerjoin(_ENDED, same & ended.kind.in_(_ENDS))
        .outerjoin(_MOVED, next_time & (moved.kind == "moved"))
        .outerjoin(cancellation_log, and_(log.interview_id == arranged.interview_id, log.revision == arranged.revision))
        .outerjoin(
            corrections,
            and_(corrected.interview_id == arranged.interview_id, corrected.revision == arranged.revision),
        )
        .outerjoin(_STATUS, literal(True))
    )


def _of_a_cancellation() -> list[ColumnElement[Any]]:
    """What is false or null of any other ending; but `late`, which a move may be, too."""
    arranged, ended, log = _ARRANGED.c, _ENDED.c, cancellation_log.c
    cancelled = func.coalesce(ended.kind == "cancelled", false())
    ours = cancelled & func.coalesce(ended.party.in_(_OURS), false())
    asked = cancelled & (log.operator != FROM_UI)
    hours = _hours(arranged.starts_at, _STATUS.c.delivered_at)
    early = func.coalesce(hours >= _notice_hours_rule(), false())
    flags: dict[str, ColumnElement[Any]] = {
        "late": func.coalesce(ended.late, _MOVED.c.late),
        "asked": asked,
        "stated": asked & (log.reason_stated | _corrected(corrections.c.stated)),
        "ours": ours,
        "in_time": ours & (early | _corrected(corrections.c.in_time)),
        "refilled": cancelled & _arranged_again(),
    }
    return [
        *(func.coalesce(flag, false()).label(name) for name, flag in flags.items()),
        case((cancelled, _hours(arranged.starts_at, ended.at))).label("decided_hours"),
        case((cancelled, hours)).label("notice_hours"),
    ]


def answers_of(ids: Select[Any]) -> Select[Any]:
    """Every survey that candidates of these interviews answered themselves, with the columns of the table `answers`."""
    fact = kpi_facts.c
    return (
        select(
            fact.interview_id,
            fact.revision,
            fact.organisation_id,
            fact.recruiter,
            fact.at,
            _day(fact.at).label("day"),
            fact.score,
            (fact.score >= _SATISFIED_FROM).label("satisfied"),
        )
        .select_from(kpi_facts.join(organisations, organisations.c.id == fact.organisation_id))
        .where(fact.kind == "surveyed", fact.interview_id.in_(ids))
    )


def _day(at: ColumnElement[Any]) -> ColumnElement[Any]:
    """On the calendar of the organisation's tree; looked up, not joined: a join would mislead the planner about how many there are."""
    zone = select(_CALENDARS.c.zone).where(_CALENDARS.c.root == organisations.c.path[1]).scalar_subquery()
    return cast(func.timezone(zone, at), Date)


def _corrected(to: ColumnElement[Any]) -> ColumnElement[bool]:
    """An upheld appeal said so (R14); the fact itself stays as it was written."""
    return func.coalesce(to, false())


def _hours(until: ColumnElement[Any], since: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(func.extract("epoch", until - since), Float) / 3600


def _confirmed_at() -> ColumnElement[Any]:
    fact = kpi_facts.alias("confirmed")
    same = and_(fact.c.interview_id == _ARRANGED.c.interview_id, fact.c.revision == _ARRANGED.c.revision)
    return select(fact.c.at).where(same, fact.c.kind == "confirmed").scalar_subquery()


def _reminded_at() -> ColumnElement[Any]:
    """When the first reminder of this time reached the candidate: told while it still stood, and before it began."""
    reached = reached_at()
    return (
        select(func.min(reached))
        .where(
            notices.c.interview_id == _ARRANGED.c.interview_id,
            notices.c.revision == _ARRANGED.c.revision,
            notices.c.kind.in_(_REMINDS),
            notices.c.audience == str(Audience.CANDIDATE),
            reached < func.least(_ARRANGED.c.starts_at, _ENDED.c.at, _MOVED.c.at),
        )
        .scalar_subquery()
    )


def _of_reminders(
    reminded_at: ColumnElement[Any], confirmed_at: ColumnElement[Any], starts_at: ColumnElement[Any]
) -> list[ColumnElement[Any]]:
    unconfirmed = reminded_at.is_not(None) & func.coalesce(confirmed_at > reminded_at, true())
    return [
        confirmed_at.is_not(None).label("confirmed"),
        reminded_at.is_not(None).label("reminded"),
        unconfirmed.label("reminded_unconfirmed"),
        func.coalesce(unconfirmed & (confirmed_at < starts_at), false()).label("confirmed_after_reminder"),
    ]


def _arranged_again() -> ColumnElement[bool]:
    """R20: another interview of the recruiter was arranged for the freed time afterwards."""
    other = kpi_facts.alias("other")
    return (
        select(other.c.id)
        .where(
            other.c.kind.in_(ARRANGES),
            other.c.recruiter == _ARRANGED.c.recruiter,
            other.c.starts_at == _ARRANGED.c.starts_at,
            other.c.interview_id != _ARRANGED.c.interview_id,
            other.c.at > _ENDED.c.at,
        )
        .exists()
    )


def _notice_hours_rule() -> ColumnElement[Any]:
    """The notice hours that the interview's own rules follow: those in force as it was arranged; null where the policy gives no
    number, for a slip in one group's policy must not stop the counting of the others."""
    rule = inherited("notice_hours", interviews.c.created_at, interviews)
    number = func.jsonb_path_query_first(rule, cast(literal_column("""'$ ? (@.type() == "number")'"""), JSONPATH))
    return cast(number.op("#>>")(literal_column("'{}'")), Float)
