"""Stories of the console's door: who is signed in sees their list; who is not is asked to sign in and comes back."""

from tests.web.console.conftest import Door
from tests.web.console.visitor import Visitor


async def test_who_signs_in_sees_the_interview_list(zhang: Visitor) -> None:
    page = await zhang.opens("/console")
    assert page.status == 200
    assert "待进行" in page.text


async def test_who_signed_out_is_sent_to_the_door_and_back_to_the_page(at_console: Door) -> None:
    li = await at_console("lisi")
    await li.sends(await li.opens("/console/account"), "/console/signout")
    door = await li.opens("/console/account")
    assert door.form_to("/console/signin?lang=zh").fields["next"] == "/console/account"
    assert (await li.opens("/console/counts", htmx=True)).status == 401
    back = await li.sends(door, "/console/signin?lang=zh", {"login": "lisi", "password": li.password})
    assert "显示时区" in back.text
