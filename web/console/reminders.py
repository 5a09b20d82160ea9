"""What the dashboard says of reminders (R16): how many confirmed after one, and who stayed away with one and without, with their rows."""

from dataclasses import dataclass

from api.kpi import Figures, ShareView
from domain.agreed_times import REMINDED
from domain.kpi import Counts
from domain.proportions import Share, wilson
from domain.rates_said import points
from domain.reminder_effect import FLOOR, Difference, ReminderEffect, effect_of
from web.console.periods import Trail
from web.console.visitor import Visitor


@dataclass(frozen=True)
class Part:
    """One share; `rows` lead to what it is a share of, `hits` to what it counts."""

    name: str
    counted: str
    share: ShareView
    rate: float | None
    rows: str
    hits: str


@dataclass(frozen=True)
class Reminders:
    """The shares, and what can be said of those with a reminder beside those without."""

    parts: list[Part]
    sentence: str


def reminders(figures: Figures, trail: Trail, visitor: Visitor) -> Reminders | None:
    """None where no agreed time of the period has come due or been reminded."""
    counts = Counts(**{name: getattr(figures, name) for name in REMINDED})
    if not (counts.reminded_unconfirmed or counts.reminded_due or counts.unreminded_due):
        return None
    effect, say = effect_of(counts), visitor.say
    return Reminders(
        [
            _part(
                say("提醒后确认率"),
                say("收到提醒时尚未确认的面试中，之后（开始前）确认的"),
                effect.confirmed,
                trail.to("reminded_unconfirmed"),
                trail.to("confirmed_after_reminder"),
            ),
            _part(
                say("爽约率（收到提醒）"),
                say("收到过提醒的到期面试中，候选人未到的"),
                effect.missed_with,
                trail.to("reminded_due"),
                trail.to("reminded_missed"),
            ),
            _part(
                say("爽约率（未收到提醒）"),
                say("没有收到提醒的到期面试中，候选人未到的"),
                effect.missed_without,
                trail.to("unreminded_due"),
                trail.to("unreminded_missed"),
            ),
        ],
        _sentence(effect, visitor),
    )


def _part(name: str, counted: str, share: Share, rows: str, hits: str) -> Part:
    interval = wilson(share)
    low, high = (interval.low, interval.high) if interval is not None else (None, None)
    view = ShareView(numerator=share.hits, denominator=share.of, low=low, high=high, enough=share.of >= FLOOR)
    return Part(name, counted, view, share.rate, rows, hits)


def _sentence(effect: ReminderEffect, visitor: Visitor) -> str:
    change = effect.change
    if change is None or effect.difference is Difference.TOO_FEW:
        return visitor.say("有提醒和没有提醒的到期面试都至少 %(floor)s 场时，才比较爽约率。", floor=FLOOR)
    gap = visitor.say("差 %(low)s 至 %(high)s 个百分点，95%% 区间", low=points(change.low), high=points(change.high))
    if effect.difference is Difference.CHANCE:
        return visitor.say("有无提醒的爽约率差别可能只是偶然（%(gap)s）。", gap=gap)
    if effect.difference is Difference.FEWER:
        return visitor.say("收到提醒的爽约率较低，超出偶然波动（%(gap)s）。", gap=gap)
    return visitor.say("收到提醒的爽约率较高，超出偶然波动（%(gap)s）。", gap=gap)
