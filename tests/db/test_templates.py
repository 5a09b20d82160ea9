"""R23, design rule 8: wording is versioned data of an organisation, inherited by those below, and saved by one at a time."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from db import templates
from db.addressees import _BY_INTERVIEW, addressees
from domain.terms import Locale
from domain.wording import LANGUAGES
from domain.wording_facts import Draft
from tests.activities.build import kept, opened, written
from tests.db.test_policy_inheritance import subsidiary

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CASE, ZH, EN = "cancelled/company", Locale.ZH, Locale.EN


def worded(lead: str) -> Draft:
    return replace(LANGUAGES[ZH].drafts[CASE], lead=lead)


async def save(conn: AsyncConnection, organisation: str, draft: Draft | None, replaces: int = 0) -> int | None:
    saved = await templates.save(conn, organisation, CASE, ZH, draft, replaces, "hrops", NOW)
    return saved.version if saved is not None else None


async def lead(conn: AsyncConnection, organisation: str) -> str | None:
    effective, _ = await templates.in_force(conn, organisation)
    found = effective.get((CASE, ZH))
    return found.draft.lead if found is not None and found.draft is not None else None


async def test_the_nearest_organisation_with_a_wording_of_its_own_wins(engine: AsyncEngine) -> None:
    async with engine.begin() as conn:
        top = await subsidiary(conn, "mianyue")
        middle = await subsidiary(conn, "mianyue", top)
        leaf = await subsidiary(conn, "mianyue", top, middle)
        sister = await subsidiary(conn, "mianyue")
        assert await lead(conn, leaf) is None
        assert await save(conn, top, worded("总部")) == 1
        assert await lead(conn, leaf) == "总部"
        assert await save(conn, leaf, worded("门店")) == 1
        assert (await lead(conn, leaf), await lead(conn, middle), await lead(conn, sister)) == ("门店", "总部", None)
        assert await save(conn, middle, None) == 1, "null inherits from above"
        assert await lead(conn, middle) == "总部"
        assert await save(conn, leaf, None, replaces=1) == 2
        assert await lead(conn, leaf) == "总部"
        assert await save(conn, top, worded("总部，新"), replaces=1) == 2
        assert await lead(conn, leaf) == "总部，新"
        effective, own = await templates.in_force(conn, leaf)
    assert (effective[CASE, ZH].organisation, effective[CASE, ZH].version) == (top, 2)
    assert (own[CASE, ZH].version, own[CASE, ZH].draft) == (2, None)
    assert (CASE, EN) not in effective


async def test_every_version_stays_on_record(engine: AsyncEngine) -> None:
    async with engine.begin() as conn:
        mine = await subsidiary(conn, "mianyue")
        for number, draft in enumerate((worded("一"), None, worded("三"))):
            assert await save(conn, mine, draft, replaces=number) == number + 1
        versions = await templates.history(conn, mine, CASE, ZH)
        assert await templates.history(conn, mine, CASE, EN) == []
    assert [(v.version, v.draft.lead if v.draft else None) for v in versions] == [(3, "三"), (2, None), (1, "一")]
    assert versions[0].created_by == "hrops"
    async with engine.connect() as conn:
        with pytest.raises(IntegrityError, match="append-only"):
            await conn.execute(text("UPDATE templates SET draft = NULL"))


@pytest.mark.parametrize("replaces", [0, 2, 999_999])
async def test_a_version_that_does_not_follow_the_newest_is_not_written(engine: AsyncEngine, replaces: int) -> None:
    async with engine.begin() as conn:
        mine = await subsidiary(conn, "mianyue")
        assert await save(conn, mine, worded("一")) == 1
        assert await save(conn, mine, worded("二"), replaces) is None
        assert await lead(conn, mine) == "一"


async def test_of_twenty_saves_at_once_one_is_kept(engine: AsyncEngine) -> None:
    async with engine.begin() as conn:
        mine = await subsidiary(conn, "mianyue")

    async def attempt(n: int) -> int | None:
        async with engine.begin() as conn:
            return await save(conn, mine, worded(f"第{n}人"))

    saved = await asyncio.gather(*(attempt(n) for n in range(20)))
    assert [version for version in saved if version is not None] == [1]
    async with engine.connect() as conn:
        assert len(await templates.history(conn, mine, CASE, ZH)) == 1


async def test_a_notices_people_bring_the_wording_in_force_with_them(engine: AsyncEngine) -> None:
    state = await kept(engine)
    await written(engine, opened(state))
    id = UUID(state.interview_id)
    async with engine.connect() as conn:
        assert (await addressees(conn, id)).drafts == {}
        await save(conn, "mianyue-sh", worded("上海"))
        assert (await addressees(conn, id)).drafts == {(CASE, ZH): worded("上海")}
        await save(conn, "mianyue-sh", None, replaces=1)
        assert (await addressees(conn, id)).drafts == {}
        await conn.rollback()


async def test_a_wording_that_was_stored_in_another_form_holds_up_nothing(engine: AsyncEngine) -> None:
    state = await kept(engine)
    await written(engine, opened(state))
    async with engine.connect() as conn:
        unfillable = '{"subject": "{gone}", "lead": "", "rows": [], "body": [], "button": ""}'
        for case, data in (("gone", "null"), (CASE, '{"subject": 1}'), ("invite", unfillable)):
            row = text(
                'INSERT INTO templates (organisation_id, "case", locale, version, draft, created_by, created_at) '
                "VALUES ('mianyue-sh', :case, 'zh-CN', 1, CAST(:data AS jsonb), 'x', now())"
            )
            await conn.execute(row, {"case": case, "data": data})
        assert (await addressees(conn, UUID(state.interview_id))).drafts == {}
        await conn.rollback()


async def test_looking_for_the_wording_uses_the_index(engine: AsyncEngine) -> None:
    """It is part of every change that writes notices."""
    state = await kept(engine)
    await written(engine, opened(state))
    async with engine.connect() as conn:
        await _two_hundred_others(conn)
        await conn.execute(text("ANALYZE templates"))
        plan = "\n".join(row[0] for row in await conn.exec_driver_sql("EXPLAIN " + _sql(UUID(state.interview_id))))
        await conn.rollback()
    assert "uq_templates_organisation_id" in plan, plan
    assert "Seq Scan on templates" not in plan


async def _two_hundred_others(conn: AsyncConnection) -> None:
    """Sister companies with fifty templates each."""
    await conn.execute(
        text(
            "INSERT INTO organisations (id, parent_id, path, name, name_en) "
            "SELECT 'other-' || n, 'mianyue', ARRAY['mianyue', 'other-' || n], '', '' FROM generate_series(1, 200) n"
        )
    )
    await conn.execute(
        text(
            'INSERT INTO templates (organisation_id, "case", locale, version, draft, created_by, created_at) '
            "SELECT 'other-' || n, 'invite', 'zh-CN', v, '{}', 'x', now() FROM generate_series(1, 200) n, generate_series(1, 50) v"
        )
    )


def _sql(id: UUID) -> str:
    """The query as PostgreSQL gets it."""
    query = _BY_INTERVIEW.params(interview=id)
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    return str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
