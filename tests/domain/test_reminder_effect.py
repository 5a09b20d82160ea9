"""What may be said of reminders (R16): the shares by hand, and when a difference is more than chance."""

import pytest

from domain.agreed_times import COUNTED, REMINDED, AgreedTime, Ending
from domain.kpi import Counts
from domain.reminder_effect import Difference, effect_of


def counted(*ones: AgreedTime) -> Counts:
    return Counts(**{name: sum(which.takes(one) for one in ones) for name, which in COUNTED.items()})


def beside(with_one: tuple[int, int], without: tuple[int, int]) -> Difference:
    (missed, due), (missed_without, due_without) = with_one, without
    counts = Counts(
        reminded_missed=missed, reminded_due=due, unreminded_missed=missed_without, unreminded_due=due_without
    )
    return effect_of(counts).difference


def test_the_shares_by_hand() -> None:
    said_yes = AgreedTime(Ending.COMPLETED, reminded=True, reminded_unconfirmed=True, confirmed_after_reminder=True)
    silent = AgreedTime(Ending.CANDIDATE_NO_SHOW, reminded=True, reminded_unconfirmed=True)
    gave_up = AgreedTime(Ending.CANCELLED, reminded=True, reminded_unconfirmed=True)
    already = AgreedTime(Ending.COMPLETED, reminded=True, confirmed=True)
    ahead = AgreedTime(Ending.OPEN, reminded=True, reminded_unconfirmed=True)
    untold = [AgreedTime(Ending.COMPLETED), AgreedTime(Ending.CANDIDATE_NO_SHOW), AgreedTime(Ending.CANCELLED)]
    effect = effect_of(counted(said_yes, silent, gave_up, already, ahead, *untold))
    assert (effect.confirmed.hits, effect.confirmed.of) == (1, 3)
    assert (effect.missed_with.hits, effect.missed_with.of) == (1, 3)
    assert (effect.missed_without.hits, effect.missed_without.of) == (1, 2)


@pytest.mark.parametrize(
    ("with_one", "without", "said"),
    [
        ((20, 400), (40, 200), Difference.FEWER),
        ((40, 200), (20, 400), Difference.MORE),
        ((2, 40), (3, 30), Difference.CHANCE),
        ((0, 400), (9, 19), Difference.TOO_FEW),
        ((0, 0), (0, 0), Difference.TOO_FEW),
    ],
)
def test_what_is_said_of_the_difference(with_one: tuple[int, int], without: tuple[int, int], said: Difference) -> None:
    assert beside(with_one, without) is said


def test_every_count_of_reminders_is_a_count() -> None:
    assert set(REMINDED) <= COUNTED.keys()
