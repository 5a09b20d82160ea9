"""Who acts in the stories of the candidate's page: a recruiter with the API, a candidate with a mailbox and a browser."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2
from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.testing import WorkflowEnvironment

from db.tables import audit, commands, metadata
from db.tables_interview import cancellation_log, surveys
from domain.keys import workflow_id
from tests.web.browser import Page

_LINK = re.compile(r"/c/([A-Za-z0-9_-]{32})")
_PATIENCE = 15.0


class Candidate:
    """One candidate: their mail, the link in it, and the page behind it."""

    def __init__(self, id: str, token: str, email: str, recruiter: "Recruiter") -> None:
        self.id, self.token, self.email = id, token, email
        self._office = recruiter

    async def opens(self, token: str = "", **query: str) -> Page:
        """GET the page, by default with the link in use."""
        answer = await self._office.http.get(f"/c/{token or self.token}", params=query)
        return Page(answer)

    async def presses(self, page: Page, action: str, headers: dict[str, str] | None = None, **fields: str) -> Page:
        """Fill in the form of that action as a browser would, send it, follow the redirect."""
        sent = await self.sends(page.form(action) | fields, headers)
        if sent.status_code != 303:
            return Page(sent)
        assert sent.text == ""
        place = sent.headers["location"]
        self.token = _LINK.search(place)[1]  # type: ignore[index]
        return Page(await self._office.http.get(place))

    async def sends(
        self, fields: dict[str, str], headers: dict[str, str] | None = None, token: str = ""
    ) -> httpx2.Response:
        """POST fields as they are."""
        return await self._office.http.post(f"/c/{token or self.token}", data=fields, headers=headers or {})

    async def calls(self, **fields: str) -> httpx2.Response:
        """POST as a script that wants JSON."""
        return await self.sends(fields, {"Accept": "application/json"})

    async def calls_for_view(self) -> httpx2.Response:
        """GET as a script that wants JSON."""
        return await self._office.http.get(f"/c/{self.token}", headers={"Accept": "application/json"})

    async def opens_messages(self, **query: str) -> Page:
        """GET the page on which messages are stopped."""
        return Page(await self._office.http.get(f"/c/{self.token}/messages", params=query))

    async def posts_messages(
        self, fields: dict[str, str], headers: dict[str, str] | None = None, token: str = ""
    ) -> httpx2.Response:
        """POST fields to it as they are."""
        place = f"/c/{token or self.token}/messages"
        return await self._office.http.post(place, data=fields, headers=headers or {})

    async def opens_privacy(self, **query: str) -> Page:
        """GET the page that tells what is kept."""
        return Page(await self._office.http.get(f"/c/{self.token}/privacy", params=query))

    async def posts_privacy(self, **fields: str) -> Page:
        """Press one of its buttons and follow the redirect."""
        sent = await self._office.http.post(f"/c/{self.token}/privacy", data=fields)
        return Page(await self._office.http.get(sent.headers["location"])) if sent.status_code == 303 else Page(sent)

    async def chooses(self, fields: dict[str, str]) -> Page:
        """POST fields to it and follow the redirect."""
        sent = await self.posts_messages(fields)
        assert sent.status_code == 303, sent.text
        return Page(await self._office.http.get(sent.headers["location"]))

    async def new_link(self) -> str:
        """The link of the newest mail, waiting for one that is not the present one; takes it into use."""
        self.token = await self._office.link_in_mail(self.email, self.token)
        return self.token


class Desk:
    """Somebody signed in to the API, at what candidates ask for."""

    def __init__(self, http: httpx2.AsyncClient, token: str) -> None:
        self._http, self._headers = http, {"Authorization": f"Bearer {token}"}

    async def requests(self, candidate: Candidate, state: str = "open") -> list[dict[str, Any]]:
        """What this candidate asked for, as this user sees it."""
        query = {"interview": candidate.id, "state": state}
        answer = await self._http.get("/api/v1/candidate-requests", params=query, headers=self._headers)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["items"]
        return found

    async def answers(self, request: dict[str, Any], how: str, note: str = "") -> httpx2.Response:
        """Done or declined."""
        place = f"/api/v1/candidate-requests/{request['id']}/{how}"
        return await self._http.post(place, json={"note": note}, headers=self._headers)

    async def copies(self, request: dict[str, Any]) -> httpx2.Response:
        """The copy of what is kept."""
        return await self._http.get(f"/api/v1/candidate-requests/{request['id']}/copy", headers=self._headers)

    async def inbox(self, candidate: Candidate) -> list[str]:
        """The kinds of in-app messages about this candidate's interview, oldest first."""
        answer = await self._http.get("/api/v1/inbox", params={"limit": 200}, headers=self._headers)
        return [item["kind"] for item in reversed(answer.json()["items"]) if item["interview_id"] == candidate.id]


