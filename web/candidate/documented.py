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
