"""What people may ask of an interview; every command carries its id (the Idempotency-Key's) and who sends it, no free text."""

from dataclasses import dataclass
from uuid import UUID

from pydantic import AwareDatetime

from domain.terms import Audience, Channel, Outcome, Party, Stage


@dataclass(frozen=True)
class Confirm:
    """The candidate (or the recruiter for them) confirms the current time; `revision` is the one they were looking at."""

    id: str
    actor: str
    by: Audience
    revision: int | None = None


@dataclass(frozen=True)
class Cancel:
    """Cancel with a catalogue code; the text itself waits in the `commands` table under `id` (design rule 5)."""

    id: str
    actor: str
    by: Audience
    party: Party
    code: str
    channels: list[Channel] | None = None
    offer_reschedule: bool | None = None
    reason_stated: bool = True
    revision: int | None = None


@dataclass(frozen=True)
class Offer:
    """The recruiter offers times to choose from; `revision` is the one they were looking at."""

    id: str
    actor: str
    options: list[AwareDatetime]
    revision: int | None = None


@dataclass(frozen=True)
class Ask:
    """The candidate asks for another time, naming one of the options, a free one, or none yet."""

    id: str
    actor: str
    starts_at: AwareDatetime | None = None
    revision: int | None = None


@dataclass(frozen=True)
class Approve:
    """The recruiter approves the picked time, or names one of the times on the table."""

    id: str
    actor: str
    starts_at: AwareDatetime | None = None


@dataclass(frozen=True)
class Decline:
    """The recruiter declines the pending move."""

    id: str
    actor: str


@dataclass(frozen=True)
class Move:
    """The recruiter moves the interview directly; `revision` is the one they were looking at."""

    id: str
    actor: str
    starts_at: AwareDatetime
    revision: int | None = None


@dataclass(frozen=True)
class RecordOutcome:
    """The recruiter says what happened."""

    id: str
    actor: str
    outcome: Outcome


@dataclass(frozen=True)
class AnswerSurvey:
    """The survey's scores, 1–5; a comment waits in the `commands` table under `id`."""

    id: str
    actor: str
    by: Audience
    timeliness: int
    handling: int


@dataclass(frozen=True)
class Acknowledge:
    """The candidate has read what was cancelled, moved or said; `revision` is the one they were looking at."""

    id: str
    actor: str
    by: Audience
    revision: int | None = None


@dataclass(frozen=True)
class Answer:
    """What a command gets back: the rule-level result and where the interview stands now."""

    result: str
    stage: Stage
    revision: int
    starts_at: AwareDatetime


Command = Confirm | Cancel | Offer | Ask | Approve | Decline | Move | RecordOutcome | AnswerSurvey | Acknowledge


def can_be_kept(command: Command) -> bool:
    """Whether the database can hold the command's id (a UUID) and actor (a short printable login)."""
    try:
        UUID(command.id)
    except ValueError:
        return False
    return 0 < len(command.actor) <= 64 and command.actor.isprintable()
