"""The activity behind the watch: looks for what went wrong quietly and keeps the findings; looking again changes nothing."""

import asyncio
from collections import Counter
from datetime import UTC, datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from temporalio import activity
from temporalio.client import Client
from temporalio.service import RPCError

from activities import names
from activities.database import transaction
from activities.reported import troubles
from db import findings, watching, watching_channels, watching_push, watching_requests
from domain.findings import LOUD, Finding, FindingKind, Thresholds
from domain.keys import workflow_id

_ROWS = {
    FindingKind.NOTICE_OVERDUE: watching.overdue_notices,
    FindingKind.NOTICE_UNKNOWN: watching.unknown_notices,
    FindingKind.PHONE_TASK_OVERDUE: watching.overdue_phone_tasks,
    FindingKind.INTERVIEW_STALLED: watching.stalled_interviews,
    FindingKind.REQUEST_OVERDUE: watching_requests.overdue_requests,
}
_CHANNELS = (watching_channels.silent_providers, watching_channels.refusing_providers)
_TEMPORAL_SECONDS = 15.0
_log = structlog.get_logger()


class Monitor:
    """Looks at the database and at Temporal. What it finds is true of the moment it looked, however late it was started."""

    def __init__(
        self, engine: AsyncEngine, client: Client, limits: Thresholds | None = None, pushes: bool = True
    ) -> None:
        """`pushes`: whether scores and log are pushed to an appraisal system at all."""
        self._engine = engine
        self._pushes = pushes
        self._client = client
        self._limits = limits or Thresholds()

    @activity.defn(name=names.WATCH)
    async def watch(self) -> dict[str, int]:
        """Look once; the number of open findings by kind. A kind that could not be looked for keeps what it had."""
        wrong = await self._wrong_workflows()
        async with transaction(self._engine) as conn:
            await findings.alone(conn)
            now = datetime.now(UTC)
            found = await self._in_the_database(conn, now)
            looked_for = set(FindingKind)
            if wrong is None:
                looked_for.discard(FindingKind.WORKFLOW_PROBLEM)
            else:
                found += await _of_workflows(conn, wrong)
            new = await findings.keep(conn, found, looked_for, now)
            await findings.looked(conn, now)
        for one in new:
            if one.kind in LOUD:
                _log.warning("finding", kind=str(one.kind), subject=one.subject)
        return dict(Counter(str(one.kind) for one in found))

    async def _in_the_database(self, conn: AsyncConnection, now: datetime) -> list[Finding]:
        known = await findings.open_subjects(conn)
        found: list[Finding] = []
        for kind, look in _ROWS.items():
            found += await look(conn, known[kind], self._limits, now)
        for see in _CHANNELS:
            found += await see(conn, self._limits, now)
        if self._pushes:
            found += await watching_push.push_troubles(conn, self._limits, now)
        return found

    async def _wrong_workflows(self) -> dict[str, str] | None:
        """What Temporal says, asked outside any transaction; None when it does not say in time."""
        async with transaction(self._engine) as conn:
            ids = await watching.open_interviews(conn, self._limits, datetime.now(UTC))
            known = (await findings.open_subjects(conn))[FindingKind.WORKFLOW_PROBLEM]
            before = {found for subject in known if (found := findings.interview_of(subject)) is not None}
            still = await watching.still_open(conn, before)
        wanted = {workflow_id(str(id)) for id in (*ids, *still)}
        try:
            async with asyncio.timeout(_TEMPORAL_SECONDS):
                return await troubles(self._client, wanted, known)
        except (RPCError, TimeoutError) as error:
            _log.warning("temporal did not say how the workflows are", error=type(error).__name__)
            return None


async def _of_workflows(conn: AsyncConnection, wrong: dict[str, str]) -> list[Finding]:
    """Findings of what Temporal said; an interview that was closed meanwhile has ended well."""
    ids = {workflow: findings.interview_of(workflow) for workflow in wrong}
    owners = await watching.still_open(conn, [id for id in ids.values() if id is not None])
    return [
        Finding(FindingKind.WORKFLOW_PROBLEM, workflow, owners.get(id) if id is not None else None, wrong[workflow])
        for workflow, id in ids.items()
        if id is None or id in owners or not wrong[workflow].startswith("not_running")
    ]
