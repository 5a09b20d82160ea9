"""The push that a schedule starts every few minutes: message after message to the appraisal system, until nothing waits (R10)."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError, is_cancelled_exception

from activities import names
from domain.pushing import Became, Prepared, PushState, Settled

_WRITING = timedelta(seconds=30)
_WRITING_IN_ALL = timedelta(minutes=20)
# As for the roll-up: a database that restarts is back within minutes.
_WRITING_AGAIN = RetryPolicy(
    initial_interval=timedelta(seconds=2), maximum_interval=timedelta(seconds=30), maximum_attempts=10
)
_SENDING = timedelta(seconds=60)
# A receiver may ask for an hour's rest (Retry-After); without such a wish the attempts take two minutes.
_SENDING_IN_ALL = timedelta(minutes=75)
_SENDING_AGAIN = RetryPolicy(initial_interval=timedelta(seconds=1), backoff_coefficient=3, maximum_attempts=6)
# 50,000 items; what is left then waits for the next run, so that no history grows without end.
_MOST_MESSAGES = 500
# Three find the one bad item of a hundred; a receiver that refuses everything is left alone until the next run.
_MOST_REFUSALS = 20


@workflow.defn
class PushWorkflow:
    """One run: its result says how many items the receiver took, refused, and how many were put off to the next run."""

    @workflow.run
    async def run(self) -> dict[str, int]:
        """Push until nothing waits, or until a message does not come through: what is behind it would hardly fare better."""
        counts = dict.fromkeys((str(state) for state in PushState), 0)
        refusals = 0
        for _ in range(_MOST_MESSAGES):
            prepared = await _prepare()
            if prepared.message is None:
                if not prepared.taken:
                    break
                continue
            found = await _send(prepared.message)
            if found is None:
                continue
            became = await _settle(found)
            refusals += found.state is PushState.REFUSED
            # Those that are sent again apart are counted then.
            if became.state is found.state:
                counts[str(became.state)] += became.items
            if found.state is PushState.WAITING or refusals == _MOST_REFUSALS:
                break
        return counts


async def _prepare() -> Prepared:
    prepared: Prepared = await workflow.execute_activity(
        names.PREPARE_PUSH,
        result_type=Prepared,
        start_to_close_timeout=_WRITING,
        schedule_to_close_timeout=_WRITING_IN_ALL,
        retry_policy=_WRITING_AGAIN,
        summary="准备 prepare",
    )
    return prepared


async def _send(message: str) -> Settled | None:
    """What became of it; None when it was overtaken: it was not sent, and what is left of it comes in another message."""
    try:
        error: str | None = await workflow.execute_activity(
            names.SEND_PUSH,
            message,
            start_to_close_timeout=_SENDING,
            schedule_to_close_timeout=_SENDING_IN_ALL,
            retry_policy=_SENDING_AGAIN,
            summary="推送 push",
        )
    except ActivityError as failure:
        if is_cancelled_exception(failure):
            raise
        cause = failure.cause
        code = cause.message if isinstance(cause, ApplicationError) else "timeout"
        return Settled(message, PushState.WAITING, code)
    if error is None:
        return None
    return Settled(message, PushState.REFUSED if error else PushState.PUSHED, error)


async def _settle(found: Settled) -> Became:
    became: Became = await workflow.execute_activity(
        names.SETTLE_PUSH,
        found,
        result_type=Became,
        start_to_close_timeout=_WRITING,
        schedule_to_close_timeout=_WRITING_IN_ALL,
        retry_policy=_WRITING_AGAIN,
        summary="记录 settle",
    )
    return became
