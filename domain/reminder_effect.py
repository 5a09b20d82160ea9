"""What can be said of reminders (R16): who confirmed after one, and who stayed away with one and without; side by side, no proof."""

from dataclasses import dataclass
from enum import StrEnum

from domain.kpi import Counts
from domain.proportions import Interval, Share, difference

FLOOR = 20
"""Of fewer interviews on one side nothing is said of a difference."""


class Difference(StrEnum):
    """How the candidates with a reminder stand to those without; the first two are more than chance."""

    FEWER = "fewer"
    MORE = "more"
    CHANCE = "chance"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class ReminderEffect:
    """confirmed: of the agreed times that were unconfirmed when a reminder arrived, those confirmed afterwards. missed_with,
    missed_without: interviews that candidates missed, of those whose time came. change: the interval of with minus without (shares,
    -1–1); None without cases in both. Whoever got no reminder differs in more than that, so a difference is no proof of an effect.
    """

    confirmed: Share
    missed_with: Share
    missed_without: Share

    @property
    def change(self) -> Interval | None:
        """95 % sure."""
        return difference(self.missed_without, self.missed_with)

    @property
    def difference(self) -> Difference:
        """What can be said of it."""
        change = self.change
        if change is None or min(self.missed_with.of, self.missed_without.of) < FLOOR:
            return Difference.TOO_FEW
        if change.holds(0):
            return Difference.CHANCE
        return Difference.FEWER if change.high < 0 else Difference.MORE


def effect_of(counts: Counts) -> ReminderEffect:
    """The effect that these counts show."""
    return ReminderEffect(
        Share(counts.confirmed_after_reminder, counts.reminded_unconfirmed),
        Share(counts.reminded_missed, counts.reminded_due),
        Share(counts.unreminded_missed, counts.unreminded_due),
    )
