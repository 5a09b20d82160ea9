"""What may be done on a page before its picture is taken."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from playwright.async_api import Page

from shots.cast import workday

Step = Callable[[Page], Awaitable[Any]]


def press(selector: str, nth: int = 0) -> Step:
    """Press what a CSS selector finds."""
    return lambda page: page.locator(selector).nth(nth).click()


def tick(selector: str) -> Step:
    """Choose the radio button or box; its label is what people press."""
    return lambda page: page.locator("label", has=page.locator(selector)).first.click()


def fill(selector: str, text: str) -> Step:
    """Type into the field."""
    return lambda page: page.locator(selector).fill(text)


def fill_day(selector: str, ahead: int, nth: int = 0) -> Step:
    """Type the day so many workdays ahead into a date field."""
    return lambda page: page.locator(selector).nth(nth).fill(f"{workday(ahead, 10):%Y-%m-%d}")


def attach(selector: str, name: str, lines: Sequence[str]) -> Step:
    """Choose a text file of these lines."""
    file = {"name": name, "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    return lambda page: page.locator(selector).set_input_files(file)  # type: ignore[arg-type]


def see(selector: str) -> Step:
    """Wait for what a step before brings."""
    return lambda page: page.locator(selector).first.wait_for()


def scroll(selector: str) -> Step:
    """Bring something into view."""
    return lambda page: page.locator(selector).first.scroll_into_view_if_needed()


def pause(seconds: float) -> Step:
    """Wait, for what a page draws after it has loaded."""
    return lambda page: page.wait_for_timeout(seconds * 1000)


def pick(selector: str, nth: int) -> Step:
    """Choose the nth from a list."""
    return lambda page: page.locator(selector).select_option(index=nth)
