"""The figures of /metrics about notices, findings and phone tasks, all from the database: they tell the truth with every worker gone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.ext.asyncio import AsyncConnection

from db import census, findings, timings, watching
from db.census import Census
from db.timings import SECONDS, By, Counted
from domain.findings import Thresholds
from domain.terms import Channel, NoticeState

# Receipts tell the provider's own time and may come late, as its answer does when it is asked after the policy's wait (two hours):
# what is younger than this is read anew each time, what is older only once.
_UNSETTLED = timedelta(hours=6)
# A month of many notices is read well within a statement's time limit.
_AT_ONCE = timedelta(days=30)
_BEFORE_ALL = datetime(2020, 1, 1, tzinfo=UTC)
_LIMITS = tuple(str(seconds) for seconds in SECONDS)
Numbers = Mapping[tuple[str, ...], float]


class Timings:
    """Durations counted so far, only ever growing: what was settled at the last reading, and the unsettled last hours."""

    def __init__(self) -> None:
        self.shown: By = {}
        self._settled: By = {}
        self._until = _BEFORE_ALL

    async def read(self, read: timings.Reader, conn: AsyncConnection, now: datetime) -> None:
        """Count what has happened since; the first reading counts all there is, and one cut short is continued by the next."""
        while self._until < now - _UNSETTLED:
            until = min(self._until + _AT_ONCE, now - _UNSETTLED)
            self._settled, self._until = _sum(self._settled, await read(conn, self._until, until)), until
        self.shown = _never_less(self.shown, _sum(self._settled, await read(conn, self._until, now)))


@dataclass(frozen=True)
class _Figures:
    """One reading of everything that is counted anew each time."""

    ledger: Census
    findings: Census
    overdue: Census
    looked_at: datetime | None


class NoticeFigures(Collector):
    """What Prometheus is told about notices; `read` first."""

    def __init__(self) -> None:
        self._lateness, self._delivery = Timings(), Timings()
        self._figures: _Figures | None = None
        self._ended: dict[tuple[str, ...], float] = {}

    async def read(self, conn: AsyncConnection) -> None:
        """Read the database's figures; what a reading that fails had begun is not shown."""
        now = datetime.now(UTC)
        figures = _Figures(
            await census.notices_by_channel_and_state(conn),
            await findings.open_by_kind(conn),
            await watching.overdue_by_channel(conn, Thresholds(), now),
            await findings.last_look(conn),
        )
        await self._lateness.read(timings.lateness, conn, now)
        await self._delivery.read(timings.delivery, conn, now)
        self._ended = _grown(self._ended, self._figures.ledger if self._figures else [], figures.ledger)
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        """The metric families of the last reading; nothing before the first."""
        if self._figures is None:
            return
        ledger, phone = self._figures.ledger, str(Channel.PHONE)
        calls = [((state,), number) for (channel, state), number in ledger if channel == phone]
        yield _gauge("mianyue_notices", "Notices of the ledger", ("channel", "state"), ledger)
        yield _gauge("mianyue_findings", "Open findings of the monitor", ("kind",), self._figures.findings)
        yield _gauge("mianyue_phone_tasks", "Phone tasks by their ledger state", ("state",), calls)
        yield _gauge("mianyue_notices_overdue", "Notices that should have left", ("channel",), self._figures.overdue)
        if self._figures.looked_at is not None:
            at = self._figures.looked_at.timestamp()
            yield GaugeMetricFamily("mianyue_monitor_looked_timestamp_seconds", "When the monitor looked last", at)
        yield self._outcomes()
        late, way = "From due to accepted by the provider", "From accepted by the provider to delivered"
        yield _histogram("mianyue_notice_lateness_seconds", late, ("channel", "kind"), self._lateness.shown)
        yield _histogram("mianyue_notice_delivery_seconds", way, ("channel",), self._delivery.shown)

    def _outcomes(self) -> Metric:
        """Sent and delivered by their times; failed and unknown, which have none, as far as their number grew between readings."""
        totals: dict[tuple[str, ...], float] = dict(self._ended)
        for (channel, _), counted in self._lateness.shown.items():
            totals[channel, "sent"] = totals.get((channel, "sent"), 0) + counted.number
        for (channel,), counted in self._delivery.shown.items():
            totals[channel, "delivered"] = counted.number
        family = CounterMetricFamily("mianyue_notices", "What came of notices", labels=("channel", "outcome"))
        for labels, number in sorted(totals.items()):
            family.add_metric(labels, number)
        return family


def _grown(totals: Numbers, before: Census, now: Census) -> dict[tuple[str, ...], float]:
    """The totals of failed and unknown with what came to them since the reading before."""
    was, grown = dict(before), dict(totals)
    for labels, number in now:
        if labels[1] in (NoticeState.FAILED, NoticeState.UNKNOWN):
            grown[labels] = grown.get(labels, 0) + max(0, number - was.get(labels, 0))
    return grown


def _gauge(
    name: str, about: str, labels: tuple[str, ...], rows: Iterable[tuple[tuple[str, ...], int]]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, about, labels=labels)
    for values, number in rows:
        family.add_metric(values, number)
    return family


def _histogram(name: str, about: str, labels: tuple[str, ...], by: By) -> HistogramMetricFamily:
    family = HistogramMetricFamily(name, about, labels=labels)
    for values, counted in sorted(by.items()):
        if counted.timed:
            buckets = [*zip(_LIMITS, counted.below, strict=True), ("+Inf", counted.timed)]
            family.add_metric(values, buckets, counted.seconds)
    return family


def _sum(one: By, other: By) -> By:
    return {labels: _plus(one.get(labels), other.get(labels)) for labels in one.keys() | other.keys()}


def _plus(one: Counted | None, other: Counted | None) -> Counted:
    a, b = one or Counted(), other or Counted()
    below = tuple(x + y for x, y in zip(a.below, b.below, strict=True))
    return Counted(a.number + b.number, a.timed + b.timed, a.seconds + b.seconds, below)


def _never_less(before: By, now: By) -> By:
    """A receipt that corrects an earlier one can take a little away again; a counter must not show it."""
    return {labels: _most(before.get(labels, Counted()), now.get(labels, Counted())) for labels in before | now}


def _most(a: Counted, b: Counted) -> Counted:
    below = tuple(max(x, y) for x, y in zip(a.below, b.below, strict=True))
    return Counted(max(a.number, b.number), max(a.timed, b.timed), max(a.seconds, b.seconds), below)
