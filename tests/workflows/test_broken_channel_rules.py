"""Stories of channel rules that somebody stored with a mistake: the candidate is told all the same, by the built-in rules (P1)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert

from db.tables import organisations, policies, users
from domain.terms import Channel, NoticeKind
from tests.workflows.life import states
from tests.workflows.world import World

BROKEN: list[Any] = [
    "nonsense",
    {"email": {"per_day": 50}},
    {"sms": {"": {}, "+86": {"quiet_hours": {"from": "25:00"}}}, "email": {}},
]
BY_SMS = {NoticeKind.SURVEY: [[Channel.SMS]], NoticeKind.CANCELLED: [[Channel.SMS], [Channel.EMAIL]]}


async def recruiter_under(world: World, rules: Any) -> str:
    """A recruiter of a new subsidiary whose policy has these channel rules."""
    id = f"sub-{uuid4().hex[:12]}"
    names = {"name": "面约测试", "name_en": "Mianyue Test"}
    person = {"login": f"r-{id}", "organisation_id": id, "role": "recruiter", "email": f"{id}@mianyue.example"}
    version = {"organisation_id": id, "version": 1, "valid_from": datetime.now(UTC) - timedelta(days=1)}
    async with world.engine.begin() as conn:
        row = {"id": id, "parent_id": "mianyue", "path": ["mianyue", id], "phone": "021-50000000", **names}
        await conn.execute(insert(organisations).values(row))
        await conn.execute(insert(users).values(locale="zh-CN", **names, **person))
        await conn.execute(insert(policies).values(data={"channel_rules": rules}, **version))
    return f"r-{id}"


@pytest.mark.parametrize("rules", BROKEN)
async def test_an_interview_is_cancelled_and_told_although_the_channel_rules_cannot_be_read(
    world: World, rules: Any
) -> None:
    life = await world.invite(recruiter=await recruiter_under(world, rules))
    await life.settled()
    await life.cancel()
    await life.settled()
    assert states(await life.notices("invite")) == {"email": "accepted"}
    told = states(await life.notices("cancelled"))
    assert told["email"] == "accepted"
    assert told["sms"] in ("accepted", "skipped")  # stopped only by the built-in quiet hours


@pytest.mark.parametrize("rules", [None, *BROKEN])
async def test_rules_that_are_missing_or_unreadable_do_not_switch_the_bans_off(world: World, rules: Any) -> None:
    """No survey by SMS to a mainland number, whatever an organisation's policy says by mistake."""
    life = await world.invite(
        recruiter=await recruiter_under(world, rules), email=False, number="+8613912345678", channels=BY_SMS
    )
    await life.settled()
    await life.cancel()
    await life.forward(timedelta(hours=2, minutes=1))
    await life.settled()
    [survey] = await life.notices("survey", channel="sms")
    assert (survey.state, survey.detail) == ("skipped", "rule:kind_forbidden")
