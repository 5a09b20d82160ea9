"""Specific reasons are accepted and mapped to a code, by text, by party or with a chosen code (R2, R7, R9)."""

import pytest

from domain.catalogue import CATALOGUE, codes_of
from domain.reasons import check, owner
from domain.terms import Locale, Party

STANDARD = {
    "突发感冒": "C_ILLNESS",
    "岗位冻结": "E_REQ_FROZEN",
    "企业招聘计划调整": "E_REQ_CHANGED",
    "候选人放弃面试": "C_NOT_INTERESTED",
    "候选人因老家急事需返回，无法参加面试": "C_FAMILY",
    "背景调查未通过": "E_SCREEN_FAIL",
    "与现公司会议时间冲突": "C_SCHEDULE",
    "候选人已接受其他 offer，放弃面试": "C_OTHER_OFFER",
    "面试官临时无法参加": "E_INTERVIEWER",
    "AI 面试系统故障": "S_OUTAGE",
    "候选人爽约": "C_NO_SHOW",
    "重复预约": "E_MISTAKE",
    "岗位已招满": "E_FILLED",
    "候选人不接受 AI 面试，申请人工面试": "C_AI_DECLINED",
    "家里停电断网": "C_TECH",
    "公司当天全员大会，面试改期": "E_RESCHED_BY_US",
}
VAGUE_WORDS_BUT_SPECIFIC = {
    "候选人临时有事：需赶回老家办理房产过户": "C_FAMILY",
    "个人原因：已接受另一家公司的offer": "C_OTHER_OFFER",
    "其他面试官均在出差，无人可替换": "E_INTERVIEWER",
    "other offer accepted at a competitor": "C_OTHER_OFFER",
    "个人原因：急性阑尾炎需手术": "C_ILLNESS",
    "临时有事，要去派出所补办身份证": "C_SCHEDULE",
    "不可抗力：台风导致地铁停运": "C_SCHEDULE",
    "公司原因：项目被砍，不再需要该岗位": "E_REQ_CHANGED",
    "面试官有事：孩子住院需陪护": "E_INTERVIEWER",
    "something came up: jury duty on Wednesday": "C_SCHEDULE",
    "Personal reasons - wife is in labour": "C_FAMILY",
    "有事，接到街道通知做人口普查登记": "C_SCHEDULE",
}
TRADITIONAL = {
    "候選人突發疾病，無法參加面試": "C_ILLNESS",
    "職缺凍結": "E_REQ_FROZEN",
    "招聘計劃調整": "E_REQ_CHANGED",
    "父親住院需要照顧": "C_FAMILY",
    "與現職公司會議時間衝突": "C_SCHEDULE",
    "飛機誤點趕不回來": "C_SCHEDULE",
    "背調未通過": "E_SCREEN_FAIL",
    "面試官確診，需隔離": "E_INTERVIEWER",
    "平台伺服器當機": "S_OUTAGE",
    "筆電鏡頭壞了": "C_TECH",
    "候選人未出席，也聯絡不上": "C_NO_SHOW",
}
ENGLISH = {
    "Candidate has come down with the flu": "C_ILLNESS",
    "family emergency: mother had a stroke": "C_FAMILY",
    "My flight was delayed": "C_SCHEDULE",
    "accepted another job": "C_OTHER_OFFER",
    "Candidate withdrew: salary below expectation": "C_NOT_INTERESTED",
    "wants a human interviewer instead of the AI": "C_AI_DECLINED",
    "my microphone does not work": "C_TECH",
    "no-show, waited 30 minutes": "C_NO_SHOW",
    "hiring plan changed": "E_REQ_CHANGED",
    "Hiring freeze": "E_REQ_FROZEN",
    "position already filled": "E_FILLED",
    "background check failed": "E_SCREEN_FAIL",
    "interviewer is on sick leave": "E_INTERVIEWER",
    "our office is closed for the town hall": "E_RESCHED_BY_US",
    "double booked by mistake": "E_MISTAKE",
    "the AI interview platform is down": "S_OUTAGE",
}
MOST_SPECIFIC = {
    "孩子发烧要带去医院": "C_FAMILY",
    "面试官突发高烧请病假": "E_INTERVIEWER",
    "嫌上班地点太远": "C_NOT_INTERESTED",
    "候选人现公司临时开会": "C_SCHEDULE",
    "面试时间填错了，应为周三下午": "E_MISTAKE",
    "另一位候选人已接受录用，岗位关闭": "E_FILLED",
    "没有生病，就是觉得薪资太低": "C_NOT_INTERESTED",
}
BY_PARTY = [
    ("突发感冒", Party.INTERVIEWER, "E_INTERVIEWER"),
    ("临时被派去客户现场", Party.INTERVIEWER, "E_INTERVIEWER"),
    ("临时无法参加", Party.INTERVIEWER, "E_INTERVIEWER"),
    ("面试官休年假，无人替补", Party.COMPANY, "E_INTERVIEWER"),
    ("系统一直闪退登录不上", Party.CANDIDATE, "C_TECH"),
    ("机房网络中断", Party.SYSTEM, "S_OUTAGE"),
    ("接受主管部门检查，面试推迟到周五", Party.COMPANY, "E_RESCHED_BY_US"),
    ("突发感冒", Party.CANDIDATE, "C_ILLNESS"),
    ("网络中断", Party.SYSTEM, "S_OUTAGE"),
    ("重复预约", Party.SYSTEM, "E_MISTAKE"),
    ("AI面试平台服务器宕机", Party.COMPANY, "S_OUTAGE"),
    ("该岗位已招满", Party.INTERVIEWER, "E_FILLED"),
    ("背调发现任职时间造假", Party.CANDIDATE, "E_SCREEN_FAIL"),
]
OTHER_PARTY = [
    ("候选人突发高烧无法参加", Party.COMPANY, "候选人"),
    ("岗位冻结", Party.CANDIDATE, "企业"),
    ("面试官临时出差", Party.CANDIDATE, "面试官"),
    ("候选人已接受其他公司offer", Party.SYSTEM, "候选人"),
    ("候选人爽约", Party.INTERVIEWER, "候选人"),
]
WITHOUT_KEYWORD = [
    ("首席架构师认为流明参数尚未标定", Party.INTERVIEWER, "E_INTERVIEWER"),
    ("牙套钢丝戳破了嘴", Party.CANDIDATE, "C_SCHEDULE"),
    ("狗吃了巧克力，正在洗胃", None, "C_SCHEDULE"),
    ("候选人不想每天喝酒陪笑", None, "C_NOT_INTERESTED"),
    ("题目翻译成了葡萄牙文", Party.SYSTEM, "S_OUTAGE"),
    ("面试官和候选人是表兄妹", None, "E_INTERVIEWER"),
    ("系统把粤语听成了乱码", Party.SYSTEM, "S_OUTAGE"),
    ("公司仓库今晚要清空货架", None, "E_REQ_CHANGED"),
    ("two kittens chewed through the router cable", None, "C_SCHEDULE"),
    ("母が昨夜倒れて、今病院に付き添っています", None, "C_SCHEDULE"),
    ("Сломал ногу вчера вечером, лежу в больнице", None, "C_SCHEDULE"),
    ("laopo yao sheng le", None, "C_FAMILY"),
]


