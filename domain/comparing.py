"""Before and after (R17): whether a rate of two periods differs by more than chance, in numbers and in one plain sentence."""

from dataclasses import dataclass
from enum import StrEnum

from domain.kpi import INDICATORS, Better, Counts, Indicator
from domain.proportions import Interval, Share, difference
from domain.rates_said import percent, points
from domain.terms import Locale


class Verdict(StrEnum):
    """What can be said of a difference; only the first two are more than chance."""

    BETTER = "better"
    WORSE = "worse"
    CHANCE = "chance"
    SAME = "same"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Compared:
    """One indicator before and after. change: the interval of after minus before (shares, -1–1); None without cases in both."""

    indicator: Indicator
    before: Share
    after: Share
    change: Interval | None
    verdict: Verdict


def compare(before: Counts, after: Counts) -> list[Compared]:
    """Every indicator of two periods, in HR's order."""
    return [_compared(one, one.share(before), one.share(after)) for one in INDICATORS.values()]


def _compared(indicator: Indicator, before: Share, after: Share) -> Compared:
    change = difference(before, after)
    verdict = _verdict(indicator, before, after, change)
    return Compared(indicator, before, after, change, verdict)


def _verdict(indicator: Indicator, before: Share, after: Share, change: Interval | None) -> Verdict:
    if change is None or min(before.of, after.of) < indicator.floor:
        return Verdict.TOO_FEW
    if before.rate == after.rate:
        return Verdict.SAME
    if change.low <= 0 <= change.high:
        return Verdict.CHANCE
    return Verdict.BETTER if (change.low > 0) is (indicator.better is Better.HIGH) else Verdict.WORSE


def sentence(one: Compared, locale: Locale) -> str:
    """ "取消率由 18% 降至 9%（变化 -13.6 至 -4.3 个百分点），差异超出偶然波动。" or why nothing can be said."""
    name = one.indicator.title.of(locale)
    title = name[:1].upper() + name[1:]
    if one.verdict is Verdict.TOO_FEW or one.change is None or one.before.rate is None or one.after.rate is None:
        return _TOO_FEW[locale].format(title=title, before=one.before.of, after=one.after.of, floor=one.indicator.floor)
    said = _SAID if percent(one.before.rate) != percent(one.after.rate) else _SAME
    return said[locale].format(
        title=title,
        before=percent(one.before.rate),
        after=percent(one.after.rate),
        way=_way(one.before.rate, one.after.rate, locale),
        low=points(one.change.low),
        high=points(one.change.high),
        verdict=_VERDICTS[one.verdict][locale],
    )


def _way(before: float, after: float, locale: Locale) -> str:
    zh, en = ("降至", "fell") if after < before else ("升至", "rose")
    return zh if locale is Locale.ZH else en


_SAID = {
    Locale.ZH: "{title}由 {before} {way} {after}（变化 {low} 至 {high} 个百分点，95% 置信区间），{verdict}。",
    Locale.EN: "{title} {way} from {before} to {after} ({low} to {high} points, 95% interval): {verdict}.",
}
_SAME = {
    Locale.ZH: "{title}前后均为 {after}，看不出变化（差异的 95% 置信区间：{low} 至 {high} 个百分点）。",
    Locale.EN: "{title} is {after} in both periods: no change to be seen ({low} to {high} points, 95% interval).",
}
_TOO_FEW = {
    Locale.ZH: "{title}：数据不足（前 {before} 例、后 {after} 例，各需至少 {floor} 例），无法判断变化。",
    Locale.EN: "{title}: too few cases ({before} before, {after} after; at least {floor} each) to tell a change.",
}
_VERDICTS = {
    Verdict.BETTER: {Locale.ZH: "改善超出偶然波动", Locale.EN: "an improvement beyond chance"},
    Verdict.WORSE: {Locale.ZH: "恶化超出偶然波动", Locale.EN: "a decline beyond chance"},
    Verdict.CHANCE: {Locale.ZH: "可能只是偶然波动", Locale.EN: "it may be chance alone"},
    Verdict.SAME: {Locale.ZH: "没有变化", Locale.EN: "no change"},
}