class Recruiter:
    """Creates interviews and answers requests through the API; looks into the books when a story asks what was written."""

    def __init__(
        self,
        http: httpx2.AsyncClient,
        mail: httpx2.AsyncClient,
        engine: AsyncEngine,
        temporal: WorkflowEnvironment,
        token: str,
    ) -> None:
        self.http, self._mail, self._engine, self._temporal = http, mail, engine, temporal
        self._headers = {"Authorization": f"Bearer {token}"}
        self.desk = Desk(http, token)

    async def invites(
        self,
        ahead: timedelta | None = None,
        *,
        name: str = "李思雨",
        locale: str = "zh-CN",
        phone: str | None = None,
        starts_at: datetime | None = None,
        **more: Any,
    ) -> Candidate:
        """An interview `ahead` of now (three days), whose candidate has opened the mail."""
        email = f"candidate-{uuid4().hex[:12]}@example.com"
        at = starts_at or datetime.now(UTC) + (ahead if ahead is not None else timedelta(days=3))
        body = {
            "candidate": {"name": name, "phone": phone, "email": email, "locale": locale},
            "position": "数据分析师",
            "starts_at": at.isoformat(),
            "duration_minutes": 45,
            "timezone": "Asia/Shanghai",
            "join_url": "https://meet.example/room",
        } | more
        created = await self.does("", body)
        return Candidate(created["id"], await self.link_in_mail(email), email, self)

    async def does(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """POST to the API; everything the stories do there is allowed."""
        answer = await self.http.post(f"/api/v1/interviews{path}", json=body or {}, headers=self._headers)
        assert answer.status_code in (200, 201), answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def gets(self, path: str) -> httpx2.Response:
        """GET below /api/v1."""
        return await self.http.get(f"/api/v1{path}", headers=self._headers)

    async def interview(self, candidate: Candidate) -> dict[str, Any]:
        """The interview as the API shows it."""
        found: dict[str, Any] = (
            await self.http.get(f"/api/v1/interviews/{candidate.id}", headers=self._headers)
        ).json()
        return found

    async def has_calls(self, candidate: Candidate, number: int) -> None:
        """Wait until so many open phone tasks are about this candidate."""
        waited = 0.0
        while waited < _PATIENCE:
            answer = await self.http.get("/api/v1/phone-tasks", params={"limit": 200}, headers=self._headers)
            if len([task for task in answer.json()["items"] if task["interview_id"] == candidate.id]) == number:
                return
            await asyncio.sleep(0.05)
            waited += 0.05
        raise TimeoutError(f"there were never {number} open phone tasks")

    async def cancels_all(self, candidates: list[Candidate], reason: str, **more: Any) -> dict[str, Any]:
        """A bulk that cancels these interviews, begun and not yet over."""
        body: dict[str, Any] = {
            "action": "cancel",
            "select": {"ids": [one.id for one in candidates]},
            "party": "candidate",
        }
        body |= {"reason_detail": reason} | more
        answer = await self.http.post("/api/v1/bulks", json=body, headers=self._headers)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def steers(self, bulk: dict[str, Any], to: str) -> None:
        """Pause, resume or stop it."""
        answer = await self.http.post(f"/api/v1/bulks/{bulk['id']}/{to}", headers=self._headers)
        assert answer.status_code == 200, answer.text

    async def bulk(self, bulk: dict[str, Any], state: str) -> dict[str, Any]:
        """The bulk, as soon as it stands like this."""
        waited = 0.0
        while (found := (await self.gets(f"/bulks/{bulk['id']}")).json())["state"] != state:
            if waited > _PATIENCE:
                raise TimeoutError(f"the bulk never became {state}")
            await asyncio.sleep(0.05)
            waited += 0.05
        return dict(found)

    async def waits(self, candidate: Candidate, time: timedelta) -> None:
        """Time passes for this interview's workflow."""
        handle = self._temporal.client.get_workflow_handle(workflow_id(candidate.id))
        await self._temporal.fast_forward(handle, time)

    async def link_in_mail(self, email: str, other_than: str = "") -> str:
        """The token in the newest mail to that address."""
        waited = 0.0
        while waited < _PATIENCE:
            mails = (await self._mail.get("/sandbox/messages", params={"to": email})).json()["items"]
            links = [found[1] for mail in mails for found in [_LINK.search(mail["body"])] if found]
            fresh = [link for link in links if link != other_than]
            if fresh:
                return fresh[-1]
            await asyncio.sleep(0.05)
            waited += 0.05
        raise TimeoutError("no mail with a new link came")

    async def log(self, candidate: Candidate) -> list[Any]:
        """The rows of the cancellation log (R4)."""
        query = select(cancellation_log).where(cancellation_log.c.interview_id == candidate.id)
        async with self._engine.connect() as conn:
            return list((await conn.execute(query)).all())

    async def survey(self, candidate: Candidate) -> list[Any]:
        """The survey's answers (R12)."""
        query = select(surveys).where(surveys.c.interview_id == candidate.id)
        async with self._engine.connect() as conn:
            return list((await conn.execute(query)).all())

    async def until(self, candidate: Candidate, stage: str) -> None:
        """Wait until the interview's row says so."""
        waited = 0.0
        while (await self.interview(candidate))["stage"] != stage:
            if waited > _PATIENCE:
                raise TimeoutError(f"the interview never became {stage}")
            await asyncio.sleep(0.05)
            waited += 0.05

    async def mails(self, candidate: Candidate) -> list[dict[str, Any]]:
        """What came to the candidate's mailbox, oldest first."""
        found: list[dict[str, Any]] = (
            await self._mail.get("/sandbox/messages", params={"to": candidate.email})
        ).json()["items"]
        return found

    async def books(self, candidate: Candidate) -> dict[str, list[str]]:
        """Every row of every table that is about this interview, as text."""
        found = {}
        async with self._engine.connect() as conn:
            for table in metadata.sorted_tables:
                if "interview_id" in table.c:
                    row: ColumnElement[str] = literal_column(f"{table.name}::text")
                    rows = await conn.execute(
                        select(row).select_from(table).where(table.c.interview_id == candidate.id)
                    )
                    found[table.name] = sorted(rows.scalars())
        return found

    async def traces(self, candidate: Candidate) -> tuple[int, int]:
        """How many commands arrived and how many steps were written."""
        tables = (commands, audit)
        async with self._engine.connect() as conn:
            counts = [
                select(func.count()).select_from(table).where(table.c.interview_id == candidate.id) for table in tables
            ]
            arrived, written = [(await conn.execute(count)).scalar_one() for count in counts]
        return arrived, written
