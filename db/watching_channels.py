"""What the monitor reads of whole channels: whether their providers still send receipts, and how many sends do not come through."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from db.planning import written
from db.tables_interview import notices
from db.tables_notices import receipts
from db.watching import standing
from domain.findings import Finding, FindingKind, Thresholds
from domain.terms import Channel, NoticeState

SENT = (Channel.SMS, Channel.EMAIL)


async def silent_providers(conn: AsyncConnection, limits: Thresholds, now: datetime) -> list[Finding]:
    """Channels whose provider took notices in the last hour and said nothing of any."""
    silent = [channel for channel in SENT if await _is_silent(conn, channel, limits, now)]
    return [Finding(FindingKind.RECEIPTS_SILENT, str(channel), None) for channel in silent]


async def _is_silent(conn: AsyncConnection, channel: Channel, limits: Thresholds, now: datetime) -> bool:
    since = now - limits.receipts_within
    heard = select(receipts.c.notice_id).join(notices, notices.c.id == receipts.c.notice_id)
    heard = heard.where(receipts.c.received_at > since, notices.c.channel == str(channel)).limit(1)
    if (await conn.execute(heard)).first() is not None:
        return False
    taken = select(notices.c.id).where(notices.c.accepted_at.between(since, now - limits.receipts_after))
    taken = taken.where(notices.c.channel == str(channel)).limit(limits.receipts_from)
    return len((await conn.execute(taken)).all()) == limits.receipts_from


async def refusing_providers(conn: AsyncConnection, limits: Thresholds, now: datetime) -> list[Finding]:
    """Channels on which too many of the latest attempts were refused or ended unknown."""
    rows = (await conn.execute(_attempts(now - limits.refusing_within))).all()
    return [
        Finding(FindingKind.PROVIDER_REFUSING, row.channel, None)
        for row in rows
        if row.attempts >= limits.refusing_from and row.failures > limits.refusing_share * row.attempts
    ]


def _attempts(since: datetime) -> Select[Any]:
    """Attempts and failures per channel. One that a provider put off is an intent again; with its attempts, it counts as refused."""
    recent = and_(notices.c.attempted_at > since, notices.c.accepted_at.is_(None))
    ended = notices.c.state.in_([written(NoticeState.REFUSED), written(NoticeState.UNKNOWN)])
    put_off = and_(standing(NoticeState.INTENT), notices.c.attempts > 0)
    outcomes = union_all(
        *(select(notices.c.channel, written("failure").label("came")).where(w, recent) for w in (ended, put_off)),
        select(notices.c.channel, written("taken").label("came")).where(notices.c.accepted_at > since),
    ).subquery()
    failures = func.count().filter(outcomes.c.came == "failure").label("failures")
    query = select(outcomes.c.channel, func.count().label("attempts"), failures)
    return query.where(outcomes.c.channel.in_(SENT)).group_by(outcomes.c.channel)
