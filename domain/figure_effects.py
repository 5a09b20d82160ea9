"""What one cancellation does to the recruiter's figures: which indicators count it, and on which side, by the rule that counts them."""

from enum import StrEnum

from domain.agreed_times import COUNTED, AgreedTime, Ending
from domain.catalogue import CATALOGUE
from domain.kpi import INDICATORS, Better
from domain.terms import Party

SHOWN = (
    "cancellation_rate",
    "attributable_rate",
    "advance_notice_rate",
    "reason_quality_rate",
    "compliance_rate",
    "booking_accuracy",
    "candidate_last_minute_share",
)
"""The indicators that a cancellation can change, in the order in which HR reads them."""


class Effect(StrEnum):
    """Counted for bad or for good; only in the number of cases (分母); not counted."""

    BAD = "bad"
    GOOD = "good"
    CASE = "case"
    NOT_COUNTED = "not_counted"


def cancelled_as(code: str, party: Party, late: bool, first: bool) -> AgreedTime:
    """The agreed time as it would be counted after this cancellation with a usable reason, its notice arriving at once.

    party: the one it is put down to. late: inside the notice hours. first: the first time that was agreed.
    """
    ours = party in (Party.COMPANY, Party.INTERVIEWER)
    in_time = ours and not late
    return AgreedTime(
        ending=Ending.CANCELLED,
        first=first,
        party=party,
        code=code,
        attributable=CATALOGUE[code].attributable,
        late=late,
        asked=True,
        stated=True,
        ours=ours,
        in_time=in_time,
        compliant=in_time or not ours,
    )


def effects(one: AgreedTime) -> dict[str, Effect]:
    """What each indicator of `SHOWN` makes of it."""
    return {name: _effect(name, one) for name in SHOWN}


def _effect(name: str, one: AgreedTime) -> Effect:
    indicator = INDICATORS[name]
    low = indicator.better is Better.LOW
    if COUNTED[indicator.hits].takes(one):
        return Effect.BAD if low else Effect.GOOD
    if not any(COUNTED[part].takes(one) for part in indicator.of):
        return Effect.NOT_COUNTED
    return Effect.CASE if low else Effect.BAD
