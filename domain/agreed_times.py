"""One agreed time of an interview and how it ended: the rows that every figure of the appraisal is a count of (P3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from domain.catalogue import Attribution
from domain.terms import Party


class Ending(StrEnum):
    """How an agreed time ended (结果); `open` while nobody knows."""

    OPEN = "open"
    MOVED = "moved"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    CANDIDATE_NO_SHOW = "candidate_no_show"
    INTERVIEWER_NO_SHOW = "interviewer_no_show"


# Reasons that say that the time did not suit somebody, and so that it was not well chosen.
TIME_CODES = frozenset({"C_SCHEDULE", "E_INTERVIEWER", "E_RESCHED_BY_US", "E_MISTAKE"})


@dataclass(frozen=True)
class AgreedTime:
    """One (interview, revision). What is said of cancellations is false or None for all else.

    first: the first time agreed. moved_on: another one was agreed for the interview afterwards, also after it was cancelled (R8).
    confirmed: the candidate had confirmed it. late: cancelled or moved inside the notice hours (R6); party: who caused that. asked:
    whoever cancelled was asked for a reason, so not HR operations in the Temporal UI. stated: asked, and gave a usable one (R7).
    ours: caused by the company or an interviewer. in_time: ours, and a notice reached the candidate (delivered by SMS or mail, told
    in a call, acknowledged on the page) at least the policy's notice hours ahead (R11). compliant: stated where asked, and in time
    where ours (R5). refilled: another interview of the recruiter was arranged for the freed time afterwards. notice_hours: from the
    first delivered notice to the start; None when none arrived. reminded: a reminder reached the candidate before the start and the
    end (R16). reminded_unconfirmed: the first that arrived found the time unconfirmed. confirmed_after_reminder: of these, confirmed
    afterwards, before the start.
    """

    ending: Ending
    first: bool = False
    confirmed: bool = False
    moved_on: bool = False
    party: Party | None = None
    code: str | None = None
    attributable: Attribution | None = None
    late: bool = False
    asked: bool = False
    stated: bool = False
    ours: bool = False
    in_time: bool = False
    compliant: bool = False
    refilled: bool = False
    notice_hours: float | None = None
    reminded: bool = False
    reminded_unconfirmed: bool = False
    confirmed_after_reminder: bool = False


@dataclass(frozen=True)
class Which:
    """Which agreed times are counted: each column named must have one of its values."""

    columns: Mapping[str, frozenset[object]] = field(default_factory=dict)

    def takes(self, one: AgreedTime) -> bool:
        """Whether it counts."""
        return all(getattr(one, name) in values for name, values in self.columns.items())


def which(**columns: object) -> Which:
    """A column's value, or a set of values, for each column: `which(ending=Ending.CANCELLED, late=True)`."""
    sets = {name: value if isinstance(value, frozenset) else frozenset({value}) for name, value in columns.items()}
    return Which(MappingProxyType(sets))


_CANCELLED = {"ending": Ending.CANCELLED}
_CAME_DUE = frozenset({Ending.COMPLETED, Ending.CANDIDATE_NO_SHOW, Ending.INTERVIEWER_NO_SHOW})
_ENDED = frozenset(Ending) - {Ending.OPEN}

COUNTED: Mapping[str, Which] = MappingProxyType(
    {
        "decided": which(ending=_CAME_DUE | {Ending.CANCELLED}),
        "open": which(ending=Ending.OPEN),
        "came_due": which(ending=_CAME_DUE),
        "completed": which(ending=Ending.COMPLETED),
        "candidate_no_show": which(ending=Ending.CANDIDATE_NO_SHOW),
        "interviewer_no_show": which(ending=Ending.INTERVIEWER_NO_SHOW),
        "moved": which(ending=Ending.MOVED),
        "rescheduled": which(moved_on=True),
        "confirmed": which(confirmed=True),
        "cancelled": which(**_CANCELLED),
        "attributable_cancelled": which(**_CANCELLED, attributable=Attribution.YES),
        "late_cancelled": which(**_CANCELLED, late=True),
        "candidate_cancelled": which(**_CANCELLED, party=Party.CANDIDATE),
        "candidate_last_minute": which(**_CANCELLED, party=Party.CANDIDATE, late=True),
        "reasons_due": which(**_CANCELLED, asked=True),
        "stated": which(**_CANCELLED, stated=True),
        "company_side": which(**_CANCELLED, ours=True),
        "advance": which(**_CANCELLED, in_time=True),
        "compliant": which(**_CANCELLED, compliant=True),
        "freed": which(**_CANCELLED, late=False),
        "refilled": which(**_CANCELLED, late=False, refilled=True),
        "first_held": which(ending=Ending.COMPLETED, first=True),
        "first_moved": which(ending=Ending.MOVED, first=True),
        "first_clashed": which(**_CANCELLED, first=True, code=TIME_CODES),
        "reminded_unconfirmed": which(ending=_ENDED, reminded_unconfirmed=True),
        "confirmed_after_reminder": which(ending=_ENDED, confirmed_after_reminder=True),
        "reminded_due": which(ending=_CAME_DUE, reminded=True),
        "reminded_missed": which(ending=Ending.CANDIDATE_NO_SHOW, reminded=True),
        "unreminded_due": which(ending=_CAME_DUE, reminded=False),
        "unreminded_missed": which(ending=Ending.CANDIDATE_NO_SHOW, reminded=False),
    }
)
"""Every count of the appraisal by its name; what it is made of is these agreed times and no others."""

REMINDED = (
    "reminded_unconfirmed",
    "confirmed_after_reminder",
    "reminded_due",
    "reminded_missed",
    "unreminded_due",
    "unreminded_missed",
)
"""The counts that say what became of candidates who were reminded, and of those who were not (R16)."""
