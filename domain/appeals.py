"""The words of an appeal (申诉): what it is about, where it stands, and what an upheld one corrects."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Literal

from pydantic import ConfigDict


class About(StrEnum):
    """How one agreed time was counted, or a month's score."""

    FACT = "fact"
    SCORE = "score"


class AppealState(StrEnum):
    """Decided once, by somebody else."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Correction:
    """How an agreed time is counted after all; None leaves a column as the facts have it.

    attributable False: the recruiter does not answer for the cancellation. stated True: its reason was usable (R7). in_time True:
    its notice counts as in time (R11). An appeal can only help whoever files it.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    attributable: Literal[False] | None = None
    stated: Literal[True] | None = None
    in_time: Literal[True] | None = None

    def values(self) -> dict[str, bool | None]:
        """By column."""
        return asdict(self)

    @property
    def empty(self) -> bool:
        """Whether it corrects nothing."""
        return all(value is None for value in self.values().values())
