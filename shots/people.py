"""What the pictures show: the demo played through, the sample company's half year, and people in every situation by name."""

import sys
from collections.abc import Awaitable, Callable
from io import StringIO

from rich.console import Console
from sqlalchemy.ext.asyncio import AsyncEngine

from demo.__main__ import SCENES, perform
from demo.doors import Doors, command, until
from demo.story import Play, Story
from settings import Settings
from shots import company, judged
from shots.bulks import handled, in_bulk
from shots.cast import Named
from shots.troubles import in_trouble
from shots.wishes import on_their_pages

_STAFF = ("wangfang", "chenjing", "zhaolei")
_BULK_HANDLED = 4
_CANDIDATES = "invited invited_en offered offered_en requested withdrawn late acknowledged person abroad soon begun"
_OTHERS = "person_request deletion_request copy_request call unknown bulk alert appeal score proposal"
NAMED = {*_CANDIDATES.split(), *_OTHERS.split()}
"""What a picture's address may name."""


async def people(doors: Doors, engine: AsyncEngine, config: Settings) -> dict[str, Named]:
    """Play everything; all that a picture may name. Raises: demo.doors.Broken."""
    found = await cast(doors, engine, config, perform)
    await until(lambda: _findings(doors), "what the monitor finds", seconds=90)
    await handled(doors, found["bulk"], _BULK_HANDLED)
    return found


async def cast(
    doors: Doors, engine: AsyncEngine, config: Settings, first: Callable[[Play], Awaitable[None]]
) -> dict[str, Named]:
    """The companies, then `first` of the demo, which loads its list at least, then everybody in their situation.

    Raises: demo.doors.Broken."""
    await command(sys.executable, "starter.py", "sample")
    await company.write(engine, config.demo_password.get_secret_value())
    play = Play(doors, Story(Console(file=StringIO()), doors.ui, len(SCENES) + 1))
    await first(play)
    # One by one: each starts a program.
    for login in (*_STAFF, *judged.STAFF):
        await doors.sign_in(login)
    found = await on_their_pages(play, engine)
    found |= await in_trouble(play, config.sandbox_url)
    found |= await judged.judged(doors)
    found |= await in_bulk(doors)
    assert found.keys() == NAMED, found.keys() ^ NAMED
    return found


async def _findings(doors: Doors) -> bool | None:
    """The monitor looks once a minute."""
    return len((await doors.get("hrops", "/findings"))["items"]) >= 2 or None
