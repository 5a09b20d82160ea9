"""Alerts and the review tasks that follow from some of them (R13): told once, kept with their evidence, decided by people."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, any_, delete, func, literal, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.people import User
from db.tables import organisations, users
from db.tables_judging import alerts, reviews
from domain.alerting import Judged
from domain.following import Next
from domain.keys import alert_id
from domain.terms import Role


@dataclass(frozen=True)
class Look:
    """One look at a tree of organisations: at which indicator, the `days` before `day` (not included), under which policy."""

    indicator: str
    day: date
    days: int
    policy: int
    above: float | None

    @property
    def since(self) -> date:
        """The first day that is looked at."""
        return self.day - timedelta(days=self.days)


async def alone(conn: AsyncConnection, root: str) -> None:
    """Looks of a group come one after the other: what follows from one hangs on the others."""
    await conn.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"alerts/{root}", 0))))


async def known(conn: AsyncConnection, recruiter: str, look: Look) -> list[Any]:
    """The recruiter's alerts of this indicator since the look's window began, in order; `answered`: somebody has commented on its
    review, or decided it, and it stays."""
    answered = func.coalesce(reviews.c.commented_at, reviews.c.decided_at).is_not(None).label("answered")
    query = (
        select(*alerts.c, answered)
        .join(reviews, reviews.c.alert_id == alerts.c.id, isouter=True)
        .where(alerts.c.recruiter == recruiter, alerts.c.indicator == look.indicator, alerts.c.day > look.since)
    )
    return list((await conn.execute(query.order_by(alerts.c.day))).all())


async def keep(
    conn: AsyncConnection, look: Look, judged: Judged, team: str, follows: Next, reasons: dict[str, int], at: datetime
) -> None:
    """Write the alert of a day down, also one from which nothing follows, and the review task that may."""
    assert judged.level is not None
    id = UUID(alert_id(judged.recruiter, look.indicator, look.day))
    row = {
        "id": id,
        "organisation_id": team,
        "recruiter": judged.recruiter,
        "indicator": look.indicator,
        "day": look.day,
        "window_days": look.days,
        "level": str(judged.level),
        "follows": str(follows),
        "plain": judged.plain,
        "hits": judged.share.hits,
        "cases": judged.share.of,
        "others_hits": judged.others.hits,
        "others_cases": judged.others.of,
        "chance": judged.chance,
        "adjusted": judged.adjusted,
        "alert_from": judged.alert_from,
        "alarm_from": judged.alarm_from,
        "above": look.above if judged.plain else None,
        "reasons": reasons,
        "policy_id": look.policy,
        "made_at": at,
    }
    await conn.execute(insert(alerts).values(**row))
    if follows is Next.REVIEW:
        await _open(conn, id, team, judged.recruiter, at)


async def settle(conn: AsyncConnection, alert: Any, follows: Next, at: datetime) -> None:
    """What follows from this alert after all, an earlier day having been made up for; a review that has been answered meanwhile
    stays."""
    if alert.follows == str(Next.REVIEW):
        open_yet = reviews.c.commented_at.is_(None) & reviews.c.decided_at.is_(None)
        gone = await conn.execute(delete(reviews).where(reviews.c.alert_id == alert.id, open_yet))
        if gone.rowcount == 0:
            return
    await conn.execute(update(alerts).where(alerts.c.id == alert.id).values(follows=str(follows)))
    if follows is Next.REVIEW:
        await _open(conn, alert.id, alert.organisation_id, alert.recruiter, at)


async def _open(conn: AsyncConnection, id: UUID, team: str, recruiter: str, at: datetime) -> None:
    task = {"alert_id": id, "organisation_id": team, "recruiter": recruiter, "opened_at": at}
    await conn.execute(insert(reviews).values(**task))


@dataclass(frozen=True)
class AlertFilter:
    """Which alerts a page shows, newest first; `before` is the last row's instant and id of the page before."""

    recruiter: str | None = None
    reviews_only: bool = False
    open_only: bool = False
    before: tuple[datetime, UUID] | None = None
    limit: int = 50


async def page(conn: AsyncConnection, user: User, wanted: AlertFilter) -> list[Any]:
    """Up to limit + 1 alerts this user may see, with the review that followed."""
    query = _seen_by(user)
    if wanted.recruiter is not None:
        query = query.where(alerts.c.recruiter == wanted.recruiter)
    if wanted.reviews_only or wanted.open_only:
        query = query.where(reviews.c.alert_id.is_not(None))
    if wanted.open_only:
        query = query.where(reviews.c.decided_at.is_(None))
    if wanted.before is not None:
        query = query.where(tuple_(alerts.c.made_at, alerts.c.id) < tuple_(*wanted.before))
    query = query.order_by(alerts.c.made_at.desc(), alerts.c.id.desc()).limit(wanted.limit + 1)
    return list((await conn.execute(query)).all())


def open_reviews(user: User) -> Select[Any]:
    """The reviews that nobody has decided, to be counted."""
    return (
        _seen_by(user)
        .with_only_columns(alerts.c.id)
        .where(reviews.c.alert_id.is_not(None), reviews.c.decided_at.is_(None))
    )


async def one(conn: AsyncConnection, user: User, id: UUID) -> Any | None:
    """One alert this user may see, with its review."""
    return (await conn.execute(_seen_by(user).where(alerts.c.id == id))).first()


def _seen_by(user: User) -> Select[Any]:
    """R13: a note is the recruiter's alone; managers and HR operations see what has become a review task."""
    task = [reviews.c[name].label(f"review_{name}") for name in _TASK]
    columns: list[ColumnElement[Any]] = [*alerts.c, *task, users.c.name, users.c.name_en]
    query = (
        select(*columns)
        .join(organisations, organisations.c.id == alerts.c.organisation_id)
        .join(users, users.c.login == alerts.c.recruiter)
        .outerjoin(reviews, reviews.c.alert_id == alerts.c.id)
        .where(alerts.c.follows != str(Next.NOTHING))
    )
    own = alerts.c.recruiter == user.login
    if user.role is Role.RECRUITER:
        return query.where(own)
    return query.where(
        or_(own, and_(reviews.c.alert_id.is_not(None), literal(user.organisation) == any_(organisations.c.path)))
    )


_TASK = ("opened_at", "comment", "commented_at", "decision", "remark", "decided_by", "decided_at")


async def read(conn: AsyncConnection, id: UUID, at: datetime) -> None:
    """The recruiter has opened their note; the first time counts."""
    await conn.execute(update(alerts).where(alerts.c.id == id, alerts.c.read_at.is_(None)).values(read_at=at))


async def comment(conn: AsyncConnection, id: UUID, words: str, at: datetime) -> bool:
    """The recruiter's comment on an open review, the last one counting; False when it is decided already."""
    change = update(reviews).where(reviews.c.alert_id == id, reviews.c.decided_at.is_(None))
    return (await conn.execute(change.values(comment=words, commented_at=at))).rowcount == 1


async def decide(conn: AsyncConnection, id: UUID, decision: str, remark: str, by: str, at: datetime) -> bool:
    """Close a review once; False when somebody has. Nothing else follows from it."""
    change = update(reviews).where(reviews.c.alert_id == id, reviews.c.decided_at.is_(None))
    values = {"decision": decision, "remark": remark, "decided_by": by, "decided_at": at}
    return (await conn.execute(change.values(**values))).rowcount == 1
