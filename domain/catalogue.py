"""The sixteen cancellation reason codes: who answers for each, what happens next, and its internal and candidate-facing wording."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from domain.terms import Locale, Party


class Attribution(StrEnum):
    """Whether the recruiter answers for a cancellation in the KPI (责任归属)."""

    NO = "no"
    PARTLY = "partly"
    YES = "yes"


class NextStep(StrEnum):
    """What a notice offers by default; whether it also apologises depends on the party and the notice hours (R6)."""

    OFFER_RESCHEDULE = "offer_reschedule"
    HUMAN_INTERVIEW = "human_interview"
    FUTURE_PRIORITY = "future_priority"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in both languages."""

    zh: str
    en: str

    def of(self, locale: Locale) -> str:
        """The text in that language."""
        return self.zh if locale is Locale.ZH else self.en


@dataclass(frozen=True, slots=True)
class Reason:
    """One code of the catalogue.

    `internal` is specific and audited (R7); `candidate` is what a notice may say: no health, family or background-check
    detail (PIPL art. 28).
    """

    code: str
    party: Party
    attributable: Attribution
    next_step: NextStep
    internal: Wording
    candidate: Wording

    @property
    def parties(self) -> frozenset[Party]:
        """The parties that may be recorded with it.

        Company, interviewer and system are one side; a failed check may also be the candidate's own doing, attributed all the same.
        """
        if self.party is Party.CANDIDATE:
            return frozenset({Party.CANDIDATE})
        ours = frozenset({Party.COMPANY, Party.INTERVIEWER, Party.SYSTEM})
        return ours | {Party.CANDIDATE} if self.code == "E_SCREEN_FAIL" else ours


def _reason(code: str, party: Party, attributable: Attribution, step: NextStep, *texts: str) -> Reason:
    internal_zh, internal_en, candidate_zh, candidate_en = texts
    return Reason(
        code, party, attributable, step, Wording(internal_zh, internal_en), Wording(candidate_zh, candidate_en)
    )


