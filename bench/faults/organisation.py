"""Whose interviews the faults strike: an organisation with short waits, messages on both channels, at any hour."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bench.policies import at_any_hour
from db.people import keep_token, policy_of, user_of
from db.tables import organisations, policies, users
from domain.policy import Policy

NAME = "bench-faults"
RUNG_MINUTES, GRACE_MINUTES = 60, 30
# Real minutes: an unknown send waits 3 s for its receipt, an accepted one 12 s, then the next step is taken; what may soon be
# possible is waited for 6 s.
WAIT, UNKNOWN, HOLD = 0.2, 0.05, 0.1
_TOKEN_DAYS = 1.0


@dataclass(frozen=True)
class Organisation:
    """The effective policy, and an API token of the recruiter."""

    policy: Policy
    token: str


async def organisation(conn: AsyncConnection) -> Organisation:
    """The organisation's rows, written once."""
    own = {"id": NAME, "path": [NAME], "name": "故障测试公司", "name_en": "Fault tests", "phone": "021-50000000"}
    await conn.execute(insert(organisations).values(own).on_conflict_do_nothing())
    policy: dict[str, Any] = {"organisation_id": NAME, "version": 1, "valid_from": datetime(2020, 1, 1, tzinfo=UTC)}
    await conn.execute(
        insert(policies).values(policy | {"data": _impatient(await at_any_hour(conn))}).on_conflict_do_nothing()
    )
    person = {"login": NAME, "organisation_id": NAME, "locale": "zh-CN", "name": "压测", "name_en": "Bench"}
    more = {"role": "recruiter", "email": "bench@mianyue.example"}
    await conn.execute(insert(users).values(person | more).on_conflict_do_nothing())
    user = await user_of(conn, NAME)
    assert user is not None
    token, now = uuid4().hex, datetime.now(UTC)
    await keep_token(conn, user, token, now, _TOKEN_DAYS)
    return Organisation(await policy_of(conn, NAME, now), token)


def _impatient(data: dict[str, Any]) -> dict[str, Any]:
    """The group's policy with short waits and one reminder."""
    reminders = [{"minutes": RUNG_MINUTES, "grace_minutes": GRACE_MINUTES}]
    waits = {"wait_minutes_near": WAIT, "wait_minutes": WAIT, "unknown_minutes": UNKNOWN, "hold_minutes": HOLD}
    return {**data, "reminders": reminders, "delivery": {**data["delivery"], **waits}}
