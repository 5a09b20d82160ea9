"""Who asks in `./run bench web`: signed in at the console and with an API token, with interviews to ask about."""

import html
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx2
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.web.asks import Ask
from bench.web.crowd import PASSWORD
from db.interviews import visible
from db.people import keep_token, user_of
from db.tables_interview import cancellation_log, interviews
from demo.doors import Candidate, Doors

_NEXT = re.compile(r'rel="next" href="([^"]+)"')
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_TOKEN_DAYS = 1


class Refused(Exception):
    """An answer of 400 or above, where a page was wanted."""


@dataclass(frozen=True)
class Visitor:
    """One client, its login (empty: nobody), and ids of interviews that it sees."""

    login: str
    http: httpx2.AsyncClient
    open: str = ""
    cancelled: str = ""

    async def ask(self, ask: Ask, path: str, opens: str = "") -> tuple[float, httpx2.Response]:
        """One request: seconds until its whole answer is here. Raises: Refused for an answer that is none."""
        headers = {"HX-Request": "true"} if ask.partial else {}
        fields = dict(ask.form) if ask.form is not None else {}
        if ask.opens:
            fields |= await self._hidden(opens, path)
        begun = time.perf_counter()
        if ask.form is None:
            answer = await self.http.get(path, headers=headers)
        elif ask.api:
            answer = await self.http.post(path, json=fields)
        else:
            answer = await self.http.post(path, data=fields, headers=headers)
        seconds = time.perf_counter() - begun
        if answer.status_code >= 400:
            raise Refused(f"{answer.request.method} {path}: {answer.status_code}")
        return seconds, answer

    async def _hidden(self, opens: str, action: str) -> dict[str, str]:
        """The hidden fields of a page's form for this action; else of the page's own form, else of its first one."""
        text = (await self.http.get(opens)).text
        form = next((rest for place in (action, opens) if (rest := text.partition(f' action="{place}"')[2])), text)
        return {name: html.unescape(value) for name, value in _HIDDEN.findall(form.partition("</form>")[0])}

    async def further(self, ask: Ask, path: str) -> str:
        """The address that is `ask.hops` pages on, or the last page."""
        for _ in range(ask.hops):
            found = _NEXT.search((await self.ask(ask, path))[1].text)
            if found is None:
                break
            path = html.unescape(found[1])
        return path


async def visitor(base: str, engine: AsyncEngine, login: str) -> Visitor:
    """Signed in at both doors. Raises: SystemExit when the console does not let in."""
    http = httpx2.AsyncClient(base_url=base, timeout=60, trust_env=False)
    if not login:
        return Visitor(login, http)
    answer = await http.post("/console/signin", data={"login": login, "password": PASSWORD})
    if answer.status_code != 303:
        raise SystemExit(f"{login} cannot sign in: {answer.status_code}")
    token = f"bench-{uuid4().hex}"
    http.headers["Authorization"] = f"Bearer {token}"
    async with engine.begin() as conn:
        user = await user_of(conn, login)
        assert user is not None
        await keep_token(conn, user, token, datetime.now(UTC), _TOKEN_DAYS)
        first = visible(user, interviews.c.id).order_by(interviews.c.stage != "confirmed", interviews.c.id).limit(1)
        ahead = (await conn.execute(first)).scalar_one()
        cancelled = first.where(interviews.c.id.in_(select(cancellation_log.c.interview_id)))
        gone = (await conn.execute(cancelled)).scalar_one()
    return Visitor(login, http, str(ahead), str(gone))


class Arrivals:
    """New interviews with running workflows, one for each request that changes something."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    async def fresh(self) -> Candidate:
        """An interview of zhangsan's in three days."""
        number = uuid4().int % 10**8
        view = await self._doors.post(
            "zhangsan",
            "/interviews",
            candidate={
                "name": "白露",
                "phone": f"+86139{number:08}",
                "email": f"b{number}@example.com",
                "locale": "zh-CN",
            },
            position="数据分析师",
            starts_at=(datetime.now(UTC) + timedelta(days=3)).isoformat(timespec="seconds"),
            duration_minutes=30,
            timezone="Asia/Shanghai",
        )
        return Candidate(self._doors, view)

    async def link(self) -> str:
        """The token in a new candidate's mail."""
        candidate = await self.fresh()
        await candidate.receives("email")
        return candidate.link.rpartition("/")[2]
