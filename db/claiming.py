"""Claims a notice for one attempt, in one statement: only while it is true, and with everything its sending has to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    DateTime,
    Text,
    and_,
    any_,
    bindparam,
    case,
    cast,
    exists,
    func,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningUpdate
from sqlalchemy.sql.selectable import LateralFromClause

from db.channel_rules import rules_in_force
from db.tables import audit, candidates, organisations, users
from db.tables_interview import cancellation_log, interviews, notices
from db.tables_notices import opt_outs
from domain.terms import Channel, NoticeKind, NoticeState, Stage

_NOT_HANDED_OVER = [str(s) for s in (NoticeState.INTENT, NoticeState.SKIPPED, NoticeState.REFUSED)]
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_REPEATED = timedelta(minutes=59)


@dataclass(frozen=True)
class Claimed:
    """A notice that this attempt, and no other, may hand to the provider, with what the channel's rules ask about it.

    `to` is the address of its channel, None when there is none; the counts are messages handed over to it before.
    """

    interview_id: UUID
    organisation: str
    revision: int
    kind: str
    locale: str
    phone: str | None
    email: str | None
    to: str | None
    subject: str
    body: str
    html: str
    position: str
    starts_at: datetime
    old_starts_at: datetime | None
    minutes: int
    timezone: str
    organizer: str
    organizer_email: str
    reason_detail: str | None
    remark: str | None
    rules: dict[str, Any] | None
    opted_out: bool
    sent_last_minute: int
    sent_last_hour: int
    sent_last_day: int
    same_text_last_hour: int
    same_text_last_minute: int


def _recent(address: Any, channel: Channel) -> LateralFromClause:
    """What the same number or address got in the last day, from whichever interview."""
    other, at = notices.alias("other"), bindparam("at", type_=DateTime(timezone=True))
    theirs, person = interviews.alias("theirs"), candidates.alias("person")

    def within(span: timedelta, *more: ColumnElement[bool]) -> Any:
        return func.count().filter(other.c.attempted_at > at - span, *more)

    same = other.c.body == notices.c.body
    return (
        select(
            within(_MINUTE).label("sent_last_minute"),
            within(_HOUR).label("sent_last_hour"),
            within(_DAY).label("sent_last_day"),
            within(_REPEATED, same).label("same_text_last_hour"),
            within(_MINUTE, same).label("same_text_last_minute"),
        )
        .select_from(
            person.join(theirs, theirs.c.candidate_id == person.c.id).join(other, other.c.interview_id == theirs.c.id)
        )
        .where(person.c[address.name] == address, other.c.channel == str(channel), other.c.id != notices.c.id)
        .where(other.c.attempted_at > at - _DAY, other.c.state.not_in(_NOT_HANDED_OVER))
        # What the provider says it never had went to nobody: the decision to send it once more is no repetition.
        .where(not_(and_(other.c.state == str(NoticeState.UNKNOWN), other.c.looked == "not_found")))
        .lateral("recent")
    )


def _opted_out(address: Any, channel: Channel) -> Any:
    hashable = bindparam("secret", type_=Text) + ":" + func.lower(address)
    hashed = func.encode(func.sha256(func.convert_to(hashable, "UTF8")), "hex")
    mine = opt_outs.c.organisation_id == any_(organisations.c.path)
    return exists().where(mine, opt_outs.c.channel == str(channel), opt_outs.c.address_hash == hashed)


def _said(column: Any) -> Any:
    """What was said about the cancellation in force: it must not travel to the candidate."""
    mine = (cancellation_log.c.interview_id == interviews.c.id) & (cancellation_log.c.revision == interviews.c.revision)
    return select(column).where(mine).correlate(interviews).scalar_subquery()


def _old_start() -> Any:
    place = (audit.c.interview_id == interviews.c.id) & (audit.c.nth == notices.c.nth)
    told = select(cast(audit.c.details["from"].astext, DateTime(timezone=True))).where(place)
    return case((notices.c.kind == str(NoticeKind.MOVED), told.correlate(interviews, notices).scalar_subquery()))


def _claim(channel: Channel) -> ReturningUpdate[Any]:
    address = candidates.c.phone if channel is Channel.SMS else candidates.c.email
    recent = _recent(address, channel)
    source = (
        interviews.join(candidates, candidates.c.id == interviews.c.candidate_id)
        .join(users, users.c.login == interviews.c.recruiter)
        .join(organisations, organisations.c.id == interviews.c.organisation_id)
        .join(notices, notices.c.interview_id == interviews.c.id)
        .join(recent, notices.c.id.is_not(None))
    )
    facts = (
        select(
            interviews.c.id.label("interview_id"),
            interviews.c.organisation_id.label("organisation"),
            interviews.c.revision,
            interviews.c.stage,
            candidates.c.phone,
            candidates.c.email,
            address.label("to"),
            interviews.c.position,
            interviews.c.starts_at,
            _old_start().label("old_starts_at"),
            interviews.c.minutes,
            interviews.c.timezone,
            case((notices.c.locale == "zh-CN", organisations.c.name), else_=organisations.c.name_en).label("organizer"),
            users.c.email.label("organizer_email"),
            _said(cancellation_log.c.reason_detail).label("reason_detail"),
            _said(cancellation_log.c.remark).label("remark"),
            _said(cancellation_log.c.id).label("cancelled"),
            rules_in_force().label("rules"),
            _opted_out(address, channel).label("opted_out"),
            *recent.c,
        )
        .select_from(source)
        .where(notices.c.id == bindparam("notice"))
        .cte("facts")
    )
    own = {name: notices.c[name] for name in ("kind", "locale", "subject", "body", "html")}
    return (
        update(notices)
        .where(notices.c.id == bindparam("notice"), notices.c.state == NoticeState.INTENT)
        .where(notices.c.interview_id == facts.c.interview_id, notices.c.revision == facts.c.revision)
        .where(facts.c.stage.in_(bindparam("stages", expanding=True)))
        # A wish for another time also follows a cancellation: then the old time stands no more (nor does its calendar entry).
        .where(or_(not_(bindparam("about_live_time", type_=Boolean)), facts.c.cancelled.is_(None)))
        .values(state=NoticeState.ATTEMPTING, attempts=notices.c.attempts + 1, attempted_at=bindparam("at"))
        .returning(*(own[name] if name in own else facts.c[name] for name in Claimed.__dataclass_fields__))
    )


# Built once, as in db/writing.py.
_CLAIMS = {channel: _claim(channel) for channel in (Channel.SMS, Channel.EMAIL)}


async def claim(
    conn: AsyncConnection, notice: UUID, channel: Channel, stages: Sequence[Stage], at: datetime, secret: str
) -> Claimed | None:
    """`intent` → `attempting`, only while what the notice says is still true; None when this attempt must not send.

    `secret` is ours, that opted-out addresses are hashed with (domain.keys.address_hash).
    """
    given = {
        "notice": notice,
        "stages": [str(stage) for stage in stages],
        "about_live_time": Stage.INVITED in stages and Stage.CANCELLED not in stages,
        "at": at,
        "secret": secret,
    }
    found = (await conn.execute(_CLAIMS[channel], given)).first()
    return Claimed(*found) if found is not None else None
