"""Writes one accepted change in one transaction: audit row first (it makes a repeat harmless), then everything that belongs to it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from db import aftercare, writing
from db.addressees import addressees
from db.tables import audit, commands
from domain.catalogue import CATALOGUE
from domain.change import Change
from domain.letters import Letter, letters
from domain.outgoing import due_by
from domain.plan import next_due
from domain.policy import notice_hours
from domain.terms import Audience, Channel, Locale, NoticeState, Stage
from domain.wording_facts import LINK
from domain.wording_sms import USUAL_LINK, sms_parts

_CHANGE = TypeAdapter(Change)
UNSTATED = "未写明具体原因 / no specific reason stated"
"""The reason in the log where a cancellation came without any words."""


async def write(conn: AsyncConnection, change: Change, link_hash: str) -> Change | None:
    """Write the change at its place in the interview's life; one transaction, opened and committed by the caller.

    When another one stands there already it is returned and nothing is written: the workflow lost that step after it was
    committed (a task that Temporal dropped, a killed worker) and has to take it up instead. The same one again is harmless.
    """
    if not await _first_time(conn, change):
        return await _standing(conn, change)
    if change.action == "opened":
        await _insert_interview(conn, change)
    elif change.action != "survey_answered" or change.state.stage is Stage.CLOSED:
        # An answer alone changes nothing of it, and must not show by the time of the last change (R12).
        await _update_interview(conn, change)
    if change.action in ("opened", "moved"):
        await _insert_link(conn, change, link_hash)
    if change.cancelled:
        await _insert_log(conn, change)
    if change.scores is not None:
        await _insert_survey(conn, change)
    if change.facts:
        await _insert_facts(conn, change)
    if change.notices:
        await _insert_notices(conn, change)
    await aftercare.write(conn, change)
    return None


async def _standing(conn: AsyncConnection, change: Change) -> Change | None:
    place = (audit.c.interview_id == UUID(change.state.interview_id)) & (audit.c.nth == change.state.writes)
    stored = (await conn.execute(select(audit.c.change).where(place))).scalar_one_or_none()
    if stored is None:
        # Its own key stands elsewhere: a command older than those the state remembers, written long ago.
        return None
    standing = _CHANGE.validate_python(stored)
    return None if standing == change else standing


async def _first_time(conn: AsyncConnection, change: Change) -> bool:
    state = change.state
    details: dict[str, object] = {"stage": str(state.stage)}
    if state.cancellation is not None:
        details |= {"party": str(state.cancellation.party), "code": state.cancellation.code}
    if change.old_starts_at is not None:
        details |= {"from": change.old_starts_at.isoformat(), "to": state.starts_at.isoformat()}
    if state.outcome is not None:
        details["outcome"] = str(state.outcome)
    row = {
        "organisation_id": state.organisation,
        "interview_id": UUID(state.interview_id),
        "key": change.key,
        "action": change.action,
        "actor": change.actor,
        "command_id": _uuid(change.command_id),
        "revision": state.revision,
        "at": change.at,
        "details": details,
        "nth": state.writes,
        "change": _CHANGE.dump_python(change, mode="json"),
    }
    return (await conn.execute(writing.AUDIT, row)).first() is not None


def _projection(change: Change) -> dict[str, object]:
    """The columns of the interview's row that follow from its state."""
    state, due = change.state, next_due(change.state)
    request = state.request
    return {
        "stage": str(state.stage),
        "revision": state.revision,
        "starts_at": state.starts_at,
        "minutes": state.minutes,
        "outcome": str(state.outcome) if state.outcome else None,
        "request": {
            "by": str(request.by),
            "at": request.at.isoformat(),
            "options": [o.isoformat() for o in request.options],
            "picked": request.picked.isoformat() if request.picked else None,
        }
        if request
        else None,
        "next_step": due.step if due else None,
        "next_at": due.at if due else None,
        "updated_at": change.at,
        "closed_at": change.at if state.stage is Stage.CLOSED else None,
    }


async def _insert_interview(conn: AsyncConnection, change: Change) -> None:
    state = change.state
    fixed: dict[str, object] = {
        "id": UUID(state.interview_id),
        "organisation_id": state.organisation,
        "recruiter": state.recruiter,
        "timezone": state.timezone,
        "first_starts_at": state.starts_at,
        "created_by": state.created_by,
        "created_at": change.at,
        "said_in": _uuid(state.command_id),
    }
    await conn.execute(writing.INTERVIEW, fixed | _projection(change))


async def _update_interview(conn: AsyncConnection, change: Change) -> None:
    interview: dict[str, object] = {"interview": UUID(change.state.interview_id)}
    await conn.execute(writing.PROJECTION, interview | _projection(change))


async def _insert_link(conn: AsyncConnection, change: Change, link_hash: str) -> None:
    state = change.state
    row = {
        "hash": link_hash,
        "organisation_id": state.organisation,
        "interview_id": UUID(state.interview_id),
        "revision": state.revision,
        "created_at": change.at,
    }
    await conn.execute(writing.LINK, row)


