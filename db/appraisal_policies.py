"""Appraisal policies: what is in force, proposing, agreeing by a second person, and recruiters' acknowledgement (R14)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Select, String, and_, any_, cast, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.people import User
from db.tables import organisations
from db.tables_judging import appraisal_policies, policy_acknowledgements
from domain.appraisal_policy import AppraisalPolicy, PolicyState, appraisal_policy_from, as_data
from domain.terms import Role

INSTALLATION = "installation"
"""Who agreed to the policy that the system comes with."""


@dataclass(frozen=True)
class InForce:
    """The policy of an organisation on a day: its own, else its nearest ancestor's, whole; `organisation` is whose it is."""

    id: int
    organisation: str
    policy: AppraisalPolicy


@dataclass(frozen=True)
class Proposal:
    """What is proposed, by whom and why. key: of one that the system makes, so that making it again does nothing."""

    organisation: str
    policy: AppraisalPolicy
    valid_from: date
    why: str
    by: str
    evidence: dict[str, Any] | None = None
    key: str | None = None


class NotWaiting(Exception):
    """The version is not waiting for a decision (any more)."""


class OwnProposal(Exception):
    """Nobody agrees to a proposal of their own (R14)."""


class Superseded(Exception):
    """Another version than the one it changes will be in force on its first day: approving it would undo what that one brought."""


async def in_force(conn: AsyncConnection, organisation: str, day: date) -> InForce:
    """The approved version with the latest first day up to `day`; of the same day the newest.

    Raises: LookupError when neither the organisation nor an ancestor has one.
    """
    row = await _standing(conn, organisation, day)
    if row is None:
        raise LookupError(f"no appraisal policy for organisation {organisation!r}")
    return InForce(row.id, row.organisation_id, appraisal_policy_from(row.data))


async def _standing(conn: AsyncConnection, organisation: str, day: date) -> Any | None:
    path = select(organisations.c.path).where(organisations.c.id == organisation).scalar_subquery()
    own = organisations.alias("own")
    query = (
        select(appraisal_policies)
        .join(own, own.c.id == appraisal_policies.c.organisation_id)
        .where(own.c.id == any_(cast(path, ARRAY(String))), *_in_force(day))
        .order_by(*_nearest_and_newest(own))
        .limit(1)
    )
    return (await conn.execute(query)).first()


async def standing_below(conn: AsyncConnection, root: str, day: date) -> dict[str, InForce]:
    """What is in force in each organisation of a tree, by its id; without those that have none."""
    below, own = organisations.alias("below"), organisations.alias("own")
    query = (
        select(below.c.id.label("organisation"), appraisal_policies)
        .select_from(appraisal_policies)
        .join(own, own.c.id == appraisal_policies.c.organisation_id)
        .join(below, own.c.id == any_(below.c.path))
        .where(literal(root) == any_(below.c.path), *_in_force(day))
        .ext(distinct_on(below.c.id))
        .order_by(below.c.id, *_nearest_and_newest(own))
    )
    policies: dict[int, InForce] = {}
    found: dict[str, InForce] = {}
    for row in (await conn.execute(query)).all():
        if row.id not in policies:
            policies[row.id] = InForce(row.id, row.organisation_id, appraisal_policy_from(row.data))
        found[row.organisation] = policies[row.id]
    return found


def _in_force(day: date) -> list[ColumnElement[bool]]:
    return [appraisal_policies.c.state == str(PolicyState.APPROVED), appraisal_policies.c.valid_from <= day]


def _nearest_and_newest(own: Any) -> list[ColumnElement[Any]]:
    return [
        func.cardinality(own.c.path).desc(),
        appraisal_policies.c.valid_from.desc(),
        appraisal_policies.c.version.desc(),
    ]


async def by_key(conn: AsyncConnection, key: str) -> int | None:
    """The version that was proposed under this key."""
    query = select(appraisal_policies.c.id).where(appraisal_policies.c.key == key)
    found: int | None = (await conn.execute(query)).scalar_one_or_none()
    return found


async def was_answered(conn: AsyncConnection, prefix: str, today: date) -> bool:
    """Whether a proposal whose key begins so waits for a decision that can still be made, or has had one."""
    known = appraisal_policies.c
    waits = or_(known.state != str(PolicyState.PROPOSED), known.valid_from > today)
    query = select(known.id).where(known.key.startswith(prefix, autoescape=True), waits).limit(1)
    return (await conn.execute(query)).first() is not None


