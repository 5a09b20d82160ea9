"""A candidate and a recruiter act in the same second: nobody's click lands on a time they did not see."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain import decide, rescheduling
from domain.commands import Ask, Cancel, Confirm, Move
from domain.refusals import Refused
from domain.terms import Audience, Party
from tests.domain.build import AT, START, invited


@pytest.mark.parametrize("wish", ["confirm", "cancel", "ask"])
def test_a_candidate_who_acts_on_the_old_time_while_it_is_being_moved_is_told_so(wish: str) -> None:
    moved = rescheduling.moved_directly(invited(), Move("m1", "zhangsan", START + timedelta(days=1)), AT).state
    commands = {
        "confirm": (decide.confirmed, Confirm("c1", "candidate", Audience.CANDIDATE, revision=1)),
        "cancel": (
            decide.cancelled,
            Cancel("c1", "candidate", Audience.CANDIDATE, Party.CANDIDATE, "C_ILLNESS", revision=1),
        ),
        "ask": (rescheduling.asked, Ask("c1", "candidate", START + timedelta(days=2), revision=1)),
    }
    rule, command = commands[wish]
    with pytest.raises(Refused) as refused:
        rule(moved, command, AT)
    assert refused.value.rule == "moved-meanwhile"
    assert rule(moved, replace(command, revision=2), AT).change is not None