@pytest.mark.parametrize(
    ("text", "code"), [*(STANDARD | VAGUE_WORDS_BUT_SPECIFIC | TRADITIONAL | ENGLISH | MOST_SPECIFIC).items()]
)
def test_a_specific_reason_is_accepted_under_its_code(text: str, code: str) -> None:
    verdict = check(text)
    assert (verdict.code, verdict.rule) == (code, None)
    assert verdict.acceptable
    assert verdict.problem is None
    assert verdict.suggestion is None


def test_a_cold_gets_the_standard_wording() -> None:
    """R7: "突发感冒" → "候选人突发疾病，无法参加面试"."""
    reason = check("突发感冒").reason
    assert reason is not None
    assert reason.internal.zh == "候选人突发疾病，无法参加面试"


def test_a_frozen_position_reads_as_a_changed_plan_outside_and_as_frozen_inside() -> None:
    """R7: "岗位冻结" → "该岗位招聘计划调整，面试取消"."""
    reason = check("岗位冻结").reason
    assert reason is not None
    assert reason.candidate.zh == "该岗位招聘计划调整，面试取消"
    assert "冻结" in reason.internal.zh


@pytest.mark.parametrize(("text", "party", "code"), BY_PARTY)
def test_the_party_decides_between_readings(text: str, party: Party, code: str) -> None:
    assert check(text, party).code == code
    assert check(text, party).acceptable


