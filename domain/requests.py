"""What a candidate may ask for beside the interview's own steps (PIPL 24, 45, 47): kinds, states, who handles them, by when."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from domain.policy import RequestRules
from domain.terms import NoticeKind, Role


class RequestKind(StrEnum):
    """A person instead of the AI as interviewer, the deletion of what is stored, a copy of it."""

    HUMAN_INTERVIEW = "human_interview"
    DELETION = "deletion"
    COPY = "copy"


class RequestState(StrEnum):
    """Where a request stands; withdrawn is the candidate's own word."""

    OPEN = "open"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


NOTICES: Mapping[RequestKind, NoticeKind] = {
    RequestKind.HUMAN_INTERVIEW: NoticeKind.HUMAN_WANTED,
    RequestKind.DELETION: NoticeKind.DELETION_WANTED,
    RequestKind.COPY: NoticeKind.COPY_WANTED,
}
"""What staff read when a request arrives."""


def due_at(kind: RequestKind, rules: RequestRules, at: datetime, starts_at: datetime) -> datetime:
    """By when a request made at `at` is to be answered; one about who interviews, before the interview if there is time."""
    if kind is RequestKind.HUMAN_INTERVIEW:
        usual = at + timedelta(hours=rules.human_interview_hours)
        return min(usual, starts_at) if starts_at > at else usual
    return at + timedelta(days=rules.deletion_days if kind is RequestKind.DELETION else rules.copy_days)


def may_handle(role: Role, kind: RequestKind) -> bool:
    """Whether this role answers such a request (of the interviews it sees): personal data are for HR operations."""
    return kind is RequestKind.HUMAN_INTERVIEW or role in (Role.HROPS, Role.ADMIN)
