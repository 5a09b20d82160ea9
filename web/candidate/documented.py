"""How the candidate's pages stand in the OpenAPI document: a browser gets a page, a script that asks for JSON a view or a problem."""

from typing import Any

from api.problems import MEDIA

PAGE: dict[str, Any] = {"text/html": {"schema": {"type": "string"}}}


def refusal(description: str) -> dict[str, Any]:
    """The document's entry for one refusal."""
    return {"description": description, "content": {**PAGE, MEDIA: {}}}


def form(schema: dict[str, Any]) -> dict[str, Any]:
    """The document's entry for a form with these fields."""
    return {"requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": schema}}}}


GONE: dict[int | str, dict[str, Any]] = {
    404: refusal("No such link"),
    429: refusal("Too often: come again after Retry-After seconds"),
    503: refusal("No answer yet: send the same form again"),
}
"""What may be said to whoever opens a link."""

SENT: dict[int | str, dict[str, Any]] = {
    303: {"description": "Done: see the page"},
    413: refusal("Over 64 kB"),
    415: refusal("Neither a form nor JSON"),
    422: refusal("A field will not do"),
}
"""What may be said to whoever sends a form."""
