"""What console forms share: the API's own sentences, each under the name of its field, and what makes a form one command."""

from collections.abc import Mapping
from uuid import uuid4

from pydantic import BaseModel, ValidationError

from api.arrivals import fingerprint
from api.problems import field_error
from domain.terms import Locale
from web import speech


def mistakes(error: ValidationError, locale: Locale, names: Mapping[str, str] | None = None) -> dict[str, str]:
    """Field → sentence in the reader's language; `names` says where the form has a field of the request under another name."""
    found: dict[str, str] = {}
    for item in error.errors():
        told = field_error({**item, "loc": ("body", *item["loc"])})
        field = (names or {}).get(told["field"], told["field"].rpartition(".")[2])
        found.setdefault(field, speech.one_language(told["detail"], locale))
    return found


def fresh_key() -> str:
    """What makes pressing a form's button twice one command: it stands in the form, and the form keeps it."""
    return uuid4().hex


def key_of(form: str, body: BaseModel) -> str:
    """One command for each form, by its own key, and what it asks for: changed and sent again, it is another one."""
    return f"{form}.{fingerprint(body)[:16]}"


def revision_of(seen: str) -> int | None:
    """The interview's revision in what a page remembers of how it stood; None when it is no revision at all."""
    revision = seen.partition(".")[0]
    return (int(revision) or None) if revision.isdecimal() and len(revision) < 6 else None
