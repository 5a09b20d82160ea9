"""How much waits for somebody: moves, bulks, messages, calls, requests, sends to look into; each counted as its own list shows it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db import alerting, bulks, candidate_requests, inbox, phone_tasks, unknown_sends
from db.interviews import visible
from db.people import User
from db.tables_interview import interviews
from domain.terms import Audience, Stage

# A menu shows no more than that.
MOST_COUNTED = 100


async def numbers(conn: AsyncConnection, user: User, at: datetime) -> Mapping[str, int]:
    """By the list's name, each up to `MOST_COUNTED`."""
    lists: dict[str, Select[Any]] = {
        "requests": requests(user),
        "bulk": bulks.unfinished(user),
        "messages": inbox.unread(user),
        "calls": phone_tasks.open_ones(user, at),
        "unknown": unknown_sends.waiting(user, at),
        "candidate-requests": candidate_requests.waiting(user),
        "alerts": alerting.open_reviews(user),
    }
    parts = [
        select(func.count()).select_from(found.limit(MOST_COUNTED).subquery()).scalar_subquery()
        for found in lists.values()
    ]
    found = (await conn.execute(select(*parts))).one()
    return dict(zip(lists, found, strict=True))


def requests(user: User) -> Select[Any]:
    """Moves that a candidate asks for and somebody has to answer."""
    asked = interviews.c.request["by"].astext == str(Audience.CANDIDATE)
    pending = interviews.c.stage == str(Stage.RESCHEDULE_REQUESTED)
    return visible(user, literal(1).label("one")).where(pending, asked)
