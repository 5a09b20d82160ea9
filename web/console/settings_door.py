"""The door to the settings pages: HR operations and administrators come in, and choose which organisation they look at."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query

from api import organisations
from api.context import App, hr_operations
from api.organisations import OrganisationView
from domain.terms import Locale
from web.console.posting import Form, Posted
from web.console.visitor import SignedIn, Visitor


async def _hrops(visitor: SignedIn) -> Visitor:
    """Raises: Problem 403 for everybody else."""
    hr_operations(visitor.user)
    return visitor


async def _hrops_posted(posted: Posted) -> Form:
    hr_operations(posted.visitor.user)
    return posted


# The organisation in an address; empty: one's own.
Chosen = Annotated[str, Query(max_length=64, pattern=r"^[A-Za-z0-9_-]*$")]
HrVisitor = Annotated[Visitor, Depends(_hrops)]
HrPosted = Annotated[Form, Depends(_hrops_posted)]


@dataclass(frozen=True)
class Tree:
    """The organisations that the visitor may set something for, and the one chosen."""

    items: list[OrganisationView]
    chosen: str
    locale: Locale

    def name(self, id: str | None) -> str:
        """What an organisation is called; of one above the visitor's own only the id is known."""
        found = next((one for one in self.items if one.id == id), None)
        if found is None:
            return id or ""
        return found.name if self.locale is Locale.ZH else found.name_en or found.name

    @property
    def topmost(self) -> bool:
        """Whether the chosen organisation is a whole group, which inherits nothing."""
        return next(one.parent is None for one in self.items if one.id == self.chosen)


async def tree(app: App, visitor: Visitor, wanted: str | None) -> Tree:
    """The visitor's organisations. Raises: Problem 404 for one that is not among them."""
    chosen = await organisations.seen(app, visitor.user, wanted or None)
    return Tree((await organisations.listed(app, visitor.user)).items, chosen, visitor.locale)
