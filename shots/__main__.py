"""`./run shots [NAME…]`: a stack of its own with sample data, then the pictures of shots/table.py into docs/images."""

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from playwright.async_api import Browser, Page
from rich.console import Console
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.own_stack import around
from db import accounts
from db.engine import make_engine
from demo.doors import Doors
from settings import Settings, settings
from shots.camera import picture
from shots.chromium import chromium
from shots.people import Person, open_accounts, people
from shots.table import SHOTS, Shot

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
_SETTLED_MS = 300  # fades and charts


async def take_all(shots: Sequence[Shot], into: Path, console: Console) -> None:
    """Set the stage, then every picture."""
    config = settings()
    engine, doors = make_engine(config, "shots"), Doors(config)
    console.print("  … playing the demo for something to show 生成示例数据")
    found = await people(doors)
    async with engine.begin() as conn:
        await open_accounts(conn, config.demo_password.get_secret_value())
    into.mkdir(parents=True, exist_ok=True)
    async with chromium() as browser:
        for shot in shots:
            file = into / f"{shot.name}.webp"
            size = await take(browser, config, engine, shot, found, file)
            console.print(f"  ✓ {file.name:<32} {size / 1000:5.1f} kB")
    await doors.close()
    await engine.dispose()


async def take(
    browser: Browser, config: Settings, engine: AsyncEngine, shot: Shot, found: Mapping[str, Person], file: Path
) -> int:
    """One picture; its bytes. Raises: playwright's errors, TooHeavy."""
    options = shot.screen.context(shot.locale, shot.scheme)
    context = await browser.new_context(base_url=config.web_url, device_scale_factor=1.5, **options)
    try:
        page = await context.new_page()
        if shot.login is not None:
            await _sign_in(page, config, engine, shot.login, shot.locale)
        await page.goto(shot.path.format(**found))
        for step in shot.steps:
            await step(page)
        await page.wait_for_timeout(_SETTLED_MS)
        return await picture(page, file, shot.whole)
    finally:
        await context.close()


async def _sign_in(page: Page, config: Settings, engine: AsyncEngine, login: str, locale: str) -> None:
    async with engine.begin() as conn:
        await accounts.set_language(conn, login, locale)
    await page.goto("/console/signin")
    await page.locator('[name="login"]').fill(login)
    await page.locator('[name="password"]').fill(config.demo_password.get_secret_value())
    await page.locator("form button").first.click()
    await page.wait_for_url(lambda url: "/signin" not in url)


def main(argv: Sequence[str]) -> int:
    """The command line; the exit code."""
    parser = argparse.ArgumentParser(prog="./run shots", description=__doc__)
    parser.add_argument("names", nargs="*", help="only these, e.g. candidate-invited, or their beginning")
    parser.add_argument("--into", type=Path, default=IMAGES, help="folder; default docs/images")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    words = parser.parse_args(argv)
    chosen = [shot for shot in SHOTS if not words.names or shot.name.startswith(tuple(words.names))]
    if not chosen:
        print(
            f"shots: no picture {' '.join(words.names)}; there are {', '.join(shot.name for shot in SHOTS)}",
            file=sys.stderr,
        )
        return 1
    if not words.inside:
        return around("shots", ["--inside", "--into", str(words.into.absolute()), *words.names])
    asyncio.run(take_all(chosen, words.into, Console(highlight=False)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
