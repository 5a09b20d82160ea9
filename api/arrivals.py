"""From an HTTP request to a command with an id: Idempotency-Key, fingerprint, and the texts kept before Temporal hears of it."""

import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import uuid4

from pydantic import BaseModel

from db.intake import Arrival
from db.people import User
from domain.keys import command_id

_LATER = {"interviewer", "revision"}


def arrival(
    user: User, organisation: str, interview: str, kind: str, body: BaseModel | None, key: str | None, **texts: Any
) -> Arrival:
    """The request as a row of `commands`; the same key always gives the same id."""
    id = command_id(interview, user.login, kind, key if key is not None else uuid4().hex)
    return Arrival(id, organisation, interview, user.login, kind, fingerprint(body), texts)


def arrival_about(user: User, notice: Any, kind: str, body: BaseModel, key: str | None, at: datetime) -> Arrival:
    """The same of a request about a notice (its row); without a key it is the one of this instant."""
    interview = str(notice.interview_id)
    id = command_id(interview, user.login, f"{kind}/{notice.id}", key or f"{notice.id}/{at.isoformat()}")
    return Arrival(id, notice.organisation_id, interview, user.login, kind, fingerprint(body), {})


def fingerprint(body: BaseModel | None) -> str:
    """SHA-256 of the request's content; a field that came later counts only when it is given, so that a request from before the
    upgrade can be repeated after it."""
    content = body.model_dump(mode="json") if body is not None else {}
    content = {name: value for name, value in content.items() if value is not None or name not in _LATER}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
