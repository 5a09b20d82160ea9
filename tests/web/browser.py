"""Reads a page as a browser without scripts does: its forms with their present values, its links, its visible text."""

from html.parser import HTMLParser

import httpx2

_INVISIBLE = ("style", "script", "title")


class Page:
    """One answer, read; `text` is what a person sees, runs of blanks made one."""

    def __init__(self, answer: httpx2.Response) -> None:
        self.answer, self.status, self.html = answer, answer.status_code, answer.text
        reader = _Reader()
        reader.feed(answer.text)
        self.text = " ".join(" ".join(reader.words).split())
        self.forms = {form["action"]: form for form in reader.forms}
        self.tags = reader.tags

    def form(self, action: str) -> dict[str, str]:
        """The fields that pressing this form's own button would send as it stands."""
        assert action in self.forms, f"no form {action!r} among {sorted(self.forms)}"
        return dict(self.forms[action])

    def all(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        """Every element of that kind with these attributes."""
        return [found for name, found in self.tags if name == tag and attributes.items() <= found.items()]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.forms: list[dict[str, str]] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self._hidden = 0
        self._typing: str | None = None
        self._choosing = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append((tag, found))
        self._hidden += tag in _INVISIBLE
        if tag == "form":
            self.forms.append({})
        elif tag == "textarea":
            self._typing = found["name"]
            self.forms[-1][found["name"]] = ""
        elif tag == "select":
            self._choosing = found["name"]
        elif tag == "option" and (self._choosing not in self.forms[-1] or "selected" in found):
            self.forms[-1][self._choosing] = found["value"]
        elif tag == "input" and (found["type"] != "radio" or "checked" in found):
            self.forms[-1][found["name"]] = found.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _INVISIBLE
        self._typing = None if tag == "textarea" else self._typing

    def handle_data(self, data: str) -> None:
        if self._typing is not None:
            self.forms[-1][self._typing] += data.removeprefix("\n")
        elif not self._hidden:
            self.words.append(data)