async def _insert_log(conn: AsyncConnection, change: Change) -> None:
    """R4: the log row; its free text comes from the command's own row, never through Temporal."""
    state = change.state
    cancellation = state.cancellation
    assert cancellation is not None
    fallback = CATALOGUE[cancellation.code].internal.of(Locale.ZH) if change.stated else UNSTATED
    row = {
        "organisation_id": state.organisation,
        "interview_id": UUID(state.interview_id),
        "revision": state.revision,
        "recruiter": state.recruiter,
        "operator": change.actor,
        "party": str(cancellation.party),
        "reason_code": cancellation.code,
        "reason_stated": change.stated,
        "starts_at": state.starts_at,
        "cancelled_at": cancellation.at,
        "late": cancellation.late,
        "decided_hours": notice_hours(state.starts_at, cancellation.at),
        "next_step": cancellation.next_step,
        "said_in": _uuid(change.command_id),
        "unstated": fallback,
    }
    await conn.execute(writing.LOG, row)


async def _insert_survey(conn: AsyncConnection, change: Change) -> None:
    state = change.state
    assert change.scores is not None
    row = {
        "organisation_id": state.organisation,
        "interview_id": UUID(state.interview_id),
        "revision": state.revision,
        "timeliness": change.scores[0],
        "handling": change.scores[1],
        "answered_by": change.actor,
        "answered_at": change.at,
        "said_in": _uuid(change.command_id),
    }
    await conn.execute(writing.SURVEY, row)


async def _insert_facts(conn: AsyncConnection, change: Change) -> None:
    state = change.state
    rows = [
        {
            "organisation_id": state.organisation,
            "interview_id": UUID(state.interview_id),
            "recruiter": state.recruiter,
            "revision": state.revision,
            "kind": fact.kind,
            "at": change.at,
            "starts_at": state.starts_at,
            "party": fact.party,
            "code": fact.code,
            "attributable": fact.attributable,
            "late": fact.late,
            "hours": fact.hours,
            "stated": fact.stated,
            "score": fact.score,
        }
        for fact in change.facts
    ]
    await conn.execute(writing.FACTS, rows)


async def _insert_notices(conn: AsyncConnection, change: Change) -> None:
    people = await addressees(conn, UUID(change.state.interview_id))
    told = change if change.facts_of is None else await _told_again(conn, change, change.facts_of)
    detail, remark = await _said(conn, told)
    rows = [_notice_row(letter, change) for letter in letters(told, people, detail, remark)]
    await conn.execute(writing.NOTICES, rows)


async def _told_again(conn: AsyncConnection, change: Change, nth: int) -> Change:
    """The change at that place with this one's notices: what follows an earlier notice says what that one said."""
    place = (audit.c.interview_id == UUID(change.state.interview_id)) & (audit.c.nth == nth)
    first = _CHANGE.validate_python((await conn.execute(select(audit.c.change).where(place))).scalar_one())
    return replace(first, notices=change.notices)


async def _said(conn: AsyncConnection, change: Change) -> tuple[str, str]:
    """What was said (reason and remark), for the staff's own message; no query when only the candidate is told."""
    staff = any(n.audience is not Audience.CANDIDATE for n in change.notices)
    if not (change.cancelled and staff):
        return "", ""
    texts = commands.c.texts
    said = select(texts["reason_detail"].astext, texts["remark"].astext).where(
        commands.c.id == _uuid(change.command_id)
    )
    found = (await conn.execute(said)).first()
    return (found[0] or "", found[1] or "") if found is not None else ("", "")


def _notice_row(letter: Letter, change: Change) -> dict[str, object]:
    notice, at = letter.notice, change.at
    state = _first_state(letter)
    return {
        "id": UUID(notice.id),
        "organisation_id": change.state.organisation,
        "interview_id": UUID(change.state.interview_id),
        "key": notice.key,
        "revision": notice.revision,
        "kind": str(notice.kind),
        "audience": str(notice.audience),
        "recipient": letter.recipient,
        "channel": str(notice.channel),
        "step": notice.step,
        "locale": str(letter.locale),
        "subject": letter.text.subject,
        "body": letter.text.text,
        "html": letter.text.html,
        "state": str(state),
        "detail": notice.skipped or "",
        "nth": change.facts_of or change.state.writes,
        "generation": notice.generation,
        "after_id": _uuid(notice.after),
        "because": notice.because,
        "due_at": change.due or at,
        "deadline": due_by(change.state, notice, at),
        "sms_parts": sms_parts(letter.text.text.replace(LINK, USUAL_LINK)) if notice.channel is Channel.SMS else None,
        "created_at": at,
        "accepted_at": _when(state, at),
        "delivered_at": _when(state, at),
    }


def _first_state(letter: Letter) -> NoticeState:
    """An in-app message is delivered by being written; what a provider carries starts as an intent."""
    if letter.notice.skipped is not None:
        return NoticeState.SKIPPED
    return NoticeState.DELIVERED if letter.notice.channel is Channel.INBOX else NoticeState.INTENT


def _when(state: NoticeState, at: datetime) -> datetime | None:
    return at if state is NoticeState.DELIVERED else None


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None
