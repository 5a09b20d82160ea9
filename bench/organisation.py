"""The benchmark's own organisation: outside the group's tree, the group's policy at any hour and a survey without delay, one recruiter."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bench.policies import at_any_hour
from db.people import keep_token, policy_of, user_of
from db.tables import organisations, policies, users
from domain import keys
from domain.policy import Policy
from domain.state import State
from domain.terms import Channel

NAME = "bench"
_DAYS_AHEAD = 3
_TOKEN_DAYS = 1.0


@dataclass(frozen=True)
class Organisation:
    """Whose interviews the benchmark plays: its effective policy, and an API token of its recruiter."""

    policy: Policy
    token: str

    def interview(self) -> State:
        """A new interview in three days, so that both reminders are armed; its candidate has a phone and an address."""
        id = keys.interview_id(NAME, NAME, uuid4().hex)
        return State(
            interview_id=id,
            organisation=NAME,
            recruiter=NAME,
            headline="测*试 · 后端工程师",
            locale=self.policy.locale,
            policy=self.policy,
            starts_at=datetime.now(UTC).replace(microsecond=0) + timedelta(days=_DAYS_AHEAD),
            minutes=45,
            timezone="Asia/Shanghai",
            reach=[Channel.SMS, Channel.EMAIL, Channel.INBOX],
            created_by=NAME,
            command_id=keys.command_id(id, NAME, "create", "row"),
        )


async def organisation(conn: AsyncConnection) -> Organisation:
    """The organisation's rows are written when missing."""
    own = {"id": NAME, "path": [NAME], "name": "压测公司", "name_en": "Bench", "phone": "021-50000000"}
    await conn.execute(insert(organisations).values(own).on_conflict_do_nothing())
    policy = {
        "organisation_id": NAME,
        "version": 1,
        "valid_from": datetime(2020, 1, 1, tzinfo=UTC),
        "data": {**await at_any_hour(conn), "survey_delay_minutes": 0, "surveys": None},
    }
    await conn.execute(insert(policies).values(policy).on_conflict_do_nothing())
    person = {
        "login": NAME,
        "organisation_id": NAME,
        "locale": "zh-CN",
        "name": "压测",
        "name_en": "Bench",
        "role": "recruiter",
        "email": "bench@mianyue.example",
    }
    await conn.execute(insert(users).values(person).on_conflict_do_nothing())
    user = await user_of(conn, NAME)
    assert user is not None
    token, now = uuid4().hex, datetime.now(UTC)
    await keep_token(conn, user, token, now, _TOKEN_DAYS)
    return Organisation(await policy_of(conn, NAME, now), token)
