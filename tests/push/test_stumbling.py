"""R10: a receiver that answers 500 because of one item holds up no other for long; one that is away makes nobody send in small pieces."""

import pytest

from tests.group import busy, founded
from tests.push.conftest import Office, Receiver, cancelled, counts


async def test_an_item_over_which_the_receiver_stumbles_is_alone_after_three_runs(
    office: Office, receiver: Receiver
) -> None:
    group = await founded(office.engine)
    await cancelled(group, "odd")
    await busy(group.recruiter("zhang"), 0, 12)
    receiver.play("500", to=f"{group.root}-odd")
    for _ in range(3):
        assert await office.push() == counts(waiting=13)
    assert await office.errors() == {"http_500"}
    for _ in range(2):
        await office.push()
    assert await office.numbers() == {"pushed": 12, "waiting": 1}, "nobody has said no to it"
    assert {item["recruiter"] for item in receiver.items} == {f"{group.root}-zhang"}
    receiver.behave()
    assert await office.push() == counts(pushed=1)


async def test_a_hundred_go_in_tens_first(office: Office, receiver: Receiver) -> None:
    """Ten messages instead of a hundred, should the receiver have been down after all."""
    await busy((await founded(office.engine)).recruiter("zhang"), 0, 100)
    receiver.play("500")
    for _ in range(3):
        await office.push()
    receiver.behave()
    assert await office.push() == counts(pushed=100)
    assert receiver.times == [1] * 10


@pytest.mark.parametrize("mode", ["503", "refuse"])
async def test_a_receiver_that_is_away_gets_the_same_message_when_it_is_back(
    office: Office, receiver: Receiver, mode: str
) -> None:
    await busy((await founded(office.engine)).recruiter("zhang"), 0, 12)
    receiver.play(mode)
    for _ in range(4):
        assert await office.push() == counts(waiting=12)
    receiver.behave()
    assert await office.push() == counts(pushed=12)
    assert receiver.times == [1]
