"""What cancelling as drafted would come to: whether the reason will do, the texts that would leave, what it does to the figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from api import cancelling
from api.cancelling import ReasonCheck
from api.context import App
from api.kpi import KpiGroups, Together, kpi
from api.problems import Problem
from api.views import CancelPreview
from domain.clock import local_day
from domain.figure_effects import Effect, cancelled_as, effects
from domain.kpi import INDICATORS
from domain.refusals import Refused
from domain.terms import Locale
from starter import Ended, Unanswered
from web.console.cancel_draft import Draft, body_of
from web.console.complaints import told
from web.console.reason_draft import checked
from web.console.visitor import Visitor


@dataclass(frozen=True)
class Outlook:
    """`check` is None while there is no reason yet; `preview` while the draft cannot be carried out, `alert` says why if a rule
    stands against it; `figures`: the indicators by what the cancellation does to them, in words."""

    check: ReasonCheck | None = None
    preview: CancelPreview | None = None
    alert: str = ""
    figures: Mapping[Effect, list[str]] = field(default_factory=dict)


async def outlook(app: App, visitor: Visitor, row: Any, draft: Draft) -> Outlook:
    """Nothing is written; the preview is the interview's own rule on its newest state."""
    check = await checked(visitor, draft)
    if check is None or not check.acceptable or draft.whose is None or not draft.channels:
        return Outlook(check)
    try:
        body = body_of(draft, visitor.locale, dry_run=True)
        preview = await cancelling.cancel(row.id, body, app, visitor.user)
    except ValidationError:
        return Outlook(check)
    except (Problem, Refused, Ended, Unanswered) as no:
        return Outlook(check, alert=told(no, visitor.locale)[1])
    assert isinstance(preview, CancelPreview)
    return Outlook(check, preview, "", _figures(preview, row.revision == 1, visitor.locale))


def _figures(preview: CancelPreview, first: bool, locale: Locale) -> dict[Effect, list[str]]:
    found: dict[Effect, list[str]] = {effect: [] for effect in Effect}
    one = cancelled_as(preview.reason_code, preview.party, preview.late, first)
    for name, effect in effects(one).items():
        found[effect].append(INDICATORS[name].title.of(locale))
    return found


async def month(app: App, visitor: Visitor, recruiter: str) -> Together:
    """The recruiter's figures of the present month so far."""
    first = local_day(visitor.now, visitor.zone).replace(day=1)
    query = KpiGroups.model_validate({"from": first, "recruiter": recruiter, "format": "json"})
    found = await kpi(query, app, visitor.user)
    return found.team  # type: ignore[union-attr]
