"""Tells staff in their inbox that a candidate asks for something: the recruiter when it is about the interview, HR operations always."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.addressees import addressees
from db.people import policy_of
from db.tables_interview import interviews, notices
from domain.keys import notice_id
from domain.letters import Addressees
from domain.requests import NOTICES, RequestKind
from domain.terms import Audience, Channel, Locale, NoticeState
from domain.wording import render
from domain.wording_facts import Facts


async def tell(conn: AsyncConnection, interview: UUID, request: UUID, kind: RequestKind, at: datetime) -> None:
    """Write the in-app messages; like every one of them they are delivered by being written."""
    about = (await conn.execute(select(interviews).where(interviews.c.id == interview))).one()
    people = await addressees(conn, interview)
    policy = await policy_of(conn, about.organisation_id, at)
    readers = {Audience.HROPS: policy.locale}
    if kind is RequestKind.HUMAN_INTERVIEW:
        readers[Audience.RECRUITER] = people.recruiter_locale
    rows = [_row(about, people, request, kind, reader, locale, at) for reader, locale in readers.items()]
    await conn.execute(insert(notices).on_conflict_do_nothing(), rows)


def _row(
    about: Any, people: Addressees, request: UUID, kind: RequestKind, reader: Audience, locale: Locale, at: datetime
) -> dict[str, object]:
    notice = NOTICES[kind]
    text = render(notice, Channel.INBOX, _facts(about, people, locale), people.drafts)
    key = f"{about.id}:request:{request}:{reader}"
    return {
        "id": UUID(notice_id(key)),
        "organisation_id": about.organisation_id,
        "interview_id": about.id,
        "key": key,
        "revision": about.revision,
        "kind": str(notice),
        "audience": str(reader),
        "recipient": people.recruiter if reader is Audience.RECRUITER else None,
        "channel": str(Channel.INBOX),
        "step": f"request:{request}",
        "locale": str(locale),
        "subject": text.subject,
        "body": text.text,
        "state": str(NoticeState.DELIVERED),
        "created_at": at,
        "due_at": at,
        "accepted_at": at,
        "delivered_at": at,
    }


def _facts(about: Any, people: Addressees, locale: Locale) -> Facts:
    zh = locale is Locale.ZH
    return Facts(
        locale=locale,
        company=people.company if zh else people.company_en,
        candidate_name=people.candidate_name,
        position=people.position,
        starts_at=about.starts_at,
        minutes=about.minutes,
        timezone=about.timezone,
        organisation_timezone=about.timezone,
        recruiter_name=people.recruiter_name if zh else people.recruiter_name_en,
        recruiter_phone=people.company_phone,
    )
