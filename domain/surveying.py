"""When the candidate is asked how it was (R12): once the news has arrived, at a decent hour, and reminded once."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.state import State
from domain.terms import Outcome

# So often that an arrival is noticed early enough to ask within a day of it, whatever the hour.
_LOOK_AGAIN = timedelta(hours=4)


def survey_wanted(state: State) -> bool:
    """R12: after a cancellation and after an interview the candidate attended or was let down in; not after their own no-show."""
    return state.policy.survey_enabled and state.outcome is not Outcome.CANDIDATE_NO_SHOW


def survey_steps(state: State, ended: datetime) -> Iterator[tuple[str, datetime, datetime | None]]:
    """The survey's next step of an ended interview: its name, when it is due, until when it is useful (UTC).

    After a cancellation `await_told` finds out when the candidate learned of it; a finished interview's end is known. Its outcome
    may be recorded late: then the candidate is asked at once rather than never, for the recruiter must not choose who is asked.
    """
    rules, delay = state.policy.surveys, timedelta(minutes=state.policy.survey_delay_minutes)
    if rules is None:
        if state.survey_at is None:
            yield "survey", ended + delay, None
    elif state.survey_at is not None:
        ends = state.survey_at + timedelta(hours=state.policy.survey_open_hours)
        wanted = rules.asked_from(state.survey_at + timedelta(hours=rules.remind_hours), state.timezone)
        if not state.survey_reminded and wanted < ends:
            yield "survey_reminder", wanted, ends
    elif state.cancellation is not None and state.told_at is None:
        yield "await_told", ended + delay + state.told_looks * _LOOK_AGAIN, None
    else:
        since = state.told_at or state.ends_at
        wanted = rules.asked_from(max(since + delay, ended), state.timezone)
        yield "survey", wanted, max(since, ended) + timedelta(hours=rules.within_hours)


def never_told(state: State, at: datetime) -> bool:
    """Whether it has been waited long enough for a cancellation's notice to arrive."""
    rules, ended = state.policy.surveys, state.ended_at
    return rules is not None and ended is not None and at >= ended + timedelta(hours=rules.arrival_hours)
