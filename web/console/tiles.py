"""The dashboard's figures as they are read: each rate with what it was made of, beside its target, and month by month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from api.kpi import Figures, GroupFigures, ShareView
from domain.clock import first_day, local_day, next_month
from domain.kpi import INDICATORS, Better
from web.console.figure_words import FigureWords
from web.console.periods import Trail
from web.console.visitor import Visitor

SHOWN = ("cancellation_rate", "advance_notice_rate", "reason_quality_rate", "satisfaction")
"""The indicators that the dashboard begins with (R11–R13)."""


class Met(StrEnum):
    """How a rate stands to its target; `close`: on the good or bad side, but luck may explain it."""

    YES = "yes"
    NO = "no"
    FEW = "few"
    NONE = "none"


@dataclass(frozen=True)
class Tile:
    """One indicator of the period. target: None where the policy sets none. close: the interval holds the target."""

    name: str
    share: ShareView
    rate: float | None
    target: float | None
    met: Met
    close: bool
    rows: str
    hits: str
    of: Sequence[str]

    @property
    def low_is_good(self) -> bool:
        """Which side of the target is the good one."""
        return INDICATORS[self.name].better is Better.LOW


def tiles(figures: Figures, targets: Mapping[str, float], trail: Trail) -> list[Tile]:
    """Every indicator, in HR's order."""
    return [_tile(name, figures, targets.get(name), trail) for name in INDICATORS]


def _tile(name: str, figures: Figures, target: float | None, trail: Trail) -> Tile:
    one = INDICATORS[name]
    share = figures.fractions[name]
    rate = share.numerator / share.denominator if share.denominator else None
    holds = (
        target is not None and share.low is not None and share.high is not None and share.low <= target <= share.high
    )
    of = ["interviews"] if set(one.of) == {"decided", "open"} else list(one.of)
    return Tile(name, share, rate, target, met(name, share, target), holds, trail.to(name), trail.to(one.hits), of)


def met(name: str, share: ShareView, target: float | None) -> Met:
    """How the rate stands to the target; of too few cases nothing is said."""
    if target is None or not share.denominator:
        return Met.NONE
    if not share.enough:
        return Met.FEW
    gain = share.numerator / share.denominator - target
    good = gain <= 1e-12 if INDICATORS[name].better is Better.LOW else gain >= -1e-12
    return Met.YES if good else Met.NO


@dataclass(frozen=True)
class Point:
    """One month of an indicator; rate None: nothing to tell; running: the month is not over."""

    month: str
    share: ShareView
    rate: float | None
    rows: str
    running: bool = False


@dataclass(frozen=True)
class Trend:
    """An indicator month by month, with what its chart is drawn from."""

    name: str
    points: list[Point]
    chart: dict[str, Any]


def trends(
    months: Sequence[GroupFigures],
    span: tuple[date, date],
    targets: Mapping[str, float],
    trail: Trail,
    visitor: Visitor,
) -> list[Trend]:
    """The first indicators over all months of the span, also those in which nothing happened."""
    known = {one.key: one for one in months}
    first, last = span
    days = []
    while first <= last:
        days.append(first)
        first = next_month(first)
    return [_trend(name, days, last, known, targets.get(name), trail, visitor) for name in SHOWN]


def _trend(
    name: str,
    months: Sequence[date],
    last: date,
    known: Mapping[str, GroupFigures],
    target: float | None,
    trail: Trail,
    visitor: Visitor,
) -> Trend:
    today = local_day(visitor.now, visitor.zone)
    points = [_point(name, month, last, known.get(f"{month:%Y-%m}"), trail, today) for month in months]
    words = FigureWords(visitor.locale)
    chart = {
        "kind": "trend",
        "label": visitor.say("%(name)s，按月", name=words.title(name)),
        "names": [_month(one, words, visitor) for one in points],
        "rates": [one.rate for one in points],
        "texts": [_told(one, words, visitor) for one in points],
        "links": [one.rows for one in points],
        "target": target,
        "targetName": target_said(name, target, words, visitor) if target is not None else "",
    }
    return Trend(name, points, chart)


def _point(name: str, month: date, last: date, figures: GroupFigures | None, trail: Trail, today: date) -> Point:
    share = figures.fractions[name] if figures is not None else _NOTHING
    ends = min(last, _last_of(month))
    rate = share.numerator / share.denominator if share.denominator else None
    return Point(
        f"{month:%Y-%m}",
        share,
        rate,
        replace(trail, first=month, last=ends).to(name),
        month <= today < next_month(month),
    )


def _last_of(month: date) -> date:
    return date.fromordinal(next_month(first_day(f"{month:%Y-%m}")).toordinal() - 1)


def _month(point: Point, words: FigureWords, visitor: Visitor) -> str:
    month = words.month(point.month)
    return visitor.say("%(month)s（本月至今）", month=month) if point.running else month


def _told(point: Point, words: FigureWords, visitor: Visitor) -> str:
    if point.rate is None:
        return visitor.say("%(month)s：没有可计的数据", month=_month(point, words, visitor))
    said = visitor.say(
        "%(month)s：%(rate)s（%(hits)s/%(of)s），95%% 区间 %(interval)s",
        month=_month(point, words, visitor),
        rate=words.percent(point.rate),
        hits=point.share.numerator,
        of=point.share.denominator,
        interval=words.interval(point.share),
    )
    return said if point.share.enough else said + visitor.say("，数据不足")


def target_said(name: str, target: float, words: FigureWords, visitor: Visitor) -> str:
    """ "目标 ≤ 10%"."""
    sign = "≤" if INDICATORS[name].better is Better.LOW else "≥"
    return visitor.say("目标 %(sign)s %(target)s", sign=sign, target=words.percent(target))


_NOTHING = ShareView(numerator=0, denominator=0, low=None, high=None, enough=False)
