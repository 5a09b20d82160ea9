"""What the monitor reads of the push to another appraisal system: what it refused, and what waits for too long."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db.planning import written
from db.tables_push import push_items, push_touched
from domain.findings import Finding, FindingKind, Thresholds
from domain.pushing import SHUT, PushState

_SUBJECT = "appraisal"
_WAITING = push_items.c.state == written(PushState.WAITING)
_REFUSED = push_items.c.state == written(PushState.REFUSED)


async def push_troubles(conn: AsyncConnection, limits: Thresholds, now: datetime) -> list[Finding]:
    """One finding for everything refused (also when the receiver lets nothing of ours in) and one for everything late; the detail is
    the code of the latest error."""
    shut = and_(_WAITING, push_items.c.error.in_(SHUT))
    refused = await _latest(conn, or_(_REFUSED, shut))
    late = await _latest(conn, _WAITING, push_items.c.changed_at < now - limits.push_behind)
    if late is None:
        oldest = select(push_touched.c.at).order_by(push_touched.c.id).limit(1).subquery()
        waits = select(oldest.c.at).where(oldest.c.at < now - limits.push_behind)
        late = "" if (await conn.execute(waits)).first() is not None else None
    kinds = {FindingKind.PUSH_REFUSED: refused, FindingKind.PUSH_BEHIND: late}
    return [Finding(kind, _SUBJECT, None, detail) for kind, detail in kinds.items() if detail is not None]


async def _latest(conn: AsyncConnection, *conditions: Any) -> str | None:
    query = select(push_items.c.error).where(*conditions).order_by(push_items.c.changed_at.desc()).limit(1)
    return (await conn.execute(query)).scalar_one_or_none()