@pytest.mark.parametrize(("text", "party", "owner"), OTHER_PARTY)
def test_a_reason_of_another_party_is_refused_and_says_whose_it_is(text: str, party: Party, owner: str) -> None:
    verdict = check(text, party)
    assert not verdict.acceptable
    assert verdict.rule == "party_mismatch"
    assert verdict.suggestion is not None
    assert f"“{owner}”" in verdict.suggestion


def test_a_chosen_code_needs_a_detail_but_no_keyword() -> None:
    verdict = check("要去看望一位多年未见的老朋友", Party.CANDIDATE, "C_SCHEDULE")
    assert (verdict.acceptable, verdict.code) == (True, "C_SCHEDULE")


@pytest.mark.parametrize(
    "text", ["其他", "个人原因", "候选人临时有事", "因故取消", "天气原因", "n/a", "gè rén yuán yīn", "asdfgh"]
)
def test_a_chosen_code_does_not_make_a_vague_detail_acceptable(text: str) -> None:
    assert check(text, code="C_SCHEDULE").rule == "vague"


def test_a_code_outside_the_catalogue_is_refused() -> None:
    assert check("突发感冒", code="C_OTHER").rule == "unknown_code"


@pytest.mark.parametrize(
    ("party", "code"),
    [
        (Party.COMPANY, "C_ILLNESS"),
        (Party.CANDIDATE, "E_FILLED"),
        (Party.SYSTEM, "C_TECH"),
        (Party.INTERVIEWER, "C_NO_SHOW"),
    ],
)
def test_a_code_of_another_party_is_refused(party: Party, code: str) -> None:
    assert check("岗位冻结，突发感冒，重复预约", party, code).rule == "party_mismatch"


def test_a_candidates_illness_under_a_company_code_is_refused() -> None:
    assert check("候选人突发高烧", Party.COMPANY, "E_FILLED").rule == "party_mismatch"
    assert check("岗位冻结", Party.CANDIDATE, "C_NOT_INTERESTED").rule == "party_mismatch"


def test_a_company_code_may_mention_the_candidate() -> None:
    assert check("候选人工作年限不满足岗位要求", Party.COMPANY, "E_SCREEN_FAIL").acceptable


@pytest.mark.parametrize(("text", "party", "code"), WITHOUT_KEYWORD)
def test_a_specific_text_without_a_keyword_gets_the_likeliest_code(text: str, party: Party | None, code: str) -> None:
    """R7: what is specific is never refused for lack of a keyword; the party, or whom it speaks of, decides."""
    assert (check(text, party).code, check(text, party).rule) == (code, None)


@pytest.mark.parametrize(
    ("text", "rule"), [("", "empty"), (" \u200b。", "empty"), ("病", "too_short"), ("感冒发烧" * 126, "too_long")]
)
def test_length_is_counted_after_normalising(text: str, rule: str) -> None:
    assert check(text).rule == rule


def test_padding_does_not_count_towards_the_limit() -> None:
    assert check("突发感冒" + " " * 600).code == "C_ILLNESS"


