"""GET and POST /policies: what an organisation sets, what it inherits, and its next version, tried before it is saved (R23, R25)."""

from typing import Annotated

from fastapi import APIRouter, Path

from api import organisations
from api.context import Caller, Connected, hr_operations, now
from api.documented import DOCUMENTED, READING
from api.fields import OrganisationId
from api.policy_saving import SettingsBody, checked, planned
from api.policy_views import PolicyChanged, PolicyView, VersionDetail, policy_view, version_detail, version_views
from api.problems import Problem
from db import policies

router = APIRouter(prefix="/api/v1/policies", tags=["settings"])
_CONFLICT = {"description": "策略已有更新版本，见 newest / saved by somebody else meanwhile: `newest` is that version"}
_SAVING = DOCUMENTED | {409: DOCUMENTED[409] | _CONFLICT}
Whose = Annotated[OrganisationId, Path(description="your organisation, or one below it")]
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/{organisation}", responses=READING)
async def one(organisation: Whose, app: Connected, user: Caller) -> PolicyView:
    """What the organisation sets, what holds for it and where each setting comes from, and its versions."""
    await organisations.seen(app, user, organisation)
    at = now()
    async with app.engine.connect() as conn:
        family = await policies.family(conn, organisation, at)
        own = await policies.versions(conn, organisation)
    return policy_view(family, own, at)


@router.get("/{organisation}/versions/{number}", responses=READING)
async def version(organisation: Whose, number: Number, app: Connected, user: Caller) -> VersionDetail:
    """One version of what the organisation set."""
    await organisations.seen(app, user, organisation)
    async with app.engine.connect() as conn:
        found = await policies.version(conn, organisation, number)
        own = await policies.versions(conn, organisation)
    if found is None:
        raise Problem(404, "version-not-found", "没有该版本 / the organisation has no such version")
    states = {view.version: view.state for view in version_views([*own, found], now())}
    return version_detail(organisation, found, states[number])


@router.post("/{organisation}", responses=_SAVING)
async def save(organisation: Whose, body: SettingsBody, app: Connected, user: Caller) -> PolicyChanged:
    """The organisation's next version, whole: what is left out or null is inherited. For HR operations and administrators.

    With `dry_run` nothing is written, and the answer is the same. The same settings again change nothing.
    """
    hr_operations(user)
    await organisations.seen(app, user, organisation)
    data = checked(body.data)
    async with app.engine.begin() as conn:
        await policies.take_turn(conn, user.path[0])
        plan = await planned(conn, user, organisation, body, data, now())
        if plan.wanted is not None and not body.dry_run:
            await policies.write(conn, plan.wanted)
    return plan.answer
