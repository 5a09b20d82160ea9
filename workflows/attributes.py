"""The search attributes HR operations filter by in the Temporal UI: codes, times and logins, never personal data."""

from typing import Any

from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes

from domain.bulk import BulkRun
from domain.state import State
from domain.terms import Outcome, Stage

STAGE = SearchAttributeKey.for_keyword("InterviewStage")
AT = SearchAttributeKey.for_datetime("InterviewAt")
RECRUITER = SearchAttributeKey.for_keyword("RecruiterId")
TENANT = SearchAttributeKey.for_keyword("Tenant")
PARTY = SearchAttributeKey.for_keyword("CancelParty")
REASON = SearchAttributeKey.for_keyword("CancelReason")
LATE = SearchAttributeKey.for_bool("LateNotice")
REVISION = SearchAttributeKey.for_int("Revision")

KEYS: list[SearchAttributeKey[Any]] = [STAGE, AT, RECRUITER, TENANT, PARTY, REASON, LATE, REVISION]


_AFTER: dict[Outcome | None, Stage] = {
    Outcome.COMPLETED: Stage.COMPLETED,
    Outcome.CANDIDATE_NO_SHOW: Stage.NO_SHOW,
    Outcome.INTERVIEWER_NO_SHOW: Stage.NO_SHOW,
}


def attributes(state: State) -> list[SearchAttributePair[Any]]:
    """What the index should say of an interview in this state."""
    pairs: list[SearchAttributePair[Any]] = [
        SearchAttributePair(STAGE, _last_stage(state)),
        SearchAttributePair(AT, state.starts_at),
        SearchAttributePair(RECRUITER, state.recruiter),
        SearchAttributePair(TENANT, state.organisation),
        SearchAttributePair(REVISION, state.revision),
    ]
    if state.cancellation is not None:
        pairs.append(SearchAttributePair(PARTY, str(state.cancellation.party)))
        pairs.append(SearchAttributePair(REASON, state.cancellation.code))
        pairs.append(SearchAttributePair(LATE, state.cancellation.late))
    return pairs


def _last_stage(state: State) -> str:
    """The stage to find it by. A closed life keeps the stage it ended in: that it is closed, Temporal's own status says."""
    if state.stage is Stage.CLOSED:
        ended = Stage.CANCELLED if state.cancellation is not None else _AFTER.get(state.outcome, Stage.CLOSED)
        return str(ended)
    return str(state.stage or Stage.INVITED)


def at_start(state: State) -> TypedSearchAttributes:
    """The attributes an interview starts with, so that opening it needs no extra event."""
    return TypedSearchAttributes(attributes(state))


def of_bulk(run: BulkRun) -> TypedSearchAttributes:
    """What a bulk is found by: who wanted it, and their organisation."""
    return TypedSearchAttributes(
        [SearchAttributePair(TENANT, run.organisation), SearchAttributePair(RECRUITER, run.by)]
    )