def test_advice_comes_in_the_readers_language() -> None:
    english, chinese = check("其他", locale=Locale.EN), check("其他", locale=Locale.ZH)
    assert (english.suggestion or "").isascii() is False  # typographic quotes
    assert (english.problem or "").isascii()
    assert "具体" in (chinese.problem or "")


@pytest.mark.parametrize(
    ("text", "party", "code"),
    [
        ("家里有事", None, "C_FAMILY"),
        ("面试官有事", None, "E_INTERVIEWER"),
        ("公司原因", None, "E_REQ_CHANGED"),
        ("不想面了", None, "C_NOT_INTERESTED"),
        ("没兴趣", Party.CANDIDATE, "C_NOT_INTERESTED"),
        ("没时间", Party.CANDIDATE, "C_SCHEDULE"),
        ("系统原因", Party.SYSTEM, "S_OUTAGE"),
        ("候选人没空", None, "C_SCHEDULE"),
        ("公司没空", Party.CANDIDATE, "C_SCHEDULE"),
    ],
)
def test_a_vague_reason_is_offered_the_one_that_it_hints_at(text: str, party: Party | None, code: str) -> None:
    verdict = check(text, party)
    assert verdict.examples[0] == CATALOGUE[code].internal.zh
    assert verdict.examples[0] in (verdict.suggestion or "")


@pytest.mark.parametrize("party", [None, Party.CANDIDATE, Party.COMPANY])
@pytest.mark.parametrize("text", ["有事", "个人原因", "其他", "asdfgh", "。。。", "候选人有事", "something came up"])
def test_a_text_that_hints_at_nothing_is_given_no_reason_to_take_over(text: str, party: Party | None) -> None:
    """Else a reason that is not true is one click away."""
    verdict = check(text, party)
    assert not verdict.acceptable
    assert verdict.examples == ()
    assert verdict.suggestion == "请从“取消原因”中选择相符的一项，或写明具体事由。"


@pytest.mark.parametrize(
    "text",
    [
        *("领导没空", "HR没空", "业务部门没空", "公司不想招了", "领导不考虑了", "专家没空", "厂家有事", "大家都忙"),
        *("our team has no time", "hiring team is busy", "we are not interested any more"),
    ],
)
def test_a_vague_word_about_us_is_not_offered_as_the_candidates_reason(text: str) -> None:
    """One click would blame the candidate, and the figures would not count it as ours (R9)."""
    verdict = check(text)
    assert not verdict.acceptable
    theirs = {CATALOGUE[code].internal.of(locale) for code in codes_of(Party.CANDIDATE) for locale in Locale}
    assert not theirs & set(verdict.examples)


def test_a_hint_at_the_other_side_is_not_offered_to_the_party_that_was_chosen() -> None:
    assert check("不想面了", Party.COMPANY).examples == ()


@pytest.mark.parametrize(
    ("text", "code", "party"),
    [
        ("岗位冻结", None, Party.COMPANY),
        ("候选人突发感冒", None, Party.CANDIDATE),
        ("薪资不符合预期", None, Party.CANDIDATE),
        ("面试官临时出差", None, Party.INTERVIEWER),
        ("AI 面试平台服务器故障", None, Party.SYSTEM),
        ("突发感冒", None, None),
        ("HR生病了，无法安排面试", None, None),
        ("招聘经理生病住院", None, None),
        ("我发烧了，无法组织面试", None, None),
        ("CTO住院", None, None),
        ("the recruiter is ill", None, None),
        ("manager is on sick leave", None, None),
        ("面试官家里有急事", None, None),
        ("the interviewer has a family emergency", None, None),
        ("候选人所在公司系统升级走不开", None, None),
        ("有事", "C_FAMILY", Party.CANDIDATE),
        ("有事", None, None),
        ("没兴趣", None, None),
        ("下雨路滑不敢出门", None, None),
    ],
)
def test_whose_a_reason_is_is_known_only_where_it_says_so(text: str, code: str | None, party: Party | None) -> None:
    assert owner(text, code) is party
