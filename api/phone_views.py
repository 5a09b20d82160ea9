"""What the API answers about phone tasks: one task, and why a step of one is refused, naming who is on it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from api.problems import Problem
from db.people import User
from db.phone_tasks import TaskNotTaken, TaskTaken
from domain.clock import stamp
from domain.phone import TaskState, task_state, urgent
from domain.terms import Locale, NoticeState


class Person(BaseModel):
    """Who is on a task."""

    login: str
    name: str


class PhoneTask(BaseModel):
    """A candidate to call. `id` is the notice's, `text` what to say; instants are UTC, `timezone` the interview's."""

    id: UUID
    interview_id: UUID
    candidate: str
    number: str | None = Field(description="null when none is known")
    asked_not_to_call: bool = Field(description="the candidate said so before: call only if it cannot be helped")
    kind: str
    locale: str
    text: str
    deadline: datetime
    urgent: bool = Field(description="less than 3 hours are left")
    state: TaskState
    detail: str
    taken_by: Person | None
    taken_at: datetime | None
    attempts: int = Field(description="calls made so far")
    remark: str
    created_at: datetime
    position: str
    recruiter: str
    starts_at: datetime
    timezone: str


def phone_task(row: Any, user: User, at: datetime, asked_not_to_call: bool) -> PhoneTask:
    """A row of db.phone_tasks at an instant, in the reader's language."""
    state = task_state(NoticeState(row.state), row.detail, row.taken_at, at)
    name = row.taken_name if user.locale is Locale.ZH else row.taken_name_en
    return PhoneTask.model_validate(
        {
            **row._mapping,
            "state": state,
            "urgent": urgent(state, row.deadline, at),
            "taken_by": Person(login=row.taken_by, name=name or row.taken_by) if row.taken_by else None,
            "asked_not_to_call": asked_not_to_call,
        }
    )


def as_problem(refused: Exception) -> Problem:
    """409 with the rule; for a candidate whom somebody is calling, who it is and since when (P2)."""
    if isinstance(refused, TaskTaken):
        row = refused.row
        since_zh, since_en = (stamp(row.taken_at, row.timezone, locale) for locale in (Locale.ZH, Locale.EN))
        name, name_en = row.taken_name or row.taken_by, row.taken_name_en or row.taken_by
        detail = (
            f"{name}（{row.taken_by}）已于{since_zh}接手，正在跟进，请勿重复致电 / "
            f"{name_en} ({row.taken_by}) has been on it since {since_en}: please do not call as well"
        )
        person = {"login": row.taken_by, "name": name}
        return Problem(409, "phone-task-taken", detail, taken_by=person, taken_at=row.taken_at.isoformat())
    if isinstance(refused, TaskNotTaken):
        return Problem(409, "phone-task-not-taken", "请先接手该电话任务 / take the phone task first")
    return Problem(
        409, "phone-task-closed", "该电话任务已结束或不再需要 / the phone task is done, or no call is needed any more"
    )
