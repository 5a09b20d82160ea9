"""GET /appraisal/policies, proposing and deciding one, and its acknowledgement by those it is about (R14)."""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncConnection

from api.bodies import Body
from api.context import App, Caller, Connected, IdempotencyKey, hr_operations, now
from api.cursors import Page, cursor_of, place_of
from api.documented import DOCUMENTED
from api.fields import OrganisationId, Text, Words
from api.params import Day, Paged
from api.problems import Problem, invalid
from db import appraisal_policies
from db.appraisal_policies import NotWaiting, OwnProposal, Proposal, Superseded
from db.calendars import zone_of_tree
from db.people import User, within
from domain.appraisal_policy import AppraisalPolicy, PolicyState, appraisal_policy_from, mistakes_of
from domain.clock import local_day
from domain.terms import Role

router = APIRouter(prefix="/api/v1/appraisal/policies", tags=["appraisal"], responses=DOCUMENTED)
_LIST = "appraisal-policies"

PolicyId = Annotated[int, Path(ge=1, le=2**63 - 1)]


class ProposalBody(Body):
    """POST /appraisal/policies. `valid_from`: the first day it is to hold, tomorrow at the earliest."""

    policy: AppraisalPolicy
    valid_from: Day
    why: Words
    organisation: OrganisationId | None = None


class RemarkBody(Body):
    """Why it is approved, rejected or withdrawn."""

    remark: Annotated[Text, Field(max_length=2000)] = ""


class Acknowledgement(BaseModel):
    """Who has read it, and when."""

    login: str
    at: datetime


class AppraisalPolicyView(BaseModel):
    """One version."""

    id: int
    organisation: str
    version: int
    state: PolicyState
    valid_from: date
    policy: AppraisalPolicy
    why: str
    evidence: dict[str, Any] | None = Field(description="of a proposal by the system: the figures behind it (R21)")
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    remark: str
    acknowledged: bool = Field(description="by you")


class AppraisalPolicyDetail(AppraisalPolicyView):
    """One version; for HR operations with who has acknowledged it."""

    acknowledgements: list[Acknowledgement]


@router.get("")
async def listed(query: Annotated[Paged, Query()], app: Connected, user: Caller) -> Page[AppraisalPolicyView]:
    """Versions, newest first; recruiters see what was approved for them."""
    before = int(place_of(app, _LIST, query.cursor)[0]) if query.cursor is not None else None
    async with app.engine.connect() as conn:
        rows = await appraisal_policies.versions(conn, user, before, query.limit)
    shown = rows[: query.limit]
    place = cursor_of(app, _LIST, (str(shown[-1].id),)) if len(rows) > query.limit else None
    return Page(items=[AppraisalPolicyView(**_fields(row)) for row in shown], next=place)


@router.post("", status_code=201)
async def propose(body: ProposalBody, app: Connected, user: Caller, key: IdempotencyKey) -> AppraisalPolicyDetail:
    """Propose a version; somebody else has to approve it before it is ever used. For HR operations and administrators.

    With an Idempotency-Key, proposing twice is once.
    """
    hr_operations(user)
    for wrong in mistakes_of(body.policy):
        raise invalid(f"policy.{wrong.field}", wrong.rule, f"{wrong.detail.zh} / {wrong.detail.en}")
    organisation = body.organisation or user.organisation
    async with app.engine.begin() as conn:
        if not await within(conn, organisation, user.organisation):
            raise invalid("organisation", "organisation-not-found", "没有该组织 / no such organisation among yours")
        if body.valid_from <= await _today(conn, user):
            raise invalid("valid_from", "must-be-ahead", "须晚于今天 / must be later than today")
        named = f"{user.login}/{key}" if key is not None else None
        wanted = Proposal(organisation, body.policy, body.valid_from, body.why, user.login, key=named)
        id = await appraisal_policies.propose(conn, wanted, now())
        if id is None and named is not None:
            id = await appraisal_policies.by_key(conn, named)
    assert id is not None
    return await one(id, app, user)


