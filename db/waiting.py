"""How much waits for somebody: moves, bulks, messages, calls, requests, sends to look into; each counted as its own list shows it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncConnection

from db import alerting, bulks, candidate_requests, inbox, moves, phone_tasks, unknown_sends
from db.how_many import counted
from db.moves import Waiting
from db.people import User

# A menu shows no more than that.
MOST_COUNTED = 100


async def numbers(conn: AsyncConnection, user: User, at: datetime) -> Mapping[str, int]:
    """By the list's name, each up to `MOST_COUNTED`."""
    lists: dict[str, Select[Any]] = {
        "requests": moves.unanswered(user, Waiting.ASKED),
        "bulk": bulks.unfinished(user),
        "messages": inbox.unread(user),
        "calls": phone_tasks.open_ones(user, at),
        "unknown": unknown_sends.waiting(user, at),
        "candidate-requests": candidate_requests.waiting(user),
        "alerts": alerting.open_reviews(user),
    }
    return await counted(conn, lists, MOST_COUNTED)
