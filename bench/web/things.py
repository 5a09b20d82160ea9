"""What the asks of `./run bench web` are about, by its name in braces: looked up in the database, so that what was done gives way to the
next, and a thing that is still the same afterwards was not done."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.web.people import CLERK, HR, RECRUITER, SET_FOR, TEAM

_OF_TEAM = f"organisation_id = '{TEAM}'"
_REVIEWED = (
    f"SELECT alert_id FROM reviews WHERE recruiter = '{RECRUITER}' AND decided_at IS NULL ORDER BY alert_id LIMIT 1"
)
_REQUEST = f"SELECT id FROM candidate_requests WHERE {_OF_TEAM} AND state = 'open' AND kind = '%s' ORDER BY id LIMIT 1"
_PROPOSAL = "SELECT min(id) FROM appraisal_policies WHERE state = 'proposed' AND proposed_by = '%s'"
_USER = "SELECT min(login) FROM users WHERE login LIKE 'bench-u%' AND "
_IS_LOCKED = "SELECT 1 FROM sign_in_failures WHERE sign_in_failures.login = users.login"

THINGS = {
    "waiting": f"SELECT id FROM interviews WHERE {_OF_TEAM} AND stage = 'reschedule_requested' ORDER BY id LIMIT 1",
    "bulk": f"SELECT id FROM bulks WHERE created_by = '{RECRUITER}' AND state = 'paused' ORDER BY id LIMIT 1",
    "call": f"SELECT id FROM notices WHERE {_OF_TEAM} AND channel = 'phone' AND state = 'intent' ORDER BY id LIMIT 1",
    "unknown": f"SELECT id FROM notices WHERE {_OF_TEAM} AND state = 'unknown' ORDER BY id LIMIT 1",
    "message": "SELECT id FROM notices WHERE channel = 'inbox' AND read_at IS NULL AND state = 'delivered' AND"
    f" CASE WHEN :login = '{RECRUITER}' THEN recipient = :login ELSE {_OF_TEAM} AND audience = 'hrops' END"
    " ORDER BY created_at LIMIT 1",
    "human": _REQUEST % "human_interview",
    "deletion": _REQUEST % "deletion",
    "copy": _REQUEST % "copy",
    "review": _REVIEWED,
    "note": f"SELECT id FROM alerts WHERE recruiter = '{RECRUITER}' AND follows = 'note' AND read_at IS NULL ORDER BY id LIMIT 1",
    "appealable": f"SELECT interviews.id FROM interviews WHERE recruiter = '{RECRUITER}' AND position = '岗位7'"
    " AND NOT EXISTS (SELECT 1 FROM appeals WHERE interview_id = interviews.id) ORDER BY id LIMIT 1",
    "appeal": f"SELECT id FROM appeals WHERE recruiter = '{RECRUITER}' AND state = 'open' ORDER BY filed_at, id LIMIT 1",
    "score": f"SELECT min(id) FROM scores WHERE recruiter = '{RECRUITER}'",
    "in_force": "SELECT min(id) FROM appraisal_policies",
    "proposal": _PROPOSAL % "hrops",
    "own_proposal": _PROPOSAL % HR,
    "unread_policy": f"SELECT min(id) FROM appraisal_policies WHERE {_OF_TEAM} AND state = 'approved' AND NOT EXISTS"
    f" (SELECT 1 FROM policy_acknowledgements WHERE policy_id = appraisal_policies.id AND login = '{RECRUITER}')",
    "tongue": f"SELECT CASE locale WHEN 'en' THEN 'zh' ELSE 'en' END FROM users WHERE login = '{CLERK}'",
    "zone": f"SELECT CASE timezone WHEN 'Asia/Tokyo' THEN 'Asia/Shanghai' ELSE 'Asia/Tokyo' END FROM users WHERE login = '{CLERK}'",
    "user": f"{_USER} disabled_at IS NULL AND NOT EXISTS ({_IS_LOCKED})",
    "disabled": f"{_USER} disabled_at IS NOT NULL",
    "locked": f"{_USER} EXISTS ({_IS_LOCKED})",
}
"""What an ask's address can name."""

STATES = {
    "stage": "SELECT stage || revision FROM interviews WHERE id = :at",
    "steps": "SELECT count(*) FROM audit WHERE interview_id = :at",
    "notice": "SELECT state || coalesce(taken_by, '') FROM notices WHERE id = :at",
    "bulk_state": "SELECT state FROM bulks WHERE id = :at",
    "user_password": "SELECT password_hash FROM users WHERE login = :at",
    "on_their_way": "SELECT count(*) FROM notices WHERE channel IN ('sms', 'email') AND state IN ('intent', 'attempting')"
    " AND created_at > now() - interval '1 minute'",
    "interviews": "SELECT count(*) FROM interviews",
    "bulks": "SELECT count(*) FROM bulks",
    "users": "SELECT count(*) FROM users",
    "sessions": f"SELECT count(*) FROM sessions WHERE login = '{CLERK}'",
    "locale": f"SELECT locale FROM users WHERE login = '{CLERK}'",
    "timezone": f"SELECT timezone FROM users WHERE login = '{CLERK}'",
    "password_of": f"SELECT password_hash FROM users WHERE login = '{CLERK}'",
    "proposals": "SELECT count(*) FROM appraisal_policies",
    "policy_version": f"SELECT max(version) FROM policies WHERE organisation_id = '{SET_FOR}'",
    "template_version": f"SELECT max(version) FROM templates WHERE organisation_id = '{SET_FOR}'",
}
"""What an act is to change, of what its address names (`:at`) or of everything."""
_GIVEN = re.compile(r":(at|login)\b")


class Lacking(Exception):
    """There is none (any more): more has to be written beforehand."""


async def found(engine: AsyncEngine, name: str, known: Mapping[str, str]) -> str:
    """What this name stands for now. Raises: Lacking."""
    value = await state(engine, name, known)
    if value is None:
        raise Lacking(name)
    return str(value)


async def state(engine: AsyncEngine, name: str, known: Mapping[str, str]) -> Any:
    """The same; None when there is none."""
    statement = {**THINGS, **STATES}[name]
    given = {one: _typed(known[one]) for one in set(_GIVEN.findall(statement))}
    async with engine.connect() as conn:
        return (await conn.execute(text(statement), given)).scalar_one_or_none()


def _typed(value: str) -> UUID | str:
    try:
        return UUID(value)
    except ValueError:
        return value