@router.get("/{id}")
async def one(id: PolicyId, app: Connected, user: Caller) -> AppraisalPolicyDetail:
    """One version."""
    async with app.engine.connect() as conn:
        row = await appraisal_policies.one(conn, user, id)
        if row is None:
            raise Problem(404, "policy-not-found", "没有该方案 / no such policy among yours")
        known = await appraisal_policies.acknowledgements(conn, id)
    # Who has read it is for those who set it up; everybody else sees whether they have themselves.
    told = known if user.role in (Role.HROPS, Role.ADMIN) else []
    read = [Acknowledgement(login=one.login, at=one.at) for one in told]
    return AppraisalPolicyDetail(**_fields(row), acknowledgements=read)


@router.post("/{id}/approve")
async def approve(id: PolicyId, body: RemarkBody, app: Connected, user: Caller) -> AppraisalPolicyDetail:
    """The second person agrees; it holds from its first day on. Nobody approves a proposal of their own."""
    row = await _theirs(app, user, id)
    async with app.engine.connect() as conn:
        today = await _today(conn, user)
    if row.state == str(PolicyState.PROPOSED) and row.valid_from <= today:
        raise Problem(
            409,
            "first-day-passed",
            "生效日已过，请以新的生效日重新提出 / its first day has come: propose it again with a later one",
        )
    return await _decided(app, user, id, PolicyState.APPROVED, body.remark)


@router.post("/{id}/reject")
async def reject(id: PolicyId, body: RemarkBody, app: Connected, user: Caller) -> AppraisalPolicyDetail:
    """The second person does not agree."""
    await _theirs(app, user, id)
    return await _decided(app, user, id, PolicyState.REJECTED, body.remark)


@router.post("/{id}/withdraw")
async def withdraw(id: PolicyId, body: RemarkBody, app: Connected, user: Caller) -> AppraisalPolicyDetail:
    """Whoever proposed it takes it back."""
    await _theirs(app, user, id)
    return await _decided(app, user, id, PolicyState.WITHDRAWN, body.remark)


@router.post("/{id}/acknowledge")
async def acknowledge(id: PolicyId, app: Connected, user: Caller) -> AppraisalPolicyDetail:
    """You have read an approved version; the first time is kept."""
    found = await one(id, app, user)
    if found.state is not PolicyState.APPROVED:
        raise Problem(409, "not-published", "该方案尚未生效，无需确认 / only an approved policy is acknowledged")
    async with app.engine.begin() as conn:
        await appraisal_policies.acknowledge(conn, id, user, now())
    return await one(id, app, user)


async def _today(conn: AsyncConnection, user: User) -> date:
    """The day that the caller's group has now."""
    return local_day(now(), await zone_of_tree(conn, user.path[0]))


async def _theirs(app: App, user: User, id: int) -> Any:
    """The version, when this user decides on policies of its organisation. Raises: Problem 403 or 404."""
    hr_operations(user)
    async with app.engine.connect() as conn:
        row = await appraisal_policies.one(conn, user, id)
        below = row is not None and await within(conn, row.organisation_id, user.organisation)
    if row is None:
        raise Problem(404, "policy-not-found", "没有该方案 / no such policy among yours")
    if not below:
        raise Problem(
            403, "not-your-organisation", "仅限该组织的 HR 运营 / only for HR operations of that organisation"
        )
    return row


async def _decided(app: App, user: User, id: PolicyId, state: PolicyState, remark: str) -> AppraisalPolicyDetail:
    try:
        async with app.engine.begin() as conn:
            await appraisal_policies.decide(conn, id, state, user.login, remark, now())
    except NotWaiting:
        raise Problem(409, "already-decided", "该方案已有结论 / this version has been decided already") from None
    except Superseded:
        detail = "此后已批准其他方案，请在其基础上重新提出 / another version was approved since: propose it again on top of that one"
        raise Problem(409, "superseded", detail) from None
    except OwnProposal:
        detail = (
            "须由提出人以外的人审批，撤回只能由提出人操作 / decided by somebody else; withdrawn only by who proposed it"
        )
        raise Problem(403, "two-people", detail) from None
    return await one(id, app, user)


def _fields(row: Any) -> dict[str, Any]:
    plain = dict(row._mapping)
    return {**plain, "organisation": plain["organisation_id"], "policy": appraisal_policy_from(plain["data"])}
