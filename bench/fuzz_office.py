"""The fuzzed system's everyday life: interviews arranged, letters read, so that the fuzz finds things to aim at."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

import httpx2
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.fuzz_cases import World
from db.people import keep_token, user_of
from db.tables_interview import notices

_LINK = re.compile(r"/c/([A-Za-z0-9_-]{32})")
_NEW = 8  # interviews per round
_ACTIONS: tuple[tuple[str, Any], ...] = (
    ("confirm", None),
    ("cancel", {"reason_detail": "岗位冻结", "party": "company"}),
    ("cancel", {"reason_detail": "候选人突发高烧，无法参加", "party": "candidate"}),
)


async def tokens(engine: AsyncEngine) -> dict[str, str]:
    """API tokens of HR operations and of a recruiter."""
    made = {}
    for login in ("hrops", "zhangsan"):
        async with engine.begin() as conn:
            user = await user_of(conn, login)
            assert user is not None
            made[login] = uuid4().hex
            await keep_token(conn, user, made[login], datetime.now(UTC), 1)
    return made


async def goes_on(http: httpx2.AsyncClient, mail: httpx2.AsyncClient, world: World, chance: Random) -> None:
    """New interviews for staff to act on, some confirmed or cancelled already, and others for their candidates to."""
    for at in range(_NEW):
        address = f"fuzz-{uuid4().hex}@example.com"
        created = await _post(http, world, "", _wish(address, chance))
        if at % 2:
            world.links += await _links(mail, address)
            continue
        world.interviews.append(created["id"])
        action, body = chance.choice((*_ACTIONS, ("", None)))
        if action:
            await _post(http, world, f"/{created['id']}/{action}", body)
    world.messages = [row["id"] for row in (await _page(http, world, "/inbox", "zhangsan", 10))["items"]]
    for path in ("/interviews", "/cancellations", "/inbox"):
        if cursor := (await _page(http, world, path, "hrops" if path != "/inbox" else "zhangsan", 1))["next"]:
            world.cursors[f"/api/v1{path}"] = cursor


async def notice_ids(engine: AsyncEngine) -> list[str]:
    """Notices that were sent: what receipts are about."""
    query = select(notices.c.id).order_by(notices.c.created_at.desc()).limit(20)
    async with engine.connect() as conn:
        return [str(id) for id in (await conn.execute(query)).scalars()]


def _wish(address: str, chance: Random) -> dict[str, Any]:
    at = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=chance.randrange(2, 200))
    candidate = {"name": "王明", "phone": f"+86139{chance.randrange(10**8):08}", "email": address, "locale": "zh-CN"}
    wish = {"candidate": candidate, "position": "后端工程师", "starts_at": at.isoformat(), "duration_minutes": 45}
    return wish | {"timezone": "Asia/Shanghai", "recruiter": "zhangsan"}


def _as(world: World, login: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {world.tokens[login]}"}


async def _links(mail: httpx2.AsyncClient, address: str) -> list[str]:
    """The link in the candidate's invitation, if that comes soon."""
    for _ in range(100):
        letters = (await mail.get("/sandbox/messages", params={"to": address})).json()["items"]
        if found := [link[1] for letter in letters if (link := _LINK.search(letter["body"]))]:
            return found[:1]
        await asyncio.sleep(0.05)
    return []


async def _page(http: httpx2.AsyncClient, world: World, path: str, login: str, limit: int) -> dict[str, Any]:
    answer = await http.get(f"/api/v1{path}", params={"limit": limit}, headers=_as(world, login))
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


async def _post(http: httpx2.AsyncClient, world: World, path: str, body: Any) -> dict[str, Any]:
    answer = await http.post(f"/api/v1/interviews{path}", json=body, headers=_as(world, "hrops"))
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found
