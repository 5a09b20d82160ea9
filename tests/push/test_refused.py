"""R10: what the receiver refuses is left alone, and keeps nothing else from arriving."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from db import pushing
from tests.group import SEPTEMBER, busy, founded
from tests.push.conftest import Office, Receiver, cancelled, counts


async def test_what_is_refused_is_left_until_it_changes_or_somebody_says_so(office: Office, receiver: Receiver) -> None:
    group = await founded(office.engine)
    past, _ = await cancelled(group), await cancelled(group, hours=3)
    receiver.play("bad_number")
    assert await office.push() == counts(refused=2)
    assert await office.errors() == {"http_400"}
    receiver.behave()
    assert await office.push() == counts(), "asking again would get the same answer"
    await past.told(SEPTEMBER + timedelta(hours=20))
    assert await office.push() == counts(pushed=1)
    assert await office.numbers() == {"pushed": 1, "refused": 1}
    async with office.engine.begin() as conn:
        assert await pushing.again(conn) == 1
    assert await office.push() == counts(pushed=1)
    assert sorted(item["version"] for item in receiver.items) == [1, 2]


@pytest.mark.parametrize("wrong", [{"appraisal_secret": SecretStr("x" * 32)}, {"appraisal_url": "nowhere"}])
async def test_what_is_wrong_with_the_settings_waits_until_they_are_mended(
    office: Office, receiver: Receiver, wrong: dict[str, Any]
) -> None:
    """A secret that the receiver does not share, an address that it does not have: nothing of it is the items' fault."""
    await cancelled(await founded(office.engine))
    settings = {name: f"{receiver.url}/nowhere" if value == "nowhere" else value for name, value in wrong.items()}
    assert await office.push(**settings) == counts(waiting=1)
    assert await office.errors() in ({"http_401"}, {"http_404"})
    assert receiver.items == []
    assert await office.push() == counts(pushed=1)


async def test_one_bad_item_of_many_is_soon_alone(office: Office, receiver: Receiver) -> None:
    """The receiver does not know one recruiter; everybody else's cancellations are taken in the same run."""
    group = await founded(office.engine)
    await busy(group.recruiter("zhang"), 0, 117)
    await cancelled(group, "unknown")
    receiver.play("bad_number", to=f"{group.root}-unknown")
    assert await office.push() == counts(pushed=117, refused=1)
    assert {item["recruiter"] for item in receiver.items} == {f"{group.root}-zhang"}
    assert await office.push() == counts()
    receiver.behave()
    async with office.engine.begin() as conn:
        assert await pushing.again(conn) == 1
    assert await office.push() == counts(pushed=1)


async def test_a_receiver_that_refuses_everything_is_left_alone_after_a_while(
    office: Office, receiver: Receiver
) -> None:
    group = await founded(office.engine)
    await busy(group.recruiter("zhang"), 0, 60)
    receiver.play("bad_number")
    first = await office.push()
    assert 0 < first["refused"] < 20
    assert (await office.numbers())["waiting"] == 60 - first["refused"]
    receiver.behave()
    assert (await office.push())["pushed"] == 60 - first["refused"]
