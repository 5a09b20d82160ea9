"""A form that a signed-in user posted: checked to come from a page of ours, its fields as plain text."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from api.context import Connected
from api.problems import Problem
from web.console.crossing import FIELD, allowed
from web.console.visitor import NewPasswordFirst, Visitor, known

MOST_FIELDS = 3000


@dataclass(frozen=True)
class Form:
    """Who posted it and what it holds; `must_change`: they have to change their password first."""

    visitor: Visitor
    fields: FormData
    must_change: bool

    def text(self, name: str) -> str:
        """A field's text without blanks around it; empty when it was not sent."""
        value = self.fields.get(name, "")
        return value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""

    def every(self, name: str) -> list[str]:
        """All values of a field that may be sent several times."""
        return [value for value in self.fields.getlist(name) if isinstance(value, str) and value]


async def _posted(request: Request, app: Connected) -> Form:
    visitor, must_change = await known(request, app)
    fields = await request.form(max_files=1, max_fields=MOST_FIELDS)
    token = fields.get(FIELD, "")
    if not isinstance(token, str) or not allowed(request, token, app.settings.checked_secret(), visitor.user.login):
        raise Problem(
            403,
            "cross-site",
            "表单已过期或来自其他网站，请刷新页面后重试 / this form is out of date or from another site: reload the page",
        )
    return Form(visitor, fields, must_change)


async def _ready(form: Annotated[Form, Depends(_posted)]) -> Form:
    if form.must_change:
        raise NewPasswordFirst
    return form


# What somebody may do whose password was set by another, and what they may not yet.
PostedAnyway = Annotated[Form, Depends(_posted)]
Posted = Annotated[Form, Depends(_ready)]