async def began(conn: AsyncConnection, id: int) -> date | None:
    """The first day of this version; None when it came with the installation, before there was anything to compare with."""
    row = (await conn.execute(select(appraisal_policies).where(appraisal_policies.c.id == id))).one()
    day: date = row.valid_from
    return day if row.decided_by != INSTALLATION else None


async def propose(conn: AsyncConnection, wanted: Proposal, at: datetime) -> int | None:
    """Write the next version down for a second person to decide; its id, None when its key was proposed before."""
    await conn.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"appraisal-policy/{wanted.organisation}"))))
    newest = select(func.coalesce(func.max(appraisal_policies.c.version), 0) + 1).where(
        appraisal_policies.c.organisation_id == wanted.organisation
    )
    base = await _standing(conn, wanted.organisation, wanted.valid_from)
    row = insert(appraisal_policies).values(
        base_id=base.id if base is not None else None,
        organisation_id=wanted.organisation,
        version=newest.scalar_subquery(),
        valid_from=wanted.valid_from,
        data=as_data(wanted.policy),
        why=wanted.why,
        evidence=wanted.evidence,
        key=wanted.key,
        state=str(PolicyState.PROPOSED),
        proposed_by=wanted.by,
        proposed_at=at,
    )
    made = row.on_conflict_do_nothing(index_elements=["key"]).returning(appraisal_policies.c.id)
    found: int | None = (await conn.execute(made)).scalar_one_or_none()
    return found


async def decide(conn: AsyncConnection, id: int, state: PolicyState, by: str, remark: str, at: datetime) -> None:
    """Approve, reject or withdraw a proposal, once. Raises: OwnProposal, NotWaiting, Superseded."""
    row = (await conn.execute(select(appraisal_policies).where(appraisal_policies.c.id == id).with_for_update())).one()
    if row.state != str(PolicyState.PROPOSED):
        raise NotWaiting(row.state)
    if (row.proposed_by == by) is not (state is PolicyState.WITHDRAWN):
        raise OwnProposal
    if state is PolicyState.APPROVED:
        standing = await _standing(conn, row.organisation_id, row.valid_from)
        if standing is not None and standing.id != row.base_id:
            raise Superseded
    change = {"state": str(state), "decided_by": by, "decided_at": at, "remark": remark}
    await conn.execute(update(appraisal_policies).where(appraisal_policies.c.id == id).values(**change))


async def one(conn: AsyncConnection, user: User, id: int) -> Any | None:
    """One version that this user may see: their own organisation's, those above it, and, but for recruiters, those below."""
    return (await conn.execute(_visible(user).where(appraisal_policies.c.id == id))).first()


async def versions(conn: AsyncConnection, user: User, before: int | None, limit: int) -> list[Any]:
    """Up to limit + 1 versions this user may see, the newest first; recruiters see what was approved."""
    query = _visible(user).order_by(appraisal_policies.c.id.desc()).limit(limit + 1)
    if before is not None:
        query = query.where(appraisal_policies.c.id < before)
    return list((await conn.execute(query)).all())


def _visible(user: User) -> Select[Any]:
    theirs = organisations.alias("theirs")
    above = appraisal_policies.c.organisation_id.in_(user.path)
    mine = select(func.count()).where(
        policy_acknowledgements.c.policy_id == appraisal_policies.c.id, policy_acknowledgements.c.login == user.login
    )
    columns: Sequence[Any] = [*appraisal_policies.c, (mine.scalar_subquery() > 0).label("acknowledged")]
    query = select(*columns).join(theirs, theirs.c.id == appraisal_policies.c.organisation_id)
    if user.role is Role.RECRUITER:
        return query.where(and_(above, appraisal_policies.c.state == str(PolicyState.APPROVED)))
    return query.where(or_(above, literal(user.organisation) == any_(theirs.c.path)))


async def acknowledge(conn: AsyncConnection, id: int, user: User, at: datetime) -> None:
    """The user has read this version; again changes nothing."""
    row = insert(policy_acknowledgements).values(
        policy_id=id, login=user.login, organisation_id=user.organisation, at=at
    )
    await conn.execute(row.on_conflict_do_nothing())


async def acknowledgements(conn: AsyncConnection, id: int) -> list[Any]:
    """Who has acknowledged it, and when."""
    found = policy_acknowledgements.c
    return list(
        (await conn.execute(select(found.login, found.at).where(found.policy_id == id).order_by(found.at))).all()
    )
