"""What people may ask of an interview: one Update per command, each with the validator that refuses it before it leaves a trace."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from temporalio import workflow

from domain import aftermath, decide, rescheduling
from domain.change import Decision
from domain.commands import (
    Acknowledge,
    Answer,
    AnswerSurvey,
    Approve,
    Ask,
    Cancel,
    Confirm,
    Decline,
    Move,
    Offer,
    RecordOutcome,
)


class Commands(ABC):
    """The commands of an interview, apart from its life only so that both can be read at one sitting."""

    @abstractmethod
    async def _apply(self, rule: Callable[..., Decision], command: Any) -> Answer:
        """Decide by the rule, write, answer."""

    @abstractmethod
    def _check(self, rule: Callable[..., Decision], command: Any) -> None:
        """Raises: ApplicationError naming the rule that refuses the command now."""

    @workflow.update(description="已知悉 / acknowledge")
    async def acknowledge(self, command: Acknowledge) -> Answer:
        """The candidate has read where the interview stands."""
        return await self._apply(decide.acknowledged, command)

    @acknowledge.validator
    def _may_acknowledge(self, command: Acknowledge) -> None:
        self._check(decide.acknowledged, command)

    @workflow.update(description="确认参加 / confirm")
    async def confirm(self, command: Confirm) -> Answer:
        """The candidate keeps the time."""
        return await self._apply(decide.confirmed, command)

    @confirm.validator
    def _may_confirm(self, command: Confirm) -> None:
        self._check(decide.confirmed, command)

    @workflow.update(description="取消面试 / cancel")
    async def cancel(self, command: Cancel) -> Answer:
        """Cancel with a reason; repeated calls get the first one's answer."""
        return await self._apply(decide.cancelled, command)

    @cancel.validator
    def _may_cancel(self, command: Cancel) -> None:
        self._check(decide.cancelled, command)

    @workflow.update(description="提供可选时间 / offer times")
    async def offer(self, command: Offer) -> Answer:
        """The recruiter offers times."""
        return await self._apply(rescheduling.offered, command)

    @offer.validator
    def _may_offer(self, command: Offer) -> None:
        self._check(rescheduling.offered, command)

    @workflow.update(description="候选人申请改期 / ask for another time")
    async def ask(self, command: Ask) -> Answer:
        """The candidate asks for another time."""
        return await self._apply(rescheduling.asked, command)

    @ask.validator
    def _may_ask(self, command: Ask) -> None:
        self._check(rescheduling.asked, command)

    @workflow.update(description="同意改期 / approve")
    async def approve(self, command: Approve) -> Answer:
        """The recruiter approves the new time."""
        return await self._apply(rescheduling.approved, command)

    @approve.validator
    def _may_approve(self, command: Approve) -> None:
        self._check(rescheduling.approved, command)

    @workflow.update(description="不同意改期 / decline")
    async def decline(self, command: Decline) -> Answer:
        """The recruiter declines; what stood before stands."""
        return await self._apply(rescheduling.declined, command)

    @decline.validator
    def _may_decline(self, command: Decline) -> None:
        self._check(rescheduling.declined, command)

    @workflow.update(description="直接改期 / move")
    async def move(self, command: Move) -> Answer:
        """The recruiter moves the interview."""
        return await self._apply(rescheduling.moved_directly, command)

    @move.validator
    def _may_move(self, command: Move) -> None:
        self._check(rescheduling.moved_directly, command)

    @workflow.update(description="登记结果 / record the outcome")
    async def record_outcome(self, command: RecordOutcome) -> Answer:
        """The recruiter says what happened."""
        return await self._apply(aftermath.outcome_recorded, command)

    @record_outcome.validator
    def _may_record_outcome(self, command: RecordOutcome) -> None:
        self._check(aftermath.outcome_recorded, command)

    @workflow.update(description="提交问卷 / answer the survey")
    async def answer_survey(self, command: AnswerSurvey) -> Answer:
        """The candidate's scores."""
        return await self._apply(aftermath.survey_answered, command)

    @answer_survey.validator
    def _may_answer_survey(self, command: AnswerSurvey) -> None:
        self._check(aftermath.survey_answered, command)
