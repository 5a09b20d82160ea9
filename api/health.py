"""GET /healthz: whether PostgreSQL, Temporal and a worker answer, each asked at the same time and not for long."""

import asyncio
from collections.abc import Awaitable
from typing import Literal, TypeVar

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from temporalio.service import RPCError

from api.context import App, Connected
from starter import worker_answers

router = APIRouter(tags=["operations"])
_PROBE_SECONDS = 2.0
_Answer = TypeVar("_Answer")


class Parts(BaseModel):
    """Which part answers."""

    postgres: bool
    temporal: bool
    worker: bool


class Health(BaseModel):
    """ok when every part answers; starting until that was so once in this process, degraded after it, with the parts."""

    status: Literal["ok", "starting", "degraded"]
    parts: Parts | None = None


@router.get(
    "/healthz",
    response_model_exclude_none=True,
    responses={503: {"model": Health, "description": "a part does not answer"}},
)
async def healthz(request: Request, response: Response, app: Connected) -> Health:
    """200 when everything that an interview needs answers, else 503 with what does not."""
    worker, postgres = await asyncio.gather(_soon(worker_answers(app.client)), _soon(_select(app)))
    parts = Parts(postgres=postgres is True, temporal=worker is not None, worker=worker is True)
    if parts.postgres and parts.temporal and parts.worker:
        request.app.state.was_healthy = True
        return Health(status="ok")
    response.status_code = 503
    was_healthy = getattr(request.app.state, "was_healthy", False)
    return Health(status="degraded" if was_healthy else "starting", parts=parts)


async def _select(app: App) -> bool:
    async with app.engine.connect() as conn:
        await conn.execute(text("SELECT 1"))
    return True


async def _soon(probe: Awaitable[_Answer]) -> _Answer | None:
    """The probe's answer, None when there is none in time; one that hangs is let go of, not waited for."""
    task = asyncio.ensure_future(probe)
    await asyncio.wait({task}, timeout=_PROBE_SECONDS)
    if not task.done():
        task.cancel()
        return None
    try:
        return task.result()
    except (RPCError, SQLAlchemyError, TimeoutError, OSError, RuntimeError):
        return None
