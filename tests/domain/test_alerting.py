"""Whose cancellations are told of (R13): hints that luck does not explain, and never a verdict by machine."""

import pytest

from domain.alert_words import basis, dominant, sentence, suggestion
from domain.alerting import AlertRules, Judged, Level, judge
from domain.proportions import Share
from domain.terms import Locale

RULES = AlertRules(least_others=2)
# Eight colleagues with 60 of 500 cancelled: twelve percent.
COLLEAGUES = {f"c{n}": Share(hits, of) for n, (hits, of) in enumerate([(8, 62), (7, 63)] * 4)}


def seen(own: Share, rules: AlertRules = RULES, beside: dict[str, dict[str, Share]] | None = None) -> dict[str, Judged]:
    return judge({"shanghai": {"zhangsan": own, **COLLEAGUES}, **(beside or {})}, rules)


def test_a_quarter_of_eighty_is_an_alarm_where_the_team_has_twelve_percent() -> None:
    found = seen(Share(22, 80))["zhangsan"]
    assert found.others == Share(60, 500)
    assert found.level is Level.ALERT
    assert found.adjusted == pytest.approx(min(1, found.chance * 9)), "the smallest of nine chances"
    assert seen(Share(28, 80))["zhangsan"].level is Level.ALARM


def test_a_quarter_of_twenty_four_may_be_luck() -> None:
    """The rule "twice the team's" would flag it: 6 of 24 against 12 %."""
    found = seen(Share(6, 24))["zhangsan"]
    assert found.level is None
    assert found.chance > RULES.alert
    assert found.alert_from is not None
    assert found.alert_from > 6


def test_under_twenty_interviews_nobody_is_judged() -> None:
    assert "zhangsan" not in seen(Share(19, 19))


def test_a_team_too_small_to_compare_with_judges_nobody() -> None:
    teams = {"tiny": {"zhangsan": Share(20, 40), "lisi": Share(1, 19)}, "alone": {"wangwu": Share(30, 40)}}
    assert judge(teams, RULES) == {}


def test_two_colleagues_would_read_each_others_figures_out_of_a_comparison() -> None:
    """In a team of three each alert would tell of two others; by default there must be three."""
    team = {"zhangsan": Share(20, 40), "lisi": Share(4, 60), "wangwu": Share(3, 60)}
    assert judge({"sh": team}, AlertRules()) == {}
    assert judge({"sh": {**team, "zhaoliu": Share(2, 50)}}, AlertRules())["zhangsan"].level is not None


def test_ones_own_cases_do_not_hide_one() -> None:
    """Zhang San is most of the team: against the team with himself in it he would look usual."""
    found = judge({"sh": {"zhangsan": Share(60, 200), "lisi": Share(3, 60), "wangwu": Share(2, 55)}}, RULES)
    assert found["zhangsan"].others == Share(5, 115)
    assert found["zhangsan"].level is not None
    assert found["lisi"].level is None


def test_the_more_recruiters_are_looked_at_the_more_it_takes() -> None:
    own = Share(20, 80)
    many = {f"team{n}": {f"{n}-{name}": share for name, share in COLLEAGUES.items()} for n in range(20)}
    assert seen(own)["zhangsan"].adjusted < seen(own, beside=many)["zhangsan"].adjusted


def test_where_recruiters_differ_anyway_more_is_usual() -> None:
    own = {"zhangsan": Share(24, 80)}
    calm = {f"c{n}": Share(12, 100) for n in range(6)}
    mixed = {f"c{n}": Share(hits, 100) for n, hits in enumerate([2, 4, 10, 14, 20, 22])}
    assert judge({"sh": {**own, **calm}}, RULES)["zhangsan"].level is not None
    assert judge({"sh": {**own, **mixed}}, RULES)["zhangsan"].level is None


def test_the_plain_rule_is_there_and_off() -> None:
    own = Share(5, 24)
    assert seen(own)["zhangsan"].level is None
    found = seen(own, AlertRules(above=0.05, least_others=2))["zhangsan"]
    assert (found.level, found.plain) == (Level.ALERT, True)
    assert "未检验" in basis(found, RULES.indicator, 90, 0.05, Locale.ZH)


def judged(own: Share, others: Share) -> Judged:
    return Judged("zhangsan", own, others, 0.0004, 0.0036, 12, 15, Level.ALERT)


def test_the_sentence_of_the_article() -> None:
    """R13, word for word; its suggestion is the one for candidates who should not have been invited."""
    found = sentence(
        "张三",
        judged(Share(20, 80), Share(60, 500)),
        "attributable_rate",
        {"E_SCREEN_FAIL": 12, "E_MISTAKE": 8},
        Locale.ZH,
    )
    assert found == "张三的取消率为25%，团队平均为12%，建议核查其前期候选人筛选流程"
    english = sentence(
        "Zhang San", judged(Share(20, 80), Share(60, 500)), "cancellation_rate", {"E_SCREEN_FAIL": 20}, Locale.EN
    )
    assert english.startswith(
        "Zhang San's cancellation rate is 25%, the team's 12%; we suggest reviewing how candidates"
    )


def test_the_suggestion_follows_the_dominant_reason() -> None:
    assert dominant({"E_MISTAKE": 4, "E_SCREEN_FAIL": 3, "E_RESCHED_BY_US": 3}) == "E_MISTAKE"
    assert "复核" in suggestion({"E_MISTAKE": 4, "E_SCREEN_FAIL": 3, "E_RESCHED_BY_US": 3}).zh
    assert dominant({"E_MISTAKE": 1, "E_SCREEN_FAIL": 1, "E_RESCHED_BY_US": 1}) is None
    assert "逐条核查" in suggestion({}).zh


def test_the_sentence_comes_with_what_it_rests_on() -> None:
    found = basis(judged(Share(20, 80), Share(60, 500)), "attributable_rate", 90, None, Locale.ZH)
    assert found == (
        "统计口径：可归责取消率，近 90 天 20/80 场；团队其他成员 60/500 场。"
        "同等水平的招聘人员偶然达到该数值的概率为 0.4%（已按统计人数校正）。"
    )


def test_a_sentence_about_something_else_says_so() -> None:
    found = sentence("张三", judged(Share(20, 80), Share(60, 500)), "reschedule_rate", {}, Locale.ZH)
    assert found.startswith("张三的改期率为25%")
