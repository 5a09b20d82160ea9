"""When the candidate is asked how it was (R12): once the news has arrived, at a decent hour, and reminded once."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.policy import SurveyRules
from domain.state import State
from domain.terms import Outcome


def survey_wanted(state: State) -> bool:
    """R12: after a cancellation and after an interview the candidate attended or was let down in; not after their own no-show."""
    return state.policy.survey_enabled and state.outcome is not Outcome.CANDIDATE_NO_SHOW


def survey_steps(state: State, ended: datetime) -> Iterator[tuple[str, datetime, datetime | None]]:
    """The survey's next step of an ended interview: its name, when it is due, until when it is useful (UTC).

    After a cancellation `await_told` finds out when the candidate learned of it; a finished interview's end is known. Its outcome
    may be recorded late: then the candidate is asked at once rather than never, for the recruiter must not choose who is asked.
    The steps are the same whether the candidate has answered or not: nobody shall read that off the plan.
    """
    rules = state.policy.surveys
    if rules is None:
        if state.survey_at is None and not state.survey_answered:
            yield "survey", ended + _delay(state), None
    elif state.survey_at is not None:
        yield from _reminder(state, rules, state.survey_at)
    elif state.cancellation is not None and state.told_at is None:
        looks = _delay(state) + state.told_looks * timedelta(hours=rules.look_hours)
        yield "await_told", ended + min(looks, timedelta(hours=rules.arrival_hours)), None
    else:
        since = state.told_at or state.ends_at
        wanted = rules.asked_from(max(since + _delay(state), ended), state.timezone)
        within = timedelta(hours=rules.within_hours)
        # A delay longer than that, as policies from before it may have: within a day of its end.
        within = within if within > _delay(state) else _delay(state) + timedelta(days=1)
        yield "survey", max(wanted, state.asks_from or wanted), max(since, ended) + within


def _delay(state: State) -> timedelta:
    return timedelta(minutes=state.policy.survey_delay_minutes)


def _reminder(state: State, rules: SurveyRules, asked: datetime) -> Iterator[tuple[str, datetime, datetime | None]]:
    ends = survey_ends(state, asked)
    wanted = rules.asked_from(asked + timedelta(hours=rules.remind_hours), state.timezone)
    wanted = max(wanted, state.asks_from or wanted)
    if not state.survey_reminded and wanted < ends:
        yield "survey_reminder", wanted, ends


def survey_ends(state: State, asked: datetime) -> datetime:
    """Until when the survey can be answered once it was asked (UTC)."""
    return asked + timedelta(hours=state.policy.survey_open_hours)


def day_to_ask(state: State, at: datetime) -> datetime:
    """The first moment from `at` on at which the candidate may be asked or reminded (UTC)."""
    rules = state.policy.surveys
    return at if rules is None else rules.asked_from(at, state.timezone)


def never_told(state: State, at: datetime) -> bool:
    """Whether it has been waited long enough for a cancellation's notice to arrive."""
    rules, ended = state.policy.surveys, state.ended_at
    return rules is not None and ended is not None and at >= ended + timedelta(hours=rules.arrival_hours)
