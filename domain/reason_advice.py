"""What a refused reason is told: what is wrong with it and a better text to write instead, in Chinese and English."""

import re

from domain.catalogue import CATALOGUE, Wording, codes_of
from domain.terms import Locale, Party

PARTY_NAMES = {
    Party.CANDIDATE: Wording("候选人", "candidate"),
    Party.COMPANY: Wording("企业", "company"),
    Party.INTERVIEWER: Wording("面试官", "interviewer"),
    Party.SYSTEM: Wording("系统", "system"),
}
_PROBLEMS = {
    "empty": Wording("请填写取消原因。", "Please give a reason for the cancellation."),
    "too_short": Wording("取消原因过短，看不出具体事由。", "The reason is too short to show what happened."),
    "too_long": Wording("取消原因超过 500 字。", "The reason is longer than 500 characters."),
    "vague": Wording("取消原因过于笼统，没有写明具体事由。", "The reason is too vague: it does not say what happened."),
    "unknown_code": Wording("原因代码不在原因目录中。", "The reason code is not in the catalogue."),
    "party_mismatch": Wording(
        "取消原因与所选责任方不一致。", "The reason does not belong to the party that was chosen."
    ),
}
_SHORTEN = Wording("请保留关键事由，控制在 500 字以内。", "Keep what matters, in at most 500 characters.")
_WRITE = Wording("请写明具体事由，例如：“{0}”或“{1}”。", "Say what happened, for example “{0}” or “{1}”.")
_CHOOSE = Wording(
    "请选择原因代码并保留该说明，可选：{0}。", "Choose a reason code and keep the text; possible codes: {0}."
)
_OTHER_PARTY = Wording(
    "该原因应归于“{0}”（{1}）；如确由“{2}”造成，请写明{2}的事由，例如：“{3}”。",
    "This belongs to the {0} ({1}); if the {2} did cause it, say how, for example “{3}”.",
)

_EXAMPLES = {
    Party.CANDIDATE: (
        Wording("候选人突发疾病，无法参加面试", "Candidate has fallen ill and cannot attend"),
        Wording(
            "候选人与现公司会议时间冲突，无法按时参加",
            "Candidate has a meeting at the current employer at the same time",
        ),
    ),
    Party.COMPANY: (
        Wording("该岗位招聘计划调整，面试取消", "The hiring plan for this position has changed"),
        Wording("该岗位已完成招聘，面试取消", "The position has been filled"),
    ),
    Party.INTERVIEWER: (
        Wording("面试官临时出差，暂无人替换", "The interviewer was sent on a business trip and nobody can stand in"),
        Wording("面试官突发疾病请假，面试需改期", "The interviewer is on sick leave and the interview has to move"),
    ),
    Party.SYSTEM: (
        Wording("AI 面试系统升级维护，当晚无法使用", "The AI interview system is under maintenance tonight"),
        Wording("AI 面试平台服务器故障，面试无法进行", "The server of the AI interview platform is down"),
    ),
}
_FAMILY = (
    Wording("候选人因老家急事需返回，无法参加面试", "Candidate has to travel home for a family emergency"),
    Wording("候选人家人住院需陪护，无法参加面试", "Candidate has to look after a family member in hospital"),
)
_HINTS = (
    (re.compile(r"面试官|评委|考官|\binterviewer|\bhiring manager|\bpanel"), _EXAMPLES[Party.INTERVIEWER]),
    (re.compile(r"家|\bfamily|\bhome\b|jiali|jiating"), _FAMILY),
    (re.compile(r"候选人|应聘|本人|\bcandidate|\bapplicant"), _EXAMPLES[Party.CANDIDATE]),
    (re.compile(r"系统|平台|技术|\bsystem|\bplatform|\btechnical"), _EXAMPLES[Party.SYSTEM]),
    (
        re.compile(r"公司|企业|我司|部门|内部|领导|老板|业务|岗位|\bcompany|\binternal|\bbusiness|\bposition"),
        _EXAMPLES[Party.COMPANY],
    ),
)


def problem(rule: str, locale: Locale) -> str:
    """What is wrong, for a person; KeyError for an unknown rule."""
    return _PROBLEMS[rule].of(locale)


def suggestion(rule: str, words: str, party: Party | None, locale: Locale) -> str:
    """A concrete better text, or the codes to choose from, for a refused reason."""
    if rule == "too_long":
        return _SHORTEN.of(locale)
    if rule == "unknown_code":
        return _CHOOSE.of(locale).format(_codes(party, locale))
    return _WRITE.of(locale).format(*(example.of(locale) for example in _examples(words, party)))


def examples(rule: str, words: str, party: Party | None, locale: Locale) -> tuple[str, ...]:
    """Whole reasons that will do as they stand; none where the text only has to be cut or the code is wrong."""
    if rule in ("too_long", "unknown_code"):
        return ()
    return tuple(example.of(locale) for example in _examples(words, party))


def other_party(code: str, party: Party, locale: Locale) -> str:
    """Whose the reason is, and what to write if the chosen party did cause the cancellation."""
    reason = CATALOGUE[code]
    owner, chosen = PARTY_NAMES[reason.party].of(locale), PARTY_NAMES[party].of(locale)
    return _OTHER_PARTY.of(locale).format(owner, reason.internal.of(locale), chosen, _EXAMPLES[party][0].of(locale))


def _examples(words: str, party: Party | None) -> tuple[Wording, ...]:
    hinted = next((examples for hint, examples in _HINTS if hint.search(words)), None)
    if party is None:
        return hinted or (_EXAMPLES[Party.CANDIDATE][0], _EXAMPLES[Party.COMPANY][0])
    return _FAMILY if party is Party.CANDIDATE and hinted is _FAMILY else _EXAMPLES[party]


def _codes(party: Party | None, locale: Locale) -> str:
    codes = codes_of(party) if party else tuple(CATALOGUE)
    mark, joint = ("：", "；") if locale is Locale.ZH else (": ", "; ")
    return joint.join(f"{code}{mark}{CATALOGUE[code].internal.of(locale)}" for code in codes)