# Per row: internal zh, internal en, candidate zh, candidate en.
_REASONS = (
    _reason(
        "C_ILLNESS",
        Party.CANDIDATE,
        Attribution.NO,
        NextStep.OFFER_RESCHEDULE,
        "候选人突发疾病，无法参加面试",
        "Candidate has fallen ill and cannot attend",
        "您因故无法参加本次面试，面试已为您取消",
        "You are unable to attend, so we have cancelled this interview for you",
    ),
    _reason(
        "C_FAMILY",
        Party.CANDIDATE,
        Attribution.NO,
        NextStep.OFFER_RESCHEDULE,
        "候选人家中急事需处理，无法参加面试",
        "Candidate has a family emergency to attend to",
        "您因故无法参加本次面试，面试已为您取消",
        "You are unable to attend, so we have cancelled this interview for you",
    ),
    _reason(
        "C_SCHEDULE",
        Party.CANDIDATE,
        Attribution.PARTLY,
        NextStep.OFFER_RESCHEDULE,
        "候选人行程或工作时间冲突，无法按时参加面试",
        "Candidate has a travel or work schedule conflict at the interview time",
        "您的时间与本次面试冲突，面试已为您取消",
        "The interview time clashes with your schedule, so we have cancelled it for you",
    ),
    _reason(
        "C_OTHER_OFFER",
        Party.CANDIDATE,
        Attribution.NO,
        NextStep.CLOSE,
        "候选人已接受其他 offer，放弃面试",
        "Candidate has accepted another offer and withdraws",
        "您已告知不再参加本次面试，面试已取消",
        "You told us that you will not take part, so this interview is cancelled",
    ),
    _reason(
        "C_NOT_INTERESTED",
        Party.CANDIDATE,
        Attribution.PARTLY,
        NextStep.CLOSE,
        "候选人对岗位、薪资或地点不再考虑，放弃面试",
        "Candidate is no longer interested in the role, salary or location and withdraws",
        "您已告知不再参加本次面试，面试已取消",
        "You told us that you will not take part, so this interview is cancelled",
    ),
    _reason(
        "C_AI_DECLINED",
        Party.CANDIDATE,
        Attribution.NO,
        NextStep.HUMAN_INTERVIEW,
        "候选人不接受 AI 面试，申请人工面试",
        "Candidate does not accept an AI interview and asks for a human interviewer",
        "您已申请改为人工面试，本次 AI 面试已取消",
        "You asked for a human interviewer, so this AI interview is cancelled",
    ),
    _reason(
        "C_TECH",
        Party.CANDIDATE,
        Attribution.NO,
        NextStep.OFFER_RESCHEDULE,
        "候选人设备或网络故障，无法完成面试",
        "Candidate's device or network failed, so the interview could not be held",
        "因设备或网络问题，本次面试未能进行，现已取消",
        "Because of a device or network problem this interview could not be held and is cancelled",
    ),
    _reason(
        "C_NO_SHOW",
        Party.CANDIDATE,
        Attribution.NO,
        NextStep.OFFER_RESCHEDULE,
        "候选人爽约（未到且未告知）",
        "Candidate did not show up and gave no notice",
        "我们在约定时间未能与您见面，本次面试已取消",
        "We missed you at the agreed time, so this interview is cancelled",
    ),
    _reason(
        "E_REQ_CHANGED",
        Party.COMPANY,
        Attribution.NO,
        NextStep.FUTURE_PRIORITY,
        "该岗位招聘计划调整，面试取消",
        "The hiring plan for this position has changed; the interview is cancelled",
        "该岗位招聘计划调整，面试取消",
        "The hiring plan for this position has changed and the interview is cancelled",
    ),
    _reason(
        "E_REQ_FROZEN",
        Party.COMPANY,
        Attribution.NO,
        NextStep.FUTURE_PRIORITY,
        "该岗位已冻结，暂停招聘，面试取消",
        "The position is frozen and hiring is paused; the interview is cancelled",
        "该岗位招聘计划调整，面试取消",
        "The hiring plan for this position has changed and the interview is cancelled",
    ),
    _reason(
        "E_FILLED",
        Party.COMPANY,
        Attribution.NO,
        NextStep.FUTURE_PRIORITY,
        "该岗位已完成招聘，面试取消",
        "The position has been filled; the interview is cancelled",
        "该岗位已完成招聘，面试取消",
        "The position has been filled and the interview is cancelled",
    ),
    _reason(
        "E_SCREEN_FAIL",
        Party.COMPANY,
        Attribution.YES,
        NextStep.CLOSE,
        "复核后与岗位要求不匹配，或背景调查未通过",
        "On review the profile does not match the requirements, or the background check failed",
        "经综合评估，本次面试安排取消，感谢您的关注",
        "After careful review we will not go ahead with this interview; thank you for your interest",
    ),
    _reason(
        "E_INTERVIEWER",
        Party.INTERVIEWER,
        Attribution.PARTLY,
        NextStep.OFFER_RESCHEDULE,
        "面试官临时无法参加，暂无人替换",
        "The interviewer is unavailable at short notice and nobody can stand in",
        "面试官临时无法参加，本次面试取消",
        "The interviewer has become unavailable and the interview is cancelled",
    ),
    _reason(
        "E_RESCHED_BY_US",
        Party.COMPANY,
        Attribution.YES,
        NextStep.OFFER_RESCHEDULE,
        "公司日程占用面试时段，面试改期",
        "A company event takes the interview slot; the interview has to be rescheduled",
        "因我方日程调整，原定面试时间取消，需与您另约时间",
        "Because of a change in our schedule the original time is cancelled and we need to find another one with you",
    ),
    _reason(
        "E_MISTAKE",
        Party.COMPANY,
        Attribution.YES,
        NextStep.OFFER_RESCHEDULE,
        "面试安排有误（重复预约、时间错误或误操作）",
        "The interview was arranged by mistake (double booking, wrong time or slip)",
        "因我方安排有误，本次面试取消",
        "We made a mistake in arranging this interview, so it is cancelled",
    ),
    _reason(
        "S_OUTAGE",
        Party.SYSTEM,
        Attribution.NO,
        NextStep.OFFER_RESCHEDULE,
        "AI 面试系统故障或维护，面试无法进行",
        "The AI interview system is down or under maintenance, so the interview cannot be held",
        "因面试系统故障或维护，本次面试取消",
        "The interview system is unavailable, so this interview is cancelled",
    ),
)

CATALOGUE: Mapping[str, Reason] = MappingProxyType({reason.code: reason for reason in _REASONS})


def codes_of(party: Party) -> tuple[str, ...]:
    """The codes that may be recorded with that party, in catalogue order."""
    return tuple(code for code, reason in CATALOGUE.items() if party in reason.parties)
