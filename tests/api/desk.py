"""A signed-in user at work: arranges interviews and talks to the API over HTTP."""

import itertools
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from db import people
from db.tables import organisations, users

Json = dict[str, Any]
_numbers = itertools.count(1)


def ahead(**span: float) -> str:
    """An instant that far from now, as the API takes it."""
    return (datetime.now(UTC) + timedelta(**span)).replace(microsecond=0).isoformat()


def wish(**changes: Any) -> Json:
    """A request for an interview in three days, with somebody never seen before."""
    number = next(_numbers)
    candidate = {
        "name": "王小明",
        "phone": f"+861390{number:07d}",
        "email": f"c{number}@example.com",
        "locale": "zh-CN",
    }
    body: Json = {
        "candidate": candidate | changes.pop("candidate", {}),
        "position": "后端开发工程师",
        "starts_at": ahead(days=3, seconds=number),
        "duration_minutes": 45,
        "timezone": "Asia/Shanghai",
        "join_url": "https://meet.example.com/i/1",
    }
    return body | changes


class Desk:
    """One user and their HTTP client."""

    def __init__(self, login: str, http: httpx2.AsyncClient) -> None:
        self.login, self.http = login, http

    async def get(self, path: str, params: Any = None, **headers: str) -> httpx2.Response:
        """GET below /api/v1."""
        return await self.http.get(f"/api/v1{path}", params=params, headers=headers)

    async def post(self, path: str, body: Any = None, key: str | None = None) -> httpx2.Response:
        """POST below /api/v1."""
        headers = {"Idempotency-Key": key} if key is not None else {}
        return await self.http.post(f"/api/v1{path}", json=body, headers=headers)

    async def arrange(self, **changes: Any) -> str:
        """A new interview; its id."""
        answer = await self.post("/interviews", wish(**changes))
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def act(self, id: str, action: str, body: Any = None, key: str | None = None) -> Json:
        """A command that succeeds; its answer."""
        answer = await self.post(f"/interviews/{id}/{action}", body, key)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def cancel(self, id: str, **changes: Any) -> Json:
        """Cancel for a frozen position, unless told otherwise; the log row."""
        return await self.act(id, "cancel", {"reason_detail": "岗位冻结", "party": "company"} | changes)

    async def page(self, path: str, params: Any = None) -> Json:
        """A list's answer."""
        answer = await self.get(path, params)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


async def hire(engine: AsyncEngine, login: str, organisation: str, role: str = "recruiter") -> None:
    """Somebody new, in an organisation that is founded below the group when it is missing."""
    home = {"id": organisation, "parent_id": "mianyue", "path": ["mianyue", organisation], "name": organisation}
    person = {"login": login, "organisation_id": organisation, "name": login, "name_en": login, "role": role}
    async with engine.begin() as conn:
        await conn.execute(insert(organisations).values(home | {"name_en": organisation}).on_conflict_do_nothing())
        row = insert(users).values(person | {"email": f"{login}@mianyue.example", "locale": "zh-CN"})
        await conn.execute(row.on_conflict_do_nothing())


async def token_of(engine: AsyncEngine, login: str) -> str:
    """A new API token."""
    made = secrets.token_urlsafe(32)
    async with engine.begin() as conn:
        user = await people.user_of(conn, login)
        assert user is not None
        await people.keep_token(conn, user, made, datetime.now(UTC), 1)
    return made
