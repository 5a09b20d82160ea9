"""The demo's organisations and users: three subsidiaries, their recruiters, and HR operations of the group; rules for a demo."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables import organisations, policies, users

ROOT = "mianyue"
ORGANISATIONS = (
    ("mianyue-sh", "面约上海", "Mianyue Shanghai", "021-50000000"),
    ("mianyue-sz", "面约深圳", "Mianyue Shenzhen", "0755-20000000"),
    ("mianyue-us", "面约美国", "Mianyue US", "+1 202-555-0100"),
)
USERS = (
    ("zhangsan", "mianyue-sh", "张三", "Zhang San", "recruiter", "zh-CN"),
    ("wangfang", "mianyue-sh", "王芳", "Wang Fang", "recruiter", "zh-CN"),
    ("lisi", "mianyue-sz", "李四", "Li Si", "recruiter", "zh-CN"),
    ("zhaolei", "mianyue-us", "赵磊", "Leo Zhao", "recruiter", "en"),
    ("chenjing", "mianyue-sh", "陈静", "Chen Jing", "manager", "zh-CN"),
    ("hrops", ROOT, "HR 运营", "HR operations", "hrops", "zh-CN"),
    ("admin", ROOT, "管理员", "Administrator", "admin", "zh-CN"),
)

TIMED_LIMITS = ("quiet_hours", "per_minute", "per_hour", "per_day", "identical_minutes")


async def seed(conn: AsyncConnection, password_hash: str | None = None) -> None:
    """Write what is missing; what is there stays as it is. `password_hash`: of the password that the demo's users begin with."""
    rows = [
        {"id": id, "parent_id": ROOT, "path": [ROOT, id], "name": name, "name_en": name_en, "phone": phone}
        for id, name, name_en, phone in ORGANISATIONS
    ]
    await conn.execute(insert(organisations).on_conflict_do_nothing(), rows)
    people = [
        {
            "login": login,
            "organisation_id": organisation,
            "name": name,
            "name_en": name_en,
            "role": role,
            "email": f"{login}@mianyue.example",
            "locale": locale,
        }
        for login, organisation, name, name_en, role, locale in USERS
    ]
    await conn.execute(insert(users).on_conflict_do_nothing(), people)
    if password_hash is not None:
        own = users.c.login.in_([login for login, *_ in USERS]) & users.c.password_hash.is_(None)
        await conn.execute(update(users).where(own).values(password_hash=password_hash, password_set_at=func.now()))


async def loosen(conn: AsyncConnection, limits: Sequence[str]) -> None:
    """A policy version of the root without these limits of the channel rules, for demos and tests that run at any hour."""
    newest = select(policies).where(policies.c.organisation_id == ROOT).order_by(policies.c.version.desc()).limit(1)
    row = (await conn.execute(newest)).one()
    data = without(row.data, limits)
    if data == row.data:
        return
    version = {"organisation_id": ROOT, "version": row.version + 1, "valid_from": row.valid_from}
    await conn.execute(insert(policies).values(**version, data=data))


def without(data: dict[str, Any], limits: Sequence[str]) -> dict[str, Any]:
    """A copy of a policy's data without these limits of its channel rules."""
    rules = deepcopy(data["channel_rules"])
    for profile in (*rules["sms"].values(), rules["email"]):
        for limit in limits:
            profile.pop(limit, None)
    return {**data, "channel_rules": rules}
