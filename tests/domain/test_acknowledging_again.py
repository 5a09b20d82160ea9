"""P1: whoever says a second time that they know is heard as well, when there has been something new to know."""

from datetime import timedelta

from domain import decide, rescheduling
from domain.commands import Acknowledge, Ask, Decline, Move
from domain.terms import Audience
from tests.domain.build import AT, HOUR, NEW, invited
from tests.domain.pursued import FOLLOWED

OTHER = NEW + timedelta(days=1)


def test_a_declined_wish_is_acknowledged_although_the_move_before_it_was() -> None:
    """Both in the stage `invited` of one revision: nobody has to call about the second either."""
    moved = rescheduling.moved_directly(invited(policy=FOLLOWED), Move("m1", "zhangsan", NEW), AT).state
    known = decide.acknowledged(moved, Acknowledge("a1", "candidate", Audience.CANDIDATE), AT + HOUR).state
    assert known.pursuits == []
    asked = rescheduling.asked(known, Ask("w1", "candidate", OTHER), AT + 2 * HOUR).state
    declined = rescheduling.declined(asked, Decline("d1", "zhangsan"), AT + 3 * HOUR).state
    assert declined.pursuits
    again = decide.acknowledged(declined, Acknowledge("a2", "zhangsan", Audience.RECRUITER), AT + 4 * HOUR)
    assert again.result == "acknowledged"
    assert again.state.pursuits == []
    assert again.change is not None
    assert again.change.acknowledges
    once_more = decide.acknowledged(again.state, Acknowledge("a3", "zhangsan", Audience.RECRUITER), AT + 4 * HOUR)
    assert (once_more.result, once_more.change) == ("already_acknowledged", None)
