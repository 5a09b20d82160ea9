"""A bulk of a story: written as the API writes it, its workflow started by the starter, and what is on record of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import WorkflowHandle

import starter
from db import bulks as store
from db.tables_bulk import bulk_items, bulks
from domain.bulk import BulkAction, BulkRun, BulkState, Steer, Steering
from domain.keys import bulk_workflow_id
from domain.terms import Locale
from tests.workflows.life import Life, eventually
from tests.workflows.world import World

ORGANISATION = "mianyue-sh"


@dataclass(frozen=True)
class Bulk:
    """One bulk under test."""

    world: World
    run: BulkRun

    @property
    def id(self) -> str:
        return self.run.id

    @property
    def handle(self) -> WorkflowHandle[Any, Any]:
        return self.world.client.get_workflow_handle(bulk_workflow_id(self.id))

    async def start(self) -> None:
        await starter.start_bulk(self.world.client, self.run)

    async def steer(self, to: Steering, actor: str = "zhangsan") -> BulkState:
        return await starter.steer_bulk(self.world.client, self.id, Steer(str(uuid4()), actor, to))

    async def row(self) -> Any:
        async with self.world.engine.connect() as conn:
            return (await conn.execute(select(bulks).where(bulks.c.id == UUID(self.id)))).one()

    async def items(self) -> list[Any]:
        """Its interviews in their turn."""
        query = select(bulk_items).where(bulk_items.c.bulk_id == UUID(self.id)).order_by(bulk_items.c.nth)
        async with self.world.engine.connect() as conn:
            return list((await conn.execute(query)).all())

    async def counts(self) -> Counter[str]:
        return Counter(item.state for item in await self.items())

    async def stands(self, state: BulkState) -> None:
        """Wait until it is written that it stands there."""

        async def reached() -> bool:
            return bool((await self.row()).state == state)

        await eventually(reached, f"a bulk that is {state}")

    async def gone_through(self, how_many: int) -> None:
        """Wait until so many interviews have had their turn."""

        async def reached() -> bool:
            return (await self.counts())["pending"] <= self.run.total - how_many

        await eventually(reached, f"{how_many} interviews that had their turn")

    async def details(self) -> str:
        """What the Temporal UI shows of it."""
        metadata: WorkflowMetadata = await self.handle.query(
            "__temporal_workflow_metadata", result_type=WorkflowMetadata
        )
        return metadata.current_details


async def announced(world: World, lives: Sequence[Life], **changes: Any) -> Bulk:
    """A bulk cancellation of these for a frozen position, written and not started."""
    id, zone = uuid4(), {"days": changes.pop("days", []), "shift_minutes": changes.pop("shift_minutes", 0)}
    row = {
        "id": id,
        "organisation_id": ORGANISATION,
        "action": "cancel",
        "created_by": "zhangsan",
        "audience": "recruiter",
        "selected": {"ids": len(lives)},
        "reason_code": "E_REQ_FROZEN",
        "reason_detail": "岗位冻结，编制被取消",
        "party": "company",
        "per_minute": 1200,
        "total": len(lives),
        "fingerprint": "x",
        "created_at": datetime.now(UTC),
    }
    row |= zone | changes
    async with world.engine.begin() as conn:
        await store.keep(conn, row, [UUID(life.id) for life in lives])
    action, pace = BulkAction(str(row["action"])), changes.get("per_minute", 1200)
    return Bulk(world, BulkRun(str(id), ORGANISATION, "zhangsan", action, len(lives), pace, Locale.ZH))


async def begun(world: World, lives: Sequence[Life], **changes: Any) -> Bulk:
    """The same, started."""
    bulk = await announced(world, lives, **changes)
    await bulk.start()
    return bulk
