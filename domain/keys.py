"""Names that must never drift: workflow ids, dedupe keys and the ids derived from them."""

import base64
import hashlib
import hmac
from datetime import date
from uuid import UUID, uuid5

from domain.purposes import Purpose
from domain.terms import Audience, Channel

_SPACE = UUID("6f0c1a52-8e0b-5c0e-9c1e-3a0d5b7f4e11")


def workflow_id(interview_id: str) -> str:
    """The workflow id of an interview; never changes, also when the interview moves."""
    return f"interview-{interview_id}"


def interview_id(organisation: str, login: str, key: str) -> str:
    """The id that creating with this Idempotency-Key always gives (design rule 9)."""
    return str(uuid5(_SPACE, f"interview/{organisation}/{login}/{key}"))


def command_id(interview: str, login: str, kind: str, key: str) -> str:
    """The id of a command sent with this Idempotency-Key; also its update id."""
    return str(uuid5(_SPACE, f"command/{interview}/{login}/{kind}/{key}"))


def bulk_workflow_id(bulk_id: str) -> str:
    """The workflow id of a bulk."""
    return f"bulk-{bulk_id}"


def bulk_id(organisation: str, login: str, key: str) -> str:
    """The id that asking for a bulk with this Idempotency-Key always gives."""
    return str(uuid5(_SPACE, f"bulk/{organisation}/{login}/{key}"))


def notice_key(
    interview: str, revision: int, step: str, audience: Audience, channel: Channel, generation: int = 1
) -> str:
    """Dedupe key of one notice: a business fact, never an attempt or an activity id. A second generation exists only by decision."""
    again = f":g{generation}" if generation > 1 else ""
    return f"{interview}:r{revision}:{step}:{audience}:{channel}{again}"


def notice_id(key: str) -> str:
    """The ledger id of the notice with this dedupe key; travels to the provider as our op id."""
    return str(uuid5(_SPACE, f"notice/{key}"))


def link_token(secret: str, interview: str, revision: int, purpose: Purpose = Purpose.INTERVIEW) -> str:
    """The candidate link's token of one revision and purpose: 192 bits of HMAC-SHA256, derived again when needed, never stored."""
    # Links to everything were made before there were purposes: theirs goes unsaid, so that those keep working.
    bound = "" if purpose is Purpose.INTERVIEW else f"/{purpose}"
    mac = hmac.new(secret.encode(), f"link/{interview}/{revision}{bound}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(mac.digest()[:24]).decode()


def address_hash(secret: str, address: str) -> str:
    """What the database keeps of a number or mail address that opted out, in whatever case it was typed; db/claiming.py
    computes the same."""
    return hashlib.sha256(f"{secret}:{address.lower()}".encode()).hexdigest()


def link_hash(token: str) -> str:
    """What the database keeps of a link or API token."""
    return hashlib.sha256(token.encode()).hexdigest()


def alert_id(recruiter: str, indicator: str, day: date) -> str:
    """The id of what a look at that day tells of a recruiter: looking again tells nothing new."""
    return str(uuid5(_SPACE, f"alert/{recruiter}/{indicator}/{day.isoformat()}"))
