"""The appraisal's scheduled runs: daily counts kept in step every few minutes; alerts, scores and proposals day by day."""

from datetime import date, timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy, SearchAttributeKey
from temporalio.exceptions import ActivityError, is_cancelled_exception

from activities import names
from domain.clock import local_day

_ONE = timedelta(minutes=2)
_IN_ALL = timedelta(minutes=20)
# A database that restarts is back within minutes; the next scheduled run does what this one could not.
_AGAIN = RetryPolicy(initial_interval=timedelta(seconds=2), maximum_interval=timedelta(seconds=30), maximum_attempts=10)
# Five million touched rows; what is left then waits for the next run.
_MOST_BATCHES = 1000
_STEPS = (
    ("alerts", names.LOOK_FOR_ALERTS, "预警 alerts"),
    ("proposals", names.PROPOSE_WEIGHTS, "权重建议 weights"),
    ("scores", names.SCORE_MONTH, "评分 scores"),
)
_SCHEDULED = SearchAttributeKey.for_datetime("TemporalScheduledStartTime")


@workflow.defn
class RollUpWorkflow:
    """Takes what was touched since the last run into the daily counts; its result is the number of interviews."""

    @workflow.run
    async def run(self) -> int:
        """Roll up until nothing is left."""
        return await _roll_up()


@workflow.defn
class AppraisalWorkflow:
    """One day's appraisal: counts first, then what the calendar asks for; its result says what was new."""

    @workflow.run
    async def run(self, day: str | None = None, zone: str = "Asia/Shanghai") -> dict[str, int]:
        """Appraise up to this day (ISO date, not included); without one, the day that the schedule meant, in its zone.

        Alerts and proposals are of the month's first day, and asked for every day: what was told is not told again, and a first that
        was missed is made up for on the second. The last month's scores change only when its facts have. A step that fails keeps none of
        the others from being taken; the run then ends as failed.
        """
        looked = day or _scheduled_day(zone)
        first = date.fromisoformat(looked).replace(day=1).isoformat()
        found, failures = {"rolled_up": await _roll_up()}, []
        for name, activity, summary in _STEPS:
            try:
                found[name] = await _activity(activity, first, summary)
            except ActivityError as failure:
                if is_cancelled_exception(failure):
                    raise
                failures.append(failure)
        if failures:
            raise failures[0]
        return found


async def _roll_up() -> int:
    whole = 0
    for _ in range(_MOST_BATCHES):
        done = await workflow.execute_activity(
            names.ROLL_UP,
            result_type=int,
            start_to_close_timeout=_ONE,
            schedule_to_close_timeout=_IN_ALL,
            retry_policy=_AGAIN,
            summary="汇总 roll-up",
        )
        if not done:
            break
        whole += done
    return whole


async def _activity(name: str, day: str, summary: str) -> int:
    found: int = await workflow.execute_activity(
        name,
        day,
        result_type=int,
        start_to_close_timeout=_ONE,
        schedule_to_close_timeout=_IN_ALL,
        retry_policy=_AGAIN,
        summary=f"{summary} {day}",
    )
    return found


def _scheduled_day(zone: str) -> str:
    """The day of the schedule's own time, also when it runs late or is made up for; else today."""
    meant = workflow.info().typed_search_attributes.get(_SCHEDULED) or workflow.now()
    return local_day(meant, zone).isoformat()
