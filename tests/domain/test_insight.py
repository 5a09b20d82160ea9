"""Why interviews are cancelled (R15): the article's 60 %, trends, and nothing read out of a handful."""

from domain.catalogue import CATALOGUE
from domain.insight import RULES, advice, sentence, slices
from domain.terms import Locale


def test_sixty_percent_something_came_up() -> None:
    """R15: leads to the option of another time in the invitation and a reminder one day before."""
    [found] = advice({"C_ILLNESS": 15, "C_SCHEDULE": 15, "E_REQ_FROZEN": 10, "C_OTHER_OFFER": 10})
    assert sentence(found, Locale.ZH) == (
        "60% 的取消原因是候选人突发疾病、家中急事或时间冲突（30/50，95% 置信区间 46.2%–72.4%），"
        "建议在邀约中增加改期选项，并提前一天发送短信提醒"
    )
    assert sentence(found, Locale.EN).startswith("60% of the cancellations come from candidates' sudden illness")


def test_of_a_handful_nothing_is_advised() -> None:
    assert advice({"C_ILLNESS": 19}) == []
    assert advice({}) == []


def test_the_largest_part_comes_first() -> None:
    found = advice({"C_SCHEDULE": 22, "E_SCREEN_FAIL": 14, "E_REQ_FROZEN": 15})
    assert [one.rule.name for one in found] == ["sudden", "screening"]


def test_every_rule_speaks_of_known_reasons() -> None:
    for rule in RULES:
        assert rule.codes <= CATALOGUE.keys()


def test_parts_with_their_trend() -> None:
    found = slices({"candidate": 30, "company": 70}, {"candidate": 60, "company": 39, "system": 1})
    assert [one.value for one in found] == ["company", "candidate", "system"]
    assert [(one.share.hits, one.share.of, one.before.hits) for one in found] == [
        (70, 100, 39),
        (30, 100, 60),
        (0, 100, 1),
    ]
    assert [one.moved for one in found] == [True, True, False]


def test_a_first_period_has_no_trend() -> None:
    [only] = slices({"candidate": 3}, {})
    assert (only.change, only.moved) == (None, False)
    assert slices({}, {}) == []


def test_of_many_positions_none_has_changed_by_luck() -> None:
    """Forty positions of which two look different: one alone would count as changed, forty together do not."""
    now = {f"p{n}": 10 for n in range(40)} | {"p0": 22}
    before = {f"p{n}": 10 for n in range(40)} | {"p0": 8}
    assert [one.value for one in slices(now, before) if one.moved] == []
    assert slices({"p0": 22, "rest": 390}, {"p0": 8, "rest": 390})[1].moved, "asked of this one alone"
