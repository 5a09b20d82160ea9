"""A preview of hundreds of interviews asks the database two questions, however many they are, and holds nobody else up."""

import importlib
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from api.bulk_preview import Said, preview
from db.people import user_of
from domain.bulk import BulkAction, Wish
from domain.terms import Audience, Party
from tests.activities.build import AT, kept, opened, reminded, written

FROZEN = Wish(BulkAction.CANCEL, "zhangsan", Audience.RECRUITER, Party.COMPANY, "E_REQ_FROZEN")
_MANY = 40


async def _invited(engine: AsyncEngine, how_many: int) -> list[UUID]:
    ids: list[UUID] = []
    for nth in range(how_many):
        state = await kept(engine, f"+8613912{nth:06d}", f"bulk{nth}@example.com")
        first = opened(state)
        await written(engine, first)
        await written(engine, reminded(first.state))
        ids.append(UUID(state.interview_id))
    return ids


async def test_two_statements_for_all_of_them(engine: AsyncEngine) -> None:
    ids = await _invited(engine, _MANY)
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


async def test_whatever_takes_its_time_leaves_the_event_loop_to_others(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two thousand interviews take a second to read, to decide and to word."""
    at: dict[str, set[int]] = {}

    def watched(name: str, does: Callable[..., Any]) -> Callable[..., Any]:
        def watch(*args: Any) -> Any:
            at.setdefault(name, set()).add(threading.get_ident())
            return does(*args)

        return watch

    for name in ("db.bulk_selection._read", "api.bulk_preview.outlook", "api.bulk_preview.letter"):
        module, _, function = name.rpartition(".")
        monkeypatch.setattr(name, watched(function, getattr(importlib.import_module(module), function)))
    ids = await _invited(engine, 2)
    async with engine.connect() as conn:
        user = await user_of(conn, "zhangsan")
        assert user is not None
        found = await preview(conn, user, ids, FROZEN, Said("岗位冻结", ""), 120, AT + timedelta(hours=2))
    assert found.done == 2
    assert set(at) == {"_read", "outlook", "letter"}
    assert all(threading.get_ident() not in threads for threads in at.values())
