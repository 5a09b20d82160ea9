"""Reads a page as a browser without scripts does: its forms with their present values, its links, its visible text."""

from html.parser import HTMLParser

import httpx2

_INVISIBLE = ("style", "script", "title")
_UNSENT = ("button", "submit", "reset", "file")


class Form:
    """A form as it stands: where it is sent (`place`), and every field that would go along, in the page's order."""

    def __init__(self, place: str, id: str) -> None:
        self.place, self.id = place, id
        self.sent: list[tuple[str, str]] = []

    @property
    def fields(self) -> dict[str, str]:
        """One value for each name, the last one."""
        return dict(self.sent)

    @property
    def every(self) -> dict[str, list[str]]:
        """All values of each name: several boxes may be ticked."""
        found: dict[str, list[str]] = {}
        for name, value in self.sent:
            found.setdefault(name, []).append(value)
        return found


class Page:
    """One answer, read; `text` is what a person sees, runs of blanks made one."""

    def __init__(self, answer: httpx2.Response) -> None:
        self.answer, self.status, self.html = answer, answer.status_code, answer.text
        reader = _Reader()
        reader.feed(answer.text)
        reader.close()
        self.text = " ".join(" ".join(reader.words).split())
        self.forms = {form.fields["action"]: form.fields for form in reader.forms if "action" in form.fields}
        self.places = {form.place: form for form in reader.forms if form.place}
        self.tags = reader.tags

    def form(self, action: str) -> dict[str, str]:
        """The fields that pressing the button of the form with this field `action` would send as it stands."""
        assert action in self.forms, f"no form {action!r} among {sorted(self.forms)}"
        return dict(self.forms[action])

    def form_to(self, place: str) -> Form:
        """The form that is sent to this address."""
        assert place in self.places, f"no form to {place!r} among {sorted(self.places)}"
        return self.places[place]

    def all(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        """Every element of that kind with these attributes."""
        return [found for name, found in self.tags if name == tag and attributes.items() <= found.items()]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.forms: list[Form] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self._strays: list[tuple[str, str, str]] = []
        self._open: Form | None = None
        self._hidden = 0
        self._typing: list[str] | None = None
        self._choosing: list[tuple[str, bool]] | None = None
        self._named: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append((tag, found))
        self._hidden += tag in _INVISIBLE
        if tag == "form":
            self._open = Form(found.get("action", ""), found.get("id", ""))
            self.forms.append(self._open)
        elif tag == "textarea":
            self._typing, self._named = [], found
        elif tag == "select":
            self._choosing, self._named = [], found
        elif tag == "option" and self._choosing is not None:
            self._choosing.append((found.get("value", ""), "selected" in found))
        elif tag == "input" and found.get("type") not in _UNSENT:
            ticked = found.get("type") not in ("radio", "checkbox") or "checked" in found
            if ticked:
                self._keep(found, found.get("value", "on" if found.get("type") == "checkbox" else ""))

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _INVISIBLE
        if tag == "form":
            self._open = None
        elif tag == "textarea" and self._typing is not None:
            self._keep(self._named, "".join(self._typing).removeprefix("\n"))
            self._typing = None
        elif tag == "select" and self._choosing is not None:
            chosen = [value for value, selected in self._choosing if selected] or [v for v, _ in self._choosing[:1]]
            for value in chosen:
                self._keep(self._named, value)
            self._choosing = None

    def handle_data(self, data: str) -> None:
        if self._typing is not None:
            self._typing.append(data)
        elif not self._hidden:
            self.words.append(data)

    def close(self) -> None:
        super().close()
        for id, name, value in self._strays:
            for form in self.forms:
                if form.id == id:
                    form.sent.append((name, value))

    def _keep(self, found: dict[str, str], value: str) -> None:
        name = found.get("name", "")
        if not name or "disabled" in found:
            return
        if "form" in found:
            self._strays.append((found["form"], name, value))
        elif self._open is not None:
            self._open.sent.append((name, value))
