"""Which organisation a request is about: the caller's own, or one below it."""

from api.context import App
from api.problems import Problem
from db.people import User, within
from domain.terms import Role


async def own_or_below(app: App, user: User, wanted: str | None) -> str:
    """The organisation's id; without a wish the caller's own. Raises: Problem 404 for one that is not theirs to see."""
    if wanted is None or wanted == user.organisation:
        return user.organisation
    async with app.engine.connect() as conn:
        below = user.role is not Role.RECRUITER and await within(conn, wanted, user.organisation)
    if not below:
        raise Problem(404, "organisation-not-found", "没有该组织 / no such organisation among yours")
    return wanted
