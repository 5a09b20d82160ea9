"""Every page and dialog as the pictures show them, with real data, and what no picture shows: no axe violation light or dark, on a desk and
on a phone, in both languages, nothing wider than its screen, nothing that the browser complains about."""

import re

import pytest
from starlette.routing import Match, Route

from shots.table import SHOTS, Shot
from tests.browser.looks import LOOKS, REFUSED
from tests.browser.tabs import sound
from tests.browser.visits import Visits, otherwise, unfold
from web.console import CONSOLE

pytestmark = pytest.mark.timeout(600)
# What is pictured more than once, on another screen or in another language, is looked at once.
EVERY = list({(shot.path, shot.dialog, shot.steps): shot for shot in (*SHOTS, *LOOKS)}.values())
_DOOR = re.compile(r'hx-get="([^"?]+)[^"]*" hx-target="#dialog-body"')
_MOST_GUESSES = 30


@pytest.mark.parametrize("shot", EVERY, ids=lambda shot: shot.name)
async def test_what_is_shown_is_sound(visits: Visits, shot: Shot) -> None:
    allowed = REFUSED.get(shot.name, 400)
    async with visits.at(shot, allowed) as page:
        await sound(page)
    # Colours do not depend on the screen: the dark ones have been looked at.
    async with visits.at(otherwise(shot), allowed) as page:
        await unfold(page)
        await sound(page, ["light"])


async def test_every_door_to_a_dialog_is_gone_through(visits: Visits) -> None:
    """A button that opens a dialog stands on one of the pages above; the dialog must be among what is looked at."""
    found = set()
    for shot in EVERY:
        if shot.login is not None and not shot.dialog:
            found |= {_kind(address) for address in _DOOR.findall(await visits.reads(shot))}
    opened = {_kind(shot.dialog.format(**visits.stage.found).partition("?")[0]) for shot in EVERY if shot.dialog}
    assert "/console/settings/users/{login}/enable" in found
    assert found <= opened


async def test_who_tries_too_many_links_reads_so(visits: Visits) -> None:
    """T4: the last of all, for what this address guesses is counted for a minute."""
    shot = Shot("too-many", "/c/yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy")
    for _ in range(_MOST_GUESSES):
        await visits.reads(shot)
    for one in (shot, otherwise(shot)):
        async with visits.at(one, 429) as page:
            assert "429" not in await page.locator("h1").inner_text()
            await sound(page)


def _kind(address: str) -> str:
    """The route of a dialog's address, with what is to be done."""
    scope = {"type": "http", "method": "GET", "path": address, "root_path": "", "headers": []}
    for route in (route for area in CONSOLE for route in area.router.routes if isinstance(route, Route)):
        matched, more = route.matches(scope)
        if matched is Match.FULL:
            kinds = {name: more["path_params"][name] for name in ("how", "act") if name in more["path_params"]}
            return route.path.replace("{how}", kinds.get("how", "")).replace("{act}", kinds.get("act", ""))
    raise AssertionError(f"nothing answers {address}")
