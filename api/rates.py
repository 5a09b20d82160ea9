"""GET /rates and PUT /rates/{queue}: how fast each provider is sent to, set by administrators while everything runs."""

from datetime import datetime
from typing import Annotated, Literal

import structlog
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

import upkeep
from api.bodies import Body
from api.context import Caller, Connected
from api.documented import refusals
from api.problems import Problem
from db.people import User
from domain.terms import Role

router = APIRouter(prefix="/api/v1/rates", tags=["operations"], responses=refusals((400, 401, 403, 413, 422, 503)))
_log = structlog.get_logger()

PerSecond = Annotated[float, Field(strict=True, ge=0.1, le=1000, allow_inf_nan=False)]


class RateBody(Body):
    """PUT /rates/{queue}: sends per second, from 0.1 to 1000; null lifts the limit."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"per_second": 5}, {"per_second": None}]})

    per_second: PerSecond | None


class RateView(BaseModel):
    """A provider queue's rate; null is no limit of ours. `set_by` is a login, or command-line."""

    queue: str
    per_second: float | None
    set_at: datetime | None
    set_by: str


class Rates(BaseModel):
    """The rates of all providers' queues."""

    items: list[RateView]


@router.get("")
async def listed(app: Connected, user: Caller) -> Rates:
    """The rates in force. Each is kept by Temporal for all workers together."""
    _only_administrators(user)
    return Rates(items=[_view(rate) for rate in await upkeep.get_rates(app.client)])


@router.put("/{queue}")
async def put(queue: Literal["sms", "email"], body: RateBody, app: Connected, user: Caller) -> RateView:
    """Set a rate or lift it; it holds from the next send on, and urgent notices still go first."""
    _only_administrators(user)
    rate = await upkeep.set_rate(app.client, queue, body.per_second, user.login)
    _log.info("rate set", queue=queue, per_second=body.per_second, by=user.login)
    return _view(rate)


def _only_administrators(user: User) -> None:
    if user.role is not Role.ADMIN:
        raise Problem(403, "only-administrators", "仅管理员可操作 / for administrators only")


def _view(rate: upkeep.Rate) -> RateView:
    return RateView.model_validate(rate, from_attributes=True)
