"""R4, R18: the log, the facts, the audit and the commands only ever grow; PostgreSQL itself refuses anything else."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from db import receipts
from domain.receipts import TWILIO, Receipt
from tests.activities.build import AT, cancelled, kept, opened, written

TABLES = ["cancellation_log", "kpi_facts", "audit", "commands", "receipts", "notice_decisions"]


async def sent_twice(engine: AsyncEngine, notice: UUID) -> None:
    """Receipts of two messages for one notice."""
    told = [Receipt(TWILIO, f"{notice}:{sid}", notice, sid, "sent", "", AT) for sid in ("SM1", "SM2")]
    async with engine.begin() as conn:
        assert (await receipts.apply(conn, told, AT, "only-for-tests")).new == 2


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("verb", ["UPDATE {} SET organisation_id = 'mianyue'", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
async def test_nobody_rewrites_history(engine: AsyncEngine, table: str, verb: str) -> None:
    state = await kept(engine)
    first = opened(state)
    await written(engine, first)
    await written(engine, cancelled(first.state))
    await sent_twice(engine, UUID(first.notices[0].id))
    async with engine.connect() as conn:
        before = (await conn.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one()
        assert before > 0
        with pytest.raises(IntegrityError, match="append-only"):
            await conn.execute(text(verb.format(table)))
        await conn.rollback()
        assert (await conn.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one() == before
