"""What an alert says (R13): the sentence, what it rests on, and a suggestion that follows the dominant reason."""

from collections.abc import Mapping

from domain.alerting import Judged
from domain.catalogue import CATALOGUE, Wording
from domain.kpi import INDICATORS
from domain.proportions import Share
from domain.rates_said import percent
from domain.terms import Locale

# From this share of the recruiter's own cancellations on, one reason is the dominant one.
DOMINANT = 0.4

_SUGGESTIONS = {
    "E_SCREEN_FAIL": Wording(
        "核查其前期候选人筛选流程", "reviewing how candidates are screened before they are invited"
    ),
    "E_RESCHED_BY_US": Wording(
        "核查其约定时间前与公司日程的核对流程", "reviewing how times are checked against the company's calendar"
    ),
    "E_MISTAKE": Wording("核查其面试安排的复核流程", "reviewing how arrangements are checked before they go out"),
    "E_INTERVIEWER": Wording(
        "核查其与面试官确认时间的流程", "reviewing how times are agreed with the interviewers and who stands in"
    ),
    "C_SCHEDULE": Wording(
        "核查其约定面试时间的方式，在邀约中提供多个可选时间",
        "reviewing how times are agreed, and offering several in the invitation",
    ),
    "C_NOT_INTERESTED": Wording(
        "核查其邀约前对岗位、薪资和地点的沟通",
        "reviewing what candidates are told of role, salary and location beforehand",
    ),
}
_MIXED = Wording("逐条核查其取消记录，了解具体情况", "going through the single cancellations to see what happened")

_SENTENCE = Wording(
    "{name}的{title}为{rate}，团队平均为{team}，建议{advice}",
    "{name}'s {title} is {rate}, the team's {team}; we suggest {advice}",
)
# The article's word; which cancellations are counted stands in the basis.
_CANCELLATION_RATE = {"attributable_rate": "cancellation_rate"}
_BASIS = Wording(
    "统计口径：{title}，近 {days} 天 {hits}/{of} 场；团队其他成员 {others_hits}/{others_of} 场。{luck}",
    "Counted: {title}, {hits} of {of} in {days} days; the others of the team {others_hits} of {others_of}. {luck}",
)
_LUCK = Wording(
    "同等水平的招聘人员偶然达到该数值的概率为 {chance}（已按统计人数校正）。",
    "The chance that an honest recruiter gets there by luck is {chance}, corrected for the number of people looked at.",
)
_PLAIN = Wording(
    "按“高于团队 {above}”的规则提示，未检验是否属于偶然波动。",
    "Told by the plain rule “{above} above the team”: whether it is luck was not tested.",
)


def sentence(name: str, judged: Judged, indicator: str, reasons: Mapping[str, int], locale: Locale) -> str:
    """ "张三的取消率为25%，团队平均为12%，建议核查其前期候选人筛选流程": the team's is the others' together."""
    return _SENTENCE.of(locale).format(
        name=name,
        title=INDICATORS[_CANCELLATION_RATE.get(indicator, indicator)].title.of(locale),
        rate=_said(judged.share),
        team=_said(judged.others),
        advice=suggestion(reasons).of(locale),
    )


def basis(judged: Judged, indicator: str, days: int, above: float | None, locale: Locale) -> str:
    """What the sentence rests on: which cases, how many, and how likely luck alone is."""
    plain = judged.plain and above is not None
    luck = (
        _PLAIN.of(locale).format(above=percent(above or 0))
        if plain
        else _LUCK.of(locale).format(chance=percent(judged.adjusted))
    )
    return _BASIS.of(locale).format(
        title=INDICATORS[indicator].title.of(locale),
        days=days,
        hits=judged.share.hits,
        of=judged.share.of,
        others_hits=judged.others.hits,
        others_of=judged.others.of,
        luck=luck,
    )


def dominant(reasons: Mapping[str, int]) -> str | None:
    """The code of at least `DOMINANT` of these cancellations (counts by code), the first in the catalogue's order of equals."""
    whole = sum(reasons.values())
    if not whole:
        return None
    code = max((code for code in CATALOGUE if code in reasons), key=lambda code: reasons[code], default=None)
    return code if code is not None and reasons[code] >= DOMINANT * whole else None


def suggestion(reasons: Mapping[str, int]) -> Wording:
    """What to look into, by the dominant reason."""
    return _SUGGESTIONS.get(dominant(reasons) or "", _MIXED)


def _said(share: Share) -> str:
    return percent(share.rate) if share.rate is not None else "-"
