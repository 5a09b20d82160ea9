"""GET /organisations: the part of the organisation tree that somebody may see; which organisation a request is about."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.context import App, Caller, Connected
from api.documented import READING
from api.problems import Problem
from db import policies
from db.people import User, within
from domain.terms import Role

router = APIRouter(prefix="/api/v1/organisations", tags=["settings"], responses=READING)


class OrganisationView(BaseModel):
    """One organisation; `parent` is null for a group, and may be one that you do not see."""

    id: str
    parent: str | None
    depth: int = Field(description="0 for your own, 1 for those directly below it, …")
    name: str
    name_en: str
    phone: str


class OrganisationList(BaseModel):
    """Your organisation first, each followed by those below it; recruiters see their own only."""

    items: list[OrganisationView]
    next: str | None = None


@router.get("")
async def listed(app: Connected, user: Caller) -> OrganisationList:
    """Your organisation and, but for recruiters, all below it."""
    async with app.engine.connect() as conn:
        rows = await policies.organisations_of(conn, user, below=user.role is not Role.RECRUITER)
    return OrganisationList(
        items=[
            OrganisationView(
                id=row.id,
                parent=row.parent_id,
                depth=len(row.path) - len(user.path),
                name=row.name,
                name_en=row.name_en,
                phone=row.phone,
            )
            for row in rows
        ]
    )


async def seen(app: App, user: User, wanted: str | None) -> str:
    """The organisation meant, by default the caller's own. Raises: Problem 404 for one that is not that or, but for recruiters,
    below it."""
    if wanted is None or wanted == user.organisation:
        return user.organisation
    async with app.engine.connect() as conn:
        below = user.role is not Role.RECRUITER and await within(conn, wanted, user.organisation)
    if not below:
        raise Problem(404, "organisation-not-found", "没有该组织 / no such organisation among yours")
    return wanted
