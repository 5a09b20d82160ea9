"""GET /kpi/comments: what candidates would have a recruiter improve (R12), never so few that one could guess who wrote it."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.context import Caller, Connected
from api.documented import refusals
from api.kpi import KpiQuery, asked
from api.problems import invalid
from db import comments
from domain.terms import Role

router = APIRouter(prefix="/api/v1", tags=["kpi"], responses=refusals((401, 422, 503)))


class MonthOfComments(BaseModel):
    """One month's answers and what was written with them, in alphabetical order."""

    month: str = Field(description="2026-11; by the day of answering")
    organisation: str
    answers: int = Field(description="how many answered, with or without a comment; at least five")
    comments: list[str]


class CommentsView(BaseModel):
    """A recruiter's months, newest first."""

    recruiter: str
    items: list[MonthOfComments]


@router.get("/kpi/comments")
async def comments_on(query: Annotated[KpiQuery, Query()], app: Connected, user: Caller) -> CommentsView:
    """Comments about one recruiter (your own, or one you may see), of whole months that are over with at least five answers."""
    recruiter = query.recruiter or (user.login if user.role is Role.RECRUITER else None)
    if recruiter is None:
        raise invalid("recruiter", "required", "请指明招聘人员 / name a recruiter")
    async with app.engine.connect() as conn:
        scope, span, new = await asked(conn, user, query.model_copy(update={"recruiter": recruiter}))
        found = await comments.comments_of(conn, scope, span, new)
    items = [
        MonthOfComments(
            month=one.month, organisation=one.organisation, answers=one.answers, comments=list(one.comments)
        )
        for one in found
    ]
    return CommentsView(recruiter=recruiter, items=items)
