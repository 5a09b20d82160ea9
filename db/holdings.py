"""What is stored about one interview's candidate: counted for the page that says so, in full for the copy that they may ask for."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables import audit, candidates, commands
from db.tables_candidate import candidate_requests
from db.tables_interview import cancellation_log, interviews, notices, surveys
from domain.terms import Audience, Channel, NoticeState

_SENT = (
    (notices.c.audience == str(Audience.CANDIDATE))
    & notices.c.channel.in_([str(Channel.SMS), str(Channel.EMAIL)])
    & notices.c.attempted_at.is_not(None)
    & (notices.c.state != str(NoticeState.SKIPPED))
)
_OWN = commands.c.actor == str(Audience.CANDIDATE)


@dataclass(frozen=True)
class Holdings:
    """How many rows of each sort are kept: text messages and mails sent, what the candidate did on the page and wrote there,
    cancellations, answers to the survey, steps in the audit, requests."""

    sms: int
    mails: int
    actions: int
    texts: int
    cancellations: int
    answers: int
    steps: int
    requests: int


async def holdings(conn: AsyncConnection, interview: UUID) -> Holdings:
    """Counted in one statement."""

    def number(table: Any, *where: Any) -> Any:
        return (
            select(func.count()).select_from(table).where(table.c.interview_id == interview, *where).scalar_subquery()
        )

    wrote = commands.c.texts["reason_detail"].astext.is_not(None) | (
        func.coalesce(commands.c.texts["comment"].astext, "") != ""
    )
    row = await conn.execute(
        select(
            number(notices, _SENT, notices.c.channel == "sms"),
            number(notices, _SENT, notices.c.channel == "email"),
            number(commands, _OWN),
            number(commands, _OWN, wrote),
            number(cancellation_log),
            number(surveys, surveys.c.answered_by == str(Audience.CANDIDATE)),
            number(audit),
            number(candidate_requests),
        )
    )
    return Holdings(*row.one())


async def copy(conn: AsyncConnection, interview: UUID) -> dict[str, Any]:
    """Everything kept that is the candidate's: who they are, the appointment, what was sent to them, what they said and asked.

    Raises: NoResultFound when there is no such interview.
    """
    joined = interviews.join(candidates, candidates.c.id == interviews.c.candidate_id)
    person = (candidates.c.name, candidates.c.phone, candidates.c.email, candidates.c.locale)
    appointment = tuple(
        interviews.c[name]
        for name in (
            "position",
            "source",
            "stage",
            "starts_at",
            "minutes",
            "timezone",
            "join_url",
            "outcome",
            "created_at",
        )
    )
    found = (
        await conn.execute(select(*person, *appointment).select_from(joined).where(interviews.c.id == interview))
    ).one()
    return {
        "candidate": {column.name: getattr(found, column.name) for column in person},
        "interview": {"id": interview} | {column.name: getattr(found, column.name) for column in appointment},
        "messages": await _rows(
            conn, interview, _SENT, notices, "attempted_at", "kind", "channel", "state", "subject", "body"
        ),
        "said": await _rows(conn, interview, _OWN, commands, "received_at", "kind", "texts"),
        "cancellations": await _rows(
            conn, interview, cancellation_log.c.party == "candidate", cancellation_log, "cancelled_at", "reason_code"
        ),
        "survey": await _rows(
            conn,
            interview,
            surveys.c.answered_by == "candidate",
            surveys,
            "answered_at",
            "timeliness",
            "handling",
            "comment",
        ),
        "requests": await _rows(
            conn, interview, candidate_requests.c.id.is_not(None), candidate_requests, "at", "kind", "state", "note"
        ),
    }


async def _rows(
    conn: AsyncConnection, interview: UUID, where: Any, table: Any, at: str, *names: str
) -> list[dict[str, Any]]:
    columns = [table.c[at], *(table.c[name] for name in names)]
    query = select(*columns).where(table.c.interview_id == interview, where).order_by(table.c[at])
    return [dict(row._mapping) for row in (await conn.execute(query)).all()]
