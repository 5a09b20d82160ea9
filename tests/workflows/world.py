"""The world of the story tests: invites candidates through the real starter, and gives faults to the sandbox."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

import starter
from db import intake, receipts
from db.people import policy_of, user_of
from domain.decide import reachable
from domain.labels import mask_name
from domain.receipts import SENDGRID, TWILIO, Receipt
from domain.state import State
from domain.terms import Locale
from tests.workflows.life import Life
from tests.workflows.office import Office

NAME = "欧阳小明"
POSITION = "后端工程师"


class World:
    """Temporal, PostgreSQL and the sandbox together, as one recruiter's working day needs them."""

    def __init__(self, env: WorkflowEnvironment, engine: AsyncEngine, http: httpx2.AsyncClient, office: Office) -> None:
        self.env = env
        self.client: Client = env.client
        self.engine = engine
        self.http = http
        self.office = office

    async def invite(self, ahead: timedelta | None = None, **how: Any) -> Life:
        """Start an interview `ahead` of now (or at `starts_at`), and wait until it is opened."""
        life = await self.announce(ahead, **how)
        await life.done("opened")
        return life

    async def announce(
        self,
        ahead: timedelta | None = None,
        *,
        starts_at: datetime | None = None,
        recruiter: str = "zhangsan",
        locale: Locale = Locale.ZH,
        zone: str = "Asia/Shanghai",
        minutes: int = 45,
        phone: bool = True,
        email: bool = True,
        number: str | None = None,
        followed: bool = False,
        surveyed: bool = False,
        **policy: Any,
    ) -> Life:
        """Write the intake rows and start the workflow, without waiting for a worker. The organisation speaks
        the candidate's language and reminds to the second; `policy` overrides its fields. The sandbox of these
        tests sends no receipts, so messages are followed until they arrive only in the stories about that; likewise surveys wait
        for an arrival and a decent hour only in the stories about them."""
        at = starts_at or _now() + (ahead if ahead is not None else timedelta(days=3))
        id = str(uuid4())
        mobile = number or f"+861{int(id[:8], 16) % 10**10:010d}" if phone else None
        mail = f"candidate-{id[:12]}@example.com" if email else None
        state = await self._keep(id, recruiter, locale, mobile, mail)
        state = replace(state, starts_at=at, minutes=minutes, timezone=zone)
        delivery = state.policy.delivery if followed else None
        on_time = [replace(rung, early_seconds=0) for rung in state.policy.reminders]
        surveys = state.policy.surveys if surveyed else None
        usual = {"locale": locale, "delivery": delivery, "reminders": on_time, "surveys": surveys}
        state = replace(state, policy=replace(state.policy, **{**usual, **policy}))
        await starter.start(self.client, replace(state, locale=state.policy.locale))
        return Life(self.env, self.engine, self.http, state, mobile, mail)

    async def _keep(self, id: str, recruiter: str, locale: Locale, phone: str | None, email: str | None) -> State:
        command, candidate = str(uuid4()), uuid4()
        texts = {"candidate_id": str(candidate), "position": POSITION, "join_url": "https://meet.example/room"}
        async with self.engine.begin() as conn:
            user = await user_of(conn, recruiter)
            assert user is not None
            effective = await policy_of(conn, user.organisation, _now())
            await intake.keep_candidate(conn, candidate, user.organisation, NAME, phone, email, locale)
            arrival = intake.Arrival(command, user.organisation, id, recruiter, "create", "x", texts)
            await intake.keep_command(conn, arrival)
        return State(
            interview_id=id,
            organisation=user.organisation,
            recruiter=recruiter,
            headline=f"{mask_name(NAME)} · {POSITION}",
            locale=effective.locale,
            policy=effective,
            starts_at=_now(),
            minutes=45,
            timezone="Asia/Shanghai",
            reach=reachable(phone, email),
            created_by=recruiter,
            command_id=command,
        )

    async def receipt(self, life: Life, kind: str, channel: str, status: str, code: str = "") -> None:
        """The provider reports what became of the newest such notice, as its hook would take it."""
        row = (await life.notices(kind, channel=channel))[-1]
        named = row.provider_id or f"SM{row.id.hex}"
        provider = {"sms": TWILIO, "email": SENDGRID}[channel]
        one = Receipt(provider, f"{named}:{status}", row.id, named, status, code, _now())
        async with self.engine.begin() as conn:
            news = await receipts.apply(conn, [one], _now(), "only-for-tests")
        if news.tell:
            await starter.look(self.client, life.id)

    async def fault(self, *rules: dict[str, Any]) -> None:
        """Tell the sandbox which faults to play; none heals it."""
        (await self.http.put("/sandbox/faults", json=list(rules))).raise_for_status()
        if not rules:
            self.office.heal()

    async def arrives(self, to: str) -> None:
        """What goes to this number arrives, as its provider knows; no receipt says so."""
        rule = {"to": to, "outcome": "delivered", "when": "early"}
        (await self.http.put("/sandbox/receipts", json=[rule])).raise_for_status()

    async def ledger(self) -> list[dict[str, Any]]:
        """Everything the sandbox ever accepted."""
        items: list[dict[str, Any]] = (await self.http.get("/sandbox/messages")).json()["items"]
        return items


def _now() -> datetime:
    return datetime.now(UTC)
