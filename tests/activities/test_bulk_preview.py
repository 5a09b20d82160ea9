"""A preview of hundreds of interviews asks the database two questions, however many they are."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from api.bulk_preview import Said, preview
from db.people import user_of
from domain.bulk import BulkAction, Wish
from domain.terms import Audience, Party
from tests.activities.build import AT, kept, opened, reminded, written

FROZEN = Wish(BulkAction.CANCEL, "zhangsan", Audience.RECRUITER, Party.COMPANY, "E_REQ_FROZEN")
_MANY = 40


async def test_two_statements_for_all_of_them(engine: AsyncEngine) -> None:
    ids: list[UUID] = []
    for nth in range(_MANY):
        state = await kept(engine, f"+8613912{nth:06d}", f"bulk{nth}@example.com")
        first = opened(state)
        await written(engine, first)
        await written(engine, reminded(first.state))
        ids.append(UUID(state.interview_id))
    asked: list[str] = []

    def heard(conn: Any, cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    async with engine.connect() as conn:
        user = await user_of(conn, "zhangsan")
        assert user is not None
        event.listen(engine.sync_engine, "before_cursor_execute", heard)
        found = await preview(conn, user, ids, FROZEN, Said("岗位冻结", ""), 120, AT + timedelta(hours=2))
        event.remove(engine.sync_engine, "before_cursor_execute", heard)
    assert len(asked) == 2
    assert (found.total, found.done, found.seconds) == (_MANY, _MANY, _MANY // 2)
    assert {(n.channel, n.count) for n in found.notices} == {("sms", _MANY), ("email", _MANY), ("inbox", _MANY)}
    assert len(found.samples) == 3
