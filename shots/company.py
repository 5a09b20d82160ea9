"""A company with half a year behind it, for the pages about figures: six recruiters, two of whom cancelled too often by mistake."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from api import passwords
from db import accounts, appraisal_policies, sample
from db.appraisal_policies import Proposal
from db.seed import ROOT
from db.tables import organisations, policies, users
from domain.appraisal_policy import PolicyState
from shots import past

GROUP, TEAM = "chenxing", "chenxing-east"
HR, LEAD, MANAGER = "helin", "zhoumin", "guotao"
FIRST, HASTY, ONCE_HASTY, CAREFUL = "linxiao", "mateng", "sunhao", "xunuo"
_RECRUITERS = (
    (FIRST, "林晓", "Lin Xiao"),
    (ONCE_HASTY, "孙浩", "Sun Hao"),
    (CAREFUL, "许诺", "Xu Nuo"),
    (HASTY, "马腾", "Ma Teng"),
    ("gaojie", "高洁", "Gao Jie"),
    ("tangwei", "唐薇", "Tang Wei"),
)
_OTHERS = (
    (HR, GROUP, "hrops", "何琳", "He Lin"),
    (LEAD, GROUP, "hrops", "周敏", "Zhou Min"),
    (MANAGER, TEAM, "manager", "郭涛", "Guo Tao"),
)


async def write(engine: AsyncEngine, password: str) -> None:
    """Its people, who sign in with this password, its policies and its interviews; and the sample company's people sign in, too."""
    hashed, today = await passwords.hashed(password), datetime.now(UTC).date()
    async with engine.begin() as conn:
        await _people(conn)
        await _policies(conn, past.months(today)[0])
        for login in (sample.HR, *(login for login, *_ in _OTHERS), *(login for login, *_ in _RECRUITERS)):
            await accounts.set_password(conn, login, hashed, datetime.now(UTC))
        told = past.rows(TEAM, [login for login, *_ in _RECRUITERS], {ONCE_HASTY: (1, 2), HASTY: (3, 4, 5)}, today)
        for table, rows in told.items():
            await conn.execute(insert(table), rows)


async def _people(conn: AsyncConnection) -> None:
    for path, zh, en in (([GROUP], "晨星科技", "Chenxing"), ([GROUP, TEAM], "华东招聘组", "East team")):
        parent = path[-2] if len(path) > 1 else None
        row = {"id": path[-1], "parent_id": parent, "path": path, "name": zh, "name_en": en, "phone": "021-50001000"}
        await conn.execute(insert(organisations).values(**row))
    recruiters = [(login, TEAM, "recruiter", zh, en) for login, zh, en in _RECRUITERS]
    for login, organisation, role, zh, en in (*_OTHERS, *recruiters):
        row = {"login": login, "organisation_id": organisation, "role": role, "name": zh, "name_en": en}
        await conn.execute(insert(users).values(**row, email=f"{login}@chenxing.example", locale="zh-CN"))


async def _policies(conn: AsyncConnection, first: date) -> None:
    """The demo's, and the appraisal policy that the system comes with, agreed to by two people of the company."""
    newest = select(policies.c.data).where(policies.c.organisation_id == ROOT).order_by(policies.c.version.desc())
    data: Any = (await conn.execute(newest.limit(1))).scalar_one()
    since = datetime(2020, 1, 1, tzinfo=UTC)
    whole = {**data, "notice_hours": 24, "timezone": "Asia/Shanghai"}
    await conn.execute(insert(policies).values(organisation_id=GROUP, version=1, valid_from=since, data=whole))
    theirs = (await appraisal_policies.in_force(conn, ROOT, datetime.now(UTC).date())).policy
    wanted = Proposal(GROUP, theirs, first, "年度考核方案", HR)
    id = await appraisal_policies.propose(conn, wanted, datetime(first.year, first.month, 1, tzinfo=UTC))
    assert id is not None
    at = datetime(first.year, first.month, 1, tzinfo=UTC)
    await appraisal_policies.decide(conn, id, PolicyState.APPROVED, LEAD, "同意", at)
