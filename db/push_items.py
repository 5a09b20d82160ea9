"""The scores and cancellations that the push tells of, as they stand now (R10)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from db import log
from db.scoring import newest_scores
from db.tables_judging import scores
from domain.pushing import ItemKind, cancellation_data, recruiter_and_month, score_data, score_id


@dataclass(frozen=True)
class Item:
    """One item with its data; `version` is the score's nth, 1 of a cancellation."""

    kind: ItemKind
    id: str
    version: int
    organisation: str
    data: Mapping[str, Any]


async def standing(conn: AsyncConnection, ids: Mapping[ItemKind, Collection[str]]) -> list[Item]:
    """The items of these kinds and ids."""
    return [
        *await _scores(conn, sorted(ids.get(ItemKind.SCORE, ()))),
        *await _cancellations(conn, sorted(map(int, ids.get(ItemKind.CANCELLATION, ())))),
    ]


async def _scores(conn: AsyncConnection, ids: Sequence[str]) -> list[Item]:
    if not ids:
        return []
    wanted = tuple_(scores.c.recruiter, scores.c.month).in_([recruiter_and_month(id) for id in ids])
    query = newest_scores().where(wanted)
    return [
        Item(ItemKind.SCORE, score_id(row.recruiter, row.month), row.nth, row.organisation_id, score_data(row))
        for row in (await conn.execute(query)).all()
    ]


async def _cancellations(conn: AsyncConnection, ids: Sequence[int]) -> list[Item]:
    return [
        Item(ItemKind.CANCELLATION, str(row.id), 1, row.organisation_id, cancellation_data(row))
        for row in await log.of_ids(conn, ids)
    ]
