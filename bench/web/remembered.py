"""What the workflows of the interviews still to come would have written down last: their state, by which a bulk foresees what it does."""

from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from db.people import policy_of
from db.seed import ROOT
from domain.state import State
from domain.terms import Channel, Locale, Stage

_STATE = TypeAdapter(State)
# Of one who asks for another time the request is remembered, too.
_WRITE = """
INSERT INTO audit (organisation_id, interview_id, key, action, actor, revision, at, details, nth, change)
SELECT organisation_id, id, 'r1:remind:1440', 'remind:1440', 'system', 1, updated_at, '{}', 9, jsonb_build_object('state',
       CAST(:state AS jsonb) || jsonb_build_object('interview_id', id, 'organisation', organisation_id, 'recruiter', recruiter,
       'starts_at', starts_at, 'stage', stage, 'revision', revision, 'request', CASE stage WHEN 'reschedule_requested' THEN
       jsonb_build_object('by', 'candidate', 'at', updated_at, 'prior', 'invited') END))
FROM interviews WHERE starts_at > now() AND closed_at IS NULL
"""


async def write(conn: AsyncConnection) -> None:
    """Write it for all of them in the caller's transaction."""
    at = datetime.now(UTC)
    state = State(
        interview_id="",
        organisation="",
        recruiter="",
        headline="王*明",
        locale=Locale.ZH,
        policy=await policy_of(conn, ROOT, at),
        starts_at=at,
        minutes=45,
        timezone="Asia/Shanghai",
        reach=[Channel.SMS, Channel.EMAIL],
        stage=Stage.INVITED,
    )
    known: dict[str, Any] = {"state": _STATE.dump_json(state).decode()}
    await conn.execute(text(_WRITE), known)
