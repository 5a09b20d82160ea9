"""The recruiter's figures: what is counted, and every rate with its formula, each defined once (R5, R10, R11, R13)."""

from collections.abc import Iterable
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Counts:
    """What one recruiter's facts of a period add up to; a fact belongs to the period in which it happened.

    interviews: different interviews whose fate was decided in the period (cancelled, or an outcome recorded), plus those
    arranged in the period whose fate is still open; so each counts when it is decided, and no cancellation without it.
    cancelled, attributable_cancelled, late_cancelled: different interviews cancelled; of these those for a reason that
    the catalogue attributes to the recruiter ("yes"); those inside the notice hours (R6).
    cancellations: rows of the cancellation log, which the same filters list. reasons_due: of these those made by people who
    are asked for a reason, so not HR operations' request in the Temporal UI, which the recruiter does not answer for.
    stated: of reasons_due those with a usable reason (R7).
    company_side: of these caused by the company or an interviewer. advance: of these the ones of which a notice reached the
    candidate (delivered by SMS or mail, told in a call, or acknowledged on the page) at least the policy's notice hours before
    the start; that a provider accepted one is not enough. compliant: stated when due and, when company-side, advance.
    confirmed, rescheduled: different interviews confirmed, moved. completed, *_no_show: outcomes recorded.
    survey_answers: answers that candidates gave themselves; satisfaction_sum adds (score - 1) / 4 of each (0–1), score
    being the mean of the two questions (1–5).
    """

    interviews: int = 0
    cancelled: int = 0
    attributable_cancelled: int = 0
    late_cancelled: int = 0
    cancellations: int = 0
    reasons_due: int = 0
    stated: int = 0
    company_side: int = 0
    advance: int = 0
    compliant: int = 0
    confirmed: int = 0
    rescheduled: int = 0
    completed: int = 0
    candidate_no_show: int = 0
    interviewer_no_show: int = 0
    survey_answers: int = 0
    satisfaction_sum: float = 0.0


@dataclass(frozen=True)
class Fraction:
    """A rate with the counts that it was made of."""

    numerator: float
    denominator: int

    @property
    def rate(self) -> float | None:
        """The share, 0–1; None when there was nothing to count."""
        return self.numerator / self.denominator if self.denominator else None


def cancellation_rate(counts: Counts) -> Fraction:
    """R13: cancelled / interviews."""
    return Fraction(counts.cancelled, counts.interviews)


def attributable_rate(counts: Counts) -> Fraction:
    """R13, only what the recruiter answers for: attributable_cancelled / interviews."""
    return Fraction(counts.attributable_cancelled, counts.interviews)


def reason_quality_rate(counts: Counts) -> Fraction:
    """R11: cancellations with a usable reason / cancellations whose maker was asked for one."""
    return Fraction(counts.stated, counts.reasons_due)


def advance_notice_rate(counts: Counts) -> Fraction:
    """R11: company-side cancellations that were notified in time / company-side cancellations."""
    return Fraction(counts.advance, counts.company_side)


def compliance_rate(counts: Counts) -> Fraction:
    """R5, R11: cancellations with a usable reason and, when company-side, notified in time / cancellations."""
    return Fraction(counts.compliant, counts.cancellations)


def satisfaction(counts: Counts) -> Fraction:
    """R5, R12: the mean of (score - 1) / 4 over the candidates' own answers; 0 is worst, 1 is best."""
    return Fraction(counts.satisfaction_sum, counts.survey_answers)


RATES = {
    "cancellation_rate": cancellation_rate,
    "attributable_rate": attributable_rate,
    "reason_quality_rate": reason_quality_rate,
    "advance_notice_rate": advance_notice_rate,
    "compliance_rate": compliance_rate,
    "satisfaction": satisfaction,
}


def total(parts: Iterable[Counts]) -> Counts:
    """The counts of several recruiters together; an interview has one recruiter, so nothing is counted twice."""
    every = list(parts)
    return Counts(**{field.name: sum(getattr(part, field.name) for part in every) for field in fields(Counts)})
