"""The tests' own eyes: what a tab complains about is heard, and what axe-core should find is found."""

import pytest
from playwright.async_api import Page, Route

from shots.screens import DESKTOP, NO_SCRIPT, PHONE, WECHAT, Screen
from tests.browser.tabs import Tabs, axe, fits, sound

_HEAD = "<!doctype html><html lang=en><meta name=viewport content='width=device-width'><title>page</title><main><h1>Page</h1>"


_BLANK = "about:blank"
_NO_LINK = f"/c/{'x' * 32}"


async def shows(tabs: Tabs, html: str, screen: Screen = DESKTOP, policy: str = "default-src 'none'") -> Page:
    """A tab that shows this page, by default under a policy as strict as ours."""
    page = await tabs.open(_BLANK, screen)

    async def answer(route: Route) -> None:
        await route.fulfill(body=_HEAD + html, headers={"Content-Security-Policy": policy, "Content-Type": "text/html"})

    await page.route("**/made", answer)
    await page.goto("/made")
    await page.wait_for_timeout(100)
    return page


@pytest.mark.parametrize(
    ("html", "heard"),
    [
        ("<p style='color:red'>red</p>", "Content Security Policy"),
        ("<script>throw Error()</script>", "Content Security Policy"),
        ("<img alt='' src='/static/mianyue.svg'>", "Content Security Policy"),
    ],
)
async def test_what_the_policy_forbids_is_heard(tabs: Tabs, html: str, heard: str) -> None:
    await shows(tabs, html)
    assert any(heard in complaint for complaint in tabs.complaints), tabs.complaints
    tabs.complaints.clear()


async def test_script_errors_and_missing_files_are_heard(tabs: Tabs) -> None:
    page = await tabs.open("/static/mianyue.svg")
    await page.evaluate(
        "setTimeout(() => { throw new Error('broken') }); console.error('alas'); fetch('/static/none.js')"
    )
    await page.wait_for_timeout(300)
    text = "\n".join(tabs.complaints)
    assert all(part in text for part in ("script error: broken", "console: alas", "/static/none.js: 404"))
    tabs.complaints.clear()


async def test_a_refusal_that_the_story_expects_is_no_complaint(tabs: Tabs) -> None:
    tabs.allowed.add(404)
    await tabs.open(_NO_LINK)


async def test_axe_finds_small_targets_and_weak_contrast(tabs: Tabs) -> None:
    page = await tabs.open(_BLANK)
    await page.set_content(
        _HEAD + "<style>button{width:9px;height:9px;padding:0;border:0}p{color:#bbb}</style>"
        "<button aria-label=a></button><button aria-label=b></button><p>pale</p><input></main>"
    )
    assert {found["id"] for found in await axe(page)} >= {"target-size", "color-contrast", "label"}
    with pytest.raises(AssertionError, match=r"(?s)color-contrast \(serious\).*p: Element has insufficient"):
        await sound(page)


async def test_a_page_wider_than_the_phone_is_noticed(tabs: Tabs) -> None:
    page = await tabs.open(_BLANK, PHONE)
    await page.set_content(_HEAD + "<style>p{width:500px}</style><p>wide</p></main>")
    with pytest.raises(AssertionError, match="on a screen of 390 px"):
        await fits(page)


async def test_screens_are_what_they_say(tabs: Tabs) -> None:
    ask = "[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches, navigator.maxTouchPoints > 0, navigator.userAgent]"
    tabs.allowed.add(404)
    width, dark, touch, agent = await (await tabs.open(_NO_LINK, WECHAT, scheme="dark")).evaluate(ask)
    assert (width, dark, touch) == (390, True, True)
    assert "MicroMessenger" in agent
    width, dark, touch, _ = await (await tabs.open(_NO_LINK)).evaluate(ask)
    assert (width, dark, touch) == (1280, False, False)


async def test_without_scripts_none_runs(tabs: Tabs) -> None:
    html, policy = "<script>document.title = 'ran'</script>", "script-src 'unsafe-inline'"
    assert await (await shows(tabs, html, DESKTOP, policy)).title() == "ran"
    assert await (await shows(tabs, html, NO_SCRIPT, policy)).title() == "page"
