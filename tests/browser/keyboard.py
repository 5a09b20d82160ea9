"""The keyboard in a browser's story: the Tab key from control to control, each of which must be seen to have the focus."""

from typing import Any

from playwright.async_api import Page

# Of what has the focus: whether it is what is wanted, has a size, a ring around it, and nothing over its middle (WCAG 2.4.7, 2.4.11).
_FOCUSED = """
(selector) => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const { left, top, width, height } = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const over = document.elementFromPoint(left + width / 2, top + height / 2);
  return {
    what: one.outerHTML.slice(0, 160),
    wanted: one.matches(selector),
    sized: width > 0 && height > 0,
    ringed: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none",
    free: over !== null && (one.contains(over) || over.contains(one)),
  };
}
"""


async def tab_to(page: Page, selector: str, most: int = 80) -> None:
    """Press Tab until what the selector names has the focus. Asserts that it comes there, and of everything before it that the focus
    could be seen."""
    passed = []
    for _ in range(most):
        await page.keyboard.press("Tab")
        found: dict[str, Any] | None = await page.evaluate(_FOCUSED, selector)
        if found is None:
            continue
        passed.append(found["what"])
        assert all(found[what] for what in ("sized", "ringed", "free")), f"{page.url}: {found}"
        if found["wanted"]:
            return
    raise AssertionError(f"the Tab key never came to {selector}, but to:\n" + "\n".join(passed))
