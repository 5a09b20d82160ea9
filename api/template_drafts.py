"""A template as the API takes and gives it, and its check: every problem named with its field and rule."""

from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from api.bodies import Body
from api.problems import Problem
from domain.templates import CASES, data_of, draft_from, problems_of
from domain.terms import Locale
from domain.wording_facts import Draft

# Far above the rules' own limits: those say it better.
_Line = Annotated[str, Field(max_length=2_000)]
_Block = Annotated[str, Field(max_length=10_000)]
_EXAMPLE: JsonDict = {
    "subject": "{sign}面试取消通知{topic}",
    "lead": "很遗憾地通知您：因我方原因，您应聘{post}的AI云面试已取消，届时无需参加。",
    "rows": ["position", "original", "reason"],
    "body": ["{next}", "{options}"],
    "button": "{next_button}",
    "sms": "{sign}{hello}{short}的面试取消，敬请谅解。{sms_next}。",
}


class DraftBody(Body):
    """The wording of one case in one language; `{names}` are placeholders. Staff get no SMS: theirs stays empty."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    subject: _Line
    lead: _Block
    rows: list[Annotated[str, Field(max_length=64)]] = Field(max_length=30, description="the table under the lead")
    body: list[_Block] = Field(max_length=50, description="paragraphs after the table; an empty one is left out")
    button: _Line = Field(description="what the link to the interview's page says")
    sms: _Line = ""


def known(case: str) -> str:
    """The case. Raises: Problem 404 for one that no notice has."""
    if case not in CASES:
        raise Problem(404, "template-not-found", "没有该模板 / no such template: GET /api/v1/templates lists them")
    return case


def checked(case: str, locale: Locale, body: DraftBody) -> Draft:
    """The draft, fit to be used. Raises: Problem 422 with everything that keeps it from being used."""
    draft = draft_from(body.model_dump())
    found = problems_of(case, locale, draft)
    if found:
        errors = [
            {"field": f"draft.{one.field}", "rule": one.rule, "detail": f"{one.zh} / {one.en}"} for one in found[:50]
        ]
        told = "; ".join(f"{error['field']}: {error['detail']}" for error in errors[:5])
        raise Problem(422, "invalid-template", told, errors=errors)
    return draft


def drafted(draft: Draft) -> DraftBody:
    """The draft as the API gives it."""
    return DraftBody.model_validate(data_of(draft))
