"""What a refused reason is told: what is wrong with it and a better text to write instead, in Chinese and English."""

import re

from domain.catalogue import CATALOGUE, Wording, codes_of
from domain.reason_who import CANDIDATE
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
_WRITE = Wording("请写明具体事由，例如：“{0}”。", "Say what happened, for example “{0}”.")
_PICK = Wording(
    "请从“取消原因”中选择相符的一项，或写明具体事由。",
    "Pick the reason that applies from the list “Reason”, or say what happened.",
)
_CHOOSE = Wording(
    "请选择原因代码并保留该说明，可选：{0}。", "Choose a reason code and keep the text; possible codes: {0}."
)
_OTHER_PARTY = Wording(
    "该原因应归于“{0}”（{1}）；如确由“{2}”造成，请写明{2}的事由，例如：“{3}”。",
    "This belongs to the {0} ({1}); if the {2} did cause it, say how, for example “{3}”.",
)

# Used to show how a reason of a party reads, never offered to be taken over.
_SAMPLES = {
    Party.CANDIDATE: "C_ILLNESS",
    Party.COMPANY: "E_REQ_CHANGED",
    Party.INTERVIEWER: "E_INTERVIEWER",
    Party.SYSTEM: "S_OUTAGE",
}
# What a text that says too little may mean: only what it hints at itself, so that nobody is led to a reason that is not true.
_OUR_HINTS = (
    (re.compile(r"面试官|评委|考官|专家|\binterviewer|\bhiring manager|\bpanel"), ("E_INTERVIEWER",)),
    (re.compile(r"系统|平台|\bsystem|\bplatform"), ("S_OUTAGE",)),
    (
        re.compile(
            r"公司|企业|我[司方们]|部门|内部|领导|老板|业务|岗位|团队|招聘|大家|\bhr|\bcompany|\binternal|\bbusiness|\bposition|\bteam"
            r"|\b(?:we|our|management|boss)\b"
        ),
        ("E_REQ_CHANGED", "E_RESCHED_BY_US"),
    ),
)
_THEIR_HINTS = (
    (re.compile(r"(?<![专厂大国人商])家|\bfamily|\bhome\b|jiali|jiating"), ("C_FAMILY",)),
    (
        re.compile(
            r"不想|不愿|不打算|不考虑|不再考虑|(?:没有?|不感)兴趣|\bnot? (?:longer )?(?:want|interest)|\b(?:dont|doesnt) want"
            r"|\bchanged (?:his|her|their) mind"
        ),
        ("C_NOT_INTERESTED",),
    ),
    (re.compile(r"没时间|没空|时间不|太忙|\bno time|\bbusy|\bnot available"), ("C_SCHEDULE",)),
)
_MOST = 2


def problem(rule: str, locale: Locale) -> str:
    """What is wrong, for a person; KeyError for an unknown rule."""
    return _PROBLEMS[rule].of(locale)


def suggestion(rule: str, fitting: tuple[str, ...], party: Party | None, locale: Locale) -> str:
    """What to do about a refused reason: a better text where what was typed hints at one, else the codes to choose from."""
    if rule == "too_long":
        return _SHORTEN.of(locale)
    if rule == "unknown_code":
        return _CHOOSE.of(locale).format(_codes(party, locale))
    return _WRITE.of(locale).format(CATALOGUE[fitting[0]].internal.of(locale)) if fitting else _PICK.of(locale)


def fitting(rule: str, words: str, pointed: tuple[str, ...], party: Party | None) -> tuple[str, ...]:
    """The codes whose own words may be what was meant; none where the text hints at nothing, has to be cut, or the code is wrong."""
    if rule in ("too_long", "unknown_code", "party_mismatch"):
        return ()
    ours, theirs = _hinted(words, _OUR_HINTS), _hinted(words, _THEIR_HINTS)
    whose = {party} if party is not None else set(Party)
    if party is None and CANDIDATE.search(words):
        ours = ()
    elif party is None and ours:
        # A busy team is not a busy candidate.
        whose.remove(Party.CANDIDATE)
    meant = ([code for code in codes if whose & set(CATALOGUE[code].parties)] for codes in (pointed, ours, theirs))
    return tuple(next(filter(None, meant), ()))[:_MOST]


def _hinted(words: str, hints: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]) -> tuple[str, ...]:
    return next((codes for hint, codes in hints if hint.search(words)), ())


def other_party(code: str, party: Party, locale: Locale) -> str:
    """Whose the reason is, and what to write if the chosen party did cause the cancellation."""
    reason = CATALOGUE[code]
    owner, chosen = PARTY_NAMES[reason.party].of(locale), PARTY_NAMES[party].of(locale)
    sample = CATALOGUE[_SAMPLES[party]].internal.of(locale)
    return _OTHER_PARTY.of(locale).format(owner, reason.internal.of(locale), chosen, sample)


def _codes(party: Party | None, locale: Locale) -> str:
    codes = codes_of(party) if party else tuple(CATALOGUE)
    mark, joint = ("：", "；") if locale is Locale.ZH else (": ", "; ")
    return joint.join(f"{code}{mark}{CATALOGUE[code].internal.of(locale)}" for code in codes)
