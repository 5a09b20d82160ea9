"""What a console form was sent wrong: the API's own sentences, each under the name of the field it belongs to."""

from collections.abc import Mapping
from uuid import uuid4

from pydantic import ValidationError

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
