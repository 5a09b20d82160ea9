"""Policies as the API gives them: what holds and where it comes from, versions, and what a new version changes."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from db.policies import Family, Version
from domain.catalogue import Wording
from domain.mistakes import Mistake
from domain.policy_changes import Difference
from domain.policy_layers import Layer, Standing, effective, in_force, laid, sources, standings, wrong_with


class Sentence(BaseModel):
    """One sentence in both languages."""

    zh: str
    en: str


class SourceView(BaseModel):
    """The version that a setting comes from."""

    organisation: str
    version: int


class MistakeView(BaseModel):
    """Something wrong with the policy in force; `field` is where."""

    field: str
    rule: str
    detail: Sentence


class VersionView(BaseModel):
    """One version of what the organisation sets."""

    version: int
    valid_from: datetime
    state: Standing
    by: str | None = Field(description="login; null when it came with an installation or an upgrade")
    at: datetime | None
    note: str


class VersionDetail(VersionView):
    """One version with its settings."""

    organisation: str
    data: dict[str, Any]


class PolicyView(BaseModel):
    """What holds for an organisation now."""

    organisation: str
    version: int = Field(description="the organisation's own version in force; 0: it sets nothing")
    newest: int = Field(description="its newest version, which may be planned for later: `based_on` of the next one")
    data: dict[str, Any] = Field(description="what the organisation itself sets in the version in force")
    effective: dict[str, Any] = Field(description="what holds, inherited settings and defaults included")
    inherited: dict[str, Any] = Field(description="what would hold if it set nothing itself")
    sources: dict[str, SourceView] = Field(
        description="by setting (`channels` by kind: channels.reminder) where it comes from; defaults come from nowhere"
    )
    inherited_sources: dict[str, SourceView] = Field(description="the same of what would hold if it set nothing itself")
    mistakes: list[MistakeView] = Field(description="empty, unless somebody wrote to the database by hand")
    versions: list[VersionView] = Field(description="newest first, 200 at most")


class ChangeView(BaseModel):
    """One setting that changes for one organisation; null: not set by anybody."""

    organisation: str
    field: str
    before: Any
    after: Any


class PolicyChanged(BaseModel):
    """What a new version does (dry_run: would do), for the organisation and for those below that inherit it."""

    organisation: str
    dry_run: bool
    saved: bool
    version: int = Field(description="the number of the new version, or of the newest when nothing had to be saved")
    valid_from: datetime
    changes: list[ChangeView]
    replaces: list[int] = Field(description="planned versions that now never take force")
    holds: list[Sentence] = Field(description="from when the changed settings hold, and for which interviews")
    warnings: list[Sentence]


def sentence(wording: Wording) -> Sentence:
    """The sentence as the API gives it."""
    return Sentence(zh=wording.zh, en=wording.en)


def policy_view(family: Family, own: list[Version], at: datetime) -> PolicyView:
    """What holds at this instant, with the organisation's own versions (newest first)."""
    layers = laid(family.layers, family.path, at)
    mine = in_force(family.layers, family.organisation, at)
    above = [one for one in layers if one is not mine]
    return PolicyView(
        organisation=family.organisation,
        version=mine.version if mine is not None else 0,
        newest=own[0].version if own else 0,
        data=dict(mine.data) if mine is not None else {},
        effective=effective(layers),
        inherited=effective(above),
        sources=_sources(layers),
        inherited_sources=_sources(above),
        mistakes=[_mistake(one) for one in wrong_with(layers)],
        versions=version_views(own, at),
    )


def _sources(layers: list[Layer]) -> dict[str, SourceView]:
    found = sources(layers).items()
    return {name: SourceView(organisation=one.organisation, version=one.version) for name, one in found}


def version_views(own: list[Version], at: datetime) -> list[VersionView]:
    """An organisation's versions with where each stands."""
    states = standings({one.version: one.valid_from for one in own}, at)
    return [VersionView(**_version(one), state=states[one.version]) for one in own]


def version_detail(organisation: str, one: Version, state: Standing) -> VersionDetail:
    """One version with its settings."""
    return VersionDetail(**_version(one), state=state, organisation=organisation, data=one.data)


def _version(one: Version) -> dict[str, Any]:
    return {
        "version": one.version,
        "valid_from": one.valid_from,
        "by": one.set_by,
        "at": one.set_at,
        "note": one.note,
    }


def _mistake(one: Mistake) -> MistakeView:
    return MistakeView(field=one.field, rule=one.rule, detail=sentence(one.detail))


def change_view(organisation: str, one: Difference) -> ChangeView:
    """One setting's change."""
    return ChangeView(organisation=organisation, field=one.field, before=one.before, after=one.after)
