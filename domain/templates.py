"""An organisation's own wording of a case in one language: read from JSON, checked when saved, the nearest one chosen."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from domain import template_parts, template_texts
from domain.template_fields import CASES, fields_of, is_staff, kind_of, rows_of
from domain.template_parts import Problem, problem
from domain.template_samples import worst
from domain.terms import Channel, Locale
from domain.wording import render
from domain.wording_facts import Draft

__all__ = ["CASES", "Place", "Problem", "Stored", "data_of", "draft_from", "fields_of", "nearest", "problems_of"]

SMS_FILLED, SUBJECT_FILLED = 500, 400
Place = tuple[str, Locale]
"""A case and a language."""
_READER = TypeAdapter(Draft)


@dataclass(frozen=True, slots=True)
class Stored:
    """The newest version of one organisation's template; `draft` is None when it went back to the inherited wording."""

    case: str
    locale: Locale
    organisation: str
    version: int
    draft: Draft | None


def draft_from(data: Mapping[str, Any]) -> Draft:
    """The draft that stored JSON describes. Raises: ValueError when it has the wrong form."""
    return _READER.validate_python(data)


def data_of(draft: Draft) -> dict[str, Any]:
    """The draft as stored JSON."""
    return asdict(draft)


def nearest(found: Iterable[Stored]) -> dict[Place, Stored]:
    """Which template is in force for each case and language, out of those of an organisation and its ancestors, root first.

    One that a later version of ours can no longer fill is passed over: a notice that must be written is not held up by it.
    """
    usable = (one for one in found if one.draft is not None and _fillable(one.case, one.locale, one.draft))
    return {(one.case, one.locale): one for one in usable}


def problems_of(case: str, locale: Locale, draft: Draft) -> list[Problem]:
    """Everything that keeps a draft from being used; nothing when it may be saved. Raises: KeyError for an unknown case."""
    form = list(_form(case, locale, draft))
    found = [*form, *template_texts.problems(case, draft)]
    return found or list(_too_long_filled(case, locale, draft))


@lru_cache(maxsize=1024)
def _fillable(case: str, locale: Locale, draft: Draft) -> bool:
    return case in CASES and not any(_form(case, locale, draft))


def _form(case: str, locale: Locale, draft: Draft) -> Iterator[Problem]:
    """What could not be filled in, or would break a line or a header."""
    for field, text in template_parts.parts_of(draft):
        yield from template_parts.problems(case, locale, field, text)
    allowed = rows_of(case, locale)
    for at, row in enumerate(draft.rows):
        if row not in allowed:
            yield problem(f"rows.{at}", "unknown-row", row, ", ".join(sorted(allowed)))
        elif row in draft.rows[:at]:
            yield problem(f"rows.{at}", "doubled-row", row)


def _too_long_filled(case: str, locale: Locale, draft: Draft) -> Iterator[Problem]:
    kind, facts = kind_of(case), worst(case, locale)
    mine = {(case, locale): draft}
    if len(render(kind, Channel.EMAIL, facts, mine).subject) > SUBJECT_FILLED:
        yield problem("subject", "too-long-filled", "", SUBJECT_FILLED)
    if not is_staff(case) and len(render(kind, Channel.SMS, facts, mine).text) > SMS_FILLED:
        yield problem("sms", "too-long-filled", "", SMS_FILLED)
